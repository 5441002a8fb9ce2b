"""RDF terms as text, and the way to rdflib's terms and back.

Input and output: a term as N-Triples writes it, in the spelling that rdflib gives it ("01"^^xsd:integer is "1"). So two
terms are one to rdflib exactly where their texts are equal, and most of what a shape asks is asked of the text.
"""

from __future__ import annotations

import logging
import math
import re
import warnings
from decimal import Decimal

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.plugins.sparql.sparql import SPARQLTypeError
from rdflib.term import Identifier, Node, XSDToPython

from kg.namespaces import XSD

# rdflib logs a traceback for each ill-typed literal, and warns of booleans; we report them as findings.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", "Parsing weird boolean")

_INTEGER = rf'"(?:0|-?[1-9][0-9]{{0,17}})"\^\^<{XSD}integer>'
_DECIMAL = rf'"-?(?:0|[1-9][0-9]{{0,17}})(?:\.[0-9]{{1,17}})?"\^\^<{XSD}decimal>'
_DATE = rf'"[1-9][0-9]{{3}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"\^\^<{XSD}date>'
_BOOLEAN = rf'"(?:true|false)"\^\^<{XSD}boolean>'
_is_number, _is_date = re.compile(f"{_INTEGER}|{_DECIMAL}").fullmatch, re.compile(_DATE).fullmatch
_is_plain = re.compile(f"{_INTEGER}|{_DECIMAL}|{_DATE}|{_BOOLEAN}").fullmatch
_KEPT = {f"{XSD}anyURI", f"{XSD}string"}  # rdflib knows these datatypes, and never spells them otherwise
_RESPELLED = {str(datatype) for datatype in XSDToPython if datatype} - _KEPT
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class NoValue(Literal):
    """A literal whose text is no value of its datatype, or NaN: in no order to any other, and nothing to count with.

    Of itself it would stop pyshacl: rdflib's comparison raises TypeError, its arithmetic does not end.
    """

    def eq(self, other: object) -> bool:
        """Nothing: whether it has the value of another cannot be told, so it is in no range (SHACL 4.3)."""
        raise TypeError(f"{self!r} cannot be compared with {other!r}")

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def toPython(self) -> object:  # noqa: N802 - rdflib's name
        """Nothing: SPARQL takes an expression with this literal as an error, which a FILTER takes as false."""
        raise SPARQLTypeError(f"{self!r} has no value")


def is_iri(term: str) -> bool:
    """Whether the term is an IRI."""
    return term[0] == "<"


def is_blank(term: str) -> bool:
    """Whether the term is a blank node."""
    return term[0] == "_"


def is_literal(term: str) -> bool:
    """Whether the term is a literal."""
    return term[0] == '"'


def text(term: str) -> str:
    """What SPARQL's STR gives: the characters of an IRI or a literal."""
    if term[0] != '"':
        return term[1:-1]
    inside = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescaped, inside) if "\\" in inside else inside


def _unescaped(escape: re.Match[str]) -> str:
    short, long, single = escape.groups()
    return _ESCAPED.get(single, single) if single else chr(int(short or long, 16))


def language(term: str) -> str:
    """The language tag of a literal; empty where it has none."""
    return "" if term[-1] in '">' else term[term.rindex('"') + 2 :]


def datatype(term: str) -> str:
    """The datatype of a literal; empty for a plain string and for one with a language."""
    return term[term.rindex('"') + 4 : -1] if term[-1] == ">" else ""


def number(term: str) -> int | Decimal | None:
    """The value of an integer or decimal in its usual spelling; None for all else."""
    if not _is_number(term):
        return None
    inside = term[1 : term.index('"', 1)]
    return int(inside) if term.endswith("integer>") else Decimal(inside)


def date(term: str) -> str | None:
    """A date without a timezone, up to the 28th of its month, as text that sorts by time; None for all else."""
    return term[1:11] if _is_date(term) else None


def is_respelled(term: str) -> bool:
    """Whether rdflib has to be asked how it spells this literal, and whether it has a value."""
    return term[-1] == ">" and term[0] == '"' and not _is_plain(term) and datatype(term) in _RESPELLED


def node(term: str) -> Identifier:
    """The term of rdflib; a literal without a value is a NoValue, and if ill-typed keeps its spelling."""
    if term[0] == "<":
        return URIRef(term[1:-1])
    if term[0] == "_":
        return BNode(term[2:])
    literal = Literal(text(term), lang=language(term) or None, datatype=datatype(term) or None)
    if literal.ill_typed:
        return NoValue(text(term), datatype=literal.datatype, normalize=False)
    return NoValue(literal, normalize=False) if _is_nan(literal.value) else literal


def _is_nan(value: object) -> bool:
    return value.is_nan() if isinstance(value, Decimal) else isinstance(value, float) and math.isnan(value)


def term(node: Node) -> str:
    """The text of a term of rdflib."""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, BNode):
        return f"_:{node}"
    assert isinstance(node, Literal), node
    kind = None if node.datatype is None else ox.NamedNode(str(node.datatype))
    return str(ox.Literal(str(node), datatype=kind, language=node.language))
