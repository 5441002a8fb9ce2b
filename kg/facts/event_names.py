"""Events that have no proper name of their own kind, but are events by what is said of them.

Input: Document. Output: further NameMention of kind EVENT, not overlapping those there are:
meetings of a body ("the 103rd session of the Executive Council", "the Council's annual meeting"),
names known as events from elsewhere in the text ("Velo-city" beside "the Velo-city conference",
"Eurocities 2021, held from …"), and later mentions by the head noun ("the last Games", "the 1st summit").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kg.facts.event_called import LONGEST_SENTENCE, called, follows_noun, taken_up, unnamed
from kg.mentions.places import city_meant
from kg.model import CityMention, Document, Kind, Mention, NameMention, PersonMention, Span

ORDINAL = (
    r"(?:\d{1,3}(?:st|nd|rd|th)|(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|twentieth|inaugural))"
)
_HEAD = (
    r"(?:[Gg]eneral [Aa]ssembly|[Aa]ssembly|(?:[Aa]nnual )?[Gg]eneral [Mm]eeting|[Mm]eeting|[Ss]ession"
    r"|[Ss]ummit|[Cc]onference|[Gg]ala"
    r"|[Cc]ongress|[Cc]onvention|[Ff]orum|[Ff]estival|[Ss]ymposium|[Ff]air|[Ee]xpo|[Ee]xhibition|[Gg]ames|[Mm]arathon)"
)
_KIND = (
    r"(?:(?:annual|biennial|triennial|plenary|extraordinary|ordinary|ministerial|regular|general|world"
    r"|regional|international|global) ){0,3}"
)
_CAPS = (
    r"(?!(?:The|This|That|Its|Their|Our|Next|Last) [a-z])(?:(?:[A-Z]\.){2,3}|[A-Z][\w&’'-]*)"
    r"(?: (?:of |and |for |on |the |des |de ){0,2}[A-Z][\w&’'-]*){0,7}"
)
_BODY = re.compile(
    rf"(?:\b(?P<ed1>{ORDINAL}) )?(?P<name1>\b(?:[Aa]nnual |[Ee]xtraordinary |[Pp]lenary )?{_KIND}{_HEAD} of"
    rf" (?:the )?(?P<body1>{_CAPS}))"
    rf"|(?P<body2>{_CAPS})['’]s? (?:(?P<ed2>{ORDINAL}) )?(?P<name2>{_KIND}{_HEAD}\b)"
    rf"|(?P<body3>{_CAPS})(?: \([A-Z]\w+\))?, (?:meeting|holding|which (?:is|was) (?:holding|meeting)"
    rf"|gather\w+|convening)(?: [^.,;]{{2,50}}?)?"
    rf" (?:for )?(?:its|their) (?:(?P<ed3>{ORDINAL}) )?(?P<name3>{_KIND}{_HEAD}\b)"
    rf"|(?P<ed4>{ORDINAL}) (?P<name4>(?:[a-z]+ ){{1,2}}(?:meeting|summit|conference|congress|forum|festival"
    rf"|fair)\b|(?:session|meeting) of [a-z][\w ’'-]{{3,40}})"
    rf"|(?P<body5>{_CAPS})['’]?(?: \((?P<short5>[A-Z]{{2,8}})\))? (?P<name5>(?:annual |general |climate "
    rf"|peace |winter |summer |spring |autumn ){{0,2}}"
    r"(?:summit|meeting(?! (?:at|in|on|with|to|for)\b)|conference|congress|forum|convention|talks"
    r"|final(?! [a-z]{4,} [a-z])|ceremony|gala))\b"
    rf"|(?P<name6>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){{0,5}} (?:Council|Committee|Board|Commission|Assembly) "
    r"(?:meeting|session))\b"
    rf"|(?P<body8>{_CAPS})(?: \([A-Z]\w+\))? (?:holds?|held|will hold|is holding|opens?|opened|concludes?"
    r"|concluded|convenes?|convened|closed|starts?|started)"
    rf" (?:its|their) (?:(?P<ed8>{ORDINAL}) )?(?P<name8>{_KIND}{_HEAD}\b)"
    rf"|\b(?P<ed7>{ORDINAL}) (?:[Aa]nnual )?(?P<name7>[A-Z][\w&’'-]*(?: (?:and |& )?[A-Z][\w&’'-]*){{0,6}} "
    r"(?:Congress|Conference|Summit|Forum|Session|Assembly|Convention"
    r"|Meeting|Festival|Expo|Fair|Games|Exhibition|Symposium))\b"
)
# The heads of all forms above: only sentences with one are compared with them.
_HEAD_WORD = re.compile(
    r"[Aa]ssembly|[Mm]eeting|[Ss]ession|[Ss]ummit|[Cc]onference|[Cc]ongress|[Cc]onvention|[Ff]orum|[Ff]estival"
    r"|[Ss]ymposium|[Ff]air|[Ee]xpo|[Ee]xhibition|[Gg]ames|[Mm]arathon|talks|final|ceremony|gala"
)
_YEARED = re.compile(
    r"(?<![\w-])(?P<name>(?=[\w-]*[a-zA-Z]{3})[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}) (?P<year>(?:19|20)\d\d)\b"
    r"(?=[”\"’']?,? (?:which )?(?:(?:will|is|was|to|are|were|be|shall)"
    r" ){0,3}(?:held|take place|takes place|took place|open(?:s|ed)?|kick\w*|inaugurated|begins?|starts?"
    r"|hosted|runs?|ran|off to|in [A-Z]))"
)
_HOSTED_YEARED = re.compile(
    r"\b(?:host(?:s|ed|ing)?|stag(?:e|es|ed|ing)|(?:home|place|venue|host|city) (?:of|for|to)) (?:the )?"
    r"(?P<name>[A-Z][\w-]{2,}(?: [A-Z][\w-]+){0,2})"
    r" (?P<year>(?:19|20)\d\d)\b"
)
_OWN_SHAPE = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Z][a-z]+-[a-z]{3,}|[A-Z]{4,}")
_GATHERING = re.compile(
    r"(?:congress|conference|convention|symposium|summit|general assembly|general meeting|gala) of "
)
_OCCASION = re.compile(r"\b(?:[Aa]nnual|[Ee]xtraordinary|[Pp]lenary|[Mm]inisterial|[Bb]iennial|[Tt]riennial)\b")
_MONTHS = frozenset(
    "January February March April May June July August September October November December In On By Since Of".split()
)


def extra_events(document: Document) -> tuple[NameMention, ...]:
    """Further events of a document, in order of the text, none overlapping."""
    named = [m for m in document.all(NameMention) if m.kind is Kind.EVENT]
    taken = [(m.span.start, m.span.end, m) for m in document.mentions if isinstance(m, (NameMention, PersonMention))]
    stated = (*_with_year(document, named), *called(document), *_meetings(document))
    sure = sorted((*named, *stated), key=lambda m: m.span.start)
    covered = bytearray(len(document.text))
    found: list[NameMention] = []
    for candidate in (*stated, *taken_up(document, sure), *unnamed(document)):
        start, end = candidate.span.start, candidate.span.end
        if not any(covered[start:end]) and not _blocked(document, candidate.span, taken):
            covered[start:end] = b"1" * (end - start)
            found.append(candidate)
    return tuple(sorted(found, key=lambda m: m.span.start))


def _blocked(document: Document, span: Span, taken: Sequence[tuple[int, int, Mention]]) -> bool:
    """True where an event or award stands there already; organisations may be part of the new name."""
    first = bisect_right(taken, (span.start, 0)) - 3
    for start, end, mention in taken[max(0, first) : first + 12]:
        misread = isinstance(mention, PersonMention) and follows_noun(document, span.start)
        if start < span.end and span.start < end and not misread and not _is_body(mention, span):
            return True
    return False


def _is_body(mention: Mention, span: Span) -> bool:
    """True for an organisation named in the event's name, or read where the event's name begins."""
    if not isinstance(mention, NameMention) or mention.kind is Kind.AWARD_CATEGORY:
        return False
    if mention.kind is Kind.AWARD:  # "the X Prize ceremony"
        return mention.span.start == span.start and mention.span.end < span.end
    if mention.kind is Kind.EVENT:  # "the annual meeting of the Economic Forum"
        return span.covers(mention.span) and span.start < mention.span.start
    return span.covers(mention.span) or mention.span.start == span.start


def _meetings(document: Document) -> Iterator[NameMention]:
    spans = [
        s.span
        for s in document.sentences
        if s.span.end - s.span.start < LONGEST_SENTENCE and _HEAD_WORD.search(document.text, s.span.start, s.span.end)
    ]
    for match in chain.from_iterable(_BODY.finditer(document.text, s.start, s.end) for s in spans):
        form = next(i for i in "12345678" if match[f"name{i}"])
        name, groups = match[f"name{form}"], match.groupdict()
        edition, body = groups.get(f"ed{form}"), groups.get(f"body{form}")
        if re.match(r"(?:largest|biggest|oldest|smallest|most|best|leading|longest|big|great|such) ", name):
            continue  # "the third largest fair"
        meets = (
            edition or _OCCASION.search(name) or (_GATHERING.match(name) and _of_a_body(document, match.start("body1")))
        )
        if "\n" in match[0] or (form in "1238" and not meets):
            continue  # "the municipal assembly of X", "the Congress of X" are bodies, not meetings of one
        start = match.start(f"name{form}")
        if body in {"The", "This", "Its", "Next", "Last"}:
            continue
        if body and form != "1":
            body = body.removeprefix("The ")
            name = f"{groups['short5'] or _long_name(document, body)} {name}"
        if body and form == "5":
            start = match.end("body5") - len(body)
        yield NameMention(
            span=Span(start=start, end=match.end(f"name{form}")),
            name=name,
            kind=Kind.EVENT,
            edition=edition,
        )


def _of_a_body(document: Document, at: int) -> bool:
    """True where an organisation is named."""
    return any(m.kind is Kind.ORGANIZATION and m.span.start <= at < m.span.end for m in document.all(NameMention))


def _long_name(document: Document, body: str) -> str:
    """The body's long name where its short one stands in the text."""
    for mention in document.all(NameMention):
        if mention.kind is Kind.ORGANIZATION and document.quote(mention.span) == body:
            return mention.name
    return body


def _with_year(document: Document, named: Sequence[NameMention]) -> Iterator[NameMention]:
    """Names that a year and a verb of holding make events, wherever they stand; and the short names of known ones."""
    names: dict[str, str] = {}
    for pattern in (_YEARED, _HOSTED_YEARED):
        for match in pattern.finditer(document.text):
            if match["name"].split()[0] not in _MONTHS:
                names.setdefault(match["name"], match["name"])
    for event in named:
        first, _, rest = event.name.partition(" ")
        if rest.islower() and _OWN_SHAPE.fullmatch(first):
            names.setdefault(first, event.name)
    cities = {m.name for m in document.all(CityMention)}
    for short, name in names.items():
        bare = bool(_OWN_SHAPE.fullmatch(short)) or short not in document.article.title
        for match in re.finditer(rf"(?<![\w-]){re.escape(short)}(?: (?P<year>(?:19|20)\d\d))?(?![\w-])", document.text):
            if match["year"] or (bare and _OWN_SHAPE.fullmatch(short)):
                year = int(match["year"]) if match["year"] else None
                whole = match[0] if name in cities else name  # "Utrecht 2022": the year is what makes it a name
                yield NameMention(
                    span=Span(start=match.start(), end=match.end()), name=whole, kind=Kind.EVENT, year=year
                )


def described_cities(document: Document) -> tuple[CityMention, ...]:
    """Cities that stand in the text as capitals: "the French capital", "the capital of Saudi Arabia"."""
    found = []
    for match in _CAPITAL.finditer(document.text):
        span = Span(start=match.start(), end=match.end())
        city = city_meant(document, span)
        if city is not None and not any(m.span.overlaps(span) for m in document.within(span, CityMention)):
            found.append(replace(city, span=span))
    return tuple(found)


_CAPITAL = re.compile(
    r"\b[Tt]he (?:[A-Z][\w’'-]+ capital\b(?! of)|capital of (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)
