"""How often the facts of each rule are right: what `kg extract` gives as confidence.

    python benchmarks/rules.py              into kg/lexicon/rule_precision.tsv

Constructions are counted on all labelled articles but those held out; classifiers and encoder on what they have not
seen: the own set, the pages retold in as_published and, of which only these totals are read, held_out.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "kg" / "lexicon" / "rule_precision.tsv"


OWN, PAGES = HERE.parent / "tests" / "evaluation", HERE / "as_published"
SEEN = ((OWN, ""), (PAGES, "u"), (PAGES, "v"), (HERE / "training", ""))
UNSEEN = ((OWN, ""), (PAGES, "v"), (HERE / "held_out", ""))


def counted(folder: Path, beginning: str) -> dict[str, dict[str, int]]:
    """Right and wrong facts of each rule on the labelled articles of a folder whose names begin so."""
    with tempfile.TemporaryDirectory() as some:
        for part in ("articles", "gold"):
            (Path(some) / part).mkdir()
            for path in (folder / part).glob(f"{beginning}*"):
                shutil.copy(path, Path(some) / part)
        command = [sys.executable, "-m", "kg", "evaluate", some, "--json"]
        told = subprocess.run(command, check=True, capture_output=True).stdout
    rules: dict[str, dict[str, int]] = json.loads(told)["rules"]
    return rules


def main() -> None:
    right, wrong = Counter[str](), Counter[str]()
    for place in dict.fromkeys((*SEEN, *UNSEEN)):
        for rule, figures in counted(*place).items():
            if place in (UNSEEN if rule.endswith("-READ") else SEEN):
                right[rule] += figures["right"]
                wrong[rule] += figures["wrong"]
    lines = ["# rule, facts right and wrong on labelled articles; made by benchmarks/rules.py"]
    lines += [f"{rule}\t{right[rule]}\t{wrong[rule]}" for rule in sorted({*right, *wrong})]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} rules")


if __name__ == "__main__":
    main()
