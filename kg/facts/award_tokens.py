"""What a sentence of awards is masked as: text in which tokens stand for names, with what each stands for.

Input: text, and the token that each match of a pattern is to be. Output: Masked: "⟦R3⟧ won ⟦A1⟧ in ⟦Y2⟧". Letters: R
recipients (one, or a list of them), A award or "the prize", T title without a name ("the greenest city"), Q quoted
words, E event, O organisation, L country or region, Y date, K rank; at first also C city, H person, G adjective, N a
name of no known kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from kg.model import Entity, Mention, Span

_COUNTING_NAME = re.compile(
    r"\b(?:rankings?|index|list|survey|study|report|poll|table|top ten|top 10|scoreboard|barometer|ratings?)$"
    r"|\b(?:top|best|most|\w+est|\d+)\b.*\b(?:cities|places|destinations|towns)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One of a list of recipients; ``note`` are the words in brackets behind it."""

    entity: Entity
    span: Span
    note: str = ""
    meant: bool = False  # by "it", "the city"


@dataclass(frozen=True, kw_only=True)
class Token:
    """What a token of the masked text stands for."""

    letter: str
    span: Span
    mention: Mention | None = None
    name: str = ""  # of an award, title, quote or unclassified name
    rank: int | None = None
    year: int | None = None
    named: bool = True  # an award with a name of its own, not "the prize"
    counts: bool = False  # "the survey", "the list": places are counted there
    quoted: bool = False  # an award whose name stands in quotation marks
    members: tuple[Recipient, ...] = ()

    @property
    def proper(self) -> bool:
        """True of an award with a name of its own, not "the prize" or "the city survey"."""
        return self.mention is not None or self.quoted

    @property
    def ranking(self) -> bool:
        """True of an index, list or survey, where places are counted."""
        return self.counts or bool(_COUNTING_NAME.search(self.name))


@dataclass
class Masked:
    """A sentence with tokens; ``offsets`` gives the place in the article of each character."""

    text: str
    offsets: list[int]
    tokens: list[Token] = field(default_factory=list)

    def token(self, number: str) -> Token:
        """The token of that number."""
        return self.tokens[int(number)]

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the masked text stands in the article."""
        first = self.offsets[start]
        last = self.offsets[end - 1] + 1
        for match in re.finditer(r"⟦[A-Z](\d+)⟧", self.text[start:end]):
            token = self.tokens[int(match.group(1))]
            first, last = min(first, token.span.start), max(last, token.span.end)
        return Span(start=first, end=last)

    def put(self, pattern: re.Pattern[str], make: Callable[[re.Match[str], Span], Token | None]) -> None:
        """Replace each match by the token that ``make`` gives for it; None leaves it as it is."""
        pieces: list[str] = []
        offsets: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            token = make(match, self.span(start, end)) if start < end else None
            if token is None:
                continue
            pieces.append(self.text[done:start])
            offsets += self.offsets[done:start]
            word = f"⟦{token.letter}{len(self.tokens)}⟧"
            self.tokens.append(token)
            pieces.append(word)
            offsets += [token.span.start] * (len(word) - 1) + [max(token.span.start, token.span.end - 1)]
            done = end
        if not done:
            return
        self.text = "".join(pieces) + self.text[done:]
        self.offsets = offsets + self.offsets[done:]


def plain(result: Masked, words: str) -> str:
    """Words of a masked sentence with the names that its tokens stand for."""
    return re.sub(r"⟦[A-Z](\d+)⟧", lambda m: _shown(result.token(m.group(1))), words)


def _shown(token: Token) -> str:
    if token.letter == "K":
        return f"#{token.rank}"
    return str(token.year) if token.letter == "Y" and token.year else token.name
