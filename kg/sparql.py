"""A SPARQL query as text: what is refused before the engine sees it, and what it says of its dataset.

Input: the text of a query. Output: a QueryError, or nothing; its FROM clauses; the place of an error. The engine's
parser takes keywords without a space around them (``1SERVICE<…>``) and tries several readings of ``<``, so a text is
cut into tokens that never swallow more than the engine's do, and what could be read in two ways is refused.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from kg.errors import QueryError, ReachError

LONGEST = 65_536  # characters of a query
DEEPEST = 100  # nested braces and brackets: the engine crashes the process at some thousands

_TOKEN = re.compile(
    r"""(?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<string>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*')
    |(?P<comment>\#[^\r\n]*)
    |(?P<name>[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*|(?:[^\W\d_][\w-]*|_)?:(?:\\.|[\w:%-])*)""",
    re.DOTALL | re.VERBOSE,
)
_KEYWORD = re.compile(r"SERVICE|LOAD", re.IGNORECASE)
# The engine reads `SERVICE:x {` and, where `:SERVICE` gives no valid IRI, `:SERVICE <…> {` as a keyword beside a name.
_NAMED_SO = re.compile(r"[\w-]*SERVICE[\w-]*:|[\w-]*:SERVICE[\w%-]*:", re.IGNORECASE)
_CALLED_SO = re.compile(r"[\w-]*:SERVICE", re.IGNORECASE)
_TERM, _NAMED, _CALLED = "\x01", "\x02", "\x03"
_REACHING_OUT = re.compile(
    rf"(?P<word>SERVICE|LOAD)|{_NAMED}\s*\{{|{_CALLED}\s*(?:SILENT\s*)?{_TERM}\s*\{{", re.IGNORECASE
)
_ABSOLUTE = re.compile(r"<[A-Za-z][\w+.-]*://")  # can be nothing but an IRI: after an operator, `//` is no expression
_FORM = re.compile(r"(?<!\w)(?:SELECT|ASK|CONSTRUCT|DESCRIBE)(?!\w)", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)FROM\s*(?P<named>NAMED)?\s*$", re.IGNORECASE)
# The engine names the place after a keyword that it tried, where as many characters follow: so it gets some more.
ROOM = " " * 32
_PREFIX = re.compile(r"PREFIX\s*$", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z_0-9]+")  # a keyword among what the engine expected
_SENTENCE = re.compile(r"[A-Z][A-Za-z]*(?: [A-Za-z]+)+")  # what is wrong, among what it expected


@dataclass(frozen=True, kw_only=True)
class FromClauses:
    """The graphs that a query asks: IRIs as written, ``<…>`` or prefixed, and the declarations that they need."""

    prologue: str
    default: tuple[str, ...]
    named: tuple[str, ...]


def check(sparql: str) -> None:
    """Raises QueryError for a query that is too long or too deeply nested, or reaches out of the store."""
    if len(sparql) > LONGEST:
        raise QueryError(f"cannot run the query: it has {len(sparql):,} characters, {LONGEST:,} are allowed")
    depth = deepest = 0
    for kind, text, _ in _tokens(sparql):
        if kind in {"other", "iri"} and not _ABSOLUTE.match(text):
            for char in text:
                depth += (char in "{([") - (char in "})]")
                deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise QueryError(f"cannot run the query: brackets are nested {deepest:,} deep, {DEEPEST} are allowed")
    if _KEYWORD.search(sparql):
        _check_reach(sparql)


def _check_reach(sparql: str) -> None:
    """Raises ReachError where SERVICE or LOAD could be read as a keyword."""
    skeleton = ""
    for kind, text, _ in _tokens(sparql):
        if kind == "iri" and not _ABSOLUTE.match(text) and any(char in text for char in "'#)"):
            raise ReachError(f"cannot run the query: in {text} a SERVICE could hide; write that IRI with a prefix")
        if kind == "other":
            skeleton += text
        elif kind == "name" and _NAMED_SO.match(text):
            skeleton += _NAMED
        else:
            skeleton += _CALLED if kind == "name" and _CALLED_SO.match(text) else _TERM
    if reach := _REACHING_OUT.search(skeleton):
        word = reach["word"] or "SERVICE"
        raise ReachError(f"cannot run the query: {word.upper()} reaches out of the store, which is not allowed")


def from_clauses(sparql: str) -> FromClauses:
    """The FROM and FROM NAMED clauses of a query, in their order."""
    default: list[str] = []
    named: list[str] = []
    start = None
    clause = None
    for kind, text, offset in _tokens(sparql):
        if kind == "other":
            if start is None and (form := _FORM.search(text)):
                start = offset + form.start()
            clause = _FROM.search(text)
        elif clause:
            if kind in {"iri", "name"}:
                (named if clause["named"] else default).append(text)
            clause = None
    return FromClauses(prologue=sparql[:start] if start else "", default=tuple(default), named=tuple(named))


def _tokens(sparql: str) -> Iterator[tuple[str, str, int]]:
    """Kind, text and offset of each piece of a query: iri, string, name, or other with its comments blanked."""
    other, began, at = "", 0, 0
    for token in _TOKEN.finditer(sparql):
        other += sparql[at : token.start()]
        at = token.end()
        if token.lastgroup == "comment":
            other += " " * len(token[0])
            continue
        if other:
            yield "other", other, began
        yield str(token.lastgroup), token[0], token.start()
        other, began = "", at
    if other + sparql[at:]:
        yield "other", other + sparql[at:], began


def place(error: SyntaxError, sparql: str, prefixes: Container[str]) -> str:
    """Where a query fails to parse, with the words there, and why where that is known.

    ``error`` is about the query with ``ROOM`` after it; ``prefixes`` need no declaration.
    """
    told = re.search(r"(\d+):(\d+): expected (.*)", error.msg or "", re.DOTALL)
    if not told:
        return f"{error.msg}; it must be SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE"
    if unknown := _undeclared(sparql, prefixes):
        at, name = unknown
        return f"{_line_and_column(sparql, at)}, at {name!r}: the prefix {name.partition(':')[0]}: is not declared"
    wanted = re.split(r",\s", told[3].removeprefix("one of "))
    lines = [0, *(end.end() for end in re.finditer("\n", sparql))]
    at = lines[min(int(told[1]), len(lines)) - 1] + int(told[2]) - 1
    at = min(at - min(len(one) if _WORD.fullmatch(one) else 0 for one in wanted), len(sparql.rstrip()))
    if reason := next(filter(_SENTENCE.fullmatch, wanted), ""):
        return f"{_line_and_column(sparql, at)}, after {sparql[:at].rsplit(maxsplit=1)[-1][-40:]!r}: {reason}"
    rest = sparql[at:].split("\n", maxsplit=1)[0].strip()
    found = f"at {rest[:40]!r}" if rest else "at the end"
    return f"{_line_and_column(sparql, at)}, {found}: not SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE"


def _line_and_column(sparql: str, at: int) -> str:
    return f"line {sparql.count(chr(10), 0, at) + 1}, column {at - sparql.rfind(chr(10), 0, at)}"


def _undeclared(sparql: str, prefixes: Container[str]) -> tuple[int, str] | None:
    """The first name whose prefix is not declared, and where it stands."""
    declared = set()
    before = ""
    for kind, text, offset in _tokens(sparql):
        if kind == "name" and ":" in text:
            prefix = text.partition(":")[0]
            if _PREFIX.search(before):
                declared.add(prefix)
            elif prefix not in {*declared, "_"} and prefix not in prefixes and not before.endswith("<"):
                return offset, text[:40]
        before = text if kind == "other" else ""
    return None
