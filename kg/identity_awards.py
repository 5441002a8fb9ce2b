"""Which names of awards stand for one award, and which one name for several.

Input: Profiles. Output: Rules for ``identity``. One giver gives many awards under names that are alike, so a word more
in a name is taken for a category, unless it says no more than who gives the award, where, or that it is European.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg import variants
from kg.identity_names import (
    FEW,
    Judged,
    bare,
    called,
    expanded,
    explained,
    is_plain,
    is_rare,
    is_worldwide,
    marks,
    meet,
    name_pairs,
    places_differ,
    places_in,
    same_alias,
    same_form,
    same_initials,
    short,
)
from kg.mentions.gazetteer import names_in
from kg.model import Kind
from kg.profile import Claim, Part, Profile, Rules

_VAGUE = frozenset("european world international national royal global city town foundation fund union nation".split())
_FRONT = frozenset(
    "european union world worldwide global annual".split()
)  # in front of a name, no name of another award
_NOUN = r"(?:awards?|prizes?|medals?|titles?|trophy|trophies|honou?rs?)"
# What stands behind the noun is a category, one of several: "X Award for Design", "X Prize, Emerging Architects".
_CATEGORY = re.compile(rf"(?i)^(?P<award>.+?\b{_NOUN})(?P<sign>,| for| in|:| [–-]) +(?:the )?(?P<category>\S.*)$")


# -- givers ------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def same_giver(one: str, other: str) -> bool:
    """True where two names of givers may be of one body."""
    form = variants.organization
    (a, here), (b, there) = ((bare(form, expanded(name.split(" (")[0]))) for name in (one, other))
    ours, theirs = ({word for word in words.split() if word not in _VAGUE} for words in (a, b))
    if here and there and not meet(here, there):
        return False
    initials = {"".join(sorted(variants.initials(name.split(" (")[0]))) for name in (one, other)}
    shorts = {"".join(sorted(short(part.strip("()")))) for name in (one, other) for part in name.split()[-1:]}
    if initials & shorts - {""}:
        return True  # in whatever order, as of UIA
    if not ours or not theirs:
        return a == b and (not (here or there) or meet(here, there))
    return ours <= theirs or theirs <= ours or 2 * len(ours & theirs) > max(len(ours), len(theirs))


def _givers(profile: Profile) -> list[str]:
    """The givers that articles name; of several in one name each of them too."""
    found = {claim.values[-1] for claim in profile.claims if claim.what == "giver"}
    return sorted(
        found | {part for name in found if ", " in name for part in re.split(r", (?:and )?| and (?:the )?", name)}
    )


def _share_giver(one: Profile, other: Profile) -> bool:
    return any(same_giver(x, y) for x in _givers(one) for y in _givers(other))


def _parts(profile: Profile) -> list[Part]:
    if any(is_worldwide(name) and "index" not in variants.award_nouns(name) for name in profile.values("name")):
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


# -- several names, one award ------------------------------------------------------------------


def _judge(one: Profile, other: Profile) -> Judged:
    form = variants.award
    return (
        _same_form(one, other)
        or same_alias(form, one, other)
        or _same_with_giver(one, other)
        or _same_behind_initials(one, other)
        or _share_alias(one, other)
        or _same_but_initials(one, other)
        or _same_named_after(one, other)
        or (same_initials(one, other) if _share_giver(one, other) or not (_givers(one) and _givers(other)) else None)
    )


def _same_form(one: Profile, other: Profile) -> Judged:
    """One name but for spelling; a name that many awards bear only by one giver."""
    judged = same_form(variants.award, one, other)
    names = [*one.values("name"), *other.values("name")]
    return judged if judged and (_share_giver(one, other) or not all(map(_is_general, names))) else None


def _is_general(name: str) -> bool:
    """True for a name that any giver may use: "Special Prize", "cleanest city"; "Copper Tram" is a name."""
    if is_worldwide(name) or places_in(name) or not is_plain(variants.award(name), FEW):
        return False
    telling = variants.TELLING & set(variants.award(name).split())
    return bool(telling) or not all(word[:1].isupper() for word in name.split() if word not in variants.SMALL)


def _same_but_initials(one: Profile, other: Profile) -> Judged:
    """Names that differ by initials and what they stand for: "LKY Prize", "Lee Kuan Yew Prize"."""
    for a, b in name_pairs(one, other):
        if variants.same_but_initials(a, b):
            return 1, f"one name with initials in it: {a} / {b}"
    return None


def _same_behind_initials(one: Profile, other: Profile) -> Judged:
    """One name with and without the initials of who gives it: "RIBA Stirling Prize", "EU Access City Award"."""
    for full, bare_one in ((one, other), (other, one)):
        givers = _givers(bare_one)
        for a, b in name_pairs(full, bare_one):
            first, _, rest = a.partition(" ")
            whole = variants.award(rest) == variants.award(b) and (
                " " in variants.award(b) or is_rare(variants.award(b))
            )
            by_them = not givers or any(same_giver(first, giver) for giver in givers)
            if first.isupper() and 1 < len(first) < 9 and whole and by_them and not _is_general(b):
                return 2, f"one name with and without initials before it: {a} / {b}"
    return None


def _share_alias(one: Profile, other: Profile) -> Judged:
    """Two names that articles explain by one, of one giver: as of a prize whose sponsor changed."""
    if not _share_giver(one, other):
        return None
    forms = [{variants.award(a): a for a in p.values("alias") if not short(a)} for p in (one, other)]
    both = sorted(forms[0].keys() & forms[1].keys())
    return (2, f"both are called {forms[0][both[0]]}, by the same giver") if both else None


def _same_with_giver(one: Profile, other: Profile) -> Judged:
    """One name with and without the giver before or behind it: "UNESCO World Book Capital", "Survey of Mercer"."""
    for a, b in name_pairs(one, other):
        small, large = sorted((variants.award(a).split(), variants.award(b).split()), key=len)
        before, behind = large[: -len(small)], large[len(small) :]
        givers = [variants.organization(giver).split() for giver in (*_givers(one), *_givers(other))]
        if len(small) > 1 and before and large[-len(small) :] == small and before in givers:
            return 1, f"one name with and without its giver: {a} / {b}"
        if len(small) > 1 and behind and large[: len(small)] == small and any(behind[: len(g)] == g for g in givers):
            return 1, f"one name with and without its giver: {a} / {b}"
    return None


def _same_named_after(one: Profile, other: Profile) -> Judged:
    """One name within the other, by one giver, with no more than a sponsor, "European", or what a name can lack.

    "Pritzker Prize" is the Pritzker Architecture Prize; "Leading Destination" is not Leading Island Destination.
    """
    if not _share_giver(one, other):
        return None
    for a in called(one):
        for b in called(other):
            small, large = sorted((variants.award(a).split(), variants.award(b).split()), key=len)
            if _in_order(small, large) and not any(mark in a + b for mark in (":", " – ", " - ")):
                front = set(large[: -len(small)]) if large[-len(small) :] == small else None
                of_one = bool(re.search(r"['’]s\b", a + b))
                sponsor = front is not None and len(small) > 2 and not of_one and not front & _FRONT
                vague = front is not None and len(small) > 1 and bool(front) and front <= _FRONT and not of_one
                named = _is_named(small, a, b) and not set(large) - set(small) <= _VAGUE
                if sponsor or vague or named:
                    strength = 3 if _category(a) != _category(b) else 1 if vague else 2
                    return strength, f"a short form, by the same giver: {a} / {b}"
    return None


def _is_named(words: list[str], *names: str) -> bool:
    """True for a name with a word in it that no other award has, and that is no part of the world."""
    parts = {
        word
        for name in names
        for found in names_in(name)
        if not found.cities
        for word in variants.words(name[found.start : found.end])
    }
    return any(is_rare(word) and word not in parts and not _DERIVED.search(word) for word in words)


_DERIVED = re.compile(r"(?:tion|ment|ness|ity|ing|ship|ance|ence|able|ible|ism|ics|ive|ous|ful|ed)$")


def _in_order(small: list[str], large: list[str]) -> bool:
    rest = iter(large)
    return bool(small) and all(word in rest for word in small)


# -- what speaks against -----------------------------------------------------------------------


def _apart(one: Profile, other: Profile) -> bool:
    names = [*one.values("name"), *other.values("name")]
    nouns = [frozenset.union(frozenset(), *map(variants.award_nouns, p.values("name"))) for p in (one, other)]
    if not explained(variants.award, one, other):
        if all(nouns) and not nouns[0] & nouns[1]:
            return True
        if variants.told_apart(one.values("name"), other.values("name")):
            return True
        if _categories_differ(one, other):
            return True
    if _givers(one) and _givers(other) and not _share_giver(one, other) and not all(map(is_worldwide, names)):
        return True
    return places_differ(variants.award, one, other)


def _categories_differ(one: Profile, other: Profile) -> bool:
    """True where all names differ by the category behind the noun: "X Award", "X Award, Emerging Architects".

    "X Award for Design" may be the full name of X Award, but not that of X Award for Music.
    """
    found = [{_category(name) for name in profile.values("name")} for profile in (one, other)]
    if not all(found) or found[0] & found[1]:
        return False
    ours, theirs = found
    return all((a[1] and b[1]) or {a[0], b[0]} & {",", ":", "–", "-"} for a in ours for b in theirs)


@lru_cache(maxsize=8192)
def _category(name: str) -> tuple[str, str]:
    """How and what stands behind "Award" in a name with more than that before it; empty where nothing does."""
    found = _CATEGORY.match(name)
    named = found and set(variants.award(found["award"]).split()) - variants.AWARD_NOUNS - {"medal"}
    return (found["sign"].strip(), variants.award(found["category"])) if found and named else ("", "")


def _marks(profile: Profile) -> Iterator[str]:
    yield from marks(variants.award, profile)
    own = {word for name in called(profile) for word in variants.award(name).split()}
    forms = [variants.organization(giver) for giver in _givers(profile)]
    of = {*forms, *(word for form in forms for word in form.split() if is_rare(word))}
    of |= {"".join(sorted(variants.initials(giver) or short(giver))) for giver in _givers(profile)} - {""}
    for name in profile.values("name"):
        form = variants.award(name)
        for giver in map(variants.organization, _givers(profile)):
            yield f"{form.removeprefix(giver + ' ')}="
            yield f"{form} {giver.split()[0]}="
        initials, _, behind = name.partition(" ")
        if behind and initials.isupper():
            yield f"{variants.award(behind)}="
        if " of " in name:
            award, _, giver = name.rpartition(" of ")
            yield f"{variants.award(award)} {variants.organization(giver).split()[0]}="
        rest = [word for word in variants.words(name) if word not in variants.SMALL]
        yield from (
            f"{letters} {word}>" for letters in variants.short_forms_in(name) for word in rest if word != letters
        )
        yield from (f"{letters} {word}<" for letters, word in variants.with_initials(name))
    for alias in profile.values("alias"):
        if not short(alias):
            yield f"{variants.award(alias)}="
    yield from (f"{word} by {giver}=" for word in own - _VAGUE for giver in of)


RULES: Mapping[Kind, Rules] = {Kind.AWARD: Rules(marks=_marks, judge=_judge, apart=_apart, parts=_parts)}
