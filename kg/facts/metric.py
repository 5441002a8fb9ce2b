"""From a document to its observations: how much or how many of what, of whom, when.

Input: Document with cities, names, dates and quantities. Output: Observation facts. Rules propose
for each quantity the measure, whom it is about and when; a small selector decides which are facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.metric_context import Context
from kg.facts.metric_measure import Measure, measure_of
from kg.facts.metric_modality import modality_of
from kg.facts.metric_selector import Sight, is_metric
from kg.model import BlockKind, Document, Entity, Fact, Kind, Observation, QuantityMention, Sentence


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A quantity with what it may measure."""

    quantity: QuantityMention
    sentence: Sentence
    measure: Measure | None
    sight: Sight


def proposals(document: Document) -> Iterator[Proposal]:
    """All quantities of a document but those of its headline, with what they may measure."""
    quantities = document.all(QuantityMention)
    earlier: Measure | None = None
    for quantity in quantities:
        sentence = document.sentence_at(quantity.span.start)
        if sentence is None or sentence.block.kind is BlockKind.TITLE:
            continue
        measure = measure_of(document.text, sentence.span, quantity, earlier)
        earlier = measure or earlier
        start, end = quantity.span.start, quantity.span.end
        yield Proposal(
            quantity=quantity,
            sentence=sentence,
            measure=measure,
            sight=Sight(
                left=_flat(document.text[max(sentence.span.start, start - 60) : start]),
                words=_flat(document.quote(quantity.span)),
                right=_flat(document.text[end : min(sentence.span.end, end + 60)]),
                unit=quantity.unit or "",
                value=str(quantity.value),
                block=sentence.block.kind.value,
                how=measure.how if measure else "none",
                measure=_flat(measure.phrase) if measure else "",
                around=str(sum(sentence.span.covers(q.span) for q in quantities)),
            ),
        )


def _flat(text: str) -> str:
    return " ".join(text.split())


def find(document: Document) -> Iterator[Fact]:
    """Observations of a document; the same figure of the same thing is given once."""
    context = Context(document)
    about: Entity | None = None
    seen: set[object] = set()
    for proposal in proposals(document):
        quantity, sentence, measure = proposal.quantity, proposal.sentence, proposal.measure
        about = context.about(sentence, quantity, 0, about)
        if measure is None or about is None or not is_metric(proposal.sight):
            continue
        key = (quantity.value, quantity.unit)
        if key in seen:
            continue
        seen.add(key)
        value = -abs(quantity.value) if measure.fall else quantity.value
        yield Observation(
            evidence=(sentence.span,),
            rule="METRIC-" + measure.how,
            about=about,
            metric=Entity(kind=Kind.METRIC, name=measure.phrase),
            value=value,
            value_max=quantity.value_max,
            unit=measure.unit or quantity.unit,
            as_of=context.as_of(sentence, quantity),
            qualifier=quantity.qualifier,
            modality=modality_of(document.text, sentence.span, quantity),
            change=measure.change,
        )
