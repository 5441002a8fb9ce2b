"""Units cover a sentence in order, none overlapping, and a name is one unit."""

from __future__ import annotations

import pytest
from conftest import ROOT

from kg.mentions import annotate
from kg.mentions.units import form, lines
from kg.model import Article
from kg.read import article_of

SAMPLES = sorted(path for path in (ROOT / "examples" / "articles").iterdir() if path.suffix in {".txt", ".html"})


def shown(text: str) -> list[str]:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    return [f"{u.kind}:{article.text[u.start : u.end]}" for line in lines(annotate(article)) for u in line.units]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_units_are_in_order_and_miss_no_letter(path: object) -> None:
    """Law: joined, the units of a sentence hold each letter and digit of it once."""
    article = article_of(str(path), path.read_bytes())  # type: ignore[attr-defined]  # a Path
    if not isinstance(article, Article):
        pytest.skip(f"{path} is no article")
    for line in lines(annotate(article)):
        ends = [0, *(unit.end for unit in line.units)]
        assert all(unit.start >= end for unit, end in zip(line.units, ends, strict=False))
        words = "".join(article.text[unit.start : unit.end] for unit in line.units)
        assert [c for c in words if c.isalnum()] == [c for c in line.sentence.span.of(article.text) if c.isalnum()]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The jury in Porto gave its prize to Casa da Luz on Monday.", "Casa da Luz"),
        ("The jury in Porto gave its prize to the Museo dell'Acqua on Monday.", "Museo dell'Acqua"),
        ("On Monday the prize went to Mokrany ob Savi, not to Porto.", "Mokrany ob Savi"),
        ("On Monday the prize went to Lagos-based Quiet Doors, not to Porto.", "Quiet Doors"),
    ],
)
def test_a_name_of_several_words_is_one_unit(text: str, name: str) -> None:
    assert f"X:{name}" in shown(text)


def test_a_word_that_opens_a_sentence_is_no_name() -> None:
    assert "W:Finalists" in shown("Finalists came from Porto and Lyon, the organisers said on Monday.")


def test_posts_are_no_part_of_a_name() -> None:
    units = shown("In Lyon the Quartz Hall Director Ana Prado spoke about the prize on Monday.")
    assert "X:Quartz Hall" in units or "O:Quartz Hall" in units


def test_quoted_names_are_units() -> None:
    assert "S:Night Boats" in shown("The film “Night Boats” was shown in Porto on Monday.") or "X:Night Boats" in shown(
        "The film “Night Boats” was shown in Porto on Monday."
    )


def test_form_is_a_caret_before_and_a_dollar_behind_the_row() -> None:
    assert (form([], -1), form([], 0)) == ("^", "$")
