"""Ranks that somebody had before, told beside the new one: "up from 11th place last year to fourth".

Input: a document and its award facts. Output: the facts with the rank and year of the edition that is told about, and
a fact for each former rank. What is not said stays empty: "up from 17th" has no year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.facts.award_ordinals import ORDINAL, number_of
from kg.model import AwardConferral, CityMention, Document, Kind, NameMention, PersonMention, Result, Span

_DIGITS = r"[1-9]\d{0,2}"
_WRITTEN = rf"{_DIGITS}(?:st|nd|rd|th)|(?:[Nn]o\.? ?|[Nn]umber |#){_DIGITS}|{ORDINAL}"
_RANK = rf"(?:the |an? )?(?P<rank>{_WRITTEN})(?![\w-])"
# What may stand behind a rank: its own noun, a time, a direction, the end of the clause. "Third sector" is no rank.
_BEHIND = (
    r"(?: (?:place|position|spot)\b)?(?=\s*(?:[.,;:()–—|]|$)"
    r"| (?:in|to|last|overall|among|out of|of|on|at|from|when|this|and|but|as recently as|a year"
    r"|the (?:year|previous|last|preceding)|(?:one|two|three|four|five|ten) years)\b)"
    r"(?! to [a-z]+ (?:a|an|the|its|such)\b)"
)
_MOVED = (
    r"(?:up|down|climb(?:ed|s|ing)?|r(?:ose|ises|ising|isen)|f(?:ell|alls|alling|allen)|dropp(?:ed|ing)|drops?"
    r"|slipp(?:ed|ing)|slips?|jump(?:ed|s|ing)?|mov(?:ed|es|ing)|advanc(?:ed|es|ing)|improv(?:ed|es|ing)"
    r"|leap(?:t|ed|s|ing)?|slid(?:es|ing)?|s(?:ank|inks)|went|gone|soar(?:ed|s)?|tumbl(?:ed|es)|shot|coming|back"
    r"|recover(?:ed|s)|edg(?:ed|es|ing)|inch(?:ed|es)|return(?:ed|s)|surg(?:ed|es)|vault(?:ed|s)|plung(?:ed|es)"
    r"|plummet(?:ed|s)|retreat(?:ed|s)|push(?:ed|es))"
)
_AGO = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_TIME = (
    r"(?:as recently as )?"
    r"(?:(?:in )?(?:the )?(?P<year>(?:19|20)\d\d)\b(?: (?:edition|ranking|list|index|survey|report)\b)?"
    r"|(?P<last>last year)\b|(?P<before>the year before|(?:in )?the previous year|the preceding year|a year earlier)\b"
    rf"|(?P<ago>{'|'.join(_AGO)}) years? (?P<since>ago|earlier|before)\b"
    r"|(?:in |at )?(?:the (?:previous|last|preceding) (?:edition|ranking|list|index|survey|report)|last time)\b)"
)
_CAME = re.compile(rf"\b{_MOVED}(?:,? [\w-]+){{0,7}}?,? from {_RANK}{_BEHIND}(?: {_TIME})?", re.IGNORECASE)
_BACK_FROM = re.compile(  # "36th, down from 35."
    rf"(?:{_WRITTEN})(?: place| position| spot)?,? \(?(?:up|down) from (?P<rank>{_DIGITS})(?=[.,;:)])"
)
_FROM = re.compile(rf"\bfrom {_RANK}{_BEHIND} {_TIME}")
_WAS = re.compile(
    rf"(?:\b(?:was|were|been|stood|came|sat|finished|ranked|placed|after|and)(?: in| at)?|[,(–]) ?"
    rf"{_RANK}{_BEHIND} {_TIME}(?! to\b)"
)
_HAD = re.compile(  # "which had been 24th, is third"
    rf"\bha(?:d|ving)(?: once| only| previously| still)? (?:been|stood|come|sat|finished|ranked|placed|held)"
    rf"(?: in| at)? {_RANK}{_BEHIND}(?: {_TIME})?"
)
_YEAR_FIRST = re.compile(
    rf"\((?:in )?(?P<year>(?:19|20)\d\d): (?P<rank>{_DIGITS}(?:st|nd|rd|th)|(?:[Nn]o\.? ?|[Nn]umber ){_DIGITS})\)"
)
_ANY = re.compile(_RANK + _BEHIND)
_ANOTHER = re.compile(rf",? (?:and|or) {_RANK}{_BEHIND}")
_IN_ONE_RUN = re.compile(r"(?: place)?,? and ")  # "tenth and ninth place last year"
_UP_FIRST = re.compile(r"(?:Up|Down) ")
_STOP = re.compile(r"; |\. (?=[A-Z])| (?:while|whereas)\b|,? (?:and|but) (?:its|the|his|her|their)\b")


@dataclass(frozen=True)
class Former:
    """A rank that somebody had before: where it is told, and the words for its time by kind, where there are any."""

    span: Span
    rank: int
    when: dict[str, str | None]


def told_apart(document: Document, facts: list[AwardConferral]) -> list[AwardConferral]:
    """The facts, former ranks told apart from those of the edition that the text is about."""
    usual = Counter((fact.award.name, fact.year) for fact in facts if fact.year)
    split = [list(_split(document, fact, usual)) for fact in facts]
    told = [current for current, *_ in split]
    for former in (fact for _, *formers in split for fact in formers):
        at = next((n for n, other in enumerate(told) if _is_same(former, other)), None)
        if at is None:
            told.append(former)
        else:  # the former edition is told of elsewhere, too
            evidence = tuple(dict.fromkeys((*told[at].evidence, *former.evidence)))
            told[at] = replace(told[at], year=told[at].year or former.year, evidence=evidence)
    return told


def _is_same(one: AwardConferral, other: AwardConferral) -> bool:
    same = (one.recipient, one.award.name, one.rank) == (other.recipient, other.award.name, other.rank)
    return same and (one.year is None or other.year is None or one.year == other.year)


def _split(document: Document, fact: AwardConferral, usual: Counter[tuple[str, int]]) -> Iterator[AwardConferral]:
    """The fact as the edition has it that is told about, and the former one where there is one."""
    ranked = fact.rank or fact.result in {Result.RANKED, Result.RUNNER_UP}
    if not ranked or (fact.rank == 1 and fact.result is Result.WINNER):
        yield fact
        return
    windows = list(_windows(document, fact))
    formers = next((found for window in windows if (found := list(_formers(document, window, fact)))), [])
    if not formers:
        yield fact
        return
    others = [rank for window in windows for rank in _others(document, window, formers)]
    rank = others[0] if others and fact.rank in {None, *(former.rank for former in formers)} else fact.rank
    year = _edition(document, fact, formers[0], usual)
    if rank is None or rank == formers[0].rank:  # nothing but the former rank is told
        was = _year(document, formers[0], year)
        yield replace(fact, year=was or fact.year) if fact.rank == formers[0].rank else fact
        return
    yield replace(fact, rank=rank, year=year)
    for former in formers:
        result = Result.WINNER if former.rank == 1 and fact.result is not Result.RANKED else fact.result
        was = _year(document, former, year)
        yield replace(fact, rank=former.rank, year=was, result=result, rule="AWARD-FORMER", event=None)


def _windows(document: Document, fact: AwardConferral) -> Iterator[Span]:
    """What the sentence says of the recipient: "Up from 11th, " before it, and from it to the next name or clause."""
    sentence = document.sentence_at(fact.evidence[0].start)
    if sentence is None:
        return
    begin, end = sentence.span.start, sentence.span.end
    at = document.text.find(fact.recipient.name, max(begin, fact.evidence[0].start), end)
    if at < 0:
        return
    start = at + len(fact.recipient.name)
    stops = [found.start() for found in [_STOP.search(document.text, start, end)] if found]
    stops.extend(_other_names(document, fact, Span(start=start, end=end)))
    yield Span(start=start, end=min([end, *stops]))
    before = Span(start=begin, end=at)
    if _UP_FIRST.match(document.text, begin, at) and not list(_other_names(document, fact, before)):
        yield before


def _other_names(document: Document, fact: AwardConferral, span: Span) -> Iterator[int]:
    """Where names begin that are neither the award nor within it."""
    names = document.within(span, NameMention)
    for name in names:
        if name.kind is not Kind.AWARD and document.quote(name.span) not in fact.award.name:
            yield name.span.start
    for mention in (*document.within(span, CityMention), *document.within(span, PersonMention)):
        if not any(name.span.overlaps(mention.span) for name in names):
            yield mention.span.start


def _formers(document: Document, window: Span, fact: AwardConferral) -> Iterator[Former]:
    """The former ranks told there: those come from, and those with a time of the past beside them."""
    told: list[Span] = []
    for pattern in (_YEAR_FIRST, _CAME, _BACK_FROM, _FROM, _HAD, _WAS):
        for found in pattern.finditer(document.text, window.start, window.end):
            rank, when = number_of(found["rank"]), found.groupdict()
            span = Span(start=found.start("rank"), end=found.end())
            if _ANOTHER.match(document.text, found.end("rank"), window.end):
                continue
            current = pattern in {_YEAR_FIRST, _WAS}  # "ranked fourth in 2021" may be the rank told about
            if current and when["year"] and (fact.year is None or int(when["year"]) >= fact.year):
                continue
            if not any(span.overlaps(other) for other in told):
                told.append(span)
                yield Former(span, rank, when)


def _others(document: Document, window: Span, formers: list[Former]) -> Iterator[int]:
    """The other ranks that are told of the recipient, in order."""
    for found in _ANY.finditer(document.text, window.start, window.end):
        rank = number_of(found["rank"])
        if rank and not any(
            former.span.start <= found.start("rank") < former.span.end
            or _IN_ONE_RUN.fullmatch(document.text, found.end("rank"), former.span.start)
            for former in formers
        ):
            yield rank


def _edition(document: Document, fact: AwardConferral, former: Former, usual: Counter[tuple[str, int]]) -> int | None:
    """The year of the edition that is told about: that of the fact, unless it was read from the former rank."""
    told = former.when
    said = int(year) if (year := told.get("year")) else None
    counted = document.anchor.year - 1 if told.get("last") and document.anchor else None
    if fact.year is None or fact.year not in {said, counted}:
        return fact.year
    years = Counter({y: n for (name, y), n in usual.items() if name == fact.award.name and y != fact.year})
    return years.most_common(1)[0][0] if years else fact.year if counted else None


def _year(document: Document, former: Former, edition: int | None) -> int | None:
    """The year of the former rank; None where the words tell none.

    "Last year" and "two years ago" are counted from the article's own year, "the year before" from the edition's. Where
    the edition is itself that of last year, "last year" is the one before it.
    """
    told = former.when
    if year := told.get("year"):
        return int(year)
    own = document.anchor.year if document.anchor else None
    if told.get("last"):
        back, base = 1, edition if edition is not None and (own is None or edition < own) else own
    elif told.get("before"):
        back, base = 1, edition
    elif ago := told.get("ago"):
        back, base = _AGO[ago], own if told["since"] == "ago" else edition
    else:
        return None
    return base - back if base is not None else None
