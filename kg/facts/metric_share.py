"""What a percentage measures: a share, a rate or a change.

Input: Site. Output: Measure: "share of households", "unemployment rate", "growth in visitors".
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.facts.metric_phrases import Measure, Site, names_bearer, names_no_measure, noun_phrase, phrase_before, subject
from kg.facts.metric_words import either, tag_of, tokens, words
from kg.model import Span

_LITTLE = rf"(?:(?:{either('slightly')})[ ,]+)?"
_MEANWHILE = (
    r"(?:(?:for the first time|(?:last|this) year|in (?:19|20)\d\d|year[- ]on[- ]year"
    r"|(?:in|over|from|on) the (?:same|previous|preceding|last|past|first) (?:year|period|month|quarter|half)),? )"
)
_MOVED = re.compile(
    rf"(?<![\w-])(?:(?P<rise>{either('rise')})|(?P<fall>{either('fall')}))(?: it| them)?,?(?: [-–—])? {_LITTLE}"
    rf"(?:{_MEANWHILE}?by )?(?:another |an? |a further |an average of |an even \w+er |only |just )?$",
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
_BROUGHT_FROM = re.compile(
    rf"(?<![\w-])(?:{either('raise', 'lower')}) (?P<what>(?!by )[^,.;:()\d]{{3,60}}?) from (?:an? )?"
    r"(?:(?:projected|planned|proposed|estimated|expected|current) )?(?P<first>\d[\d.]* ?(?:%|per ?cent\b) to )?$"
)
_TO = re.compile(r" to \S*\d| to (?:about|around|some|nearly|almost|just|over|under|more than|less than) ")
_GAPPED = re.compile(  # "raises fares by 3%, charges by 12%"
    r"\d ?(?:%|per ?cent\b)(?:,| and|, and) (?P<what>[A-Za-z][^,.;:()\d]{2,40}?) by $"
)
_SAW = re.compile(
    r"\b(?:saw|sees?|seen|seeing|experienced|watched)(?: (?:its|their|the|his|her))? "
    rf"(?P<what>(?:(?:[a-z][a-z-]+|{either('measure_name')}) ){{1,4}})$"
)
_HEADED_BY = re.compile(  # "rises in room rates for the week: Cork (+4%"
    r"(?:(?:increases?|gains?|growth|rises?|lifts?|decreases?|declines?|drops?|falls?) in (?P<in>[A-Za-z][\w -]{1,30}?)"
    r"|(?P<named>(?:[a-z][a-z-]+ ){0,2}(?:[a-z][a-z-]+|ADR|RevPAR)) "
    r"(?:increases|gains|rises|decreases|declines|drops|falls))"
    r"(?: of [^:()]{3,25})?(?: for the [a-z]+)?: [^:]*\($"
)
_BESIDE_BRACKET = re.compile(rf"\b(?:in|and) (?P<what>{either('measure_name')}|occupancy|(?:[a-z]+ )?rates?) \($")
_SIZES = words("size")
_SUPERLATIVE = re.compile(
    r"(?:largest|biggest|steepest|sharpest|highest|strongest|smallest|only|double-digit) (?P<what>.+?) "
    r"(?:increases?|declines?|decreases?|growth|drops?|falls?|rises?|gains?|upticks?)"
)
_AROUND = 300
_PEOPLED = re.compile(r"\b(?:[Pp]opulations?|[Pp]opulous|[Cc]ensus|residents|inhabitants)\b")
_CITY_GREW = re.compile(  # "between 2010 and 2020, the city grew by"
    r"(?:^|[,.] )(?:[Tt]he|[Tt]his|[Oo]ur) (?:city|town|village|county|municipality|district|borough|metropolis)"
    r"(?: of [A-Z]\w+)?(?: itself)?(?: has| had)? $"
)
_FURTHER = re.compile(
    rf"(?<![\w-])(?:{either('rise')}|{either('fall')}) (?:by )?"
    r"(?:[\d.]+ ?(?:%|per ?cent|percentage points|points),? (?:and )?(?:by )?)+$",
    re.IGNORECASE,
)
_PER_CENT = 100
_SIGNS = ("+", "-", "−", "minus ")
_SIGNS_BEFORE = ("+/", "+/-", "±")
_PLUS = re.compile(r"[(,] ?plus $")
_PLUS_ENDS = re.compile(r" ?[,)]")
_ORIGIN = re.compile(
    r"\b(?P<noun>(?i:visits|visitors|arrivals|guests|tourists|travell?ers|overnights|(?:overnight )?stays|students))"
    r" from (?:[a-z’']+ ){0,4}(?P<where>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2})(?:,? (?:which )?(?:ha[ds] |have )?| \()$"
)
_FIRST_CLAUSE = re.compile(r"\b(?:While|Whereas|Although|Though) .*\d[^,;:]*, ")
_SAID = re.compile(r"\b(?:said|says|announced|reported|stated|added|noted|claimed) (?=[a-z])(?!to )(?:that )?")
_SAID_BETWEEN = re.compile(r", [^,;:\d]{2,60} (?:said|says|added|reported)(?: [^,;:]{1,30})?, $")
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
_APPOSITION = re.compile(
    r"(?:, |[–—(] ?)(?:(?:representing|marking|with|recording|showing|registering|reflecting|an?|which is|this is) )*"
    rf"(?:(?:{either('size')}) )*$"
)
_MORE = re.compile(
    rf"[ -](?:year[- ]on[- ]year |annual |yearly |net )?(?P<what>{either('more', 'fewer')})\b(?! than half)",
    re.IGNORECASE,
)
_NAMED_CHANGE = re.compile(
    r" (?P<what>(?:[a-z]+ ){1,2})(?:(?P<rise>increase|rise|growth|gain|surge|hike|uplift|jump)"
    r"|(?P<fall>decline|decrease|drop|fall|reduction|loss|slump))\b(?! rates?\b)"
)
_FEWER = words("fewer")
_REFERENCE = re.compile(r"\b(?:records?|levels?|figures?|totals?|averages?|peaks?|targets?)$")
_IN_WHAT = re.compile(r" (?:in|of|for) ")
_IN_NOUN = re.compile(r" (?:in|of) (?!the |an? )[a-z]")
_STAKE = re.compile(r" (?:majority |minority )?(?P<noun>stake|shareholding) (?:in|of) ")
_OF_WHAT = re.compile(r" (?:of|out of) ")
_WHOSE = re.compile(  # "of Cork's 1.4 million residents"
    r"(?:[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}[’']s |(?:the|its|their|our|this) (?:[a-z]+[’']s )?)?"
    r"(?:(?:about|some|more than|over|nearly|almost|roughly|estimated|total) )?"
    r"\d[\d.,]*(?: (?:million|billion|thousand))?(?= [a-z])"
)
_ONE_IN = re.compile(r"\w (?:in|out of) (?:every )?\w+$")
_OF_THEM = re.compile(r",? of (?:them|these|those|which|whom)\b")


def change(site: Site) -> Measure | None:
    """For "rose by 9 per cent", "+9%", "9 per cent more visitors"; None where the percentage is no change."""
    before = site.earlier.base if site.earlier else ""
    if found := _brought_from(site) or _gapped(site) or _further(site):
        return found
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
    plus = _PLUS.search(site.left) and site.after(_PLUS_ENDS)
    signed = plus or site.text.startswith(_SIGNS, site.start) or site.left.endswith(_SIGNS_BEFORE)
    if moved or signed or site.quantity.unit == "percentage points":
        base = _what_moved(site, moved) if moved else ""
        if before and (not base or names_bearer(base) or (told and (not moved or _is_apposed(site, moved)))):
            base = before
        if not moved and (origin := _ORIGIN.search(site.left.removesuffix("plus "))):
            base = origin["noun"].lower()  # "guests from Spain (plus 14 per cent)"
        if named := None if moved else _BESIDE_BRACKET.search(site.left) or _HEADED_BY.search(site.left):
            base = _without_verb(next(words for words in named.groups() if words))
        if most := _SUPERLATIVE.fullmatch(base):  # "the largest occupancy decline, falling 4%"
            base = most["what"]
        fall = bool(moved and moved["fall"]) or site.quantity.value < 0
        kind = "change in" if fall else "growth in"
        return Measure(base=base, kind=kind, how="moved", borrowed=_is_borrowed(base, before)) if base else None
    if (named := site.after(_NAMED_CHANGE)) and (base := _named_change(site, named)):
        return Measure(base=base, kind="change in" if named["fall"] else "growth in", how="more")
    if more := site.after(_MORE):
        link = site.after(_IN_WHAT, more.end())
        noun = site.noun_after(link.end() if link else more.end())
        noun = None if noun and _REFERENCE.search(noun.of(site.text)) else noun  # "3% below the previous record"
        base = site.naming(noun) or (before if told else "") or site.naming(site.subject()) or before
        kind, borrowed = "change in" if more["what"].lower() in _FEWER else "growth in", _is_borrowed(base, before)
        return Measure(base=base, kind=kind, how="more", noun=noun, borrowed=borrowed) if base else None
    return None


def _brought_from(site: Site) -> Measure | None:
    """For both numbers of "cut the tax from a projected 22 per cent to 9 per cent": levels, not changes."""
    brought = _BROUGHT_FROM.search(site.left)
    if brought is None or not (brought["first"] or site.after(_TO)):
        return None
    what = site.naming(site.left_span(brought, "what"))
    return Measure(base=what, how="from to") if what else None


def _without_verb(said: str) -> str:
    """The words behind the last verb and behind how large it is: "room rates" of "reported double-digit room rates"."""
    found = said.split()
    last = max((i for i, w in enumerate(found) if tag_of(w) == "V" or w.endswith("ed") or w in _SIZES), default=-1)
    return " ".join(found[last + 1 :]) or said


def _named_change(site: Site, named: re.Match[str]) -> str:
    """What changes in "a 4 per cent population decline"."""
    what = Span(start=named.start("what"), end=named.end("what"))
    alike = all(token.tag == "N" for token in tokens(site.text, what.start, what.end))
    return site.naming(what) if alike else ""


def _further(site: Site) -> Measure | None:
    """For the rest of "rose by 4%, 5% and 6%": changes as the first is."""
    more = _FURTHER.search(site.left) and not site.after(_OF_WHAT)
    return replace(site.earlier, noun=None) if more and site.earlier and site.earlier.change else None


def _gapped(site: Site) -> Measure | None:
    """For the second change of "raises fares by 3%, charges by 12%": its verb is that of the first."""
    gapped = _GAPPED.search(site.left)
    bare = site.quantity.unit is None and abs(site.quantity.value) <= _PER_CENT
    if gapped is None or site.earlier is None or not (site.earlier.change and (bare or site.quantity.unit == "%")):
        return None
    noun = site.left_span(gapped, "what")
    tags = [token.tag for token in tokens(site.text, noun.start, noun.end)]
    if not {*"VXCR"}.isdisjoint(tags):
        return None
    unit = None if site.quantity.unit else "%"  # "rents by 4 per cent, wages by 2"
    base = "" if tags[0] == "P" or gapped["what"].startswith(("that ", "those ")) else site.naming(noun)
    if not base or names_no_measure(base):  # "and in June by 6%"
        return replace(site.earlier, how="moved", borrowed=True, noun=None, unit=unit)
    return Measure(base=base, kind=site.earlier.kind, how="moved", noun=noun, unit=unit)


def _is_apposed(site: Site, moved: re.Match[str]) -> bool:
    """True of a change that is put behind a figure: ", up 4%", ", a slight increase of 4%", "(marking a rise of"."""
    if _APPOSED.match(moved.group()):
        return True
    if " of " not in moved.group() or site.after(_IN_NOUN):
        return False
    return _APPOSITION.search(site.left[: moved.start()]) is not None


def _is_borrowed(base: str, before: str) -> bool:
    """True where the words do not say what changed: it is that of the figure before, or whom it is about."""
    return base == before or names_no_measure(base)


def _what_moved(site: Site, moved: re.Match[str]) -> str:
    """What rose or fell: the subject of the verb, or what follows the noun ("growth of 3 per cent in sales")."""
    at = site.start - len(site.left) + moved.start()
    link = site.after(_IN_WHAT) if moved["rise"] else None
    if origin := _ORIGIN.search(site.left[: moved.start()]):
        return f"{origin['noun'].lower()} from {origin['where']}"
    behind = site.naming(noun_phrase(site.text, link.end(), site.sentence.end)) if link else ""
    if (saw := _SAW.search(site.left[: moved.start()])) and (what := site.naming(site.left_span(saw, "what"))):
        return what  # "the airport saw traffic drop 5 per cent"
    if between := _SAID_BETWEEN.search(site.left[: moved.start()]):  # "Arrivals, the mayor said, rose 3 per cent"
        at = site.start - len(site.left) + between.start()
    if _CITY_GREW.search(site.left[: moved.start()]) and _PEOPLED.search(
        site.text, max(0, site.sentence.start - _AROUND), site.sentence.end
    ):
        return "population"
    start = _clause(site, at)
    apposed = _APPOSED_TO.search(site.left[: moved.start()]) if _APPOSED.match(moved.group()) else None
    if apposed and (what := site.naming(site.left_span(apposed, "what"))):
        return what  # "in bed nights, up 9 per cent"
    return behind or site.naming(subject(site.text, start, at + 1)) or site.naming(phrase_before(site.text, start, at))


def _clause(site: Site, at: int) -> int:
    """Where the clause begins whose verb stands at ``at``: behind "While rents rose 3 per cent," or "he said that"."""
    first = _FIRST_CLAUSE.search(site.text, site.sentence.start, at)
    start = first.end() if first else site.sentence.start
    return max((m.end() for m in _SAID.finditer(site.text, start, at)), default=start)


def share(site: Site) -> Measure | None:
    """For "60 per cent of households", "30 per cent of them"; None where nothing follows that is shared."""
    before = site.earlier.base if site.earlier else ""
    if stake := site.after(_STAKE):
        return Measure(base=stake["noun"], how="share")
    if _ONE_IN.search(site.text[site.start : site.end]) and (noun := site.noun_after()):
        base = site.naming(noun)
        return Measure(base=base, kind="share of", how="share", noun=noun) if base else None
    if before and site.after(_OF_THEM):
        return Measure(base=before, kind="share of", how="share")
    if link := site.after(_OF_WHAT):
        whose = site.after(_WHOSE, link.end())
        noun = site.noun_after((whose or link).end())
        if base := site.naming(noun) or before:
            return Measure(base=base, kind="share of", how="share", noun=noun)
    return None
