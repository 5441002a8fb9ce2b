"""Examples of quantities that are figures, of whom each is about and when it holds, and their classifiers.

Besides the labelled articles the sentences of metric_sentences.txt ({…} marks a figure) and the texts of
metric_about_texts.txt ({a figure|whom it is about}) are learned from; each is an article of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from labelled import Fact, Labelled
from learning import Asked, Choice, Examples, Model, Place, Query, tell, tell_choice

from kg.facts import metric_nouns
from kg.facts.metric_about import candidates
from kg.facts.metric_context import Context
from kg.facts.metric_modality import modality_of
from kg.facts.metric_nouns import Figure
from kg.facts.metric_phrases import Measure
from kg.facts.metric_proposals import Proposal, proposals
from kg.facts.metric_references import References
from kg.facts.metric_selector import features
from kg.facts.metric_time import Times
from kg.likeness import alike, words
from kg.linear import linear
from kg.mentions import annotate
from kg.model import Article, Entity, Modality, QuantityMention
from kg.read import article_of

HERE = Path(__file__).parent
STRENGTH, PENALTY_ABOUT, PENALTY_AS_OF, PENALTY_NOUN = 0.1, 3.0, 6.0, 1.5
SAME = 0.8  # a noun that fits the label nearly as well as the best one is right, too
_CHANGE = words("growth change increase rise gain fall drop decline decrease")
_FIGURE = re.compile(r"\{([^|{}]*)(?:\|([^{}]*))?\}")


@dataclass(frozen=True)
class Wanted:
    """A labelled figure at one of the places of its evidence; ``value`` is None where only the words count."""

    fact: Fact
    value: float | None
    area: Place

    def is_at(self, quantity: QuantityMention) -> bool:
        """True where this quantity has the value and stands there."""
        span, (start, end) = quantity.span, self.area
        same = self.value is None or math.isclose(self.value, abs(float(quantity.value)))
        return same and start <= span.end and span.start < end


class Measures:
    """What the figures of an article measure by their labels, and what the choice of a noun learns from that."""

    def __init__(self, article: Labelled) -> None:
        self._name, self._wanted = article.name, [one for one in wanted(article) if one.fact.get("measure")]
        self.asked: list[Query] = []

    def __call__(self, figure: Figure) -> Measure | None:
        """The noun that the label means; None where it is that of the rules, or none."""
        label = next((one.fact["measure"] for one in self._wanted if one.is_at(figure.quantity)), None)
        if label is None or not figure.is_open:
            return None
        listed = figure.options()
        fits = [_fit(label, figure.phrase(option)) for option in listed]
        top = max(fits, default=0.0)
        right = [fit > 0 and fit >= SAME * top for fit in fits]
        self.asked.append(Query(self._name, figure.rows(listed), [*right, not any(right)], []))
        best = listed[fits.index(top)] if any(right) else None
        return None if best is None or best.ruled else figure.measured(best)


def _fit(label: str, phrase: str) -> float:
    """The share of the words of two phrases that both have."""
    one, other = words(label), words(phrase)
    one = one - _CHANGE or one
    return len(one & other) / len(one | other)


def train(articles: list[Labelled], *, check: bool) -> dict[str, list[Asked]]:
    """Print how well each does on articles it has not seen, write their weights; what the encoder is asked."""
    chosen = Examples(STRENGTH)
    borne: list[Query] = []
    dated: list[Query] = []
    named: list[Query] = []
    for article in articles:
        for label, proposal in quantities(article):
            chosen.add(features(proposal.sight), label, article, proposal.quantity.span.place)
        borne += bearers(article)
        dated += years(article)
        named += nouns(article)
    for article in sentences():
        marked = [fact["evidence"] for fact in article.facts]
        for proposal in proposals(article.document, Context(article.document), Measures(article)):
            said = proposal.quantity.span.of(article.document.text)
            label = any(m in said or said in m for m in marked)
            chosen.add(features(proposal.sight), label, article, proposal.quantity.span.place)
    borne += [query for article in texts() for query in bearers(article)]
    sure = chosen.out_of_fold()
    tell("figures", chosen, sure)
    tell_choice("noun", named, penalty=PENALTY_NOUN)
    if not check:
        Model(chosen.rows, chosen.labels, strength=STRENGTH).save("metric_value")
        Choice([q for q in borne if len(q.rows) > 1], penalty=PENALTY_ABOUT).save("metric_about")
        Choice(dated, penalty=PENALTY_AS_OF).save("metric_as_of")
        Choice(named, penalty=PENALTY_NOUN).save("metric_noun")
        linear.cache_clear()
        read = [query for article in (*articles, *texts()) for query in bearers(article, own=True)]
        Choice([q for q in read if len(q.rows) > 1], penalty=PENALTY_ABOUT).save("metric_about")
    return {
        "metric_value": chosen.asked(sure),
        "metric_about": [_with_nobody(a) for a in tell_choice("about", borne, penalty=PENALTY_ABOUT)],
        "metric_as_of": tell_choice("as of", dated, penalty=PENALTY_AS_OF),
    }


def _with_nobody(asked: Asked) -> Asked:
    """The question with an answer that is never right: the encoder may always say that it is none."""
    return replace(asked, shares=[*asked.shares, 0.0], right=[*asked.right, False])


def wanted(article: Labelled) -> list[Wanted]:
    """The labelled figures, once for each place of their evidence."""
    return [
        Wanted(fact, abs(float(fact["value"])) if "value" in fact else None, area)
        for fact in article.of("metric")
        for area in places_of(article.document.text, fact["evidence"])
    ]


def quantities(article: Labelled) -> Iterator[tuple[bool, Proposal]]:
    """The quantities of an article with whether a label has them; what is in between is left out."""
    figures = wanted(article)
    values = {abs(float(f[k])) for f in article.of("metric") for k in ("value", "value_max") if f.get(k) is not None}
    for proposal in proposals(article.document, Context(article.document), Measures(article)):
        hit = [one.fact for one in figures if one.is_at(proposal.quantity)]
        value = abs(float(proposal.quantity.value))
        unsure = any(a <= proposal.quantity.span.start < b for a, b in article.borderline)
        if not any(fact.get("optional") for fact in hit) and (hit or not (value in values or unsure)):
            yield bool(hit), proposal


def bearers(article: Labelled, *, own: bool = False) -> Iterator[Query]:
    """The labelled figures with all that each may be about, in the light of what those before it are about.

    That is what the labels say, or with ``own`` what was read: one mistake then does not lead to the next.
    """
    context = Context(article.document)
    figures = [one for one in wanted(article) if one.fact["about"]]
    for proposal in proposals(article.document, context, metric_nouns.chosen if own else Measures(article)):
        quantity, measure, sentence = proposal.quantity, proposal.measure, proposal.sentence
        if measure is None:
            continue
        about = next((one.fact["about"] for one in figures if one.is_at(proposal.quantity)), None)
        if about and context.labelled(sentence, quantity, measure) is None:
            options = candidates(context.references, context.question(sentence, quantity, measure))
            right = [entity for entity in options if alike(about, entity.name, article.aliases)]
            if right:
                yield _asked(article, quantity.span.place, options, right, context.references)
                if not own:
                    context.remember(sentence, quantity, right[0])
                    continue
        if proposal.chosen:
            context.about(sentence, quantity, measure)


def _asked(
    article: Labelled, place: Place, options: dict[Entity, list[str]], right: list[Entity], references: References
) -> Query:
    places = [[place], *(references.places.get(entity, []) for entity in options)]
    return Query(article.name, list(options.values()), [entity in right for entity in options], places)


def years(article: Labelled) -> Iterator[Query]:
    """The labelled figures outside tables with the years that each may hold in."""
    document, times = article.document, Times(article.document)
    figures = [one for one in wanted(article) if str(one.fact.get("asof") or "")[:4].isdigit()]
    for proposal in proposals(document, Context(document), Measures(article)):
        quantity, measure, sentence = proposal.quantity, proposal.measure, proposal.sentence
        year = next((int(str(one.fact["asof"])[:4]) for one in figures if one.is_at(proposal.quantity)), None)
        if measure is None or proposal.cell or year is None:
            continue
        modality = modality_of(document.text, sentence.span, quantity)
        figure = times.figure(sentence, quantity, modality, measure)
        listed, rows = times.options(figure, measure)
        right = [option.year == year for option in listed]
        assumed = figure.assumed is not None and figure.assumed.end.year == year
        if listed and (any(right) or assumed):
            places = [[quantity.span.place], *(option.places for option in listed)]
            yield Query(article.name, rows, [*right, assumed], places)
        if any(right) and modality is Modality.ACTUAL:
            times.remember(measure, times.period_of(figure, listed[right.index(True)], measure))


def nouns(article: Labelled) -> list[Query]:
    """The labelled figures that leave out their noun, with the nouns that each may mean."""
    measures = Measures(article)
    for _ in proposals(article.document, Context(article.document), measures):
        pass
    return measures.asked


def sentences() -> Iterator[Labelled]:
    """The sentences of metric_sentences.txt, with their figures as labels."""
    yield from _made_up("x", HERE / "metric_sentences.txt")


def texts() -> Iterator[Labelled]:
    """The texts of metric_about_texts.txt, with their figures and whom each is about as labels."""
    yield from _made_up("y", HERE / "metric_about_texts.txt")


def _made_up(letter: str, path: Path) -> Iterator[Labelled]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 1):
        article = article_of(f"{letter}{number:03}.txt", _FIGURE.sub(r"\1", line).encode())
        if isinstance(article, Article):
            facts = [{"type": "metric", "about": m[2], "evidence": m[1]} for m in _FIGURE.finditer(line)]
            yield Labelled(f"{letter}{number:03}", annotate(article), tuple(facts), (), {})


def places_of(text: str, quote: str) -> list[Place]:
    """Where the quote stands in the text, white space and bullets aside."""
    offsets = [i for i, char in enumerate(text) if not char.isspace() and char not in _BULLETS]
    joined = "".join(text[i] for i in offsets)
    short = "".join(char for char in quote if not char.isspace() and char not in _BULLETS)
    found = re.finditer(f"(?={re.escape(short)})", joined) if short else ()
    return [(offsets[m.start()], offsets[m.start() + len(short) - 1] + 1) for m in found]


_BULLETS = "•*-"
