"""What people decide: two names are, or are not, one thing; a fact is wrong, or one of its properties is.

Input: the lines of a corrections file. Output: the quads that keep them in a store. The file is the whole of the
corrections: a line that is taken out of it is undone. Lines are

    same       person:bill-de-blasio  person:william-de-blasio    the two names are one thing
    different  award:green-prize      award:green-prizes          they are not
    whole      person:ann-lie                                     all who are called so are one person
    without    fact:5abb3b6147a434fbd38b6105  endDate             the fact without that property
    drop       fact:5abb3b6147a434fbd38b6105                      not the fact at all

with IRIs or prefixed names; what follows a # is a remark.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.decode import KINDS, local, text
from kg.derived.terms import DIFFERENT, SAME
from kg.errors import InputError
from kg.namespaces import ONTOLOGY, WEB, Names
from kg.store import Store

WITHOUT = ox.NamedNode(ONTOLOGY + "without")
DROPPED = ox.NamedNode(ONTOLOGY + "Fact")
FORMS = {"same": 2, "different": 2, "whole": 1, "without": 2, "drop": 1}  # words behind the first


def read(text: str, names: Names, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """The quads of a corrections file. Raises InputError with the line that is none of the forms."""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split(" #")[0].split()
        if not words or words[0].startswith("#"):
            continue
        form, rest = words[0], words[1:]
        if FORMS.get(form) != len(rest):
            forms = "same A B, different A B, whole A, without FACT PROPERTY or drop FACT"
            raise InputError(f"cannot read line {number} of the corrections, {line.strip()!r}: write {forms}")
        subject = _iri(rest[0], names, number)
        match form:
            case "same" | "different":
                other = _iri(rest[1], names, number)
                if _kind(subject, names, number) != _kind(other, names, number) or subject == other:
                    raise InputError(f"cannot use line {number} of the corrections: name two things of one kind")
                yield ox.Quad(subject, SAME if form == "same" else DIFFERENT, other, graph)
            case "whole":
                _kind(subject, names, number)
                yield ox.Quad(subject, SAME, subject, graph)
            case "without":
                yield ox.Quad(subject, WITHOUT, ox.NamedNode(ONTOLOGY + rest[1].removeprefix("kg:")), graph)
            case _:
                yield ox.Quad(subject, WITHOUT, DROPPED, graph)


def contradicting(quads: Iterable[ox.Quad]) -> list[str]:
    """The pairs of things that are said to be the same and not the same."""
    said: dict[frozenset[str], set[ox.NamedNode]] = {}
    for quad in quads:
        if quad.predicate in {SAME, DIFFERENT}:
            said.setdefault(frozenset({text(quad.subject), text(quad.object)}), set()).add(quad.predicate)
    return sorted(" and ".join(sorted(pair)) for pair, forms in said.items() if len(forms) > 1)


def unknown(store: Store, quads: Iterable[ox.Quad]) -> list[str]:
    """The things and facts that corrections name and that the store has not; sorted."""
    found: set[str] = set()
    for quad in quads:
        named = (quad.subject, quad.object) if quad.predicate in {SAME, DIFFERENT} else (quad.subject,)
        for node in named:
            told = store.engine.quads_for_pattern(node, None, None, None)  # type: ignore[arg-type]  # an IRI
            if all(other.graph_name == store.corrections for other in told):
                found.add(text(node))
    return sorted(found)


def _iri(word: str, names: Names, number: int) -> ox.NamedNode:
    prefix, colon, local = word.partition(":")
    known = names.prefixes()
    full = word.strip("<>") if word.strip("<>").startswith(WEB) else known.get(prefix, "") + local
    if colon and full.startswith(WEB):
        with contextlib.suppress(ValueError):
            return ox.NamedNode(full)
    raise InputError(
        f"cannot read line {number} of the corrections: {word!r} is no IRI and no prefixed name like person:ann-lie"
    )


def _kind(node: ox.NamedNode, names: Names, number: int) -> str:
    kind = node.value.removeprefix(f"{names.base}id/").split("/")[0]
    if kind not in KINDS:
        raise InputError(f"cannot use line {number} of the corrections: {node.value} is no thing of this graph")
    return kind


def articles_of(store: Store, quads: set[ox.Quad]) -> set[ox.NamedNode]:
    """The stored articles whose facts these corrections speak of."""
    found: set[ox.NamedNode] = set()
    for quad in quads:
        if quad.predicate == WITHOUT:
            for told in store.engine.quads_for_pattern(quad.subject, None, None, None):
                ident = local(told.graph_name)
                if told.graph_name == store.quarantine and told.predicate.value == ONTOLOGY + "heldFrom":
                    ident = local(told.object)
                node = ox.NamedNode(store.names.article(ident))
                if store.built_by(node):
                    found.add(node)
    return found
