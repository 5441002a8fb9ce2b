"""From plain text with layout to a page: headline, date lines, headings, lists, simple tables.

Input: text with lines. Output: a Page. Lines of the head that are furniture (dates, by-lines,
"FOR IMMEDIATE RELEASE") are read and left out; datelines stay where they are.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import groupby

from kg.model import BlockKind
from kg.read.furniture import PLACE_AND_DATE, is_label, is_tail
from kg.read.page import Page, Part
from kg.read.published import first_date

_BULLET = re.compile(r"^\s*(?:[*•●▪◦‣·–—-]\s+|\(?[a-z0-9]\)\s+)(?=\S)")
_NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+\S")
_MARKDOWN = re.compile(r"^#{1,6}\s+(?=\S)|^\s*(?:={3,}|-{3,}|_{3,}|\*{3,})\s*$")
_END = re.compile(r"^\s*(?:#\s?#\s?#|-+\s?(?:ends?|30)\s?-+|ENDS?|–\s?ends?\s?–)\s*$", re.IGNORECASE)
_STOP = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*[|+])+\s*(?::?-{2,}:?)?\s*\|?\s*$")
_KICKER = re.compile(
    r"^(?:(?:city|town|office|ministry|municipality|department|government|government|press|mayor)\b.{0,50}|[A-Z][A-Z &.,'-]{2,40})$",
    re.IGNORECASE,
)
_HEAD_LINES = 8


def read_plain(text: str) -> Page:
    """The page that the lines of ``text`` make."""
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[0].strip():
        lines = lines[1:]
    head = _head_length(lines)
    published = next((day for line in lines[:head] if (day := first_date(line))), None)
    title, kept, publisher = _title(lines[:head])
    body = [*kept, "", *lines[head:]] if kept else lines[head:]
    parts = tuple(_parts(_without_tail(body)))
    if published is None and parts:
        published = _dateline_date(parts[0].words)
    return Page(parts=parts, title=title, published=published, publisher=publisher)


def _head_length(lines: list[str]) -> int:
    """How many lines stand before the first line of prose, list or table."""
    blanks = 0
    for n, line in enumerate(lines[: 3 * _HEAD_LINES]):
        if not line.strip():
            blanks += 1
            continue
        if (
            _is_prose(line)
            or _BULLET.match(line)
            or _NUMBER.match(line)
            or "\t" in line.strip()
            or line.strip().startswith("|")
        ):
            return n
        if n + 1 - blanks > _HEAD_LINES:
            return _first_line(lines)
    return _first_line(lines)


def _first_line(lines: list[str]) -> int:
    return 1 if sum(bool(line.strip()) for line in lines) > 1 else 0


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
    candidates = [line.strip() for line in head if line.strip() and not is_label(line)]
    candidates = [line for line in candidates if not _END.match(line)]
    publisher = None
    if len(candidates) > 1 and _KICKER.match(candidates[0]) and not PLACE_AND_DATE.match(candidates[1]):
        publisher, candidates = candidates[0], candidates[1:]
        while len(candidates) > 1 and _KICKER.match(candidates[0]):
            candidates = candidates[1:]
    if not candidates or PLACE_AND_DATE.match(candidates[0]):
        return "", candidates, publisher
    return re.sub(r"^#+\s*", "", candidates[0]), candidates[1:], publisher


def _dateline_date(text: str) -> datetime.date | None:
    return first_date(text[:90])


def _without_tail(lines: list[str]) -> list[str]:
    """The lines before the end mark of a press release, without the furniture at the very end."""
    end = next((n for n, line in enumerate(lines) if n > 1 and _END.match(line)), len(lines))
    lines = lines[:end]
    short = next((n for n, line in enumerate(lines) if n > 2 and is_tail(line)), len(lines))
    return lines[:short] if short >= 0.5 * len(lines) else lines


def _parts(lines: list[str]) -> Iterator[Part]:
    for blank, group in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            yield from paragraph_parts([line for line in group if not _MARKDOWN.fullmatch(line)])


def paragraph_parts(lines: list[str]) -> Iterator[Part]:
    """The parts of one group of lines between blank lines."""
    if _is_table(lines):
        yield from _table(lines)
        return
    lines = _unwrapped(lines)
    short = [
        not _BULLET.match(line) and not _NUMBER.match(line) and len(line) < 120 and not _STOP.search(line)
        for line in lines
    ]
    for n, line in enumerate(lines):
        beside = (n > 0 and short[n - 1]) or (n + 1 < len(lines) and short[n + 1])
        yield _line_part(line, short=short[n], listed=short[n] and beside and len(lines) > 1, last=n + 1 == len(lines))


def _line_part(line: str, *, short: bool, listed: bool, last: bool) -> Part:
    if _BULLET.match(line):
        return Part(kind=BlockKind.ITEM, text=_BULLET.sub("", line))
    if _NUMBER.match(line):
        return Part(kind=BlockKind.ITEM, text=line)
    if line.startswith("#"):
        return Part(kind=BlockKind.HEADING, text=line.lstrip("# "))
    if listed:
        return Part(kind=BlockKind.ITEM, text=line)
    if short and len(line.split()) <= 12:
        return Part(kind=BlockKind.HEADING, text=line)
    return Part(kind=BlockKind.PARAGRAPH, text=line)


def _unwrapped(lines: list[str]) -> list[str]:
    """The lines with hard line breaks taken out: prose set in columns goes on in lower case."""
    joined: list[str] = []
    for line in lines:
        begins = _BULLET.match(line) or _NUMBER.match(line) or line.startswith("#")
        before = joined[-1] if joined else ""
        goes_on = line.strip()[:1].islower() or (
            line.strip()[:1].isalnum() and re.search(r"(?:,|\b(?:the|of|in|and|to|a|for|by|at|with|on))$", before)
        )
        if joined and not begins and goes_on and len(lines) > 1 and max(map(len, lines)) <= 130 and len(before) >= 40:
            joined[-1] = f"{before} {line.strip()}"
        else:
            joined.append(line.strip())
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
