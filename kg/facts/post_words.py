"""The grammar of a post around its head noun: what stands before it and what behind it.

Input: a sentence in which names are blanked by marks, and where a head noun stands. Output: offsets
of the post and of the body it belongs to. The reading goes outwards, word by word to the left and
by one pattern after the other to the right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.mentions.gazetteer import cities_called, places_called
from kg.mentions.lexicon_words import words as listed
from kg.mentions.titles import UPPER, alternation, is_honorific, plurals, short_forms, words
from kg.model import Span, TenureStatus

PERSON, POST, NAME, PRONOUN = "\ue000", "\ue001", "\ue002", "\ue003"
"""What a person, a post, another named thing and a personal pronoun are written as in an outline."""

_CLASSES = ("civic", "office", "head", "member")
SINGULAR = {plural: one for c in _CLASSES for plural, one in plurals(c).items() if plural != one}
"""The singular of each plural head noun."""
FULL = short_forms()
"""The head noun that an abbreviation stands for."""
CIVIC = frozenset(words("civic"))
"""Head nouns of posts that belong to a city where nothing else is said."""
MEMBER = frozenset(words("member"))
"""Head nouns that make a post only with a body."""
POST_WORDS = frozenset((*words("qualifier"), *words("field"), *(w for c in _CLASSES for w in words(c))))
"""All words that may be part of a post."""

_HEADS = alternation((*(w for c in _CLASSES for w in words(c)), *SINGULAR))
_SHORT = alternation(tuple(FULL))
HEAD = re.compile(
    rf"\b(?:(?<!-)|(?<=\b[Ee]x-)|(?<=\b[Tt]hen-))(?:(?i:{_HEADS})(?![\w]|-(?!elect\b|designate\b))"
    rf"|(?<!\d )(?=[{UPPER}])(?i:{_SHORT})\.?(?= {PERSON}))"
)
"""The head noun of a post, or its abbreviation before a name."""

_OFFICE = frozenset(words("office"))
_FIELDS = frozenset(words("field"))
_STATUS = {
    **dict.fromkeys(words("present"), TenureStatus.CURRENT),
    **dict.fromkeys(words("coming"), TenureStatus.INCOMING),
    **dict.fromkeys(words("past"), TenureStatus.FORMER),
}
_FRESH = re.compile(r"new|newly\b|incoming|next")
DETERMINERS = frozenset(("the", "a", "an", "its", "their", "his", "her", "our", "my", "whose", "this", "that"))
"""Words that open a post."""
_IS = frozenset("who's that's it's he's she's there's here's what's one's".split())
_NO_POST = frozenset(
    "would-be aspiring potential prospective self-styled so-called fake no any keynote guest best".split()
)
_NOT_A_BODY = frozenset(
    "in on at for from by to as and but when while after before since the a an this that these those if with under "
    "yesterday today tomorrow earlier later last monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december said says mr mrs ms dr both "
    "also photo former new republican democratic democrat".split()
)

_CAPITAL = rf"(?:(?:[dl]['’])?{NAME}+|(?:[dl]['’])?[{UPPER}][\w'’.&/-]*[\w&]|[{UPPER}&])"
_COUNT = re.compile(r"first|second|third|(?:\w+-)(?:time|term)|woman|female|black|youngest|oldest")
_DESCRIPTION = re.compile(
    r"\b(?P<determiner>[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) "
    r"(?:(?!(?:of|for|in|as|and|or|to|by|with|who|at|on|from|is|was|said|that)\b)[a-z]+(?:-[a-z]+)? ){1,3}$"
)
_DESCRIBED = re.compile(r"\b(?P<status>[Oo]utgoing|[Ff]ormer|[Ii]ncoming) (?:[a-z]+(?:-[a-z]+)? ){1,2}$")
_LAST = re.compile(r"\b(?:[Ll]ast|[Tt]hat|[Oo]ne) $")
_LEFT = re.compile(r"(?P<word>[^\s,;:()\"“”]+)(?:[ \xa0]|(?<=[Ee]x)-|(?<=[Tt]hen)-)$")
_TAIL = re.compile(r"[- ](?:elect|designate|emeritus|emerita|pro tem(?:pore)?)\b", re.IGNORECASE)
_COMING_TAIL = re.compile(r"[- ](?:elect|designate)\b", re.IGNORECASE)
_AND_POST = re.compile(
    rf"(?:, (?P<middle>(?:[\w-]+ ){{0,2}}?(?i:{_HEADS})))?,? ?(?:and|&|cum|/) ?"
    rf"(?!(?:his|her|their|will|is|was|has|had|would|can|to|who|also|then) )"
    rf"(?P<last>(?:[\w-]+ ){{0,3}}?(?i:{_HEADS}))(?![\w-])(?! (?i:{_HEADS})\b)"
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
_ANY_FIELD = re.compile(
    r" (?:of|for) (?!(?:the|its|his|her|their|this|that|all|many|some|it|them|us|which|whom|what|both|each|more|over"
    r"|about|two|three|four|five|six|seven|eight|nine|ten|almost|nearly|just)\b)[a-z][a-z-]+"
    rf"(?: (?!(?:and|of|at|in|for|who|said)\b)[a-z][a-z-]+){{0,2}}"
    rf"(?=[,.;:)\n]| (?:at|of|in|for|and|since|from|who|with|said|says|told)\b| {PERSON}|$)"
)
_PLAIN_FIELD = re.compile(rf"(?: of)? {_CAPITAL_FIELD}")
_COMMA_FIELD = re.compile(rf", (?!(?i:{_SHORT})\b){_CAPITAL_FIELD}(?=[.,;)]| at | {PERSON}|$)")
_BRACKET_FIELD = re.compile(rf" \([{UPPER}][^()\n]{{2,40}}\)(?= {PERSON})")
_FIXED = re.compile(
    r" of (?:(?:the|its) (?:[Bb]oard of [A-Za-z]+(?= of\b)|(?:[Bb]oard|Republic)\b(?! of))"
    r"|(?:[Pp]arliament|[Pp]olice|[Ss]taff)\b)"
)
_BODIES = alternation(words("body"))
_IS_BODY = re.compile(rf" (?:{_BODIES}|capital|city|town|state|country|school|project|choice|honou?r|all|life)s?$")
_BODY_WORDS = frozenset(words("body"))
_PLACE_WORDS = (
    r"(?:city|cities|town|towns|municipality|village|port|district|capital|county|state|province|region|commune|"
    r"borough|metropolis|ward|island|country|republic|kingdom|emirate)"
)
_LINK = r" (?:(?:of|for|and|&)(?: the)?|de|du|des|del|la|van|y)"
_NOT_POST = rf"(?!(?i:{alternation((*(w for c in _CLASSES for w in words(c)), *FULL))})\b)"
_NAMED = rf"{_CAPITAL}(?:(?: {_NOT_POST}|{_LINK} {_NOT_POST}){_CAPITAL}){{0,9}}"
_SORT = alternation((*words("field"), *words("sort")))
_KIND = rf"(?:(?:{_SORT}) ){{0,2}}(?:{_BODIES})\b(?: (?:of|for) {_LOWER_FIELD})?"  # "municipal bureau of industry"
_BODY = re.compile(
    rf"(?:,(?= of\b))?(?: (?P<link>of|at|in|with|for|from|to|on)|(?P<comma>,)) "
    rf"(?P<the>(?:the|its|his|her|their|this|a|an) )?(?:(?:[\w-]+|{NAME}+)-based )?"
    rf"(?!(?:past|last|previous|next|first|coming|same) (?:[\w-]+ )?(?:year|month|week|decade|term|time)s?\b)"
    rf"(?:(?:(?:[\w-]+|{NAME}+) ){{0,3}}{_PLACE_WORDS} of (?:the )?(?={_CAPITAL}))?"
    rf"(?P<body>{_NAMED}(?:(?:['’]s)? {_KIND})?"
    r"|(?:(?!(?:on|in|at|by|after|since|during|when|who|last|this|next)\b)[a-z][\w’'-]+ ){1,2}"
    rf"{_CAPITAL}(?: {_CAPITAL}|{_LINK} {_CAPITAL}){{0,4}}"
    rf"|(?:[\w’'-]+ ){{0,4}}?(?:{_BODIES}|{_PLACE_WORDS})\b(?!['’]| (?:{_BODIES})\b)"
    rf"(?: of (?:the (?:Prime Minister|President|Mayor|Governor|Premier)\b|(?:the )?{_NAMED}|{_LOWER_FIELD}))?)"
)
_OWN_BODY = re.compile(rf" (?:(?:of|from) (?:the )?|\((?={NAME}+\)))(?P<body>{_NAMED})")
_OWNED_BODY = re.compile(rf"['’]s (?P<body>{_NAMED})")
_BOARD_OF = re.compile(rf"Board of (?:Directors|Trustees|Management|Governors|Regents) of (?:the )?(?=[{UPPER}{NAME}])")
_OBJECT = re.compile(rf" (?:the |its |his |her |their )?(?P<body>{_NAMED}(?:['’]s)? {_KIND}|{_KIND})(?!['’])")
_SUBJECT = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Aa]n?) (?P<body>{_KIND})(?:,|,? (?:which )?(?:is|was|are|were|will be|has been|being))? $"
)
_MINISTRY = re.compile(
    r"(?:Ministry|Department|Committee|Commission|Agency|Office|Bureau|Board|Faculty|School|Institute) (?:of|for|on) "
)
_MORE = re.compile(rf"(?:, {_ITEM}){{1,6}},? (?:and|&) {_ITEM}")
_WARD = re.compile(r" (?:ward|division|constituency|precinct)\b")
_ABBREVIATION = re.compile(rf" \((?:{NAME}+|[{UPPER}][\w.&-]{{0,14}})\)")
_COUNTRY = re.compile(rf", (?:(?:in )?(?:the )?{NAME}+|[A-Z]{{2}}\b)")
_LOOSE_LINKS = frozenset(("in", "on", "from", "to", "with", "for"))


_SHORT_BODY = re.compile(  # "DTI", "DepEd"; no field of work
    rf"(?!(?:ICT|IT|HR|PR|AI|TV|VP|UX|EV|ESG|DEI|CEO|CFO|COO|CTO|MP|HIV)$)(?=(?:\w*[{UPPER}]){{2}})"
    rf"(?:[{UPPER}]{{2,7}}|[{UPPER}][^\W\d_]*[^\W\d_{UPPER}][^\W\d_]*)"
)


@dataclass(frozen=True, kw_only=True)
class Left:
    """What stands before a head noun, in offsets of the sentence."""

    start: int  # of the whole, determiner and possessor included
    role: int  # of the post itself
    body: Span | None = None  # whose it is
    owned: bool = False  # the body stands before the post without "'s"
    status: TenureStatus = TenureStatus.CURRENT
    fresh: bool = False  # "new", "incoming"
    determiner: str = ""
    none: bool = False  # "would-be mayor": no post after all


def read_left(text: str, head: int, floor: int, *, office: bool) -> Left:
    """What stands before the head noun at ``head``; the reading stops at ``floor``.

    ``office``: the noun takes its field in front ("Finance Minister"), so capitalised words are the
    field; before other nouns they are the body ("FIFA President").
    """
    left = Left(start=head, role=head)
    while match := _word_before(text, left.start, floor):
        word, start = match["word"], match.start()
        low = word.lower()
        untouched = left.role == left.start
        if _COUNT.fullmatch(low):
            untouched = False
        if low in {"'s", "’s", "'", "’"}:
            return left  # "the mayor's chief of staff": the post before it is the possessor
        if low in DETERMINERS:
            return replace(left, start=start, determiner=low)
        if low in _NO_POST:
            return replace(left, none=True)
        if (
            low in _STATUS
            or low in {"newly", "recently", "elected", "appointed"}
            or _COUNT.fullmatch(low)
            or low[0].isdigit()
        ):
            if low in {"elected", "appointed"} and not text[:start].endswith(("newly ", "recently ", "just ")):
                return replace(left, start=start, role=start) if word.istitle() and untouched else left
            if low.isdigit():
                return _numbered(text, left, match, floor)
            status = _STATUS.get(low, left.status)
            left = replace(left, start=start, status=status, fresh=left.fresh or bool(_FRESH.match(low)))
        elif low.replace("’", "'") in _IS:
            return left  # "who's mayor"
        elif word.endswith(("'s", "’s", "s'", "s’")):
            return _possessed(text, left, match, floor)
        elif PERSON in word:
            return left
        elif NAME in word:
            return _owned(text, left, match, floor)
        elif low == "night" and _LAST.search(text, floor, start):
            return left  # "Last night Councillor P said"
        elif low == "fire" and text.endswith("to ", 0, start):
            return left  # "to fire Police Chief P"
        elif (low in POST_WORDS or word in _BODY_WORDS) and untouched:
            left = replace(left, start=start, role=start)
        elif word[0].isupper() and low not in _NOT_A_BODY and untouched:
            if not office or _SHORT_BODY.fullmatch(word):
                return _owned(text, left, match, floor)
            left = replace(left, start=start, role=start)
        elif low in {"and", "&"} and office and left.role < head and text[left.role].isupper():
            before = _word_before(text, start, floor)
            if not before or not before["word"][0].isupper():
                return left
            left = replace(left, start=before.start(), role=before.start())
        else:
            return _described(text, left, floor)
    return left


def _described(text: str, left: Left, floor: int) -> Left:
    """Read "the billionaire founder": up to three words of description behind a determiner are skipped."""
    at = max(floor, left.start - 60), left.start
    if match := _DESCRIPTION.search(text, *at):
        return replace(left, start=match.start(), determiner=match["determiner"].lower())
    if told := _DESCRIBED.search(text, *at):  # "the outgoing civic chief"
        return replace(left, start=told.start(), status=_STATUS[told["status"].lower()])
    return left


def is_office(noun: str) -> bool:
    """True for head nouns that take their field in front: minister, commissioner."""
    return noun in _OFFICE


def _word_before(text: str, end: int, floor: int) -> re.Match[str] | None:
    return _LEFT.search(text, max(floor, end - 60), end)


def _numbered(text: str, left: Left, match: re.Match[str], floor: int) -> Left:
    """Read "District 5 Supervisor": number and the word before it belong to the post."""
    before = _word_before(text, match.start(), floor)
    if before and before["word"].lower() in {"district", "ward", "zone", "division"}:
        return replace(left, start=before.start(), role=before.start())
    return left


def _possessed(text: str, left: Left, match: re.Match[str], floor: int) -> Left:
    """``X's`` before the post: the body is X with what belongs to it."""
    word = match["word"]
    end = match.start() + len(word) - (2 if word[-1] == "s" else 1)
    start = match.start()
    if word[0].isupper() or word[0] == NAME:
        start = _run_left(text, start, floor)
    for _ in range(4):
        before = _word_before(text, start, floor)
        if not before or NAME in before["word"]:
            break
        if before["word"].lower() in DETERMINERS:
            return replace(left, start=before.start(), body=Span(start=start, end=end))
        if not before["word"].islower() or before["word"] in _NOT_A_BODY:
            break
        start = before.start()
    start = _run_left(text, match.start(), floor) if word[0].isupper() or word[0] == NAME else match.start()
    return replace(left, start=start, body=Span(start=start, end=end))


def _owned(text: str, left: Left, match: re.Match[str], floor: int) -> Left:
    """A name right before the post ("FIFA President"); a single word at the start of a sentence is none."""
    start = _run_left(text, match.start(), floor)
    end = match.start() + len(match["word"])
    name = text[start:end]
    if is_honorific(name):
        return left
    if start == 0 and " " not in name and NAME not in name and not _may_own(name):
        return left
    left = replace(left, start=start, body=Span(start=start, end=end), owned=True)
    before = _word_before(text, start, floor)
    if before and _OWNER.fullmatch(before["word"]) and not name.strip(NAME):  # "the PDQ's Ankara head"
        return replace(_possessed(text, left, before, floor), role=start, owned=False)
    if before and (status := _STATUS.get(before["word"].lower())):  # "the former Oita Mayor"
        left = replace(left, start=before.start(), status=status)
        before = _word_before(text, left.start, floor)
    if before and before["word"].lower() in DETERMINERS:
        return replace(left, start=before.start(), determiner=before["word"].lower())
    return left


_OWNER = re.compile(rf"[{UPPER}{NAME}][^\s]*['’]s")


def _may_own(name: str) -> bool:
    """True for a single word at the head of a sentence that is a name: an abbreviation, a city, no filler."""
    if name.isupper() or cities_called(name) or places_called(name):
        return True
    return len(name) > 3 and name.lower() not in listed("name_breaks") and name not in listed("not_people")


def _run_left(text: str, start: int, floor: int) -> int:
    """Where the run of capitalised words begins that goes on at ``start``."""
    while match := _word_before(text, start, floor):
        word = match["word"]
        if word.lower() in {"of", "for", "&"}:
            match = _word_before(text, match.start(), floor)
            if not match or not (match["word"][0].isupper() or match["word"][0] == NAME):
                return start
            word = match["word"]
        capital = word[0].isupper() or word[0] == NAME
        if not capital or word.lower() in _STATUS.keys() | _NOT_A_BODY or word.endswith(("'s", "’s")):
            return start
        start = match.start()
    return start


def read_right(text: str, end: int, *, office: bool, joins: bool) -> tuple[int, tuple[str, ...], bool]:
    """Where the post ends with its field; the further posts joined by "and"; whether it is one to come."""
    tail = _TAIL.match(text, end)
    parts: tuple[str, ...] = ()
    if tail:
        end = tail.end()
    more = _AND_POST.match(text, end) if joins else None
    if more:
        parts = tuple(part for part in (more["middle"], more["last"]) if part)
        end = more.end()
    return _field(text, end, office=office), parts, bool(tail and _COMING_TAIL.match(tail.group()))


def _field(text: str, end: int, *, office: bool) -> int:
    """Where the field of a post ends: "for Education and Sport", "of culture"."""
    for pattern in (_BRACKET_FIELD, _FIXED):
        match = pattern.match(text, end)
        if match:
            return match.end()
    match = _FIELD.match(text, end)
    if (
        match
        and NAME not in match.group()
        and not (match.group().startswith(" for ") and not office and _is_name(match.group()))
    ):
        return match.end()
    for pattern in (_PLAIN_FIELD, _COMMA_FIELD):
        match = pattern.match(text, end)
        if match and not _is_name(match.group()):
            return match.end()
    match = _ANY_FIELD.match(text, end)
    if match and not _IS_BODY.search(match.group()):
        return match.end()
    return end


def _is_name(field: str) -> bool:
    """True where not all words are words of a field: it is the name of a body then."""
    return NAME in field or not set(re.findall(r"\w+", field.lower())) - _SMALL_WORDS <= _FIELDS


_SMALL_WORDS = {"of", "and", "for", "the", "national"}


def read_body(text: str, end: int) -> tuple[Span | None, int]:
    """The body that a post belongs to, and where the whole ends: "of the Council of Europe (CoE)"."""
    match = _BODY.match(text, end)
    if not match:
        return None, end
    body = match["body"]
    if _IS_POST.fullmatch(body) and text.startswith(PERSON, match.end() + 1):
        return None, end  # "chief of staff to Councilman P"
    loose = NAME not in body or not re.match(r"[.,;)]|$", text[match.end() : match.end() + 1])
    if match["comma"] and ((loose and not _SHORT_BODY.fullmatch(body)) or body[0].islower()):
        return None, end  # "minister of transport, visited Oslo"
    if match["link"] in _LOOSE_LINKS and not match["the"] and not re.match(rf"[{UPPER}{NAME}]", body):
        return None, end
    stop = match.end()
    if own := _OWNED_BODY.match(text, stop):  # "of Denver's Regional Transportation District"
        return Span(start=own.start("body"), end=own.end()), own.end()
    board = _BOARD_OF.match(body)  # "of the Board of Trustees of X"
    if _MINISTRY.search(body):
        more = _MORE.match(text, stop)
        stop = more.end() if more else stop
    whole = stop
    for extra in (_WARD, _ABBREVIATION, _COUNTRY):
        found = extra.match(text, whole)
        whole = found.end() if found else whole
    return Span(start=match.start("body") + (board.end() if board else 0), end=stop), whole


_IS_POST = re.compile(rf"(?i:{alternation((*(w for c in _CLASSES for w in words(c)), *FULL))})\.?")


def read_object(text: str, end: int) -> Span | None:
    """What a verb of office is of: "chairs the Parliament's transport committee"."""
    match = _OBJECT.match(text, end)
    return Span(start=match.start("body"), end=match.end("body")) if match else None


def read_subject(text: str, start: int) -> Span | None:
    """What is said to be headed, right before the participle: "The jury was [chaired by]"."""
    match = _SUBJECT.search(text, max(0, start - 80), start)
    return Span(start=match.start("body"), end=match.end("body")) if match else None


def body_behind(text: str, end: int) -> Span | None:
    """The body behind a person named with the post: "Mayor Jane Doe of Leeds"."""
    match = _OWN_BODY.match(text, end)
    return Span(start=match.start("body"), end=match.end("body")) if match else None


VERBS: dict[str, tuple[str, TenureStatus | None]] = {
    "heads": ("head", None), "headed": ("head", TenureStatus.FORMER), "head": ("head", None),
    "leads": ("head", None), "led": ("head", TenureStatus.FORMER), "lead": ("head", None),
    "runs": ("head", None), "ran": ("head", TenureStatus.FORMER),
    "has headed": ("head", None), "has chaired": ("chair", None), "has led": ("head", None), "has run": ("head", None),
    "has edited": ("editor", None), "has presided over": ("president", None), "has directed": ("director", None),
    "chairs": ("chair", None), "chaired": ("chair", TenureStatus.FORMER), "chair": ("chair", None),
    "co-chairs": ("co-chair", None), "co-chaired": ("co-chair", TenureStatus.FORMER),
    "edits": ("editor", None), "edited": ("editor", TenureStatus.FORMER),
    "founded": ("founder", None), "co-founded": ("co-founder", None),  # a founder stays one
    "directs": ("director", None), "directed": ("director", TenureStatus.FORMER),
    "manages": ("manager", None), "managed": ("manager", TenureStatus.FORMER),
    "coaches": ("coach", None), "coached": ("coach", TenureStatus.FORMER),
    "heading": ("head", None), "chairing": ("chair", None), "directing": ("director", None),
    "presiding over": ("president", None), "presides over": ("president", None),
    "presided over": ("president", TenureStatus.FORMER),
    "owns": ("owner", None), "owned": ("owner", TenureStatus.FORMER),
}  # fmt: skip
"""Verbs that make their subject the holder of a post: the post, and what the form says of the time."""

PARTICIPLES = {
    "headed": "head", "chaired": "chair", "co-chaired": "co-chair", "founded": "founder", "co-founded": "co-founder",
    "directed": "director", "edited": "editor", "presided over": "president",
}  # fmt: skip
"""Participle to the post of whoever stands behind "by"."""

SPORT = re.compile(r"(?: [^.;,]{1,40})? (?:[Mm]arathon|race|relay|kilomet)")
"""Behind a verb of office: "ran the Oslo Marathon" tells of none."""
