"""Evaluation: the figures are those of the labelled articles' own scorer, and do not fall unseen."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from conftest import ROOT, SHARED, Command

from kg import pipeline
from kg.errors import InputError
from kg.evaluate import Figures, Report, evaluate, read_baseline, score
from kg.likeness import alike, edition, folded, place, same_number, unit
from kg.model import Article
from kg.read import article_of
from kg.tables import COLUMNS, TABLE_OF, rows

OWN = ROOT / "tests" / "evaluation"


@pytest.fixture(scope="module")
def own() -> Report:
    return evaluate(OWN, pipeline.extract)


def test_extractor_is_not_worse_than_its_baseline(own: Report) -> None:
    """Run ``kg evaluate --write-baseline tests/evaluation/baseline.json`` when it has become better."""
    assert own.worse(read_baseline(OWN / "baseline.json")) == []


def test_articles_that_hold_nothing_give_next_to_nothing(own: Report) -> None:
    empty = [article for article in own.articles if not sum(f.labelled for f in article.figures.values())]
    assert len(empty) >= 3
    assert sum(len(article.wrong) for article in empty) <= 1


def scorer_figures(folder: Path, only: str, tmp_path: Path) -> dict[str, dict[str, object]]:
    """What the scorer of the labelled articles says of the same facts."""
    tables: dict[str, list[dict[str, str]]] = {name: [] for name in COLUMNS}
    for path in sorted((folder / "articles").iterdir()):
        article = article_of(path.as_posix(), path.read_bytes())
        if path.stem.startswith(tuple(only.split(","))) and isinstance(article, Article):
            for fact in pipeline.extract(article):
                for table, row in rows(article, fact):
                    tables[table].append(row)
    for name, columns in COLUMNS.items():
        with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(tables[name])
    command = [
        sys.executable,
        str(SHARED / "eval" / "score.py"),
        "--gold",
        str(folder / "gold"),
        "--pred",
        str(tmp_path),
    ]
    done = subprocess.run([*command, "--only", only, "--json"], capture_output=True, text=True, check=True)
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(not (SHARED / "eval").exists(), reason="shared/eval is not beside this project")
@pytest.mark.parametrize(("folder", "only"), [(SHARED / "eval", "c0,d1,e2"), (OWN, "t0,t1")])
def test_figures_are_those_of_the_scorer(folder: Path, only: str, tmp_path: Path) -> None:
    told = evaluate(folder, pipeline.extract, only=tuple(only.split(",")))
    expected = scorer_figures(folder, only, tmp_path)
    for kind in (*TABLE_OF, "all"):
        figures = told.figures("" if kind == "all" else kind)
        assert expected[kind]["gold"] == figures.labelled
        assert expected[kind]["found"] == figures.found
        for which in ("key", "strict"):
            found = [round(x, 3) for x in figures.scores(strict=which == "strict")]
            assert list(expected[kind][which].values()) == found  # type: ignore[attr-defined]  # a mapping of ratios


LABEL = {
    "type": "role", "person": "Ann Lie", "role": "mayor", "of": "Oslo", "evidence": "mayor Ann Lie",
}  # fmt: skip
ROW = {"person": "Ann Lie", "role": "mayor", "of": "Oslo", "source": "a.txt", "quote": "mayor Ann Lie"}


def told(
    labels: Sequence[Mapping[str, object]], found: list[dict[str, str]], borderline: tuple[str, ...] = ()
) -> Figures:
    gold = {"id": "a", "facts": list(labels), "aliases": {}, "borderline": list(borderline)}
    return score(gold, [("roles", row, "R") for row in found]).figures["role"]


def test_a_fact_is_strict_only_with_all_its_slots() -> None:
    assert told([LABEL], [ROW]) == Figures(labelled=1, found=1, hits=1, strict=1)
    assert told([LABEL], [{**ROW, "of": "Bergen"}]) == Figures(labelled=1, found=1, hits=1, strict=0)
    assert told([LABEL], [{**ROW, "person": "Eva Dahl"}]) == Figures(labelled=1, found=1, hits=0, strict=0)


def test_borderline_finds_optional_labels_and_repeats_do_not_count() -> None:
    assert told([], [ROW], ("mayor Ann Lie",)) == Figures()
    assert told([{**LABEL, "optional": True}], [ROW]) == Figures()
    assert told([], [ROW, {**ROW, "quote": "again"}]) == Figures(found=1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The City of Oslo", "Oslo", True),
        ("World Smart City Awards", "Smart City Award", True),
        ("Zürich", "Zurich", True),
        ("Oslo", "Bergen", False),
        ("", "", True),
        ("Oslo", "", False),
    ],
)
def test_names_that_mean_the_same(one: str, other: str, same: bool) -> None:
    assert same is alike(one, other, {})


def test_numbers_units_editions_and_places_that_mean_the_same() -> None:
    assert same_number("31,400", "31400")
    assert same_number(-3, "3")
    assert not same_number(3, "about")
    assert unit("per cent") == unit("%")
    assert edition("third") == edition("3rd") == "3"
    assert place("Calif.") == place("California")
    assert folded("St. John’s & Co.").split() == ["st", "john", "s", "and", "co"]


def test_a_fall_below_the_baseline_is_named(own: Report) -> None:
    figures = own.baseline()
    figures["role"]["key"] += 0.1
    (sentence,) = own.worse(figures)
    assert "role: key F1 fell" in sentence


def test_range_holds_the_figure_and_is_the_same_each_time(own: Report) -> None:
    low, high = own.spread("role")
    assert low <= own.figures("role").scores()[2] <= high
    assert (low, high) == own.spread("role")


def test_folder_without_labels_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name a folder with gold/ and articles/"):
        evaluate(tmp_path, pipeline.extract)
    with pytest.raises(InputError, match="write-baseline"):
        read_baseline(tmp_path / "none.json")


def test_command_compares_with_a_baseline(command: Command, tmp_path: Path) -> None:
    base = tmp_path / "base.json"
    command("evaluate", OWN, "--only", "t01,t19", "--write-baseline", base)
    command("evaluate", OWN, "--only", "t01,t19", "--baseline", base)
    figures = json.loads(base.read_text())
    figures["all"]["key"] = 1.5
    base.write_text(json.dumps(figures))
    assert "all: key F1 fell" in command("evaluate", OWN, "--only", "t01,t19", "--baseline", base, code=1).stderr
    kinds = json.loads(command("evaluate", OWN, "--only", "t01,t19", "--json").stdout)["kinds"]
    assert set(kinds) == {*TABLE_OF, "all"}
