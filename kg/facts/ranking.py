"""Places in rankings, and first, second and third places of prizes.

Input: a masked sentence and the story of its article. Output: Place values: who, which rank,
where it stands. Idea: a rank token belongs to the recipients that a verb of standing, a
"followed by", a bracket or mere neighbourhood ("London is 48th and Paris 57th") ties it to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.award_tokens import Masked, Recipient
from kg.model import Kind, Span

_R = r"⟦R(?P<r>\d+)⟧"
_K = r"⟦K(?P<k>\d+)⟧"
_GAP = r"(?:[^⟦⟧.;:]|⟦[YLGEA]\d+⟧)"
_STANDS = (
    r"(?:rank(?:s|ed|ing)?|plac(?:es?|ed|ing)|comes?|came|coming|finish(?:es|ed|ing)?|stands?|stood|sits?|sat|rated|climb(?:s|ed)?"
    r"|rises?|rose|jump(?:s|ed)?|mov(?:es?|ed)|drop(?:s|ped)?|falls?|fell|slip(?:s|ped)?|is|was|are|were|remain(?:s|ed)?|debut(?:s|ed)?"
    r"|tak(?:es?|ing)|took|claim(?:s|ed)?|shares?|shared|holds?|held|secur(?:es?|ed)|grab(?:s|bed)?|occup(?:ies|ied)|retain(?:s|ed)?"
    r"|ke(?:eps?|pt)|hangs? on|land(?:s|ed)?|earn(?:s|ed)?|got|maintain(?:s|ed)?|placing|enter(?:s|ed)?|puts?|in"
    r"|at|slid|slides|sinks?|sank"
    r"|tumbl(?:es?|ed)|advanc(?:es?|ed)|leap(?:s|t|ed)?|listed|appears?|voted|named|make do with|down|up|won"
    r"|wins|bagged|had|boast(?:s|ed|ing)?|enjoy(?:s|ed|ing)?|gain(?:s|ed|ing)?)"
)

# Pairs of recipients (r) and rank (k, or fixed by ``rank``); the first that reads a recipient wins.
_PAIRS: tuple[tuple[str, re.Pattern[str], int | None], ...] = tuple(
    (rule, re.compile(regex, re.IGNORECASE), rank)
    for rule, regex, rank in (
        ("AWARD-39", rf"{_R},?{_GAP}{{0,50}}? \b(?:from|than) ⟦K\d+⟧(?:[^⟦⟧.;:]|⟦[YA]\d+⟧){{0,30}}? to {_K}", None),
        ("AWARD-32", rf"(?:^|[\s,;(]|\band ){_K}, {_R}(?=[;.]|$)", None),
        ("AWARD-32", rf"{_K} {_R}(?=[,;.)]| (?:and )?⟦K\d+⟧ ⟦R|$)", None),
        (
            "AWARD-36",
            (rf"{_K}(?: prize)?(?: (?:is|was|went|goes|belongs|were|are|for|to|by|grabbed|taken|claimed|occupied"
            rf"|held|came|comes|followed by|the|as)"
            rf"|:)+ (?:the (?:city|town) of )?{_R}"),
            None,
        ),
        ("AWARD-30", rf"{_R},?(?: which| who)?{_GAP}{{0,60}}? {_STANDS}{_GAP}{{0,40}}? {_K}", None),
        ("AWARD-32", rf"{_R},? \(?(?:(?:at|in) )?{_K}", None),
        (
            "AWARD-27",
            (rf"{_R}{_GAP}{{0,30}}? (?:tops?|topped|topping|heads?|headed|leads?|led|dominates?|dominated)"
            rf"(?: (?:the|this|last|year['’]s|annual|latest|new|global|⟦Y\d+⟧|⟦[PR]\d+⟧(?:['’]s)?))* ⟦A\d+⟧"),
            1,
        ),
        ("AWARD-27", (rf"(?:at the (?:very )?top(?: of ⟦A\d+⟧)?|in front|with|list is headed by|topped by|headed"
                     rf" by|led by) (?:sits |stands |is |comes )"
                     rf"{_R}|(?:topped|headed|led) by {_R.replace('?P<r>', '?P<r2>')}"), 1),
        ("AWARD-27", (rf"{_R}(?: once| yet)?(?: again)?(?: at its head| in front| on top\b| at the top\b| in the"
                     rf" lead\b| leading\b)"), 1),
    )
)  # fmt: skip
_FOLLOWED = re.compile(
    r"(?:⟦R(?P<r>\d+)⟧|⟦K\d+⟧|⟦A\d+⟧)[^⟦⟧.;:]{0,30}(?:followed|trailed)(?: closely)? by"
    r" ⟦R(?P<f>\d+)⟧(?:[^⟦⟧.;:]{0,20}(?:and|then) ⟦R(?P<f2>\d+)⟧)?"
)
_BEFORE = re.compile(r"⟦R(?P<r>\d+)⟧[^⟦⟧.;:]{0,40}\b(?:ahead of|in front of|before) ⟦R(?P<f>\d+)⟧")
_ZIPPED = re.compile(
    r"⟦K(\d+)⟧(?:,? and |, )⟦K(\d+)⟧(?:(?:,? and |, )⟦K(\d+)⟧)?[^⟦⟧.;:]{0,40}? ⟦R(\d+)⟧"
    r"|⟦R(\d+)⟧[^⟦⟧.;:]{0,40}? ⟦K(\d+)⟧(?:,? and |, )⟦K(\d+)⟧(?:(?:,? and |, )⟦K(\d+)⟧)?"
)
_TIED = re.compile(r"\b(?:tie[ds]?|joint(?:ly)?|shar(?:es?|ed|ing)|equal|together|both)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|(?<=[\s:;,(]))#?(?P<k>\d{1,3})[.)]? (?=⟦R)⟦R(?P<r>\d+)⟧")
_NUMBER_LED = re.compile(r"(?:^|(?<=[\s:;,(]))#?(?P<k>\d{1,3})[.)] ⟦R(?P<r>\d+)⟧")
_AT_NUMBER = re.compile(
    r"⟦R(?P<r>\d+)⟧(?:,| is| was| comes in| came in| stands| sits| ranks)* at (?:number )?(?P<k>\d{1,3})(?=[,;.]"
    r"| and\b|$)"
)
_RANK_NOTE = re.compile(r"^(?:#|No\. ?)?(\d{1,3})(?:st|nd|rd|th)?(?: place)?$")
_RESPECTIVE = re.compile(r"(?: [a-z]+)?,? and ⟦K\d+⟧[^⟦⟧.;:]{0,20}\brespectively\b")  # "43rd and 46th, respectively"
_CUE = re.compile(
    r"⟦K|\branks?\b|\branked|\bplace|\btop(?:s|ped|ping)?\b|\bhead|\blead|\bled\b|followed by|in front|\d[.)] ⟦R"
    r"|\(#?\d{1,3}\)|heels|bottom|\bat \d|"
    r"survey|index|list",
    re.IGNORECASE,
)
_NOT_STANDING = re.compile(
    r"\b(?:not|never|no longer|failed|hopes?|aims?|wants?|target|goal|among the (?:first|top)|plans?|would|could"
    r"|should|may|might"
    r"|must|if|expects?|expected)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A rank that a sentence gives to somebody; ``span`` is where it says so."""

    recipient: Recipient
    rank: int
    rule: str
    span: Span
    start: int  # of the match in the masked text
    end: int


def places(sentence: Masked) -> Iterator[Place]:
    """The ranks that a sentence gives, each recipient once."""
    text = sentence.text
    if not _CUE.search(text) and "⟦T" not in text:
        return
    done: set[str] = set()
    paired = [*_paired(sentence)]
    for place, number in (
        *_zipped(sentence),
        *paired,
        *_noted(sentence),
        *_numbered(sentence),
        *_superlative(sentence),
    ):
        if number not in done or place.rule in {"AWARD-33", "AWARD-32n"}:
            done.add(number)
            yield place
    known = {n: p.rank for p, n in paired}
    yield from _followers(sentence, known, done)


def _standing(member: Recipient) -> bool:
    return member.entity.kind in {Kind.CITY, Kind.PLACE, Kind.ORGANIZATION}


def _make(sentence: Masked, match: re.Match[str], member: Recipient, rank: int, rule: str) -> Place:
    span = sentence.span(match.start(), match.end())
    return Place(recipient=member, rank=rank, rule=rule, span=span, start=match.start(), end=match.end())


def _paired(sentence: Masked) -> Iterator[tuple[Place, str]]:
    used_ranks: set[str] = set()
    used: set[str] = set()
    for rule, pattern, fixed in _PAIRS:
        for match in pattern.finditer(sentence.text):
            number = match.group("r") or match.groupdict().get("r2") or ""
            key = match.groupdict().get("k")
            if number in used or (key and key in used_ranks):
                continue
            if _NOT_STANDING.search(match.group()) or (key and _RESPECTIVE.match(sentence.text, match.end())):
                continue
            rank = fixed or (sentence.token(key).rank if key else None)
            members = [m for m in sentence.token(number).members if _standing(m)]
            if rank is None or not members:
                continue
            if len(members) > 1 and not _TIED.search(sentence.text):
                members = members[-1:] if rule in {"AWARD-30", "AWARD-32"} else members[:1]
            used.add(number)
            if key:
                used_ranks.add(key)
            for member in members:
                yield _make(sentence, match, member, rank, rule), number


_SUPERLATIVE = re.compile(
    r"⟦R(?P<r>\d+)⟧(?:,? (?:which|that))? (?:is|was|are|were|remain(?:s|ed)?|stays?|became|becomes|has become"
    r"|named|rated|voted|ranked)"
    r"(?: (?:now|still|again|once more|officially|as|only|the|also|by far|considered|to be))*(?: (?:joint"
    r"|equal))? ⟦T(?P<t>\d+)⟧"
    r"|⟦T(?P<t2>\d+)⟧(?: (?:is|was|remains|again is))(?: (?:still|again|once more|now))? ⟦R(?P<r2>\d+)⟧"
)


def _superlative(sentence: Masked) -> Iterator[tuple[Place, str]]:
    """The ranks inside superlatives: "Oslo is the second most expensive city"."""
    for match in _SUPERLATIVE.finditer(sentence.text):
        number = match.group("r") or match.group("r2")
        title = sentence.token(match.group("t") or match.group("t2"))
        if _NOT_STANDING.search(match.group()):
            continue
        for member in sentence.token(number).members:
            if _standing(member):
                yield _make(sentence, match, member, title.rank or 1, "AWARD-52" if title.rank else "AWARD-50"), number


def _zipped(sentence: Masked) -> Iterator[tuple[Place, str]]:
    for match in _ZIPPED.finditer(sentence.text):
        groups = match.groups()
        number = groups[3] or groups[4]
        keys = [k for k in (groups[:3] if groups[3] else groups[5:8]) if k]
        members = sentence.token(number).members
        if len(members) == len(keys):
            for member, key in zip(members, keys, strict=True):
                yield _make(sentence, match, member, sentence.token(key).rank or 0, "AWARD-33"), number


def _noted(sentence: Masked) -> Iterator[tuple[Place, str]]:
    for match in re.finditer(r"⟦R(\d+)⟧", sentence.text):
        for member in sentence.token(match.group(1)).members:
            note = _RANK_NOTE.match(member.note)
            if note and _standing(member):
                yield _make(sentence, match, member, int(note.group(1)), "AWARD-32n"), match.group(1)


def _numbered(sentence: Masked) -> Iterator[tuple[Place, str]]:
    for match in (*_NUMBER_LED.finditer(sentence.text), *_AT_NUMBER.finditer(sentence.text)):
        for member in sentence.token(match.group("r")).members:
            if _standing(member):
                yield _make(sentence, match, member, int(match.group("k")), "AWARD-57"), match.group("r")


def _followers(sentence: Masked, known: dict[str, int], done: set[str]) -> Iterator[Place]:
    for pattern in (_FOLLOWED, _BEFORE):
        for match in pattern.finditer(sentence.text):
            base = known.get(match.group("r") or "", 1 if match.group("r") is None or pattern is _FOLLOWED else 0)
            if not base:
                continue
            rank = base
            for group in ("f", "f2"):
                number = match.groupdict().get(group)
                if not number or number in done:
                    continue
                done.add(number)
                for member in sentence.token(number).members:
                    rank += 1
                    yield _make(sentence, match, member, rank, "AWARD-34")
