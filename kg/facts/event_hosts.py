"""Which city hosts the events named in a sentence, and when.

Input: a Clause with at least one event. Output: Reading, one an event. The idea: events that are listed
together form a group; the words behind the group, then those before it, are compared with a table of
constructions, each of which tells where the host city stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.facts.event_clause import SIGN, Clause
from kg.facts.event_dates import When, lasting, opening, when
from kg.facts.event_patterns import (
    AS_ADJECTIVE,
    BEFORE,
    BEHIND,
    BODY_BEFORE,
    CANCELLED,
    CUT,
    DECIDED,
    GAP_VETO,
    GIVEN,
    GROUP,
    HERE,
    HOPES,
    HYBRID,
    IT,
    LOST,
    NOT_HOST,
    ONCE_DUE,
    ONLINE,
    PLAN,
    POSTPONED,
    TO_BE_CHOSEN,
    TO_VERB,
    VERBS,
    WON,
)
from kg.mentions.gazetteer import homonyms, key, names_in
from kg.mentions.namesakes import known_city
from kg.model import CityMention, Document, Entity, HostingStatus, NameMention, PersonMention, PlaceMention, Span

_NEAR = 400  # characters of a line on each side of an event that may speak of it


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one sentence says of one edition of an event."""

    mention: NameMention | None
    event: Entity
    rule: str
    evidence: tuple[Span, ...]
    city: tuple[Entity, ...] = ()
    edition: str | None = None
    when: When = field(default_factory=When)
    organizer: Entity | None = None
    status: HostingStatus | None = None
    assumed: bool = False  # the city is that of the passage: nothing says that the event is there

    @property
    def year(self) -> int | None:
        """The year of the edition: of its name, else of its dates."""
        return self.mention.year if self.mention and self.mention.year else self.when.year


@dataclass(frozen=True, kw_only=True)
class _Found:
    """Where a construction says the event is held: the cities, and whether the clause is about the event."""

    cities: tuple[CityMention, ...]
    rule: str
    subject: bool = True
    assumed: bool = False


def readings(
    document: Document, clause: Clause, topic_city: CityMention | None, near: CityMention | None
) -> Iterator[Reading]:
    """What the sentence says of each event it names.

    ``topic_city`` is the city meant by "here", ``near`` the one named last in the same paragraph.
    """
    groups = [g for g in GROUP.finditer(clause.line) if not AS_ADJECTIVE.match(clause.line, g.end())]
    for index, group in enumerate(groups):
        begin = groups[index - 1].end() if index else 0
        end = groups[index + 1].start() if index + 1 < len(groups) else len(clause.line)
        left = clause.line[max(begin, group.start() - _NEAR) : group.start()]
        right = clause.line[group.end() : min(end, group.end() + _NEAR)]
        if BODY_BEFORE.search(left) or _GIVEN_UP.search(left) or _LONG_AGO.search(left):
            continue
        found = _host(clause, left, right, topic_city)
        assumed = found or _assumed(document, clause, topic_city, near, left)
        dates: dict[bool, When] = {}
        events = [*_events(document, clause, group[0])]
        for event in events[1:] if _FRONTED.search(left) and ", " in group[0] else events:
            own = (
                found
                or _from_name(document, event)
                or (None if _may_be_elsewhere(document, event, assumed) else assumed)
            )
            subject = own is None or own.subject
            if subject not in dates:
                dates[subject] = _when(document, clause, left, group[0], right, subject=subject)
            date = lasting(dates[subject], left + right) if event.edition or len(clause.events) == 1 else dates[subject]
            reading = _reading(clause, event, own, date, left, right)
            yield reading
            if further := _AND_TO.search(right):
                dated = when(document, clause, further["d"], subject=False)
                hosts = tuple(city.entity for city in _cities(clause, further["c"]))
                yield replace(reading, city=hosts, edition=None, when=dated, rule="EVENT-64", assumed=False)


_FRONTED = re.compile(
    r"^(?:At|During|After) (?:(?:the|its|their|an?) )?[^<>,;]{0,30}$"
)  # "At the Congress, the Games …"
# "awarded to Paris for 2024 and to Brisbane for 2032"
_AND_TO = re.compile(r"<C\d+> (?:for|in) <D\d+>,? and (?:to |in )?(?P<c><C\d+>) (?:for|in) (?P<d><D\d+>)")


def _events(document: Document, clause: Clause, signs: str) -> Iterator[NameMention]:
    """The events of a group; those joined by "&" are one."""
    for piece in re.split(r"(?<=>)(?:,? and|,|, as well as) ", signs):
        events = [m for m in clause.of(piece) if isinstance(m, NameMention)]
        if len(events) > 1:
            whole = Span(start=events[0].span.start, end=events[-1].span.end)
            yield replace(events[0], span=whole, name=" ".join(document.quote(whole).split()))
        elif events:
            yield events[0]


def _host(clause: Clause, left: str, right: str, topic_city: CityMention | None) -> _Found | None:
    for rule, pattern in BEHIND:
        match = pattern.search(right)
        if match is not None and _fits(rule, match.groupdict().get("gap") or "", left):
            return _Found(cities=_cities(clause, match["c"]), rule=rule)
    for rule, pattern, subject in BEFORE:
        match = pattern.search(left)
        if match is not None and not NOT_HOST.search(WON.sub("", left[match.start() :])):
            return _Found(cities=_cities(clause, match["c"]), rule=rule, subject=subject)
    it = None if TO_BE_CHOSEN.search(right) else IT.search(left)
    if it is not None and not NOT_HOST.search(left[it.start() :]):
        city = _city_named_last(clause, left[: it.start()]) or topic_city
        return _Found(cities=(city,), rule="EVENT-34") if city else None
    here = HERE.search(right[:120]) or HERE.search(left[-60:])
    if here and not DECIDED.search(left[-60:] + right[: here.end()]):
        city = topic_city if here[0] == "here" else _city_named_last(clause, left) or topic_city
        return _Found(cities=(city,), rule="EVENT-59") if city else None
    return None


def _city_named_last(clause: Clause, piece: str) -> CityMention | None:
    """The city that "it" or "the city" behind a piece of the line means."""
    cities = [m for m in clause.of(piece) if isinstance(m, CityMention)]
    return cities[-1] if cities else None


def _assumed(
    document: Document, clause: Clause, topic_city: CityMention | None, near: CityMention | None, left: str
) -> _Found | None:
    """The only city of the sentence, else the city that the article is about.

    Local news names an event without its place; on the labelled articles that is this city nine times of
    ten. Where another sentence says the place, what is assumed here gives way; where the paragraph speaks
    of another city, and in a line that is no sentence, nothing is assumed.
    """
    text = document.quote(clause.sentence.span)
    if _MET_IN.search(clause.line):
        return None  # where that was decided
    only = clause.cities[0] if len({city.name for city in clause.cities}) == 1 else None
    if only and not _is_home(document, only) and not LOST.match(document.text, only.span.end):
        if NOT_HOST.search(WON.sub("", clause.line)) or HOPES.match(document.text, only.span.end):
            return None
        return _Found(cities=(only,), rule="EVENT-71", subject=False, assumed=True)
    elsewhere = near is not None and topic_city is not None and near.name != topic_city.name
    if topic_city is None or clause.cities or elsewhere or BIDS.search(text) or not _SENTENCE.search(text):
        return None
    if _MENTIONED.search(left) or is_set_elsewhere(document, clause.sentence.span, topic_city):
        return None
    return _Found(cities=(topic_city,), rule="EVENT-70", assumed=True)


_MET_IN = re.compile(r"\bat (?:its|their|an?) (?:[\w-]+ ){0,2}(?:meeting|session|sitting) in (?=<C)")


def _is_home(document: Document, city: CityMention) -> bool:
    """True for the city of a person: "won by Jane Doe of Toronto"."""
    before = document.text[max(0, city.span.start - 4) : city.span.start]
    return before == " of " and any(p.span.end == city.span.start - 4 for p in document.all(PersonMention))


def is_set_elsewhere(document: Document, sentence: Span, city: CityMention) -> bool:
    """True of a sentence set in a region or country where the city does not lie: "In Alabama, the Bay Fest …"."""
    text, start = document.text, sentence.start
    for place in document.within(sentence, PlaceMention):
        adverbial = place.span.start - start < _OPENING and _INSIDE.search(text, start, place.span.start)
        other = place.country != city.country or (place.level == "region" and place.name != city.region)
        if adverbial and other and not place.adjective and text.startswith(",", place.span.end):
            return True
    return False


_INSIDE = re.compile(r"\b[Ii]n (?:the )?$")
_OPENING = 12  # characters
_MENTIONED = re.compile(
    r"\b(?:including|such as|like|unlike|similar to|modelled on|qualif\w+ (?:for|events?)) (?:the )?$"
)
BIDS = re.compile(
    r"\b(?:bid(?:s|ding)? (?:for|to)|appl(?:y|ied|ications?) (?:for|to)|candidat(?:e cit|ure)|race (?:for|to host)"
    r"|(?:likely|hopes?|hoping|wants?|keen|like|love) to (?:host|bid|join|welcome|stage)|(?:may|might|could) host\b"
    r"|not (?:among|one of) the (?:cities|towns|places)|candidate cities"
    r"|(?:announc|elect|select|choos|pick|nam|decid)\w*(?: on)? the (?:next )?(?:host\b|venue|city (?:to|that|which))"
    r"|(?:city|host|venue) (?:chosen|selected|elected|picked|designated) (?:for|to)\b"
    r"|(?:city|host|venue)\b[^.;]{0,80} (?:will|to) be (?:elected|chosen|selected|announced|decided|named))",
    re.IGNORECASE,
)
"""Nobody has the event yet: the city of the dateline is where that was said."""
_SENTENCE = re.compile(r"[.!?:;”\"’')]$|.{80}", re.DOTALL)
# Whose host changes with every edition: nothing tells that it is the city of the article.
_TRAVELS = re.compile(
    r"\b(?:Olympics?|Olympiad|Paralympics?|Commonwealth Games|World Cup|Expo|Exposition|Universiade|COP-?\d+|Eurovision"
    r"|Super Bowl)\b"
)


_CEREMONY = re.compile(r"\b(?:ceremony|gala|awards?(?: night| dinner)?)$", re.IGNORECASE)


def _may_be_elsewhere(document: Document, event: NameMention, assumed: _Found | None) -> bool:
    """True of what moves about, and of a ceremony that nothing puts into the city that an article is about."""
    told = assumed is None or assumed.rule != "EVENT-70" or assumed.cities[:1] == (document.dateline_city,)
    return _TRAVELS.search(event.name) is not None or not (told or _CEREMONY.search(event.name) is None)


def _fits(rule: str, gap: str, left: str) -> bool:
    """True where the words between event and city let the city be its host."""
    if NOT_HOST.search(gap) or NOT_HOST.search(left[-40:]):
        return False
    if rule == "EVENT-03":
        return not GAP_VETO.search(gap) and (len(SIGN.sub("", gap)) < 25 or bool(re.search(VERBS, gap)))
    if rule == "EVENT-64":
        return (
            bool(TO_VERB.search(gap) or GIVEN.search(left))
            and not GAP_VETO.search(gap)
            and " to " not in gap
            and "<D" not in gap
        )
    return True


def _cities(clause: Clause, signs: str) -> tuple[CityMention, ...]:
    return tuple(m for m in clause.of(signs) if isinstance(m, CityMention))


def _from_name(document: Document, event: NameMention) -> _Found | None:
    """The city in an event's own name, where the name stands in full: "the Rotterdam Marathon"."""
    if event.name not in document.quote(event.span):
        return None
    city = city_in_name(document, event.name, event.span.start)
    return _Found(cities=(city,), rule="EVENT-23") if city else None


def city_in_name(document: Document, name: str, start: int = 0) -> CityMention | None:
    """The city that a name holds and the text mentions, or that it begins with and all know.

    ``start`` is where the name stands in the text.
    """
    known = next((m for m in document.all(CityMention) if re.search(rf"\b{re.escape(m.name)}\b", name)), None)
    if known is not None:
        return known
    named = next((found for found in names_in(name) if found.cities), None)
    if named is None or (named.start and not _INNER.search(name, 0, named.start)):
        return None
    words, city = name[named.start : named.end], named.cities[0]
    unclear = bool(named.places) or key(words) in homonyms()  # a region too, or a word
    if city.population < (_LARGE if named.start else _WELL_KNOWN) or (
        unclear and not stays_at_home(name) and city.population < _WORLD_CITY
    ):
        return None
    return known_city(city, Span(start=start + named.start, end=start + named.end), words)


def stays_at_home(name: str) -> bool:
    """True of a kind of event that is held where its name says: "Reading Festival", "Berlin Marathon"."""
    return name.casefold().split()[-1] in _AT_HOME


_AT_HOME = frozenset(
    "marathon half-marathon fair festival biennale biennial triennale carnival week show fringe stampede fiesta parade "
    "regatta salon expo rodeo".split()
)
_INNER = re.compile(r"(?:^|[^\W\d_][^\W_]*) (?<!of )(?<!for )(?<!on )(?<!the )(?<!and )(?<!in )$")
"""What may stand before a city inside a name: "ASPQ New Orleans Convention", but not "Friends of Lyon Forum"."""
_LARGE = 200_000  # people, for a city inside of a name
_WORLD_CITY = 2_000_000  # people: "the Paris Olympics"
_WELL_KNOWN = 50_000  # people: smaller cities in a name must be named elsewhere in the text, too


_GIVEN_UP = re.compile(r"\b(?:g[ai]ve|giving|handed|dropped|lost|turned down|refused) (?:up |back )?(?:the|its) $")
_LONG_AGO = re.compile(r"\b(?:years|decades) (?:on from|on since) (?:the |its )?$")
_ASIDE = re.compile(r"\b(?:at|during|of|by|to|in|for|from)(?: the)?(?: [\w’'-]+){0,3} ?$")
_RELATIVE = re.compile(
    r", (?:which|that|who) (?![^,]*\b(?:h[eo]ld|open\w*|beg[ai]n\w*|start\w*|runs?|ran|took"
    r"|takes)\b)[^,]{3,90},(?= (?:is|was|will|has|are|were|opens|starts|begins|returns|runs|takes)\b)"
)
_LEFT_DATE = re.compile(
    r"(?:^(?:<C\d+> ?(?:--|–|—|-|:) ?)?|[;:] )(?:[Ff]rom|[Oo]n|[Ii]n|[Bb]etween|[Dd]uring)? ?<D\d+>,? [^;]{0,90}$"
    r"|<D\d+>(?:['’]s)?(?: (?:[\w-]+ ){0,2})?$|\b[Oo]n <D\d+>,? (?:the|an?|this|its) (?:[\w-]+ ){0,2}$"
    r"|<D\d+> (?:at|in|for|during) (?:the |its )?(?:[\w-]+ ){0,2}(?:edition of (?:the )?)?$"
    r"|<C\d+>[^;<]{0,40} (?:on|from|in) <D\d+> [^;<]{0,40}$"
)
_REPORTS = re.compile(
    r"\b(?:said|says|told|announced|confirmed|unveiled|chose\w*|made public|revealed|presented|voted"
    r"|decided|picked|signed|won|named|awarded|published|released|retires?)\b"
)
_ONE_DAY = re.compile(r"\b(?:ceremony|gala|meeting|parade|marathon|race|dinner|day|night|run)$", re.IGNORECASE)


def _when(document: Document, clause: Clause, left: str, group: str, right: str, *, subject: bool) -> When:
    """The time of the events of a group: from the words behind, else from before."""
    subject = subject and not _ASIDE.search(left)
    if named := re.search(
        r"<D\d+>(?:['’]s)?(?: (?!of\b|in\b|to\b|on\b|and\b)[\w-]+){0,3} ?$", left
    ):  # "next year's Summit"
        own = when(document, clause, named[0], subject=subject)
        if own and not own.start:
            exact = when(document, clause, right, subject=subject)
            return exact if exact.year == own.year else own
    name = clause.of(group)
    if any(isinstance(m, NameMention) and _ONE_DAY.search(m.name) for m in name):
        subject = True
    behind = right[: cut.start()] if (cut := CUT.search(right)) else right
    date = when(document, clause, group + _RELATIVE.sub("", behind), subject=subject)
    if date.start or date.end:
        return date
    near = _LEFT_DATE.search(left)
    if near is None or _REPORTS.search(near[0]):
        return date
    before = opening(when(document, clause, near[0], subject=subject), right)
    return before if before and (not date or date.year == before.year) else date


def _reading(clause: Clause, event: NameMention, found: _Found | None, date: When, left: str, right: str) -> Reading:
    around = left[-60:] + right
    status = None
    if CANCELLED.search(around):
        status, date = HostingStatus.CANCELLED, When(year=date.year)
    elif POSTPONED.search(around):
        status, date = HostingStatus.POSTPONED, When(year=date.year) if ONCE_DUE.search(around) else date
    elif (found is None or found.assumed) and ONLINE.search(around) and not HYBRID.search(around):
        status, found = HostingStatus.ONLINE, None
    elif PLAN.search(around):
        status = HostingStatus.PLANNED
    if event.year and date.year and event.year != date.year:
        date = When()
    return Reading(
        mention=event,
        event=replace(event.entity, name=event.name),
        rule=found.rule if found else "EVENT-37",
        evidence=(clause.sentence.span,),
        city=tuple(city.entity for city in found.cities) if found else (),
        edition=event.edition,
        when=date,
        status=status,
        assumed=bool(found and found.assumed),
    )
