"""Where guests come from: "guests from Norway" are guests of the city they come to, not of Norway.

Input: Document, Context; the figures in order of the text. Output: whom a figure is about and what it measures. Asked
in order, it remembers the city that the guests told of before had come to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.facts.metric_context import Context
from kg.facts.metric_phrases import Measure
from kg.facts.metric_proposals import Proposal
from kg.model import Document, Entity, Kind, QuantityMention, Sentence

_COMERS = re.compile(
    r"\b(?P<noun>(?:(?:package tour|overnight|foreign|hotel|visitor) )?"
    r"(?:visitors?|arrivals|guests|tourists|travell?ers|(?:overnight )?stays|overnights|(?:bed-?|room-?)?nights))\b",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w’'.-]*(?: (?:of )?(?:the )?[A-Z][\w’'.-]*){0,3}"
_FROM = re.compile(
    r"\b(?:from|of) (?:the )?(?:(?:mainland|greater|rest of|neighbou?ring|nearby) )?"
    rf"(?:{_NAME}(?: ?\([^()]*\))?(?:,? and |, )(?:the )?(?:mainland |neighbou?ring )?)*$"
)
_CAME = re.compile(r"\b(?:[Ff]rom|came from|come from|were from|are from) ")
_MARKETS = re.compile(r"\bmarkets?\b")
_OWNED = re.compile(r"[’']s? ")
_COME_FROM = re.compile(
    r"(?: of (?:the|them|these))?(?: [a-z]+){0,2}?(?: (?:came|come|arrived|were|are))? from (?:the )?"
    r"(?:mainland |rest of )?"
)
_BEHIND = re.compile(r"(?: [a-z]+){0,2} ?[(,] ?(?:(?:up|down|plus|minus|an?|increase|rise|of|by) )*[+±/-]*")
_IN_ORDER = re.compile(
    r"(?:(?: ?%| per ?cent| percentage points)?(?:,? and |, )[\d.,]+)*(?: ?%| per ?cent)?,? respectively"
)
_MORE = re.compile(r"(?:,? and |, )[\d.,]*\d")


@dataclass(frozen=True)
class _Told:
    """A figure of those who come from somewhere."""

    origin: Entity
    sentence: Sentence
    end: int


class Origins:
    """Reads figures of guests; asked in order of the text."""

    def __init__(self, document: Document, context: Context) -> None:
        self._text, self._context = document.text, context
        self._home: Entity | None = None
        self._told: _Told | None = None

    def read(self, proposal: Proposal, about: Entity, measure: Measure) -> tuple[Entity, Measure]:
        """Whom the figure is about and what it measures: of guests, the city they come to, and where they are from."""
        comers = _COMERS.search(measure.base)
        if comers is None or measure.how in {"cell", "part of"}:
            return about, measure
        origin = self._origin(proposal, about, measure)
        home = self._home or self._context.bearers.main
        if origin is None or home is None or home.kind is not Kind.CITY or home == origin:
            self._told = None
            if about.kind is Kind.CITY:
                self._home = about
            return about, measure
        self._told = _Told(origin, proposal.sentence, proposal.quantity.span.end)
        base = measure.base if measure.how == "from there" else f"{comers['noun'].lower()} from {origin.name}"
        whose = home if about.kind in {Kind.CITY, Kind.PLACE} else about
        return whose, replace(measure, base=base)

    def _origin(self, proposal: Proposal, about: Entity, measure: Measure) -> Entity | None:
        """Where those that a figure counts come from."""
        sentence, quantity, told = proposal.sentence, proposal.quantity, self._told
        listed = self._listed(sentence)
        if listed and (shared := self._in_order(quantity, listed, sentence)):
            return shared
        again = told and measure.change and told.sentence == sentence
        if told and again and _BEHIND.fullmatch(self._text, told.end, quantity.span.start):
            return told.origin
        if link := _COME_FROM.match(self._text, quantity.span.end, sentence.span.end):
            named = self._context.bearers.within(link.end(), sentence.span.end)
            if named and named[0].span.start == link.end() and named[0].entity in listed:
                return named[0].entity
        if about in listed:
            return about
        named = self._context.bearers.within(sentence.span.start, quantity.span.start)
        here = self._home or any(bearer.entity == self._context.bearers.main for bearer in named)
        if named and here and self._text[named[-1].span.end : quantity.span.start] == " (":
            return named[-1].entity if named[-1].entity.kind is Kind.PLACE else None
        foreign = measure.how == "bracketed" or _MARKETS.search(sentence.span.of(self._text))
        return about if about.kind is Kind.PLACE and foreign and here else None

    def _listed(self, sentence: Sentence) -> list[Entity]:
        """The places that a sentence names behind "from", in order."""
        found: list[Entity] = []
        text, start = self._text, sentence.span.start
        for bearer in self._context.bearers.within(start, sentence.span.end):
            if bearer.entity.kind not in {Kind.PLACE, Kind.CITY} or _OWNED.match(text, bearer.span.end):
                continue
            if _FROM.search(text[start : bearer.span.start]) and _CAME.search(text[start : bearer.span.start]):
                found.append(bearer.entity)
        return found

    def _in_order(self, quantity: QuantityMention, listed: list[Entity], sentence: Sentence) -> Entity | None:
        """The place whose turn it is in "from A, B and C rose by 2%, 3% and 4% respectively"."""
        end = quantity.span.end
        rest = _IN_ORDER.match(self._text, end, sentence.span.end)
        if rest is None:
            return None
        behind = len(_MORE.findall(rest.group()))
        return listed[-1 - behind] if behind < len(listed) else None
