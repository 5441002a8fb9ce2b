"""What a clause says in so many words that a figure is: "bed occupancy stood at 64 per cent"; how long guests stay.

Input: Site. Output: Measure; None where no such words stand before the figure.
"""

from __future__ import annotations

import re

from kg.facts.metric_phrases import Measure, Site
from kg.facts.metric_rates import rate_of, ratio_of
from kg.facts.metric_words import either, tokens

_STATED = re.compile(
    r"\d[^.;]*?(?:[,;] (?:while |whereas |and |but )?| while | whereas )(?:the |its |their )?"
    r"(?P<what>(?:[a-z][a-z-]+ ){1,4})(?:stood at|stands at|averaged|reached|amounted to|was|came to) "
    r"(?:about |around |some |just |only )?$"
)
_OPENING = re.compile(
    r"(?:The )?(?P<what>[A-Z][A-Za-z-]*(?: [a-z-]+){0,2}) (?:in|across) [A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}"
    r"(?: (?:last|this) (?:year|month|week))?,? (?:totall?ed|averaged|stood at|stands at|came to|amounted to|was|is)"
    r"(?: about| around| some| just| only)? $"
)
_NIGHTS = re.compile(r" (?P<unit>nights?|days?)\b")
_STAY = re.compile(
    r"\b(?P<average>average )?(?P<what>(?:length|duration) of (?:\w+ )?stay)\b(?:[^.;]|\.\d){0,90}$", re.IGNORECASE
)
_STAYED = re.compile(r"\bstay(?:s|ed|ing)?(?: for)?(?: an average of| on average)(?: for)?(?: about| around)? $")
_MOVED = re.compile(rf"(?<![\w-])(?:(?P<rise>{either('rise')})|(?P<fall>{either('fall')})),?(?: by)? $")
_SPELLS = frozenset((None, "day"))


def stated(site: Site) -> Measure | None:
    """For the second of "room occupancy was 81 percent, while bed occupancy stood at 64 percent"."""
    m = _STATED.search(site.left)
    what = site.left_span(m, "what") if m else None
    if what is None or any(token.tag not in "NA" for token in tokens(site.text, what.start, what.end)):
        return None
    base = site.naming(what)
    return Measure(base=base, rate=rate_of(site, site.end), how="stated", noun=what) if base else None


def opening(site: Site) -> Measure | None:
    """For "Rainfall in Cork totalled 74 mm": the word that a sentence begins with is no name."""
    whole = site.start - len(site.left) == site.sentence.start
    m = _OPENING.fullmatch(site.left) if whole else None
    what = site.left_span(m, "what") if m else None
    if what is None or any(token.tag not in "NA" for token in tokens(site.text, what.start, what.end)):
        return None
    rate, ratio = rate_of(site, site.end), ratio_of(site, site.end)
    return Measure(base=what.of(site.text), rate=rate, unit=ratio, how="stated", noun=what)


def stay(site: Site) -> Measure | None:
    """For "the average length of stay fell by 0.2 nights to 1.7 nights", "guests stayed an average of 2.1 nights"."""
    unit = site.quantity.unit
    nights = site.after(_NIGHTS) if unit is None else None
    told, stayed = _STAY.search(site.left), _STAYED.search(site.left)
    if unit not in _SPELLS or not (unit or nights) or not (told or stayed):
        return None
    average = "average " if stayed or (told and told["average"]) else ""
    base = average + (told["what"].lower() if told else "length of stay")
    moved = _MOVED.search(site.left)
    kind = "" if moved is None else "change in" if moved["fall"] else "growth in"
    return Measure(base=base, kind=kind, how="stay", unit="nights" if nights and "n" in nights["unit"][:1] else None)
