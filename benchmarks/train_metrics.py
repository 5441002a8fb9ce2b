"""Train the selector of metrics: which quantities of a text are worth a fact.

    python benchmarks/train_metrics.py                 weights from benchmarks/metric_examples.tsv
    python benchmarks/train_metrics.py --check         cross-validation over articles, nothing written
    python benchmarks/train_metrics.py --collect EVAL  first make the examples from labelled articles

An example is a quantity with the words around it; it is positive where a labelled figure has its
value and its evidence holds it. Plain logistic regression, full batches, no chance in it: the same
examples give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

from learning import is_general

from kg import encoder
from kg.facts.metric_context import Context
from kg.facts.metric_proposals import Proposal, proposals
from kg.facts.metric_selector import Sight, features
from kg.mentions import annotate
from kg.model import Article, Document
from kg.read import article_of

HERE = Path(__file__).parent
SENTENCES = HERE / "metric_sentences.txt"
EXAMPLES = HERE / "metric_examples.tsv"
WEIGHTS = HERE.parent / "kg" / "lexicon" / "metric_weights.tsv"
FIELDS = tuple(Sight.__dataclass_fields__)
ROUNDS, RATE, DECAY = 400, 0.5, 0.004
Example = tuple[str, bool, Sight]


def collect(folder: Path, sets: tuple[str, ...]) -> list[Example]:
    """The labelled quantities of the articles whose names begin with one of ``sets``."""
    examples = []
    for path in sorted((folder / "articles").iterdir()):
        if not path.stem.startswith(sets):
            continue
        gold = json.loads((folder / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        article = article_of(path.as_posix(), path.read_bytes())
        if isinstance(article, Article):
            examples += [(path.stem, *pair) for pair in labelled(article, gold)]
    return examples


def labelled(article: Article, gold: dict[str, list[dict[str, object]]]) -> list[tuple[bool, Sight]]:
    return [(label, proposal.sight) for label, proposal in judged(annotate(article), gold)]


def judged(document: Document, gold: dict[str, list[dict[str, object]]]) -> list[tuple[bool, Proposal]]:
    """The quantities of a document with whether a label has them; what is in between is left out."""
    facts = [f for f in gold["facts"] if f["type"] == "metric"]
    values = {abs(float(str(f[k]))) for f in facts for k in ("value", "value_max") if f.get(k) is not None}
    wanted = [
        (abs(float(str(f["value"]))), bool(f.get("optional")), area)
        for f in facts
        for area in places_of(document.text, str(f["evidence"]))
    ]
    unsure = [area for edge in gold["borderline"] for area in places_of(document.text, str(edge))]
    found = []
    for proposal in proposals(document, Context(document)):
        span, value = proposal.quantity.span, abs(float(proposal.quantity.value))
        hit = [w for w in wanted if math.isclose(w[0], value) and w[2][0] <= span.end and span.start < w[2][1]]
        if any(optional for _, optional, _ in hit) or (not hit and (value in values or inside(span.start, unsure))):
            continue  # said elsewhere in the article, or neither right nor wrong
        found.append((bool(hit), proposal))
    return found


def made_up() -> list[Example]:
    """The labelled quantities of the sentences in metric_sentences.txt; each sentence is an article of its own."""
    examples = []
    for number, line in enumerate(SENTENCES.read_text(encoding="utf-8").splitlines()[1:], 1):
        marked = [m.group(1) for m in re.finditer(r"\{([^}]*)\}", line)]
        text = re.sub(r"[{}]", "", line)
        article = article_of(f"sentence{number}.txt", text.encode())
        if isinstance(article, Article):
            document = annotate(article)
            for proposal in proposals(document, Context(document)):
                words = article.text[proposal.quantity.span.start : proposal.quantity.span.end]
                label = any(m in words or words in m for m in marked)
                examples.append((f"x{number:03}", label, proposal.sight))
    return examples


def inside(offset: int, areas: list[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in areas)


def places_of(text: str, quote: str) -> list[tuple[int, int]]:
    """Where the quote stands in the text, white space folded."""
    folded, offsets = [], []
    for i, char in enumerate(text):
        if not char.isspace() and char not in "•*-":
            folded.append(char)
            offsets.append(i)
    short = "".join(c for c in quote if not c.isspace() and c not in "•*-")
    areas, at, joined = [], 0, "".join(folded)
    while short and (at := joined.find(short, at)) >= 0:
        areas.append((offsets[at], offsets[at + len(short) - 1] + 1))
        at += 1
    return areas


def read_examples() -> list[Example]:
    rows = [line.split("\t") for line in EXAMPLES.read_text(encoding="utf-8").splitlines()[1:]]
    return [(row[0], row[1] == "1", Sight(**dict(zip(FIELDS, row[2:], strict=True)))) for row in rows]


def write_examples(examples: list[Example]) -> None:
    lines = ["\t".join(("article", "label", *FIELDS))]
    lines += [
        "\t".join((name, str(int(label)), *(getattr(sight, f) for f in FIELDS))) for name, label, sight in examples
    ]
    EXAMPLES.write_text("\n".join(lines) + "\n", encoding="utf-8")


def train(examples: list[Example]) -> dict[str, float]:
    """Weights of the features that occur in at least two articles."""
    seen: dict[str, set[str]] = defaultdict(set)
    rows = []
    for name, label, sight in examples:
        found = features(sight)
        rows.append((found, label))
        for feature in found:
            seen[feature].add(name)
    kept = {f for f, names in seen.items() if len(names) >= 2 and is_general(f)}
    data = [([f for f in found if f in kept], label) for found, label in rows]
    weights = dict.fromkeys(sorted(kept), 0.0)
    speed = dict.fromkeys(weights, 1e-8)
    for _ in range(ROUNDS):
        slope: Counter[str] = Counter()
        for found, label in data:
            error = 1 / (1 + math.exp(-sum(weights[f] for f in found))) - label
            for f in found:
                slope[f] += error
        for f in weights:
            g = slope[f] / len(data) + DECAY * weights[f] * (f != "bias")
            speed[f] += g * g
            weights[f] -= RATE * g / math.sqrt(speed[f])
    return {f: round(w, 2) for f, w in weights.items() if abs(w) >= 0.02}


def score(weights: dict[str, float], sight: Sight) -> float:
    return sum(weights.get(f, 0.0) for f in features(sight))


def check(examples: list[Example], folds: int = 10) -> None:
    """Print precision, recall and F1 of a cross-validation over articles at some thresholds."""
    names = sorted({name for name, _, _ in examples if not name.startswith("x")})
    scored = []
    for fold in range(folds):
        out = set(names[fold::folds])
        weights = train([e for e in examples if e[0] not in out])
        scored += [(score(weights, sight), label, name, sight) for name, label, sight in examples if name in out]
    for threshold in (-1.0, -0.5, 0.0, 0.5, 1.0):
        chosen = [label for s, label, _, _ in scored if s > threshold]
        hits, all_hits = sum(chosen), sum(label for _, label, _, _ in scored)
        p, r = hits / max(1, len(chosen)), hits / all_hits
        print(f"threshold {threshold:+.1f}  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}  of {len(scored)}")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--collect", type=Path)
    ask.add_argument("--only", default="c,d,e,k,p")
    ask.add_argument("--check", action="store_true")
    args = ask.parse_args()
    encoder.use(False)  # which is trained later
    if args.collect:
        write_examples([*collect(args.collect, tuple(args.only.split(","))), *made_up()])
    examples = read_examples()
    if args.check:
        check(examples)
        return
    lines = [f"{feature}\t{weight}" for feature, weight in sorted(train(examples).items())]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(examples), "examples,", len(lines), "weights")


if __name__ == "__main__":
    main()
