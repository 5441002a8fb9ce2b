"""Whom a figure is about: by the label it stands under, else the best of what the text speaks of.

Input: Document, a quantity, its measure. Output: Entity. The label of a row, item or section decides
where there is one; in running text the candidates are weighed by metric_about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from kg.facts.metric_about import Question, best
from kg.facts.metric_bearers import Bearer, Bearers
from kg.facts.metric_phrases import Measure
from kg.facts.metric_references import References
from kg.model import BlockKind, Document, Entity, Kind, QuantityMention, Sentence, Span

_ITEM_MARK = re.compile(r"\W*(?:\d+[.)] )?$")
_COLON = re.compile(r"(?: \([^()]{1,30}\))?(?::| [-–—]) ")
_SHORT = 60  # a block so short is a heading, whatever the page calls it


class Context:
    """What the figures of a document are about; asked in order of the text, it remembers the last answer."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.bearers = Bearers(document)
        self.references = References(document, self.bearers, _chapters(document, self.bearers))
        self._sections = self._section_heads(document)
        self._sentence_starts = [s.span.start for s in document.sentences]
        self._last: Entity | None = None
        self._last_sentence: Sentence | None = None
        self._last_at = 0

    def about(self, sentence: Sentence, quantity: QuantityMention, measure: Measure) -> Entity | None:
        """Whom the figure is about; None where nothing is named or nothing decides."""
        found = self.labelled(sentence, quantity, measure)
        if found is None:
            found = best(self.references, self.question(sentence, quantity, measure))
        if found:
            self.remember(sentence, quantity, found)
        return found

    def remember(self, sentence: Sentence, quantity: QuantityMention, about: Entity) -> None:
        """Keep what the figure just read was about."""
        self._last, self._last_sentence, self._last_at = about, sentence, quantity.span.end

    def question(self, sentence: Sentence, quantity: QuantityMention, measure: Measure) -> Question:
        """What the weighing has to know of a figure."""
        last = self._last_sentence
        return Question(
            number=bisect_right(self._sentence_starts, sentence.span.start) - 1,
            sentence=sentence,
            quantity=quantity,
            measure=measure,
            last=self._last,
            last_at=self._last_at,
            same_block=bool(last and (last.block == sentence.block or (sentence.block.cells and last.block.cells))),
        )

    def labelled(self, sentence: Sentence, quantity: QuantityMention, measure: Measure) -> Entity | None:
        """The name that the row, item or section stands under; None where it stands under none."""
        if label := measure.label:
            named = self.bearers.within(label.start, label.end)
            if named and (measure.how in {"cell", "label"} or _covers(named[0], label)):
                return named[0].entity
            kind = Kind.CITY if measure.how == "cell" else Kind.THING
            return Entity(kind=kind, name=" ".join(label.of(self.text).split()))
        if measure.topic:
            return self._last or self.bearers.main
        start = sentence.span.start
        named = self.bearers.within(start, quantity.span.start)
        headed = bool(named) and _ITEM_MARK.match(self.text[start : named[0].span.start])
        if (
            headed
            and _COLON.match(self.text, named[0].span.end, quantity.span.start)
            and not _is_filed(self.text, named)
        ):
            return named[0].entity
        if sentence.block.kind is BlockKind.ITEM or measure.how == "label":
            return self._sections.get(sentence.block.span.start)
        return None

    def _section_heads(self, document: Document) -> dict[int, Entity]:
        """By the start of a short block, the city in the short block that heads it: "20. Ulaanbaatar, Mongolia"."""
        found: dict[int, Entity] = {}
        head: Entity | None = None
        for block in document.article.blocks:
            short = block.span.end - block.span.start < _SHORT
            named = self.bearers.within(block.span.start, block.span.end) if short else ()
            if _is_heading(named, block.span):
                head = named[0].entity
            elif not short and block.kind is not BlockKind.ITEM:
                head = None
            elif head:
                found[block.span.start] = head
        return found


_FILED = re.compile(r": The ")


def _is_filed(text: str, named: Sequence[Bearer]) -> bool:
    """True where a sentence has its own subject behind the place it was filed from: "Doha: The Doha Metro saw …"."""
    return len(named) > 1 and _FILED.fullmatch(text, named[0].span.end, named[1].span.start) is not None


def _covers(bearer: Bearer, label: Span) -> bool:
    """True where a name is most of a label."""
    return 2 * (bearer.span.end - bearer.span.start) > label.end - label.start


_NO_TITLE = re.compile(r"[.!?;,:…]$|\d")


def _chapters(document: Document, bearers: Bearers) -> dict[int, Entity]:
    """By the start of a block, the city whose headline it stands under, where several cities head parts of a text."""
    found: dict[int, Entity] = {}
    heads: set[Entity] = set()
    head: Entity | None = None
    for block in document.article.blocks:
        said = document.text[block.span.start : block.span.end].rstrip()
        short = len(said) < _SHORT and block.kind is not BlockKind.TITLE
        named = bearers.within(block.span.start, block.span.end) if short else ()
        if _is_heading(named, block.span):
            head = named[0].entity
            heads.add(head)
        elif short and block.kind is BlockKind.PARAGRAPH and not _NO_TITLE.search(said):
            head = None
        elif head:
            found[block.span.start] = head
    return found if len(heads) > 1 else {}


def _is_heading(named: Sequence[Bearer], span: Span) -> bool:
    """True where a city leads a block that holds little but names."""
    length = sum(b.span.end - b.span.start for b in named)
    return bool(named) and named[0].entity.kind is Kind.CITY and 2 * length > span.end - span.start - 6
