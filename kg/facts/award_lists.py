"""Winners, finalists and ranks that an article gives in lists; tables are handed to award_tables.

Input: a document and its story. Output: Listed values. Idea: a run of items takes its award from the text above it;
labels and numbers say result, category, year and rank, and an item is read as most of its list are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.facts import award_tables
from kg.facts.award_listed import (
    FINAL,
    MENTION,
    WON,
    YEARS,
    Listed,
    headed,
    is_past,
    joined,
    lead_result,
    lead_year,
    left_out,
    unranked,
)
from kg.facts.award_results import RESULTS, result_of
from kg.facts.award_sentence import masked
from kg.facts.award_story import Story
from kg.facts.award_tables import role_of
from kg.facts.award_tokens import Masked, Recipient
from kg.model import Block, BlockKind, Document, Kind, Result

_FIGURES = 4  # items of a list whose order by size is no accident
_SHORT_BLOCK = 90  # characters of a paragraph that may be a line of a list
_LABELLED = re.compile(
    r"^\s*(?P<label>[^⟦⟧:]{2,80}?|(?!⟦K\d+⟧:)[^:]{0,30}⟦[A-Z]\d+⟧[^:⟦⟧]{0,40}?)(?: ?: | [–—-] )⟦R(?P<r>\d+)⟧"
)
_TAGGED = re.compile(r"^\s*⟦R(?P<r>\d+)⟧(?: [–—-] |: )(?P<tag>[^.;]{3,80})\s*$")
_PLAIN = re.compile(r"^\s*⟦R(?P<r>\d+)⟧[.,;]?\s*$")
_NUMBERED = re.compile(
    r"^\s*(?:\(?[#=]?(?P<k>\d{1,3})(?:st|nd|rd|th)?=?|⟦K(?P<said>\d+)⟧)[.):]? ?(?:[–—-] )?⟦R(?P<r>\d+)⟧(?! ⟦)"
)
_DATED = re.compile(r"^\s*⟦Y(?P<y>\d+)⟧\)?(?:: | ?[–—-] |, | )⟦R(?P<r>\d+)⟧")
_DATED_LAST = re.compile(r"^\s*⟦R(?P<r>\d+)⟧,? (?:\(|in |[–—-] )?⟦Y(?P<y>\d+)⟧\)?[.;]?\s*$")
_TOLD = re.compile(r"^\s*⟦R(?P<r>\d+)⟧(?:, (?!who\b)| for | [–—-] |: |\. )")


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
                yield from award_tables.conferrals(document, run, lead, about)
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


def _items(document: Document, items: Sequence[Block], lead: str, about: Story) -> Iterator[Listed]:
    if left_out(lead.split("\n", maxsplit=1)[0]):
        return
    texts = [masked(document, item.span, None) for item in items]
    head = headed(lead)
    told = head or WON.search(lead) or FINAL.search(lead) or _names_award(texts) or _named_above(items[0], lead, about)
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
        labels = {role_of(_label(document, t, m)) for _, t, m in found if m} if pattern is _LABELLED else {""}
        read_item = _result_item if labels <= RESULTS.keys() else read
        above, past, year = lead, is_past(lead), lead_year(lead)
        equal = head or (unranked(lead, len(items)) if pattern is _NUMBERED else None)
        for item, text, match in found:
            if match:
                for listed in read_item(document, item, text, match, above):
                    one = listed if past or listed.year else replace(listed, year=year)
                    yield replace(one, past=past) if equal is None else _as_said(one, equal)
            else:
                above = f"{document.quote(item.span)}\n{lead}"
        return


def _as_said(one: Listed, result: Result) -> Listed:
    """An item of a list of which the words above say what all of them are."""
    if one.rank and one.rule != "AWARD-32":
        return one  # its own label says more
    return replace(one, rule="AWARD-56", result=result, rank=None, labelled=True)


def _named_above(item: Block, lead: str, about: Story) -> bool:
    return any(item.span.start - len(lead) - 2 <= n.offset < item.span.start for n in about.named)


def _names_award(texts: Sequence[Masked]) -> bool:
    return all("⟦A" in text.text for text in texts)


def _ranked_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    del document, lead
    rank = int(match["k"]) if match["k"] else text.token(match["said"]).rank
    for member in text.token(match.group("r")).members:
        span = joined(item, member)
        yield Listed(recipient=member, span=span, rule="AWARD-32", result=Result.RANKED, rank=rank)


def _labelled_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    label = _label(document, text, match)
    named = re.search(r"⟦A(\d+)⟧", match.group("label"))
    region = _is_place(text, match.group("label"))
    result = lead_result(lead)
    if MENTION.search(label):
        result = Result.SPECIAL_MENTION
    elif FINAL.search(label):
        result = Result.FINALIST
    award = text.token(named.group(1)) if named else None
    own = award is not None and len(award.name.split()) > 2 and not MENTION.search(label)
    for member in _labelled_names(text, match):
        yield Listed(
            recipient=member, span=joined(item, member),
            rule="AWARD-57", result=result, award=award.name if own and award else None,
            category=None if own or region else label,
        )  # fmt: skip


_IN_CATEGORY = re.compile(  # "In the category of mobility", "In the Mobility category"
    r"(?:[Ii]n|[Ff]or) the (?:(?:category|class|field) (?:of |for )?(?P<of>.{3,})|(?P<named>.{3,}) category)$"
)


def _label(document: Document, text: Masked, match: re.Match[str]) -> str:
    label = document.quote(text.span(match.start("label"), match.end("label"))).strip()
    found = _IN_CATEGORY.match(label)
    return (found["of"] or found["named"]) if found else label


def _labelled_names(text: Masked, match: re.Match[str]) -> Iterator[Recipient]:
    """The names behind a label: "Transport: Riga; Ghent"."""
    told = text.text[match.end("label") :]
    numbers = re.findall(r"⟦R(\d+)⟧(?=; |$|\s*$)|(?<=: )⟦R(\d+)⟧|(?<=[–—-] )⟦R(\d+)⟧", told)
    for number in dict.fromkeys(next(filter(None, n)) for n in numbers):
        yield from text.token(number).members


def _result_item(document: Document, item: Block, text: Masked, match: re.Match[str], lead: str) -> Iterator[Listed]:
    """A line of a list whose labels all say who won and who did not: "Winner: Riga" under what was won."""
    result, rank = RESULTS[role_of(_label(document, text, match))]
    for member in _labelled_names(text, match):
        yield Listed(
            recipient=member, span=joined(item, member),
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
    tag = document.quote(text.span(match.start("tag"), match.end("tag"))).strip(" .")
    result, rank = said if (said := result_of(tag)) else (lead_result(lead), None)
    for member in text.token(match.group("r")).members:
        yield Listed(
            recipient=member, span=item.span, rule="AWARD-57", result=result, rank=rank,
            category=None if said else tag, labelled=said is not None,
        )  # fmt: skip


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
        year = YEARS.match(member.note)  # "Oslo (2014)"
        yield Listed(
            recipient=member, span=item.span, rule="AWARD-56", result=lead_result(lead),
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
        span = joined(item, member)
        yield Listed(recipient=member, span=span, rule="AWARD-56", result=lead_result(lead))


_ITEMS = (
    (_NUMBERED, _ranked_item, 2),
    (_DATED, _dated_item, 2),
    (_DATED_LAST, _dated_item, 2),
    (_LABELLED, _labelled_item, 2),
    (_TAGGED, _tagged_item, 2),
    (_PLAIN, _plain_item, 2),
    (_TOLD, _told_item, 3),
)
