"""Awards told at several places of a document, each made one fact.

Input: drafts, a fact as one place tells it. Output: AwardConferral facts with all their evidence, each award by its
full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.model import AwardConferral, BlockKind, Document, Result, Span


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A fact as one place tells it; ``dated``: the place itself gives the year."""

    fact: AwardConferral
    dated: bool
    close: bool = False  # recipient and award stand side by side: "Oslo has won the X Prize"
    further: bool = False  # the second award of a sentence, by the verb of the first
    labelled: bool = False  # the words above its list say what all of it are
    title: bool = False  # told by a superlative ("the smartest city"), not by the name of an award


def with_full_names(drafts: list[Draft]) -> list[Draft]:
    """The drafts with each award by its longest name, where a shorter one's words all stand in just that one."""
    words = {name: words_of(name) for name in {draft.fact.award.name for draft in drafts}}
    full = {}
    for name, own in words.items():
        longer = [
            other
            for other, theirs in words.items()
            if own and (own < theirs or (own == theirs and len(name) < len(other))) and _holds(other, name)
        ]
        if longer and len({words[other] for other in longer}) == 1:
            full[name] = max(longer, key=lambda other: (len(other), other))
    return [
        replace(d, fact=replace(d.fact, award=replace(d.fact.award, name=full[d.fact.award.name])))
        if d.fact.award.name in full
        else d
        for d in drafts
    ]


def _holds(longer: str, name: str) -> bool:
    """True where a name holds another, word by word and in order: "World Smart City Award", "World Smart City"."""
    return f" {_bare(name)} " in f" {_bare(longer)} "


def _bare(name: str) -> str:
    return " ".join(w.rstrip("s") for w in re.findall(r"\w+", name.casefold()) if w not in _ARTICLES)


_ARTICLES = frozenset({"the", "a", "an"})


_NO_NAME = frozenset("the a an of in for and at s award awards prize prizes title titles medal city annual".split())


def words_of(name: str) -> frozenset[str]:
    """The words that tell one award from another."""
    return frozenset(
        w.rstrip("s") for w in re.findall(r"\w+", name.casefold()) if w not in _NO_NAME and not w.isdigit()
    )


def merged(document: Document, drafts: Iterable[Draft]) -> Iterator[AwardConferral]:
    """The facts, those that tell the same conferral made one; evidence of the body before headlines.

    A place that gives no year of its own tells again what a dated place told.
    """
    heads = [b.span for b in document.article.blocks if b.kind in {BlockKind.TITLE, BlockKind.HEADING}]
    kept: dict[tuple[str, str, bool], list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: (d.title, not d.dated, _in(heads, d.fact), d.fact.evidence[0])):
        fact = draft.fact
        if draft.title and (told := _by_name(kept, fact)):
            others, index = told
            others[index] = replace(
                others[index], fact=_joined(heads, others[index].fact, replace(fact, category=None))
            )
            continue
        key = (
            fact.recipient.name.casefold(),
            fact.award.name.casefold(),
            fact.result is Result.WINNER or fact.rank == 1,
        )
        others = kept.setdefault(key, [])
        for index, old in enumerate(others):
            if _same(old, draft):
                others[index] = replace(old, fact=_joined(heads, old.fact, fact))
                break
        else:
            others.append(draft)
    for drafts_of_one in kept.values():
        yield from (draft.fact for draft in drafts_of_one)


def with_first_places(facts: list[AwardConferral]) -> Iterator[AwardConferral]:
    """The facts, the winners of what ranks with rank 1: of a ranking, and where it is told which places others took."""
    behind: dict[tuple[str, str, int | None], set[str]] = {}
    for fact in facts:
        if fact.rank and fact.rank > 1:
            behind.setdefault(_contest(fact), set()).add(fact.recipient.name)
    for fact in facts:
        others = behind.get(_contest(fact), set()) - {fact.recipient.name}
        ranks = others or _RANKS.search(fact.award.name)
        yield replace(fact, rank=1) if ranks and fact.result is Result.WINNER else fact


def _contest(fact: AwardConferral) -> tuple[str, str, int | None]:
    return fact.award.name.casefold(), fact.category.name.casefold() if fact.category else "", fact.year


_RANKS = re.compile(
    r"\b(?:rankings?|index|league table|survey|barometer|poll)(?: (?:of|for|on) .*)?(?: \d{4})?$", re.IGNORECASE
)
"""Names of what ranks for certain."""


def _by_name(kept: dict[tuple[str, str, bool], list[Draft]], fact: AwardConferral) -> tuple[list[Draft], int] | None:
    """Where the award is already told by name that ``fact`` tells by a superlative."""
    for (recipient, _, won), drafts in kept.items():
        for index, draft in enumerate(drafts):
            if recipient == fact.recipient.name.casefold() and won and not draft.title and draft.fact.year == fact.year:
                return drafts, index
    return None


def _in(heads: list[Span], fact: AwardConferral) -> bool:
    return any(head.covers(fact.evidence[0]) for head in heads)


def _same(old: Draft, new: Draft) -> bool:
    categories = {e.name.casefold() for e in (old.fact.category, new.fact.category) if e}
    if old.fact.rank and new.fact.rank and old.fact.rank != new.fact.rank:
        return False
    return len(categories) < 2 and (not new.dated or old.fact.year == new.fact.year)


def _joined(heads: list[Span], old: AwardConferral, new: AwardConferral) -> AwardConferral:
    quotes = sorted(
        {*old.evidence, *new.evidence}, key=lambda s: (any(h.covers(s) for h in heads), s != old.evidence[0], s)
    )
    shouted = old.recipient.name.isupper() and not new.recipient.name.isupper()  # "OSLO celebrated winning"
    return replace(
        old,
        recipient=new.recipient if shouted else old.recipient,
        evidence=tuple(quotes),
        category=old.category or new.category,
        rank=old.rank or new.rank,
        event=old.event or new.event,
        conferred_by=old.conferred_by or new.conferred_by,
    )
