"""Winners, finalists and ranks that an article gives in tables.

Input: a document, the rows of a table, the words above it, the story. Output: Listed values. Idea: the head of a column
says whether it holds winners, ranks, years or categories; where none does, the first cell with a name is the recipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.facts.award_listed import FINAL, WON, YEARS, Listed, joined, lead_result
from kg.facts.award_results import HEADS, RESULTS, result_of
from kg.facts.award_sentence import masked
from kg.facts.award_story import Story
from kg.facts.award_tokens import Masked, Recipient
from kg.model import Block, Document, Kind, Result, Span

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = HEADS + tuple(
    (role, re.compile(rf"(?:{words})$", re.IGNORECASE))
    for role, words in (
        ("city", r"(?:host )?(?:city|cities|town|municipality|name|destination|metropolis|city or town)"),
        ("rank", r"(?:\w+ )?(?:rank|ranking|position|place|pos\.?|#|no\.?)(?: \([^()]*\))?|#"),
        ("category", r"(?:award )?(?:category|class|field|theme|section)"),
        ("award", r"awards?|prizes?|titles?"),
        ("year", r"years?|edition"),
        ("overall", r"world|global|overall|worldwide"),
    )
)  # fmt: skip
_RANK_HEAD = re.compile(
    r"(?=.*(?:rank|position|place))(?:(?:rank(?:ing)?|position|place)(?: in)? )?\(?(?P<y>(?:19|20)\d\d)\)?"
    r"(?: rank(?:ing)?| position| place)?$",
    re.IGNORECASE,
)
_FORMER_HEAD = re.compile(r"(?=.*(?:rank|position|place)).*\b(?:prev|previous|last|former|prior)\b", re.IGNORECASE)
_LAST_YEAR = re.compile(r".*\blast year\b", re.IGNORECASE)
_YEAR_HEAD = re.compile(r"(?:19|20)\d\d$")
_RANK_CELL = re.compile(r"\s*[#T]?=?(?P<rank>\d{1,3})(?:st|nd|rd|th)?[.=]?(?: \([\d–-]{1,3}\))?\s*$")
_NUMBER_HEAD = re.compile(r"(?:no|nr|number|#)\.?$", re.IGNORECASE)
_TWO = 2
_STARTS = re.compile(r"^\s*⟦R(?P<r>\d+)⟧\s*(?:[,.;:(–—-]|$)")


def role_of(head: str) -> str:
    """What a column head or a label says of what it stands for: "rank", "winner"; empty where it says nothing."""
    return next((role for role, pattern in _COLUMNS if pattern.match(head.strip())), "")


def conferrals(document: Document, rows: Sequence[Block], lead: str, about: Story) -> Iterator[Listed]:
    """The conferrals in the rows of a table; ``lead``: the words right above it."""
    heads: list[str] = []
    for row in rows:
        cells = [document.quote(cell).strip() for cell in row.cells]
        if row.header:
            heads = _with_rank_heads(document, cells, rows)
            continue
        roles = [role_of(head) for head in heads] if len(heads) == len(cells) else [""] * len(cells)
        if any(role in RESULTS for role in roles):
            yield from _winners_row(document, row, roles, about)
        elif "year" in roles and any(_NUMBER_HEAD.match(head) for head in heads):
            continue  # editions by number
        elif {"rank", "overall"} & set(roles) or any(_RANK_HEAD.match(head) for head in heads):
            yield from _rank_row(document, row, roles, heads, about)
        elif not any(heads) or {"city", "award", "category", "year"} & set(roles):
            yield from _told_row(document, row, roles, lead)


def _with_rank_heads(document: Document, heads: list[str], rows: Sequence[Block]) -> list[str]:
    """The heads of a table, bare years that head ranks made "Rank 2024": two of them, the first one at its edge."""
    columns = list(zip(*(row.cells for row in rows if not row.header and len(row.cells) == len(heads)), strict=True))
    ranks = [
        n
        for n, (head, column) in enumerate(zip(heads, columns, strict=False))
        if _YEAR_HEAD.match(head) and all(_RANK_CELL.match(document.quote(cell)) for cell in column)
    ]
    if len(ranks) < _TWO or ranks[0] != 0:
        return heads
    return [f"Rank {head}" if n in ranks else head for n, head in enumerate(heads)]


def _told_row(document: Document, row: Block, roles: Sequence[str], lead: str) -> Iterator[Listed]:
    """A row without a column of winners: the first cell that names somebody, and what stands beside it."""
    texts = [masked(document, cell, None) for cell in row.cells]
    starts = [_STARTS.match(text.text) for text in texts]
    at = next((i for i, found in enumerate(starts) if found and not _kind_of_name(texts[i], found)), None)
    if at is None or len(row.cells) < 2:
        return
    found = starts[at]
    assert found
    cells = [document.quote(cell).strip(" .:#") for cell in row.cells]
    year = next((int(m.group(1)) for cell in cells if (m := YEARS.match(cell))), None)
    rank = next((int(m["rank"]) for c in cells[:at] if (m := _RANK_CELL.match(c))), None)
    named = next((t.token(m.group(1)).name for t in texts if (m := re.search(r"⟦A(\d+)⟧", t.text))), None)
    if not (rank or named or WON.search(lead) or FINAL.search(lead)):
        return
    told = next((said[0] for cell in cells if (said := result_of(cell))), None)
    result = Result.RANKED if rank else told or lead_result(lead)
    by_role = dict(zip(roles, cells, strict=True))
    label = by_role.get("category") or (cells[0] if at == 1 and not any(roles) and not (rank or year) else None)
    for member in texts[at].token(found.group("r")).members:
        yield Listed(
            recipient=member, span=joined(row, member), rule="AWARD-57", year=year, rank=rank, result=result,
            award=named, category=None if named and label == named else label, former=year is not None,
        )  # fmt: skip


def _kind_of_name(text: Masked, found: re.Match[str]) -> bool:
    """True of a cell that holds one capitalised word of no known kind: a column head, a category."""
    members = text.token(found.group("r")).members
    return len(members) == 1 and members[0].entity.kind is Kind.THING


def _winners_row(document: Document, row: Block, roles: Sequence[str], about: Story) -> Iterator[Listed]:
    by_role = {role: document.quote(cell).strip() for role, cell in zip(roles, row.cells, strict=True) if role}
    label = by_role.get("category") or by_role.get("award")
    award = next((n.name for n in about.named if label and n.name.casefold() == label.casefold()), None)
    year = YEARS.match(by_role.get("year", ""))
    for role, cell in zip(roles, row.cells, strict=True):
        if role not in RESULTS:
            continue
        result, rank = RESULTS[role]
        text = masked(document, cell, None)
        for match in re.finditer(r"(?:^|(?<=; )|(?<=and ))⟦R(\d+)⟧", text.text):
            for member in text.token(match.group(1)).members:
                yield Listed(
                    recipient=member, span=row.span, rule="AWARD-57", result=result, award=award,
                    category=None if award else label, year=int(year.group(1)) if year else None, rank=rank,
                )  # fmt: skip


def _rank_row(
    document: Document, row: Block, roles: Sequence[str], heads: Sequence[str], about: Story
) -> Iterator[Listed]:
    """A row of a ranking: the first cell that names somebody, and the ranks beside it."""
    if about.meant_at(row.span.start) is None:
        return
    members = next(filter(None, (_first_named(document, cell) for cell in row.cells)), ())
    edition = _year_in(document, row)
    for role, head, cell in zip(roles, heads, row.cells, strict=True):
        number = _RANK_CELL.match(document.quote(cell))
        dated, former = _RANK_HEAD.match(head), _FORMER_HEAD.match(head)
        region = role == "" and _is_region(head, roles)
        if not number or not (role in {"rank", "overall"} or dated or former or region):
            continue
        if former and not (edition and _LAST_YEAR.match(head)):
            continue  # of which year is not told
        year = int(dated["y"]) if dated else edition - 1 if former and edition else edition
        for member in members:
            yield Listed(
                recipient=member, span=row.span, rule="AWARD-28", result=Result.RANKED, rank=int(number["rank"]),
                category=head if region and not dated else None, year=year,
            )  # fmt: skip


def _is_region(head: str, roles: Sequence[str]) -> bool:
    return "overall" in roles and bool(
        re.search(r"world|asia|europe|africa|america|region|national|country|continent", head, re.IGNORECASE)
    )


def _first_named(document: Document, cell: Span) -> tuple[Recipient, ...]:
    text = masked(document, cell, None)
    found = _STARTS.match(text.text)
    return text.token(found.group("r")).members if found else ()


def _year_in(document: Document, row: Block) -> int | None:
    """The year that the sentence above a table gives its figures."""
    before = document.text[max(0, row.span.start - 400) : row.span.start]
    years = re.findall(r"\b(?:edition of|in|of|for|year) ((?:19|20)\d\d)\b", before)
    return int(years[-1]) if years else None
