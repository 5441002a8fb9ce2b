"""Editions told without the name of their event, and series that come again and again.

Input: a Clause, and the event the passage is about. Output: Reading for each edition ("the 8th, in
Porto in 2018", "Vienna, host in 2013", "then came Nantes in 2015 and Taipei in 2016"); Recurrence for
"every November since 2011". A sentence counts only where one of its words says that it tells of hosts
or editions; then every pair of city and year in it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.facts.event_clause import Clause
from kg.facts.event_dates import When, when
from kg.facts.event_hosts import Reading
from kg.facts.event_names import ORDINAL
from kg.facts.event_patterns import CITIES, NOT_HOST
from kg.mentions.date_words import MONTH, month_of
from kg.model import CityMention, DateMention, Document, Entity, Kind, NameMention, Recurrence

_WAS = r"(?:was|is|will be|were|are|had been|has been|would be)"
_NOUN = (
    r"(?:editions?|one|event|gathering|instal+ments?|cycle|conference|summit|congress|forum|festival|games"
    r"|championships?|fair|expo|meeting|time|contest)"
)
_WHICH = rf"(?:(?P<ed>{ORDINAL})|<D\d+>(?:['’]s)?|last|next|previous|coming|upcoming|current|latest|following)"
_IT = rf"(?:it|them|this (?:event|{_NOUN})|the (?:event|{_NOUN}|(?P<ed2>{ORDINAL})(?: {_NOUN})?|<D\d+> {_NOUN}))"
_HOST = r"(?:host(?:s|ed|ing)?|stag(?:e|es|ed|ing)|held|holds?|organi[sz]ed|put on|welcomed)"
_HELD = (
    r"(?:held|hosted|staged|took place|takes place|taking place|will take place|was|is|will be|went|goes|moves"
    r"|moved|came|set|due|scheduled|to be)"
)
_TOLD = tuple(
    re.compile(pattern)
    for pattern in (
        (rf"\b(?:[Tt]he|[Ii]ts|of|and|for) {_WHICH} {_NOUN},?(?: \({ORDINAL}\))?(?P<gap>[^;<]{{0,50}}?\b"
        rf"(?:{_HELD})?[^;<]{{0,30}}?)(?:,| )(?:in|at|to) (?P<c>{CITIES})"),
        (rf"\b(?:[Tt]he|[Ii]ts|of|and) (?P<ed>{ORDINAL})(?P<gap>,(?: held)?|(?: was| is| will be)? (?:held"
        rf"|took place)?) ?in (?P<c>{CITIES})"),
        rf"(?P<c>{CITIES})(?:,[^,;<>]{{2,40}},)?(?P<gap> (?:[\w-]+ ){{0,3}}{_HOST} {_IT})\b",
        (rf"(?P<c>{CITIES})(?:,[^;<>]{{2,90}},)? {_WAS} (?P<gap>(?:also )?(?:the )?(?:previous |last |next "
        r"|first |current |then )?(?:hosts?(?: cit(?:y|ies))?|in charge)\b|the (?P<ed>first) to (?:host"
        r"|hold|stage)\b)"),
        rf"(?P<c>{CITIES}),? (?P<gap>(?:the )?(?:hosts?|venues?)(?: cit(?:y|ies))? (?:in|of|for|from)) <D\d+>",
        r"(?P<c><C\d+>)(?P<gap>['’]s? turn)\b",
        rf"(?P<gap>\bit (?:was|is|will be)) (?P<c>{CITIES}) (?:that|which) (?:was|is|{_HOST}|played)\b",
        (r"(?P<gap>\b(?:[Pp]revious|[Pp]ast|[Ff]ormer|[Ee]arlier|[Oo]ther|[Ll]ast|[Rr]ecent|[Ff]uture|[Uu]pcoming) "
        r"(?:[A-Z][\w-]+ ){0,3}(?:hosts?(?: cities)?|editions|venues|host cities|(?i:summits|congresses|conferences))"
        r"[^;<]{0,40}?)"
        rf"(?P<c>{CITIES})"),
        rf"\bafter (?P<c>{CITIES})(?P<gap> (?:came|followed|it was))",
        (rf"\b[Tt]he (?P<ed>{ORDINAL})(?: {_NOUN})?(?P<gap>,? (?:(?:which |that )?(?:has |have |had )?(?:been |was "
        r"|were |is "
        r"|will be |will )?(?:awarded|given|allotted|confined|spread|shared|split|divided|goes?|going|went|stays?"
        r"|stayed|moves?|moved|falls?|fell|returns?|returned|comes?|came|headed|off) )(?:to|with|in|at|over|by|between"
        rf"|among|back to|home to)) (?P<c>{CITIES})"),
        (rf"\b[Tt]he (?P<ed>{ORDINAL})(?: {_NOUN})?,? (?P<gap>(?:<D\d+>,? |[\w ]{{3,20}}, )?(?:is|was|will be)) "
        rf"(?P<c>{CITIES})['’]s?"),
        rf"\b(?:promised|given|gave|awarded|handed|assigned) (?P<c>{CITIES})(?P<gap>) the (?P<ed>{ORDINAL})\b",
        (r"\b(?P<gap>(?:[Nn]ext (?:(?:on the list|in line|stop|up|host|venue|port of call) )?(?:is|will be|comes|was)"
        r"|(?:baton|torch|flag|flame|banner) (?:goes|passes|moves|passed|went) (?:on )?to|(?:hands?|handed|passe[sd])"
        rf" (?:over )?the (?:baton|torch|flag|flame|banner)(?: on)? to)) (?P<c>{CITIES})"),
        rf"(?P<c>{CITIES})(?P<gap> (?:had|has|got|gets) (?:it|them|the (?:last|previous|next|first) one)\b)",
        (r"(?P<gap>\b(?:was|were) (?:born|founded|first held|launched|started)) in "
        rf"(?P<c>{CITIES})(?=,? in <D|,? <D)"),
        rf"\b(?:brought|bring\w*) [\w ’'-]{{2,30}} together(?P<gap>) in (?P<c>{CITIES})",
    )
)  # fmt: skip
_ONE_HOST = re.compile(r"(?:the )?(?:host|venue)(?: city)? (?:in|of|for|from)")
_PRONOUN = re.compile(rf"\b(?:It|[Tt]he city|it) (?:had |has |also |already )*{_HOST} {_IT}")
_DATES = r"<D\d+>(?:(?:,| and|,? &|/|\)? \() ?<D\d+>){0,4}"
_LAND = r"(?:, [A-Z][\w .’'-]{1,30}(?= \())?"  # "Munich, Germany (1994)"
_LINK = r"(?:\(|in |of |for |, |[-–—] )?"
_ONE = rf"(?:<C\d+>{_LAND},? ?{_LINK}{_DATES}\)?|<D\d+>(?:,|:| [-–—])? ?(?:in |at )?<C\d+>)"
_PAIR = re.compile(
    rf"(?P<c><C\d+>){_LAND},? ?{_LINK}(?P<d>{_DATES})|\b[Ii]n (?P<d2><D\d+>),? (?:it was |to |by |in"
    r" |came |also )?(?P<c2><C\d+>)"
    r"|(?P<d3><D\d+>)(?:,|:| [-–—])? (?P<c3><C\d+>)"
)
_RUN = re.compile(
    rf"{_ONE}(?: ?(?:,|;|,? and|,? then|;? and|/|•|\||·)(?: then)?(?:,(?! in)[^,;<>]{{3,50}},)?,?(?: in| at)? {_ONE})+"
)
_OTHER_MATTER = re.compile(
    r"\b(?:award\w*|titles?|prize|won|wins?|winner\w*|capital of|champion|elected|born|company|mayor of)\b|<N\d+>"
)
TRIGGER = re.compile(
    rf"\bhost|\bedition|\b[Vv]enues?\b|\bmet\b|\bnext\b|\bbaton\b|\bborn\b|from the start|[Ss]o far|\bturn\b"
    rf"|\b{ORDINAL}\b|in charge|\bfollowed\b|\bcame\b|\bstaged|\bput on\b|\bheld\b|took place|\btogether\b"
    r"|\btakes? over|\btook over|(?:<C\d+>[^<;]{0,30}\(<D\d+>\)[,;] (?:and )?){2}",
)
_EVERY = re.compile(
    r"\b(?:every|each) (?:(?P<n>two|three|four|five|other|second|third|fourth) )?(?P<unit>years?|spring"
    rf"|summer|autumn|fall|winter|weekend|{MONTH})"
    r"|\b(?P<adverb>annually|yearly|biennially)\b"
)
_TAKES_PLACE = re.compile(
    r"\b(?:tak(?:es?|en|ing) place|took place|held|hosted|hosts|staged|organi[sz]\w+|returns?|meets?"
    r"|gather\w*|brings? together|runs?|celebrated|convene[ds]?|run)\b"
)
_FREQUENCY = {
    "": "annual", "two": "biennial", "other": "biennial", "second": "biennial", "three": "triennial",
    "third": "triennial",
    "four": "quadrennial", "fourth": "quadrennial", "five": "quinquennial",
}  # fmt: skip


def editions(document: Document, clause: Clause, of: NameMention, before: CityMention | None) -> list[Reading]:
    """The editions of the series ``of`` that a sentence tells without its name; ``before`` is the city "it" means."""
    if _OTHER_MATTER.search(clause.line):
        return []
    told: set[str] = set()
    found = list(_told(document, clause, of, told))
    if not told and before is not None and (match := _PRONOUN.search(clause.line)):
        date = when(document, clause, match[0] + clause.line[match.end() :][:60], subject=True)
        return [_reading(clause, of, (before,), date, match["ed2"])] if date else []
    return [*found, *_pairs(document, clause, of, told)] if told else []


def _told(document: Document, clause: Clause, of: NameMention, told: set[str]) -> Iterator[Reading]:
    """The hosts that a word of the sentence says are hosts; their signs are noted in ``told``."""
    line = clause.line
    for pattern in _TOLD:
        for match in pattern.finditer(line):
            if NOT_HOST.search(match[0]) or match["c"] in told:
                continue
            told.add(match["c"])
            tail = re.split(r"<C\d+>|;", line[match.end() :], maxsplit=1)[0]
            head = re.search(r"(?:^|, |in )<D\d+>,? [^<;]{0,30}$", line[: match.start()])
            date = when(document, clause, match[0] + tail, subject=True)
            date = date or when(document, clause, head[0] if head else "", subject=True)
            groups = match.groupdict()
            cities = _cities(clause, match["c"])
            if _ONE_HOST.fullmatch(match["gap"]):  # "beat Cali and Quito, the host of 2015"
                cities = cities[-1:]
            if match[0].endswith(" it") and of.year and date.year and of.year < date.year <= of.year + 2:
                date = replace(date, year=of.year)  # the edition of 2020, held a year late
            yield _reading(clause, of, cities, date, groups.get("ed") or groups.get("ed2"))


def listed(document: Document, clause: Clause, of: NameMention) -> list[Reading]:
    """City and year, again and again: "in Montreal (2015), Lyon (2017) and Busan (2019)"; two pairs at least."""
    run = None if _OTHER_MATTER.search(clause.line) else _RUN.search(clause.line)
    return [
        _reading(clause, of, _cities(clause, pair[0]), when(document, clause, day, subject=True), None)
        for pair in (_PAIR.finditer(run[0]) if run else ())
        for day in re.findall(r"<D\d+>", pair[0])
    ]


def _pairs(document: Document, clause: Clause, of: NameMention, told: set[str]) -> Iterator[Reading]:
    """City and year in a sentence that has told of one host already."""
    for match in _PAIR.finditer(clause.line):
        city = match["c"] or match["c2"] or match["c3"]
        if not any(city in signs for signs in told):
            told.add(city)
            yield _reading(clause, of, _cities(clause, city), when(document, clause, match[0], subject=True), None)


def _cities(clause: Clause, signs: str) -> tuple[CityMention, ...]:
    return tuple(m for m in clause.of(signs) if isinstance(m, CityMention))


def _reading(
    clause: Clause, of: NameMention, cities: tuple[CityMention, ...], date: When, edition: str | None
) -> Reading:
    return Reading(
        mention=None,
        event=Entity(kind=Kind.EVENT, name=of.name),
        rule="EVENT-63",
        evidence=(clause.sentence.span,),
        city=tuple(city.entity for city in cities),
        edition=edition,
        when=date,
    )


def recurrence(clause: Clause) -> Recurrence | None:
    """The series that a sentence says comes again and again; None where it says nothing of the kind."""
    every = _EVERY.search(clause.line)
    if every is None or not clause.events or not _TAKES_PLACE.search(clause.line):
        return None
    event = clause.events[-1] if len(clause.events) == 1 else clause.events[0]
    unit = every["unit"] or ""
    since = re.search(r"\b[Ss]ince (<D\d+>)", clause.line)
    years = [m.period.year for m in clause.of(since[1]) if isinstance(m, DateMention)] if since else []
    place = re.search(rf"\bin (?P<c>{CITIES})", clause.line)
    return Recurrence(
        evidence=(clause.sentence.span,),
        rule="EVENT-07" if since else "EVENT-06",
        series=Entity(kind=Kind.EVENT_SERIES, name=event.name),
        city=tuple(c.entity for c in _cities(clause, place["c"])) if place else (),
        since=years[0] if years else None,
        month=month_of(unit) if re.fullmatch(MONTH, unit) else None,
        frequency="biennial" if every["adverb"] == "biennially" else _FREQUENCY.get(every["n"] or ""),
    )
