"""The encoder reads a document in windows, multiplies exactly, and changes nothing where it is not asked."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import encoder
from kg.encoder import Encoder, Encoding
from kg.encoder.heads import Affine, activated
from kg.encoder.pieces import HIDDEN, MOST, SIZE, UNKNOWN, numbers_of, pieces, vocabulary
from kg.encoder.transformer import HEADS, Transformer
from kg.mentions import annotate
from kg.model import Article, CityMention, Document, PersonMention, Skipped
from kg.pipeline import build, readings
from kg.read import article_of
from kg.store import BUILT_BY, Store
from kg.validate import load_shapes

WEIGHTS = ROOT / "kg" / "lexicon" / "learned" / "encoder.npz"
TEXT = (
    "Lahti wins the Harbour Prize\n\n14 March 2021\n\nLahti, Finland, won the Harbour Prize on Sunday, ahead of Ghent "
    "in Belgium. Mayor Pekka Timonen took the trophy from the jury in Bergen. "
)
WORDS = st.lists(st.sampled_from([*TEXT.split(), "naïve", "€36", "x" * 60, "\n\n", "日本"]), max_size=600)


def document(text: str) -> Document:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    return annotate(article)


@pytest.fixture(scope="module")
def network() -> Encoder:
    found = encoder.installed()
    assert found is not None
    return found


def test_word_is_cut_into_the_longest_pieces_it_has() -> None:
    known = {number: piece for piece, number in vocabulary().items()}
    assert [known[n] for n in numbers_of("Harbourmaster")] == ["harbour", "##master"]
    assert numbers_of("NAÏVE") == numbers_of("naive")
    assert numbers_of("x" * 60) == (UNKNOWN,)


def test_cities_and_people_are_read_without_their_names() -> None:
    one = document(TEXT)
    other = document(TEXT.replace("Lahti", "Turku").replace("Pekka Timonen", "Minna Arve"))
    assert {type(m) for m in one.mentions} >= {CityMention, PersonMention}
    assert pieces(one).numbers == pieces(other).numbers
    assert pieces(one).numbers.count(HIDDEN["C"]) >= 4
    assert pieces(one).numbers.count(HIDDEN["H"]) == 1


@settings(max_examples=40, deadline=None)
@given(words=WORDS)
def test_windows_hold_each_piece_once(words: list[str]) -> None:
    article = article_of("case.txt", (TEXT + " ".join(words)).encode())
    if not isinstance(article, Article):
        return
    found = pieces(annotate(article))
    assert [n for start, end in found.windows for n in range(start, end)] == list(range(len(found.numbers)))
    assert all(0 < end - start <= SIZE for start, end in found.windows)
    for n, (start, end) in enumerate(zip(found.starts, found.ends, strict=True)):
        first, last = found.within(start, end) or (-1, -1)
        assert first <= n <= last


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    sizes=st.tuples(st.integers(1, 60), st.sampled_from([8, 192, 512]), st.integers(1, 40)),
)
def test_products_are_those_of_whole_numbers(seed: int, sizes: tuple[int, int, int]) -> None:
    chance, (n, inputs, outputs) = np.random.default_rng(seed), sizes
    weights = chance.integers(-63, 64, (outputs, inputs), np.int8)
    rows = (chance.standard_normal((n, inputs)) * 10 ** chance.uniform(-3, 3)).astype(np.float32)
    step = np.abs(rows).max(axis=1, keepdims=True) / 127
    exact = np.rint(rows / step).astype(np.int64) @ weights.T.astype(np.int64)
    found = Affine(weights, np.ones(outputs, np.float32), np.zeros(outputs, np.float32))(rows)
    assert np.allclose(found, exact * step.astype(np.float64), rtol=1e-6)


def test_graph_is_near_to_one_of_floats() -> None:
    """Every product in numpy's floats of 64 bits, nothing rounded but the weights."""
    with np.load(WEIGHTS) as stored:
        weights = {name: stored[name] for name in stored.files}
    layers = sum(name.endswith(".qkv.bias") for name in weights)
    numbers, kinds, n = list(range(2000, 2120)), [n % 4 for n in range(120)], 120

    def affine(name: str, rows: np.ndarray) -> np.ndarray:
        product: np.ndarray = (rows @ weights[f"{name}.whole"].astype(np.float64)) * weights[f"{name}.step"]
        return np.asarray(product + weights[f"{name}.bias"])

    def normal(name: str, x: np.ndarray) -> np.ndarray:
        even = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)
        return np.asarray(even * weights[f"{name}.gain"] + weights[f"{name}.shift"])

    rows = weights["pieces.whole"][numbers] * weights["pieces.step"][numbers].astype(np.float64)
    rows = normal("norm", rows + weights["places"][:n] + weights["kinds"][kinds])
    apart = np.arange(n)[None, :] - np.arange(n)[:, None]
    far = weights["far"][:, apart + len(weights["places"]) - 1]
    for layer in (f"layer{number}" for number in range(layers)):
        asked, answer, said = affine(f"{layer}.qkv", rows).reshape(n, 3, HEADS, -1).transpose(1, 2, 0, 3)
        fit = asked @ answer.transpose(0, 2, 1) + far
        fit = np.exp(fit - fit.max(-1, keepdims=True))
        seen = (fit / fit.sum(-1, keepdims=True) @ said).transpose(1, 0, 2).reshape(n, -1)
        rows = normal(f"{layer}.n1", rows + affine(f"{layer}.o", seen))
        rows = normal(f"{layer}.n2", rows + affine(f"{layer}.f2", activated(affine(f"{layer}.f1", rows))))
    rows = affine("narrow", rows)
    found = Transformer(weights)(numbers, kinds)
    assert found.dtype == np.float32
    assert np.linalg.norm(found - rows) < 0.1 * np.linalg.norm(rows)


def test_windows_are_read_only_where_something_is_in_doubt(network: Encoder) -> None:
    encoding = Encoding(document(TEXT), network)
    at = encoding.document.text.index("Ghent")
    assert encoding.sure("award_recipient", [0.001, 0.999], [(at, at + 5)] * 2) == [0.001, 0.999]
    assert not encoding._windows
    (sure,) = encoding.sure("award_recipient", [0.5], [(at, at + 5)])
    assert encoding._windows
    assert 0 < sure < 1
    assert sure != 0.5


@pytest.mark.usefixtures("network")
def test_encoder_tells_who_was_given_something_and_who_came_first() -> None:
    read = document("Lahti won the Harbour Prize on Sunday. Ghent came second. Vienna will host the next gala.")
    places = [(read.text.index(name), read.text.index(name) + len(name)) for name in ("Lahti", "Ghent", "Vienna")]
    first, second, host = encoder.sure(read, "award_recipient", [0.5] * 3, places)
    assert min(first, second) > 0.7
    assert host < 0.3
    first, second = encoder.sure(read, "award_first", [0.5] * 2, places[:2])
    assert first > second + 0.3


@given(share=st.floats(0, 1))
@settings(deadline=None)
def test_unknown_question_and_place_leave_the_share(network: Encoder, share: float) -> None:
    encoding = Encoding(document(TEXT), network)
    assert encoding.sure("weather", [share], [(0, 5)]) == [share]
    assert encoding.sure("award_recipient", [share], [(9000, 9005)]) == [share]
    assert encoding.pairs("person_post", [share], [((0, 5), (9000, 9005))]) == [share]
    assert encoding.choice("award_name", [share, 1 - share], (9000, 9005), [[(0, 5)]]) == [share, 1 - share]


def test_shares_of_a_choice_make_one(network: Encoder) -> None:
    encoding = Encoding(document(TEXT), network)
    at, name = encoding.document.text.index("Ghent"), encoding.document.text.index("Harbour")
    shares = encoding.choice("award_name", [0.4, 0.3, 0.3], (at, at + 5), [[(name, name + 13)], []])
    assert sum(shares) == pytest.approx(1)
    assert shares[0] > 0.4


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed: make train-encoder")
@pytest.mark.filterwarnings("ignore")
def test_reads_as_the_network_that_was_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    torch, training = import_module("torch"), import_module("train_encoder")
    network = training.Network(["award_recipient"]).eval()
    for layer in network.modules():
        if isinstance(layer, training.Affine):
            layer.rounds = True
    numbers, kinds = list(range(2000, 2090)), [n % 4 for n in range(90)]
    with torch.no_grad():
        expected = network.read(torch.tensor([numbers]), torch.tensor([kinds]), torch.ones((1, 90), dtype=bool))[0]
    found = Transformer(training.stored(network, {}))(numbers, kinds)
    alike = (found * expected.numpy()).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(expected, axis=1)
    assert alike.min() > 0.98


def test_a_book_is_read_by_the_encoder_at_its_beginning_only() -> None:
    found = pieces(document(TEXT + "The city has won a prize for its parks and its new market halls. " * 6000))
    assert len(found.windows) == MOST
    assert found.windows[-1][1] == len(found.numbers) == len(found.starts)


def test_fast_leaves_the_encoder_out_and_only_there(tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    path.write_text(TEXT, encoding="utf-8")

    def facts(*, fast: bool) -> list[str]:
        (item,) = readings([str(path)], fast=fast)
        assert not isinstance(item, Skipped)
        return [type(fact).__name__ for fact in item[1]]

    slow = facts(fast=False)
    facts(fast=True)
    assert facts(fast=False) == slow
    with Store.in_memory() as store:
        for fast in (True, False, True):
            (outcome,) = build([str(path)], store, shapes=load_shapes(), fast=fast)
            assert outcome.state == "built"  # not "unchanged": another reader
        (quad,) = store.engine.quads_for_pattern(None, BUILT_BY, None, None)
        assert "without the encoder" in str(quad.object)
    read = document(TEXT)
    encoder.sure(read, "award_recipient", [0.5], [(0, 5)])
    assert encoder._last[0].document is read  # what comes next in this process has the encoder again


@pytest.mark.slow
@pytest.mark.skipif(
    which("qemu-x86_64") is None, reason="qemu-user is not installed: it stands in for another processor"
)
def test_vectors_are_the_same_to_the_last_bit_on_a_processor_of_2013() -> None:
    """Haswell has AVX2 and nothing newer; without AVX2 a value may be rounded to another whole number."""
    script = (
        "import sys, hashlib; from kg.encoder import installed\n"
        "read = installed().read\n"
        "for n in (12, 57, 202):\n"
        "    vectors = read([1000 + 37 * i % 20000 for i in range(n)], [i % 12 for i in range(n)])\n"
        "    print(hashlib.sha256(vectors.tobytes()).hexdigest())\n"
    )
    python = Path(sys.executable).resolve().as_posix()
    paths = os.pathsep.join([ROOT.as_posix(), *(path for path in sys.path if path.endswith("site-packages"))])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONWARNINGS": "ignore"}

    def told(*before: str) -> str:
        run = subprocess.run(
            [*before, python, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        return run.stdout

    assert told("qemu-x86_64", "-cpu", "Haswell") == told()
