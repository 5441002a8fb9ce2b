"""One conferral of a table, a list or a chain, and what the words above it say of its names.

Input: the words right above a list. Output: Listed values, and the result of the names in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.facts.award_ordinals import NUMBERS
from kg.facts.award_results import result_of
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
_PAST = re.compile(
    r"\b(?:previous|past|former|earlier|prior) (?:[\w-]+ ){0,3}?"
    r"(?:winners|laureates|recipients|holders|title-?holders|honou?rees|awardees)\b",
    re.IGNORECASE,
)
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
    labelled: bool = False  # the words above its list say what all of them are
    past: bool = False  # one of the winners of other years: that of the article is not its own


def lead_result(lead: str) -> Result:
    """What the sentence before a list says of its names: the last one that speaks of finalists or winners."""
    told = re.split(r"(?<=[.!?]) ", lead.split("\n", maxsplit=1)[0])
    last = next((said for said in reversed(told) if FINAL.search(said) or WINS.search(said)), told[-1])
    if MENTION.search(told[-1]):
        return Result.SPECIAL_MENTION
    if RUNNERS_UP.search(told[-1]):
        return Result.RUNNER_UP
    return Result.FINALIST if FINAL.search(last) and not WINS.search(last) else Result.WINNER


_EQUALS = re.compile(
    rf"\b(?P<n>\d+|{'|'.join(NUMBERS)}) (?:[\w-]+ ){{0,3}}?"
    r"(?:winners|winning [\w-]+|laureates|recipients|honou?rees|awardees)\b",
    re.IGNORECASE,
)
_RANKS = re.compile(r"\brank|\bindex\b|\btop\b|\bplaces?\b|\border\b|\bscor", re.IGNORECASE)
_PODIUM = 3  # three winners by number may be the first, the second and the third


def unranked(lead: str, count: int) -> Result | None:
    """What numbered items are whose numbers only count: finalists, new members, as many winners as are announced."""
    told = re.split(r"(?<=[.!?]) ", lead.split("\n", maxsplit=1)[0])[-1]
    if _RANKS.search(told):
        return None
    numbers = (found["n"].casefold() for found in _EQUALS.finditer(told))
    if count > _PODIUM and any(NUMBERS.get(n) == count or n == str(count) for n in numbers):
        return Result.WINNER
    if _LET_IN.search(told):
        return Result.WINNER
    return Result.FINALIST if FINAL.search(told) and not WINS.search(told) else None


_LET_IN = re.compile(
    r"\b(?:new members?|welcom(?:ed?|es)|admitted|designated|inscribed|let in|joined)\b", re.IGNORECASE
)


def headed(lead: str) -> Result | None:
    """What the heading right above a list says that all of its names are: "Finalists", "2021 Winners:"."""
    title = _TITLE_YEAR.sub("", lead.split("\n", maxsplit=1)[0].strip(" :*#–—-"))
    said = result_of(title)
    return said[0] if said else None


_TITLE_YEAR = re.compile(r"^(?:the )?(?:19|20)\d\d | (?:19|20)\d\d$", re.IGNORECASE)


def is_past(lead: str) -> bool:
    """True where a list is of winners of other years: "Past winners include:"."""
    first, *rest = (re.split(r"(?<=[.!?]) ", line)[-1] for line in lead.split("\n"))
    return _PAST.search(first) is not None or any(map(_PAST.match, rest))


def left_out(lead: str) -> bool:
    """True where the words leading to a list say that its names got nothing: "While not shortlisted, we thank:"."""
    return _LEFT_OUT.search(lead) is not None


_LEFT_OUT = re.compile(
    r"\bnot (?:been |be )?(?:short-?listed|selected|chosen|successful)\b|\bunsuccessful\b|\bmissed out\b"
    r"|\b(?:did not|failed to) (?:make|reach)\b"
)


def lead_year(lead: str) -> int | None:
    """The one year that the words leading to a list give all of it: "The winners for 2005 are:"."""
    told = re.split(r"(?<=[.!?]) ", lead.split("\n", maxsplit=1)[0].strip())[-1]
    years = _LEAD_YEAR.findall(told) if told.endswith(":") else []
    return int(years[0]) if len(years) == 1 else None


_LEAD_YEAR = re.compile(r"\b((?:19|20)\d\d)\b(?![-/–]\d)")


def joined(block: Block, member: Recipient) -> Span:
    """The words of a row or an item up to the end of a name in it."""
    return Span(start=block.span.start, end=max(member.span.end, block.span.start + 1))
