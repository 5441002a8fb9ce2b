"""Which names of organisations, awards, events, measures and towns stand for one thing, and which for several.

Input: Profiles. Output: Rules by kind, for ``identity``. A name that says no more than what sort of thing it is
("City Council", "Book Fair") is told apart by where it is; a name with a place in it is told by that place.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from kg import variants
from kg.mentions.acronyms import KNOWN
from kg.mentions.gazetteer import cities_called, names_in
from kg.mentions.lexicon_words import lines
from kg.model import Kind
from kg.namespaces import slug
from kg.profile import Claim, Part, Profile, Rules

WORLDWIDE = frozenset("world global international united universal european african asian american nordic".split())
LOCAL = variants.OF_A_CITY | frozenset("ministry court parliament senate party metro subway transit".split())
FEW = 2  # words that carry a name, all of them plain: such a name is borne by many
LONG = 5  # days of an event that may be held in several cities
NEAR = 14  # days between the beginnings of one event as two articles tell it

Form = Callable[[str], str]
Judged = tuple[int, str] | None
COMMON_WORDS = frozenset(lines("common_words"))


@lru_cache(maxsize=65_536)
def places_in(name: str) -> tuple[tuple[str, str], ...]:
    """(stretch of the name, country code or city) for each place that a name holds: ("Oslo", "gn3143244")."""
    found = []
    for named in names_in(name):
        stretch = name[named.start : named.end]
        if named.cities and not named.places:
            found.append((stretch, f"gn{named.cities[0].geonames_id}"))
        elif named.places and named.places[0].country:
            found.append((stretch, named.places[0].country))
    return tuple(found)


@lru_cache(maxsize=65_536)
def expanded(name: str) -> str:
    """The name with the short forms that everybody knows written out: "UCLG World Congress"."""
    found = name.split()
    return " ".join(KNOWN.get(word, word) for word in found) if len(found) > 1 else name


@lru_cache(maxsize=65_536)
def bare(form: Form, name: str) -> tuple[str, frozenset[str]]:
    """The form of a name without the places in it, words sorted, and those places."""
    places = places_in(name)
    for stretch, _ in places:
        name = name.replace(stretch, " ")
    left = [word for word in form(name).split() if word not in variants.SMALL] if name.strip(" -,'’s") else []
    return " ".join(sorted(left)), frozenset(place for _, place in places)


def is_plain(name: str, most: int = FEW) -> bool:
    """True for a name of few words that any article might write in lower case: "The Herald", "Book Fair"."""
    found = [word for word in variants.words(name) if word not in variants.SMALL]
    return 0 < len(found) <= most and all(w in COMMON_WORDS or variants.singular(w) in COMMON_WORDS for w in found)


def called(profile: Profile) -> list[str]:
    """The names and short forms of a profile."""
    return sorted({*profile.values("name"), *profile.values("alias")})


def short(name: str) -> str:
    """A short form in small letters, without stops and legal form; empty where the name is none."""
    found = name.split()
    while len(found) > 1 and found[-1].strip(".").casefold() in variants.LEGAL_FORMS:
        found.pop()
    return found[0].replace(".", "").casefold() if len(found) == 1 and variants.is_short(found[0]) else ""


def _marks(form: Form) -> Callable[[Profile], Iterator[str]]:
    def marks(profile: Profile) -> Iterator[str]:
        for name in called(profile):
            yield f"{form(expanded(name))}="
            words, places = bare(form, expanded(name))
            around = {*places, *profile.values("country"), *profile.values("city")}
            yield from (f"{words} @{place}=" for place in around if words)
            if letters := short(name):
                yield f"{letters}>"
        for name in profile.values("name"):
            if letters := variants.initials(name):
                yield f"{letters}<"

    return marks


def _same_form(form: Form, one: Profile, other: Profile) -> Judged:
    for a in one.values("name"):
        for b in other.values("name"):
            if form(expanded(a)) == form(expanded(b)):
                return 0, f"one name in two spellings: {a} / {b}"
    return None


def _same_alias(form: Form, one: Profile, other: Profile) -> Judged:
    """A name that an article explains as another's, or that two long names share that are alike."""
    for a, b in ((one, other), (other, one)):
        for alias in a.values("alias"):
            for name in b.values("name"):
                if form(alias) == form(name) or (short(alias) and short(alias) == short(name)):
                    return 1, f"an article explains the name: {a.values('name')[0]} ({alias})"
    shared = set(map(short, one.values("alias"))) & set(map(short, other.values("alias"))) - {""}
    if shared:
        a_words, b_words = (set(form(profile.values("name")[0]).split()) for profile in (one, other))
        if 2 * len(a_words & b_words) >= max(len(a_words), len(b_words)):
            return 1, f"two long forms of {min(shared).upper()}: {one.values('name')[0]} / {other.values('name')[0]}"
    return None


def _same_initials(one: Profile, other: Profile) -> Judged:
    for a, b in ((one, other), (other, one)):
        for name in a.values("name"):
            for full in b.values("name"):
                if short(name) and variants.initials(full) == short(name):
                    return 2, f"the initials of {full}: {name}"
    return None


def _same_place(form: Form, one: Profile, other: Profile) -> Judged:
    """Names that differ only in where the place is said: "Oslo Library", "the library" in news about Oslo."""
    for a in one.values("name"):
        for b in other.values("name"):
            (words, here), (more, there) = bare(form, expanded(a)), bare(form, expanded(b))
            if words and words == more and (here or there):
                if here and here == there:
                    return 1, f"one name around the same place: {a} / {b}"
                around = _around(other) if here else _around(one)
                if (here or there) <= around and not (here and there) and _is_local(words):
                    return 2, f"one name, the place said or meant: {a} / {b}"
    return None


def _around(profile: Profile) -> set[str]:
    return {*profile.values("country"), *profile.values("city")}


def _is_local(words: str) -> bool:
    found = words.split()
    return bool(LOCAL & set(found)) and all(w in COMMON_WORDS or w in LOCAL for w in found)


def _places_differ(form: Form, one: Profile, other: Profile) -> bool:
    """True where both names hold places, and not the same ones."""
    ours, theirs = (
        {place for name in profile.values("name") for place in bare(form, name)[1]} for profile in (one, other)
    )
    return bool(ours) and bool(theirs) and not ours & theirs


def _differ(what: str, one: Profile, other: Profile) -> bool:
    ours, theirs = set(one.values(what)), set(other.values(what))
    return bool(ours) and bool(theirs) and not ours & theirs


def _by(what: str, applies: Callable[[str], bool]) -> Callable[[Profile], list[Part]]:
    """Parts by the values of one sort of claim, for names that ``applies`` to."""

    def parts(profile: Profile) -> list[Part]:
        values = profile.values(what)
        if len(values) < 2 or not all(map(applies, profile.values("name"))):
            return []
        reason = f"one name in several places: {profile.values('name')[0]}"
        return [(slug(value), _claims_of(profile, what, {value}), reason) for value in values]

    return parts


def _claims_of(profile: Profile, what: str, values: set[str]) -> frozenset[Claim]:
    return frozenset(claim for claim in profile.claims if claim.what == what and claim.values[0] in values)


def _no_parts(_: Profile) -> list[Part]:
    return []


# -- organisations -----------------------------------------------------------------------------


def _body_in_several(name: str) -> bool:
    """True for a name that bodies of several countries bear: plain words, or a city of which there are two."""
    words = set(variants.words(name))
    if words & WORLDWIDE:
        return False
    places = places_in(name)
    if not places:
        return is_plain(name, 3 if words & LOCAL else FEW)
    return any(len({city.country for city in cities_called(stretch)}) > 1 for stretch, _ in places)


def _bodies(one: Profile, other: Profile) -> Judged:
    form = variants.organization
    return (
        _same_form(form, one, other)
        or _same_alias(form, one, other)
        or _same_place(form, one, other)
        or _same_initials(one, other)
    )


def _bodies_apart(one: Profile, other: Profile) -> bool:
    if _places_differ(variants.organization, one, other):
        return True
    names = [*one.values("name"), *other.values("name")]
    plain = any(map(_body_in_several, names)) or any(map(short, names))
    if plain and _differ("country", one, other):
        return True
    local = any(LOCAL & set(variants.organization(name).split()) for name in names)
    return local and not any(set(variants.words(name)) & WORLDWIDE for name in names) and _differ("city", one, other)


# -- awards ------------------------------------------------------------------------------------


def _same_giver(one: str, other: str) -> bool:
    """True where two names of givers may be of one body."""
    a, b = (set(variants.organization(name).split()) - variants.SMALL for name in (one, other))
    initials = {variants.initials(one), variants.initials(other)}
    return bool(a & b and 2 * len(a & b) >= min(len(a), len(b))) or bool(initials & {short(one), short(other)} - {""})


def _givers(profile: Profile) -> list[str]:
    return sorted({claim.values[-1] for claim in profile.claims if claim.what == "giver"})


def _award_parts(profile: Profile) -> list[Part]:
    if any(set(variants.words(name)) & WORLDWIDE for name in profile.values("name")):
        return []
    groups: list[list[Claim]] = []
    for claim in sorted(claim for claim in profile.claims if claim.what == "giver"):
        mine = next((g for g in groups if any(_same_giver(claim.values[-1], c.values[-1]) for c in g)), None)
        if mine is None:
            groups.append([claim])
        else:
            mine.append(claim)
    if len(groups) < 2:
        return []
    reason = f"one name, several givers: {', '.join(_givers(profile))}"
    return [(min(claim.values[0] for claim in group), frozenset(group), reason) for group in groups]


def _awards(one: Profile, other: Profile) -> Judged:
    form = variants.award
    return (
        _same_form(form, one, other)
        or _same_alias(form, one, other)
        or _same_named_after(one, other)
        or _same_initials(one, other)
    )


def _same_named_after(one: Profile, other: Profile) -> Judged:
    """One name within the other, with a word that no other award has, and one giver."""
    for a in one.values("name"):
        for b in other.values("name"):
            ours, theirs = set(variants.award(a).split()), set(variants.award(b).split())
            rare = {word for word in ours & theirs if word not in COMMON_WORDS and word.isalpha()}
            giver = any(_same_giver(x, y) for x in _givers(one) for y in _givers(other))
            if rare and giver and (ours <= theirs or theirs <= ours):
                return 2, f"a short form, by the same giver: {a} / {b}"
    return None


def _awards_apart(one: Profile, other: Profile) -> bool:
    nouns = [frozenset.union(frozenset(), *map(variants.award_nouns, p.values("name"))) for p in (one, other)]
    if all(nouns) and not nouns[0] & nouns[1]:
        return True
    givers = _givers(one), _givers(other)
    if all(givers) and not any(_same_giver(a, b) for a in givers[0] for b in givers[1]):
        names = [*one.values("name"), *other.values("name")]
        return not all(set(variants.words(name)) & WORLDWIDE for name in names)
    return _places_differ(variants.award, one, other)


def _award_marks(profile: Profile) -> Iterator[str]:
    yield from _marks(variants.award)(profile)
    for name in profile.values("name"):
        yield from (
            f"{w}~=" for w in variants.award(name).split() if w not in COMMON_WORDS and len(w) > 4 and w.isalpha()
        )


# -- events ------------------------------------------------------------------------------------


def _sorted_event(name: str) -> str:
    return " ".join(sorted(variants.event(name).split()))


def _hosts(profile: Profile) -> list[str]:
    return profile.values("city")


def _year(profile: Profile) -> set[str]:
    """The year that the name says, else the one that articles give, else that of the dates."""
    named = {word for name in profile.values("name") for word in variants.words(name) if _is_year(word)}
    dates = {value[:4] for value in profile.values("dates")}
    ended = profile.key.rsplit("-", 1)[-1]
    return named or set(profile.values("year")) or ({ended} if _is_year(ended) else set()) or dates


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}


def _number(profile: Profile) -> set[str]:
    return {variants.edition(value) for value in profile.values("edition")}


def _dates(profile: Profile) -> list[tuple[datetime.date, datetime.date]]:
    told = sorted(claim.values for claim in profile.claims if claim.what == "dates")
    return [(datetime.date.fromisoformat(v[0]), datetime.date.fromisoformat(v[-1])) for v in told]


def _at_one_time(one: Profile, other: Profile) -> bool | None:
    """Whether two profiles are of one time; None where one has no dates."""
    a, b = _dates(one), _dates(other)
    return any(abs((x[0] - y[0]).days) <= NEAR for x in a for y in b) if a and b else None


def _events_apart(one: Profile, other: Profile) -> bool:
    numbers = _number(one), _number(other)
    if all(numbers):
        if not numbers[0] & numbers[1]:
            return True
    elif (years := (_year(one), _year(other))) and all(years) and not years[0] & years[1]:
        return True
    if not all(numbers) and not (_year(one) and _year(other)) and _at_one_time(one, other) is None:
        return True  # nothing says which edition
    if _at_one_time(one, other) is False and not (all(numbers) or _named_year(one, other)):
        return True
    if _differ("city", one, other) and not _in_many_cities(one, other):
        return True
    return _places_differ(variants.event, one, other)


def _named_year(one: Profile, other: Profile) -> bool:
    """True where both names say the year, as postponed events keep it: "Expo 2020"."""
    return all(any(_is_year(w) for name in p.values("name") for w in variants.words(name)) for p in (one, other))


def _in_many_cities(one: Profile, other: Profile) -> bool:
    many = any(len(_hosts(profile)) > 1 for profile in (one, other))
    long = all(any((b - a).days >= LONG for a, b in _dates(profile)) for profile in (one, other))
    return many and long and _at_one_time(one, other) is True


def _events(one: Profile, other: Profile) -> Judged:
    form = _sorted_event
    return (
        _same_form(form, one, other)
        or _same_alias(form, one, other)
        or _same_at_host(one, other)
        or _same_within(one, other)
        or _same_initials(one, other)
    )


def _same_at_host(one: Profile, other: Profile) -> Judged:
    """Names that differ by the host city: "Oslo Marathon", "the marathon" in Oslo."""
    for a in one.values("name"):
        for b in other.values("name"):
            (words, here), (more, there) = bare(_sorted_event, a), bare(_sorted_event, b)
            hosts = {*_hosts(one), *_hosts(other)}
            if words and words == more and (here | there) <= hosts and not _differ("city", one, other):
                return 1, f"one name with and without its host city: {a} / {b}"
    return None


def _same_within(one: Profile, other: Profile) -> Judged:
    """One name within the other, in one city on the same days, or as the same edition."""
    for a in one.values("name"):
        for b in other.values("name"):
            ours, theirs = set(_sorted_event(a).split()), set(_sorted_event(b).split())
            small = min(ours, theirs, key=len)
            if len(small) > 1 and (ours <= theirs or theirs <= ours) and set(_hosts(one)) & set(_hosts(other)):
                starts = [{first for first, _ in _dates(profile)} for profile in (one, other)]
                if starts[0] & starts[1]:
                    return 2, f"a short form, in one city from the same day: {a} / {b}"
                if _number(one) & _number(other) and _at_one_time(one, other) is not False:
                    return 2, f"a short form of the same edition in one city: {a} / {b}"
    return None


def _event_parts(profile: Profile) -> list[Part]:
    """Editions that one name stands for: other dates, or other cities at other times."""
    dated = sorted(claim for claim in profile.claims if claim.what == "dates")
    years = sorted({claim.values[0][:4] for claim in dated})
    if (
        len(years) > 1
        and not profile.values("edition")
        and not profile.values("year")
        and not _named_year(profile, profile)
    ):
        reason = f"one name on dates of several years: {profile.values('name')[0]}"
        return [(year, frozenset(c for c in dated if c.values[0].startswith(year)), reason) for year in years]
    return []


def _event_marks(profile: Profile) -> Iterator[str]:
    yield from _marks(_sorted_event)(profile)
    for name in profile.values("name"):
        words, _ = bare(_sorted_event, name)
        yield f"{words} @="
    for host in _hosts(profile):
        yield from (f"at {host} {first}=" for first in {first for first, _ in _dates(profile)})
        yield from (f"at {host} no {number}=" for number in _number(profile))


def _series_apart(one: Profile, other: Profile) -> bool:
    return _places_differ(variants.event, one, other) or (
        any(is_plain(name, 3) for name in (*one.values("name"), *other.values("name"))) and _differ("city", one, other)
    )


def _series(one: Profile, other: Profile) -> Judged:
    form = _sorted_event
    return (
        _same_form(form, one, other)
        or _same_alias(form, one, other)
        or _same_at_host(one, other)
        or _same_initials(one, other)
    )


def _plain_series(name: str) -> bool:
    return is_plain(name, 3) and not set(variants.words(name)) & WORLDWIDE


# -- measures, towns, the rest -----------------------------------------------------------------

_DIMENSIONS = {
    "length": "km m mile miles mi ft cm mm", "area": "km2 m2 ha acre acres sq ft km² m²", "mass": "t kg g",
    "money": "EUR USD GBP $ € £ CNY INR JPY euro", "share": "%", "energy": "kWh MWh GWh TWh", "power": "kW MW GW",
    "volume": "m3 l m³", "time": "s min h day days", "temperature": "°C °F",
}  # fmt: skip
_DIMENSION_OF = {unit: dimension for dimension, units in _DIMENSIONS.items() for unit in units.split()}


def _dimension(unit: str) -> str:
    return _DIMENSION_OF.get(unit, slug(unit))


def _metric_parts(profile: Profile) -> list[Part]:
    by_dimension: dict[str, set[str]] = {}
    for unit in profile.values("unit"):
        by_dimension.setdefault(_dimension(unit), set()).add(unit)
    if len(by_dimension) < 2:
        return []
    reason = f"one name in units that measure different things: {', '.join(profile.values('unit'))}"
    return [(name, _claims_of(profile, "unit", units), reason) for name, units in sorted(by_dimension.items())]


def _metrics_apart(one: Profile, other: Profile) -> bool:
    ours, theirs = ({_dimension(unit) for unit in profile.values("unit")} for profile in (one, other))
    return bool(ours) and bool(theirs) and not ours & theirs


def _metric_marks(profile: Profile) -> Iterator[str]:
    yield from (f"{variants.metric(name)}=" for name in profile.values("name"))


def _city_marks(profile: Profile) -> Iterator[str]:
    for name in profile.values("name"):
        yield f"{variants.city(name)}="
        yield from (f"{known.geonames_id}=" for known in cities_called(name)[:20])


def _ids(profile: Profile) -> set[int]:
    countries = set(profile.values("country"))
    known = {c for name in profile.values("name") for c in cities_called(name)}
    return {city.geonames_id for city in known if not countries or city.country in countries}


def _cities(one: Profile, other: Profile) -> Judged:
    for a in one.values("name"):
        for b in other.values("name"):
            if variants.city(a) == variants.city(b) and (set(one.values("country")) & set(other.values("country"))):
                return 0, f"one name in two spellings: {a} / {b}"
    if len(_ids(one)) == 1 and _ids(one) == _ids(other):
        return 1, f"two names of one city in GeoNames: {one.values('name')[0]} / {other.values('name')[0]}"
    return None


def _cities_apart(one: Profile, other: Profile) -> bool:
    if one.key.startswith("gn") and other.key.startswith("gn"):
        return True
    if _differ("country", one, other):
        return True
    return _differ("region", one, other) and not (len(_ids(one)) == 1 and _ids(one) == _ids(other))


def _city_parts(profile: Profile) -> list[Part]:
    if profile.key.startswith("gn"):
        return []
    for what in ("country", "region"):
        if what == "region" and len(_ids(profile)) == 1:
            return []
        if parts := _by(what, lambda _: True)(profile):
            return parts
    return []


def _by_key(profile: Profile) -> Iterator[str]:
    yield f"{profile.key}="


def _never(_: Profile, __: Profile) -> bool:
    return False


def _nothing(_: Profile, __: Profile) -> Judged:
    return None


def _metrics(one: Profile, other: Profile) -> Judged:
    return _same_form(variants.metric, one, other)


_REST = Rules(marks=_by_key, judge=_nothing, apart=_never, parts=_no_parts)
RULES: Mapping[Kind, Rules] = dict.fromkeys(Kind, _REST) | {
    Kind.ORGANIZATION: Rules(
        marks=_marks(variants.organization), judge=_bodies, apart=_bodies_apart, parts=_by("country", _body_in_several)
    ),
    Kind.AWARD: Rules(marks=_award_marks, judge=_awards, apart=_awards_apart, parts=_award_parts),
    Kind.EVENT: Rules(marks=_event_marks, judge=_events, apart=_events_apart, parts=_event_parts),
    Kind.EVENT_SERIES: Rules(marks=_event_marks, judge=_series, apart=_series_apart, parts=_by("city", _plain_series)),
    Kind.METRIC: Rules(marks=_metric_marks, judge=_metrics, apart=_metrics_apart, parts=_metric_parts),
    Kind.CITY: Rules(marks=_city_marks, judge=_cities, apart=_cities_apart, parts=_city_parts),
}
