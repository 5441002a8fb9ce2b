"""Who holds a post, and since when: one holder after the other, or two at one time.

Input: tenures. Output: their slots (the person in the post; the post itself where one person holds it at a
time); their relation. A tenure is sure of the days between its dates, or of the day of the article.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.comparison.telling import (
    ABOUT_THE_SAME_TIME,
    Comparison,
    Relation,
    Slot,
    Telling,
    apart,
    days_between,
    differ,
    identity,
    near,
    same_entity,
)
from kg.model import Kind, Period, Tenure, TenureStatus
from kg.namespaces import folded

A_YEAR = 366  # days

# Posts that one person holds at a time, and their other names, as ``folded`` writes them.
_SINGLE = {
    "mayor": "mayoress; executive mayor; governing mayor; city mayor; burgomaster; burgermeister; oberburgermeister;"
    " mayor president; syndic; akim",
    "lord mayor": "",
    "lord provost": "",
    "city manager": "town manager; city administrator",
    "council leader": "leader of the council; leader of the city council",
    "county executive": "",
    "police chief": "chief of police",
    "fire chief": "",
    "governor": "state governor; gov",
    "lieutenant governor": "",
    "president": "state president",
    "prime minister": "premier; taoiseach; pm",
    "first minister": "",
    "chief minister": "",
    "chancellor": "",
    "head of government": "",
    "head of state": "",
    "attorney general": "",
    "speaker": "",
    "king": "",
    "queen": "",
    "emir": "",
    "sultan": "",
    "pope": "",
    "archbishop": "",
    "chief executive": "ceo; chief executive officer",
    "chair": "chairman; chairwoman; chairperson; chairlady; board chair; chair of the board; chairman of the board;"
    " chairwoman of the board; chairperson of the board; board chairman",
    "head": "",
    "secretary general": "general secretary",
    "director general": "",
    "commissioner general": "",
    "executive secretary": "",
    "executive director": "",
    "managing director": "",
    "artistic director": "",
    "general manager": "",
    "festival director": "",
    "race director": "",
    "chief financial officer": "cfo",
    "chief operating officer": "coo",
    "chief technology officer": "cto",
    "head coach": "",
    "editor in chief": "",
    "rector": "",
}
_POSTS = {name: post for post, others in _SINGLE.items() for name in (post, *filter(None, others.split("; ")))}
_OF_BODIES = frozenset(
    "chief executive; chair; head; secretary general; director general; commissioner general; executive secretary;"
    " executive director; managing director; general manager; festival director; race director; head coach;"
    " editor in chief; rector; chief financial officer; chief operating officer; chief technology officer".split("; ")
)
"""Posts that no city has: where one is said to be of a city, the body was not read."""
_ANY_BODY = frozenset(
    "city town council board committee commission ministry government municipality parliament assembly university"
    " company department chamber commerce region county state federation association agency authority office bureau"
    " congress senate institute executive nominating organising organizing bid jury local national of the"
    " for and".split()
)
"""Words that name no one body: "City Council" is another one in each city."""
_OFFICES = ("minister", "secretary", "commissioner")
_JUNIOR = frozenset(
    "state deputy vice assistant associate junior shadow under undersecretary parliamentary permanent press private"
    " general executive first prime chief city police co high former".split()
)
_STANDING_IN = frozenset("acting interim caretaker officiating provisional".split())
_PASSING = frozenset("former ex new newly incoming outgoing current then elect designate".split())
_SMALL = frozenset("of for the and".split())
_ORDER = (TenureStatus.INCOMING, TenureStatus.CURRENT, TenureStatus.FORMER)


@dataclass(frozen=True, kw_only=True)
class _Role:
    """A role as written, taken apart."""

    names: tuple[str, ...]  # of the posts, without "acting" and "former"; "president and CEO" are two
    single: tuple[str, ...]  # those of them that one person holds at a time
    standing_in: bool


def _role(written: str) -> _Role:
    words = folded(written).split()
    standing_in = bool(_STANDING_IN & set(words)) or words[-2:] == ["pro", "tem"]
    plain = " ".join(word for word in words if word not in _STANDING_IN | _PASSING) or " ".join(words)
    parts = [_POSTS.get(part) or _office(part) for part in plain.split(" and ")]
    single = tuple(part for part in parts if part)
    if len(single) == len(parts):
        return _Role(names=single, single=single, standing_in=standing_in)
    post = _office(plain)
    return _Role(names=(post or plain,), single=(post,) if post else (), standing_in=standing_in)


def _office(role: str) -> str | None:
    """A minister, secretary or commissioner with a field: "minister: culture" for "culture minister"."""
    words = role.split()
    for office in _OFFICES:
        field = [word for word in words if word not in _SMALL and word != office]
        if (
            words.count(office) == 1
            and field
            and not _JUNIOR & set(field)
            and (words[0] == office or words[-1] == office)
        ):
            return f"{office}: {' '.join(sorted(field))}"
    return None


def slots(fact: Tenure) -> tuple[Slot, ...]:
    """The person in the post; and the post itself, where it is one of those that one person holds at a time."""
    role = _role(fact.role)
    person = [("Tenure", "person", identity(fact.person), name.removeprefix("lord ")) for name in role.names]
    if fact.of is None or set(folded(fact.of.name).split()) <= _ANY_BODY:
        return tuple(person)
    body = fact.of
    single = (post for post in role.single if body.kind is not Kind.CITY or post not in _OF_BODIES)
    return (*person, *(("Tenure", "post", identity(body), post) for post in single))


def compare(earlier: Telling, a: Tenure, later: Telling, b: Tenure) -> Comparison | None:
    """How two tenures of one slot go together; None for posts in two bodies."""
    if differ(a.of, b.of):
        return None
    if same_entity(a.person, b.person):
        return _one_person(earlier, a, later, b)
    return _two_people(earlier, a, later, b)


# -- two people in one post -----------------------------------------------------------------------


def _two_people(earlier: Telling, a: Tenure, later: Telling, b: Tenure) -> Comparison:
    names = f"{a.person.name} and {b.person.name}"
    if _role(a.role).standing_in or _role(b.role).standing_in:
        return Comparison(relation=Relation.UPDATE, reason=f"{names}, one of them standing in")
    at_once = Comparison(relation=Relation.CONTRADICTION, reason=f"{names} are both said to be {a.role} at one time")
    one, other = _sure(earlier, a), _sure(later, b)
    if one and other and not apart(one, other):
        return at_once
    follows = Comparison(relation=Relation.UPDATE, reason=f"{names}, one after the other")
    if a.status is not b.status or a.status is TenureStatus.FORMER or not near(earlier, later):
        return follows
    began = b.start_date or a.start_date
    ended = a.end_date or b.end_date
    return follows if one and other and (began or ended) else at_once


def _sure(telling: Telling, fact: Tenure) -> Period | None:
    """The days on which the person certainly held the post; None where no day is certain."""
    term = fact.start_date
    if term and not fact.end_date and (term.end - term.start).days > A_YEAR:
        return term  # "mayor, 1997 to 2004": the whole of it
    today = telling.published if fact.status is TenureStatus.CURRENT else None
    start = term.end if term else None
    end = fact.end_date.start if fact.end_date else None
    if fact.status is TenureStatus.INCOMING or (start is None and today is None):
        return None
    if end and today:
        end = min(end, today)  # an end still to come may come otherwise
    first = start if start is not None else today
    last = end or today or start
    assert first is not None
    assert last is not None
    return Period(start=first, end=last) if first <= last else None


# -- one person in one post -----------------------------------------------------------------------


def _one_person(earlier: Telling, a: Tenure, later: Telling, b: Tenure) -> Comparison:
    name = a.person.name
    if _ended_before(a, b) or _ended_before(b, a):
        return Comparison(relation=Relation.UPDATE, reason=f"{name} held the post twice")
    found = [_status(earlier, a, later, b), _starts(a, b), _ends(earlier, a, later, b), _stand_in(earlier, a, later, b)]
    for relation in (Relation.CONTRADICTION, Relation.UPDATE):
        for each in found:
            if each and each.relation is relation:
                return each
    return Comparison(relation=Relation.SAME, reason=f"both have {name} as {min(a.role, b.role, key=len)}")


def _ended_before(one: Tenure, other: Tenure) -> bool:
    """True where one ended before, or when, the other one began."""
    if not one.end_date or not other.start_date or not one.start_date:
        return bool(one.end_date and other.start_date and one.end_date.end < other.start_date.start)
    return one.end_date.start <= other.start_date.end and apart(one.start_date, other.start_date)


def _status(earlier: Telling, a: Tenure, later: Telling, b: Tenure) -> Comparison | None:
    if a.status is b.status:
        return None
    told = f"{a.person.name} was {a.status.value}, then {b.status.value}"
    back = _ORDER.index(a.status) > _ORDER.index(b.status)
    gap = days_between(earlier, later)
    if gap is None:
        return Comparison(relation=Relation.UPDATE, reason=f"{a.status.value} and {b.status.value} at unknown times")
    current_again = a.status is TenureStatus.FORMER and b.status is TenureStatus.CURRENT
    if back and current_again and 0 < gap <= ABOUT_THE_SAME_TIME:
        return Comparison(relation=Relation.CONTRADICTION, reason=f"{told} at about the same time")
    return Comparison(relation=Relation.UPDATE, reason=told)


def _starts(a: Tenure, b: Tenure) -> Comparison | None:
    if not a.start_date or not b.start_date or not apart(a.start_date, b.start_date):
        return None
    reason = f"began {a.start_date.iso} and {b.start_date.iso}"
    changed = a.status is not b.status and TenureStatus.INCOMING in {a.status, b.status}
    return Comparison(relation=Relation.UPDATE if changed else Relation.CONTRADICTION, reason=reason)


def _ends(earlier: Telling, a: Tenure, later: Telling, b: Tenure) -> Comparison | None:
    if not a.end_date or not b.end_date or not apart(a.end_date, b.end_date):
        return None
    to_come = earlier.published is not None and a.end_date.end > earlier.published and not near(earlier, later)
    reason = f"ends {a.end_date.iso} and {b.end_date.iso}"
    return Comparison(relation=Relation.UPDATE if to_come else Relation.CONTRADICTION, reason=reason)


def _stand_in(earlier: Telling, a: Tenure, later: Telling, b: Tenure) -> Comparison | None:
    one, other = _role(a.role).standing_in, _role(b.role).standing_in
    gap = days_between(earlier, later)
    if one is other or gap is None or gap <= ABOUT_THE_SAME_TIME:
        return None
    return Comparison(relation=Relation.UPDATE, reason=f"{a.role}, then {b.role}")
