"""A poster to print: who won which award in which year, on one sheet of A3.

    python examples/poster.py --store build/demo --output build/examples

Input: a store. Output: poster.pdf to print (letters stay letters) and poster.png to look at. A row is an award, a
column a year; winners stand in strong type, others below them. The awards with most years come first.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib import font_manager

import kg

mpl.use("Agg")
A3 = (420 / 25.4, 297 / 25.4)  # inches, as matplotlib wants it
INK, SOFT, RULE, AWARD, CITY = "#1d2226", "#5b6266", "#dcd8cd", "#b07d05", "#0f6f8c"
MOST_YEARS, MOST_LINES = 10, 6
HEIGHT = 14.6  # of the sheet below its head, in units of which a column is one wide
LINE = 0.34  # of names
LABELS = 2.1  # width of the column of awards
CELL, LABEL = 17, 22  # letters on a line
CONFERRALS = """
SELECT DISTINCT ?award ?year ?recipient ?result ?rank {
  ?fact a kg:AwardConferral ; kg:award/rdfs:label ?award ; kg:recipient/rdfs:label ?recipient ; kg:result ?result ;
    kg:year ?y .
  OPTIONAL { ?fact kg:rank ?rank }
  BIND (STR(?y) AS ?year)
} ORDER BY ?award ?year (!BOUND(?rank)) ?rank ?recipient
"""


@dataclass
class Cell:
    """Who won an award in a year, and who came close."""

    winners: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    def lines(self) -> list[tuple[str, bool]]:
        """The lines as they are set, winners first; names for which there is no room are counted."""
        names = [(name, True) for name in self.winners] + [(name, False) for name in self.others]
        lines: list[tuple[str, bool]] = []
        for at, (name, won) in enumerate(names):
            broken = wrapped(name, CELL)
            if len(lines) + len(broken) > MOST_LINES - (at < len(names) - 1):
                return [*lines, (f"and {len(names) - at} more", False)]
            lines += [(line, won) for line in broken]
        return lines


def conferrals(store: Path) -> dict[str, dict[int, Cell]]:
    """Cells by award and year."""
    rows: dict[str, dict[int, Cell]] = defaultdict(lambda: defaultdict(Cell))
    with kg.open(store) as graph:
        for row in graph.query(CONFERRALS).records():
            cell = rows[row["award"]][int(row["year"])]
            placed = row["rank"] and row["result"] == "ranked"
            name = f"{row['rank']}  {row['recipient']}" if placed else row["recipient"]
            names = cell.winners if row["result"] == "winner" or row["rank"] == "1" else cell.others
            if name not in cell.winners + cell.others:
                names.append(name)
    return rows


def wrapped(name: str, width: int) -> list[str]:
    """The name in lines of at most ``width`` letters, where words allow."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(f"  {word}")
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def draw(rows: dict[str, dict[int, Cell]]) -> plt.Figure:
    """The sheet."""
    years = sorted({year for cells in rows.values() for year in cells})[-MOST_YEARS:]
    recent = {award: {year: cells[year] for year in years if year in cells} for award, cells in rows.items()}
    order = sorted((award for award in recent if recent[award]), key=lambda award: (-len(recent[award]), award))
    figure = plt.figure(figsize=A3, facecolor="white")
    axes = figure.add_axes((0.04, 0.04, 0.92, 0.84))
    axes.axis("off")
    axes.set(xlim=(0, LABELS + len(years)), ylim=(HEIGHT, -0.6))
    for at, year in enumerate(years):
        axes.text(LABELS + at, -0.2, str(year), fontsize=17, fontweight=600, color=AWARD, va="bottom")
    top, drawn = 0.0, 0
    for award in order:
        height = max(2, *(len(cell.lines()) for cell in recent[award].values())) * LINE + 0.32
        if top + height > HEIGHT:
            break
        axes.plot([0, LABELS + len(years)], [top, top], color=RULE, linewidth=0.8)
        for line, words in enumerate(wrapped(award, LABEL)):
            axes.text(0, top + 0.14 + line * LINE, words.strip(), fontsize=15, fontweight=600, color=INK, va="top")
        for year, cell in recent[award].items():
            for line, (name, won) in enumerate(cell.lines()):
                place = (LABELS + years.index(year), top + 0.17 + line * LINE)
                axes.text(
                    *place, name, fontsize=12, va="top", color=CITY if won else SOFT, fontweight=600 if won else 400
                )
        top, drawn = top + height, drawn + 1
    count = sum(len(cell.winners) for award in order[:drawn] for cell in recent[award].values())
    left_out = f" Not shown: {len(order) - drawn} with fewer years." if drawn < len(order) else ""
    told = f"{count} wins of {drawn} awards, {years[0]} to {years[-1]}, read from articles by CityKG.{left_out}"
    figure.text(0.04, 0.935, "Cities and their honours", fontsize=44, fontweight=600, color=INK)
    figure.text(0.04, 0.905, f"{told} In grey: runners-up, finalists, places in a ranking.", fontsize=17, color=SOFT)
    return figure


def use_font_of_pictures() -> None:
    """Letters as ``kg draw`` has them: the fonts lie in the package."""
    for name in ("regular", "semibold"):
        with resources.as_file(resources.files("kg.draw.fonts") / f"{name}.ttf") as path:
            font_manager.fontManager.addfont(path)
    mpl.rcParams["font.family"] = "CityKG Sans"


def main() -> None:
    parser = argparse.ArgumentParser(description="A poster of awards and their winners.")
    parser.add_argument("--store", type=Path, default=Path("build/demo"))
    parser.add_argument("--output", type=Path, default=Path("build/examples"))
    options = parser.parse_args()
    use_font_of_pictures()

    mpl.rcParams["pdf.fonttype"] = 42  # letters as letters, so that they can be searched
    if not (rows := conferrals(options.store)):
        parser.exit(1, f"no awards with a year in {options.store}: build articles that tell of some\n")
    figure = draw(rows)
    options.output.mkdir(parents=True, exist_ok=True)
    figure.savefig(options.output / "poster.pdf", metadata={"CreationDate": None, "Producer": None, "Creator": None})
    figure.savefig(options.output / "poster.png", dpi=110, metadata={"Software": None})
    print(f"wrote {options.output / 'poster.pdf'} and {options.output / 'poster.png'}")


if __name__ == "__main__":
    main()
