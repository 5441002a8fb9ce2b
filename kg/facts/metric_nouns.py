"""Which of the nouns around a figure says what it measures, where no construction is sure of it.

Input: a figure, what rules say that it measures, what was measured before. Output: the nouns that it may measure,
each with its features, and the one that is meant; None where what rules say stands. The weights are learned
(benchmarks/train.py); where they are missing rules decide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from kg.facts.metric_phrases import Measure, measuring, names_bearer, names_no_measure, naming, pairs, subject
from kg.facts.metric_selector import size_of, unit_kind
from kg.facts.metric_words import Token, plural, tokens, words
from kg.linear import linear
from kg.mentions.lexicon_words import words as common
from kg.model import CityMention, DateMention, Document, PersonMention, PlaceMention, QuantityMention, Sentence, Span

UNSURE = frozenset(
    ("", "earlier", "coordinated", "beside", "subject", "part", "unit noun", "label", "of", "money", "money noun")
)
"""The constructions whose measure is asked about; "" is none."""

PER_CENT = 1000
"""No share is larger."""

LEAST = 0.3
"""How sure the classifier has to be of another noun than that of the rules, from 0 to 1."""

_TOLD = 10  # figures back whose measure may be meant again
_BACK = 2  # sentences before the figure's whose nouns are options
_MOST = 18  # nouns of the text that are options, the nearest ones
_LINKS = frozenset(("of", "for", "in", "on", "per"))
_BEHIND = frozenset(("unit noun", "money noun", "of"))  # constructions that name what has the measure
_CLOSE = 6  # tokens between a noun and its figure that are looked at in order
_NAMED = (CityMention, PlaceMention, PersonMention, DateMention, QuantityMention)


@dataclass(frozen=True)
class Told:
    """A figure told before: what it measures and where that stands."""

    measure: Measure
    quantity: QuantityMention
    sentence: Sentence


@dataclass(frozen=True)
class Noun:
    """A noun phrase of the text."""

    base: str
    span: Span
    here: bool  # in the figure's sentence
    around: tuple[str, str]  # the words before and behind it
    between: tuple[Token, ...]  # what stands between it and the figure


@dataclass(frozen=True)
class Option:
    """What a figure may measure, from one or more of: rules, a figure before, a noun of the text, the usual nouns."""

    base: str
    ruled: bool = False
    usual: bool = False
    told: Told | None = None
    back: int = 0  # figures since then
    noun: Noun | None = None


@dataclass(frozen=True)
class Figure:
    """A figure whose measure is sought."""

    document: Document
    sentence: Sentence
    quantity: QuantityMention
    ruled: Measure | None
    told: Sequence[Told]  # the figures before it

    @property
    def how(self) -> str:
        """The construction that rules read."""
        return self.ruled.how if self.ruled else ""

    @property
    def is_open(self) -> bool:
        """True where rules are not sure."""
        return (self.how in UNSURE and not self._is_headed) or self._is_unnamed

    @property
    def _is_headed(self) -> bool:
        """True of the subject of a clause that says by its first noun what is measured: "turnover of the hotels"."""
        return self.how == "subject" and self.ruled is not None and _HEADED.match(self.ruled.base) is not None

    @property
    def _is_unnamed(self) -> bool:
        """True where rules see no noun that says what is measured, only one told before or a name."""
        return self.ruled is not None and self.ruled.borrowed

    @property
    def names_nothing(self) -> bool:
        """True where rules see only whose it is, or a verb: "Oslo grew by 3%"."""
        return self.ruled is not None and self.ruled.borrowed and names_no_measure(self.ruled.base)

    def options(self) -> list[Option]:
        """What it may measure: as rules say, as figures before it, a noun of its sentence or the last, a usual one."""
        found: dict[str, Option] = {}
        if self.ruled and self.ruled.base and not self.names_nothing:
            found[self.ruled.base.lower()] = Option(self.ruled.base, ruled=True)
        for back, told in enumerate(self.told[: -_TOLD - 1 : -1]):
            key = told.measure.base.lower()
            known = found.get(key, Option(told.measure.base))
            if known.told is None:
                found[key] = replace(known, told=told, back=back)
        for noun in sorted(words("usual_measure")):
            if self.quantity.unit in _FINE:
                break  # "188 mm a month", of rain
            found[noun] = replace(found.get(noun, Option(noun)), usual=True)
        nearest = sorted(self._nouns(), key=lambda noun: (not noun.here, self._gap(noun.span)))
        for one in nearest[:_MOST]:
            known = found.get(one.base.lower(), Option(one.base))
            if known.noun is None:
                base = known.base if known.ruled or known.told else one.base
                found[one.base.lower()] = replace(known, base=base, noun=one)
        return list(found.values())

    def phrase(self, option: Option) -> str:
        """The measure in words."""
        return self.ruled.phrase if self.ruled and option.ruled else option.base

    def measured(self, option: Option) -> Measure:
        """The measure that an option makes of it."""
        ruled = self.ruled or Measure(base="")
        if ruled.change:
            return replace(ruled, base=option.base, borrowed=False)
        ruled = replace(ruled, borrowed=False)
        if option.told and (option.noun is None or option.noun.span == option.told.measure.noun):
            earlier = option.told.measure
            kind = "" if earlier.change else earlier.kind
            unit = earlier.unit or (None if self.quantity.unit else option.told.quantity.unit)
            if unit == "%" and abs(self.quantity.value) > PER_CENT:
                unit = None
            return replace(ruled, base=earlier.base, kind=kind, unit=unit, how="earlier", noun=None, label=None)
        if option.usual and option.noun is None and ruled.how in _BEHIND and ruled.base:
            return replace(ruled, kind=f"{option.base} of")  # "a link of 2 km"
        noun = option.noun.span if option.noun else None
        unit = None if ruled.how in {"earlier", "coordinated"} else ruled.unit  # that of another noun
        return replace(ruled, base=option.base, kind="", unit=unit, how="noun", noun=noun)

    def rows(self, listed: Sequence[Option]) -> list[list[str]]:
        """The features of each option, then those of none of them."""
        unit = unit_kind(self.quantity.unit)
        none = ["none*", f"none* {self.how}", f"none* {unit} {self.how}"]
        told = ({feature.replace("\t", "tab") for feature in self._features(option)} for option in listed)
        return [*([*features] for features in told), none]

    def _gap(self, span: Span) -> int:
        return max(self.quantity.span.start - span.end, span.start - self.quantity.span.end)

    def _nouns(self) -> Iterator[Noun]:
        """The noun phrases of its sentence and of those before."""
        at = self.document.sentences.index(self.sentence)
        for n in range(max(0, at - _BACK), at + 1):
            yield from self._phrases(self.document.sentences[n].span, here=n == at)

    def _phrases(self, span: Span, *, here: bool) -> Iterator[Noun]:
        """The runs of nouns of a sentence, and two that are linked ("length of tracks"); no names."""
        text = self.document.text
        row = list(tokens(text, span.start, span.end))
        named = [m.span for kind in _NAMED for m in self.document.within(span, kind)]
        closed = {i for i, t in enumerate(row) if any(s.start < t.end and t.start < s.end for s in named)}
        runs = _runs(row, closed)
        for n, (run, end) in enumerate(runs):
            if run and (row[run - 1].text == "per" or pairs(row, run - 1)):
                continue  # "per square metre", "of hotels and hostels"
            brought = run and run + 1 < end and row[run - 1].text == "to" and row[run].text in _BROUGHT
            first = run + 1 if brought else run  # "to increase overnight stays"
            for until in (end, *_linked(row, runs, n)):
                noun = Span(start=row[first].start, end=row[until - 1].end)
                base = _VERBAL.sub("", naming(text, noun))
                if _OPENS_VERBAL.match(base) or (self._is_unnamed and not _CHANGES.isdisjoint(base.lower().split())):
                    continue
                if not base or base.endswith(("'s", "’s")) or _is_name(base, opens=not first) or base.lower() in _MOVED:
                    continue
                behind = row[until].text.lower() if until < len(row) else "$"
                between = self._between(row, first, until, closed) if here else ()
                yield Noun(base, noun, here, (row[first - 1].text.lower() if first else "^", behind), between)

    def _between(self, row: list[Token], first: int, until: int, closed: set[int]) -> tuple[Token, ...]:
        """The tokens between a noun and the figure; names are marked as numbers are."""
        at = self.quantity.span
        left = row[until - 1].end <= at.start
        part = range(until, len(row)) if left else range(first)
        inside = (i for i in part if (row[i].end <= at.start if left else row[i].start >= at.end))
        return tuple(row[i]._replace(tag="#") if i in closed else row[i] for i in inside)

    @cached_property
    def _beside(self) -> tuple[list[str], list[str]]:
        """The words of the sentence right before and right behind the figure."""
        text, sentence, (start, end) = self.document.text, self.sentence.span, self.quantity.span.place
        left = _MARK.findall(text[max(sentence.start, start - 40) : start].lower())
        return left, _MARK.findall(text[end : min(sentence.end, end + 40)].lower())

    @cached_property
    def _clause(self) -> tuple[Span | None, bool]:
        """The subject of its clause, and whether the verb says what that amounts to."""
        text, start, end = self.document.text, self.sentence.span.start, self.quantity.span.start
        return subject(text, start, end), measuring(text, start, end)

    @cached_property
    def _bears(self) -> str:
        """What is seen of the subject of its clause: "name" where that is a name, so no measure."""
        base = naming(self.document.text, self._clause[0])
        return "none" if not base else "name" if names_bearer(base) else "noun"

    def _features(self, option: Option) -> Iterator[str]:
        unit, size = unit_kind(self.quantity.unit), size_of(abs(float(self.quantity.value)))
        stems = [_stem(word) for word in _WORD.findall(option.base)]
        head, noun = stems[-1] if stems else "", option.noun
        side = "" if noun is None else "before" if not noun.here else self._side(noun)
        source = f"{side}{'told' if option.told else ''}" or ("usual" if option.usual else "ruled")
        left, right = self._beside
        l1, r1 = left[-1] if left else "^", right[0] if right else "$"
        ruled = f"ruled={option.ruled}"
        yield from (f"src={source}", f"src={source} {self.how}", f"{ruled} {self.how}", f"{ruled} {self.how} {unit}")
        yield from (f"head={head}", f"head={unit} {head}", f"head={size} {head}", f"head={unit} {size} {head}")
        yield from (f"fl={l1} {source}", f"fr={r1} {source}", f"{ruled} fl={l1}", f"{ruled} fr={r1}")
        yield from (f"plural={plural(option.base.split()[-1])} {unit}", f"words={min(len(stems), 5)} {side}")
        yield from (f"m={stem}" for stem in stems)
        if option.usual:
            near = [word for word in (*left[-4:], *right[:4]) if word.isalpha()]
            yield from (f"usual={head} {word}" for word in near)
            yield from (f"usual={head} {unit} {size}", f"usual={head} {self.how}", f"usual={noun is None} {self.how}")
            yield from (f"usual={head} fl={l1}", f"usual={head} fr={r1}", f"usual={head} {self._bears} {self.how}")
        if option.told:
            yield from self._told(option, option.told, unit)
        if noun is not None:
            before, behind = noun.around
            yield from (f"l={before} {side}", f"r={behind} {side}", f"l+r={before} {behind} {side}")
            if noun.here:
                yield from self._placed(noun, side, unit, head)

    def _side(self, noun: Noun) -> str:
        return "left" if noun.span.end <= self.quantity.span.start else "right"

    def _told(self, option: Option, told: Told, unit: str) -> Iterator[str]:
        """What holds of an option that a figure before measured."""
        same, back = told.quantity.unit == self.quantity.unit, min(option.back, 5)
        ratio = _ratio(told.quantity.value, self.quantity.value)
        block = told.sentence.block == self.sentence.block
        near = "sentence" if told.sentence == self.sentence else "block" if block else "far"
        yield from (f"back={back} {same} {near}", f"back={back} {self.how}", f"same unit={same} {unit}")
        yield from (f"ratio={ratio} {same}", f"ratio={ratio} {back == 0} {same}")
        yield from (f"near={near} {self.how}", f"told={told.measure.how} {near}")

    def _placed(self, noun: Noun, side: str, unit: str, head: str) -> Iterator[str]:
        """What stands between a noun of the sentence and the figure."""
        between = noun.between
        numbers, verbs = (min(sum(t.tag in tags for t in between), 3) for tags in ("#", "VX"))
        dist = min(len(between), 12)
        yield from (f"dist={side}{dist}", f"dist={side}{dist // 2} {self.how}")
        yield from (f"numbers={side}{numbers}", f"verbs={side}{verbs}")
        yield from {f"b={side} {t.text.lower()}" for t in between if t.tag not in "#N"}
        if len(between) <= _CLOSE:
            yield f"path={side} {' '.join(_SHAPE.get(t.tag) or t.text.lower() for t in between)}"
        if side == "left":
            clause, measures = self._clause
            inside = f"subject={clause is not None and clause.start < noun.span.end and noun.span.start < clause.end}"
            yield from (f"{inside} {measures}", f"{inside} {self.how}", f"{inside} {unit} {head}")
            ends = sum(one.tag == "N" and other.tag != "N" for one, other in pairwise(between))
            yield f"nouns={min(ends, 4)}"


# Verbs, which are in no list: "the amount topped", "visitors spending", "inflation rising".
_VERBAL = re.compile(
    r"(?:^|(?<=\w) )[a-z-]{2,}[^e\W]ed$|(?<=s) [a-z]+ing$|(?<=\w) (?:ris|fall|grow|climb|dropp|soar|declin|increas)ing$"
)
_OPENS_VERBAL = re.compile(r"[a-z-]{2,}[^e\W]ed (?:of|for|in|on|per) ")  # "budgeted for roads"
_HEADED = re.compile(
    r"(?:[a-z]+ )?(?:turnover|revenues?|income|value|prices?|volume|costs?|budget|length|area|population) of ",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CHANGES = words("more") | words("fewer") | words("rise") | words("fall")
_MOVED = words("moved")
_BROUGHT = words("raise") | words("lower")
_FINE = frozenset(("mm", "cm"))
_SHAPE = {"#": "#", "N": "n"}
_MARK = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


def _runs(row: list[Token], closed: set[int]) -> list[tuple[int, int]]:
    """The runs of nouns of a sentence: first token and the one behind the last."""
    found: list[tuple[int, int]] = []
    for i, token in enumerate(row):
        if (token.tag != "N" and token.text != "numbers") or i in closed:
            continue
        if found and found[-1][1] == i and token.start - row[i - 1].end <= 1:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found


def _linked(row: list[Token], runs: list[tuple[int, int]], n: int) -> Iterator[int]:
    """Where the run behind the n-th one ends, if "of", "of the" or the like links them."""
    end = runs[n][1]
    if n + 1 < len(runs) and row[end].text in _LINKS:
        apart = runs[n + 1][0] - end
        if apart == 1 or (apart == 2 and row[end + 1].tag == "D"):
            yield runs[n + 1][1]


def _is_name(base: str, *, opens: bool) -> bool:
    """True of a phrase that ends in a capitalised word, which at the head of a sentence may be any noun."""
    if not base.rsplit(maxsplit=1)[-1].istitle():
        return False
    return not opens or " " in base or base.lower() not in common("common_words")


def _stem(word: str) -> str:
    low = word.lower()
    return low[:-1] if len(low) > 3 and low.endswith("s") and not low.endswith("ss") else low


def _ratio(one: Decimal, other: Decimal) -> str:
    """How many times larger one of two values is than the other: in halves of powers of ten, six at most."""
    a, b = abs(float(one)), abs(float(other))
    return str(min(6, int(abs(math.log10(a / b)) * 2))) if a and b else "zero"


def chosen(figure: Figure) -> Measure | None:
    """What the figure measures; None where what rules say stands."""
    weights = linear("metric_noun")
    if weights is None or not figure.is_open:
        return None
    listed = figure.options()
    if not listed:
        return None
    top, sure = weights.choice(figure.rows(listed))
    stands = top == len(listed) or sure < LEAST or listed[top].ruled
    return None if stands else figure.measured(listed[top])
