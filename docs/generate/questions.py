"""The page of the competency questions, each with its SPARQL and its answer over the sample.

Input: ``ontology/questions``. Output: a page.
"""

from __future__ import annotations

from docs.generate.markup import anchor, block, escaped, folded, front, heading, table
from kg.questions import SUBJECTS, Question, questions

SHOWN = 8  # rows of an answer
LONGEST = 110  # characters of a cell


def page() -> str:
    """The page."""
    head = front("Questions", "SPARQL to copy: what people ask of the graph, each with its answer over the sample.")
    intro = (
        f"{len(questions())} questions in portable SPARQL 1.1: Oxigraph, Jena and rdflib give the same rows, and a "
        "test compares them. Run one by its name, `kg query mayors`, list them with `kg query --list`, or open them in "
        "the query editor of [kg serve](serve.md). The answers are those of the sample graph in `exports/`: what the "
        "reader misread there is shown as it is.\n\n"
    )
    return head + intro + "".join(map(_subject, SUBJECTS))


def _subject(subject: str) -> str:
    asked = (_section(question) for question in questions() if question.subject == subject)
    return heading(2, subject, anchor(subject.lower())) + "\n" + "".join(asked)


def _section(question: Question) -> str:
    columns, *rows = question.answer
    shown = [[_cell(value) for value in row] for row in rows[:SHOWN]]
    more = (
        f"… {len(rows) - SHOWN} more rows in `ontology/questions/{question.name}.csv`.\n" if len(rows) > SHOWN else ""
    )
    sparql = question.sparql.split("\n", 2)[2]
    return "\n".join((
        heading(3, escaped(question.words), question.name),
        f"`kg query {question.name}`\n",
        folded("SPARQL", block(sparql, "sparql")),
        table(columns, shown),
        more,
    ))  # fmt: skip


def _cell(value: str) -> str:
    cut = value if len(value) <= LONGEST else value[:LONGEST].rsplit(" ", 1)[0] + " …"
    return escaped(cut)
