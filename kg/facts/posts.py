"""The posts a sentence speaks of: "former deputy mayor of Lyon", "Oslo's finance commissioner".

Input: a sentence of a Document. Output: an Outline, the sentence with people, names and posts
blanked, and its Posts. A post is found by its head noun and then read outwards: to the left
qualifiers, field and possessor; to the right field and body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.mentions.titles import UPPER, alternation, plurals, words
from kg.model import CityMention, Document, Mention, NameMention, PersonMention, PlaceMention, Span, TenureStatus

PERSON, POST, NAME, PRONOUN = "\ue000", "\ue001", "\ue002", "\ue003"
"""What a person, a post, another named thing and a personal pronoun are written as in an outline."""

_CLASSES = ("civic", "office", "head", "member")
_SINGULAR = {plural: one for c in _CLASSES for plural, one in plurals(c).items() if plural != one}
_HEADS = alternation((*(w for c in _CLASSES for w in words(c)), *_SINGULAR))
_CIVIC = frozenset(words("civic"))
_OFFICE = frozenset(words("office"))
_MEMBER = frozenset(words("member"))
_QUALIFIERS = frozenset(words("qualifier"))
_FIELDS = frozenset(words("field"))
_STATUS = {
    **dict.fromkeys(words("present"), TenureStatus.CURRENT),
    **dict.fromkeys(words("coming"), TenureStatus.INCOMING),
    **dict.fromkeys(words("past"), TenureStatus.FORMER),
}
_DETERMINERS = frozenset(("the", "a", "an", "its", "their", "his", "her", "our", "my", "whose", "this", "that"))
_NOT_A_BODY = frozenset(
    "in on at for from by to as and but when while after before since the a an this that these those if with under "
    "yesterday today tomorrow earlier later last monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december said says mr mrs ms dr both also".split()
)

HEAD = re.compile(rf"(?<![\w-])(?i:{_HEADS})(?![\w’'](?<!')|-(?!elect|designate))")
_CAPITAL = rf"(?:{NAME}+|[{UPPER}][\w'’.&/-]*[\w&]|[{UPPER}&])"
_LEFT = re.compile(r"(?P<word>[^\s,;:()\"“”]+)(?:[ \xa0]|(?<=[Ee]x)-)$")
_NEWLY = re.compile(r"(?i:newly|recently|just)[ -]$")
_TAIL = re.compile(r"[- ](?:elect|designate|emeritus|emerita)\b", re.IGNORECASE)
_AND_POST = re.compile(
    rf"(?:, (?P<middle>(?:[\w-]+ ){{0,2}}?(?i:{_HEADS})))?,? ?(?:and|&|cum|/) ?(?P<last>(?:[\w-]+ ){{0,3}}?(?i:{_HEADS}))(?![\w-])"
)
_ITEM = rf"(?:{_CAPITAL}(?: {_CAPITAL}){{0,3}})"
_CAPITAL_FIELD = rf"(?:{_ITEM}(?:(?:, {_ITEM}){{0,7}},? (?:and|&) {_ITEM}){{0,2}})"
_LOWER = alternation(words("field"))
_LOWER_ITEM = rf"(?:{_LOWER}(?![\w-])(?: {_LOWER}(?![\w-])){{0,2}})"
_LOWER_FIELD = rf"(?:{_LOWER_ITEM}(?:(?:, {_LOWER_ITEM}){{0,7}},? (?:and|&) {_LOWER_ITEM}){{0,2}})"
_FIELD = re.compile(
    rf" (?:(?:of state )?(?i:for|in charge of|responsible for)(?: the)? (?:{_CAPITAL_FIELD}|{_LOWER_FIELD})"
    rf"|of (?:{_LOWER_FIELD}))"
)
_CAPITAL_OF_FIELD = re.compile(rf" of {_CAPITAL_FIELD}")
_BRACKET_FIELD = re.compile(rf" \([{UPPER}][^()\n]{{2,40}}\)(?= {PERSON})")
_BODIES = alternation(words("body"))
_PLACE_WORDS = (
    r"(?:cit(?:y|ies)|towns?|municipality|village|port|district|capital|county|state|province|region|commune|borough|"
    r"metropolis|municipality|ward|island|country|republic|kingdom|emirate)"
)
_LINK = r" (?:(?:of|for|and|&)(?: the)?|de|du|des|del|la|van|y)"
_NOT_POST = rf"(?!(?i:{_HEADS})\b)"
_BODY = re.compile(
    rf"(?: (?P<link>of|at|in|with|for|from|to|on)|(?P<comma>,)) (?P<the>(?:the|its|his|her|their|this|a|an) )?"
    rf"(?:(?:[\w-]+ ){{0,3}}{_PLACE_WORDS} of (?:the )?(?={_CAPITAL}))?"
    rf"(?P<body>{_CAPITAL}(?:(?: {_NOT_POST}|{_LINK} {_NOT_POST}){_CAPITAL}){{0,9}}(?: (?:{_BODIES})\b)?"
    rf"|(?:[\w’'-]+ ){{0,4}}?(?:{_BODIES}|{_PLACE_WORDS})\b(?: of (?:the )?{_CAPITAL}(?: {_CAPITAL}|{_LINK} {_NOT_POST}{_CAPITAL}){{0,5}})?"
    rf"|(?:[a-z][\w’'-]+ ){{1,2}}{_CAPITAL}(?: {_CAPITAL}){{0,4}})"
)
_MINISTRY = re.compile(
    r"(?:Ministry|Department|Committee|Commission|Agency|Office|Bureau|Board|Faculty|School) (?:of|for|on) "
)
_MORE = re.compile(rf"(?:, {_ITEM}){{1,6}},? (?:and|&) {_ITEM}")
_ABBREVIATION = re.compile(rf" \((?:{NAME}+|[{UPPER}][\w.&-]{{0,14}})\)")
_COUNTRY = re.compile(rf", (?:(?:in )?(?:the )?{NAME}+|[A-Z]{{2}}\b)")
_HONORED = re.compile(rf" of the (?i:year|month|decade|century|day|match)\b")


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post as the text names it; ``span`` covers determiner, possessor, post and body."""

    span: Span
    role: str
    head: str  # the head noun, lower case, singular
    body: Span | None = None  # where the text says whose post it is, without "the"
    status: TenureStatus = TenureStatus.CURRENT
    plural: bool = False
    determiner: str = ""  # "the", "his", …, lower case
    parts: tuple[str, ...] = ()  # of a coordination: ("Speaker", "Deputy Speaker")

    @property
    def civic(self) -> bool:
        """True for posts of a city: mayor, councillor, …"""
        return self.head in _CIVIC

    @property
    def vague(self) -> bool:
        """True where the words are no post without a body: "a manager", "economist"."""
        return self.body is None and (self.head in _MEMBER or (self.determiner in {"a", "an"} and not self.civic))


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A sentence with the offsets of its text, in which mentions are blanked by marks."""

    text: str
    start: int  # of the sentence in the article
    people: dict[int, PersonMention]  # by the offset in ``text`` where the mark of the person begins
    posts: dict[int, Post]


def outline(document: Document, span: Span) -> Outline:
    """The outline of a stretch of the article."""
    text = list(document.quote(span))
    people = {}
    named: tuple[Mention, ...] = (
        *document.within(span, CityMention), *document.within(span, PlaceMention), *document.within(span, NameMention)
    )  # fmt: skip
    for mention in sorted(named, key=lambda m: (m.span.start, -m.span.end)):
        if not HEAD.search(document.quote(mention.span)):
            _blank(text, mention.span.start - span.start, mention.span.end - span.start, NAME)
    for person in document.within(span, PersonMention):
        start, end = _around(document, person.span, span)
        _blank(text, start, end, PERSON)
        people[start] = person
    for pronoun in _PRONOUN.finditer("".join(text)):
        _blank(text, *pronoun.span(), PRONOUN)
    posts: dict[int, Post] = {}
    end = 0
    plain = "".join(text)
    for head in HEAD.finditer(plain):
        if head.start() >= end:
            post = _post(document, plain, head, span.start, end)
            if post:
                end = post.span.end - span.start
                start = post.span.start - span.start
                _blank(text, start, end, POST)
                posts[start] = post
    return Outline(text="".join(text), start=span.start, people=people, posts=posts)


_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]he latter)\b")
_HONORIFICS = re.compile(
    rf"(?:(?i:{alternation(tuple(w for w in words('honorific') if w not in words('head')))})\.?[ \xa0]+)+$"
)
_AGE_OR_PARTY = re.compile(
    rf"(?:,? \d\d(?=,)| \((?!(?i:{_HEADS}))[{UPPER}][\w.&’'-]{{0,14}}(?: [{UPPER}]\w+)?\)|,? [A-Z]{{2,4}}(?=,))"
)


def _around(document: Document, person: Span, limit: Span) -> tuple[int, int]:
    """From the honorifics before a name to the age, party or letters behind it, in offsets of the stretch."""
    before = _HONORIFICS.search(document.text, max(limit.start, person.start - 60), person.start)
    after = _AGE_OR_PARTY.match(document.text, person.end, limit.end)
    start = before.start() if before else person.start
    end = after.end() if after else person.end
    return start - limit.start, end - limit.start


def _blank(text: list[str], start: int, end: int, mark: str) -> None:
    text[start:end] = mark * (end - start)


def _post(document: Document, text: str, head: re.Match[str], offset: int, floor: int) -> Post | None:
    """The post with this head noun; nothing where the noun is used otherwise. ``floor``: where the last post ended."""
    noun = " ".join(head.group().lower().split())
    left = _read_left(text, head.start(), floor, office=noun in _OFFICE)
    end, parts = _read_right(text, head.end(), document.quote(Span(start=offset + left.role, end=offset + head.end())))
    if _HONORED.match(text, end):
        return None
    field = _field(text, end)
    role_end = field
    body, whole_end = _body(text, role_end)
    singular = _SINGULAR.get(noun, noun)
    body = body or left.body
    return Post(
        span=Span(start=offset + left.start, end=offset + whole_end),
        role=_tidy(document.text[offset + left.role : offset + role_end]),
        head=singular,
        body=Span(start=offset + body.start, end=offset + body.end) if body else None,
        status=TenureStatus.INCOMING if _TAIL.match(text, head.end()) else left.status,
        plural=noun in _SINGULAR,
        determiner=left.determiner,
        parts=parts,
    )


def _tidy(role: str) -> str:
    return _TAIL.sub("", " ".join(role.split())).strip(" ,")


@dataclass(frozen=True, kw_only=True)
class _Left:
    """What stands before a head noun: offsets of the whole and of the post, whose it is, and since when."""

    start: int
    role: int
    body: Span | None = None
    status: TenureStatus = TenureStatus.CURRENT
    determiner: str = ""


def _read_left(text: str, head: int, floor: int, *, office: bool) -> _Left:
    left = _Left(start=head, role=head)
    while True:
        match = _LEFT.search(text, max(floor, left.start - 60), left.start)
        if not match:
            return left
        word, start = match["word"], match.start()
        low = word.lower()
        if low in _DETERMINERS:
            return replace(left, start=start, determiner=low)
        if low in _STATUS or (
            low in {"elected", "appointed", "re-elected", "installed"} and _NEWLY.search(text, floor, start)
        ):
            left = replace(left, start=start, status=_STATUS.get(low, TenureStatus.CURRENT))
        elif low in {"newly", "recently"} or re.fullmatch(r"\d+(?:st|nd|rd|th)", low):
            left = replace(left, start=start)
        elif word.endswith(("'s", "’s", "s'", "s’")):
            return _possessed(text, left, match, floor)
        elif NAME in word or PERSON in word:
            return _owned(text, left, match, floor) if NAME in word else left
        elif (low in _QUALIFIERS or low in _FIELDS) and left.role == left.start:
            left = replace(left, start=start, role=start)
        elif word[0].isupper() and low not in _NOT_A_BODY and left.role == left.start:
            if not office:
                return _owned(text, left, match, floor)
            left = replace(left, start=start, role=start)
        elif low in {"and", "&"} and office and left.role < head and text[left.role].isupper():
            before = _LEFT.search(text, max(floor, start - 60), start)
            if not before or not before["word"][0].isupper():
                return left
            left = replace(left, start=before.start(), role=before.start())
        else:
            return left


def _possessed(text: str, left: _Left, match: re.Match[str], floor: int) -> _Left:
    """``X's`` before the post: the body is X with what belongs to it."""
    word = match["word"]
    end = match.start() + len(word) - (2 if word[-1] == "s" else 1)
    if word[0].isupper() or word[0] == NAME:
        start = _run_left(text, match.start(), floor)
        return replace(left, start=start, body=Span(start=start, end=end))
    start = match.start()
    for _ in range(4):
        before = _LEFT.search(text, max(floor, start - 40), start)
        if not before:
            break
        if before["word"].lower() in _DETERMINERS:
            return replace(left, start=before.start(), body=Span(start=start, end=end))
        start = before.start()
    return replace(left, start=match.start(), body=Span(start=match.start(), end=end))


def _owned(text: str, left: _Left, match: re.Match[str], floor: int) -> _Left:
    """A name right before the post ("FIFA President"): the body; a single word at the start of a sentence is none."""
    start = _run_left(text, match.start(), floor)
    end = match.start() + len(match["word"])
    name = text[start:end]
    if start == 0 and " " not in name and NAME not in name and not name.isupper():
        return left
    before = _LEFT.search(text, max(floor, start - 20), start)
    if before and before["word"].lower() in _DETERMINERS:
        return replace(left, start=before.start(), body=Span(start=start, end=end), determiner=before["word"].lower())
    return replace(left, start=start, body=Span(start=start, end=end))


def _run_left(text: str, start: int, floor: int) -> int:
    """Where the run of capitalised words begins that goes on at ``start``."""
    while True:
        match = _LEFT.search(text, max(floor, start - 60), start)
        if not match:
            return start
        word = match["word"]
        if word.lower() in {"of", "for", "&"}:
            before = _LEFT.search(text, max(floor, match.start() - 60), match.start())
            if not before or not (before["word"][0].isupper() or before["word"][0] == NAME):
                return start
            match, word = before, before["word"]
        if not (word[0].isupper() or word[0] == NAME) or word.lower() in _NOT_A_BODY or word.endswith(("'s", "’s")):
            return start
        start = match.start()


def _read_right(text: str, end: int, first: str) -> tuple[int, tuple[str, ...]]:
    """Where the head nouns end, and the posts joined by "and"."""
    tail = _TAIL.match(text, end)
    if tail:
        return tail.end(), ()
    more = _AND_POST.match(text, end)
    if not more:
        return end, ()
    return more.end(), (first, *(m for m in (more["middle"], more["last"]) if m))


def _field(text: str, end: int) -> int:
    """Where the field of a post ends: "for Education and Sport", "of culture"."""
    bracket = _BRACKET_FIELD.match(text, end)
    if bracket:
        return bracket.end()
    match = _FIELD.match(text, end)
    if match and NAME not in match.group():
        return match.end()
    match = _CAPITAL_OF_FIELD.match(text, end)
    if match and set(re.findall(r"\w+", match.group().lower())) - {"of", "and"} <= _FIELDS:
        return match.end()
    return end


def _body(text: str, end: int) -> tuple[Span | None, int]:
    """The body that a post belongs to, and where the whole ends."""
    match = _BODY.match(text, end)
    if not match or (match["comma"] and (NAME not in match["body"] or not re.match(r"[.,;)]|$", text[match.end() :]))):
        return None, end
    if (
        match["link"] in {"in", "on", "from", "to", "with"}
        and not match["the"]
        and not re.match(rf"[{UPPER}{NAME}]", match["body"])
    ):
        return None, end
    body_end = match.end()
    if _MINISTRY.search(match["body"]):
        more = _MORE.match(text, body_end)
        body_end = more.end() if more else body_end
    body = Span(start=match.start("body"), end=body_end)
    whole = body_end
    for extra in (_ABBREVIATION, _COUNTRY):
        found = extra.match(text, whole)
        whole = found.end() if found else whole
    return body, whole
