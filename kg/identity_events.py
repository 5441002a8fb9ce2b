"""Which names of events and event series stand for one, and which for several.

Input: Profiles. Output: Rules by kind, for ``identity``. Editions are told apart by number, year, days and host
city; a series of festivals by its town, while congresses travel.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from kg import variants
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
from kg.profile import Claim, Part, Profile, Rules

LONG = 5  # days of an event that may be held in several cities
NEAR = 14  # days between the beginnings of one event as two articles tell it
FEW = 3  # words of a plain name
# What each town holds for itself: of others of the name only the place tells.
OF_TOWNS = frozenset(
    "festival fair market marathon carnival day night parade week run race regatta fete ball concert tour show".split()
)


def _form(name: str) -> str:
    return " ".join(sorted(variants.event(name).split()))


def _year(profile: Profile) -> set[str]:
    """The year that the name says, else the one that articles give, else that of the dates."""
    named = {word for name in profile.values("name") for word in variants.words(name) if _is_year(word)}
    dates = {value[:4] for value in profile.values("dates")}
    ended = profile.key.rsplit("-", 1)[-1]
    return named or set(profile.values("year")) or ({ended} if _is_year(ended) else set()) or dates


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}


def _named_year(one: Profile, other: Profile) -> bool:
    """True where both names say the year, as postponed events keep it: "Expo 2020"."""
    return all(any(_is_year(w) for name in p.values("name") for w in variants.words(name)) for p in (one, other))


def _number(profile: Profile) -> set[str]:
    found = {variants.edition(value) for value in profile.values("edition")}
    return found or {number for name in profile.values("name") if (number := variants.numbered(name)[1])}


Days = tuple[datetime.date, datetime.date]


def _days(profile: Profile) -> list[Days]:
    told = sorted(claim.values for claim in profile.claims if claim.what == "dates")
    return [_period(first, last) for first, last, *_ in told]


def _period(first: str, last: str) -> Days:
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last or first)


def _meet_in_time(one: Days, other: Days) -> bool:
    return abs((one[0] - other[0]).days) <= NEAR or (one[0] <= other[1] and other[0] <= one[1])


def _at_one_time(one: Profile, other: Profile) -> bool | None:
    """Whether two profiles are of one time; None where one has no dates."""
    a, b = _days(one), _days(other)
    return any(_meet_in_time(x, y) for x in a for y in b) if a and b else None


def _same_first_day(one: Profile, other: Profile) -> bool:
    return bool({first for first, _ in _days(one)} & {first for first, _ in _days(other)})


def _same_last_day(one: Profile, other: Profile) -> bool:
    """True where two ends are about the same; one article may give only the first day."""
    ends = [{last for first, last in _days(p) if last != first} for p in (one, other)]
    return not all(ends) or any(abs((a - b).days) < 3 for a in ends[0] for b in ends[1])


def _core(name: str) -> tuple[str, frozenset[Place]]:
    """The words of a name without places and "city", and the places."""
    words, places = bare(_form, expanded(name))
    return " ".join(word for word in words.split() if word != "city") or words, places


# -- editions ----------------------------------------------------------------------------------


def _events_apart(one: Profile, other: Profile) -> bool:
    numbers = _number(one), _number(other)
    years = _year(one), _year(other)
    if all(numbers):
        if not numbers[0] & numbers[1]:
            return True
        if all(years) and not any(abs(int(a) - int(b)) < 2 for a in years[0] for b in years[1]):
            return True  # postponed by a year, not by two
    elif all(years) and not years[0] & years[1] and not _at_one_time(one, other):
        return True  # of two years, and not over the turn of one
    if not all(numbers) and not all(years) and _at_one_time(one, other) is None:
        return True  # nothing says which edition
    if _at_one_time(one, other) is False and not (all(numbers) or _named_year(one, other)):
        return True
    if variants.told_apart(called(one), called(other)):
        return True
    if differ("city", one, other) and not _in_many_cities(one, other):
        return True
    return places_differ(variants.event, one, other)


def _in_many_cities(one: Profile, other: Profile) -> bool:
    many = any(len(profile.values("city")) > 1 for profile in (one, other))
    long = all(any((b - a).days >= LONG for a, b in _days(profile)) for profile in (one, other))
    return many and long and _at_one_time(one, other) is True


def _events(one: Profile, other: Profile) -> Judged:
    return (
        same_form(_form, one, other)
        or same_alias(_form, one, other)
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
            ours, theirs = (set(variants.words(name)) - variants.SMALL for name in (_form(a), _form(b)))
            small = min(ours, theirs, key=len)
            if not small or not (ours <= theirs or theirs <= ours):
                continue
            if (len(small) > 1 or any(map(is_rare, small))) and share("city", one, other):
                if _same_first_day(one, other) and _same_last_day(one, other):
                    return 2, f"a short form, in one city from the same day: {a} / {b}"
                if _number(one) & _number(other) and _at_one_time(one, other) is not False:
                    return 2, f"a short form of the same edition in one city: {a} / {b}"
            if _in_many_cities(one, other) and set(_days(one)) & set(_days(other)):
                return 2, f"a short form, on the same days: {a} / {b}"
    return None


def _same_days_at_city(one: Profile, other: Profile) -> Judged:
    """A name that is no more than city and year, as of Games, and one of the same city and the same many days."""
    long = {(first, last) for first, last in _days(one) if (last - first).days >= LONG}
    if not (long & set(_days(other)) and share("city", one, other)):
        return None
    for a, b in (*name_pairs(one, other), *((b, a) for a, b in name_pairs(one, other))):
        if not bare(_form, a)[0].strip() and places_in(a) and any(map(_is_year, variants.words(a))):
            return 2, f"the host city and the year, on the same days: {a} / {b}"
    return None


def _same_behind_initials(one: Profile, other: Profile) -> Judged:
    """One edition with and without the initials of who holds it: "FIFA World Cup 2026", "the 2026 World Cup"."""
    if not (_year(one) & _year(other) or _number(one) & _number(other)):
        return None
    for a, b in (*name_pairs(one, other), *((b, a) for a, b in name_pairs(one, other))):
        first, _, rest = a.partition(" ")
        if variants.is_short(first) and _form(rest) == _form(b) and " " in _form(b):
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


@lru_cache(maxsize=65_536)
def _behind_sponsor(name: str) -> tuple[tuple[str, ...], str]:
    """The words before the town in the name of what it holds, at most three, and the name from the town on.

    >>> _behind_sponsor("TCS London Marathon"), _behind_sponsor("London Marathon")
    ((('tcs',), 'london marathon'), ((), 'london marathon'))
    """
    for stretch, place in places_in(name):
        before, _, after = name.partition(stretch)
        behind = [word for word in variants.event(after).split() if not _is_year(word)]
        if place.cities and 0 < len(behind) < FEW and OF_TOWNS & set(behind) and len(before.split()) <= FEW:
            sponsor = tuple(w for w in variants.words(before) if w != "the" and not variants.edition(w).isdigit())
            if not variants.TELLING & set(sponsor):
                return sponsor, " ".join((*variants.words(stretch), *behind))
    return (), ""


def _same_in_two_languages(one: Profile, other: Profile) -> Judged:
    """The same sort of event, in one city from the same day, with the same number, in two languages."""
    if not (share("city", one, other) and _same_first_day(one, other) and _number(one) & _number(other)):
        return None
    for a, b in name_pairs(one, other):
        nouns = variants.event_nouns(a), variants.event_nouns(b)
        if variants.is_translated(a) != variants.is_translated(b) and nouns[0] & nouns[1]:
            return 2, f"one edition in two languages: {a} / {b}"
    return None


def _same_number(one: Profile, other: Profile) -> Judged:
    """Initials with a number and the edition of that number: "WUF9", the ninth World Urban Forum."""
    if not _number(one) & _number(other):
        return None
    for a, b in ((one, other), (other, one)):
        for name in a.values("name"):
            letters, number = variants.numbered(name)
            late = number.isdigit() and int(number) >= LATE and share("city", one, other) and _year(one) & _year(other)
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


def _event_parts(profile: Profile) -> list[Part]:
    """Editions that one name stands for: on days of several years, in cities that each held its own."""
    return _by_year(profile) or _by_edition(profile) or _by_host(profile) or _by_name(profile)


def _by_year(profile: Profile) -> list[Part]:
    dated = sorted(claim for claim in profile.claims if claim.what in {"dates", "held"} and claim.values[0])
    years = sorted({claim.values[0][:4] for claim in dated})
    if len(years) < 2 or profile.values("edition") or profile.values("year") or _named_year(profile, profile):
        return []
    reason = f"one name on dates of several years: {profile.values('name')[0]}"
    return [(year, frozenset(c for c in dated if c.values[0].startswith(year)), reason) for year in years]


def _by_edition(profile: Profile) -> list[Part]:
    """Two events of one name and year that are of two numbers and on other days: Olympic and Paralympic Games."""
    told = [frozenset(map(Claim.of_text, c.values)) for c in profile.claims if c.what == "together"]
    of: dict[str, set[Claim]] = {}
    for claims in told:
        numbers = {variants.edition(c.values[0]) for c in claims if c.what == "edition"}
        if len(numbers) == 1 and any(c.what == "dates" for c in claims):
            of.setdefault(numbers.pop(), set()).update(c for c in claims if c.what in {"edition", "dates", "held"})
    days = {n: [_period(*c.values[:2]) for c in claims if c.what == "dates"] for n, claims in of.items()}
    met = any(_meet_in_time(x, y) for a, b in combinations(sorted(days), 2) for x in days[a] for y in days[b])
    if len(of) < 2 or met:
        return []
    reason = f"one name of several numbers: {profile.values('name')[0]}"
    return [(number, frozenset(claims), reason) for number, claims in sorted(of.items())]


def _by_host(profile: Profile) -> list[Part]:
    """The groups of cities that no article names together, where each held the event on short or other days."""
    groups: list[list[Claim]] = []
    for claim in sorted(claim for claim in profile.claims if claim.what == "held"):
        mine = [g for g in groups if any(set(claim.values[2:]) & set(c.values[2:]) for c in g)]
        groups = [g for g in groups if g not in mine]
        groups.append([claim, *(c for g in mine for c in g)])
    if len(groups) < 2:
        return []
    plain = any(is_plain(name, FEW) and not is_worldwide(name) for name in profile.values("name"))
    for at, group in enumerate(groups):
        for other in groups[at + 1 :]:
            if not (_held_apart(group, other) or plain):
                return []
    reason = f"one name in several cities: {profile.values('name')[0]}"
    return [_part(profile, group, reason) for group in sorted(groups, key=min)]


def _held_apart(one: list[Claim], other: list[Claim]) -> bool:
    """True where two groups have days, all of them short, or none of them the same."""
    a, b = ([_period(*claim.values[:2]) for claim in group if claim.values[0]] for group in (one, other))
    if not a or not b:
        return False
    short = all((last - first).days < LONG for first, last in (*a, *b))
    return short or not any(_meet_in_time(x, y) for x in a for y in b)


def _by_name(profile: Profile) -> list[Part]:
    """Two events that go by one name and are explained by two: "London 2012", the Olympic and the Paralympic Games."""
    aliases = {_form(alias) for alias in profile.values("alias")}
    held = sorted(claim for claim in profile.claims if claim.what == "held" and claim.values[0])
    groups: list[list[Claim]] = []
    for claim in held:
        if groups and any(_meet_in_time(_period(*claim.values[:2]), _period(*c.values[:2])) for c in groups[-1]):
            groups[-1].append(claim)
        else:
            groups.append([claim])
    if len(groups) < 2 or (len(aliases) < len(groups) and not _months_apart(groups)):
        return []
    reason = f"one name on several days: {', '.join(profile.values('alias') or profile.values('name'))}"
    return [_part(profile, group, reason) for group in groups]


def _months_apart(groups: list[list[Claim]]) -> bool:
    ends = [max(_period(*claim.values[:2])[1] for claim in group) for group in groups]
    starts = [min(_period(*claim.values[:2])[0] for claim in group) for group in groups]
    return all((start - end).days > MONTHS for end, start in zip(ends, starts[1:], strict=False))


MONTHS = 60  # days between two editions of one year


def _part(profile: Profile, held: list[Claim], reason: str) -> Part:
    """The event of these hostings: with its days and its cities."""
    own = set(held)
    cities = {city for claim in held for city in claim.values[2:]}
    days = {claim.values[:2] for claim in held}
    others = [claim for claim in profile.claims if claim.what == "held" and claim not in own]
    own |= {c for c in profile.claims if c.what == "dates" and c.values in days - {o.values[:2] for o in others}}
    own |= {
        c
        for c in profile.claims
        if c.what == "city" and c.values[0] in cities - {x for o in others for x in o.values[2:]}
    }
    first = min((claim.values[0] for claim in held if claim.values[0]), default="")
    return "-".join(filter(None, (min(cities), first))), frozenset(own), reason


def _event_marks(profile: Profile) -> Iterator[str]:
    yield from marks(_form, profile)
    yield from _initials(profile)
    words = {w for name in called(profile) for w in _form(name).split()}
    starts = {first for first, _ in _days(profile)}
    numbers = _number(profile)
    for host in profile.values("city"):
        yield from (f"at {host} {first}=" for first in starts)
        yield from (f"at {host} no {number} {word}=" for number in numbers for word in words)
    late = [number for number in numbers if number.isdigit() and int(number) >= LATE]
    yield from (f"at {host} no {number}=" for host in profile.values("city") for number in late)
    for name in profile.values("name"):
        words_, places = _core(name)
        keys = {*profile.values("city"), *(key for place in places for key in place.largest)}
        yield from (f"{words_} @{key}=" for key in keys)
        if letters := variants.numbered(name)[0]:
            yield f"{letters}>"
        yield from (f"{letters}<" for letters in sorted(variants.all_initials(variants.unnumbered(name))))
        if variants.is_short(name.partition(" ")[0]):
            yield f"{_form(name.partition(' ')[2])}="
    yield from (f"{first} {last}=" for first, last in _days(profile) if (last - first).days >= LONG)


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
        same_form(_form, one, other)
        or same_alias(_form, one, other)
        or _same_at_host(one, other)
        or _same_with_initials(one, other)
        or _same_but_sponsor(one, other)
        or (None if differ("city", one, other) else same_initials(one, other))
    )


def _series_parts(profile: Profile) -> list[Part]:
    return parts_by("city", profile) if all(map(_is_of_a_town, profile.values("name"))) else []


def _series_marks(profile: Profile) -> Iterator[str]:
    yield from (f"{_core(name)[0]} @{city}=" for name in profile.values("name") for city in profile.values("city"))
    yield from marks(_form, profile)
    yield from _initials(profile)


RULES: Mapping[Kind, Rules] = {
    Kind.EVENT: Rules(marks=_event_marks, judge=_events, apart=_events_apart, parts=_event_parts),
    Kind.EVENT_SERIES: Rules(marks=_series_marks, judge=_series, apart=_series_apart, parts=_series_parts),
}
