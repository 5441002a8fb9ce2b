"""From the entities of a store to items of Wikidata: candidates by identifier or name, and one of them or none.

Input: a Store and the Items of a World. Output: a Linking. An identifier that both carry makes ``owl:sameAs``. Else
a candidate has one of the entity's names and is of its kind, and what is known of both must bear it out: each piece
of evidence leaves a share of the doubt, and only what reaches ``ENOUGH``, and leads by ``LEAD`` over its namesakes,
becomes ``skos:closeMatch``. A name alone is never enough for a person, a city or an event.

Kinds come in an order in which each can lean on those before: cities, then what they lie in, bodies, people, awards,
events. All questions are asked about sorted batches, and all decisions taken over sets, so the order in which
answers come, or their rows, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from kg.comparison import slots
from kg.model import Kind, Observation
from kg.namespaces import GEONAMES, WIKIDATA_ENTITY
from kg.store import Store
from kg.world import links
from kg.world.evidence import Candidate, Evidence
from kg.world.items import Items
from kg.world.links import Justification, Link, Linking, Open, Relation, Why
from kg.world.subjects import Known, Subject, known
from kg.world.tables import classes, property_of

ENOUGH = Decimal("0.8")
LEAD = Decimal("0.1")
SUREST = Decimal("0.99")  # what is not certain is never said to be
BY_TABLE = Decimal("0.9")
SHOWN = 5  # candidates named where none was taken

STAGES = (
    (Kind.CITY, True), (Kind.PLACE, False), (Kind.CITY, False), (Kind.ORGANIZATION, False), (Kind.PERSON, False),
    (Kind.AWARD, False), (Kind.EVENT_SERIES, False), (Kind.EVENT, False),
)  # fmt: skip
"""Which kind is matched when; True: those with an identifier."""


def link(store: Store, items: Items) -> Linking:
    """Every city, place, body, person, award, event and metric of a store, matched or with the reason why not."""
    about = known(store)
    found: dict[str, Link | Open] = {}
    matched: dict[str, str] = {}
    for kind, by_identifier in STAGES:
        stage = [one for one in about.of_kind(kind) if bool(one.geonames_id) is by_identifier]
        decided = _by_identifier(stage, items) if by_identifier else _by_name(stage, about, items, matched)
        for one in decided:
            found[one.entity] = one
            if isinstance(one, Link):
                matched[one.entity] = one.target.removeprefix(WIKIDATA_ENTITY)
    everything = [*_noted_twice(found.values()), *_gazetteer(about), *_metrics(about)]
    return links.linking(items.world.name, everything)


# -- by identifier ----------------------------------------------------------------------------------


def _by_identifier(stage: list[Subject], items: Items) -> Iterator[Link | Open]:
    """Cities by the GeoNames id of the gazetteer."""
    carriers = items.with_geonames(one.geonames_id for one in stage if one.geonames_id)
    items.describe(item for found in carriers.values() for item in found)
    for subject in stage:
        ident = subject.geonames_id or ""
        found = sorted(carriers.get(ident, ()), key=_number)
        right = [item for item in found if items.classes(item) & classes()[Kind.CITY]]
        named = [item for item in right if items.names(item) & subject.folded_names]
        chosen = named or right
        if len(chosen) == 1:
            reason = f"both have the GeoNames id {ident}"
            yield _link(
                subject, items, chosen[0], Relation.SAME if named else Relation.CLOSE,
                Decimal(1) if named else Decimal("0.9"), Justification.IDENTIFIER,
                (reason, "and a name" if named else "but no name in common"),
            )  # fmt: skip
        elif chosen:
            yield _open(subject, items, Why.AMBIGUOUS, (f"{len(chosen)} items have the GeoNames id {ident}",), chosen)
        elif found:
            reason = f"what has the GeoNames id {ident} there is no settlement"
            yield _open(subject, items, Why.UNSURE, (reason,), found)
        else:
            yield _open(subject, items, Why.NOT_FOUND, (f"no item has the GeoNames id {ident}",), ())


def _gazetteer(about: Known) -> Iterator[Link]:
    for subject in about.of_kind(Kind.CITY):
        if subject.geonames_id:
            yield Link(
                entity=subject.iri,
                kind=subject.kind,
                name=subject.name,
                relation=Relation.SAME,
                target=f"{GEONAMES}{subject.geonames_id}/",
                label=subject.name,
                confidence=Decimal(1),
                justification=Justification.IDENTIFIER,
                reasons=("the gazetteer has it under this id",),
            )


def _metrics(about: Known) -> Iterator[Link]:
    """Metrics by the table of properties."""
    found: dict[tuple[str, str], Link] = {}
    for one in about.told:
        fact = one.telling.fact
        if not isinstance(fact, Observation) or not (told := slots(fact)):
            continue
        fits = property_of("Observation", told[0][2], fact.about.kind)
        if fits:
            subject = about.subjects[about.iri(fact.metric)]
            found[subject.iri, fits.id] = Link(
                entity=subject.iri,
                kind=Kind.METRIC,
                name=subject.name,
                relation=Relation.CLOSE,
                target=WIKIDATA_ENTITY + fits.id,
                label=fits.label,
                confidence=BY_TABLE,
                justification=Justification.BY_HAND,
                reasons=(f"the table of properties: {fits.reason}",),
            )
    yield from found.values()


# -- by name and evidence ---------------------------------------------------------------------------


def _by_name(stage: list[Subject], about: Known, items: Items, matched: dict[str, str]) -> Iterator[Link | Open]:
    evidence = Evidence(about, items, matched)
    called = items.called(name for one in stage for name in evidence.asked(one))
    of_name = {one.iri: _candidates(one, evidence, called) for one in stage}
    items.describe(item for found in of_name.values() for item in found)
    right = {one.iri: [item for item in of_name[one.iri] if items.classes(item) & classes()[one.kind]] for one in stage}
    evidence.load(stage, right)
    for subject in stage:
        found = [evidence.of(subject, item, alone=len(right[subject.iri]) == 1) for item in right[subject.iri]]
        yield _decided(subject, items, found, of_name[subject.iri])


def _candidates(subject: Subject, evidence: Evidence, called: dict[str, set[str]]) -> list[str]:
    found = {item for name in evidence.asked_folded(subject) for item in called.get(name, ())}
    return sorted(found, key=_number)


def _decided(subject: Subject, items: Items, found: list[Candidate], of_name: list[str]) -> Link | Open:
    if not of_name:
        return _open(subject, items, Why.NOT_FOUND, ("no item has the name",), ())
    if not found:
        return _open(subject, items, Why.NOT_FOUND, ("no item of the name is of this kind",), of_name)
    left = sorted((one for one in found if not one.against), key=lambda one: (-sureness(one), _number(one.item)))
    if not left:
        reasons = tuple(f"{one.item}: {reason}" for one in found for reason in one.against)
        return _open(subject, items, Why.UNSURE, reasons, [one.item for one in found])
    best, *others = left
    sure = sureness(best)
    enough = sure >= ENOUGH
    if enough and all(sure - sureness(one) >= LEAD for one in others):
        told = tuple(reason for _, reason in best.evidence)
        more = (f"{len(of_name) - 1} other items of the name fit less",) if len(of_name) > 1 else ()
        just = Justification.COMPOSITE if best.told else Justification.LEXICAL
        return _link(subject, items, best.item, Relation.CLOSE, sure, just, told + more)
    fitting = [one.item for one in left]
    if len(left) > 1:
        what = "fit as well" if enough else "have the name, and nothing tells enough of them apart"
        return _open(subject, items, Why.AMBIGUOUS, (f"{len(left)} items {what}",), fitting)
    said = ", ".join(reason for _, reason in best.evidence)
    return _open(subject, items, Why.UNSURE, (f"no more than: {said} ({sure})",), fitting)


def sureness(candidate: Candidate) -> Decimal:
    """How sure a candidate is: what its pieces of evidence, each with its weight, leave of the doubt, from 1."""
    doubt = Decimal(1)
    for weight, _ in candidate.evidence:
        doubt *= 1 - weight
    return min(SUREST, (1 - doubt).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _noted_twice(found: Iterable[Link | Open]) -> Iterator[Link | Open]:
    """The same, with a reason more where two entities of the store were matched to one item."""
    together: dict[str, list[Link]] = {}
    everything = list(found)
    for one in everything:
        if isinstance(one, Link):
            together.setdefault(one.target, []).append(one)
    for one in everything:
        others = [o.entity for o in together.get(getattr(one, "target", ""), ()) if o.entity != one.entity]
        if isinstance(one, Link) and others:
            reason = f"so is {', '.join(sorted(others))}: are they one?"
            yield replace(one, reasons=(*one.reasons, reason))
        else:
            yield one


def _number(item: str) -> int:
    return int(item[1:])


def _link(
    subject: Subject, items: Items, item: str, relation: Relation, confidence: Decimal, justification: Justification,
    reasons: tuple[str, ...],
) -> Link:  # fmt: skip
    return Link(
        entity=subject.iri,
        kind=subject.kind,
        name=subject.name,
        relation=relation,
        target=WIKIDATA_ENTITY + item,
        label=items.label(item),
        confidence=confidence,
        justification=justification,
        reasons=reasons,
    )


def _open(subject: Subject, items: Items, why: Why, reasons: tuple[str, ...], candidates: Iterable[str]) -> Open:
    shown = sorted(candidates, key=_number)[:SHOWN]
    return Open(
        entity=subject.iri,
        kind=subject.kind,
        name=subject.name,
        why=why,
        reasons=reasons,
        candidates=tuple(f"{item} ({items.label(item)})" for item in shown),
    )
