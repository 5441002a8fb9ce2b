"""Facts and mentions as plain records, for JSON.

Input: an Article, its Document and a fact. Output: mappings of names to text, numbers and lists.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal

from kg.model import Article, Document, Entity, Fact, Mention, Period, Span
from kg.tables import decimal_text

Record = dict[str, object]


def fact_record(article: Article, fact: Fact) -> Record:
    """A fact: its class, source, rule, slots that are filled, and its quotes with their spans, the best first."""
    slots = {
        slot.name: _plain(getattr(fact, slot.name)) for slot in fields(fact) if slot.name not in {"evidence", "rule"}
    }
    return {
        "class": type(fact).__name__,
        "source": article.source,
        **{name: value for name, value in slots.items() if value not in (None, [])},
        "rule": fact.rule,
        "evidence": [{"start": s.start, "end": s.end, "quote": s.of(article.text)} for s in fact.evidence],
    }


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
