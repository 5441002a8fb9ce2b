"""The reconciliation service: what OpenRefine asks of it, against `kg serve` as a process."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from serving import Server

from kg import pipeline
from kg.model import Kind
from kg.store import Store
from kg.validate import load_shapes
from kg.web.limits import RefusedError
from kg.web.pages.reconcile import reading
from kg.web.pages.reconcile.matching import likeness

VIENNA, VALENCIA_ES, VALENCIA_VE = "city/gn2761369", "city/gn2509954", "city/gn3625549"


def match(server: Server, **queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    response = server.client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    return {key: told["result"] for key, told in response.json().items()}


def one(server: Server, name: str, **more: Any) -> list[dict[str, Any]]:
    return match(server, q={"query": name, **more})["q"]


# -- manifest ------------------------------------------------------------------------------------------


def test_the_manifest_says_where_everything_is(server: Server) -> None:
    response = server.client.get("/reconcile")
    told = response.json()
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "0.2" in told["versions"]
    assert told["identifierSpace"] == "https://w3id.org/citykg/id/"
    assert told["schemaSpace"] == "https://w3id.org/citykg/ontology#"
    assert {"id": "City", "name": "city"} in told["defaultTypes"]
    view = told["view"]["url"].replace("{{id}}", quote(VIENNA, safe=""))
    page = server.client.get(view, headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200
    assert "Vienna" in page.text
    for what in told["suggest"].values():
        assert server.client.get(what["service_url"] + what["service_path"], params={"prefix": "v"}).status_code == 200


def test_a_page_of_another_origin_may_ask(server: Server) -> None:
    response = server.client.options("/reconcile", headers={"Origin": "http://127.0.0.1:3333"})
    assert response.status_code == 204
    assert "POST" in response.headers["access-control-allow-methods"]


def test_no_script_is_made_of_an_answer(server: Server) -> None:
    response = server.client.get("/reconcile", params={"callback": "alert"})
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.json()["versions"]


# -- matching -------------------------------------------------------------------------------------------


def test_the_very_name_of_one_thing_is_a_match(server: Server) -> None:
    best = one(server, "vienna", type="City")[0]
    assert (best["id"], best["name"], best["score"], best["match"]) == (VIENNA, "Vienna", 100.0, True)
    assert best["type"] == [{"id": "City", "name": "city"}]
    assert best["features"] == [{"id": "name", "value": 100.0}]


@pytest.fixture
def namesakes(tmp_path: Path) -> Iterator[Server]:
    """`kg serve` over a graph with two cities of one name."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for country in ("Spain", "Venezuela"):
        told = f"Valencia, {country}, has opened 14 new libraries.\n"
        (articles / f"{country.lower()}.txt").write_text(told, encoding="utf-8")
    with Store.create(tmp_path / "store") as store:
        assert [built.state for built in pipeline.build([str(articles)], store, shapes=load_shapes(()))] == [
            "built"
        ] * 2
    with Server(tmp_path / "store") as running:
        yield running


def test_of_namesakes_none_is_a_match_until_something_tells_them_apart(namesakes: Server) -> None:
    server = namesakes
    found = one(server, "Valencia", type="City")
    assert {each["id"] for each in found[:2]} == {VALENCIA_ES, VALENCIA_VE}
    assert not any(each["match"] for each in found)
    told = one(server, "Valencia", type="City", properties=[{"pid": "containedInPlace", "v": "Spain"}])
    assert (told[0]["id"], told[0]["match"]) == (VALENCIA_ES, True)
    by_id = one(server, "Valencia", properties=[{"pid": "geonames", "v": 3625549}])
    assert (by_id[0]["id"], by_id[0]["match"]) == (VALENCIA_VE, True)


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("Viena", VIENNA), ("Tallin", "city/gn588409"), ("LODZ", "city/gn3093133"), (VIENNA, VIENNA),
        (f"https://w3id.org/citykg/id/{VIENNA}", VIENNA), ("Ludwig Michael", "person/michael-ludwig"),
    ],
)  # fmt: skip
def test_other_spellings_and_identifiers_are_found(server: Server, name: str, ident: str) -> None:
    assert ident in [each["id"] for each in one(server, name)[:3]]


def test_what_is_spelled_otherwise_is_offered_and_no_match(server: Server) -> None:
    best = one(server, "Viena", type="City")[0]
    assert best["score"] < 95
    assert not best["match"]


def test_a_type_keeps_others_out(server: Server) -> None:
    kinds = {each["type"][0]["id"] for each in one(server, "Vienna", type=["Person", "Award"])}
    assert kinds <= {"Person", "Award"}
    assert one(server, "Vienna", type="Q515") == []


def test_a_property_that_is_a_thing_may_be_given_by_its_id(server: Server) -> None:
    condition = {"pid": "affiliation", "v": [{"id": "city/gn2761369", "name": "Vienna"}]}
    best = one(server, "Michael Ludwig", type="Person", properties=[condition])[0]
    assert (best["id"], best["match"]) == ("person/michael-ludwig", True)


def test_a_batch_keeps_its_keys_and_limits(server: Server) -> None:
    found = match(server, a={"query": "Oslo", "limit": 1}, b={"query": "zzzz"}, c={"query": "", "properties": []})
    assert {key: len(each) for key, each in found.items()} == {"a": min(1, len(found["a"])), "b": 0, "c": 0}
    by_get = server.client.get("/reconcile", params={"queries": json.dumps({"q0": {"query": "Vienna"}})})
    assert by_get.json()["q0"]["result"][0]["id"] == VIENNA


# -- extension, suggestions, previews -----------------------------------------------------------------------


def test_columns_are_filled_from_the_graph(server: Server) -> None:
    wanted = {
        "ids": [VIENNA, "city/gn0", VALENCIA_ES],
        "properties": [{"id": "containedInPlace"}, {"id": "population"}, {"id": "holder"}],
    }
    told = server.client.post("/reconcile", data={"extend": json.dumps(wanted)}).json()
    assert [column["id"] for column in told["meta"]] == ["containedInPlace", "population", "holder"]
    assert told["meta"][0]["type"] == {"id": "Place", "name": "country or region"}
    assert told["rows"][VIENNA]["containedInPlace"] == [{"id": "place/austria", "name": "Austria"}]
    assert told["rows"][VIENNA]["population"] == [{"int": 2000000}]
    assert {"id": "person/michael-ludwig", "name": "Michael Ludwig"} in told["rows"][VIENNA]["holder"]
    assert told["rows"]["city/gn0"] == {"containedInPlace": [], "population": [], "holder": []}


def test_dates_are_dates(server: Server) -> None:
    wanted = {"ids": ["event/expo-2025"], "properties": [{"id": "startDate"}, {"id": "location"}]}
    rows = server.client.post("/reconcile", data={"extend": json.dumps(wanted)}).json()["rows"]["event/expo-2025"]
    assert rows["startDate"] == [{"date": "2025-04-13T00:00:00Z"}]
    assert rows["location"] == [{"id": "city/gn1853909", "name": "Osaka"}]


def test_properties_are_proposed_for_a_type(server: Server) -> None:
    told = server.client.get("/reconcile/properties", params={"type": "Person", "limit": "2"}).json()
    assert (told["type"], told["limit"], len(told["properties"])) == ("Person", 2, 2)


def test_suggestions(server: Server) -> None:
    entities = server.client.get("/reconcile/suggest/entity", params={"prefix": "vien"}).json()["result"]
    assert (entities[0]["id"], entities[0]["notable"]) == (VIENNA, [{"id": "City", "name": "city"}])
    types = server.client.get("/reconcile/suggest/type", params={"prefix": "cit"}).json()["result"]
    assert {"id": "City", "name": "city"} in types
    names = server.client.get("/reconcile/suggest/property", params={"prefix": "geo"}).json()["result"]
    assert names == [{"id": "geonames", "name": "GeoNames id"}]


def test_a_preview_stands_in_a_frame_and_runs_nothing(server: Server) -> None:
    response = server.client.get("/reconcile/preview", params={"id": VIENNA})
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert re.search(r"<h1><bdi>Vienna</bdi>", response.text)
    assert server.client.get("/reconcile/preview", params={"id": "city/<script>"}).status_code == 404


# -- what is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "status", "says"),
    [
        ({"queries": "{"}, 400, "it is no JSON"),
        ({"queries": "[" * 100_000}, 400, "it is no JSON"),
        ({"queries": "[]"}, 400, "they must be a JSON object"),
        ({"queries": json.dumps({str(n): {"query": "x"} for n in range(101)})}, 413, "100 are allowed"),
        ({"queries": json.dumps({"q": {"query": 5}})}, 400, "query is a text"),
        ({"queries": json.dumps({"q": {"query": "x", "properties": [{"pid": "won"}]}})}, 400, "a pid and a v"),
        ({"extend": json.dumps({"ids": "x"})}, 400, "cannot read extend"),
        ({"extend": json.dumps({"ids": ["x"] * 501, "properties": []})}, 413, "500 ids"),
        ({"queries": "x" * (1 << 20)}, 413, "more than 1 MB"),
    ],
)  # fmt: skip
def test_refusals_say_why(server: Server, data: dict[str, str], status: int, says: str) -> None:
    response = server.client.post("/reconcile", data=data)
    assert response.status_code == status
    assert says in response.json()["message"]
    assert response.headers["access-control-allow-origin"] == "*"


def test_other_bodies_and_methods_are_refused(server: Server) -> None:
    assert server.client.post("/reconcile", json={"queries": {}}).status_code == 415
    assert server.client.delete("/reconcile").status_code == 405
    assert server.client.get("/reconcile?queries=%ff").status_code == 400
    assert server.client.get("/reconcile", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("name", ["\ud800", "\x00", "<script>", "\u202e" * 50, "a" * 100_000, "%", '"; DROP', "🙂"])
def test_odd_names_are_answered(server: Server, name: str) -> None:
    assert isinstance(one(server, name), list)


def test_many_names_are_answered_in_time(server: Server, sample_store: Path) -> None:
    assert sample_store.exists()
    found = match(server, **{f"q{n}": {"query": f"City of Vienna no. {n}", "type": "City"} for n in range(100)})
    assert len(found) == 100


def test_a_hostile_batch_is_refused_in_time_and_does_not_stop_the_server(sample_store: Path) -> None:
    conditions = [{"pid": "name", "v": [f"{'vienna linz ' * 15}{n}" for n in range(10)]} for _ in range(16)]
    batch = {f"q{n}": {"query": "e", "limit": 50, "properties": conditions} for n in range(20)}
    with Server(sample_store, "--timeout", "2") as small, ThreadPoolExecutor() as threads:
        small.client.get("/reconcile")
        jobs = [threads.submit(small.client.post, "/reconcile", data={"queries": json.dumps(batch)}) for _ in range(6)]
        time.sleep(0.2)
        began = time.monotonic()
        assert small.client.get("/healthz").text == "fine\n"
        assert small.rows("SELECT ?c { ?c a kg:City } LIMIT 1")
        assert time.monotonic() - began < 2 * len(jobs)  # sooner than after all of them, one by one
        answers = [job.result() for job in jobs]
    assert {answer.status_code for answer in answers} == {503}
    assert all("less at a time" in answer.text or "busy" in answer.text for answer in answers)


def test_limits_and_types_are_read() -> None:
    told = reading.queries(json.dumps({"q": {"query": "x", "type": "City", "limit": 1e9, "type_strict": "any"}}))["q"]
    assert (told.limit, told.kinds) == (reading.MOST_CANDIDATES, frozenset({Kind.CITY}))
    with pytest.raises(RefusedError):
        reading.queries(json.dumps({"q": {"query": "x", "limit": "many"}}))


def test_a_name_is_like_itself_only() -> None:
    assert likeness("graz", "graz") == 100
    assert 80 < likeness("gratz", "graz") < 95
    assert likeness("", "") == 0
