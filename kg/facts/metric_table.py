"""What the cells of a table measure: head of the column, label of the row, caption.

Input: Document. Output: for each quantity that fills a cell, where its words stand. A row's first
cell without a number is its label; a column of ranks is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

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
_SCALE_IN_HEAD = (
    (re.compile(r"\bmillions?\b|\(m\)|\bmln\b", re.IGNORECASE), 10**6),
    (re.compile(r"\bthousands?\b|'000|\b000s\b", re.IGNORECASE), 10**3),
    (re.compile(r"\bbillions?\b|\(bn\)", re.IGNORECASE), 10**9),
)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A number in a table: the label of its row, the head of its column, the caption; None where there is none."""

    label: Span | None
    head: Span | None
    corner: Span | None  # the head of the label column
    unit: str | None  # from the head
    scale: int  # from the head
    caption: Span | None = None
    places: bool = False  # most rows of the table are labelled with the names of cities


def cells(document: Document) -> dict[QuantityMention, Cell]:
    """The quantities that fill a cell of a table, with what the table says of them."""
    found: dict[QuantityMention, Cell] = {}
    starts = {q.span.start: q for q in document.all(QuantityMention)}
    cities = {c.span.start for c in document.all(CityMention)}
    for rows, caption in _tables(document):
        body = [row for row in rows if not row.header]
        labels = [_label(document, row, starts) for row in body]
        named = sum(label is not None and label.start in cities for label in labels)
        head: Block | None = None
        for row in rows:
            if row.header or (row is rows[0] and _worded(document, rows, starts)):
                head = row
            else:
                for quantity, cell in _row(document, row, head, starts):
                    places = named >= 2 and named * 2 >= len(body)
                    found[quantity] = replace(cell, caption=caption.span if caption else None, places=places)
    return found


def _row(
    document: Document, row: Block, head: Block | None, starts: dict[int, QuantityMention]
) -> Iterator[tuple[QuantityMention, Cell]]:
    """The numbers of a row behind its label; ranks are none."""
    label = _label(document, row, starts)
    heads = head.cells if head and len(head.cells) == len(row.cells) else ()
    for i, span in enumerate(row.cells):
        quantity = _filling(document, span, starts)
        title = heads[i] if heads else None
        words = document.quote(title).strip() if title else ""
        if quantity is None or (label and span.start < label.start) or _RANK.match(words):
            continue
        scale = next((s for pattern, s in _SCALE_IN_HEAD if pattern.search(words)), 1)
        yield (
            quantity,
            Cell(
                label=label,
                head=title,
                corner=heads[row.cells.index(label)] if heads and label else None,
                unit=next((u for pattern, u in _UNIT_IN_HEAD if pattern.search(words)), None),
                scale=scale if quantity.value < 10**5 else 1,
            ),
        )


def _label(document: Document, row: Block, starts: dict[int, QuantityMention]) -> Span | None:
    """The first cell of a row that holds no number."""
    for cell in row.cells:
        if not _filling(document, cell, starts) and not _RANK.match(document.quote(cell).strip()):
            return cell
    return None


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
