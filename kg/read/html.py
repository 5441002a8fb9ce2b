"""From an HTML page to its article: main text by trafilatura, structure and metadata kept.

Input: decoded HTML. Output: a Page with headings, paragraphs, items, rows and captions.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import trafilatura
from lxml import etree

from kg.model import BlockKind
from kg.read.page import Page, Part, fold
from kg.read.published import of_metadata

MAX_SIZE = 5 << 20  # characters


def read_html(text: str) -> Page:
    """The article of an HTML page; a page without parts where there is none."""
    document = trafilatura.bare_extraction(text, include_tables=True, favor_recall=True, with_metadata=True, include_comments=False)
    if document is None or document.body is None:
        return Page(parts=())
    return Page(parts=tuple(_parts(document.body)), title=document.title or "", published=of_metadata(document.date or ""), publisher=document.sitename, url=document.url)


def _parts(body: Any) -> Iterator[Part]:
    for element in body:
        text = "".join(element.itertext())
        if element.tag == "head":
            yield Part(kind=BlockKind.HEADING, text=text)
        elif element.tag == "list":
            for item in element:
                yield Part(kind=BlockKind.ITEM, text="".join(item.itertext()))
        elif element.tag == "table":
            for row in element.iter("row"):
                cells = tuple("".join(cell.itertext()) for cell in row)
                yield Part(kind=BlockKind.ROW, cells=cells, header=all(cell.get("role") == "head" for cell in row))
        else:
            yield Part(kind=BlockKind.PARAGRAPH, text=text)
