"""One conferral of a table, a list or a chain, and what the words above it say of its names.

Input: the words right above a list. Output: Listed values, and the result of the names in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.facts.award_tokens import Recipient
from kg.model import Block, Result, Span

WON = re.compile(
    r"winn|won\b|award|prize|honou?r|laureate|designat|named|recipient|newcomer|members|medal", re.IGNORECASE
)
WINS = re.compile(r"winn|won\b", re.IGNORECASE)
FINAL = re.compile(
    r"finalist|shortlist|short list|nomin|candidate|contender|\bin the (?:final\b|running)|still in the", re.IGNORECASE
)
RUNNERS_UP = re.compile(r"runners?-up\b", re.IGNORECASE)
MENTION = re.compile(r"special mention|honou?rable mention|commend|special recognition", re.IGNORECASE)
YEARS = re.compile(r"((?:19|20)\d\d)(?:[-/–]\d{2,4})?$")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One conferral of a list; what is None comes from the story of the article."""

    recipient: Recipient
    span: Span
    rule: str
    result: Result = Result.WINNER
    award: str | None = None
    category: str | None = None
    year: int | None = None
    rank: int | None = None
    former: bool = False


def lead_result(lead: str) -> Result:
    """What the sentence before a list says of its names: the last one that speaks of finalists or winners."""
    told = re.split(r"(?<=[.!?]) ", lead.split("\n", maxsplit=1)[0])
    last = next((said for said in reversed(told) if FINAL.search(said) or WINS.search(said)), told[-1])
    if MENTION.search(told[-1]):
        return Result.SPECIAL_MENTION
    if RUNNERS_UP.search(told[-1]):
        return Result.RUNNER_UP
    return Result.FINALIST if FINAL.search(last) and not WINS.search(last) else Result.WINNER


def joined(block: Block, member: Recipient) -> Span:
    """The words of a row or an item up to the end of a name in it."""
    return Span(start=block.span.start, end=max(member.span.end, block.span.start + 1))
