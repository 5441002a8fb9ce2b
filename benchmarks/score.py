"""Score the extractor on the labelled articles, straight from facts to tables, without a store.

python benchmarks/score.py                       totals on the working sets c, d, e
python benchmarks/score.py --only d --misses 20  and what was missed or wrong
python benchmarks/score.py --only f,g            the checking sets: totals only
python benchmarks/score.py --kind metric …       misses of one kind only
python benchmarks/score.py --show d05            the facts found in one working article
python benchmarks/score.py --own …               the same on this project's own set, tests/evaluation
python benchmarks/score.py --without encoder …   without the encoder; --without learned: without the classifiers, too;
                                                 --without people: without the person model
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

from kg import encoder
from kg.facts import award_givers, award_reader, event_reader, person, read_facts
from kg.mentions import annotate, people
from kg.model import Article
from kg.read import article_of
from kg.resolve import resolve
from kg.tables import COLUMNS, rows

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
OWN = Path(__file__).resolve().parents[1] / "tests" / "evaluation"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--own", action="store_true", help="score tests/evaluation")
    ask.add_argument("--set", type=Path, help="score another folder with articles/ and gold/")
    ask.add_argument("--only", default="")
    ask.add_argument("--misses", type=int, default=0)
    ask.add_argument("--kind", default="", help="award, event, role, metric or located_in")
    ask.add_argument("--show", default="")
    ask.add_argument("--without", choices=["encoder", "learned", "people"])
    args = ask.parse_args()
    encoder.use(args.without not in {"encoder", "learned"})
    if args.without == "people":
        people.model = lambda: None  # type: ignore[assignment]  # as where no model is installed
    elif args.without == "learned":
        for reader in (award_givers, award_reader, event_reader, person):
            reader.linear = lambda _: None  # type: ignore[assignment]  # as where the weights are missing
    folder_of_set = args.set or (OWN if args.own else EVAL)
    args.only = args.only or ("t" if args.own else "c,d,e")
    only = tuple((args.show or args.only).split(","))
    if (args.misses or args.show) and any(name.startswith(("f", "g")) for name in only):
        sys.exit("score: sets f and g are for checking: read their totals only")
    found: list[tuple[str, dict[str, str]]] = []
    for path in sorted((folder_of_set / "articles").iterdir()):
        if not path.stem.startswith(only):
            continue
        article = article_of(path.as_posix(), path.read_bytes())
        if not isinstance(article, Article):
            print("skipped", article)
            continue
        if args.show:
            print(article.text, "\n-- published", article.published)
        for fact in resolve(article, read_facts(annotate(article))):
            for table, row in rows(article, fact):
                found.append((table, row))
                if args.show:
                    print(fact.rule, table, {k: v for k, v in row.items() if v and k != "source"})
    if args.show:
        return
    for line in tell(found, folder_of_set, args.only, args.misses).splitlines():
        if not args.kind or not line.startswith(("missed", "wrong")) or f" {args.kind} " in line:
            print(line)


def tell(found: list[tuple[str, dict[str, str]]], labelled: Path, only: str, misses: int = 0) -> str:
    """What the scorer of the labelled articles says of rows with their tables."""
    with tempfile.TemporaryDirectory() as folder:
        for name, columns in COLUMNS.items():
            with (Path(folder) / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(row for table, row in found if table == name)
        command = [sys.executable, str(EVAL / "score.py"), "--gold", str(labelled / "gold"), "--pred", folder,
                   "--only", only, "--misses", str(misses)]  # fmt: skip
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
