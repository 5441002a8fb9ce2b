"""Who was given an award, a title or a place in a ranking.

Input: a document. Output: AwardConferral facts. Idea: each sentence is masked (award_sentence),
constructions are matched on it (award_patterns, ranking, award_lists), and what the sentence
leaves out - the award's full name, its year, who gives it and where - comes from the story of
the whole article (award_story).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.facts.award_patterns import AT_EVENT, NEGATION, PATTERNS, TRIGGER, Pattern
from kg.facts.award_sentence import Masked, Recipient, Token, masked
from kg.facts.award_story import Story, giver_of, story
from kg.model import AwardConferral, BlockKind, Document, Entity, Fact, Kind, NameMention, Result, Span

_PRIZED = re.compile(r"\b(?:awards?|prizes?|medals?|seal|title|capital|of the year|city|cities|destinations?|standard|label)\b", re.IGNORECASE)


def find(document: Document) -> Iterator[Fact]:
    """The award conferrals of a document, each told once with all its evidence."""
    if not TRIGGER.search(document.text):
        return
    sentences = list(_masked_sentences(document))
    about = story(document, sentences)
    facts = [fact for sentence in sentences for fact in _in_sentence(document, sentence, about)]
    yield from merged(document, facts)


def _masked_sentences(document: Document) -> Iterator[Masked]:
    subject: Recipient | None = None
    for sentence in document.sentences:
        result = masked(document, sentence.span, subject)
        first = re.match(r"[^⟦⟧]{0,60}⟦R(\d+)⟧", result.text)
        if first:
            members = result.token(first.group(1)).members
            if len(members) == 1 and members[0].entity.kind is Kind.CITY:
                subject = members[0]
        yield result


def _in_sentence(document: Document, sentence: Masked, about: Story) -> Iterator[AwardConferral]:
    used: set[str] = set()
    if not TRIGGER.search(sentence.text):
        return
    for pattern in PATTERNS:
        for match in pattern.regex.finditer(sentence.text):
            number = match.group("r")
            if number in used:
                continue
            facts = list(_read(document, sentence, pattern, match, about))
            if facts:
                used.add(number)
            yield from facts


def _read(
    document: Document, sentence: Masked, pattern: Pattern, match: re.Match[str], about: Story
) -> Iterator[AwardConferral]:
    groups = match.groupdict()
    token = sentence.token(groups["a"]) if groups.get("a") else None
    if NEGATION.search(_clause(sentence.text, match.start(), match.end())):
        return
    named = _award(token, about, match, sentence, pattern)
    if named is None:
        return
    award, year = named
    span = sentence.span(match.start(), match.end())
    year = year or _year_near(sentence, match) or about.year_of(award.name) or about.anchor_year
    giver = giver_of(sentence.token(groups["g"])) if groups.get("g") else None
    event = _event(sentence) or about.events.get(award.name)
    for member in sentence.token(groups["r"]).members:
        if member.entity.name.casefold() in award.name.casefold() and member.entity.kind is not Kind.CITY:
            continue
        yield AwardConferral(
            evidence=(span,),
            rule=pattern.rule,
            recipient=member.entity,
            award=award,
            year=year,
            event=event,
            conferred_by=giver or about.givers.get(award.name),
            result=pattern.result,
        )


def _clause(text: str, start: int, end: int) -> str:
    """The words of the match and those before it back to the last stop, comma or "and"."""
    before = max((text.rfind(mark, 0, start) for mark in (". ", "; ", ", ", ": ")), default=-1)
    return re.sub(r"⟦.\d+⟧", "", text[max(before, 0) : end])


def _award(
    token: Token | None, about: Story, match: re.Match[str], sentence: Masked, pattern: Pattern
) -> tuple[Entity, int | None] | None:
    if token is not None and token.letter in "TQ":
        if not pattern.title:
            return None
        return Entity(kind=Kind.AWARD, name=token.name.removeprefix("the ")), token.year
    if token is not None and token.mention is not None:
        return Entity(kind=Kind.AWARD, name=about.name_of(token.name)), token.year
    meant = about.meant_at(sentence.span(match.start(), match.end()).start, ranking=False)
    if meant is None:
        return None
    return Entity(kind=Kind.AWARD, name=about.name_of(meant.name)), (token.year if token else None)


def _year_near(sentence: Masked, match: re.Match[str]) -> int | None:
    """The year named in the match, right behind it or at the head of the sentence."""
    behind = re.match(r"[^⟦⟧.;]{0,12}⟦Y(\d+)⟧", sentence.text[match.end() :])
    head = re.match(r"(?:In |Back in )?⟦Y(\d+)⟧,? ", sentence.text)
    inside = re.findall(r"⟦Y(\d+)⟧", match.group())
    for number in [*inside, *([behind.group(1)] if behind else []), *([head.group(1)] if head else [])]:
        token = sentence.token(number)
        if token.named and token.year:
            return token.year
    return None


def _event(sentence: Masked) -> Entity | None:
    match = AT_EVENT.search(sentence.text)
    mention = sentence.token(match.group("e")).mention if match else None
    return mention.entity if isinstance(mention, NameMention) else None


def merged(document: Document, facts: Iterable[AwardConferral]) -> Iterator[AwardConferral]:
    """The facts, those that tell the same conferral made one; evidence of the body before headlines."""
    kept: dict[tuple[str, str, str, int | None, bool], AwardConferral] = {}
    heads = [b.span for b in document.article.blocks if b.kind in {BlockKind.TITLE, BlockKind.HEADING}]
    for fact in sorted(facts, key=lambda f: (any(h.covers(f.evidence[0]) for h in heads), f.evidence[0])):
        won = fact.result is Result.WINNER or fact.rank == 1
        category = fact.category.name.casefold() if fact.category else ""
        key = (fact.recipient.name, fact.award.name.casefold(), category, fact.year, won)
        if key in kept:
            old = kept[key]
            evidence = tuple(dict.fromkeys([*old.evidence, *fact.evidence]))
            kept[key] = replace(old, evidence=evidence, rank=old.rank or fact.rank, event=old.event or fact.event)
        else:
            kept[key] = fact
    yield from kept.values()
