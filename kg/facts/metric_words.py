"""Words that the reading of figures goes by, and a shallow reading of noun phrases over them.

Input: text between two offsets. Output: tokens with a part of speech, and noun phrases. Word lists and
plural endings stand in for a tagger: what is in no list is taken for a noun or adjective.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

DETERMINERS = frozenset(
    "the a an this that these those its their his her our my your all both each every no some any such another".split()
)
PREPOSITIONS = frozenset(
    "of at by for from in into on onto over under to toward towards with within without through throughout during since "
    "until till per via about after before between among against amid across along around near beyond than as like "
    "despite versus vs behind above below up down out off including excluding plus minus compared".split()
)
CONJUNCTIONS = frozenset("and or but nor so yet while whereas although though because if unless when where".split())
RELATIVES = frozenset("who which whom whose what how why whether".split())
PRONOUNS = frozenset(
    "it he she they we you i him them us one ones others those these this that there here who which what hers theirs "
    "everyone everybody somebody people's".split()
)
AUXILIARIES = frozenset(
    "is are was were be been being am has have had having do does did will would shall should can could may might must "
    "isn't aren't wasn't weren't hasn't haven't hadn't didn't doesn't don't won't wouldn't".split()
)
ADVERBS = frozenset(
    "not only just still already now currently today yesterday also too again ever never soon later ago then even most "
    "least almost nearly altogether together annually daily monthly yearly weekly respectively more less once twice "
    "alone apiece instead meanwhile however nationwide worldwide abroad overseas here there so far very quite rather".split()
)
VERBS = frozenset(
    "came come comes went go goes gone took take takes taken got get gets gave give gives given made make makes built build "
    "builds saw see sees seen held hold holds stood stand stands ran run runs running lived live lives living worked work "
    "works working used use uses using attended attend attends visited visit visits voted vote rose rise rises fell fall "
    "falls grew grow grows dropped climbed reached reach reaches serve served serves carried carry carries travelled "
    "traveled travel died die dies sold sell sells bought buy buys spent spend spends won win wins lost lose loses left "
    "leave leaves opened open opens began begin begins started start starts became become becomes received receive "
    "receives include included includes remained remain remains need needed needs showed show shows shown put puts set sets "
    "let cut cuts hit hits cost costs own owned owns ride rode crossed join joined joins participate participated "
    "participates based located planned expected installed deployed registered employed invited gathered recorded reported "
    "counted created arrived displayed represented competed applied signed spread stretched belong belongs connect "
    "connects cover covers covered drawn draw draws drew employ employs burn burns sang sing sings help helps helped "
    "operate operates operated completed delivered scheduled averaged averages total totals totalled totaled amounted "
    "amounts numbers numbered said says say told tells brought bring brings welcomed welcomes attracted attracts "
    "generated generates invested invests provides provided provide allocated approved plans aims wants hopes expects "
    "exceeded exceeds surpassed measures measured contains contained houses housed boasts counts accounts accounted "
    "equals produces produced handled handles lies offers offered offer fetched accommodates accommodated seats comprises "
    "comprised consists added adds gained gains swelled shrank declined decreased increased jumped surged slipped slid "
    "doubled tripled quadrupled halved closed leaves stays stayed turned granted owes earned earns paid pays pay lent "
    "filled lent follow followed follows led leads sent send drove keeps kept met meets bore bears plant planted".split()
)
_IRREGULAR = frozenset(
    "people men women children staff personnel police youth cattle sheep data aircraft fish feet teeth mice criteria "
    "phenomena employees".split()
)
_SINGULAR_S = frozenset(
    "is was has does its this thus plus across less ours theirs yes always perhaps besides as us bus gas focus campus "
    "status access business process press class glass address series news progress success congress census virus "
    "metropolis basis crisis analysis tennis athletics economics politics".split()
)
TOKEN = re.compile(r"\w[\w’'&/.+-]*\w|\w|[^\w\s]|\t")


@dataclass(frozen=True, kw_only=True)
class Token:
    """A word or mark; ``tag`` is D, P, C, R, V, X (auxiliary), A, # (number), N (the rest) or the mark."""

    start: int
    end: int
    text: str
    tag: str


def tag_of(word: str) -> str:
    """The part of speech of a word, by lists and endings."""
    low = word.lower()
    if not word[0].isalnum():
        return word
    for words, tag in (
        (DETERMINERS, "D"), (PREPOSITIONS, "P"), (CONJUNCTIONS, "C"), (RELATIVES, "R"), (AUXILIARIES, "X"),
        (ADVERBS, "A"), (VERBS, "V"),
    ):  # fmt: skip
        if low in words:
            return tag
    if word[0].isdigit() and not re.match(r"\d+[A-Za-z-]{1,}[a-z]*$", word):
        return "#"
    if low.endswith("ly") and len(low) > 4 and word.islower():
        return "A"
    return "N"


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Words and marks between two offsets."""
    for m in TOKEN.finditer(text, start, end):
        yield Token(start=m.start(), end=m.end(), text=m.group(), tag=tag_of(m.group()))


def plural(word: str) -> bool:
    """True where the word has the form of a plural noun, or is one of the irregular ones."""
    low = word.lower()
    if low in _IRREGULAR or (low.rsplit("-", 1)[-1] in _IRREGULAR):
        return True
    return (
        len(low) > 3
        and low.endswith("s")
        and low not in _SINGULAR_S
        and not low.endswith(("ss", "us", "ous", "'s", "’s", "sis"))
        and not word.isupper()
    )
