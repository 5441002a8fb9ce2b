"""Realistic articles in any number, the same for the same seed: real constructions, other cities, people and numbers.

Each is made of stories: labelled articles of benchmarks/training with other cities, surnames and names of events. A
story has its names for good, however often it is told, so that one person does not hold a hundred posts; a few stories
and cities are told of often, most seldom, as news has it. The numbers are other ones each time. What comes out is for
measuring speed and size, never accuracy.

    python benchmarks/generate.py FOLDER [--articles 1000] [--words 400] [--seed 7]
"""

from __future__ import annotations

import argparse
import json
import random
import re
from functools import cache
from pathlib import Path

from kg.mentions.gazetteer import names_in, table

TEXTS = Path(__file__).parent / "training" / "articles"
GOLD = TEXTS.parent / "gold"
NUMBER = re.compile(r"(?<![\d.,-])\d{2,3}(?:,\d{3})*(?![\d.,-]*\d|th|st|nd|rd)")  # neither years nor days of a date
A_FOLDER = 1000
STORIES = 1000  # that one labelled article may become
SURNAMES = 20_000
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri ro su ta ve wi lan zu bra cle dri fro glu".split()


@cache
def templates() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """The texts, each with the people and the events that it tells of."""
    found = []
    for path in sorted(TEXTS.glob("*.txt")):
        facts = json.loads((GOLD / f"{path.stem}.json").read_text(encoding="utf-8"))["facts"]
        named = ([fact[slot] for fact in facts if fact.get(slot)] for slot in ("person", "event"))
        people, events = (tuple(sorted({name for name in names if " " in name})) for names in named)
        found.append((path.read_text(encoding="utf-8"), people, events))
    return tuple(found)


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


def story(template: int, number: int) -> str:
    """One of the stories that a labelled article may become."""
    chance = random.Random(f"{template} {number}")  # noqa: S311 - not a secret
    text, people, events = templates()[template]
    changed = {name: cities()[some(chance, len(cities()))] for name in named_in(text)}
    changed |= {name.split()[-1]: surname(chance.randrange(SURNAMES)) for name in people}
    for event in events:
        first = event.split()[0]
        if event in text and first not in changed and not first.isdigit():
            changed[event] = f"{surname(chance.randrange(SURNAMES))} {event.split(maxsplit=1)[1]}"
    return replaced(text, changed) if changed else text


def replaced(text: str, changed: dict[str, str]) -> str:
    """The text with words changed for others, the longest first."""
    words = sorted(changed, key=lambda word: (-len(word), word))
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, words))})\b", lambda match: changed[match[0]], text)


def article(chance: random.Random, words: int) -> str:
    """The text of one article of about so many words."""
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < words:
        text = story(chance.randrange(len(templates())), some(chance, STORIES))
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
