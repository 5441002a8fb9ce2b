"""Awards told in ways that no pattern has: names weighed by what stands around them.

Input: a document and what its patterns found. Output: AwardConferral facts. Idea: every name is a
candidate; a learned classifier says whether it was given something there, a second look lets lists stand and fall
together, and another says which of the document's names the award is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg import encoder
from kg.facts import links
from kg.facts.award_category import category_of
from kg.facts.award_features import Company, features, predicate, second_look
from kg.facts.award_lines import (
    AWARDS,
    AwardLine,
    Candidate,
    Ruled,
    RuledAt,
    Story,
    candidates,
    introduction,
    list_ends,
    story_of,
)
from kg.facts.award_listed import left_out
from kg.facts.award_names import AwardName, award_names, name_features
from kg.facts.award_placing import placing
from kg.facts.award_ranks import in_order, rank_of
from kg.facts.award_results import is_told_apart, labelled, nth_best
from kg.facts.award_success import beats, is_beaten, success_again, success_features
from kg.facts.award_years import further_years, near_year, year_of_award
from kg.linear import Linear, linear
from kg.mentions.units import DASHES, Unit
from kg.model import AwardConferral, BlockKind, Document, Entity, Kind, Mention, Result, Span

LEAST = 0.65
"""How sure the classifier has to be of a recipient, from 0 to 1: precision counts for more than recall."""

HOPELESS = 0.01
"""Below this no second look is taken."""

LEAST_RULED = 0.5
"""How sure it has to be of a recipient that a construction tells, too: on articles not seen, below it 14 of 82 were."""

LEAST_NAME = 0.2
"""How sure of the award's name, of all names it may have."""

LEAST_BOTH = 0.2
"""How sure of the two together, their product."""

LEAST_FIRST = 0.55
"""How sure that a recipient came first where no rank is told."""


LEAST_NOT_RANKED = 0.6
"""How sure that a recipient came first where a lower rank is told beside it, which is then that of somebody else."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A recipient as it was read: how sure, and the award meant."""

    candidate: Candidate
    sure: float
    award: AwardName
    dated: bool  # the sentence gives the year itself
    loud: bool  # the sentence speaks of an award
    fact: AwardConferral
    further: tuple[int, ...]  # years told in one run with that of the fact: it was given then, too


def by_rule(about: Story, facts: Iterable[AwardConferral]) -> dict[tuple[int, str], Ruled]:
    """What constructions found, as the features want it."""
    found = {}
    for fact in facts:
        place = links.place_of(about.lines, fact.evidence[0].start)
        if place:
            won = fact.result is Result.WINNER or fact.rank == 1
            found[place[0], fact.recipient.name.casefold()] = Ruled(won, fact.award.name.casefold())
    return found


def scores(
    document: Document, about: Story, found: list[Candidate], ruled: RuledAt
) -> list[tuple[float, float]] | None:
    """For each candidate how sure it is that it was given something, and that it came first; None without weights."""
    once, again = linear("award_recipient"), linear("award_recipient_again")
    if once is None or again is None:
        return None
    rows = [features(c, about, ruled) for c in found]
    guess = [once.sure(row) for row in rows]
    company = Company(found)
    sure = [
        (guess[n] + again.sure(second_look(company, guess, n, row))) / 2 if guess[n] >= HOPELESS else 0.0
        for n, row in enumerate(rows)
    ]
    both = encoder.sure(document, "award_recipient", sure, [c.unit.place for c in found])
    first = _firsts(document, about, found, rows, [n for n, s in enumerate(both) if s >= LEAST])
    return [(s, first.get(n, 0.0)) for n, s in enumerate(both)]


def _firsts(
    document: Document, about: Story, found: list[Candidate], rows: list[list[str]], chosen: list[int]
) -> dict[int, float]:
    """How sure it is of each recipient that it came first."""
    once, again = linear("award_first"), linear("award_first_again")
    if once is None or again is None:
        return dict.fromkeys(chosen, 1.0)
    wide = {n: success_features(found[n], about, rows[n]) for n in chosen}
    guess = {n: once.sure(row) for n, row in wide.items()}
    sure = [(guess[n] + again.sure(success_again(found, guess, n, row))) / 2 for n, row in wide.items()]
    both = encoder.sure(document, "award_first", sure, [found[n].unit.place for n in wide])
    return dict(zip(wide, both, strict=True))


@dataclass(frozen=True)
class Read:
    """What the classifiers tell of a document: the recipients, in order of the text, and how sure of each candidate."""

    readings: list[Reading]
    weighed: list[tuple[Candidate, Span, float]]  # with its sentence

    def doubts(self, fact: AwardConferral) -> bool:
        """True of what a construction tells of a name that is none or was hardly given anything there."""
        name = fact.recipient.name.casefold()
        sure = [
            share
            for span in fact.evidence
            for candidate, sentence, share in self.weighed
            if sentence.overlaps(span) and name in {candidate.name, candidate.meant.low}
        ]
        return bool(self.weighed) and max(sure, default=0.0) < LEAST_RULED


def read(document: Document, facts: Iterable[AwardConferral]) -> Read:
    """What the classifiers tell of a document; ``facts`` are those of the constructions."""
    about = story_of(document)
    namer = linear("award_name")
    if namer is None or not about.contests:
        return Read([], [])
    found = candidates(document, about.lines)
    ruled = by_rule(about, facts)
    sure = scores(document, about, found, ruled)
    if sure is None:
        return Read([], [])
    names = award_names(about, document.text)
    given: list[tuple[Candidate, AwardName, float, float]] = []
    for candidate, (score, first) in zip(found, sure, strict=True):
        if score < LEAST or _is_elsewhere(document, about, candidate):
            continue
        if award := _award(document, names, candidate, about, ruled, namer, score):
            given.append((candidate, award, score, first))
    readings = []
    for candidate, award, score, first in _of_one_mind(about, given):
        line = about.lines[candidate.line]
        fact = _fact(document, about, candidate, award, first)
        dated = near_year(line.units, candidate.index) is not None
        loud = bool(line.seen & AWARDS)
        further = further_years(line.units, candidate.index, fact.year) if dated else ()
        readings.append(
            Reading(candidate=candidate, sure=score, award=award, dated=dated, loud=loud, fact=fact, further=further)
        )
    weighed = [(c, about.lines[c.line].sentence.span, share) for c, (share, _) in zip(found, sure, strict=True)]
    return Read(readings, weighed)


def _of_one_mind(
    about: Story, given: list[tuple[Candidate, AwardName, float, float]]
) -> Iterator[tuple[Candidate, AwardName, float, float]]:
    """The same, each name of a list with the award that more than half of its names have."""
    lists: dict[tuple[int, int, int], list[int]] = {}
    for n, (candidate, *_) in enumerate(given):
        lists.setdefault((candidate.line, *list_ends(about.lines[candidate.line].units, candidate.index)), []).append(n)
    for members in lists.values():
        names = {given[n][1].low: given[n][1] for n in members}
        low, count = Counter(given[n][1].low for n in members).most_common(1)[0]
        for n in members:
            candidate, own, score, first = given[n]
            yield candidate, names[low] if 2 * count > len(members) > _FEW else own, score, first


def _is_elsewhere(document: Document, about: Story, candidate: Candidate) -> bool:
    """True of the city of a dateline and of who gives the award."""
    dateline = document.dateline_city
    filed = dateline is not None and candidate.unit.start == dateline.span.start
    return (
        filed
        or _TWINS.search(document.quote(about.lines[candidate.line].sentence.span)) is not None
        or _in_dateline(document, about, candidate)
        or _names_others(about, candidate)
        or _is_left_out(document, about, candidate)
        or _is_won(about.lines[candidate.line], candidate.index)
        or _is_where(about.lines[candidate.line].units, candidate.index)
    )


_NOT_ON_THE_LIST = re.compile(  # "places which failed to make the shortlist were Oslo and Bergen"
    r"\b(?:failed to (?:make|reach)|did not (?:make|reach)|missed out on|left off) (?:it (?:to|onto) )?(?:the|this) "
    r"(?:[\w-]+ )?(?:short-?list|short list|final|list|cut)\b[^.;]{0,20}(?: were| are| was|:| include[sd]?) [^.;]*$"
)
_UNSUCCESSFUL = re.compile(
    r"[^\w.;:]*(?:\([^()]*\) )?(?:was|were|are) (?:unsuccessful|eliminated|knocked out|not (?:shortlisted|selected))\b"
)
_BEATEN_TO_THE_LIST = re.compile(  # "the shortlisted towns beat competition from Oslo and Bern"
    r"\b[Ss]hort-?listed (?:[\w-]+ )?(?:beat|saw off|fought off|faced|overcame) (?:off )?(?:[\w-]+ )?"
    r"(?:competition|bids|rivals|entries|challenges)\b[^.;]*$"
)
_ONLY = re.compile(r"\brepresented only by (?:the )?(?:(?:city|town) of )?$")  # "Canada was represented only by Oslo"
_ONLY_BAD = re.compile(  # "Bern was the only town to be classified as poor"
    r"[^\w.;:]*(?:was|is) the only (?:[\w-]+ )?(?:city|town|village|place|municipality) "
    r"(?:to (?:be )?(?:classified|rated|deemed|graded|judged|drop|fall|fail|miss|lose)|not to|without|left out)\b"
)


def _is_left_out(document: Document, about: Story, candidate: Candidate) -> bool:
    """True of one of those that were not even shortlisted, or that are only told apart by what they lack."""
    row, i = about.lines[candidate.line].units, candidate.index
    start, last = about.lines[candidate.line].sentence.span.start, row[list_ends(row, i)[1]].end
    before = document.text[start : row[i].start]
    over = introduction(about, candidate.line)
    if over is not None and left_out(document.quote(over.sentence.span)):
        return True
    return any(p.search(before) for p in (_NOT_ON_THE_LIST, _BEATEN_TO_THE_LIST, _ONLY)) or any(
        p.match(document.text, last) for p in (_UNSUCCESSFUL, _ONLY_BAD)
    )


def _is_where(row: list[Unit], i: int) -> bool:
    """True of the city behind what stands there: "Changi Airport, Singapore, won"."""
    if not (2 <= i < len(row) - 2 and row[i].kind == "C" and row[i - 1].low == row[i + 1].low == ","):
        return False
    return row[i - 2].kind in "XOS" and row[i + 2].kind == "W" and row[i + 2].low not in {"and", "or", "with", "while"}


_TWINS = re.compile(r"\b(?:sister|twin|twinned|partner) (?:cit(?:y|ies)|towns?)\b", re.IGNORECASE)
_BEFORE_OBJECT = frozenset("the a an its their his her this up home off away with “ \" ‘ '".split())


def _is_won(line: AwardLine, i: int) -> bool:
    """True of what is won, not who: "picked up Best Small Business Program", "for its “Night Boats”"."""
    row = line.units
    if row[i].kind not in "XSAE":
        return False
    k = i - 1
    while k > 0 and row[k].low in _BEFORE_OBJECT:
        k -= 1
    if k < 0:
        return False
    owned = any(row[m].low in {"its", "their", "his", "her"} for m in range(k + 1, i))
    named = "NAME" in line.cues[k] and k > 0 and row[k - 1].low in {"was", "were", "been", "be", "is", "are"}
    return named or bool({"WIN", "GET"}.intersection(line.cues[k])) or (owned and row[k].low in {"for", "with"})


def titles(document: Document) -> frozenset[tuple[str, int]]:
    """What is won or named in a document, by its name in lower case and the start of its sentence."""
    about = story_of(document)
    return frozenset(
        (unit.low, line.sentence.span.start)
        for line in about.lines
        for i, unit in enumerate(line.units)
        if _is_won(line, i)
    )


def _award(
    document: Document,
    names: list[AwardName],
    candidate: Candidate,
    about: Story,
    ruled: RuledAt,
    namer: Linear,
    sure: float,
) -> AwardName | None:
    line = about.lines[candidate.line]
    listed = [name for name in names if name.low != candidate.meant.low and _may_be(name, candidate, line)]
    rows = [name_features(award, candidate, about, ruled) for award in listed]
    places = [links.places(about.lines, award.places) for award in listed]
    shares = namer.shares([*rows, [links.NOBODY]])
    top, share = encoder.choice(document, "award_name", shares, candidate.unit.place, places)
    return listed[top] if top < len(listed) and share >= max(LEAST_NAME, LEAST_BOTH / sure) else None


_TELLING = AWARDS | set("WIN GET HOLD GIVE NAME RANKV TOP LAST BEAT LOSE FINAL BID RUNNER SPECIAL WINNER PLACE".split())


_UNRANKED = re.compile(r"\bheritage\b", re.IGNORECASE)  # lists without places


def _may_be(award: AwardName, candidate: Candidate, line: AwardLine) -> bool:
    """False of what other sentences name: a body in a list of its members, a list without places where one is told."""
    if any(at == candidate.line for at, _ in award.places):
        return True
    if _UNRANKED.search(award.name) and ("RANKN" in line.seen or rank_of(line, candidate.index) is not None):
        return False
    told = line.seen & _TELLING or line.sentence.block.kind is not BlockKind.PARAGRAPH
    return award.kind not in "OE" or bool(told)


def _entity(document: Document, unit: Unit) -> Entity:
    mention: Mention | None = unit.mention
    entity = getattr(mention, "entity", None)
    if isinstance(entity, Entity):
        return entity
    return Entity(kind=Kind.THING, name=" ".join(document.text[unit.start : unit.end].split()))


_RANKING = re.compile(
    r"\b(?:rankings?|index|list|survey|table|league|poll|barometer|report|study|top|scores?|score(?:card|board))\b",
    re.IGNORECASE,
)


_FEW = 3  # names of a list that may well be of two awards
_MENTIONED = re.compile(  # "Ghent and Malaga were accorded Honourable Mentions"
    r"[^.;:\n]{0,40} (?:was|were|been) [a-z]+(?: an?)? (?:[Hh]onou?rable|[Ss]pecial) [Mm]entions?\b"
)
_COMPETES = re.compile(  # "Turku and Riga have been chosen by a jury to compete for the title"
    r"[^.;:\n]{0,60}\b(?:chosen|selected|picked|named|shortlisted)\b[^.;:\n]{0,50} to compete for (?:the|this|its)\b"
    r"|[^.;:\n]{0,30} in (?:the running|contention)\b"
)
_MEMBERS = re.compile(r"\b(?:network|heritage|register|label|seal|alliance|flag)\b", re.IGNORECASE)
_FINALISTS = re.compile(  # "Finalist towns include the port of Bergen"
    r"\b[Ff]inalists?(?: [a-z]+)? (?:include[sd]?|are|were)\b(?:(?!\b(?:win|won|win(?:s|ner|ners|ning))\b)[^.;:\n])*$"
)
_LAST_RUNNER_UP = 3  # who came fourth is ranked


def _in_dateline(document: Document, about: Story, candidate: Candidate) -> bool:
    """True of a city before the dash that opens the article: "14 March 2019, Oslo –"."""
    row, i = about.lines[candidate.line].units, candidate.index
    shouted = i == 0 and document.text[candidate.unit.start : candidate.unit.end].isupper()
    placed = shouted or (candidate.line < 3 and i < 8)
    return placed and i + 1 < len(row) and row[i + 1].low in DASHES and candidate.unit.kind == "C"


def _names_others(about: Story, candidate: Candidate) -> bool:
    """True of who gives: "the minister has named Rabat"."""
    line = about.lines[candidate.line]
    voice, verb, at = predicate(line, list_ends(line.units, candidate.index)[1])
    helped = at > 0 and line.units[at - 1].low in {"has", "have", "had"}
    return voice == "act" and helped and verb in {"NAME", "GIVE"}


def _fact(document: Document, about: Story, candidate: Candidate, award: AwardName, chance: float) -> AwardConferral:
    line = about.lines[candidate.line]
    row, i = line.units, candidate.index
    behind = document.text[row[list_ends(row, i)[1]].end : line.sentence.span.end]
    best = nth_best(behind)
    rank = best or placing(document, line, i)
    if rank and _MEMBERS.search(award.name) and line.sentence.block.kind is BlockKind.ITEM:
        rank, chance = None, 1.0  # members are counted
    ranking = bool(_RANKING.search(award.name))
    wins = beats(row, line.cues, i)
    beaten = not wins and is_beaten(row, line.cues, i)
    before = " ".join(unit.low for unit in row[max(0, i - 4) : i])
    numbered = before.endswith((f"no . {rank} :", f"no . {rank}")) or in_order(row, i) is not None or best is not None
    if rank is not None and rank > 1 and chance > LEAST_NOT_RANKED and not numbered:
        rank = None  # that of another one, or of a title: "its second title"
    nominated = _FINALISTS.search(document.text[line.sentence.span.start : row[i].start]) is not None
    apart = ranking and rank is None and is_told_apart(behind)
    competes = nominated or apart or _COMPETES.match(document.text, row[list_ends(row, i)[1]].end) is not None
    first = rank == 1 if rank is not None else (chance > LEAST_FIRST or wins) and not beaten and not competes
    if first:
        result = Result.RANKED if ranking and rank == 1 else Result.WINNER
    elif rank is not None:
        result = Result.RANKED if ranking or rank > _LAST_RUNNER_UP else Result.RUNNER_UP
    elif (
        "SPECIAL" in line.seen or _MENTIONED.match(document.text, row[list_ends(row, i)[1]].end)
    ) and "FINAL" not in line.seen:
        result = Result.SPECIAL_MENTION
    else:
        result = Result.RANKED if ranking and "FINAL" not in line.seen else Result.FINALIST
    said = labelled(document.text[line.sentence.span.start : row[list_ends(row, i)[0]].start])
    if said and not ranking:
        result, rank = said
    if result is Result.WINNER:
        rank = None
    recipient = _entity(document, candidate.meant)
    if recipient.kind in {Kind.AWARD, Kind.EVENT_SERIES}:
        recipient = Entity(kind=Kind.THING, name=recipient.name)
    year = year_of_award(document, about, candidate, award)
    category = category_of(document, about, candidate, award.name)
    return AwardConferral(
        evidence=(_clause(row, i),),
        rule="AWARD-READ",
        recipient=recipient,
        award=Entity(kind=Kind.AWARD, name=award.name),
        category=Entity(kind=Kind.AWARD_CATEGORY, name=category) if category else None,
        year=year,
        result=result,
        rank=rank,
    )


def _clause(row: list[Unit], i: int) -> Span:
    """The words around a name back to a semicolon or the sentence's ends, where those are not far: what is quoted."""
    parts = [k for k, unit in enumerate(row) if unit.low == ";"]
    first = max((k + 1 for k in parts if k < i), default=0)
    last = min((k - 1 for k in parts if k > i), default=len(row) - 1)
    start, end = max(first, i - _QUOTED), min(last, i + _QUOTED)
    start, end = (first if start - first <= _REST else start), (last if last - end <= _REST else end)
    return Span(start=row[start].start, end=row[end].end)


_QUOTED = 16  # units to either side
_REST = 6  # that are quoted, too, where no more are left
