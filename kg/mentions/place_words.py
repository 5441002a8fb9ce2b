"""Patterns of the words beside a place's name, built from kg/lexicon/place_words.txt.

Input: the sections of that file. Output: compiled patterns; those that look back end with ``$`` and
are searched in the few characters before a name, the others are matched behind it.
"""

from __future__ import annotations

import re
from importlib.resources import files

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈČĎĐĒĖĘĚĞĢĤĪİĶŁĻĽŃŅŇŌŎŐŒŔŘŚŜŞŠŢŤŪŬŮŰŲŴŶŹŻŽȘȚ"
NAME = rf"[{UPPER}][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_PARTICLES = (
    r"(?:(?:de|del|la|le|las|los|do|da|dos|di|am|an der|im|upon|on|of|sur|el|al|the) ){0,2}"
    r"(?:d['’]|l['’]|dell['’]|d[aeo] )?"
)
TOWN = rf"(?:(?:St|Mt|Ft)\. )?{NAME}(?: {_PARTICLES}{NAME}){{0,3}}"
"""What the name of a town may look like that the gazetteer does not know."""


def _sections() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    section: list[str] = []
    for line in (files("kg") / "lexicon" / "place_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            section = found.setdefault(line[3 : line.index(":")], [])
        elif not line.startswith("#"):
            section.extend(word.replace("_", " ") for word in line.split())
    return {name: tuple(words) for name, words in found.items()}


_WORDS = _sections()


def _any(section: str) -> str:
    return f"(?:{'|'.join(_WORDS[section])})"


LOOSE = frozenset(_WORDS["loose"])

INSIDE = re.compile(rf"\b{_any('inside')}\s$")
CALLED_CITY = re.compile(rf"\b{_any('called')} (?:of|called|named)\s$")
CITY_BEHIND = re.compile(rf"(?:[’']s)? {_any('behind')}(?!\w)|, (?:the |a |an )?(?:[a-z-]+ ){{0,3}}{_any('sort')}\b")
SORT_BEHIND = re.compile(rf" (?:[a-z-]+ ){{0,2}}{_any('sort')}\b")
PART_BEFORE = re.compile(rf"\b(?:{_any('body')} (?:of|de|da|di|at)|{_any('club')}) $")
INSTITUTION = re.compile(rf"(?:[’']s)? {_any('institution')}(?!\w)")
DIVISION_BEHIND = re.compile(rf"\s{_any('division')}\b")
DIVISION_BEFORE = re.compile(rf"\b{_any('division')} of\s$")
HONORIFIC = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sir|Lady|Prof)\.? $")
WITH_A_CITY = re.compile(rf" {_any('with a city')}\b")
VERB = re.compile(rf"(?:['’]s)? {_any('verb')}\b|,")
CAPITALISED_BEFORE = re.compile(rf"(?<![.!?:;,(\n\"“'‘–—-])\s?\b({NAME})[ \xa0]$")
_PARTICLE = r"(?:de|del|della|di|do|da|dos|das)(?: [Ll]a| [Ll]os| [Ll]as| El)?"
PARTICLE_BEFORE = re.compile(rf"\b{NAME} {_PARTICLE} $")
PARTICLE_BEHIND = re.compile(rf" {_PARTICLE} {NAME}")
CAPITALISED_BEHIND = re.compile(rf"[ \xa0]({NAME})")

TOWN_AT_END = re.compile(rf"({TOWN})$")
TOWN_OF = re.compile(rf"\b{_any('town')} (?:of|called|named) (?:the )?({TOWN})")
LEAD = re.compile(rf"(?:^|[;:(\t\n•|]|\d\.|\b{_any('lead')}|[—–-])\s?$")
PLAIN_LEAD = re.compile(r"\b(?!(?:an?|the|this|that|its|his|her|their|our|my) )[a-z]+ $")
LEAD_IN_LIST = re.compile(r"(?:, | and | & |, and )$")
SENTENCE_END = re.compile(r"[.!?][\"'”’]?\s$")
FIRST_WORD = re.compile(r"(?:In|At|Near|From|Outside|While|And|For|To|Like) ")
NOT_IN_TOWN = re.compile(rf"\b{_any('not in a town')}\b|(?:^| ){_any('not at the end of a town')}$")

# Behind a city: what may stand between it and the country or region it lies in.
IN_BRACKETS = re.compile(r" \([^()\n]{1,40}\)(?=,)")
_POINTS = (
    r"(?:(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|[Cc]entral|[Nn]orthern|[Ss]outhern|[Ee]astern|[Ww]estern|"
    r"(?:[Nn]orth|[Ss]outh)-?(?:east|west)(?:ern)?|[Uu]pper|coastal)(?:-central)? )?"
)
_A_CITY = (
    rf"(?:[a-z\d-]+ ){{0,4}}{_any('sort')}(?: city)?"
    r"(?: of [a-z\d](?:[^.,;()]|(?<=\d),(?=\d)){2,30})? (?:of|in|on) "
)
_IS_A_CITY = rf",? (?:is )?(?:the |a |an |another )?{_A_CITY}"
_DIVISION_OF = r"(?:(?:[A-Z][a-z]+ )?(?:state|province|prefecture|region|county|canton|department|governorate) of )?"
TO_PLACE = re.compile(
    r"(?: (?:[Cc]ity|CITY|[Mm]unicipality|[Cc]ounty))?"
    rf"(?:, ?| ?\(|\t|, in | in | ?/ ?| [–—-] |{_IS_A_CITY}|, on the (?:[a-z]+ )?coast of | (?=[A-Z]{{2}}\b))"
    rf"(?:both )?(?:the )?{_POINTS}(?:[a-z]+ )?{_DIVISION_OF}"
)
_OF_AN_ISLAND = r"(?:(?:[A-Z][a-z]+ ){0,2}(?:island|isle) of )?"
FROM_TOWN = re.compile(
    rf"(?P<next>, (?:the )?| \((?:the )?|,? in (?:the )?{_POINTS}(?:the )?{_DIVISION_OF})$"
    rf"|(?P<told>,? (?:is )?(?:the|a|an|another) {_A_CITY}(?:the )?{_POINTS}(?:[a-z]+ )?{_DIVISION_OF})$"
    rf"|(?:\t| ?/ ?| [–—-] | \(in (?:the )?| of (?:the )?|,? on (?:the )?{_OF_AN_ISLAND}"
    rf"|{_IS_A_CITY}(?:the )?{_POINTS}{_DIVISION_OF})$"
)
"""What may stand between a town and its place: ``next``, enough where the words before the town are those before a
town; ``told``, which says that it is one; else enough only for a town that is known to lie there."""
