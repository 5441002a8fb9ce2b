"""Numbers as they are written: digits with separators, number words, fractions.

Input: a text and a span of it. Output: Numeral in order, without currency, scale and unit. Digits that
are part of a name, a code or a larger number are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Span

SPACE = "[ \u00a0\u2009\u202f]"
"""A space that may stand inside a quantity: plain, no-break, thin."""

_ONES = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())}  # fmt: skip
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_LITTLE = _ONES | _TENS
_GROUPS = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_NUMBER = re.compile(
    r"(?P<grouped>\d{1,3}(?:,\d{3})+, \d{3}(?=[ .;)])(?! (?:and|or|to) \d)"  # 4,267, 409
    r"|\d{1,3} ,\d{3}(?![\d,])"  # 600 ,000
    r"|\d{1,3}(?:,\d{2,3}){0,5},\d{3}(?:\.\d{1,6})?(?![\d])"  # 31,400  1,50,000
    rf"|\d{{1,3}}(?:{SPACE}\d{{3}}){{1,5}}(?!\d|,\d{{3}})(?:[.,]\d{{1,2}})?"  # 38 250, in "34 197,062" two numbers
    r"|\d{1,3}(?:\.\d{3}){2,5}(?!\d)"  # 1.234.567
    r"|\d{1,3}\.000(?!\d))"  # 90.000: nobody writes three zeros as decimals
    r"|(?P<comma>\d{1,4},\d{1,2})(?![\d,])"  # 4,7
    r"|(?P<raised>\d{1,6}·\d{1,3})(?![\d·])"  # 27·3, the British point
    r"|(?P<plain>\d{1,15}(?:\.\d{1,6})?)(?!\d)"
)
_DIGIT_WORD = "|".join(sorted(list(_ONES)[1:10], key=len, reverse=True))
_SMALL = (
    rf"(?:(?:{'|'.join(_TENS)})(?:(?:{SPACE}|-)(?:{_DIGIT_WORD}))?|"
    rf"(?:{'|'.join(sorted(_ONES, key=len, reverse=True))}))\b"
)
_GROUP = rf"(?:{'|'.join(_GROUPS)})\b"
_WORDS = re.compile(
    rf"\b(?P<words>(?:half{SPACE}an?|a{SPACE}quarter{SPACE}of{SPACE}an?|an?|one{SPACE}and{SPACE}a{SPACE}half)[ -]"
    rf"{_GROUP}"
    rf"|{_SMALL}(?:(?:{SPACE}|-){_GROUP}(?:{SPACE}(?:and{SPACE})?{_SMALL})?){{0,4}})"
    r"(?!-(?:year|day|week|month|time))",
    re.IGNORECASE,
)
_PARTS = {w: i for i, w in enumerate("half third quarter fifth sixth seventh eighth ninth tenth".split(), 2)}
_COUNTERS = {"a": 1, "an": 1} | {w: _ONES[w] for w in list(_ONES)[1:10]}
_FRACTION = re.compile(
    rf"\b(?:(?P<top>an?|one|two|three|four|five|six|seven|eight|nine)(?:{SPACE}|-)"
    r"(?P<part>half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?"
    r"|(?P<half>half))\b"
    r"(?=\s+(?:of|the|its|their|our|his|all|as|in|on|since|from|by|to|are|is|were)\b|\s*(?:[,.;:)]|$))",
    re.IGNORECASE,
)
_ONE_IN = re.compile(
    r"\b(?P<top>(?i:one|two|three|four|five|six|seven|eight|nine)|\d{1,2}) (?:in|out of(?! 100\b))(?: every)? "
    r"(?P<bottom>two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred|10|20|100)\b"
    r"(?! (?:years?|months?|days?|weeks?|hours?|minutes?|[A-Z]))"
)
_FIRST = re.compile(r"\b(?:first|second|other|latter|top|bottom|better|upper|lower|half)[ -]$")
_GLUED = re.compile(r"[\w#@]$|[\w)][-–/.,:]$")
_RANGE_OR_PREFIX = re.compile(r"(?:[\d%]|\b[a-z]{2,})[-–]$")
_NOT_A_SHARE = re.compile(
    r"\s+of\s+(?:an?\s+(?:century|mile|kilomet|hour|million|billion|day|minute|game)|\d{4}\b|the (?:year|week|month|"
    r"century|decade|season|game|match|night|day)\b|this year|last year|next year)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Numeral:
    """A number without its surroundings."""

    start: int
    end: int
    value: Decimal
    whole: bool = False  # a bare row of digits
    word: bool = False  # written in words
    share: bool = False  # a fraction, as a percentage
    glued: bool = False  # it stands directly behind a letter or mark: "G20", "N451,000", "3/4"


def numerals(text: str, span: Span) -> Iterator[Numeral]:
    """Numbers in digits and in words, in order; they do not overlap."""
    found = [*_in_words(text, span), *(_in_digits(text, span, m) for m in _NUMBER.finditer(text, span.start, span.end))]
    end = span.start
    for numeral in sorted(found, key=lambda n: (n.start, -n.end)):
        if numeral.start >= end:
            yield numeral
            end = numeral.end


def _in_words(text: str, span: Span) -> Iterator[Numeral]:
    """Fractions as percentages, and number words."""
    for m in _FRACTION.finditer(text, span.start, span.end):
        top = _COUNTERS[m["top"].lower()] if m["top"] else 1
        bottom = _PARTS[(m["part"] or "half").lower()]
        half_of_a_game = m["half"] and _FIRST.search(text[max(0, m.start() - 8) : m.start()])
        if not half_of_a_game and not _NOT_A_SHARE.match(text, m.end()):
            yield Numeral(start=m.start(), end=m.end(), value=_percent(top, bottom), word=True, share=True)
    for m in _ONE_IN.finditer(text, span.start, span.end):
        top, bottom = _word_or_digits(m["top"]), _word_or_digits(m["bottom"])
        if top < bottom:
            yield Numeral(start=m.start(), end=m.end(), value=_percent(top, bottom), word=True, share=True)
    for m in _WORDS.finditer(text, span.start, span.end):
        yield Numeral(start=m.start(), end=m.end(), value=_value_of_words(m["words"].lower()), word=True)


def _percent(top: int, bottom: int) -> Decimal:
    return round(Decimal(100 * top) / bottom, 1).normalize() + 0


def _word_or_digits(word: str) -> int:
    return int(word) if word.isdecimal() else 100 if word.lower() == "a hundred" else _LITTLE[word.lower()]


def _value_of_words(words: str) -> Decimal:
    """The number that the words name."""
    tokens = re.split(r"[\s-]+", words)
    if tokens[0] == "half":
        return Decimal(_GROUPS[tokens[-1]]) / 2
    if tokens[:2] == ["a", "quarter"]:
        return Decimal(_GROUPS[tokens[-1]]) / 4
    if tokens[-2:-1] == ["half"]:
        return Decimal(_GROUPS[tokens[-1]]) * 3 / 2
    total = group = 0
    for token in tokens:
        if token in _LITTLE:
            group += _LITTLE[token]
        elif token in {"a", "an"}:
            group = 1
        elif token in {"hundred", "dozen"}:
            group = (group or 1) * _GROUPS[token]
        elif token in _GROUPS:
            total, group = total + (group or 1) * _GROUPS[token], 0
    return Decimal(total + group)


def _in_digits(text: str, span: Span, m: re.Match[str]) -> Numeral:
    """The number in digits of a match; ``glued`` where something else stands directly before it."""
    start, raw = m.start(), m.group()
    before = text[max(span.start, start - 3) : start]
    glued = bool(_GLUED.search(before)) and not _RANGE_OR_PREFIX.search(before)
    if m["comma"]:
        value = Decimal(raw.replace(",", "."))
    elif m["raised"]:
        value = Decimal(raw.replace("·", "."))
    elif m["grouped"]:
        points = raw.count(".") > 1 or raw.endswith(".000")
        value = Decimal(re.sub(r"[.\s]" if points else r"[,\s]", "", raw))
    else:
        value = Decimal(raw)
    return Numeral(start=start, end=m.end(), value=value, whole=bool(m["plain"]) and "." not in raw, glued=glued)
