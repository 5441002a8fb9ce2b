"""What people see on a terminal: tables, build summaries, explanations.

Input: answers and outcomes. Output: text on a rich Console. Names come from the open web, so
control and direction characters never reach a terminal, and nothing is read as markup.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.conflicts import Disagreement, value_of
from kg.explain import Explanation, Identity
from kg.model import Entity, Period
from kg.query import Answer, plain
from kg.tables import TABLE_OF

if TYPE_CHECKING:
    from kg.coverage import Coverage
    from kg.doctor import Ailment
    from kg.evaluate import Report
    from kg.pipeline import Outcome

WIDEST_NAME = 26  # characters of a name before it is folded
SHORTEST_CELL = 12  # characters left of a quote on a narrow terminal
LONGEST_CELL = 48  # characters shown of a quote or a file name; --format csv prints all
PIPE_WIDTH = 220  # columns where standard output is no terminal
WIDTH_WITH_RANGES = 118  # columns of a terminal that leave room for the ranges of an evaluation
CUT = {"source", "quote", "sentence"}  # columns that may be long: one line, cut
NUMBERS = {"value", "rank", "year", "n"}
HIDDEN = {"fact"}  # columns that only programs need


def visible(text: str) -> str:
    """The text without control and format characters, which could drive or disguise a terminal."""
    return "".join(c if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} else " " for c in text)


def table(console: Console, answer: Answer, title: str = "") -> None:
    """Print rows under their columns; columns without any value are left out, quotes and file names cut to one line."""
    if answer.yes is not None:
        console.print("yes" if answer.yes else "no")
        return
    _widen(console)
    used = [
        (at, name)
        for at, name in enumerate(answer.columns)
        if name not in HIDDEN and (not answer.rows or any(row[at] is not None for row in answer.rows))
    ]
    cells = {name: [_cell(name, plain(row[at])) for row in answer.rows] for at, name in used}
    widths = _widths(cells, console.width)
    grid = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for name in cells:
        right = name in NUMBERS
        grid.add_column(
            name, overflow="fold", justify="right" if right else "left", max_width=widths[name], no_wrap=right
        )
    for at in range(len(answer.rows)):
        grid.add_row(*(Text(_cut(cells[name][at], widths[name]) if name in CUT else cells[name][at]) for name in cells))
    console.print(grid)
    if console.is_terminal and answer.rows:
        console.print(Text(f"{len(answer.rows)} rows; --format csv prints cells in full", style="dim"))


def _widen(console: Console) -> None:
    """Give a console that is no terminal room for whole rows."""
    if not console.is_terminal:
        console.width = PIPE_WIDTH


def _cell(column: str, text: str) -> str:
    """What is shown of a value: of a path or URL its last part."""
    return visible(text.rstrip("/").rsplit("/", 1)[-1] if column == "source" else text)


def _widths(cells: dict[str, list[str]], width: int) -> dict[str, int]:
    """Columns a cell may take: names up to WIDEST_NAME, then what is left is shared by quotes and file names."""
    widths = {
        name: min(max(map(len, (name, *texts))), LONGEST_CELL if name in CUT else WIDEST_NAME)
        for name, texts in cells.items()
    }
    cut = [name for name in widths if name in CUT]
    left = width - sum(widths[name] + 3 for name in widths if name not in CUT)
    for name in cut:
        widths[name] = min(widths[name], max(SHORTEST_CELL, left // len(cut) - 3))
    return widths


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def summary(console: Console, outcomes: Iterable[Outcome]) -> None:
    """Print what a build did: articles by state, reasons for those skipped, facts, and quarantine with its reasons."""
    outcomes = list(outcomes)
    states = Counter(outcome.state for outcome in outcomes if outcome.source)
    facts = sum((outcome.facts for outcome in outcomes), Counter[str]())
    console.print(Text("articles    " + (", ".join(f"{n} {state}" for state, n in states.items()) or "none")))
    for outcome in outcomes:
        if outcome.state == "skipped":
            console.print(Text(f"  skipped   {visible(outcome.source)}: {visible(outcome.reason)}"))
    for outcome in outcomes:
        if outcome.note:
            console.print(Text(f"  model     {visible(outcome.source)}: {visible(outcome.note)}"), soft_wrap=True)
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(facts.items()))
    console.print(Text(f"facts       {facts.total()} added" + (f": {kinds}" if kinds else "")))
    held = [held for outcome in outcomes for held in outcome.held]
    if any(outcome.state == "rechecked" for outcome in outcomes):
        console.print(Text("shapes      other ones than before: the facts of all articles were judged anew"))
    healed, unhealed = (sum(len(getattr(outcome, name)) for outcome in outcomes) for name in ("healed", "unhealed"))
    if healed or unhealed:
        console.print(Text(f"quarantine  {healed} facts came back from it, {unhealed} went back to it"))
    console.print(Text(f"quarantine  {len(held)} facts" + ("; list them with: kg quarantine" if held else "")))
    reasons = Counter(
        f"{finding.shape.rsplit('#', 1)[-1]}: {finding.message}" for one in held for finding in one.findings
    )
    for reason, n in sorted(reasons.items()):
        console.print(Text(f"  {n:>4} × {visible(reason)}"))


def coverage(console: Console, told: Coverage) -> None:
    """Print an article with its quotes marked and numbered, the facts behind the numbers, and the silent sentences."""
    console.print(Text(visible(told.source), style="bold"))
    text = Text()
    for piece in told.pieces:
        words = "\n".join(map(visible, piece.text.split("\n")))
        if piece.facts:
            text.append(f"»{words}«", style="bold yellow").append(f"[{','.join(map(str, piece.facts))}]", style="dim")
        else:
            text.append(words)
    console.print(text, soft_wrap=True)
    for at, fact in enumerate(told.facts, 1):
        slots = (
            (slot.name, getattr(fact, slot.name)) for slot in fields(fact) if slot.name not in {"evidence", "rule"}
        )
        shown = ", ".join(f"{name} {_value(value)}" for name, value in slots if value not in (None, (), False))
        console.print(Text(f"[{at}] {type(fact).__name__}: {visible(shown)}"), soft_wrap=True)
    console.print(
        Text(f"{told.told} of {told.sentences} sentences gave facts; {len(told.silent)} look as if they should")
    )
    for sentence in told.silent:
        console.print(Text(f"  ? {visible(sentence)}"), soft_wrap=True)
    console.print()


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return " and ".join(map(_value, value))
    if isinstance(value, Entity):
        return value.name
    return value.iso if isinstance(value, Period) else str(value)


def report(console: Console, told: Report, *, misses: int = 0) -> None:
    """Print the figures of an evaluation: a row a kind, then formats and slots, then what was missed and wrong."""
    _widen(console)
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    ranges = console.width >= WIDTH_WITH_RANGES
    which = ["P", "R", "F1", "95 %"] if ranges else ["P", "R", "F1"]
    for name in ("kind", "facts", "found", *which, *(f"strict {name}" for name in which)):
        grid.add_column(name, justify="left" if name == "kind" else "right", no_wrap=True)
    for kind in (*TABLE_OF, ""):
        figures = told.figures(kind)
        cells = [kind or "all", str(figures.labelled), str(figures.found)]
        for strict in (False, True):
            low, high = told.spread(kind, strict=strict)
            cells += [f"{x:.3f}" for x in figures.scores(strict=strict)] + [f"{low:.2f}-{high:.2f}"] * ranges
        grid.add_row(*cells)
    console.print(Text(f"{len(told.articles)} articles"))
    console.print(grid)
    for name in sorted({article.format for article in told.articles}):
        _, recall, f1 = told.figures(format=name).scores()
        console.print(Text(f"format {name or 'unknown'}: key F1 {f1:.3f}, recall {recall:.3f}"))
    for kind in TABLE_OF:
        slots = ", ".join(f"{slot} {agree}/{filled}" for slot, (agree, filled) in told.slots(kind).items())
        if slots:
            console.print(Text(f"slots of {kind}: {slots}"), soft_wrap=True)
    for title in ("missed", "wrong") if misses else ():
        for kind in TABLE_OF:
            rows = [(a.id, row) for a in told.articles for of, row in getattr(a, title) if of == kind]
            for ident, row in rows[:misses]:
                shown = {k: v for k, v in row.items() if v and k not in {"type", "source"}}
                line = f"{title} {kind} {ident}: {json.dumps(shown, ensure_ascii=False)}"
                console.print(Text(visible(line)), soft_wrap=True)
    for ident, reason in told.unread:
        console.print(Text(f"not read {ident}: {visible(reason)}"))


def identities(console: Console, told: Iterable[Identity]) -> None:
    """Print which names were taken for one thing, why, and the line of the corrections that undoes it."""
    for one in told:
        console.print(
            Text(visible(one.name or one.variant), style="bold")
            + Text(f" stands for {one.entity}" + (f" in {visible(', '.join(one.articles))}" if one.articles else "")),
            soft_wrap=True,
        )
        console.print(Text(f"  because: {visible(one.reason)}"), soft_wrap=True)
        console.print(Text(f"  to undo it: {one.undo}", style="dim"), soft_wrap=True)
        console.print()


def ailments(console: Console, found: Sequence[Ailment]) -> None:
    """Print what is wrong with a store, the worst first, and what to do."""
    for one in found:
        console.print(Text(one.severity.value, style="bold") + Text(f": {visible(one.what)}"), soft_wrap=True)
        console.print(Text(f"  next: {visible(one.remedy)}"), soft_wrap=True)
    if not found:
        console.print("sound: every table was read")


def conflicts(console: Console, found: Sequence[Disagreement]) -> None:
    """Print each disagreement with what both articles say and their quotes, then how many there are of each sort."""
    for one in found:
        console.print(Text(one.relation.value, style="bold") + Text(f": {visible(one.reason)}"), soft_wrap=True)
        for side in (one.one, one.other):
            published = f", {side.telling.published}" if side.telling.published else ""
            console.print(Text(f"  {visible(value_of(side.telling.fact))}"), soft_wrap=True)
            quote = visible(" ".join(side.telling.quote.split()))
            console.print(
                Text("    “")
                + Text(quote, style="yellow")
                + Text(f"”  {visible(side.source)}{published}", style="dim"),
                soft_wrap=True,
            )
        console.print()
    counts = Counter(one.relation.value for one in found)
    console.print(Text(", ".join(f"{n} {relation}" for relation, n in counts.items()) or "no two facts disagree"))


def explanation(console: Console, told: Iterable[Explanation]) -> None:
    """Print each fact with its values and its sentences, the quotes marked."""
    for one in told:
        console.print(Text(one.kind, style="bold") + Text(f"  {one.iri}", style="dim"))
        for name, value in one.values:
            console.print(Text(f"  {name}: {visible(value)}"))
        for quote in one.quotes:
            marked = Text("  “" + visible(quote.before).lstrip()) + Text(
                f"»{visible(quote.quote)}«", style="bold yellow"
            )
            console.print(
                marked + Text(visible(quote.after).rstrip() + "”") + Text(f"  {visible(quote.source)}", style="dim")
            )
        console.print()
