"""From a document to the numbers in it that measure or count something.

Input: Document with its dates. Output: QuantityMention in order of the text. A number is
digits or number words; what stands before (qualifier, currency, sign) and after it (scale,
unit) is read from there. What only looks like one (years, ranks, "5G", scores, clock times)
is left out here; whether a quantity is worth a fact is decided elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from kg.mentions.date_forms import COUNTED_IN_BRACKETS
from kg.mentions.numerals import SPACE, Numeral, numerals
from kg.model import BlockKind, DateMention, Document, Qualifier, QuantityMention, Span

SCALES = {
    "hundred": 10**2, "thousand": 10**3, "k": 10**3, "lakh": 10**5, "lakhs": 10**5, "lac": 10**5,
    "million": 10**6, "millions": 10**6, "mln": 10**6, "mn": 10**6, "m": 10**6, "crore": 10**7, "crores": 10**7,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "bln": 10**9, "b": 10**9, "arba": 10**9, "arab": 10**9,
    "kharba": 10**11, "trillion": 10**12, "trillions": 10**12, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_SCALE_WORDS = "|".join(sorted((s for s in SCALES if len(s) > 1), key=len, reverse=True))


# -- what stands around a number ---------------------------------------------------------------


def _alternatives(forms: list[str]) -> str:
    """The forms, longest first; words match in any case and with hyphens, symbols as they are."""
    found = []
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        pattern = re.escape(form).replace(r"\ ", "(?:" + SPACE + "|-)")
        found.append(f"(?i:{pattern})" if len(form) > 3 and form.islower() else pattern)
    return "|".join(found)


@cache
def _units() -> dict[str, dict[str, str]]:
    """Forms of units by the side of the number they stand on; the form folded, the unit as in the table."""
    sides: dict[str, dict[str, str]] = {"before": {}, "after": {}}
    for line in files("kg.lexicon").joinpath("units.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            form, unit, side = line.split("\t")
            sides[side][form] = unit
    return sides


def _folded(forms: dict[str, str]) -> dict[str, str]:
    return {form.lower(): unit for form, unit in sorted(forms.items(), reverse=True)}


_BEFORE, _AFTER = _units()["before"], _units()["after"]
_AFTER_FOLDED = _folded(_AFTER)
CURRENCIES = frozenset(_BEFORE.values()) | {"pesos", "shillings", "kroner"}
"""The units that are money."""
_MONEY_BEFORE = re.compile(rf"(?<![A-Za-z])(?P<money>{_alternatives(list(_BEFORE))}){SPACE}?$")
_UNIT_AFTER = re.compile(
    rf"(?P<gap>{SPACE}?-?{SPACE}?)(?:(?P<unit>{_alternatives(list(_AFTER))})(?![A-Za-z\d²³]|-(?:on|over|to)-[a-z])"
    rf"|(?<=illion{SPACE})(?P<won>won)\b)"
)
_SCALE = re.compile(
    rf"(?:{SPACE}|-)?(?P<scale>{_SCALE_WORDS})\b|(?P<letter>[mMkKbB])(?![\w²³/])", re.IGNORECASE
)  # fmt: skip
_MORE_PARTS = re.compile(
    rf"{SPACE}(?:and{SPACE})?(?P<part>\d{{1,3}}){SPACE}(?P<scale>kharba|arba|arab|crore|lakh|million|thousand|hundred)\b"
)
_PLUS = re.compile(rf"\+(?!\d)|{SPACE}?-?plus\b|{SPACE}or{SPACE}more\b|{SPACE}and{SPACE}more\b")
_ODD = re.compile(rf"-odd\b|{SPACE}or{SPACE}so\b|{SPACE}c\.(?=\s|$)")
_SIGN = re.compile(r"(?:^|[\s(,;:\t])(?P<sign>[-−–+])$|\bminus(?: of)? (?P<minus>)$")

_SLIGHTLY = r"(?:just|slightly|well|a (?:touch|little|bit|shade))"
_QUALIFIERS = {
    Qualifier.NEARLY: rf"nearly|almost|close to|{_SLIGHTLY} (?:under|below|less than|short of|shy of)|not quite|"
    r"approaching|shy of|virtually",
    Qualifier.MORE_THAN: rf"(?:{_SLIGHTLY} )?(?:more than|over|above)|upwards? of|in excess of|at least|"
    r"no (?:fewer|less) than|not (?:fewer|less) than|a minimum of|north of|exceed(?:s|ed|ing)?|topp(?:ed|ing)|"
    r"surpass(?:es|ed|ing)?|greater than|beyond|past|[>≥]",
    Qualifier.LESS_THAN: r"(?:fewer|less|lower) than",
    Qualifier.UP_TO: r"up to|as (?:many|much|high) as|at most|a maximum of|no more than|not more than|maximum",
    Qualifier.ABOUT: r"some|about|around|approximately|approx\.?|roughly|circa|ca?\.|an estimated|"
    r"(?:in|on|of) the (?:order|region|neighbou?rhood) of|[~≈]|or so",
}
_QUALIFIER = re.compile(
    r"(?<![\w])(?:" + "|".join(f"(?P<{q.name}>{words})" for q, words in _QUALIFIERS.items()) + r")[ \u00a0]?(?:an? )?$",
    re.IGNORECASE,
)

_FELL_BELOW = re.compile(
    r"\b(?:f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?|slip(?:s|ped|ping)?|sank|sunk|dip(?:s|ped|ping)?|shrank"
    r"|decline[sd]?|went|gone|remain(?:s|ed|ing)?|stay(?:s|ed|ing)?) (?:to )?(?:below|under) $"
)

# -- look-alikes -------------------------------------------------------------------------------

_LABEL = re.compile(
    r"(?:\b(?:nos?\.?|nr\.?|number|numbers|page|pages|p\.|chapter|section|article|paragraph|clause|act|bill|resolution|"
    r"decree|law|volume|vol\.?|issue|edition|line|lines|route|routes|highway|road|phase|stage|step|terminal|gate|platform|"
    r"flight|district|ward|zone|block|sector|year|grade|class|level|tier|version|group|room|floor|hall|unit|type|category|"
    r"day|week|round|season|episode|goal|sdg|expo|vision|horizon|agenda|channel|radio|formula|figure|fig\.|table|apollo|"
    r"top|age|aged|ages|under-|article|pier|berth|exit|box|suite|building|scope|part|season|covid|plan|target|runway|kv|"
    r"euro|lot|batch|rule|chapter|mission|verse|dial|call|ext\.?|tel\.?|phone|fax|isbn|version|windows|session)"
    r"|[#§№])[ \u00a0]?$",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|every|a|per) (?:day|week|year) $", re.IGNORECASE)
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z]+ $")
_PER = re.compile(r"\b(?:per|for every|for each|in every) $")
_NAME_AND_AGE = re.compile(r"[A-Z][\w’'-]+, $")
_GLUED = re.compile(r"[A-Za-z_²³]|[./:]\d|[-–](?:in|to)-|,\d|/|'s?\b|’s?\b")
_AGE = re.compile(r"[- ]years?[- ]olds?\b|[- ]years? of age\b|[- ]months?[- ]olds?\b|s\b(?! )")
_ORDINAL_OR_CLOCK = re.compile(
    r"(?:st|nd|rd|th)\b|:\d\d|\.?\s?(?:a\.m|p\.m|am|pm|hrs|o'clock|o’clock|GMT|CET|noon|midnight)\b|"
    r"[- ]?(?:fold|times?)\b|"
    r" (?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\b|-(?:time|fold|star|point|way|party|nil|all)\b"
)
_MONTH_BEFORE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? $"
)
_LIST_NUMBER = re.compile(r"[.)] (?=[A-Z])|[.)]$")
_THREE_PLACES = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_COUNTED = re.compile(
    rf"{SPACE}(?:[a-z-]+{SPACE})?(?:people|inhabitants|residents|citizens|souls|visitors|tourists|guests|arrivals|passengers|"
    r"students|pupils|beds|rooms|members|participants|delegates|seats|spectators|athletes|employees|workers|jobs|homes|"
    r"attendees|attendants|exhibitors|runners|fans|viewers|"
    r"houses|households|dwellings|apartments|trees|cars|vehicles|bicycles|votes|nights|stays|buildings|businesses)\b"
)
_SCORE = re.compile(r"\s?[-–:]\s?$|\bto $")


def find(document: Document) -> Iterator[QuantityMention]:
    """Quantities of a document, in order of the text; they never overlap each other or a date."""
    dates = document.all(DateMention)
    starts = [d.span.start for d in dates]

    def dated(start: int, end: int) -> bool:
        i = bisect_right(starts, end - 1)
        return any(d.span.end > start for d in dates[max(0, i - 3) : i])

    for sentence in document.sentences:
        spans = (
            sentence.block.cells if sentence.block.kind is BlockKind.ROW and sentence.block.cells else (sentence.span,)
        )
        for span in spans:
            found: list[QuantityMention] = []
            for number in numerals(document.text, span):
                if (found and number.start < found[-1].span.end) or dated(number.start, number.end):
                    continue
                quantity = _quantity(document.text, span, number)
                if quantity and not (found and quantity.span.overlaps(found[-1].span)):  # "0€ 0": one sign, one sum
                    found.append(quantity)
            yield from _joined(document.text, span, found)


def _quantity(text: str, span: Span, number: Numeral) -> QuantityMention | None:
    """The number with currency, sign, scale, unit and qualifier; None for a look-alike."""
    start, end, value = number.start, number.end, number.value
    thousands = value < 1000 and _THREE_PLACES.fullmatch(text, start, end) and _COUNTED.match(text, end, span.end)
    if thousands and not _SCALE.match(text, end, span.end):
        value *= 1000  # "28.417 beds", not "3.412 million guests"
    money = None if number.word else _MONEY_BEFORE.search(text[max(span.start, start - 8) : start])
    scaled = False
    if (m := _SCALE.match(text, end, span.end)) and not number.share:
        letter = m["letter"]
        if m["scale"] and (m["scale"].lower() != "hundred" or not number.word):
            scaled = True
        elif letter == "K" and value < 20 and not money:
            return None  # "4K"
        elif letter:
            scaled = bool(money) or _million_not_metre(text, m)
        if scaled:
            scale = SCALES[(m["scale"] or letter).lower()]
            value, end = value * scale, m.end()
            while (part := _MORE_PARTS.match(text, end, span.end)) and SCALES[part["scale"]] < scale:
                scale = SCALES[part["scale"]]
                value, end = value + int(part["part"]) * scale, part.end()
    if _PER.search(text[max(span.start, start - 16) : start]):
        return None  # "14.2 per 1,000 people"
    if number.glued and not money:
        return None  # "G20", "COVID-19", "3/4"
    if money and money["money"] in {"R", "N"} and (not (scaled or not number.whole) or money.group().endswith(" ")):
        return None  # "R44", "N7": roads and models
    if money and money["money"].isalpha() and money["money"].isupper() and number.whole and not scaled and value < 100:
        return None  # "COP15", "RMB 5"
    unit = "%" if number.share else _BEFORE[money["money"]] if money else None
    plus = _PLUS.match(text, end, span.end)
    if plus:
        end = plus.end()
    if (u := _UNIT_AFTER.match(text, end, span.end)) and unit != "%":
        named = "KRW" if u["won"] else _AFTER.get(u["unit"]) or _AFTER_FOLDED[re.sub(r"[\s-]", " ", u["unit"]).lower()]
        if not money or named in CURRENCIES:
            unit, end = (named if not money or money["money"] == "$" else unit), u.end()
    if money:
        start -= len(money.group())
    sign = _SIGN.search(text[max(span.start, start - 10) : start])
    if (
        sign
        and (sign["minus"] is not None or sign["sign"] in "-−–")
        and not re.search(r"[-–]\s?$", text[span.start : start - 1][-3:])
    ):
        value = -value
    if sign:
        start -= 1 if sign["sign"] else len(sign.group())
    bare = unit is None and not scaled
    if _look_alike(text, span, number, replace_end=end, bare=bare, unit=unit, sign=bool(sign)):
        return None
    qualifier, taken = _qualifier(text[max(span.start, start - 32) : start])
    if qualifier is None and plus:
        qualifier = Qualifier.MORE_THAN
    elif qualifier is None and (odd := _ODD.match(text, end, span.end)):
        qualifier, end = Qualifier.ABOUT, odd.end()
    return QuantityMention(span=Span(start=start - taken, end=end), value=value, unit=unit, qualifier=qualifier)


def _qualifier(left: str) -> tuple[Qualifier | None, int]:
    """How exact the words before a number make it, and how many characters of them are part of it."""
    if q := _QUALIFIER.search(left):
        return next(kind for kind in Qualifier if q.groupdict().get(kind.name)), len(q.group())
    return (Qualifier.LESS_THAN if _FELL_BELOW.search(left) else None), 0


def _million_not_metre(text: str, m: re.Match[str]) -> bool:
    """True where a letter glued to a number is a scale ("46m passengers"), not "100m long"."""
    if m["letter"] in "bB":
        return False
    after = text[m.end() : m.end() + 8]
    return not re.match(r"-|\s(?:long|high|tall|wide|deep|away|above|below|from|of)\b", after)


def _look_alike(
    text: str, span: Span, number: Numeral, *, replace_end: int, bare: bool, unit: str | None, sign: bool
) -> bool:
    """True for digits and words that count nothing: years, ranks, labels, ages, times, scores."""
    start = number.start
    before, after = text[max(span.start, start - 14) : start], text[replace_end : min(span.end, replace_end + 16)]
    if number.share:
        return False
    if unit == "year" and _AGE.match(" years" + after):
        return True
    if _AGE.match(text, replace_end, span.end) or _ORDINAL_OR_CLOCK.match(text, replace_end, span.end):
        return True
    if not bare:
        return False
    if (_LABEL.search(before) and not _EACH.search(before)) or _MONTH_BEFORE.search(before):
        return True
    if number.word:
        return number.value <= 1
    if _GLUED.match(after):
        return True
    if not number.whole:
        return False
    if before.endswith("(") and COUNTED_IN_BRACKETS.match(text, replace_end):
        return False
    if 1800 <= number.value <= 2100 and not sign and not _QUALIFIER.search(text[max(span.start, start - 20) : start]):
        return True  # a year; counts in this range are written with a comma or after "about"
    if start == span.start and _LIST_NUMBER.match(after):
        return True
    if number.value < 100 and re.match(r"\. [A-Z]", after):
        return True
    if _NAME_AND_AGE.search(before) and re.match(r",|\)", after) and 15 <= number.value <= 110:
        return True
    return bool(_CAPITALISED.search(before)) and not re.match(r" [a-z]+ ?[a-z]*s\b", after)


def _joined(text: str, span: Span, quantities: list[QuantityMention]) -> Iterator[QuantityMention]:
    """The quantities, with "N to M", "N-M" and "between N and M" as one; scores are dropped."""
    quantities = _sharing_a_scale(text, quantities)
    i = 0
    while i < len(quantities):
        low = quantities[i]
        if i + 1 < len(quantities):
            high = quantities[i + 1]
            between = text[low.span.end : high.span.start]
            before = text[max(span.start, low.span.start - 16) : low.span.start].lower()
            ranged = (
                re.fullmatch(rf"{SPACE}?[-–—~]{SPACE}?|{SPACE}to{SPACE}", between)
                and not re.search(r"\bfrom\s$", before)
                and not (re.search(r"\bby\s$", before) and _is_full(text, low))  # "by €2 million to €12 million"
                and not (_MOVED.search(before) and _is_level(text, low, high))
                and not (low.unit == "%" and _signed(text, low) and not _signed(text, high))  # "+11 % to 51 %"
            ) or (between == " and " and before.endswith("between "))
            if ranged and (joined := _range(text, low, high)):
                yield joined
                i += 2
                continue
            if between == " and " and low.unit is None and high.unit and _lacks_unit(text, low, high):
                low = replace(low, unit=high.unit)  # "21.5 and 12 per cent"
            if low.unit == high.unit is None and ((ranged and "to" not in between) or _bare_beside(text, low, high)):
                i += 2  # 46-44; "Pupils 34 197,062": nobody says which column is whose
                continue
        yield low
        i += 1


def _bare_beside(text: str, one: QuantityMention, other: QuantityMention) -> bool:
    """True of two numbers in digits with nothing but a blank between them."""
    digits = one.span.of(text)[-1:].isdigit() and other.span.of(text)[:1].isdigit()
    return digits and re.fullmatch(SPACE, text[one.span.end : other.span.start]) is not None


def _sharing_a_scale(text: str, quantities: list[QuantityMention]) -> list[QuantityMention]:
    """The quantities, those without a word like "million" with that of the next: "€8.6 and €5.4 million"."""
    found = quantities[:]
    scale: str | None = None
    for i in range(len(found) - 2, -1, -1):
        low, high = found[i], found[i + 1]
        link, shown = _SHARED.fullmatch(text[low.span.end : high.span.start]), low.span.of(text)
        own = _SCALED.search(high.span.of(text))
        scale = own["scale"].lower() if own and link and link["and"] else scale if link else None
        parted = low.unit in CURRENCIES or "." in shown
        if scale and parted and shown[-1:].isdigit() and low.unit == high.unit and low.value < _LEAST_SCALED:
            found[i] = replace(low, value=low.value * SCALES[scale])
        else:
            scale = None
    return found


_SHARED = re.compile(rf",?{SPACE}(?P<and>and{SPACE})?")
_SCALED = re.compile(rf"(?P<scale>million|billion|trillion|crore|lakh|bn|mn|m)(?:{SPACE}?\S{{1,10}})?$", re.IGNORECASE)
_LEAST_SCALED = 1000


def _is_full(text: str, quantity: QuantityMention) -> bool:
    """True of a sum of money or a number with a word like "million": it needs nothing of the number behind it."""
    return quantity.unit in CURRENCIES or _SCALED.search(quantity.span.of(text)) is not None


_MOVED = re.compile(
    r"\b(?:by|rose|rise|grew|grow|climbed|increased?|jumped|soared|fell|fall|dropped|declined|decreased?) $"
)
_FAR_ABOVE = 8


def _is_level(text: str, moved: QuantityMention, level: QuantityMention) -> bool:
    """True of what something came to behind what it moved by: "rose by 3 % to 61.5 %", "grew $0.4 m to $31 m"."""
    apart = level.value > _FAR_ABOVE * moved.value
    return apart and (moved.unit == level.unit == "%" or _is_full(text, moved))


def _signed(text: str, quantity: QuantityMention) -> bool:
    return quantity.span.of(text)[0] in "+-−–"


def _lacks_unit(text: str, low: QuantityMention, high: QuantityMention) -> bool:
    """True of the first of "21.5 and 12 per cent", "1.4 million and 1.9 million litres"."""
    if low.span.of(text)[-1:].isdigit():
        return low.value < _LEAST_SCALED
    both = _SCALED.search(low.span.of(text)) and re.search(r"illion\b", high.span.of(text))
    return bool(both) and high.unit != "%" and high.unit not in CURRENCIES


def _range(text: str, low: QuantityMention, high: QuantityMention) -> QuantityMention | None:
    """Both as one range; the first takes scale and unit from the second ("2 to 3 million euros")."""
    if low.unit and low.unit != high.unit and (high.unit or low.unit not in CURRENCIES):
        return None  # "by 9 per cent to 31 million"
    bottom, top = abs(low.value), abs(high.value)
    scale = next((s for s in (10**12, 10**9, 10**6, 10**3) if top >= s), 1)
    if re.search(r"[a-zA-Z]", high.span.of(text)) and bottom < 1000 <= top and bottom * scale < top:
        bottom *= scale
    if bottom >= top:
        return None
    span = Span(start=low.span.start, end=high.span.end)
    return replace(low, span=span, value=bottom, value_max=top, unit=low.unit or high.unit)
