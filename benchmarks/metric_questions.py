"""What the encoder is asked of figures: which are facts, and whom each is about.

How sure the classifiers are is found here by ones of the same features that have not seen the article; those that the
reader uses are trained on sentences besides (train_metrics.py, train_about.py).
"""

from __future__ import annotations

import json

from labelled import TRAINING, Labelled
from learning import Asked, Examples, Query, tell, tell_choice
from train_about import judged as figures
from train_metrics import judged as quantities

from kg.facts.metric_selector import features

NOBODY = "nobody*"


def train(articles: list[Labelled], *, check: bool) -> dict[str, list[Asked]]:  # noqa: ARG001 - as the others are
    """Print how well each classifier does on articles it has not seen; what the encoder is asked."""
    chosen = Examples(0.1)
    borne: list[Query] = []
    for article in articles:
        gold = json.loads((TRAINING / "gold" / f"{article.name}.json").read_text(encoding="utf-8"))
        for label, proposal in quantities(article.document, gold):
            span = proposal.quantity.span
            chosen.add(features(proposal.sight), label, article, (span.start, span.end))
        for place, options, right, references in figures(article.document, gold):
            places = [[place], *(references.places.get(entity, []) for entity in options)]
            told = [entity in right for entity in options]
            borne.append(Query(article.name, [*options.values(), [NOBODY]], [*told, False], places))
    sure = chosen.out_of_fold()
    tell("figures", chosen, sure)
    return {"metric_value": chosen.asked(sure), "metric_about": tell_choice("about", borne, penalty=3.0)}
