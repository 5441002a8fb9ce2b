"""The answer to a SELECT as text: W3C SPARQL 1.1 results in JSON, XML, CSV and TSV, row by row.

Input: the names of the columns and the rows. Output: pieces of text. Rows are counted as they are written, so an answer
that grows over its limit is noticed at once; the engine's own writers cannot be stopped at a row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg.errors import KgError
from kg.namespaces import ITS, RESULTS, XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
Row = Iterable[Term]
Writer = Callable[[Sequence[str], Iterable[Row]], Iterator[str]]

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTED_IN_CSV = re.compile(r'[",\r\n]')


class TooLargeError(KgError):
    """An answer has more rows or bytes than are allowed."""


def limited(rows: Iterable[Row], most: int) -> Iterator[Row]:
    """The rows; raises TooLargeError at the first that is one too many."""
    for number, row in enumerate(rows):
        if number == most:
            raise TooLargeError(f"it has more than {most:,} rows")
        yield row


def as_json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """SPARQL 1.1 Query Results JSON Format."""
    yield f'{{"head": {{"vars": {json.dumps(list(columns))}}}, "results": {{"bindings": ['
    before = "\n"
    for row in rows:
        binding = {name: _in_json(term) for name, term in zip(columns, row, strict=True) if term is not None}
        yield before + json.dumps(binding, ensure_ascii=False)
        before = ",\n"
    yield "\n]}}\n"


def _in_json(term: Term) -> dict[str, object]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.Literal() if term.language:
            direction = {"its:dir": term.direction.value} if term.direction else {}
            return {"type": "literal", "value": term.value, "xml:lang": term.language, **direction}
        case ox.Literal() if term.datatype.value != XSD + "string":
            return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
        case ox.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _in_json(part) for name, part in parts.items()}}
        case ox.Literal() | ox.BlankNode():
            return {"type": "literal" if isinstance(term, ox.Literal) else "bnode", "value": term.value}
        case _:
            return {}


def as_xml(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """SPARQL Query Results XML Format; a character that XML cannot hold becomes U+FFFD."""
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in columns)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{RESULTS}">\n<head>{names}</head>\n<results>\n'
    for row in rows:
        cells = (
            f"<binding name={quoteattr(name)}>{_in_xml(term)}</binding>"
            for name, term in zip(columns, row, strict=True)
            if term is not None
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _in_xml(term: Term) -> str:
    match term:
        case ox.NamedNode():
            return f"<uri>{_xml(term.value)}</uri>"
        case ox.Literal() if term.language:
            direction = (
                f' xmlns:its="{ITS}" its:version="2.0" its:dir="{term.direction.value}"' if term.direction else ""
            )
            return f"<literal xml:lang={quoteattr(term.language)}{direction}>{_xml(term.value)}</literal>"
        case ox.Literal() if term.datatype.value != XSD + "string":
            return f"<literal datatype={quoteattr(term.datatype.value)}>{_xml(term.value)}</literal>"
        case ox.Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return f"<triple>{''.join(f'<{name}>{_in_xml(part)}</{name}>' for name, part in parts.items())}</triple>"
        case ox.Literal() | ox.BlankNode():
            name = "literal" if isinstance(term, ox.Literal) else "bnode"
            return f"<{name}>{_xml(term.value)}</{name}>"
        case _:
            return ""


def _xml(text: str) -> str:
    return escape(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text), {"\r": "&#13;"})


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """SPARQL 1.1 Query Results CSV Format: plain values, lines end in CRLF."""
    yield ",".join(map(_csv, columns)) + "\r\n"
    for row in rows:
        yield ",".join(_csv(plain(term)) for term in row) + "\r\n"


def plain(term: Term) -> str:
    """The characters of a term, as CSV has them."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else _turtle(term)


def _csv(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if _QUOTED_IN_CSV.search(value) else value


def as_tsv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """SPARQL 1.1 Query Results TSV Format: terms as in Turtle, tabs and line ends escaped."""
    yield "\t".join(f"?{name}" for name in columns) + "\n"
    for row in rows:
        yield "\t".join(map(_turtle, row)) + "\n"


def _turtle(term: Term) -> str:
    if isinstance(term, ox.Triple):
        return f"<<( {term.subject} {term.predicate} {_turtle(term.object)} )>>"
    return "" if term is None else str(term)


WRITERS: dict[str, Writer] = {"json": as_json, "xml": as_xml, "csv": as_csv, "tsv": as_tsv}


def yes_or_no(answer: bool, form: str) -> str:
    """The answer to an ASK; the CSV and TSV formats have none, so it is the bare word."""
    word = str(answer).lower()
    if form == "json":
        return f'{{"head": {{}}, "boolean": {word}}}\n'
    if form == "xml":
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        return f'{head}\n<sparql xmlns="{RESULTS}">\n<head/>\n<boolean>{word}</boolean>\n</sparql>\n'
    return f"{word}\n"
