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

from kg.facts import award_lists, ranking
from kg.facts.award_lists import Listed
from kg.facts.award_patterns import AT_EVENT, NEGATION, PATTERNS, TRIGGER, Pattern
from kg.facts.award_sentence import Masked, Recipient, Token, masked
from kg.facts.award_story import Story, giver_of, story
from kg.facts.ranking import Place
from kg.model import AwardConferral, BlockKind, Document, Entity, Fact, Kind, NameMention, Result, Span

_PLACED = re.compile(r"\b(?:place|prize|position|spot|came|comes|finish(?:ed|es)|placed)\b|^\S*\d+\. ", re.IGNORECASE)


def find(document: Document) -> Iterator[Fact]:
    """The award conferrals of a document, each told once with all its evidence."""
    if not TRIGGER.search(document.text):
        return
    sentences = list(_masked_sentences(document))
    about = story(document, sentences)
    if not about.named and not any("⟦T" in s.text or "⟦Q" in s.text for s in sentences):
        return
    listed = list(award_lists.from_blocks(document, about))
    facts = [fact for item in listed if (fact := _from_list(document, item, about))]
    told = {document.text.count("\n", 0, item.span.start) for item in listed}  # blocks end in line breaks
    for sentence in sentences:
        if sentence.offsets and document.text.count("\n", 0, sentence.offsets[0]) not in told:
            facts.extend(_in_sentence(document, sentence, about))
    yield from merged(document, facts)


def _from_list(document: Document, item: Listed, about: Story) -> AwardConferral | None:
    ranked = item.result is Result.RANKED
    meant = about.meant_at(item.span.start, ranking=True if ranked else None)
    name = item.award or (meant.name if meant else None)
    if name is None or (not item.former and document.quote(item.recipient.span) == name):
        return None
    name = about.name_of(name)
    year = item.year or (about.year_of(name) or about.anchor_year)
    return AwardConferral(
        evidence=(item.span,),
        rule=item.rule,
        recipient=item.recipient.entity,
        award=Entity(kind=Kind.AWARD, name=name),
        category=Entity(kind=Kind.AWARD_CATEGORY, name=item.category) if item.category else None,
        year=year,
        event=None if item.former else about.events.get(name),
        conferred_by=about.givers.get(name),
        result=item.result,
        rank=item.rank,
    )


def _from_place(document: Document, sentence: Masked, place: Place, about: Story) -> AwardConferral | None:
    """A rank as a fact: of the ranking named in the sentence, else of the one told about."""
    explicit = [sentence.token(n) for n in re.findall(r"⟦A(\d+)⟧", sentence.text)]
    named = next((t for t in explicit if t.ranking and (t.mention or t.named)), None)
    meant = about.meant_at(place.span.start, ranking=True)
    if named is None and meant is None:
        return None
    name = about.name_of(named.name if named else meant.name if meant else "")
    ranking = named.ranking if named else bool(meant and meant.ranking)
    if not ranking and not _PLACED.search(sentence.text[place.start : place.end]):
        return None
    if place.recipient.entity.name.casefold() in name.casefold() or place.recipient.entity == about.givers.get(name):
        return None
    result = Result.RANKED if ranking else Result.WINNER if place.rank == 1 else Result.RUNNER_UP
    year = (named.year if named else None) or _year_around(sentence, place.start, place.end)
    return AwardConferral(
        evidence=(place.span,),
        rule=place.rule,
        recipient=place.recipient.entity,
        award=Entity(kind=Kind.AWARD, name=name),
        year=year or about.year_of(name) or about.anchor_year,
        event=_event(sentence) or about.events.get(name),
        conferred_by=about.givers.get(name),
        result=result,
        rank=place.rank,
    )


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
    raw = document.text[sentence.offsets[0] : sentence.offsets[-1] + 1] if sentence.offsets else ""
    if not TRIGGER.search(raw):
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
    for item in award_lists.with_years(sentence, about=about):
        if fact := _from_list(document, item, about):
            yield fact
    for place in ranking.places(sentence):
        if fact := _from_place(document, sentence, place, about):
            yield fact


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
    year = year or _year_around(sentence, match.start(), match.end()) or about.year_of(award.name) or about.anchor_year
    giver = giver_of(sentence.token(groups["g"])) if groups.get("g") else None
    if giver:
        about.givers.setdefault(award.name, giver)
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


def _year_around(sentence: Masked, start: int, end: int) -> int | None:
    """The year named between two places of a sentence, right behind them or at its head."""
    behind = re.match(r"[^⟦⟧.;]{0,12}⟦Y(\d+)⟧", sentence.text[end:])
    head = re.match(r"(?:In |Back in )?⟦Y(\d+)⟧,? ", sentence.text)
    inside = re.findall(r"⟦Y(\d+)⟧", sentence.text[start:end])
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
