"""The page of the five tables, with their columns, their queries and rows of the sample.

Input: the named queries, the columns that stay, ``exports/*.csv``. Output: a page.
"""

from __future__ import annotations

import csv
from pathlib import Path

from docs.generate.markup import block, code, escaped, folded, front, heading, table
from kg import query
from kg.tables import COLUMNS

EXPORTS = Path(__file__).parents[2] / "exports"
SHOWN = 4  # rows of a table
LONGEST = 60  # characters of a cell
# What the columns hold; a test holds this in step with the columns.
MEANING = {
    "recipient": "who or what got it, or was considered",
    "award": "the award, title or ranking",
    "category": "the class of the award",
    "year": "of the title or edition, not of the news",
    "event": "the event, or the event at which it was given",
    "conferredBy": "who gives it",
    "result": "winner, runner-up, finalist, special mention, ranked, nominee, withdrawn",
    "rank": "the place, counted from 1",
    "edition": "number or name of the edition, as written",
    "city": "the city; an event in two cities has two rows",
    "start": "first day, where day, month and year are known",
    "end": "last day",
    "organizer": "who holds it",
    "person": "the full name",
    "role": "the post, as written",
    "of": "the city, body or country",
    "about": "what the figure describes",
    "measure": "what is counted or measured, as the article puts it",
    "value": "the number; a fall is negative",
    "unit": "the symbol; empty where things are counted",
    "approx": "more than, about, nearly, up to",
    "asOf": "the time the figure speaks of, as precise as told",
    "place": "the country, state or region",
    "source": "path or address of the article",
    "quote": "the words it was read from",
}


def page() -> str:
    """The page."""
    head = front("The five tables", "Awards, events, roles, metrics and places as rows: columns, rows and the way out.")
    intro = (
        "One row a fact, empty where unknown. More columns may follow, these stay. The way into a spreadsheet is "
        '`kg query awards --format csv > awards.csv`, into [Python](python.md) `graph.table("awards")`. `series` lists '
        "events that recur, `quarantine` what was kept out.\n\n"
    )
    return head + intro + "".join(map(_section, COLUMNS))


def _section(name: str) -> str:
    with (EXPORTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = COLUMNS[name]
    shown = [[escaped(_cut(row[column])) for column in columns] for row in rows[:SHOWN]]
    sparql = query.find(name)
    return "\n".join((
        heading(2, name, name),
        escaped(sparql.splitlines()[0].lstrip("# ")) + "\n",
        table(("column", "what it holds"), [(code(column), escaped(MEANING[column])) for column in columns]),
        f"The first of {len(rows)} rows of the sample:\n",
        table(columns, shown),
        folded("The query", block(sparql, "sparql")),
    ))  # fmt: skip


def _cut(value: str) -> str:
    return value if len(value) <= LONGEST else value[:LONGEST].rsplit(" ", 1)[0] + " …"
