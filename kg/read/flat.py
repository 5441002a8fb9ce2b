"""From a page dumped as one line (menus, article, related headlines, footer) to the article in it.

Input: text of one long line. Output: a Page with the headline, one paragraph (and items) and the date.
Idea: cut the line at sentence ends and at furniture; give each unit a score for being prose;
the article is the contiguous run of units with the greatest sum (Kadane's algorithm).
"""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import groupby, islice, pairwise

from kg.model import BlockKind
from kg.read.furniture import BARRIER, BYLINE, MARK, SECTIONS, SIGNS, STAMP
from kg.read.page import Page, Part
from kg.read.published import dates
from kg.text import split

_MAX_HEADLINE = 25  # words
_MAX_HEAD = 600  # characters between a headline and its article
_MAX_REST = 120  # characters of a headline behind the words it shares with the page title
_MAX_NUMBERS = 100  # of numbers that may begin list items, in one stretch
_MIN_MARKS = 3  # of the same mark, for a menu or ticker
MIN_LENGTH = 500  # characters: shorter lines are read as they are


class _Kind(Enum):
    PROSE = 0
    HEADLINE = -3
    STAMP = -2
    MARK = -1
    BARRIER = -15
    ITEM = 1


@dataclass(frozen=True)
class _Unit:
    start: int
    end: int
    kind: _Kind
    score: float


_CODE = re.compile(
    r"<script\b.{0,20000}?</script>|<style\b.{0,20000}?</style>|<!--.{0,5000}?-->|</?[a-zA-Z][^<>]{0,300}>"
    r"|\b[\w$]{1,60}(?:\.[\w$]{1,60}){1,5}\([^()]{0,500}\);?|\bfunction\s?\w{0,40}\([^()]{0,100}\)"
    r"|\bvar \w{1,40}\s?=[^;]{0,300};"
    r"|\{[^{};:]{0,500}[;:][^{}]{0,500}\}",
    re.DOTALL,
)
_BIG = "A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŐŒŘŚŞŠŤŮŰŹŻŽ"
_PLACE = rf"[{_BIG}][{_BIG}.'’-]{{2,}}(?: [{_BIG}][{_BIG}.'’-]+){{0,2}}"
_NAMED = rf"[{_BIG}][\w.’'-]+(?: (?:de |of |the |and )?[{_BIG}][\w.’'-]*){{0,2}}"
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_WHOLE_DAY = r"(?:[A-Z][a-z]{2,8}day,? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?),? \d{4}"
_AGENCY = r"(?:,? ?[(/][A-Z][\w .-]{1,25}[)/]\.?)?"
DATELINE = (
    re.compile(  # SHANGHAI, Nov. 18 (Xinhua) --   FORT WAYNE, Ind. (AP) —   (BRUSSELS) -   MIAMI, March 12, 2024.
        rf"(?<![\w.-])(?:(?:\({_PLACE}\)|{_PLACE}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?){{0,2}}(?:, {_DAY})?{_AGENCY})"
        rf" ?(?:--|—|–|-(?=\s)|:)|{_NAMED}(?:, {_NAMED}){{0,2}},? {_WHOLE_DAY}{_AGENCY} ?(?:--|—|–|-(?=\s)|:|\.)?"
        rf"|{_PLACE}, {_NAMED}\.) ?(?=[{_BIG}0-9\"“'‘(])"
    )
)
_FUNCTION = frozenset(
    "the a an of in on at to for from by with as and or but that which who it its is are was were be been has have had"
    " will would can could not this these those their his her he she they we i you than then there when where while"
    " after before into over under about up out so if no more also only such our your one all each other what"
    " how".split()
)
_LINKING = re.compile(r"[,;()](?=\s|$)|\s[–—(]")
_PAUSE = re.compile(r"[,;:()“”\"–—]")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BULLET = re.compile(r"^[•●▪*-] ")
_NUMBERS = re.compile(r"(?<=[^,;] )(\d{1,2})\. (?=[A-Z“\"])")
_NOT_A_STAMP = re.compile(
    r"(?:\b(?:on|in|of|since|by|from|until|till|to|for|at|and|the|before|after|between|dated|through|or|this|early|late"
    r"|mid)|,|\()\s?$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s(?:[|»›>/–—-]|::?|&gt;|>>)\s")
_TITLE_PARTS = re.compile(r"\s(?:[|»›_–—-]|::?)\s|:\s")


def is_flat(text: str) -> bool:
    """True where ``text`` is (nearly) one long line with furniture in it."""
    lines = sorted((line for line in text.split("\n") if line.strip()), key=len, reverse=True)
    if not lines or len(lines) > 3 or len(lines[0]) < max(MIN_LENGTH, 0.8 * len(text)):
        return False
    return bool(
        BARRIER.search(lines[0])
        or SIGNS.search(lines[0])
        or _ticker(lines[0])
        or (STAMP.search(lines[0][:1500]) and _SEPARATORS.search(lines[0][:500]))
    )


def read_flat(text: str) -> Page:
    """The article in a one-line dump; a page without parts where there is none."""
    line = " ".join(_CODE.sub(" ", html.unescape(html.unescape(text))).split())
    title = _headline(line)
    units = list(_units(line, title))
    first, last = _best_run([unit.score for unit in units])
    if title and first < last and not _is_over(title, line, units[first].start):  # the words of some menu
        title = ""
        units = list(_units(line, title))
        first, last = _best_run([unit.score for unit in units])
    if 0 < first < last and _is_opening(line, units, first - 1):
        first -= 1
    body = _wanted(units[first:last])
    if not body:
        return Page(parts=())
    start = body[0].start
    return Page(
        parts=tuple(_parts(line, body)),
        title=_whole_headline(line, units[:first], title) if title else _guessed_headline(line, units[:first]),
        published=_published(line, start),
    )


def _parts(line: str, body: list[_Unit]) -> Iterator[Part]:
    """The sentences between two lists as one paragraph, each item by itself."""
    for item, units in groupby(body, key=lambda unit: unit.kind is _Kind.ITEM):
        texts = [line[unit.start : unit.end] for unit in units]
        if item:
            yield from (Part(kind=BlockKind.ITEM, text=_BULLET.sub("", text)) for text in texts)
        else:
            yield Part(kind=BlockKind.PARAGRAPH, text=" ".join(texts))


def _headline(line: str) -> str:
    """The longest beginning of the page title (the first words of a dump) that comes again."""
    head = line[:300]
    best = ""
    for start in (0, *(match.end() for match in _TITLE_PARTS.finditer(head[:120]))):
        words = [match.end() for match in re.finditer(r"\S+(?=\s|$)", head[start:])][:30]
        for end in reversed(words):
            candidate = head[start : start + end].strip(" |-–—»:")
            if len(candidate) <= max(12, len(best)) or candidate.count(" ") < 2:
                break
            if 0 <= line.find(candidate, start + end) < 0.5 * len(line) and _is_headline(
                candidate, head[start + end :]
            ):
                best = candidate
                break
    return best


def _is_headline(candidate: str, follower: str) -> bool:
    """False for the name of a site: short, all in capitals, with a menu behind it."""
    return candidate.count(" ") >= 3 or bool(_TITLE_PARTS.match(follower)) or not candidate.istitle()


def _is_over(title: str, line: str, start: int) -> bool:
    """True where the headline stands a little above the article, or at its head."""
    return line.rfind(title, max(len(title), start - _MAX_HEAD), start + 2 * len(title)) >= 0


def _units(line: str, title: str) -> Iterator[_Unit]:
    """The line cut at furniture, the headline, datelines and the ends of sentences, in order."""
    cuts = sorted(_furniture(line, title), key=lambda unit: (unit.start, unit.kind is not _Kind.HEADLINE, -unit.end))
    at = 0
    for cut in cuts:
        if cut.start < at:
            continue
        yield from _prose(line, at, cut.start)
        yield cut
        at = cut.end
    yield from _prose(line, at, len(line))


def _furniture(line: str, title: str) -> Iterator[_Unit]:
    for kind, pattern in ((_Kind.BARRIER, BARRIER), (_Kind.BARRIER, SIGNS), (_Kind.MARK, MARK), (_Kind.MARK, BYLINE)):
        for match in pattern.finditer(line):
            yield _Unit(match.start(), match.end(), kind, kind.value)
    for match in STAMP.finditer(line):
        follower = line[match.end() : match.end() + 2]
        if not _NOT_A_STAMP.search(line, max(0, match.start() - 12), match.start()) and re.match(
            r"\s*(?:$|[^a-z.,;)\s])", follower
        ):
            yield _Unit(match.start(), match.end(), _Kind.STAMP, _Kind.STAMP.value)
    for match in re.finditer(rf"{re.escape(title)}(?![^\W_])", line) if title else ():
        yield _Unit(match.start(), match.end(), _Kind.HEADLINE, _Kind.HEADLINE.value)


def _prose(line: str, start: int, end: int) -> Iterator[_Unit]:
    """The sentences and list items between two cuts; a dateline begins a new one."""
    items = _item_starts(line, start, end)
    datelines = [match.start() for match in islice(DATELINE.finditer(line, start, end), 1)]
    datelines = [at for at in datelines if not items and _score(line[max(start, at - 300) : at]) <= 0]
    tickers = [] if items else [at for at in _ticker(line) if start < at < end]
    bounds = sorted({start, *datelines, *items, *tickers, end})
    for left, right in pairwise(bounds):
        sentences = [(left + a, left + b) for a, b in split(line[left:right])]
        if left in items and sentences:
            first = sentences[0][0], sentences[0][1] if left == items[-1] else right
            yield _Unit(*first, _Kind.ITEM, _Kind.ITEM.value)
            sentences = sentences[1:] if left == items[-1] else []
        for a, b in sentences:
            yield _Unit(a, b, _Kind.PROSE, _score(line[a:b]))


@lru_cache(maxsize=4)
def _ticker(line: str) -> tuple[int, ...]:
    """Where the entries of menus and tickers end that a mark divides: "Sport ~ Weather ~ Business ~ "."""
    found: list[int] = []
    for mark in ("|", "~", "¦", "»", "*", "•", "·", "+++", "¶"):
        ends = [match.end() for match in re.finditer(rf"(?<= ){re.escape(mark)}(?= )", line)]
        if len(ends) >= _MIN_MARKS:
            found += ends
    return tuple(sorted(found))


def _item_starts(line: str, start: int, end: int) -> list[int]:
    """Where the items of a list begin; a list has three or more and is led in by prose or a colon."""
    found = _counted(line, start, end)
    for bullet in "•●▪*-":
        bullets = [match.start() + 1 for match in re.finditer(rf"(?<=\S) {re.escape(bullet)} (?=\S)", line[start:end])]
        if not found and (bullet != "-" or (bullets and line[start : start + bullets[0] - 1].endswith(":"))):
            found = [start + at for at in bullets]
    if len(found) < 3 or found[-1] - found[0] > 300 * len(found):
        return []
    lead = line[start : found[0]].rstrip()
    led = lead.endswith((":", ".", "!", "?")) or any(_score(lead[a:b]) > 0 for a, b in split(lead))
    return found if led else []


def _score(stretch: str) -> float:
    """How much a stretch reads like a sentence of prose: about 5 for one, negative for menus.

    Function words and punctuation hold sentences together, lists of names too; menus and rows of
    headlines have next to none, and no full stop.
    """
    words = _WORD.findall(stretch)
    n = len(words)
    if not n:
        return -1.0
    links = sum(word.lower() in _FUNCTION for word in words) + len(_LINKING.findall(stretch))
    longest = max(len(_WORD.findall(piece)) for piece in _PAUSE.split(stretch))
    ends = stretch.rstrip("\"'”’)]»").endswith((".", "!", "?", ":", ";"))
    return links - 0.22 * n + (3 if ends else -3) - max(0.0, _in_menus(words) - 0.45 * n) - 0.6 * max(0, longest - 40)


def _in_menus(words: list[str]) -> int:
    return sum(word[0].isupper() for word in words)


def _best_run(scores: list[float]) -> tuple[int, int]:
    """Start and end of the run with the greatest positive sum; (0, 0) where none is positive."""
    best, found = 0.0, (0, 0)
    total, start = 0.0, 0
    for n, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, n
        total += score
        if total > best:
            best, found = total, (start, n + 1)
    return found


def _counted(line: str, start: int, end: int) -> list[int]:
    """Where the numbers of the longest list counted up or down by one stand; empty below three."""
    numbers = [(int(match[1]), match.start()) for match in islice(_NUMBERS.finditer(line, start, end), _MAX_NUMBERS)]
    best: list[int] = []
    for step in (1, -1):
        for n, (number, at) in enumerate(numbers):
            chain, wanted = [at], number + step
            for value, place in numbers[n + 1 :]:
                if value == wanted:
                    chain.append(place)
                    wanted += step
            best = max(best, chain, key=len)
    return best if len(best) >= 3 else []


def _is_opening(line: str, units: list[_Unit], n: int) -> bool:
    """True where unit ``n`` is a sentence between furniture and the run: the first one, full of names."""
    unit = units[n]
    fresh = (n > 0 and units[n - 1].kind is not _Kind.PROSE) or bool(DATELINE.match(line, unit.start))
    return unit.kind is _Kind.PROSE and fresh and line[unit.start : unit.end].endswith((".", ".”", '."', "?", "!", ":"))


def _wanted(units: list[_Unit]) -> list[_Unit]:
    """The prose of a run; after a barrier inside it, only from the next good sentence on."""
    wanted = []
    barred = False
    for unit in units:
        if unit.kind is _Kind.BARRIER:
            barred = True
        elif unit.kind in {_Kind.PROSE, _Kind.ITEM} and (unit.score > 0 or not barred):
            barred = False
            wanted.append(unit)
    return wanted


def _whole_headline(line: str, head: list[_Unit], title: str) -> str:
    """The headline over the article where it goes on behind the words it shares with the page title."""
    for unit, after in reversed(list(pairwise(head))):
        if unit.kind is _Kind.HEADLINE and after.kind is _Kind.PROSE:
            rest = line[unit.end : after.end]
            return title + rest if re.match(r",? [a-z]|[,:;] ", rest) and len(rest) < _MAX_REST else title
    return title


def _guessed_headline(line: str, head: list[_Unit]) -> str:
    """The headline before the by-line or date where the page title is another."""
    for unit in reversed(head):
        if unit.kind is _Kind.PROSE:
            text = _SEPARATORS.split(line[unit.start : unit.end])[-1].strip(" |»>/")
            if _WORD.search(text):
                words = _without_menu(text.split())
                return " ".join(words) if 3 <= len(words) <= _MAX_HEADLINE else ""
    return ""


def _without_menu(words: list[str]) -> list[str]:
    """The words behind the last menu entry that has nothing but menu entries before it."""
    for n in range(len(words), 0, -1):
        entries = words[:n]
        if entries[-1].strip(",:").lower() in SECTIONS and (n == 1 or (n > 3 and _is_menu(entries))):
            return words[n:]
    return words


def _is_menu(words: list[str]) -> bool:
    return not any(word[0].islower() or word.endswith((",", ":", ".")) for word in words)


def _published(line: str, start: int) -> datetime.date | None:
    """The last date before the article, else one in its dateline, else one just behind it."""
    before = [day for span, day in dates(line[:start])]
    if before:
        return before[-1]
    dateline = DATELINE.match(line, start)
    return next((day for _, day in dates(dateline.group())), None) if dateline else None
