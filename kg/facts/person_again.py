"""Posts told of a person without a word of the post: "she took the chain from P", "P had it until May".

Input: the outlines of a document's sentences. Output: people, each with the post spoken of elsewhere in the article
that the encoder is sure they hold or held. Without an encoder nothing is found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg import encoder
from kg.facts.event_slots import even
from kg.facts.post_words import MEMBER
from kg.facts.posts import Outline, Post
from kg.model import Document, PersonMention, Span

QUESTION = "person_again"

LEAST = 0.8
"""How sure the encoder has to be, from 0 to 1."""

_LIST = 4  # people of a sentence that is no list of names
_MOST = 12  # posts that are options, the nearest ones


@dataclass
class Spoken:
    """A post that an article speaks of, with every place where it does."""

    role: str
    posts: list[Post] = field(default_factory=list)

    @property
    def places(self) -> list[encoder.Place]:
        """Where it is named."""
        return [post.place for post in self.posts]

    def nearest(self, place: encoder.Place) -> Post:
        """The place where it is named nearest to another."""
        return min(self.posts, key=lambda post: abs(post.span.start - place[0]))


@dataclass(frozen=True)
class Named:
    """A person where the text names them, the sentence, and the posts that may be meant."""

    person: PersonMention
    sentence: Span
    options: list[Spoken]


def named(document: Document, outlines: list[Outline]) -> Iterator[Named]:
    """The people of a document in order of the text, with the posts that it speaks of."""
    spoken = spoken_of(document, outlines)
    if not spoken:
        return
    told = sorted((start, n) for n, one in enumerate(spoken) for start, _ in one.places)
    for sketch in outlines:
        sentence = Span(start=sketch.start, end=sketch.start + len(sketch.text))
        for _, person in sorted(sketch.people.items()):
            yield Named(person, sentence, [spoken[n] for n in _nearest(told, person.span.start)])


def _nearest(told: list[tuple[int, int]], at: int) -> list[int]:
    """The posts told nearest to an offset; ``told``: offsets and posts, in order."""
    right = bisect_left(told, (at, 0))
    left = right - 1
    found: dict[int, None] = {}
    while len(found) < _MOST and (left >= 0 or right < len(told)):
        ahead = right < len(told) and (left < 0 or told[right][0] - at < at - told[left][0])
        found.setdefault(told[right if ahead else left][1])
        left, right = (left, right + 1) if ahead else (left - 1, right)
    return list(found)


def spoken_of(document: Document, outlines: list[Outline]) -> list[Spoken]:
    """The posts that a document speaks of: one for each office and body that stands beside it."""
    found: dict[tuple[str, str], Spoken] = {}
    last: dict[str, str] = {}  # of an office, the body that it was named with last
    for sketch in outlines:
        for _, post in sorted(sketch.posts.items()):
            if (
                post.plural
                or post.vague
                or post.head in MEMBER
                or (post.determiner in {"his", "her"} and not post.body)
            ):
                continue
            office = post.role.casefold()
            body = document.quote(post.body).casefold() if post.body else last.get(office, "")
            last[office] = body
            found.setdefault((office, body), Spoken(post.role)).posts.append(post)
    return list(found.values())


def held(document: Document, outlines: list[Outline]) -> Iterator[tuple[Named, Post]]:
    """The people that the encoder is sure hold, or held, a post which the article speaks of.

    One sentence tells of one holder: where it would give a post to several, or names many, it lists people who share
    something else.
    """
    if not encoder.answers(QUESTION):
        return
    found: dict[tuple[Span, int], list[tuple[Named, Post]]] = {}
    people = list(named(document, outlines))
    company = Counter(one.sentence for one in people)
    for one in people:
        if company[one.sentence] > _LIST:
            continue
        options, place = one.options, one.person.span.place
        top, sure = encoder.choice(document, QUESTION, even(options), place, [spoken.places for spoken in options])
        if top < len(options) and sure > LEAST:
            told = found.setdefault((one.sentence, id(options[top])), [])
            told.append((one, options[top].nearest(place)))
    yield from (told[0] for told in found.values() if len({one.person.name for one, _ in told}) == 1)
