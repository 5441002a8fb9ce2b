"""Winners, finalists and ranks that an article gives in tables, lists and chains of years.

Input: a document, its story, masked sentences. Output: Listed values. Idea: a run of rows or
items takes its award from the text above it; columns and labels say result and category.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts.award_results import HEADS, RESULTS, result_of
from kg.facts.award_sentence import Masked, Recipient, masked
from kg.facts.award_story import Story
from kg.model import Block, BlockKind, Document, Kind, Result, Span

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = HEADS + tuple(
    (role, re.compile(rf"(?:{words})$", re.IGNORECASE))
    for role, words in (
        ("city", r"(?:host )?(?:city|cities|town|municipality|name|destination|metropolis|city or town)"),
        ("rank", r"(?:\w+ )?(?:rank|ranking|position|place|pos\.?|#|no\.?)|#"),
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
_RANK_CELL = re.compile(r"\s*[#T]?=?(?P<rank>\d{1,3})(?:st|nd|rd|th)?[.=]?\s*$")
_NUMBER_HEAD = re.compile(r"(?:no|nr|number|#)\.?$", re.IGNORECASE)
_TWO = 2
_FIGURES = 4  # items of a list whose order by size is no accident
_SHORT_BLOCK = 90  # characters of a paragraph that may be a line of a list
_LABELLED = re.compile(
    r"^\s*(?P<label>[^⟦⟧:]{2,80}?|(?!⟦K\d+⟧:)[^:]{0,30}⟦[A-Z]\d+⟧[^:⟦⟧]{0,40}?)(?: ?: | [–—-] )⟦R(?P<r>\d+)⟧"
)
_TAGGED = re.compile(r"^\s*⟦R(?P<r>\d+)⟧(?: [–—-] |: )(?P<tag>[^.;]{3,80})\s*$")
_PLAIN = re.compile(r"^\s*⟦R(?P<r>\d+)⟧[.,;]?\s*$")
_NUMBERED = re.compile(
    r"^\s*(?:\(?#?(?P<k>\d{1,3})(?:st|nd|rd|th)?|⟦K(?P<said>\d+)⟧)[.):]? ?(?:[–—-] )?⟦R(?P<r>\d+)⟧(?! ⟦)"
)
_DATED = re.compile(r"^\s*⟦Y(?P<y>\d+)⟧\)?(?:: | ?[–—-] |, | )⟦R(?P<r>\d+)⟧")
_DATED_LAST = re.compile(r"^\s*⟦R(?P<r>\d+)⟧,? (?:\(|in |[–—-] )?⟦Y(?P<y>\d+)⟧\)?[.;]?\s*$")
_TOLD = re.compile(r"^\s*⟦R(?P<r>\d+)⟧(?:, (?!who\b)| for | [–—-] |: |\. )")
_STARTS = re.compile(r"^\s*⟦R(?P<r>\d+)⟧\s*(?:[,.;:(–—-]|$)")
_WON = re.compile(
    r"winn|won\b|award|prize|honou?r|laureate|designat|named|recipient|newcomer|members|medal", re.IGNORECASE
)
_WINS = re.compile(r"winn|won\b", re.IGNORECASE)
_FINAL = re.compile(
    r"finalist|shortlist|short list|nomin|candidate|contender|\bin the (?:final\b|running)|still in the", re.IGNORECASE
)
_MENTION = re.compile(r"special mention|honou?rable mention|commend|special recognition", re.IGNORECASE)
_HOSTS = re.compile(r"\bhost|\bheld\b|took place|venue|⟦E|population|visitors", re.IGNORECASE)
_YEARS = re.compile(r"((?:19|20)\d\d)(?:[-/–]\d{2,4})?$")
_CHAIN = re.compile(
    r"(?P<first>\b(?:won|winner|title|capital|holder|honou?r)\b[^⟦⟧.;]{0,40}|⟦A\d+⟧[^⟦⟧.;]{0,20})(?:in |, )?⟦Y\d+⟧"
    r"(?P<rest>(?:(?:,|;)?(?: and| while)? ⟦R\d+⟧(?: won| was| had)?(?: it)?,?(?: in)? ⟦Y\d+⟧)+)",
    re.IGNORECASE,
)
_AND_LATER = re.compile(
    r"⟦Y\d+⟧,?(?:;| and|, and| while)(?: to| for)? ⟦R(\d+)⟧(?: won(?: it)?| had it| has it)?,?(?: in)? ⟦Y(\d+)⟧"
)
_LINK = re.compile(r"⟦R(\d+)⟧(?: won| was| had)?(?: it)?,?(?: in)? ⟦Y(\d+)⟧")


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


def from_blocks(document: Document, about: Story) -> Iterator[Listed]:
    """The conferrals in tables and lists of a document."""
    blocks = document.article.blocks
    index = 0
    while index < len(blocks):
        end = index
        while end < len(blocks) and blocks[end].kind is blocks[index].kind:
            end += 1
        run = blocks[index:end]
        if about.named:
            lead = _lead(document, blocks, index)
            if blocks[index].kind is BlockKind.ROW:
                yield from _table(document, run, lead, about)
            elif blocks[index].kind is BlockKind.ITEM and len(run) > 1:
                yield from _items(document, run, lead, about)
            elif blocks[index].kind is BlockKind.PARAGRAPH:
                yield from _short_paragraphs(document, blocks, index, end, about)
        index = end


def _short_paragraphs(
    document: Document, blocks: Sequence[Block], index: int, end: int, about: Story
) -> Iterator[Listed]:
    """Runs of three and more short paragraphs are read as a list."""
    start = index
    while start < end:
        stop = start
        while stop < end and blocks[stop].span.end - blocks[stop].span.start <= _SHORT_BLOCK:
            stop += 1
        if stop - start > 2:
            yield from _items(document, blocks[start:stop], _lead(document, blocks, start), about)
        start = max(stop, start + 1)


def _lead(document: Document, blocks: Sequence[Block], index: int) -> str:
    """The words right above a list: its heading and the paragraph before."""
    above: list[str] = []
    for block in reversed(blocks[max(0, index - 3) : index]):
        above.append(block.span.of(document.text))
        if block.kind is BlockKind.PARAGRAPH:
            break
    return "\n".join(above)


def _role(head: str) -> str:
    return next((role for role, pattern in _COLUMNS if pattern.match(head.strip())), "")


def _table(document: Document, rows: Sequence[Block], lead: str, about: Story) -> Iterator[Listed]:
    heads: list[str] = []
    for row in rows:
        cells = [document.quote(cell).strip() for cell in row.cells]
        if row.header:
            heads = _with_rank_heads(document, cells, rows)
            continue
        roles = [_role(head) for head in heads] if len(heads) == len(cells) else [""] * len(cells)
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
    year = next((int(m.group(1)) for cell in cells if (m := _YEARS.match(cell))), None)
    rank = next((int(m["rank"]) for c in cells[:at] if (m := _RANK_CELL.match(c))), None)
    named = next((t.token(m.group(1)).name for t in texts if (m := re.search(r"⟦A(\d+)⟧", t.text))), None)
    if not (rank or named or _WON.search(lead) or _FINAL.search(lead)):
        return
    told = next((said[0] for cell in cells if (said := result_of(cell))), None)
    result = Result.RANKED if rank else told or _lead_result(lead)
    by_role = dict(zip(roles, cells, strict=True))
    label = by_role.get("category") or (cells[0] if at == 1 and not any(roles) and not (rank or year) else None)
    for member in texts[at].token(found.group("r")).members:
        yield Listed(
            recipient=member, span=_joined(row, member), rule="AWARD-57", year=year, rank=rank, result=result,
            award=named, category=None if named and label == named else label, former=year is not None,
        )  # fmt: skip


def _kind_of_name(text: Masked, found: re.Match[str]) -> bool:
    """True of a cell that holds one capitalised word of no known kind: a column head, a category."""
    members = text.token(found.group("r")).members
    return len(members) == 1 and members[0].entity.kind is Kind.THING


def _joined(row: Block, member: Recipient) -> Span:
    return Span(start=row.span.start, end=max(member.span.end, row.span.start + 1))


def _winners_row(document: Document, row: Block, roles: Sequence[str], about: Story) -> Iterator[Listed]:
    by_role = {role: document.quote(cell).strip() for role, cell in zip(roles, row.cells, strict=True) if role}
    label = by_role.get("category") or by_role.get("award")
    award = next((n.name for n in about.named if label and n.name.casefold() == label.casefold()), None)
    year = _YEARS.match(by_role.get("year", ""))
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


def _items(document: Document, items: Sequence[Block], lead: str, about: Story) -> Iterator[Listed]:
    texts = [masked(document, item.span, None) for item in items]
    told = _WON.search(lead) or _FINAL.search(lead) or _names_award(texts) or _named_above(items[0], lead, about)
    for pattern, read, least in _ITEMS:
        matches = [pattern.match(text.text) for text in texts]
        if sum(1 for m in matches if m) < max(least, 0.6 * len(items)):
            continue
        if pattern is not _NUMBERED and not told:
            return
        found = list(zip(items, texts, matches, strict=True))
        if pattern is _TAGGED and all(not m or m["tag"][0].isdecimal() for m in matches):
            yield from _counted(found)
            return
        labels = {_role(_label(document, t, m)) for _, t, m in found if m} if pattern is _LABELLED else {""}
        read_item = _result_item if labels <= RESULTS.keys() else read
        above = lead
        for item, text, match in found:
            if match:
                yield from read_item(document, item, text, match, above)
            else:
                above = f"{document.quote(item.span)}\n{lead}"
        return


def _named_above(item: Block, lead: str, about: Story) -> bool:
    return any(item.span.start - len(lead) - 2 <= n.offset < item.span.start for n in about.named)


def _names_award(texts: Sequence[Masked]) -> bool:
    return all("⟦A" in text.text for text in texts)


def _lead_result(lead: str) -> Result:
    """What the sentence before a list says of its names: the last one that speaks of finalists or winners."""
    told = re.split(r"(?<=[.!?]) ", lead.split("\n", maxsplit=1)[0])
    last = next((said for said in reversed(told) if _FINAL.search(said) or _WINS.search(said)), told[-1])
    if _MENTION.search(told[-1]):
        return Result.SPECIAL_MENTION
    return Result.FINALIST if _FINAL.search(last) and not _WINS.search(last) else Result.WINNER


def _ranked_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    del document, lead
    rank = int(match["k"]) if match["k"] else text.token(match["said"]).rank
    for member in text.token(match.group("r")).members:
        span = Span(start=item.span.start, end=max(member.span.end, item.span.start + 1))
        yield Listed(recipient=member, span=span, rule="AWARD-32", result=Result.RANKED, rank=rank)


def _labelled_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    label = _label(document, text, match)
    named = re.search(r"⟦A(\d+)⟧", match.group("label"))
    region = _is_place(text, match.group("label"))
    result = _lead_result(lead)
    if _MENTION.search(label):
        result = Result.SPECIAL_MENTION
    elif _FINAL.search(label):
        result = Result.FINALIST
    award = text.token(named.group(1)) if named else None
    own = award is not None and len(award.name.split()) > 2 and not _MENTION.search(label)
    for member in _labelled_names(text, match):
        yield Listed(
            recipient=member, span=Span(start=item.span.start, end=max(member.span.end, item.span.start + 1)),
            rule="AWARD-57", result=result, award=award.name if own and award else None,
            category=None if own or region else label,
        )  # fmt: skip


def _label(document: Document, text: Masked, match: re.Match[str]) -> str:
    return document.quote(text.span(match.start("label"), match.end("label"))).strip()


def _labelled_names(text: Masked, match: re.Match[str]) -> Iterator[Recipient]:
    """The names behind a label: "Transport: Riga; Ghent"."""
    told = text.text[match.end("label") :]
    numbers = re.findall(r"⟦R(\d+)⟧(?=; |$|\s*$)|(?<=: )⟦R(\d+)⟧|(?<=[–—-] )⟦R(\d+)⟧", told)
    for number in dict.fromkeys(next(filter(None, n)) for n in numbers):
        yield from text.token(number).members


def _result_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    """A line of a list whose labels all say who won and who did not: "Winner: Riga" under what was won."""
    result, rank = RESULTS[_role(_label(document, text, match))]
    for member in _labelled_names(text, match):
        yield Listed(
            recipient=member, span=Span(start=item.span.start, end=max(member.span.end, item.span.start + 1)),
            rule="AWARD-57", result=result, category=_section(lead), rank=rank,
        )  # fmt: skip


def _section(lead: str) -> str | None:
    """The heading right above a list, which says what "Winner: Riga" has won."""
    title = lead.split("\n", maxsplit=1)[0].strip()
    return title if 2 < len(title) < _SHORT_BLOCK and title[-1] not in ".:!?" else None


def _is_place(text: Masked, label: str) -> bool:
    """True of a label that only says where the recipients are."""
    whole = re.fullmatch(r"\s*⟦([A-Z])(\d+)⟧\s*", label)
    if not whole:
        return False
    members = text.token(whole.group(2)).members
    return whole.group(1) in "LG" or any(m.entity.kind in {Kind.CITY, Kind.PLACE} for m in members)


def _tagged_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    tag = document.quote(text.span(match.start("tag"), match.end("tag"))).strip()
    for member in text.token(match.group("r")).members:
        yield Listed(
            recipient=member, span=item.span, rule="AWARD-57", result=_lead_result(lead), category=tag.strip(" .")
        )


def _counted(items: Sequence[tuple[Block, Masked, re.Match[str] | None]]) -> Iterator[Listed]:
    """A ranking that gives figures in place of ranks, the largest first: "Riga – 900,000 guests"."""
    figures = [float(re.sub(r"[^\d.]", "", m["tag"].split()[0]) or 0) if m else 0.0 for _, _, m in items]
    if len(items) < _FIGURES or figures != sorted(set(figures), reverse=True):
        return
    for rank, (item, text, match) in enumerate(items, 1):
        for member in text.token(match["r"]).members if match else ():
            yield Listed(recipient=member, span=item.span, rule="AWARD-57", result=Result.RANKED, rank=rank)


def _plain_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    del document
    for member in text.token(match.group("r")).members:
        year = _YEARS.match(member.note)  # "Oslo (2014)"
        yield Listed(
            recipient=member, span=item.span, rule="AWARD-56", result=_lead_result(lead),
            year=int(year[1]) if year else None, former=year is not None,
        )  # fmt: skip


def _dated_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    del document, lead
    year = text.token(match.group("y")).year
    for member in text.token(match.group("r")).members:
        yield Listed(recipient=member, span=item.span, rule="AWARD-43", year=year, former=True)


def _told_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    del document
    for member in text.token(match.group("r")).members:
        span = Span(start=item.span.start, end=max(member.span.end, item.span.start + 1))
        yield Listed(recipient=member, span=span, rule="AWARD-56", result=_lead_result(lead))


_ITEMS = (
    (_NUMBERED, _ranked_item, 2),
    (_DATED, _dated_item, 2),
    (_DATED_LAST, _dated_item, 2),
    (_LABELLED, _labelled_item, 2),
    (_TAGGED, _tagged_item, 2),
    (_PLAIN, _plain_item, 2),
    (_TOLD, _told_item, 3),
)


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
    if not about.named or not (_WON.search(told) or _FINAL.search(told)) or _SAID.search(sentence.text):
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
    if not about.named or _SAID.search(sentence.text) or not (_WON.search(told) or _FINAL.search(told)):
        return
    result = Result.FINALIST if _FINAL.search(told) and not re.search(r"winn|won\b", told) else Result.WINNER
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
            note = _YEARS.match(member.note)
            year = int(note.group(1)) if note else (year if not member.note else None)
            if year is not None:
                found.append(Listed(recipient=member, span=member.span, rule="AWARD-43", year=year, former=True))
        cue = _WON.search(sentence.text) or re.search(
            r"previous|past|earlier|former|came after|holders?|roll", sentence.text
        )
        if len(found) > 1 or (found and cue):
            yield from reversed(found)
    for link in _AND_LATER.finditer(sentence.text):
        token = sentence.token(link.group(2))
        if token.year and token.named and _WON.search(sentence.text):
            for member in sentence.token(link.group(1)).members:
                yield Listed(recipient=member, span=member.span, rule="AWARD-43", year=token.year, former=True)
    for chain in _CHAIN.finditer(sentence.text):
        for link in _LINK.finditer(chain.group("rest")):
            token = sentence.token(link.group(2))
            for member in sentence.token(link.group(1)).members:
                if token.year and token.named:
                    yield Listed(recipient=member, span=member.span, rule="AWARD-43", year=token.year, former=True)
