"""Who holds which post: Tenure facts.

Input: Document with mentions. Output: one Tenure for each person and post. The sentence is read as
an outline in which people and posts are blanked; a construction is a regular expression over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.bodies import body_of
from kg.facts.posts import HEAD, NAME, PERSON, POST, PRONOUN, Outline, Post, outline
from kg.model import BlockKind, Document, Fact, PersonMention, Sentence, Span, Tenure, TenureStatus


@dataclass(frozen=True)
class _Construction:
    """A way to say that somebody holds a post.

    In ``pattern`` P, Q are people, R, S posts, L a list of people; the named groups tell who holds what.
    """

    rule: str
    pattern: re.Pattern[str]
    status: TenureStatus | None = None  # None: what the words of the post say


def _pattern(pattern: str) -> re.Pattern[str]:
    person = rf"(?:{PERSON}+)"
    marks = {
        "<P>": f"(?P<P>{person})",
        "<Q>": f"(?P<Q>{person})",
        "<H>": f"(?P<P>{person}|{PRONOUN}+)",
        "<L>": f"(?P<L>{person}(?:, {person})*,? (?:and|&) {person})",
        "<R>": f"(?P<R>{POST}+)",
        "<S>": f"(?P<S>{POST}+)",
        "<O>": f"{NAME}+",
    }
    for mark, expression in marks.items():
        pattern = pattern.replace(mark, expression)
    return re.compile(pattern)


_FORMER, _INCOMING, _CURRENT = TenureStatus.FORMER, TenureStatus.INCOMING, TenureStatus.CURRENT
_ADVERB = r"(?:(?:also|now|currently|then|once|again|both|still|previously|formerly|later|today|officially|formally|unanimously|recently|at (?:one|the|that) time|for [\w ]{3,20} years?|since \d{4}) ){0,2}"
_CHOSEN = (
    r"(?:elected|appointed|named|re-elected|reelected|chosen|confirmed|installed|inaugurated|selected|picked|promoted|"
    r"sworn in|made|declared|voted in|hired|crowned|reappointed|designated|unveiled|announced|introduced)"
)
_CHOOSE = r"(?:elect|appoint|name|choose|chose|re-elect|confirm|install|select|pick|promote|made|hire|appointed|named|elected|chosen|installed|confirmed|selected|picked|promoted|hired|swore in|reappointed|re-elected|has|have|had|with|welcomed)s?"
_AFTER = rf"(?! ?{PERSON})"

CONSTRUCTIONS = (
    _Construction("PERSON-21", _pattern(rf"<L>,?(?: as)? <R>,? respectively")),
    _Construction("PERSON-23", _pattern(r"<R>:? <L>")),
    _Construction("PERSON-23", _pattern(r"<L>,(?: who are| both)? <R>")),
    _Construction("PERSON-23", _pattern(rf"<L> (?:as|are|were|became|have been {_CHOSEN}|were {_CHOSEN}) <R>")),
    _Construction("PERSON-06", _pattern(r"<R>,? <P>")),
    _Construction(
        "PERSON-01",
        _pattern(
            rf"<P>(?:,| [–—-]| \(|,? (?:who|and) (?:is|was|are|has been|had been|serves as|served as|acts as|works as),?) ?{_ADVERB}(?:as )?<R>"
        ),
    ),
    _Construction(
        "PERSON-42",
        _pattern(
            rf"<H>,?(?: who)? (?:(?:was|is|has been|had been|were|gets?|got|being|is being|will be|is to be) )?{_ADVERB}{_CHOSEN}(?: to be| as| to the (?:post|position|role|office) of| to serve as|:)? {_ADVERB}<R>"
        ),
    ),
    _Construction(
        "PERSON-40",
        _pattern(
            rf"<H>,?(?: who)? (?:is|was|remains|remained|became|becomes|has become|has been|had been|serves as|served as|has served as|had served as|works as|worked as|acts as|acted as|continues as|stays on as|took office as|takes office as|took over as|takes over as|takes up the post of|returns as|returned as|joined as|joins as|will be|is to be|will become|is to become|will serve as|will step in as|stood in as|had stood in as|will take over as|started as|began as|rose to become|went on to become|starts as|is no longer|was no longer|is not only|'s|’s) {_ADVERB}<R>"
        ),
    ),
    _Construction("PERSON-42", _pattern(rf"\b{_CHOOSE} <P> (?:as|to be|to become)? ?{_ADVERB}<R>")),
    _Construction("PERSON-42", _pattern(rf"<P>,? as <R>")),
    _Construction(
        "PERSON-46",
        _pattern(
            rf"<H>,?(?: who)? (?:has |had |is |was |will )?(?:stepped down|steps down|stepping down|step down|resigned|resigns|retired|retires|quit|was ousted|ousted|was removed|removed|departed|departs|dismissed|sacked|fired) (?:\w+ ){{0,3}}(?:as|from (?:the|his|her) (?:post|position|role|office|job) (?:as|of)) <R>"
        ),
        _FORMER,
    ),
    _Construction("PERSON-14", _pattern(r"<R> (?:is|was|will be|remains|has been) (?:now )?(?:the other )?<P>")),
)
_CHAIN = _pattern(
    rf"(?<={POST})(?:,? (?:and|as well as)(?: then| now| currently)? (?:of )?|, (?:and )?|; ){_ADVERB}<R>{_AFTER}"
)
_SUCCESSION = _pattern(
    r"<H>,?(?: who)? (?:will |has |had |is to )?(?:succeed(?:s|ed)?|replace(?:s|d)?|take(?:s|n)? over from|took over from) (?:<R>,? )?<Q>(?: as <S>)?"
)
_VERBS = {
    "heads": "head", "headed": "head", "head": "head", "leads": "head", "led": "head", "lead": "head", "chairs": "chair", "chaired": "chair",
    "chair": "chair", "co-chairs": "co-chair", "co-chaired": "co-chair", "edits": "editor", "edited": "editor", "founded": "founder",
    "co-founded": "co-founder", "directs": "director", "manages": "manager", "coaches": "coach",
    "presides over": "president", "owns": "owner", "runs": "head",
}  # fmt: skip
_VERB = _pattern(
    rf"<H>(?P<who>,? who)? (?P<will>will )?{_ADVERB}(?P<verb>{'|'.join(_VERBS)}) (?P<body>(?:the |its |his |her |their )?"
    rf"(?:[\w’'-]+ ){{0,3}}?(?:{NAME}+|[A-Z][\w’'&.-]+)(?: (?:(?:of|for|and|&)(?: the)? )?(?:{NAME}+|[A-Z][\w’'&.-]+)){{0,8}}"
    rf"|the (?:[\w-]+ ){{0,3}}?(?:committee|council|board|foundation|commission|association|agency|department|company|organisation|organization|group|network|institute|festival|project|programme|survey|team|party|bureau|office|division|jury|panel|union|federation))"
)


@dataclass
class _Found:
    """A tenure on the way: facts of one person and post are merged."""

    person: PersonMention
    role: str
    post: Post | None
    evidence: Span
    rule: str
    status: TenureStatus


def find(document: Document) -> Iterator[Fact]:
    """The tenures told, each once, in order of the text."""
    tenures: list[Tenure] = []
    last: PersonMention | None = None
    for sentence in document.sentences:
        if sentence.block.kind is BlockKind.TITLE:
            continue
        people = document.within(sentence.span, PersonMention)
        if people or last:
            sketch = outline(document, sentence.span)
            for tenure in _read(document, sentence, sketch, last):
                tenures.append(tenure)
        last = people[0] if people else (last if sentence.block.kind is BlockKind.PARAGRAPH else None)
    yield from _merged(tenures)


def _read(document: Document, sentence: Sentence, sketch: Outline, last: PersonMention | None) -> Iterator[Tenure]:
    used: dict[int, PersonMention] = {}
    for construction in CONSTRUCTIONS:
        for match in construction.pattern.finditer(sketch.text):
            start = match.start("R")
            post = sketch.posts.get(start)
            if post is None or start in used:
                continue
            groups = match.groupdict()
            if groups.get("L"):
                people = [
                    sketch.people[m.start()]
                    for m in re.finditer(f"{PERSON}+", sketch.text[: match.end("L")])
                    if m.start() >= match.start("L")
                ]
                if construction.rule == "PERSON-21":
                    if len(post.parts) != len(people):
                        continue
                    used[start] = people[-1]
                    for person, role in zip(people, post.parts, strict=True):
                        yield _tenure(document, person, post, construction, sketch, match.span(), role)
                    continue
                if not post.plural:
                    continue
                used[start] = people[-1]
                for person in people:
                    yield _tenure(document, person, post, construction, sketch, match.span())
                continue
            person = sketch.people.get(match.start("P")) or _before(sketch, match.start("P"), last)
            if person is None or post.vague or (post.plural and not groups.get("L")):
                continue
            if construction.rule == "PERSON-06" and _claimed(sketch, match, used):
                continue
            used[start] = person
            yield _tenure(document, person, post, construction, sketch, match.span())
    for match in _CHAIN.finditer(sketch.text):
        post = sketch.posts.get(match.start("R"))
        before = max((s for s in used if sketch.posts[s].span.end - sketch.start == match.start()), default=None)
        if post and before is not None and match.start("R") not in used and not post.plural and not post.vague:
            used[match.start("R")] = used[before]
            yield _tenure(document, used[before], post, _Construction("PERSON-02", _CHAIN), sketch, match.span("R"))
    for match in _VERB.finditer(sketch.text):
        person = sketch.people.get(match.start("P")) or _before(sketch, match.start("P"), last)
        if person is None:
            continue
        body = Span(start=sketch.start + match.start("body"), end=sketch.start + match.end("body"))
        post = Post(span=body, role=_VERBS[match["verb"]], head=_VERBS[match["verb"]], body=body)
        yield _tenure(
            document,
            person,
            post,
            _Construction(
                "PERSON-41", _VERB, _INCOMING if match["will"] else _FORMER if match["verb"].endswith("ed") else None
            ),
            sketch,
            match.span(),
        )


def _before(sketch: Outline, at: int, last: PersonMention | None) -> PersonMention | None:
    """Whom a pronoun means: the first person of the sentence so far, else of the sentence before."""
    earlier = [start for start in sketch.people if start < at]
    return sketch.people[min(earlier)] if earlier else last


def _claimed(sketch: Outline, match: re.Match[str], used: dict[int, PersonMention]) -> bool:
    """True for the post of "P, R, Q": it belongs to the person before it."""
    before = sketch.text[: match.start("R")]
    comma = sketch.text[match.end("R")] == ","
    return comma and bool(re.search(rf"{PERSON},? (?:(?:who|and) \w+ )?$", before))


def _tenure(
    document: Document,
    person: PersonMention,
    post: Post,
    construction: _Construction,
    sketch: Outline,
    span: tuple[int, int],
    role: str | None = None,
) -> Tenure:
    return Tenure(
        person=person.entity,
        role=role or post.role,
        of=body_of(document, post),
        status=construction.status or post.status,
        evidence=(Span(start=sketch.start + span[0], end=sketch.start + span[1]),),
        rule=construction.rule,
    )


def _merged(tenures: list[Tenure]) -> Iterator[Tenure]:
    """One tenure for each person and post, with all the evidence."""
    from dataclasses import replace

    merged: dict[tuple[str, str], Tenure] = {}
    for tenure in tenures:
        key = next((k for k, other in merged.items() if k[0] == tenure.person.name and _same(other, tenure)), None)
        if key is None:
            merged[tenure.person.name, f"{tenure.role} {tenure.of.name if tenure.of else ''}"] = tenure
        else:
            other = merged[key]
            better = other if (other.of or not tenure.of) else replace(other, of=tenure.of)
            merged[key] = replace(better, evidence=(*other.evidence, *tenure.evidence))
    yield from merged.values()


def _same(one: Tenure, other: Tenure) -> bool:
    a, b = one.role.lower().replace("-", " "), other.role.lower().replace("-", " ")
    if a == b or a.endswith(" " + b) or b.endswith(" " + a):
        return (
            one.of is None
            or other.of is None
            or one.of.name == other.of.name
            or one.of.name in other.of.name
            or other.of.name in one.of.name
        )
    return False
