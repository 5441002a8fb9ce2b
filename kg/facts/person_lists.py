"""Posts told by lists and tables: the post stands once, the people follow.

Input: Document with mentions. Output: Tenure facts. Read are people under a heading or lead that
names their post ("Co-Presidents", "The new commissioners:"), lists within a sentence ("the lord
mayors so far: P (1939-41), Q …"), tables with columns for name and post, and a name with the post
in the next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts.bodies import body_before, city_here, entity_of
from kg.facts.post_words import NAME, PERSON, POST
from kg.facts.posts import Outline, Post, outline
from kg.mentions.titles import UPPER
from kg.model import Block, BlockKind, CityMention, Document, Entity, Kind, PersonMention, Span, Tenure, TenureStatus

_HEADING = re.compile(rf"[ *•·–-]{{0,3}}(?:[\w’'-]+ ){{0,4}}(?P<R>{POST}+)(?: [\w&’'-]+){{0,4}}[^\w{POST}]{{0,3}}$")
_LEAD = re.compile(rf"(?P<R>{POST}+)(?P<gap>[^{PERSON}]{{0,60}}):$")
_INLINE = re.compile(
    rf"(?P<R>{POST}+)(?P<gap>[^{PERSON}{POST}.:;]{{0,60}}?)(?:: ?|,? (?:namely|including|such as|among them):? | [–—] )(?=(?:and )?{PERSON})"
)
_PERSON = re.compile(f"{PERSON}+")
_YEARS = re.compile(r"\W{0,3}(?:\d{4}|since|from|until)")
_TAIL = re.compile(
    rf"(?: \((?P<bracket>[^()]{{2,90}})\)|(?P<colon>:| [–—-]) (?P<behind>[^.;{PERSON}{POST}]{{2,90}})|,? of (?P<of>[^.;,{PERSON}{POST}]{{2,60}})"
    rf"|,(?: \d\d,)? (?P<comma>[^.;,({PERSON}{POST}]{{2,60}}))"
)
_FIELD = re.compile(rf"[{UPPER}][\w’'&-]*(?:,? (?:and |& |of |for )?[{UPPER}][\w’'&-]*){{0,11}}$")
_NUMBER = re.compile(r"\d")
_LINES = frozenset((BlockKind.ITEM, BlockKind.ROW))
_NO_LEAD = frozenset(("speaker", "member"))  # speakers and members of an event hold no post

_NAME_HEAD = re.compile(r"(?:full )?names?|person|people|speakers?|members?|holders?|officials?|nominees?|appointees?", re.IGNORECASE)
_POST_HEAD = re.compile(r"roles?|titles?|positions?|posts?|office|portfolio|job|function|designation|capacity", re.IGNORECASE)
_BODY_HEAD = re.compile(r"organi[sz]ation|city|town|institution|body|company|country|affiliation|municipality|department|ministry", re.IGNORECASE)


def find(document: Document) -> Iterator[Tenure]:
    """The tenures that lists and tables tell, in order of the text."""
    yield from _under_headings(document)
    yield from _within_sentences(document)
    yield from _in_tables(document)


@dataclass(frozen=True)
class _Lead:
    """What the items below it have in common."""

    post: Post
    bare: bool  # a heading of its own, not the end of a sentence


def _under_headings(document: Document) -> Iterator[Tenure]:
    lead: _Lead | None = None
    alone: tuple[PersonMention, Span] | None = None  # a name that fills its line
    for block in document.article.blocks:
        if block.kind in {BlockKind.TITLE, BlockKind.CAPTION} or block.span.end - block.span.start > 2000:
            lead = alone = None
            continue
        sketch = outline(document, block.span)
        first = min(sketch.people, default=-1)
        if 0 <= first <= 3:
            person = sketch.people[first]
            if lead and (lead.post.plural or lead.bare) and (block.kind in _LINES or len(sketch.text) <= 120):
                yield from _item(document, sketch, first, lead)
            fills = not _PERSON.sub("", sketch.text).strip(" \t-–*•")
            alone = (person, block.span) if fills else None
            continue
        if alone and not sketch.people:
            yield from _below(document, sketch, *alone)
        alone = None
        lead = _lead(sketch, block)


def _lead(sketch: Outline, block: Block) -> _Lead | None:
    """The post that a heading or the end of a paragraph announces people for."""
    short = block.span.end - block.span.start <= 80
    match = _HEADING.match(sketch.text) if short and not sketch.people and len(sketch.posts) == 1 else None
    if match and sketch.posts[min(sketch.posts)].head not in _NO_LEAD:
        return _Lead(sketch.posts[min(sketch.posts)], bare=True)
    match = _LEAD.search(sketch.text.rstrip(), max(0, len(sketch.text) - 400))
    post = sketch.posts.get(match.start("R")) if match else None
    return _Lead(post, bare=False) if post and post.head not in _NO_LEAD else None


def _item(document: Document, sketch: Outline, start: int, lead: _Lead) -> Iterator[Tenure]:
    """One line of a list: the person, and the field or city behind the name."""
    mark = _PERSON.match(sketch.text, start)
    if mark:
        yield _tenure(document, sketch, (mark.start(), mark.end()), lead.post, sketch.people[start])


def _below(document: Document, sketch: Outline, person: PersonMention, line: Span) -> Iterator[Tenure]:
    """The post in the line below a name."""
    start = min(sketch.posts, default=-1)
    if not 0 <= start <= 2 or len(sketch.text) > 120:
        return
    post = sketch.posts[start]
    if post.plural or post.vague:
        return
    end = post.span.end
    yield Tenure(
        person=person.entity, role=post.role, of=_body(document, post), status=post.status,
        evidence=(Span(start=line.start, end=end),), rule="PERSON-03",
    )  # fmt: skip


def _within_sentences(document: Document) -> Iterator[Tenure]:
    for sentence in document.sentences:
        if sentence.block.kind is BlockKind.TITLE:
            continue
        sketch = outline(document, sentence.span)
        for match in _INLINE.finditer(sketch.text):
            post = sketch.posts.get(match.start("R"))
            marks = [m for m in _PERSON.finditer(sketch.text, match.end()) if m.start() in sketch.people]
            if post is None or len(marks) < 2 or not (post.plural or re.search(r"\b(?:been|were|are)\b", sketch.text[: match.start()][-40:] + match["gap"])):
                continue
            stop = sketch.text.find(". ", match.end())
            for mark in marks:
                if mark.start() < (stop if stop >= 0 else len(sketch.text)):
                    yield _tenure(document, sketch, mark.span(), post, sketch.people[mark.start()])


def _tenure(document: Document, sketch: Outline, mark: tuple[int, int], post: Post, person: PersonMention) -> Tenure:
    """The tenure of one person of a list: what stands behind the name is the field, the city or the body."""
    tail = _TAIL.match(sketch.text, mark[1])
    role, of, end = post.role, None, mark[1]
    if tail:
        group = next(name for name in ("bracket", "behind", "of", "comma") if tail[name])
        words = tail[group].strip(" ,")
        span = Span(start=sketch.start + tail.start(group), end=sketch.start + tail.start(group) + len(tail[group].rstrip(" ,")))
        plain = document.quote(span)
        if not _YEARS.match(plain):
            city = next((m for m in document.within(span, CityMention)), None)
            if post.civic and (city or group in {"comma", "of"}):
                of = city.entity if city else Entity(kind=Kind.CITY, name=plain) if _FIELD.match(plain) else None
            elif group in {"comma", "of"} and _FIELD.match(plain):
                of = entity_of(document, span)
            elif NAME not in words and _FIELD.match(plain) and not _NUMBER.search(plain):
                role = f"{post.role} for {plain}"
            end = tail.end()
    span = Span(start=sketch.start + mark[0], end=sketch.start + end)
    status = TenureStatus.FORMER if tail and tail["bracket"] and re.match(r"\d{4}\s?[–-]\s?\d", tail["bracket"]) else post.status
    return Tenure(person=person.entity, role=role, of=of or _body(document, post), status=status, evidence=(span,), rule="PERSON-24")


def _body(document: Document, post: Post) -> Entity | None:
    if post.body:
        return entity_of(document, post.body)
    return city_here(document, post.span) if post.civic else body_before(document, post.span.start)


def _in_tables(document: Document) -> Iterator[Tenure]:
    columns: tuple[int | None, int | None, int | None] | None = None
    for block in document.article.blocks:
        if block.kind is not BlockKind.ROW:
            columns = None
        elif block.header or columns is None:
            columns = _columns([document.quote(cell) for cell in block.cells])
        elif columns[0] is not None and columns[1] is not None:
            yield from _row(document, block, columns[0], columns[1], columns[2])


def _columns(heads: Sequence[str]) -> tuple[int | None, int | None, int | None]:
    """The columns of name, post and body."""

    def column(pattern: re.Pattern[str]) -> int | None:
        return next((i for i, head in enumerate(heads) if pattern.fullmatch(head.strip())), None)

    return column(_NAME_HEAD), column(_POST_HEAD), column(_BODY_HEAD)


def _row(document: Document, block: Block, name: int, role: int, body: int | None) -> Iterator[Tenure]:
    if max(name, role, body or 0) >= len(block.cells):
        return
    who, what = (" ".join(document.quote(block.cells[i]).split()) for i in (name, role))
    sketch = outline(document, block.cells[role])
    post = sketch.posts[min(sketch.posts)] if sketch.posts else None
    if not who or not what or (post is None and len(what.split()) > 6):
        return
    people = document.within(block.cells[name], PersonMention)
    person = people[0].entity if people else Entity(kind=Kind.PERSON, name=who)
    of = entity_of(document, block.cells[body]) if body is not None and document.quote(block.cells[body]).strip() else None
    yield Tenure(
        person=person, role=post.role if post else what, of=of or (_body(document, post) if post else None),
        status=post.status if post else TenureStatus.CURRENT, evidence=(block.span,), rule="PERSON-03",
    )  # fmt: skip
