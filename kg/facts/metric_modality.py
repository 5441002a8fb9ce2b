"""Whether a figure was measured or is meant to come.

Input: a quantity and its sentence. Output: Modality, from the words of its clause.
"""

from __future__ import annotations

import re

from kg.model import Modality, QuantityMention, Span

_FORECAST = re.compile(
    r"\b(?:expect(?:s|ed)?|forecasts?|projected|projections?|predict(?:s|ed)?|estimated to|likely to|anticipat\w+|"
    r"foresee\w*|could|(?:bank|count|reckon)(?:s|ed|ing)? on|reckons?|hope[sd]? (?:for|to))\b",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:targets?|targeted|goals?|aims? (?:to|at|for)|ambitions?|pledge[sd]?|objectives?)\b", re.IGNORECASE
)
_PLANNED = re.compile(
    r"\b(?:will|to be|plans?|planned|intends?|(?:is|are|was|were|set|due|scheduled) to|would|should|must|wants? to|"
    r"proposed (?:[a-z]+ )?budgets?|(?:ask(?:s|ed|ing)?|appl(?:y|ies|ied)) for|seeks?|seeking)\b",
    re.IGNORECASE,
)
_PLANNED_AFTER = re.compile(r"\b(?:will|(?:is|are) (?:due|to|set|planned|scheduled|in the pipeline))\b")
NOW = re.compile(
    r",? (?:currently|now|today|at present|at the moment)(?=[,.;)]|$)"
    r"|,? (?:so far|to date),? and (?:the|its|an?) [^,.;]{2,60}\b(?:will|is|are|should)\b"
)
"""Behind a figure: it is that of the day, whatever its clause says: "two million by 2040, from 1.2 million now"; nor is
what comes next its own: "23 km so far and the next stretch will open in 2030"."""
_CLAUSE = re.compile(r"[;:.]\s")
_PART = re.compile(r"[;:.,]\s|\s(?:and|but|while)\s")


def modality_of(text: str, sentence: Span, quantity: QuantityMention) -> Modality:
    """Whether the clause of the quantity tells a fact, a plan, a target or a forecast."""
    start, end = quantity.span.start, quantity.span.end
    if NOW.match(text, end, sentence.end):
        return Modality.ACTUAL
    left = _CLAUSE.split(text[max(sentence.start, start - 80) : start])[-1]
    right = _PART.split(text[end : min(sentence.end, end + 50)])[0]
    if _FORECAST.search(left) or _FORECAST.search(right):
        return Modality.FORECAST
    if _TARGET.search(left) or _TARGET.search(right):
        return Modality.TARGET
    planned = _PLANNED.search(left) or _PLANNED_AFTER.search(right)
    return Modality.PLANNED if planned else Modality.ACTUAL
