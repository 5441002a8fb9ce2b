"""Examples of people and posts that belong together, and of whose posts they are, and their classifiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from labelled import Fact, Labelled
from learning import Asked, Choice, Examples, Model, Query, tell, tell_choice

from kg.facts import links, person, person_again
from kg.facts.event_slots import even
from kg.facts.person_features import Pair, Sketches, features, pairs
from kg.facts.person_reader import Reader
from kg.likeness import alike
from kg.mentions import units

PENALTY_OF = 6.0
Facts = list[tuple[Fact, list[tuple[int, int]]]]


def train(articles: list[Labelled], others: list[Labelled] | None = None, *, check: bool) -> dict[str, list[Asked]]:
    """Print how well each does on articles it has not seen, write their weights; what the encoder is asked.

    Whose a post is is learned from the other articles, too.
    """
    paired = Examples(0.1)
    owned: list[Query] = []
    again: list[Asked] = []
    for article in articles:
        about, reader, facts = _read(article)
        told = list(_labelled(article, about, facts))
        for pair, fact in told:
            paired.add(features(pair, about, reader.ruled), fact is not None, article, *pair.places)
        _links(article, reader, told, facts, owned)
        again.extend(_again(article, reader, facts))
    for article in others or []:
        about, reader, facts = _read(article)
        _links(article, reader, _labelled(article, about, facts), facts, owned)
    print(f"role: {len(paired.rows)} pairs, {paired.labels.count('yes')} of them right")
    sure = paired.out_of_fold()
    tell("pairs", paired, sure)
    print(f"  posts told again: {len(again)} people, {sum(not one.right[-1] for one in again)} with a post")
    asked = {
        "person_post": paired.asked(sure),
        "post_of": tell_choice("of", owned, penalty=PENALTY_OF),
        person_again.QUESTION: again,
    }
    if not check:
        Model(paired.rows, paired.labels, strength=paired.strength).save("person_post")
        Choice(owned, penalty=PENALTY_OF).save("post_of")
    return asked


def _read(article: Labelled) -> tuple[Sketches, Reader, Facts]:
    about, reader = person.reading(article.document)
    return about, reader, [(f, article.spans(f["evidence"])) for f in article.of("role") if not f.get("optional")]


def _labelled(article: Labelled, about: Sketches, facts: Facts) -> Iterator[tuple[Pair, int | None]]:
    """The pairs with the facts they tell, if any, but those whose facts are told elsewhere."""
    for pair in pairs(about):
        if (told := _told(article, pair, facts)) != _AGAIN:
            yield pair, told


def _links(
    article: Labelled, reader: Reader, labelled: Iterable[tuple[Pair, int | None]], facts: Facts, queries: list[Query]
) -> None:
    """The questions whose each post of a fact is."""
    linked: set[int] = set()
    for pair, told in labelled:
        if told is not None and told not in linked:
            linked.add(told)
            _link(article, reader, pair, facts[told][0], queries)


_AGAIN = -1


def _told(article: Labelled, pair: Pair, facts: Facts) -> int | None:
    """The fact that a pair tells; None where it tells none, _AGAIN where the fact is told elsewhere."""
    spot, post = pair.person.span, pair.post
    again = False
    for k, (fact, spans) in enumerate(facts):
        if not article.same(fact["person"], pair.person.name):
            continue
        if not alike(fact["role"], post.role, article.aliases, 0.4):  # "who runs Oslo": the label says mayor
            again = again or (pair.verb and any(a < post.span.end and post.span.start < b for a, b in spans))
            continue
        body = post.body and post.body.of(article.document.text)
        if body and fact["of"] and not body.islower() and not alike(fact["of"], body, article.aliases, 0.4):
            continue
        ends = [(post.span.start, post.span.end), (spot.start, spot.end)]
        inside = [any(a < e and s < b for a, b in spans) for s, e in ends]
        if all(inside) or (any(inside) and pair.person_line != pair.post_line):
            return k
        again = True
    return _AGAIN if again else None


def _again(article: Labelled, reader: Reader, facts: Facts) -> Iterator[Asked]:
    """Which of the posts spoken of each person holds who is told to hold one there, and that others hold none."""
    for named in person_again.named(article.document, reader.outlines):
        start, end = named.person.span.place
        own = [(fact, spans) for fact, spans in facts if article.same(fact["person"], named.person.name)]
        here = [fact for fact, spans in own if any(a < end and start < b for a, b in spans)]
        right = [any(_is_post(article, fact, spoken) for fact in here) for spoken in named.options]
        if any(right) or not own:
            places = [[named.person.span.place], *(spoken.places for spoken in named.options)]
            yield Asked(article.name, even(named.options), [*right, not any(right)], places)


def _is_post(article: Labelled, fact: Fact, spoken: person_again.Spoken) -> bool:
    """True where a label means a post that the article speaks of."""
    if not alike(fact["role"], spoken.role, article.aliases, 0.4):
        return False
    bodies = [post.body.of(article.document.text) for post in spoken.posts if post.body]
    return not bodies or not fact["of"] or any(alike(fact["of"], body, article.aliases, 0.4) for body in bodies)


def _link(article: Labelled, reader: Reader, pair: Pair, fact: Fact, queries: list[Query]) -> None:
    """The names that the post of a pair may belong to."""
    lines = units.lines(article.document)
    slot = reader.bodies.slot(pair.post)
    if slot is None:
        return
    listed = links.with_ruled(reader.bodies.options, slot)
    wanted = fact["of"]
    right = [bool(wanted) and alike(wanted, option.entity.name, article.aliases, 0.4) for option in listed]
    if any(right) or not wanted:
        rows = links.rows(listed, slot, lines, reader.bodies.told(pair.post, pair.person, listed))
        places = [[slot.place], *(links.places(lines, option.places) for option in listed)]
        queries.append(Query(article.name, rows, [*right, not wanted], places))
