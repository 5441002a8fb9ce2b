"""What an article says about its awards as a whole: full name, year, giver, event.

Input: the masked sentences of a document. Output: Story, asked by the rules when a sentence
says "the prize" or leaves out giver and year. Idea: an award is explained once and then meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.facts.award_patterns import AT_EVENT, GIVERS
from kg.facts.award_tokens import Masked, Token
from kg.model import Document, Entity, Kind, NameMention

_LOOSE = frozenset("award awards prize prizes title titles the of and for in".split())
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HANDED = re.compile(
    r"\b(?:award|prize|given|presented|handed|announced|ceremony|winner|won|honou?r|received?|made known"
    r"|conferred|proclaimed|bestowed"
    r"|given out|picked up|plaques?|certificates?|named|title)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Named:
    """An award as one sentence names it."""

    offset: int
    name: str
    year: int | None
    ranking: bool
    proper: bool  # a capitalised name of its own, not "liveability ranking"


@dataclass
class Story:
    """The awards of a document in order of the text, and what is said once about each."""

    anchor_year: int | None
    named: list[Named] = field(default_factory=list)
    givers: dict[str, Entity] = field(default_factory=dict)
    events: dict[str, Entity] = field(default_factory=dict)
    full: dict[str, str] = field(default_factory=dict)

    def name_of(self, name: str) -> str:
        """The fullest name the document has for an award that it also calls ``name``."""
        return self.full.get(name, name)

    def meant_at(self, offset: int, *, ranking: bool | None = None) -> Named | None:
        """The award last named before ``offset``, else the first named at all; of the wanted sort first."""
        options = [n for n in self.named if ranking is None or n.ranking is ranking] or (
            [] if ranking is False else self.named
        )
        before = [n for n in options if n.offset <= offset]
        return before[-1] if before else next(iter(options), None)

    def main(self) -> Named | None:
        """The award that the document is about: the one named most often, of these the first."""
        proper = [n for n in self.named if n.proper]
        counts = Counter(self.name_of(n.name) for n in proper)
        return max(proper, key=lambda n: (counts[self.name_of(n.name)], -n.offset), default=None)

    def told_before(self, offset: int) -> Named | None:
        """The award with a name that the document has told of before ``offset``, or in the same breath."""
        before = [n for n in self.named if n.offset <= offset + 200 and n.proper]
        return before[-1] if before else None

    def year_of(self, name: str) -> int | None:
        """The year that the document gives the award, where it gives one only or one first."""
        years = [n.year for n in self.named if n.year and self.name_of(n.name) == self.name_of(name)]
        written = None if years else _YEAR.search(name)  # "Metro Motion 2018 Index"
        return int(written[0]) if written else next(iter(years), None)


def story(document: Document, sentences: Sequence[Masked]) -> Story:
    """What the document says about its awards."""
    result = Story(anchor_year=document.anchor.year if document.anchor else None)
    for masked in sentences:
        result.named.extend(_named(masked))
    if not any(n.ranking for n in result.named):
        result.named.extend(_titles(sentences))
    result.named.sort(key=lambda n: n.offset)
    result.full = _full_names(result.named)
    for masked in sentences:
        _read_givers(result, masked)
    for masked in sentences:
        _read_events(result, masked)
    for named in result.named:
        full = result.name_of(named.name)
        if full not in result.givers and (owner := _owner_in(document, full)):
            result.givers[full] = owner
    return result


def _named(masked: Masked) -> Iterator[Named]:
    for match in re.finditer(r"⟦A(\d+)⟧", masked.text):
        token = masked.token(match.group(1))
        if token.proper or token.named:
            proper = token.proper
            yield Named(offset=token.span.start, name=token.name, year=token.year, ranking=token.ranking, proper=proper)


def _titles(sentences: Sequence[Masked]) -> Iterator[Named]:
    """Where an unnamed survey is told of, the superlative it asks for stands for it."""
    counted = any(t.letter == "A" and t.counts for s in sentences for t in s.tokens)
    for sentence in sentences:
        for match in re.finditer(r"⟦T(\d+)⟧", sentence.text):
            token = sentence.token(match.group(1))
            capital = token.name.startswith(_CAPITALS)
            if counted or capital:
                yield Named(offset=token.span.start, name=token.name, year=None, ranking=not capital, proper=False)
                return
    for sentence in sentences:
        for match in _SURVEY_BY.finditer(sentence.text):
            token = sentence.token(match.group("a1") or match.group("a2"))
            giver = giver_of(sentence.token(match.group("g1") or match.group("g2")))
            if giver and token.counts:
                name = f"{giver.name} {token.name}"
                yield Named(offset=token.span.start, name=name, year=None, ranking=True, proper=False)
                return


_CAPITALS = ("cultural ", "culture ", "tourist ", "tourism ", "youth ", "green ", "design ", "city of youth")
_SURVEY_BY = re.compile(
    r"⟦A(?P<a1>\d+)⟧ (?:of|by|from) (?:the )?⟦R(?P<g1>\d+)⟧|⟦[RP](?P<g2>\d+)⟧['’]s? (?:[a-z]+ ){0,2}⟦A(?P<a2>\d+)⟧"
)


def _key(name: str) -> frozenset[str]:
    return frozenset(w.rstrip("s") for w in re.findall(r"[\w’'-]+", name.casefold()) if w not in _LOOSE)


def _full_names(named: Iterable[Named]) -> dict[str, str]:
    """For each name the longest one whose words hold its own, where only one does."""
    counts = Counter(n.name for n in named if n.proper)
    full: dict[str, str] = {}
    for name in {n.name for n in named}:
        words = _key(name)
        longer = sorted({other for other in counts if words <= _key(other) and len(_key(other)) > len(words)})
        if not words:
            continue
        keys = {_key(other) for other in longer}
        if longer and (len(keys) == 1 or all(a <= b or b <= a for a in keys for b in keys)):
            full[name] = max(longer, key=lambda other: (len(_key(other)), counts[other], other))
    same: dict[frozenset[str], str] = {}
    for item in sorted(named, key=lambda n: n.offset):
        if item.proper:
            same.setdefault(_key(item.name), item.name)
    for name in {n.name for n in named}:
        if name not in full and _key(name) in same:
            full[name] = same[_key(name)]
    return full


def _read_givers(result: Story, masked: Masked) -> None:
    for pattern in GIVERS:
        for match in pattern.finditer(masked.text):
            award = masked.token(match.group("a"))
            meant = award.name if award.mention or award.named else ""
            if not meant:
                last = result.meant_at(award.span.start)
                meant = last.name if last else ""
            giver = giver_of(masked.token(match.group("g")))
            if meant and giver:
                result.givers.setdefault(result.name_of(meant), giver)


_NO_GIVER = re.compile(
    r"(?:city|town|government|council|state|nation|capital|mayor|commissioner|minister|president|director|jury|judges?|people"
    r"|news|press|reuters|xinhua)\b",
    re.IGNORECASE,
)


def giver_of(token: Token) -> Entity | None:
    """The organisation among the recipients-like names of a token, None where they are others."""
    if isinstance(token.mention, NameMention) and token.letter == "E":
        return token.mention.entity  # a congress that gives a prize of its own
    for member in token.members:
        if member.entity.kind is Kind.ORGANIZATION:
            return member.entity
        first = member is token.members[0]
        if first and member.entity.kind is Kind.THING and not member.meant and not _NO_GIVER.match(member.entity.name):
            return Entity(kind=Kind.ORGANIZATION, name=member.entity.name)
    return None


def _read_events(result: Story, masked: Masked) -> None:
    if not _HANDED.search(masked.text):
        return
    for match in AT_EVENT.finditer(masked.text):
        token = masked.token(match.group("e"))
        if token.mention is None:
            continue
        last = result.meant_at(token.span.start)
        if last and isinstance(token.mention, NameMention):
            result.events.setdefault(result.name_of(last.name), token.mention.entity)


def _owner_in(document: Document, award: str) -> Entity | None:
    """The organisation whose name or short form an award begins with: "UNESCO …", "IMD …"."""
    for mention in document.all(NameMention):
        if mention.kind is Kind.ORGANIZATION:
            for name in (mention.name, document.quote(mention.span)):
                if award.startswith(name + " "):
                    return mention.entity
    first, _, rest = award.partition(" ")
    if _LOOSE.issuperset(rest.casefold().split()) and re.search(
        rf"\b{re.escape(first)}\b(?! [Aa]ward|"
        rf" [Pp]rize)",
        document.text,
    ):
        return Entity(kind=Kind.ORGANIZATION, name=first)  # "the X Awards" where X stands alone, too
    return None
