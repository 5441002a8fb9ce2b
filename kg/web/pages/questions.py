"""The example queries, and the page that queries are written on.

Input: the competency questions of the ontology. Output: pages; the answers come from the SPARQL endpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from starlette.responses import Response

from kg.sparql import LONGEST
from kg.vocabulary import question_files
from kg.web.pages.site import Asked, NotFoundError

_EXAMPLES = (
    "cities-by-awards", "award-winners-by-year", "mayors", "mayors-of-winners", "events-by-city", "inhabitants",
    "lengths-in-kilometres", "targets", "cities-of-many-subjects", "evidence-of-a-fact",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question in words and in SPARQL."""

    name: str
    words: str
    sparql: str


@cache
def examples() -> tuple[Question, ...]:
    """The questions that pages show, in their order."""
    found = {}
    for path in question_files():
        sparql = path.read_text(encoding="utf-8")
        found[path.stem] = Question(name=path.stem, words=sparql.splitlines()[0].lstrip("# "), sparql=sparql.strip())
    return tuple(found[name] for name in _EXAMPLES)


def page(asked: Asked) -> Response:
    """The page for queries: with an example, with the query of the address, or with a simple one."""
    name = asked.request.query_params.get("example", "")
    chosen = next((one for one in examples() if one.name == name), None)
    if name and chosen is None:
        raise NotFoundError(f"there is no example {name!r}")
    query = asked.request.query_params.get("query", "")[:LONGEST]
    sparql = query or (chosen or examples()[0]).sparql
    return asked.page(
        "query.html", title="Query", questions=examples(), chosen=chosen, sparql=sparql,
        prefixes=asked.names.prefixes(), run=bool(query or chosen),
    )  # fmt: skip
