"""Train the weighing of candidates: whom a figure is about.

    python benchmarks/train_about.py                 weights from benchmarks/metric_about_examples.tsv
    python benchmarks/train_about.py --check         cross-validation over articles, nothing written
    python benchmarks/train_about.py --collect DIR…  first make the examples from labelled articles

An example is a labelled figure with all candidates of its article; one of them or more bear a name that
the label accepts. A softmax over the candidates, full batches, no chance in it.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from learning import Place, is_general
from train_metrics import places_of

from kg import encoder
from kg.facts.metric_about import candidates
from kg.facts.metric_context import Context
from kg.facts.metric_proposals import proposals
from kg.facts.metric_references import References
from kg.mentions import annotate
from kg.model import Article, Document, Entity
from kg.read import article_of

HERE = Path(__file__).parent
TEXTS = HERE / "metric_about_texts.txt"
EXAMPLES = HERE / "metric_about_examples.tsv"
WEIGHTS = HERE.parent / "kg" / "lexicon" / "metric_about.tsv"
_MARK = re.compile(r"\{([^|{}]*)\|([^{}]*)\}")
ROUNDS, RATE, DECAY = 300, 0.3, 0.02
Candidate = tuple[bool, list[str]]
Example = tuple[str, list[Candidate]]


def collect(folder: Path, sets: tuple[str, ...]) -> list[Example]:
    """The labelled figures of the articles whose names begin with one of ``sets``."""
    examples: list[Example] = []
    for path in sorted((folder / "articles").iterdir()):
        label = folder / "gold" / f"{path.stem}.json"
        if path.stem.startswith(sets) and label.exists():
            article = article_of(path.as_posix(), path.read_bytes())
            if isinstance(article, Article):
                gold = json.loads(label.read_text(encoding="utf-8"))
                examples += [(path.stem, found) for found in labelled(article, gold)]
    return examples


def made_up() -> list[Example]:
    """The figures of the texts in metric_about_texts.txt; each text is an article of its own."""
    examples: list[Example] = []
    for number, line in enumerate(TEXTS.read_text(encoding="utf-8").splitlines()[1:], 1):
        marks = [{"type": "metric", "about": m[2], "evidence": m[1]} for m in _MARK.finditer(line)]
        article = article_of(f"text{number}.txt", _MARK.sub(r"\1", line).encode())
        if isinstance(article, Article):
            examples += [(f"y{number:03}", found) for found in labelled(article, {"facts": marks, "aliases": {}})]
    return examples


def labelled(article: Article, gold: dict[str, object]) -> list[list[Candidate]]:
    return [
        [(entity in right, facts) for entity, facts in options.items()]
        for _, options, right, _ in judged(annotate(article), gold)
        if len(options) > len(right)
    ]


Judged = tuple[Place, dict[Entity, list[str]], list[Entity], References]


def judged(document: Document, gold: dict[str, object]) -> Iterator[Judged]:
    """The labelled figures: where each stands, its candidates, those that are right, and what the text speaks of."""
    context = Context(document)
    facts = [f for f in gold["facts"] if f["type"] == "metric" and f["about"]]  # type: ignore[attr-defined, index]
    wanted = [
        (abs(float(str(f["value"]))) if "value" in f else None, f["about"], area)
        for f in facts
        for area in places_of(document.text, f["evidence"])
    ]
    for proposal in proposals(document, context):
        quantity, measure = proposal.quantity, proposal.measure
        if measure is None:
            continue
        sentence, value = proposal.sentence, abs(float(quantity.value))
        hits = [
            about
            for number, about, (start, end) in wanted
            if (number is None or math.isclose(number, value))
            and start <= quantity.span.end
            and quantity.span.start < end
        ]
        if hits and context.labelled(sentence, quantity, measure) is None:
            names = {hits[0], *gold["aliases"].get(hits[0], ())}  # type: ignore[attr-defined]
            names |= {n for n, others in gold["aliases"].items() if hits[0] in others}  # type: ignore[attr-defined]
            options = candidates(context.references, context.question(sentence, quantity, measure))
            right = [entity for entity in options if any(alike(entity.name, name) for name in names)]
            if right:
                yield (quantity.span.start, quantity.span.end), options, right, context.references
                context.remember(sentence, quantity, right[0])
                continue
        if proposal.chosen:
            context.about(sentence, quantity, measure)


def alike(one: str, other: str) -> bool:
    """True where two names are equal or share half of their words, accents and case aside."""
    left, right = folded(one), folded(other)
    both = len(left & right)
    return bool(both) and (
        2 * both >= max(len(left), len(right)) or (min(len(left), len(right)) > 1 and (left <= right or right <= left))
    )


def folded(name: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return set(re.findall(r"\w+", plain)) - {"the", "of", "in", "city", "for", "and", "s", "a"}


def train(examples: list[Example]) -> dict[str, float]:
    """Weights of the features that occur in at least two articles."""
    seen: dict[str, set[str]] = defaultdict(set)
    for name, options in examples:
        for _, facts in options:
            for fact in facts:
                seen[fact].add(name)
    kept = sorted(f for f, names in seen.items() if len(names) >= 3 and is_general(f))
    index = {f: i for i, f in enumerate(kept)}
    data = [[(right, [index[f] for f in facts if f in index]) for right, facts in options] for _, options in examples]
    weights, speed = [0.0] * len(kept), [1e-8] * len(kept)
    for _ in range(ROUNDS):
        slope = [DECAY * w for w in weights]
        for options in data:
            scores = [math.exp(sum(weights[i] for i in facts)) for _, facts in options]
            total, good = sum(scores), sum(s for s, (right, _) in zip(scores, options, strict=True) if right)
            for score, (right, facts) in zip(scores, options, strict=True):
                error = (score / total - (score / good if right else 0.0)) / len(data)
                for i in facts:
                    slope[i] += error
        for i, g in enumerate(slope):
            speed[i] += g * g
            weights[i] -= RATE * g / math.sqrt(speed[i])
    return {f: round(w, 2) for f, w in zip(kept, weights, strict=True) if abs(w) >= 0.02}


def check(examples: list[Example], folds: int = 6) -> None:
    """Print how often the best candidate is right, in a cross-validation over articles, by its probability."""
    names = sorted({name for name, _ in examples if name[0] != "y"})
    judged = []
    for fold in range(folds):
        out = set(names[fold::folds])
        weights = train([e for e in examples if e[0] not in out])
        for name, options in examples:
            if name in out:
                scores = [math.exp(sum(weights.get(f, 0.0) for f in facts)) for _, facts in options]
                judged.append((max(scores) / sum(scores), options[scores.index(max(scores))][0]))
    for least in (0.0, 0.3, 0.4, 0.5, 0.6):
        kept = [right for p, right in judged if p >= least]
        share = sum(kept) / len(kept)
        print(f"at least {least}: {sum(kept)} of {len(kept)} right = {share:.3f}, of {len(judged)} figures")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--collect", type=Path, nargs="+")
    ask.add_argument("--only", default="c,d,e,k,p")
    ask.add_argument("--check", action="store_true")
    args = ask.parse_args()
    encoder.use(False)  # which is trained later
    if args.collect:
        articles = [e for folder in args.collect for e in collect(folder, tuple(args.only.split(",")))]
        write_examples([*articles, *made_up()])
    examples = read_examples()
    if args.check:
        check(examples)
        return
    lines = [f"{feature}\t{weight}" for feature, weight in sorted(train(examples).items())]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(examples), "examples,", len(lines), "weights")


def write_examples(examples: list[Example]) -> None:
    """One candidate a line: article, number of the figure, whether it is right, features."""
    lines = [
        "\t".join((name, str(number), str(int(right)), ",".join(facts)))
        for number, (name, options) in enumerate(examples)
        for right, facts in options
    ]
    EXAMPLES.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_examples() -> list[Example]:
    found: dict[str, Example] = {}
    for line in EXAMPLES.read_text(encoding="utf-8").splitlines():
        name, number, right, facts = line.split("\t")
        found.setdefault(number, (name, []))[1].append((right == "1", facts.split(",")))
    return list(found.values())


if __name__ == "__main__":
    main()
