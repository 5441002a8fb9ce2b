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
from kg.facts.post_words import HEAD, NAME, PERSON, POST
from kg.facts.posts import Outline, Post, outline
from kg.mentions.periods import year
from kg.mentions.titles import UPPER, words
from kg.model import Block, BlockKind, CityMention, Document, Entity, Kind, PersonMention, Span, Tenure, TenureStatus

_HEADING = re.compile(rf"[ *•·–-]{{0,3}}(?:[\w’'-]+ ){{0,4}}(?P<R>{POST}+)(?: [\w&’'-]+){{0,4}}[^\w{POST}]{{0,3}}$")
_LEAD = re.compile(rf"(?P<R>{POST}+)(?P<gap>[^{PERSON}]{{0,60}}):$")
_INLINE = re.compile(
    rf"(?P<R>{POST}+)(?P<gap>[^{PERSON}{POST}.:;]{{0,60}}?)"
    rf"(?:: ?|,? (?:namely|including|such as|among them):? | [–—] )(?=(?:and )?{PERSON})"
)
_ANNOUNCES = re.compile(r"[:–—]|namely|including|such as|among them")
_PERSON = re.compile(f"{PERSON}+")
_BEFORE_NAME = re.compile(
    rf"[ *•·–-]{{0,3}}(?:[\d ]{{4,5}}[–-]?[\d ]{{0,5}}[:,. –-]{{0,3}}|{NAME}+(?:, {NAME}+)?(?::|,| [–-]) )?"
)
_BRACKET = re.compile(r" \(([^()]{2,90})\)")
_CLOSED = re.compile(r"\d{4}\s?[–-]\s?\d")
_YEARS = re.compile(r"\W{0,3}(?:\d{4}|since|from|until)")
_TAIL = re.compile(
    rf"(?: \((?P<bracket>[^()]{{2,90}})\)|(?::| [–—-]) (?P<behind>[^.;{PERSON}{POST}]{{2,90}})"
    rf"|,? of (?P<of>[^.;,{PERSON}{POST}]{{2,60}})|,(?: \d\d,)? (?P<comma>[^.;,({PERSON}{POST}]{{2,60}}))"
)
_FIELD = re.compile(rf"[{UPPER}][\w’'&-]*(?:,? (?:and |& |of |for )?[{UPPER}][\w’'&-]*){{0,11}}$")
_FIELD_WORDS = frozenset(words("field"))
_LINES = frozenset((BlockKind.ITEM, BlockKind.ROW))
_NO_LEAD = frozenset(("speaker", "member"))  # speakers and members of an event hold no post

_NAME_HEAD = re.compile(
    r"(?:full )?names?|person|people|speakers?|members?|holders?|officials?|nominees?|appointees?", re.IGNORECASE
)
_POST_HEAD = re.compile(
    r"roles?|titles?|positions?|posts?|office|portfolio|job|function|designation|capacity", re.IGNORECASE
)
_TITLE_HEAD = re.compile(HEAD.pattern)  # the post itself heads the column
_BODY_HEAD = re.compile(
    r"organi[sz]ation|city|town|institution|body|company|country|affiliation|municipality|department|ministry",
    re.IGNORECASE,
)


def find(document: Document) -> Iterator[Tenure]:
    """The tenures that lists and tables tell, in order of the text."""
    yield from _under_headings(document)
    yield from _within_sentences(document)
    yield from _in_tables(document)
    yield from _career(document)


_PERIOD = (
    r"(?:(?P<from>\d{4})\s?(?:[-–—]|to)\s?(?P<to>\d{4}|present|today|now|date)?|(?:[Ss]ince|[Ff]rom) (?P<since>\d{4}))"
)
_DATED_FIRST = re.compile(rf"[ *•·–-]{{0,3}}{_PERIOD}(?::|,| [–—-]|\t)? ?(?=(?P<R>{POST}))")
_DATED_LAST = re.compile(rf"[ *•·–-]{{0,3}}(?P<R>{POST}+)[^()\n{PERSON}]{{0,60}}?,? ?\(?{_PERIOD}\)?[.;]?\s*$")
_LINE = 160  # characters


def _career(document: Document) -> Iterator[Tenure]:
    """The posts with their years in lines about the one person of a page: "2010-2014: deputy mayor of X"."""
    people = {person.name: person for person in document.all(PersonMention)}
    if len(people) != 1:
        return
    (person,) = people.values()
    found = [tenure for block in document.article.blocks if (tenure := _dated(document, block, person))]
    yield from found if len(found) > 1 else ()


def _dated(document: Document, block: Block, person: PersonMention) -> Tenure | None:
    """The post of a line that holds nothing else but its years."""
    if block.kind is BlockKind.TITLE or block.span.end - block.span.start > _LINE:
        return None
    sketch = outline(document, block.span)
    match = None if sketch.people else _DATED_FIRST.match(sketch.text) or _DATED_LAST.match(sketch.text)
    post = sketch.posts.get(match.start("R")) if match else None
    if match is None or post is None or post.plural or post.vague:
        return None
    first, last = match["from"] or match["since"], match["to"] if (match["to"] or "").isdigit() else None
    return Tenure(
        person=person.entity, role=post.role, of=_body(document, post), start_date=year(int(first)),
        end_date=year(int(last)) if last else None, status=TenureStatus.FORMER if last else TenureStatus.CURRENT,
        evidence=(block.span,), rule="PERSON-24",
    )  # fmt: skip


@dataclass(frozen=True)
class _Lead:
    """What the items below it have in common."""

    post: Post
    bare: bool  # a heading of its own, not the end of a sentence


def _under_headings(document: Document) -> Iterator[Tenure]:
    lead: _Lead | None = None
    alone: tuple[PersonMention, Span] | None = None  # a name that fills its line
    for block in document.article.blocks:
        long = block.span.end - block.span.start > 300 and document.text[block.span.end - 1] != ":"
        if block.kind in {BlockKind.TITLE, BlockKind.CAPTION} or long:
            lead = alone = None
            continue
        sketch = outline(document, block.span)
        first = min(sketch.people, default=-1)
        if first >= 0 and _BEFORE_NAME.fullmatch(sketch.text, 0, first):
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
    if match and _leads(sketch.posts[min(sketch.posts)]):
        return _Lead(sketch.posts[min(sketch.posts)], bare=True)
    match = _LEAD.search(sketch.text.rstrip(), max(0, len(sketch.text) - 400))
    post = sketch.posts.get(match.start("R")) if match else None
    return _Lead(post, bare=False) if post and _leads(post) else None


def _leads(post: Post) -> bool:
    """True for a post that may be that of those listed below it."""
    return post.seated or post.head not in _NO_LEAD


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
        if sentence.block.kind is BlockKind.TITLE or not _ANNOUNCES.search(document.quote(sentence.span)):
            continue
        sketch = outline(document, sentence.span)
        for match in _INLINE.finditer(sketch.text):
            post = sketch.posts.get(match.start("R"))
            marks = [m for m in _PERSON.finditer(sketch.text, match.end()) if m.start() in sketch.people]
            if (
                post is None
                or post.head in _NO_LEAD
                or len(marks) < 2
                or not (
                    post.plural
                    or re.search(r"\b(?:been|were|are)\b", sketch.text[: match.start()][-40:] + match["gap"])
                )
            ):
                continue
            stop = sketch.text.find(". ", match.end())
            for mark in marks:
                if mark.start() < (stop if stop >= 0 else len(sketch.text)):
                    yield _tenure(document, sketch, mark.span(), post, sketch.people[mark.start()])


def _tenure(document: Document, sketch: Outline, mark: tuple[int, int], post: Post, person: PersonMention) -> Tenure:
    """The tenure of one person of a list: what stands around the name is the field, the city or the body."""
    ahead = document.within(Span(start=sketch.start, end=sketch.start + mark[0]), CityMention)
    first = sketch.text.find(PERSON) == mark[0] and _BEFORE_NAME.fullmatch(sketch.text, 0, mark[0])
    role, of, end = post.role, None, sketch.start + mark[1]
    status = post.status
    bracket = _BRACKET.match(document.text, person.span.end, sketch.start + len(sketch.text))
    tail = _TAIL.match(sketch.text, mark[1])
    if post.civic and ahead and first:
        of = ahead[0].entity
    elif bracket:
        end = bracket.end()
        stretch = Span(start=bracket.start(1), end=bracket.end(1))
        city = next(iter(document.within(stretch, CityMention)), None)
        if _YEARS.match(bracket[1]):
            status = TenureStatus.FORMER if _CLOSED.match(bracket[1]) else status
        elif post.civic and city:
            of = city.entity
        elif _is_field(bracket[1]):
            role = f"{role} for {bracket[1]}"
    elif tail and tail["behind"] and _is_field(tail["behind"].strip(" ,")):
        role, end = f"{role} for {tail['behind'].strip(' ,')}", sketch.start + tail.end()
    elif tail and not tail["behind"]:
        group = "of" if tail["of"] else "comma"
        stretch = Span(start=sketch.start + tail.start(group), end=sketch.start + tail.end(group))
        of, end = _listed_body(document, stretch, post), stretch.end
    evidence = Span(start=sketch.start + mark[0], end=end)
    of = of or _body(document, post)
    return Tenure(person=person.entity, role=role, of=of, status=status, evidence=(evidence,), rule="PERSON-24")


def _is_field(text: str) -> bool:
    """True for capitalised words without numbers: more than one, or one that fields are made of."""
    return (" " in text or text.lower() in _FIELD_WORDS) and _FIELD.match(text) is not None


def _listed_body(document: Document, stretch: Span, post: Post) -> Entity | None:
    """The city or body behind a listed name."""
    city = next(iter(document.within(stretch, CityMention)), None)
    plain = document.quote(stretch).strip(" ,")
    if post.civic:
        return city.entity if city else Entity(kind=Kind.CITY, name=plain) if _FIELD.match(plain) else None
    return entity_of(document, stretch) if _FIELD.match(plain) else None


def _body(document: Document, post: Post) -> Entity | None:
    if post.body:
        return entity_of(document, post.body)
    return city_here(document, post.span) if post.civic or post.seated else body_before(document, post.span.start)


def _in_tables(document: Document) -> Iterator[Tenure]:
    columns: _Columns | None = None
    for block in document.article.blocks:
        if block.kind is not BlockKind.ROW:
            columns = None
        elif block.header or columns is None:
            columns = _columns([document.quote(cell).strip() for cell in block.cells])
        else:
            yield from _row(document, block, columns)


@dataclass(frozen=True)
class _Columns:
    """Where a table has names, posts and bodies; ``post`` is the post that heads the column of names."""

    name: int | None
    role: int | None
    body: int | None
    post: str | None


def _columns(heads: Sequence[str]) -> _Columns:
    def column(pattern: re.Pattern[str]) -> int | None:
        return next((i for i, head in enumerate(heads) if pattern.fullmatch(head)), None)

    titled = column(_TITLE_HEAD)
    if titled is not None:
        return _Columns(name=titled, role=None, body=column(_BODY_HEAD), post=heads[titled])
    return _Columns(name=column(_NAME_HEAD), role=column(_POST_HEAD), body=column(_BODY_HEAD), post=None)


def _row(document: Document, block: Block, columns: _Columns) -> Iterator[Tenure]:
    """The tenure in a row: name and post in two columns, or the post over the column of names."""

    def cell(index: int | None) -> str:
        return (
            " ".join(document.quote(block.cells[index]).split())
            if index is not None and index < len(block.cells)
            else ""
        )

    who, what = cell(columns.name), columns.post or cell(columns.role)
    if columns.name is None or not who or not what:
        return
    sketch = outline(document, block.cells[columns.role]) if columns.role is not None else None
    post = sketch.posts[min(sketch.posts)] if sketch and sketch.posts else None
    people = document.within(block.cells[columns.name], PersonMention)
    if (post is None and len(what.split()) > 6) or (columns.post and not people):
        return
    person = people[0].entity if people else Entity(kind=Kind.PERSON, name=who)
    of = entity_of(document, block.cells[columns.body]) if columns.body is not None and cell(columns.body) else None
    yield Tenure(
        person=person, role=post.role if post else what, of=of or (_body(document, post) if post else None),
        status=post.status if post else TenureStatus.CURRENT, evidence=(block.span,), rule="PERSON-03",
    )  # fmt: skip
