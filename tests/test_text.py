"""Sentences end where they end, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, BlockKind
from kg.read import article_of
from kg.text import sentences, split

TWO = [  # a bar stands where the sentence ends
    "Lahti won.|Lille did not.",
    "It cost $2.5 million.|The rest is paid by the state.",
    "Mr. Lee met Dr. K. B. Yu and Gov. Ana Diaz in St. Gallen.|They talked.",
    "The fair opens on Nov. 18 in Lyon.|It ends on Nov. 21.",
    "He spoke at 5 p.m. on Monday, i.e. late.|Nobody came.",
    "The firm, Acme Inc., built it for the U.S. Department of Energy.|It works.",
    "Population figures (approx. 40,000) are old.|New ones follow.",
    "“It is a good day.”|Mayor Ruiz smiled.",
    "Is it big?|Yes!",
    "She won (for the second time.)|He lost.",
    "They waited ... and waited.|Nothing.",
    "Rome, Lima; Oslo, Bern; and Graz take part.|Graz is last.",
    "Ask Tomorrow.City in Spain.|It knows.",
    "The top five: 1. Graz, 2. Linz, 3. Wels.|Bern is out.",
    "It was on Friday, 19. 6. 2020 in Bern.|All came.",
    "It is No. 5 of the list.|No. 4 is Bern.",
    "The ranking is led by the U.S.|The next is Chile.",
    "So said Sec-Gen Mr. Adu.|He left.",
    "Prices fell by 3 per cent.|€20 million is missing.",
    "It is vs. them, e.g. Bern, approx. No. 3 of all.|End.",
    "Los Angeles, Calif., won.|Boston, Mass., lost.",
    "The soloist was Yo-Yo Ma.|Tickets cost 50 euros, said Mayor Ma. Elena Ruiz.",
]


@pytest.mark.parametrize("marked", TWO)
def test_sentence_ends_at_the_bar_only(marked: str) -> None:
    text = marked.replace("|", " ")
    assert marked.split("|") == [text[start:end] for start, end in split(text)]


def test_sentences_do_not_cross_blocks_and_a_row_is_one() -> None:
    found = article_of("x.txt", b"Trams in Bern\n\nA tram runs. It is red\n\nLine\tLength\n1\t2.5 km. It is long\n")
    assert isinstance(found, Article)
    texts = [sentence.span.of(found.text) for sentence in sentences(found)]
    assert texts == ["Trams in Bern", "A tram runs.", "It is red", "Line\tLength", "1\t2.5 km. It is long"]
    assert BlockKind.ROW is sentences(found)[-1].block.kind


@given(st.text(alphabet=st.sampled_from('aB.!?…”’")( 1\t—•-A'), max_size=200))
def test_sentences_are_disjoint_trimmed_and_lose_no_word(text: str) -> None:
    """Law: the sentences in order, white space apart, are the text."""
    spans = list(split(text))
    assert sorted(spans) == spans
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert "".join(text.split()) == "".join("".join(text[start:end].split()) for start, end in spans)


@given(st.text(max_size=300))
def test_any_text_is_split_without_an_error(text: str) -> None:
    """Law: whatever the text, splitting ends and stays inside it."""
    assert all(0 <= start < end <= len(text) for start, end in split(text))
