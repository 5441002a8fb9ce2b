"""What a percentage measures: a share, a rate or a change.

Input: Site. Output: Measure: "share of households", "unemployment rate", "growth in visitors".
"""

from __future__ import annotations

import re

from kg.facts.metric_phrases import Measure, Site, names_bearer, names_no_measure, noun_phrase, phrase_before, subject
from kg.facts.metric_words import either, words

_LITTLE = rf"(?:(?:{either('slightly')})[ ,]+)?"
_MOVED = re.compile(
    rf"(?<![\w-])(?:(?P<rise>{either('rise')})|(?P<fall>{either('fall')}))(?: it| them)?,? {_LITTLE}"
    r"(?:by )?(?:another |an? |a further |an average of |an even \w+er )?$",
    re.IGNORECASE,
)
_MAKE_UP = re.compile(r"\bma(?:ke|kes|de|king) up (?:about |around |nearly |almost |over )?$")
_BROUGHT = re.compile(
    rf"(?<![\w-])(?:(?P<rise>{either('raise')})|(?P<fall>{either('lower')})) "
    r"(?P<what>(?!(?:by|to|at|in|on|of|from|for|with) )[^,.;:()\d]{3,60})(?<! of)(?<! at)(?<! to)(?<! in)(?<! than)"
    r"(?: by)? (?:another |a further |an? |an average of |nearly |almost |about |around |some )?$"
)
_OR = re.compile(r"\d,? (?:or|\() ?(?:about |around |nearly |almost |some )?$")
_AND_BY = re.compile(r"\d[^.;:]*(?:,| and|, and) [A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2} by $")  # "Regina by 12 per cent"
_AT_A_RATE = re.compile(
    rf"(?<![\w-])(?:(?P<rise>{either('rise')})|(?P<fall>{either('fall')})) at an? "
    r"(?:average |annual |yearly |compound |growth ){0,4}(?:rate|pace) of $",
    re.IGNORECASE,
)
_RISE_IN = re.compile(
    r"\b(?:(?P<rise>rise|increase|growth|jump|surge)|(?P<fall>fall|drop|decline|decrease|reduction)) in "
    r"(?P<what>[^,.;:()\d]{3,50}) of (?:about |around |nearly |almost |some )?$"
)
_APPOSED_TO = re.compile(r"\b(?:in|of|for) (?P<what>[a-z][^,.;:()\d]{2,50}?)(?: \([^()\d]*\))?, $")
_APPOSED = re.compile(r"(?:up|down|an?|higher|lower)\b", re.IGNORECASE)
_MORE = re.compile(
    rf"[ -](?:year[- ]on[- ]year |annual |yearly |net )?(?P<what>{either('more', 'fewer')})\b(?! than half)",
    re.IGNORECASE,
)
_FEWER = words("fewer")
_REFERENCE = re.compile(r"\b(?:records?|levels?|figures?|totals?|averages?|peaks?|targets?)$")
_IN_WHAT = re.compile(r" (?:in|of|for) ")
_OF_WHAT = re.compile(r" (?:of|out of) ")
_ONE_IN = re.compile(r"\w (?:in|out of) (?:every )?\w+$")
_OF_THEM = re.compile(r",? of (?:them|these|those|which|whom)\b")


def change(site: Site) -> Measure | None:
    """For "rose by 9 per cent", "+9%", "9 per cent more visitors"; None where the percentage is no change."""
    before = site.earlier.base if site.earlier else ""
    if brought := _BROUGHT.search(site.left):
        what = site.naming(site.left_span(brought, "what"))
        if what:
            return Measure(base=what, kind="change in" if brought["fall"] else "growth in", how="moved")
    told = re.search(r"\d", site.left) is not None
    moved = None if _MAKE_UP.search(site.left) else _MOVED.search(site.left)
    if (_OR.search(site.left) or _AND_BY.search(site.left)) and site.earlier and site.earlier.change:
        return Measure(base=before, kind=site.earlier.kind, how="moved", borrowed=True)  # "rose 4,200, or 9 per cent"
    if risen := _RISE_IN.search(site.left):
        what = site.naming(site.left_span(risen, "what"))
        if what and not names_bearer(what):
            return Measure(base=what, kind="change in" if risen["fall"] else "growth in", how="moved")
    moved = moved or _AT_A_RATE.search(site.left)
    if moved or site.text[site.start] in "+-−" or site.quantity.unit == "percentage points":
        base = _what_moved(site, moved) if moved else before
        if before and (not base or names_bearer(base) or (told and (not moved or _APPOSED.match(moved.group())))):
            base = before
        fall = bool(moved and moved["fall"]) or site.quantity.value < 0
        kind = "change in" if fall else "growth in"
        return Measure(base=base, kind=kind, how="moved", borrowed=_is_borrowed(base, before)) if base else None
    if more := site.after(_MORE):
        link = site.after(_IN_WHAT, more.end())
        noun = site.noun_after(link.end() if link else more.end())
        noun = None if noun and _REFERENCE.search(noun.of(site.text)) else noun  # "3% below the previous record"
        base = site.naming(noun) or (before if told else "") or site.naming(site.subject()) or before
        kind, borrowed = "change in" if more["what"].lower() in _FEWER else "growth in", _is_borrowed(base, before)
        return Measure(base=base, kind=kind, how="more", noun=noun, borrowed=borrowed) if base else None
    return None


def _is_borrowed(base: str, before: str) -> bool:
    """True where the words do not say what changed: it is that of the figure before, or whom it is about."""
    return base == before or names_no_measure(base)


def _what_moved(site: Site, moved: re.Match[str]) -> str:
    """What rose or fell: the subject of the verb, or what follows the noun ("growth of 3 per cent in sales")."""
    at = site.start - len(site.left) + moved.start()
    link = site.after(_IN_WHAT) if moved["rise"] else None
    behind = site.naming(noun_phrase(site.text, link.end(), site.sentence.end)) if link else ""
    start = site.sentence.start
    apposed = _APPOSED_TO.search(site.left[: moved.start()]) if _APPOSED.match(moved.group()) else None
    if apposed and (what := site.naming(site.left_span(apposed, "what"))):
        return what  # "in bed nights, up 9 per cent"
    return behind or site.naming(subject(site.text, start, at + 1)) or site.naming(phrase_before(site.text, start, at))


def share(site: Site) -> Measure | None:
    """For "60 per cent of households", "30 per cent of them"; None where nothing follows that is shared."""
    before = site.earlier.base if site.earlier else ""
    if _ONE_IN.search(site.text[site.start : site.end]) and (noun := site.noun_after()):
        base = site.naming(noun)
        return Measure(base=base, kind="share of", how="share", noun=noun) if base else None
    if before and site.after(_OF_THEM):
        return Measure(base=before, kind="share of", how="share")
    if link := site.after(_OF_WHAT):
        noun = site.noun_after(link.end())
        if base := site.naming(noun) or before:
            return Measure(base=base, kind="share of", how="share", noun=noun)
    return None
