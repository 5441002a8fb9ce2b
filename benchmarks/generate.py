"""Realistic articles in any number, the same for the same seed: real constructions, other cities, people and numbers.

Each is one of the labelled articles of benchmarks/training with its cities, surnames and numbers changed for others:
few of them often, most seldom, as news has it. What comes out is for measuring speed and size, never accuracy.

    python benchmarks/generate.py FOLDER [--articles 1000] [--words 400] [--seed 7]
"""

from __future__ import annotations

import argparse
import random
import re
from functools import cache
from pathlib import Path

from kg.mentions.gazetteer import names_in, table

TEXTS = Path(__file__).parent / "training" / "articles"
NUMBER = re.compile(r"(?<![\d.,-])\d{2,3}(?:,\d{3})*(?![\d.,-]*\d|th|st|nd|rd)")  # neither years nor days of a date
NAME = re.compile(r"(?<=[a-z] )([A-Z][a-z]{3,})(?= (?:said|told|added|who)\b)")
A_FOLDER = 1000
SURNAMES = 20_000
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri ro su ta ve wi lan zu bra cle dri fro glu".split()


@cache
def templates() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt")))


@cache
def cities() -> tuple[str, ...]:
    """Names of cities, the largest first."""
    rows = [row for row in table("cities.tsv") if row[1].isascii() and row[1].replace(" ", "").isalpha()]
    return tuple(dict.fromkeys(row[1] for row in sorted(rows, key=lambda row: -int(row[4]))))[:8000]


def surname(n: int) -> str:
    """A surname of its own for each number."""
    made = ""
    while n or len(made) < 5:
        n, at = divmod(n, len(SYLLABLES))
        made += SYLLABLES[at]
    return made.capitalize()


@cache
def named_in(text: str) -> tuple[str, ...]:
    """The cities that a text names, as it writes them."""
    found = {text[n.start : n.end] for n in names_in(text) if n.cities}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def some(chance: random.Random, most: int) -> int:
    """A number below ``most``, small ones often: Zipf-like."""
    return min(most - 1, int(most ** chance.random()) - 1)


def article(chance: random.Random, words: int) -> str:
    """The text of one article of about so many words."""
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < words:
        text = templates()[chance.randrange(len(templates()))]
        changed = {name: cities()[some(chance, len(cities()))] for name in named_in(text)}
        if changed:
            pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, changed))})\b")
            text = pattern.sub(lambda match, to=changed: to[match[0]], text)  # type: ignore[misc]
        people: dict[str, str] = {}
        text = NAME.sub(
            lambda match, to=people: to.setdefault(match[1], surname(some(chance, SURNAMES))),  # type: ignore[misc]
            text,
        )
        text = NUMBER.sub(lambda match: re.sub(r"\d", lambda _: str(chance.randrange(1, 10)), match[0]), text)
        parts.append(text if not parts else text.split("\n", 1)[-1])
    lines, left = [], words
    for line in "\n".join(parts).split("\n"):
        lines.append(line)
        left -= len(line.split())
        if left <= 0:
            break
    return "\n".join(lines) + "\n"


def write(folder: Path, articles: int, *, words: int = 400, seed: int = 7) -> None:
    """Write so many articles, a thousand a folder."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    for n in range(articles):
        path = folder / f"{n // A_FOLDER:03}" / f"{n % A_FOLDER:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(chance, words), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    write(chosen.folder, chosen.articles, words=chosen.words, seed=chosen.seed)


if __name__ == "__main__":
    main()
