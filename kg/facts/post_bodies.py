"""Whose post it is: the name of the document that rules, a classifier and the encoder together are surest of.

Input: a document, the outlines read so far, a post and who holds it. Output: an Entity, or None where nothing is sure.
The weights are learned (benchmarks/train_person.py); where they are missing what stands beside the words is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from kg.facts import links, post_cities
from kg.facts.bodies import body_before, city_here, entity_of
from kg.facts.person_constructions import BODY_NOUN
from kg.facts.post_cities import MAYORS
from kg.facts.posts import Outline, Post
from kg.linear import linear
from kg.mentions.units import Line, lines
from kg.model import Document, Entity, Kind, PersonMention

KINDS = "COXELA"
"""The kinds of units that may have posts."""

_MEETINGS = frozenset((Kind.EVENT, Kind.EVENT_SERIES, Kind.AWARD))
_BODY = re.compile(rf"\b{BODY_NOUN}$")
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE = 40  # characters before a post whose words may tell of a body: "the union's president"
_LAST_WORDS = 4
_SHORTEST = 4  # letters of a word that tells
_EMPTY = frozenset("city former deputy chief general president chair chairman director head secretary".split())


@dataclass
class Bodies:
    """Finds whose posts are; ``outlines`` grows while sentences are read."""

    document: Document
    outlines: list[Outline]

    @cached_property
    def options(self) -> list[links.Option]:
        """The names that may have posts."""
        return links.options(self.document, self.lines, KINDS)

    @cached_property
    def lines(self) -> list[Line]:
        """The sentences as units."""
        return lines(self.document)

    def of(self, post: Post, person: PersonMention) -> Entity | None:
        """The name that is sure enough, else what a rule has read beside the post."""
        if not post.body and (headed := post_cities.headed(self.document, post)):
            return headed
        if post.body and (city := post_cities.of_words(self.document, post)):
            return city
        weights, slot = linear("post_of"), self.slot(post)
        if weights is None or slot is None or post.shared_out:
            return self.ruled(post)
        listed = links.with_ruled(self.options, slot)
        if named := self._named(post) or self._beside(post):
            return named
        sure = links.chosen(weights, self.document, listed, slot, self.lines, further=self.told(post, person, listed))
        if sure and post.body is None and post.head in MAYORS and sure.kind in _MEETINGS:
            return slot.ruled  # mayors are of cities
        return sure or (None if slot.assumed else slot.ruled)

    def _named(self, post: Post) -> Entity | None:
        """The name of several words that stands beside a post just as it does among the names of the article."""
        said = " ".join(post.body.of(self.document.text).split()).casefold() if post.body else ""
        if " " not in said or said.startswith("the "):
            return None
        return next((option.entity for option in self.options if option.entity.name.casefold() == said), None)

    def _beside(self, post: Post) -> Entity | None:
        """The body of the same post where its sentence tells it twice: "led by P, a lawyer who is head of the fair"."""
        here = next((o for o in reversed(self.outlines) if o.start <= post.span.start < o.start + len(o.text)), None)
        if post.body or here is None:
            return None
        again = [p.body for p in here.posts.values() if p.body and p.role.casefold() == post.role.casefold()]
        return entity_of(self.document, again[0]) if len(again) == 1 else None

    def slot(self, post: Post) -> links.Slot | None:
        """The slot of a post for whose it is; None where it stands in no sentence."""
        ends, ruled = post_ends(self.lines, post), self.ruled(post)
        if ends is None:
            return None
        if ruled is not None and ruled.name.lower() in links.TIMES:
            ruled = None
        traits = (f"civic={post.civic}", f"det={post.determiner}", f"status={post.status.value}")
        return links.Slot(*ends, post.head, ruled, post.body is None, traits, post.place, "post_of")

    def ruled(self, post: Post) -> Entity | None:
        """Whose post it is by rules."""
        if post.body:
            return entity_of(self.document, post.body)
        if post.civic:
            return city_here(self.document, post.span)
        if post.determiner in {"its", "whose", "their"}:
            return self._just_headed(post) or body_before(self.document, post.span.start)
        return None

    def told(self, post: Post, person: PersonMention, listed: list[links.Option]) -> list[list[str]]:
        """Names of what holds of each option for this post and who holds it, and of none of them, at the end."""
        place = post_ends(self.lines, post)
        if place is None:
            return [[] for _ in range(len(listed) + 1)]
        holder = _Holder.of(person, self.lines, place[0][0])
        others = _Others.of(self, post, self.lines[place[0][0]].sentence.span.end)
        words = _Words.of(self.document.text, post)
        assumed = post.body is None
        rows = [
            [*near, *holder.seen(option, place[0], assumed), *others.seen(option, post, assumed), *words.seen(option)]
            for option, near in zip(listed, _recent(listed, post, place[0]), strict=True)
        ]
        return [*rows, [f"{links.NOBODY}rw={word}" for word in words.role]]

    def _just_headed(self, post: Post) -> Entity | None:
        """The body of the post told in the sentence before: "P chairs the search committee. Its other members are"."""
        sentence = self.document.sentence_at(post.span.start)
        earlier = [o for o in self.outlines if sentence and o.start < sentence.span.start]
        before = earlier[-1] if earlier and sentence and sentence.block.span.start <= earlier[-1].start else None
        told = [*before.verbs.values(), *before.posts.values()] if before else []
        last = max((each.body for each in told if each.body), key=lambda body: body.end, default=None)
        if last is None or not _BODY.search(last.of(self.document.text)):
            return None
        return entity_of(self.document, last)


def post_ends(about: list[Line], post: Post) -> tuple[tuple[int, int], int] | None:
    """Line and first unit of a post, and its last unit."""
    at, end = links.place_of(about, post.span.start), links.place_of(about, post.span.end - 1)
    if at is None or end is None:
        return None
    return at, (end[1] if end[0] == at[0] else at[1])


def _recent(listed: list[links.Option], post: Post, at: tuple[int, int]) -> list[list[str]]:
    """How many of the options, of all and of its kind, were named since each was, up to a post."""
    told: list[list[str]] = [[] for _ in listed]
    last = [max((place for place in option.places if place < at), default=None) for option in listed]
    kinds: Counter[str] = Counter()
    said, assumed = f"det={post.determiner}", post.body is None
    for rank, (_, n) in enumerate(sorted(((place, n) for n, place in enumerate(last) if place), reverse=True)):
        kind, of_all = listed[n].kind, min(rank, 4)
        of_kind = f"{min(kinds[kind], 3)}{kind}"
        kinds[kind] += 1
        told[n] += [
            f"rec={of_all}", f"rec={of_all}|{post.head}", f"rec={of_all}|{kind}|{said}",
            f"krec={of_kind}", f"krec={of_kind}|{post.head}", f"krec={of_kind}|{said}|{assumed}",
        ]  # fmt: skip
    return [row if place else ["rec=none"] for row, place in zip(told, last, strict=True)]


@dataclass(frozen=True)
class _Holder:
    """Where the holder of a post is named: with a body, on which side of it."""

    elsewhere: list[int]  # the other lines with the name
    at: int | None  # the unit in the line of the post

    @classmethod
    def of(cls, person: PersonMention, about: list[Line], line: int) -> _Holder:
        last = person.name.rsplit(maxsplit=1)[-1].lower()
        named = [n for n, each in enumerate(about) for unit in each.units if unit.kind == "H" and last in unit.low]
        here = (i for i, u in enumerate(about[line].units) if u.kind == "H" and u.start == person.span.start)
        return cls([n for n in named if n != line], next(here, None))

    def seen(self, option: links.Option, at: tuple[int, int], assumed: bool) -> list[str]:
        told = []
        if self.elsewhere:
            apart = min(2, *(abs(n - place[0]) for n in self.elsewhere for place in option.places))
            told += [f"pd={apart}|{option.kind}", f"pd={apart}|{assumed}"]
        here = [i for n, i in option.places if n == at[0]]
        if self.at is not None and here:
            i = min(here, key=lambda i: abs(i - (self.at or 0)))
            sides = "".join("<" if x < y else ">" for x, y in ((i, self.at), (i, at[1]), (self.at, at[1])))
            told += [f"pside={sides}|{option.kind}", f"pdist={max(-6, min(6, i - self.at))}"]
        return told


@dataclass(frozen=True)
class _Others:
    """The bodies of the other posts up to the sentence of a post."""

    counts: Counter[str]
    before: str | None  # that of the post before
    of_head: set[str]
    of_role: set[str]

    @classmethod
    def of(cls, bodies: Bodies, post: Post, end: int) -> _Others:
        told = [
            (other, of.name)
            for outline in bodies.outlines
            if outline.start < end
            for other in (*outline.posts.values(), *outline.verbs.values())
            if other.body and other.place != post.place and (of := entity_of(bodies.document, other.body))
        ]
        earlier = [name for other, name in told if other.span.start < post.span.start]
        return cls(
            Counter(name for _, name in told),
            earlier[-1] if earlier else None,
            {name for other, name in told if other.head == post.head},
            {name for other, name in told if other.role.lower() == post.role.lower()},
        )

    def seen(self, option: links.Option, post: Post, assumed: bool) -> list[str]:
        name, told = option.entity.name, []
        if count := min(self.counts[name], 3):
            told += [f"bodyof={count}", f"bodyof={count}|{assumed}|{option.kind}", f"bodyof|{post.head}"]
        if self.before == name:
            told += ["prevbody", f"prevbody|{post.determiner}|{assumed}", f"prevbody|{post.head}"]
        if name in self.of_head:
            told += ["samehead", f"samehead|{assumed}"]
        if name in self.of_role:
            told += ["samerole", f"samerole|{assumed}"]
        return told


@dataclass(frozen=True)
class _Words:
    """The words of a post, and those before it, that a body's name may have, too: "Union president", "the union's"."""

    own: list[str]
    before: list[str]
    role: list[str]  # without the noun it turns on

    @classmethod
    def of(cls, text: str, post: Post) -> _Words:
        lead = text[max(0, post.span.start - _BEFORE) : post.span.start].rpartition(".")[2]
        return cls(
            _telling(post.span.of(text)),
            _telling(lead)[-_LAST_WORDS:],
            sorted({*_WORD.findall(post.role.lower())} - {post.head}),
        )

    def seen(self, option: links.Option) -> list[str]:
        name = _WORD.findall(option.entity.name.lower())
        told = [f"rw={word}|{option.kind}" for word in self.role]
        if own := [word for word in self.own if word in name]:
            told += ["echo", f"echo|{option.kind}", f"echo last={own[-1] == name[-1]}"]
        if any(word in name for word in self.before):
            told.append("echo before")
        return told


def _telling(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if len(word) >= _SHORTEST and word not in _EMPTY]
