"""From an article to a document: sentences first, then what is mentioned where.

Input: Article. Output: Document with its mentions. Each finder takes the document as the
finders before it left it, and gives its own mentions; the order matters: dates need no
names, names stop at people, quantities must not be dates.
"""

from __future__ import annotations

from dataclasses import replace

from kg.mentions import dates, names, people, places, quantities
from kg.model import Article, Document
from kg.text import sentences


def annotate(article: Article) -> Document:
    """The article with its sentences and all its mentions, in order of the text."""
    document = Document(article=article, sentences=sentences(article))
    document = places.date_and_place(document)  # dateline: city and, with dates, the anchor
    for finder in (dates.find, people.find, places.find, names.find, quantities.find):
        document = replace(document, mentions=(*document.mentions, *finder(document)))
    document = places.settle(document)  # cities inside people's and organisations' names are none
    return replace(document, mentions=tuple(sorted(document.mentions, key=lambda m: (m.span.start, -m.span.end))))
