"""When and where events are held, by their profiles, and which editions one name stands for.

Input: Profiles of events. Output: years, numbers and days; and the parts of a name: editions on days of several
years, of several numbers, or in cities that each held its own. ``identity_events`` compares names with these.
"""

from __future__ import annotations

import datetime
from itertools import combinations

from kg import variants
from kg.identity_names import is_plain, is_worldwide
from kg.profile import Claim, Part, Profile

LONG = 5  # days of an event that may be held in several cities
NEAR = 14  # days between the beginnings of one event as two articles tell it
FEW = 3  # words of a plain name


def event_form(name: str) -> str:
    """The words of an event's name, sorted: what all spellings have in common."""
    return " ".join(sorted(variants.event(name).split()))


def years_of(profile: Profile) -> set[str]:
    """The year that the name says, else the one that articles give, else that of the dates."""
    named = {word for name in profile.values("name") for word in variants.words(name) if is_year(word)}
    dates = {value[:4] for value in profile.values("dates")}
    ended = profile.key.rsplit("-", 1)[-1]
    return named or set(profile.values("year")) or ({ended} if is_year(ended) else set()) or dates


def is_year(word: str) -> bool:
    """True for a word that is a year."""
    return len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}


def named_year(one: Profile, other: Profile) -> bool:
    """True where both names say the year, as postponed events keep it: "Expo 2020"."""
    return all(any(is_year(w) for name in p.values("name") for w in variants.words(name)) for p in (one, other))


def numbers_of(profile: Profile) -> set[str]:
    """The numbers of the edition, of those that articles give, else of that in the name."""
    found = {variants.edition(value) for value in profile.values("edition")}
    return found or {number for name in profile.values("name") if (number := variants.numbered(name)[1])}


Days = tuple[datetime.date, datetime.date]


def days_of(profile: Profile) -> list[Days]:
    """The first and last days on which articles say that it is held, sorted."""
    told = sorted(claim.values for claim in profile.claims if claim.what == "dates")
    return [_period(first, last) for first, last, *_ in told]


def _period(first: str, last: str) -> Days:
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last or first)


def _meet_in_time(one: Days, other: Days) -> bool:
    return abs((one[0] - other[0]).days) <= NEAR or (one[0] <= other[1] and other[0] <= one[1])


def at_one_time(one: Profile, other: Profile) -> bool | None:
    """Whether two profiles are of one time; None where one has no dates."""
    a, b = days_of(one), days_of(other)
    return any(_meet_in_time(x, y) for x in a for y in b) if a and b else None


def same_first_day(one: Profile, other: Profile) -> bool:
    """True where both are said to begin on one day."""
    return bool({first for first, _ in days_of(one)} & {first for first, _ in days_of(other)})


def same_last_day(one: Profile, other: Profile) -> bool:
    """True where two ends are about the same; one article may give only the first day."""
    ends = [{last for first, last in days_of(p) if last != first} for p in (one, other)]
    return not all(ends) or any(abs((a - b).days) < 3 for a in ends[0] for b in ends[1])


def event_parts(profile: Profile) -> list[Part]:
    """Editions that one name stands for: on days of several years, in cities that each held its own."""
    return _by_year(profile) or _by_edition(profile) or _by_host(profile) or _by_name(profile)


def _by_year(profile: Profile) -> list[Part]:
    dated = sorted(claim for claim in profile.claims if claim.what in {"dates", "held"} and claim.values[0])
    years = sorted({claim.values[0][:4] for claim in dated})
    if len(years) < 2 or profile.values("edition") or profile.values("year") or named_year(profile, profile):
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
    aliases = {event_form(alias) for alias in profile.values("alias")}
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
