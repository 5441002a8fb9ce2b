from __future__ import annotations

import datetime
import time
from dataclasses import replace

import pytest

from kg.mentions import annotate
from kg.mentions.descriptions import city_meant, city_of_body, main_city
from kg.mentions.gazetteer import capitals_in, cities_called, largest_in, names_in, places_called
from kg.model import Article, CityMention, Document, PlaceMention, Span
from kg.read import article_of


def document(text: str, published: datetime.date | None = None) -> Document:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    return annotate(replace(article, published=published))


def cities(text: str) -> list[tuple[str, str | None]]:
    return [(m.name, m.country) for m in document(text).all(CityMention)]


def places(text: str) -> list[str]:
    return [m.name for m in document(text).all(PlaceMention)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She left Xi’an for Kyiv and then Sao Paulo.", [("Xi’an", "CN"), ("Kyiv", "UA"), ("Sao Paulo", "BR")]),
        ("The trams of Saint-Étienne and St Petersburg are old.", [("Saint-Étienne", "FR"), ("St Petersburg", "RU")]),
        ("They met in Bombay, Peking and Bangalore.", [("Bombay", "IN"), ("Peking", "CN"), ("Bangalore", "IN")]),
        ("The mayor of Washington, D.C., spoke.", [("Washington, D.C.", "US")]),
        ("They chose Melbourne, Florida, over Cambridge, Mass.", [("Melbourne", "US"), ("Cambridge", "US")]),
        ("Pakistan's team trained in Hyderabad, in Sindh, in Pakistan.", [("Hyderabad", "PK")]),
        ("The town of Little Hollow elected a mayor.", [("Little Hollow", None)]),
        ("Trams run in Santa Marta de Tormes and San Cristóbal de La Laguna, none in Castro do Rio.", []),
        ("It was made in Oberdorf, Switzerland, by hand.", [("Oberdorf", "CH")]),
        ("Singapore is a city and a country.", [("Singapore", "SG")]),
        ("The libraries of Leeds, Bath and York won.", [("Leeds", "GB"), ("Bath", "GB"), ("York", "GB")]),
        ("He lives in Reading. Houston is bigger.", [("Reading", "GB"), ("Houston", "US")]),
    ],
)
def test_cities_are_found(text: str, found: list[tuple[str, str | None]]) -> None:
    assert found == cities(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nice work, said the reading group in March.",
        "Households in Scotland recycle more. Living in China has become dearer.",
        "Charlotte Brown and Sydney Adams came with Austin Powell.",
        "The University of Manchester and the Bank of Boston signed.",
        "Manchester United beat Inter Milan at Oxford Road.",
        "The Paris Agreement and the Kyoto Protocol are treaties.",
        "Police say most people left before May and the sale was off.",
        "Dr. Lincoln and Mr Preston were there, too.",
        "UNESCO named it a City of Literature and a City of Design.",
    ],
)
def test_other_names_and_words_are_no_cities(text: str) -> None:
    assert cities(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chinese and U.S. officials met in the UK.", ["Chinese", "U.S.", "UK"]),
        ("The state of Victoria and Western Australia agree.", ["Victoria", "Western Australia"]),
        ("The Scottish city of Perth has a Scottish pub.", ["Scottish"]),
        ("Kyoto Prefecture has many temples.", ["Kyoto"]),
        ("It snowed in Ann Arbor, Mich., again.", ["Mich."]),
        ("Mr Jordan said so.", []),
    ],
)
def test_places_are_found(text: str, found: list[str]) -> None:
    assert found == places(text)


def test_a_name_that_the_article_places_once_is_that_city_everywhere() -> None:
    found = document("Springfield, Illinois, has a zoo. Many people in Springfield like it.").all(CityMention)
    assert [m.region for m in found] == ["Illinois", "Illinois"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Vilnius is European Green Capital 2025. It follows Valencia, the Green Capital of 2024.", "ES"),
        ("The mayors of Lyon, Turin and Valencia met in Graz.", "ES"),
        ("The mayors of Bogotá, Lima, Caracas and Valencia met.", "VE"),
        ("Valencia is a city.", "VE"),  # the larger one, where nothing tells
    ],
)
def test_a_namesake_on_the_continent_of_the_article_is_meant(text: str, country: str) -> None:
    assert ("Valencia", country) in cities(text)


def test_a_small_namesake_has_no_geonames_id() -> None:
    (city,) = document("The fair is held in Tampere, Texas, in summer.").all(CityMention)
    assert (city.geonames_id, city.country, city.region) == (None, "US", "Texas")


def test_a_surname_is_no_city_unless_the_words_say_so() -> None:
    assert cities("Mary Houston was born in Houston. Houston later moved to a farm.") == [("Houston", "US")]


@pytest.mark.parametrize(
    ("line", "city", "day"),
    [
        ("SHANGHAI, Nov. 18 (Xinhua) -- {}", "Shanghai", datetime.date(2020, 11, 18)),
        ("(Athens, GA) – {}", "Athens", datetime.date(2020, 11, 20)),
        ("PARIS (AFP) - {}", "Paris", datetime.date(2020, 11, 20)),
        ("BEIJING, March 3, 2019 — {}", "Beijing", datetime.date(2019, 3, 3)),
        ("Mumbai, 2 June: {}", "Mumbai", datetime.date(2020, 6, 2)),
        ("Rome said no: {}", None, datetime.date(2020, 11, 20)),
    ],
)
def test_the_dateline_gives_city_and_day(line: str, city: str | None, day: datetime.date) -> None:
    text = line.format("The council said that it would build more homes for people who work in the centre.")
    found = document(text, published=datetime.date(2020, 11, 20))
    assert (city, day) == (found.dateline_city and found.dateline_city.name, found.anchor)


def test_a_city_and_a_colon_open_an_article() -> None:
    told = "The municipal corporation has bought forty electric buses and will put them on the road in the next month."
    found = document(f"New buses\n\nPune: {told} Fares stay as they are.\n\nSurat: {told}\n")
    assert found.dateline_city is not None
    assert found.dateline_city.name == "Pune"
    assert document(f"Two cities\n\nThey buy buses.\n\nAnd trams.\n\nPune: {told}\n").dateline_city is None


def test_a_dateline_of_december_read_in_january_is_of_last_year() -> None:
    text = "OSLO, Dec. 30 (NTB) -- The council said that it would build more homes for people who work in town."
    assert datetime.date(2019, 12, 30) == document(text, published=datetime.date(2020, 1, 2)).anchor


@pytest.mark.parametrize(
    ("text", "words", "city"),
    [
        ("Lahti won. Lille lost. The Finnish city was glad.", "The Finnish city", "Lahti"),
        ("Guayaquil lost to Ecuador's capital.", "Ecuador's capital", "Quito"),
        ("Graz grows. The city has more parks.", "The city", "Graz"),
        ("Graz grows. The Spanish city does not.", "The Spanish city", None),
    ],
)
def test_a_description_stands_for_a_city(text: str, words: str, city: str | None) -> None:
    read = document(text)
    start = text.index(words)
    meant = city_meant(read, Span(start=start, end=start + len(words)))
    assert city == (meant and meant.name)


@pytest.mark.parametrize(
    "text",
    [
        "Rotterdam is the largest port in Europe, ahead of Antwerp and Hamburg. The city won.",
        "Rotterdam has a port. It is larger than Hamburg. The city won.",
        "Rotterdam, unlike Hamburg, has a metro. The city won.",
    ],
)
def test_what_a_city_is_compared_with_is_not_spoken_of(text: str) -> None:
    found, start = document(text), text.index("The city")
    meant = city_meant(found, Span(start=start, end=start + 8))
    assert meant is not None
    assert meant.name == "Rotterdam"


def test_the_main_city_is_the_one_most_named() -> None:
    city = main_city(document("Lille and Ghent work together. Ghent pays. People in Ghent are glad."))
    assert city is not None
    assert city.name == "Ghent"


def test_a_city_council_is_a_body_of_its_city() -> None:
    text = "Barcelona City Council voted."
    city = city_of_body(document(text), Span(start=0, end=text.index(" voted")))
    assert city is not None
    assert city.name == "Barcelona"


def test_names_are_matched_longest_first_and_with_their_capitals() -> None:
    text = "New York City, West Virginia and a nice port"
    assert [text[n.start : n.end] for n in names_in(text)] == ["New York City", "West Virginia"]


def test_capitals_and_largest_cities_are_known() -> None:
    (turkey,) = (p for p in places_called("Turkey") if not p.adjective)
    assert [city.name for city in capitals_in(turkey)] == ["Ankara"]
    assert [city.name for city in largest_in(turkey)] == ["Istanbul"]


def test_every_city_has_a_country_and_namesakes_are_ranked_by_size() -> None:
    springfields = cities_called("Springfield")
    assert len(springfields) > 2
    assert sorted(springfields, key=lambda city: -city.population) == list(springfields)
    assert all(len(city.country) == 2 for city in springfields)


def test_a_long_line_of_junk_is_read_in_time() -> None:
    from kg.mentions.places import find

    text = "The town of New York, in Paris (Texas, US) AND the mayor of " * 4_000
    article = article_of("case.txt", b"It is a sentence about a city.")
    assert isinstance(article, Article)
    start = time.process_time()
    found = list(find(Document(article=replace(article, text=text), sentences=())))
    assert found
    assert time.process_time() - start < 20
