"""Awards that constructions tell: sentences masked, patterns, lists, tables and ranks.

Input: a document. Output: what it says of its awards as a whole, and drafts of facts. Idea: each sentence is masked
(award_sentence), constructions are matched on it (award_patterns, ranking, award_lists, award_chains), and what the
sentence leaves out - the award's full name, its year, who gives it and where - comes from the story of the article
(award_story).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.facts import award_chains, award_lists, ranking
from kg.facts.award_listed import Listed, is_past
from kg.facts.award_merge import Draft
from kg.facts.award_patterns import AT_EVENT, NEGATION, PATTERNS, TRIGGER, Pattern
from kg.facts.award_sentence import masked
from kg.facts.award_story import Story, giver_of, story
from kg.facts.award_tokens import Masked, Recipient, Token
from kg.facts.ranking import Place
from kg.model import AwardConferral, CityMention, Document, Entity, Kind, NameMention, Result, Span

_PLACED = re.compile(r"\b(?:place|prize|position|spot|came|comes|finish(?:ed|es)|placed)\b|^\S*\d+\. ", re.IGNORECASE)
_LONGEST = 3000  # characters; what is longer between two full stops is no sentence
_BY = re.compile(r",? by [^⟦⟧;.,]{0,30}⟦R(?P<g>\d+)⟧")


def by_constructions(document: Document) -> tuple[Story, list[Draft]]:
    """What the document says of its awards as a whole, and what lists, patterns and ranks tell."""
    sentences = list(_masked_sentences(document))
    about = story(document, sentences)
    listed = list(award_lists.from_blocks(document, about))
    facts = [fact for item in listed if (fact := _from_list(document, item, about))]
    told = {document.text.count("\n", 0, item.span.start) for item in listed}  # blocks end in line breaks
    for sentence in sentences:
        if sentence.offsets and document.text.count("\n", 0, sentence.offsets[0]) not in told:
            facts.extend(_in_sentence(document, sentence, about))
    return about, facts


_IN_COUNTY = re.compile(
    r"(?:^|[.;:,“\n] ?|\b(?:and|while) )(?P<town>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}) in (?:Co\.? |County )?$"
)


def _town(document: Document, member: Recipient) -> Recipient:
    """The recipient; the town where it is the county that the town lies in: "Kinsale in Co Cork has been named"."""
    start = member.span.start
    found = _IN_COUNTY.search(document.text[max(0, start - 60) : start])
    if found is None:
        return member
    at = start - min(60, start)
    span = Span(start=at + found.start("town"), end=at + found.end("town"))
    city = next((m for m in document.within(span, CityMention) if m.span == span), None)
    kind = Kind.THING if " " in found["town"] else Kind.CITY
    return replace(member, span=span, entity=city.entity if city else Entity(kind=kind, name=found["town"]))


def _without_place(document: Document, members: Sequence[Recipient]) -> Sequence[Recipient]:
    """The recipients; without the city behind what stands there: "Changi Airport, Singapore, won"."""
    if len(members) == 1:
        return [_town(document, members[0])]
    if len(members) != 2 or members[0].entity.kind is Kind.CITY or members[1].entity.kind is not Kind.CITY:
        return members
    apposed = document.text[members[0].span.end : members[1].span.start] == ", "
    return members[:1] if apposed else members


def _from_list(document: Document, item: Listed, about: Story) -> Draft | None:
    ranked = item.result is Result.RANKED
    meant = about.meant_at(item.span.start, ranking=True if ranked else None)
    if item.former and (main := about.main()):
        meant = main
    name = item.award or (meant.name if meant else None)
    if name is None or (not item.former and document.quote(item.recipient.span) == name):
        return None
    name = about.name_of(name)
    year = item.year or (None if item.past else about.year_of(name) or about.anchor_year)
    category = item.category if item.category and name.casefold() not in item.category.casefold() else None
    return Draft(
        dated=item.year is not None,
        labelled=item.labelled,
        fact=AwardConferral(
            evidence=(item.span,),
            rule=item.rule,
            recipient=item.recipient.entity,
            award=Entity(kind=Kind.AWARD, name=name),
            category=Entity(kind=Kind.AWARD_CATEGORY, name=category) if category else None,
            year=year,
            event=None if item.former else about.events.get(name),
            conferred_by=about.givers.get(name),
            result=item.result,
            rank=item.rank,
        ),
    )


def _from_place(document: Document, sentence: Masked, place: Place, about: Story) -> Draft | None:
    """A rank as a fact: of the ranking named in the sentence, else of the one told about."""
    explicit = [sentence.token(n) for n in re.findall(r"⟦A(\d+)⟧", sentence.text)]
    named = next((t for t in explicit if t.ranking and (t.mention or t.named)), None)
    meant = about.meant_at(place.span.start, ranking=True)
    if named is None and meant is None:
        return None
    name = about.name_of(named.name if named else meant.name if meant else "")
    ranking = named.ranking if named else bool(meant and meant.ranking)
    if not ranking and not _PLACED.search(document.quote(place.span)):
        return None
    if place.recipient.entity.name.casefold() in name.casefold() or place.recipient.entity == about.givers.get(name):
        return None
    result = Result.RANKED if ranking else Result.WINNER if place.rank == 1 else Result.RUNNER_UP
    year = (named.year if named else None) or _year_around(sentence, place.start, place.end)
    return Draft(
        dated=year is not None,
        fact=AwardConferral(
            evidence=(place.span,),
            rule=place.rule,
            recipient=place.recipient.entity,
            award=Entity(kind=Kind.AWARD, name=name),
            year=year or about.year_of(name) or about.anchor_year,
            event=_event(sentence) or about.events.get(name),
            conferred_by=about.givers.get(name),
            result=result,
            rank=place.rank,
        ),
    )


def _masked_sentences(document: Document) -> Iterator[Masked]:
    subject: Recipient | None = None
    for sentence in document.sentences:
        if sentence.span.end - sentence.span.start > _LONGEST:
            continue
        result = masked(document, sentence.span, subject)
        first = re.match(r"[^⟦⟧]{0,60}⟦R(\d+)⟧", result.text)
        if first:
            members = result.token(first.group(1)).members
            if len(members) == 1 and members[0].entity.kind is Kind.CITY:
                subject = members[0]
        yield result


def _in_sentence(document: Document, sentence: Masked, about: Story) -> Iterator[Draft]:
    used: set[str] = set()
    raw = document.text[sentence.offsets[0] : sentence.offsets[-1] + 1] if sentence.offsets else ""
    if not TRIGGER.search(raw.lower()):
        return
    for pattern in PATTERNS:
        for match in pattern.regex.finditer(sentence.text):
            number = match.group("r") + "-" + (match.groupdict().get("a") or "")
            if number in used:
                continue
            facts = list(_read(document, sentence, pattern, match, about))
            if facts:
                used.add(number)
            yield from facts
    before = document.text[max(0, sentence.offsets[0] - 150) : sentence.offsets[0]].rpartition("\n")[2]
    last = re.split(r"[.!?] ", before.rstrip(" .!?"))[-1]
    listed = [
        *award_chains.with_years(sentence, about=about),
        *award_chains.in_prose(sentence, last + raw, about=about),
    ]
    if not used and not listed:
        past = is_past(raw)
        listed = [replace(item, past=past) for item in award_chains.unclaimed(sentence, raw, about=about)]
    denied = bool(listed and NEGATION.search(sentence.text))
    for item in listed:
        if denied and not item.former:
            continue
        if fact := _from_list(document, item, about):
            yield fact
    for place in ranking.places(sentence):
        if fact := _from_place(document, sentence, place, about):
            yield fact


def _read(
    document: Document, sentence: Masked, pattern: Pattern, match: re.Match[str], about: Story
) -> Iterator[Draft]:
    groups = match.groupdict()
    members = [*_without_place(document, sentence.token(groups["r"]).members)]
    if match.end("r") + 1 == match.end() and (more := _MORE.match(sentence.text, match.end())):
        members += [m for n in re.findall(r"⟦R(\d+)⟧", more.group()) for m in sentence.token(n).members]
    token = sentence.token(groups["a"]) if groups.get("a") else None
    if NEGATION.search(_clause(sentence.text, match.start(), match.end())):
        return
    named = _award(token, about, match, sentence, pattern)
    if named is None or (token and not token.proper and _FOR_TITLE.match(sentence.text, match.start("a"))):
        return
    if " to be " in match.group() and _BEATEN_TO.search(sentence.text, 0, match.start()):
        return
    award, category, year = named
    behind = _BY.match(sentence.text, match.end())
    teller = groups.get("g") or (behind.group("g") if behind else None)
    giver = giver_of(sentence.token(teller)) if teller else None
    if giver:
        about.givers.setdefault(award.name, giver)
    end = behind.end() if behind else match.end()
    told = year or _year_around(sentence, match.start(), end)
    usual = None if _PAST.search(sentence.text, 0, match.start()) else about.year_of(award.name) or about.anchor_year
    if usual and not told and _is_of_last_year(document, sentence, match.start()):
        told = usual - 1
    ranking = bool(token and token.proper and token.ranking)
    if groups.get("c"):
        told_by = sentence.token(groups["c"]).members
        if len(told_by) != 1 or told_by[0].entity.kind is not Kind.THING:
            return
        category = Entity(kind=Kind.AWARD_CATEGORY, name=told_by[0].entity.name)
    if groups.get("k"):
        words = document.quote(sentence.span(*match.span("k"))).strip("\"“”‘’' ")
        category = Entity(kind=Kind.AWARD_CATEGORY, name=" ".join(words.split()))
    category = category or _category(document, sentence, end)
    result = Result.SPECIAL_MENTION if category and _MENTION.search(category.name) else pattern.result
    if len(members) > 1 and (medal := _MEDAL.search(match.group())):
        result, category = Result.WINNER, Entity(kind=Kind.AWARD_CATEGORY, name=medal.group())  # one of three levels
    if result is Result.FINALIST and pattern.rule == "AWARD-14" and ranking:
        result = Result.RANKED  # "tops the X Index, ahead of Oslo"
    if result is Result.RANKED and not (token and token.ranking):
        return
    place = 1 if ranking and pattern.result is Result.WINNER else None
    if result is Result.WINNER and token and token.letter == "T" and token.rank and token.rank > 1:
        result, place = Result.RANKED, token.rank  # "named the third most liveable city"
    if ranking and pattern.result is Result.WINNER and len(members) >= _SEVERAL:
        return  # not all of them are first
    for member in members:
        if not _may_win(document, member, token, award, giver):
            continue
        own = re.match(r"(?:19|20)\d\d", member.note)
        yield Draft(
            dated=bool(told or own),
            title=bool(token and token.letter in "TQ" and token.name[:1].islower()),
            close=bool(token and token.proper and _CLOSE.fullmatch(sentence.text, match.start("r"), match.end("a"))),
            further=bool(token and token.proper and pattern.further),
            fact=AwardConferral(
                evidence=(sentence.span(match.start(), match.end()),),
                rule=pattern.rule,
                recipient=member.entity,
                award=award,
                category=category,
                year=int(own.group()) if own else told or usual,
                event=_event(sentence) or about.events.get(award.name),
                conferred_by=giver or about.givers.get(award.name),
                result=result,
                rank=place,
            ),
        )


_LAST_YEARS = re.compile(r"(?:⟦Y(?P<y>\d+)⟧|\b[Ll]ast year)['’]s (?:[\w-]+ ){0,2}$")


def _is_of_last_year(document: Document, sentence: Masked, start: int) -> bool:
    """True of "last year's winner": of the year before that of the award, which may be given for the next one."""
    found = _LAST_YEARS.search(sentence.text, 0, start)
    if found is None or found["y"] is None:
        return found is not None
    return document.quote(sentence.token(found["y"]).span).lower() == "last year"


_PAST = re.compile(r"\b(?:previous|past|former|earlier|prior) (?:[\w-]+ ){0,3}?$", re.IGNORECASE)
_CLOSE = re.compile(r"\d+⟧(?: [\w’'-]+){1,5} ⟦A\d+")  # "Oslo has won the X Prize"
_MORE = re.compile(r"(?:; (?:and )?⟦R\d+⟧)+(?=\.|$)")  # "went to Savannah, Ga.; Slidell, La.; and New York"
_MEDAL = re.compile(  # "gold went to A and B, silver to C and D"
    r"\b(?:gold|silver(?:[ -]gilt)?|bronze)(?=(?: (?:medal|award)s?)? (?:(?:went|goes|go) )?to )", re.IGNORECASE
)
_SEVERAL = 3
_FOR_TITLE = re.compile(r"\d*⟧ for (?:the )?(?:⟦L\d+⟧['’]s )?(?:⟦[QTA]\d+⟧|[A-Z][a-z]+)")
_BEATEN_TO = re.compile(  # "Oslo has beaten Bergen to be named": not Bergen
    r"\b(?:beat|beaten|beating|beats|defeat(?:ed|ing|s)?|edg(?:ed|ing) out|s(?:aw|eeing) off)\b"
    r"(?:[^.;:⟦⟧]|⟦Y\d+⟧){0,24}(?:⟦R\d+⟧[^.;:⟦⟧]{0,8})*$"
)
_CATEGORY = re.compile(
    r"(?:[^⟦⟧.;:]|⟦[YEL]\d+⟧){0,30}? (?:in|for|under) (?:the )?(?:category (?:of |for"
    r" )?(?P<behind>[^.;,]{3,60}?)(?=[,.;]|$)"
    r"|(?P<before>[^.;]{3,60}?) category\b)"
)
_MENTION = re.compile(r"special (?:mention|recognition)|honou?rable mention", re.IGNORECASE)


def _category(document: Document, sentence: Masked, start: int) -> Entity | None:
    """The category named right behind a construction: "in the Mobility category"."""
    found = _CATEGORY.match(sentence.text, start)
    if not found:
        return None
    group = "behind" if found.group("behind") else "before"
    name = document.quote(sentence.span(found.start(group), found.end(group))).strip(" '\"“”‘’")
    return Entity(kind=Kind.AWARD_CATEGORY, name=name) if name else None


def _may_win(document: Document, member: Recipient, token: Token | None, award: Entity, giver: Entity | None) -> bool:
    """False of names that are no recipient: the award itself, its giver, a stray capital before "the prize"."""
    kind = member.entity.kind
    if kind is not Kind.CITY and member.entity.name.casefold() in award.name.casefold():
        return False
    if giver and giver.name == member.entity.name:
        return False
    proper = token is not None and (token.proper or token.letter in "TQ")
    if kind is Kind.PERSON and not proper:
        return False
    stray = kind is Kind.THING and " " not in member.entity.name
    return not (stray and not proper and document.text.count(member.entity.name) < 2)


def _clause(text: str, start: int, end: int) -> str:
    """The words of the match and those before it back to the last stop, comma or "and"."""
    before = max((text.rfind(mark, 0, start) for mark in (". ", "; ", ", ", ": ")), default=-1)
    return re.sub(r"⟦.\d+⟧", "", text[max(before, 0) : end])


def _award(
    token: Token | None, about: Story, match: re.Match[str], sentence: Masked, pattern: Pattern
) -> tuple[Entity, Entity | None, int | None] | None:
    """The award that a match is about, its category where a title is told in place of it, and its own year."""
    offset = sentence.span(match.start(), match.end()).start
    if token is not None and token.letter in "TQ":
        if not pattern.title:
            return None
        before = about.told_before(offset)
        if before is None:
            return Entity(kind=Kind.AWARD, name=token.name), None, token.year
        title = Entity(kind=Kind.AWARD_CATEGORY, name=token.name)
        return Entity(kind=Kind.AWARD, name=about.name_of(before.name)), title, before.year
    if token is not None and token.proper:
        return _proper_award(token, about, sentence, match.start("a"))
    meant = about.meant_at(offset, ranking=False) or (about.meant_at(offset) if token else None)
    if meant is None:
        return None
    return Entity(kind=Kind.AWARD, name=about.name_of(meant.name)), None, token.year if token else None


_PART_OF = re.compile(r"\d*⟧ (?:of|at|in) (?:the )?⟦A(\d+)⟧")


_AWARD_WORD = re.compile(r" (?:Award|Prize|Title|Medal)s?$")  # "the City Award category" is the category City


# "the Mobility award" of the X Awards: their category Mobility.
_SMALL = re.compile(r"(?P<category>\w[\w&’'-]*(?: \w[\w&’'-]*){0,3}) (?:award|prize)")


def _proper_award(token: Token, about: Story, sentence: Masked, at: int) -> tuple[Entity, Entity | None, int | None]:
    """An award by its name; "the City Award category", "the City Award of the X Awards" are categories."""
    whole = _PART_OF.match(sentence.text, at)
    behind = sentence.text[sentence.text.index("⟧", at) + 1 :]
    name, year = about.name_of(token.name), token.year
    category = None
    if whole:
        larger = sentence.token(whole.group(1))
        if larger.proper:
            name, year, category = about.name_of(larger.name), larger.year or year, token.name
    elif behind.startswith(" category"):
        others = [n for n in about.named if n.proper and n.name != token.name]
        if others:
            name, category = about.name_of(others[0].name), _AWARD_WORD.sub("", token.name) or token.name
    elif part_of := _SMALL.fullmatch(token.name):
        whole_names = {about.name_of(n.name) for n in about.named if n.proper and n.name.endswith(" Awards")}
        if len(whole_names) == 1:
            name, category = whole_names.pop(), part_of["category"]
    part = Entity(kind=Kind.AWARD_CATEGORY, name=category) if category and category != name else None
    return Entity(kind=Kind.AWARD, name=name), part, year


def _year_around(sentence: Masked, start: int, end: int) -> int | None:
    """The year named between two places of a sentence, right behind or before them, or at its head."""
    before = re.search(r"\bin ⟦Y(\d+)⟧,? $", sentence.text[:start])
    behind = re.match(r"[^⟦⟧.;]{0,12}⟦Y(\d+)⟧", sentence.text[end:])
    head = re.match(r"(?:In |Back in )?⟦Y(\d+)⟧,? ", sentence.text)
    inside = re.findall(r"⟦Y(\d+)⟧", sentence.text[start:end])
    for number in [*inside, *(found.group(1) for found in (behind, before, head) if found)]:
        token = sentence.token(number)
        if token.named and token.year:
            return token.year
    return None


def _event(sentence: Masked) -> Entity | None:
    match = AT_EVENT.search(sentence.text)
    mention = sentence.token(match.group("e")).mention if match else None
    return mention.entity if isinstance(mention, NameMention) else None
