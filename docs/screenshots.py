"""Make the pictures of docs/images from a store: python docs/screenshots.py [STORE], by default build/demo.

Needs Chromium and its driver (Debian: chromium, chromium-driver) and selenium. The server listens on this machine only.
"""

from __future__ import annotations

import base64
import contextlib
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from starlette.applications import Starlette

from kg.model import Kind
from kg.store import Store
from kg.web.pages import routes
from kg.web.pages.catalogue import Catalogue

IMAGES = Path(__file__).parent / "images"
FLAGS = (
    "--headless=new", "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-dev-shm-usage", "--hide-scrollbars", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)  # fmt: skip
LARGEST = 200_000  # bytes of a picture


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A page to take: its name, path, size and scheme; ``open_graph`` goes to the graph and opens it."""

    name: str
    path: str
    width: int = 1280
    height: int = 900
    scheme: str = "light"
    open_graph: bool = False


def pictures(store: Store) -> list[Picture]:
    """The main pages, of the things that the store tells most of."""
    known = Catalogue(store)

    def first(kind: Kind) -> str:
        return "/" + known.of_kind(kind)[0].iri.removeprefix(store.names.base) + ".html"

    article = max(known.articles, key=lambda line: (line.facts, line.iri))
    return [
        Picture(name="start", path="/"),
        Picture(name="start-dark", path="/", scheme="dark"),
        Picture(name="start-phone", path="/", width=390, height=844),
        Picture(name="city", path=first(Kind.CITY)),
        Picture(name="city-dark-phone", path=first(Kind.CITY), width=390, height=844, scheme="dark"),
        Picture(name="award", path=first(Kind.AWARD)),
        Picture(name="figure", path=first(Kind.METRIC)),
        Picture(name="article", path=f"/{article.iri.removeprefix(store.names.base)}.html", width=1100, height=700),
        Picture(name="conflicts", path="/conflicts"),
        Picture(name="graph", path=first(Kind.CITY), open_graph=True),
        Picture(name="query", path="/query"),
    ]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A store that stays as it is."""

    store: Store
    version: str = "demo"


@contextlib.contextmanager
def serving(store: Store) -> Iterator[str]:
    """The address of a server that shows the store."""
    app = Starlette(routes=routes(Snapshot(store=store)))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def take(driver: webdriver.Chrome, address: str, picture: Picture) -> bytes:
    """The picture as PNG."""
    size = {"width": picture.width, "height": picture.height, "deviceScaleFactor": 1, "mobile": picture.width < 500}
    features = [("prefers-color-scheme", picture.scheme), ("prefers-reduced-motion", "reduce")]
    media = {"features": [{"name": name, "value": value} for name, value in features]}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    driver.get(address + picture.path)
    if picture.open_graph:
        driver.execute_script("document.querySelector('.opener').click()")
        ends = time.monotonic() + 30
        while not driver.execute_script("return document.getElementById('explorer').dataset.ready"):
            if time.monotonic() > ends:
                raise TimeoutError(f"the graph of {picture.path} did not open within 30 s")
            time.sleep(0.1)
        driver.execute_script("document.querySelector('.graph').scrollIntoView()")
    driver.execute_script("return document.fonts.ready")
    time.sleep(0.5)
    return base64.b64decode(driver.get_screenshot_as_base64())


def main() -> None:
    """Take all pictures."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in FLAGS:
        options.add_argument(flag)
    IMAGES.mkdir(exist_ok=True)
    with Store.open(Path(sys.argv[1] if len(sys.argv) > 1 else "build/demo")) as store, serving(store) as address:
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            for picture in pictures(store):
                content = take(driver, address, picture)
                if len(content) > LARGEST:
                    raise ValueError(f"the picture {picture.name} has {len(content):,} bytes, {LARGEST:,} are allowed")
                (IMAGES / f"{picture.name}.png").write_bytes(content)
                print(f"wrote docs/images/{picture.name}.png ({len(content):,} bytes)")
        finally:
            driver.quit()


if __name__ == "__main__":
    main()
