"""Facts about events: that one is held, where, when and by whom; and that a series comes again and again.

Input: Document. Output: Hosting and Recurrence. Each sentence that names an event gives readings; those
of one edition are joined, the sentence that says most standing first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.facts import event_reader, event_slots
from kg.facts.event_called import LONGEST_SENTENCE
from kg.facts.event_clause import Clause, clause_of, letter
from kg.facts.event_dates import When
from kg.facts.event_hosts import Reading, city_in_name, readings, stays_at_home
from kg.facts.event_names import described_cities, extra_events
from kg.facts.event_organizers import MENTIONED, organizer_in, organizer_of_name
from kg.facts.event_series import TRIGGER, editions, listed, recurrence
from kg.facts.event_tables import by_column, calendar, fields, headed, in_event_table, listed_hosts, rows
from kg.mentions.places import main_city
from kg.model import (
    Block,
    CityMention,
    DateMention,
    Document,
    Entity,
    Fact,
    Hosting,
    HostingStatus,
    Kind,
    Mention,
    NameMention,
    PersonMention,
    Precision,
    Recurrence,
    Span,
)


def find(document: Document) -> Iterator[Fact]:
    """The editions of events that the document places in a city or in time, in no particular order."""
    found = list(_found(document))
    yield from (fact for fact in found if not isinstance(fact, Hosting))
    told = [fact for fact in found if isinstance(fact, Hosting)]
    named = {(fact.event, fact.evidence) for fact in told if event_reader.is_only_named(fact)}
    for fact in event_slots.filled(document, told):
        if (fact.event, fact.evidence) in named and (
            event_reader.is_only_named(fact) or _has_anothers_year(fact, told)
        ):
            continue
        yield fact if fact.city else _in_its_city(document, fact)


def _has_anothers_year(fact: Hosting, told: list[Hosting]) -> bool:
    """True of a year that its own passage gives to another event."""
    here = (other for other in told if other.event != fact.event and other.evidence[0].overlaps(fact.evidence[0]))
    return any(other.year == fact.year for other in here)


def _in_its_city(document: Document, fact: Hosting) -> Hosting:
    """The edition with the city of its name: the Berlin Marathon is run in Berlin, unless the text says otherwise."""
    if fact.status is HostingStatus.ONLINE or not stays_at_home(fact.event.name):
        return fact
    city = city_in_name(document, fact.event.name)
    return replace(fact, city=(city.entity,)) if city else fact


def _found(document: Document) -> Iterator[Fact]:
    """The same, each without the city of its name."""
    ruled = list(_ruled(document))
    reader = event_reader.read(document, {fact.event.name for fact in ruled if isinstance(fact, Hosting)})
    ruled = [fact for fact in ruled if not (isinstance(fact, Hosting) and reader.doubts(fact))]
    yield from ruled
    told = [fact for fact in ruled if isinstance(fact, Hosting)]
    again = {document.sentence_at(f.evidence[0].start) for f in ruled if isinstance(f, Recurrence)}
    media = _media(document)
    meetings = {edition.organizer.name: edition for edition in told if edition.organizer}
    for fact in (_as_meeting(edition, meetings) for edition in reader.editions):
        sentence = document.sentence_at(fact.evidence[-1].start)
        known = fact.event.name in media or sentence in again or _BARE.fullmatch(fact.event.name) is not None
        if fact.event.name.islower():  # "the book fair X": the event has a name, and a rule has read it
            known = known or any(document.sentence_at(other.evidence[0].start) == sentence for other in told)
        here = [other for other in told if document.sentence_at(other.evidence[0].start) == sentence]
        known = known or _has_years_apart(fact, here) or (_is_dated(fact, here) and not _tells_year(document, fact))
        if not known and not any(_one_edition(other, fact) for other in told):
            told.append(fact)
            yield fact


def _as_meeting(edition: Hosting, meetings: Mapping[str, Hosting]) -> Hosting:
    """The edition; one that has a body's name where its congress is told is one of the congress."""
    told = meetings.get(edition.event.name)
    return replace(edition, event=told.event, organizer=told.organizer) if told else edition


def _tells_year(document: Document, fact: Hosting) -> bool:
    """True where the sentence gives the year of an edition; else that of the article was taken."""
    sentence = document.sentence_at(fact.evidence[-1].start)
    dates = document.within(sentence.span, DateMention) if sentence else ()
    return fact.year is None or any(not date.relative and date.period.year == fact.year for date in dates)


def _is_dated(fact: Hosting, here: list[Hosting]) -> bool:
    """True where one fact of its sentence has the year of that event and city, or of an event without another city."""
    return any(o.year and o.event == fact.event and (not fact.city or set(fact.city) <= set(o.city)) for o in here)


def _has_years_apart(fact: Hosting, here: list[Hosting]) -> bool:
    """True where a sentence gives the event another year, and this one to another: "A in 2021 and B in 2022"."""
    own = any(o.event == fact.event and o.city == fact.city and o.year not in {None, fact.year} for o in here)
    return own and any(o.event != fact.event and o.year == fact.year for o in here)


def _one_edition(one: Hosting, other: Hosting) -> bool:
    """True where two facts may tell of one edition: names with a word in common, years that agree."""
    words = [_title_words(fact.event.name) for fact in (one, other)]
    if not words[0] & words[1] and not (
        _HEAD_WORDS & set(one.event.name.casefold().split()) & set(other.event.name.casefold().split())
    ):
        return False
    if one.year and other.year:
        return one.year == other.year
    return True


_HEAD_WORDS = frozenset("conference congress summit festival forum expo games fair".split())


def _title_words(name: str) -> frozenset[str]:
    return (
        frozenset(re.findall(r"\w+", name.casefold()))
        - _HEAD_WORDS
        - {"the", "of", "on", "in", "for", "and", "a", "world", "international"}
    )


def _ruled(document: Document) -> Iterator[Fact]:
    """What constructions tell of events."""
    document = _with_extra_events(document)
    if not any(letter(m) == "E" for m in document.all(NameMention)):
        yield from _hostings(document, calendar(document))
        return
    topic = document.dateline_city or main_city(document)
    main = _main_event(document)
    reader = _Passage(document=document, topic=topic, main=None if _is_of_an_award(document, main) else main)
    found = [
        *fields(document),
        *headed(document),
        *rows(document, main),
        *by_column(document),
        *listed_hosts(document, reader.main),
        *calendar(document),
    ]
    tables = in_event_table(document)
    for clause in clauses(document):
        if clause.sentence.span.start not in tables:
            series = recurrence(clause)
            if series is not None:
                yield series
            if series is None or len(clause.events) > 1 or not series.city:
                found += [r for r in reader.read(clause) if series is None or not r.assumed]
    yield from _hostings(document, found)


def _is_price(document: Document, mention: Mention) -> bool:
    """True for "ABC1" of "ABC1,829.80", which looks like the code of an event."""
    behind = document.text[mention.span.end : mention.span.end + 2]
    return letter(mention) == "E" and behind[:1] in {",", "."} and behind[1:].isdigit()


def _is_bare(mention: Mention) -> bool:
    """True for "International conference", which is no name."""
    return isinstance(mention, NameMention) and _BARE.fullmatch(mention.name) is not None


_BARE = re.compile(
    r"(?:International|National|Regional|Annual|Global) (?:conference|congress|meeting|event|festival|fair|forum|"
    r"summit)"
)


@dataclass(kw_only=True)
class _Passage:
    """What a reader has in mind between one sentence and the next: the series, and the city last named."""

    document: Document
    topic: CityMention | None
    main: NameMention | None
    city: CityMention | None = None  # what "it" means
    near: CityMention | None = None  # the city last named in this block
    block: Block | None = None
    label: tuple[CityMention, Block] | None = None  # the city that a paragraph stands under
    last: tuple[NameMention, Block] | None = None  # the event named last, and where

    def read(self, clause: Clause) -> list[Reading]:
        """What a sentence says of events, named or meant."""
        found = []
        block = clause.sentence.block
        if block != self.block:
            self.block, self.near = block, None
        if clause.cities and _LABEL.match(f"{clause.line} "):
            self.label = clause.cities[0], block
        topic = self.label[0] if self.label and self.label[1] == block else self.topic
        for reading in readings(self.document, clause, topic, self.near):
            if _DESCRIBED.search(clause.line) and reading.mention != clause.events[0]:
                continue
            if reading.mention and reading.event.name[0].islower() and _is_apposed(clause, reading.mention):
                continue
            organizer = organizer_in(self.document, clause, reading.mention) if reading.mention else None
            found.append(replace(reading, organizer=organizer))
        told = [reading for reading in found if reading.city and not reading.assumed]
        named = (clause.events[0] if _DESCRIBED.search(clause.line) else clause.events[-1]) if clause.events else None
        of = named or (self.last[0] if self.last and self.last[1] == block else self.main)
        if of is not None and not told and TRIGGER.search(clause.line):
            found += editions(self.document, clause, of, self.city) or listed(self.document, clause, of)
        elif of is not None and told and clause.events:
            pairs = listed(self.document, clause, of)
            found = [r for r in found if r.assumed or r.when.start or not _cities(r) & _cities(*pairs)]
            told = [reading for reading in found if reading.city and not reading.assumed]
            more = (*pairs, *editions(self.document, clause, of, None))
            found += [r for r in more if not _cities(r) & _cities(*told)]
        if of is not None and not clause.events and MENTIONED.search(clause.line):
            organizer = organizer_in(self.document, clause, None)
            if organizer:
                found.append(
                    Reading(
                        mention=None,
                        event=Entity(kind=Kind.EVENT, name=of.name),
                        rule="EVENT-72",
                        evidence=(clause.sentence.span,),
                        organizer=organizer,
                    )
                )
        if named:
            self.last = named, block
        self.city = clause.cities[-1] if clause.cities else self.city
        self.near = clause.cities[-1] if clause.cities else self.near
        return found


# "Swakopmund. The Fog Run starts on Saturday": a paragraph under the name of its city.
_LABEL = re.compile(r"^(?:[*•–-] ?)?<C\d+> ?(?:[.:|]|--|–|—|-) ")
# "Velo-city is the Federation's annual summit": one event under two names.
_DESCRIBED = re.compile(r"<E\d+> (?:is|was) [^;<]{0,40}(?:<O\d+>['’]s? [^;<]{0,30})?<E\d+>")
# "the Quay conference, the largest summit of the Federation": what a name is said to be.
_APPOSED = re.compile(r"<E\d+>(?: \([^()]*\))?, (?:the|an?|one of the|its|their) (?:[\w’'-]+ ){0,4}$")


def _is_apposed(clause: Clause, mention: NameMention) -> bool:
    """True of a description that stands behind the name of its event."""
    return _APPOSED.search(clause.line[: clause.line.find(clause.sign(mention))]) is not None


def _cities(*readings_: Reading) -> set[str]:
    return {city.name for reading in readings_ for city in reading.city}


def _main_event(document: Document) -> NameMention | None:
    """The event named most often; of several the first."""
    events = [m for m in document.all(NameMention) if letter(m) == "E" and not m.name.islower()]
    count = Counter(event.name for event in events)
    return max(events, key=lambda event: count[event.name], default=None)


def _is_of_an_award(document: Document, event: NameMention | None) -> bool:
    """True where an award is named more often: lists of cities and years are then of those who had it."""
    count = Counter(mention.name for mention in document.all(NameMention) if mention.kind is Kind.AWARD)
    of_event = sum(mention.name == event.name for mention in document.all(NameMention)) if event else 0
    return max(count.values(), default=0) > of_event


def _with_extra_events(document: Document) -> Document:
    extra = extra_events(document)
    starts = [event.span.start for event in extra]

    media = _media(document)

    def stays(mention: Mention) -> bool:
        if isinstance(mention, NameMention) and mention.name in media:
            return False
        index = bisect_left(starts, mention.span.start)
        named = isinstance(mention, NameMention | PersonMention)
        replaced = named and index < len(extra) and mention.span.covers(extra[index].span)
        return not replaced and not _is_price(document, mention) and not _is_bare(mention)

    kept = [m for m in document.mentions if stays(m)]
    extra = tuple(m for m in extra if m.name not in media)
    mentions = sorted((*kept, *extra, *described_cities(document)), key=lambda m: (m.span.start, -m.span.end))
    return replace(document, mentions=tuple(mentions))


def _media(document: Document) -> frozenset[str]:
    """Names like an event's that are a publication's: a line of their own with the date, "told Waste Week"."""
    found = set()
    for mention in document.all(NameMention):
        if letter(mention) == "E":
            line = document.text[mention.span.end : mention.span.end + 60].partition("\n")[0]
            before = document.text[max(0, mention.span.start - 30) : mention.span.start]
            starts = not before or before.endswith("\n")
            dates = document.within(Span(start=mention.span.end, end=mention.span.end + len(line)), DateMention)
            dated = (
                len(dates) == 1
                and dates[0].period.precision is Precision.DAY
                and not re.sub(r"[\s,|·–—-]", "", line.replace(document.quote(dates[0].span), ""))
            )
            head = mention.span.start < _HEAD
            if (starts and dated and head and len(line) < 40) or re.search(
                r"\b(?:told|tells|reported in|writes in) (?:the )?$", before
            ):
                found.add(mention.name)
    return frozenset(found)


_HEAD = 400  # characters at the top of an article, where its source may stand


def clauses(document: Document) -> Iterator[Clause]:
    """Every sentence that names an event or a city, as signs."""
    mentions = iter(document.mentions)
    waiting: list[Mention] = []
    for sentence in document.sentences:
        waiting = [m for m in waiting if m.span.end > sentence.span.start]
        for mention in mentions:
            waiting.append(mention)
            if mention.span.start >= sentence.span.end:
                break
        if sentence.span.end - sentence.span.start > LONGEST_SENTENCE:
            continue
        inside = tuple(m for m in waiting if sentence.span.covers(m.span))
        if any(letter(m) in {"C", "E"} for m in inside) or MENTIONED.search(document.quote(sentence.span)):
            yield clause_of(document, sentence, inside)


def _hostings(document: Document, found: Iterable[Reading]) -> Iterator[Hosting]:
    merged: list[Reading] = []
    for reading in found:
        index = next((i for i, other in enumerate(merged) if _same(other, reading)), None)
        if index is None:
            merged.append(reading)
        else:
            merged[index] = _joined(merged[index], reading)
    owners: dict[str, Entity] = {}
    for reading in merged:
        if reading.organizer:
            owners.setdefault(_fold(reading.event.name), reading.organizer)
    placed = {_fold(reading.event.name) for reading in merged if reading.city and not reading.assumed}
    for reading in merged:
        if reading.assumed and _fold(reading.event.name) in placed:  # its host is said of another edition
            reading = replace(reading, city=())  # noqa: PLW2901 - the reading, without what was assumed
        if reading.city or reading.when.start or reading.when.end or _is_edition(document, reading):
            yield Hosting(
                evidence=reading.evidence,
                rule=reading.rule,
                event=reading.event,
                city=reading.city,
                edition=reading.edition or None,
                year=reading.year,
                start_date=reading.when.start,
                end_date=reading.when.end,
                organizer=owners.get(_fold(reading.event.name)) or organizer_of_name(document, reading.event.name),
                status=None if _is_over(document, reading) else reading.status,
            )


def _is_over(document: Document, reading: Reading) -> bool:
    """True of what words of a plan stand by, though it was over when the article was written."""
    if reading.status is not HostingStatus.PLANNED or document.anchor is None:
        return False
    last = reading.when.end or reading.when.start
    return last < document.anchor if last else (reading.year or document.anchor.year) < document.anchor.year


def _is_edition(document: Document, reading: Reading) -> bool:
    """True where a reading without city and days tells of an edition by its full name and year or number."""
    if reading.mention is None or not (reading.year or reading.edition):
        return False
    return reading.event.name in document.quote(reading.mention.span)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _same(first: Reading, second: Reading) -> bool:
    """True where two readings may be of the same edition: same series, nothing against it."""
    names = [_fold(reading.event.name).split() for reading in (first, second)]
    if names[0] != names[1]:
        near = first.year == second.year and (first.year or _cities(first) & _cities(second))
        if not near or not _within(*sorted(names, key=len)):
            return False
    if first.year and second.year:
        return first.year == second.year
    if first.edition and second.edition:
        return first.edition.casefold() == second.edition.casefold()
    if first.assumed or second.assumed:
        return True
    cities = _cities(first), _cities(second)
    return bool(cities[0] & cities[1]) or not (cities[0] and cities[1])


def _within(short: list[str], long: list[str]) -> bool:
    """True for "Expo" and "World Expo", "APEC" and "APEC summit"."""
    return long[: len(short)] == short or long[-len(short) :] == short


def _joined(first: Reading, second: Reading) -> Reading:
    """Two readings of one edition as one; the earlier one stands where both speak."""
    date = first.when
    if (not (date.start or date.end) and second.when) or not date:
        date = second.when or date
    elif date.start and not date.end and second.when.end and second.when.end >= date.start:
        date = replace(date, end=second.when.end)
    elif date.end and not date.start and second.when.start and second.when.start <= date.end:
        date = replace(date, start=second.when.start)
    status = second.status if second.status in _STRONG else first.status or second.status
    if status is HostingStatus.CANCELLED:
        date = When(year=date.year)
    better = bool(second.city) and (not first.city or (first.assumed and not second.assumed))
    return replace(
        first,
        event=max(first.event, second.event, key=lambda event: len(event.name)),
        mention=first.mention if first.mention and first.mention.year else second.mention or first.mention,
        city=second.city if better else first.city,
        assumed=second.assumed if better else first.assumed,
        edition=first.edition or second.edition,
        when=date,
        organizer=first.organizer or second.organizer,
        status=status,
        rule=second.rule if better else first.rule,
        evidence=(*second.evidence, *first.evidence) if better else (*first.evidence, *second.evidence),
    )


_STRONG = frozenset({HostingStatus.CANCELLED, HostingStatus.POSTPONED})
