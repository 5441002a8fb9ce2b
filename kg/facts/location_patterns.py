"""The words that put a city and the place it lies in side by side.

Input: nothing. Output: patterns for the gap between two mentions (they match the whole gap) and for the
words before or behind one; each with its id in the catalogue of constructions.
"""

from __future__ import annotations

import re

Rules = tuple[tuple[str, re.Pattern[str]], ...]

_POINT = r"(?:(?:north|south)-?(?:east|west)(?:ern)?|(?:north|south|east|west)(?:ern)?|central|mid)"
_SIDE = (
    rf"(?:(?:far |the |what is now |today['’]s )?(?:{_POINT}|coastal|upper|lower|mainland|neighbou?ring|rural|nearby)"
    rf"(?:[- ]central)? |the (?:(?:far )?{_POINT}|coast|heart|middle)(?: part| coast| corner)? of )?(?:the )?"
)
_OTHER_CLAUSE = r"(?:and|or|for|while|beating|with|after|before|against|over|but|as|when|where|than) "
_DIVISION = (
    rf"(?:(?!{_OTHER_CLAUSE})[a-z]+ )?"
    r"(?:(?:state|province|prefecture|region|county|canton|department|governorate|territory) of )?"
)
_SORT = (
    r"(?:(?:capital|port|resort|host|industrial|coastal|historic|university|twin|home|border|tech|financial|commercial|"
    r"sister|holiday|harbou?r|seaside|market|mountain|desert|oil|mining|coast|river|island|fellow|state|provincial|"
    r"regional) ){0,2}(?:capital(?: city)?|city|cities|metropolis|towns?|municipality|municipalities|port|resort|hub|"
    r"megacity|community|village)"
)
_DEGREE = r"(?:(?:\d+(?:st|nd|rd|th)|[a-z]+(?:-[a-z]+)?)(?: |-)){0,4}"
_WHERE = r"(?:(?:both|all|also|here|over|back|down|up|situated|located) )?in "
_CITY_WORD = r"(?: (?:City|CITY|city|[Mm]unicipality))?"
_A_SORT = (
    rf"(?:which is |is |was )?(?:the |a |an |another )?{_DEGREE}{_SORT}(?: and {_DEGREE}{_SORT})?"
    r"(?: of [a-z\d][^;()]{2,40}?)?"
)

_LIES = (
    r",?(?: which| that)? (?:(?:is|was)(?: also)?(?: situated| located| nestled| set)?|lies|sits|nestles) "
    r"(?:in|on the coast of)"
)

# Between a city and the place it lies in.
AFTER: Rules = (
    ("CITY-05", re.compile(rf"{_CITY_WORD}, (?:{_WHERE})?(?:the )?{_SIDE}{_DIVISION}(?:[A-Z]\w+ )?$")),
    ("CITY-07", re.compile(rf"{_CITY_WORD} ?\((?:in )?(?:both |all )?(?:the )?{_SIDE}{_DIVISION}$")),
    ("CITY-09", re.compile(rf"{_CITY_WORD} {_WHERE}(?:the )?{_SIDE}{_DIVISION}$")),
    ("CITY-09", re.compile(rf"{_CITY_WORD}{_LIES} (?:the )?{_SIDE}{_DIVISION}$")),
    ("CITY-05", re.compile(r" of (?:the )?$")),
    ("CITY-05", re.compile(rf",? on (?:the )?{_SIDE}(?:[a-z]+ )?(?:coast|shore|edge|border|tip) of (?:the )?$")),
    ("CITY-01", re.compile(rf"(?:,| [–—-])? {_A_SORT},? (?:of|in|on|on the coast of) (?:the )?{_SIDE}{_DIVISION}$")),
)
SEPARATED = frozenset(["/", " / ", " - ", " – ", " — "])  # "Bremen/Germany"
CODE = re.compile(r"[A-Z]{2}")  # "Portland OR"

# Between a place and a city in it; the place is named or stands as an adjective.
_KIND_OF = rf" {_DEGREE}{_SORT}(?: of|,| called| named| such as| like| including)? "
BEFORE_ADJECTIVE: Rules = (("CITY-03", re.compile(rf"{_KIND_OF}$")),)
BEFORE_NAME: Rules = (
    ("CITY-03", re.compile(rf"(?:['’]s?)?{_KIND_OF}$")),
    ("CITY-09", re.compile(r"['’]s? $")),
    ("CITY-07", re.compile(r" \($")),
)
PLURAL = re.compile(r"\b(?:cities|towns|municipalities)\b")  # more of them may follow
IN_PLACE = re.compile(rf"(?:^|[.!?;:\n] |\n)In (?:the )?{_SIDE}$")  # "In Poland, Olsztyn has bought trams"
CAPITAL_OF = re.compile(rf"\b(?:the )?{_DEGREE}{_SORT} (?:of|in) (?:the )?(?:(?:state|province) of )?$")

# "its capital, X" and "X, its capital".
_COUNTRY_S = r"the (?:country|nation|state|province|region|island|kingdom)['’]s"
ITS = re.compile(rf"\b(?:its|{_COUNTRY_S}|the (?:state|provincial|regional)) {_DEGREE}{_SORT},? $")
IS_ITS = re.compile(rf",? (?:is )?(?:its|{_COUNTRY_S}) {_DEGREE}{_SORT}\b")

# Between two places, the second a part of the first.
DIVIDED = re.compile(rf"['’]s {_SIDE}$")  # "east China's Zhejiang"
DIVIDED_ADJECTIVE = re.compile(
    r" (?:federal |autonomous )?(?:state|province|prefecture|region|county|canton|department|territory) of (?:the )?$"
)
NEXT_LEVEL = re.compile(rf",? (?:in )?(?:the )?{_SIDE}$")  # "Texas, U.S.", "Bavaria in southern Germany"

A_CITY = re.compile(rf",? (?:is )?(?:a|the|another) {_DEGREE}$")  # "X, a Polish city"
SORT_BEHIND = re.compile(rf" {_DEGREE}{_SORT}\b")
ONE_OF = re.compile(r", an? $")  # "X, a Maharashtra municipality"
POSSESSIVE = re.compile(rf"['’]s? {_DEGREE}{_SORT}\b|['’]s? (?:[a-z-]+ ){{0,3}}(?:port|hub|gateway|heart|coast)\b")
LIST = re.compile(r"(?: \([^()]{1,30}\))?(?:, | and | & |, and | or | as well as )$")

# "the Polish capital", "Turkey's largest city", "the capital of Peru": the city is named elsewhere.
DESCRIPTION = re.compile(rf"(?:['’]s?)? (?P<degree>{_DEGREE})(?P<sort>capital|city|metropolis)\b(?! of\b)")
DEFINITE_OF = re.compile(r"\bthe capital(?: city)? of (?:the )?(?:(?:state|province) of )?$")
LARGEST = frozenset(["biggest", "largest", "most populous"])


def matching(rules: Rules, gap: str) -> str | None:
    """The id of the first rule whose pattern matches the gap; None for none and for long gaps."""
    if len(gap) > 110:
        return None
    return next((rule for rule, pattern in rules if pattern.match(gap)), None)
