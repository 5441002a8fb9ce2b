"""The bulk recognizer finds what spaCy finds, and does not depend on what it read before."""

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.mentions import people, recognizer
from kg.mentions.recognizer import Recognizer, piped
from kg.partition import version

TEXTS = sorted((Path(__file__).parents[1] / "benchmarks" / "training" / "articles").glob("*.txt"))
NAME = next((name for name in people.MODELS if version(name)), None)
pytestmark = pytest.mark.skipif(NAME is None, reason="no model installed")
WORDS = (
    "Anna Lima's mayor of São Paulo, Dr. J.R. Smith can't won't he'll 5,000 \t \n  2019 U.S. said “Yes” Ms Ngozi "
    "Okafor-Ward and the Jr. — III Eiffel 3.5% O'Neil glad:) (:)) ) :( 8"
).split(" ")
TEXT = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=60)


@pytest.fixture(scope="module")
def language() -> spacy.language.Language:
    assert NAME
    return spacy.load(NAME, exclude=list(people._UNUSED))


@pytest.fixture(scope="module")
def ours(language: spacy.language.Language) -> Recognizer:
    return Recognizer(language)


def test_finds_what_spacy_finds_in_articles(language: spacy.language.Language, ours: Recognizer) -> None:
    sentences = [line for path in TEXTS[::8] for line in path.read_text(encoding="utf-8").split("\n") if line]
    found = piped(language, sentences)
    assert sum(map(len, found)) > 700
    assert [one for one in zip(sentences, ours(sentences), found, strict=True) if one[1] != one[2]] == []


@settings(max_examples=200, deadline=None)
@given(sentences=st.lists(TEXT, max_size=6))
def test_finds_what_spacy_finds_in_any_text(
    language: spacy.language.Language, ours: Recognizer, sentences: list[str]
) -> None:
    assert ours(sentences) == piped(language, sentences)


@settings(max_examples=300, deadline=None)
@given(sentence=TEXT)
def test_cuts_a_sentence_as_spacy_does(language: spacy.language.Language, ours: Recognizer, sentence: str) -> None:
    (chunks,) = ours._chunks_of([sentence])
    spans = [(at + start, at + end) for at, chunk in chunks for start, end in chunk.spans]
    assert spans == [(token.idx, token.idx + len(token)) for token in language.make_doc(sentence)]


def test_what_was_read_before_changes_nothing(
    language: spacy.language.Language, ours: Recognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = TEXTS[5].read_text(encoding="utf-8").split("\n")
    expected = ours(sentences)
    fresh = Recognizer(language)
    monkeypatch.setattr(recognizer, "KEPT", 100)
    for path in TEXTS[:20]:
        fresh(path.read_text(encoding="utf-8").split("\n"))
    assert fresh(sentences) == expected
    known = Recognizer(language)
    known(sentences[::-1])
    for word, number in known._numbers.items():
        if word in ours._numbers:
            assert (known._rows[number] == ours._rows[ours._numbers[word]]).all()


def test_another_model_is_run_by_spacy() -> None:
    blank = spacy.blank("en")
    blank.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ana"}])  # type: ignore[attr-defined]
    assert recognizer.recognizer(blank)(["Ana spoke.", ""]) == [[(0, 3)], []]
