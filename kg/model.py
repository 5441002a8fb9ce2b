"""The values that travel from an article to a graph: spans, mentions, entities and facts.

Every stage takes values of this module in and gives values of this module out. They are
frozen; offsets are half-open and count characters of ``Article.text``.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, TypeVar

Year = Annotated[int, "xsd:gYear"]


@dataclass(frozen=True, kw_only=True, order=True)
class Span:
    """A half-open range of characters of ``Article.text``."""

    start: int
    end: int

    @property
    def place(self) -> tuple[int, int]:
        """The first character and the one after the last."""
        return self.start, self.end

    def of(self, text: str) -> str:
        """The characters of ``text`` in this span."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """True where ``other`` lies wholly inside this span (or is equal to it)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True where the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    """What a block of an article is on the page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # an item of a list
    ROW = "row"  # a row of a table; its cells are joined by one tab in Article.text
    CAPTION = "caption"


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph, heading, list item or table row of an article; sentences never cross blocks."""

    kind: BlockKind
    span: Span
    cells: tuple[Span, ...] = ()  # ROW only: one span a cell, in column order
    header: bool = False  # ROW only: the row holds the column heads


@dataclass(frozen=True, kw_only=True)
class Article:
    """One piece of news, as it was read: nothing of menus, tickers and footers is in ``text``."""

    source: str  # the path or URL it was read from, as given
    title: str
    text: str  # blocks joined by "\n"; the headline is the first block where there is one
    published: datetime.date | None
    language: str  # ISO 639-1
    sha256: str  # of the bytes it came from, 64 hexadecimal digits
    blocks: tuple[Block, ...]
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """An input that gave no article, and why; ``reason`` is a phrase for the build summary."""

    source: str
    reason: str


class Precision(StrEnum):
    """How precisely a text states a time."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    SPAN = "span"  # any other interval: a season, a range of days, months or years


@dataclass(frozen=True, kw_only=True, order=True)
class Period:
    """A time as precise as the text states it: first day and last day, both included."""

    start: datetime.date
    end: datetime.date
    precision: Precision = field(compare=False, default=Precision.DAY)

    @property
    def year(self) -> int | None:
        """The calendar year, where the period lies within one."""
        return self.start.year if self.start.year == self.end.year else None

    @property
    def iso(self) -> str:
        """``2020``, ``2020-11`` or ``2020-11-17``: ISO 8601, no more precise than the text.

        A quarter, half or other span is given as the longest of these that holds it, or as
        ``start/end`` (ISO 8601 interval) where no year does.
        """
        if self.precision is Precision.DAY:
            return self.start.isoformat()
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{self.start:%Y-%m}"
        if self.start.year == self.end.year:
            return f"{self.start.year:04d}"
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


class Kind(StrEnum):
    """What an entity is; the value is its class in the ontology."""

    CITY = "City"
    PLACE = "Place"  # a country, region, state, province, continent
    PERSON = "Person"
    ORGANIZATION = "Organization"
    AWARD = "Award"
    AWARD_CATEGORY = "AwardCategory"
    EVENT = "Event"
    EVENT_SERIES = "EventSeries"
    METRIC = "Metric"
    THING = "Thing"  # named, of none of the kinds above: a project, a building, a line


@dataclass(frozen=True, kw_only=True, order=True)
class Entity:
    """Something that has a name.

    ``resolve`` fills ``key``; the fact rules leave it empty but for cities that the gazetteer
    knows (``geonames:1796236``).
    """

    kind: Kind
    name: str
    key: str = ""
    aliases: tuple[str, ...] = field(default=(), compare=False, repr=False)  # short forms that the article explains


# -- mentions: what stands where in the text ------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A stretch of the text that was read as something."""

    span: Span


@dataclass(frozen=True, kw_only=True)
class CityMention(Mention):
    """A city named in the text."""

    name: str  # as the article calls it
    geonames_id: int | None  # None: known from context only ("the town of X")
    country: str | None  # ISO 3166-1 alpha-2
    region: str | None  # first-order division, by name
    population: int = 0

    @property
    def entity(self) -> Entity:
        """The city as an entity; its key is the GeoNames id where there is one."""
        key = f"geonames:{self.geonames_id}" if self.geonames_id else ""
        return Entity(kind=Kind.CITY, name=self.name, key=key)


@dataclass(frozen=True, kw_only=True)
class PlaceMention(Mention):
    """A country, state, province, region or continent named in the text."""

    name: str
    country: str | None  # ISO 3166-1 alpha-2 of the country it is or lies in
    level: str  # "continent", "country", "region"
    adjective: bool = False  # "Chinese", "Californian": the place is meant, not named

    @property
    def entity(self) -> Entity:
        """The place as an entity."""
        return Entity(kind=Kind.PLACE, name=self.name)


@dataclass(frozen=True, kw_only=True)
class PersonMention(Mention):
    """A person named in the text; honorifics stand outside the span."""

    name: str  # the full name where the article gives it ("Wu" -> "Wu Qing")

    @property
    def entity(self) -> Entity:
        """The person as an entity."""
        return Entity(kind=Kind.PERSON, name=self.name)


@dataclass(frozen=True, kw_only=True)
class NameMention(Mention):
    """An award, event, organisation or other thing with a proper name."""

    name: str  # the long form where the article gives one ("SCEWC" -> "Smart City Expo World Congress")
    kind: Kind
    year: int | None = None  # "European Green Capital 2022", "the 2020 World Congress"
    edition: str | None = None  # "10th", "VI", "third": as written

    @property
    def entity(self) -> Entity:
        """The named thing as an entity."""
        return Entity(kind=self.kind, name=self.name)


@dataclass(frozen=True, kw_only=True)
class DateMention(Mention):
    """A time named in the text, resolved against the article's own date."""

    period: Period
    relative: bool = False  # it was counted from the article's date ("last year", "Tuesday")


class Qualifier(StrEnum):
    """How exact a number is said to be."""

    MORE_THAN = "more than"
    ABOUT = "about"
    NEARLY = "nearly"
    LESS_THAN = "less than"
    UP_TO = "up to"


@dataclass(frozen=True, kw_only=True)
class QuantityMention(Mention):
    """A number with what the text says about it; ordinals, years and "5G" are none.

    ``span`` covers qualifier, currency, number, scale word and unit, not the noun counted.
    """

    value: Decimal
    value_max: Decimal | None = None  # of a range
    unit: str | None = None  # as in the public table: "%", "km", "m2", "t", "EUR", "USD", …
    qualifier: Qualifier | None = None


# -- facts: one class a kind; class and field names are the names in the ontology -------------


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A statement read in an article. ``evidence`` has at least one span, the best quote first."""

    evidence: tuple[Span, ...]
    rule: str  # the rule that found it: "AWARD-08"


class Result(StrEnum):
    """How a recipient came out of an award or ranking."""

    WINNER = "winner"
    RUNNER_UP = "runner-up"
    FINALIST = "finalist"
    SPECIAL_MENTION = "special mention"
    RANKED = "ranked"
    NOMINEE = "nominee"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class AwardConferral(Fact):
    """That somebody was given, or was considered for, an award, title or rank."""

    recipient: Entity
    award: Entity
    category: Entity | None = None
    year: Year | None = None  # of the title or edition, not of the news
    event: Entity | None = None
    conferred_by: Entity | None = None
    result: Result = Result.WINNER
    rank: int | None = None


class HostingStatus(StrEnum):
    """Whether an event is held as planned."""

    HELD = "held"
    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    ONLINE = "online"


@dataclass(frozen=True, kw_only=True)
class Hosting(Fact):
    """That an event (one edition of it) is held, in some city or cities, at some time."""

    event: Entity  # by its name without year and edition
    city: tuple[Entity, ...] = ()
    edition: str | None = None  # as written: "173rd", "2030", "VI"
    year: Year | None = None
    start_date: datetime.date | None = None  # only where day, month and year are known
    end_date: datetime.date | None = None
    organizer: Entity | None = None
    status: HostingStatus | None = None


@dataclass(frozen=True, kw_only=True)
class Recurrence(Fact):
    """That an event series is held again and again: "every November since 2011 in Barcelona"."""

    series: Entity
    city: tuple[Entity, ...] = ()
    since: Year | None = None
    month: int | None = None  # 1 to 12
    frequency: str | None = None  # "annual", "biennial", …


class TenureStatus(StrEnum):
    """Where in time a tenure stands, seen from the article."""

    CURRENT = "current"
    FORMER = "former"
    INCOMING = "incoming"


@dataclass(frozen=True, kw_only=True)
class Tenure(Fact):
    """That a person holds, held or will hold a post."""

    person: Entity
    role: str  # as written, without "former", "new", "-elect"; with "acting", "interim", "deputy"
    of: Entity | None = None  # the city, organisation, country or event
    start_date: Period | None = None
    end_date: Period | None = None
    status: TenureStatus = TenureStatus.CURRENT


class Modality(StrEnum):
    """Whether a figure was measured or is meant to come."""

    ACTUAL = "actual"
    PLANNED = "planned"
    TARGET = "target"
    FORECAST = "forecast"


@dataclass(frozen=True, kw_only=True)
class Observation(Fact):
    """That a metric had, or is to have, a value."""

    about: Entity
    metric: Entity  # kind METRIC: what is counted or measured, as the article puts it
    value: Decimal
    value_max: Decimal | None = None  # of a range
    unit: str | None = None
    as_of: Period | None = None
    qualifier: Qualifier | None = None
    modality: Modality = Modality.ACTUAL
    change: bool = False  # the value is a difference, a fall negative


@dataclass(frozen=True, kw_only=True)
class Location(Fact):
    """That a city lies in a country, state or region."""

    city: Entity
    place: Entity


# -- a document: an article with what was read in it ------------------------------------------

M = TypeVar("M", bound=Mention)


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence, table row or heading; ``block`` is the block of the article it stands in."""

    span: Span
    block: Block


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article, its sentences, and the mentions found so far, in order of the text."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...] = ()
    anchor: datetime.date | None = None  # relative dates count from here: dateline, else publication
    dateline_city: CityMention | None = None

    @property
    def text(self) -> str:
        """The text that all spans refer to."""
        return self.article.text

    @cached_property
    def _by_type(self) -> dict[type[Mention], tuple[Mention, ...]]:
        found: dict[type[Mention], list[Mention]] = {}
        for mention in sorted(self.mentions, key=lambda m: (m.span.start, -m.span.end)):
            found.setdefault(type(mention), []).append(mention)
        return {kind: tuple(mentions) for kind, mentions in found.items()}

    @cached_property
    def _starts(self) -> dict[type[Mention], list[int]]:
        return {kind: [m.span.start for m in mentions] for kind, mentions in self._by_type.items()}

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    def all(self, kind: type[M]) -> tuple[M, ...]:
        """All mentions of one class, in order of the text."""
        return self._by_type.get(kind, ())  # type: ignore[return-value]  # keyed by class

    def within(self, span: Span, kind: type[M]) -> tuple[M, ...]:
        """The mentions of one class that lie wholly inside ``span``, in order of the text."""
        starts = self._starts.get(kind, [])
        inside = self.all(kind)[bisect_left(starts, span.start) : bisect_right(starts, span.end)]
        return tuple(m for m in inside if span.covers(m.span))

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the character at ``offset``; None between sentences."""
        index = bisect_right(self._sentence_starts, offset) - 1
        if index >= 0 and offset < self.sentences[index].span.end:
            return self.sentences[index]
        return None

    def quote(self, span: Span) -> str:
        """The words of ``span``."""
        return span.of(self.text)


def ordered(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts in order of their first evidence, then class, then value: the same for any input order."""
    return tuple(ranked(facts, lambda fact: (fact.evidence[0], type(fact).__name__)))


def ranked(facts: Iterable[Fact], rank: Callable[[Fact], Any]) -> Iterator[Fact]:
    """Facts in order of their rank; those of one rank by their value, which is slow to spell out."""
    of_rank: dict[Any, list[Fact]] = {}
    for fact in facts:
        of_rank.setdefault(rank(fact), []).append(fact)
    for _, equal in sorted(of_rank.items()):
        yield from sorted(equal, key=repr) if len(equal) > 1 else equal
