"""Coverage and records: the whole text, each fact at its quote, and what the graph does not know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, Command

from kg import pipeline
from kg.coverage import coverage
from kg.model import Skipped

TRAM = "Oslo opens a tram\n\nOSLO, May 6, 2019 - Mayor Ann Lie of Oslo opened a line with 12 stations on Monday.\n"
SAMPLES = sorted((ROOT / "examples" / "articles").glob("*.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_pieces_are_the_text_and_each_fact_marks_its_quote(path: Path) -> None:
    (item,) = pipeline.readings([str(path)])
    assert not isinstance(item, Skipped)
    document, facts = item
    told = coverage(document, facts)
    assert document.text == "".join(piece.text for piece in told.pieces)
    for at, fact in enumerate(told.facts, 1):
        marked = "".join(piece.text for piece in told.pieces if at in piece.facts)
        assert marked == fact.evidence[0].of(document.text)


def test_silent_sentences_gave_no_fact(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        TRAM + "\nThe 45 lanterns of Bergen were much admired, Kari Moe thought, in 19 windows.\n"
    )
    (item,) = pipeline.readings([str(tmp_path / "a.txt")])
    assert not isinstance(item, Skipped)
    told = coverage(*item)
    quotes = [span.of(item[0].text) for fact in told.facts for span in fact.evidence]
    assert told.told + len(told.silent) <= told.sentences
    assert not any(quote in sentence for quote in quotes for sentence in told.silent)


def test_extract_prints_one_fact_a_line_with_its_quote(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TRAM)
    records = [json.loads(line) for line in command("extract", tmp_path / "a.txt").stdout.splitlines()]
    (role,) = (record for record in records if record["class"] == "Tenure")
    assert role["person"]["name"] == "Ann Lie"
    assert role["rule"]
    assert "Ann Lie" in role["evidence"][0]["quote"]
    assert "mentions" not in role


def test_why_names_the_mentions(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TRAM)
    lines = command("extract", tmp_path / "a.txt", "--why").stdout.splitlines()
    mentions = [mention for line in lines for mention in json.loads(line)["mentions"]]
    assert {"Person", "City"} <= {mention["mention"] for mention in mentions}


def test_unreadable_articles_are_named_and_only_then_the_exit_code_is_1(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TRAM)
    (tmp_path / "b.txt").write_text("")
    for name in ("extract", "coverage"):
        assert "empty" in command(name, tmp_path).stderr
        command(name, tmp_path / "b.txt", code=1)


def test_coverage_shows_marks_and_counts(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TRAM)
    shown = command("coverage", tmp_path / "a.txt").stdout.decode()
    assert "»" in shown
    assert "Tenure: person Ann Lie" in shown
    assert "sentences gave facts" in shown
    assert json.loads(command("coverage", tmp_path / "a.txt", "--json").stdout)["facts"] >= 1
