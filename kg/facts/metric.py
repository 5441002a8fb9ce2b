"""From a document to its observations: how much or how many of what, of whom, when.

Input: Document with cities, names, dates and quantities. Output: Observation facts. Rules propose
for each quantity the measure, whom it is about and when; a small selector decides which are facts.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.facts.metric_context import Context
from kg.facts.metric_measure import measure_of, modality_of
from kg.model import BlockKind, Document, Entity, Fact, Kind, Observation, QuantityMention


def find(document: Document) -> Iterator[Fact]:
    """Observations of a document; the same figure of the same thing is given once."""
    context = Context(document)
    quantities = document.all(QuantityMention)
    earlier = None
    about: Entity | None = None
    seen: set[object] = set()
    for quantity in quantities:
        sentence = document.sentence_at(quantity.span.start)
        if sentence is None or sentence.block.kind is BlockKind.TITLE:
            continue
        measure = measure_of(document.text, sentence.span, quantity, earlier)
        if measure is None:
            continue
        about = context.about(sentence, quantity, 0, about)
        earlier = measure
        if about is None:
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
