"""Who holds which post: Tenure facts.

Input: Document with mentions. Output: one Tenure for each person and post. Constructions read sentence after sentence
(``person_reader``), lists and tables are read by ``person_lists``; a classifier joins people and posts that no
construction joins, and the encoder posts told without their words. Then what is told twice is merged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from kg import encoder
from kg.facts import person_again, person_lists
from kg.facts.person_constructions import BODY_NOUN
from kg.facts.person_features import Pair, Sketches, features, pairs, sketches
from kg.facts.person_merge import merged, same
from kg.facts.person_reader import Reader, hypothetical, stated_role
from kg.facts.post_denied import HOPED, WISHED, denied, is_settled
from kg.facts.post_words import HEAD
from kg.facts.posts import Post, outline
from kg.linear import linear
from kg.model import BlockKind, Document, Fact, Kind, PersonMention, Span, Tenure, TenureStatus


def find(document: Document) -> Iterator[Fact]:
    """The tenures told, each once, in order of the text."""
    reader = _read(document)
    if reader is None:
        return
    ruled = [*reader.tenures, *person_lists.find(document)]
    found = chain.from_iterable(map(_apart, [*ruled, *_learned(reader)]))
    told = list(merged([tenure for tenure in found if not _is_honour(tenure)]))
    yield from merged([*told, *_again(reader, told)])


_ORDER = re.compile(r"(?:\w+ )?(?:Order|Legion) of ")


def _is_honour(tenure: Tenure) -> bool:
    """True of an officer, commander or knight of an order."""
    return tenure.of is not None and tenure.of.kind is Kind.AWARD and _ORDER.match(tenure.of.name) is not None


_FOUNDED = re.compile(r"(.+),? and ((?:co-?)?founder)|((?:co-?)?founder),? and (.+)", re.IGNORECASE)


def _apart(tenure: Tenure) -> Iterator[Tenure]:
    """The tenure; two of "founder and director": who founded something did so whoever heads it now."""
    told = _FOUNDED.fullmatch(tenure.role)
    yield from (replace(tenure, role=role) for role in filter(None, told.groups())) if told else (tenure,)


def _read(document: Document) -> Reader | None:
    """All sentences read by constructions; None where nobody is named."""
    people = document.all(PersonMention)
    if not people:
        return None
    counts = Counter(p.name for p in people)
    reader = Reader(document=document, topic=max(people, key=lambda p: counts[p.name]))
    block = None
    for sentence in document.sentences:
        if sentence.block.kind is not BlockKind.TITLE:
            reader.same_block = sentence.block is block
            if (
                document.within(sentence.span, PersonMention)
                or _PRONOUN.search(document.quote(sentence.span))
                or HEAD.search(document.text, sentence.span.start, sentence.span.end)
            ):
                reader.read(outline(document, sentence.span))
            block = sentence.block
    return reader


_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]er|[Tt]he latter)\b")


def reading(document: Document) -> tuple[Sketches, Reader]:
    """The sentences of a document as the learned reader sees them, and the reader with what its constructions found."""
    reader = _read(document) or Reader(document=document, topic=None)
    return sketches(reader.outlines), reader


LEAST = 0.45
"""How sure classifier and encoder have to be that a post is a person's, from 0 to 1."""

LEAST_FAR = 0.6
"""How sure where the two stand in different sentences."""


def _learned(reader: Reader) -> Iterator[Tenure]:
    """The pairs of a person and a post that no construction joins but that a classifier is sure of."""
    weights = linear("person_post")
    if weights is None:
        return
    about = sketches(reader.outlines)
    best: dict[tuple[int, str], tuple[float, Pair]] = {}
    open_pairs = [pair for pair in pairs(about) if not is_settled(reader, about, pair)]
    shares = [weights.sure(features(pair, about, reader.ruled)) for pair in open_pairs]
    both = encoder.pairs(reader.document, "person_post", shares, [pair.places for pair in open_pairs])
    taken = {start for start, _ in reader.ruled}
    for share, joint, pair in zip(shares, both, open_pairs, strict=True):
        given = pair.post.span.start in taken and not pair.post.plural  # by a rule, to somebody else
        sure = share if given else joint
        key = (pair.post.span.start, pair.person.name)
        if sure >= (LEAST if pair.person_line == pair.post_line else LEAST_FAR) and sure > best.get(key, (0.0,))[0]:
            best[key] = (sure, pair)
    for (start, _), (sure, pair) in sorted(best.items()):
        rivals = [other for (at, _), (other, _) in best.items() if at == start]
        if not pair.post.plural and sure < max(rivals):
            continue
        of = reader.body(pair.post, pair.person)
        if reader.nowhere(pair.post) or (pair.verb and of is None and not _heads_body(reader.document.text, pair.post)):
            continue  # who heads nothing that is named has no post
        yield Tenure(
            person=pair.person.entity,
            role=stated_role(reader, pair.post),
            of=of,
            status=_status(reader.document.text, pair.post),
            evidence=(_around_post(pair),),
            rule="PERSON-READ",
        )


_SERVED = re.compile(  # "had earlier served as", "served six years as"
    r"\b(?:had (?:\w+ ){0,2}(?:served|worked)|(?:served|worked) (?:for )?(?:[\w-]+ ){1,2}(?:years|terms?)"
    r"|(?:previously|formerly|earlier) (?:served|worked)) as (?:an? |the )?$"
)


_WILL = re.compile(
    r"\bwill (?:take (?:office|over|up)|be (?:sworn in|installed|inaugurated)|start|begin)(?: \w+){0,2} as "
    r"(?:an? |the )?$"
)


def _status(text: str, post: Post) -> TenureStatus:
    """How a post stands to the present, by its words or by the verb before it."""
    start = post.span.start
    if post.status is not TenureStatus.CURRENT:
        return post.status
    before = text[max(0, start - 60) : start]
    return (
        TenureStatus.FORMER
        if _SERVED.search(before)
        else TenureStatus.INCOMING
        if _WILL.search(before)
        else post.status
    )


_BODY = re.compile(rf" (?:it\b|(?:the|its|our|their|this|that|a) (?:[\w-]+ ){{0,3}}?{BODY_NOUN}\b)")


def _heads_body(text: str, post: Post) -> bool:
    """True where a verb of office has a body without a name behind it: "presides over the association", "runs it"."""
    return _BODY.match(text, post.span.end) is not None


def _is_office_of(one: Tenure, other: Tenure) -> bool:
    return (one.person.name, one.role.casefold()) == (other.person.name, other.role.casefold())


_BEFORE = 30  # characters before a post that may say that it is only hoped for


def _again(reader: Reader, told: list[Tenure]) -> Iterator[Tenure]:
    """The posts of which an article says without their words that people held them, too."""
    for named, post in person_again.held(reader.document, reader.outlines):
        if (post.span.start, named.person.name) in reader.ruled or reader.nowhere(post):
            continue
        if reader.document.text.endswith("under ", 0, named.person.span.start):  # "deputy mayor under P"
            continue
        tenure = Tenure(
            person=named.person.entity,
            role=post.role,
            of=reader.body(post, named.person),
            status=post.status,
            evidence=(named.sentence, post.span),
            rule="PERSON-AGAIN",
        )
        before = reader.document.text[max(0, post.span.start - _BEFORE) : post.span.start].rpartition(".")[2]
        wished = WISHED.search(reader.document.text, named.sentence.start, named.sentence.end)
        elsewhere = _SEAT_OF.search(reader.document.text, named.sentence.start, named.person.span.start)
        hoped = (
            wished
            or elsewhere
            or HOPED.search(before)
            or hypothetical(reader.document.text, named.person.span.start)
            or (named.sentence.covers(post.span) and denied(reader.document.text, named.person.span, post.span))
        )
        busy = any(t.person.name == tenure.person.name and t.evidence[0].overlaps(named.sentence) for t in told)
        if hoped or busy or any(same(t, tenure) or _is_office_of(t, tenure) for t in told):
            continue
        others = (t for t in told if t.status is not TenureStatus.FORMER and t.role == tenure.role)
        followed = any(t.of == tenure.of and t.person.name != tenure.person.name for t in others)
        follows = _SUCCEEDED_BY.search(reader.document.text, named.sentence.start, named.person.span.start)
        yield replace(tenure, status=TenureStatus.FORMER) if followed and not follows else tenure


_SEAT_OF = re.compile(r"\b(?:successor|predecessor|replacement) (?:in|on|at) [^.;,]{2,40},? $")
_SUCCEEDED_BY = re.compile(r"\b(?:succeeded|replaced|followed)\b[^.;]{0,40} by $")


def _around_post(pair: Pair) -> Span:
    """The words from the post to the person where they share a sentence, else the post alone."""
    post, person = pair.post.span, pair.person.span
    if pair.person_line != pair.post_line or pair.pronoun:
        return post
    return Span(start=min(post.start, person.start), end=max(post.end, person.end))
