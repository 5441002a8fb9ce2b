"""Names with places and short forms in them: what all kinds of things but people are compared by.

Input: names and Profiles. Output: marks and comparisons for the rules of one kind, which say what form of a
name counts (see ``variants``) and what else must be so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from kg import variants
from kg.mentions.acronyms import KNOWN
from kg.mentions.gazetteer import Named, names_in
from kg.mentions.lexicon_words import lines
from kg.namespaces import folded, slug
from kg.profile import Claim, Part, Profile

WORLDWIDE = frozenset("world global international united universal european african asian american nordic".split())
FEW = 2  # words that carry a name, all of them plain: such a name is borne by many
VILLAGE = 80_000  # inhabitants: a smaller town does not give its name to what an ordinary word in a name may mean
COMMON_WORDS = frozenset(lines("common_words"))
_NO_TOWN = frozenset("university metropolitan police central union college metro".split())

_NATIONAL = {
    "German": "Deutsche Deutscher Deutsches Deutschen", "French": "Française", "Spanish": "Española Español",
    "Italian": "Italiana Italiano", "Dutch": "Nederlandse", "Swedish": "Svenska", "Danish": "Dansk Danske",
    "Norwegian": "Norsk Norske", "Polish": "Polska Polski", "Austrian": "Österreichische Österreichischer",
}  # fmt: skip
NATIONAL = {word: english for english, found in _NATIONAL.items() for word in found.split()}

Form = Callable[[str], str]
Judged = tuple[int, str] | None


class Place(NamedTuple):
    """A place that a name holds: the keys of the cities so called, or a country or region."""

    cities: frozenset[str]
    area: str  # ISO 3166-1 alpha-2; of a region that and its name
    largest: tuple[str, ...] = ()  # keys of the largest cities so called

    @property
    def keys(self) -> tuple[str, ...]:
        """What a place is found by: few keys, though many towns may be called so."""
        return self.largest or (self.area,)


@lru_cache(maxsize=8192)
def places_in(name: str) -> tuple[tuple[str, Place], ...]:
    """Each stretch of a name that is a place, and the place: ("Oslo", Place({"gn3143244"}, ""))."""
    return tuple((name[n.start : n.end], place) for n in names_in(name) if (place := _place(name, n)))


def _place(name: str, named: Named) -> Place | None:
    word = folded(name[named.start : named.end])
    if named.cities:
        if name[: named.start].casefold().endswith(("st ", "st. ", "saint ")):
            return None
        if word in _NO_TOWN or (
            {word, variants.singular(word)} & COMMON_WORDS and named.cities[0].population < VILLAGE
        ):
            return None
        keys = tuple(f"gn{city.geonames_id}" for city in named.cities)
        return Place(frozenset(keys), "", keys[:3])
    place = named.places[0] if named.places else None
    if place is None or not place.country:
        return None
    region = "" if place.level == "country" else f" {slug(place.name)}"
    return Place(frozenset(), place.country + region)


def meet(one: Iterable[Place], other: Iterable[Place]) -> bool:
    """True where a place of the one may be a place of the other."""
    others = tuple(other)
    return any(a.cities & b.cities or (a.area and a.area == b.area) for a in one for b in others)


def lies_around(place: Place, profile: Profile) -> bool:
    """True where articles about a thing are about this place."""
    return bool(place.cities & set(profile.values("city"))) or place.area in profile.values("country")


@lru_cache(maxsize=8192)
def bare(form: Form, name: str) -> tuple[str, frozenset[Place]]:
    """The form of a name without the places in it, words sorted, and those places."""
    places = places_in(name)
    for stretch, _ in places:
        name = re.sub(rf"\b{re.escape(stretch)}\b(['’]s\b)?", " ", name, count=1)
    left = [word for word in form(name).split() if word not in variants.SMALL] if re.search(r"\w", name) else []
    return " ".join(sorted(left)), frozenset(place for _, place in places)


@lru_cache(maxsize=8192)
def expanded(name: str) -> str:
    """The name with the short forms that everybody knows written out: "WHO Europe"."""
    found = name.split()
    return " ".join(KNOWN.get(word) or NATIONAL.get(word, word) for word in found) if len(found) > 1 else name


def is_worldwide(name: str) -> bool:
    """True for the name of something that is one in all countries."""
    return bool(set(variants.words(expanded(name))) & WORLDWIDE) or name in KNOWN or name in KNOWN.values()


def is_plain(name: str, most: int = FEW) -> bool:
    """True for a name of few words that any article might write in lower case: "The Herald", "Book Fair"."""
    found = [word for word in variants.words(name) if word not in variants.SMALL]
    return 0 < len(found) <= most and all(w in COMMON_WORDS or variants.singular(w) in COMMON_WORDS for w in found)


def is_rare(word: str) -> bool:
    """True for a word of a name that is no ordinary word."""
    return word not in COMMON_WORDS and len(word) > 2 and not word.isdigit()


def names_of(profile: Profile) -> list[str]:
    """The names of a profile, and each side of one with a slash: "Alliance 90/The Greens"."""
    return sorted({n for name in profile.values("name") for n in (name, *_sides(name))})


def _sides(name: str) -> list[str]:
    sides = [side.strip() for side in name.split("/")]
    return sides if len(sides) == 2 and all(len(side) > 4 and side[0].isupper() for side in sides) else []


def name_pairs(one: Profile, other: Profile) -> Iterator[tuple[str, str]]:
    """Each name of the one with each of the other, sorted."""
    return product(one.values("name"), other.values("name"))


def called(profile: Profile) -> list[str]:
    """The names and short forms of a profile."""
    return sorted({*names_of(profile), *profile.values("alias")})


def short(name: str) -> str:
    """A short form in small letters, without stops and legal form; empty where the name is none."""
    found = name.split()
    while len(found) > 1 and found[-1].strip(".").casefold() in variants.LEGAL_FORMS:
        found.pop()
    return found[0].replace(".", "").casefold() if len(found) == 1 and variants.is_short(found[0]) else ""


def places_differ(form: Form, one: Profile, other: Profile) -> bool:
    """True where both are called with a place in the name, and not the same one."""
    ours, theirs = (
        {place for name in profile.values("name") for place in bare(form, expanded(name))[1]}
        for profile in (one, other)
    )
    return bool(ours) and bool(theirs) and not meet(ours, theirs)


def differ(what: str, one: Profile, other: Profile) -> bool:
    """True where claims of one sort are made of both, and none of them of both."""
    ours, theirs = set(one.values(what)), set(other.values(what))
    return bool(ours) and bool(theirs) and not ours & theirs


def share(what: str, one: Profile, other: Profile) -> bool:
    """True where a claim of one sort is made of both."""
    return bool(set(one.values(what)) & set(other.values(what)))


def where(places: Iterable[Place], profile: Profile) -> set[str]:
    """The keys of the places in a name; those that articles are about where it has none."""
    named = {key for place in places for key in place.keys}
    return named or {*profile.values("country"), *profile.values("city")}


# -- marks -------------------------------------------------------------------------------------


def marks(form: Form, profile: Profile) -> Iterator[str]:
    """By form of each name; by its words without places, with each place in it or else around it; by initials."""
    for name in called(profile):
        yield f"{form(expanded(name))}="
        words, places = bare(form, expanded(name))
        yield from (f"{words} @{key}=" for key in where(places, profile) if words)
        if letters := short(name):
            yield f"{letters}>"
    for name in profile.values("name"):
        yield from (f"{letters}<" for letters in sorted(variants.all_initials(name)))


# -- comparisons -------------------------------------------------------------------------------


def same_form(form: Form, one: Profile, other: Profile) -> Judged:
    """One name but for spelling."""
    for a, b in name_pairs(one, other):
        if form(expanded(a)) == form(expanded(b)):
            return 0, f"one name in two spellings: {a} / {b}"
    return None


def same_alias(form: Form, one: Profile, other: Profile) -> Judged:
    """A name that an article explains as another's, or that two long names share that are alike."""
    for a, b in ((one, other), (other, one)):
        for alias in {*called(a)} - {*a.values("name")}:
            for name in b.values("name"):
                brief = short(alias) and short(alias) == short(name)
                if form(alias) == form(name) or brief:
                    near = share("country", a, b) or not differ("country", a, b)
                    strength = (2 if near else 3) if brief else 1
                    return strength, f"an article explains the name: {a.values('name')[0]} ({alias})"
    ours, theirs = (set(map(short, profile.values("alias"))) - {""} for profile in (one, other))
    for letters in sorted(ours | theirs):
        full, long = one.values("name")[0], other.values("name")[0]
        cut = (_ends_with(full, long) or _ends_with(long, full)) and all(_is_called(letters, p) for p in (one, other))
        if cut or (letters in ours & theirs and _alike(form(full), form(long))):
            return 1, f"two long forms of {letters.upper()}: {full} / {long}"
    return None


def _alike(one: str, other: str) -> bool:
    """True where three quarters of the words are the same, and none of the others says of what part of the world."""
    a, b = (set(words.split()) - variants.SMALL for words in (one, other))
    return 4 * len(a & b) >= 3 * max(len(a), len(b)) and not (a ^ b) & WORLDWIDE


def _is_called(letters: str, profile: Profile) -> bool:
    """True where an article shortens the name so, or the initials are these."""
    spelled = any(letters in variants.all_initials(name) for name in profile.values("name"))
    return spelled or letters in map(short, profile.values("alias"))


def _ends_with(name: str, end: str) -> bool:
    """True where a name ends with another of some words, of which the first were lost or are of a part of it."""
    found, last = variants.words(name), variants.words(end)
    return len(last) > FEW and found[-len(last) :] == last


def explained(form: Form, one: Profile, other: Profile) -> bool:
    """True where an article about one of the two calls it by the other's name, in full, too."""
    return any(
        form(alias) == form(name) and not short(alias)
        for a, b in ((one, other), (other, one))
        for alias in a.values("alias")
        for name in b.values("name")
    )


def same_initials(one: Profile, other: Profile) -> Judged:
    """A short form and a name of these initials; whole names, or what else two names do not share."""
    for a, b in ((one, other), (other, one)):
        for name in a.values("name"):
            for full in b.values("name"):
                if short(name) and short(name) in variants.all_initials(full):
                    return 2, f"the initials of {full}: {name}"
    return None


# -- parts -------------------------------------------------------------------------------------


def parts_by(what: str, profile: Profile) -> list[Part]:
    """One part for each value of a sort of claim; none where there is only one."""
    values = profile.values(what)
    reason = f"one name in several places: {profile.values('name')[0]}"
    return [(slug(value), claims_of(profile, what, {value}), reason) for value in values] if len(values) > 1 else []


def claims_of(profile: Profile, what: str, values: set[str]) -> frozenset[Claim]:
    """The claims of one sort whose first values are these."""
    return frozenset(claim for claim in profile.claims if claim.what == what and claim.values[0] in values)
