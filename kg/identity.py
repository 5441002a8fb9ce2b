"""Which names stand for one thing, across articles: merged where that is likely, told apart where it is not.

Input: Profiles, what all articles claim of each name. Output: Decisions: a name that is another's variant, or
one name that stands for several things. They are a function of the set of profiles, so the order of articles
does not matter, and of no profile beyond those that share a mark: a store can keep them up entity by entity.
What speaks against (two posts at once, two countries, two years) weighs more than likeness of names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, groupby

from kg import identity_awards, identity_events, identity_measures, identity_people, identity_things, variants
from kg.model import Kind
from kg.profile import NAMING, Claim, Name, Part, Profile, Rules

WEAK = 2  # how sure a pair is of which the one name may be short for several
SPLIT = "--"  # between a name's key and what tells its bearers apart
_REST = Rules(
    marks=lambda profile: (f"{profile.key}=",), judge=lambda _, __: None, apart=lambda _, __: False, parts=lambda _: []
)
RULES: Mapping[Kind, Rules] = {
    **dict.fromkeys(Kind, _REST),
    **identity_things.RULES,
    **identity_awards.RULES,
    **identity_events.RULES,
    **identity_measures.RULES,
    Kind.PERSON: identity_people.RULES,
}


@dataclass(frozen=True, kw_only=True, order=True)
class Decision:
    """That ``variant``, or what it stands for where it is called so with ``claims``, is ``entity``."""

    kind: Kind
    variant: str  # key
    entity: str  # key
    reason: str  # for people
    claims: frozenset[Claim] | None = field(default=None, compare=False)  # None: wherever it is called so

    def applies(self, told: Iterable[Claim]) -> bool:
        """True where an article that tells these claims of the variant means this entity."""
        return self.claims is None or any(claim in self.claims for claim in told if claim.what not in NAMING)


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What a person decided in the corrections: that two keys of a kind are, or are not, the same."""

    kind: Kind
    one: str
    other: str
    same: bool


@dataclass(frozen=True)
class Bearer:
    """One of the things that a name stands for: all of them where nothing tells them apart."""

    profile: Profile
    key: str  # of the entity
    alone: bool  # the name stands for nothing else
    reason: str = ""  # why the name stands for several

    @property
    def name(self) -> Name:
        """Kind and key of the name that it goes by."""
        return self.profile.kind, self.profile.key


@lru_cache(maxsize=4096)
def marks(profile: Profile) -> frozenset[str]:
    """What a profile is found by: profiles without a common mark are never compared.

    A mark ends in ``=`` where it meets its like, in ``<`` for initials of a long name and in ``>`` for a short
    form: these meet each other, and short forms their like.
    """
    return frozenset(f"{profile.kind.value} {mark}" for mark in RULES[profile.kind].marks(profile))


def meeting(mark: str) -> tuple[str, ...]:
    """The marks that a mark meets."""
    return {"=": (mark,), "<": (mark[:-1] + ">",), ">": (mark, mark[:-1] + "<")}[mark[-1]]


def identify(profiles: Iterable[Profile], rulings: Iterable[Ruling] = ()) -> tuple[Decision, ...]:
    """The decisions on a set of profiles that holds, with each one, all that share a mark or a ruling with it."""
    ruled = _Rulings(rulings)
    bearers = [bearer for profile in sorted(profiles, key=_by_name) for bearer in _bearers(profile, ruled)]
    groups = _Groups(bearers, ruled)
    for strength, found in groupby(_pairs(bearers, ruled), key=lambda pair: pair[0]):
        groups.join_all([pair[1:] for pair in found], weak=strength >= WEAK)
    return tuple(sorted(groups.decisions()))


@lru_cache(maxsize=4096)
def decided(profiles: frozenset[Profile], rulings: frozenset[Ruling] = frozenset()) -> tuple[Decision, ...]:
    """As ``identify``; what was decided of the same profiles a while ago is remembered."""
    return identify(profiles, rulings)


def is_several(profile: Profile) -> bool:
    """True where the claims on a name, whoever makes them, are of several things."""
    return len(RULES[profile.kind].parts(profile)) > 1


@lru_cache(maxsize=16_384)
def linked(one: Profile, other: Profile) -> bool:
    """True where anything that the one name stands for is judged to be something that the other stands for.

    Names that are not linked, directly or by way of others, have no influence on each other.
    """
    return any(_judge(a.profile, b.profile) for a in _unruled(one) for b in _unruled(other))


@lru_cache(maxsize=4096)
def _unruled(profile: Profile) -> list[Bearer]:
    return _bearers(profile, _Rulings(()))


def _by_name(profile: Profile) -> tuple[str, str]:
    return profile.kind.value, profile.key


# -- one name, several things ------------------------------------------------------------------


def _bearers(profile: Profile, ruled: _Rulings) -> list[Bearer]:
    own = profile.kind, profile.key
    parts = [] if ruled.same(own, own) else _whole(RULES[profile.kind].parts(profile), profile)
    if not parts:
        return [Bearer(profile, profile.key, alone=True)]
    shared = frozenset(claim for claim in profile.claims if claim.what in NAMING)
    found = [Bearer(Profile(kind=profile.kind, key=profile.key, claims=shared), profile.key, alone=False)]
    told: Counter[str] = Counter()
    for name, claims, reason in parts:
        told[name] += 1
        label = name if told[name] == 1 else f"{name}-{told[name]}"
        part = Profile(kind=profile.kind, key=profile.key, claims=shared | claims)
        found.append(Bearer(part, f"{profile.key}{SPLIT}{label}", alone=False, reason=reason))
    return found


def _whole(parts: list[Part], profile: Profile) -> list[Part]:
    """The parts, those made one that a single article speaks of; none where that leaves one of several."""
    left = sorted(parts, key=lambda part: part[0])
    for claim in profile.claims:
        if claim.what == "together":
            told = {Claim.of_text(text) for text in claim.values}
            joined = [part for part in left if part[1] & told]
            if len(joined) > 1:
                claims = frozenset(claim for part in joined for claim in part[1])
                left = sorted([*(part for part in left if part not in joined), (joined[0][0], claims, joined[0][2])])
    return left if len(left) > 1 or len(parts) == 1 else []


# -- several names, one thing ------------------------------------------------------------------


def _pairs(bearers: list[Bearer], ruled: _Rulings) -> Iterator[tuple[int, Bearer, Bearer, str]]:
    """How sure (see ``_judge``), and which pairs are one thing, the surest first."""
    by_mark: dict[str, list[int]] = {}
    for at, bearer in enumerate(bearers):
        for mark in marks(bearer.profile):
            by_mark.setdefault(mark, []).append(at)
    met = {
        (min(one, other), max(one, other))
        for mark, here in by_mark.items()
        for other_mark in meeting(mark)
        for one in here
        for other in by_mark.get(other_mark, ())
        if bearers[one].name != bearers[other].name
    }
    found = []
    for one, other in ((bearers[a], bearers[b]) for a, b in sorted(met)):
        if judged := _judge(one.profile, other.profile):
            found.append((*judged, one, other))
    for one, other in combinations(bearers, 2) if ruled.any_same else ():
        if one.name != other.name and ruled.same(one.name, other.name):
            found.append((-1, "a correction says so", one, other))
    for strength, reason, one, other in sorted(found, key=_surest):
        yield strength, one, other, reason


def _surest(found: tuple[int, str, Bearer, Bearer]) -> tuple[object, ...]:
    strength, reason, one, other = found
    return strength, one.profile.kind.value, *sorted((one.key, other.key)), reason


def _judge(one: Profile, other: Profile) -> tuple[int, str] | None:
    """How sure (0 the surest) and why two profiles of different keys are one thing; None where that is not proven."""
    rules = RULES[one.kind]
    judged = rules.judge(one, other) if one.kind is other.kind else None
    return None if judged is None or rules.apart(one, other) else judged


# -- groups ------------------------------------------------------------------------------------


class _Rulings:
    def __init__(self, rulings: Iterable[Ruling]) -> None:
        self._same: set[frozenset[Name]] = set()
        self._different: set[frozenset[Name]] = set()
        for ruling in rulings:
            pair = frozenset({(ruling.kind, ruling.one), (ruling.kind, ruling.other)})
            (self._same if ruling.same else self._different).add(pair)

    @property
    def any_same(self) -> bool:
        return bool(self._same)

    def same(self, one: Name, other: Name) -> bool:
        return frozenset({one, other}) in self._same

    def different(self, one: Name, other: Name) -> bool:
        return frozenset({one, other}) in self._different


class _Groups:
    """Bearers joined one pair at a time; a pair is refused where anything in the two groups speaks against.

    A short name that may stand for either of two things stands for neither.
    """

    def __init__(self, bearers: list[Bearer], ruled: _Rulings) -> None:
        self._ruled = ruled
        self._bearers = bearers
        self._group = {id(bearer): [bearer] for bearer in bearers}
        self._reasons: dict[int, str] = {}

    def join_all(self, pairs: list[tuple[Bearer, Bearer, str]], *, weak: bool) -> None:
        """Join the pairs, all of them as sure as each other; of weak ones those of names that mean one group only."""
        while pairs:
            chosen = self._unambiguous(pairs) if weak else pairs
            before = len(pairs)
            for one, other, reason in chosen:
                self._join(one, other, reason)
            pairs = [pair for pair in pairs if pair not in chosen]
            if not weak or len(pairs) == before:
                return

    def _unambiguous(self, pairs: list[tuple[Bearer, Bearer, str]]) -> list[tuple[Bearer, Bearer, str]]:
        means: dict[int, set[int]] = {}
        for one, other, _ in pairs:
            short, full = sorted((one, other), key=_fullness)
            groups = means.setdefault(id(short), set())
            own = self._group[id(short)]
            if any(_fullness(bearer) > _fullness(short) for bearer in own):
                groups.add(id(own))
            if self._may_join(short, full):
                groups.add(id(self._group[id(full)]))
        return [pair for pair in pairs if len(means[id(min(pair[:2], key=_fullness))]) < 2]

    def _may_join(self, one: Bearer, other: Bearer) -> bool:
        ours, theirs = self._group[id(one)], self._group[id(other)]
        return ours is not theirs and not any(self._against(a, b) for a in ours for b in theirs)

    def _join(self, one: Bearer, other: Bearer, reason: str) -> None:
        if not self._may_join(one, other):
            return
        for bearer in (one, other):
            self._reasons.setdefault(id(bearer), reason)
        joined = [*self._group[id(one)], *self._group[id(other)]]
        self._group.update((id(bearer), joined) for bearer in joined)

    def _against(self, one: Bearer, other: Bearer) -> bool:
        if self._ruled.same(one.name, other.name):
            return False
        if self._ruled.different(one.name, other.name) or one.name == other.name:
            return True
        return RULES[one.profile.kind].apart(one.profile, other.profile)

    def decisions(self) -> Iterator[Decision]:
        for bearer in self._bearers:
            group = self._group[id(bearer)]
            chosen = min(group, key=_rank)
            if chosen.key != bearer.profile.key:
                claims = None if bearer.alone else bearer.profile.claims
                reason = "; ".join(filter(None, (bearer.reason, self._reasons.get(id(bearer), ""))))
                yield Decision(
                    kind=bearer.profile.kind,
                    variant=bearer.profile.key,
                    entity=chosen.key,
                    reason=reason,
                    claims=claims,
                )


def _fullness(bearer: Bearer) -> tuple[int, int]:
    """How much the name says: its words, then its letters."""
    found = max((variants.words(name) for name in bearer.profile.values("name")), key=len, default=())
    return len(found), sum(map(len, found))


def _rank(bearer: Bearer) -> tuple[object, ...]:
    """The entity that a group goes by: known to GeoNames, a long name before a short form, then by key."""
    names = bearer.profile.values("name")
    short = all(variants.is_short(name) for name in names)
    in_words = max((len(variants.words(name)) for name in names), default=0)
    return not bearer.key.startswith("gn"), short, -in_words, -len(bearer.key), bearer.key
