"""The pages over HTTP: every IRI answers, by Accept and by suffix; what is hostile is escaped; what is said is so."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote, urlsplit

import networkx as nx
import pyoxigraph as ox
import pytest
from conftest import OSLO, ROOT, an_article, some_facts, span, store_facts
from hostile import PAYLOADS, fill
from lxml import html
from pages_server import Showing, serving

from kg import export
from kg.conflicts import disagreements
from kg.derived import DEFAULT
from kg.errors import KgError
from kg.model import AwardConferral, Entity, Fact, Hosting, Kind, Observation, Recurrence, Result, Tenure
from kg.namespaces import BASE, DCAT, DCTERMS, VOID, Names
from kg.store import Store
from kg.validate import load_shapes
from kg.web import apart
from kg.web.pages import dataset, neighbourhood, sentences, worldmap
from kg.web.pages.catalogue import Catalogue
from kg.web.pages.linked import MEDIA, wanted

VIENNA = "id/city/gn2761369"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PAGES = (
    "/", "/browse/city", "/browse/person?sort=name", "/articles", "/search?q=vienna", "/conflicts", "/quarantine",
    "/query", "/query?example=mayors", "/data", "/licence", "/ontology.html", "/shapes.html", f"/{VIENNA}.html",
    f"/{VIENNA}.html?of=Observation", f"/conflicts?about={VIENNA}",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(sample_store: Path) -> Iterator[Showing]:
    with Store.open(sample_store) as store, serving(store, LICENCE) as running:
        yield running


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Showing]:
    with Store.create(tmp_path_factory.mktemp("hostile") / "store") as store:
        fill(store)
        with serving(store) as running:
            yield running


def a_thing(site: Showing, kind: str, words: str = "") -> str:
    """The path of the first thing of a kind that a search finds, without suffix."""
    found = site.page(f"/search?kind={kind}&q={words}" if words else f"/browse/{kind}").text
    return str(re.findall(rf'href="/(id/{kind}/[^"]+)\.html"', found)[0])


def iris(site: Showing) -> list[str]:
    """The paths of all IRIs that the graph has as subjects or as graphs."""
    store = site.snapshot.store
    nodes = {q.subject for q in store.engine.quads_for_pattern(None, None, None, DEFAULT)}
    nodes |= {g for g in store.engine.named_graphs() if store.derivation.asserted(g)}
    return sorted(n.value.removeprefix(BASE) for n in nodes if isinstance(n, ox.NamedNode) and n.value.startswith(BASE))


# -- linked data


def test_every_iri_of_the_graph_leads_to_a_page(site: Showing) -> None:
    paths = iris(site)
    replies = {path: site.page(f"/{path}") for path in paths}
    assert len(paths) > 800
    assert {path for path, reply in replies.items() if reply.status != 303} == set()
    targets = {reply.headers["location"] for reply in replies.values()}
    assert {target for target in sorted(targets)[::4] if site.page(target).status not in {200, 303}} == set()


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ".html"),
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/n-triples", ".nt"),
        ("application/rdf+xml", ".rdf"),
        ("text/html;q=0.5, text/turtle;q=0.9", ".ttl"),
        ("text/html;q=0, */*;q=0.1", ".ttl"),
        ("*/*", ".html"),
        ("", ".html"),
    ],
)  # fmt: skip
def test_accept_chooses_the_form(site: Showing, accept: str, suffix: str) -> None:
    reply = site.get(f"/{VIENNA}", accept=accept)
    assert (303, f"/{VIENNA}{suffix}") == (reply.status, reply.headers["location"])
    assert reply.headers["vary"] == "Accept"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert site.get(reply.headers["location"]).headers["content-type"].startswith(MEDIA[suffix])


def test_what_cannot_be_given_is_406(site: Showing) -> None:
    reply = site.get(f"/{VIENNA}", accept="image/png")
    assert reply.status == 406
    assert "text/turtle" in reply.text
    assert wanted("image/png") is None


def test_forms_hold_the_same_triples(site: Showing) -> None:
    told = [
        {*(q.triple for q in ox.parse(site.get(f"/{VIENNA}{suffix}").body, format=form))}
        for suffix, form in (
            (".ttl", ox.RdfFormat.TURTLE), (".nt", ox.RdfFormat.N_TRIPLES), (".jsonld", ox.RdfFormat.JSON_LD),
            (".rdf", ox.RdfFormat.RDF_XML),
        )
    ]  # fmt: skip
    assert told[0] == told[1] == told[2] == told[3]
    assert {t.subject.value for t in told[0] if isinstance(t.subject, ox.NamedNode)} >= {BASE + VIENNA}
    assert sum("recipient" in t.predicate.value for t in told[0]) >= 5


def test_header_links_to_other_forms(site: Showing) -> None:
    link = site.get(f"/{VIENNA}.html").headers["link"]
    assert f'<{BASE}{VIENNA}>; rel="describes"' in link
    assert f'</{VIENNA}.ttl>; rel="alternate"; type="text/turtle"' in link
    assert f'<{LICENCE}>; rel="license"' in link


def test_etag_answers_304_until_the_version_changes(site: Showing) -> None:
    first = site.get(f"/{VIENNA}.html")
    tag = first.headers["etag"]
    assert site.get(f"/{VIENNA}.html", if_none_match=tag).status == 304
    assert site.get(f"/{VIENNA}.html", if_none_match=f'W/"other", {tag}').status == 304
    assert site.get(f"/{VIENNA}.ttl", if_none_match=tag).status == 200
    assert site.get("/id/city/nowhere.html", if_none_match="*").status == 404
    site.snapshot.version = "second"
    try:
        assert site.get(f"/{VIENNA}.html", if_none_match=tag).status == 200
    finally:
        site.snapshot.version = "first"
    assert site.get(f"/{VIENNA}.html").headers["etag"] == tag


def test_replaced_name_leads_to_the_thing(site: Showing) -> None:
    reply = site.page("/id/award/european-green-leaf.html")
    assert (reply.status, reply.headers["location"]) == (303, "/id/award/european-green-leaf-award.html")


def test_quote_leads_into_the_text(site: Showing) -> None:
    path = next(path for path in iris(site) if path.startswith("evidence/"))
    location = site.page(f"/{path}.html").headers["location"]
    page = html.fromstring(site.page(location.partition("#")[0]).text)
    assert page.get_element_by_id(location.partition("#")[2]) is not None


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_vocabulary_has_a_page_and_data(site: Showing, name: str) -> None:
    assert f"/{name}.ttl" == site.get(f"/{name}", accept="text/turtle").headers["location"]
    assert f"/{name}.html" == site.page(f"/{name}").headers["location"]
    data = list(ox.parse(site.get(f"/{name}.ttl").body, format=ox.RdfFormat.TURTLE))
    page = html.fromstring(site.page(f"/{name}.html").text)
    assert len(data) > 300
    assert page.get_element_by_id("AwardConferral") is not None


def test_void_has_real_counts_and_dumps_that_are_there(site: Showing) -> None:
    told = list(ox.parse(site.get("/.well-known/void").body, format=ox.RdfFormat.TURTLE))
    data = ox.NamedNode(f"{site.address}/void#citykg")
    values = {q.predicate.value: q.object for q in told if q.subject == data}
    asserted = sum(1 for _ in site.snapshot.store.merged())
    assert str(asserted) == getattr(values[VOID + "triples"], "value", "")
    assert str(values[DCTERMS + "license"]) == f"<{LICENCE}>"
    files = [q.object for q in told if q.predicate.value == DCAT + "downloadURL"]
    assert len(files) == 5
    dumps = {str(getattr(f, "value", "")).removeprefix(site.address) for f in files}
    assert {path for path in dumps if site.get(path).status != 200} == set()


@pytest.mark.parametrize(("suffix", "form"), [("ttl", "turtle"), ("nq", "nquads")])
def test_dump_is_the_export(site: Showing, suffix: str, form: str) -> None:
    reply = site.get(f"/dump/citykg.{suffix}")
    assert reply.body == export.export(site.snapshot.store, form)
    assert "attachment" in reply.headers["content-disposition"]


def test_large_graph_is_not_dumped(site: Showing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "LARGEST", 1)
    reply = site.get("/dump/citykg.nt")
    assert reply.status == 404
    assert "kg export" in reply.text
    assert b"dataDump" not in site.get("/void.nt").body


def test_robots_may_read_pages_and_ask_nothing(site: Showing) -> None:
    text = site.get("/robots.txt").text
    assert "Disallow: /sparql" in text
    assert "Disallow: /id" not in text


# -- pages


@pytest.mark.parametrize("path", PAGES)
def test_page_is_well_made(site: Showing, path: str) -> None:
    reply = site.page(path)
    page = html.fromstring(reply.text)
    assert reply.status == 200
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == 1
    assert [len(page.xpath(f"//{tag}")) >= 1 for tag in ("header", "main", "nav", "footer")] == [True] * 4
    ids = page.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    unlabelled = [
        field for field in page.xpath("//input[not(@type='hidden')] | //select | //textarea")
        if not page.xpath(f"//label[@for='{field.get('id')}']")
    ]  # fmt: skip
    assert unlabelled == []
    assert [
        table for table in page.xpath("//table") if not table.xpath("caption") or not table.xpath(".//th/@scope")
    ] == []
    broken = [a for a in page.xpath("//a/@href") if a.startswith("#") and a[1:] not in ids]
    assert broken == []


def unsafe(page: html.HtmlElement) -> list[str]:
    """What a strict policy would block, or what would run: styles and scripts in the page, handlers, bad addresses."""
    found = [f"style {e.tag}" for e in page.xpath("//*[@style] | //style")]
    found += [f"script {e.text}" for e in page.xpath("//script[not(@src) and not(@type='application/json')]")]
    found += [
        f"handler {name}" for e in page.iter() if isinstance(e.tag, str) for name in e.attrib if name.startswith("on")
    ]
    found += [
        f"element {e.tag}" for e in page.xpath("//iframe | //object | //embed | //base | //img | //form[@onsubmit]")
    ]
    for element in page.xpath("//*[@href or @src or @action]"):
        address = str(element.get("href") or element.get("src") or element.get("action"))
        rel = set((element.get("rel") or "").split())
        local = urlsplit(address).scheme == "" and not address.startswith("//")
        outward = address.startswith(("http://", "https://")) and rel >= {"noopener", "noreferrer", "nofollow"}
        if not local and not outward and rel != {"license"}:
            found.append(f"address {address}")
    return found


@pytest.mark.parametrize("path", PAGES)
def test_page_needs_no_inline_script_or_style(site: Showing, path: str) -> None:
    reply = site.page(path)
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert unsafe(html.fromstring(reply.text)) == []


def test_city_page_tells_its_awards_with_quotes(site: Showing) -> None:
    page = html.fromstring(site.page(f"/{VIENNA}.html").text)
    awards = page.xpath("//section[@aria-labelledby='AwardConferral']")[0]
    said = [" ".join(p.text_content().split()) for p in awards.xpath(".//p[@class='sentence']")]
    assert any(one.startswith("Vienna won the Access City Award 2025") for one in said)
    assert "Vienna received the Access City Award 2025" in [mark.text_content() for mark in awards.xpath(".//mark")]
    source = awards.xpath(".//p[@class='from']/a[1]/@href")[0]
    article = html.fromstring(site.page(source.partition("#")[0]).text)
    assert article.get_element_by_id(source.partition("#")[2]).text_content().startswith(("Vienna", "LONDON"))


def test_article_page_holds_the_whole_text(site: Showing) -> None:
    path = re.findall(r'href="/(article/[^"]+)\.html"', site.page("/articles").text)[0]
    store = site.snapshot.store
    body = store.body(ox.NamedNode(BASE + path))
    page = html.fromstring(site.page(f"/{path}.html").text)
    for number in page.xpath("//article//sup"):
        number.drop_tree()
    shown = "".join(p.text_content() for p in page.xpath("//article/p"))
    title = page.xpath("//h1")[0].text_content()
    assert re.sub(r"\s", "", shown) in {re.sub(r"\s", "", body), re.sub(r"\s", "", body.removeprefix(title))}


def test_the_legend_of_a_timeline_names_what_is_on_it(site: Showing) -> None:
    legend = html.fromstring(site.page(f"/{VIENNA}.html").text).xpath("//section[@class='timeline']//ul//li")
    assert sorted(one.text_content() for one in legend) == ["Awards", "Figures", "People and posts"]


def test_a_drawing_of_two_things_stays_in_the_middle(site: Showing) -> None:
    page = html.fromstring(site.page("/id/person/jaume-collboni.html").text)
    xs = [float(x) for x in page.xpath("//svg[contains(@class,'static')]//circle/@cx")]
    assert len(xs) == 2
    assert max(xs) - min(xs) < neighbourhood.WIDTH / 3


def test_metric_page_has_chart_table_and_bars(site: Showing) -> None:
    page = html.fromstring(site.page(f"/{a_thing(site, 'metric', 'residents')}.html").text)
    assert len(page.xpath("//section[@aria-labelledby='bars']//tbody/tr")) > 3
    assert len(page.xpath("//section[@aria-labelledby='table']//tbody/tr")) > 10
    shares = [float(width) for width in page.xpath("//section[@aria-labelledby='bars']//rect/@width")]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 100


def test_award_page_goes_year_by_year(site: Showing) -> None:
    page = html.fromstring(site.page(f"/{a_thing(site, 'award', 'european+green+capital')}.html").text)
    years = [th.text_content() for th in page.xpath("//table[@class='honours']/tbody/tr/th")]
    assert years == sorted(years, reverse=True)
    row = next(
        tr for tr in page.xpath("//table[@class='honours']/tbody/tr") if tr.xpath("th")[0].text_content() == "2025"
    )
    assert "Vilnius" in row.xpath("td")[0].text_content()


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Vienna", "Vienna"),
        ("vien", "Vienna"),
        ("lodz", "Łódź"),
        ("ŁÓDŹ", "Łódź"),
        ("Лодзь", "Łódź"),
        ("de rio", "Rio de Janeiro"),
    ],
)
def test_search_finds_names_in_any_script(site: Showing, words: str, label: str) -> None:
    catalogue = Catalogue(site.snapshot.store)
    assert label in [hit.thing.label for hit in catalogue.search(words)]
    assert label in site.page(f"/search?q={quote(words)}").text


def test_conflicts_show_both_quotes(site: Showing) -> None:
    page = html.fromstring(site.page("/conflicts?relation=update").text)
    pairs = page.xpath("//article[@class='versus']")
    assert len(pairs) == 3
    assert {len(pair.xpath(".//mark")) for pair in pairs} == {2}


def test_long_work_is_done_in_another_process(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SMALL", 0)
    with Store.open(sample_store) as store:
        assert apart.apart(disagreements, store) == disagreements(store)
        with pytest.raises(KgError, match=r"its process ended with 1: .*KeyError: 'nothing'"):
            apart.apart(export.export, store, "nothing")


def test_quarantine_says_what_is_wrong_and_how_to_mend_it(hostile: Showing) -> None:
    page = html.fromstring(hostile.page("/quarantine").text)
    assert len(page.xpath("//article[@class='held']")) == len(PAYLOADS)
    assert "A runner-up has rank 2 or lower, or none." in page.text_content()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/id/city/nowhere", 404),
        ("/id/city/nowhere.html", 404),
        ("/id/city/%00%3Cb%3E.ttl", 404),
        ("/id/%ff", 404),
        ("/graph/%ff.ttl", 404),
        ("/nothing", 404),
        ("/fact/0", 404),
        ("/graph/ledger", 404),
        ("/graph/text.ttl", 404),
        ("/browse/unicorn", 404),
        ("/query?example=none", 404),
        ("/browse/city?page=x", 400),
        ("/browse/city?page=99999999", 200),
        ("/conflicts?relation=none", 400),
        ("/search?q=" + "x" * 4000, 200),
        ("/search?q=%00%0A%27%22", 200),
        ("/search?kind=none&q=a", 400),
        ("/explore.json?of=id/city/nowhere", 404),
        ("/explore.json?of=../etc", 404),
        ("/static/../style.css", 404),
        ("/static/no.js", 404),
        (f"/{VIENNA}.html?of=Nothing", 404),
        (f"/explore.json?of={VIENNA}" + "&open=x" * 61, 400),
    ],
)
def test_what_is_asked_wrongly_is_answered_so(site: Showing, path: str, status: int) -> None:
    reply = site.page(path)
    assert status == reply.status
    assert "Traceback" not in reply.text


def test_an_address_that_leads_nowhere_is_a_page_for_people_and_a_line_for_programs(site: Showing) -> None:
    for_people, for_programs = site.page("/nothing"), site.get("/nothing")
    assert "<h1>" in for_people.text
    assert "/sparql" in for_programs.text
    assert for_programs.headers["content-type"].startswith("text/plain")


def test_a_disk_that_is_full_costs_only_what_needs_it(site: Showing, monkeypatch: pytest.MonkeyPatch) -> None:
    site.snapshot.version = "full"
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    try:
        refused = site.page("/dump/citykg.ttl")
        assert refused.status == 503
        assert "/nowhere" not in refused.text
        assert site.page("/data").status == 200
    finally:
        site.snapshot.version = "first"


# -- the explorer's data


def test_positions_are_the_same_each_time_and_stay_when_more_is_opened(site: Showing) -> None:
    first = json.loads(site.get(f"/explore.json?of={VIENNA}").body)
    again = json.loads(site.get(f"/explore.json?of={VIENNA}&x=1").body)
    award = next(node["id"] for node in first["nodes"] if node["kind"] == "Award")
    more = json.loads(site.get(f"/explore.json?of={VIENNA}&open={award}").body)
    places = {node["id"]: (node["x"], node["y"]) for node in first["nodes"]}
    after = {node["id"]: (node["x"], node["y"]) for node in more["nodes"]}
    assert first["nodes"] == again["nodes"]
    assert len(after) > len(places)
    assert places == {name: after[name] for name in places}
    assert len(set(after.values())) == len(after)
    assert {edge["source"] for edge in more["edges"]} | {edge["target"] for edge in more["edges"]} <= after.keys()


def test_no_more_is_drawn_than_there_is_room_for(site: Showing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbourhood, "MOST_NODES", 10)
    store, vienna = site.snapshot.store, ox.NamedNode(BASE + VIENNA)
    first = neighbourhood.opened(store, None, vienna)
    other = next(name for name in first.graph if name != vienna.value)
    second = neighbourhood.opened(store, first, ox.NamedNode(other))
    assert first.graph.number_of_nodes() == 10
    assert first.left_out > 0
    assert second.graph.number_of_nodes() <= 10


def test_gexf_has_what_the_explorer_shows(site: Showing) -> None:
    told = json.loads(site.get(f"/explore.json?of={VIENNA}").body)
    kind = {node["id"]: node["kind"] for node in told["nodes"]} | {VIENNA: "the one asked for"}
    years = sorted(edge["year"] for edge in told["edges"] if edge["year"])
    middle = years[len(years) // 2]
    for hidden, left in (
        ("&without=Award", [e for e in told["edges"] if "Award" not in {kind[e["source"]], kind[e["target"]]}]),
        (f"&from={middle}&undated=no", [e for e in told["edges"] if e["year"] and e["year"] >= middle]),
        (f"&to={middle}", [e for e in told["edges"] if e["year"] is None or e["year"] <= middle]),
    ):
        graph = nx.read_gexf(io.BytesIO(site.get(f"/explore.gexf?of={VIENNA}{hidden}").body))
        ends = sorted((BASE + edge["source"], BASE + edge["target"]) for edge in left)
        assert 0 < len(left) < len(told["edges"])
        assert sorted(edge[:2] for edge in graph.edges) == ends


def test_gexf_is_what_networkx_reads(site: Showing) -> None:
    graph = nx.read_gexf(io.BytesIO(site.get(f"/explore.gexf?of={VIENNA}").body))
    told = json.loads(site.get(f"/explore.json?of={VIENNA}").body)
    assert len(told["nodes"]) == graph.number_of_nodes()
    assert len(told["edges"]) == graph.number_of_edges()
    assert graph.nodes[BASE + VIENNA]["label"] == "Vienna"


# -- hostile text


def test_nothing_hostile_leaves_its_place(hostile: Showing) -> None:
    paths = [f"/{path}.html" for path in iris(hostile) if not path.startswith(("evidence/", "graph/"))]
    paths += [*PAGES[:13], *(f"/search?q={quote(payload)}" for payload in PAYLOADS)]
    replies = {path: hostile.page(quote(path, safe="/?=&%.")) for path in paths}
    assert {path: r.status for path, r in replies.items() if r.status not in {200, 303}} == {}
    pages = {path: html.fromstring(r.text) for path, r in replies.items() if r.status == 200}
    assert len(pages) > 150
    assert {path: found for path, page in pages.items() if (found := unsafe(page))} == {}
    scripts = {src.partition("?")[0] for page in pages.values() for src in page.xpath("//script/@src")}
    assert scripts <= {"/static/graph.js", "/static/query.js", "/static/vendor/yasqe.min.js"}


def test_hostile_text_is_shown_as_it_is(hostile: Showing) -> None:
    text = html.fromstring(hostile.page("/articles").text).text_content()
    assert [payload for payload in PAYLOADS[:9] if payload not in text] == []
    assert "49" not in re.findall(r"\{\{.*?\}\}|49", text)
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text


def test_hostile_names_break_no_data(hostile: Showing) -> None:
    city = a_thing(hostile, "city")
    assert list(ox.parse(hostile.get(f"/{city}.ttl").body, format=ox.RdfFormat.TURTLE))
    assert json.loads(hostile.get(f"/explore.json?of={city}").body)["nodes"]
    assert nx.read_gexf(io.BytesIO(hostile.get(f"/explore.gexf?of={city}").body)).number_of_nodes() > 1


# -- words and tables


def fact(**values: object) -> Fact:
    kind: type[Fact] = values.pop("kind", AwardConferral)  # type: ignore[assignment]  # a class of facts
    return kind(evidence=(span("Oslo"),), rule="R", **values)


GREEN = Entity(kind=Kind.AWARD, name="Green Prize", key="green-prize")
FAIR = Entity(kind=Kind.EVENT, name="Fjord Fair", key="fjord-fair")
ANN = Entity(kind=Kind.PERSON, name="Ann Lie", key="ann-lie")
GUESTS = Entity(kind=Kind.METRIC, name="guests", key="guests")
LENGTH = Entity(kind=Kind.METRIC, name="Metro length", key="metro-length")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (fact(recipient=OSLO, award=GREEN, year=2019), "Oslo won the Green Prize 2019."),
        (
            fact(recipient=OSLO, award=GREEN, result=Result.RANKED, rank=3),
            "Oslo was ranked number 3 in the Green Prize.",
        ),
        (fact(kind=Tenure, person=ANN, role="mayor", of=OSLO), "Ann Lie is mayor of Oslo."),
        (fact(kind=Hosting, event=FAIR, city=(OSLO,), year=2019), "Fjord Fair took place in Oslo in 2019."),
        (fact(kind=Hosting, event=FAIR, city=(OSLO,), year=2020), "Fjord Fair takes place in Oslo in 2020."),
        (
            fact(kind=Recurrence, series=FAIR, city=(OSLO,), month=5, since=2001),
            "Fjord Fair is held again and again in May in Oslo since 2001.",
        ),
        (fact(kind=Observation, about=FAIR, metric=GUESTS, value=Decimal(1200)), "Fjord Fair: 1,200 guests."),
        (
            fact(kind=Observation, about=OSLO, metric=LENGTH, value=Decimal("85.0"), unit="km"),
            "Oslo: metro length 85\N{NO-BREAK SPACE}km.",
        ),
        (
            fact(kind=Observation, about=OSLO, metric=GUESTS, value=Decimal(-5), unit="%", change=True),
            "Oslo: guests −5% (a change).",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_facts_are_told_in_words(told: Fact, said: str) -> None:
    parts = sentences.sentence(told, Names(), datetime.date(2020, 1, 1))
    assert said == sentences.plain(parts)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("17800000", "17.8 million"),
        ("1234567", "1,234,567"),
        ("0.5", "0.5"),
        ("-0.5", "−0.5"),
        ("-1200", "−1,200"),
        ("2e9", "2 billion"),
    ],
)
def test_numbers_are_written_for_people(value: str, text: str) -> None:
    assert text == sentences.number(Decimal(value))


def test_map_puts_cities_where_they_are() -> None:
    centre = worldmap.project(0, 0)
    oslo, sydney = (worldmap.place(f"{BASE}id/city/gn{key}") for key in (3143244, 2147714))
    assert oslo
    assert sydney
    assert oslo[0] > centre[0]
    assert oslo[1] < centre[1] < sydney[1]
    assert worldmap.place(f"{BASE}id/city/gnosall") is None


def test_what_is_vendored_is_what_the_list_says() -> None:
    folder = ROOT / "kg" / "web" / "static" / "vendor"
    rows = re.findall(
        r"^\| (\S+) \|.*`([0-9a-f]{64})` \|$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert dict(rows) == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name, _ in rows}
    carried = {path.name for path in folder.iterdir() if path.suffix in {".js", ".css"}}
    assert carried <= {name for name, _ in rows}


def test_store_with_another_base_and_nothing_known() -> None:
    store = Store.in_memory(Names(base="http://localhost/kg/"))
    with serving(store) as running:
        assert running.page("/").status == 200
        article = an_article()
        store_facts(article, some_facts(), store, load_shapes(()))
        running.snapshot.version = "second"
        assert running.page("/id/city/gn3143244.html").status == 200
        assert "Oslo" in running.page("/").text
