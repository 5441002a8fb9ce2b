"""Who won what: one winner named twice, two winners of one prize, or steps on the way to it.

Input: award conferrals. Output: their slots (the place in one year's award; the recipient in the award);
their relation. Several winners in one article share the award, and so they do where a quote says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from kg.comparison.telling import (
    Comparison,
    Relation,
    Slot,
    Telling,
    days_between,
    differ,
    identity,
    near,
    same_entity,
)
from kg.model import AwardConferral, Entity, Result

A_YEAR = 366
"""Days within which a list of finalists and a winner belong to one round of an award."""

_ONE_IN = 3
"""One article in so many that names several winners shows that there are several; fewer may be misread."""

_STAGE = {Result.NOMINEE: 0, Result.FINALIST: 1}
_LAST = 2
_SHARED = re.compile(
    r"\b(?:shar(?:e|es|ed|ing)|joint(?:ly)?|co-?winners?|together with|alongside|along with|tied?|dead heat"
    r"|(?:one of|among) (?:[\w’'-]+ ){0,5}(?:winners|capitals|laureates|recipients|titleholders|cities of))\b",
    re.IGNORECASE,
)
_RIVALS = re.compile(
    r"\b(?:beat|beats|beating|ahead of|over|before|behind|second|third|followed|defeat\w*|edg\w+|from|after"
    r"|finalists?)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^[^.;:]{0,40}(?:\band\b|,|&|\bwith\b)[^.;:]{0,20}$")


def slots(fact: AwardConferral) -> tuple[Slot, ...]:
    """The recipient in the award; and the place in it, where its year and the place are known."""
    award = identity(fact.award)
    recipient = ("AwardConferral", "recipient", award, identity(fact.recipient))
    place = _place(fact)
    if place is None or fact.year is None:
        return (recipient,)
    return recipient, ("AwardConferral", "place", award, str(fact.year), str(place))


def _place(fact: AwardConferral) -> int | None:
    return 1 if fact.result is Result.WINNER else fact.rank


def shared(tellings: Iterable[Telling]) -> frozenset[Slot]:
    """The places of awards that several have at once: those for which a third of the articles name several."""
    named: dict[Slot, dict[str, set[str]]] = {}
    for telling in tellings:
        if isinstance(telling.fact, AwardConferral):
            for slot in slots(telling.fact)[1:]:
                recipients = named.setdefault(slot, {}).setdefault(telling.article, set())
                recipients.add(identity(telling.fact.recipient))
    return frozenset(
        slot
        for slot, by_article in named.items()
        if sum(len(recipients) > 1 for recipients in by_article.values()) * _ONE_IN >= len(by_article)
    )


def compare(
    earlier: Telling, a: AwardConferral, later: Telling, b: AwardConferral, held_by_several: AbstractSet[Slot]
) -> Comparison | None:
    """How two conferrals of one slot go together; None where each may stand without the other."""
    if differ(a.category, b.category):
        return None
    if same_entity(a.recipient, b.recipient):
        return _one_recipient(earlier, a, later, b)
    if held_by_several & set(slots(a)) & set(slots(b)):
        return None
    return _two_recipients(earlier, a, later, b)


def _by_category(a: AwardConferral, b: AwardConferral) -> Comparison | None:
    """SCOPE where only one of the two says in which category."""
    known = a.category or b.category
    if known is None or (a.category and b.category):
        return None
    return Comparison(relation=Relation.SCOPE, reason=f"only one of them says that it was for {known.name}")


# -- two recipients in one place ------------------------------------------------------------------


def _two_recipients(earlier: Telling, a: AwardConferral, later: Telling, b: AwardConferral) -> Comparison | None:
    one, other = a.recipient, b.recipient
    if earlier.article == later.article or differ(a.conferred_by, b.conferred_by):
        return None
    if any(_says_shared(telling.quote, one, other) for telling in (earlier, later)):
        return None
    reason = f"{one.name} and {other.name} in place {_place(a)} of {a.award.name} {a.year}"
    return _by_category(a, b) or Comparison(relation=Relation.CONTRADICTION, reason=reason)


def _says_shared(quote: str, one: Entity, other: Entity) -> bool:
    """True where a quote says that there are several winners, or names the two side by side."""
    if _RIVALS.search(quote):
        return False
    if _SHARED.search(quote):
        return True
    at, behind = sorted((quote.find(entity.name), entity.name) for entity in (one, other))
    return at[0] >= 0 and bool(_JOINED.match(quote[at[0] + len(at[1]) : behind[0]]))


# -- one recipient --------------------------------------------------------------------------------


def _one_recipient(earlier: Telling, a: AwardConferral, later: Telling, b: AwardConferral) -> Comparison | None:
    if a.year and b.year and a.year != b.year:
        return None
    if Result.WITHDRAWN in {a.result, b.result} and a.result is not b.result:
        return _withdrawn(earlier, a, later, b)
    one, other = _STAGE.get(a.result, _LAST), _STAGE.get(b.result, _LAST)
    if one != other:
        return _steps(earlier, a, later, b, ahead=one < other)
    if _agree(a, b):
        name = a.recipient.name
        same = Comparison(relation=Relation.SAME, reason=f"both have {name} as {_called(a)}")
        return _by_category(a, b) or same
    return _by_category(a, b) or _two_outcomes(earlier, a, later, b)


def _called(fact: AwardConferral) -> str:
    return f"{fact.result.value} {fact.rank}" if fact.result is Result.RANKED and fact.rank else fact.result.value


def _agree(a: AwardConferral, b: AwardConferral) -> bool:
    """True where two results may be one: a missing place contradicts none."""
    one, other = _place(a), _place(b)
    if Result.SPECIAL_MENTION in {a.result, b.result}:
        return a.result is b.result
    if one is not None and other is not None:
        return one == other
    return not (Result.RUNNER_UP in {a.result, b.result} and 1 in {one, other})


def _withdrawn(earlier: Telling, a: AwardConferral, later: Telling, b: AwardConferral) -> Comparison | None:
    gap = days_between(earlier, later)
    if (a.year is None or b.year is None) and (gap is None or gap > A_YEAR):
        return None
    told = f"{a.recipient.name} was {a.result.value}, then {b.result.value}"
    again = a.result is Result.WITHDRAWN and bool(gap)
    return Comparison(relation=Relation.CONTRADICTION if again else Relation.UPDATE, reason=told)


def _steps(earlier: Telling, a: AwardConferral, later: Telling, b: AwardConferral, *, ahead: bool) -> Comparison | None:
    """Nominee, finalist, winner: an update where told in this order, else the one holds the other."""
    gap = days_between(earlier, later)
    if (a.year is None or b.year is None) and (gap is None or gap > A_YEAR):
        return None
    if ahead and gap:
        return Comparison(relation=Relation.UPDATE, reason=f"first {a.result.value}, then {b.result.value}")
    first, last = sorted((a, b), key=lambda fact: _STAGE.get(fact.result, _LAST))
    return Comparison(relation=Relation.SCOPE, reason=f"{last.result.value} after having been {first.result.value}")


def _two_outcomes(earlier: Telling, a: AwardConferral, later: Telling, b: AwardConferral) -> Comparison | None:
    reason = f"{a.recipient.name} as {_called(a)} and as {_called(b)}"
    if a.year and b.year:
        return Comparison(relation=Relation.CONTRADICTION, reason=f"{reason} of {a.award.name} {a.year}")
    if a.year or b.year:
        return None
    if near(earlier, later):
        return Comparison(relation=Relation.CONTRADICTION, reason=f"{reason}, told at about the same time")
    return Comparison(relation=Relation.UPDATE, reason=f"{reason}, in years that are not given")
