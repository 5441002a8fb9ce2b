"""What an HTML page says about itself: headline, day of publication, publisher, address, language.

Input: the parsed page. Output: Metadata. JSON-LD is believed before meta elements, these before
what is seen on the page. A date of change is no date of publication.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kg.read.decode import clean
from kg.read.page import fold
from kg.read.published import of_metadata

_ARTICLES = frozenset(
    {"NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle", "PressRelease"}
)
_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "publish_date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created",
    "dcterms.issued", "sailthru.date", "parsely-pub-date", "article.published", "citation_publication_date",
    "citation_date", "originalpublicationdate", "cxenseparse:recs:publishtime", "rnews:datepublished", "datecreated",
)  # fmt: skip
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
_TITLES = ("og:title", "twitter:title", "dc.title", "title")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:date|time|published|pubdate|byline|posted|timestamp|submitted|meta|entry-date|dateline|d)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLE_ENDS = re.compile(r"\s+(?:[|»«·•:]+|[-–—])\s+")
_MAX_NODES = 200  # of JSON-LD
_LINES = ("p", "div", "span", "li", "td", "time", "em", "small", "b", "strong", "a", "h1", "h2", "h3", "h4", "h5", "h6")
_NEAR = 400  # elements of a page in which its date is looked for, from the headline on


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What a page states about itself; empty or None where it does not."""

    title: str = ""
    published: datetime.date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def metadata(tree: Any) -> Metadata:
    """What the page says about itself."""
    meta = _meta(tree)
    news = next((node for node in _json_ld(tree) if _ARTICLES & _types(node)), {})
    publisher = _name(news.get("publisher")) or next((meta[name] for name in _PUBLISHERS if name in meta), None)
    return Metadata(
        title=_title(tree, meta, news, publisher),
        published=_published(tree, meta, news),
        publisher=publisher,
        url=_url(tree, meta),
        language=(tree.get("lang") or "").split("-")[0].lower() or None,
    )


def _meta(tree: Any) -> dict[str, str]:
    """The first content of each meta element by its name in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = fold(clean(element.get("content") or ""))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """The nodes of the page's JSON-LD, the outer ones first; what is not JSON is passed over."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MAX_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                yield node
                waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    return {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return fold(clean(value)) or None if isinstance(value, str) else None


def _title(tree: Any, meta: dict[str, str], news: dict[str, Any], publisher: str | None) -> str:
    """The headline on the page (``h1``) that fits the titles in the metadata, else the best of these."""
    page_title = fold(clean(tree.findtext(".//title") or ""))
    stated = [_name(news.get("headline")) or "", *(meta.get(name, "") for name in _TITLES)]
    stated = [_without_site(title, publisher) for title in (*stated, page_title) if title]
    heads = [fold(clean("".join(head.itertext()))) for head in tree.iter("h1")]
    heads = [head for head in heads if head and len(head) < 300]
    if len(heads) == 1 and len(heads[0].split()) > 2 and heads[0] != publisher:
        return heads[0]
    fitting = [head for head in heads if any(_alike(head, title) for title in stated)]
    return next((title for title in (*fitting, *stated) if title), "")


def _without_site(title: str, publisher: str | None) -> str:
    """A page title without the name of the site before or after it."""
    pieces = [piece for piece in _TITLE_ENDS.split(title) if piece and piece != publisher]
    if len(pieces) < 2:
        return pieces[0] if pieces else title
    if publisher is None or publisher in title:
        return max(pieces, key=lambda piece: len(piece.split())) if len(pieces) == 2 or publisher else pieces[0]
    return title


def _alike(one: str, other: str) -> bool:
    words, others = set(one.casefold().split()), set(other.casefold().split())
    return bool(words) and len(words & others) >= 0.5 * len(words | others)


def _published(tree: Any, meta: dict[str, str], news: dict[str, Any]) -> datetime.date | None:
    stated = news.get("datePublished") or news.get("dateCreated")
    for value in (stated, *(meta.get(name) for name in _DATES)):
        day = of_metadata(value) if isinstance(value, str) else None
        if day:
            return day
    for element in tree.iter("time"):
        day = of_metadata(element.get("datetime") or "") or of_metadata(fold("".join(element.itertext())))
        if day:
            return day
    return _seen(tree)


def _seen(tree: Any) -> datetime.date | None:
    """The date in a short line near the headline whose class says that it is one, else in any short line there."""
    near = list(tree.iter(*_LINES))
    start = next((n for n, element in enumerate(near) if element.tag in {"h1", "h2", "h3"}), 0)
    lines = []
    for element in near[start : start + _NEAR]:
        text = fold("".join(islice(element.itertext(), 12)))
        if text and len(text) < 120:
            lines.append((not _BYLINE.search(f"{element.get('class', '')} {element.get('id', '')}"), text))
    found = [
        (odd, n, day)
        for n, (odd, text) in enumerate(lines)
        if (day := of_metadata(clean(text))) and len(text.split()) < 15
    ]
    return min(found)[2] if found else None


def _url(tree: Any, meta: dict[str, str]) -> str | None:
    link = next(
        (element.get("href") for element in tree.iter("link") if (element.get("rel") or "").lower() == "canonical"),
        None,
    )
    address = fold(clean(link or meta.get("og:url", "")))
    return address if re.match(r"https?://\S+$", address) else None
