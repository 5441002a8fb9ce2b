"""How a build grows with the number of articles: CPU seconds, memory, and what a second build takes with 1% changed.

    python benchmarks/growth.py [--sizes 1000,10000] [--words 400] [--encoder]

One process, made articles, without the encoder unless asked for: its time is that of each article, and nothing in it
depends on how many there are.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import generate
from table import FAST, child, exponent


def measure(size: int, words: int, how: str) -> dict[str, float]:
    """CPU seconds and megabytes of a build of so many articles, and of the next one."""
    with tempfile.TemporaryDirectory() as folder:
        news, store = Path(folder, "news"), str(Path(folder, "store"))
        generate.write(news, size, words=words)
        built = child("build", str(news), store, how)
        for path in sorted(news.rglob("*.txt"))[::100]:
            path.write_text(f"{path.read_text(encoding='utf-8')}\nThe editors corrected this page.\n", encoding="utf-8")
        again = child("build", str(news), store, how)
        held = sum(path.stat().st_size for path in Path(store).rglob("*") if path.is_file())
    return {"build": built["seconds"], "again": again["seconds"], "peak": built["peak"], "store": held / 1e6}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--encoder", action="store_true")
    chosen = parser.parse_args()
    sizes, found = [int(size) for size in chosen.sizes.split(",")], []
    print(f"{'articles':>10}{'CPU s':>10}{'ms each':>10}{'again s':>10}{'again':>8}{'peak MB':>10}{'store MB':>10}")
    for size in sizes:
        told = measure(size, chosen.words, "" if chosen.encoder else FAST)
        found.append(told)
        print(
            f"{size:>10,}{told['build']:>10.0f}{1000 * told['build'] / size:>10.0f}{told['again']:>10.1f}"
            f"{told['again'] / told['build']:>8.1%}{told['peak']:>10.0f}{told['store']:>10.0f}",
            flush=True,
        )
    if len(sizes) > 1:
        print(f"grows with the number of articles to the power of {exponent(sizes, [t['build'] for t in found]):.2f}")


if __name__ == "__main__":
    main()
