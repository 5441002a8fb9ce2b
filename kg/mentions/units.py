"""A sentence as a row of units: words, marks, and whole mentions, for readers that look at neighbours.

Input: a document. Output: its sentences as Lines of Units. A capitalised run that is no mention
is a unit of its own ("X"); what stands in quotation marks is one, too ("S").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Self

from kg.mentions.lexicon_words import words
from kg.model import (
    CityMention,
    DateMention,
    Document,
    Kind,
    Mention,
    NameMention,
    PersonMention,
    PlaceMention,
    QuantityMention,
    Sentence,
    Span,
)


@dataclass(frozen=True)
class Unit:
    """A word, mark, name or mention.

    ``kind``: W word, P mark, N digits, C city, H person, O organisation, A award, E event, L place, G adjective
    of a place, Y date, Q quantity, X other name, S words in quotation marks.
    """

    kind: str
    low: str  # the words in lower case
    start: int
    end: int
    mention: Mention | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Its first character and the one after its last."""
        return self.start, self.end


@dataclass(frozen=True)
class Line:
    """A sentence as units."""

    sentence: Sentence
    units: list[Unit]

    @cached_property
    def forms(self) -> list[str]:
        """The form of each unit; then, for places up to three beyond the ends, "$" and (from -1 down) "^"."""
        return [*(unit.low if unit.kind in "WP" else f"<{unit.kind}>" for unit in self.units), *EDGES]


DASHES = frozenset({"-", "–", "—"})
"""The marks that part a dateline from what follows."""

EDGES = ("$", "$", "$", "^", "^", "^")
"""What a list of three places beyond each end of a line ends in, so that its index may leave the line."""


@dataclass(frozen=True)
class CuedLine(Line):
    """A line with what each of its units says of some subject, and all of that together."""

    cues: list[tuple[str, ...]]
    seen: frozenset[str]

    @classmethod
    def of(cls, line: Line, cues: list[tuple[str, ...]]) -> Self:
        """The line with cues, one entry a unit."""
        return cls(line.sentence, line.units, cues, frozenset(cue for told in cues for cue in told))

    @cached_property
    def sorts(self) -> list[str]:
        """The first cue of each unit, else its form; like forms beyond the ends."""
        return [told[0] if told else form for told, form in zip(self.cues, self.forms, strict=False)] + [*EDGES]


_LONGEST = 3000  # characters; what is longer between two full stops is no sentence
_last: list[tuple[Document, list[Line]]] = []


def lines(document: Document) -> list[Line]:
    """The sentences of a document as lines; those of the last document are kept, for its readers come one by one."""
    if not _last or _last[0][0] is not document:
        found = [
            Line(sentence, units(document, sentence.span))
            for sentence in document.sentences
            if sentence.span.end - sentence.span.start <= _LONGEST
        ]
        _last[:] = [(document, found)]
    return _last[0][1]


def form(row: list[Unit], i: int) -> str:
    """The word or mark at ``i``, the kind of a name or mention; "^" and "$" outside the row."""
    if not 0 <= i < len(row):
        return "^" if i < 0 else "$"
    unit = row[i]
    return unit.low if unit.kind in "WP" else f"<{unit.kind}>"


_YEAR = re.compile(r"(?:19|20)\d\d")


def year_of(unit: Unit) -> int | None:
    """The year that a date, or a number of four digits, says."""
    if isinstance(unit.mention, DateMention):
        return unit.mention.period.year
    return int(unit.low) if unit.kind == "N" and _YEAR.fullmatch(unit.low) else None


@cache
def cue_words(name: str) -> dict[str, tuple[str, ...]]:
    """The classes of each word of ``kg/lexicon/<name>.tsv``: a class a line, a tab, its words."""
    found: dict[str, list[str]] = {}
    for line in files("kg.lexicon").joinpath(f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            label, _, listed = line.partition("\t")
            for word in listed.split():
                if label not in found.setdefault(word, []):
                    found[word].append(label)
    return {word: tuple(labels) for word, labels in found.items()}


_NAME_KINDS = {Kind.AWARD: "A", Kind.EVENT: "E"}
_RANKS = "AEOHXCGLYQ"  # which mention holds a place that two claim
_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)\b|[^\W\d_][\w]*(?:[’'.-][^\W_][\w]*)*|\d[\d.,:/]*\d|\d|[^\w\s]")
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĜĞĠĢĤĦĨĪĮİĴĶĹĻĽŁŃŅŇŌŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
_BIG = rf"(?:[{_UPPER}][\w&+]*(?:['’-](?!s\b)[\w]+)*|\d{{1,4}}(?![\w.,:%/-]))"
_RUN = re.compile(
    rf"(?<![\w’'-])[{_UPPER}][\w&+]*(?:['’-](?!s\b)[\w]+)*"
    rf"(?:[ \u00a0](?:(?:of|de|la|le|du|del|des|di|da|do|dos|della|dei|degli|delle|y|e|et|und|&|for|van|von|der|den|al"
    rf"|el|ob|nad|pod)[ \u00a0](?:the[ \u00a0]|la[ \u00a0])?)?(?:(?:d|dell|nell|all|sull|l)['’])?{_BIG}){{0,9}}"
)
_QUOTED = re.compile(r"[“\"‘«](?P<q>[^“”\"«»\n]{3,70}?)[”\"»]|(?<!\w)[‘'](?P<q1>(?:[^‘’'\n]|\b[’']\b){3,60})[’'](?!\w)")
_NOT_FIRST = words("name_breaks")
POSTS = re.compile(
    r"(?:(?:vice|deputy|co|ex|lord)-?)?(?:mayors?|president|ceo|chief|chair\w*|director(?:-general)?|secretary(?:-general)?|(?:attorney|governor)-general|minister|governor|head|founder"
    r"|commissioner|manager|officer|councillor|councilor|senator|professor|prof|mr|mrs|ms|dr|sir|dame|lady|architect|winner"
    r"|winners|executive|spokes\w+|judge|prince|princess|king|queen|sheikh|ambassador|congressman|representative|judges?)$",
    re.IGNORECASE,
)


def _letter(mention: Mention) -> str:
    match mention:
        case NameMention():
            return _NAME_KINDS.get(mention.kind, "O")
        case PersonMention():
            return "H"
        case CityMention():
            return "C"
        case PlaceMention():
            return "G" if mention.adjective else "L"
        case DateMention():
            return "Y"
        case _:
            return "Q"


_KINDS = (NameMention, PersonMention, CityMention, PlaceMention, DateMention, QuantityMention)


def units(document: Document, span: Span) -> list[Unit]:
    """The units of a stretch of the document, in order, none overlapping."""
    text = document.text
    claimed: list[tuple[int, int, int, Unit]] = []
    for mention_class in _KINDS:
        for mention in document.within(span, mention_class):
            letter, at = _letter(mention), mention.span
            unit = Unit(letter, text[at.start : at.end].lower(), at.start, at.end, mention)
            claimed.append((_RANKS.index(letter), at.start, at.end, unit))
    claimed.extend(_runs(text, span, claimed))
    taken = _without_overlaps(claimed)
    found: list[Unit] = []
    done = span.start
    for name in [*taken, None]:
        upto = name.start if name else span.end
        for match in _TOKEN.finditer(text, done, upto):
            word = match.group()
            kind = "W" if word[0].isalpha() else "N" if word[0].isdigit() else "P"
            found.append(Unit(kind, word.lower().replace("’", "'"), match.start(), match.end()))
        if name:
            found.append(name)
            done = name.end
    return found


def _runs(text: str, span: Span, claimed: list[tuple[int, int, int, Unit]]) -> list[tuple[int, int, int, Unit]]:
    """The capitalised runs that are more than a mention, and what is quoted."""
    strong = sorted((start, end) for rank, start, end, _ in claimed if rank < _RANKS.index("X"))
    weak = {(start, end) for rank, start, end, _ in claimed if rank > _RANKS.index("X")}
    found = []
    for match in _RUN.finditer(text, span.start, span.end):
        start, end = match.span()
        pieces = [(start, end)]
        for a, b in strong:
            pieces = [p for s, e in pieces for p in (((s, a), (b, e)) if a < e and s < b else ((s, e),))]
        for first, last in pieces:
            s, e = _trimmed(text, first, last)
            if (
                e - s < 2
                or any(a <= s and e <= b for a, b in weak)
                or (_STATE.match(text, s, e) and text[e : e + 1] == ".")
            ):
                continue
            if _opens(text, span.start, s) and not _is_name(text, text[s:e]):
                continue  # a word that is capitalised because it begins a sentence
            inside = [w for w in weak if s <= w[0] and w[1] <= e]
            if inside and not _goes_on(text, s, e, inside):
                continue
            found.append((_RANKS.index("X"), s, e, Unit("X", text[s:e].lower(), s, e)))
    for match in _QUOTED.finditer(text, span.start, span.end):
        group = "q" if match.group("q") else "q1"
        s, e = match.span(group)
        words_in = text[s:e].split()
        if len(words_in) <= 8 and text[s : s + 1].isalnum() and (text[s].isupper() or len(words_in) < 5):
            found.append((_RANKS.index("X"), s, e, Unit("S", text[s:e].lower(), s, e)))
    return found


_GAP = re.compile(r"[ \u00a0]")
_STATE = re.compile(
    r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt"
    r"|Wash|Wis|Wyo|Ont|Que|Alta|Sask|Man)$"
)
_INSIDE = re.compile(rf"(?<=[a-zß-öø-ÿ,;] )[{_UPPER}][\w&+]*(?:['’-](?!s\b)[\w]+)*")
_OPENING = frozenset("\"“‘'«([•*-–—:.!?…|\t\n")


def _is_name(text: str, run: str) -> bool:
    """True where a capitalised run that begins a sentence is a name all the same: of more words, or an odd one."""
    return _GAP.search(run) is not None or run in _named_inside(text) or not _is_common(run.lower())


_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "'s")


@lru_cache(maxsize=10_000)
def _is_common(low: str) -> bool:
    """True of a word that articles write in lower case, or that is made from one by an ending; and of any number."""
    known = words("common_words")
    stems = (low.removesuffix(end) for end in _ENDINGS if low.endswith(end))
    return (
        low in known
        or not low.isalpha()
        or len(low) < _LEAST_LETTERS
        or any(stem in known or stem + "e" in known for stem in stems)
    )


_LEAST_LETTERS = 4


@lru_cache(maxsize=8)
def _named_inside(text: str) -> frozenset[str]:
    """The words that are capitalised in the middle of some sentence."""
    return frozenset(_INSIDE.findall(text))


def _opens(text: str, first: int, start: int) -> bool:
    """True where what stands before ``start`` is the beginning of the stretch, a stop or an opening mark."""
    before = text[max(first, start - 3) : start].rstrip(" \u00a0")
    return start == first or not before or before[-1] in _OPENING


# Verbs of headlines, and words that open a label in text run together: "Winner: Riga Highly commended: Ghent".
_HEADLINE = frozenset(
    "publishes releases unveils announces reveals names wins scoops hosts highly warmly commended shortlisted".split()
)
_SMALL = frozenset("of de la le du del des di da do dos y & for the".split())


_FROM = re.compile(r"-(?:based|born|bred|trained|educated|listed|headquartered|registered|run|owned|led|built|made)$")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The run without function words and posts at its ends."""
    parts = [(m.start(), m.end()) for m in re.finditer(r"[^ \u00a0]+", text[start:end])]
    parts = [(start + a, start + b) for a, b in parts]
    while parts:
        low = text[parts[0][0] : parts[0][1]].lower()
        if low in _NOT_FIRST or low in _SMALL or POSTS.match(low) or (len(parts) > 1 and _FROM.search(low)):
            parts.pop(0)
        else:
            break
    while parts:
        low = text[parts[-1][0] : parts[-1][1]].lower()
        if low in _SMALL or low in _HEADLINE or POSTS.match(low) or low.isdigit():
            parts.pop()
        else:
            break
    return (parts[0][0], parts[-1][1]) if parts else (start, start)


def _goes_on(text: str, start: int, end: int, inside: list[tuple[int, int]]) -> bool:
    """True where the run has a capitalised word that none of the mentions inside it covers."""
    covered = sorted(inside)
    at = start
    rest = []
    for a, b in covered:
        rest.append(text[at:a])
        at = max(at, b)
    rest.append(text[at:end])
    return any(word[0].isupper() and len(word) > 1 for piece in rest for word in piece.split())


def _without_overlaps(claimed: list[tuple[int, int, int, Unit]]) -> list[Unit]:
    kept: list[Unit] = []
    for _, start, end, unit in sorted(claimed, key=lambda c: (c[0], c[1], -c[2])):
        if not any(start < other.end and other.start < end for other in kept):
            kept.append(unit)
    return sorted(kept, key=lambda u: u.start)
