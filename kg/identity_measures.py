"""Which names of measures and towns stand for one, and which for several.

Input: Profiles. Output: Rules by kind, for ``identity``. Measures of one name in units of two dimensions are two;
towns are told apart by GeoNames, else by country and region.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg import variants
from kg.comparison.quantities import dimension_of
from kg.identity_names import Judged, claims_of, differ, name_pairs, parts_by, same_form, share
from kg.mentions.gazetteer import City, places_called
from kg.mentions.town_table import called, city_or_town
from kg.model import Kind
from kg.namespaces import slug
from kg.profile import Part, Profile, Rules

# Units that measure the same as others do, though no exact factor leads from one to the other.
_INEXACT = {
    "time": "month year", "temperature": "°C °F", "volume": "gallon barrel", "energy": "Wh",
    "number": "people seats inhabitants residents visitors persons",
}  # fmt: skip
_DIMENSION_OF = {unit: name for name, units in _INEXACT.items() for unit in units.split()}


# -- measures ----------------------------------------------------------------------------------


def _dimensions(profile: Profile) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for unit in profile.values("unit"):
        found.setdefault(_DIMENSION_OF.get(unit) or dimension_of(unit), set()).add(unit)
    return found


def _metric_parts(profile: Profile) -> list[Part]:
    found = _dimensions(profile)
    if len(found) < 2:
        return []
    reason = f"one name in units that measure different things: {', '.join(profile.values('unit'))}"
    return [(slug(name), claims_of(profile, "unit", units), reason) for name, units in sorted(found.items())]


def _metrics_apart(one: Profile, other: Profile) -> bool:
    ours, theirs = _dimensions(one).keys(), _dimensions(other).keys()
    return bool(ours) and bool(theirs) and not ours & theirs


def _metric_marks(profile: Profile) -> Iterator[str]:
    yield from (f"{variants.metric(name)}=" for name in profile.values("name"))


def _metrics(one: Profile, other: Profile) -> Judged:
    judged = same_form(variants.metric, one, other)
    alike = judged and (not _counts_one(one, other) or ({*one.values("unit")} & {*other.values("unit")} - {"%"}))
    return judged if alike else None


def _counts_one(one: Profile, other: Profile) -> bool:
    """True where a noun stands in the plural in the one and alone in the other: "councils", "a council of 79"."""
    return any(
        [*map(variants.singular, a)] == [*map(variants.singular, b)] and a[-1] != b[-1] and not _MEASURED & {*a, *b}
        for a, b in ((variants.words(x), variants.words(y)) for x, y in name_pairs(one, other))
        if a and b
    )


_MEASURED = frozenset("length area cost change growth number revenue rate per attendance".split())


# -- towns -------------------------------------------------------------------------------------


def _city_marks(profile: Profile) -> Iterator[str]:
    for name in profile.values("name"):
        yield f"{variants.city(name)}="
        yield from (f"{known.geonames_id}=" for known in called(name)[:20])


def _ids(profile: Profile) -> set[int]:
    """The towns of the gazetteer that a profile may be: by its key, else by name, country and region."""
    if _is_known(profile):
        return {int(profile.key[2:])}
    countries = set(profile.values("country"))
    known = {c for name in profile.values("name") for c in called(name)}
    return {c.geonames_id for c in known if (not countries or c.country in countries) and not _is_outside(c, profile)}


def _is_outside(city: City, profile: Profile) -> bool:
    """True where articles say a region, and the gazetteer that the city is in none of those."""
    regions = [
        place
        for region in profile.values("region")
        for place in places_called(region.replace("-", " "))
        if place.level == "region" and place.listed
    ]
    return bool(regions) and not any(place.holds(city) for place in regions)


def _is_known(profile: Profile) -> bool:
    return profile.key.startswith("gn")


def _cities(one: Profile, other: Profile) -> Judged:
    for a, b in name_pairs(one, other):
        if variants.city(a) == variants.city(b) and share("country", one, other):
            return 0, f"one name in two spellings: {a} / {b}"
    if len(_ids(one)) == 1 and _ids(one) == _ids(other):
        return 1, f"two names of one city in GeoNames: {one.values('name')[0]} / {other.values('name')[0]}"
    return None


def _cities_apart(one: Profile, other: Profile) -> bool:
    if _is_known(one) and _is_known(other):
        return True
    if differ("country", one, other):
        return True
    for known, profile in ((one, other), (other, one)):
        names = known.values("name") if _is_known(known) else ()
        cities = (city_or_town(name, int(known.key[2:])) for name in names)
        if any(city and _is_outside(city, profile) for city in cities):
            return True
    return differ("region", one, other) and not (len(_ids(one)) == 1 and _ids(one) == _ids(other))


def _city_parts(profile: Profile) -> list[Part]:
    if _is_known(profile):
        return []
    for what in ("country", "region"):
        if what == "region" and len(_ids(profile)) == 1:
            return []
        if parts := parts_by(what, profile):
            return parts
    return []


RULES: Mapping[Kind, Rules] = {
    Kind.METRIC: Rules(marks=_metric_marks, judge=_metrics, apart=_metrics_apart, parts=_metric_parts),
    Kind.CITY: Rules(marks=_city_marks, judge=_cities, apart=_cities_apart, parts=_city_parts),
}
