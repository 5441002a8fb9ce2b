"""The examples as a user runs them: in processes of their own, over the sample graph; and what they leave."""

import base64
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import networkx as nx
import pytest
from conftest import Command
from PIL import Image, ImageChops, ImageStat
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from kg.draw import lettering

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
QUESTION = ROOT / "ontology" / "questions" / "cities-by-awards.rq"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    "--headless=new", "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-dev-shm-usage", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--window-size=1280,900",
)  # fmt: skip


def run(script: str, *args: str | Path, code: int = 0) -> str:
    """What a script prints."""
    done = subprocess.run(
        [sys.executable, EXAMPLES / f"{script}.py", *args],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "PYTHONWARNINGS": "default"},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in {".py", ".ipynb"}))
def test_each_example_is_listed_with_its_command(name: str) -> None:
    lines = (EXAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(f"| [{name}]({name})")]
    assert name in line.rsplit("`", 2)[1]


def test_award_network_tells_of_the_middle_and_of_communities(sample_store: Path, tmp_path: Path) -> None:
    told = run("award_network", "--store", sample_store, "--output", tmp_path)
    assert told == run("award_network", "--store", sample_store, "--output", tmp_path)
    assert re.search(r"In the middle.*\n(?:.*\n)*?  Vienna +City", told)
    assert re.search(r"Communities.*\n(?:.*\n)*?.*European Green Capital", told)
    assert re.search(r"Accra and Rabat +UNESCO World Book Capital", told)
    graph = nx.read_graphml(tmp_path / "award_network.graphml")
    told_of_each = {"label", "kind", "degree", "betweenness", "community"}
    assert all(told_of_each <= data.keys() for _, data in graph.nodes(data=True))


def test_metrics_become_a_table_and_a_picture(sample_store: Path, tmp_path: Path) -> None:
    run("metrics_over_time", "--store", sample_store, "--output", tmp_path)
    with (tmp_path / "metrics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {(row["metric"], row["value"]) for row in rows if row["about"] == "Expo"}
    assert {("people", "64000000"), ("visitors", "73000000"), ("visitors", "28200000")} <= told
    assert "residents" in {row["metric"] for row in rows if row["about"] == "Belém"}
    assert picture((tmp_path / "metrics_over_time.png").read_bytes()).size == (1800, 900)


def test_poster_is_one_sheet_without_a_date(sample_store: Path, tmp_path: Path) -> None:
    run("poster", "--store", sample_store, "--output", tmp_path)
    pdf = (tmp_path / "poster.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert b"/MediaBox [ 0 0 1190." in pdf  # A3 in points
    assert b"CreationDate" not in pdf
    width, height = picture((tmp_path / "poster.png").read_bytes()).size
    assert width / height == pytest.approx(420 / 297, abs=0.01)


def test_scripts_say_what_a_store_of_one_article_has_too_little_of(command: Command, tmp_path: Path) -> None:
    (tmp_path / "tram.txt").write_text("Oslo opens a tram\n\nOSLO - Mayor Ann Lie of Oslo opened a line on Monday.\n")
    command("build", tmp_path / "tram.txt", "--store", tmp_path / "s")
    where = ("--store", tmp_path / "s", "--output", tmp_path / "out")
    assert "In the middle (links, betweenness): none" in run("award_network", *where)
    run("interactive_page", *where)
    run("poster", *where, code=1)
    run("metrics_over_time", *where, code=1)


@pytest.mark.parametrize("engine", ["rdflib", "oxigraph", "jena"])
def test_turtle_gives_one_answer_in_each_store(engine: str) -> None:
    if engine == "jena" and not (shutil.which("tdb2.tdbloader") or Path("/usr/share/java/jena-cmds.jar").exists()):
        assert run("load_jena", ROOT / "exports" / "sample.ttl", QUESTION, code=3) == ""
        pytest.skip("no Jena here: apt-get install libapache-jena-java default-jre-headless")
    answer = run(f"load_{engine}", ROOT / "exports" / "sample.ttl", QUESTION)
    expected = QUESTION.with_suffix(".csv").read_text(encoding="utf-8")
    assert list(csv.reader(io.StringIO(expected))) == list(csv.reader(io.StringIO(answer)))


# -- the page, in a browser ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    run("interactive_page", "--store", sample_store, "--output", folder)
    return folder / "graph.html"


@pytest.fixture(scope="module")
def browser(page: Path) -> Iterator[webdriver.Chrome]:
    if not (CHROMIUM and DRIVER):
        pytest.skip("no Chromium here: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.get(page.as_uri())
    ends = time.monotonic() + 20
    while driver.execute_script("return document.body.dataset.ready") != "yes":
        assert time.monotonic() < ends, "the page did not get ready"
        time.sleep(0.05)
    yield driver
    driver.quit()


def requested(driver: webdriver.Chrome) -> set[str]:
    """Schemes and hosts of all that was asked for."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]  # type: ignore[no-untyped-call]
    urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    inside = ("data:", "blob:", "chrome:")
    return {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in urls if not url.startswith(inside)}


def test_page_draws_the_things(browser: webdriver.Chrome) -> None:
    time.sleep(0.5)  # until the first frame is drawn
    drawn = picture(browser.get_screenshot_as_png())
    colours = {colour for _, colour in drawn.getcolors(1 << 24) or []}
    assert {(0x0F, 0x6F, 0x8C), (0xB0, 0x7D, 0x05), (0xA2, 0x3E, 0x72)} <= colours
    assert browser.execute_script("return renderer.getNodeDisplayedLabels().size") > 5


def test_page_shows_facts_with_quotes_and_asks_no_other_host(browser: webdriver.Chrome) -> None:
    find = browser.find_element(By.CSS_SELECTOR, "[type=search]")
    find.send_keys("Vienna", Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, "aside h2").text == "Vienna"
    quotes = [quote.text for quote in browser.find_elements(By.CSS_SELECTOR, "aside q")]
    assert any("Vienna received the Access City Award 2025" in quote for quote in quotes)
    browser.find_element(By.XPATH, "//aside//button[text()='Access City Award']").click()
    assert browser.find_element(By.CSS_SELECTOR, "aside h2").text == "Access City Award"
    browser.find_element(By.CSS_SELECTOR, "fieldset input").click()
    assert {"file://"} == requested(browser)
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_drawn_picture_uses_the_font_it_carries(
    browser: webdriver.Chrome, sample_store: Path, tmp_path: Path, command: Command
) -> None:
    command("draw", "Vienna", "--depth", "2", "--store", sample_store, "-o", tmp_path / "vienna.svg")
    browser.get((tmp_path / "vienna.svg").as_uri())
    states = "[...document.fonts].map((face) => face.status)"
    loaded = browser.execute_async_script(f"const done = arguments[0]; document.fonts.ready.then(() => done({states}))")
    assert loaded == ["loaded", "loaded"]  # Latin, and Latin extended for Łódź
    name = "[...document.querySelectorAll('.name')].find((name) => name.textContent === 'Nuremberg')"
    width = browser.execute_script(f"return {name}.getBBox().width")
    assert width == pytest.approx(lettering.width("Nuremberg", 12.5), rel=0.03)
    assert {"file://"} == requested(browser)
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


# -- notebooks -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rerun(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    run("notebooks", "--store", sample_store, "--output", folder)
    return folder


def outputs(path: Path) -> tuple[list[object], list[bytes]]:
    """What the cells show: all but pictures, and the pictures."""
    told: list[object] = []
    pictures = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            data = dict(output.get("data", {}))
            if "image/png" in data:
                pictures.append(base64.b64decode(data.pop("image/png")))
            told.append((cell["id"], output["output_type"], data, output.get("text")))
    return told, pictures


@pytest.mark.parametrize("name", ["journalist", "analyst"])
def test_committed_outputs_are_what_the_notebook_gives_now(rerun: Path, name: str) -> None:
    """After a change that is meant: python examples/notebooks.py, and read the diff."""
    kept, kept_pictures = outputs(EXAMPLES / f"{name}.ipynb")
    now, now_pictures = outputs(rerun / f"{name}.ipynb")
    assert kept == now
    assert kept
    assert len(kept_pictures) == len(now_pictures) > 0
    for one, other in zip(kept_pictures, now_pictures, strict=True):
        assert picture(one).size == picture(other).size
        difference = ImageChops.difference(picture(one), picture(other))
        assert max(ImageStat.Stat(difference).mean) < 2  # of 255: not every machine smooths edges alike


@pytest.mark.parametrize("name", ["journalist", "analyst"])
def test_notebook_tells_nothing_of_its_machine(name: str) -> None:
    text = (EXAMPLES / f"{name}.ipynb").read_text(encoding="utf-8")
    notebook = json.loads(text)
    nbformat.validate(notebook)
    assert {"kernelspec", "language_info"} == set(notebook["metadata"])
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert not any(cell["metadata"] for cell in notebook["cells"])
    kinds = {output["output_type"] for cell in notebook["cells"] for output in cell.get("outputs", ())}
    assert kinds <= {"display_data", "execute_result"}
    assert not re.search(r"/(home|root|tmp|work|Users|usr)/|file://|0x[0-9a-f]{9,}", text)
