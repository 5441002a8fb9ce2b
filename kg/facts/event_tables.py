"""Events in tables and in lists of fields.

Input: Document. Output: Reading, one a table row or one a list that says when and where an event is. A
table counts where its head names an event or edition column beside a city or date; a list where lines
such as "When:" and "Where:" follow a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.facts.event_clause import Clause, clause_of
from kg.facts.event_dates import When, when
from kg.facts.event_hosts import Reading
from kg.model import (
    Block,
    BlockKind,
    CityMention,
    DateMention,
    Document,
    Entity,
    HostingStatus,
    Kind,
    Mention,
    NameMention,
    PlaceMention,
    Sentence,
    Span,
)

_COLUMNS = {
    "event": re.compile(
        r"^(?:events?|conferences?|festivals?|shows?|fairs?|meetings?|name|exhibitions?|summits?|what|title|race"
        r"|tournaments?|congress\w*|competitions?|championships?|event name)$",
        re.IGNORECASE,
    ),
    "date": re.compile(r"^(?:dates?|when|days?|period)$", re.IGNORECASE),
    "year": re.compile(r"^(?:year|years)$", re.IGNORECASE),
    "city": re.compile(
        r"^(?:places?|city|cities|town|where|locations?|host(?: (?:city|cities))?|venues?|hosts)$", re.IGNORECASE
    ),
    "edition": re.compile(r"^(?:editions?|no\.?|number|#)$", re.IGNORECASE),
    "organizer": re.compile(r"^(?:(?:run|organi[sz]ed|hosted) by|organi[sz]ers?|promoters?|owner)$", re.IGNORECASE),
    "status": re.compile(r"^(?:status|news|change)$", re.IGNORECASE),
}
_FIELD = re.compile(
    r"^(?:(?P<date>when|dates?|date and time|schedule)|(?P<city>where|venue|location|place|city|host city)"
    r"|(?P<organizer>organi[sz]ers?|hosts?|hosted by|organi[sz]ed by))"
    r"\s*[:\t]\s*(?=\S)",
    re.IGNORECASE,
)
_LONGEST_NAME = 90  # characters of a line that may be an event's name


def rows(document: Document, series: NameMention | None) -> Iterator[Reading]:
    """The events that tables list; ``series`` names those of a table of years and cities."""
    columns: dict[str, int] = {}
    for block in document.article.blocks:
        if block.kind is not BlockKind.ROW:
            columns = {}
        elif block.header or not columns:
            columns = _columns(document, block)
        else:
            reading = _row(document, block, columns, series)
            if reading is not None:
                yield reading


def by_column(document: Document) -> Iterator[Reading]:
    """The editions in tables of years whose other columns are headed by events, with the hosts below."""
    heads: dict[int, NameMention] = {}
    year = 0
    for block in document.article.blocks:
        if block.kind is not BlockKind.ROW:
            heads = {}
        elif block.header or not heads:
            years = [i for i, cell in enumerate(block.cells) if _COLUMNS["year"].match(document.quote(cell).strip())]
            year = years[0] if years else 0
            heads = {i: event for i, cell in enumerate(block.cells) if years and (event := _fills(document, cell))}
        else:
            for index, event in heads.items():
                if max(index, year) < len(block.cells):
                    yield from _cell(document, block, event, index, year)


def _fills(document: Document, cell: Span) -> NameMention | None:
    """The event whose name is all that a cell holds."""
    words = document.quote(cell).strip()
    return next((m for m in document.within(cell, NameMention) if m.kind is Kind.EVENT and m.name == words), None)


def _cell(document: Document, block: Block, event: NameMention, index: int, year: int) -> Iterator[Reading]:
    cities = document.within(block.cells[index], CityMention)
    date = _date(document, block.cells[year])
    if cities and date:
        yield Reading(
            mention=None,
            event=Entity(kind=Kind.EVENT, name=event.name),
            rule="EVENT-61",
            evidence=(block.span,),
            city=tuple(city.entity for city in cities),
            when=date,
        )


def in_event_table(document: Document) -> frozenset[int]:
    """Where the rows of event tables start, so that they are not read as sentences."""
    found: set[int] = set()
    columns: dict[str, int] = {}
    for block in document.article.blocks:
        if block.kind is not BlockKind.ROW:
            columns = {}
        elif block.header or not columns:
            columns = _columns(document, block)
        else:
            found.add(block.span.start)
    return frozenset(found)


def _columns(document: Document, block: Block) -> dict[str, int]:
    """Which column holds what; empty where the head is not one of a table of events."""
    found: dict[str, int] = {}
    for index, cell in enumerate(block.cells):
        for what, pattern in _COLUMNS.items():
            if pattern.match(document.quote(cell).strip()):
                found.setdefault(what, index)
    if "city" in found and ({"year", "edition"} & found.keys() or ("event" in found and "date" in found)):
        return found
    return {}


def _row(document: Document, block: Block, columns: dict[str, int], series: NameMention | None) -> Reading | None:
    cells = {what: block.cells[i] for what, i in columns.items() if i < len(block.cells)}
    event = cells.get("event")
    name = document.quote(event).strip() if event else series.name if series else ""
    cities = document.within(cells["city"], CityMention) if "city" in cells else ()
    if not name or not cities:
        return None
    numbered = _NUMBERED.search(name)
    edition = document.quote(cells["edition"]).strip() if "edition" in cells else numbered[1] if numbered else None
    name = _NUMBERED.sub("", name) or name
    body = document.quote(cells["organizer"]).strip() if "organizer" in cells else ""
    date = next((d for d in (_date(document, cells.get(w)) for w in ("date", "year")) if d), When())
    status = _status(document.quote(cells.get("status", block.span)))
    if status is HostingStatus.CANCELLED:
        date = When(year=date.year)
    elif status is HostingStatus.POSTPONED and not date.start:
        date = When()
    return Reading(
        mention=None,
        event=Entity(kind=Kind.EVENT, name=name),
        rule="EVENT-61",
        evidence=(block.span,),
        city=tuple(city.entity for city in cities),
        edition=edition,
        when=date,
        organizer=Entity(kind=Kind.ORGANIZATION, name=body) if len(body) > 2 else None,
        status=status,
    )


_NUMBERED = re.compile(r" \(?(\d{1,3}(?:st|nd|rd|th))(?: edition)?\)?$")


def _status(words: str) -> HostingStatus | None:
    for pattern, status in _STATUS:
        if re.search(pattern, words, re.IGNORECASE):
            return status
    return None


_STATUS = (
    (r"cancel|called off|scrapped", HostingStatus.CANCELLED),
    (r"postpone|resched|delay|moved", HostingStatus.POSTPONED),
    (r"online|virtual", HostingStatus.ONLINE),
)


def _clause(document: Document, span: Span) -> Clause:
    mentions: list[Mention] = [m for m in document.mentions if span.covers(m.span)]
    block = Block(kind=BlockKind.PARAGRAPH, span=span)
    return clause_of(document, Sentence(span=span, block=block), tuple(mentions))


def _date(document: Document, span: Span | None) -> When:
    if span is None:
        return When()
    clause = _clause(document, span)
    return when(document, clause, clause.line, subject=True)


def fields(document: Document) -> Iterator[Reading]:
    """The events whose date and place stand in lines of their own below the name."""
    blocks = document.article.blocks
    for index, block in enumerate(blocks):
        below = _fields_below(document, blocks[index + 1 : index + 6])
        name = document.quote(block.span).strip()
        if "date" not in below or not _names_event(document, block, name):
            continue
        date = _date(document, below["date"])
        cities = _cities(document, below["city"]) if "city" in below else document.within(block.span, CityMention)
        if not cities:
            inside = _event_in(document, block)
            cities = tuple(
                m for m in document.all(CityMention) if inside and m.name.casefold() in inside.name.casefold()
            )[:1]
        yield Reading(
            mention=None,
            event=_event_of(document, block, name),
            rule="EVENT-05",
            evidence=(Span(start=block.span.start, end=max(s.end for s in below.values())),),
            city=tuple(city.entity for city in cities),
            edition=edition.edition if (edition := _event_in(document, block)) else None,
            when=date,
        )


_CUE = re.compile(
    r"\b(?:hosts?|hosted|host cit(?:y|ies)|editions?|past|previous|earlier|venues?|where|held|took place"
    r"|so far|future|next)\b",
    re.IGNORECASE,
)
_AWARD = re.compile(r"\b(?:award|winner|prize|title|capitals? of|champion|laureate)", re.IGNORECASE)


def listed_hosts(document: Document, series: NameMention | None) -> Iterator[Reading]:
    """The editions in a list of cities and years below a line that tells of an event or its hosts."""
    lead: Block | None = None
    run: list[Block] = []
    for block in (*document.article.blocks, None):
        if block is not None and _city_and_year(document, block):
            run.append(block)
            continue
        if lead is not None and len(run) > 1:
            yield from _run(document, lead, run, series)
        lead, run = block, []


def _city_and_year(document: Document, block: Block) -> bool:
    """True for a short line of cities and one year: "2008: Nanjing, China"."""
    if block.cells or block.span.end - block.span.start > _LONGEST_NAME:
        return False
    dates = document.within(block.span, DateMention)
    return len(dates) == 1 and bool(document.within(block.span, CityMention))


def _run(document: Document, lead: Block, run: Sequence[Block], series: NameMention | None) -> Iterator[Reading]:
    words = document.quote(lead.span)
    event = _event_in(document, lead) or (series if _CUE.search(words) else None)
    if event is None or _AWARD.search(words):
        return
    for block in run:
        own = _event_in(document, block)
        yield Reading(
            mention=None,
            event=Entity(kind=Kind.EVENT, name=(own or event).name),
            rule="EVENT-61",
            evidence=(block.span,),
            city=tuple(city.entity for city in document.within(block.span, CityMention)),
            when=_date(document, block.span),
        )


# "Meet Asia - Cebu, Philippines, 8-10 April 2025", "8-10 April: Meet Asia, Cebu"
_NAME_LEFT = re.compile(r"^[A-Z0-9À-Þ][^.;!?|]{3,80}$")
_SEPARATORS = " \t,;:|()[]•*·-–—/"


def calendar(document: Document) -> Iterator[Reading]:
    """The events that lines of a calendar list, each with its name, city and days; two such lines at least."""
    run: list[Reading] = []
    for block in (*document.article.blocks, None):
        reading = _entry(document, block) if block is not None else None
        if reading is not None:
            run.append(reading)
            continue
        if len(run) > 1:
            yield from run
        run = []


def _entry(document: Document, block: Block) -> Reading | None:
    """The event of a line that is nothing but a name, a city and days."""
    if block.kind is BlockKind.ROW or block.span.end - block.span.start > _LONGEST_ENTRY:
        return None
    cities, dates = document.within(block.span, CityMention), document.within(block.span, DateMention)
    if not cities or len(dates) != 1:
        return None
    places = [m.span for m in document.within(block.span, PlaceMention) if not m.adjective]
    first, last = cities[0].span.start, cities[-1].span.end
    position = block.span.start
    left = []
    for span in sorted((Span(start=first, end=last), dates[0].span, *(p for p in places if p.start >= last))):
        left.append(document.text[position : span.start].strip(_SEPARATORS))
        position = max(position, span.end)
    left.append(document.text[position : block.span.end].strip(_SEPARATORS))
    names = [piece for piece in left if piece]
    date = _date(document, dates[0].span)
    if len(names) != 1 or not date.start or not _NAME_LEFT.match(names[0]) or names[0].count(" ") > _LONGEST_WORDS:
        return None
    numbered = _ORDINAL_FIRST.match(names[0])
    return Reading(
        mention=None,
        event=Entity(kind=Kind.EVENT, name=names[0][numbered.end() :] if numbered else names[0]),
        rule="EVENT-61",
        evidence=(block.span,),
        city=tuple(city.entity for city in cities),
        edition=numbered[1] if numbered else None,
        when=date,
    )


_LONGEST_ENTRY = 140  # characters
_LONGEST_WORDS = 9
_ORDINAL_FIRST = re.compile(r"(\d{1,3}(?:st|nd|rd|th)) ")


def headed(document: Document) -> Iterator[Reading]:
    """The events whose days stand in a line of their own below the line with their name, the place beside them."""
    blocks = document.article.blocks
    for index, block in enumerate(blocks):
        event = _alone(document, block)
        if event is None:
            continue
        below: list[Block] = []
        for line in blocks[index + 1 : index + 1 + _LINES_BELOW]:
            if not _is_time_or_place(document, line):
                break
            below.append(line)
        dates = [date for line in below if (date := _date(document, line.span)).start]
        cities = [city for line in below for city in document.within(line.span, CityMention)][:1]
        if len(dates) == 1 and dates[0].end != dates[0].start and cities:
            yield Reading(
                mention=None,
                event=Entity(kind=Kind.EVENT, name=event.name),
                rule="EVENT-05",
                evidence=(Span(start=block.span.start, end=below[-1].span.end),),
                city=tuple(city.entity for city in cities),
                edition=event.edition,
                when=dates[0],
            )


_LINES_BELOW = 3


def _alone(document: Document, block: Block) -> NameMention | None:
    """The event whose name is all that a line holds, but for its year and number."""
    event = _event_in(document, block)
    if event is None or block.span.end - block.span.start > _LONGEST_NAME:
        return None
    words = document.quote(block.span).replace(document.quote(event.span), "")
    return event if _YEAR_OR_NUMBER.fullmatch(words) else None


_YEAR_OR_NUMBER = re.compile(r"\W*(?:(?:the )?\d{1,3}(?:st|nd|rd|th))?\W*(?:(?:19|20)\d\d)?\W*", re.IGNORECASE)


def _is_time_or_place(document: Document, block: Block) -> bool:
    """True of a line that holds nothing but dates, cities and countries."""
    if block.kind is BlockKind.ROW or block.span.end - block.span.start > _LONGEST_NAME:
        return False
    named = [m.span for kind in (DateMention, CityMention, PlaceMention) for m in document.within(block.span, kind)]
    left, position = "", block.span.start
    for span in sorted(named):
        left += document.text[position : max(position, span.start)]
        position = max(position, span.end)
    return bool(named) and not (left + document.text[position : block.span.end]).strip(_SEPARATORS)


def _fields_below(document: Document, blocks: Sequence[Block]) -> dict[str, Span]:
    """What the lines directly below a name say, by field."""
    found: dict[str, Span] = {}
    for block in blocks:
        match = _FIELD.match(document.quote(block.span))
        if match is None:
            break
        found.setdefault(match.lastgroup or "", Span(start=block.span.start + match.end(), end=block.span.end))
    return found


def _names_event(document: Document, block: Block, name: str) -> bool:
    return (
        len(name) <= _LONGEST_NAME
        and not _FIELD.match(name)
        and (_event_in(document, block) is not None or name.isupper())
    )


def _event_in(document: Document, block: Block) -> NameMention | None:
    events = [m for m in document.within(block.span, NameMention) if m.kind is Kind.EVENT]
    return events[0] if events else None


def _event_of(document: Document, block: Block, name: str) -> Entity:
    event = _event_in(document, block)
    return Entity(kind=Kind.EVENT, name=event.name if event else name)


def _cities(document: Document, span: Span) -> tuple[CityMention, ...]:
    return document.within(span, CityMention)[:1]
