"""Whether a figure was measured or is meant to come.

Input: a quantity and its sentence. Output: Modality, from the words of its clause.
"""

from __future__ import annotations

import re

from kg.model import Modality, QuantityMention, Span

_WORDS = (
    (Modality.FORECAST, re.compile(r"\b(?:expect(?:s|ed)?|forecasts?|projected|projections?|predict(?:s|ed)?|estimated to|likely to|"
                                   r"anticipat\w+|foresee\w*|could)\b", re.IGNORECASE)),
    (Modality.TARGET, re.compile(r"\b(?:targets?|targeted|goals?|aims? (?:to|at|for)|ambitions?|pledge[sd]?|objectives?)\b", re.IGNORECASE)),
    (Modality.PLANNED, re.compile(r"\b(?:will|to be|plans?|planned|intends?|(?:is|are|was|were|set|due|scheduled) to|would|wants? to)\b",
                                  re.IGNORECASE)),
)  # fmt: skip


def modality_of(text: str, sentence: Span, quantity: QuantityMention) -> Modality:
    """Whether the clause of the quantity tells a fact, a plan, a target or a forecast."""
    left = re.split(r"[;:.]\s", text[max(sentence.start, quantity.span.start - 80) : quantity.span.start])[-1]
    right = re.split(r"[;:.,]\s", text[quantity.span.end : min(sentence.end, quantity.span.end + 50)])[0]
    for modality, pattern in _WORDS:
        if pattern.search(left) or (modality is not Modality.PLANNED and pattern.search(right)):
            return modality
    return Modality.ACTUAL
