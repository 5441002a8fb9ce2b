"""A classifier is a sum of weights; where its file is missing there is none."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from kg.linear import Linear, linear
from kg.mentions.gazetteer import cities_called
from kg.mentions.lexicon_words import words

LEARNED = list(files("kg.lexicon").joinpath("learned").iterdir())
NAMES = sorted(path.name.removesuffix(".tsv") for path in LEARNED if path.name.endswith(".tsv"))


def test_no_feature_leaves_it_open() -> None:
    assert Linear({"won": 2.0}).sure(["lost"]) == pytest.approx(0.5)


def test_weights_add_up_as_log_odds() -> None:
    assert Linear({"won": 2.0, "bias*": -1.0}).sure(["won", "bias*"]) == pytest.approx(0.7310586)


def test_large_sums_do_not_overflow() -> None:
    assert Linear({"won": -4000.0}).sure(["won"]) == pytest.approx(0.0)


def test_classifier_without_a_file_is_none() -> None:
    assert linear("no-such-classifier") is None


CHOICES = {
    "award_name",
    "award_rank",
    "award_giver",
    "award_year",
    "metric_about",
    "metric_as_of",
    "metric_noun",
    "post_of",
}
"""Those that choose one of several; the others say yes or no."""


@pytest.mark.parametrize("name", NAMES)
def test_installed_classifiers_have_many_weights_and_those_of_yes_and_no_a_bias(name: str) -> None:
    classifier = linear(name)
    assert classifier is not None
    assert name in CHOICES or "bias*" in classifier.weights
    assert len(classifier.weights) > 300


def test_shares_of_options_make_one_and_the_heavier_has_more() -> None:
    shares = Linear({"near": 1.0, "far": -1.0}).shares([["near"], ["far"], []])
    assert sum(shares) == pytest.approx(1)
    assert shares[0] > shares[2] > shares[1]


def test_shares_of_what_holds_of_all_options_are_alike() -> None:
    assert Linear({"green": 900.0}).shares([["green"], ["green"]]) == pytest.approx([0.5, 0.5])
    assert Linear({}).shares([]) == []


def test_order_of_features_changes_nothing() -> None:
    weights = {"a": 0.1, "b": 0.2, "c": -0.3, "d": 1e-17}
    classifier = Linear(weights)
    assert classifier.sure("abcd") == classifier.sure("dcba") == classifier.sure("cadb")
    assert classifier.choice(["abcd", "dcba"]) == (0, 0.5)


def test_equals_are_told_apart_the_same_way_in_whatever_order_their_features_come() -> None:
    classifier = Linear({"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.6})
    assert 0.1 + 0.2 + 0.3 > 0.6
    assert classifier.choice(["d", "cba"])[0] == classifier.choice(["d", "bca"])[0] == 1


def test_learned_files_are_small() -> None:
    """Below the 40 MB that a learned component may take, all of them together."""
    sizes = {path.name: len(path.read_bytes()) for path in LEARNED}
    assert sizes["encoder.npz"] < 37_000_000
    assert sum(sizes.values()) < 40_000_000


@pytest.mark.parametrize("name", NAMES)
def test_no_weight_names_a_large_city(name: str) -> None:
    """What is learned holds of words, not of the cities of the articles it was learned from."""
    classifier = linear(name)
    assert classifier is not None
    told = {word for feature in classifier.weights for word in re.findall(r"[^\W\d_]{4,}", feature) if word.islower()}
    named = {word for word in told if (found := cities_called(word.title())) and found[0].population > 1_000_000}
    assert not named - words("common_words")
    assert not words("common_words") & {"vienna", "tokyo", "paris", "london", "montreal", "shanghai"}
