"""Winners that a sentence lists by category or by year: "transport: C1; water: C2", "C1 (2014), C2 (2016)".

Input: a masked sentence and the story. Output: Listed values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.facts.award_listed import FINAL, WON, YEARS, Listed
from kg.facts.award_story import Story
from kg.facts.award_tokens import Masked
from kg.model import Kind, Result

_HOSTS = re.compile(r"\bhost|\bheld\b|took place|venue|⟦E|population|visitors", re.IGNORECASE)
_CHAIN = re.compile(
    r"(?P<first>\b(?:won|winner|title|capital|holder|honou?r)\b[^⟦⟧.;]{0,40}|⟦A\d+⟧[^⟦⟧.;]{0,20})(?:in |, )?⟦Y\d+⟧"
    r"(?P<rest>(?:(?:,|;)?(?: and| while)? ⟦R\d+⟧(?: won| was| had)?(?: it)?,?(?: in)? ⟦Y\d+⟧)+)",
    re.IGNORECASE,
)
_AND_LATER = re.compile(
    r"⟦Y\d+⟧,?(?:;| and|, and| while)(?: to| for)? ⟦R(\d+)⟧(?: won(?: it)?| had it| has it)?,?(?: in)? ⟦Y(\d+)⟧"
)
_LINK = re.compile(r"⟦R(\d+)⟧(?: won| was| had)?(?: it)?,?(?: in)? ⟦Y(\d+)⟧")
_CHAINED = re.compile(
    r"(?:^|; |: |[.] |, and )(?:and )?(?:in |for |the )*(?P<label>[A-Za-z][^⟦⟧;:.]{2,50}): ⟦R(?P<r>\d+)⟧"
)
_NOT_WINNERS = re.compile(
    r"\b(?:from|in|at|like|as|between|by|of|with|than|including|against|behind|near|visit(?:ed|s)?|across|to"
    r" host)(?: the)?(?: cities| towns)?(?: of)? $"
)
_SAID = re.compile(
    r"\b(?:host|hosts|hosted|hosting|held|took place|visitors|population|said|says|compet|applied|members? of"
    r"|network)\b"
)


def in_prose(sentence: Masked, told: str, *, about: Story) -> Iterator[Listed]:
    """Winners listed in a sentence by category: "transport: C1; water: C2", "C1 (music), C2 (design)".

    ``told``: the words of the sentence and the one before it, where the award is told of.
    """
    if not about.named or not (WON.search(told) or FINAL.search(told)) or _SAID.search(sentence.text):
        return
    chained = list(_CHAINED.finditer(sentence.text))
    for match in chained if len(chained) > 1 else ():
        for member in sentence.token(match.group("r")).members:
            yield Listed(recipient=member, span=member.span, rule="AWARD-57", category=match.group("label").strip())
    for match in re.finditer(r"⟦R(\d+)⟧", sentence.text):
        members = sentence.token(match.group(1)).members
        noted = [m for m in members if re.fullmatch(r"[a-z][a-z &-]{3,40}", m.note)]
        if len(noted) > 1:
            note: str | None = None
            for member in reversed(members):
                note = member.note if member in noted else note
                yield Listed(recipient=member, span=member.span, rule="AWARD-56", category=note)


def unclaimed(sentence: Masked, told: str, *, about: Story) -> Iterator[Listed]:
    """A list of three and more cities in a sentence that tells of winners or finalists and of nothing else."""
    if not about.named or _SAID.search(sentence.text) or not (WON.search(told) or FINAL.search(told)):
        return
    result = Result.FINALIST if FINAL.search(told) and not re.search(r"winn|won\b", told) else Result.WINNER
    for match in re.finditer(r"⟦R(\d+)⟧", sentence.text):
        members = sentence.token(match.group(1)).members
        cities = [m for m in members if m.entity.kind is Kind.CITY]
        if (
            len(members) > 2
            and len(cities) * 2 > len(members)
            and not _NOT_WINNERS.search(sentence.text[: match.start()])
        ):
            for member in members:
                yield Listed(
                    recipient=member, span=sentence.span(match.start(), match.end()), rule="AWARD-56", result=result
                )


def with_years(sentence: Masked, *, about: Story) -> Iterator[Listed]:
    """Former holders with their years: "C1 (2014), C2 (2016)", "C1 in 2014 and C2 in 2016"."""
    if _HOSTS.search(sentence.text) or not about.named:
        return
    for match in re.finditer(r"⟦R(\d+)⟧", sentence.text):
        year: int | None = None
        found: list[Listed] = []
        for member in reversed(sentence.token(match.group(1)).members):
            note = YEARS.match(member.note)
            year = int(note.group(1)) if note else (year if not member.note else None)
            if year is not None:
                found.append(Listed(recipient=member, span=member.span, rule="AWARD-43", year=year, former=True))
        cue = WON.search(sentence.text) or re.search(
            r"previous|past|earlier|former|came after|holders?|roll", sentence.text
        )
        if len(found) > 1 or (found and cue):
            yield from reversed(found)
    for link in _AND_LATER.finditer(sentence.text):
        token = sentence.token(link.group(2))
        if token.year and token.named and WON.search(sentence.text):
            for member in sentence.token(link.group(1)).members:
                yield Listed(recipient=member, span=member.span, rule="AWARD-43", year=token.year, former=True)
    for chain in _CHAIN.finditer(sentence.text):
        for link in _LINK.finditer(chain.group("rest")):
            token = sentence.token(link.group(2))
            for member in sentence.token(link.group(1)).members:
                if token.year and token.named:
                    yield Listed(recipient=member, span=member.span, rule="AWARD-43", year=token.year, former=True)
