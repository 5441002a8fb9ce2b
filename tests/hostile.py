"""A store full of text that means harm where somebody forgets to escape it, made by the project's own functions."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
from conftest import an_article, span, store_facts

from kg.model import (
    AwardConferral,
    Block,
    BlockKind,
    Entity,
    Fact,
    Hosting,
    Kind,
    Location,
    Observation,
    Period,
    Precision,
    Result,
    Span,
    Tenure,
)
from kg.namespaces import ONTOLOGY, SCHEMA
from kg.store import Store
from kg.validate import load_shapes

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'><svg/onload=alert(3)>",
    "javascript:alert(4)",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "</title><script>alert(5)</script>",
    "<a href='http://evil.example/'>here</a>",
    '--></style><iframe src="javascript:alert(6)"></iframe>',
    "]]></script><!--",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe\N{ZERO WIDTH SPACE}",
)  # fmt: skip
"""Names of things, words of quotes, titles, publishers and addresses of articles."""


def _thing(kind: Kind, payload: str) -> Entity:
    return Entity(kind=kind, name=f"{payload} {kind.value}", aliases=(f"alias {payload}",))


def _facts(text: str, payload: str) -> tuple[Fact, ...]:
    evidence = (span(payload, text), Span(start=0, end=len(text)))
    city, award = _thing(Kind.CITY, payload), _thing(Kind.AWARD, payload)
    body, event = _thing(Kind.ORGANIZATION, payload), _thing(Kind.EVENT, payload)
    category, metric = _thing(Kind.AWARD_CATEGORY, payload), _thing(Kind.METRIC, payload)
    return (
        AwardConferral(evidence=evidence, rule=payload, recipient=city, award=award, category=category, year=2019,
                       event=event, conferred_by=body),
        Tenure(evidence=evidence, rule="R", person=_thing(Kind.PERSON, payload), role=f"mayor {payload}", of=city),
        Observation(evidence=evidence, rule="R", about=city, metric=metric, value=Decimal(1200), unit=payload,
                    as_of=Period(start=datetime.date(2018, 1, 1), end=datetime.date(2018, 12, 31),
                                 precision=Precision.YEAR)),
        Hosting(evidence=evidence, rule="R", event=event, city=(city,), edition=payload, year=2017, organizer=body),
        Location(evidence=evidence, rule="R", city=city, place=_thing(Kind.PLACE, payload)),
        AwardConferral(evidence=evidence, rule="R", recipient=city, award=award, result=Result.RUNNER_UP,
                       rank=1),  # is held
    )  # fmt: skip


def fill(store: Store) -> None:
    """Put one article a payload into a store: its title, publisher, source, text and all names are the payload."""
    shapes = load_shapes(())
    for number, payload in enumerate(PAYLOADS):
        text = f"{payload} heads the page.\nThe city of {payload} won, said {payload}."
        article = replace(
            an_article(text=text, source=payload if number % 2 else f"javascript:alert('{number}')"),
            title=payload,
            publisher=payload,
            url="javascript:alert(8)" if number % 2 else "https://news.example/?a=\"'><b>",
            blocks=(Block(kind=BlockKind.PARAGRAPH, span=Span(start=0, end=len(text))),),
        )
        facts = _facts(text, payload)
        store_facts(article, facts, store, shapes, extractor=f"reader {payload}")
    _bad_iris(store)


def _bad_iris(store: Store) -> None:
    """Add links to addresses that must not be linked, and a thing whose IRI breaks out of attributes."""
    first = next(iter(store.articles()))
    graph = store.graph_of(first)
    thing = next(
        q.subject
        for q in store.engine.quads_for_pattern(None, None, None, graph)
        if "/id/city/" in str(q.subject) and isinstance(q.subject, ox.NamedNode)
    )
    quads = {q for q in store.of_article(graph, first) if q.predicate != ox.NamedNode(SCHEMA + "inLanguage")}
    quads |= {
        ox.Quad(first, ox.NamedNode(SCHEMA + "inLanguage"), ox.Literal('en"><script>alert(7)</script>'), graph),
        ox.Quad(thing, ox.NamedNode(SCHEMA + "sameAs"), ox.NamedNode("javascript:alert(9)"), graph),
        ox.Quad(thing, ox.NamedNode(SCHEMA + "sameAs"), ox.NamedNode("data:text/html,%3Cscript%3Ealert(11)"), graph),
        ox.Quad(thing, ox.NamedNode(ONTOLOGY + "won"),
                ox.NamedNode(f"{store.names.base}id/award/x'onmouseover='alert(10)'y=(z)"), graph),
    }  # fmt: skip
    store.put(graph, quads, first)
