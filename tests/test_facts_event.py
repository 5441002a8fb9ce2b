from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kg import encoder
from kg.facts import event, event_reader, event_slots, read_facts
from kg.mentions import annotate
from kg.model import Article, Hosting, HostingStatus, Recurrence
from kg.read import article_of


def facts(text: str, published: datetime.date | None = None) -> list[Hosting | Recurrence]:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    found = event.find(annotate(replace(article, published=published or article.published)))
    return [fact for fact in found if isinstance(fact, Hosting | Recurrence)]


def hosting(text: str, published: datetime.date | None = None) -> Hosting:
    (fact,) = facts(text, published)
    assert isinstance(fact, Hosting)
    return fact


def test_a_described_series_is_a_recurrence_and_no_hosting() -> None:
    (fact,) = facts("Since 2009 the Lakeside Jazz Festival has been held in Geneva every July.")
    assert isinstance(fact, Recurrence)
    assert (
        fact.series.name,
        [city.name for city in fact.city],
        fact.since,
        fact.month,
    ) == ("Lakeside Jazz Festival", ["Geneva"], 2009, 7)


def test_a_triennial_series_says_how_often() -> None:
    (fact,) = facts("The Harbour World Congress takes place in Oslo every three years.")
    assert isinstance(fact, Recurrence)
    assert fact.frequency == "triennial"


def test_mentions_of_one_edition_make_one_fact_with_all_their_evidence() -> None:
    text = (
        "Porto is getting ready for the Harbour Cities Forum.\n\n"
        "The Harbour Cities Forum opens on 3 May 2022. The forum is organised by nobody in particular.\n\n"
        "Until 6 May 2022 the Harbour Cities Forum expects 900 guests in Porto."
    )
    fact = hosting(text)
    assert [city.name for city in fact.city] == ["Porto"]
    assert datetime.date(2022, 5, 3) == fact.start_date
    assert len(fact.evidence) >= 3


def test_what_one_sentence_says_of_the_place_wins_over_what_is_assumed() -> None:
    text = "OSLO, 3 May 2022 - The Harbour Cities Forum has a new chair.\n\nThe Harbour Cities Forum was held in Porto."
    assert [city.name for city in hosting(text).city] == ["Porto"]


def test_a_day_at_an_event_is_not_its_length() -> None:
    fact = hosting("Seoul won a prize on Wednesday at the Harbour World Congress in Porto.", datetime.date(2022, 5, 5))
    assert (fact.year, fact.start_date, fact.end_date) == (2022, None, None)


def test_a_cancelled_edition_keeps_its_year_and_loses_its_dates() -> None:
    fact = hosting("The Harbour World Congress in Porto, planned for 3-6 May 2020, has been cancelled.")
    assert (fact.status, fact.year, fact.start_date) == (HostingStatus.CANCELLED, 2020, None)


def test_an_online_event_has_no_host_city() -> None:
    (fact,) = facts("OSLO, 3 May 2021 - The Harbour World Congress 2021 is held online.")
    assert isinstance(fact, Hosting)
    assert fact.city == ()


def test_the_body_that_runs_an_event_is_its_organizer() -> None:
    fact = hosting("The Harbour World Congress, organised by the World Health Organization, was held in Porto in 2019.")
    assert fact.organizer
    assert fact.organizer.name == "World Health Organization"


def test_a_table_of_events_gives_one_fact_a_row() -> None:
    page = (
        "<html><body><article><h1>Which fairs are off</h1><p>Here is what the organisers of the large trade fairs have "
        "told us so far about their plans for the coming season, fair by fair, with the new dates.</p><table>"
        "<tr><th>Event</th><th>Status</th><th>Date</th><th>Place</th></tr>"
        "<tr><td>Harbour Technology Show</td><td>Postponed</td>"
        "<td>Previously: 3-6 May 2020; currently: 7-9 September 2020</td><td>Porto, Portugal</td></tr>"
        "<tr><td>Lighthouse Expo</td><td>Canceled</td><td>March 3-7, 2020</td><td>Chicago</td></tr>"
        "</table></article></body></html>"
    )
    article = article_of("case.html", page.encode())
    assert isinstance(article, Article)
    found = {f.event.name: f for f in event.find(annotate(article)) if isinstance(f, Hosting)}
    assert datetime.date(2020, 9, 7) == found["Harbour Technology Show"].start_date
    assert (found["Lighthouse Expo"].year, found["Lighthouse Expo"].start_date) == (2020, None)


def test_an_article_without_events_gives_nothing() -> None:
    assert facts("The city council of Porto met on Monday. It has 40 members.", datetime.date(2022, 5, 5)) == []


def test_a_line_of_junk_is_read_in_reasonable_time() -> None:
    import time

    text = "The Harbour World Congress in Porto, " + "Porto in 2019, Lyon in 2020 and the Forum " * 2000
    start = time.process_time()
    facts(text)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("The Berlin Marathon on 29 September 2024 had 54,000 finishers.", ["Berlin"]),
        ("The Cairo International Book Fair opened on 24 January 2024.", ["Cairo"]),
        ("The Global Mobility Fair opened on 24 January 2024.", []),
    ],
)
def test_a_fair_named_after_its_city_is_held_there(text: str, cities: list[str]) -> None:
    assert [city.name for city in hosting(text).city] == cities


ELSEWHERE = """Harbour Congress to open in Oslo

The Harbour World Congress opens in Oslo on 4 May 2024 and ends on 6 May 2024.

In 2019, when the congress was held in Riga, 900 delegates came; the 2020 edition was cancelled.
"""


def test_editions_without_a_name_are_those_of_the_event_named_before() -> None:
    found = {(fact.event.name, fact.year) for fact in facts(ELSEWHERE) if isinstance(fact, Hosting)}
    assert found >= {("Harbour World Congress", 2024), ("Harbour World Congress", 2019)}


def test_without_weights_of_years_the_rules_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_reader, "linear", lambda _: None)
    found = {(fact.event.name, fact.year) for fact in facts(ELSEWHERE) if isinstance(fact, Hosting)}
    assert ("Harbour World Congress", 2024) in found


FAIR = (
    "Harbour Fair returns\n\nThe Harbour Fair has a new home. Ghent will have it next. Some 900 guests came to the "
    "Harbour Fair of 2019, and Lyon was proud of them. The city paid for it."
)


def test_without_an_encoder_editions_are_left_as_they_are() -> None:
    article = article_of("case.txt", FAIR.encode())
    assert isinstance(article, Article)
    document = annotate(article)
    with encoder.using(False):
        editions = [fact for fact in event.find(document) if isinstance(fact, Hosting)]
        assert list(event_slots.filled(document, editions)) == editions


def test_what_is_told_stands_beside_the_encoder() -> None:
    text = "The Harbour Cities Forum was held in Porto from 3 to 6 May 2022, organised by the Quay Foundation."
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    document = annotate(article)
    with encoder.using(False):
        editions = [fact for fact in event.find(document) if isinstance(fact, Hosting)]
    assert [city.name for edition in editions for city in edition.city] == ["Porto"]
    assert all(edition.start_date and edition.organizer for edition in editions)
    assert list(event_slots.filled(document, editions)) == editions


def test_year_before_a_name_is_that_of_the_edition() -> None:
    found = facts(
        "Mayors sign a deal\n\nThe mayors of Turin and Milan on Thursday signed a contract to host the 2025 World "
        "Senior Games, an event for athletes over 30.",
        datetime.date(2020, 11, 5),
    )
    assert {fact.year for fact in found if isinstance(fact, Hosting)} == {2025}


def test_final_rate_and_convention_centre_are_no_events() -> None:
    text = "Lyon's final turnout rate was 41.5 per cent. The Lyon Convention and Exhibition Centre won the bid."
    assert facts(text) == []


def test_city_that_lost_the_bid_and_home_of_a_winner_are_no_hosts() -> None:
    found = facts(
        "Turin hosts the World Senior Games in 2025. It was chosen in May, edging out Riga and the Australian "
        "city of Hobart. The games were last won by Ann Bell of Toronto."
    )
    cities = {city.name for fact in found if isinstance(fact, Hosting) for city in fact.city}
    assert cities == {"Turin"}


def hostings(text: str) -> list[Hosting]:
    return [fact for fact in facts(text) if isinstance(fact, Hosting)]


def test_event_that_will_not_occur_is_cancelled() -> None:
    (fair,) = hostings("Harbour Fest 2020 will not occur this autumn, its organisers in Mobile said.")
    assert fair.status is HostingStatus.CANCELLED


def test_who_may_bid_is_no_host_and_a_headline_no_event() -> None:
    found = hostings("Turin Joins Race to Host World Expo 2041")
    assert {(fact.event.name, fact.city) for fact in found} <= {("World Expo", ())}


def test_event_mentioned_elsewhere_is_not_in_the_city_of_the_page() -> None:
    found = hostings(
        "Swimmers train in Nanjing. The heats are qualifiers for the London Olympics in 2048. "
        "In Texas, the Longhorn Music Fest put off its shows until 2031."
    )
    assert "Nanjing" not in {city.name for fact in found for city in fact.city}


def test_festival_by_its_word_in_another_language_is_postponed() -> None:
    (fair,) = hostings("The Kanpur Mahotsav, which was due to be held in May, was quietly postponed.")
    assert (fair.event.name, fair.status) == ("Kanpur Mahotsav", HostingStatus.POSTPONED)


def test_conference_without_a_name_of_its_own() -> None:
    assert hostings("In 1904 the second International congress was held in Split.") == []


def test_year_of_the_first_edition_is_not_that_of_the_edition_told_of() -> None:
    text = "Many took part in the annual Ghent Marathon on Sunday, the most since the race was first held in 1997."
    assert {fact.year for fact in hostings(text)} == {None}


def test_date_that_an_event_is_moved_to_lies_ahead() -> None:
    text = "The Belfast Half Marathon has been moved back a week to 27 September."
    assert hosting(text, datetime.date(2020, 6, 3)).start_date == datetime.date(2020, 9, 27)


@pytest.mark.parametrize(
    "text",
    [
        "The Leeds Convention & Exhibition Centre will be full. Leeds is glad.",
        "Crowds came to the Leeds Exhibition and Congress Centre in June 2022.",
        "The congress will showcase New Zealand’s science in Leeds.",
        "A MAJOR marathon has been pushed back for a third time in Leeds.",
        "According to South Coast Tourism, the summit presents Leeds with a chance in 2022.",
        "The Leeds-based Smart Community Forum has named the top seven communities.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert not hostings(text)


def test_numbers_and_years_before_a_name_are_no_part_of_it() -> None:
    text = "Kazan and Budapest are the hosts of the 2022 and 2024 World Short Course Swimming Championships."
    assert {fact.event.name for fact in hostings(text)} == {"World Short Course Swimming Championships"}


def test_city_that_acts_is_not_called_city() -> None:
    text = (
        "Ghent's Velo Congress has been called off for this year. Together with the Velo Union (VU) and GR – Ghent "
        "Harbour, both co-organisers, the City has now found a new date: 14–17 June 2022."
    )
    assert "City" not in {fact.organizer.name for fact in hostings(text) if fact.organizer}


def test_event_given_to_two_cities_for_two_years_has_two_editions() -> None:
    found = hostings("The Summer Games have been awarded to Paris for 2024 and to Brisbane for 2032.")
    assert {(fact.city[0].name, fact.year) for fact in found} == {("Paris", 2024), ("Brisbane", 2032)}


def test_party_called_congress_is_no_event() -> None:
    text = "The Trinamool Congress government came to power in Howrah in 2016."
    assert not hostings(text)


def test_name_that_the_reader_holds_for_no_event_hosts_none() -> None:
    text = "The Access City Award is given with the European Disability Forum. In 2010 it was handed out in Avila."
    assert not hostings(text)


def test_editions_in_brackets_behind_city_and_country_are_pairs() -> None:
    found = facts(
        "International Rose Congress goes to Leiden\n\nThe 12th International Rose Congress will be held in Leiden in "
        "2027. So far the Congress has been in: Munich, Germany (1994); San Diego, USA (1997); Odense, Denmark (2000); "
        "and Tours, France (2012)."
    )
    held = {(fact.year, city.name) for fact in found if isinstance(fact, Hosting) for city in fact.city}
    assert held == {(2027, "Leiden"), (1994, "Munich"), (1997, "San Diego"), (2000, "Odense"), (2012, "Tours")}


def test_usual_word_in_capitals_is_no_event() -> None:
    found = facts(
        "Silk towns meet\n\nBursa Municipality was host to the 12th General Assembly and 27th Board Meeting of the "
        "Union of Silk Towns on 6-8 June 2022."
    )
    assert "General" not in {fact.event.name for fact in found if isinstance(fact, Hosting)}


def test_meeting_at_which_games_were_given_is_held_elsewhere() -> None:
    found = facts(
        "At the 88th Board meeting, the European Handball Cup has been awarded to Turin for 2024 and to Seville "
        "for 2025."
    )
    assert {(fact.event.name, fact.year) for fact in found if isinstance(fact, Hosting)} == {
        ("European Handball Cup", 2024), ("European Handball Cup", 2025),
    }  # fmt: skip


def test_event_of_a_director_is_not_where_he_speaks() -> None:
    assert not facts("The Eurobike Series Director, Jan Kos, spoke in Graz on 4 May 2023.")


def test_years_on_from_an_event_lead_to_no_later_one() -> None:
    found = facts(
        "The World Rowing Championships return to Rome in 2025, 18 years on from the capital's first staging and "
        "nearly seven decades on from the Rome Olympic Games."
    )
    assert {(fact.event.name, fact.year) for fact in found if isinstance(fact, Hosting) and fact.year} == {
        ("World Rowing Championships", 2025)
    }


def test_state_and_country_may_stand_behind_a_host() -> None:
    found = facts(
        "Calendar of the union\n\n4 May 2023\n\n"
        "- Portland, Oregon, USA has been awarded the 2024 World Cross Championships.\n"
        "- Aarhus, Denmark has been awarded the 2025 World Cross Championships."
    )
    assert {(fact.year, *(city.name for city in fact.city)) for fact in found if isinstance(fact, Hosting)} == {
        (2024, "Portland"), (2025, "Aarhus"),
    }  # fmt: skip


def test_year_of_one_event_is_not_that_of_the_next() -> None:
    text = "Lille had hosted Expo Nord in 2015, and the Sea Summit met in Ghent, Belgium, in May 2016."
    told = {(f.event.name, f.city[0].name, f.year) for f in facts(text) if isinstance(f, Hosting)}
    assert told == {("Expo Nord", "Lille", 2015), ("Sea Summit", "Ghent", 2016)}


def editions(text: str) -> set[tuple[str, str, int | None]]:
    """Name, cities and year of the editions told, in an article of 3 June 2019."""
    found = facts(f"Fairs and games\n\nLIMA, 3 June 2019 - {text}")
    return {(f.event.name, "/".join(c.name for c in f.city), f.year) for f in found if isinstance(f, Hosting)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The Ferry Operators' Congress will come to Bergen in 2022.",
            {("Ferry Operators' Congress", "Bergen", 2022)},
        ),
        (
            "The Coffee Expo, due to open in Cali on 4 May 2020, has been called off.",
            {("Coffee Expo", "Cali", 2020)},
        ),
        (
            "Lima hosted the Andean Games in 2019, having beaten Cali, Bogotá and Quito, the host of 2015, to them.",
            {("Andean Games", "Lima", 2019), ("Andean Games", "Quito", 2015)},
        ),
        (
            "The World Tunnel Congress meets in Naples from 3 to 9 May. In 2020 it is in Lyon, in 2021 in Copenhagen.",
            {
                ("World Tunnel Congress", "Naples", 2019),
                ("World Tunnel Congress", "Lyon", 2020),
                ("World Tunnel Congress", "Copenhagen", 2021),
            },
        ),
    ],
)
def test_year_of_an_edition_is_that_beside_its_city_and_not_of_the_dateline(
    text: str, told: set[tuple[str, str, int | None]]
) -> None:
    assert editions(text) == told


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        (
            """LEIPZIG, 4 October 2019 - The congress of the Association of European Markets was held in Leipzig on
            3 October. The congress of 2020 is due in Prague.""",
            "congress of the Association of European Markets",
            {("Leipzig", 2019), ("Prague", 2020)},
        ),
        (
            """MOSTAR, 4 May 2015 - The annual meeting of the Confederation of Old Towns was held in Vienna in 2014.
            In 2012 it took place in Plovdiv.""",
            "annual meeting of the Confederation of Old Towns",
            {("Vienna", 2014), ("Plovdiv", 2012)},
        ),
    ],
)
def test_congress_of_a_body_is_the_event_and_not_the_body(text: str, name: str, told: set[tuple[str, int]]) -> None:
    article = article_of("case.txt", " ".join(text.split()).encode())
    assert isinstance(article, Article)
    found = [fact for fact in read_facts(annotate(article)) if isinstance(fact, Hosting)]
    assert {(f.city[0].name, f.year) for f in found if f.city} == told
    assert {f.event.name for f in found} == {name}
    assert {f.organizer.name for f in found if f.organizer} == {name.partition(" of the ")[2]}


def test_gala_of_what_is_shown_is_no_event() -> None:
    assert not hostings("WARSAW, 4 May 2007 - The festival closed after a gala of Syrian dance and verse on 21 May.")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            "The council decided to cancel the Gulf Regatta, which was to be held in Salalah from November 20-28.",
            HostingStatus.CANCELLED,
        ),
        (
            "The board has decided to postpone the Andean Games, which were due in Arequipa from October 3-12.",
            HostingStatus.POSTPONED,
        ),
    ],
)
def test_days_of_what_is_off_are_off(text: str, status: HostingStatus) -> None:
    (found,) = hostings(f"LIMA, 4 May 2022 - {text}")
    assert found.status is status
    assert (found.start_date, found.end_date) == (None, None)


def test_past_hosts_are_no_organizer() -> None:
    found = hostings(
        "Nordic Youth Games\n\nPast hosts of Nordic Youth Games include large and small towns.\n\n"
        "IX 2018 Aarhus Denmark 14 120\n\nVIII 2014 Turku Finland 13 112"
    )
    assert {(f.city[0].name, f.year, f.organizer) for f in found} == {("Aarhus", 2018, None), ("Turku", 2014, None)}


def test_city_with_its_country_is_no_organizer() -> None:
    found = hostings(
        "LIMA, 4 May 2022 - The board has decided to postpone the 7th edition of the Andean Games, which were due to "
        "be hosted by the Peruvian city of Arequipa from October 3-12."
    )
    assert found
    assert {f.organizer for f in found} == {None}


def told(text: str) -> set[tuple[str, int | None]]:
    """Cities and year of the editions told."""
    return {("/".join(city.name for city in fact.city), fact.year) for fact in hostings(text)}


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        (
            (
                "The Quay Cities Forum was initiated by Porto in 2010. The Quay Cities Forum will be held in Bergen "
                "from 13 to 15 June 2013."
            ),
            {("Bergen", 2013)},
        ),
        (
            "The 27th Quay World Congress will be held in Bergen and its original date (2020) was changed to 2021.",
            {("Bergen", 2021)},
        ),
        (
            "Bergen was elected as host city of the 2030 Quay World Games on 3 May 2024.",
            {("Bergen", 2030)},
        ),
        (
            "On 3 May 2024 the union met. Bergen hosted the Quay World Games on 3 May 2030.",
            {("Bergen", 2030)},
        ),
    ],
)
def test_year_of_what_goes_before_an_edition_is_not_its_year(text: str, editions: set[tuple[str, int | None]]) -> None:
    assert told(text) == editions


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        ("Bergen has won the bid to host the 2033 Quay World Games.", {("Bergen", 2033)}),
        ("Bergen has lost the bid to host the 2033 Quay World Games.", {("", 2033)}),
        (
            (
                "PORTO, 2 July 2029 - The Norwegian city of Bergen will host the 2033 Quay World Games after the "
                "vote of the board of the Quay Federation here on Tuesday."
            ),
            {("Bergen", 2033)},
        ),
        (
            "PORTO, 2 July 2029 - The 2029 Quay World Games open here on Thursday.",
            {("Porto", 2029)},
        ),
        (
            (
                "PORTO, 11 March 2024 - The city that will host the 2027 Quay Games will be elected tomorrow. We are "
                "a few hours away from announcing the host city of the 2027 Quay Games."
            ),
            {("", 2027)},
        ),
        (
            "PORTO, 11 March 2024 - The union will name the city chosen for the 2027 Quay Games a Capital of Boats.",
            {("", 2027)},
        ),
    ],
)
def test_where_a_host_is_chosen_is_not_where_it_hosts(text: str, editions: set[tuple[str, int | None]]) -> None:
    assert told(text) == editions


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        (
            (
                "The Quay Congress opened in Seoul on 3 May 2017. Future Quay Congresses are set for Bergen (2020) "
                "and Porto (2023)."
            ),
            {("Seoul", 2017), ("Bergen", 2020), ("Porto", 2023)},
        ),
        (
            (
                "This is the third time that the Quay Congress comes to Norway, having previously taken place in "
                "Bergen (1987) and Oslo (2000)."
            ),
            {("Bergen", 1987), ("Oslo", 2000)},
        ),
        (
            "Past host cities of the Quay Congress: Porto - 2011, Bergen - 2013, Lyon - 2015.",
            {("Porto", 2011), ("Bergen", 2013), ("Lyon", 2015)},
        ),
        ("The Quay Congress was held in Porto and Bergen in 2013.", {("Porto/Bergen", 2013)}),
    ],
)
def test_each_city_of_a_list_has_the_year_beside_it(text: str, editions: set[tuple[str, int | None]]) -> None:
    assert told(text) == editions


def test_what_an_event_is_said_to_be_is_no_second_event() -> None:
    (fact,) = hostings(
        "In May 2020 Porto hosted the Quay conference, the biggest annual global summit of the Quay Federation."
    )
    assert fact.event.name == "Quay conference"


def test_short_name_of_an_event_is_no_organizer() -> None:
    (fact,) = hostings(
        "The Quay International Film Festival (QIFF) will be held in Porto from 3 to 9 May 2022, organised by QIFF."
    )
    assert fact.organizer is None


def test_what_is_over_is_not_planned() -> None:
    found = hostings(
        "OSLO, 2 July 2019 - Norway also hosted the 2018 Quay Winter Games in Bergen. The Quay Winter Games of 2018 "
        "will be remembered. The Quay Winter Games will open in Oslo on 3 July 2019."
    )
    assert {(fact.year, fact.status) for fact in found} == {(2018, None), (2019, HostingStatus.PLANNED)}


@pytest.mark.parametrize(
    "text",
    [
        "This was the Fourth Quay Cities Summit organised by the Quay Foundation in Porto.",
        "The 4th Quay Cities Summit organised in Porto by the Quay Foundation drew crowds.",
    ],
)
def test_event_that_is_organised_is_no_adjective(text: str) -> None:
    fact = hosting(text)
    assert [city.name for city in fact.city] == ["Porto"]
    assert (fact.edition, fact.organizer and fact.organizer.name) in {
        ("Fourth", "Quay Foundation"),
        ("4th", "Quay Foundation"),
    }


def test_event_before_its_organizers_is_one() -> None:
    assert not hostings("The Porto Summit organisers met. The Porto Festival organising committee was glad.")


@pytest.mark.parametrize(
    ("text", "organizer"),
    [
        ("The Quay Cities Forum (3-5 May 2024, Porto) brings mayors together. Organiser: Quay Media.", "Quay Media"),
        ("The Quay Congress will be hosted by the city of Bergen and the Quay Union in May 2024.", "Quay Union"),
    ],
)
def test_body_behind_organiser_or_city_organises(text: str, organizer: str) -> None:
    fact = hosting(text)
    assert fact.organizer
    assert fact.organizer.name == organizer


def test_month_that_an_event_was_moved_from_has_no_edition() -> None:
    found = hostings("The Quay Festival in Porto has been postponed from May 2020 to 3-5 September 2021.")
    assert {(fact.year, fact.start_date) for fact in found} == {(2021, datetime.date(2021, 9, 3))}


def test_day_on_which_a_host_is_announced_is_none_of_an_edition() -> None:
    text = "Porto will be the host of Quay Expo 2030, the Bureau of Expos (BIE) announced on 3 May 2024 in Paris."
    assert told(text) == {("Porto", 2030)}


def test_ordinal_before_a_name_that_only_its_verb_makes_an_event_is_its_edition() -> None:
    assert hosting("The 4th Quay GA took place in Bergen from June 27 to 30, 2017.").edition == "4th"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (
            (
                "Quay Cities Forum\n\n13-15 June 2013\n\nBergen, Norway\n\nThe Quay Cities Forum brings mayors "
                "together every time it is held."
            ),
            datetime.date(2013, 6, 13),
        ),
        (
            "Quay Cities Forum 2013\n\nBergen, Norway, 13-15 June 2013\n\nRegistration is open.",
            datetime.date(2013, 6, 13),
        ),
        (
            "Quay Cities Forum\n\nBergen 2013\n\n13 Jun 2013 - 15 Jun 2013\n\nThe theme is water.",
            datetime.date(2013, 6, 13),
        ),
    ],
)
def test_days_and_place_in_lines_of_their_own_below_a_name(text: str, start: datetime.date) -> None:
    fact = hosting(text)
    assert [city.name for city in fact.city] == ["Bergen"]
    assert (fact.event.name, fact.year, fact.start_date) == ("Quay Cities Forum", 2013, start)
    assert fact.end_date == datetime.date(2013, 6, 15)


def test_day_of_publication_below_a_headline_is_none_of_the_event() -> None:
    found = hostings(
        "Quay Cities Forum calls for clean water\n\n13 June 2013\n\nBergen, Norway\n\nMayors at the Quay Cities "
        "Forum want clean water."
    )
    assert {fact.start_date for fact in found} <= {None}


def test_columns_of_a_table_of_years_may_be_headed_by_events() -> None:
    found = hostings(
        "Hosts of the games\n\nThe table below gives all host cities. Only actual hosts are listed, each with its "
        "number.\n\nYear | No. | Summer Quay Games | No. | Winter Quay Games\n---|---|---|---|---\n"
        "1959 | I | Turin, Italy | — | \n1960 | — | | I | Chamonix, France\n1961 | II | Sofia, Bulgaria | — | \n"
    )
    assert {(fact.event.name, *(city.name for city in fact.city), fact.year) for fact in found} == {
        ("Summer Quay Games", "Turin", 1959), ("Winter Quay Games", "Chamonix", 1960),
        ("Summer Quay Games", "Sofia", 1961),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        (
            "The 2020 ASPQ New Orleans Convention\n\nNext conventions are due in Austin (2021) and Atlanta (2022).",
            ["New Orleans"],
        ),
        ("Delegates like the Smart Quay Expo Jakarta 2024. It had 400 stands.", ["Jakarta"]),
        ("The Friends of Jakarta Forum 2024 had 400 guests.", []),
    ],
)
def test_city_inside_the_name_of_an_event_is_its_host(text: str, cities: list[str]) -> None:
    assert [city.name for city in hostings(text)[0].city] == cities


def test_line_of_a_list_that_names_its_event_tells_one_edition() -> None:
    found = hostings(
        "The General Meeting is the highest body of the Quay Union.\n\nPrevious General Meetings\n\n"
        "2022 General Meeting, Prague\n\n2021 General Meeting, Athens\n\n2020 General Meeting, Geneva"
    )
    assert sorted((fact.year, fact.city[0].name) for fact in found if fact.city) == [
        (2020, "Geneva"), (2021, "Athens"), (2022, "Prague"),
    ]  # fmt: skip
