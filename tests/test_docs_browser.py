"""The documentation in a real browser, opened as files: it asks no host, fits a phone, and its search finds.

Needs Chromium and its driver, and Zensical; without them these tests are skipped.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from selenium.webdriver.common.keys import Keys
from test_web_browser import Reader
from test_web_browser import pytestmark as in_chromium

pytestmark = in_chromium
PHONE, DESK = (390, 844), (1280, 900)
SHOWN = "return [...document.querySelectorAll('*')].map(e => e.shadowRoot?.textContent ?? '').join(' ')"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("zensical", reason="zensical is not installed: pip install 'citykg[docs]'")
    target = tmp_path_factory.mktemp("docs")
    subprocess.run([sys.executable, "-m", "docs.generate", str(target)], check=True, cwd=ROOT, capture_output=True)
    return target / "site"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    reading = Reader(tmp_path)
    yield reading
    reading.driver.quit()


@pytest.mark.parametrize(
    ("size", "scheme"),
    [pytest.param(PHONE, "dark", id="phone"), pytest.param(DESK, "light", id="desk", marks=pytest.mark.slow)],
)
def test_every_page_fits_and_asks_no_host(site: Path, reader: Reader, size: tuple[int, int], scheme: str) -> None:
    width, height = size
    reader.emulate(scheme=scheme)
    told = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
    reader.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", told)
    wide = []
    for page in sorted(set(site.glob("*.html")) - {site / "404.html"}):  # its addresses begin at the root of a server
        reader.open(page.as_uri())
        if reader.script("return document.documentElement.scrollWidth > innerWidth"):
            wide.append(page.name)
    assert wide == []
    assert reader.hosts() == {""}
    assert reader.complaints() == []


def test_search_finds_without_a_server(site: Path, reader: Reader) -> None:
    reader.open((site / "index.html").as_uri())
    reader.find("body").send_keys(Keys.CONTROL, "k")
    reader.until(lambda: reader.script("return document.activeElement?.shadowRoot != null"))
    reader.driver.switch_to.active_element.send_keys("quarantine")
    reader.until(lambda: "How it stays true" in str(reader.script(SHOWN)))
    assert "kg quarantine" in str(reader.script(SHOWN))
    assert reader.hosts() == {""}
