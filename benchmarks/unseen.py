"""Score the whole extractor on training articles that its classifiers have not seen.

python benchmarks/unseen.py              all written training articles (sets k to p): trained on two thirds, scored on
                                         the third, three times; minutes
python benchmarks/unseen.py --only k,p   score these sets only; the others are trained on in each fold

python benchmarks/unseen.py --encoder    the encoder is trained, too, on four fifths of all, scored on the fifth beside
                                         the classifiers alone; needs what make train-encoder needs, ten minutes

The first two read without the encoder, for the installed one has seen all articles. Rules and the selectors of
metrics have been made on some of these articles: figures of metrics and places are too good.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import learning
import train_award
import train_event
import train_metric
import train_person
from labelled import TRAINING, Labelled, read_all
from learning import hash_of
from score import tell

import kg.linear
from kg import encoder
from kg.facts import read_facts
from kg.resolve import resolve
from kg.tables import rows

FOLDS = 3
Row = tuple[str, dict[str, str]]
_articles: list[Labelled] = []


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", default="k,l,m,p")
    ask.add_argument("--encoder", action="store_true")
    args = ask.parse_args()
    sets = tuple(args.only.split(","))
    _articles.extend(sorted(read_all(), key=lambda a: (hash_of(a.name), a.name)))
    if args.encoder:
        with_encoder()
        return
    with get_context("fork").Pool(2) as pool:
        found = pool.starmap(fold, [(k, sets) for k in range(FOLDS)], chunksize=1)
    print(tell([row for part in found for row in part], TRAINING, args.only))


def fold(k: int, sets: tuple[str, ...]) -> list[Row]:
    """Train on the articles outside a fold, and the rows of the tables read from those inside."""
    inside = {a.name for n, a in enumerate(_articles) if n % FOLDS == k and a.name.startswith(sets)}
    encoder.use(False)
    with tempfile.TemporaryDirectory() as folder:
        classifiers([a for a in _articles if a.name not in inside], Path(folder))
        return list(read([a for a in _articles if a.name in inside]))


def classifiers(articles: list[Labelled], folder: Path) -> None:
    """Train on these articles, and read with the weights from now on."""
    learning.LEARNED = folder / "learned"
    with contextlib.redirect_stdout(io.StringIO()):
        for kind in (train_award, train_event, train_person, train_metric):
            kind.train(articles, check=False)
    kg.linear.files = encoder.files = lambda _: folder  # type: ignore[assignment,attr-defined]
    kg.linear.linear.cache_clear()


def with_encoder() -> None:
    """Print what is read from every tenth article with and without an encoder; neither weights have seen them.

    The two or three numbers a question that join the opinions of classifier and encoder are fitted on that tenth.
    """
    import train_encoder  # noqa: PLC0415 - PyTorch is not always there

    inside = _articles[:: train_encoder.FOLDS]
    with tempfile.TemporaryDirectory() as folder:
        weights = train_encoder.made([_articles])
        encoder.use(False)
        classifiers([a for n, a in enumerate(_articles) if n % train_encoder.FOLDS], Path(folder))
        train_encoder.save(weights, Path(folder) / "learned")
        encoder.installed.cache_clear()
        for used in (False, True):
            encoder.use(used)
            print("with" if used else "without", "the encoder")
            print(tell(list(read(inside)), TRAINING, ",".join(a.name for a in inside)))


def read(articles: list[Labelled]) -> Iterator[Row]:
    """The rows of the tables, with the table of each."""
    for labelled in articles:
        article = labelled.document.article
        for fact in resolve(article, read_facts(labelled.document)):
            yield from rows(article, fact)


if __name__ == "__main__":
    main()
