"""Award facts rest on words of the article, are told once, and read any text quickly."""

from __future__ import annotations

import datetime
import time
from dataclasses import replace

from kg.facts import award
from kg.mentions import annotate
from kg.model import Article, AwardConferral, Document
from kg.read import article_of

NEWS = """Ghent wins Clean Air Prize

Ghent has won the 2021 Clean Air Prize, beating Oslo and Riga.

The Clean Air Foundation has awarded the prize since 2015.

Earlier winners include Lyon (2019) and Malmo (2020).
"""


def read(text: str) -> Document:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    return annotate(replace(article, published=datetime.date(2021, 5, 3)))


def facts(text: str) -> list[AwardConferral]:
    return [fact for fact in award.find(read(text)) if isinstance(fact, AwardConferral)]


def test_headline_and_body_make_one_fact_with_the_body_first() -> None:
    (ghent,) = [fact for fact in facts(NEWS) if fact.recipient.name == "Ghent"]
    assert len(ghent.evidence) == 2
    assert ghent.evidence[0].start > NEWS.index("\n")
    assert ghent.year == 2021


def test_giver_is_told_once_for_all() -> None:
    assert {"Clean Air Foundation"} == {fact.conferred_by.name for fact in facts(NEWS) if fact.conferred_by}
    assert all(fact.conferred_by for fact in facts(NEWS))


def test_evidence_names_the_recipient() -> None:
    document = read(NEWS)
    found = [fact for fact in award.find(document) if isinstance(fact, AwardConferral)]
    assert found
    assert all(fact.recipient.name in document.quote(fact.evidence[0]) for fact in found)


def test_same_text_gives_the_same_facts() -> None:
    assert facts(NEWS) == facts(NEWS)


def test_no_award_no_fact() -> None:
    assert facts("The council met on Monday. Buses will run every ten minutes from June.") == []


def test_a_long_line_of_junk_is_read_in_a_second() -> None:
    document = read("Prize " * 4000 + "(won (won " * 2000 + "Paris, " * 2000)
    start = time.process_time()
    list(award.find(document))
    assert time.process_time() - start < 2
