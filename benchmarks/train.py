"""Train the learned part of the readers from the labelled articles in benchmarks/training and by other writers.

python benchmarks/train.py              all classifiers, into kg/lexicon/learned
python benchmarks/train.py award        one kind
python benchmarks/train.py --without ka,kd …   leave articles out, to score on them
python benchmarks/train.py --check …    cross-validation over articles only, nothing written
"""

from __future__ import annotations

import argparse
import time

import train_award
import train_event
import train_metric
import train_person
from labelled import read_all, read_others

from kg import encoder

WITH_OTHERS = {"award": train_award.train, "person": train_person.train}
"""The kinds of which a part is learned from articles by other writers, too (DECISIONS.md, 59)."""

ALONE = {"event": train_event.train, "metric": train_metric.train}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("kinds", nargs="*", choices=[*WITH_OTHERS, *ALONE, []])
    ask.add_argument("--without", default="")
    ask.add_argument("--check", action="store_true")
    args = ask.parse_args()
    encoder.use(False)  # which is trained later
    without = tuple(x for x in args.without.split(",") if x)
    articles = [a for a in read_all() if not (without and a.name.startswith(without))]
    others = [a for a in read_others() if not (without and a.name.startswith(without))]
    print(f"{len(articles)} articles and {len(others)} by other writers")
    for kind in args.kinds or (*WITH_OTHERS, *ALONE):
        start = time.process_time()
        if kind in WITH_OTHERS:
            WITH_OTHERS[kind](articles, others, check=args.check)
        else:
            ALONE[kind](articles, check=args.check)
        print(f"{kind}: {time.process_time() - start:.0f} s CPU")


if __name__ == "__main__":
    main()
