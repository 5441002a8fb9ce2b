"""From plain text with layout to a page: headline, date lines, headings, lists, simple tables.

Input: text with lines. Output: a Page. Lines of the head that are furniture (dates, by-lines,
"FOR IMMEDIATE RELEASE") are read and left out; datelines stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from kg.model import BlockKind
from kg.read.furniture import PLACE_AND_DATE, is_barrier, is_label, is_mark, tells_of_past
from kg.read.page import Page, Part
from kg.read.published import DATE, first_date

_BULLET = re.compile(r"^\s*(?:[*•●▪◦‣·–—_-]\s+|\(?[a-z0-9]\)\s+)(?=\S)")
_NUMBER = re.compile(r"^\s*(?:\d{1,3}=?[.)]|\d{1,3}[.)]?=|=\d{1,3}[.)]?)\s+\S")
_MARKDOWN = re.compile(r"^#{1,6}\s+(?=\S)|^\s*(?:={3,}|-{3,}|_{3,}|\*{3,})\s*$")
_END = re.compile(r"^\s*(?:#\s?#\s?#|-+\s?(?:ends?|30)\s?-+|ENDS?|–\s?ends?\s?–)\s*$", re.IGNORECASE)
_STOP = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*[|+])+\s*(?::?-{2,}:?)?\s*\|?\s*$")
_KICKER = re.compile(
    r"^(?:(?:City|Town|Office|Ministry|Municipality|Department|Government|Press|Mayor)\b"
    r"(?:(?! to | in | at )[^.:;!?]){0,50}"
    r"|[A-Z][A-Z &.,'-]{2,40})$"
)
_CREDIT = re.compile(
    r"\s?[\[(](?:Photo|Image|Picture|Xinhua)\b[^\])]{0,60}[\])]\s*$"
    r"|\s?(?:Photo|Image|Picture)(?: credit)?(?::| by) .{2,60}$"
)
_VALUE = re.compile(r"[^\W\d_][^\d\n]{2,40}[ :]\d[\d,.]*(?![\d:])")  # "Annual visitors 510,000 (2018)"
_HEAD_LINES = 8  # of a headline with what belongs to it
_LONGEST_HEAD = 150  # lines of menus before an article
_DATELINE = 90  # characters


def read_plain(text: str) -> Page:
    """The page that the lines of ``text`` make."""
    lines = [line.rstrip() for line in text.split("\n") if not is_mark(line) or not line.strip()]
    lines = [line for group in _groups(lines) for line in group]
    head = _head_length(lines)
    published = next((day for line in reversed(lines[:head]) if is_label(line) and (day := first_date(line))), None)
    dated = [line for line in lines[:head] if not tells_of_past(line)]
    published = published or next((day for line in dated if (day := first_date(line))), None)
    title, kept, publisher = _title(lines[:head])
    body = [*kept, "", *lines[head:]] if kept else lines[head:]
    parts = list(_parts(_without_tail(body)))
    if parts and parts[-1].kind is BlockKind.HEADING:  # nothing stands below it
        parts[-1] = replace(parts[-1], kind=BlockKind.PARAGRAPH)
    if published is None and parts and not tells_of_past(parts[0].words):
        published = first_date(parts[0].words[:_DATELINE])
    return Page(parts=tuple(parts), title=title, published=published, publisher=publisher)


def _head_length(lines: list[str]) -> int:
    """How many lines stand before the first line of prose, list or table.

    Few lines are a headline with by-line and date. Many are the menu of a dumped page if there
    is a by-line or date among them, else a list or a profile, of which the first line is the headline.
    """
    full = [n for n, line in enumerate(lines[:_LONGEST_HEAD]) if line.strip()]
    first = next((n for n in full if _begins_body(lines[n])), None)
    before = [n for n in full if first is None or n < first]
    menu = any(is_label(lines[n]) for n in before[_HEAD_LINES // 2 :])
    if first is not None and (len(before) <= _HEAD_LINES or (menu and not _is_profile([lines[n] for n in before]))):
        return first
    return 1 if len(full) > 1 else 0


def _is_profile(lines: list[str]) -> bool:
    """True of lines of which half have a label and its value: "Number of gates 4"."""
    return sum(bool(_VALUE.match(line) and not DATE.search(line)) for line in lines) * 2 >= len(lines)


def _begins_body(line: str) -> bool:
    text = line.strip()
    listed = _BULLET.match(line) or _NUMBER.match(line) or "\t" in text or text.startswith("|")
    return bool(listed) or (_is_prose(line) and not _CREDIT.search(line))


def _is_prose(line: str) -> bool:
    words = line.split()
    if PLACE_AND_DATE.match(line) and len(words) > 8:
        return True
    if is_label(line):
        return False
    return len(words) > 24 or bool(
        len(words) > 3 and re.search(r"[.!?][\"'”’)\]]*$", line) and (len(words) > 14 or re.search(r"[.:]\W*$", line))
    )


def _title(head: list[str]) -> tuple[str, list[str], str | None]:
    """The headline, the head lines that belong to the text (datelines, a sub-headline), the publisher."""
    full = [line.strip() for line in head if line.strip() and not _END.match(line)]
    if len(full) > _HEAD_LINES:
        return _title_below_menu(full), [], None
    candidates = [line for line in full if not is_label(line)]
    publisher = None
    while len(candidates) > 1 and _KICKER.match(candidates[0]) and not PLACE_AND_DATE.match(candidates[1]):
        publisher, candidates = publisher or candidates[0], candidates[1:]
    if not candidates or PLACE_AND_DATE.match(candidates[0]):
        return "", candidates, publisher
    return re.sub(r"^#+\s*", "", candidates[0]), candidates[1:], publisher


def _title_below_menu(head: list[str]) -> str:
    """The headline among many lines: the one that stands there twice, else the last one above the by-line or date."""
    last = max((n for n, line in enumerate(head) if is_label(line)), default=len(head))
    while last > 0 and is_label(head[last - 1]):
        last -= 1
    longer = [line for line in head if len(line.split()) > 3 and not is_label(line) and not _CREDIT.search(line)]
    twice = [line for line in longer if longer.count(line) > 1 or head[0].startswith(line)]
    above = [line for line in head[:last] if line in longer]
    return next(iter([*twice, *reversed(above), *longer]), "")


def _without_tail(lines: list[str]) -> list[str]:
    """The lines without what closes a page, and without the related stories in between.

    From a closing line on, the lines up to the next prose are left out; all of them are, where
    little prose comes after it.
    """
    end = next((n for n, line in enumerate(lines) if n > 1 and _END.match(line)), len(lines))
    kept: list[str] = []
    barred = False
    rest = sum(len(line.split()) for line in lines[:end] if _is_prose(line))
    read = 0
    for line in lines[:end]:
        prose = _is_prose(line)
        if is_barrier(line) and not prose and read > 0:
            if rest < read / 2:
                break
            barred = True
        elif prose:
            barred = False
        read, rest = (read + len(line.split()), rest - len(line.split())) if prose else (read, rest)
        if not barred:
            kept.append(line)
    return kept


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """The groups of lines between blank lines, each unwrapped unless it is a table, a blank line after each."""
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            full = list(group)
            yield [*(full if _is_table(full) else unwrapped(full)), ""]


def _parts(lines: list[str]) -> Iterator[Part]:
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            yield from paragraph_parts([line for line in group if not _MARKDOWN.fullmatch(line)])


def paragraph_parts(lines: list[str]) -> Iterator[Part]:
    """The parts of one group of lines between blank lines."""
    if _is_table(lines):
        yield from _table(lines)
        return
    short = [
        not _BULLET.match(line) and not _NUMBER.match(line) and len(line) < 120 and not _STOP.search(line)
        for line in lines
    ]
    for n, line in enumerate(lines):
        beside = (n > 0 and short[n - 1]) or (n + 1 < len(lines) and short[n + 1])
        yield _line_part(line, short=short[n], listed=short[n] and beside and len(lines) > 1)


def _line_part(line: str, *, short: bool, listed: bool) -> Part:
    if _BULLET.match(line):
        return Part(kind=BlockKind.ITEM, text=_BULLET.sub("", line))
    if _NUMBER.match(line):
        return Part(kind=BlockKind.ITEM, text=line)
    if line.startswith("#"):
        return Part(kind=BlockKind.HEADING, text=line.lstrip("# "))
    if _CREDIT.search(line):
        return Part(kind=BlockKind.CAPTION, text=_CREDIT.sub("", line))
    if listed:
        return Part(kind=BlockKind.ITEM, text=line)
    if short and len(line.split()) <= 12 and not PLACE_AND_DATE.match(line):
        return Part(kind=BlockKind.HEADING, text=line)
    return Part(kind=BlockKind.PARAGRAPH, text=line)


def unwrapped(lines: list[str]) -> list[str]:
    """The lines with hard line breaks taken out: prose set in columns goes on in lower case."""
    joined: list[str] = []
    widest = max(map(len, lines), default=0)
    for line in lines:
        begins = _BULLET.match(line) or _NUMBER.match(line) or line.startswith("#") or is_label(line)
        before = joined[-1] if joined else ""
        goes_on = line.strip()[:1].islower() or (
            line.strip()[:1].isalnum() and re.search(r"(?:,|\b(?:the|of|in|and|to|a|for|by|at|with|on))$", before)
        )
        if joined and not begins and goes_on and len(lines) > 1 and widest <= 130 and len(before) >= 40:
            joined[-1] = f"{before} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _is_table(lines: list[str]) -> bool:
    if len(lines) < 2:
        return False
    return (
        all("\t" in line.strip() for line in lines)
        or all(line.count("|") >= 1 for line in lines)
        or all(re.search(r"\S {3,}\S", line.strip()) for line in lines)
    )


def _table(lines: list[str]) -> Iterator[Part]:
    ruled = any(_RULE.match(line) for line in lines[:3])
    rows = [
        [cell.strip() for cell in re.split(r"\t+|\s*\|\s*| {3,}", line.strip().strip("|"))]
        for line in lines
        if not _RULE.match(line)
    ]
    rows = [row for row in rows if any(row)]
    digits = [any(character.isdigit() for cell in row[1:] for character in cell) for row in rows]
    header = ruled or (len(rows) > 1 and not digits[0] and all(digits[1:]))
    for n, row in enumerate(rows):
        yield Part(kind=BlockKind.ROW, cells=tuple(row), header=header and n == 0)
