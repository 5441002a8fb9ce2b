"""The page of a thing: what is said of it, by subject, with the words; when; among what.

Input: the IRI of a thing, or of a name that stands for one. Output: a page. A thing of many facts shows the newest of
each class, and leads to pages with all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.responses import RedirectResponse, Response

from kg import explain
from kg.decode import text
from kg.derived import DEFAULT, LABEL
from kg.model import AwardConferral, Kind, Modality, Observation, Result
from kg.namespaces import SCHEMA
from kg.rdf import ALIAS, NAME
from kg.web.pages import charts, neighbourhood, resources, worldmap
from kg.web.pages.catalogue import edition_of
from kg.web.pages.describing import meant
from kg.web.pages.reading import Claim, Outline, Reader
from kg.web.pages.sentences import Part, amount, period
from kg.web.pages.site import Asked, NotFoundError
from kg.web.pages.wording import kind_of

SHOWN = 12  # facts of a class on the page of a thing
PAGE = 100  # facts on a page of its own
TABULATED = 150  # facts that a table or chart is made from
ORDER = ("AwardConferral", "Hosting", "Recurrence", "Tenure", "Observation", "Location")
SAME_AS = ox.NamedNode(SCHEMA + "sameAs")


@dataclass(frozen=True, kw_only=True)
class Section:
    """The facts of one class: those that are shown, and how many there are."""

    kind: str
    claims: list[Claim]
    total: int

    @property
    def more(self) -> bool:
        """True where not all of them are shown."""
        return self.total > sum(len(claim.quotations) for claim in self.claims)


@dataclass(frozen=True, kw_only=True)
class Honour:
    """What an award's articles say of one year; the year is empty where they do not say it."""

    year: str
    winners: tuple[Claim, ...]
    others: tuple[Claim, ...]


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The newest figure about one thing, as a share of the largest."""

    about: Part
    claim: Claim
    value: str
    when: str
    share: float


def page(asked: Asked, iri: str) -> Response:
    """The page of a thing; 303 to the thing where the IRI is another name of it."""
    reader, node = asked.reader, ox.NamedNode(iri)
    kind = kind_of(iri.removeprefix(f"{asked.names.base}id/").partition("/")[0])
    label = next((text(q.object) for q in reader.store.engine.quads_for_pattern(node, LABEL, None, DEFAULT)), "")
    if not label or kind is None:
        return _instead(asked, reader, iri)
    outlines = reader.facts_about(node)
    hint = edition_of(iri, label) if kind is Kind.EVENT else ""
    of = asked.request.query_params.get("of", "")
    shared = {
        "iri": iri,
        "kind": kind,
        "label": label,
        "title": f"{label} {hint}".strip(),
        "hint": hint,
        "facts": len(outlines),
    }
    if of:
        return _one_class(asked, reader, outlines, of, shared)
    sections = _sections(reader, outlines)
    claims = [claim for section in sections for claim in section.claims]
    return asked.page(
        "thing.html",
        **shared,
        sections=sections,
        timeline=charts.timeline(outlines),
        drawing=neighbourhood.drawing(claims, iri),
        also=_also(reader, node, label),
        identities=explain.identities(reader.store, iri),
        spot=worldmap.place(iri),
        same=[q.object.value for q in _values(reader, node, SAME_AS) if isinstance(q.object, ox.NamedNode)],
        **_special(reader, kind, outlines),
    )


def _values(reader: Reader, node: ox.NamedNode, predicate: ox.NamedNode) -> Iterable[ox.Quad]:
    return reader.store.engine.quads_for_pattern(node, predicate, None, DEFAULT)


def _instead(asked: Asked, reader: Reader, iri: str) -> Response:
    """What to show for an IRI that is no thing of the merged graph: the thing, a choice, or a unit's own page."""
    things = meant(reader.store, iri)
    if len(things) == 1:
        return RedirectResponse(asked.path(things[0]), status_code=303)
    if things:
        return asked.page("choice.html", title="One name, several things", iri=iri, things=_cards(asked, things))
    return resources.page(asked, iri)


def _cards(asked: Asked, iris: Iterable[str]) -> list[object]:
    known = asked.edition.catalogue.things
    return [known[iri] for iri in iris if iri in known]


def _also(reader: Reader, node: ox.NamedNode, label: str) -> list[str]:
    """The other names that articles have for a thing."""
    names = {text(q.object) for predicate in (NAME, ALIAS) for q in _values(reader, node, predicate)}
    return sorted(names - {label})


def _sections(reader: Reader, outlines: Sequence[Outline]) -> list[Section]:
    by_kind: defaultdict[str, list[Outline]] = defaultdict(list)
    for outline in outlines:
        by_kind[outline.kind].append(outline)
    return [
        Section(kind=kind, claims=reader.claims(one.node for one in by_kind[kind][:SHOWN]), total=len(by_kind[kind]))
        for kind in ORDER
        if kind in by_kind
    ]


def _one_class(
    asked: Asked, reader: Reader, outlines: Sequence[Outline], of: str, shared: dict[str, object]
) -> Response:
    """All facts of one class, a hundred a page."""
    chosen = [outline for outline in outlines if outline.kind == of]
    if not chosen:
        raise NotFoundError(f"{shared['iri']} has no facts of the class {of!r}")
    pages = -(-len(chosen) // PAGE)
    at = asked.number("page", least=1, most=pages, default=1)
    claims = reader.claims(one.node for one in chosen[(at - 1) * PAGE : at * PAGE])
    section = Section(kind=of, claims=claims, total=len(chosen))
    return asked.page("facts.html", **shared, section=section, at=at, pages=pages)


def _special(reader: Reader, kind: Kind, outlines: Sequence[Outline]) -> dict[str, object]:
    """What a page of this kind has beside its facts: a chart of figures, or who won when."""
    found: dict[str, object] = {"chart": None, "figures": [], "bars": [], "honours": []}
    if kind is Kind.METRIC:
        claims = _told(reader, outlines, "Observation")
        found |= {"chart": charts.chart(claims), "figures": _figures(claims), "bars": _bars(claims)}
    elif kind is Kind.AWARD:
        found["honours"] = _honours(_told(reader, outlines, "AwardConferral"))
    return found


def _told(reader: Reader, outlines: Sequence[Outline], kind: str) -> list[Claim]:
    return reader.claims([one.node for one in outlines if one.kind == kind][:TABULATED])


def _figures(claims: Iterable[Claim]) -> list[dict[str, object]]:
    return [
        {
            "about": claim.parts[0],
            "value": amount(claim.fact),
            "when": period(claim.fact.as_of) if claim.fact.as_of else "",
            "modality": "" if claim.fact.modality is Modality.ACTUAL else claim.fact.modality.value,
            "claim": claim,
        }
        for claim in claims
        if isinstance(claim.fact, Observation)
    ]


def _bars(claims: Sequence[Claim], most: int = 20) -> list[Bar]:
    """The newest figure about each thing, in the unit that most have, the largest first; none for fewer than two."""
    newest: dict[str, dict[str, Claim]] = {}
    for claim in charts.of_cities(claims):  # the newest come first
        fact = claim.fact
        measured = isinstance(fact, Observation) and fact.modality is Modality.ACTUAL and not fact.change
        if measured and isinstance(fact, Observation) and fact.value > 0:
            newest.setdefault(fact.unit or "", {}).setdefault(claim.parts[0].iri, claim)
    chosen = max(newest.items(), key=lambda pair: (len(pair[1]), pair[0]), default=("", {}))[1]
    ranked = sorted(
        ((claim.fact, claim) for claim in chosen.values() if isinstance(claim.fact, Observation)),
        key=lambda pair: (-pair[0].value, pair[1].text),
    )
    if len(ranked) < 2:
        return []
    largest = ranked[0][0].value
    return [
        Bar(
            about=claim.parts[0],
            claim=claim,
            value=amount(fact),
            when=period(fact.as_of) if fact.as_of else "",
            share=round(float(fact.value / largest) * 100, 2),
        )
        for fact, claim in ranked[:most]
    ]


def _honours(claims: Iterable[Claim]) -> list[Honour]:
    """Who was given an award, year by year, the newest first; and who else was named for it."""
    by_year: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim.fact, AwardConferral):
            by_year[claim.fact.year or 0].append(claim)
    return [
        Honour(
            year=str(year or ""),
            winners=_once(one for one in by_year[year] if _won(one)),
            others=_once(one for one in by_year[year] if not _won(one)),
        )
        for year in sorted(by_year, reverse=True)
    ]


def _once(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The first claim about each recipient."""
    found: dict[str, Claim] = {}
    for claim in claims:
        found.setdefault(claim.parts[0].iri, claim)
    return tuple(found.values())


def _won(claim: Claim) -> bool:
    fact = claim.fact
    return isinstance(fact, AwardConferral) and (fact.result is Result.WINNER or fact.rank == 1)
