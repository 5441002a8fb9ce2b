"""What is wrong with a built site: links and anchors that lead nowhere, and anything fetched from another host.

Input: a folder of HTML. Output: lines that say page, address and what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

FETCHED = ("//@src", "//link[not(@rel='canonical' or @rel='prev' or @rel='next')]/@href", "//@srcset", "//@poster")
FETCHED_BY_STYLE = re.compile(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")\s]+)")


def faults(site: Path) -> Iterator[str]:
    """Each fault of a site, page by page."""
    for page in sorted(site.rglob("*.html")):
        tree = _tree(page)
        for query in FETCHED:
            yield from (f"{page.name}: fetches {url}" for url in tree.xpath(query) if urlsplit(url).netloc)
        if page.name != "404.html":  # its links begin at the root of a server
            for address in tree.xpath("//a/@href | //@src | //link/@href"):
                yield from _broken(site, page, address)
    for sheet in sorted(site.rglob("*.css")):
        found = FETCHED_BY_STYLE.findall(sheet.read_text(encoding="utf-8"))
        yield from (f"{sheet.name}: fetches {url}" for url in found)


def _broken(site: Path, page: Path, address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return
    path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    target = path / "index.html" if path.is_dir() else path
    if not target.is_file() or not target.is_relative_to(site.resolve()):
        yield f"{page.name}: {address} leads to no file"
    elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in _anchors(target):
        yield f"{page.name}: {address} leads to no anchor"


@cache
def _tree(page: Path) -> html.HtmlElement:
    return html.document_fromstring(page.read_bytes())


@cache
def _anchors(page: Path) -> frozenset[str]:
    return frozenset(_tree(page).xpath("//@id | //a/@name"))
