"""From facts as read to facts about identified things: one entity, one key; one fact, all its quotes.

Input: the facts of one article. Output: facts whose entities have keys, duplicates merged. The
key of an entity is a function of its kind and name (of the GeoNames id for a city that the
gazetteer knows), so the same name gives the same IRI in every article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any, cast

from kg.model import (
    Article,
    AwardConferral,
    BlockKind,
    Document,
    Entity,
    Fact,
    Hosting,
    Kind,
    Location,
    NameMention,
    Observation,
    Recurrence,
    Result,
    Span,
    Tenure,
    ordered,
    ranked,
)
from kg.namespaces import folded, slug

# What must be equal for two facts to be one; every other slot must agree or be empty in one of them.
IDENTITY: dict[type[Fact], Callable[[Any], tuple[object, ...]]] = {
    AwardConferral: lambda f: (f.recipient.key, f.award.key, _came_first(f)),
    Hosting: lambda f: (f.event.key,),  # its series: editions are told apart by their year
    Recurrence: lambda f: (f.series.key,),
    Tenure: lambda f: (f.person.key, folded(f.role)),
    Observation: lambda f: (f.about.key, f.metric.key, f.value, f.unit, f.change),
    Location: lambda f: (f.city.key, f.place.key),
}
_SLOTS = {kind: tuple(slot.name for slot in fields(kind)) for kind in IDENTITY}
_NAMING = {kind: tuple(slot.name for slot in fields(kind) if Entity.__name__ in str(slot.type)) for kind in IDENTITY}
SHORT_FORM = re.compile(r"[A-Z](?:[A-Za-z&-]{0,8}[A-Z])")  # "WHO", "ICLEI", "UCLGs"-like words stay out
# Slots that say how a thing was read rather than what is claimed: the first reading stands.
SECONDARY = {"evidence", "rule", "status", "modality", "qualifier", "result", "city", "role"}


def resolve(article: Article, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts with a key in every entity, each told once, in order of their best quote."""
    known = _cities(facts := tuple(facts))
    keyed = (_with_keys(_trimmed(fact, article.text), known) for fact in facts)
    titles = tuple(block.span for block in article.blocks if block.kind is BlockKind.TITLE)
    return ordered(_with_one_name(tuple(_with_editions(_merge(keyed, titles)))))


def with_aliases(document: Document, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The resolved facts with the short forms that the article explains: "World Health Organization (WHO)"."""
    short: dict[tuple[Kind, str], set[str]] = {}
    for mention in document.all(NameMention):
        written = document.quote(mention.span)
        if SHORT_FORM.fullmatch(written) and folded(written) != folded(mention.name):
            short.setdefault((mention.kind, folded(mention.name)), set()).add(written)

    def named(value: object) -> object:
        if isinstance(value, Entity):
            kind = Kind.EVENT if value.kind is Kind.EVENT_SERIES else value.kind
            aliases = tuple(sorted(short.get((kind, folded(value.name)), ())))
            return value if aliases == value.aliases else replace(value, aliases=aliases)
        return tuple(map(named, value)) if isinstance(value, tuple) else value

    return tuple(
        replace(fact, **cast("dict[str, Any]", {name: named(getattr(fact, name)) for name, _ in entities(fact)}))
        for fact in facts
    )


def entities(fact: Fact) -> tuple[tuple[str, Entity], ...]:
    """The entities of a fact as (field, entity), in order of the fields."""
    return tuple(
        (name, entity)
        for name in _NAMING[type(fact)]
        for entity in _as_tuple(getattr(fact, name))
        if isinstance(entity, Entity)
    )


def _trimmed(fact: Fact, text: str) -> Fact:
    """The fact with quotes that neither begin nor end with white space."""

    def trim(span: Span) -> Span:
        words = span.of(text)
        return Span(start=span.end - len(words.lstrip()), end=span.start + len(words.rstrip()))

    return _changed(fact, {"evidence": tuple(map(trim, fact.evidence))})


def _changed(fact: Fact, values: dict[str, Any]) -> Fact:
    """The fact with other values; itself where they are what it has."""
    changed = {name: value for name, value in values.items() if value != getattr(fact, name)}
    return replace(fact, **changed) if changed else fact


def _as_tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _cities(facts: Iterable[Fact]) -> dict[str, str]:
    """Keys of the cities that the gazetteer knows, by folded name: a second mention may lack the id."""
    known: dict[str, str] = {}
    for fact in facts:
        for _, entity in entities(fact):
            if entity.kind is Kind.CITY and entity.key:
                known.setdefault(folded(entity.name), entity.key)
    return known


def _key(entity: Entity, known: dict[str, str], context: Fact) -> str:
    if entity.kind is Kind.CITY:
        key = entity.key or known.get(folded(entity.name), "")
        return key.replace("geonames:", "gn") if key else slug(entity.name)
    if entity.kind is Kind.AWARD_CATEGORY and isinstance(context, AwardConferral):
        return f"{slug(context.award.name)}--{slug(entity.name)}"
    return slug(entity.name)


def _with_keys(fact: Fact, known: dict[str, str]) -> Fact:
    if isinstance(fact, Hosting) and fact.year is None and fact.start_date:
        fact = replace(fact, year=fact.start_date.year)

    def keyed(value: object) -> object:
        if isinstance(value, Entity):
            name, key = " ".join(value.name.split()), _key(value, known, fact)
            return value if (name, key) == (value.name, value.key) else replace(value, name=name, key=key)
        if isinstance(value, tuple):
            return tuple(dict.fromkeys(keyed(item) for item in value))
        return value

    return _changed(fact, {name: keyed(getattr(fact, name)) for name in _SLOTS[type(fact)]})


def _with_editions(facts: tuple[Fact, ...]) -> Iterator[Fact]:
    """Each event as the edition meant: that of a hosting told in the article, else the whole series."""
    editions: dict[str, list[Entity]] = {}
    hostings = {}
    for fact in facts:
        if isinstance(fact, Hosting):
            mark = fact.year or (fact.edition and slug(fact.edition))
            event = replace(fact.event, key=f"{fact.event.key}-{mark}" if mark else fact.event.key)
            hostings[id(fact)] = replace(fact, event=event)
            editions.setdefault(fact.event.key, []).append(event)

    def meant(entity: Entity, year: int | None) -> Entity:
        told = editions.get(entity.key, [])
        of_year = [event for event in told if year and event.key.endswith(f"-{year}")]
        candidates = of_year or told
        return candidates[0] if len(candidates) == 1 else replace(entity, kind=Kind.EVENT_SERIES)

    for fact in facts:
        changed: dict[str, Any] = {
            name: meant(entity, getattr(fact, "year", None))
            for name, entity in entities(fact)
            if entity.kind is Kind.EVENT
        }
        yield hostings.get(id(fact)) or _changed(fact, changed)


def _with_one_name(facts: tuple[Fact, ...]) -> Iterator[Fact]:
    """Each entity by one name, the fullest that the article has for it: "Rio" is called Rio de Janeiro."""
    called: dict[tuple[Kind, str], str] = {}
    for fact in facts:
        for _, entity in entities(fact):
            this = entity.kind, entity.key
            called[this] = min(called.get(this, entity.name), entity.name, key=_by_fullness)

    def renamed(value: object) -> object:
        if isinstance(value, Entity):
            name = called[value.kind, value.key]
            return value if name == value.name else replace(value, name=name)
        return tuple(map(renamed, value)) if isinstance(value, tuple) else value

    for fact in facts:
        changed: dict[str, Any] = {name: renamed(getattr(fact, name)) for name, _ in entities(fact)}
        yield _changed(fact, changed)


def _by_fullness(name: str) -> tuple[bool, int, bool, str]:
    return name.isupper() or name.islower(), -len(name), name.isascii(), name


def _came_first(fact: AwardConferral) -> bool:
    return fact.result is Result.WINNER or (fact.result is Result.RANKED and fact.rank == 1)


def _agree(slot: str, one: Fact, other: Fact) -> bool:
    a, b = getattr(one, slot), getattr(other, slot)
    if a in (None, ()) or b in (None, ()):
        return True
    if isinstance(a, Entity) and isinstance(b, Entity):
        return a.key == b.key
    return bool(a == b)


def _same(one: Fact, other: Fact) -> bool:
    return all(_agree(slot, one, other) for slot in _SLOTS[type(one)] if slot not in SECONDARY)


def _filled(fact: Fact) -> int:
    return sum(getattr(fact, slot) not in (None, ()) for slot in _SLOTS[type(fact)])


def _merge(facts: Iterable[Fact], titles: tuple[Span, ...]) -> tuple[Fact, ...]:
    def rank(fact: Fact) -> tuple[bool, int, Span]:
        in_title = any(title.covers(fact.evidence[0]) for title in titles)
        return in_title, -_filled(fact), fact.evidence[0]

    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ranked(facts, rank):
        told = groups.setdefault((type(fact), *IDENTITY[type(fact)](fact)), [])
        for at, earlier in enumerate(told):
            if _same(earlier, fact):
                told[at] = _joined(earlier, fact)
                break
        else:
            told.append(fact)
    return tuple(fact for told in groups.values() for fact in told)


def _joined(fact: Fact, other: Fact) -> Fact:
    """``fact`` with what only ``other`` knows, and the quotes of both."""
    filled = {
        slot: getattr(other, slot)
        for slot in _SLOTS[type(fact)]
        if getattr(fact, slot) in (None, ()) and getattr(other, slot) not in (None, ())
    }
    if isinstance(fact, Hosting | Recurrence) and isinstance(other, Hosting | Recurrence):
        filled["city"] = tuple(dict.fromkeys((*fact.city, *other.city)))
    evidence = tuple(dict.fromkeys((*fact.evidence, *other.evidence)))
    return replace(fact, **filled, evidence=evidence)
