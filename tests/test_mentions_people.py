"""People are found with their full names, and places, bodies and titles are not taken for them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from kg.mentions import annotate, people
from kg.mentions.person_names import short_forms
from kg.model import Article, Document, PersonMention
from kg.read import article_of

NAMED = [
    ("Mayor Anne Duval spoke first.", ["Anne Duval"]),
    ("The guests met HH Sheikh Mohammed bin Rashid Al Maktoum in Dubai.", ["Mohammed bin Rashid Al Maktoum"]),
    ("It was said by Jan van der Laan, mayor of Delft.", ["Jan van der Laan"]),
    ("Prof. Dr. Siân O'Neill-Berwick, director of the museum, was pleased.", ["Siân O'Neill-Berwick"]),
    ("CEO of Acme Robotics, Pat Q. Hooper, will speak.", ["Pat Q. Hooper"]),
    ("Wu Ling's plan was praised. Wu said it would cost little.", ["Wu Ling", "Wu Ling"]),
    ("Council chief Stephanie Rawlins-Blakey spoke. Ms Rawlins-Blakey left early.", ["Stephanie Rawlins-Blakey"] * 2),
    ("Mayor Bowden announced the result.", ["Bowden"]),
    ("The Governor, D.Batbayar, signed it.", ["D.Batbayar"]),
    ("League president Atty. Rogelio Sumu gave out the trophies.", ["Rogelio Sumu"]),
    ("Jonas Berg, the mayor, Ola Lund and Nina Vik opened the line.", ["Jonas Berg", "Ola Lund", "Nina Vik"]),
    ("The commissioner D Hari and Mayor G Sowjan were on the dais.", ["D Hari", "G Sowjan"]),
    ("On Monday municipal commissioner D K Parmar left.", ["D K Parmar"]),
    ("Minister of Environment and Urbanisation Tama Parat came.", ["Tama Parat"]),
    ("Mayor of Tallinn Mihhail Kolv (Center) said so.", ["Mihhail Kolv"]),
    ("Mayor Park Ji-won met Governor Green.", ["Park Ji-won", "Green"]),
]
NOBODY = [
    "Papua New Guinea won in Port Harcourt.",
    "Mayor of Buenos Aires and San Francisco officials met.",
    "The Smart City Expo World Congress opened in Barcelona on Monday.",
    "He is Chief Operating Officer of the European Commission.",
    "It is given every two years by the King Rashid II Center for Excellence.",
]
# sha256 of weights: those of the official en_core_web_sm 3.8.0 (its RECORD lists them in base64)
WEIGHTS = {
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
}


def document(text: str) -> Document:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    return annotate(article)


def named(text: str) -> list[str]:
    return [mention.name for mention in document(text).all(PersonMention)]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_people_are_named_in_full(text: str, names: list[str]) -> None:
    assert names == named(text)


@pytest.mark.parametrize("text", NOBODY)
def test_places_bodies_and_events_are_no_people(text: str) -> None:
    assert named(text) == []


def test_span_holds_the_name_alone() -> None:
    read = document("Dr Akello Nandi's speech moved Mayor Tom Tatum, 61, of Leeds.")
    assert [read.quote(m.span) for m in read.all(PersonMention)] == ["Akello Nandi", "Tom Tatum"]


def test_spans_of_people_do_not_overlap() -> None:
    spans = [m.span for m in document("Mayor Jan van der Laan met Laan and Ms van der Laan.").all(PersonMention)]
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_long_words_behind_a_post_are_read_in_time() -> None:
    start = time.process_time()
    named("News\n\nAnn Lee, director, transportation engineering maintenance administration unit with Bob Ray came.")
    assert time.process_time() - start < 5


def test_surname_may_come_first() -> None:
    assert short_forms("Wu Ling") == ("Ling", "Wu")


def test_rules_find_people_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MODELS", ())
    people.model.cache_clear()
    try:
        assert named("Mayor Anne Duval met Omar Haddad, president of the club.") == ["Anne Duval", "Omar Haddad"]
    finally:
        people.model.cache_clear()


def test_reading_twice_gives_the_same() -> None:
    text = " ".join(sentence for sentence, _ in NAMED)
    assert named(text) == named(text)


@pytest.mark.parametrize("name", WEIGHTS)
def test_model_is_the_official_one(name: str) -> None:
    spec = next((s for s in map(find_spec, people.MODELS) if s), None)
    if spec is None or spec.origin is None:
        pytest.skip("no model installed")
    file = next(Path(spec.origin).parent.glob(f"*/{name}"))
    assert WEIGHTS[name] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_company_is_nobody() -> None:
    assert not named("Uwe Brandt AG opened its fair in Bremen, and Messe Nord GmbH was there.")


def test_recognizer_is_loaded_without_what_else_is_installed(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("import pathlib\npathlib.Path(__file__).with_name('loaded').touch()\n")
    code = "from kg.mentions import people; assert people.model(); import torch"
    for script, is_loaded in ((code.removesuffix("; import torch"), False), (code, True)):
        subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=True)
        assert (tmp_path / "loaded").exists() is is_loaded, script
