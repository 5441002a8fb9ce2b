"""Which names of events and event series stand for one, and which for several.

Input: Profiles. Output: Rules by kind, for ``identity``. Editions are told apart by number, year, days and host
city; a series of festivals by its town, while congresses travel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg import variants
from kg.identity_editions import (
    FEW,
    LONG,
    at_one_time,
    days_of,
    event_form,
    event_parts,
    is_year,
    named_year,
    numbers_of,
    same_first_day,
    same_last_day,
    years_of,
)
from kg.identity_names import (
    Judged,
    Place,
    bare,
    called,
    differ,
    expanded,
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
)
from kg.model import Kind
from kg.profile import Part, Profile, Rules

# What each town holds for itself: of others of the name only the place tells.
OF_TOWNS = frozenset(
    "festival fair market marathon carnival day night parade week run race regatta fete ball concert tour show".split()
)


def _core(name: str) -> tuple[str, frozenset[Place]]:
    """The words of a name without places and "city", and the places."""
    words, places = bare(event_form, expanded(name))
    return " ".join(word for word in words.split() if word != "city") or words, places


# -- editions ----------------------------------------------------------------------------------


def _events_apart(one: Profile, other: Profile) -> bool:
    numbers = numbers_of(one), numbers_of(other)
    years = years_of(one), years_of(other)
    if all(numbers):
        if not numbers[0] & numbers[1]:
            return True
        if all(years) and not any(abs(int(a) - int(b)) < 2 for a in years[0] for b in years[1]):
            return True  # postponed by a year, not by two
    elif all(years) and not years[0] & years[1] and not at_one_time(one, other):
        return True  # of two years, and not over the turn of one
    if not all(numbers) and not all(years) and at_one_time(one, other) is None:
        return True  # nothing says which edition
    if at_one_time(one, other) is False and not (all(numbers) or named_year(one, other)):
        return True
    if variants.told_apart(called(one), called(other)):
        return True
    if differ("city", one, other) and not _in_many_cities(one, other):
        return True
    return places_differ(variants.event, one, other)


def _in_many_cities(one: Profile, other: Profile) -> bool:
    many = any(len(profile.values("city")) > 1 for profile in (one, other))
    long = all(any((b - a).days >= LONG for a, b in days_of(profile)) for profile in (one, other))
    return many and long and at_one_time(one, other) is True


def _events(one: Profile, other: Profile) -> Judged:
    return (
        same_form(event_form, one, other)
        or same_alias(event_form, one, other)
        or _same_at_host(one, other)
        or _same_within(one, other)
        or _same_in_two_languages(one, other)
        or _same_days_at_city(one, other)
        or _same_but_sponsor(one, other)
        or _same_with_initials(one, other)
        or _same_behind_initials(one, other)
        or _same_number(one, other)
        or same_initials(one, other)
    )


def _same_at_host(one: Profile, other: Profile) -> Judged:
    """Names that differ by the host city: "Oslo Marathon", "the marathon" in Oslo."""
    for a, b in name_pairs(one, other):
        (words, here), (more, there) = _core(a), _core(b)
        if words and words == more and not differ("city", one, other):
            if all(any(lies_around(place, p) for p in (one, other)) for place in here | there):
                return 1, f"one name with and without its host city: {a} / {b}"
            if meet(here, there):
                return 1, f"one name around the same place: {a} / {b}"
    return None


def _same_within(one: Profile, other: Profile) -> Judged:
    """One name within the other, in one city on the same days or as the same edition, or on all the same days."""
    for a in called(one):
        for b in called(other):
            ours, theirs = (set(variants.words(name)) - variants.SMALL for name in (event_form(a), event_form(b)))
            small = min(ours, theirs, key=len)
            if not small or not (ours <= theirs or theirs <= ours):
                continue
            if (len(small) > 1 or any(map(is_rare, small))) and share("city", one, other):
                if same_first_day(one, other) and same_last_day(one, other):
                    return 2, f"a short form, in one city from the same day: {a} / {b}"
                if numbers_of(one) & numbers_of(other) and at_one_time(one, other) is not False:
                    return 2, f"a short form of the same edition in one city: {a} / {b}"
            if _in_many_cities(one, other) and set(days_of(one)) & set(days_of(other)):
                return 2, f"a short form, on the same days: {a} / {b}"
    return None


def _same_days_at_city(one: Profile, other: Profile) -> Judged:
    """A name that is no more than city and year, as of Games, and one of the same city and the same many days."""
    long = {(first, last) for first, last in days_of(one) if (last - first).days >= LONG}
    if not (long & set(days_of(other)) and share("city", one, other)):
        return None
    for a, b in (*name_pairs(one, other), *((b, a) for a, b in name_pairs(one, other))):
        if not bare(event_form, a)[0].strip() and places_in(a) and any(map(is_year, variants.words(a))):
            return 2, f"the host city and the year, on the same days: {a} / {b}"
    return None


def _same_behind_initials(one: Profile, other: Profile) -> Judged:
    """One edition with and without the initials of who holds it: "FIFA World Cup 2026", "the 2026 World Cup"."""
    if not (years_of(one) & years_of(other) or numbers_of(one) & numbers_of(other)):
        return None
    for a, b in (*name_pairs(one, other), *((b, a) for a, b in name_pairs(one, other))):
        first, _, rest = a.partition(" ")
        if variants.is_short(first) and event_form(rest) == event_form(b) and " " in event_form(b):
            return 3, f"one name with and without initials before it: {a} / {b}"
    return None


def _same_but_sponsor(one: Profile, other: Profile) -> Judged:
    """Names of what one city holds, with and without who pays for it in front: "TCS London Marathon"."""
    if not share("city", one, other):
        return None
    for a, b in name_pairs(one, other):
        (before, what), (sponsor, same) = _behind_sponsor(a), _behind_sponsor(b)
        if what and what == same and before != sponsor:
            return 2, f"one name with and without its sponsor: {a} / {b}"
    return None


@lru_cache(maxsize=8192)
def _behind_sponsor(name: str) -> tuple[tuple[str, ...], str]:
    """The words before the town in the name of what it holds, at most three, and the name from the town on.

    >>> _behind_sponsor("TCS London Marathon"), _behind_sponsor("London Marathon")
    ((('tcs',), 'london marathon'), ((), 'london marathon'))
    """
    for stretch, place in places_in(name):
        before, _, after = name.partition(stretch)
        behind = [word for word in variants.event(after).split() if not is_year(word)]
        if place.cities and 0 < len(behind) < FEW and OF_TOWNS & set(behind) and len(before.split()) <= FEW:
            sponsor = tuple(w for w in variants.words(before) if w != "the" and not variants.edition(w).isdigit())
            if not variants.TELLING & set(sponsor):
                return sponsor, " ".join((*variants.words(stretch), *behind))
    return (), ""


def _same_in_two_languages(one: Profile, other: Profile) -> Judged:
    """The same sort of event, in one city from the same day, with the same number, in two languages."""
    if not (share("city", one, other) and same_first_day(one, other) and numbers_of(one) & numbers_of(other)):
        return None
    for a, b in name_pairs(one, other):
        nouns = variants.event_nouns(a), variants.event_nouns(b)
        if variants.is_translated(a) != variants.is_translated(b) and nouns[0] & nouns[1]:
            return 2, f"one edition in two languages: {a} / {b}"
    return None


def _same_number(one: Profile, other: Profile) -> Judged:
    """Initials with a number and the edition of that number: "WUF9", the ninth World Urban Forum."""
    if not numbers_of(one) & numbers_of(other):
        return None
    for a, b in ((one, other), (other, one)):
        for name in a.values("name"):
            letters, number = variants.numbered(name)
            late = (
                number.isdigit()
                and int(number) >= LATE
                and share("city", one, other)
                and years_of(one) & years_of(other)
            )
            for full in b.values("name"):
                spelled = letters in variants.all_initials(variants.unnumbered(full))
                if letters and (late or spelled) and not variants.numbered(full)[0]:
                    return 2, f"the edition of that number: {name} / {full}"
    return None


LATE = 10  # hardly two events of one city and year have this number or a higher one


def _same_with_initials(one: Profile, other: Profile) -> Judged:
    """Names that differ by initials and what they stand for: "UCLG Congress", "Congress of United Cities and …"."""
    for a, b in name_pairs(one, other):
        if variants.same_but_initials(a, b):
            return 1, f"one name with initials in it: {a} / {b}"
    return None


def _event_marks(profile: Profile) -> Iterator[str]:
    yield from marks(event_form, profile)
    yield from _initials(profile)
    words = {w for name in called(profile) for w in event_form(name).split()}
    starts = {first for first, _ in days_of(profile)}
    numbers = numbers_of(profile)
    for host in profile.values("city"):
        yield from (f"at {host} {first}=" for first in starts)
        yield from (f"at {host} no {number} {word}=" for number in numbers for word in words)
    late = [number for number in numbers if number.isdecimal() and int(number) >= LATE]
    yield from (f"at {host} no {number}=" for host in profile.values("city") for number in late)
    for name in profile.values("name"):
        words_, places = _core(name)
        keys = {*profile.values("city"), *(key for place in places for key in place.largest)}
        yield from (f"{words_} @{key}=" for key in keys)
        if letters := variants.numbered(name)[0]:
            yield f"{letters}>"
        yield from (f"{letters}<" for letters in sorted(variants.all_initials(variants.unnumbered(name))))
        if variants.is_short(name.partition(" ")[0]):
            yield f"{event_form(name.partition(' ')[2])}="
    yield from (f"{first} {last}=" for first, last in days_of(profile) if (last - first).days >= LONG)


def _initials(profile: Profile) -> Iterator[str]:
    yield from (f"{what}=" for name in profile.values("name") if (what := _behind_sponsor(name)[1]))
    for name in profile.values("name"):
        rest = [word for word in variants.words(name) if word not in variants.SMALL]
        yield from (
            f"{letters} {word}>" for letters in variants.short_forms_in(name) for word in rest if word != letters
        )
        yield from (f"{letters} {word}<" for letters, word in variants.with_initials(name))


# -- series ------------------------------------------------------------------------------------


def _series_apart(one: Profile, other: Profile) -> bool:
    if variants.told_apart(called(one), called(other)):
        return True
    names = (*one.values("name"), *other.values("name"))
    if places_differ(variants.event, one, other):
        return True
    plain = any(is_plain(name, FEW) or _is_of_a_town(name) for name in names)
    initials = any(short(name) for profile in (one, other) for name in called(profile))
    return (plain or (initials and not any(map(is_worldwide, names)))) and differ("city", one, other)


def _is_of_a_town(name: str) -> bool:
    """True for a plain name of what each town may hold for itself: "Festival of Lights"."""
    found = variants.event(name).split()
    if len(found) == 1 and found[0].endswith(("fest", "markt", "lauf")):
        return True
    many = any(len(place.cities) > 1 for _, place in places_in(name))  # "Carnaval de Santa Cruz"
    return (many or is_plain(name, FEW)) and not is_worldwide(name) and bool(OF_TOWNS & set(found))


def _series(one: Profile, other: Profile) -> Judged:
    return (
        same_form(event_form, one, other)
        or same_alias(event_form, one, other)
        or _same_at_host(one, other)
        or _same_with_initials(one, other)
        or _same_but_sponsor(one, other)
        or (None if differ("city", one, other) else same_initials(one, other))
    )


def _series_parts(profile: Profile) -> list[Part]:
    return parts_by("city", profile) if all(map(_is_of_a_town, profile.values("name"))) else []


def _series_marks(profile: Profile) -> Iterator[str]:
    yield from (f"{_core(name)[0]} @{city}=" for name in profile.values("name") for city in profile.values("city"))
    yield from marks(event_form, profile)
    yield from _initials(profile)


RULES: Mapping[Kind, Rules] = {
    Kind.EVENT: Rules(marks=_event_marks, judge=_events, apart=_events_apart, parts=event_parts),
    Kind.EVENT_SERIES: Rules(marks=_series_marks, judge=_series, apart=_series_apart, parts=_series_parts),
}
