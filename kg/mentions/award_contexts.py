"""Awards that no head noun gives away, known by what is said around them: "declared X a Tree City of the World".

Input: a text and where its names are. Output: NameMentions of kind Award for capitalised runs that stand where an
award is named: behind "was voted", "the title of", "winners of", and rankings behind a rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.mentions.lexicon_words import words as words_of
from kg.model import Kind, NameMention, Span

_CAP = r"[A-Z][\w+-]*(?:['’]s)?"
_INNER = r"(?:(?:of|for|and|in|&|de)[ \u00a0](?:the[ \u00a0])?)?"
_RUN = rf"(?P<run>(?:\d+[ \u00a0])?{_CAP}(?:[ \u00a0]{_INNER}{_CAP}){{1,9}})"
_YEAR_FIRST = r"(?:(?P<first>(?:19|20)\d\d)[ \u00a0])?"
_YEAR_BEHIND = re.compile(r"[ \u00a0](?:(?:of|for|in)[ \u00a0])?((?:19|20)\d\d)\b(?![-/–]\d)")
_NAMING = (
    r"\b(?:named|voted|declared|crowned|designated|chosen|selected|proclaimed|elected|dubbed|recogni[sz]ed|honou?red"
    r"|certified|judged|titled|labelled|became|becomes?|is|was|are|were|be|being|remains)"
)
_WHOM = rf"(?:[ \u00a0]{_CAP}(?:[ \u00a0]{_CAP}){{0,3}}|[ \u00a0](?:it|them|him|her))?"
_TITLE = re.compile(
    rf"{_NAMING}{_WHOM}(?:[ \u00a0]as)?[ \u00a0](?:the[ \u00a0]|an?[ \u00a0]|its[ \u00a0])?{_YEAR_FIRST}{_RUN}"
)
_OF = re.compile(
    rf"\b(?:titles?|status|label|honou?rs?|distinction|accolade|designation|winners?|finalists?|nominees?|recipients?"
    rf"|laureates?|holders?)[ \u00a0](?:of|for|in|as)[ \u00a0](?:the[ \u00a0]|an?[ \u00a0])?{_YEAR_FIRST}{_RUN}"
)
_RANKED = re.compile(
    rf"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|[Nn]o\. ?\d+|number \w+"
    rf"|ranked|ranks|tops|topped|leads|led)\b[^.;:\n]{{0,60}}?\b(?:in|of|on|to)[ \u00a0](?:the|its|this year['’]s)"
    rf"[ \u00a0]{_YEAR_FIRST}{_RUN}"
)
# "European capitals of culture", in small letters: of more than one country, else "the French capital of fashion".
_CAPITAL = re.compile(
    r"\b(?P<run>(?:European|World|Asian|African|American|Arab|Islamic|Ibero-American|Nordic|Baltic|Mediterranean|UK)"
    r"[ \u00a0](?:(?P<before>[a-z]+)[ \u00a0])?capitals?(?:[ \u00a0]of[ \u00a0](?P<of>[a-z]+))?)\b"
)
_PLACES = frozenset(
    "city cities town towns capital capitals village villages destination destinations region regions place places "
    "community communities island resort hub municipality".split()
)
_LISTS = frozenset("report index ranking rankings list survey barometer scorecard scoreboard challenge study".split())
_POSTS = re.compile(
    r"(?:mayor|president|director|minister|governor|secretary|chair\w*|chief|head|commissioner|ambassador|council\w*|party|"
    r"government|member|professor|officer|manager|general|representative|senator|king|queen|olympics?|games|cup)s?$",
    re.IGNORECASE,
)
# "an officer of the Order of the Anchor", "the Legion of Honour was conferred on": not "the Order of X runs a school".
_ORDER = re.compile(
    r"\b(?P<run>(?:(?:National|Royal|Grand|Presidential|Civic)[ \u00a0])?(?:Order|Legion)[ \u00a0]of[ \u00a0]"
    rf"(?:the[ \u00a0])?{_CAP}(?:[ \u00a0]{_INNER}{_CAP}){{0,3}}"
    rf"|Freedom[ \u00a0]of[ \u00a0]the[ \u00a0](?:City|Borough|Town|County)"
    rf"(?:[ \u00a0]of[ \u00a0]{_CAP}(?:[ \u00a0]{_CAP})?)?)"
)
_GIVEN = (
    r"(?:award(?:ed|s)?|receiv(?:ed|es)|conferred|bestowed|decorated|invested|granted|given|presented|honou?red|appointed|made|insignia|"
    r"(?:officer|member|commander|companion|knight|dame|chevalier|holder|recipient|cross|medal)s?)"
)
_GIVEN_BEFORE = re.compile(rf"\b{_GIVEN}\b[^.;:\n]{{0,40}}$")
_GIVEN_BEHIND = re.compile(rf"[^.;:\n]{{0,20}}?[ \u00a0](?:was|were|is|has been|had been)[ \u00a0]{_GIVEN}\b")


def titled(text: str, known: Sequence[Span]) -> Iterator[NameMention]:
    """The awards named only by their surroundings, in no particular order; ``known``: where names are that stay."""
    for pattern, fits in ((_TITLE, _calls_a_place), (_OF, None), (_RANKED, _is_list)):
        for match in pattern.finditer(text):
            span = Span(start=match.start("run"), end=match.end("run"))
            span, year = _without_year(text, span)
            words = span.of(text).split()
            if len(words) < _FEWEST or (fits and not fits(words)) or any(_POSTS.match(word) for word in words):
                continue
            if any(span.overlaps(other) for other in known) or text.startswith(" category", span.end):
                continue
            behind = _YEAR_BEHIND.match(text, span.end)
            told = match.group("first") or year or (behind.group(1) if behind else None)
            yield NameMention(span=span, name=" ".join(words), kind=Kind.AWARD, year=int(told) if told else None)

    for match in _ORDER.finditer(text):
        span = Span(start=match.start("run"), end=match.end("run"))
        given = _GIVEN_BEFORE.search(text, max(0, span.start - 60), span.start) or _GIVEN_BEHIND.match(text, span.end)
        if given and not any(span.overlaps(other) for other in known):
            yield NameMention(span=span, name=" ".join(match["run"].split()), kind=Kind.AWARD)
    for match in _CAPITAL.finditer(text):
        span = Span(start=match.start("run"), end=match.end("run"))
        themed = {match["before"], match["of"]} & words_of("title_themes")
        if themed and not any(span.overlaps(other) for other in known):
            behind = _YEAR_BEHIND.match(text, span.end)
            name = match["run"].replace("capitals", "capital")
            yield NameMention(span=span, name=name, kind=Kind.AWARD, year=int(behind.group(1)) if behind else None)


_JUDGED = re.compile(
    r"\b(?:jury|juries|judges|jurors|laureates?|nominees?|finalists?|short-?list(?:ed)?|runners?-up)\b", re.IGNORECASE
)
_WON = re.compile(
    r"\b(?:won|wins|win|winning|tak(?:es?|en|ing)|took|scoop(?:s|ed)|claim(?:s|ed)|clinch(?:es|ed)|bag(?:s|ged)"
    r"|receiv(?:es?|ed)|(?:was|were|been) (?:awarded|given|handed)|presented with|honou?red with)[ \u00a0]"
    rf"(?:the|this year['’]s|its (?:first|second|third))[ \u00a0]{_YEAR_FIRST}{_RUN}"
    r"(?=[.,;\n]|[ \u00a0](?:in|for|at|from|this|last|on|ahead|with|and|after)\b|$)"
)
_WENT = re.compile(
    rf"\b[Tt]he[ \u00a0]{_YEAR_FIRST}{_RUN}[ \u00a0]"
    r"(?:(?:has |have |had |will |was |were |is )?(?:went|goes|gone|go|won|awarded|given|presented|handed|taken)"
    r"[ \u00a0](?:instead[ \u00a0])?(?:to|by)\b|jury\b|laureates?\b|finalists?\b|short-?list\b|winners?\b)"
)
_MATCHES = frozenset(
    "cup league games series bowl open championship championships tournament olympics war election elections primary "
    "vote house senate contract tender bid case".split()
)


def coined(text: str, known: Sequence[Span]) -> Iterator[NameMention]:
    """Awards without a word for one in their names, by what is done with them: "won the Golden Heron", said a jury."""
    if not _JUDGED.search(text):
        return
    for pattern in (_WON, _WENT):
        for match in pattern.finditer(text):
            span = Span(start=match.start("run"), end=match.end("run"))
            words = span.of(text).split()
            if words[-1].casefold() in _MATCHES or any(_POSTS.match(word) for word in words):
                continue
            if any(span.overlaps(other) for other in known):
                continue
            behind = _YEAR_BEHIND.match(text, span.end)
            told = match.group("first") or (behind.group(1) if behind else None)
            yield NameMention(span=span, name=" ".join(words), kind=Kind.AWARD, year=int(told) if told else None)


_FEWEST = 2


def _without_year(text: str, span: Span) -> tuple[Span, str | None]:
    match = re.search(r"[ \u00a0](?:(?:of|for|in)[ \u00a0])?((?:19|20)\d\d)$", span.of(text))
    return (Span(start=span.start, end=span.start + match.start()), match[1]) if match else (span, None)


def _calls_a_place(words: list[str]) -> bool:
    """True of what a place may be called: "Tree City of the World"; not of "Mexico City"."""
    at = next((i for i, word in enumerate(words) if word.casefold() in _PLACES), None)
    if at is None:
        return False
    return len(words) > at + 2 or at > 1


def _is_list(words: list[str]) -> bool:
    return words[-1].casefold() in _LISTS


# "Creative Cities Network": to be let in is a distinction where places are designated; else it is a club of cities.
_NETWORK = re.compile(
    r"\b(?:Cities|Towns|Communities|Villages|Destinations)[ \u00a0]Network$"
    r"|\bNetwork[ \u00a0]of[ \u00a0].*\b(?:Cities|Towns|Communities|Villages|Destinations)\b"
)
_LET_IN = re.compile(
    r"\b(?:designat(?:ed|es|ing|ion)|inscribed|let[ \u00a0]in(?:to)?|(?:admitted|accepted)[ \u00a0](?:in)?to"
    r"|as[ \u00a0](?:an?|the)[ \u00a0][^.;:\n]{0,40}\bCity[ \u00a0]of)\b"
)


def distinguishing(text: str, named: Sequence[NameMention]) -> list[NameMention]:
    """The names with networks of cities that one is designated for as awards."""
    if not any(_NETWORK.search(one.name) for one in named) or not _LET_IN.search(text):
        return list(named)
    return [
        replace(one, kind=Kind.AWARD) if one.kind is Kind.ORGANIZATION and _NETWORK.search(one.name) else one
        for one in named
    ]


_BEST_OF_TWO = re.compile(
    r"(?:World|Europe|Asia|Africa|America|[A-Z][a-z]+ (?:America|Asia|Africa|Europe))['’]s (?:Leading|Best|Top)"
    r"(?: [A-Z][\w&-]+){1,4} (?:and|&)(?: [A-Z][\w&-]+){0,3} (?:Destination|City|Airport|Port|Region|Town|Venue)\b"
)


def leading(text: str) -> Iterator[NameMention]:
    """Titles of two things: "World's Leading Festival and Event Destination"."""
    for match in _BEST_OF_TWO.finditer(text):
        span = Span(start=match.start(), end=match.end())
        yield NameMention(span=span, name=" ".join(match.group().split()), kind=Kind.AWARD)
