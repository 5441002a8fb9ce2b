"""The pages in a real browser: what a reader does, and that a store full of harmful text does none.

Needs Chromium and its driver (Debian: chromium, chromium-driver); without them these tests are skipped.
"""

from __future__ import annotations

import io
import json
import shutil
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import networkx as nx
import pytest
from hostile import PAYLOADS, fill
from pages_server import Site
from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from serving import Server

from kg.store import Store

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no Chromium here: apt-get install chromium chromium-driver"
)
FLAGS = (
    "--headless=new", "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-dev-shm-usage", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--window-size=1280,900",
)  # fmt: skip
VIENNA = "/id/city/gn2761369.html"


class Reader:
    """A person before a browser."""

    def __init__(self, downloads: Path) -> None:
        options = ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in FLAGS:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        options.set_capability("unhandledPromptBehavior", "ignore")
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
        self.downloads = downloads
        self.driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        self.driver.set_script_timeout(20)
        self.emulate(scheme="light")

    def emulate(self, *, scheme: str) -> None:
        features = [("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]
        told = {"features": [{"name": name, "value": value} for name, value in features]}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", told)

    def open(self, address: str) -> None:
        self.driver.get(address)

    def find(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def until(self, holds: Callable[[], object], seconds: float = 20) -> None:
        ends = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < ends, "it did not happen in time"
            time.sleep(0.05)

    def script(self, code: str) -> object:
        found: object = self.driver.execute_script(code)
        return found

    def text(self, css: str) -> str:
        """The text of an element at this moment, also where it is being replaced."""
        return str(self.script(f"return document.querySelector({json.dumps(css)})?.textContent ?? ''"))

    def complaints(self) -> list[str]:
        """What the browser's console holds: errors, and what the policy blocked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def hosts(self) -> set[str]:
        """The hosts that were asked for something since the last time."""
        events = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]  # type: ignore[no-untyped-call]
        asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return {urlsplit(url).netloc for url in asked if urlsplit(url).scheme not in {"data", "blob", "chrome"}}

    def dialog(self) -> str | None:
        """The text of a dialog that is open."""
        try:
            return self.driver.switch_to.alert.text
        except NoAlertPresentException:
            return None

    def downloaded(self, name: str) -> bytes:
        path = self.downloads / name
        self.until(path.exists)
        return path.read_bytes()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    person = Reader(tmp_path_factory.mktemp("downloads"))
    yield person
    person.driver.quit()


@pytest.fixture(scope="module")
def site(sample_store: Path) -> Iterator[Site]:
    with Server(sample_store) as server:
        yield Site(server.url)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    path = tmp_path_factory.mktemp("hostile") / "store"
    with Store.create(path) as store:
        fill(store)
    with Server(path) as server:
        yield Site(server.url)


@pytest.fixture(autouse=True)
def quiet(reader: Reader, site: Site, hostile: Site) -> Iterator[None]:
    """No test may leave an error in the console, a dialog, or a request to somebody else."""
    reader.complaints()
    reader.hosts()
    yield
    assert reader.dialog() is None
    assert reader.complaints() == []
    assert reader.hosts() <= {urlsplit(one.address).netloc for one in (site, hostile)}


def test_find_a_city_and_read_its_awards_in_their_articles(reader: Reader, site: Site) -> None:
    reader.open(site.address)
    field = reader.find("#q")
    field.send_keys("vienna", Keys.ENTER)
    reader.until(lambda: "/search" in reader.driver.current_url)
    reader.find(".hits a.city").click()
    reader.until(lambda: reader.driver.current_url.endswith(VIENNA))
    awards = reader.find("section[aria-labelledby=AwardConferral]")
    assert "Vienna won the Access City Award 2025" in awards.text
    quote_ = awards.find_element(By.CSS_SELECTOR, "blockquote mark").text
    awards.find_element(By.CSS_SELECTOR, ".from a").click()
    reader.until(lambda: "/article/" in reader.driver.current_url)
    marked = reader.find("mark:target")
    assert quote_.startswith(marked.text[:20])
    assert 0 <= marked.rect["y"] - float(str(reader.script("return scrollY"))) < 900


def opened(reader: Reader, address: str) -> None:
    reader.open(address)
    reader.find(".opener").click()
    reader.until(lambda: reader.find("#explorer").get_attribute("data-ready"))


def things(reader: Reader) -> int:
    return int(reader.text("#explorer [role=status]").split()[0])


def test_graph_opens_by_click_and_is_filtered_and_saved(reader: Reader, site: Site) -> None:
    opened(reader, site.address + VIENNA)
    before = things(reader)
    next(b for b in reader.all(".panel .other") if b.text == "Access City Award").click()
    reader.until(lambda: reader.text(".panel h3") == "Access City Award")
    assert things(reader) > before
    after = things(reader)
    cities = reader.find(".kinds input[value=City]")
    cities.click()
    reader.until(lambda: things(reader) < after)
    cities.click()
    reader.script(
        "const to = document.querySelectorAll('.year')[1]; to.value = 2020; to.dispatchEvent(new Event('change'))"
    )
    reader.until(lambda: things(reader) < after)
    buttons = {button.text: button for button in reader.all(".tools .tool")}
    buttons["SVG"].click()
    svg = ET.fromstring(reader.downloaded("citykg-neighbourhood.svg"))
    assert "Vienna" in {element.text for element in svg.iter()}
    buttons["PNG"].click()
    assert reader.downloaded("citykg-neighbourhood.png").startswith(b"\x89PNG")
    buttons["GEXF"].click()
    saved = nx.read_gexf(io.BytesIO(reader.downloaded("citykg-neighbourhood.gexf")))
    assert "Access City Award" in nx.get_node_attributes(saved, "label").values()
    assert len(saved) == things(reader)


def test_keyboard_stays_in_the_graph(reader: Reader, site: Site) -> None:
    reader.open(site.address + VIENNA)
    reader.find(".opener").send_keys(Keys.ENTER)
    reader.until(lambda: reader.script("return document.activeElement.closest('.panel h3')?.textContent") == "Vienna")
    reader.driver.switch_to.active_element.send_keys(Keys.TAB)
    name = reader.driver.switch_to.active_element.text
    reader.driver.switch_to.active_element.send_keys(Keys.ENTER)
    reader.until(lambda: reader.script("return document.activeElement.closest('.panel h3')?.textContent") == name)


# How many dots of a picture are clearly lighter than its corner.
_LIGHTER = """
const done = arguments[1], picture = new Image();
picture.onload = () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const dots = context.getImageData(0, 0, canvas.width, canvas.height).data;
  let lighter = 0;
  for (let at = 0; at < dots.length; at += 4) lighter += dots[at] > dots[0] + 3 && dots[at + 1] > dots[1] + 3;
  done(lighter);
};
picture.src = `data:image/png;base64,${arguments[0]}`;
"""


def test_lines_stand_out_from_the_ground(reader: Reader, site: Site) -> None:
    """Also those of things that are not chosen: they were once lighter than the page."""
    opened(reader, site.address + VIENNA)
    reader.all(".panel .other")[0].click()
    reader.until(lambda: reader.text(".panel h3") != "Vienna")
    picture = reader.find(".stage").screenshot_as_base64
    assert reader.driver.execute_async_script(_LIGHTER, picture) == 0


def test_click_on_the_canvas_opens_a_thing(reader: Reader, site: Site) -> None:
    opened(reader, site.address + VIENNA)
    reader.script("document.querySelector('.stage').scrollIntoView()")
    place = reader.script(_A_NODE)
    assert isinstance(place, list)
    canvas = reader.find(".stage .sigma-mouse")
    offset = place[0] - canvas.size["width"] // 2, place[1] - canvas.size["height"] // 2
    webdriver.ActionChains(reader.driver).move_to_element_with_offset(canvas, *offset).click().perform()
    reader.until(lambda: reader.text(".panel h3") != "Vienna")


# The middle of a node other than the one in the middle of the stage, found by moving the pointer over it.
_A_NODE = """
const canvas = document.querySelector(".stage .sigma-mouse"), box = canvas.getBoundingClientRect();
const hits = (x, y) => {
  canvas.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, clientX: box.left + x, clientY: box.top + y }));
  return document.querySelector(".stage.pointing") !== null;
};
for (let x = 30; x < box.width; x += 6) for (let y = 30; y < box.height; y += 6) if (hits(x, y)) {
  let right = x, bottom = y;
  while (hits(right + 1, y)) right++;
  const middle = Math.round((x + right) / 2);
  while (hits(middle, bottom + 1)) bottom++;
  return [middle, Math.round((y + bottom) / 2)];
}
"""


def test_labels_on_the_stage_do_not_collide(reader: Reader, site: Site) -> None:
    reader.open(site.address + VIENNA)
    boxes = [text.rect for text in reader.all("svg.static text")]
    assert len(boxes) > 10
    pairs = [(a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :]]
    over = [
        (a, b) for a, b in pairs
        if a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
        and a["y"] + 3 < b["y"] + b["height"] - 3 and b["y"] + 3 < a["y"] + a["height"] - 3
    ]  # fmt: skip
    assert over == []


def test_example_query_runs_by_click(reader: Reader, site: Site) -> None:
    reader.open(site.address)
    reader.find(".questions a[href*='example=mayors-of-winners']").click()
    reader.until(lambda: reader.find("#result").get_attribute("data-ready"))
    assert "Michael Ludwig" in reader.find("#rows table").text
    assert reader.all(".editor .CodeMirror")


def test_query_is_answered_as_a_table_without_scripts(reader: Reader, hostile: Site, site: Site) -> None:
    reader.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reader.open(f"{site.address}/query?example=mayors")
        reader.find("#ask button").click()
        reader.until(lambda: reader.all("main table tr"))
        rows = reader.all("main table tr")
        assert len(rows) > 5
        assert reader.find("main p.note").text == f"{len(rows) - 1} rows"
        reader.open(f"{site.address}/query?query=" + quote("SELECT ?city { ?city a kg:City }"))
        reader.find("#ask button").click()
        reader.until(lambda: reader.all("main td a"))
        reader.find("main td a").click()
        reader.until(lambda: reader.all(".facts, .body"))
        assert urlsplit(reader.driver.current_url).path.startswith("/id/city/")
    finally:
        reader.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    reader.open(f"{hostile.address}/sparql?format=html&query=" + quote("SELECT * { ?s ?p ?o } LIMIT 20000"))
    assert len(reader.all("main table tr")) > 100


def test_query_shows_links_and_errors(reader: Reader, site: Site) -> None:
    sparql = "SELECT ?city ?x { ?city a kg:City . OPTIONAL { ?city schema:sameAs ?x } } LIMIT 3"
    reader.open(f"{site.address}/query?query={quote(sparql)}")
    reader.until(lambda: reader.find("#result").get_attribute("data-ready"))
    assert "/id/city/gn" in str(reader.find("#rows td a").get_attribute("href"))
    assert reader.find("#rows td:nth-child(2) a").get_attribute("rel") == "noopener noreferrer nofollow"
    reader.open(f"{site.address}/query?query={quote('SELECT nothing')}")
    reader.until(lambda: reader.find("#result").get_attribute("data-ready"))
    assert "SPARQL" in reader.find("#state").text
    assert any("400" in complaint for complaint in reader.complaints())


def test_dump_is_downloaded(reader: Reader, site: Site) -> None:
    reader.open(f"{site.address}/data")
    reader.find("a[href$='citykg.ttl']").click()
    assert b"kg:AwardConferral" in reader.downloaded("citykg.ttl")


@pytest.fixture
def phone(reader: Reader) -> Iterator[Reader]:
    """A reader with a small screen."""
    size = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    reader.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    yield reader
    reader.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("path", ["/", VIENNA, "/articles", "/conflicts", "/query", "/data"])
def test_page_fits_a_phone(phone: Reader, site: Site, path: str) -> None:
    phone.open(site.address + path)
    assert phone.script("return document.documentElement.scrollWidth") == 360
    assert max(link.rect["x"] + link.rect["width"] for link in phone.all(".top nav a")) <= 360


def test_what_does_not_fit_a_phone_shows_its_newest_end(phone: Reader, site: Site) -> None:
    phone.open(f"{site.address}/id/award/european-green-capital.html")
    newest = phone.all(".timeline svg text")[-1]
    assert newest.text == "2025"
    assert newest.rect["x"] + newest.rect["width"] <= 360


def test_a_phone_shows_the_drawing_beside_its_button_and_the_contents_before_the_facts(
    phone: Reader, site: Site
) -> None:
    phone.open(site.address + VIENNA)
    drawing, button = phone.find("svg.static").rect, phone.find(".opener").rect
    assert button["y"] >= drawing["y"] + drawing["height"]
    assert phone.find(".contents").rect["y"] < phone.find(".claims").rect["y"]


def test_the_foot_of_a_short_page_is_at_the_bottom(reader: Reader, site: Site) -> None:
    reader.open(f"{site.address}/quarantine")
    foot = reader.find(".foot").rect
    assert foot["y"] + foot["height"] == pytest.approx(float(str(reader.script("return innerHeight"))), abs=1)


def contrast(reader: Reader, css: str) -> float:
    """How far the colour of an element stands out from the page (WCAG 2.2, 1.4.3)."""
    told = reader.script(
        "const light = (told) => { const [r, g, b] = told.match(/[\\d.]+/g).map((v) => { const c = v / 255;"
        " return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126*r + 0.7152*g + 0.0722*b; };"
        f"const one = light(getComputedStyle(document.querySelector('{css}')).color);"
        "const other = light(getComputedStyle(document.body).backgroundColor);"
        "return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);"
    )
    return float(str(told))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_both_schemes(reader: Reader, site: Site, scheme: str) -> None:
    reader.emulate(scheme=scheme)
    try:
        reader.open(site.address + VIENNA)
        figures = {
            css: contrast(reader, css)
            for css in (".sentence", ".from", ".dek, .note", ".contents .count", "h1", ".forms a")
        }
        assert {css: figure for css, figure in figures.items() if figure < 4.5} == {}
    finally:
        reader.emulate(scheme="light")


def test_keyboard_reaches_the_content_first(reader: Reader, site: Site) -> None:
    reader.open(site.address + VIENNA)
    reader.find("body").send_keys(Keys.TAB)
    assert reader.driver.switch_to.active_element.get_attribute("class") == "skip"
    reader.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert reader.script("return document.activeElement.id") == "main"


def test_hostile_store_does_nothing(reader: Reader, hostile: Site) -> None:
    listed = hostile.page("/browse/city").text + hostile.page("/browse/award").text + hostile.page("/articles").text
    found = sorted(
        set(listed.split('"')) & {part for part in listed.split('"') if part.startswith(("/id/", "/article/"))}
    )
    paths = ["/", "/articles", "/conflicts", "/quarantine", *found]
    paths += [f"/search?q={quote(payload)}" for payload in PAYLOADS]
    assert len(paths) > 40
    for path in paths:
        reader.open(hostile.address + path)
        assert reader.dialog() is None, path
        assert reader.script("return document.querySelector('main h1') !== null"), path


def test_hostile_names_in_graph_and_answer_do_nothing(reader: Reader, hostile: Site) -> None:
    city = next(part for part in hostile.page("/browse/city").text.split('"') if part.startswith("/id/city/"))
    opened(reader, hostile.address + city)
    reader.all(".panel .other")[0].click()
    reader.find(".tools .tool[aria-label='Save as SVG']").click()
    sparql = "SELECT (?n AS ?name) ?x { ?t kg:name ?n . OPTIONAL { ?t schema:sameAs ?x } }"
    reader.open(f"{hostile.address}/query?query={quote(sparql)}")
    reader.until(lambda: reader.find("#result").get_attribute("data-ready"))
    assert "<script>" in reader.find("#rows").text
    assert [a for a in reader.all("#rows a") if not str(a.get_attribute("href")).startswith("http")] == []
