"""How often the facts of each rule are right: what `kg extract` gives as confidence.

    python benchmarks/rules.py              into kg/lexicon/rule_precision.tsv

Constructions are counted on the own set, the articles as they are published and the training articles; classifiers
on the first two alone, which they have not seen.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "kg" / "lexicon" / "rule_precision.tsv"


def counted(folder: Path) -> dict[str, dict[str, int]]:
    """Right and wrong facts of each rule on a labelled folder."""
    command = [sys.executable, "-m", "kg", "evaluate", str(folder), "--json"]
    rules: dict[str, dict[str, int]] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[
        "rules"
    ]
    return rules


def main() -> None:
    right, wrong = Counter[str](), Counter[str]()
    for folder in (HERE.parent / "tests" / "evaluation", HERE / "as_published", HERE / "training"):
        for rule, figures in counted(folder).items():
            if not (rule.endswith("-READ") and folder.name == "training"):
                right[rule] += figures["right"]
                wrong[rule] += figures["wrong"]
    lines = ["# rule, facts right and wrong on labelled articles; made by benchmarks/rules.py"]
    lines += [f"{rule}\t{right[rule]}\t{wrong[rule]}" for rule in sorted({*right, *wrong})]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} rules")


if __name__ == "__main__":
    main()
