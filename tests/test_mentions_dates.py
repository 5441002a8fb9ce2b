from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions import dates
from kg.model import Article, Block, BlockKind, DateMention, Document, Precision, Span
from kg.text import sentences

ANCHOR = datetime.date(2020, 11, 18)  # a Wednesday


def document(text: str, anchor: datetime.date | None = ANCHOR) -> Document:
    blocks, position = [], 0
    for line in text.split("\n"):
        blocks.append(Block(kind=BlockKind.PARAGRAPH, span=Span(start=position, end=position + len(line))))
        position += len(line) + 1
    article = Article(
        source="t", title="", text=text, published=None, language="en", sha256="0" * 64, blocks=tuple(blocks)
    )
    found = Document(article=article, sentences=sentences(article), anchor=anchor)
    return Document(article=article, sentences=found.sentences, anchor=anchor, mentions=tuple(dates.find(found)))


def read(text: str, anchor: datetime.date | None = ANCHOR) -> list[tuple[str, str]]:
    found = document(text, anchor)
    return [
        (
            found.quote(m.span),
            f"{m.period.start}..{m.period.end}" if m.period.start != m.period.end else str(m.period.start),
        )
        for m in found.all(DateMention)
    ]


ABSOLUTE = [
    ("signed on 18 November 2020", "18 November 2020", "2020-11-18"),
    ("signed on the 5th of May 2021", "5th of May 2021", "2021-05-05"),
    ("signed Nov. 18, 2020", "Nov. 18, 2020", "2020-11-18"),
    ("OSLO, 3 JUNE 2019 - It rained", "3 JUNE 2019", "2019-06-03"),
    ("since November 2020", "November 2020", "2020-11-01..2020-11-30"),
    ("dated 2020-11-18", "2020-11-18", "2020-11-18"),
    ("dated 18/11/2020", "18/11/2020", "2020-11-18"),
    ("dated 19. 6. 2020", "19. 6. 2020", "2020-06-19"),
    ("on Monday, 7/9/2018", "Monday, 7/9/2018", "2018-07-09"),
    ("held 06-08/09/2023", "06-08/09/2023", "2023-09-06..2023-09-08"),
    ("from 17 to 19 November 2020", "17 to 19 November 2020", "2020-11-17..2020-11-19"),
    ("on November 17-19, 2020", "November 17-19, 2020", "2020-11-17..2020-11-19"),
    ("on 7, 8 and 9 May 2021", "7, 8 and 9 May 2021", "2021-05-07..2021-05-09"),
    ("from 1 October 2030 to 31 March 2031", "1 October 2030 to 31 March 2031", "2030-10-01..2031-03-31"),
    ("held August 30-September 1, 2002", "August 30-September 1, 2002", "2002-08-30..2002-09-01"),
    ("from January to June 2024", "January to June 2024", "2024-01-01..2024-06-30"),
    ("in 2019 it rained", "2019", "2019-01-01..2019-12-31"),
    ("Lyon (2014)", "2014", "2014-01-01..2014-12-31"),
    ("for 2019-20 only", "2019-20", "2019-01-01..2020-12-31"),
    ("in the 1990s", "1990s", "1990-01-01..1999-12-31"),
    ("in the second quarter of 2021", "the second quarter of 2021", "2021-04-01..2021-06-30"),
    ("in H1 2021", "H1 2021", "2021-01-01..2021-06-30"),
    ("in the first nine months of 2020", "the first nine months of 2020", "2020-01-01..2020-09-30"),
    ("in the summer of 2019", "summer of 2019", "2019-06-01..2019-08-31"),
]
RELATIVE = [
    ("It won on Wednesday.", "Wednesday", "2020-11-18"),
    ("He said on Thursday.", "Thursday", "2020-11-12"),
    ("It will open on Thursday.", "Thursday", "2020-11-19"),
    ("It took place from Tuesday to Wednesday.", "Tuesday to Wednesday", "2020-11-17..2020-11-18"),
    ("It opened last Friday.", "last Friday", "2020-11-13"),
    ("It opens this Saturday.", "this Saturday", "2020-11-21"),
    ("It was signed today.", "today", "2020-11-18"),
    ("It rained yesterday.", "yesterday", "2020-11-17"),
    ("It rained last month.", "last month", "2020-10-01..2020-10-31"),
    ("It grew last year.", "last year", "2019-01-01..2019-12-31"),
    ("It opened two years ago.", "two years ago", "2018-01-01..2018-12-31"),
    ("Five years ago the place was empty.", "Five years ago", "2015-01-01..2015-12-31"),
    ("A town that, ten years back, was empty.", "ten years back", "2010-01-01..2010-12-31"),
    ("It is due in Linz two years from now.", "two years from now", "2022-01-01..2022-12-31"),
    ("It fell in October last year.", "October last year", "2019-10-01..2019-10-31"),
    ("It runs from Sept. 20 to Oct. 5 next year.", "Sept. 20 to Oct. 5 next year", "2021-09-20..2021-10-05"),
    (
        "It runs from 20 December to 5 January next year.",
        "20 December to 5 January next year",
        "2020-12-20..2021-01-05",
    ),
    ("It ran from 28 June to 3 July last year.", "28 June to 3 July last year", "2019-06-28..2019-07-03"),
    ("It begins next March.", "next March", "2021-03-01..2021-03-31"),
    ("It was held last summer.", "last summer", "2020-06-01..2020-08-31"),
    ("It opened on 3 March.", "3 March", "2020-03-03"),
    ("It will open on 3 March.", "3 March", "2021-03-03"),
    ("It opened on 15 December.", "15 December", "2020-12-15"),
    ("by the end of this year", "the end of this year", "2020-09-01..2020-12-31"),
]


@pytest.mark.parametrize(("text", "words", "period"), ABSOLUTE)
def test_a_full_date_needs_no_anchor(text: str, words: str, period: str) -> None:
    assert (words, period) in read(text, None)


@pytest.mark.parametrize(("text", "words", "period"), RELATIVE)
def test_a_relative_date_counts_from_the_anchor(text: str, words: str, period: str) -> None:
    found = document(text)
    assert [(words, period)] == read(text)
    assert all(m.relative for m in found.all(DateMention))


@pytest.mark.parametrize("text", [text for text, _, _ in RELATIVE])
def test_without_an_anchor_relative_dates_stay_silent(text: str) -> None:
    assert read(text, None) == []


@pytest.mark.parametrize(
    "text",
    [
        "It has 2,020 seats.", "About 2000 people came.", "It built 2010 homes.", "a 2020-bed hospital",
        "more than 1900 cars",
        "It may march on.", "May I help?", "It is held every November.", "Room 2019 is shut.", "a score of 18.11",
        "Vision 2030 is a plan", "on the first floor",
    ],
)  # fmt: skip
def test_other_numbers_and_words_are_no_dates(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("It had 5 in 2015 and 6 a year earlier.", "2014"),
        ("It was small in 2015. The year before it was smaller.", "2014"),
        ("It opened in 2015 and closed three years later.", "2018"),
        ("They met in Oslo last summer and in Rome the summer before.", "2019"),
        ("It rose in the first half of 2020 against the same period last year.", "2019"),
    ],
)
def test_some_dates_count_from_the_date_before(text: str, last: str) -> None:
    assert last == read(text)[-1][1][:4]


def test_a_day_without_year_takes_the_year_of_the_full_date_that_follows() -> None:
    assert read("It opened on 24 August and goes on until 30 August 2019.")[0][1] == "2019-08-24"
    assert read("Red follows on 15 December, orange on 5 January 2025.")[0][1] == "2024-12-15"


def test_a_day_without_year_takes_the_year_of_the_edition_it_belongs_to() -> None:
    assert read("The 2021 edition runs from September 30 to October 2.")[-1][1] == "2021-09-30..2021-10-02"


def test_both_orders_possible_and_no_weekday_means_no_date() -> None:
    assert read("signed on 3/4/2020") == []


def test_a_quarter_is_as_precise_as_the_text() -> None:
    (mention,) = document("in Q3 2020").all(DateMention)
    assert Precision.QUARTER is mention.period.precision
    assert mention.period.iso == "2020"


def test_year_meant_is_that_of_the_sentence_or_of_the_headline() -> None:
    found = document("News of 2019\nIt grew by 4 percent in 2017.\nIt fell.")
    assert (
        dates.year_meant(found, Span(start=found.text.index("4 percent"), end=found.text.index("4 percent") + 9))
        == 2017
    )


@given(st.text(alphabet="0123456789 -–/.,JanuryMchlstweWdo", max_size=80))
def test_spans_slice_back_and_never_overlap(text: str) -> None:
    """Whatever the text, mentions lie in it in order, none overlaps, and a period runs forwards."""
    end = 0
    for mention in document(text).all(DateMention):
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.period.start <= mention.period.end
        end = mention.span.end


@pytest.mark.parametrize(
    ("text", "words", "period"),
    [
        (
            "In 2015 it was Delft. Three years earlier the prize was Riga's.",
            "Three years earlier",
            "2012-01-01..2012-12-31",
        ),
        ("In 2015 Oslo had it, the year before that Riga.", "the year before that", "2014-01-01..2014-12-31"),
        ("In 2015 Oslo had it. Two years later it was Riga's.", "Two years later", "2017-01-01..2017-12-31"),
    ],
)
def test_others_count_from_the_date_before(text: str, words: str, period: str) -> None:
    assert (words, period) in read(text, None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It is held between 14 and 17 June 2022.", [("14 and 17 June 2022", "2022-06-14..2022-06-17")]),
        ("It is held between June 14 and 17, 2022.", [("June 14 and 17, 2022", "2022-06-14..2022-06-17")]),
        ("It is held between 28 June and 1 July 2022.", [("28 June and 1 July 2022", "2022-06-28..2022-07-01")]),
        ("It is held between June 28 and July 1, 2022.", [("June 28 and July 1, 2022", "2022-06-28..2022-07-01")]),
        ("It is held on 14 and 17 June 2022.", [("14", "2022-06-14"), ("17 June 2022", "2022-06-17")]),
        ("They met on 28 June and 1 July 2022.", [("28 June", "2022-06-28"), ("1 July 2022", "2022-07-01")]),
    ],
)
def test_between_two_days_lie_those_from_the_first_to_the_last(text: str, told: list[tuple[str, str]]) -> None:
    assert read(text, None) == told


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The fair was held in 1984 in Perth from May 2 to Oct. 14.", "1984-05-02..1984-10-14"),
        ("The fair took place in 1984, from 2 to 9 May.", "1984-05-02..1984-05-09"),
        ("The fair was founded in 1984. It runs from 2 to 9 May.", "2021-05-02..2021-05-09"),
        ("The fair, founded in 1984, runs from 2 to 9 May.", "2021-05-02..2021-05-09"),
    ],
)
def test_days_take_the_year_that_stands_right_before_them(text: str, period: str) -> None:
    assert period == read(text)[-1][1]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("It wants a million by 2030. In the previous year it had half of that.", "2019"),
        ("It had a million in 2015. In the previous year it had half of that.", "2014"),
        ("It will open in 2030 and in the following year reach the port.", "2031"),
    ],
)
def test_year_beside_one_to_come_is_counted_from_the_article(text: str, year: str) -> None:
    assert read(text)[-1][1] == f"{year}-01-01..{year}-12-31"
