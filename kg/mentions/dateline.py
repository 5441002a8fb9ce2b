"""Where and when an article was filed: "SHANGHAI, Nov. 18 (Xinhua) --", "(Athens, GA) –", "PARIS (AFP) -".

Input: Document (sentences). Output: Document with ``dateline_city`` and ``anchor``, the date that
relative dates count from: that of the dateline, its year from the publication date; else the latter.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from kg.mentions.gazetteer import homonyms
from kg.mentions.namesakes import city_mention, key_of, likeliest, page
from kg.mentions.place_words import NAME, UPPER
from kg.model import CityMention, Document, Span

_PROSE = 50  # characters that follow a dateline at least; a list item is shorter
_OPENING, _LONG = 2, 120  # the first blocks, headline and subtitle included; characters of a sentence behind a colon
_BLOCKS = 8  # a dateline stands in the first blocks of an article
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_WORD = rf"(?:{NAME}|[{UPPER}][{UPPER}.'’-]+)"
_DATELINE = re.compile(
    rf"^(?P<bracket>[(\[])?(?P<city>{_WORD}(?:[ -]{_WORD}){{0,3}})"
    r"(?:(?:, |/| \()(?P<place>[^\d(),/]{2,25})\)?)?[)\]]?"
    r"(?:,? ?(?:(?P<month>[A-Z][a-z]{2,8}|[A-Z]{3,9})\.? (?P<day>\d{1,2})"
    r"|(?P<day2>\d{1,2}) (?P<month2>[A-Z][a-z]{2,8}))(?:,? (?P<year>\d{4}))?)?"
    r"[,.]?(?P<agency> ?[(/\[][^()\n]{2,40}[)/\]])?[.,]? ?(?P<end>(?:--|[-–—])+|:) ?"
)


def date_and_place(document: Document) -> Document:
    """The document with the city and the date of its dateline, where it has one."""
    anchor = document.article.published
    for number, block in enumerate(document.article.blocks[:_BLOCKS]):
        line = document.text[block.span.start : min(block.span.end, block.span.start + 200)]
        match = _DATELINE.match(line)
        if match is None or len(line) - match.end() < _PROSE:
            continue
        opens = number <= _OPENING and len(line) - match.end() > _LONG and line[match.end() : match.end() + 1].isupper()
        city = _city(match, opens=opens)
        if city:
            span = Span(start=block.span.start + city.span.start, end=block.span.start + city.span.end)
            return replace(document, dateline_city=replace(city, span=span), anchor=_date(match, anchor) or anchor)
    return replace(document, anchor=anchor)


def _city(match: re.Match[str], *, opens: bool) -> CityMention | None:
    """The city of a dateline; its span counts from the start of the line.

    ``opens``: the line is the first of an article, and long: "Pune: The municipal corporation has …".
    """
    dated = bool(match["month"] or match["month2"])
    plain = opens if match["end"] == ":" else match["bracket"] or match["agency"]
    if not (dated or match["city"].isupper() or plain):
        return None
    line = page(match.group())
    for position, named in enumerate(line.names):
        if (named.start, named.end) == match.span("city") and named.cities:
            if homonyms().get(key_of(line.text, named)) == "never" and position not in line.beside:
                return None
            return city_mention(line, position, likeliest(line, named))
    return None


def _date(match: re.Match[str], published: datetime.date | None) -> datetime.date | None:
    month = _MONTHS.get((match["month"] or match["month2"] or "")[:3].lower())
    year = int(match["year"]) if match["year"] else published.year if published else None
    if month is None or year is None:
        return None
    try:
        date = datetime.date(year, month, int(match["day"] or match["day2"]))
        if not match["year"] and published and (date - published).days > 180:  # filed in December, put out in January
            date = date.replace(year=year - 1)
    except ValueError:
        return None
    return date
