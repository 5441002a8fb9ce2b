"""Tenures carry their time, their evidence and one fact a post; posts are read outwards from their noun."""

from __future__ import annotations

import datetime

import pytest

from kg import encoder
from kg.facts import person_again
from kg.facts.person import find
from kg.facts.posts import Outline, outline
from kg.mentions import annotate
from kg.model import Article, Document, Tenure, TenureStatus
from kg.read import article_of


def document(text: str) -> Document:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    return annotate(article)


def tenures(text: str) -> list[Tenure]:
    return [fact for fact in find(document(text)) if isinstance(fact, Tenure)]


def sketch(text: str) -> Outline:
    read = document(text)
    return outline(read, read.sentences[0].span)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Mayor Ann Lee of Leeds spoke.", TenureStatus.CURRENT),
        ("Former mayor Ann Lee of Leeds spoke.", TenureStatus.FORMER),
        ("Mayor-elect Ann Lee of Leeds spoke.", TenureStatus.INCOMING),
        ("Ann Lee will become mayor of Leeds.", TenureStatus.INCOMING),
        ("Ann Lee stepped down as mayor of Leeds.", TenureStatus.FORMER),
        ("The outgoing director of the museum, Ann Lee, spoke.", TenureStatus.FORMER),
        ("The Leeds office takes over from outgoing civic chief Ann Lee.", TenureStatus.FORMER),
        ("Ann Lee had earlier served as collector of Leeds.", TenureStatus.FORMER),
        ("Former Oslo Transit Authority chief Ann Lee spoke.", TenureStatus.FORMER),
    ],
)
def test_status_is_where_the_tenure_stands(text: str, status: TenureStatus) -> None:
    assert [status] == [tenure.status for tenure in tenures(text)]


def test_year_behind_the_post_is_the_start() -> None:
    (tenure,) = tenures("Ann Lee became mayor of Leeds in 2019.")
    assert tenure.start_date
    assert tenure.start_date.iso == "2019"


def test_since_tells_the_start() -> None:
    (tenure,) = tenures("Ann Lee has been mayor of Leeds since May 2012.")
    assert tenure.start_date
    assert datetime.date(2012, 5, 1) == tenure.start_date.start


def test_one_fact_a_person_and_post() -> None:
    (tenure,) = tenures("Mayor Ann Lee spoke in Leeds. Later Ann Lee, mayor of Leeds, left. Mayor Lee was tired.")
    assert (tenure.person.name, tenure.of.name if tenure.of else None) == ("Ann Lee", "Leeds")
    assert len(tenure.evidence) == 3


def test_deputy_and_mayor_are_two_posts() -> None:
    found = tenures("Ann Lee was deputy mayor of Leeds before she was elected mayor of Leeds.")
    assert {"deputy mayor", "mayor"} == {tenure.role for tenure in found}


def test_pronoun_takes_up_the_person_before() -> None:
    found = tenures("Ann Lee runs the port. She was director of the Harbour Museum until May.")
    assert ("Ann Lee", "director") in {(tenure.person.name, tenure.role) for tenure in found}


def test_evidence_holds_name_and_post() -> None:
    read = document("At noon Ann Lee, the director of the Harbour Museum, opened the doors.")
    (tenure,) = (fact for fact in find(read) if isinstance(fact, Tenure))
    assert read.quote(tenure.evidence[0]) == "Ann Lee, the director of the Harbour Museum"


@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        ("He met the Ministry's permanent secretary.", "permanent secretary", "Ministry"),
        ("She is head of bus services at Transit North.", "head of bus services", "Transit North"),
        ("She is director of culture and tourism.", "director of culture and tourism", None),
        ("They met the new Roads and Railways Minister.", "Roads and Railways Minister", None),
        ("A chair of the search committee was found.", "chair", "search committee"),
        ("The first woman president of the Coastal League spoke.", "president", "Coastal League"),
    ],
)  # fmt: skip
def test_post_is_read_outwards_from_its_noun(text: str, role: str, body: str | None) -> None:
    (post,) = sketch(text).posts.values()
    assert (role, body) == (post.role, post.body and post.body.of(text))


def test_outline_keeps_offsets() -> None:
    text = "Mayor Ann Lee of Leeds met Bob Ray."
    assert len(text) == len(sketch(text).text)


@pytest.mark.parametrize("text", ["architect of the year Ann Lee", "would-be mayor Ann Lee", "a manager"])
def test_no_post_in(text: str) -> None:
    assert tenures(f"They met {text}.") == []


def test_table_with_names_and_posts() -> None:
    page = (
        "<html><head><title>New board</title></head><body><article><h1>New board of the port</h1>"
        "<p>The port of Rostock has a new board since this spring, as its owners decided at their meeting on Friday. "
        "All of its members were chosen for four years, and they will meet for the first time next week.</p>"
        "<table><tr><th>Name</th><th>Position</th></tr><tr><td>Ann Lee</td><td>Chair</td></tr>"
        "<tr><td>Bob Ray</td><td>Treasurer</td></tr></table></article></body></html>"
    )
    article = article_of("case.html", page.encode())
    assert isinstance(article, Article)
    found = {(t.person.name, t.role) for t in find(annotate(article)) if isinstance(t, Tenure)}
    assert {("Ann Lee", "Chair"), ("Bob Ray", "Treasurer")} == found


@pytest.mark.parametrize(
    ("told", "start", "end"),
    [
        ("from 2016 to 2019", "2016", "2019"),
        ("since 2011", "2011", None),
        ("until May 2019", None, "2019-05"),
        ("since spring 2019", "2019", None),
    ],
)
def test_time_in_office_is_two_ends(told: str, start: str | None, end: str | None) -> None:
    (tenure,) = tenures(f"Jaume Ribot was mayor of Girona {told}.")
    assert [date and date.iso for date in (tenure.start_date, tenure.end_date)] == [start, end]


@pytest.mark.parametrize(
    ("text", "role", "status"),
    [
        ("Ann Lee chairs the jury.", "chair", TenureStatus.CURRENT),
        ("The jury was chaired by Ann Lee.", "chair", TenureStatus.CURRENT),
        ("Ann Lee headed the port.", "head", TenureStatus.FORMER),
        ("The port has had Ann Lee at the helm of its council.", "head", TenureStatus.CURRENT),
        ("The port was led by Ann Lee until 2019.", "head", TenureStatus.FORMER),
        ("The port, once run by Ann Lee, is quiet.", "head", TenureStatus.FORMER),
        ("Ann Lee no longer runs the port.", "head", TenureStatus.FORMER),
    ],
)
def test_verb_of_office_is_a_candidate(text: str, role: str, status: TenureStatus) -> None:
    assert [(role, status)] == [(post.role, post.status) for post in sketch(text).verbs.values()]


@pytest.mark.parametrize(
    "text",
    [
        "The port is not run by Ann Lee.",
        "Ann Lee ran for mayor.",
        "Ann Lee owns a flat in Oslo.",
        "Ann Lee ran the Oslo Marathon.",
        "Ann Lee manages without a car.",
    ],
)
def test_verb_that_tells_of_no_office_is_no_candidate(text: str) -> None:
    assert sketch(text).verbs == {}
    assert tenures(text) == []


def test_no_verb_without_a_person_is_a_candidate() -> None:
    assert sketch("The tram runs every day and leads to the port.").verbs == {}


SPOKEN = (
    "The mayor of Lyon, Ann Lee, spoke. The mayor was glad. The mayor of Turin, Bob Ray, came. Carl Fox had it before."
)


def test_post_spoken_of_is_one_for_each_body() -> None:
    read = document(SPOKEN)
    spoken = person_again.spoken_of(read, [outline(read, sentence.span) for sentence in read.sentences])
    assert [(one.role, len(one.posts)) for one in spoken] == [("mayor", 2), ("mayor", 1)]


def test_post_told_without_its_words_needs_the_encoder() -> None:
    with encoder.using(False):
        assert {"Ann Lee", "Bob Ray"} == {tenure.person.name for tenure in tenures(SPOKEN)}


@pytest.mark.parametrize(
    ("text", "person", "role", "body", "status"),
    [
        ("The former Kobe Mayor Kenji Mori came.", "Kenji Mori", "Mayor", "Kobe", "former"),
        ("Outgoing UITP President Carl Fox came.", "Carl Fox", "President", "UITP", "former"),
        ("Mayor Pro Tem Ann Lee of Oslo came.", "Ann Lee", "Mayor Pro Tem", "Oslo", "current"),
        ("Mayor of Tallinn Jane Gardner said so on Monday.", "Jane Gardner", "Mayor", "Tallinn", "current"),
        ("Ann Lee, mayor of the Nara city of Ikoma, came.", "Ann Lee", "mayor", "Ikoma", "current"),
        ("Minister of Local Government Tama Parat came.", "Tama Parat", "Minister of Local Government", "", "current"),
        ("Gauteng Transport MEC Ann Lee came.", "Ann Lee", "Transport MEC", "Gauteng", "current"),
        ("Ann Lee was CEO of Denver's Transport District.", "Ann Lee", "CEO", "Transport District", "former"),
    ],
)
def test_post_beside_what_is_no_part_of_it(text: str, person: str, role: str, body: str, status: str) -> None:
    found = {(t.person.name, t.role, t.of.name if t.of else "", t.status.value) for t in tenures(text)}
    assert found == {(person, role, body, status)}


def test_company_is_no_person() -> None:
    assert {tenure.person.name for tenure in tenures("Phil Berg moved to Keolis America as CEO.")} <= {"Phil Berg"}


def test_mayor_is_mayor_of_one_city() -> None:
    found = tenures("Lyon can learn from Turin, Mayor Andrew Williams said. Lyon has plans. Mayor Williams was glad.")
    assert len({tenure.of for tenure in found if tenure.person.name == "Andrew Williams"}) == 1


def test_airport_called_after_somebody_is_no_person() -> None:
    assert tenures("King Shaka International Airport had 2 million passengers in 2012.") == []


def test_former_mayor_may_have_been_one_of_two_cities() -> None:
    found = tenures("Ann Lee, a former mayor of Lyon, spoke. Ann Lee, the former mayor of Turin, was glad.")
    assert {tenure.of.name for tenure in found if tenure.of} == {"Lyon", "Turin"}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Former deputy mayor under Carl Fox, she spoke in Leeds.", "Carl Fox"),
        ("The film was made by French director Jean Marchand for the Oslo festival.", "Jean Marchand"),
    ],
)
def test_post_of_another_or_a_profession_is_none(text: str, person: str) -> None:
    assert person not in {tenure.person.name for tenure in tenures(text)}


def test_who_has_a_post_in_the_sentence_is_not_given_that_of_the_one_before() -> None:
    found = tenures("Mayor Carl Fox, City Attorney Ann Lee and two clerks came to the feast in Leeds.")
    assert {(tenure.person.name, tenure.role) for tenure in found} == {
        ("Carl Fox", "Mayor"),
        ("Ann Lee", "City Attorney"),
    }


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Ann Lee, founder, of Harbour Travel, spoke.", "Harbour Travel"),
        ("Ann Lee is president of the Northern Games Federation's.", "Northern Games Federation"),
    ],
)
def test_body_of_a_post_has_neither_link_nor_possessive(text: str, body: str) -> None:
    assert [tenure.of.name if tenure.of else None for tenure in tenures(text)] == [body]


@pytest.mark.parametrize(
    ("text", "person", "role", "body"),
    [
        ("Carl Fox, president of Lantern Genome, came.", "Carl Fox", "president", "Lantern Genome"),
        ("Fraport Brasil chief Andrea Pal promises a new pier.", "Andrea Pal", "chief", "Fraport Brasil"),
        ("Laurence Carr, who then directed the Musée d'Orsay in Paris.", "Laurence Carr", "director", "Musée d'Orsay"),
        ("Katrin Stern, who's mayor there, came to Malmö.", "Katrin Stern", "mayor", "Malmö"),
        ("The PDQ's Ankara head, Selin Kaya, spoke.", "Selin Kaya", "Ankara head", "PDQ"),
        ("ZKP exco councillor Thabo Nkosi disagreed.", "Thabo Nkosi", "exco councillor", "ZKP"),
        ("Former Editor of The Herald, Mr Ade Balogun, was named in Lagos.", "Ade Balogun", "Editor", "Herald"),
        (
            "Ylva Strand, the European Commissioner for Transport, opened the tram in Ghent.",
            "Ylva Strand",
            "Commissioner for Transport",
            "European Commission",
        ),
        (
            "Carl Fox, chair of the Board of Trustees of Lantern Genome, came.",
            "Carl Fox",
            "chair of the Board of Trustees",
            "Lantern Genome",
        ),
    ],
)
def test_whose_a_post_is_however_it_is_written(text: str, person: str, role: str, body: str) -> None:
    found = {(t.person.name, t.role, t.of.name if t.of else None) for t in tenures(text)}
    assert found == {(person, role, body)}


def test_its_members_are_those_of_the_body_in_the_sentence_before() -> None:
    found = tenures(
        "Lena Roth, chief executive of the Leeds Visitor Bureau, retires. Frank Ordway chairs the search committee. "
        "Its other members are Jane Doe, Luis Marin and Petra Holm."
    )
    members = {
        (tenure.person.name, tenure.of.name if tenure.of else None) for tenure in found if "member" in tenure.role
    }
    assert members == {(name, "search committee") for name in ("Jane Doe", "Luis Marin", "Petra Holm")}


def test_councillors_are_of_their_wards() -> None:
    found = tenures(
        "The committees of Lerwick City Council are led by:\n\n"
        "- Councillor for Vailoa Tomas Hune - Chairperson for Roads.\n"
        "- Councillor for Pesega ward Mary Tolo - Chairperson for Health.\n"
        "- Councillor Ana Ravu - Chairperson for Waste."
    )
    assert {(t.person.name, t.role, t.of.name if t.of else None) for t in found if t.role == "Councillor"} == {
        ("Tomas Hune", "Councillor", "Vailoa"), ("Mary Tolo", "Councillor", "Pesega"),
        ("Ana Ravu", "Councillor", "Lerwick City Council"),
    }  # fmt: skip


def test_verb_of_office_needs_no_name_of_its_body() -> None:
    found = tenures("The Harbour Association met in Lyon. Rudi Gerard, who presides over the association, was glad.")
    assert {(tenure.person.name, tenure.role) for tenure in found} == {("Rudi Gerard", "president")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The president has since appointed Ann Lee as State Minister.",
            {("Ann Lee", "State Minister")},
        ),
        (
            "Carl Fox was named the chief, and will follow outgoing Chief Ann Lee of Leeds.",
            {("Carl Fox", "chief"), ("Ann Lee", "Chief")},
        ),
        ("UITP chief market analyst Carl Fox spoke.", {("Carl Fox", "chief market analyst")}),
        ("Ann Lee, an advisor in the office of the Prime Minister, spoke.", {("Ann Lee", "advisor")}),
    ],
)
def test_post_ends_where_the_next_words_begin(text: str, told: set[tuple[str, str]]) -> None:
    assert {(tenure.person.name, tenure.role) for tenure in tenures(text)} == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Mayor of Warwick Cllr Alan Dobbs came.",
            {("Alan Dobbs", "Mayor", "Warwick"), ("Alan Dobbs", "Councillor", "Warwick")},
        ),
        ("Mayor of Novi Sad Goran Petrov said so.", {("Goran Petrov", "Mayor", "Novi Sad")}),
        (
            "Greeting the delegation Tourism Board of Laos's governor Somsak Vong spoke.",
            {("Somsak Vong", "governor", "Tourism Board of Laos")},
        ),
        (
            "Tulsa City Council met. City Manager Spencer Conk spoke. City Council Member Delia Garcia left.",
            {("Spencer Conk", "City Manager", "Tulsa"), ("Delia Garcia", "Member", "Tulsa City Council")},
        ),
    ],
)
def test_where_a_name_and_its_body_begin(text: str, told: set[tuple[str, str, str]]) -> None:
    assert {(t.person.name, t.role, t.of.name if t.of else "") for t in tenures(text)} == told


@pytest.mark.parametrize(
    "text",
    [
        "Tulsa weighs a motion to appoint Brian Mann as the city's permanent chief.",
        "“We need to make Brian Mann our police chief,” the mayor of Tulsa said.",
    ],
)
def test_who_is_only_to_be_appointed_has_no_post(text: str) -> None:
    assert not [tenure for tenure in tenures(text) if tenure.person.name == "Brian Mann"]


@pytest.mark.parametrize(
    "text",
    [
        "Leeds Airport chief executive Eddy Brown retired on 31 December.",
        "Eddy Brown most recently served as director of Leeds Airport.",
    ],
)
def test_who_has_left_is_former(text: str) -> None:
    assert {(tenure.person.name, tenure.status) for tenure in tenures(text)} == {("Eddy Brown", TenureStatus.FORMER)}


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund, Ann Lee and Siri Vik will be the deputy mayors of Varna.",
        "Ada Lund, Ann Lee and Siri Vik will hold the posts of deputy mayors of Varna.",
        "The new deputy mayors of Varna include Ada Lund for Borg ward, Ann Lee for Aker and Siri Vik for the Fjell.",
    ],
)
def test_several_people_share_a_post(text: str) -> None:
    found = {(t.person.name, t.role, t.of.name if t.of else "") for t in tenures(text)}
    assert {name for name, role, of in found if (role.lower(), of) == ("deputy mayor", "Varna")} == {
        "Ada Lund",
        "Ann Lee",
        "Siri Vik",
    }


def test_several_people_leave_a_post() -> None:
    found = tenures("Ada Lund, Ann Lee and Siri Vik have resigned as members of the Skien City Council.")
    assert {(t.person.name, t.status) for t in found} == {
        (name, TenureStatus.FORMER) for name in ("Ada Lund", "Ann Lee", "Siri Vik")
    }


@pytest.mark.parametrize(
    ("text", "person", "of"),
    [
        ("In Kisumba, Governor Simba Otieno was sworn in for a second term.", "Simba Otieno", "Kisumba"),
        (
            "Leeds: Ada Lund was sworn in.\n\nGlenvale, Nevada: The council met. It thanked Mayor Andy Halsey.",
            "Andy Halsey",
            "Glenvale",
        ),
    ],
)
def test_post_belongs_to_the_place_that_sentence_or_paragraph_opens_with(text: str, person: str, of: str) -> None:
    assert {t.of.name for t in tenures(text) if t.of and t.person.name == person} == {of}


def test_somebody_described_is_named_in_the_next_sentence() -> None:
    text = (
        "A former sheriff has been named chief of the Leipzig Police Department. "
        "Mayor Karl Brandt announced on Friday the appointment of Tom Dillon."
    )
    found = {t.person.name: (t.role, t.of.name if t.of else "") for t in tenures(text)}
    assert found["Tom Dillon"] == ("chief", "Leipzig Police Department")


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Deputy mayors are nominated by the Mayor of the city, Karl Brandt.", "Deputy mayor"),
        ("Drew Hale won in Leeds. He will also select his deputy mayor next week.", "deputy mayor"),
    ],
)
def test_who_chooses_does_not_hold_the_post(text: str, nobody: str) -> None:
    assert nobody not in {tenure.role for tenure in tenures(text)}


def test_mayor_pro_tem_is_a_post_and_no_name() -> None:
    found = tenures("Present in Tulsa: Mark Reed, Mayor Pro Tem, and Bryan Hall, City Manager.")
    assert ("Mark Reed", "Mayor Pro Tem") in {(t.person.name, t.role) for t in found}
    assert "Pro Tem" not in {t.person.name for t in found}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Last night Councillor Susan Hinch spoke in Leeds.", "Councillor"),
        (
            "Amanda Kotze, chief convention bureau officer of Leeds Tourism, was glad.",
            "chief convention bureau officer",
        ),
        (
            "Eva Lang is executive producer and chief programmer of the Halifax Film Festival.",
            "executive producer and chief programmer",
        ),
        ("Mayor's staff of Leeds\n\nCorey Hamill, Chief Administrative Officer", "Chief Administrative Officer"),
        ("Mayor's staff of Leeds\n\nSusan Katz, Corporation Counsel", "Corporation Counsel"),
        ("Mayor's staff of Leeds\n\nTori Towne, Constituent Services Coordinator", "Constituent Services Coordinator"),
    ],
)
def test_words_of_a_post(text: str, role: str) -> None:
    assert [tenure.role for tenure in tenures(text)] == [role]


def test_retirement_of_somebody_makes_the_post_a_former_one() -> None:
    (found,) = tenures("Leeds was surprised by the retirement of Mayor Ann Lee.")
    assert found.status is TenureStatus.FORMER


def test_span_of_time_is_no_body() -> None:
    text = (
        "Eva Lind of Leeds, having served as deputy city administrator for the past year and as city clerk, was glad."
    )
    assert not [t for t in tenures(text) if t.of and "year" in t.of.name]


def test_field_of_work_is_no_body_to_head() -> None:
    assert not tenures("The Leeds City Council met on Monday. Bob Ray will be in charge of urban development.")


def test_letters_behind_a_post_are_its_body() -> None:
    text = "Ann Lee, Managing Director, DMRC, spoke in Leeds."
    (found,) = tenures(text)
    assert found.of is not None
    assert found.of.name == "DMRC"
    assert found.evidence[0].of(text) == "Ann Lee, Managing Director, DMRC"


@pytest.mark.skipif(not encoder.is_installed(), reason="posts told without their words are found by the encoder")
def test_sentence_that_lists_people_tells_of_no_holder() -> None:
    text = (
        "Leeds council sworn in\n\nLeeds Mayor Ann Lee welcomed the new council. They are Phil Cunning (Ward 4), "
        "Jeremiah Ellis (Ward 5), Steve Fletch (Ward 3), Andrea Jensen (Ward 8) and Jeremy Schroder (Ward 11)."
    )
    assert {tenure.person.name for tenure in tenures(text)} == {"Ann Lee"}


def test_body_behind_a_post_is_whose_it_is() -> None:
    found = tenures(
        '"What a year," said Petra Olesen, executive vice president, operations, Harlan Batteries, in Bergen. Suzette '
        "Kowal, Chief Executive Officer, Saskatoon Tramways, was there."
    )
    assert {(t.person.name, t.of.name if t.of else None) for t in found} == {
        ("Petra Olesen", "Harlan Batteries"),
        ("Suzette Kowal", "Saskatoon Tramways"),
    }


def test_line_of_a_post_and_a_name_is_a_pair() -> None:
    found = tenures(
        "Committees in Barrie\n\nThe committees of Barrie City Council are:\n\n"
        "Chair of the Safety Committee - Councillor Brenda Hart\n\nChair of the Works Committee - Councillor Jim Hale"
    )
    assert {(t.person.name, t.of.name if t.of else None) for t in found if t.role == "Chair"} == {
        ("Brenda Hart", "Safety Committee"), ("Jim Hale", "Works Committee"),
    }  # fmt: skip


def test_mayor_is_not_of_a_festival_nor_of_the_city_of_another_paragraph() -> None:
    festival = (
        "The Halifax Film Festival is in its tenth year. Mayor Dan Wilks cut the ribbon of the Halifax Film Festival."
    )
    assert "Halifax Film Festival" not in {t.of.name for t in tenures(festival) if t.of}
    results = (
        "Detroit: results\n\nDETROIT - Dave King was elected mayor.\n\nATLANTA - Mayor Leon Reeves was re-elected."
    )
    assert ("Leon Reeves", "Atlanta") in {(t.person.name, t.of.name) for t in tenures(results) if t.of}


def test_party_has_no_governor() -> None:
    assert [t.of for t in tenures("Republican Governor Paul Hill met the press.")] == [None]


def test_who_served_under_a_mayor_was_none() -> None:
    found = tenures(
        "Jane Sadler, who served six years as Commissioner of Parks under outgoing Mayor Carl Boone, leaves Leeds."
    )
    assert {(t.person.name, t.role) for t in found} == {
        ("Jane Sadler", "Commissioner of Parks"), ("Carl Boone", "Mayor"),
    }  # fmt: skip


def test_mayor_who_led_a_city_is_of_that_city() -> None:
    found = tenures(
        "Barcelona gave the prize to Shenzhen. A year ago the winner was Curitiba. The Brazilian city, which has "
        "1.8 million inhabitants, was led at the time by Rafael Lopes as mayor. Seoul won before."
    )
    assert [(t.person.name, t.of.name if t.of else None) for t in found] == [("Rafael Lopes", "Curitiba")]


_CURRENT, _FORMER, _INCOMING = TenureStatus.CURRENT, TenureStatus.FORMER, TenureStatus.INCOMING


@pytest.mark.parametrize(
    ("text", "now", "then"),
    [
        (
            "Helen Carter was sworn in as mayor of Millbrook on Tuesday, replacing Dan Price, who left.",
            _CURRENT,
            _FORMER,
        ),
        ("Helen Carter, who replaced Dan Price as mayor of Millbrook in May, said so.", _CURRENT, _FORMER),
        ("Dan Price will be replaced by Helen Carter as mayor of Millbrook.", _INCOMING, _CURRENT),
        ("Mayor Dan Price's successor, Helen Carter, was sworn in on Tuesday.", _CURRENT, _FORMER),
        ("Dan Price stepped down as mayor of Millbrook in May and was succeeded by Helen Carter.", _CURRENT, _FORMER),
        ("Helen Carter succeeds Dan Price, who stepped down as mayor of Millbrook in May.", _CURRENT, _FORMER),
        ("Helen Carter will take over as mayor of Millbrook from Dan Price in June.", _INCOMING, _CURRENT),
        ("The council has appointed Helen Carter to succeed Dan Price as mayor of Millbrook.", _INCOMING, _CURRENT),
        ("Helen Carter takes the chain from Dan Price as mayor of Millbrook.", _CURRENT, _FORMER),
        ("Helen Carter, mayor of Millbrook, who took over from Dan Price in 2018, was there.", _CURRENT, _FORMER),
        ("The mayor of Millbrook is now Ms Helen Carter, in succession to Mr Dan Price.", _CURRENT, _FORMER),
        ("Helen Carter became mayor, taking over from Dan Price, a lawyer.", _CURRENT, _FORMER),
        ("Mayor Helen Carter, whose predecessor Dan Price fought for the hall, was there.", _CURRENT, _FORMER),
        ("Helen Carter, mayor since 2018, was preceded by Dan Price.", _CURRENT, _FORMER),
        ("Mayor Helen Carter thanked Rita Moss, the librarian, and her predecessor, Dan Price.", _CURRENT, _FORMER),
    ],
)
def test_post_handed_on_is_that_of_both(text: str, now: TenureStatus, then: TenureStatus) -> None:
    mayors = {t.person.name: t.status for t in tenures(text) if t.role.lower() == "mayor"}
    assert mayors == {"Helen Carter": now, "Dan Price": then}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The jury was chaired by Ms Irene Haas.", {("Irene Haas", "chair", "jury")}),
        (
            "Petra Lindholm, heading the League of Northern Towns, came.",
            {("Petra Lindholm", "head", "League of Northern Towns")},
        ),
        ("Takeshi Mori leads the Sapporo bid.", {("Takeshi Mori", "head", "Sapporo bid")}),
        (
            "The leader of Halford Council is Councillor Susan Penrose.",
            {("Susan Penrose", "leader", "Halford Council"), ("Susan Penrose", "Councillor", "Halford Council")},
        ),
        (
            "Anne Hamelin, C40's chair and mayor of Nantes, spoke.",
            {("Anne Hamelin", "chair", "C40"), ("Anne Hamelin", "mayor", "Nantes")},
        ),
        (
            "António Barros, the mayor's deputy chief of staff, spoke.",
            {("António Barros", "deputy chief of staff", None)},
        ),
        ("China's ambassador to Nigeria, Cui Jian, was there.", {("Cui Jian", "ambassador", "China")}),
        (
            "The parks firm, Komunala, sent its manager, Vlado Kranj, to Zadar.",
            {("Vlado Kranj", "manager", "Komunala")},
        ),
        (
            "The mayor, Coun Mansel Price, spoke.",
            {("Mansel Price", "mayor", None), ("Mansel Price", "Councillor", None)},
        ),
        ('"We won," said Coun. Jenny Gerber.', {("Jenny Gerber", "Councillor", None)}),
        (
            "Beverley Adams, mayoral committee member for energy, spoke.",
            {("Beverley Adams", "mayoral committee member for energy", None)},
        ),
        (
            "Paul Mant, chairman of Harrow Rail, and Cllr Rita Shaw cut the ribbon.",
            {("Paul Mant", "chairman", "Harrow Rail"), ("Rita Shaw", "Councillor", None)},
        ),
        (
            "Mayor Jane Poll said that Anna Orr, the city's housing commissioner, had resigned.",
            {("Jane Poll", "Mayor", None), ("Anna Orr", "housing commissioner", None)},
        ),
        ("Petra Lind is the confirmed keynote speaker.", set()),
        ("Stella Tavish became an Officer of the Scottish Order of Merit.", set()),
        ("He bought 2 cr Tata shares.", set()),
    ],
)
def test_which_post_is_whose(text: str, told: set[tuple[str, str, str | None]]) -> None:
    assert {(t.person.name, t.role, t.of.name if t.of else None) for t in tenures(text)} == told


def test_firm_with_the_name_of_a_country_is_nobody() -> None:
    assert not tenures("Tennis Australia, which owns and runs the stadium, is glad.")


def test_body_of_somebody_elected_is_nobody() -> None:
    found = tenures("New at the top of the association is James Reed of Excel Lund, elected president on Monday.")
    assert {t.person.name for t in found} <= {"James Reed"}


def test_city_whose_mayor_somebody_is_stands_in_the_same_paragraph() -> None:
    found = tenures(
        "Valencia is the Green Capital of 2024. It beat Cagliari.\n\nTallinn, the capital of Estonia, spent its year "
        "on cutting waste. Its buses have been free since 2013. Mihhail Kask is the city's mayor."
    )
    assert [(t.person.name, t.of.name if t.of else None) for t in found] == [("Mihhail Kask", "Tallinn")]


def test_town_of_a_mayor_is_nobody() -> None:
    found = tenures(
        "NOVA GORICA, Slovenia, 10 February 2025 - Nova Gorica and its Italian neighbour Gorizia opened their year as "
        "European Capital of Culture. The mayor of Nova Gorica is Samo Turel; Rodolfo Ziberna is mayor of Gorizia."
    )
    assert {(t.person.name, t.of.name if t.of else None) for t in found} == {
        ("Samo Turel", "Nova Gorica"), ("Rodolfo Ziberna", "Gorizia"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Following the resignation of Councillor Carl Reed as Leader of Hull City Council, the cabinet met.",
            {("Carl Reed", "Councillor", _CURRENT), ("Carl Reed", "Leader", _FORMER)},
        ),
        (
            "The board announced the resignation of Tom Hill as secretary of the Hull Institute.",
            {("Tom Hill", "secretary", _FORMER)},
        ),
        (
            "RESOLVED - That Councillor Anna Wood be appointed Leader of Hull City Council.",
            {("Anna Wood", "Councillor", _CURRENT), ("Anna Wood", "Leader", _CURRENT)},
        ),
        ("It was proposed that Anna Wood be appointed Leader of Hull City Council.", set()),
    ],
)
def test_posts_left_and_posts_decided(text: str, told: set[tuple[str, str, TenureStatus]]) -> None:
    assert {(t.person.name, t.role, t.status) for t in tenures(text)} == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Bristol Civic Guild, whose warden, Tobias Achebe, wore a hat, met in June.",
            ("Tobias Achebe", "warden", "Bristol Civic Guild"),
        ),
        (
            "The Union of Baltic Town Halls met in June. It is presided over by Marijke van Houten.",
            ("Marijke van Houten", "president", "Union of Baltic Town Halls"),
        ),
        (
            "Lois Amundsen, a partner at Iron Range Capital, agreed.",
            ("Lois Amundsen", "partner", "Iron Range Capital"),
        ),
    ],
)
def test_bodies_are_neither_people_nor_pronouns(text: str, told: tuple[str, str, str]) -> None:
    assert [(t.person.name, t.role, t.of.name if t.of else None) for t in tenures(text)] == [told]


def test_rank_in_an_order_is_no_post() -> None:
    assert (
        tenures("Maria Holm, mayor of Leeds, was made an officer of the Order of Saint Olav in 2014.")[0].role
        == "mayor"
    )
    assert len(tenures("Maria Holm, mayor of Leeds, was made an officer of the Order of Saint Olav in 2014.")) == 1


def test_where_somebody_works_is_no_body() -> None:
    assert tenures("The jury has Ewa Holm, Warsaw-based architect, and Jan Prins, a Ghent-based engineer.") == []


def test_meetings_in_the_plural_are_no_people() -> None:
    assert not tenures(
        "Over the decade the network has convened six Mayors Summits and two Ministers Meetings in Oslo."
    )


def test_each_mayor_of_a_list_is_of_the_city_in_the_own_line() -> None:
    found = tenures(
        "They are coming.\n\n- Mayor Samuel Owusu, Kumasi, Ghana\n\n- Mayor Ilse Vermeer, Utrecht, Netherlands"
        "\n\n- Mayor Nasrin Chowdhury, Khulna, Bangladesh"
    )
    assert {(t.person.name, t.of.name if t.of else None) for t in found} == {
        ("Samuel Owusu", "Kumasi"), ("Ilse Vermeer", "Utrecht"), ("Nasrin Chowdhury", "Khulna"),
    }  # fmt: skip


def told(text: str) -> set[tuple[str, str, str | None]]:
    """Name, post and body of the tenures told."""
    return {(t.person.name, t.role, t.of.name if t.of else None) for t in tenures(text)}


def statuses(text: str) -> set[tuple[str, str, TenureStatus]]:
    """Name, post and status of the tenures told."""
    return {(t.person.name, t.role.lower(), t.status) for t in tenures(text)}


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "Councillor Máire Ó Brolcháin of Leeds spoke. Cllr Ó Brolcháin was elected in May.",
            {("Máire Ó Brolcháin", "Councillor", "Leeds")},
        ),
        ("Leeds Transit's new GM Ann Lee spoke.", {("Ann Lee", "GM", "Leeds Transit")}),
        (
            "Ann Lee spent four years as deputy GM of Hull Transit.",
            {("Ann Lee", "deputy GM", "Hull Transit")},
        ),
        ("MMC for transport Ann Lee visited Cape Town.", {("Ann Lee", "MMC for transport", None)}),
        ("The council's chief whip Ann Lee spoke in Leeds.", {("Ann Lee", "chief whip", "council")}),
        (
            "The decision of the council to fire Police Chief Paul Berg of Leeds was criticised.",
            {("Paul Berg", "Police Chief", "Leeds")},
        ),
        (
            "The new deputy mayor Cllr Ann Lee of Leeds spoke.",
            {("Ann Lee", "deputy mayor", "Leeds"), ("Ann Lee", "Councillor", "Leeds")},
        ),
        ("Mayor Ann Lee of Leeds spoke.", {("Ann Lee", "Mayor", "Leeds")}),
        (
            "Speakers: Ann Lee, mayor of Leeds; Paul Berg, director of the Harbour Museum; and Mary Stone.",
            {("Ann Lee", "mayor", "Leeds"), ("Paul Berg", "director", "Harbour Museum")},
        ),
        (
            "Re-elected City Council members Paul Berg, Mary Stone and John Hall were sworn in.",
            {(name, "member", "City Council") for name in ("Paul Berg", "Mary Stone", "John Hall")},
        ),
    ],
)
def test_words_of_posts_and_what_is_no_part_of_them(text: str, posts: set[tuple[str, str, str | None]]) -> None:
    assert told(text) == posts


def test_staff_of_somebody_with_a_post_of_their_own() -> None:
    found = told("Ann Lee, who was chief of staff to Councilman Paul Berg of Leeds, spoke.")
    assert {(name, role) for name, role, _ in found} == {("Ann Lee", "chief of staff"), ("Paul Berg", "Councilman")}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Ann Lee, brother of MP Paul Berg, has been elected Mayor of Leeds.", "Ann Lee", "Mayor"),
        ("Ann Lee, a close aide to Governor Paul Berg, was appointed director of Metro Hull.", "Ann Lee", "director"),
        ("Ann Lee of the Hull Philharmonic has been named boss of the Leeds Symphony Orchestra.", "Ann Lee", "boss"),
        (
            (
                "Ann Lee, the councillor for ward 6, which covers the river and part of Jonas Park, is cabinet member "
                "for health in Leeds."
            ),
            "Ann Lee",
            "cabinet member for health",
        ),
        (
            "Ann Lee, the president of Hull Transit, which runs the buses, will serve as interim director of Metro.",
            "Ann Lee",
            "interim director",
        ),
    ],
)
def test_post_is_that_of_the_subject_and_not_of_who_is_named_in_between(text: str, name: str, role: str) -> None:
    found = tenures(text)
    assert (name, role) in {(t.person.name, t.role) for t in found}
    assert {t.person.name for t in found if t.role == role} == {name}


@pytest.mark.parametrize(
    ("text", "former", "new"),
    [
        ("Ann Lee replaces term-limited Mayor Paul Berg of Leeds.", "Paul Berg", "Ann Lee"),
        (
            "Ann Lee was elected in November to replace outgoing two-term Mayor Paul Berg of Leeds.",
            "Paul Berg",
            "Ann Lee",
        ),
        ("Ann Lee took over for Paul Berg as mayor of Leeds at the May council meeting.", "Paul Berg", "Ann Lee"),
        ("Ann Lee is the new mayor of Leeds to replace the departing reformer Paul Berg.", "Paul Berg", "Ann Lee"),
    ],
)
def test_who_is_replaced_held_the_post(text: str, former: str, new: str) -> None:
    found = {(name, status is TenureStatus.FORMER) for name, _, status in statuses(text)}
    assert found == {(former, True), (new, False)}


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee became the first woman to win the party nomination for Leeds Mayor.",
        "It has the backing of 21 councillors, including Wide Gorse and Fair Meadow members, of Leeds.",
        'The festival of Leeds opened with the film "Low Tide" directed by Paul Berg. The festival has 20 films.',
        "In Leeds, two women were elected to the offices of mayor and deputy mayor. Ann Lee is glad.",
        "Following speeches by council members, Berg addressed the guests. Paul Berg smiled.",
    ],
)
def test_what_tells_of_no_holder(text: str) -> None:
    assert not tenures(text)


def test_the_city_is_that_of_the_paragraph_before() -> None:
    found = told(
        "In Leeds, two women were elected.\n\nIndependent councillor Ann Lee was elected mayor of the city on Friday "
        "evening.\n\nIn Hull, Paul Berg was elected mayor. From Beverley, he is the city's youngest mayor."
    )
    assert {(name, of) for name, role, of in found if role == "mayor"} == {("Ann Lee", "Leeds"), ("Paul Berg", "Hull")}


def test_successor_in_a_district_is_none_as_mayor() -> None:
    found = told(
        "Ann Lee was elected mayor of Leeds. Lee's successor in District 6, Paul Berg, will be sworn in on Tuesday."
    )
    assert found == {("Ann Lee", "mayor", "Leeds")}


def test_who_succeeds_somebody_holds_the_post() -> None:
    found = statuses(
        "In March 2001, Paul Berg was elected mayor of Leeds. He was succeeded in his post in 2014 by Ann Lee."
    )
    assert ("Ann Lee", "mayor", TenureStatus.CURRENT) in found


def test_members_of_a_committee_in_a_list_and_below_a_lead() -> None:
    below = told(
        "Mayor Ann Lee of Leeds has a new committee.\n\nThe mayoral committee members responsible for portfolios "
        "will be:\n\nPaul Berg: Transport and Urban Development;\n\nMary Stone: Finance;"
    )
    assert {(name, role) for name, role, _ in below} == {
        ("Ann Lee", "Mayor"),
        ("Paul Berg", "mayoral committee member for Transport and Urban Development"),
        ("Mary Stone", "mayoral committee member for Finance"),
    }
    named = told("In Leeds mayoral committee members Paul Berg, Mary Stone and John Hall spoke.")
    assert {(name, role) for name, role, _ in named} == {
        (name, "mayoral committee member") for name in ("Paul Berg", "Mary Stone", "John Hall")
    }
    assert not told("The members who will speak at the forum are:\n\nPaul Berg: Leeds;\n\nMary Stone: Hull;")


def test_name_of_a_body_behind_its_noun_is_no_person() -> None:
    found = told("Ann Lee, director of the Porto water utility Aguas Norte, spoke.")
    assert {(name, role) for name, role, _ in found} == {("Ann Lee", "director")}


def test_day_before_a_council_is_no_part_of_its_name() -> None:
    found = told("The May 1 City Council meeting in Leeds was long. City Council member Ann Lee left.")
    assert found == {("Ann Lee", "member", "City Council")}


@pytest.mark.parametrize(
    "text",
    [
        (
            "Ann Lee\n\n2010-2014: deputy mayor of Leeds\n2014–2018: director of the Harbour Museum\n"
            "Since 2018: mayor of Hull\n\nAnn Lee likes boats."
        ),
        (
            "Biography of Ann Lee\n\nAnn Lee was born in Hull.\n\n- Deputy Mayor of Leeds (2010-2014)\n"
            "- Director of the Harbour Museum (2014–2018)\n- Mayor of Hull (2018-present)"
        ),
    ],
)
def test_lines_of_a_career_are_of_the_person_of_the_page(text: str) -> None:
    found = {
        (
            t.person.name,
            t.role.lower(),
            t.of and t.of.name,
            t.start_date and t.start_date.iso,
            t.end_date and t.end_date.iso,
        )
        for t in tenures(text)
    }
    assert found == {
        ("Ann Lee", "deputy mayor", "Leeds", "2010", "2014"),
        ("Ann Lee", "director", "Harbour Museum", "2014", "2018"),
        ("Ann Lee", "mayor", "Hull", "2018", None),
    }
    assert {t.role.lower(): t.status for t in tenures(text)} == {
        "deputy mayor": TenureStatus.FORMER,
        "director": TenureStatus.FORMER,
        "mayor": TenureStatus.CURRENT,
    }


def test_lines_with_years_on_a_page_about_several_people_are_nobodys() -> None:
    assert not tenures(
        "Offices of Leeds\n\n2010-2014: deputy mayor of Leeds\n2014-2018: mayor of Leeds\n\nAnn Lee met Paul Berg."
    )


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "The party is expected to endorse its chair Paul Berg of Leeds for Mayor.",
            {("chair", TenureStatus.CURRENT)},
        ),
        ("The axed Mayor Paul Berg of Leeds spoke.", {("mayor", TenureStatus.FORMER)}),
        ("Gauteng Cooperative Governance MEC Paul Berg spoke.", {("cooperative governance mec", TenureStatus.CURRENT)}),
        (
            (
                "The Leeds council met to vote for a mayor after the resignation of Labour councillor Ann Lee.\n\nPaul "
                "Berg, who resigned last week, was selected as a mayoral candidate and was sworn in as a councillor."
            ),
            {("labour councillor", TenureStatus.FORMER), ("councillor", TenureStatus.CURRENT)},
        ),
    ],
)
def test_who_is_put_forward_and_who_was_axed(text: str, posts: set[tuple[str, TenureStatus]]) -> None:
    assert {(role, status) for _, role, status in statuses(text)} == posts


def test_word_before_a_post_means_the_body_whose_name_ends_with_it() -> None:
    found = tenures(
        "Tram pioneers meet\n\n4 May 2021\n\nThe Harbour Tram Union met the mayors of Lyon and Porto in Gdynia. "
        "Union president Karl Holm spoke first."
    )
    assert {(fact.person.name, fact.of.name if fact.of else None) for fact in found} == {
        ("Karl Holm", "Harbour Tram Union")
    }


def test_post_told_twice_in_a_sentence_has_the_body_that_is_told_once() -> None:
    found = tenures(
        "Talks\n\n4 May 2021\n\nThe Harbour League asked the towns of the coast to Gdynia. The talks are presided over "
        "by Karl Holm, a lawyer who is President of the Amber Forum."
    )
    assert {(fact.role.lower(), fact.of.name if fact.of else None) for fact in found} == {("president", "Amber Forum")}
