"""Which names of organisations and awards stand for one thing, and which for several.

Input: Profiles. Output: Rules by kind, for ``identity``. A name that says no more than what sort of thing it is
("City Council", "Gold Medal") is told apart by where it is or who gives it; a name with a place in it by that place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from kg import variants, variants_people
from kg.identity_names import (
    COMMON_WORDS,
    FEW,
    NATIONAL,
    Judged,
    Place,
    bare,
    differ,
    expanded,
    explained,
    is_plain,
    is_rare,
    is_worldwide,
    lies_around,
    marks,
    meet,
    name_pairs,
    parts_by,
    places_differ,
    places_in,
    same_alias,
    same_form,
    same_initials,
    share,
    short,
    where,
)
from kg.mentions.acronyms import KNOWN
from kg.mentions.gazetteer import cities_called
from kg.model import Kind
from kg.profile import Part, Profile, Rules

# Bodies that each town has one of, and bodies that each country has one of.
OF_TOWNS = frozenset(
    "council municipality hall chamber police fire port museum library orchestra opera zoo metro subway transit"
    " hospital clinic school church cathedral theater".split()
)
OF_COUNTRIES = frozenset(
    "ministry department court parliament senate government agency bureau party assembly office administration".split()
)
LOCAL = OF_TOWNS | OF_COUNTRIES | variants.OF_A_CITY
# Newspapers that many towns have one of.
PAPERS = frozenset("herald gazette tribune chronicle courier star post standard observer mirror telegraph time".split())
# What a body with an otherwise plain name may be in any country.
BODIES = frozenset(
    "center institute association federation society club union foundation committee commission council league"
    " authority bank chamber board college university academy television radio railway company".split()
)
SEVERAL = 4  # countries: a body of so many goes by a name that all know
LEARNED = frozenset("university college academy".split())  # not every "X University" is the University of X
_BEHIND = re.compile(r"(?:,| of| in| at)(?: the)? $")


# -- organisations -----------------------------------------------------------------------------


def _words(name: str) -> frozenset[str]:
    return frozenset(variants.organization(expanded(name)).split()) - variants.SMALL


def _is_general(name: str) -> bool:
    """True for a name that says only what sort of body it is: "City Council", "The Herald", "Metro"."""
    words = _words(name)
    if is_worldwide(name) or places_in(name):
        return False
    if "saint" in words and words & OF_TOWNS:
        return len(words) < 4  # "St Mary's Hospital"
    if not words & (LOCAL | PAPERS | BODIES):
        return False  # "Apple" and "General Motors" are one in all countries
    plain = 0 < len(words) <= FEW and words <= COMMON_WORDS | LOCAL | PAPERS
    return plain or is_plain(name, 3 if words & LOCAL else FEW)


def _in_several_countries(name: str) -> bool:
    """True for a name that bodies of several countries bear: a general one, or of a city of which there are two."""
    if is_worldwide(name):
        return False
    places = places_in(name)
    if not places:
        return _is_general(name)
    return any(len({city.country for city in cities_called(stretch)}) > 1 for stretch, _ in places)


def _body_parts(profile: Profile) -> list[Part]:
    names = profile.values("name")
    if _explained_as_two(profile):
        return parts_by("city", profile) or parts_by("country", profile)
    if all(_is_general(name) and _is_of_towns(_words(name)) for name in names):
        return parts_by("city", profile)
    return parts_by("country", profile) if all(map(_in_several_countries, names)) else []


def _explained_as_two(profile: Profile) -> bool:
    """True where articles write a name out in two ways that are not of one body: two agencies called RTD."""
    full = [alias for alias in profile.values("alias") if not short(alias) and len(variants.words(alias)) > 1]
    forms = [set(variants.organization(expanded(name)).split()) - variants.SMALL for name in full]
    return any(2 * len(a & b) <= max(len(a), len(b)) for a, b in combinations(forms, 2)) or any(
        here and there and not meet(here, there)
        for here, there in combinations([bare(variants.organization, name)[1] for name in full], 2)
    )


def _is_of_towns(words: frozenset[str]) -> bool:
    return bool(words & OF_TOWNS) and not words & {"ministry", "national", "party", "court"}


def _bodies(one: Profile, other: Profile) -> Judged:
    form = variants.organization
    return (
        (None if _counts_one(one, other) else same_form(form, one, other))
        or same_alias(form, one, other)
        or _same_place(one, other)
        or _short(one, other)
        or _same_short_form(one, other)
        or _same_but_a_slip(one, other)
        or _same_after_first_names(one, other)
    )


def _counts_one(one: Profile, other: Profile) -> bool:
    """True for one ordinary word in the singular and in the plural: "Mayor", "Mayors" are no names of one body."""
    return all(
        len(variants.words(a)) == len(variants.words(b)) == 1
        and is_plain(a, 1)
        and variants.words(a) != variants.words(b)
        for a, b in name_pairs(one, other)
    )


def _same_but_a_slip(one: Profile, other: Profile) -> Judged:
    """Names that differ by one letter in one word, which is no word in one of them: "Brisbane City Coucil"."""
    for a, b in name_pairs(one, other):
        ours, theirs = variants.words(a), variants.words(b)
        if len(ours) != len(theirs) or len(ours) < 3 or not share("country", one, other):
            continue
        wrong = [(x, y) for x, y in zip(ours, theirs, strict=True) if x != y]
        if len(wrong) == 1 and _is_slip(*wrong[0]):
            return 2, f"a slip in the spelling: {a} / {b}"
    return None


def _is_slip(one: str, other: str) -> bool:
    known = [variants.singular(word) in COMMON_WORDS or bool(places_in(word.title())) for word in (one, other)]
    same_end = variants.singular(one) == variants.singular(other)
    return min(len(one), len(other)) > 5 and not all(known) and not same_end and variants.distance(one, other) == 1


def _same_after_first_names(one: Profile, other: Profile) -> Judged:
    """Foundations and the like of one town, with the family name of the founder and with the first names too."""
    if not share("city", one, other):
        return None
    for a, b in name_pairs(one, other):
        small, large = sorted((variants.words(a), variants.words(b)), key=len)
        first = [word for word in large[: -len(small)] if word not in variants.SMALL]
        ends = len(small) == 2 and large[-2:] == small and small[1] in _FOUNDED
        if ends and len(first) < 4 and any(map(variants_people.is_first_name, first)):
            return 2, f"one name with and without first names: {a} / {b}"
    return None


_FOUNDED = frozenset("foundation institute library museum trust prize award medal".split())


def _short(one: Profile, other: Profile) -> Judged:
    """Initials or syllables prove something only near one place, or for a body of all the world."""
    worldwide = any(is_worldwide(name) for profile in (one, other) for name in profile.values("name"))
    near = 2 if share("city", one, other) else 3
    if share("country", one, other) or near == 2 or (worldwide and all(map(_is_sure, _shorts(one) + _shorts(other)))):
        if found := same_initials(one, other):
            return near, found[1]
        for a, b in (*name_pairs(one, other), *((b, a) for a, b in name_pairs(one, other))):
            if (brief := _word(a)) and variants.is_syllabic(brief, b) and (short(a) or near == 2):
                return near, f"the beginnings of the words of {b}: {a}"
    return None


def _shorts(profile: Profile) -> list[str]:
    return [name for name in profile.values("name") if short(name)]


def _is_sure(name: str) -> bool:
    """True for initials that are known, or so long that hardly two bodies of the world share them."""
    return name in KNOWN or len(short(name)) > variants.FEW


def _word(name: str) -> str:
    """The only word of a name, in small letters; empty for ordinary words and for names of more."""
    found = variants.words(name.replace(".", ""))
    return found[0] if len(found) == 1 and found[0] not in COMMON_WORDS else ""


def _same_short_form(one: Profile, other: Profile) -> Judged:
    """Two long names in one city or country that articles shorten alike, where the initials are not those of both.

    So the one is the other in another language: "Berliner Verkehrsbetriebe (BVG)", "Berlin Transport Company (BVG)".
    """
    if not (share("city", one, other) or share("country", one, other)):
        return None
    shared = {short(alias) for alias in one.values("alias")} & {short(alias) for alias in other.values("alias")} - {""}
    for letters in sorted(shared):
        spelled = [any(letters in variants.all_initials(n) for n in p.values("name")) for p in (one, other)]
        if not all(spelled):
            names = f"{one.values('name')[0]} / {other.values('name')[0]}"
            return 2, f"both are called {letters.upper()} in one place: {names}"
    return None


def _same_place(one: Profile, other: Profile) -> Judged:
    """Names that differ only in where the place is said: "Oslo Library", "the library" in news about Oslo."""
    for a, b in name_pairs(one, other):
        (words, here), (more, there) = _core(a), _core(b)
        if not words or words != more or not (here or there):
            continue
        if here and there:
            alike = all(_has_like(p, there, other) for p in here) and all(_has_like(p, here, one) for p in there)
            learned = LEARNED & (_words(a) | _words(b))
            if alike and not (learned and any(_may_lie_elsewhere(p, here | there) for p in (one, other))):
                return 1, f"one name around the same place: {a} / {b}"
        elif all(lies_around(place, other if here else one) for place in here | there) and _meant(
            a if here else b, words, here | there
        ):
            return 2, f"one name, the place said or meant: {a} / {b}"
    return None


def _may_lie_elsewhere(profile: Profile, places: frozenset[Place]) -> bool:
    """True where a university called after one of these places may be in another: York University is not in York."""
    several = any(len(place.cities) > 1 for place in places)
    return not any(lies_around(place, profile) for place in places) and (bool(profile.values("city")) or several)


def _has_like(place: Place, others: frozenset[Place], profile: Profile) -> bool:
    return meet([place], others) or lies_around(place, profile)


def _core(name: str) -> tuple[str, frozenset[Place]]:
    """The words of a name without places, and without what these make needless: "city" council, "office" of the WHO."""
    words, places = bare(variants.organization, expanded(name))
    found = words.split()
    needless = {"city"} if set(found) & variants.OF_A_CITY else set()
    needless |= {"office"} if places and any(map(short, name.split())) else set()
    left = [word for word in found if word not in needless] or found
    return " ".join(left).replace("y", "i"), places  # "Dynamo", "Dinamo"


def _meant(long: str, words: str, places: frozenset[Place]) -> bool:
    """True where a body called without its place is that of the place that news of it is about."""
    found = {word for word in _words(long) if word.replace("y", "i") in words.split()}
    in_town = any(place.cities for place in places)
    if found & LOCAL and all(word in COMMON_WORDS or word in LOCAL for word in found):
        return not in_town or _is_of_towns(frozenset(found)) or not found & OF_COUNTRIES
    stretch = places_in(long)[-1][0] if places_in(long) else ""
    if len(found) == 1:
        national = not in_town and expanded(long).startswith(tuple(NATIONAL.values())) and any(map(is_rare, found))
        return national or bool(found & PAPERS)
    at = long.rfind(stretch)
    behind = bool(stretch) and long.endswith(stretch) and bool(_BEHIND.search(long[:at]))
    return behind and any(map(is_rare, found))


def _bodies_apart(one: Profile, other: Profile) -> bool:
    if places_differ(variants.organization, one, other) and not explained(variants.organization, one, other):
        return True
    if any(is_worldwide(name) for profile in (one, other) for name in profile.values("name")):
        return False
    names = [*one.values("name"), *other.values("name")]
    if differ("country", one, other):
        legal = [{variants.legal_form(name) for name in profile.values("name")} - {""} for profile in (one, other)]
        if all(legal) and not legal[0] & legal[1]:
            return True
        if any(_in_several_countries(name) or short(name) for name in names):
            return True
    general = any(LOCAL & _words(name) for name in names) or any(map(_is_general, names))
    learned = any(map(short, names)) and any(LEARNED & _words(name) for name in names)
    return (general or learned) and differ("city", one, other)


def _body_marks(profile: Profile) -> Iterator[str]:
    """As of all names; names without needless words, with a slip in one word, and of founders, by where they are."""
    yield from marks(variants.organization, profile)
    countries = profile.values("country")
    for name in profile.values("name"):
        if len(countries) < SEVERAL:
            brief = _word(name)
            yield from (f"{brief[:3]} {country}>" for country in countries if len(brief) >= variants.SYLLABLES)
            yield from (f"{start} {country}<" for country in countries for start in sorted(variants.beginnings(name)))
        core, places = _core(name)
        yield from (f"{core} @{key}=" for key in where(places, profile) if core)
        found = variants.words(name)
        if found[-1:] and found[-1] in _FOUNDED:
            yield from (f"{' '.join(found[-2:])} @{city}=" for city in profile.values("city"))
        cut = [(*found[:at], word[0] + word[-1], *found[at + 1 :]) for at, word in enumerate(found) if len(word) > 4]
        if len(found) > 2:
            yield from (f"{' '.join(words)} @{country}=" for words in cut for country in profile.values("country"))


RULES: Mapping[Kind, Rules] = {
    Kind.ORGANIZATION: Rules(marks=_body_marks, judge=_bodies, apart=_bodies_apart, parts=_body_parts),
}
