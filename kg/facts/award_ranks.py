"""The place in a ranking that a name has: "4. Oslo", "Oslo (4th)", "Oslo came fourth", "Oslo and Riga, 3rd and 4th".

Input: the units of a sentence and the index of a name. Output: the rank, or None.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kg.facts.award_ordinals import NUMBERS
from kg.mentions.units import Line, Unit
from kg.model import BlockKind, QuantityMention

_NUMBERED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)$")
NAMES = frozenset("CHOXES")
"""The kinds of units that a rank may belong to."""
# An ordinal before these counts something else.
_NO_RANK = frozenset(
    "win wins victory triumph success appearance nomination title attempt try bid visit time times year years edition "
    "consecutive straight running largest biggest city cities day days week most session annual person woman man "
    "town towns province state municipality district village county mayor term phase stage floor century half quarter "
    "country generation day's round month in-a-row such "
    "ever to of largest-ever name holder ceremony cycle general award awards prize prizes winner winners laureate "
    "laureates recipient congress conference forum summit festival gala contest competition call anniversary".split()
)
_FACTUAL = re.compile(r"(?:popul|important|famous|recent|common|\w*ern)")
_BEFORE_RANK = frozenset("no number nr rank ranks ranked ranking jointly joint #".split())
_REACH = 12
_LED = 2  # units before the last word of "thirty-eighth"
_MEDALS = {"runner-up": 2, "silver": 2, "bronze": 3}
_SEQUENCE = frozenset(("order", "ranking", "sequence"))


def ordinal(row: list[Unit], i: int) -> int | None:
    """The rank that the unit at ``i`` says by itself or with those behind it."""
    unit = row[i]
    behind = row[i + 1].low if i + 1 < len(row) else ""
    chosen = behind == "most" and i + 2 < len(row) and not _FACTUAL.match(row[i + 2].low)  # "fourth most visited city"
    counted = (behind in _NO_RANK and not chosen) or (
        i + 1 < len(row) and row[i + 1].kind in "AE"
    )  # "the 4th Lantern Prize"
    if unit.kind == "N":
        if i >= 2 and row[i - 1].low == "the" and row[i - 2].low == "on" and behind in {"", ",", ".", "of"}:
            return None  # a day of the month
        match = _NUMBERED.match(unit.low)
        return int(match[1]) if match and not counted else None
    if unit.kind != "W":
        return None
    if unit.low in _BEFORE_RANK and i + 1 < len(row):
        k = i + 2 if row[i + 1].low in {".", "of"} and i + 2 < len(row) else i + 1
        number = row[k].low
        if _is_rank(row[k]):
            return int(number)
        return NUMBERS.get(number) if unit.low in {"no", "number"} else None
    if unit.low in _MEDALS and behind != "medals":
        return _MEDALS[unit.low]
    rank = NUMBERS.get(unit.low)
    if rank is None or not unit.low.endswith(("st", "nd", "rd", "th", "first", "second", "third")):
        return None
    return None if counted else rank + _before(row, i)


def _before(row: list[Unit], i: int) -> int:
    """What stands before the last word of an ordinal: 30 of "thirty-eighth", 100 of "one hundred and second"."""
    if i < _LED or (step := {"-": 10, "and": 100}.get(row[i - 1].low)) is None:
        return 0
    mention = row[i - 2].mention
    if not isinstance(mention, QuantityMention) or mention.unit or row[i - 2].low[0].isdigit():
        return 0
    return int(mention.value) if mention.value < _MOST and mention.value % step == 0 else 0


def rank_of(line: Line, i: int) -> int | None:
    """The rank beside the name at ``i`` of a line."""
    if not any(map(_may_rank, line.units)):
        return None
    return rank_at(line.units, i, item=_is_item(line))


def rank_written(line: Line, i: int) -> int | None:
    """The rank of the name at ``i`` of a line where it is written as one."""
    return _written(line.units, i, item=_is_item(line)) if any(map(_may_rank, line.units)) else None


def _is_item(line: Line) -> bool:
    return line.sentence.block.kind in {BlockKind.ITEM, BlockKind.ROW}


def _may_rank(unit: Unit) -> bool:
    """True of the units without one of which nothing is ranked."""
    low = unit.low
    return (
        low in NUMBERS
        or low in _MEDALS
        or low in _SEQUENCE
        or (low[:1].isdigit() and (_is_rank(unit) or bool(_NUMBERED.match(low))))
    )


def rank_at(row: list[Unit], i: int, *, item: bool) -> int | None:
    """The rank beside the name at ``i``; ``item``: the row is an item of a list or a row of a table."""
    if (rank := _written(row, i, item=item)) is not None:
        return rank
    if (rank := _led_in(row, i)) is not None:
        return rank
    if (rank := _following(row, i, item=item)) is not None:
        return rank
    if is_outdone(row, i):
        return None
    behind = _beside(row, range(i + 1, min(len(row), i + _REACH)), behind=True)
    before = _beside(row, range(i - 1, max(-1, i - _REACH), -1), behind=False)
    if behind is None or (before is not None and _anothers(row, behind[1])):
        return before[0] if before else behind[0] if behind else None
    return behind[0]


def _written(row: list[Unit], i: int, *, item: bool) -> int | None:
    """The rank of the name at ``i`` where it is written as one: "2. Oslo", "Oslo (4th)", "A and B, 3rd and 4th"."""
    numbered = item or (i >= _BEFORE_NAME and row[i - 1].low in _AFTER_NUMBER)
    if numbered and (rank := _numbered(row, i)) is not None:
        return rank
    for told in (_bracketed, _zipped, _rounded_out, in_order):
        if (rank := told(row, i)) is not None:
            return rank
    return None


def _beside(row: list[Unit], steps: range, *, behind: bool) -> tuple[int, int] | None:
    """The rank nearest to a name on one side and where it stands, with no other name between."""
    for k in steps:
        if row[k].kind in NAMES or row[k].low in {";", ".", "while", "whereas", "respectively"}:
            return None
        rank = ordinal(row, k)
        if rank is None and behind:
            rank = _at_number(row, k)
        if rank is not None:
            return rank, k
    return None


def _anothers(row: list[Unit], k: int) -> bool:
    """True of a rank that leads to the next name: ", second place to Rome"."""
    if row[k - 1].low not in {",", "and", "the"}:
        return False
    for unit in row[k + 1 : k + 5]:
        if unit.kind in NAMES:
            return True
        if unit.kind == "P":
            return False
    return False


def _led_in(row: list[Unit], i: int) -> int | None:
    """The rank right before a name: "second was Oslo, third Bergen", "number three is Oslo"."""
    for k in range(i - 1, max(-1, i - 4), -1):
        rank = ordinal(row, k)
        if rank is not None:
            return rank
        if row[k].low not in _BEING:
            return None
    return None


_BEING = frozenset("was is were are came comes the place spot position : - – —".split())


def coordinated(row: list[Unit], i: int) -> list[int]:
    """The names of the list that the name at ``i`` belongs to: "Oslo, Bergen and Molde".

    States are skipped where it is no state itself: "Oslo in Norway and Riga in Latvia", "Bavaria and Saxony".
    """
    found = [i]
    names = NAMES | {"L"} if row[i].kind == "L" else NAMES
    for step in (-1, 1):
        k, linked = i + step, False
        while 0 <= k < len(row):
            unit = row[k]
            if unit.low in _LINKS:
                linked = True
            elif linked and unit.kind in names:
                found.append(k)
                linked = False
            elif unit.kind not in "LG" and unit.low not in _BETWEEN and not _leads_to_state(row, k):
                break
            k += step
    return sorted(found)


def _leads_to_state(row: list[Unit], k: int) -> bool:
    return row[k].low == "in" and k + 1 < len(row) and row[k + 1].kind == "L"


_BETWEEN = frozenset({"(", ")", "the", "'", "’", "s"})  # "Lyon and France's Lille"
_LINKS = frozenset({",", "and", "&", ";"})


def _rank_list(row: list[Unit], k: int, step: int) -> list[int]:
    """The ranks in a row from ``k`` on, in order of the text: "five, six and seven", "from six to eight"."""
    found: list[int] = []
    spanned = False
    while 0 <= k < len(row):
        low = row[k].low
        rank = plain(row[k])
        if rank is not None and row[k].kind in "WNQ":
            found.append(rank)
        elif found and low in {"to", "through", "-", "–"}:
            spanned = True
        elif not (found and low in {",", "and", "&", "in", "respectively"}):
            break
        k += step
    if step < 0:
        found.reverse()
    if spanned and len(found) == 2 and found[0] < found[1]:
        return list(range(found[0], found[1] + 1))
    return found


def plain(unit: Unit) -> int | None:
    """What a number says: "seven", "seventh", "7", "7th"."""
    if match := _NUMBERED.match(unit.low):
        return int(match[1])
    return int(unit.low) if _is_rank(unit) else NUMBERS.get(unit.low)


def _zipped(row: list[Unit], i: int) -> int | None:
    """The rank of a name in a list that as many ranks follow or come before."""
    names = coordinated(row, i)
    if len(names) < _FEWEST:
        return None
    if (shared := _shared(row, names[-1] + 1)) is not None:
        return shared
    for step, first in ((1, names[-1] + 1), (-1, names[0] - 1)):
        for k in range(first, first + step * _REACH, step):
            if not 0 <= k < len(row) or row[k].kind in NAMES or row[k].low in {";", "."}:
                break
            if plain(row[k]) is not None:
                ranks = _rank_list(row, k, step)
                if len(ranks) == len(names):
                    return ranks[names.index(i)]
                break
    return None


def _shared(row: list[Unit], start: int) -> int | None:
    """The one rank of all names of a list: "Oslo and Bergen are jointly 56", "…, all ranking at 53"."""
    ends = (k for k in range(start, min(len(row), start + _REACH)) if row[k].kind in NAMES or row[k].low in {";", "."})
    stop = next(ends, min(len(row), start + _REACH))
    if not any(row[k].low in _TOGETHER for k in range(start, stop)):
        return None
    told = (row[k] for k in range(start, stop) if row[k].kind in "WNQ" and row[k - 1].low != "top")
    return next((rank for unit in told if (rank := plain(unit)) is not None), None)


_TOGETHER = frozenset("all both jointly joint equally equal".split())
_FEWEST = 2
_LED_FAR = 24  # units
_WITH_FIGURE = re.compile(  # "B with 5 hours and C", "B (5 hours), C"
    r"(?:\(|with|at|on|,)? ?\d[\d.,]*(?: [a-z%]+){0,2}(?: \))?(?: ,)?(?: and| ,|(?<=,))"
)
_FOLLOWED = re.compile(r"(?:followed|trailed) (?:\w+ )?by$|(?:ahead|in front) of$|(?:and )?then(?: \w+)?$")


def _following(row: list[Unit], i: int, *, item: bool) -> int | None:
    """The rank of a name behind "followed by", "ahead of", "then", counted from the rank of the name before."""
    names = coordinated(row, i)
    lead = " ".join(u.low for u in row[max(0, names[0] - 4) : names[0]])
    before = next((m for m in range(names[0] - 1, -1, -1) if row[m].kind in NAMES), None)
    if item or before is None or names[0] - before > _LED_FAR:
        return None
    if _WITH_FIGURE.fullmatch(" ".join(u.low for u in row[before + 1 : names[0]])):
        last = _following(row, before, item=item)
        return None if last is None else last + 1 + names.index(i)
    if not _FOLLOWED.search(lead):
        return None
    base = rank_at(row, before, item=item)
    return None if base is None else base + 1 + names.index(i)


_ROUNDED_OUT = re.compile(
    r"top (?P<n>\w+) (?:(?:is|are|was|were) )?(?:rounded out|completed) by$"
    r"|(?:rounding out|rounds? out|completing|completes?) (?:the|its) top (?P<m>\w+) (?:(?:is|are|was|were)|:)$"
)
_CLOSED = re.compile(
    r"(?:makes? up|made up|rounds? out|rounded out|completes?|completed|closes?|closed) (?:the|its) (?:rest of the )?"
    r"(?:top )?(?P<n>\w+)(?: ,|$| \.)"
)
_TIES = (["(", "tied"], ["(", "joint"], ["(", "equal"])  # "completed by Navan, Cobh and Ennis (tied for fifth), Bray"
_OUTDONE = re.compile(r"(?:likes of|beating|outranking|overtaking|outdoing|leapfrogging|surpassing)$")


def _lead(row: list[Unit], names: list[int]) -> str:
    """The words before a list of names."""
    return " ".join(unit.low for unit in row[max(0, names[0] - 7) : names[0]])


def _rounded_out(row: list[Unit], i: int) -> int | None:
    """The rank of a name among the last of a top: "the top five are rounded out by Oslo", "Oslo and Riga close it"."""
    names = coordinated(row, i)
    if [unit.low for unit in row[names[-1] + 1 : names[-1] + 3]] in _TIES:
        return None  # more names follow
    told = _ROUNDED_OUT.search(_lead(row, names))
    top = (told["n"] or told["m"]) if told else ""
    if closed := _CLOSED.match(" ".join(unit.low for unit in row[names[-1] + 1 : names[-1] + 9])):
        top = closed["n"]
    last = int(top) if top.isdecimal() else NUMBERS.get(top)
    return last - len(names) + 1 + names.index(i) if last and last >= len(names) else None


_ORDERED = re.compile(  # "the order is: Oslo, Bergen", "in order, the five cleanest are Oslo, Bergen"
    r"(?:^|(?<! alphabetical) )(?:order|ranking|sequence)(?! of (?:size|age))(?: (?!and\b)[^;.:]+)?"
    r" (?:is|are|was|were|read|reads|runs|went|:)(?: :| as follows :)?$"
)
_IN_ORDER_BEHIND = re.compile(r",? ?in (?:that|this|descending) order\b")
_LISTED = 3


def in_order(row: list[Unit], i: int) -> int | None:
    """The rank of a name in a list that is said to be the order: "the order is: Oslo, Bergen, Molde"."""
    names = coordinated(row, i)
    if len(names) < _LISTED:
        return None
    before = " ".join(unit.low for unit in row[: names[0]])
    behind = " ".join(unit.low for unit in row[names[-1] + 1 : names[-1] + 6])
    told = _ORDERED.search(before) or _IN_ORDER_BEHIND.match(behind)
    return names.index(i) + 1 if told else None


def is_outdone(row: list[Unit], i: int) -> bool:
    """True of names that only another one's rank is told of: "Oslo came 3rd, beating Bergen"."""
    return _OUTDONE.search(_lead(row, coordinated(row, i))) is not None


def _numbered(row: list[Unit], i: int) -> int | None:
    """The number that opens an item: "4. Oslo", "4 Oslo", "No. 4: Oslo", "(#4) Oslo"."""
    before = [unit for unit in row[:i] if unit.kind != "P" and unit.low not in {"tie", "tied"}]
    opens = i <= _OPENING and not any(unit.kind in NAMES for unit in before)
    if len(before) == _BEFORE_NAME and row[row.index(before[-1]) - 1].low == "(":
        before.pop()  # "1 (2) Oslo": the rank of the edition before
    if before and opens and before[-1].kind in "NQ" and _is_rank(before[-1]):
        return int(before[-1].low)
    if i >= 2 and row[i - 1].low in _AFTER_NUMBER and _is_rank(row[i - 2]):
        lead = row[i - 3].low if i >= 3 else "#"
        dotted = lead == "." and i >= 4 and row[i - 4].low in _NUMBER
        if row[i - 1].low == "." or lead in _NUMBER or dotted:
            return int(row[i - 2].low)
    return None


_OPENING = 5
_BEFORE_NAME = 2  # a number and its stop
_AFTER_NUMBER = frozenset({".", ")", ":"})
_NUMBER = frozenset({"#", "no", "nr", "number"})


def _bracketed(row: list[Unit], i: int) -> int | None:
    """The rank in the bracket behind a name: "Oslo (4th)", "Oslo (4)", "Oslo, Norway (4)"."""
    k = i + 1
    while k + 2 < len(row) and row[k].low in _PLACED and row[k + 1].kind in "LX" and row[k + 2].low in {"(", ","}:
        k += 2
    if k + 2 >= len(row) or row[k].low != "(":
        return None
    rank = ordinal(row, k + 1)
    if rank is None and _is_rank(row[k + 1]) and row[k + 2].low in {")", ","} and not is_figure(row, k + 1):
        return int(row[k + 1].low)
    return rank


def is_figure(row: list[Unit], k: int) -> bool:
    """True of a number behind a bracket where the brackets of its sentence have what was counted.

    Either one says so, "Paris (237 points), Oslo (190)", or large ones fall: "Paris (53), Oslo (49), Rome (37)"; those
    that fall one by one, "Paris (139), Oslo (138), Rome (137)", are ranks told from the foot of a table.
    """
    if row[k - 1].low != "(":
        return False
    opened = [m + 1 for m in range(len(row) - 1) if row[m].low == "("]
    if any(isinstance(mention := row[m].mention, QuantityMention) and mention.unit for m in opened):
        return True
    bare = [int(row[m].low) for m in opened if _is_rank(row[m])]
    steps = {one - other for one, other in pairwise(bare)}
    return len(bare) >= _FALLING and bare[-1] > _LARGE and min(steps) > 0 and steps != {1}


_FALLING, _LARGE = 3, 30  # a top counts down: "Turin (14), Leeds (13), Oran (12)"
_PLACED = frozenset((",", "in"))


def _at_number(row: list[Unit], k: int) -> int | None:
    """The rank in "Oslo at 12," where a stop or comma follows."""
    ends = k + 2 >= len(row) or row[k + 2].kind == "P"
    return int(row[k + 1].low) if row[k].low == "at" and k + 1 < len(row) and ends and _is_rank(row[k + 1]) else None


def _is_rank(unit: Unit) -> bool:
    return unit.low.isdecimal() and int(unit.low) < _MOST


_MOST = 500  # no ranking of cities is longer: larger numbers are counts and years
