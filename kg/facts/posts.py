"""The posts a sentence speaks of: "former deputy mayor of Lyon", "Oslo's finance commissioner".

Input: a sentence of a Document. Output: an Outline, the sentence with people, names and posts
blanked by marks, and the Posts. Constructions are then regular expressions over the outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise, zip_longest

from kg.facts.post_words import (
    CIVIC,
    FULL,
    HEAD,
    MEMBER,
    NAME,
    PARTICIPLES,
    PERSON,
    POST,
    POST_WORDS,
    PRONOUN,
    SINGULAR,
    SPORT,
    VERBS,
    is_office,
    read_body,
    read_left,
    read_object,
    read_right,
    read_subject,
)
from kg.mentions.titles import UPPER, alternation, words
from kg.model import CityMention, Document, Mention, NameMention, PersonMention, PlaceMention, Span, TenureStatus


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post as the text names it; spans count characters of the article."""

    span: Span  # determiner, possessor, post and body
    role: str  # in the singular, without what tells its time
    head: str  # the head noun, lower case, singular
    body: Span | None = None  # whose post it is, where the text says so
    status: TenureStatus = TenureStatus.CURRENT
    fresh: bool = False  # "new", "incoming"
    plural: bool = False
    determiner: str = ""  # "the", "his", …, lower case
    parts: tuple[str, ...] = ()  # of a coordination: ("Speaker", "Deputy Speaker")
    shared_out: bool = False  # the body is one of several, each for one person: "the mayors of X and Y, P and Q"

    @property
    def place(self) -> tuple[int, int]:
        """Its first character and the one after its last."""
        return self.span.place

    @property
    def civic(self) -> bool:
        """True for the posts of a city, as a mayor's."""
        return self.head in CIVIC

    @property
    def seated(self) -> bool:
        """True for the members of what the post itself names: "mayoral committee member"."""
        return self.head == "member" and _SEATED.search(self.role) is not None

    @property
    def vague(self) -> bool:
        """True where the words are no post without a body: "a manager", "economist"."""
        if self.body or self.determiner in {"its", "whose", "their"}:
            return False
        if " for " in self.role or self.seated:
            return False  # "cabinet member for energy"
        return self.head in MEMBER or (self.determiner in {"a", "an"} and " " not in self.role and not self.civic)


_SEATED = re.compile(r"\b(?:mayoral|executive|city) (?:committee|council|board|cabinet)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A sentence with the offsets of its text, in which mentions are blanked by marks."""

    text: str
    start: int  # of the sentence in the article
    people: dict[int, PersonMention]  # by the offset in ``text`` where the mark of the person begins
    posts: dict[int, Post]  # likewise
    verbs: dict[int, Post]  # by the offset of a verb that may make somebody the holder of a post


_HELD = {
    **VERBS,
    **{f"{verb} by": (role, TenureStatus.CURRENT) for verb, role in PARTICIPLES.items()},
    **dict.fromkeys(("led by", "run by", "in charge of", "at the head of", "at the helm of"), ("head", None)),
}
_VERB = re.compile(r"\b(?:" + "|".join(sorted(_HELD, key=len, reverse=True)) + r")\b")
_FIELD_OF_WORK = re.compile(r" (?!the\b|its\b|their\b|a\b)[a-z][a-z-]+\b")  # "in charge of parks"
_MOST_VERBS = 12  # of a sentence
_DENIED = re.compile(r"(?:\b(?:not|never|without)|n[’']t)(?: \w+)? $")
_OVER = re.compile(r"\b(?:once|formerly|previously|no longer|used to(?: be)?|until recently)(?: \w+)? $")
_ENDED = re.compile(
    r"[^.;,]{0,60} (?:until|till) (?:the (?:end|start|spring|summer|autumn|winter) of )?[^.;,]{0,12}\d{4}\b"
)
# "ran for mayor", "heads to the port", "owns a flat"
_NO_OFFICE = re.compile(
    r" (?:against|for|in|to|into|from|without|with|off|away|out|on|at|as|up|down|back|over|a|an|\d)\b"
)


_PRONOUNS = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]he latter)\b")
_AS_VERB = re.compile(
    rf"(?:{PERSON}|{PRONOUN}|\b(?:who|which|will|also|to|now|and|currently)) (?:head|heads|chair|chairs) "
    rf"(?:the|its|a|an|[{UPPER}{NAME}])"
)
# "officer of the Order of Merit", "president of the year"
_NO_OFFICE_OF = re.compile(r" of the (?:(?i:year|month|decade|century|day|match)\b|(?:[\w-]+ ){0,5}Order of\b)")
_MERE_TITLES = alternation(tuple(word for word in words("honorific") if word not in POST_WORDS))
_HONORIFICS = re.compile(rf"(?<![\w-])(?<!Crown )(?:(?i:{_MERE_TITLES})\.?[ \xa0]+)+$")
_BEHIND_NAME = re.compile(
    rf"(?:,? \d\d(?=,)| \((?!(?:[\w-]+ ){{0,2}}{HEAD.pattern})[{UPPER}][\w.&’'-]{{0,14}}(?: [{UPPER}]\w+)?\)"
    r"|,? [A-Z]{2,4}(?=,))"
)


_OFFICE_BEHIND = re.compile(rf" {alternation(words('office'))}\b", re.IGNORECASE)  # "Creative Industries Minister"
_FURTHER = re.compile(rf" (?P<between>(?:[\w&-]+ ){{0,2}}?){HEAD.pattern}")


def outline(document: Document, span: Span) -> Outline:
    """The outline of a stretch of the article."""
    marks = list(document.quote(span))
    people = {}
    for mention in _named(document, span):
        field = isinstance(mention, NameMention) and _OFFICE_BEHIND.match(document.text, mention.span.end)
        if not field and not HEAD.search(document.quote(mention.span)):
            _blank(marks, mention.span.start - span.start, mention.span.end - span.start, NAME)
    everybody = document.within(span, PersonMention)
    bodies = [p for p, behind in zip_longest(everybody, everybody[1:]) if _is_body(document.text, p, behind)]
    towns = {city.name for city in document.all(CityMention)} if everybody else set()
    bodies += [person for person in everybody if " " in person.name and person.name in towns]  # "mayor of Nova Gorica"
    bodies += [p for q, p in pairwise(everybody) if document.text[q.span.end : p.span.start] in {" of ", " of the "}]
    bodies += [person for person in everybody if _PARTY.match(document.text, person.span.end)]
    for mention in bodies:
        _blank(marks, mention.span.start - span.start, mention.span.end - span.start, NAME)
    named = "".join(marks)
    mentioned = [person for person in everybody if person not in bodies]
    for person, behind in zip_longest(mentioned, mentioned[1:]):
        start, end = _around(person.span, span.start, named)
        start += marks[start - 1 : start] == [PERSON]  # marks of two people stay apart
        end = min(end, behind.span.start - span.start - 1) if behind else end
        _blank(marks, start, end, PERSON)
        people[start] = person
    for pronoun in _PRONOUNS.finditer("".join(marks)):
        _blank(marks, *pronoun.span(), PRONOUN)
    posts = {}
    for post in _posts(document, "".join(marks), span.start):
        start = post.span.start - span.start
        _blank(marks, start, post.span.end - span.start, POST)
        posts[start] = post
    verbs = dict(_verbs(document, "".join(marks), span.start)) if people or PRONOUN in marks else {}
    return Outline(text="".join(marks), start=span.start, people=people, posts=posts, verbs=verbs)


_PARTY = re.compile(  # "Fine Gael and Labour members"
    rf"(?:(?:,| and|,? &|/) ?[{UPPER}][\w’'-]+(?: [{UPPER}][\w’'-]+)?)* "
    r"(?:members|councill?ors|voters|supporters|MPs|TDs)\b"
)
_LEADS = r"(?:presidents?|chair(?:man|woman|person)?|CEO|director|(?:co-)?founder|head|boss|manager|partner|executive)"
_HEADED = re.compile(rf"\b{_LEADS} of (?:the )?$")
_HEADED_FIRM = re.compile(  # "P, director of the Porto water utility [Aguas Norte]"
    rf"[{UPPER}][\w’'-]+, (?:the |an? )?(?:[a-z-]+ ){{0,2}}{_LEADS} of (?:the |an? )?(?:[\w’'-]+ ){{0,4}}"
    r"(?:utility|company|operator|agency|firm|provider|supplier|consultancy|start-up|startup|charity) $"
)
_HEADS = re.compile(rf" (?:[a-z-]+ ){{0,2}}(?:{_LEADS}|chief|spokes\w+|analyst) ")


def _is_body(text: str, person: PersonMention, behind: PersonMention | None) -> bool:
    """True of what the name finder took for a person but has a head: "president of Lantern Genome", "X chief P"."""
    start, end = person.span.place
    led = behind is not None and _HEADS.fullmatch(text, end, behind.span.start) is not None
    headed = _HEADED.search(text, max(0, start - 40), start) or _HEADED_FIRM.search(text, max(0, start - 100), start)
    return led or headed is not None


def _verbs(document: Document, text: str, offset: int) -> Iterator[tuple[int, Post]]:
    """The verbs of a stretch that may make somebody the holder of a post, by where they begin."""
    for found in islice(_VERB.finditer(text), _MOST_VERBS):
        start, end = found.span()
        denied = _DENIED.search(text, max(0, start - 25), start) or _NO_OFFICE.match(text, end)
        if found.group() == "in charge of" and _FIELD_OF_WORK.match(text, end):
            continue
        if denied or SPORT.match(document.text, offset + end):
            continue
        role, status = _HELD[found.group()]
        if _OVER.search(text, max(0, start - 25), start) or _ENDED.match(text, end):
            status = TenureStatus.FORMER
        body = read_subject(text, start) if found.group().endswith(" by") else read_object(text, end)
        yield (
            start,
            Post(
                span=Span(start=offset + start, end=offset + end),
                role=role,
                head=found.group(),
                body=Span(start=offset + body.start, end=offset + body.end) if body else None,
                status=status or TenureStatus.CURRENT,
            ),
        )


def _named(document: Document, span: Span) -> tuple[Mention, ...]:
    return (
        *document.within(span, CityMention),
        *document.within(span, PlaceMention),
        *document.within(span, NameMention),
    )


def _around(person: Span, offset: int, text: str) -> tuple[int, int]:
    """From the honorifics before a name to the age, party or letters behind it, in offsets of the stretch."""
    start, end = person.start - offset, person.end - offset
    before = _HONORIFICS.search(text, max(0, start - 60), start)
    after = _BEHIND_NAME.match(text, end)
    return before.start() if before else start, after.end() if after else end


def _blank(marks: list[str], start: int, end: int, mark: str) -> None:
    marks[start:end] = mark * (end - start)


def _posts(document: Document, text: str, offset: int) -> Iterator[Post]:
    floor = 0
    owner: tuple[int, int] | None = None  # a post that has one: "the mayor's [chief of staff]"
    for head in HEAD.finditer(text):
        if head.group().lower() == "chief" and _OFFICER.match(text, head.end()):
            continue
        if head.start() < floor or _AS_VERB.search(text, max(0, head.start() - 12), head.end() + 6):
            continue
        if _only_qualifies(text, head):
            continue
        if _POSSESSES.match(text, head.end()):
            owner = read_left(text, head.start(), floor, office=False).start, head.end() + len("'s ")
            floor = head.end()
            continue
        post = _post(document, text, head, offset, floor)
        if post and owner and post.span.start == offset + owner[1]:
            post = replace(post, span=Span(start=offset + owner[0], end=post.span.end), determiner="the")
        if post:
            floor = post.span.end - offset
            yield post


_TO = re.compile(r" to\b")
_POSSESSES = re.compile(rf"['’]s (?:[a-z-]+ ){{0,3}}?{HEAD.pattern}")
_OFFICER = re.compile(r" (?:[a-z]+ ){1,3}officer\b", re.IGNORECASE)
_CHIEF = re.compile(r"\bchief (?:[a-z]+ ){1,3}$", re.IGNORECASE)


def _only_qualifies(text: str, head: re.Match[str]) -> bool:
    """True for all but the last noun of "Chief Executive", "Council President", "chief resilience officer"."""
    further = _FURTHER.match(text, head.end())
    if further and head.group().lower() in _MAYORAL and _COUNCILLOR.match(text, further.end("between")):
        return False
    return further is not None and all(word in POST_WORDS for word in further["between"].lower().split())


_MAYORAL = frozenset(("mayor", "lord mayor", "deputy mayor", "vice mayor", "speaker", "leader", "cathaoirleach"))
_COUNCILLOR = re.compile(r"(?:cllr|clr|coun|cr|ald|councill?or|alderman|alderwoman)\b", re.IGNORECASE)


def _post(document: Document, text: str, head: re.Match[str], offset: int, floor: int) -> Post | None:
    """The post with this head noun; None where the noun is used otherwise."""
    noun = " ".join(head.group().lower().rstrip(".").split())
    singular = SINGULAR.get(noun, FULL.get(noun, noun))
    left = read_left(text, head.start(), floor, office=is_office(singular))
    if singular == "officer" and (chief := _CHIEF.search(text, max(floor, left.role - 40), left.role)):
        left = replace(left, start=chief.start(), role=chief.start())  # "chief convention bureau officer"
    end, parts, coming = read_right(text, head.end(), office=is_office(singular), joins=singular not in MEMBER)
    if left.none or _NO_OFFICE_OF.match(text, end):
        return None
    if left.body and text.endswith("-based", left.body.start, left.body.end):  # where, not whose
        left = replace(left, body=None)
    body, whole = read_body(text, end)
    if parts and body and left.body:  # "C40's chair and mayor of Nantes"
        end, parts, coming = read_right(text, head.end(), office=is_office(singular), joins=False)
        body, whole = read_body(text, end)
    start = left.body.start if body and left.body and left.owned else left.role  # "South Asia Director of ITDP"
    if left.body and _TO.match(text, end):  # "China's ambassador to Nigeria"
        body = left.body
    body = body or left.body
    before = document.text[offset + start : offset + head.start()]
    middle = _in_singular(head.group(), noun, singular)
    behind = document.text[offset + head.end() : offset + end]
    return Post(
        span=Span(start=offset + left.start, end=offset + whole),
        role=_TAIL.sub("", " ".join(f"{before}{middle}{behind}".split())).strip(" ,"),
        head=singular,
        body=Span(start=offset + body.start, end=offset + body.end) if body else None,
        status=TenureStatus.INCOMING if coming else left.status,
        fresh=left.fresh or coming,
        plural=noun in SINGULAR,
        determiner=left.determiner,
        parts=(f"{before}{middle}", *parts) if parts else (),
    )


_TAIL = re.compile(r"[- ](?:elect|designate)\b", re.IGNORECASE)


def _in_singular(word: str, noun: str, singular: str) -> str:
    """The head noun as written, in the singular and in full, with its capital."""
    if noun == singular:
        return word
    if word[:-1].lower() == singular:
        return word[:-1]
    return singular.title() if word[0].isupper() else singular
