"""Who was given an award, a title or a place in a ranking.

Input: a document. Output: AwardConferral facts. Idea: what constructions tell (award_constructions) and what the
learned reader tells (award_reader) is held against each other, told once, and filled with what the article says of the
award elsewhere: its full name, its category, who gives it and where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.facts import award_constructions, award_givers, award_lines, award_reader, award_results, award_slots
from kg.facts.award_former import told_apart
from kg.facts.award_merge import Draft, merged, with_first_places, with_full_names, words_of
from kg.facts.award_open import decided
from kg.facts.award_patterns import NEGATION, TOLD
from kg.facts.award_story import Story
from kg.model import AwardConferral, BlockKind, Document, Entity, Fact, Kind, NameMention, Result, Sentence


def find(document: Document) -> Iterator[Fact]:
    """The award conferrals of a document, each told once with all its evidence."""
    named = any(mention.kind is Kind.AWARD for mention in document.all(NameMention))
    if not named and not TOLD.search(document.text):
        return
    about, drafts = award_constructions.by_constructions(document)
    told = list(merged(document, with_full_names(list(_believed(document, drafts)))))
    lines = award_lines.story_of(document)
    facts = list(award_slots.filled(document, lines, told_apart(document, list(with_first_places(told)))))
    facts = [_not_first(document, fact) for fact in facts if not _is_ranking(fact.recipient)]
    facts = list(decided(document, lines, [fact for fact in facts if not _took_part(document, fact)]))
    yield from _with_givers(document, about, lines, facts)


def _not_first(document: Document, fact: AwardConferral) -> AwardConferral:
    """The fact, without a first place where its words put the name at the foot of a table."""
    if fact.result is not Result.WINNER and fact.rank != 1:
        return fact
    if any(said is not None and award_results.is_last(*said) for said in award_results.around(document, fact)):
        return replace(fact, result=Result.RANKED, rank=None)
    return fact


def _took_part(document: Document, fact: AwardConferral) -> bool:
    """True where no quote says more of the recipient than that it took part."""
    return all(said is not None and award_results.took_part(*said) for said in award_results.around(document, fact))


_RANKING_NAME = re.compile(
    r"\b(?:Rankings?|Index|Survey|Awards?|Prizes?|Barometer|Poll)\b"
    r"|^(?:Winners?|Nominees?|Finalists?|Results?|Shortlists?) (?:Announced|Revealed|Named|Unveiled)$"
)


def _is_ranking(recipient: Entity) -> bool:
    """True of what is called a recipient but gives: "Best cities for students: Argo Rankings"."""
    return recipient.kind not in {Kind.CITY, Kind.PERSON} and _RANKING_NAME.search(recipient.name) is not None


def _with_givers(
    document: Document, about: Story, lines: award_lines.Story, facts: list[AwardConferral]
) -> Iterator[AwardConferral]:
    """The facts, each with who gives its award: one answer for all facts of an award."""
    givers: dict[str, Entity | None] = {}
    for fact in facts:
        name = fact.award.name
        if name not in givers:
            ruled = next((f.conferred_by for f in facts if f.award.name == name and f.conferred_by), None)
            ruled = ruled or about.givers.get(name)
            givers[name] = award_givers.giver(document, lines, name, fact.evidence[0].start, ruled)
        given = givers[name]
        yield replace(fact, conferred_by=None if given and given.name == fact.recipient.name else given)


_SURE = "AWARD-19"  # "the winner in the Stage category is Riga": whatever the name looks like


def _believed(document: Document, ruled: list[Draft]) -> Iterator[Draft]:
    """What constructions and the learned reader tell; where they differ on one recipient of a sentence, the reader."""
    reader = award_reader.read(document, [draft.fact for draft in ruled])
    read = {(r.fact.recipient.name, document.sentence_at(r.candidate.unit.start)): r for r in reader.readings}
    won = award_reader.titles(document)
    cities = {place[1] for place, reading in read.items() if reading.fact.recipient.kind is Kind.CITY}
    agreed = set()
    for draft in ruled:
        sentence = document.sentence_at(draft.fact.evidence[0].start)
        recipient = draft.fact.recipient
        place = (recipient.name, sentence)
        if sentence is not None and recipient.kind is Kind.THING:
            tagged = sentence.block.kind is BlockKind.ITEM and sentence in cities  # "Adelaide – Music"
            if tagged or (recipient.name.lower(), sentence.span.start) in won:
                continue
        reading = read.get(place)
        row = sentence is not None and sentence.block.kind is BlockKind.ROW  # a rule has read the heads of its columns
        title = sentence is not None and sentence.block.kind is BlockKind.TITLE
        if not (row or title or draft.further or draft.fact.rule == _SURE) and reader.doubts(draft.fact):
            continue
        close = (draft.close or draft.further) and reading is not None and reading.fact.result is draft.fact.result
        said = draft.fact.result in _SAID or draft.labelled or draft.fact.rule == _SURE
        if reading is None or row or close or said or _agree(draft.fact, reading.fact):
            yield draft
            agreed.add(place)
            if reading and draft.fact.year == reading.fact.year:
                yield from _in_further_years(draft.fact, reading)
    told = {(fact.recipient.name, fact.award.name) for fact in (draft.fact for draft in ruled)}
    for reading in _further_awards(document, reader.readings, read):
        told.add((reading.fact.recipient.name, reading.fact.award.name))
        yield Draft(fact=reading.fact, dated=reading.dated)
    for place, reading in sorted(read.items(), key=lambda item: -item[1].sure):
        key = (reading.fact.recipient.name, reading.fact.award.name)
        if place in agreed or _is_denied(document, reading) or (key in told and not reading.loud):
            continue
        told.add(key)
        yield Draft(fact=reading.fact, dated=reading.dated)
        yield from _in_further_years(reading.fact, reading)


def _further_awards(
    document: Document,
    readings: list[award_reader.Reading],
    read: dict[tuple[str, Sentence | None], award_reader.Reading],
) -> Iterator[award_reader.Reading]:
    """What else a sentence says that a recipient won: "it was Oslo's turn, the same city that will be Y Capital"."""
    for reading in readings:
        fact = reading.fact
        kept = read[fact.recipient.name, document.sentence_at(reading.candidate.unit.start)]
        other = fact.award.name != kept.fact.award.name and not _is_denied(document, reading)
        if other and reading.award.kind == "A" and fact.result is Result.WINNER:
            yield reading


def _in_further_years(fact: AwardConferral, reading: award_reader.Reading) -> Iterator[Draft]:
    """The same award of the years that are told in one run with that of the fact."""
    for year in reading.further:
        yield Draft(fact=replace(fact, year=year), dated=True)


_NOT_DENIED = re.compile(
    r"\bno (?:newcomer|stranger|surprise|doubt|wonder)\b|\bnot (?:only|surprisingly)\b"
    r"|\blost (?:\w+ )?(?:places?|ground)\b"
    r"|\bmiss(?:es|ed) (?:out on )?the (?:top |first )?(?:ten|five|three|twenty|podium|\d+)\b"
)
_LOST_TO = re.compile(r"\blost(?: out)? to (?:the )?$")


def _is_denied(document: Document, reading: award_reader.Reading) -> bool:
    """True where the clause of a name says that it did not win; who another one lost to did."""
    at = reading.candidate.unit.start
    lost_to = _LOST_TO.search(document.text, max(0, at - 20), at)
    return lost_to is None and NEGATION.search(_NOT_DENIED.sub("", _clause_at(document, reading))) is not None


def _clause_at(document: Document, reading: award_reader.Reading) -> str:
    """The words of the clause that a name stands in."""
    at = reading.candidate.unit
    sentence = document.sentence_at(at.start)
    if sentence is None:
        return ""
    before = re.split(r"[;:,] ", document.text[sentence.span.start : at.start])[-1]
    behind = _LISTED.sub("", document.text[at.end : sentence.span.end], count=1)  # "A, B and C failed to"
    return before + re.split(r"[;:,] ", behind)[0]


_LISTED = re.compile(r"^(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)*,? (?:and|or) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?= )")


# Constructions give these only where a word of the sentence says so.
_SAID = frozenset({Result.FINALIST, Result.SPECIAL_MENTION, Result.WITHDRAWN, Result.NOMINEE})


def _agree(one: AwardConferral, other: AwardConferral) -> bool:
    """True where two facts tell of one award, by name or category, and of the same success."""
    first = [fact.rank == 1 or fact.result is Result.WINNER for fact in (one, other)]
    names = [
        {word for name in (fact.award, fact.category) if name for word in words_of(name.name)} for fact in (one, other)
    ]
    return first[0] == first[1] and bool(names[0] & names[1])
