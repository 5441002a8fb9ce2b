"""A classifier is a sum of weights; where its file is missing there is none."""

from __future__ import annotations

from importlib.resources import files

import pytest

from kg.linear import Linear, linear

NAMES = sorted(p.name.removesuffix(".tsv") for p in files("kg.lexicon").joinpath("learned").iterdir())


def test_no_feature_leaves_it_open() -> None:
    assert Linear({"won": 2.0}).sure(["lost"]) == pytest.approx(0.5)


def test_weights_add_up_as_log_odds() -> None:
    assert Linear({"won": 2.0, "bias*": -1.0}).sure(["won", "bias*"]) == pytest.approx(0.7310586)


def test_large_sums_do_not_overflow() -> None:
    assert Linear({"won": -4000.0}).sure(["won"]) == pytest.approx(0.0)


def test_classifier_without_a_file_is_none() -> None:
    assert linear("no-such-classifier") is None


@pytest.mark.parametrize("name", NAMES)
def test_installed_classifiers_have_a_bias_and_many_weights(name: str) -> None:
    classifier = linear(name)
    assert classifier is not None
    assert "bias*" in classifier.weights
    assert len(classifier.weights) > 500


def test_learned_files_are_small() -> None:
    """Well below the 40 MB that a learned component may take."""
    folder = files("kg.lexicon").joinpath("learned")
    assert sum(len(path.read_bytes()) for path in folder.iterdir()) < 4_000_000
