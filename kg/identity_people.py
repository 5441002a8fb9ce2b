"""Which names of people stand for one person, and which one name for several.

Input: Profiles of kind PERSON. Output: marks, parts and judgements for ``identity``. A person holds one
full post at a time, in one country; a league or a board beside it is no contradiction.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from kg import variants_people
from kg.identity_person_names import likeness
from kg.identity_posts import (
    at_odds,
    began_apart,
    both_full,
    clash,
    forms_of_body,
    is_alike,
    is_linked,
    near_in_time,
    same_body,
    same_in_all,
    same_unplaced,
    towns_in,
)
from kg.namespaces import slug
from kg.profile import Claim, Part, Post, Profile, Rules

COMMON_FIRST = frozenset(  # the same of first names: together with a common family name
    "john james robert michael david william richard mary maria anna mohamed mohammed muhammad ahmed ali jose"
    " juan carlos"
    " wei min li van thi ivan igor sergey sergei alexander peter paul thomas kevin steve mark chris daniel maria luis"
    " antonio francisco giovanni mario jean pierre hans abdul omar hassan kim hung minh jun ana joao pedro".split()
)
COMMON = frozenset(  # family names that a great many people bear; with nothing else known they prove nothing
    "smith johnson williams brown jones miller davis wilson taylor anderson thomas jackson white martin lee kim"
    " park choi"
    " wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu nguyen tran garcia rodriguez martinez"
    " hernandez lopez"
    " gonzalez perez sanchez silva santos oliveira souza kumar singh khan ali ahmed mohamed hassan ivanov muller"
    " schmidt"
    " rossi dupont murphy tan sato suzuki tanaka sokolov petrov popov hung simon".split()
)


def marks(profile: Profile) -> Iterator[str]:
    """The words in any order, each two words of which the first may begin a short form, and the name with each body.

    Names that differ more are of one person only where the body is the same: see ``judge``.
    """
    for name in profile.values("name"):
        found = variants_people.person(name)
        yield f"{' '.join(sorted(found))}="
        yield f"{''.join(found)}="
        starts = found[:2] if len(found[0]) == 1 else found[:1]
        yield from (
            f"{a} {b}="
            for at, a in enumerate(starts)
            for b in found[at + 1 :]
            if len(b) > 1 and b not in variants_people.PARTICLES
        )
        ends = {variants_people.sound(word) for word in {found[0], *found[-2:]}}
        ends |= {variants_people.sound("".join(found[-2:]))} if len(found) > 2 else set()
        ends |= {variants_people.consonants(found[-1]), variants_people.chinese("".join(found))} - {""}
        bodies = {
            body
            for post in profile.posts
            if post.body_key
            for body in (post.body_key, *forms_of_body(post), *towns_in(post))
        }
        yield from (f"{end} of {body}=" for end in ends for body in bodies)


def parts(profile: Profile) -> list[Part]:
    """The people whom one name stands for, by their posts; none where the posts go together and the name is rare."""
    posts = profile.posts
    against = next((why for a, b in combinations(posts, 2) if (why := clash(a, b))), "")
    common = all(map(is_common, profile.values("name")))
    if not against and not (common and posts):
        return []
    groups: list[list[Post]] = []
    for post in posts:
        mine = [group for group in groups if any(is_linked(post, other) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([post, *(other for group in mine for other in group)])
    merged: list[list[Post]] = []
    for group in sorted(groups, key=min):
        home = next((other for other in merged if not common and _go_together(other, group)), None)
        if home is None:
            merged.append(list(group))
        else:
            home += group
    reason = against or f"a name that many bear: {profile.values('name')[0]}"
    labels = [_label(group) for group in merged]
    return [
        (
            label if labels.count(label) == 1 else f"{label}-{min((p.since or p.told for p in group), default='')}",
            frozenset(Claim("post", tuple(post)) for post in group),
            reason,
        )
        for label, group in zip(labels, merged, strict=True)
    ]


def _go_together(one: list[Post], other: list[Post]) -> bool:
    return bool(_countries(one) & _countries(other)) and not any(clash(a, b) for a in one for b in other)


def is_common(name: str) -> bool:
    """True for a full name that very many people bear: with nothing else known it proves nothing."""
    found = variants_people.person(name)
    return len(found) > 1 and bool({found[0], found[-1]} & COMMON) and all(w in COMMON | COMMON_FIRST for w in found)


def _label(group: list[Post]) -> str:
    return min((post.body_key or slug(post.role) for post in group), key=lambda key: (not key, key))


def _countries(group: list[Post]) -> set[str]:
    return {post.country for post in group} - {""}


def apart(one: Profile, other: Profile) -> bool:
    """True where what is said of the two cannot be said of one person."""
    generations = [
        {variants_people.generation(name) for name in profile.values("name")} - {""} for profile in (one, other)
    ]
    if all(generations) and generations[0].isdisjoint(generations[1]):
        return True
    return any(clash(a, b) for a, b in product(one.posts, other.posts))


def judge(one: Profile, other: Profile) -> tuple[int, str] | None:
    """How sure (0 the surest) and why two names are of one person; None where that is not proven."""
    best = None
    for a, b in product(one.values("name"), other.values("name")):
        if found := likeness(a, b):
            best = min(best or found, found)
    if best is None:
        return None
    strength, how = best
    support = _support(one, other)
    if strength and any(both_full(a, b) for a, b in product(one.posts, other.posts)):
        return None
    if strength > 1 and any(at_odds(a, b) for a, b in product(one.posts, other.posts)):
        return None
    if strength == 3 and "alone" in how and any(began_apart(a, b) for a, b in product(one.posts, other.posts)):
        return None
    if strength == 3 and not any(near_in_time(a, b) for a, b in product(one.posts, other.posts)):
        return None
    if strength <= (1 if support == "the same role" else _NEEDS.index(support)):
        names = f"{one.values('name')[0]} / {other.values('name')[0]}"
        return strength, f"{how}: {names}" + (f"; {support}" if support else "")
    return None


# How much the names may differ (see likeness) at most, by what speaks for one person.
_NEEDS = ("", "in the same country", "of the same body", "the same post")


def _support(one: Profile, other: Profile) -> str:
    found = ""
    for a, b in product(one.posts, other.posts):
        if (same_body(a, b) and is_alike(a, b)) or same_in_all(a, b):
            return "the same post"
        if same_body(a, b):
            found = "of the same body"
        elif (a.country and a.country == b.country) or same_unplaced(a, b):
            found = found or ("in the same country" if a.country == b.country != "" else "the same role")
    return found


RULES = Rules(marks=marks, judge=judge, apart=apart, parts=parts)
