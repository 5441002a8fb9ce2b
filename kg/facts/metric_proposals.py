"""For each quantity of a document what it may measure: by its sentence, its list or its table.

Input: Document. Output: Proposal, with the sight that the selector judges. What was measured last is
handed on, for numbers whose noun is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg import encoder
from kg.facts import metric_nouns
from kg.facts.metric_context import Context
from kg.facts.metric_list import listed
from kg.facts.metric_measure import measure_of
from kg.facts.metric_nouns import PER_CENT, Figure, Told
from kg.facts.metric_parts import part_of, shared_out
from kg.facts.metric_phrases import Measure, Site, naming
from kg.facts.metric_selector import LEAST, Sight, how_sure
from kg.facts.metric_table import Cell, cells
from kg.facts.metric_time import leads
from kg.mentions.quantities import CURRENCIES
from kg.model import BlockKind, DateMention, Document, Kind, PersonMention, QuantityMention, Sentence, Span

_MANY = 100  # numbers in one sentence: neither prose nor a row of a table
_CONVERTIBLE = (
    {"km", "m", "mile", "ft"}, {"m2", "km2", "ha", "acre", "sq mile", "sq ft"}, {"t", "kg", "lb"}, {"°C", "°F"},
    {"km/h", "mph"}, {"l", "gallon", "m3"},
)  # fmt: skip
_PARTICLES = re.compile(r"\bPM ?(?:2\.5|10)\b")  # always given in micrograms per cubic metre
_AT_A_GLANCE = re.compile(
    r"\b(?:at a glance|in figures|in numbers|key (?:facts|figures)|facts and figures|figures|data|table \d+)\b:?",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A quantity with what it may measure."""

    quantity: QuantityMention
    sentence: Sentence
    measure: Measure | None
    sight: Sight
    chosen: bool  # the selector takes it for a metric
    cell: Cell | None
    figure: Figure | None = None


def proposals(
    document: Document, context: Context, corrected: Callable[[Figure], Measure | None] = metric_nouns.chosen
) -> Iterator[Proposal]:
    """All quantities of a document but those of its headline, in order of the text.

    ``corrected``: what a figure measures where that is not what rules say.
    """
    placed = [*_placed(document)]
    around = Counter(sentence.span.start for _, sentence in placed)
    placed = [
        (quantity, sentence)
        for quantity, sentence in placed
        if around[sentence.span.start] <= _MANY and not _CLASS.match(document.text, *sentence.span.place)
    ]
    tabled, introduced, lists, parts = cells(document), leads(document), listed(document), shared_out(document)
    earlier: Measure | None = None
    whole: Measure | None = None  # what was measured last outside a list of parts
    unit: str | None = None  # of the quantity that ``earlier`` measures
    told: list[Told] = []
    previous: QuantityMention | None = None
    for mention, sentence in placed:
        if _AGED.search(document.text, max(0, mention.span.start - 20), mention.span.start):
            continue  # "the city turned 400"
        if _converted(document.text, previous, mention) or _is_rank(document.text, mention, sentence):
            continue
        previous = mention
        cell = tabled.get(mention)
        leading = introduced.get(sentence.block.span.start)
        lead = _of_lead(document, leading)
        label = None if cell else _bearing(context, lists.get(mention))
        several = around[sentence.span.start] > 1
        bare = cell is None and label is None and _bare(document.quote(sentence.span), several=several)
        if earlier and earlier.topic and sentence.block.kind is not BlockKind.ITEM:
            earlier = replace(earlier, base=earlier.topic, topic="")  # behind a list its labels narrow nothing
        alone = cell or bare or _has_label(document.text, sentence, mention)
        site = Site(document.text, sentence.span, mention, None if alone else earlier)
        part = _part(whole, site, parts.get(sentence.block.span.start))
        measure = part or _measured(document, context, site, cell, lead, earlier or lead)
        if measure and earlier and measure.base == earlier.base and told[-1].sentence == sentence:
            measure = replace(measure, topic=measure.topic or earlier.topic)  # "Finland: 30 per cent (390,000)"
        if measure and (
            not measure.phrase
            or (bare and measure.how == "beside")
            or _is_person(document, measure.noun or _labelled_with(document, sentence, measure))
        ):
            measure = None
        quantity = _completed(mention, cell, measure, None if earlier is None or earlier.change else unit)
        sight = _sight(document, quantity, sentence, measure, cell, around[sentence.span.start])
        chosen = encoder.sure(document, "metric_value", [how_sure(sight)], [quantity.span.place])[0] > LEAST
        figure = None
        if (chosen or label) and cell is None and not (part or bare):
            if measure and measure.how in {"subject", "beside"} and measure.noun and _is_known(context, measure.noun):
                measure = replace(measure, borrowed=True)  # whom it is about, not what it measures
            figure = Figure(document, sentence, quantity, measure, tuple(told))
            measure = corrected(figure) or (None if figure.names_nothing else measure)
            if measure and label:
                measure = replace(measure, base=measure.topic or measure.base, topic="", label=label)
                chosen = _counts(document, mention, measure, leading, chosen)
        proposal = Proposal(
            quantity=quantity, sentence=sentence, measure=measure, sight=sight, chosen=chosen, cell=cell, figure=figure
        )  # fmt: skip
        yield proposal
        if measure and measure.base and chosen and part is None:
            earlier, unit = measure, quantity.unit
            whole = whole if measure.proportion else measure
            told.append(Told(measure, quantity, sentence))


def _part(whole: Measure | None, site: Site, told: tuple[Span, bool] | None) -> Measure | None:
    """The measure of a figure of a list that shares out what was measured before it."""
    return part_of(whole, site, told[0], origins=told[1]) if whole and told else None


def _measured(
    document: Document, context: Context, site: Site, cell: Cell | None, lead: Measure | None, before: Measure | None
) -> Measure | None:
    """The measure by the table or the list of the quantity, else by its sentence; ``before``: of the figure before."""
    if cell:
        return _of_cell(document, context, cell, lead) or measure_of(site)
    return _of_list(document, context, measure_of(site), before)


_CLASS = re.compile(  # a heading that sorts towns: "Population 2,000-9,999"
    r"(?:[Pp]opulations?|POPULATIONS?)(?: of)?:? (?:(?:over|under|up to|below|above|less than|more than) )?\d[\d,. ]*"
    r"(?:(?:-|–| to )\d[\d,. ]*| and (?:over|above|under|below|more|less)| or (?:more|less|fewer)|\+)$"
)
_AGED = re.compile(r"\b(?:turn(?:s|ed|ing)|aged) $")


_LABEL = re.compile(r"[A-Z][a-z]+(?: [a-z]+){1,3} ")


def _has_label(text: str, sentence: Sentence, quantity: QuantityMention) -> bool:
    """True of a line of a profile: "Parking spaces 1,400" goes on with nothing before it."""
    item = sentence.block.kind is BlockKind.ITEM
    return item and _LABEL.fullmatch(text, sentence.block.span.start, quantity.span.start) is not None


def _labelled_with(document: Document, sentence: Sentence, measure: Measure) -> Span | None:
    """The label that a figure stands behind: "Jane Doe: 51 per cent"."""
    if measure.how != "label":
        return None
    at = document.text.find(measure.base, *sentence.span.place)
    return measure.label or (Span(start=at, end=at + len(measure.base)) if at >= 0 else None)


def _is_person(document: Document, noun: Span | None) -> bool:
    """True of "Mayor Jane Doe": who speaks of a figure is not what it measures."""
    people = document.within(noun, PersonMention) if noun else ()
    return noun is not None and sum(p.span.end - p.span.start for p in people) * 2 >= noun.end - noun.start


_TOLD = re.compile(r"(?<![^\W\d_])[a-z]{2,}|:")


def _bare(text: str, *, several: bool) -> bool:
    """True of a row of names and numbers without a word or label: "Turin, Italy 5.1% 210,000 199,000".

    ``several``: it has more than one quantity; two numbers side by side count as none.
    """
    return (several or _BESIDE.search(text) is not None) and not _TOLD.search(text)


_BESIDE = re.compile(r"\d \d")


def _placed(document: Document) -> Iterator[tuple[QuantityMention, Sentence]]:
    """The quantities with the sentences they stand in, headlines left out."""
    sentences = iter(document.sentences)
    sentence = next(sentences, None)
    for quantity in document.all(QuantityMention):
        while sentence and sentence.span.end <= quantity.span.start:
            sentence = next(sentences, None)
        if sentence and sentence.span.covers(quantity.span) and sentence.block.kind is not BlockKind.TITLE:
            yield quantity, sentence


def _converted(text: str, previous: QuantityMention | None, quantity: QuantityMention) -> bool:
    """True for the second of "507 miles (816 km)", "€36 million (about $40 million)"."""
    if previous is None or text[previous.span.end : quantity.span.start] not in {" (", ", or "}:
        return False
    first, second = previous.unit, quantity.unit
    money = first in CURRENCIES and second in CURRENCIES
    return first != second and (money or any(first in kind and second in kind for kind in _CONVERTIBLE))


_PLACED = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)(?: (?:the|its) \w+| it| [A-Z]\w+)?|jointly|joint|tied) "
    r"(?:at |in |for )?$"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d\d?, $"
)
_PLACES = re.compile(r" places? (?:ahead|behind|higher|lower|up|down|above|below|better|worse|from|to)\b")


def _is_rank(text: str, quantity: QuantityMention, sentence: Sentence) -> bool:
    """True for "ranked at 53", "43 places ahead of Lund", and the year of a date that is no date."""
    span = quantity.span
    start = max(sentence.span.start, span.start - 40)
    alone = quantity.unit is None and quantity.qualifier is None
    return alone and bool(_PLACED.search(text[start : span.start]) or _PLACES.match(text, span.end))


def _completed(
    quantity: QuantityMention, cell: Cell | None, measure: Measure | None, before: str | None
) -> QuantityMention:
    """The quantity with the unit and scale that the head of its column gives, or its measure always has.

    ``before``: the unit of the quantity before: that of a number, too, that leaves out what it measures ("68 in 2012").
    """
    if cell:
        quantity = replace(quantity, unit=quantity.unit or cell.unit, value=quantity.value * cell.scale)
    if measure and quantity.unit is None and _PARTICLES.search(measure.base):
        quantity = replace(quantity, unit="µg/m3")
    carried = measure and quantity.unit is None and measure.unit is None and measure.how in _CARRIES
    if carried and not (before == "%" and abs(quantity.value) > PER_CENT):
        quantity = replace(quantity, unit=before)
    return quantity


_CARRIES = frozenset(("earlier", "coordinated", "bracketed"))


def _sight(
    document: Document,
    quantity: QuantityMention,
    sentence: Sentence,
    measure: Measure | None,
    cell: Cell | None,
    around: int,
) -> Sight:
    start, end = quantity.span.start, quantity.span.end
    return Sight(
        left=_flat(document.text[max(sentence.span.start, start - 60) : start]),
        words=_flat(document.quote(quantity.span)),
        right=_flat(document.text[end : min(sentence.span.end, end + 60)]),
        unit=quantity.unit or "",
        value=str(quantity.value),
        block="cell" if cell else sentence.block.kind.value,
        how=measure.how if measure else "none",
        measure=_flat(measure.phrase) if measure else "",
        around=str(around),
    )


def _flat(text: str) -> str:
    return " ".join(text.split())


def _of_cell(document: Document, context: Context, cell: Cell, lead: Measure | None) -> Measure | None:
    """The measure of a number in a table: column head and row label where they are no names, else the caption."""
    named = cell.label is not None and (_is_name(context, cell.label) or cell.places)
    parts = [s for s in (cell.head, None if named else cell.label) if s and not _is_name(context, s)]
    found = [_undated(document, s) for s in parts]
    if cell.caption and not (named and any(found)) and (named or not cell.head or not all(found)):
        found.insert(0, _undated(document, cell.caption))
    title = document.quote(cell.caption) if cell.caption else lead.base if lead else ""
    if cell.head is None and cell.places and _LARGEST.search(title):
        found = ["population"]
    base = ", ".join(w for w in found if w) or (lead.base if lead else "")
    label = cell.label if named else cell.corner if cell.corner and _is_name(context, cell.corner) else None
    return Measure(base=base, how="cell", label=label) if base else None


_LARGEST = re.compile(  # of a table: "The 10 largest cities of Chile"
    r"\b(?:largest|biggest|most populous) (?:[A-Z][a-z]+ )?(?:cities|towns|municipalities)\b(?! by (?!population))",
    re.IGNORECASE,
)


def _of_lead(document: Document, lead: Span | None) -> Measure | None:
    """What a list is of, in the last eight words that introduce it."""
    base = " ".join(_undated(document, lead).split()[-8:]) if lead else ""
    return Measure(base=base, how="lead") if base else None


def _of_list(document: Document, context: Context, measure: Measure | None, earlier: Measure | None) -> Measure | None:
    """The measure, with the one before it where the label is a name: "Paris: 19.1 million" in a list of visitors."""
    if measure is None or measure.label is None:
        return measure
    if not _is_name(context, measure.label):
        return replace(measure, label=None)
    if earlier is None:
        return replace(measure, base="")
    topic = earlier.topic or earlier.base
    if any(b.entity.kind is Kind.CITY for b in context.bearers.within(measure.label.start, measure.label.end)):
        carried = earlier.kind if measure.rated or not earlier.proportion else ""
        return replace(measure, base=topic, kind=measure.kind or carried)
    return replace(measure, base=f"{topic}, {naming(document.text, measure.label)}", topic=topic, label=None)


def _is_name(context: Context, span: Span) -> bool:
    """True where a cell or label holds a name and little else."""
    named = context.bearers.within(span.start, span.end)
    return bool(named) and sum(b.span.end - b.span.start for b in named) * 2 >= span.end - span.start


def _bearing(context: Context, label: Span | None) -> Span | None:
    """The name of a list that its figure is about; a country is as often where visitors of something else are from."""
    named = context.bearers.within(label.start, label.end) if label else ()
    return None if named and named[0].entity.kind is Kind.PLACE else label


_LONG = 10**5  # what is as long and not grouped may be a telephone number
_GROUPED = re.compile(r"\d[,.\s]\d{3}\b|illion")


def _counts(document: Document, number: QuantityMention, measure: Measure, lead: Span | None, chosen: bool) -> bool:
    """True of a figure behind a name of a list: chosen, or what it measures is named by what introduces the list."""
    grouped = _GROUPED.search(document.quote(number.span)) is not None
    before = document.sentence_at(lead.start) if lead else None
    if before and measure.base and measure.base.split()[-1].lower() in document.quote(before.block.span).lower():
        return chosen or grouped
    return chosen and (grouped or number.value < _LONG)


def _is_known(context: Context, span: Span) -> bool:
    """True of a noun that is a name for sure, not a word that is capitalised because it begins a sentence."""
    named = [b for b in context.bearers.within(span.start, span.end) if not b.guessed]
    return bool(named) and _is_name(context, span)


def _undated(document: Document, span: Span) -> str:
    """The words of a cell without dates, units in brackets and "at a glance"."""
    text = document.quote(span)
    for date in reversed(document.within(span, DateMention)):
        text = text[: date.span.start - span.start] + text[date.span.end - span.start :]
    text = _AT_A_GLANCE.sub("", re.sub(r"\([^)]{0,12}\)", "", text))
    text = re.sub(r"^\W+|\W+$|\s(?:at|in|on|for|of|by)\s*(?=,|$)", "", _flat(text))
    return re.sub(r"\s+,", ",", text)
