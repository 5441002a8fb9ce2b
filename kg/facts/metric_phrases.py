"""Noun phrases around a quantity: the one behind it, the subject before it, the one it belongs to.

Input: a text and offsets. Output: spans of noun phrases, and the words of a span that can name a
measure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kg.facts.metric_words import Token, either, plural, tag_of, tokens, words
from kg.model import QuantityMention, Span

_CLAUSE_ENDS = frozenset({";", ":", ".", "(", ")", "C", "R"})
_SUBJECT_ENDS = _CLAUSE_ENDS | {"V", "X", ",", '"', "“", "—", "–", "•", "*", "\t"}
_MOVES = words("rise") | words("fall")
_CLAUSE_WORDS = frozenset(("as", "that"))
_PRONOUNS, _ADVERBS, _GENERIC = words("pronoun"), words("adverb"), words("generic_noun")
_ADJECTIVES = words("adjective") | words("size")
_PARTS = frozenset(
    (
        "half",
        "third",
        "thirds",
        "majority",
        "percent",
        "number",
        "share",
        "part",
        "rest",
        "lot",
        "length",
        "area",
        "capacity",
    )
)
_VERB = re.compile(rf"\b(?:(?P<measures>{either('measuring_verb')})|(?:{either('agent_verb')}|[a-z]{{3,20}}ed))\b")
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_IN_YEARS = re.compile(
    rf" (?:in|by|for)(?: {_MONTH})?(?:(?<!in)(?<!by)(?<!for)| (?:19|20)\d\d(?: and (?:19|20)\d\d)?)$"
)
_WHEN = re.compile(r"(?:last|this) (?:year|month|week|quarter|season|summer|winter)", re.IGNORECASE)
_NUMBER_OF = re.compile(r"(?:total )?(?:number|total|count|amount) of ", re.IGNORECASE)
# Names nothing: "greater 23.5 percent", "all-time high", "first half", "year-on-year".
_FIGURE = re.compile(
    r"\d(?: ?%| per ?cent\b)|(?:all-time|record|-year|-month|historic|new|fresh) (?:high|low|peak|record|mark)$"
    r"|(?:^|\b(?:first|second|third|last|next|same|past|previous|final) (?:\w+ )?)"
    r"(?:half|quarter|period|(?:day|week|month|year)s?)$"
    r"|^(?:year|month|week)-(?:on|over|to)-(?:year|month|week|date)$",
    re.IGNORECASE,
)
_REACH = 400  # characters of a sentence that are looked at to either side
_EDGES = re.compile(r"^[^A-Za-z0-9]+|[^\w)%]+$")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is measured; ``base`` is the thing without "growth in" and "share of"."""

    base: str
    kind: str = ""  # "growth in", "change in", "share of", "length of", …
    rate: str = ""  # "per day"
    unit: str | None = None  # where the words make it a ratio: "per km2"
    how: str = ""  # the construction it was read from
    noun: Span | None = None  # where the base stands
    label: Span | None = None  # the words before a colon, or the label of a row
    money: bool = False  # the value is a sum of money
    rated: bool = False  # the value is a percentage
    topic: str = ""  # the base as it was before labels of a list narrowed it
    borrowed: bool = False  # no noun says what is measured: it is that of the figure before, or a name

    @property
    def phrase(self) -> str:
        """The measure in words."""
        return " ".join(part for part in (self.kind, self.base, self.rate) if part)

    @property
    def proportion(self) -> bool:
        """True where the value is a share or a difference, not an amount."""
        return self.kind in {"growth in", "change in", "share of"}

    @property
    def change(self) -> bool:
        """True where the value is a difference."""
        return self.kind in {"growth in", "change in"}

    @property
    def fall(self) -> bool:
        """True where the value was said to go down."""
        return self.kind == "change in"


_EXCEEDS = re.compile(r"(?:exceed(?:s|ed|ing)|topp(?:ed|ing)|surpass(?:es|ed|ing)) ")


@dataclass(frozen=True)
class Site:
    """A quantity in its sentence, and what the quantity before it in the text measured."""

    text: str
    sentence: Span
    quantity: QuantityMention
    earlier: Measure | None

    @property
    def start(self) -> int:
        """Where the quantity begins."""
        return self.quantity.span.start

    @property
    def end(self) -> int:
        """Where the quantity ends."""
        return self.quantity.span.end

    @cached_property
    def left(self) -> str:
        """At most 160 characters of the sentence before the quantity."""
        return self.text[max(self.sentence.start, self.start - 160) : self.start]

    def after(self, pattern: re.Pattern[str], start: int | None = None) -> re.Match[str] | None:
        """The match of the pattern directly behind the quantity, or at ``start``, within the sentence."""
        return pattern.match(self.text, self.end if start is None else start, self.sentence.end)

    def noun_after(self, start: int | None = None, *, most: int = 7) -> Span | None:
        """The noun phrase directly behind the quantity, or at ``start``."""
        return noun_phrase(self.text, self.end if start is None else start, self.sentence.end, most=most)

    def subject(self) -> Span | None:
        """The subject of the clause that the quantity stands in."""
        if self.exceeded:
            return phrase_before(self.text, self.sentence.start, self.start)
        return subject(self.text, self.sentence.start, self.start)

    @cached_property
    def exceeded(self) -> bool:
        """True where the verb of the clause is a word of the quantity: "exceeded 31 million"."""
        return _EXCEEDS.match(self.text, self.start, self.end) is not None

    def naming(self, span: Span | None) -> str:
        """The words of a span that can name a measure."""
        return naming(self.text, span)

    def left_span(self, m: re.Match[str], group: str) -> Span:
        """Where a group of a match in ``left`` stands in the text."""
        offset = self.start - len(self.left)
        return Span(start=offset + m.start(group), end=offset + m.end(group))


def noun_phrase(text: str, start: int, end: int, *, most: int = 7) -> Span | None:
    """The noun phrase that begins at ``start``: up to its plural head, or to the first word that ends it."""
    found: list[Token] = []
    following = [*tokens(text, start, min(end, start + 140))]
    for i, token in enumerate(following):
        after = following[i + 1] if i + 1 < len(following) else None
        if not found and token.tag == "D" and token.text.lower() not in {"no", "this", "that"}:
            continue
        if token.tag == "&" and found:
            continue
        determined = i > 0 and following[i - 1].tag == "D"
        if not _in_noun_phrase(token, found, after, determined=determined) and not _joins(found, following[i:]):
            break
        if found and text[found[-1].end : token.start].strip():
            break
        found.append(token)
        goes_on = after is not None and after.tag == "N" and plural(after.text) and token.text.lower() != "people"
        if (plural(token.text) and not goes_on) or len(found) == most:
            break
    return Span(start=found[0].start, end=found[-1].end) if any(t.tag in "NV" for t in found) else None


def _in_noun_phrase(token: Token, found: Sequence[Token], after: Token | None, *, determined: bool) -> bool:
    """True for nouns and adjectives, and for what may open a phrase: "registered delegates", "newly built homes"."""
    verbal = plural(token.text) and (after is None or after.tag not in {"D", "#"})  # "3,548 shows"
    if found and plural(token.text) and found[-1].text.lower() in _ADJECTIVES:
        return True  # "overnight stays"
    opens = not found and (determined or verbal or (after is not None and after.tag == "N"))
    return token.tag == "N" or (token.tag == "V" and opens) or (token.tag == "A" and opens and not determined)


def _joins(found: Sequence[Token], following: Sequence[Token]) -> bool:
    """True for the "and" in "cultural and sports venues"."""
    if not found or following[0].text != "and" or plural(found[-1].text):
        return False
    for token in following[1:6]:
        if token.tag != "N":
            return False
        if plural(token.text):
            return True
    return False


def subject(text: str, start: int, end: int) -> Span | None:
    """The subject of the clause whose verb stands last before ``end``; None where no verb is seen."""
    before = [*tokens(text, max(start, end - _REACH), end)]
    i = len(before) - 1
    while i >= 0 and before[i].tag not in {"V", "X"}:
        if before[i].tag in _CLAUSE_ENDS and not pairs(before, i):
            return None
        i -= 1
    while i >= 0 and (before[i].tag in {"V", "X", "A"} or before[i].text == "to"):
        i -= 1
    stop = i
    while i >= 0 and before[i].text not in _CLAUSE_WORDS and (before[i].tag not in _SUBJECT_ENDS or pairs(before, i)):
        i -= 1
    phrase: Sequence[Token] = before[i + 1 : stop + 1]
    if not phrase and stop >= 0 and before[stop].tag in {",", ")"}:  # "The line, opened in May, has …"
        phrase = _opening(before)
    return _span_of(_without_adjunct(phrase))


def pairs(found: Sequence[Token], i: int) -> bool:
    """True of the "and" in "guests of hotels and hostels", "for both hotels and hostels"."""
    if found[i].text != "and" or not 1 < i < len(found) - 1:
        return False
    if found[i - 1].tag == found[i + 1].tag == "#":
        return True  # "in 2020 and 2030"
    if i + 2 < len(found) and found[i + 2].text == "of":
        return False  # "tickets for museums and guests of hotels"
    if not all(t.tag == "N" and t.text.islower() and plural(t.text) for t in (found[i - 1], found[i + 1])):
        return False
    before = i - 1
    while before > 1 and (found[before].tag == "N" or found[before].text == "both"):
        before -= 1
    return found[before].text in _PAIRED


_IN_PHRASE = frozenset(("N", "P", "D", "#", "A"))
_PAIRED = frozenset(("of", "for", "at", "in", "across"))


def phrase_before(text: str, start: int, end: int) -> Span | None:
    """The noun phrase that ends at ``end``: the subject of a verb that follows there."""
    before = [*tokens(text, max(start, end - _REACH), end)]
    stop = len(before) - 1
    while stop >= 0 and before[stop].tag in {"A", "X", ",", "("}:
        stop -= 1
    i = stop
    while i >= 0 and (before[i].tag in _IN_PHRASE or pairs(before, i)) and before[i].text not in _CLAUSE_WORDS:
        i -= 1
    return _span_of(_without_adjunct(before[i + 1 : stop + 1]))


def plural_noun(text: str, sentence: Span, start: int) -> Span | None:
    """The plural noun named last before ``start``, with at most three words before it, else the next one."""
    found = [t for t in tokens(text, max(sentence.start, start - _REACH), start) if t.tag == "N"]
    last = next((i for i in range(len(found) - 1, -1, -1) if plural(found[i].text)), None)
    if last is None:
        later = (t for t in tokens(text, start, min(sentence.end, start + _REACH)) if t.tag == "N" and plural(t.text))
        return _span_of([t] if (t := next(later, None)) else [])
    first = last
    while first and found[first - 1].end + 1 == found[first].start and last - first < 3:
        first -= 1
    return _span_of(found[first : last + 1])


def measuring(text: str, start: int, end: int) -> bool:
    """True where the last verb before ``end`` says what its subject amounts to, not what it does."""
    verbs = [*_VERB.finditer(text, max(start, end - _REACH), end)]
    return bool(verbs) and verbs[-1]["measures"] is not None


def naming(text: str, span: Span | None) -> str:
    """The words of a span fit to name a measure, eight at most; empty for pronouns and words like "the figure"."""
    if span is None:
        return ""
    found = _EDGES.sub("", " ".join(span.of(text).split())).split()
    while found and (tag_of(found[0]) in "DPAC" or found[0].lower() in _PRONOUNS):
        found.pop(0)
    while found and (tag_of(found[-1]) in "DPCXR" or found[-1].lower() in _ADVERBS | _PRONOUNS):
        found.pop()
    while len(found) > 2 and tag_of(found[-3]) != "P" and _WHEN.fullmatch(" ".join(found[-2:])):
        del found[-2:]  # "beds in hotels last year"
    owners = [i for i, w in enumerate(found[:-1]) if w.endswith(("'s", "’s"))]
    found = [*_of_owner(found[: owners[-1]], found[owners[-1]]), *found[owners[-1] + 1 :]] if owners else found
    if any(_is_clause(one, other) for one, other in pairwise(found)):
        return ""
    if all(w.lower() in _GENERIC | _ADJECTIVES or tag_of(w) in "PD#" for w in found) or _FIGURE.search(" ".join(found)):
        return ""
    told = _IN_YEARS.sub("", " ".join(found[:10]))
    return _NUMBER_OF.sub("", told, count=1) if len(found) > 2 else told


def _of_owner(before: Sequence[str], owner: str) -> Sequence[str]:
    """What stands before an owner and is measured: "turnover of" before "the city's hotels"; none of "half of"."""
    end = len(before)
    while end and before[end - 1][:1].isupper() and not owner.islower():
        end -= 1  # "beds in New York's hotels"
    if end and tag_of(before[end - 1]) == "D":
        end -= 1
    elif owner.islower():
        return ()
    if end < 2:
        return ()
    head, link = before[end - 2 : end]
    told = tag_of(head) == "N" and head.islower() and head not in _PARTS | _GENERIC
    told = told and (owner.islower() or head not in _OWNED)  # not "the port of Cork's exports"
    linked = link == "of" or (link in _LOCATING and plural(head))
    return before[:end] if told and linked else ()


_OWNED = words("city_noun") | words("facility") | words("organization_noun") | words("thing_noun") | words("event_noun")
_LOCATING = frozenset(("in", "at", "across", "to"))


def _is_clause(one: str, other: str) -> bool:
    """True where an article stands behind a word that is no preposition: a verb with its object, "said the mayor"."""
    return other in {"the", "an"} and tag_of(one) not in "PC" and one.lower() not in {"half", "double", "twice", "all"}


def names_bearer(base: str) -> bool:
    """True for a phrase of capitalised words only: whom the figure is about, not what it measures."""
    return all(w[:1].isupper() or tag_of(w) in "PD" for w in base.split()) and _MEASURES.isdisjoint(base.split())


_MEASURES = words("measure_name")


_SUPERLATIVE = re.compile(r"(?:high|low|larg|big|small|strong|weak|steep|fast|slow)est|greatest|least", re.IGNORECASE)


def names_no_measure(base: str) -> bool:
    """True for a phrase that says only whose a change is, its verb or how large it is: "Oslo", "grown", "highest"."""
    return names_bearer(base) or _SUPERLATIVE.fullmatch(base) is not None or _MOVES.issuperset(base.lower().split())


def _span_of(found: Sequence[Token]) -> Span | None:
    return Span(start=found[0].start, end=found[-1].end) if found else None


def _opening(found: Sequence[Token]) -> list[Token]:
    """The tokens of a sentence up to its first comma, bracket or verb."""
    stops = (i for i, token in enumerate(found) if token.tag in {",", "(", "V", "X", "C", "R", "–", "—"})
    return list(found[: next(stops, len(found))])


def _without_adjunct(phrase: Sequence[Token]) -> list[Token]:
    """The phrase without "in 2019", "last year" and adverbs at its beginning."""
    i = 0
    while i < len(phrase) and phrase[i].tag in {"P", "A", "#"}:
        i += 1
        while phrase[i - 1].tag != "A" and i < len(phrase) and not (phrase[i].tag == "D" and phrase[i - 1].tag != "P"):
            i += 1
            if phrase[i - 1].tag == "#":
                break
    return list(phrase[i:])
