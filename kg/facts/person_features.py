"""What stands between a person and a post, as names of features.

Input: the outlines of a document's sentences. Output: pairs of a person and a post that stand in one sentence or in
two near ones, each with its features. The weights are learned (benchmarks/train.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.facts.post_words import NAME, PERSON, POST, PRONOUN
from kg.facts.posts import Outline, Post
from kg.model import PersonMention

REACH = 2
"""How many sentences a person and a post may be apart."""

_NEAR = 8  # people of the sentence that a verb of office is asked of

_SHOWN = {PERSON: "<P>", POST: "<R>", NAME: "<N>", PRONOUN: "<he>"}
_TOKEN = re.compile(rf"{PERSON}+|{POST}+|{NAME}+|{PRONOUN}+|[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+|[^\w\s]")


@dataclass(frozen=True)
class Tokens:
    """A sentence as tokens, with marks for people, posts, names and pronouns; ``at``: offset to token."""

    words: list[str]
    at: dict[int, int]

    @cached_property
    def told(self) -> frozenset[str]:
        """Names of what holds of all posts of the sentence."""
        posts = min(sum(1 for word in self.words if word == "<R>"), 4)
        return frozenset((f"posts={posts}", *(f"s={word}" for word in self.words)))

    @cached_property
    def changes(self) -> frozenset[str]:
        """The words that tell of a change of posts."""
        return _CHANGE.intersection(self.words)

    @cached_property
    def people(self) -> list[int]:
        """Where the people stand."""
        return [n for n, word in enumerate(self.words) if word == "<P>"]


def tokens(sketch: Outline) -> Tokens:
    """The tokens of an outline, words in lower case."""
    words: list[str] = []
    at: dict[int, int] = {}
    for match in _TOKEN.finditer(sketch.text):
        at[match.start()] = len(words)
        words.append(_SHOWN.get(match.group()[0], match.group().lower()))
    return Tokens(words, at)


@dataclass(frozen=True)
class Pair:
    """A person, perhaps meant by a pronoun, and a post: by sentence and token."""

    person: PersonMention
    post: Post
    person_line: int
    person_token: int
    post_line: int
    post_token: int
    pronoun: bool = False
    verb: bool = False  # the post is told by a verb: "who chairs the board"

    @property
    def places(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The first character of each and the one after its last."""
        return self.person.span.place, self.post.place


@dataclass(frozen=True)
class Sketches:
    """All sentences of a document as outlines and tokens."""

    outlines: list[Outline]
    rows: list[Tokens]
    counts: Counter[str]  # how often each person is named


def sketches(outlines: list[Outline]) -> Sketches:
    """The outlines with their tokens."""
    counts = Counter(p.name for o in outlines for p in o.people.values())
    return Sketches(outlines, [tokens(o) for o in outlines], counts)


def pairs(about: Sketches) -> Iterator[Pair]:
    """The pairs of a document, by posts in order of the text."""
    people: list[list[tuple[int, PersonMention, bool]]] = []
    subject: PersonMention | None = None
    for sketch, row in zip(about.outlines, about.rows, strict=True):
        here = [(row.at[s], p, False) for s, p in sorted(sketch.people.items()) if s in row.at]
        for s, n in row.at.items():
            if sketch.text[s] == PRONOUN:
                before = [p for k, p, _ in here if k < n]
                meant = before[-1] if before else subject
                if meant is not None:
                    here.append((n, meant, True))
        people.append(here)
        named = [p for _, p, pronoun in here if not pronoun]
        if named:
            subject = named[0]
    for line, sketch in enumerate(about.outlines):
        for start, post in sorted(sketch.posts.items()):
            token = about.rows[line].at.get(start)
            if token is None:
                continue
            for other in range(max(0, line - REACH), min(len(people), line + REACH + 1)):
                for n, person, pronoun in people[other]:
                    yield Pair(person, post, other, n, line, token, pronoun)
        for start, post in sorted(sketch.verbs.items()):
            token = about.rows[line].at.get(start)
            if token is not None:
                near = sorted(people[line], key=lambda one: abs(one[0] - token))[:_NEAR]
                for n, person, pronoun in sorted(near, key=lambda one: one[0]):
                    yield Pair(person, post, line, n, line, token, pronoun, verb=True)


def features(pair: Pair, about: Sketches, ruled: dict[tuple[int, str], bool]) -> list[str]:
    """Names of what holds of a pair; ``ruled``: posts by offset and holders that a rule has found."""
    post, gap = pair.post, pair.person_line - pair.post_line
    row = about.rows[pair.post_line]
    words = row.words
    theirs = about.rows[pair.person_line].words
    r, p = pair.post_token, pair.person_token
    found = {
        "bias*",
        f"gap={gap}",
        f"gap+pro={gap}{pair.pronoun}",
        f"head={post.head}",
        f"det={post.determiner}",
        f"body={post.body is not None}",
        f"status={post.status.value}",
        f"plural={post.plural}",
        f"civic={post.civic}",
        f"vague={post.vague}",
        f"verb={pair.verb}",
        f"count={min(about.counts[pair.person.name], 3)}",
        f"people={min(len(about.rows[pair.person_line].people), 4)}",
        *row.told,
    }
    add = found.add
    mine = ruled.get((post.span.start, pair.person.name))
    taken = any(start == post.span.start for start, _ in ruled)
    busy = any(name == pair.person.name for _, name in ruled)
    add(f"ruled={'this' if mine else 'other' if taken else 'none'}")
    add(f"busy={busy}")
    add(f"ruled+busy={'this' if mine else 'other' if taken else 'none'}{busy}{gap}")
    kind = f"{gap}{'<' if p < r else '>'}" if gap == 0 else str(gap)
    for d in (1, 2):
        add(f"rl{d}={_at(words, r - d)}|{kind}")
        add(f"rr{d}={_at(words, r + d)}|{kind}")
        add(f"pl{d}={_at(theirs, p - d)}|{kind}")
        add(f"pr{d}={_at(theirs, p + d)}|{kind}")
    add(f"rl={_at(words, r - 2)} {_at(words, r - 1)}")
    add(f"rr={_at(words, r + 1)} {_at(words, r + 2)}")
    add(f"pr={_at(theirs, p + 1)} {_at(theirs, p + 2)}|{gap}")
    if gap == 0:
        between = words[min(p, r) + 1 : max(p, r)]
    elif gap < 0:
        between = [*theirs[p + 1 :], "||", *words[:r]]
    else:
        between = [*words[r + 1 :], "||", *theirs[:p]]
    add(f"n={kind}{min(len(between), 24) // 3}")
    add(f"others={kind}{min(between.count('<P>'), 3)}")
    add(f"posts-between={kind}{min(between.count('<R>'), 2)}")
    add(f"names-between={kind}{min(between.count('<N>'), 2)}")
    add(f"commas={kind}{min(between.count(',') + between.count(';'), 3)}")
    if len(between) <= 7:
        add(f"path={kind} {' '.join(between)}")
    found.update(f"b={w}|{kind}" for w in between[:14])
    found.update(f"change={w}|{kind}" for w in row.changes)
    near = min((abs(n - r) for n in row.people), default=None)
    if gap == 0 and near is not None:
        add(f"nearest={abs(p - r) == near}|{kind}")
    add(f"alone={near is None}|{gap}")
    return list(found)


_CHANGE = frozenset(
    "elected appointed named sworn succeeds succeeded replaces replaced predecessor successor resigned stepped "
    "took takes becomes became former new incoming outgoing acting said says told until since as by who chosen "
    "picked retired left leaves joins joined".split()
)


def _at(words: list[str], n: int) -> str:
    return words[n] if 0 <= n < len(words) else "^" if n < 0 else "$"
