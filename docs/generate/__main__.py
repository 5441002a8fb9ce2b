"""Build the site: python -m docs.generate [TARGET], by default build/docs; the pages are then in TARGET/site.

Broken links, missing anchors and anything that a page would fetch from another host end it with exit code 1.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from docs.generate import links, site


def main() -> int:
    """Make the source, build it, check the result."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs").resolve()
    settings = site.write(target)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "--config-file", str(settings)]
    done = subprocess.run(command, check=False)
    if done.returncode:
        return done.returncode
    faults = list(links.faults(target / "site"))
    print("\n".join((*faults, f"{len(faults)} faults; open {target / 'site' / 'index.html'}")))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
