"""Examples of names that are events of which an edition is told, and of host cities, and their classifiers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from labelled import Labelled
from learning import Asked, Examples, Model, Place, tell

from kg.facts import event_slots
from kg.facts.event_features import Candidate, Story, candidates, features, hosts, story, year_features, years
from kg.facts.event_reader import LEAST_SERIES
from kg.mentions.units import year_of
from kg.model import Span


def train(articles: list[Labelled], *, check: bool) -> dict[str, list[Asked]]:
    """Print how well each does on articles it has not seen, write their weights; what the encoder is asked."""
    named, hosting, dated = Examples(0.1), Examples(0.1), Examples(0.1)
    places: dict[str, list[tuple[Examples, int, Candidate]]] = {}
    stories = []
    for article in articles:
        about = story(article.document)
        facts = [(f, article.spans(f["evidence"])) for f in article.of("event") if not f.get("optional")]
        seen = places.setdefault(article.name, [])
        for candidate in candidates(about, article.document.text):
            label = _is_event(article, about, candidate, facts)
            if label is not None:
                seen.append((named, len(named.rows), candidate))
                named.add(features(candidate, about), label, article, candidate.unit.place)
        stories.append((article, about, facts))
    guess = named.out_of_fold()
    tell("names", named, guess)
    likely = {article for score, article in zip(guess, named.owners, strict=True) if score >= LEAST_SERIES}
    stories = [story for story in stories if story[0].name in likely]  # where the reader asks at all
    for article, about, facts in stories:
        for candidate in hosts(about):
            label = _is_host(article, about, candidate, facts)
            if label is not None:
                places[article.name].append((hosting, len(hosting.rows), candidate))
                hosting.add(features(candidate, about), label, article, candidate.unit.place)
    sure = {id(named): guess, id(hosting): hosting.out_of_fold()}
    tell("hosts", hosting, sure[id(hosting)])
    for article, about, facts in stories:
        scored = {(c.line, c.index): float(sure[id(e)][n]) for e, n, c in places[article.name]}
        for candidate in years(about):
            label = _is_told(article, about, candidate, facts)
            if label is not None:
                dated.add(year_features(candidate, about, scored), label, article)
    tell("years", dated, dated.out_of_fold())
    if not check:
        for name, examples in {"event_name": named, "event_host": hosting, "event_year": dated}.items():
            Model(examples.rows, examples.labels, strength=examples.strength).save(name)
    asked = {"event_name": named.asked(guess), "event_host": hosting.asked(sure[id(hosting)])}
    for question, found in (
        (event_slots.CITY, _cities), (event_slots.TIME, _times), (event_slots.ORGANIZER, _organizers),
        (event_slots.MEANT, _meant),
    ):  # fmt: skip
        asked[question] = [one for article in articles for one in found(article)]
    return asked


def _cities(article: Labelled) -> Iterator[Asked]:
    """In which of the cities of the document each edition was held."""
    listed = event_slots.cities(article.document)
    for fact, place in _editions(article):
        options = listed.near(place)
        right = [any(article.same(city, entity.name) for city in fact["city"]) for entity in options]
        yield from _asked(article, place, options.values(), right, said=bool(fact["city"]))


def _times(article: Labelled) -> Iterator[Asked]:
    """At which of its times; a year will do where the days of the label are not told as one time."""
    listed = event_slots.times(article.document)
    for fact, place in _editions(article):
        options = listed.near(place)
        days = [(str(period.start), str(period.end)) == (fact["start"], fact["end"]) for period in options]
        right = days if any(days) else [period.year == fact["year"] for period in options]
        yield from _asked(article, place, options.values(), right, said=bool(fact["year"]))


def _organizers(article: Labelled) -> Iterator[Asked]:
    """Which of the bodies of the document organises each."""
    listed = event_slots.bodies(article.document)
    for fact, place in _editions(article):
        options = listed.near(place)
        right = [article.same(fact["organizer"], entity.name) for entity in options]
        yield from _asked(article, place, options.values(), right, said=bool(fact["organizer"]))


def _meant(article: Labelled) -> Iterator[Asked]:
    """Which of the names of the document is the event that a host city, or else a year, is told of."""
    about = story(article.document)
    listed = event_slots.named(candidates(about, article.document.text))
    told = [*hosts(about), *years(about)]
    for fact in article.of("event"):
        within = [c for c in told for start, end in article.spans(fact["evidence"])[:1] if start <= c.unit.start < end]
        named = [(c, getattr(c.unit.mention, "name", None)) for c in within]
        cities = [c for c, name in named if any(article.same(city, name) for city in fact["city"])]
        for candidate in cities or [c for c in within if fact["year"] and year_of(c.unit) == fact["year"]]:
            options = listed.near(candidate.unit.place)
            right = [article.same(fact["event"], name) for name in options]
            yield from _asked(article, candidate.unit.place, options.values(), right, said=any(right))


def _asked(
    article: Labelled, place: Place, options: Collection[list[Place]], right: list[bool], *, said: bool
) -> Iterator[Asked]:
    """The question, where there is an answer to choose: one of the options, or none where the text says nothing."""
    if options and (any(right) or not said):
        yield Asked(article.name, event_slots.even(options), [*right, not said], [[place], *options])


def _editions(article: Labelled) -> Iterator[tuple[dict[str, Any], Place]]:
    """The labelled editions with where each is told."""
    for fact in article.of("event"):
        if spans := article.spans(fact["evidence"]):
            yield fact, event_slots.place_of(article.document, fact["event"], Span(start=spans[0][0], end=spans[0][1]))


Facts = list[tuple[dict[str, object], list[tuple[int, int]]]]


def _is_event(article: Labelled, about: Story, candidate: Candidate, facts: Facts) -> bool | None:
    """True where an edition is told there; None where it is told elsewhere or the label leaves it open."""
    start, end = candidate.unit.start, candidate.unit.end
    sentence = about.lines[candidate.line].sentence.span
    same = [spans for fact, spans in facts if article.same(fact["event"], candidate.name)]
    if any(a < end and start < b for spans in same for a, b in spans):
        return True
    if any(a < sentence.end and sentence.start < b for spans in same[-1:] for a, b in spans):
        return True
    return None if same or any(a <= start < b for a, b in article.borderline) else False


def _is_host(article: Labelled, about: Story, candidate: Candidate, facts: Facts) -> bool | None:
    """The same for a city that may be the host of an edition."""
    start, end = candidate.unit.start, candidate.unit.end
    names = (getattr(candidate.unit.mention, "name", None), article.document.text[start:end])
    own = [spans for fact, spans in facts if any(article.same(city, *names) for city in fact["city"])]  # type: ignore[attr-defined]
    if any(a < end and start < b for spans in own for a, b in spans):
        return True
    sentence = about.lines[candidate.line].sentence.span
    near = any(a < sentence.end and sentence.start < b for spans in own for a, b in spans)
    unsure = not own and any(a <= start < b for a, b in article.borderline)
    return None if near or unsure else False


def _is_told(article: Labelled, about: Story, candidate: Candidate, facts: Facts) -> bool | None:
    """The same for a year of which an edition may be told."""
    start, end = candidate.unit.start, candidate.unit.end
    sentence = about.lines[candidate.line].sentence.span
    own = [spans for fact, spans in facts if fact["year"] == year_of(candidate.unit)]
    if any(a < end and start < b for spans in own for a, b in spans):
        return True
    near = any(a < sentence.end and sentence.start < b for spans in own for a, b in spans)
    return None if near or any(a <= start < b for a, b in article.borderline) else False
