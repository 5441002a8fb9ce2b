"""The answer to a query as a page, for a browser that runs no scripts.

Input: the names of the columns and the rows. Output: pieces of HTML. Every text is escaped; an IRI of the graph leads
to its page on this server, another one only where it is of the web.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from urllib.parse import quote

import pyoxigraph as ox

from kg.namespaces import WEB, XSD
from kg.web.results import Row, Term, plain

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Answer – CityKG</title>
<link rel="stylesheet" href="static/style.css">
<link rel="icon" href="static/icon.svg" type="image/svg+xml">
</head>
<body class="asking">
<header class="top"><div class="bar"><a class="mark" href="./">City<b>KG</b></a></div></header>
<main id="main">
<header class="title"><h1>Answer</h1></header>
<div class="body">
"""
_FOOT = """<p><a href="query">Ask something else</a></p>
</div>
</main>
</body>
</html>
"""
_NUMBERS = frozenset(XSD + name for name in ("decimal", "integer", "double", "gYear"))


class Page:
    """Writes answers as pages; ``things`` is what the IRIs of the graph begin with, ``prefixes`` shorten others."""

    def __init__(self, things: str, prefixes: Mapping[str, str]) -> None:
        self._things = things
        self._prefixes = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))

    def rows(self, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
        """A page with a table of the rows."""
        yield _HEAD
        heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
        yield '<div class="wide" tabindex="0" role="group" aria-label="The rows of the answer">\n'
        yield f"<table>\n<tr>{heads}</tr>\n"
        count = 0
        for row in rows:
            count += 1
            yield f"<tr>{''.join(map(self._cell, row))}</tr>\n"
        yield f'</table></div>\n<p class="note">{count:,} {"row" if count == 1 else "rows"}</p>\n{_FOOT}'

    @staticmethod
    def yes_or_no(answer: bool) -> str:
        """A page with one word."""
        return f"{_HEAD}<p>{'Yes.' if answer else 'No.'}</p>\n{_FOOT}"

    def _cell(self, term: Term) -> str:
        shown = escape(self._short(term))
        if isinstance(term, ox.NamedNode) and (href := self._href(term.value)):
            return f'<td><a href="{escape(href)}" rel="nofollow">{shown}</a></td>'
        number = isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS
        return f'<td class="number">{shown}</td>' if number else f"<td>{shown}</td>"

    def _short(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            found = next((pair for pair in self._prefixes if term.value.startswith(pair[1])), None)
            return f"{found[0]}:{term.value.removeprefix(found[1])}" if found else term.value
        return plain(term)

    def _href(self, iri: str) -> str:
        if iri.startswith(self._things):
            path, _, fragment = iri.removeprefix(self._things).partition("#")
            return f"{quote(path)}.html" + (f"#{quote(fragment)}" if fragment else "")
        return iri if iri.casefold().startswith(WEB) else ""
