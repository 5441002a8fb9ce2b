"""Which names of organisations and awards stand for one thing, and which for several.

Input: Profiles. Output: Rules by kind, for ``identity``. A name that says no more than what sort of thing it is
("City Council", "Gold Medal") is told apart by where it is or who gives it; a name with a place in it by that place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg import variants
from kg.identity_names import (
    COMMON_WORDS,
    FEW,
    Judged,
    bare,
    called,
    differ,
    expanded,
    explained,
    is_plain,
    is_rare,
    is_worldwide,
    lies_around,
    marks,
    meet,
    parts_by,
    places_differ,
    places_in,
    same_alias,
    same_form,
    same_initials,
    share,
    short,
)
from kg.mentions.gazetteer import cities_called
from kg.model import Kind
from kg.profile import Claim, Part, Profile, Rules

# Bodies that each town has one of, and bodies that each country has one of.
OF_TOWNS = frozenset(
    "council municipality hall chamber police fire port museum library orchestra opera zoo metro subway transit".split()
)
OF_COUNTRIES = frozenset(
    "ministry department court parliament senate government agency bureau party assembly office administration".split()
)
LOCAL = OF_TOWNS | OF_COUNTRIES | variants.OF_A_CITY
# Newspapers that many towns have one of.
PAPERS = frozenset("herald gazette tribune chronicle courier star post standard observer mirror telegraph".split())
NATIONAL_PAPERS = frozenset("time guardian independent economist".split())
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
    return is_plain(name, 3 if words & LOCAL else FEW) or (bool(words) and words <= COMMON_WORDS | LOCAL | PAPERS)


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
    if all(_is_general(name) and _is_of_towns(_words(name)) for name in names):
        return parts_by("city", profile)
    return parts_by("country", profile) if all(map(_in_several_countries, names)) else []


def _is_of_towns(words: frozenset[str]) -> bool:
    return bool(words & OF_TOWNS) and not words & {"ministry", "national", "party", "court"}


def _bodies(one: Profile, other: Profile) -> Judged:
    form = variants.organization
    return same_form(form, one, other) or same_alias(form, one, other) or _same_place(one, other) or _short(one, other)


def _short(one: Profile, other: Profile) -> Judged:
    """Initials prove something only near one place, or for a body of all the world."""
    worldwide = any(is_worldwide(name) for profile in (one, other) for name in profile.values("name"))
    return same_initials(one, other) if worldwide or share("country", one, other) else None


def _same_place(one: Profile, other: Profile) -> Judged:
    """Names that differ only in where the place is said: "Oslo Library", "the library" in news about Oslo."""
    form = variants.organization
    for a in one.values("name"):
        for b in other.values("name"):
            (words, here), (more, there) = bare(form, expanded(a)), bare(form, expanded(b))
            if not words or words != more or not (here or there):
                continue
            if here and there:
                where = here | there
                sure = not LEARNED & set(words.split()) or all(
                    any(lies_around(place, profile) for place in where) for profile in (one, other)
                )
                if meet(here, there) and sure:
                    return 1, f"one name around the same place: {a} / {b}"
            elif all(lies_around(place, other if here else one) for place in here | there) and _meant(
                a if here else b, words, here | there
            ):
                return 2, f"one name, the place said or meant: {a} / {b}"
    return None


def _meant(long: str, words: str, places: frozenset[object]) -> bool:
    """True where a body called without its place is that of the place that news of it is about."""
    found = set(words.split())
    in_town = any(getattr(place, "cities", None) for place in places)
    if found & LOCAL and all(word in COMMON_WORDS or word in LOCAL for word in found):
        return not in_town or _is_of_towns(frozenset(found)) or not found & OF_COUNTRIES
    if len(found) == 1:
        return bool(found & (PAPERS | NATIONAL_PAPERS))
    stretch = places_in(long)[-1][0] if places_in(long) else ""
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
        if any(map(_in_several_countries, names)) or any(map(short, names)):
            return True
    return any(LOCAL & _words(name) for name in names) and differ("city", one, other)


def _body_marks(profile: Profile) -> Iterator[str]:
    return marks(variants.organization, profile)


# -- awards ------------------------------------------------------------------------------------


@lru_cache(maxsize=65_536)
def same_giver(one: str, other: str) -> bool:
    """True where two names of givers may be of one body."""
    form = variants.organization
    (a, here), (b, there) = ((bare(form, expanded(name.split(" (")[0]))) for name in (one, other))
    ours, theirs = ({word for word in words.split() if word not in _VAGUE} for words in (a, b))
    if here and there and not meet(here, there):
        return False
    initials = {variants.initials(name.split(" (")[0]) for name in (one, other)}
    shorts = {short(part.strip("()")) for name in (one, other) for part in name.split()[-1:]}
    if initials & shorts - {""}:
        return True
    if not ours or not theirs:
        return a == b and (not (here or there) or meet(here, there))
    return ours <= theirs or theirs <= ours or 2 * len(ours & theirs) > max(len(ours), len(theirs))


_VAGUE = frozenset("european world international national royal global city town foundation fund".split())


def _givers(profile: Profile) -> list[str]:
    return sorted({claim.values[-1] for claim in profile.claims if claim.what == "giver"})


def _share_giver(one: Profile, other: Profile) -> bool:
    return any(same_giver(x, y) for x in _givers(one) for y in _givers(other))


def _award_parts(profile: Profile) -> list[Part]:
    if any(map(is_worldwide, profile.values("name"))):
        return []
    groups: list[list[Claim]] = []
    for claim in sorted(claim for claim in profile.claims if claim.what == "giver"):
        mine = [g for g in groups if any(same_giver(claim.values[-1], c.values[-1]) for c in g)]
        groups = [g for g in groups if g not in mine]
        groups.append([claim, *(c for g in mine for c in g)])
    if len(groups) < 2:
        return []
    reason = f"one name, several givers: {', '.join(_givers(profile))}"
    return [(min(claim.values[0] for claim in group), frozenset(group), reason) for group in sorted(groups, key=min)]


def _awards(one: Profile, other: Profile) -> Judged:
    form = variants.award
    return (
        same_form(form, one, other)
        or same_alias(form, one, other)
        or _same_named_after(one, other)
        or (same_initials(one, other) if _share_giver(one, other) or not (_givers(one) and _givers(other)) else None)
    )


def _same_named_after(one: Profile, other: Profile) -> Judged:
    """One name within the other, by one giver: with a word that no other award has, or but for "European"."""
    if not _share_giver(one, other):
        return None
    for a in called(one):
        for b in called(other):
            ours, theirs = set(variants.award(a).split()), set(variants.award(b).split())
            small, large = sorted((ours, theirs), key=len)
            if small and small <= large and not any(mark in a + b for mark in (":", " – ", " - ")):
                own = any(map(is_rare, small)) or (len(small) > 1 and large - small <= _VAGUE)
                if own:
                    return 2, f"a short form, by the same giver: {a} / {b}"
    return None


def _awards_apart(one: Profile, other: Profile) -> bool:
    names = [*one.values("name"), *other.values("name")]
    nouns = [frozenset.union(frozenset(), *map(variants.award_nouns, p.values("name"))) for p in (one, other)]
    if not explained(variants.award, one, other):
        if all(nouns) and not nouns[0] & nouns[1]:
            return True
        if variants.told_apart(one.values("name"), other.values("name")):
            return True
    if _givers(one) and _givers(other) and not _share_giver(one, other) and not all(map(is_worldwide, names)):
        return True
    return places_differ(variants.award, one, other)


def _award_marks(profile: Profile) -> Iterator[str]:
    yield from marks(variants.award, profile)
    own = {word for name in called(profile) for word in variants.award(name).split()}
    of = {word for giver in _givers(profile) for word in variants.organization(giver).split()}
    of |= {letters for giver in _givers(profile) if (letters := variants.initials(giver) or short(giver))}
    yield from (f"{word} by {giver}=" for word in own for giver in of - variants.SMALL)


RULES: Mapping[Kind, Rules] = {
    Kind.ORGANIZATION: Rules(marks=_body_marks, judge=_bodies, apart=_bodies_apart, parts=_body_parts),
    Kind.AWARD: Rules(marks=_award_marks, judge=_awards, apart=_awards_apart, parts=_award_parts),
}
