"""What a quantity counts or measures, as the words around it put it.

Input: Site, a quantity in its sentence. Output: Measure, a noun phrase ("hotel rooms", "growth in
visitors", "length of line"); None where nothing is named. The noun behind the number comes first,
then a label, the noun before it, the subject, what was measured before.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.facts.metric_money import sum_of_money
from kg.facts.metric_phrases import Measure, Site, measuring, names_bearer, plural_noun
from kg.facts.metric_rates import LY, rate_of, ratio_of
from kg.facts.metric_share import change, share
from kg.facts.metric_stated import opening, stated, stay
from kg.facts.metric_words import either, plural, tokens
from kg.mentions.quantities import CURRENCIES
from kg.model import Span

_EXTENTS = {
    **dict.fromkeys(("km", "mile", "m", "ft"), "length of"),
    **dict.fromkeys(("m2", "km2", "ha", "acre"), "area of"),
    **dict.fromkeys(("MW", "kW", "GW"), "capacity of"),
}
_DIMENSION = re.compile(
    r"[ -](?:(?P<long>long|in length)|(?P<high>high|tall|in height)|(?P<wide>wide|in width)|(?P<deep>deep)"
    r"|(?P<size>in size|in area)|(?P<round>in diameter))\b",
    re.IGNORECASE,
)
_ABOVE_SEA = re.compile(r" above (?:the )?(?:mean )?sea[- ]?level\b")
_DIMENSIONS = {
    "long": "length",
    "high": "height",
    "wide": "width",
    "deep": "depth",
    "size": "area",
    "round": "diameter",
}
_NUMBER_OF = re.compile(
    r"\b(?:(?:average|mean) )?(?:(?P<rate>daily|monthly|yearly|weekly) )?(?:average )?number of "
    r"(?P<what>[a-z][^,.;:()\d]{2,30}?)(?: (?:is|was|at|has reached|reached|stood at|stands at|hit))? $",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:^|[•*;:\t(] ?|[-–—] |\. )(?P<label>[A-Za-z][^:;\t•*()]{1,70}?) ?: ?(?:an? |the )?$")
_OF = re.compile(r" (?:of|at|worth) (?:an? |the |only |just )?$")
_BESIDE = re.compile(rf"\b(?P<noun>(?i:{either('measured_noun')}))[,:]? $")
_OF_THEM = re.compile(
    r",? (?:of|out of) (?:the |its |their |our |his |these |those |all )?"
    r"(?:\d[\d,]* |(?:two|three|four|five|six|seven|eight|nine|ten|twelve) )?",
    re.IGNORECASE,
)
_INHABITANTS = re.compile(
    r" (people|inhabitants|residents|citizens|souls|population(?! (?:growth|increase|decline|density|cent(?:re|er)s?))"
    r"(?= [a-z]+))\b"
)
_RATE = re.compile(r"\b(?:rates?|occupancy|ratio|levels?|share)$", re.IGNORECASE)
_SORT_OF = re.compile(
    r"\b(?P<sort>metropolitan|metro|urban|rural|student|foreign|working|floating|migrant)(?: area)? population (?:of )?"
    r"(?:an? )?(?:estimated |total |some |about )?$"
)
_LIVE = re.compile(r"(?: people| inhabitants| residents)?(?: who| now| still)? (?:live|lives|lived|living|reside)\b")
_HOME_TO = re.compile(
    rf"\b(?:home to|home of|(?:{either('place_noun')}) of|population of|populated by|[’']s)"
    r"(?: an? (?:estimated|total))? $"
)
_CONTAINERS = re.compile(
    r" (?P<teu>(?:TEU|teu)s?\b|(?:twenty|20)-f(?:oo|ee)t equivalent (?:container )?units?)(?: of)?"
)
_ARE_SOMEWHERE = re.compile(r" (?:are|were|come|came) (?:in|from|located)\b")  # "of the top 20, nine are in Europe"
_AWAY = re.compile(
    r" (?:(?:due )?(?:north|south|east|west)(?:-?(?:north|south|east|west))? of|away|outside|from(?!.{0,40} to\b))\b"
    r"(?: from)?(?: the)?(?P<place>(?: [A-Z][\w’'-]+){1,3})?"
)
_MORE_THAN = re.compile(r" (?P<what>more|fewer|less|lower|higher) than (?:in |a |the |last )")
_MORE_BEHIND = re.compile(r" (?P<what>more|fewer|less) than (?:in |a |the |last |during |at |what )")
_MORE_NOUNS = re.compile(r"(?P<what>more|fewer) (?P<noun>[a-z].*)")
_COMPARED = re.compile(r" (?:than|compared (?:with|to)|on (?:the|last)|over (?:the|last)) ")
_BY_NUMBER = re.compile(  # "143 hostels, an increase of 12 year-on-year"
    r"\ban? (?:\w+ )?(?:(?P<rise>increase|rise|gain|uplift)|(?P<fall>decrease|fall|drop|decline|reduction|loss)) of $"
)
_FEWER = frozenset(("fewer", "less", "lower"))
_ADDED = re.compile(r"\b(?:added|adding|adds)(?: about| around| some| nearly| almost)? $")
_HANDLED = re.compile(
    r"\b(?:ports?|terminals?|harbou?rs?)\b[^,.;\d]{0,30} (?:handle[sd]?|handling|moved|processed|shipped|transshipped)"
    r"(?: (?:about|around|some|over|nearly|almost|more than))? $",
    re.IGNORECASE,
)
_DISTANCES = frozenset(("km", "mile"))
_ROSE = re.compile(rf"(?<![\w-])(?:{either('moved')})(?: by)?(?: about| around| some| nearly| almost| another)? $")
_BY = re.compile(r",? (?:or|to|\()")
_UP = re.compile(r"[-–—,(] ?(?:up|down)(?: by)? $")
_ON_BEFORE = re.compile(r" (?:on|from|over|compared|year)\b")
_GAINED = re.compile(
    r"\b(?:gained|(?:gain|increase|rise|growth|uplift|jump|surge|boost)s? of|upwards? by)"
    r"(?: about| around| some| nearly| almost)? $"
)
_LOST = re.compile(
    r"\b(?:lost|losing|loses|shed|(?:loss|decline|drop|fall|decrease)s? of)(?: about| around| some| nearly| almost)? $"
)
_SPELL = re.compile(r"(?:day|week|month|year)s?\b")  # "2,200 tonnes every day"
_SUCH = re.compile(r" (?:such )?$|$")
_LINK_OF = re.compile(r" of ")
_AFTER_NUMBER = re.compile(
    r"\d[^.;:]{0,50}(?:,| and| or|,? but| to| from| against)(?: the| an?| about| some| another| around| only)? ?$"
)
_BRACKETED = re.compile(  # "Malta (4,100, +3%), Chile (3,900"
    r"(?:\(\d[^()]*\),? (?:and )?|(?P<markets>\bmarkets\b[^;\d()]*? ))(?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2} \($"
)
_BRACKET_ENDS = re.compile(r"[,)]")
_COMERS = re.compile(
    r"\b(?:visit(?:or)?s|arrivals|guests|tourists|travell?ers|stays|overnights|(?:bed-?)?nights|passengers|students|delegates)\b",
    re.IGNORECASE,
)
_THE_SUM = re.compile(r" of (?:the|its|their|this|that) $")
_AFTER_BRACKET = re.compile(r"\d\),? (?:and )?[^.;:()]{2,40}\($")


def measure_of(site: Site) -> Measure | None:
    """What the quantity measures."""
    found = _percentage(site) if site.quantity.unit in {"%", "percentage points"} else _amount(site)
    rated = site.quantity.unit in {"%", "percentage points"}
    return replace(found, money=site.quantity.unit in CURRENCIES, rated=rated) if found else None


def _percentage(site: Site) -> Measure | None:
    """Changes, shares and rates."""
    if found := change(site) or share(site) or _labelled(site) or _of_before(site) or stated(site) or opening(site):
        return found
    before = site.earlier.base if site.earlier else ""
    span = site.subject()
    if base := site.naming(span):
        return Measure(base=before if before and names_bearer(base) else base, how="subject", noun=span)
    if noun := site.noun_after():
        return Measure(base=site.naming(noun) or noun.of(site.text), how="unit noun", noun=noun)
    shared = site.earlier is not None and (site.earlier.kind == "share of" or not site.earlier.rated)
    kind = "share of" if shared and not _RATE.search(before) else ""
    return Measure(base=before, kind=kind, how="earlier") if before else None


def _amount(site: Site) -> Measure | None:
    """Counts, lengths, weights and sums of money."""
    unit, earlier = site.quantity.unit, site.earlier
    if found := stay(site) or (_population(site) if unit is None else None):
        return found
    if unit is None and (boxes := site.after(_CONTAINERS)):
        teu = Span(start=boxes.start("teu"), end=boxes.end("teu"))
        return Measure(base="containers", rate=rate_of(site, boxes.end()), unit="TEU", how="counted", noun=teu)
    rose = _ROSE.search(site.left) and site.after(_BY)  # "rose 4,200, or 9 per cent"
    up = _UP.search(site.left) and site.after(_ON_BEFORE)
    if (rose or up or site.left.endswith("by ")) and (found := change(site)):
        return found
    if unit in _DISTANCES and (away := site.after(_AWAY)):
        return Measure(base=f"distance from{away['place']}" if away["place"] else "distance", how="distance")
    alike = unit is None or (earlier and earlier.money and unit in CURRENCIES)
    if earlier and unit is None and (by := _BY_NUMBER.search(site.left)) and not _counts_noun(site):
        return Measure(base=earlier.base, kind="change in" if by["fall"] else "growth in", how="moved", borrowed=True)
    if alike and (more := site.after(_MORE_THAN)):  # "4,000 more than the year before"
        kind = "change in" if more["what"] in _FEWER else "growth in"
        return Measure(base=earlier.base, kind=kind, how="more", borrowed=True) if earlier else None
    if unit == "t" and _HANDLED.search(site.left) and not site.after(_LINK_OF):
        return Measure(base="cargo throughput", how="handled", rate=rate_of(site, site.end))
    if elliptical := _from_there(site) or _level(site) or (_bracketed(site) if unit is None else None):
        return elliptical
    if unit in {"m", "ft"} and site.after(_ABOVE_SEA):
        return Measure(base="elevation", how="distance")
    if dimension := site.after(_DIMENSION):
        base = site.naming(site.subject())
        kind = _DIMENSIONS[dimension.lastgroup or "size"]
        return Measure(base=base, kind=f"{kind} of" if base else kind, how="dimension")
    if site.text[site.end : site.end + 1] == "-":
        return _attributive(site)
    counted = _counted(site) or _number_of(site) or _counted_behind(site) if unit is None else None
    found = counted or _labelled(site) or (_complemented(site) if unit else None) or opening(site)
    summed = unit in CURRENCIES and _THE_SUM.search(site.left) and _is_summed(site)
    if found := found or (None if summed else _of_before(site)):
        return found
    coordinated = bool(_AFTER_NUMBER.search(site.left[-70:]) or _AFTER_BRACKET.search(site.left[-70:]))
    if unit in CURRENCIES and (money := sum_of_money(site, rate=rate_of(site, site.end), coordinated=coordinated)):
        return money
    if unit is None and site.after(_ARE_SOMEWHERE):
        return None
    if earlier and coordinated:
        return _as_before(site, earlier, "coordinated")
    span = site.subject()
    base = site.naming(span)
    told = not names_bearer(base) and (site.exceeded or measuring(site.text, site.sentence.start, site.start))
    extent = _EXTENTS.get(unit or "", "")
    if base and (told or not earlier):
        return Measure(
            base=base,
            kind="" if extent.split(" ")[0] in base.lower().split() else extent,
            how="subject",
            noun=span,
            rate=rate_of(site, site.end),
            unit=ratio_of(site, site.end),
        )
    if unit and unit not in CURRENCIES and (noun := site.noun_after()) and not _SPELL.match(noun.of(site.text)):
        return Measure(base=site.naming(noun) or noun.of(site.text), how="unit noun", noun=noun)
    if earlier and (not earlier.money if unit is None else earlier.money or unit not in CURRENCIES):
        return _as_before(site, earlier, "earlier")
    base = base or site.naming(plural_noun(site.text, site.sentence, site.start))
    return (
        Measure(base=base, how="beside", noun=span, rate=rate_of(site, site.end), unit=ratio_of(site, site.end))
        if base
        else None
    )


_FROM_THERE = re.compile(
    r"\b(?P<noun>visitors|tourists|guests|arrivals|students|passengers|delegates)\b[^.;:()]{0,30}? from "
    r"(?:[^;:]*\),? (?:and )?)?(?:the )?(?P<where>[A-Za-z][\w’' -]{2,40}) \($"
)
_TO_LEVEL = re.compile(
    r"\d ?(?:%|per ?cent|percentage points)(?: (?:year|month)[- ](?:on|to|over)[- ](?:year|month)| y-?o-?y"
    r"| on (?:the )?(?:year|month))?,? to (?:about |around |some |nearly |almost |over |more than )?$"
)


def _from_there(site: Site) -> Measure | None:
    """For "visitors from the mainland (4.3 million) and Japan (129,605)": those of each place."""
    m = _FROM_THERE.search(site.left)
    if m is None or site.quantity.unit is not None:
        return None
    again = site.earlier is not None and site.earlier.how == "from there"
    base = f"{m['noun']} from {m['where'].removeprefix('the ')}"
    return Measure(base=base, how="from there", topic=m["noun"] if again else "")


def _bracketed(site: Site) -> Measure | None:
    """For "followed by the markets Malta (4,100, +3%) and Chile (3,900, -7%)": what was counted before."""
    m, earlier = _BRACKETED.search(site.left), site.earlier
    if m is None or earlier is None or earlier.money or (earlier.rated and not earlier.change):
        return None
    if not site.after(_BRACKET_ENDS) or (
        m["markets"] and (not _COMERS.search(earlier.base) or _COMERS.search(site.left))
    ):
        return None
    return _as_before(site, earlier, "bracketed")


def _level(site: Site) -> Measure | None:
    """For the second number of "dropped by 1.4 per cent to 0.96 million": what fell is that much."""
    changed = site.earlier is not None and site.earlier.change and not names_bearer(site.earlier.base)
    if site.earlier is None or not changed or not _TO_LEVEL.search(site.left) or site.noun_after():
        return None
    return Measure(base=site.earlier.base, how="level", rate=rate_of(site, site.end))


_INHABITED = frozenset(("people", "inhabitants", "residents"))
_HAMLET = 100


def _counts_noun(site: Site) -> bool:
    """True where the number counts a noun of its own."""
    noun = site.noun_after()
    return noun is not None and any(map(plural, noun.of(site.text).split()))


def _is_summed(site: Site) -> bool:
    """True where a noun follows a sum at once: "approval of the $9 million contract"."""
    noun = site.noun_after(most=4)
    return noun is not None and noun.start <= site.end + 1 and not noun.of(site.text).endswith("ed")


def _population(site: Site) -> Measure | None:
    """For "a city of 600,000", "home to 2 million people", "3 million live there"."""
    inhabitants = site.after(_INHABITANTS)
    if site.quantity.value < _HAMLET and not inhabitants and not site.after(_LIVE):
        return None  # "Turin's 47", of votes
    if site.after(_LIVE) or (_HOME_TO.search(site.left) and (inhabitants or not site.noun_after())):
        noun = Span(start=inhabitants.start(1), end=inhabitants.end(1)) if inhabitants else None
        sort = _SORT_OF.search(site.left)
        return Measure(base=f"{sort['sort']} population" if sort else "population", how="population", noun=noun)
    return None


def _as_before(site: Site, earlier: Measure, how: str) -> Measure:
    """The measure of the quantity before, whose noun is left out here."""
    ratio = ratio_of(site, site.end) or (None if site.quantity.unit else earlier.unit)
    kind = earlier.kind if how == "coordinated" and not earlier.proportion else ""
    return Measure(base=earlier.base, kind=kind, rate=rate_of(site, site.end) or earlier.rate, unit=ratio, how=how)


_STAFF = re.compile(r"workforce|staff|payroll")


def _attributive(site: Site) -> Measure | None:
    """For "a 42-km line", "a 300-room hotel", "a $4-million scheme"."""
    noun = site.noun_after(site.end + 1, most=4)
    if noun is None:
        return None
    if unit := site.quantity.unit:
        kind = "cost of" if unit in CURRENCIES else _EXTENTS.get(unit, "")
        return Measure(base=site.naming(noun), kind=kind, how="attributive", noun=noun)
    first, *rest = noun.of(site.text).split()
    if rest and (first == "strong" or _STAFF.fullmatch(rest[-1])):
        return Measure(base=rest[-1], how="attributive", noun=noun)
    return Measure(base=first if plural(first) else f"{first}s", how="attributive", noun=noun)


def _counted(site: Site) -> Measure | None:
    """For "31,400 5G base stations", "13 of the 40 trains", "1,600 of them"."""
    if link := site.after(_OF_THEM):
        noun = site.noun_after(link.end())
        if base := site.naming(noun) or (site.earlier.base if site.earlier else ""):
            return Measure(base=base, how="part", noun=noun)
    if both := site.after(_ONE_NOUN):
        return Measure(base=f"{both['kind']} {both['noun']}", how="counted")
    noun = site.noun_after()
    if (
        noun is None
        or not any(map(plural, noun.of(site.text).split()))
        or not _SUCH.match(site.text[site.end : noun.start])
    ):
        return None
    link = site.after(_LINK_OF, noun.end)
    of = site.noun_after(link.end(), most=4) if link else None
    whole = Span(start=noun.start, end=of.end if of else noun.end)
    base = " ".join(whole.of(site.text).split())
    kind = "growth in" if _GAINED.search(site.left) else "change in" if _LOST.search(site.left) else ""
    if (up := _UP.search(site.left)) and site.after(_ON_BEFORE, whole.end):  # "down 4,200 people on the year before"
        kind = "growth in" if "up" in up.group() else "change in"
        base = "population" if site.earlier and site.earlier.base == "population" and base in _INHABITED else base
    if more := site.after(_MORE_BEHIND, whole.end):  # "4,000 units more than in 2015"
        kind = "change in" if more["what"] in _FEWER else "growth in"
        base = site.earlier.base if base == "units" and site.earlier else base
    elif (more := _MORE_NOUNS.fullmatch(base)) and site.after(_COMPARED, whole.end):  # "9 more posts than last year"
        kind, base = "change in" if more["what"] in _FEWER else "growth in", more["noun"]
    elif base in _INHABITED and _ADDED.search(site.left):
        kind = "growth in"
    return Measure(
        base=base, kind=kind, rate=rate_of(site, whole.end), unit=ratio_of(site, whole.end), how="counted", noun=whole
    )


_ONE_NOUN = re.compile(  # "12 underground and four elevated stations"
    r" (?P<kind>[a-z-]+) and (?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten) (?!of\b)[a-z-]+ "
    r"(?P<noun>[a-z]+s)\b"
)
_AND_NUMBER = re.compile(r"(?:, \d[\d.,]*\d){0,6},? and (?:about |some |around )?\d[\d.,]*\d(?= [a-z])")


def _counted_behind(site: Site) -> Measure | None:
    """For the first of "545,000 and 231,000 inhabitants": the noun stands behind the last."""
    last = site.after(_AND_NUMBER)
    noun = site.noun_after(last.end()) if last else None
    if noun is None or not plural(noun.of(site.text).split()[-1]):
        return None
    return Measure(base=site.naming(noun), how="counted", noun=noun)


def _number_of(site: Site) -> Measure | None:
    """For "the average daily number of passengers exceeds 4 million"."""
    m = _NUMBER_OF.search(site.left)
    span = site.left_span(m, "what") if m else None
    base = site.naming(span)
    if m is None or not base:
        return None
    rate = f"per {LY[m['rate'].lower()]}" if m["rate"] else ""
    return Measure(base=base, rate=rate, how="subject", noun=span)


def _labelled(site: Site) -> Measure | None:
    """For "Exhibitors: 164"."""
    m = _LABEL.search(site.left)
    label = site.left_span(m, "label") if m else None
    base = site.naming(label)
    return (
        Measure(base=base, how="label", label=label, rate=rate_of(site, site.end), unit=ratio_of(site, site.end))
        if base
        else None
    )


def _complemented(site: Site) -> Measure | None:
    """For "22 km of track", "440,000 tons of waste", "106,800 square metres of floor"."""
    link = site.after(_LINK_OF)
    noun = site.noun_after(link.end()) if link else None
    base = site.naming(noun)
    kind = _EXTENTS.get(site.quantity.unit or "", "")
    rate = rate_of(site, noun.end if noun else site.end) or rate_of(site, site.end)
    return Measure(base=base, kind=kind, rate=rate, how="unit of", noun=noun) if base else None


def _of_before(site: Site) -> Measure | None:
    """The noun before "of", "at" or "worth": "a population of", "a budget of"; or "population 31,000"."""
    if sort := _SORT_OF.search(site.left):
        return Measure(base=f"{sort['sort']} population", how="population")
    if beside := _BESIDE.search(site.left):
        return Measure(base=beside["noun"], how="of")
    link = _OF.search(site.left)
    before = (
        [*tokens(site.text, max(site.sentence.start, site.start - 90), site.start - len(link.group()))] if link else []
    )
    i = len(before) - 1
    if i < 0 or before[i].tag != "N":
        return None
    while i >= 0 and (before[i].tag in "N#" or (before[i].text in {"of", "for"} and i and before[i - 1].tag == "N")):
        i -= 1
    span = Span(start=before[i + 1].start, end=before[-1].end)
    base = site.naming(span)
    return (
        Measure(base=base, how="of", noun=span, rate=rate_of(site, site.end), unit=ratio_of(site, site.end))
        if base
        else None
    )
