"""Facts and mentions as plain records, for JSON.

Input: an Article, its Document and a fact. Output: mappings of names to text, numbers and lists.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from functools import cache
from importlib.resources import files

from kg.model import Article, Document, Entity, Fact, Mention, Period, Span
from kg.tables import decimal_text

Record = dict[str, object]


def fact_record(article: Article, fact: Fact) -> Record:
    """A fact: class, source, slots that are filled, rule, confidence, and its quotes with spans, the best first."""
    slots = {
        slot.name: _plain(getattr(fact, slot.name)) for slot in fields(fact) if slot.name not in {"evidence", "rule"}
    }
    return {
        "class": type(fact).__name__,
        "source": article.source,
        **{name: value for name, value in slots.items() if value not in (None, [])},
        "rule": fact.rule,
        "confidence": confidence(fact.rule),
        "evidence": [{"start": s.start, "end": s.end, "quote": s.of(article.text)} for s in fact.evidence],
    }


_USUAL, _WEIGHT = 0.85, 4
"""What a rule is taken for that was seen on no labelled article, and as how many facts that counts."""


def confidence(rule: str) -> float:
    """How often facts of a rule were right on labelled articles, from 0 to 1; few facts say less than many."""
    right, wrong = _seen().get(rule, (0, 0))
    return round((right + _USUAL * _WEIGHT) / (right + wrong + _WEIGHT), 2)


@cache
def _seen() -> dict[str, tuple[int, int]]:
    lines = files("kg.lexicon").joinpath("rule_precision.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {rule: (int(right), int(wrong)) for rule, right, wrong in rows}


def mention_records(document: Document, spans: Iterable[Span]) -> list[Record]:
    """The mentions that overlap the spans: what the fact was built from, in order of the text."""
    chosen = tuple(spans)
    return [
        _mention(document, mention)
        for mention in document.mentions
        if any(mention.span.overlaps(span) for span in chosen)
    ]


def _mention(document: Document, mention: Mention) -> Record:
    reading = {slot.name: _plain(getattr(mention, slot.name)) for slot in fields(mention) if slot.name != "span"}
    return {
        "mention": type(mention).__name__.removesuffix("Mention"),
        "text": document.quote(mention.span),
        "start": mention.span.start,
        "end": mention.span.end,
        **{name: value for name, value in reading.items() if value not in (None, False)},
    }


def _plain(value: object) -> object:
    match value:
        case Entity():
            return {"kind": value.kind.value, "name": value.name, **({"key": value.key} if value.key else {})}
        case Decimal():
            return decimal_text(value)
        case Period():
            return value.iso
        case datetime.date():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case _:
            return value
