"""What the name of a person looks like, and what is no part of it.

Input: a stretch of text that may be a name. Output: the span of the name proper, without
honorifics, posts, possessives and whatever follows it; or nothing.
"""

from __future__ import annotations

import re

from kg.mentions.gazetteer import cities_called, places_called
from kg.mentions.lexicon_words import lines, needing_company
from kg.mentions.lexicon_words import words as listed
from kg.mentions.titles import UPPER, alternation, plurals, words
from kg.model import Span

_SECTIONS = ("civic", "office", "head", "member")
POSTS = alternation((*(w for s in _SECTIONS for w in (*words(s), *plurals(s))), *words("abbreviation")))
"""Any head noun of a post, singular or plural."""
POST_OF = re.compile(rf"(?:(?:former|acting|deputy|ex) )*{POSTS} (?:of|for) (?=(?:the )?[^\W\d_])", re.IGNORECASE)
"""What stands before the name of a body: "Former Editor of" The Herald."""

PLURALS = frozenset(w for s in _SECTIONS for w in plurals(s))
"""The plurals of the head nouns."""

TITLES = alternation(words("honorific"))
"""Any honorific, without a full stop."""

_PART = rf"[{UPPER}](?:[^\W\d_]|['’`´-](?=[^\W\d_])(?![sS]\b))+"
_INITIALS = rf"(?:[{UPPER}]\.[ -]?){{1,3}}"
# Letters without a stop, as in "D K Parmar"; "A" and "I" are words, too. The last: María, William, Thomas, Charles.
_LETTERS = r"(?:(?:[B-HJ-Z]|[AI](?= [A-Z] )) (?:[A-Z] ){0,2})"
_BEGINNING = rf"(?:{_INITIALS}|{_LETTERS}|(?:Ma|Wm|Thos|Chas)\. )"
_PARTICLE = (
    r"(?:van(?: (?:de[rn]?|'t))?|vom|von(?: der)?|zu|de(?: (?:la|las|los|le))?|del|della|der|den|di|da|das|do|dos|du|"
    r"des|la|le|el|al|bin|bint|ibn|ben|binti|abu|ould|e|y|i|ter|ten|st\.|Ó|Ní|Uí|Nic)"
)
_NEXT = rf"(?:{_INITIALS}(?=[{UPPER}]){_PART}|[{UPPER}]\.(?= [{UPPER}])|(?:al|el|ul|bin)-{_PART}|{_PART})"
_SUFFIX = r"(?:,? (?:Jr|Sr|Snr)\b\.?| (?:II|III|IV)\b)"
_NICKNAME = rf"(?:[\"“‘'][{UPPER}][^\W\d_]{{1,14}}[\"”’'] )"
_BEFORE_NEXT = rf"(?:{_NICKNAME}|(?:{_PARTICLE} ){{1,2}})?"
NAME = rf"(?:(?:{_BEGINNING}(?=[{UPPER}]))?{_PART})(?:[ \xa0]{_BEFORE_NEXT}{_NEXT}){{0,5}}{_SUFFIX}?"
"""A run of capitalised words that may be a name, with initials, particles and suffixes."""

_NAME = re.compile(NAME)
_NO_SURNAME = re.compile(rf"{_SUFFIX}$")
_TITLE_START = re.compile(rf"(?:(?i:{TITLES})\.?(?![\w'’-])|[(,.])[ \xa0]*")
_POST_START = re.compile(rf"(?i:(?:ex|then)-)?(?i:{POSTS}|former|then|new|late|city)(?:-elect)?\.?(?![\w'’-])[ \xa0,]*")
_OPENER = re.compile(
    r"(?:After|Afterwards|Also|Although|And|As|At|Before|But|By|Earlier|Finally|For|From|Here|However|If|In|Later|Like|"
    r"Meanwhile|Now|On|Once|Recently|Since|So|Soon|Then|There|Though|To|Today|Tomorrow|Unlike|Until|When|Where|While|"
    r"With|Yesterday|Yet) "
)  # function words that open a sentence stand right before a name
_STOPS = alternation(tuple(entry.rstrip("*") for entry in lines("not_people")))
_STOP = re.compile(rf"(?<![\w'’-])(?:{_STOPS}|(?i:{POSTS}|{TITLES})|[{UPPER}]{{2,}})(?![\w-])")
_BODIES = (listed("organization_words") | listed("event_words")) - frozenset(
    w.lower() for w in needing_company("not_people")
)
_BRANCHES = frozenset("america americas europe asia africa australia canada zealand international delivery".split())
"""Last words of companies and departments: "Keolis America"."""
_COMPANY = re.compile(r" (?:AG|GmbH|Ltd|Limited|plc|PLC|Inc|LLC|Corp|NV|BV|SpA|S\.p\.A)\b")
_SURNAMES_TOO = needing_company("not_people")
_POST_WORDS = frozenset((*words("qualifier"), *words("field")))
_STATES = re.compile(r"(?:U\.S|U\.N|U\.K|E\.U|D\.C|L\.A|N\.Y|B\.C)\.")  # no initials
_POSSESSIVE = re.compile(r"['’]s?$")


_PRO_TEM = re.compile(r"(?i:pro tem(?:pore)?) ")  # of a post before the name
_CALLED_AFTER = re.compile(
    r" (?:International |Memorial )?(?:Airport|Stadium|Bridge|Hospital|Theat(?:re|er)|Museum|Street|Road|Avenue"
    r"|County|Township|Boulevard|Cent(?:re|er)|University|College|Institute|Foundation|Library|Mosque|Award|Prize|Trophy)\b"
)
"""What is called after a person: "King Shaka International Airport"."""


def tidy(text: str, start: int, end: int, limit: int, *, sure: bool) -> Span | None:
    """The name in ``text[start:end]``, which goes on up to ``limit`` while capitalised words follow.

    ``sure`` tells that the context is that of a person: then a word like "Green" may be the
    surname, and a name that a small city bears as well is a person's.
    """
    if tail := _PRO_TEM.match(text, start, limit):
        start, end = tail.end(), max(end, tail.end())
    start = _without_city(text, _without_titles(text, start, end), end)
    match = _NAME.match(text, start, limit)
    if not match or _STATES.match(text, start):
        return None
    for stop in _STOP.finditer(text, start, match.end()):
        if _may_be_part(stop, start, end, sure=sure):
            continue
        match = _NAME.match(text, start, stop.start()) if stop.start() > start else None
        if not match or (stop.start() < end and stop.group().isalpha() and not stop.group().isupper() and not sure):
            return None
        break
    end = start + len(_POSSESSIVE.sub("", match.group()))
    name = text[start:end]
    if _CALLED_AFTER.match(text, end):
        return None
    if end - start < 2 or _is_place(name, sure=sure) or set(name.lower().split()) <= _POST_WORDS:
        return None
    if " " in name and name.rsplit(maxsplit=1)[1].lower() in _BODIES | _BRANCHES:
        return None
    if _COMPANY.search(name) or _COMPANY.match(text, end):
        return None
    return Span(start=start, end=end)


def _without_titles(text: str, start: int, end: int) -> int:
    before = -1
    while before != start:
        before = start
        for pattern in (_TITLE_START, _POST_START, _OPENER):
            match = pattern.match(text, start, end)
            if match and match.end() < end:
                start = match.end()
    return start


def _without_city(text: str, start: int, end: int) -> int:
    """Where the name begins behind the city of a post: "Mayor of Tallinn Jane Doe"."""
    words = text[start:end].split(" ")
    of = _OF.search(text, max(0, start - 30), start)
    for n in range(min(2, len(words) - 2), 0, -1):
        if of and cities_called(f"{of['begun'] or ''}{' '.join(words[:n])}"):
            return start + len(" ".join(words[:n])) + 1
    return start


_OF = re.compile(rf" of (?P<begun>[{UPPER}][\w'’-]+ )?$")


def _may_be_part(stop: re.Match[str], start: int, end: int, *, sure: bool) -> bool:
    """True for a word that ends most names but is a name too: "Park Jung-sook", "Mayor Green", "Louis IV"."""
    word = stop.group()
    if word in {"II", "III", "IV"}:
        return True
    if stop.start() == start:
        return word in listed("family_names") or (sure and stop.end() == end and word in _SURNAMES_TOO)
    return word in _SURNAMES_TOO and (sure or stop.end() == end)


def _is_place(name: str, *, sure: bool) -> bool:
    if any(not place.short for place in places_called(name)):
        return True
    cities = cities_called(name)
    return bool(cities) and (not sure or cities[0].population > 500_000)


def ends(name: str) -> tuple[str, str]:
    """First and last word of a name, suffixes like "Jr." left out."""
    parts = _NO_SURNAME.sub("", name).split()
    return parts[0], parts[-1]


def short_forms(name: str) -> tuple[str, ...]:
    """What a person may be called later: the surname, with and without particles.

    >>> short_forms("Jan van der Laan"), short_forms("Wu Qing")
    (('Laan', 'der Laan', 'van der Laan'), ('Qing', 'Wu'))
    """
    parts = _NO_SURNAME.sub("", name).split()
    found = [parts[-1]]
    for index in range(len(parts) - 1, 0, -1):
        if parts[index - 1][0].islower() or parts[index - 1] in {
            "Al",
            "El",
            "Van",
            "De",
            "Bin",
            "Ó",
            "Ní",
            "Uí",
            "Nic",
        }:
            found.append(" ".join(parts[index - 1 :]))
        else:
            break
    if len(parts) > 2 and parts[-2].isalpha() and parts[-2].istitle() and len(parts[-2]) > 3:
        found.append(parts[-2])  # the first of two surnames: "Paola Ibarra Quintero"
    if parts[0] in listed("family_names"):
        found.append(parts[0])
    return tuple(found)
