"""How many of the cases in tests/facts are read right, by kind; --update marks those that are not as open.

python benchmarks/cases.py             the counts
python benchmarks/cases.py --update    and write which are open into tests/facts
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import yaml

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path.insert(0, str(TESTS))

from test_facts import HERE, is_right  # noqa: E402


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--update", action="store_true")
    args = ask.parse_args()
    for path in sorted(HERE.glob("*.yaml")):
        head = "".join(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line[0] == "#")
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))
        right = [is_right(path.stem, case) for case in cases]
        named = {case["rule"] for case in cases if "rule" in case}
        print(f"{path.stem}: {sum(right)} of {len(cases)} right, {len(named)} constructions and pitfalls")
        if args.update:
            marked = [_marked(case, yes) for case, yes in zip(cases, right, strict=True)]
            path.write_text(head + "".join(_shown(case) for case in marked), encoding="utf-8")


def _marked(case: dict[str, Any], right: bool) -> dict[str, Any]:
    case = {key: value for key, value in case.items() if key != "open"}
    return case if right else {**case, "open": True}


def _shown(case: dict[str, Any]) -> str:
    return yaml.safe_dump([case], sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)


if __name__ == "__main__":
    main()
