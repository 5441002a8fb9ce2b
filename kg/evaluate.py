"""How well the extractor reads: its facts against labelled articles.

Input: a folder with ``gold/<id>.json`` and the articles that these name. Output: a Report: precision,
recall and F1 by kind, agreement by slot, figures by format and by rule, misses and false finds.
*key* counts a fact as found when its key slots agree, *strict* when every slot that the label fills does.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.likeness import Aliases, alike, edition, folded, number, place, qualifier, same_number, unit, words, year
from kg.model import Article, Fact
from kg.read import article_of
from kg.tables import TABLE_OF, rows

ROUNDS = 1000  # resamples of the bootstrap
SEED = 7
Row = Mapping[str, Any]
Extract = Callable[[Article], Iterable[Fact]]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Counts of one kind of fact, and what follows from them; ratios are 0 to 1, 0 where nothing was found."""

    labelled: int = 0
    found: int = 0
    hits: int = 0
    strict: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            labelled=self.labelled + other.labelled,
            found=self.found + other.found,
            hits=self.hits + other.hits,
            strict=self.strict + other.strict,
        )

    def scores(self, *, strict: bool = False) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        hits = self.strict if strict else self.hits
        precision = hits / self.found if self.found else 0.0
        recall = hits / self.labelled if self.labelled else 0.0
        total = precision + recall
        return precision, recall, 2 * precision * recall / total if total else 0.0


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What came out for one article: figures by kind, slots as [agreed, filled], hits and errors by rule."""

    id: str
    format: str
    figures: Mapping[str, Figures]
    slots: Mapping[tuple[str, str], tuple[int, int]]
    right: Counter[str]  # by rule
    wrong_by_rule: Counter[str]
    missed: tuple[tuple[str, Row], ...]  # (kind, label)
    wrong: tuple[tuple[str, Row], ...]  # (kind, row)


@dataclass(frozen=True, kw_only=True)
class Report:
    """The figures over all articles that were scored."""

    articles: tuple[Scored, ...]
    unread: tuple[tuple[str, str], ...] = field(default=())  # (id, reason)

    def figures(self, kind: str = "", format: str = "") -> Figures:
        """Counts of one kind (all where empty), of articles in one format (all where empty)."""
        chosen = (a for a in self.articles if not format or a.format == format)
        return sum((f for a in chosen for k, f in a.figures.items() if not kind or k == kind), Figures())

    def slots(self, kind: str) -> dict[str, tuple[int, int]]:
        """For each slot, in how many matched facts the label fills it and the found fact agrees."""
        totals: dict[str, list[int]] = {}
        for article in self.articles:
            for (of, slot), (agreed, filled) in article.slots.items():
                if of == kind:
                    total = totals.setdefault(slot, [0, 0])
                    total[0] += agreed
                    total[1] += filled
        return {slot: (agreed, filled) for slot, (agreed, filled) in totals.items()}

    def rules(self) -> dict[str, tuple[int, int]]:
        """For each rule, how many of its facts were right, and how many wrong; sorted by name."""
        right = sum((a.right for a in self.articles), Counter[str]())
        wrong = sum((a.wrong_by_rule for a in self.articles), Counter[str]())
        return {rule: (right[rule], wrong[rule]) for rule in sorted(right | wrong)}

    def spread(self, kind: str = "", *, strict: bool = False) -> tuple[float, float]:
        """The 95 % range of F1 when articles are drawn again and again (bootstrap, fixed seed)."""
        chance = random.Random(SEED)  # noqa: S311 - no secret
        each = [sum((f for k, f in a.figures.items() if not kind or k == kind), Figures()) for a in self.articles]
        if not each:
            return 0.0, 0.0
        drawn = (sum(chance.choices(each, k=len(each)), Figures()) for _ in range(ROUNDS))
        sample = sorted(figures.scores(strict=strict)[2] for figures in drawn)
        return sample[int(0.025 * ROUNDS)], sample[int(0.975 * ROUNDS) - 1]

    def worse(self, earlier: Mapping[str, Mapping[str, float]], *, allowed: float = 0.005) -> list[str]:
        """What fell by more than ``allowed`` below an earlier baseline, as sentences; empty where nothing did."""
        now = self.baseline()
        return [
            f"{kind}: {which} F1 fell from {was:.3f} to {now[kind][which]:.3f}"
            for kind, figures in earlier.items()
            for which, was in figures.items()
            if now[kind][which] < was - allowed
        ]

    def as_record(self) -> dict[str, object]:
        """The figures for programs."""
        formats = sorted({article.format for article in self.articles})
        return {
            "articles": len(self.articles),
            "unread": dict(self.unread),
            "kinds": {kind or "all": self._record(kind) for kind in (*TABLE_OF, "")},
            "formats": {name: self._ratios(self.figures(format=name)) for name in formats},
            "rules": {rule: {"right": right, "wrong": wrong} for rule, (right, wrong) in self.rules().items()},
        }

    def _record(self, kind: str) -> dict[str, object]:
        slots = {slot: {"agree": agree, "filled": filled} for slot, (agree, filled) in self.slots(kind).items()}
        spread = {"key": list(self.spread(kind)), "strict": list(self.spread(kind, strict=True))}
        return {**self._ratios(self.figures(kind)), "range95": spread, "slots": slots}

    @staticmethod
    def _ratios(figures: Figures) -> dict[str, object]:
        key, strict = figures.scores(), figures.scores(strict=True)
        return {
            "labelled": figures.labelled,
            "found": figures.found,
            "key": dict(zip(("p", "r", "f1"), (round(x, 3) for x in key), strict=True)),
            "strict": dict(zip(("p", "r", "f1"), (round(x, 3) for x in strict), strict=True)),
        }

    def baseline(self) -> dict[str, dict[str, float]]:
        """Key and strict F1 by kind and over all, rounded to three places: what a later run is compared with."""
        return {
            kind or "all": {
                "key": round(self.figures(kind).scores()[2], 3),
                "strict": round(self.figures(kind).scores(strict=True)[2], 3),
            }
            for kind in (*TABLE_OF, "")
        }


def evaluate(folder: Path, extract: Extract, *, only: tuple[str, ...] = ()) -> Report:
    """The extractor's figures on the labelled articles of a folder, those whose id begins with one of ``only``.

    Raises InputError where the folder holds no labels.
    """
    paths = sorted((folder / "gold").glob("*.json"))
    if not paths:
        raise InputError(f"cannot evaluate on {folder}: no gold/*.json in it; name a folder with gold/ and articles/")
    scored: list[Scored] = []
    unread: list[tuple[str, str]] = []
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf-8"))
        if only and not gold["id"].startswith(only):
            continue
        text = folder / gold["text_file"]
        article = article_of(text.as_posix(), text.read_bytes())
        facts: Iterable[Fact] = ()
        if isinstance(article, Article):
            facts = extract(article)
            found = [(table, row, fact.rule) for fact in facts for table, row in rows(article, fact)]
        else:
            unread.append((gold["id"], article.reason))
            found = []
        scored.append(score(gold, found))
    return Report(articles=tuple(scored), unread=tuple(unread))


def read_baseline(path: Path) -> dict[str, dict[str, float]]:
    """The figures of an earlier run. Raises InputError where the file holds none."""
    try:
        found: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
        return {kind: {name: float(value) for name, value in figures.items()} for kind, figures in found.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(f"cannot read the baseline {path}: {error}; write one with --write-baseline") from error


def score(gold: Row, found: Iterable[tuple[str, Row, str]]) -> Scored:
    """One article's labels against the rows found in it, given as (table, row, rule)."""
    aliases = _aliases(gold.get("aliases", {}))
    edges = [folded(span) for span in gold.get("borderline", [])]
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for table, row, rule in found:
        tables[table].append({**row, "rule": rule})
    tables["events"] = _one_an_event(tables["events"])
    figures: dict[str, Figures] = {}
    slots: dict[tuple[str, str], tuple[int, int]] = {}
    right: Counter[str] = Counter()
    wrong: list[tuple[str, Row]] = []
    missed: list[tuple[str, Row]] = []
    for kind, table in TABLE_OF.items():
        labels = [fact for fact in gold["facts"] if fact["type"] == kind]
        matches = _match(kind, labels, tables[table], aliases)
        required = [at for at, label in enumerate(labels) if not label.get("optional")]
        hits = {at: matches[at][1] for at in required if at in matches}
        matched = {row for row, _ in matches.values()}
        false = _false_finds([row for at, row in enumerate(tables[table]) if at not in matched], edges)
        right.update(tables[table][matches[at][0]]["rule"] for at in hits)
        wrong += [(kind, row) for row in false]
        missed += [(kind, labels[at]) for at in required if at not in hits]
        figures[kind] = Figures(
            labelled=len(required),
            found=len(hits) + len(false),
            hits=len(hits),
            strict=sum(all(agree.values()) for agree in hits.values()),
        )
        for agree in hits.values():
            for slot, same in agree.items():
                agreed, filled = slots.get((kind, slot), (0, 0))
                slots[kind, slot] = agreed + same, filled + 1
    return Scored(
        id=gold["id"],
        format=gold.get("format", ""),
        figures=figures,
        slots=slots,
        right=right,
        wrong_by_rule=Counter(str(row["rule"]) for _, row in wrong),
        missed=tuple(missed),
        wrong=tuple(wrong),
    )


def _aliases(groups: Mapping[str, Iterable[str]]) -> Aliases:
    aliases: dict[str, set[str]] = defaultdict(set)
    for name, others in groups.items():
        group = {folded(name), *map(folded, others)}
        for one in group:
            aliases[one] |= group
    return aliases


def _one_an_event(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events table has a row a host city: one row an event here, with all its cities."""
    events: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in rows:
        key = folded(row.get("event")), year(row.get("year") or row.get("start")), edition(row.get("edition"))
        event = events.setdefault(key, {**row, "cities": []})
        if row.get("city"):
            event["cities"].append(row["city"])
    return list(events.values())


def _match(
    kind: str, labels: list[Row], found: list[dict[str, Any]], aliases: Aliases
) -> dict[int, tuple[int, dict[str, bool]]]:
    """For each label that was found: the row, and its slots; best agreement first, each row once."""
    pairs = []
    for at, label in enumerate(labels):
        for of, row in enumerate(found):
            if KEYS[kind](label, row, aliases):
                agree = _slots(kind, label, row, aliases)
                pairs.append((len(agree) - sum(agree.values()), at, of, agree))
    matches: dict[int, tuple[int, dict[str, bool]]] = {}
    taken: set[int] = set()
    for _, at, of, agree in sorted(pairs, key=lambda pair: pair[:3]):
        if at not in matches and of not in taken:
            matches[at] = of, agree
            taken.add(of)
    return matches


def _false_finds(unmatched: list[dict[str, Any]], edges: list[str]) -> list[dict[str, Any]]:
    """Rows that nothing explains: not those in a borderline span, and a row said again only once."""
    false = []
    seen = set()
    for row in unmatched:
        quote = folded(row.get("quote"))
        again = tuple(folded(v) for k, v in sorted(row.items()) if k not in {"quote", "cities", "rule"})
        if (quote and any(quote in edge or edge in quote for edge in edges)) or again in seen:
            continue
        seen.add(again)
        false.append(row)
    return false


def _came_first(award: Row) -> bool:
    result = str(award.get("result") or "winner").lower()
    return result in {"winner", "won"} or (result == "ranked" and number(award.get("rank")) == 1)


def _award_key(label: Row, row: Row, aliases: Aliases) -> bool:
    titles = [row.get("award"), row.get("category"), f"{row.get('award') or ''} {row.get('category') or ''}"]
    named = any(alike(a, b, aliases) for a in (label["award"], label["category"]) if a for b in titles if b)
    recipients = (label["recipient"], label.get("alt_recipient"))
    to = any(alike(name, row.get("recipient"), aliases) for name in recipients if name)
    return named and to and _came_first(label) == _came_first(row)


def _event_key(label: Row, row: Row, aliases: Aliases) -> bool:
    one, other = year(label["year"]), year(row.get("year") or row.get("start"))
    return alike(label["event"], row.get("event"), aliases) and not (one and other and one != other)


def _role_key(label: Row, row: Row, aliases: Aliases) -> bool:
    whole = [f"{fact['role']} {fact.get('of') or ''}" for fact in (label, row)]
    same = alike(label["role"], row.get("role"), aliases, 0.4) or alike(whole[0], whole[1], aliases)
    return alike(label["person"], row.get("person"), aliases) and same


def _metric_key(label: Row, row: Row, aliases: Aliases) -> bool:
    measure = bool(words(label["measure"]) & words(row.get("measure")))
    same = measure or (
        alike(label["about"], row.get("about"), aliases) and alike(label["evidence"], row.get("quote"), aliases)
    )
    return same and same_number(label["value"], row.get("value"), label.get("value_max"))


def _place_key(label: Row, row: Row, aliases: Aliases) -> bool:
    same = place(label["place"]) == place(row.get("place")) or alike(label["place"], row.get("place"), aliases)
    return same and alike(label["city"], row.get("city"), aliases)


KEYS: dict[str, Callable[[Row, Row, Aliases], bool]] = {
    "award": _award_key,
    "event": _event_key,
    "role": _role_key,
    "metric": _metric_key,
    "located_in": _place_key,
}


def _slots(kind: str, label: Row, row: Row, aliases: Aliases) -> dict[str, bool]:
    """Whether the row agrees, for each slot beside the key that the label fills."""

    def name(slot: str, least: float = 0.5) -> bool:
        return alike(label[slot], row.get(slot), aliases, least)

    def cities() -> bool:
        return all(any(alike(city, found, aliases) for found in map(folded, row["cities"])) for city in label["city"])

    tests: dict[str, dict[str, Callable[[], bool]]] = {
        "award": {
            "award": lambda: name("award"),
            "category": lambda: name("category"),
            "year": lambda: year(label["year"]) == year(row.get("year")),
            "event": lambda: name("event"),
            "conferred_by": lambda: alike(label["conferred_by"], row.get("conferredBy"), aliases),
            "rank": lambda: number(label["rank"]) == number(row.get("rank")),
        },
        "event": {
            "edition": lambda: edition(label["edition"]) == edition(row.get("edition")),
            "city": cities,
            "year": lambda: year(label["year"]) == year(row.get("year") or row.get("start")),
            "start": lambda: label["start"] == (row.get("start") or "")[:10],
            "end": lambda: label["end"] == (row.get("end") or "")[:10],
            "organizer": lambda: name("organizer"),
        },
        "role": {"of": lambda: name("of", 0.4)},
        "metric": {
            "about": lambda: name("about"),
            "unit": lambda: unit(label["unit"]) == unit(row.get("unit")) or name("unit"),
            "approx": lambda: qualifier(label["approx"]) == qualifier(row.get("approx")),
            "asof": lambda: year(label["asof"]) == year(row.get("asOf")),
        },
        "located_in": {},
    }
    return {slot: same() for slot, same in tests[kind].items() if label[slot] not in (None, "", [])}
