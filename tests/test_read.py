"""What is the article on a page comes out as it stands there; what is beside it does not."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Article, BlockKind, Skipped
from kg.read import article_of, read

SHANGHAI = Path(__file__).resolve().parents[2] / "shared" / "articles" / "shanghai.txt"

STORY = (
    "The city of Lahti has opened a tram line that runs from the harbour to the old market, and it is the first in the"
    " country. Mayor Aino Berg said on Tuesday that it will carry 12,000 people a day. Work on it took three years and"
    " cost 240 million euros, which is less than had been planned for it."
)
PROSE = (
    f"{STORY} A second line is to follow when the money is there. It would go to the university, where most of the"
    " students live, and to the hospital."
)


def read_text(text: str, source: str = "x.txt") -> Article:
    found = article_of(source, text.encode())
    assert isinstance(found, Article), found
    return found


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(article.text)) for block in article.blocks]


# -- plain text -----------------------------------------------------------------------------


def test_headline_is_the_first_block_and_stands_once() -> None:
    article = read_text(
        "Lahti opens a tram\nBy Ann Lee\n28 November 2023\n\nLahti opens a tram\n\nIt is red, they say."
    )
    assert article.title == "Lahti opens a tram"
    assert blocks(article) == [("title", "Lahti opens a tram"), ("paragraph", "It is red, they say.")]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("28 November 2023", (2023, 11, 28)),
        ("Nov. 18, 2020", (2020, 11, 18)),
        ("2020-11-18", (2020, 11, 18)),
        ("Issued 13 August 2024", (2024, 8, 13)),
        ("EXPLAINER | September 30, 2021", (2021, 9, 30)),
        ("10:12, November 19, 2020", (2020, 11, 19)),
        ("Updated: 2019-08-20 09:12 (China Daily)", (2019, 8, 20)),
        ("Friday, 19. 6. 2020", (2020, 6, 19)),
        ("FOR IMMEDIATE RELEASE: October 5, 2017", (2017, 10, 5)),
        ("By Ann Lee | 3rd March 2015", (2015, 3, 3)),
    ],
)
def test_date_line_is_read_and_left_out(line: str, day: tuple[int, int, int]) -> None:
    article = read_text(f"Tram opens in Bern\n{line}\n\nThe city of Bern has opened a tram to the zoo.")
    assert datetime.date(*day) == article.published
    assert article.text == "Tram opens in Bern\nThe city of Bern has opened a tram to the zoo."


PROFILE = [
    "Species 350",
    "Visitors a year 510,000",
    "Head keeper Jana Novak",
    "Number of gates 4",
    "Path length 6 km",
    "Number of animals 7,200",
    "Number of ponds 12",
    "Buildings 31",
    "Food 90 tonnes",
]


@pytest.mark.parametrize("dated", ["Opened 3 May 1926", "First visit: 13 September 1925", "Survey of 1 January 2019"])
def test_profile_with_a_day_in_it_is_no_menu(dated: str) -> None:
    lines = [*PROFILE[:5], dated, *PROFILE[5:]]
    article = read_text("\n".join(["Linz Zoo", "", *lines, "", "It is a zoo in Linz, they say."]))
    assert (article.title, article.published) == ("Linz Zoo", None)
    assert [text for kind, text in blocks(article) if kind == "item"] == lines


def test_day_of_an_opening_is_not_that_of_publication() -> None:
    article = read_text("Linz Zoo\n\nSpecies 350\nOpened 3 May 1926\n\nIt is a zoo in Linz, they say.")
    assert article.published is None
    assert "Opened 3 May 1926" in article.text


@pytest.mark.parametrize(
    "days",
    [
        "13-15 June 2023",
        "28 May – 1 June 2023",
        "June 13 to 15, 2023",
        "13 Jun 2023 - 15 Jun 2023",
        "Linz, 13–15 June 2023",
    ],
)
def test_days_of_an_event_stay_in_its_article(days: str) -> None:
    article = read_text(f"Linz Zoo Week\n{days}\n\nThe zoo in Linz opens its doors, they say.")
    assert days in article.text


def test_dateline_stays_and_gives_the_day_when_it_has_a_year() -> None:
    article = read_text("Tram opens\n\nBERN, 21 June 2019 -- The tram to the zoo runs. It is red.")
    assert blocks(article)[1][1] == "BERN, 21 June 2019 -- The tram to the zoo runs. It is red."
    assert datetime.date(2019, 6, 21) == article.published


def test_article_without_a_date_has_none() -> None:
    assert read_text("Tram opens\n\nBERN, June 21 (AB) -- The tram to the zoo runs. It is red.").published is None


def test_kicker_above_the_headline_is_the_publisher() -> None:
    article = read_text(
        "CITY OF BERN\nPress release, 27 August 2019\n\nTram to the zoo opens\n\nThe tram runs. It is red."
    )
    assert (article.title, article.publisher) == ("Tram to the zoo opens", "CITY OF BERN")


def test_layout_of_plain_text_becomes_blocks() -> None:
    text = (
        "Figures of the year\n\nThe year was good, the city says.\n\nTrams\n* 12 lines\n* 80 km\n\nBest stops\n\n"
        "1. Zoo\n2. Port\n\n| Line | Length |\n|------|--------|\n| Red | 5 km |\n\n"
        "Made by all of us.\n\n###\nContact: Ann"
    )
    assert blocks(read_text(text)) == [
        ("title", "Figures of the year"),
        ("paragraph", "The year was good, the city says."),
        ("heading", "Trams"),
        ("item", "12 lines"),
        ("item", "80 km"),
        ("heading", "Best stops"),
        ("item", "1. Zoo"),
        ("item", "2. Port"),
        ("row", "Line\tLength"),
        ("row", "Red\t5 km"),
        ("paragraph", "Made by all of us."),
    ]


def test_row_has_a_span_for_each_cell() -> None:
    article = read_text("Lines\n\nAll the lines of the town are here.\n\nLine\tLength\nRed\t5 km\n")
    head, row = [block for block in article.blocks if block.kind is BlockKind.ROW]
    assert head.header
    assert not row.header
    assert [cell.of(article.text) for cell in row.cells] == ["Red", "5 km"]


def test_lines_broken_at_a_column_are_joined() -> None:
    text = (
        "Tram opens\n\nThe city of Bern has opened a tram that runs to the\nzoo and back, and it has cost less than was"
        " planned for\nit by the council."
    )
    assert len(read_text(text).blocks) == 2


def test_page_saved_line_by_line_loses_menu_and_related_stories() -> None:
    menu = "Example Daily\nHome\nWorld\nBusiness\nSports\nPhotos\nVideo\nOpinion\nSearch\n"
    body = "Tram opens in Bern\nBy Ann Lee    16:28, June 23, 2017\nTram opens in Bern\n\n" + PROSE.replace(
        ". ", ".\n\n"
    )
    tail = "\n\nRelated stories\nLinz mayor wins prize\nMost read\n1 Graz hosts fair\nCopyright 2017\n"
    article = read_text(menu + body + tail)
    assert ("Tram opens in Bern", datetime.date(2017, 6, 23)) == (article.title, article.published)
    assert f"Tram opens in Bern\n{PROSE}" == article.text.replace(".\n", ". ")


# -- one-line dumps -------------------------------------------------------------------------

MENU = "Skip to main content Home News Business Sport Culture Video Search USD 1.09 "
TAIL = " Tags: tram, Lahti Related stories Linz mayor Eva Hof wins prize Graz to host fair from 3 to 5 May © Example"
OPEN = "Lahti opens first tram"


@pytest.mark.parametrize(
    "over",
    [
        "March 3, 2021",
        "By Ann Lee | 3 March 2021",
        "Published 2 days ago on Wednesday, March 3, 2021 By Staff Writer",
        "10:12, March 03, 2021",
        "Updated: 2021-03-03 09:12 (Example News)",
        "Wed, 3 Mar 2021 13:29:28 GMT Share on Facebook Share on Twitter",
    ],
)
def test_one_line_dump_gives_its_article_headline_and_day(over: str) -> None:
    dump = f"{OPEN} - Example Daily Thursday, Mar 4, 2021 {MENU} {OPEN} {over} {PROSE}{TAIL}"
    article = read_text(dump)
    assert ("Lahti opens first tram", datetime.date(2021, 3, 3)) == (article.title, article.published)
    assert f"Lahti opens first tram\n{PROSE}" == article.text


def test_dateline_begins_a_dumped_article() -> None:
    article = read_text(f"{MENU} Graz fair opens OSLO, Nov. 18 (AB) -- {PROSE}{TAIL}")
    assert article.text.endswith(f"\nOSLO, Nov. 18 (AB) -- {PROSE}")


def test_list_in_a_dump_becomes_items() -> None:
    lines = "The lines: • Red: 5 km • Blue: 7 km • Green: 9 km. They run daily."
    dump = f"{MENU} > News Graz leads list 3 March 2021 {PROSE} {lines}{TAIL}"
    article = read_text(dump)
    assert [text for kind, text in blocks(article) if kind == "item"] == ["Red: 5 km", "Blue: 7 km", "Green: 9 km."]


def test_leaked_script_and_entities_of_a_dump_are_gone() -> None:
    script = "fix.all('div, ul');"
    dump = f"{OPEN} - Example {script} {MENU} News &amp;gt;&amp;gt; {OPEN} 3 March 2021 {PROSE}{TAIL}"
    assert f"Lahti opens first tram\n{PROSE}" == read_text(dump).text


def test_one_line_of_prose_stays_whole() -> None:
    assert f"{PROSE} {PROSE}" == read_text(f"{PROSE} {PROSE}").text


@pytest.mark.skipif(
    not SHANGHAI.exists(), reason="the published article is not part of the project: ../shared is absent"
)
def test_published_page_gives_its_story_and_nothing_beside_it() -> None:
    article = read_text(SHANGHAI.read_text(encoding="utf-8"))
    title, story = article.text.split("\n")
    assert (title, datetime.date(2020, 11, 19)) == (article.title, article.published)
    assert title.startswith("Shanghai named world")
    assert story.startswith("SHANGHAI, Nov. 18 (Xinhua) -- ")
    assert story.endswith("security to its residents.")
    assert story.count(". ") - story.count("Nov. ") == 9


# -- HTML -----------------------------------------------------------------------------------

PAGE = f"""<!doctype html><html lang="en"><head><title>Tram for Lahti | Example Daily</title>
<meta property="og:site_name" content="Example Daily"><link rel="canonical" href="https://example.org/tram">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Tram for Lahti","dateModified":"2021-03-09",
"datePublished":"2021-03-03T08:00:00Z"}}</script></head><body>
<div id="cookie-banner">We use cookies. <button>OK</button></div><nav><ul><li>Home</li><li>News</li></ul></nav>
<article><h1>Tram for Lahti</h1>
<p class="byline">By Ann Lee &middot; <time datetime="2021-03-05">5 March 2021</time></p>
<p>{STORY}</p><p style="display:none">Hidden words about Graz.</p><h2>The lines</h2>
<ul><li>Red: <b>5 km</b></li><li>Blue: 7 km</li></ul>
<table><caption>Riders</caption><tr><th>Line</th><th>A day</th></tr><tr><td>Red</td><td>7,000</td></tr>
<tr><td>Blue</td><td>5,000</td></tr></table>
<p>A second line is to follow when the money is there, and it would go to the university.</p></article>
<aside><h3>Most read</h3><ol><li>Linz mayor wins prize</li></ol></aside>
<div class="related"><a href="#">Graz to host fair</a></div><footer>&copy; 2021 Example Daily</footer></body></html>"""


def test_html_page_gives_its_blocks_and_metadata() -> None:
    article = read_text(PAGE)
    assert blocks(article) == [
        ("title", "Tram for Lahti"),
        ("paragraph", STORY),
        ("heading", "The lines"),
        ("item", "Red: 5 km"),
        ("item", "Blue: 7 km"),
        ("caption", "Riders"),
        ("row", "Line\tA day"),
        ("row", "Red\t7,000"),
        ("row", "Blue\t5,000"),
        ("paragraph", "A second line is to follow when the money is there, and it would go to the university."),
    ]
    assert [block.header for block in article.blocks if block.kind is BlockKind.ROW] == [True, False, False]
    assert (datetime.date(2021, 3, 3), "Example Daily", "https://example.org/tram") == (
        article.published,
        article.publisher,
        article.url,
    )


def test_boxes_of_one_make_are_rows() -> None:
    cards = "".join(
        f'<div class="c"><div class="n">{name}</div><div class="r">{role}</div></div>'
        for name, role in (("Ann Lee", "Mayor of Bern"), ("Bo Ek", "Mayor of Lund"), ("Cy Oz", "Chair"))
    )
    article = read_text(f"<html><body><h1>Speakers of the fair</h1><p>{PROSE}</p><div>{cards}</div></body></html>")
    assert "Ann Lee\tMayor of Bern" in article.text


def test_day_seen_near_the_headline_counts_and_one_in_the_prose_does_not() -> None:
    page = "<html><body><h1>Tram opens in Bern</h1>{}<p>" + PROSE + " It was on 4 May 1999.</p></body></html>"
    assert datetime.date(2021, 3, 3) == read_text(page.format('<div class="date">3 March 2021</div>')).published
    assert read_text(page.format("")).published is None


# -- JSON lines, files and folders ------------------------------------------------------------


def lines_of(*records: object) -> bytes:
    return "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records).encode()


def test_json_lines_are_articles_named_by_url_id_or_line(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(
        lines_of(
            {"url": "https://example.org/1", "title": "Tram", "text": STORY, "published": "2021-03-03"},
            "",
            {"id": "two", "html": PAGE},
            {"text": STORY},
        )
    )
    found = [item for item in read([str(path)]) if isinstance(item, Article)]
    assert ["https://example.org/1", "two", f"{path.as_posix()}#4"] == [article.source for article in found]
    assert ("Tram", datetime.date(2021, 3, 3)) == (found[0].title, found[0].published)
    assert found[1].title == "Tram for Lahti"


def test_folder_is_walked_in_order_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.html", "sub/.hidden.txt", ".git/x.txt", "noend", "logo.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(PAGE if name.endswith("html") else PROSE, encoding="utf-8")
    found = list(read([str(tmp_path)]))
    assert [Path(item.source).relative_to(tmp_path).as_posix() for item in found] == [
        "a.md",
        "b.txt",
        "logo.png",
        "noend",
        "sub/c.html",
    ]
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["not an article: .png"]


def test_glob_and_single_file_keep_the_name_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt"):
        Path(name).write_text(PROSE, encoding="utf-8")
    assert [item.source for item in read(["*.txt", "b.txt"])] == ["a.txt", "b.txt", "b.txt"]


def test_standard_input_is_one_article_or_json_lines() -> None:
    text, *rest = read(["-"], stdin=io.BytesIO(PROSE.encode()))
    assert isinstance(text, Article)
    assert not rest
    found = list(read(["-"], stdin=io.BytesIO(lines_of({"id": "1", "text": PROSE}, "{broken"))))
    assert [("1", Article), ("stdin#2", Skipped)] == [(item.source, type(item)) for item in found]


def test_missing_input_alone_is_an_error_and_among_others_is_skipped(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text(PROSE, encoding="utf-8")
    with pytest.raises(InputError, match=r"cannot read nowhere.txt: .*check the name"):
        list(read(["nowhere.txt"]))
    skipped, article = read(["nowhere.txt", str(good)])
    assert Skipped(source="nowhere.txt", reason="does not exist") == skipped
    assert isinstance(article, Article)


# -- laws -----------------------------------------------------------------------------------


def assert_sound(article: Article) -> None:
    """The blocks are in order, disjoint, not blank, and cover the text but for the line ends between them."""
    end = -1
    for block in article.blocks:
        assert end + 1 == block.span.start <= block.span.end
        assert block.span.of(article.text).strip()
        assert "\n" not in block.span.of(article.text)
        end = block.span.end
        if block.kind is BlockKind.ROW:
            assert "\t".join(cell.of(article.text) for cell in block.cells) == block.span.of(article.text)
    assert len(article.text) == end


PIECES = st.sampled_from(
    ["Tram opens", "The city has a tram, and it is the first of them.", "3 May 2021", "\n", "\n\n", "* Red", "- Blue",
     "1. Zoo", "a\tb", "| a | b |", "Related stories",
     "<p>", "</p>", "<table><tr><td>", "<div>", "By Ann Lee", "###", " "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_blocks_cover_the_text_in_order(text: str) -> None:
    """Law: whatever the layout, each character of the text but the line ends is in one block."""
    found = article_of("x", text.encode())
    if isinstance(found, Article):
        assert_sound(found)
        assert found == article_of("x", text.encode())


TICKER = (
    "HARBOUR WIRE ~ Sport ~ Weather ~ Mayor of Riga visits ~ Tram 12 back on Monday ~ Ferry for 30,000 people opens "
    "GDANSK, Poland, May 3, 2021 (HW). The new ferry across the bay carried its first passengers on Saturday, and the "
    "mayor was among them. It takes forty minutes, which is half of what the bus needs, and it runs from six in the "
    "morning until midnight. In the first year the city counts on a million passengers, said the harbour office, and "
    "on fewer cars in the old town. ~ Oslo wins Night Prize ~ Webmaster ~ Best viewed at night ~ Index"
)


def test_entries_of_a_ticker_are_no_article() -> None:
    article = article_of("dump.txt", TICKER.encode())
    assert isinstance(article, Article)
    assert "Mayor of Riga" not in article.text
    assert "Oslo wins" not in article.text
    assert "carried its first passengers" in article.text


def test_dateline_with_a_full_date_opens_the_article() -> None:
    line = TICKER.replace("~ ", "").replace("GDANSK, Poland, May 3, 2021 (HW).", "Gdansk, 3 May 2021")
    article = article_of("dump.txt", (line + " Related stories Oslo wins Night Prize").encode())
    assert isinstance(article, Article)
    assert article.text.split("\n")[-1].startswith("Gdansk, 3 May 2021")
