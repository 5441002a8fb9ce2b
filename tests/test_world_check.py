"""Each fact is confirmed, different or unknown there, by the rules of ranks, qualifiers, units and missing values."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, Command
from sparql_server import Endpoint
from wikidata import NONE, UNKNOWN, Claim, Wikidata, sample
from world_stores import ANN, FAIR, OSLO, PORT, a_store, figure, held, items_of, lies, mayor, told, won

from kg.model import Entity, Fact, Kind, Modality, Period, Precision, Qualifier, Result, Tenure, TenureStatus
from kg.namespaces import EARL
from kg.world import Outcome, Verdict, check, link

CONFIRMED, DIFFERS, UNSAID = Outcome.CONFIRMED, Outcome.DIFFERS, Outcome.UNKNOWN
SINCE_2015 = {"P580": "@2015-10-21"}
MAYOR = Claim("P6", "Q901", "Preferred", SINCE_2015)
KM2, M2, HECTARE, FURLONG = "Q712226", "Q25343", "Q35852", "Q192856"


def year(number: int) -> Period:
    first, last = datetime.date(number, 1, 1), datetime.date(number, 12, 31)
    return Period(start=first, end=last, precision=Precision.YEAR)


def world(*claims: Claim) -> Wikidata:
    """Oslo with some claims, and what they may speak of."""
    data = Wikidata()
    data.below("Q515", "Q486972")
    data.below("Q6256", "Q56061")
    data.item("Q585", ["Oslo"], Claim("P1566", '"3143244"'), Claim("P17", "Q20"), *claims, kind="Q515")
    data.item("Q20", ["Norway"], kind="Q6256")
    data.item("Q30", ["Sweden"], kind="Q6256")
    data.item("Q901", ["Ann Lie"], kind="Q5")
    data.item("Q902", ["Per Dahl"], kind="Q5")
    data.item("Q903", ["Anna-Karin Lie"], kind="Q5")
    data.item("Q4916", ["euro"], Claim("P498", '"EUR"'))
    data.item("Q132643", ["Norwegian krone"], Claim("P498", '"NOK"'))
    return data


def verdict(fact: Fact, data: Wikidata, *others: Fact) -> Verdict:
    store, asked = a_store([fact, *others]), items_of(data.turtle())
    found = check(store, asked, link(store, asked))
    return next(one for one in found if one.kind == type(fact).__name__)


def people(number: str, when: str = "", rank: str = "Normal") -> Claim:
    return Claim("P1082", number, rank, {"P585": when} if when else {})


FIGURES = {
    "equal": (figure("717710"), [people("717710", "@2024")], CONFIRMED, "717,710", "2024"),
    "rounded": (
        figure("700000", qualifier=Qualifier.MORE_THAN), [people("717710", "@2024")], CONFIRMED, "717,710", "2024",
    ),
    "without a time": (figure("717710"), [people("717710")], CONFIRMED, "717,710", ""),
    "deprecated is ignored": (figure("717710"), [people("717710", "@2024", "Deprecated")], UNSAID, "", ""),
    "preferred first": (
        figure("650000"),
        [people("709037", "@2023"), people("717710", "@2024", "Preferred")], DIFFERS, "717,710", "2024",
    ),
    "a normal one of the time confirms": (
        figure("709037", as_of=year(2023)),
        [people("709037", "@2023"), people("724290", "@2026", "Preferred")], CONFIRMED, "709,037", "2023",
    ),
    "a figure of old times confirms nothing": (
        figure("500000"),
        [people("500000", "@2000"), people("717710", "@2024", "Preferred")], DIFFERS, "717,710", "2024",
    ),
    "the same of other times differs": (figure("500000"), [people("500000", "@2000")], DIFFERS, "500,000", "2000"),
    "one of the time before a preferred one of another": (
        figure("660000", as_of=year(2014)),
        [people("634463", "@2014"), people("717710", "@2024", "Preferred")], DIFFERS, "634,463", "2014",
    ),
    "somevalue": (figure("717710"), [Claim("P1082", UNKNOWN)], UNSAID, "", ""),
    "novalue": (figure("717710"), [Claim("P1082", NONE)], DIFFERS, "none", ""),
    "area in another unit": (
        figure("45400", "area", unit="ha"), [Claim("P2046", f"454 {KM2}")], CONFIRMED, "454 km2", "",
    ),
    "area in a unit nobody knows, normalised": (
        figure("454", "area", unit="km2"),
        [Claim("P2046", f"11218 {FURLONG}", normal=f"454000000 {M2}")], CONFIRMED, "454,000,000 m2", "",
    ),
    "area in a unit nobody knows": (
        figure("454", "area", unit="km2"), [Claim("P2046", f"9 {FURLONG}")], UNSAID, "", "",
    ),
    "area told without a unit": (figure("454", "area", unit="km2"), [Claim("P2046", "454")], UNSAID, "", ""),
    "money by its code": (
        figure("80000000", "budget", unit="EUR"), [Claim("P2769", "80000000 Q4916")], CONFIRMED, "80,000,000 EUR", "",
    ),
    "money in another currency is not compared": (
        figure("80000000", "budget", unit="EUR"), [Claim("P2769", "80000000 Q132643")], UNSAID, "", "",
    ),
    "a share": (
        figure("3.5", "unemployment rate", unit="%"), [Claim("P1198", "3.6 Q11229")], DIFFERS, "3.6 %", "",
    ),
    "no number": (figure("717710"), [people("1" + "0" * 40)], UNSAID, "", ""),
    "a target": (figure("717710", modality=Modality.TARGET), [people("717710", "@2024")], UNSAID, "", ""),
    "a change": (figure("717710", change=True), [people("717710", "@2024")], UNSAID, "", ""),
    "no property": (figure("13", "tram stops"), [people("13")], UNSAID, "", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", FIGURES)
def test_figures(case: str) -> None:
    fact, claims, outcome, value, date = FIGURES[case]
    found = verdict(fact, world(*claims))
    assert (found.outcome, found.finding.there.value, found.finding.there.date) == (outcome, value, date), found


BEFORE = Claim("P6", "Q902", qualifiers={"P580": "@2007", "P582": "@2015-10-21"})
POSTS = {
    "the same person": (mayor(), [BEFORE, MAYOR], CONFIRMED, "Ann Lie", "2015-10-21/"),
    "another person at the time": (
        mayor(), [BEFORE, Claim("P6", "Q902", "Preferred", SINCE_2015)], DIFFERS, "Per Dahl", "2015-10-21/",
    ),
    "another person without dates, but preferred": (
        mayor(), [Claim("P6", "Q902", "Preferred")], DIFFERS, "Per Dahl", "",
    ),
    "another person without dates": (mayor(), [Claim("P6", "Q902")], UNSAID, "", ""),
    "another person in other years": (mayor(), [BEFORE], UNSAID, "", ""),
    "a person of the same family name": (mayor(), [Claim("P6", "Q903", "Preferred", SINCE_2015)], UNSAID, "", ""),
    "deprecated": (mayor(), [Claim("P6", "Q902", "Deprecated", SINCE_2015)], UNSAID, "", ""),
    "somebody": (mayor(), [Claim("P6", UNKNOWN, "Preferred")], UNSAID, "", ""),
    "nobody": (mayor(), [Claim("P6", NONE, "Preferred")], DIFFERS, "none", ""),
    "ended before": (
        mayor(), [Claim("P6", "Q901", qualifiers={"P580": "@2007", "P582": "@2015-10-21"})], DIFFERS, "Ann Lie",
        "2007/2015-10-21",
    ),
    "ended, nobody knows when": (
        mayor(), [Claim("P6", "Q901", qualifiers={"P580": "@2007", "P582": UNKNOWN})], CONFIRMED, "Ann Lie", "2007/?",
    ),
    "began in another year": (mayor(start_date=year(2019)), [MAYOR], DIFFERS, "Ann Lie", "2015-10-21/"),
    "began in that year": (mayor(start_date=year(2015)), [MAYOR], CONFIRMED, "Ann Lie", "2015-10-21/"),
    "former here, in office there": (mayor(status=TenureStatus.FORMER), [MAYOR], DIFFERS, "Ann Lie", "2015-10-21/"),
    "to come here, in office there": (mayor(status=TenureStatus.INCOMING), [MAYOR], DIFFERS, "Ann Lie", "2015-10-21/"),
    "former, and others named": (mayor(status=TenureStatus.FORMER), [BEFORE], UNSAID, "", ""),
    "a deputy is another post": (
        told(Tenure, 40, person=ANN, role="deputy mayor", of=OSLO), [MAYOR], UNSAID, "", "",
    ),
    "of nothing": (told(Tenure, 40, person=ANN, role="mayor"), [MAYOR], UNSAID, "", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", POSTS)
def test_posts(case: str) -> None:
    fact, claims, outcome, value, date = POSTS[case]
    found = verdict(fact, world(*claims), lies())
    assert (found.outcome, found.finding.there.value, found.finding.there.date) == (outcome, value, date), found


def test_a_position_of_the_person_says_it_where_the_town_does_not() -> None:
    data = world()
    data.item("Q910", ["Mayor of Oslo"], Claim("P1001", "Q585"), kind="Q4164871")
    data.item("Q904", ["Kari Moe"], Claim("P39", "Q910", qualifiers=SINCE_2015), kind="Q5")
    found = verdict(mayor(Entity(kind=Kind.PERSON, name="Kari Moe")), data)
    assert (found.outcome, found.finding.there.date) == (CONFIRMED, "2015-10-21/")


def test_both_sides_have_value_date_and_source() -> None:
    data = world(Claim("P6", "Q902", "Preferred", SINCE_2015, url="https://oslo.example/council"))
    found = verdict(mayor(), data)
    assert (found.here.value, found.here.date, found.here.source) == ("Ann Lie", "2024-06-01", "0.txt")
    there = found.finding.there
    assert (there.value, there.date, there.source) == ("Per Dahl", "2015-10-21/", "https://oslo.example/council")
    assert (found.item, found.property_id) == ("Q585", "P6")
    assert found.finding.statement.startswith("http://www.wikidata.org/entity/statement/Q585-")


AWARDS = {
    "the same year": (won(year=2019), "@2019", CONFIRMED),
    "another year": (won(year=2019), "@2016", DIFFERS),
    "no year here": (won(), "@2016", CONFIRMED),
    "a finalist": (won(year=2019, result=Result.FINALIST), "@2019", UNSAID),
}


@pytest.mark.parametrize("of_winner", [True, False])
@pytest.mark.parametrize("case", AWARDS)
def test_awards(case: str, of_winner: bool) -> None:
    fact, when, outcome = AWARDS[case]
    time = {"P585": when}
    data = world(*([Claim("P166", "Q801", qualifiers=time)] if of_winner else []))
    claims = [] if of_winner else [Claim("P1346", "Q585", qualifiers=time)]
    data.item("Q801", ["Green Prize"], *claims, kind="Q618779")
    assert verdict(fact, data).outcome is outcome


DAYS = {"city": (OSLO,), "start_date": datetime.date(2024, 5, 3), "end_date": datetime.date(2024, 5, 5)}
EVENTS = {
    "place and days": (["@2024-05-03", "@2024-05-05", "Q585"], CONFIRMED, "held there"),
    "in a hall of the town": (["@2024-05-03", "@2024-05-05", "Q600"], CONFIRMED, "held there"),
    "days to the month": (["@2024-05", "@2024-05", "Q585"], CONFIRMED, "begins 2024-05 in both"),
    "another last day": (["@2024-05-03", "@2024-05-06", "Q585"], DIFFERS, "ends 2024-05-05 here, 2024-05-06 there"),
    "another town": (["@2024-05-03", "@2024-05-05", "Q589"], DIFFERS, "held elsewhere"),
}


@pytest.mark.parametrize("case", EVENTS)
def test_events(case: str) -> None:
    (start, end, venue), outcome, says = EVENTS[case]
    data = world()
    data.item("Q600", ["Fjord Hall"], Claim("P131", "Q585"), kind="Q41176")
    data.item("Q589", ["Bergen"], kind="Q515")
    days = [Claim("P580", start), Claim("P582", end)]
    data.item("Q810", ["Fjord Fair 2024"], *days, Claim("P276", venue), Claim("P131", "Q585"), kind="Q1656682")
    found = verdict(held(**DAYS), data)
    assert found.outcome is outcome
    assert says in found.finding.reason


def test_places() -> None:
    sweden = Entity(kind=Kind.PLACE, name="Sweden")
    gothenburg = Entity(kind=Kind.CITY, name="Gothenburg", key="geonames:2711537")
    data = world()
    data.item("Q599", ["Gothenburg"], Claim("P1566", '"2711537"'), Claim("P17", "Q30"), kind="Q515")
    store, asked = a_store([lies()], [lies(gothenburg, sweden)], [lies(place=sweden)]), items_of(data.turtle())
    found = {(one.about, one.here.value): one for one in check(store, asked, link(store, asked))}
    assert {where: one.outcome for where, one in found.items()} == {
        ("Oslo", "Norway"): CONFIRMED, ("Gothenburg", "Sweden"): CONFIRMED, ("Oslo", "Sweden"): DIFFERS,
    }  # fmt: skip
    assert found["Oslo", "Sweden"].finding.there.value == "Norway"


def test_what_is_not_matched_says_why() -> None:
    store = a_store([figure("120", "employees", about=PORT), held(city=(OSLO,), year=2024)])
    asked = items_of(world().turtle())
    reasons = {one.about: one.finding.reason for one in check(store, asked, link(store, asked))}
    why = "is not matched (not found: no item has the name)"
    assert reasons == {PORT.name: f"{PORT.name} {why}", FAIR.name: f"{FAIR.name} {why}"}


# -- the commands, against a server -------------------------------------------------------------------


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with Endpoint(sample().turtle(), tmp_path_factory.mktemp("endpoint"), "429:1", "html") as running:
        yield running


def test_link_then_check_over_http(command: Command, sample_store: Path, endpoint: Endpoint, tmp_path: Path) -> None:
    """Over a server that misbehaves at first; the second run asks nothing, a dump gives the same."""
    options = ("--against", endpoint.url, "--store", sample_store, "--cache", tmp_path / "cache", "--rate", "1000")
    file = tmp_path / "links.trig"
    done = command("link", *options, "-o", file)
    assert "1 ambiguous" in done.stderr
    assert b"wd:Q901741" in file.read_bytes()
    asked = len(endpoint.requests)
    command("link", *options, "-o", tmp_path / "again.trig")
    assert len(endpoint.requests) == asked < 60
    assert (tmp_path / "again.trig").read_bytes() == file.read_bytes()

    records = json.loads(command("check", *options, "--links", file, "-f", "json", code=1).stdout)
    told = {(one["about"], one["here"]["value"], one["outcome"]) for one in records}
    assert ("Copenhagen", "about 660,000", "differs") in told
    assert ("Barcelona", "Jaume Collboni", "confirmed") in told

    (tmp_path / "part.ttl").write_text(sample().turtle(), encoding="utf-8")
    offline = ("--against", tmp_path / "part.ttl", "--store", sample_store)
    csv = [command("check", *which, "-f", "csv", code=1).stdout for which in (offline, options)]
    assert csv[0] == csv[1]


def test_verdicts_are_assertions_in_earl(command: Command, sample_store: Path, tmp_path: Path) -> None:
    (tmp_path / "part.ttl").write_text(sample().turtle(), encoding="utf-8")
    checked = tmp_path / "checked.ttl"
    command("check", "--against", tmp_path / "part.ttl", "--store", sample_store, "-o", checked, code=1)
    graph = ox.Store()
    graph.bulk_load(path=checked)
    outcomes = graph.quads_for_pattern(None, ox.NamedNode(EARL + "outcome"), None, None)
    counted = Counter(getattr(quad.object, "value", "").removeprefix(EARL) for quad in outcomes)
    assert (counted["passed"], counted["failed"], counted.total()) == (17, 4, 291)
    assert not [quad for quad in graph if isinstance(quad.subject, ox.BlankNode)]


def test_nothing_that_differs_is_exit_code_0(command: Command, sample_store: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.nt").write_text("", encoding="utf-8")
    done = command("check", "--against", tmp_path / "empty.nt", "--store", sample_store)
    assert (done.stdout, done.stderr) == (b"", "291 unknown there\n")


@pytest.mark.parametrize(
    ("against", "says"),
    [("http://127.0.0.1:9/sparql", "refused"), ("nothing.ttl", "cannot read the dump"), ("a.txt", "its ending")],
)
def test_a_source_that_cannot_be_asked(
    command: Command, sample_store: Path, tmp_path: Path, against: str, says: str
) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    done = command("link", "--against", against, "--store", sample_store, "--cache", tmp_path, cwd=tmp_path, code=3)
    assert says in done.stderr


def test_a_dump_needs_no_network(sample_store: Path, tmp_path: Path) -> None:
    dump = tmp_path / "part.ttl"
    dump.write_text(sample().turtle(), encoding="utf-8")
    apart = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        pytest.skip("the system gives no closed network")
    link_it = [*apart, sys.executable, "-m", "kg", "link", "--against", str(dump), "--store", str(sample_store)]
    done = subprocess.run(link_it, capture_output=True, text=True, check=True, cwd=ROOT)
    assert "1 ambiguous" in done.stderr
