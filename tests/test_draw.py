"""Pictures of the graph: readable, true to the limits they name, self-contained, the same bytes each time."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest
from conftest import Command
from hostile import PAYLOADS, fill
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.draw import layout, lettering, palette, picture, raster
from kg.draw.selection import Link, Selection, Spot
from kg.draw.wording import said
from kg.model import Kind
from kg.store import Store

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"
STYLE = ROOT / "kg" / "web" / "static" / "style.css"
THINGS = (("Vienna", 2), ("Shanghai", 2), ("Access City Award", 1))

Rectangle = tuple[float, float, float, float]


def names(svg: str) -> list[tuple[str, Rectangle]]:
    """Each line of a label with the room that it takes."""
    found = []
    for text in ET.fromstring(svg).iter(f"{SVG}text"):
        classes = text.get("class", "").split()
        if "name" in classes:
            size, x, y = (float(text.get(key, "")) for key in ("font-size", "x", "y"))
            half = lettering.width(text.text or "", size, strong="strong" in classes) / 2
            found.append((text.text or "", (x - half, y - 0.72 * size, x + half, y + 0.2 * size)))
    return found


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def marks(svg: str) -> list[str]:
    """The titles of the marks."""
    return [
        element.findtext(f"{SVG}title", "") for element in ET.fromstring(svg).iter() if element.get("class") == "spot"
    ]


def notes(svg: str) -> str:
    return ET.fromstring(svg).findtext(f"{SVG}desc", "")


@pytest.mark.parametrize(("what", "depth"), [*THINGS, (None, 1)])
def test_names_do_not_collide_and_stand_inside(sample: kg.KnowledgeGraph, what: str | None, depth: int) -> None:
    svg = sample.draw(what, depth=depth)
    found = names(svg)
    assert len(found) >= len(marks(svg)) > 2
    assert [(a, b) for (a, one), (b, other) in combinations(found, 2) if overlap(one, other)] == []
    width, height = (float(ET.fromstring(svg).get(side, "")) for side in ("width", "height"))
    assert all(x1 >= 0 and y1 >= 0 and x2 <= width and y2 <= height for _, (x1, y1, x2, y2) in found)


def test_picture_shows_the_thing_its_neighbours_and_how_they_are_linked(sample: kg.KnowledgeGraph) -> None:
    svg = sample.draw("Vienna")
    assert {"Austria", "Access City Award", "Michael Ludwig"} <= {title.partition(" (")[0] for title in marks(svg)}
    words = {text.text for text in ET.fromstring(svg).iter(f"{SVG}text") if text.get("class") == "words"}
    assert {"won 2025", "mayor", "95% (2024)"} <= words
    assert ET.fromstring(svg).findtext(f"{SVG}title") == "Vienna"


def test_each_thing_is_as_far_as_asked(sample: kg.KnowledgeGraph) -> None:
    titles = {depth: set(marks(sample.draw("Shanghai", depth=depth))) for depth in (1, 2)}
    assert len(titles[1]) == 3
    assert len(titles[2]) == 5


def test_limit_is_told_in_the_picture(sample: kg.KnowledgeGraph) -> None:
    svg = sample.draw("Vienna", depth=1, most=10)
    assert len(marks(svg)) == 10
    assert re.search(r"Not drawn: 5 more; at most 10 are, the nearest, then those with most facts", notes(svg))
    assert "Not drawn: 5 more" in svg.partition("</desc>")[2]


def test_whole_graph_has_each_linked_thing(sample: kg.KnowledgeGraph) -> None:
    network = sample.to_networkx()
    linked = {data["label"] for iri, data in network.nodes(data=True) if network.degree(iri)}
    assert linked == {title.rpartition(" (")[0] for title in marks(sample.draw())}


def test_whole_graph_with_a_limit_keeps_what_has_most_facts(sample: kg.KnowledgeGraph) -> None:
    svg = sample.draw(most=40)
    assert len(marks(svg)) <= 40
    assert {"European Green Capital", "Vienna"} <= {title.partition(" (")[0] for title in marks(svg)}
    assert "Not drawn" in notes(svg)


def test_legend_names_the_kinds_that_occur_and_no_other(sample: kg.KnowledgeGraph) -> None:
    svg = sample.draw("Shanghai")
    keys = {text.text for text in ET.fromstring(svg).iter(f"{SVG}text") if text.get("class") == "key"}
    assert {"city", "country or region", "event", "where and when held", "where it lies"} == keys


def test_same_bytes_in_every_process_and_on_simpler_processors(
    command: Command, sample_store: Path, tmp_path: Path
) -> None:
    pictures = []
    simpler = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4", "PYTHONWARNINGS": "ignore"}
    for seed, simple in (("1", {}), ("2", simpler)):
        path = tmp_path / f"{seed}.svg"
        subprocess.run(
            [sys.executable, "-m", "kg", "draw", "Vienna", "--store", sample_store, "--depth", "2", "-o", path],
            check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, **simple}, capture_output=True,
        )  # fmt: skip
        pictures.append(path.read_bytes())
    assert pictures[0] == pictures[1]
    assert pictures[0] == command("draw", "Vienna", "--store", sample_store, "--depth", "2").stdout


def test_picture_carries_its_font_and_asks_nobody(sample: kg.KnowledgeGraph) -> None:
    svg = sample.draw("Vienna", depth=2)
    assert "url(data:font/woff2;base64," in svg
    assert {"http://www.w3.org/2000/svg"} == set(re.findall(r"https?://[^\"'\s<)]+", svg))
    identifiers = [element.get("id") for element in ET.fromstring(svg).iter() if element.get("id")]
    assert sorted(set(map(str, identifiers))) == sorted(map(str, identifiers))


def test_png_has_the_size_asked_for(command: Command, sample_store: Path, tmp_path: Path) -> None:
    sizes = {}
    for density in ("1", "2"):
        path = tmp_path / f"{density}.png"
        command("draw", "Shanghai", "--store", sample_store, "-o", path, "--density", density)
        data = path.read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert b"tIME" not in data
        sizes[density] = (int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
    assert (2 * sizes["1"][0], 2 * sizes["1"][1]) == sizes["2"]


def test_png_has_letters(sample: kg.KnowledgeGraph) -> None:
    svg = sample.draw("Shanghai")
    assert raster.png(svg) == raster.png(svg)
    assert len(raster.png(svg)) > 1.2 * len(raster.png(re.sub(r"<text[^>]*>[^<]*</text>", "", svg)))


def test_without_the_library_a_png_says_what_to_install(sample_store: Path, tmp_path: Path) -> None:
    code = "import sys; sys.modules['resvg_py'] = None; from kg.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "draw", "Shanghai", "-s", sample_store, "-o", tmp_path / "x.png"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 2
    assert "citykg[draw]" in done.stderr
    assert not (tmp_path / "x.png").exists()


def test_unknown_thing_is_wrong_usage(command: Command, sample_store: Path) -> None:
    assert "cannot draw 'Atlantis'" in command("draw", "Atlantis", "--store", sample_store, code=2).stderr


def test_empty_store_is_said_to_be_empty(command: Command, tmp_path: Path) -> None:
    Store.create(tmp_path / "empty").close()
    assert "it has no facts" in command("draw", "--store", tmp_path / "empty", code=2).stderr


def test_names_from_the_web_are_only_names(tmp_path: Path) -> None:
    with Store.create(tmp_path / "store") as store:
        fill(store)
    with kg.open(tmp_path / "store") as graph:
        svg = graph.draw()
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "g", "text", "line", "circle", "polygon"}
    assert not any(name.startswith("on") for element in ET.fromstring(svg).iter() for name in element.attrib)
    assert not re.search("[\u202a-\u202e\u200b]", svg)
    assert len(marks(svg)) > len(PAYLOADS)


def test_other_scripts_are_drawn_with_room() -> None:
    spots = [
        Spot(iri=iri, label=label, kind=Kind.CITY, distance=0, facts=1)
        for iri, label in (("a", "上海\x0b"), ("b", "Αθήνα"), ("c", "Long " * 60))
    ]
    links = [Link(start="a", end=end, kind="Location", words="in") for end in "bc"]
    selection = Selection(
        title="上海", spots=tuple(spots), links=tuple(links), facts=2, articles=1, depth=None, most=9, left_out=0
    )
    svg = picture.svg(selection)
    assert "上海" in names(svg)[0][0]
    assert not any(overlap(one, other) for (_, one), (_, other) in combinations(names(svg), 2))
    assert any(line.endswith("…") for line, _ in names(svg))
    assert raster.png(svg).startswith(b"\x89PNG")


def test_colours_are_those_of_the_pages() -> None:
    light = STYLE.read_text(encoding="utf-8").partition("@media")[0]
    named = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
    assert {kind: named[kg.namespaces.kebab(kind.value)] for kind in Kind} == palette.COLOURS


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_a_mark_of_its_own_that_stands_out_from_the_paper(kind: Kind) -> None:
    shapes = {re.sub(r' fill="[^"]*"', "", palette.mark(other, 0, 0, 10)) for other in Kind}
    assert len(Kind) == len(shapes)
    assert contrast(palette.COLOURS[kind], palette.PAPER) >= 3  # WCAG 2.2, 1.4.11 for graphical objects


def contrast(one: str, other: str) -> float:
    """By WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


WON = {"relation": "award", "result": "winner"}
FIGURE = {"relation": "metric", "value": "2.5"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([{**WON, "result": "ranked", "rank": "3", "year": "2024"}], "ranked no. 3, 2024"),
        ([{**WON, "year": str(year)} for year in range(2010, 2016)], "won 6 times, 2010 to 2015"),
        ([WON], "won"),
        ([{"relation": "of", "role": "mayor", "status": "former"}], "former mayor"),
        ([{**FIGURE, "unit": "%", "asOf": "2024-05-01", "modality": "target"}], "target 2.5% (2024)"),
        ([{**FIGURE, "valueMax": "120", "unit": "km"}], "2.5–120 km"),
        ([FIGURE, {**FIGURE, "value": "2"}], "2 figures"),
        ([{"relation": "city", "startDate": "2025-05-01"}], "held in 2025"),
        ([{"relation": "city", "year": "2027", "status": "planned"}], "planned in 2027"),
        ([{"relation": "place"}], "in"),
    ],
)
def test_links_speak(facts: list[dict[str, str]], words: str) -> None:
    assert words == said(facts)


sizes = st.builds(layout.Box, width=st.floats(10, 200, allow_nan=False), height=st.floats(10, 60, allow_nan=False))


@settings(max_examples=25, deadline=None)
@given(boxes=st.lists(sizes, min_size=1, max_size=12), data=st.data())
def test_boxes_never_overlap_and_order_does_not_matter(boxes: list[layout.Box], data: st.DataObject) -> None:
    """Law: whatever is linked, no two boxes overlap, and the places do not depend on the order of the input."""
    things = {f"n{at}": box for at, box in enumerate(boxes)}
    ends = st.tuples(st.sampled_from(sorted(things)), st.sampled_from(sorted(things))).filter(lambda e: e[0] != e[1])
    pairs = data.draw(st.lists(ends, max_size=20)) if len(things) > 1 else []
    places = layout.place(things, pairs, 100)
    taken = [
        (x - things[n].width / 2, y - things[n].height / 2, x + things[n].width / 2, y + things[n].height / 2)
        for n, (x, y) in places.points.items()
    ]
    assert not any(overlap(one, other) for one, other in combinations(taken, 2))
    assert places == layout.place(dict(reversed(things.items())), list(reversed(pairs)), 100)


def test_widths_are_those_of_the_fonts() -> None:
    fonts = pytest.importorskip("fontTools.ttLib")
    for at, name in enumerate(raster.FONTS):
        font = fonts.TTFont(ROOT / "kg" / "draw" / "fonts" / name)
        word = "Ljubljana Łódź"
        units = sum(font["hmtx"][font.getBestCmap()[ord(letter)]][0] for letter in word)
        assert units / font["head"].unitsPerEm == pytest.approx(lettering.width(word, 1, strong=bool(at)), abs=0.01)
