"""Figures of a list that has one behind each name: "Fjord Museum – 1,322,611", "Coach Hall, Turku: 350,254 (+3%)".

Input: Document. Output: for each such quantity, where the name stands that it is about.
"""

from __future__ import annotations

import re
from itertools import groupby

from kg.model import Block, BlockKind, Document, QuantityMention, Span

LEAST = 3
"""So many items make a list, each with a name and a figure; one in five may be something else."""

_NAME = re.compile(
    r"(?:\d{1,3}[.)]? +|[•*] *)?(?P<name>[^\W\d_][^\d\n:;–—|(]{2,70}?)(?:,[^\d\n:;–—|(]*)? ?(?::| [–—-]) ?$"
)
_REST = re.compile(r"(?: ?[\w²³%€$£]{1,12}\.?)?(?: ?\([^()\n]{0,40}\))?[.;,]?\s*$")


def listed(document: Document) -> dict[QuantityMention, Span]:
    """The quantities that stand alone behind a name, in lists of such, with the name; shares are left out."""
    found: dict[QuantityMention, Span] = {}
    for is_item, run in groupby(document.article.blocks, key=lambda block: block.kind is BlockKind.ITEM):
        items = list(run)
        if is_item and len(items) >= LEAST:
            read = [pair for item in items if (pair := _item(document, item))]
            if len(read) >= LEAST and len(read) * 5 >= len(items) * 4:
                found.update(read)
    return found


def _item(document: Document, item: Block) -> tuple[QuantityMention, Span] | None:
    """The quantity of an item that holds little else than a name before it, and the name."""
    start, end = item.span.place
    for quantity in document.within(item.span, QuantityMention):
        named = _NAME.fullmatch(document.text, start, quantity.span.start)
        if (
            named
            and quantity.unit != "%"
            and _is_name(named["name"])
            and _REST.match(document.text, quantity.span.end, end)
        ):
            return quantity, Span(start=named.start("name"), end=named.end("name"))
    return None


def _is_name(words: str) -> bool:
    """True where the first word and two thirds of all that are no particles begin with a capital letter."""
    listed = [word for word in re.findall(r"[^\W\d_]+", words) if word.lower() not in _PARTICLES]
    return words[0].isupper() and sum(word[0].isupper() for word in listed) * 3 >= len(listed) * 2


_PARTICLES = frozenset("of the and de la le del di da do van von der for in on at s".split())
