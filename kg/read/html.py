"""From an HTML page to its article.

Input: decoded HTML. Output: a Page with headings, paragraphs, items, rows and captions. What is
hidden or beside the article goes; data tables are turned into marked paragraphs that survive
the search for the main text (trafilatura; jusText where it finds too little).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml import etree

from kg.model import BlockKind
from kg.read.decode import clean
from kg.read.furniture import is_barrier, is_label, is_mark
from kg.read.metadata import metadata
from kg.read.page import Page, Part, fold
from kg.read.plain import paragraph_parts, unwrapped

MAX_SIZE = 5 << 20  # characters of HTML; 30 MB took trafilatura 26 s and 728 MB
MAX_ELEMENTS = 30_000  # of a page; long news pages have 5,000, and the search takes more than linear time
_ENOUGH = 60  # words: below, jusText is asked too
_HEAD_PARTS = 6  # parts among which by-lines and date lines are looked for
_MAX_CELL = 300  # characters: longer cells are layout, not data

# Private-use characters that say what a paragraph was; they are taken out of the input first.
_CAPTION, _ROW, _HEADER, _CELL = "\ue001", "\ue002", "\ue003", "\ue004"
_MARKERS = re.compile("[\ue000-\uf8ff]")

_DROPPED = frozenset(
    "script style noscript template svg canvas iframe object embed form button select option input textarea nav aside"
    " footer dialog menu audio video map math".split()
)
_ROLES = frozenset({"dialog", "navigation", "banner", "complementary", "contentinfo", "search", "alertdialog", "menu"})
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|related\w*|rel|recommend\w*|share\w*|sharing|social\w*|newsletter|subscri\w+|signup|breadcrumbs?|crumbs"
    r"|sidebar|ticker|breaking|promo\w*|advert\w*|ads?|sponsor\w*|popular|trending|mostread|most-read|most-popular|comments?|disqus|footer|foot"
    r"|menu|nav|navbar|topnav|gnav|gnb|lang|taboola|outbrain|tags?|tagcloud|read-?more|readmore|also-?read|next-?prev|pagination|pager|popup|modal"
    r"|paywall|login|skip-link|screen-reader-text|sr-only|visually-hidden|hidden|hide|print-only|author-?bio|bio|credits?|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class TooLargeError(Exception):
    """The page has more elements than its main text can be looked for in."""


def read_html(text: str) -> Page:
    """The article of an HTML page; a page without parts where there is none.

    Raises TooLargeError for a page of more than MAX_ELEMENTS elements.
    """
    tree = _parsed(text)
    if tree is None:
        return Page(parts=())
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise TooLargeError
    about = metadata(tree)
    _prune(tree)
    _mark_tables(tree)
    parts = _without_furniture(list(_main_parts(tree)))
    return Page(
        parts=tuple(parts),
        title=about.title,
        published=about.published,
        publisher=about.publisher,
        url=about.url,
        language=about.language,
    )


def _parsed(text: str) -> Any:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = _MARKERS.sub("", text).encode("utf-8", "replace")
    try:
        return lxml.html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # nothing in it
        return None


def _prune(tree: Any) -> None:
    """Take out what is not seen and what is not the article."""
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.tag not in {"html", "body", "head"} and _is_beside(element):
            element.drop_tree()


def _is_beside(element: Any) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if (element.get("role") or "").lower() in _ROLES or _UNSEEN.search(element.get("style") or ""):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag in {"article", "main", "p", "h1", "h2"} or not _BESIDE.search(names):
        return False
    return element.find(".//h1") is None and len(element.findall(".//p")) < 6  # a wrapper of the whole page is none


def _mark_tables(tree: Any) -> None:
    """Data tables, definition lists and captions as paragraphs with a mark in front."""
    for table in list(tree.iter("table")):
        if table.getparent() is not None and _is_data(table):
            _replace(table, list(_table_lines(table)))
    for pairs in list(tree.iter("dl")):
        _replace(pairs, list(_pair_lines(pairs)))
    for first, *others in list(_card_groups(tree)):
        _replace(first, [_ROW + _CELL.join(fold(_text(cell)) for cell in row) for row in (first, *others)])
        for row in others:
            row.drop_tree()
    for caption in list(tree.iter("figcaption")):
        _replace(caption, [_CAPTION + fold(_text(caption))])


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _replace(element: Any, lines: list[str]) -> None:
    box = lxml.html.Element("div")
    for line in lines:
        paragraph = etree.SubElement(box, "p")
        paragraph.text = line
    box.tail = element.tail
    element.getparent().replace(element, box)


def _is_data(table: Any) -> bool:
    if table.find(".//table") is not None or next(table.iterancestors("table"), None) is not None:
        return False
    rows = list(table.iter("tr"))
    widths = [len(row.findall("td")) + len(row.findall("th")) for row in rows]
    cells = [len(_text(cell)) for row in rows for cell in row]
    return (
        len(rows) > 1
        and max(widths) > 1
        and max(cells, default=0) <= _MAX_CELL * 2
        and sum(cells) <= _MAX_CELL * len(cells)
    )


def _table_lines(table: Any) -> Iterator[str]:
    caption = table.find("caption")
    if caption is not None:
        yield _CAPTION + fold(_text(caption))
    for n, row in enumerate(table.iter("tr")):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        heads = all(cell.tag == "th" for cell in cells)
        header = heads and (n == 0 or next(row.iterancestors("thead"), None) is not None)
        yield (_HEADER if header else _ROW) + _CELL.join(fold(_text(cell)) for cell in cells)


def _pair_lines(pairs: Any) -> Iterator[str]:
    term = ""
    for element in pairs.iter("dt", "dd"):
        if element.tag == "dt":
            term = fold(_text(element))
        else:
            yield _ROW + _CELL.join((term, fold(_text(element))))


def _card_groups(tree: Any) -> Iterator[list[Any]]:
    """Runs of three or more sibling boxes of one make, each of two to four short texts: rows in disguise."""
    for parent in list(tree.iter("div", "section", "body", "main", "article")):
        run: list[Any] = []
        for child in [*parent, None]:
            make = child is not None and _card(child)
            if run and (not make or make != _card(run[0])):
                if len(run) >= 3:
                    yield run
                run = []
            if make:
                run.append(child)


def _card(element: Any) -> tuple[str | None, ...]:
    """The classes of a box and of the short texts that are all it holds; empty where it is none."""
    if element.tag != "div" or not 2 <= len(element) <= 4 or (element.text or "").strip():
        return ()
    if any(
        child.tag not in {"div", "span", "b", "strong"} or len(child) or len(child.text or "") > 120
        for child in element
    ):
        return ()
    if not all((child.text or "").strip() and not (child.tail or "").strip() for child in element):
        return ()
    return (element.get("class"), *(child.get("class") for child in element))


def _main_parts(tree: Any) -> Iterator[Part]:
    import trafilatura  # noqa: PLC0415  # loads numpy and more: a second that plain text need not wait

    document = trafilatura.bare_extraction(
        tree, include_tables=True, favor_recall=True, with_metadata=False, include_comments=False
    )
    body = getattr(document, "body", None)  # a Document or, on demand, a dict: both are in its signature
    parts = [] if body is None else list(_parts_of(body))
    if sum(len(part.words.split()) for part in parts) < _ENOUGH:
        other = list(_by_justext(tree))
        if sum(len(part.text.split()) for part in other) > sum(len(part.words.split()) for part in parts):
            parts = other
    yield from parts


def _by_justext(tree: Any) -> Iterator[Part]:
    import justext  # type: ignore[import-untyped]  # noqa: PLC0415  # it has no types; as rarely needed

    source = lxml.html.tostring(tree, encoding="unicode")
    for paragraph in justext.justext(source, justext.get_stoplist("English")):
        if not paragraph.is_boilerplate:
            yield from _marked(paragraph.text)


def _parts_of(body: Any) -> Iterator[Part]:
    """The parts of a main text as trafilatura gives it."""
    for element in body:
        if element.tag == "head":
            yield Part(kind=BlockKind.HEADING, text=_text(element))
        elif element.tag == "list":
            yield from (Part(kind=BlockKind.ITEM, text=_text(item)) for item in element.iter("item"))
        elif element.tag == "table":
            yield from (
                Part(kind=BlockKind.ROW, cells=tuple(_text(cell) for cell in row)) for row in element.iter("row")
            )
        elif any(child.tag in {"p", "list", "head", "table", "quote"} for child in element):
            yield from _parts_of(element)
        else:
            yield from _marked(_lines(element))


def _lines(element: Any) -> str:
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    return _text(element)


def _marked(text: str) -> Iterator[Part]:
    """The parts of one paragraph: a row or caption where it is marked as such, else its lines."""
    text = text.strip()
    mark, rest = text[:1], text[1:]
    if mark in {_ROW, _HEADER}:
        yield Part(kind=BlockKind.ROW, cells=tuple(clean(cell) for cell in rest.split(_CELL)), header=mark == _HEADER)
    elif mark == _CAPTION:
        yield Part(kind=BlockKind.CAPTION, text=clean(rest))
    else:
        lines = [fold(line) for line in clean(text).split("\n")]
        full = [line for line in lines if line]
        if len(full) > 1:
            yield from paragraph_parts(unwrapped(full))
        else:
            yield from (Part(kind=BlockKind.PARAGRAPH, text=line) for line in full)


def _without_furniture(parts: list[Part]) -> list[Part]:
    """The parts without by-lines and date lines at the head, and from the first closing line on."""
    kept = []
    for n, part in enumerate(parts):
        words = part.words
        if part.kind is BlockKind.ROW:
            kept.append(part)
        elif n > len(parts) / 2 and is_barrier(words):
            break
        elif not is_mark(words) and not (n < _HEAD_PARTS and is_label(words)):
            kept.append(part)
    return kept
