"""Identity as users meet it: which names of a built store the rules join, and which alike names they leave apart.

    kg build benchmarks/training/articles examples/articles --store build/corpus
    python benchmarks/identity.py sample build/corpus > sheet.txt  names that are joined, and names that are not
    python benchmarks/identity.py score build/corpus               precision and recall of the judged (corpus.jsonl)

The claims are made anew from the stored facts, so a change of the rules needs no new build. A sheet says nothing of
what was decided: joined and apart stand mixed, in an order drawn by ``--seed``. What was drawn is in build/drawn.jsonl.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from kg import variants
from kg.decode import Described, article_in, facts_in
from kg.identity import Decision, identify
from kg.identity_names import COMMON_WORDS, places_in
from kg.model import Kind
from kg.profile import NAMING, Claim, Name, Profile, claims
from kg.resolve import entities
from kg.store import Store

CORPUS = Path(__file__).parents[1] / "tests" / "identity" / "corpus.jsonl"
DRAWN = Path("build/drawn.jsonl")
FEW = 25  # names that share a word: a word of more is not what one looks for a name by
KINDS = (Kind.PERSON, Kind.ORGANIZATION, Kind.AWARD, Kind.EVENT, Kind.EVENT_SERIES, Kind.METRIC, Kind.CITY)


class Told(NamedTuple):
    """What one article says of one name."""

    source: str
    published: str
    claims: frozenset[Claim]
    quotes: tuple[str, ...]


def told_in(path: Path) -> dict[Name, list[Told]]:
    """All that the articles of a store say, by name."""
    found: dict[Name, list[Told]] = defaultdict(list)
    with Store.open(path) as store:
        for node in store.articles():
            graph = store.graph_of(node)
            quads = [q for q in store.of_article(graph, node) if q.graph_name == graph]
            described = Described(quads)
            article = article_in(described, node, store.body(node))
            facts = [fact for _, fact in facts_in(described, store.names)]
            quotes: dict[Name, dict[str, None]] = defaultdict(dict)
            for fact in facts:
                for _, entity in entities(fact):
                    quotes[entity.kind, entity.key][" ".join(fact.evidence[0].of(article.text).split())] = None
            for name, about in claims(article, facts).items():
                day = article.published.isoformat() if article.published else ""
                found[name].append(Told(article.source, day, frozenset(about), tuple(quotes[name])[:2]))
    return found


def profiles_of(told: dict[Name, list[Told]]) -> list[Profile]:
    return [
        Profile(kind=kind, key=key, claims=frozenset(claim for one in said for claim in one.claims))
        for (kind, key), said in told.items()
    ]


def things(told: dict[Name, list[Told]], decisions: Iterable[Decision]) -> dict[Name, set[str]]:
    """What each name stands for, in any of the articles that use it."""
    of = defaultdict(list)
    for decision in decisions:
        of[decision.kind, decision.variant].append(decision)
    return {
        name: {next((d.entity for d in of[name] if d.applies(one.claims)), name[1]) for one in said}
        for name, said in told.items()
    }


def pairs(profiles: list[Profile], means: dict[Name, set[str]]) -> tuple[list[Any], list[Any]]:
    """Pairs of names that stand for one thing, and pairs of alike names that do not."""
    joined, apart = [], []
    of_thing, of_word = defaultdict(list), defaultdict(list)
    for profile in sorted(profiles, key=lambda p: (p.kind.value, p.key)):
        name = profile.kind, profile.key
        for thing in means[name]:
            of_thing[profile.kind, thing].append(name)
        for word in _words(profile):
            of_word[profile.kind, word].append(name)
    for names in of_thing.values():
        joined += combinations(names, 2)
    joined = sorted(set(joined))
    for (kind, _), names in of_word.items():
        if kind in KINDS and len(names) <= FEW:
            apart += combinations(sorted(set(names)), 2)
    return joined, sorted(pair for pair in set(apart) - set(joined) if not _two_years(pair))


def _two_years(pair: tuple[Name, Name]) -> bool:
    """True of two editions: nobody takes them for one."""
    ends = [re.search(r"-(\d{4})$", key) for _, key in pair]
    return all(ends) and ends[0][1] != ends[1][1]  # type: ignore[index]


def _words(profile: Profile) -> Iterator[str]:
    """The rare words of the names, and their initials."""
    for name in (*profile.values("name"), *profile.values("alias")):
        places = {word for stretch, _ in places_in(name) for word in variants.words(stretch)}
        found = variants.words(name)
        if profile.kind is Kind.METRIC:
            yield from (variants.singular(w) for w in found if w not in variants.SMALL)
        elif profile.kind is Kind.PERSON:
            yield from (word for word in found if len(word) > 2)
        else:
            yield from (
                w for w in found if w not in COMMON_WORDS and w not in places and len(w) > 2 and not w.isdigit()
            )
            yield from variants.all_initials(name)
            bare = [w for w in found if w not in variants.SMALL and not w.isdigit()]
            yield from (" ".join(two) for two in combinations(bare, 2) if not set(two) <= places)


def near(one: Profile, other: Profile) -> bool:
    """True of names that a reader might take for one: most words the same, one within the other, initials."""
    for a in (*one.values("name"), *one.values("alias")):
        for b in (*other.values("name"), *other.values("alias")):
            x, y = (
                {variants.singular(w) for w in variants.words(n) if w not in variants.SMALL and len(w) > 1}
                for n in (a, b)
            )
            if x and y and (x <= y or y <= x or 2 * len(x & y) >= len(x | y)):
                return True
            if one.kind is Kind.PERSON and a.split()[0][0] == b.split()[0][0] and x and y and max(x) == max(y):
                return True
            if "".join(variants.words(a)) in variants.all_initials(b) or "".join(
                variants.words(b)
            ) in variants.all_initials(a):
                return True
    return False


def sample(path: Path, size: int, seed: int, *, only_near: bool) -> None:
    told = told_in(path)
    profiles = profiles_of(told)
    joined, apart = pairs(profiles, things(told, identify(profiles)))
    if only_near:
        of = {(p.kind, p.key): p for p in profiles}
        joined, apart = [], [(a, b) for a, b in apart if near(of[a], of[b])]
    chance = random.Random(seed)  # noqa: S311  a sample, no secret
    print(len(profiles), "names,", len(joined), "joined,", len(apart), "alike", file=sys.stderr)
    drawn = [*((p, "joined") for p in some(joined, size, chance)), *((p, "apart") for p in some(apart, size, chance))]
    chance.shuffle(drawn)
    records = []
    for at, ((one, other), found) in enumerate(drawn, 1):
        kind = one[0].value
        records.append(
            {
                "id": f"k{at:03}",
                "kind": kind,
                "a": side(one, told),
                "b": side(other, told),
                "same": None,
                "drawn": found,
            }
        )
        print(f"\nk{at:03} {kind}")
        for name in (one, other):
            called = {v for t in told[name] for c in t.claims if c.what in NAMING for v in c.values}
            print(f"  [{len(told[name])}] {' / '.join(sorted(called))}")
            for said in told[name][:2]:
                quote = said.quotes[0][:330] if said.quotes else ""
                print(f"      {said.source.rsplit('/', 1)[-1]} {said.published}: {quote}")
    DRAWN.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")


def some(found: list[Any], size: int, chance: random.Random) -> list[Any]:
    """A sample: of each kind in step with the square root of its number, so that none crowds the others out."""
    of = defaultdict(list)
    for pair in found:
        of[pair[0][0]].append(pair)
    roots = {kind: len(here) ** 0.5 for kind, here in of.items()}
    chosen = []
    for kind in sorted(of):
        chosen += chance.sample(of[kind], min(len(of[kind]), round(size * roots[kind] / sum(roots.values())) or 1))
    return chosen


def score(path: Path) -> None:
    """Of the judged pairs: how many the whole graph joins, how many of those rightly, and how many it should."""
    told = told_in(path)
    profiles = profiles_of(told)
    means = things(told, identify(profiles))
    joined, _ = pairs(profiles, means)
    print(len(profiles), "names,", len(joined), "pairs joined:", dict(Counter(a[0].value for a, _ in joined)))
    total: Counter[tuple[bool, bool]] = Counter()
    for record in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()):
        kind = Kind(record["kind"])
        one, other = (means.get((kind, record[s]["key"]), {record[s]["key"]}) for s in "ab")
        total[bool(one & other), record["same"]] += 1
    right, found, real = (
        total[True, True],
        total[True, True] + total[True, False],
        total[True, True] + total[False, True],
    )
    print(f"of {total.total()} judged: P {right / found:.3f} ({right}/{found})  R {right / real:.3f} ({right}/{real})")


def side(name: Name, told: dict[Name, list[Told]]) -> dict[str, Any]:
    said = told[name]
    names = sorted({c.values[0] for t in said for c in t.claims if c.what == "name"})
    texts = sorted({c.text for t in said for c in t.claims})
    return {
        "name": names[0],
        "key": name[1],
        "sources": sorted({t.source.rsplit("/", 1)[-1] for t in said})[:5],
        "claims": texts,
    }


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("what", choices=("sample", "score"))
    ask.add_argument("store", type=Path)
    ask.add_argument("--size", type=int, default=160)
    ask.add_argument(
        "--near", action="store_true", help="only names that are apart and that a reader might take for one"
    )
    ask.add_argument("--seed", type=int, default=4)
    chosen = ask.parse_args()
    if chosen.what == "score":
        score(chosen.store)
        return
    sample(chosen.store, chosen.size, chosen.seed, only_near=chosen.near)


if __name__ == "__main__":
    main()
