"""Lists that share out a total by where it comes from: "Source markets", then "Finland: 30 per cent (390,000)".

Input: Document. Output: by block, the label of each part. A part is no bearer of its figures: they are about whatever
the total was about.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from kg.facts.metric_list import LEAST
from kg.facts.metric_phrases import Measure, Site
from kg.facts.metric_share import change
from kg.model import Block, BlockKind, CityMention, Document, PlaceMention, Span

_LABEL = re.compile(r"(?:\d{1,2}[.)] +|[•*] *)?(?P<label>[^\W\d_][^\d\n:;–—|]{1,40}?)(?: ?:| [–—-]) ")
_ORIGINS = re.compile(
    r"\b(?:source|feeder|origin|inbound|generating) (?:markets?|countries|regions?)\b|\bcountr(?:y|ies) of origin\b"
    r"|\bby (?:country|nationality|origin|(?:source )?market|region of origin)\b|\bnationalities\b"
    r"|\b(?:guests|visitors|tourists|they|travell?ers|students|delegates) (?:come|came|are|were) from\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:grand )?total\b|all\b|overall\b", re.IGNORECASE)
_FROM = re.compile(r"(?:international|domestic|foreign|elsewhere|others?|rest of the world|locals?)\b", re.IGNORECASE)
_COMERS = re.compile(
    r"\b(?:visitors?|arrivals?|guests?|tourists?|travell?ers?|overnights?|bed[- ]?nights?|delegates|students|"
    r"participants|exhibitors)\b",
    re.IGNORECASE,
)


def shared_out(document: Document) -> dict[int, tuple[Span, bool]]:
    """By the start of each item that is a part: its label, and whether the list says that it is one of origins."""
    found: dict[int, tuple[Span, bool]] = {}
    before = ""
    for is_item, run in groupby(document.article.blocks, key=lambda block: block.kind is BlockKind.ITEM):
        items = list(run)
        if is_item and len(items) >= LEAST:
            found.update(_parts(document, items, origins=_ORIGINS.search(before) is not None))
        before = document.quote(items[-1].span)[-160:]
    return found


def _parts(document: Document, items: list[Block], *, origins: bool) -> dict[int, tuple[Span, bool]]:
    found: dict[int, tuple[Span, bool]] = {}
    total = False
    for item in items:
        m = _LABEL.match(document.text, *item.span.place)
        if m is None:
            continue
        label = Span(start=m.start("label"), end=m.end("label"))
        if _TOTAL.match(m["label"]):
            total = True
        elif origins or (total and (_FROM.fullmatch(m["label"]) or _is_place(document, label))):
            found[item.span.start] = (label, origins)
    return found


def _is_place(document: Document, label: Span) -> bool:
    named = (*document.within(label, CityMention), *document.within(label, PlaceMention))
    return 2 * sum(one.span.end - one.span.start for one in named) > label.end - label.start


def part_of(whole: Measure, site: Site, label: Span, *, origins: bool) -> Measure | None:
    """What a figure of a part measures; None where the total is of nothing that comes from elsewhere."""
    base = _TOTAL.sub("", whole.topic or whole.base, count=1).strip()
    if not base or not (origins or _COMERS.search(base)):
        return None
    rated = site.quantity.unit in {"%", "percentage points"}
    moved = change(replace(site, earlier=whole)) if rated else None
    kind = moved.kind if moved else "share of" if rated else ""
    return Measure(
        base=f"{base}, {' '.join(label.of(site.text).split())}", kind=kind, how="part of", topic=base, rated=rated
    )
