"""From a document to its observations: how much or how many of what, of whom, when.

Input: Document with cities, names, dates and quantities. Output: Observation facts. Rules propose
for each quantity the measure, whom it is about and when; a small selector decides which are facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kg.facts.metric_context import Context
from kg.facts.metric_modality import modality_of
from kg.facts.metric_origin import Origins
from kg.facts.metric_phrases import Measure
from kg.facts.metric_proposals import Proposal, proposals
from kg.facts.metric_time import Times
from kg.mentions.quantities import CURRENCIES
from kg.model import Document, Entity, Fact, Kind, Observation, Qualifier

_LINK = re.compile(r"(?<=\w) (?:in|of|to|at|across) (?:the )?$")


def find(document: Document) -> Iterator[Fact]:
    """Observations of a document; the same figure of the same thing is given once."""
    context, times = Context(document), Times(document)
    origins = Origins(document, context)
    seen: dict[tuple[Decimal, str | None], list[tuple[Entity, Measure]]] = {}
    for proposal in proposals(document, context):
        quantity, measure = proposal.quantity, proposal.measure
        if measure is None or not proposal.chosen or _is_ballot(measure):
            continue
        about = context.about(proposal.sentence, quantity, measure)
        if about is None or _is_of_a_study(document.text, proposal, about) or _is_threshold(document.text, proposal):
            continue
        if _is_of_the_work(document.text, proposal) or _is_denied(document.text, proposal):
            continue
        if _is_a_salary(document.text, proposal):
            continue
        if about.kind is Kind.CITY and (_is_national(document.text, proposal) or _is_score(proposal, measure)):
            continue
        about, measure = origins.read(proposal, about, measure)
        told = seen.setdefault((abs(quantity.value), quantity.unit), [])
        if any(_same(about, measure, *other) for other in told):
            continue
        told.append((about, measure))
        yield _observation(document, times, proposal, about, measure)


def _observation(document: Document, times: Times, proposal: Proposal, about: Entity, measure: Measure) -> Observation:
    quantity, sentence, cell = proposal.quantity, proposal.sentence, proposal.cell
    modality = modality_of(document.text, sentence.span, quantity)
    heads = [s for s in (cell.head, cell.label, cell.caption) if s] if cell else []
    return Observation(
        evidence=(sentence.span,),
        rule=f"METRIC-{measure.how.replace(' ', '-')}",
        about=about,
        metric=Entity(kind=Kind.METRIC, name=_without_place(measure, about)),
        value=-abs(quantity.value) if measure.fall else quantity.value,
        value_max=quantity.value_max,
        unit=measure.unit or quantity.unit or _points(document, measure),
        as_of=times.as_of(sentence, quantity, modality, measure, heads),
        qualifier=quantity.qualifier,
        modality=modality,
        change=measure.change,
    )


_STUDIED = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Aa]) (?:[a-z-]+ ){0,2}(?:study|survey|report|research|analysis|poll|index|ranking) "
    r"(?:also )?(?:examined|covers?|covered|surveyed|analy[sz]e[sd]|compares?|compared|look(?:s|ed) at|assess(?:es|ed)"
    r"|evaluate[sd]|ranks|ranked|rates|rated|includes?|included)\b[^.;]{0,60}$"
)


def _is_of_a_study(text: str, proposal: Proposal, about: Entity) -> bool:
    """True of what a study without a name looked at, where no more is said than the city it is told of."""
    start = proposal.quantity.span.start
    said = _STUDIED.search(text, max(proposal.sentence.span.start, start - 120), start)
    return said is not None and about.kind in {Kind.CITY, Kind.PLACE}


_SIZED = re.compile(
    r"\b(?:cities|towns|municipalities|villages|communes|capitals|settlements|metropolises)"
    r"(?: (?:in|of|across) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)?)? (?:that |which )?(?:with|have|having|of)"
    r"(?: an?| the)?(?: populations?(?: of)?)? $"
)
_NATIONAL = re.compile(r"\b(?:the|our) (?:country|nation)[’']s (?:[a-z-]+ ){0,2}$")
_BOUNDS = frozenset({Qualifier.MORE_THAN, Qualifier.LESS_THAN, Qualifier.UP_TO})


def _is_threshold(text: str, proposal: Proposal) -> bool:
    """True of the size that cities are counted by: "14 cities in Chile that have a population of more than 150,000"."""
    start = proposal.quantity.span.start
    said = _SIZED.search(text, max(proposal.sentence.span.start, start - 90), start)
    return said is not None and proposal.quantity.qualifier in _BOUNDS


def _is_of_the_work(text: str, proposal: Proposal) -> bool:
    """True of how long something took, and of what it cost less than it might have: "€3 million under budget"."""
    start, end = proposal.quantity.span.place
    if proposal.quantity.unit in _SPELLS:
        return _TOOK.search(text, max(proposal.sentence.span.start, start - 30), start) is not None
    return _BESIDE_BUDGET.match(text, end) is not None


_DENIED = re.compile(
    r"\b(?:is|are|was|were)(?: not|n[’']t) $|\b(?:do|does|did)(?: not|n[’']t) (?:[a-z]+ ){1,2}(?:another |the )?$"
    r"|\bfail(?:s|ed)? to (?:[a-z]+ ){1,2}$|\b(?:den(?:y|ies|ied)|untrue|not true|wrong|false) that [^.;:,]{0,40}$"
    r"|\bwithout $"
)


def _is_denied(text: str, proposal: Proposal) -> bool:
    """True of what the verb before a figure denies: "does not have 12 kilometres", "is not 800,000"."""
    start = proposal.quantity.span.start
    return _DENIED.search(text, max(proposal.sentence.span.start, start - 70), start) is not None


_SALARY = re.compile(r"\b(?:(?:who|will) (?:will )?earns?|(?:is|are|be|get) paid)(?: about| some)? $")


def _is_a_salary(text: str, proposal: Proposal) -> bool:
    """True of what somebody is paid: no figure of the city."""
    start = proposal.quantity.span.start
    return (
        proposal.quantity.unit in CURRENCIES
        and _SALARY.search(text, max(proposal.sentence.span.start, start - 40), start) is not None
    )


_SPELLS = frozenset(("year", "month", "week", "day", "hour", "minute"))
_TOOK = re.compile(r"\b(?:took|takes?|taken|taking)(?: (?:about|around|some|nearly|almost|only|just|over))? $")
_BESIDE_BUDGET = re.compile(r" (?:under|over|below|above)(?: the| its)?(?: original)? budget\b")


def _is_national(text: str, proposal: Proposal) -> bool:
    """True of "the country's 12,400 hotels": no city has them."""
    start = proposal.quantity.span.start
    return _NATIONAL.search(text, max(proposal.sentence.span.start, start - 50), start) is not None


_CITIES = frozenset({"cities", "towns", "villages", "municipalities", "capitals", "metropolises"})
_CARRIED = frozenset({"earlier", "coordinated", "bracketed"})


def _is_score(proposal: Proposal, measure: Measure) -> bool:
    """True of what a city is given where cities were counted before: "1. Oslo (97.4)" is no number of cities."""
    bracketed = proposal.sight.left.endswith("(") and proposal.sight.right.startswith(")")
    return bracketed and measure.how in _CARRIED and measure.base.lower() in _CITIES


def _is_ballot(measure: Measure) -> bool:
    """True of the votes of an election or a council: of 2,900 labelled figures two are votes."""
    return measure.base.lower() in {"votes", "vote"}


_SCORE = re.compile(
    r"(?<!charging )(?<!access )(?<!entry )(?<!collection )(?<!service )(?<!meeting )(?<!filling )"
    r"\b(?:points?|scores?|marks?)\b",
    re.IGNORECASE,
)


def _points(document: Document, measure: Measure) -> str | None:
    """The unit of a score, where the article counts points."""
    return "points" if _SCORE.search(measure.phrase) and " points" in document.text else None


def _without_place(measure: Measure, about: Entity) -> str:
    """The measure in words, without the place at its end that it is about anyway: "tourists in Split"."""
    before = measure.base.removesuffix(about.name)
    link = _LINK.search(before) if before != measure.base else None
    return replace(measure, base=before[: link.start()]).phrase if link else measure.phrase


def _same(about: Entity, measure: Measure, other_about: Entity, other: Measure) -> bool:
    """True where the same number is told again: of the same thing, or in words that overlap outside a table.

    Cells of a table, and parts of a total, may share a number by chance.
    """
    if about == other_about:
        apart = measure.how == other.how == "cell" or "part of" in {measure.how, other.how}
        return not apart or measure.base == other.base
    shared = {w.lower().rstrip("s") for w in measure.base.split()} & {w.lower().rstrip("s") for w in other.base.split()}
    return bool(shared) and measure.label is None and other.label is None
