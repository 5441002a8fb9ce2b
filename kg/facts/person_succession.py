"""Who held a post before somebody, and who after: "P replaces Q", "Q was succeeded by P", "her predecessor, Q".

Input: a Reader and the outline of a sentence. Output: tenures, added to the reader. Where the sentence states the post
both are given it, before anything else is read; else it is the post that one of the two is known to hold.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from kg.facts.bodies import entity_of
from kg.facts.person_constructions import ASIDE, Construction, over_outline
from kg.facts.post_words import NAME, PERSON, POST, PRONOUN
from kg.facts.posts import Outline
from kg.mentions.titles import UPPER
from kg.model import PersonMention, Span, Tenure, TenureStatus

if TYPE_CHECKING:
    from kg.facts.person_reader import Reader

_TAKE_OVER = "(?:take|takes|taking|took|taken) over"
_DESCRIBED = r"(?:(?!(?:by|with|of|in|at|on|for|to|from|as|who) )[a-z][\w-]* ){0,4}"  # "two-term and term-limited"
_WHEN = r"(?: (?:in|on|last|this|earlier) [\w ]{3,20})?"
_SUCCEEDS = over_outline(
    rf"<H>,?(?: {POST}+(?: since \d{{4}})?,)?(?: who)?"
    rf"(?: (?:was |were |has been )?(?:elected|chosen|appointed|picked){_WHEN})? "
    r"(?:(?P<will>will|is to|to) |(?:has|had) (?:himself |herself )?)?"
    rf"(?:succeed(?:s|ed)?|replac(?:e|es|ed|ing)|succeeding|follow(?:s|ed)(?= {PERSON}+ (?:in|last|this|as)\b)|"
    rf"{_TAKE_OVER} (?:(?:in|on|last|this) [\w ]{{3,20}} )?(?:from|for)(?= (?:{POST}|{PERSON}))|"
    r"t(?:ake|akes|ook|aking) the (?:gavel|chain|reins|baton|helm|wheel|torch|mantle|keys|chair|seat) from|"
    rf"stepp?e?d? into the shoes of) (?:{_DESCRIBED}<R>,? )?<Q>(?: as <S>)?"
)
"""P takes over from Q, as R where that is said."""

_SUCCEEDED = re.compile(
    rf"(?:(?P<Q>{PERSON}+|{PRONOUN}+)(?:,? who|{ASIDE}|,)? |\band )?"
    r"(?P<will>will be |is to be |is being )?(?:is |was |has been |had been |being |be )?(?:\w+ly )?"
    r"(?P<how>succeeded|replaced|preceded)"
    rf"(?: in (?:the|that|this|his|her) (?:post|role|job|office|position)| in \d{{4}}| as (?P<R>{POST}+))?"
    rf" by (?:{POST}+ )?(?P<P>{PERSON}+)(?: as (?P<S>{POST}+))?"
)
"""Q is succeeded by P, as R where that is said."""

_BEHIND_POST = over_outline(
    rf"(?P<over>{_TAKE_OVER} (?:\w+ ){{0,2}}(?:as )?)?<R>"
    rf"(?:,? (?:in|on|at|from|next|last) [^,.;{PERSON}{POST}]{{2,25}})?,? "
    r"(?P<how>from|replacing|succeeding|to (?:replace|succeed)|in (?:the )?place of|in succession to|taking over from) "
    rf"(?:(?:the |its |long-?time |{_DESCRIBED}){{0,2}}(?:{POST}+ )?)?<Q>(?! (?:as|on|in the)\b)"
)
"""Behind a post, whom its holder takes over from: "is now mayor of X, replacing Q"."""

_THEIRS = r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Tt]he|[Ww]hose) (?:immediate |direct )?"
_WHERE = rf"(?: (?:in|at|from|of) (?P<where>(?:the )?(?:{NAME}+|[{UPPER}]\w+)))"
_RELATIONS = (
    over_outline(r"\bin (?P<which>succession to) <P>"),
    over_outline(r"\b(?P<which>taking over from) <P>"),
    over_outline(r"\b(?P<which>hand(?:s|ed|ing)? over to) <P>"),
    over_outline(rf"{_THEIRS}(?P<which>predecessor|successor),? <P>"),
    over_outline(rf"<P>,? (?:who is )?{_THEIRS}(?P<which>predecessor|successor)\b"),
    over_outline(rf"{_THEIRS}(?P<which>counterpart|colleague){_WHERE},? <P>"),
    over_outline(rf"<P>,? {_THEIRS}(?P<which>counterpart|colleague){_WHERE}"),
)
"""A post told by its relation to the one who holds it: "her predecessor, Q"."""

_OWNED = over_outline(r"<Q>['’]s (?:\w+ )?(?P<which>predecessor|successor)(?: as <R>)?,? <P>")
"""The same with a name: "Q's successor, P"."""

_RELATED = re.compile("predecessor|successor|succession|counterpart|colleague|over from|over to")
_HELD = Construction(rule="PERSON-45", pattern=_SUCCEEDS, fresh=True)
_FORMER, _INCOMING, _CURRENT = TenureStatus.FORMER, TenureStatus.INCOMING, TenureStatus.CURRENT


def stated(reader: Reader, sketch: Outline) -> None:
    """Read the posts that a sentence says are handed on; nothing else may read them."""
    for match in chain(_SUCCEEDS.finditer(sketch.text), _SUCCEEDED.finditer(sketch.text)):
        at = _post_at(match)
        new = _person(reader, sketch, match, "P")
        old = _person(reader, sketch, match, "Q") if match["Q"] else None
        if at < 0 or new is None or (old and old.name == new.name) or at in reader.used:
            continue
        post, later = sketch.posts[at], match["will"] is not None
        if match.groupdict().get("how") == "preceded":
            new, old = old, new
        if old:
            reader.add(sketch, at, old, replace(post, status=post.status if later else _FORMER), _HELD, match.span())
        if new:
            status = _INCOMING if later else _CURRENT if post.status is _FORMER else post.status
            reader.add(sketch, at, new, replace(post, status=status), _HELD, match.span())


def _post_at(match: re.Match[str]) -> int:
    """Where the post that is stated begins; -1 where none is."""
    return match.start("R") if match["R"] else match.start("S")


def _person(reader: Reader, sketch: Outline, match: re.Match[str], group: str) -> PersonMention | None:
    start = match.start(group)
    return sketch.people.get(start) or reader.meant(sketch, start)


def told(reader: Reader, sketch: Outline) -> None:
    """Read the posts that a sentence says somebody has after, or had before, one whose post is known."""
    for match in _SUCCEEDS.finditer(sketch.text):
        if _post_at(match) < 0 and (new := _person(reader, sketch, match, "P")):
            _follows(reader, sketch, match, new, sketch.people[match.start("Q")])
    for match in _SUCCEEDED.finditer(sketch.text):
        if _post_at(match) < 0:
            _is_followed(reader, sketch, match)
    for match in _BEHIND_POST.finditer(sketch.text):
        _behind_post(reader, sketch, match)
    if _RELATED.search(sketch.text):
        for match in chain.from_iterable(pattern.finditer(sketch.text) for pattern in _RELATIONS):
            _relation(reader, sketch, match)
        for match in _OWNED.finditer(sketch.text):
            _owned(reader, sketch, match)


def _follows(reader: Reader, sketch: Outline, match: re.Match[str], new: PersonMention, old: PersonMention) -> None:
    """P replaces Q: what the one is known to be, the other is or was."""
    if new.name == old.name:
        return
    held = next((t for t in reversed(reader.tenures) if t is reader.fresh and t.person.name == new.name), None)
    held = held or next((t for t in reader.tenures if t.person.name == new.name), None)
    if held:
        reader.copy(held, old, sketch, match.span(), _FORMER)
    elif held := _of(reader, sketch, old):
        reader.copy(held, new, sketch, match.span(), _INCOMING if match["will"] else _CURRENT)
        _ended(reader, held, ended=not match["will"])


def _is_followed(reader: Reader, sketch: Outline, match: re.Match[str]) -> None:
    new = sketch.people[match.start("P")]
    old = _person(reader, sketch, match, "Q") if match["Q"] else None
    here = [t for t in _here(reader, sketch) if t.person.name != new.name]
    held = _of(reader, sketch, old) if old else here[-1] if len(here) == 1 else None
    if held is None or held.person.name == new.name:
        return
    if match["how"] == "preceded":
        reader.copy(held, new, sketch, match.span(), _FORMER)
    else:
        reader.copy(held, new, sketch, match.span(), _INCOMING if match["will"] else _CURRENT)
        _ended(reader, held, ended=not match["will"])


def _behind_post(reader: Reader, sketch: Outline, match: re.Match[str]) -> None:
    holder, old = reader.used.get(match.start("R")), sketch.people[match.start("Q")]
    if holder is None or holder.name == old.name or (match["how"] == "from" and not match["over"]):
        return
    role = sketch.posts[match.start("R")].role
    held = [t for t in _here(reader, sketch) if t.person.name == holder.name and t.role == role]
    if held:
        status = _CURRENT if held[-1].status is _INCOMING else _FORMER
        reader.copy(held[-1], old, sketch, match.span(), status)


def _owned(reader: Reader, sketch: Outline, match: re.Match[str]) -> None:
    known, other = sketch.people[match.start("Q")], sketch.people[match.start("P")]
    status = _CURRENT if match["which"] == "successor" else _FORMER
    if match["R"]:
        reader.add(
            sketch, match.start("R"), other, replace(sketch.posts[match.start("R")], status=status), _HELD, match.span()
        )
    elif held := _of(reader, sketch, known):
        reader.copy(held, other, sketch, match.span(), status)
        _ended(reader, held, ended=status is _CURRENT)


def _relation(reader: Reader, sketch: Outline, match: re.Match[str]) -> None:
    """Predecessor, successor or counterpart of whoever was spoken of."""
    person = sketch.people[match.start("P")]
    others = [t for t in reader.tenures if t.person.name != person.name]
    if not others:
        return
    which = match["which"]
    if "where" in match.groupdict():
        where = Span(start=sketch.start + match.start("where"), end=sketch.start + match.end("where"))
        held = replace(others[-1], of=entity_of(reader.document, where))
        reader.copy(held, person, sketch, match.span(), _CURRENT)
        return
    here = [t for t in _here(reader, sketch) if t in others]
    if which.endswith(("over to", "over from")):
        if len(here) == 1:  # of two posts it is not said which
            reader.copy(here[0], person, sketch, match.span(), _INCOMING if which.endswith("to") else _FORMER)
        return
    of_topic = [t for t in others if reader.topic and t.person.name == reader.topic.name]
    held = reader.fresh if reader.fresh in others else (of_topic or others[-1:])[0]
    if here and (which == "succession to" or len(here) == 1):
        held = here[-1]
    reader.copy(held, person, sketch, match.span(), _INCOMING if which == "successor" else _FORMER)


def _here(reader: Reader, sketch: Outline) -> list[Tenure]:
    """The tenures that the sentence has told."""
    return [t for t in reader.tenures if t.evidence[0].start >= sketch.start]


def _of(reader: Reader, sketch: Outline, person: PersonMention) -> Tenure | None:
    """The post of somebody: that of the sentence, else the only one that was told."""
    held = [t for t in reader.tenures if t.person.name == person.name]
    here = [t for t in held if t.evidence[0].start >= sketch.start]
    return here[-1] if here else held[0] if len({t.role.casefold() for t in held}) == 1 else None


def _ended(reader: Reader, held: Tenure, *, ended: bool) -> None:
    """A post that somebody else has now is a former one."""
    if ended and held.status is _CURRENT:
        reader.tenures[reader.tenures.index(held)] = replace(held, status=_FORMER)
