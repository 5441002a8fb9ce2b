"""Examples of names that are events of which an edition is told, and of host cities, and their classifiers."""

from __future__ import annotations

from labelled import Labelled
from learning import Examples, Model, tell

from kg.facts.event_reader import Candidate, Story, candidates, features, hosts, story


def train(articles: list[Labelled], *, check: bool) -> None:
    """Print how well each classifier does on articles it has not seen, and write their weights."""
    named, hosting = Examples(0.1), Examples(0.1)
    for article in articles:
        about = story(article.document)
        facts = [(f, article.spans(f["evidence"])) for f in article.of("event") if not f.get("optional")]
        told = False
        for candidate in candidates(about, article.document.text):
            label = _is_event(article, about, candidate, facts)
            if label is not None:
                told = told or label
                named.add(features(candidate, about), label, article)
        for candidate in hosts(about) if told else ():
            label = _is_host(article, about, candidate, facts)
            if label is not None:
                hosting.add(features(candidate, about), label, article)
    print(f"event: {len(named.rows)} names, {len(hosting.rows)} cities")
    tell("names", named, named.out_of_fold())
    tell("hosts", hosting, hosting.out_of_fold())
    if not check:
        Model(named.rows, named.labels, strength=named.strength).save("event_name")
        Model(hosting.rows, hosting.labels, strength=hosting.strength).save("event_host")


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
