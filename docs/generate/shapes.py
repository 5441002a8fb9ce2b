"""The reference of the shapes: each message, what it checks, how to mend what breaks it, and what does.

Input: ``shapes/*.ttl``, and the first line of each file of ``tests/shapes`` that fails. Output: a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from docs.generate.markup import anchor, block, code, escaped, folded, front, heading
from docs.generate.ontology import link
from kg.decode import Described, local, text
from kg.namespaces import RDF_TYPE, SHAPES, VOCABULARIES
from kg.vocabulary import ontology_shapes_file, shape_files

SH, RDF = VOCABULARIES["sh"], VOCABULARIES["rdf"]
EXAMPLES = Path(__file__).parents[2] / "tests" / "shapes"
TARGETS = {"targetClass": "each", "targetSubjectsOf": "whatever has", "targetObjectsOf": "each value of"}
# What each kind of constraint asks, and what to do where a shape has no advice of its own.
CONSTRAINTS = {
    "minCount": ("at least {}", "Add what is missing."),
    "maxCount": ("at most {}", "Keep the value that the quote gives, drop the others."),
    "datatype": ("type {}", "Write the value in the type asked for."),
    "class": ("of class {}", "Give the node that class, or point to one that has it."),
    "nodeKind": ("kind {}", "Point to an IRI."),
    "in": ("one of {}", "Use one of these words, as they are written here."),
    "pattern": ("matching {}", "Write the value in the form asked for; drop it where it cannot be."),
    "minLength": ("{} characters or more", "Leave the property out where the text is empty."),
    "maxLength": ("{} characters or fewer", "Shorten the text."),
    "languageIn": ("in the language {}", "Mark the text with that language."),
    "minInclusive": ("{} or more", "Read the number again."),
    "maxInclusive": ("{} or less", "Read the number again."),
    "lessThanOrEquals": ("not after {}", "Read both values again."),
    "lessThan": ("before {}", "Read both values again."),
    "disjoint": ("other than {}", "Name two different things."),
    "uniqueLang": ("one a language", "Keep one text a language."),
    "or": ("one of several conditions", ""),
    "not": ("none of some conditions", ""),
    "sparql": ("a query finds nothing", ""),
    "qualifiedMinCount": ("some value has the form asked for", ""),
    "hasValue": ("{} among the values", "Add that value."),
}
FILES = {
    "core": "Every fact, article and passage",
    "award": "Awards",
    "city": "Cities",
    "event": "Events",
    "metric": "Figures",
    "person": "People",
    "ontology": "The ontology itself",
}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A shape with what people want to know of it."""

    name: str
    message: str
    severity: str
    targets: tuple[str, ...]  # Markdown
    path: str
    constraints: tuple[tuple[str, str], ...]  # what is asked, as Markdown; what to do
    advice: str
    breaking: tuple[str, ...]  # what each failing example is
    query: str
    properties: tuple[str, ...]


def files() -> dict[str, tuple[Shape, ...]]:
    """The shapes that have a message or a target, by the stem of their file, in its order."""
    paths = {path.stem: path for path in (*shape_files(), ontology_shapes_file())}
    return {stem: tuple(_shapes(paths[stem])) for stem in FILES}


def page() -> str:
    """The page."""
    head = front("Shapes", "Every message of the validator, what it means, and how to mend what it names.")
    intro = (
        f"Prefix {code('kgs:')} stands for {code(SHAPES)}. A fact that breaks a shape of severity *Violation* is kept "
        "in quarantine, with the message, the sentence and the smallest repair: `kg quarantine`. *Warning* and *Info* "
        "keep nothing out. `kg validate FILE` checks any Turtle file.\n\n"
    )
    return head + intro + "".join(_file(stem, shapes) for stem, shapes in files().items())


def _shapes(path: Path) -> Iterator[Shape]:
    triples = [quad.triple for quad in ox.parse(path=path)]
    described = Described(triples)
    for node in dict.fromkeys(triple.subject for triple in triples):
        if isinstance(node, ox.NamedNode) and node.value.startswith(SHAPES):
            kinds = {local(kind) for kind in described.values(node, ox.NamedNode(RDF_TYPE))}
            if kinds & {"NodeShape", "PropertyShape"}:
                yield _shape(node, described)


def _shape(node: ox.NamedNode, described: Described) -> Shape:
    def values(name: str) -> list[str]:
        return [text(value) for value in described.values(node, ox.NamedNode(SH + name))]

    constraints = (
        (
            asked.format(
                ", ".join(_shown(value, described) for value in described.values(node, ox.NamedNode(SH + name)))
            ),
            todo,
        )
        for name, (asked, todo) in CONSTRAINTS.items()
        if described.values(node, ox.NamedNode(SH + name))
    )
    queries = (
        text(select)
        for query in described.values(node, ox.NamedNode(SH + "sparql"))
        for select in described.values(query, ox.NamedNode(SH + "select"))
    )
    name = local(node)
    return Shape(
        name=name,
        message=next(iter(values("message")), ""),
        severity=next((iri.removeprefix(SH) for iri in values("severity")), "Violation"),
        targets=tuple(
            f"{words} {', '.join(map(link, values(target)))}" for target, words in TARGETS.items() if values(target)
        ),
        path=", ".join(_shown(value, described) for value in described.values(node, ox.NamedNode(SH + "path"))),
        constraints=tuple(constraints),
        advice=next(iter(values("description")), ""),
        breaking=tuple(_breaking(name)),
        query=next(queries, ""),
        properties=tuple(local(value) for value in described.values(node, ox.NamedNode(SH + "property"))
                         if isinstance(value, ox.NamedNode)),
    )  # fmt: skip


def _breaking(name: str) -> Iterator[str]:
    for path in sorted(EXAMPLES.glob(f"*/{name}.*.ttl")):
        with path.open(encoding="utf-8") as file:
            yield file.readline().lstrip("# ").strip()


def _shown(value: object, described: Described) -> str:
    if isinstance(value, ox.BlankNode):
        inverse = described.values(value, ox.NamedNode(SH + "inversePath"))
        if inverse:
            return "the inverse of " + _shown(inverse[0], described)
        return " ".join(_shown(item, described) for item in _items(value, described))
    return link(value.value) if isinstance(value, ox.NamedNode) else code(text(value))


def _items(node: ox.BlankNode, described: Described) -> Iterable[object]:
    at: object = node
    while isinstance(at, ox.BlankNode) and described.values(at, ox.NamedNode(RDF + "first")):
        yield described.values(at, ox.NamedNode(RDF + "first"))[0]
        at = described.values(at, ox.NamedNode(RDF + "rest"))[0]


def _file(stem: str, shapes: tuple[Shape, ...]) -> str:
    body = "".join(_section(shape) for shape in shapes if shape.message or shape.targets)
    return heading(2, FILES[stem], stem) + f"\n`shapes/{stem}.ttl`\n\n" + body


def _section(shape: Shape) -> str:
    lines = [heading(3, f"kgs:{shape.name}", anchor(shape.name)), ""]
    if shape.message:
        severity = f'<span class="severity">{shape.severity}</span>'
        lines += [f"{escaped(shape.message)} {severity}", "{ .message }", ""]
    if shape.targets:
        lines += ["Checks", f":   {'; '.join(shape.targets)}", ""]
    if shape.path:
        lines += ["Property", f":   {shape.path}", ""]
    if shape.constraints:
        lines += ["Asks for", f":   {'; '.join(asked for asked, _ in shape.constraints)}", ""]
    if shape.message:
        lines += ["To mend it", f":   {mending(shape)}", ""]
    if shape.breaking:
        lines += ["Breaks it", f":   {' '.join(map(escaped, shape.breaking))}", ""]
    if shape.properties:
        named = ", ".join(f"[{code(name)}](#{anchor(name)})" for name in shape.properties)
        lines += ["With", f":   {named}", ""]
    if shape.query:
        lines += [folded("The query", block(shape.query, "sparql")), ""]
    return "\n".join(lines) + "\n"


def mending(shape: Shape) -> str:
    """What to do about what breaks the shape: its own advice, else that of its constraints."""
    return escaped(shape.advice) or " ".join(dict.fromkeys(todo for _, todo in shape.constraints if todo))
