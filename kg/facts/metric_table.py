"""What the cells of a table measure: head of the column, label of the row, caption.

Input: Document. Output: for each quantity that fills a cell, where its words stand. A row's first
cell without a number is its label; a column of ranks is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Block, BlockKind, CityMention, Document, QuantityMention, Span

_RANK = re.compile(r"(?:#|no\.?|nr\.?|rank|ranking|pos\.?|position|place|\d{1,3}\.?)$", re.IGNORECASE)
_UNIT_IN_HEAD = (
    (re.compile(r"%|\bper ?cent\b|\bpercentage\b", re.IGNORECASE), "%"),
    (re.compile(r"\((?:in )?km\)|\bkilomet(?:re|er)s\b", re.IGNORECASE), "km"),
    (re.compile(r"km²|\bkm2\b|\bsq\.? km\b|square kilomet", re.IGNORECASE), "km2"),
    (re.compile(r"€|\beuros?\b|\bEUR\b"), "EUR"),
    (re.compile(r"US\$|\bUSD\b"), "USD"),
    (re.compile(r"\$"), "$"),
)
_SCALE_IN_HEAD = ((re.compile(r"\bmillions?\b|\(m\)|\bmln\b", re.IGNORECASE), 10**6), (re.compile(r"\bthousands?\b|'000|\b000s\b", re.IGNORECASE), 10**3),
                  (re.compile(r"\bbillions?\b|\(bn\)", re.IGNORECASE), 10**9))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A number in a table: the label of its row, the head of its column, the caption; None where there is none."""

    label: Span | None
    head: Span | None
    corner: Span | None  # the head of the label column
    caption: Span | None
    unit: str | None  # from the head
    scale: int  # from the head
    places: bool  # most rows of the table are labelled with the names of cities


def cells(document: Document) -> dict[QuantityMention, Cell]:
    """The quantities that fill a cell of a table, with what the table says of them."""
    found = {}
    starts = {q.span.start: q for q in document.all(QuantityMention)}
    cities = [c.span for c in document.all(CityMention)]
    for rows, caption in _tables(document):
        labelled = sum(any(r.cells and c.start == next((x.start for x in r.cells[:2] if not _RANK.match(document.quote(x).strip())), -1)
                           for c in cities) for r in rows if not r.header)  # fmt: skip
        places = labelled >= 2 and labelled * 2 >= sum(not r.header for r in rows)
        head: Block | None = None
        for row in rows:
            if row.header or (row is rows[0] and _worded(document, rows, starts)):
                head = row
                continue
            numbers = {i: q for i, c in enumerate(row.cells) if (q := _filling(document, c, starts))}
            texts = [
                i for i, c in enumerate(row.cells) if i not in numbers and not _RANK.match(document.quote(c).strip())
            ]
            label = texts[0] if texts else None
            heads = head.cells if head and len(head.cells) == len(row.cells) else ()
            for i, quantity in numbers.items():
                title = heads[i] if heads else None
                words = document.quote(title) if title else ""
                if (label is not None and i < label) or _RANK.match(words.strip() or "-"):
                    continue
                unit = next((u for pattern, u in _UNIT_IN_HEAD if pattern.search(words)), None)
                scale = next((s for pattern, s in _SCALE_IN_HEAD if pattern.search(words)), 1)
                found[quantity] = Cell(
                    label=row.cells[label] if label is not None else None, head=title,
                    corner=heads[label] if heads and label is not None else None,
                    caption=caption.span if caption else None, unit=unit, scale=scale if quantity.value < 10**5 else 1, places=places,
                )  # fmt: skip
    return found


def _worded(document: Document, rows: list[Block], starts: dict[int, QuantityMention]) -> bool:
    """True where the first row has words only and the next one numbers: a head that is not marked as one."""
    return (
        len(rows) > 2
        and not any(r.header for r in rows)
        and len(rows[0].cells) == len(rows[1].cells) > 1
        and not any(_filling(document, c, starts) for c in rows[0].cells)
        and any(_filling(document, c, starts) for c in rows[1].cells)
    )


def _filling(document: Document, cell: Span, starts: dict[int, QuantityMention]) -> QuantityMention | None:
    """The quantity that is all there is in a cell but for marks."""
    lead = len(cell.of(document.text)) - len(cell.of(document.text).lstrip())
    quantity = starts.get(cell.start + lead)
    if (
        quantity
        and quantity.span.end <= cell.end
        and not re.search(r"\w{3}", document.text[quantity.span.end : cell.end])
    ):
        return quantity
    return None


def _tables(document: Document) -> Iterator[tuple[list[Block], Block | None]]:
    """Runs of rows, with the caption or heading that stands directly before them."""
    rows: list[Block] = []
    before: Block | None = None
    for block in document.article.blocks:
        if block.kind is BlockKind.ROW:
            rows.append(block)
            continue
        if rows:
            yield rows, before
            rows = []
        before = block if block.kind in {BlockKind.CAPTION, BlockKind.HEADING} else None
    if rows:
        yield rows, before
