"""The example queries, and the page that queries are written on.

Input: the competency questions of the ontology. Output: pages; the answers come from the SPARQL endpoint.
"""

from __future__ import annotations

from functools import cache

from starlette.responses import Response

from kg.questions import SUBJECTS, Question, questions
from kg.sparql import LONGEST
from kg.web.pages.site import Asked, NotFoundError

_EXAMPLES = (
    "cities-by-awards", "award-winners-by-year", "mayors", "mayors-of-winners", "events-by-city", "inhabitants",
    "lengths-in-kilometres", "targets", "cities-of-many-subjects", "evidence-of-a-fact",
)  # fmt: skip


@cache
def examples() -> tuple[Question, ...]:
    """The questions of the first page, in their order."""
    named = {question.name: question for question in questions()}
    return tuple(named[name] for name in _EXAMPLES)


def page(asked: Asked) -> Response:
    """The page for queries: with an example, with the query of the address, or with a simple one."""
    name = asked.request.query_params.get("example", "")
    chosen = next((one for one in questions() if one.name == name), None)
    if name and chosen is None:
        raise NotFoundError(f"there is no example {name!r}")
    query = asked.request.query_params.get("query", "")[:LONGEST]
    sparql = query or (chosen or examples()[0]).sparql
    return asked.page(
        "query.html", title="Query", subjects=SUBJECTS, questions=questions(), chosen=chosen, sparql=sparql,
        prefixes=asked.names.prefixes(), run=bool(query or chosen),
    )  # fmt: skip
