"""From a document to its observations: how much or how many of what, of whom, when.

Input: Document with cities, names, dates and quantities. Output: Observation facts. Rules propose
for each quantity the measure, whom it is about and when; a small selector decides which are facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.facts.metric_context import Context
from kg.facts.metric_measure import Measure, measure_of, naming
from kg.facts.metric_modality import modality_of
from kg.facts.metric_selector import Sight, is_metric
from kg.facts.metric_table import Cell, cells
from kg.facts.metric_time import Times, leads
from kg.model import BlockKind, DateMention, Document, Entity, Fact, Kind, Observation, QuantityMention, Sentence, Span


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A quantity with what it may measure."""

    quantity: QuantityMention
    sentence: Sentence
    measure: Measure | None
    sight: Sight
    cell: Cell | None = None


def proposals(document: Document) -> Iterator[Proposal]:
    """All quantities of a document but those of its headline, with what they may measure."""
    quantities = document.all(QuantityMention)
    tabled = cells(document)
    context = Context(document)
    introduced = leads(document)
    earlier: Measure | None = None
    sentence: Sentence | None = None
    for quantity in quantities:
        if sentence is None or not sentence.span.covers(quantity.span):
            sentence = document.sentence_at(quantity.span.start)
        if sentence is None or sentence.block.kind is BlockKind.TITLE:
            continue
        cell = tabled.get(quantity)
        lead = _of_lead(document, introduced.get(sentence.block.span.start))
        if cell:
            measure = _of_cell(document, context, cell, lead) or measure_of(document.text, sentence.span, quantity, None)
            quantity = replace(quantity, unit=quantity.unit or cell.unit, value=quantity.value * cell.scale)
        else:
            measure = _of_list(document, context, measure_of(document.text, sentence.span, quantity, earlier), earlier or lead)
        if measure and not measure.base and not measure.kind:
            measure = None
        if measure and _PARTICLES.search(measure.base):
            quantity = replace(quantity, unit=quantity.unit or "µg/m3")
        start, end = quantity.span.start, quantity.span.end
        sight = Sight(
            left=_flat(document.text[max(sentence.span.start, start - 60) : start]),
            words=_flat(document.quote(quantity.span)),
            right=_flat(document.text[end : min(sentence.span.end, end + 60)]),
            unit=quantity.unit or "",
            value=str(quantity.value),
            block="cell" if cell else sentence.block.kind.value,
            how=measure.how if measure else "none",
            measure=_flat(measure.phrase) if measure else "",
            around=str(sum(sentence.span.covers(q.span) for q in quantities)),
        )
        yield Proposal(quantity=quantity, sentence=sentence, measure=measure, cell=cell, sight=sight)
        earlier = measure if measure and measure.base and is_metric(sight) else earlier


def _flat(text: str) -> str:
    return " ".join(text.split())


_PARTICLES = re.compile(r"\bPM ?(?:2\.5|10)\b")  # always given in micrograms per cubic metre
_AT_A_GLANCE = re.compile(
    r"\b(?:at a glance|in figures|in numbers|key (?:facts|figures)|facts and figures|figures|data|table \d+)\b:?",
    re.IGNORECASE,
)


def _of_cell(document: Document, context: Context, cell: Cell, lead: Measure | None) -> Measure | None:
    """The measure of a number in a table: column head and row label, whichever are no names and dates; else the caption."""
    named = cell.label is not None and (_is_name(context, cell.label) or cell.places)
    parts = [s for s in (cell.head, None if named else cell.label) if s and not _is_name(context, s)]
    words = [_undated(document, s) for s in parts]
    if cell.caption and not (named and any(words)) and (named or not cell.head or not all(words)):
        words.insert(0, _undated(document, cell.caption))
    base = ", ".join(w for w in words if w) or (lead.base if lead else "")
    label = cell.label if named else cell.corner if cell.corner and _is_name(context, cell.corner) else None
    return Measure(base=base, how="cell", label=label) if base else None


def _of_lead(document: Document, lead: Span | None) -> Measure | None:
    """What a list is of, in the words that introduce it."""
    base = " ".join(_undated(document, lead).split()[-8:]) if lead else ""
    return Measure(base=base, how="lead") if base else None


def _is_name(context: Context, span: Span) -> bool:
    """True where a cell or label holds a name and little else."""
    named = context.within(span.start, span.end)
    return bool(named) and sum(b.span.end - b.span.start for b in named) * 2 >= span.end - span.start


def _undated(document: Document, span: Span) -> str:
    """The words of a cell without dates, units in brackets and "at a glance"."""
    text = document.quote(span)
    for date in reversed(document.within(span, DateMention)):
        text = text[: date.span.start - span.start] + text[date.span.end - span.start :]
    text = _AT_A_GLANCE.sub("", re.sub(r"\([^)]{0,12}\)", "", text))
    text = re.sub(r"^\W+|\W+$|\s(?:at|in|on|for|of|by)\s*(?=,|$)", "", _flat(text))
    return re.sub(r"\s+,", ",", text)


def _of_list(document: Document, context: Context, measure: Measure | None, earlier: Measure | None) -> Measure | None:
    """The measure, with the one before it where the label is a name: "Paris: 19.1 million" in a list of visitors."""
    if measure is None or measure.label is None:
        return measure
    if not _is_name(context, measure.label):
        return replace(measure, label=None)
    if earlier is None:
        return replace(measure, base="")
    topic = earlier.topic or earlier.base
    if any(b.entity.kind is Kind.CITY for b in context.within(measure.label.start, measure.label.end)):
        return replace(measure, base=topic, kind=measure.kind or earlier.kind)
    return replace(measure, base=f"{topic}, {naming(document.text, measure.label)}", topic=topic, label=None)


def find(document: Document) -> Iterator[Fact]:
    """Observations of a document; the same figure of the same thing is given once."""
    context, times = Context(document), Times(document)
    seen: set[object] = set()
    for proposal in proposals(document):
        quantity, sentence, measure, cell = proposal.quantity, proposal.sentence, proposal.measure, proposal.cell
        if measure is None or not is_metric(proposal.sight):
            continue
        about = context.about(sentence, quantity, measure)
        if about is None:
            continue
        key = (abs(quantity.value), quantity.unit, measure.how == "cell" and about.name)
        if key in seen:
            continue
        seen.add(key)
        modality = modality_of(document.text, sentence.span, quantity)
        yield Observation(
            evidence=(sentence.span,),
            rule=f"METRIC-{measure.how.replace(' ', '-')}",
            about=about,
            metric=Entity(kind=Kind.METRIC, name=measure.phrase),
            value=-abs(quantity.value) if measure.fall else quantity.value,
            value_max=quantity.value_max,
            unit=measure.unit or quantity.unit,
            as_of=times.as_of(sentence, quantity, modality, _cell_spans(cell)),
            qualifier=quantity.qualifier,
            modality=modality,
            change=measure.change,
        )


def _cell_spans(cell: Cell | None) -> Sequence[Span]:
    return [s for s in (cell.head, cell.label, cell.caption) if s] if cell else ()
