"""The pages of an article, with its facts marked in its text, and of a single fact.

Input: an IRI. Output: a page; for a quote, the place in the article's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.responses import RedirectResponse, Response

from kg.coverage import pieces
from kg.decode import text
from kg.derived import DEFAULT
from kg.model import Fact, Span
from kg.namespaces import OA, ONTOLOGY, SCHEMA
from kg.records import confidence
from kg.web.pages.reading import HAS_SOURCE, Quotation, Reader
from kg.web.pages.sentences import Part, sentence
from kg.web.pages.site import Asked, NotFoundError, external

_ABOUT = {
    "publisher": SCHEMA + "publisher",
    "published": SCHEMA + "datePublished",
    "url": SCHEMA + "url",
    "language": SCHEMA + "inLanguage",
    "source": ONTOLOGY + "source",
    "extractor": ONTOLOGY + "extractor",
    "sha256": ONTOLOGY + "sha256",
}


@dataclass(frozen=True, kw_only=True)
class Read:
    """A fact of an article, with its number there."""

    number: int
    iri: str
    kind: str
    parts: tuple[Part, ...]
    span: Span


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Words of a paragraph; ``facts`` cover them, ``ends`` end with them; ``anchors``: where links to quotes lead."""

    text: str
    facts: tuple[int, ...]
    ends: tuple[int, ...]
    anchors: tuple[str, ...]


def anchor(span: Span) -> str:
    """The name of the place where a quote begins."""
    return f"q-{span.start}-{span.end}"


def page(asked: Asked, iri: str) -> Response:
    """An article: its text with the facts marked, and the facts."""
    reader, node = asked.reader, ox.NamedNode(iri)
    told = sorted(_read(reader, reader.facts_of_article(node)), key=lambda pair: (pair[1], pair[0].fact))
    numbered = [Read(number=at, iri=q.fact, kind=type(fact).__name__, parts=sentence(fact, asked.names), span=span)
                for at, (q, span, fact) in enumerate(told, 1)]  # fmt: skip
    title, _ = reader.title(node)
    about = {name: sorted(reader.store.values(node, ox.NamedNode(p))) for name, p in _ABOUT.items()}
    return asked.page(
        "article.html",
        title=title,
        iri=iri,
        about=about,
        address=next(filter(None, map(external, (*about["url"], *about["source"]))), ""),
        facts=numbered,
        paragraphs=_without_title(_paragraphs(reader.store.body(node), [one.span for one in numbered]), title),
    )


def _read(reader: Reader, nodes: Iterable[ox.NamedNode]) -> Iterator[tuple[Quotation, Span, Fact]]:
    for node in nodes:
        fact = reader.fact(node)
        if fact is not None:
            quotation = reader.quotations(node)[0]
            yield quotation, quotation.span, fact


def _paragraphs(body: str, spans: list[Span]) -> list[list[Stretch]]:
    """The lines of a text, cut where quotes begin and end."""
    lines: list[list[Stretch]] = [[]]
    at = 0
    for piece in pieces(body, spans):
        anchors = dict.fromkeys(anchor(span) for span in spans if span.start == at)
        end = at + len(piece.text)
        ends = tuple(number for number in piece.facts if spans[number - 1].end == end)
        words = piece.text.split("\n")
        for number, line in enumerate(words):
            if number:
                lines.append([])
            last = number == len(words) - 1
            lines[-1].append(
                Stretch(
                    text=line,
                    facts=piece.facts,
                    ends=ends if last else (),
                    anchors=tuple(anchors) if not number else (),
                )
            )
        at = end
    return [line for line in lines if any(stretch.text.strip() for stretch in line)]


def _without_title(paragraphs: list[list[Stretch]], title: str) -> list[list[Stretch]]:
    """The paragraphs without a first one that only says the title again."""
    first = paragraphs[0] if paragraphs else []
    again = len(first) == 1 and not first[0].facts and first[0].text.strip() == title.strip()
    return paragraphs[1:] if again else paragraphs


def fact_page(asked: Asked, iri: str) -> Response:
    """A fact: in words, with all its quotes, and what its properties are."""
    reader, node = asked.reader, ox.NamedNode(iri)
    fact = reader.fact(node)
    if fact is None:
        if any(row["fact"] == iri for row in asked.edition.held):
            return RedirectResponse(f"{asked.root}/quarantine#{iri.rsplit('/', 1)[-1]}", status_code=303)
        raise NotFoundError(f"{iri} is no fact")
    return asked.page(
        "fact.html",
        title="A fact and its words",
        iri=iri,
        kind=type(fact).__name__,
        parts=sentence(fact, asked.names),
        quotations=reader.quotations(node, best=False),
        values=_values(reader, node),
        rule=fact.rule,
        confidence=confidence(fact.rule),
    )


def _values(reader: Reader, node: ox.NamedNode) -> list[tuple[str, str, str]]:
    """The properties of a fact: property, value as text, and the IRI where it is one."""
    found = []
    for quad in sorted(reader.store.engine.quads_for_pattern(node, None, None, DEFAULT), key=str):
        if isinstance(quad.object, ox.NamedNode):
            found.append((quad.predicate.value, reader.label(quad.object), quad.object.value))
        else:
            found.append((quad.predicate.value, text(quad.object), ""))
    return found


def quote_page(asked: Asked, iri: str) -> Response:
    """303 to the place of a quote in its article."""
    about = {
        quad.predicate.value.removeprefix(OA): quad.object
        for quad in asked.edition.store.engine.quads_for_pattern(ox.NamedNode(iri), None, None, DEFAULT)
    }
    article = about.get(HAS_SOURCE.value.removeprefix(OA))
    if article is None:
        raise NotFoundError(f"{iri} is no quote")
    span = Span(start=int(text(about["start"])), end=int(text(about["end"])))
    return RedirectResponse(f"{asked.path(text(article))}#{anchor(span)}", status_code=303)
