"""Events told in ways that no pattern has: names, cities and years weighed by what stands around them.

Input: a document. Output: Hosting facts. Idea: every name, city and year is a candidate; learned classifiers say
whether an edition is told of there. What it lacks is taken from nearest by; what is not said stays empty.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kg import encoder
from kg.facts.event_dates import is_no_edition
from kg.facts.event_features import (
    Candidate,
    Story,
    candidates,
    features,
    hosts,
    story,
    year_features,
    years,
)
from kg.facts.event_meant import Meant
from kg.facts.event_patterns import HOPES, LOST
from kg.linear import Linear, linear
from kg.mentions.lexicon_words import words
from kg.mentions.units import DASHES, Unit, year_of
from kg.model import DateMention, Document, Entity, Hosting, Kind, NameMention, Period, Precision, Span

RULE = "EVENT-READ"

LEAST = 0.5
"""How sure the classifier has to be of an edition, from 0 to 1."""

LEAST_RULED = 0.3
"""How sure that a name is an event's where a rule tells an edition: on articles not seen, below it 5 of 34 were."""

LEAST_SERIES = 0.4
"""How sure of an event that other editions are told of."""

LEAST_ALONE = 0.7
"""How sure of an event beside whose name nothing else is told."""

LEAST_HOST = 0.55
"""How sure of a host city."""

LEAST_YEAR = 0.5
"""How sure of a year of which an edition is told."""

LEAST_NEAR = 0.4
"""How sure of the host city beside such a year."""


@dataclass(frozen=True)
class Read:
    """What the classifiers tell of a document: editions, and how sure they are of each name that it is an event's."""

    editions: list[Hosting]
    sure: dict[str, float]  # by the name with its case folded

    def doubts(self, edition: Hosting) -> bool:
        """True of what a rule tells without its days of a name that is hardly an event's wherever it stands."""
        if edition.start_date or edition.end_date:
            return False
        told = edition.event.name.casefold()
        shares = [share for name, share in self.sure.items() if name in told or told in name]
        return bool(shares) and max(shares) < LEAST_RULED


def read(document: Document, known: Collection[str] = ()) -> Read:
    """The editions of events that the classifiers are sure of; ``known``: events that rules have read, by name."""
    naming, hosting, dating = linear("event_name"), linear("event_host"), linear("event_year")
    if naming is None or hosting is None or dating is None:
        return Read([], {})
    about = story(document)
    found = [
        candidate
        for candidate in candidates(about, document.text)
        if not _is_plain_word(candidate.name) and not _POST_BEHIND.match(document.text, candidate.unit.end)
    ]
    scored = _scored(document, "event_name", naming, about, found)
    sure: dict[str, float] = {}
    for score, candidate in scored:
        name = candidate.name.casefold()
        sure[name] = max(score, sure.get(name, 0.0))
    return Read(list(_editions(document, about, scored, hosting, dating, known)), sure)


_POST_BEHIND = re.compile(  # "Eurobike Series Director Jane Doe"
    r" (?:[Pp]resident|[Dd]irector|[Cc]hief|[Cc]hair\w*|[Mm]anager|CEO|[Ss]pokes\w+)\b"
)


def _is_plain_word(name: str) -> bool:
    """True of one usual word in capitals that tells of no event: "General" of "12th General and Board Meeting"."""
    return name.lower() in _PLAIN_WORDS


_PLAIN_WORDS = words("common_words") - words("event_words") - words("event_nouns")


def _editions(
    document: Document,
    about: Story,
    scored: list[tuple[float, Candidate]],
    hosting: Linear,
    dating: Linear,
    known: Collection[str],
) -> Iterator[Hosting]:
    named = [(score, c) for score, c in scored if score >= LEAST]
    proper = {c.line for _, c in named if c.unit.kind != "W"}
    named = [(s, c) for s, c in named if c.unit.kind != "W" or c.line not in proper]  # "the book fair Letras do Mundo"
    likely = [c for score, c in scored if score >= LEAST_SERIES or c.name in known]
    if not likely:
        return
    cities = _scored(document, "event_host", hosting, about, hosts(about))
    meant = Meant(document, scored, likely)
    placed: dict[tuple[int, int], list[Unit]] = {}
    found: list[tuple[Candidate, Hosting | None]] = []
    for score, city in cities:
        if score < LEAST_HOST or _is_beaten(document, city.unit):
            continue
        event = meant.asked(city)
        here = [c for _, c in named if c.line == city.line and (event is None or _same(c, event))]
        if here:
            nearest = min(here, key=lambda c: abs(c.index - city.index))
            placed.setdefault((nearest.line, nearest.index), []).append(city.unit)
        else:
            found.append((city, _edition(document, about, event or meant.last(city), city, [city.unit])))
    for score, c in named:
        edition = _edition(document, about, c, c, placed.get((c.line, c.index), []), alone=score >= LEAST_ALONE)
        found.append((c, edition))
    told = {(at.line, edition.year) for at, edition in found if edition}
    sure = {(c.line, c.index): score for score, c in (*scored, *cities)}
    for year in years(about):
        known_there = (year.line, year_of(year.unit)) in told
        dateline = year.index < _behind_dateline(document, about.lines[year.line].units)
        if dateline or known_there or is_no_edition(document, year.unit.start):
            continue
        if dating.sure(year_features(year, about, sure)) < LEAST_YEAR:
            continue
        beside = _host_beside(about, year, [c for score, c in cities if score >= LEAST_NEAR and c.line == year.line])
        event = meant.asked(year) or meant.last(year)
        found.append((year, _edition(document, about, event, year, beside)))
    yield from (edition for _, edition in found if edition)


def _same(one: Candidate, other: Candidate) -> bool:
    return one.name.casefold() == other.name.casefold()


def is_only_named(edition: Hosting) -> bool:
    """True of an edition that was read of which neither where nor when it was held is told."""
    told = edition.city or edition.year or edition.start_date or edition.edition
    return edition.rule == RULE and not told


_BEATEN = re.compile(
    r"\b(?:edg(?:e[sd]?|ing) out|beat(?:s|en|ing)?|defeat(?:s|ed|ing)|saw off|ahead of)"
    r"(?: (?:the|[a-z-]+|[A-Z][\w-]+,?| and|city of)){0,7} $"
)


def _is_beaten(document: Document, city: Unit) -> bool:
    """True of a city that lost the bid or only hopes: "edging out Paris and Perth", "Perth may host it"."""
    lost = LOST.match(document.text, city.end) or HOPES.match(document.text, city.end)
    return lost is not None or _BEATEN.search(document.text, max(0, city.start - 80), city.start) is not None


def _scored(
    document: Document, question: str, weights: Linear, about: Story, found: Iterable[Candidate]
) -> list[tuple[float, Candidate]]:
    """Candidates with how sure classifier and encoder are of each."""
    listed = list(found)
    shares = [weights.sure(features(candidate, about)) for candidate in listed]
    places = [candidate.unit.place for candidate in listed]
    joint = encoder.sure(document, question, shares, places)
    # The encoder takes a body beside "held" or "congress" for the event: it may doubt that one, not bring it up.
    return [
        (min(share, both) if candidate.unit.kind == "O" else both, candidate)
        for share, both, candidate in zip(shares, joint, listed, strict=True)
    ]


def _host_beside(about: Story, year: Candidate, cities: list[Candidate]) -> list[Unit]:
    """The city nearest to a year, unless another year or a semicolon parts them."""
    near = min(cities, key=lambda c: abs(c.index - year.index), default=None)
    return [near.unit] if near and not _parted(about, near, year) else []


def _parted(about: Story, one: Candidate, other: Candidate) -> bool:
    """True where another year or a semicolon stands between two units of a line."""
    first, last = sorted((one.index, other.index))
    between = about.lines[one.line].units[first + 1 : last]
    return any(u.low == ";" or year_of(u) is not None for u in between)


def _edition(
    document: Document, about: Story, event: Candidate, at: Candidate, cities: list[Unit], *, alone: bool = False
) -> Hosting | None:
    """The edition of an event that is told of at a place of the text; ``alone``: even where only its name stands."""
    row = about.lines[at.line].units
    start, end, year = _days(document, row, at.index) if year_of(at.unit) is None else _period(at.unit)
    own, edition = _own_year(row, at) or _year_in(row, event, at), _own_edition(row, at)
    if own:
        if year != own:
            start = end = None
        year = own
    if event is not at and year is None:
        return None  # an edition without a name of its own needs a year
    said = cities or start or own or edition or at.unit.kind in "YN"
    if not (said or alone):
        return None  # nothing is told of it but its name
    if said and year is None and edition is None and document.anchor:
        year = document.anchor.year
    entities = dict.fromkeys(e for u in cities if isinstance(e := getattr(u.mention, "entity", None), Entity))
    return Hosting(
        evidence=(_around(row, at.index),),
        rule=RULE,
        event=Entity(kind=Kind.EVENT, name=re.sub(r"^(?:19|20)\d\d\s+|\s+(?:19|20)\d\d$", "", event.name)),
        city=tuple(entities),
        edition=edition,
        year=year,
        start_date=start,
        end_date=end,
    )


_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(
    r"\d{1,3}(?:st|nd|rd|th)$|(?:inaugural|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$"
)


def _own_year(row: list[Unit], at: Candidate) -> int | None:
    """The year in a name or right beside it: "the 2021 Stampede", "gamescom 2023"."""
    mention = at.unit.mention
    if isinstance(mention, NameMention) and mention.year:
        return mention.year
    if at.unit.kind == "C":
        return None
    beside = [row[k].low for k in (at.index - 1, at.index + 1) if 0 <= k < len(row)]
    told = next(
        (word for word in (*at.name.split()[:1], *at.name.split()[-1:], *beside) if _YEAR.fullmatch(word)), None
    )
    return int(told) if told else None


def _year_in(row: list[Unit], event: Candidate, at: Candidate) -> int | None:
    """The year that the sentence gives the event or its edition: "the 2025 World Games", "their 2025 edition"."""
    if event is not at and event.line == at.line:
        return _own_year(row, event)
    behind = (row[k].low for k in range(len(row) - 1) if row[k + 1].low == "edition")
    return next((int(word) for word in behind if _YEAR.fullmatch(word)), None)


def _own_edition(row: list[Unit], at: Candidate) -> str | None:
    """The number of an edition before its name: "the 188th Oktoberfest"."""
    mention = at.unit.mention
    if isinstance(mention, NameMention) and mention.edition:
        return mention.edition
    before = row[at.index - 1].low if at.index and at.unit.kind != "C" else ""
    return before if _ORDINAL.match(before) else None


def _nearest_date(document: Document, row: list[Unit], i: int) -> Unit | None:
    first = _behind_dateline(document, row)
    found = [(abs(k - i) + (k < i) * 3, k) for k in range(first, len(row)) if row[k].kind == "Y" and abs(k - i) < 12]
    own = [(far, k) for far, k in found if not _leads_on(row, i, k)] if row[i].kind == "C" else []
    return row[min(own or found)[1]] if found else None


def _leads_on(row: list[Unit], i: int, k: int) -> bool:
    """True of a date behind a city that belongs to the next: "in 2020 in Bergen, in 2021 in Lund"."""
    behind = [unit.kind for unit in row[k + 1 : k + 3]]
    return i < k and any(unit.low in {",", ";", "and"} for unit in row[i + 1 : k]) and "C" in behind


def _behind_dateline(document: Document, row: list[Unit]) -> int:
    """Where a sentence begins behind the city and day that its article is filed from: "LIMA, 3 June 2019 - "."""
    city = document.dateline_city
    if city is None or row[0].start != city.span.start:
        return 0
    return next((k + 1 for k, unit in enumerate(row[:_DATELINE]) if unit.low in DASHES), 0)


_DATELINE = 10  # units


def _days(document: Document, row: list[Unit], i: int) -> tuple[datetime.date | None, datetime.date | None, int | None]:
    """First and last day where the nearest date has days, and its year."""
    unit = _nearest_date(document, row, i)
    return (None, None, None) if unit is None or is_no_edition(document, unit.start) else _period(unit)


def _period(unit: Unit) -> tuple[datetime.date | None, datetime.date | None, int | None]:
    if not isinstance(unit.mention, DateMention):
        return None, None, year_of(unit)
    period: Period = unit.mention.period
    days = period.precision in {Precision.DAY, Precision.SPAN} and (period.end - period.start).days < 60
    if days and period.end > period.start:
        return period.start, period.end, period.year
    return None, None, period.year


def _around(row: list[Unit], i: int) -> Span:
    return Span(start=row[max(0, i - 10)].start, end=row[min(len(row) - 1, i + 10)].end)
