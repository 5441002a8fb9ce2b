"""Which of the things a text speaks of a figure is about: a linear score over where each of them stands.

Input: References, a quantity in its sentence, its measure. Output: for each candidate the names of what
holds for it, and the best one. The weights are learned (benchmarks/train.py); without them a figure is about nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg import encoder
from kg.facts.metric_bearers import facility_of
from kg.facts.metric_phrases import Measure, subject
from kg.facts.metric_references import Reference, References
from kg.facts.metric_words import either, words
from kg.linear import linear
from kg.model import CityMention, Entity, Kind, PlaceMention, QuantityMention, Sentence, Span

_CLASSES = ("people", "attendance", "transport", "members", "economy", "building")
_CLASS_OF = {form: name for name in _CLASSES for form in words(f"about_{name}")}
_KINDS = {
    Kind.CITY: "city", Kind.PLACE: "place", Kind.ORGANIZATION: "body", Kind.EVENT: "event",
    Kind.EVENT_SERIES: "event", Kind.THING: "thing", Kind.AWARD: "award",
}  # fmt: skip
_APPOSED = re.compile(
    r"(?:,? with|, (?:home|which|where|a|an|the|population|currently)\b.{0,30}|[’']s(?: \w+){0,3}|:) $|[ (]*$"
)
_SOURCE_AFTER = re.compile(r"(?:[’']s \w+ \w+)? (?:say|said|report|announce|estimate|put|show|figure|count)")
_SOURCE_BEFORE = re.compile(
    r"\b(?:according to|figures from|says|said|reported by|data (?:from|of)|told"
    r"|(?:issued|published|released|compiled|collected)(?: on [\w-]+(?: [\w-]+){0,2})? by)(?: the)? $"
)
_BREAK = re.compile(r"[;:]|, (?:and|but|while|whereas|against|compared)\b|\bbut\b|\bwhile\b")
_IN = re.compile(r" (?:in|across|throughout)(?: cities)?(?: in| across| throughout)?(?: the)? ")
_LIVING_IN = re.compile(
    r" (?:(?:people|residents|inhabitants|citizens) )?(?:(?:now|currently|already|who) )?(?:live|lives|living|lived) in"
    r"(?: the(?: city of)?)? ?"
)
_USED = re.compile(
    r" (?:[a-z]+ )?(?:passengers|riders|people|commuters|residents|visitors|travell?ers|tourists|fans|spectators) "
    r"(?:(?:have|had|also) )?(?:used|use|rode|ride|visited|visit|attended|passed through|flocked to)(?: the)? "
)
_ASIDE = re.compile(
    r",? which(?: (?!which|where|who)[\w-]+){1,6} | \((?:up|down|plus|minus)(?: by)? |, (?:up|down)(?: by)? "
)
_FACILITY = re.compile(
    rf"(?:[Tt]he|[Ii]ts|[Oo]ur|[Tt]heir|[Tt]his) (?:new |old |whole |entire |city[’']s )?"
    rf"(?P<name>(?:[a-z-]+ )?(?:{either('facility_noun')}))"
)
_HOLDING = re.compile(  # "at the Plaza Arena, which seats 9,000"
    r",? which (?:can |could |will )?(?:fit|seat|hold|house|accommodate|employ|handle|serve|cover)s? "
)
_LISTED = ("right directly", "left 0", "apposed", "left number", "subject")
_FAR_BACK = 40  # references before the sentence that are candidates
_REACH = 400  # characters of a sentence that are looked at before the number


@dataclass(frozen=True)
class Question:
    """A figure whose bearer is sought."""

    number: int  # of the sentence
    sentence: Sentence
    quantity: QuantityMention
    measure: Measure
    last: Entity | None  # what the figure before it was about
    last_at: int  # where that figure stands
    same_block: bool  # in the same block


def candidates(references: References, question: Question) -> dict[Entity, list[str]]:
    """What holds for each thing that the figure can be about, by the names of the features, sorted."""
    found: dict[Entity, set[str]] = {}
    of_measure, money = _class(question.measure), question.measure.money

    def add(entity: Entity, *facts: str) -> None:
        kind = _KINDS.get(entity.kind, "other")
        kept = found.get(entity)
        if kept is None:
            kept = found[entity] = {f"kind={kind}", f"{of_measure}:{kind}", *(["money:" + kind] if money else [])}
        kept.update(facts)
        kept.update(f"{fact}:{kind}" for fact in facts)

    for reference, place in _inside(references, question):
        add(reference.entity, *place)
        if _elliptical(question):
            found[reference.entity].update(f"elliptical: {fact}" for fact in place if fact.startswith(_LISTED))
    if facility := _facility(references, question):
        add(facility.entity, "phrase", f"phrase {question.measure.how}")
    for reference, place in _earlier(references, question):
        add(reference.entity, *place)
    if head := references.chapters.get(question.sentence.block.span.start):
        add(head, "headline")
    if main := references.bearers.main:
        add(main, "main")
    if question.last:
        crossed = any(r.span.start >= question.last_at for r in references.before(question.quantity.span.start, 1))
        where = "elsewhere" if not question.same_block else "crossed" if crossed else "here"
        add(question.last, f"last {where}", *([f"elliptical: last {where}"] if _elliptical(question) else []))
    latest: set[str] = set()
    for reference in reversed(references.before(question.quantity.span.start, _FAR_BACK)):
        kind = _KINDS.get(reference.entity.kind, "other")
        if kind not in latest and question.number - reference.sentence < 6:
            latest.add(kind)
            found.setdefault(reference.entity, set()).update(
                ("latest", f"latest:{kind}", f"latest:{of_measure}:{kind}")
            )
    if question.measure.how == "distance":  # "12 km from Lima" is not about Lima
        found = {entity: facts for entity, facts in found.items() if entity.name not in question.measure.base}
    for entity in found:
        if references.counts[entity] == references.most.get(entity.kind, 0):
            add(entity, "often")
        if references.counts[entity] == 1:
            add(entity, "once")
    return {entity: sorted(facts) for entity, facts in found.items()}


@dataclass(frozen=True)
class Facility:
    """The subject of a clause that has a noun in place of a name: "the sewage works"."""

    span: Span
    entity: Entity


def _facility(references: References, question: Question) -> Facility | None:
    """The subject of the figure's clause, a facility without a name, where it is not what is measured."""
    text, start = references.document.text, question.quantity.span.start
    acting = subject(text, max(question.sentence.span.start, start - _REACH), start)
    noun = question.measure.noun
    if acting is None or (noun and noun.overlaps(acting)):
        return None
    if any(r.span.overlaps(acting) for r in references.of_sentence(question.number)):
        return None
    if not (found := _FACILITY.fullmatch(acting.of(text))):
        return None
    city = references.topical(question.number, {Kind.CITY}) or references.bearers.main
    return Facility(acting, facility_of(city, found["name"])) if city else None


def best(references: References, question: Question) -> Entity | None:
    """What the figure is about; None where nothing is named."""
    for ruled in (_respective, _placed, _told_of, _greater, _allotted):
        if placed := ruled(references, question):
            return placed
    found, weights = candidates(references, question), linear("metric_about")
    if not found or weights is None:
        return None
    shares = weights.shares(list(found.values()))
    facility = _facility(references, question)
    places = [
        [facility.span.place] if facility and entity == facility.entity else references.places.get(entity, [])
        for entity in found
    ]
    top, _ = encoder.choice(references.document, "metric_about", [*shares, 0.0], question.quantity.span.place, places)
    chosen = list(found)[top if top < len(found) else shares.index(max(shares))]
    return _counted_for(references, chosen) if chosen.kind is Kind.ORGANIZATION else chosen


_COUNTS = re.compile(
    r"(?:Touris[mt]|Statistic|Visitor|Convention|Census)\w*\b.* (?:Office|Board|Authority|Bureau|Agency|Department)$"
    r"|(?:Department|Office|Bureau|Institute) of (?:\w+ and )?(?:Statistics|Tourism)$"
)


def _counted_for(references: References, body: Entity) -> Entity:
    """The place that an office of tourism or statistics counts for, which its name begins with; else the body."""
    if _COUNTS.search(body.name) is None:
        return body
    document = references.document
    places = [*(m.entity for m in document.all(CityMention)), *(m.entity for m in document.all(PlaceMention))]
    return next((place for place in places if body.name.startswith(f"{place.name} ")), body)


def _respective(references: References, question: Question) -> Entity | None:
    """The name that stands where the figure stands among several of each: "A and B had 5 and 3 respectively"."""
    text, sentence, quantity = references.document.text, question.sentence.span, question.quantity
    word = _RESPECTIVELY.search(text, quantity.span.end, sentence.end)
    if word is None:
        return None
    run: list[Span] = []
    for other in references.document.within(sentence, QuantityMention):
        if other.span.end > word.start():
            break
        run = (
            [*run, other.span] if run and _NEXT_FIGURE.fullmatch(text, run[-1].end, other.span.start) else [other.span]
        )
    if len(run) < _SEVERAL or quantity.span not in run:
        return None
    named: list[Reference] = []
    for r in references.of_sentence(question.number):
        if r.via in {"name", "guess"} and (r.span.end <= run[0].start or r.span.start >= word.end()):
            named = [*named, r] if named and _NEXT_NAME.fullmatch(text, named[-1].span.end, r.span.start) else [r]
            if len(named) == len(run):
                return named[run.index(quantity.span)].entity
    return None


_RESPECTIVELY = re.compile(r"\brespectively\b")
_NEXT_FIGURE = re.compile(r"(?: [a-zA-Z%€$£]{1,12}){0,3}(?:,| and|, and) (?:[a-z]+ |[€$£] ?){0,2}")
_NEXT_NAME = re.compile(r"(?:,| and|, and|,? as well as) (?:the |in |for )?")
_SEVERAL = 2


def _placed(references: References, question: Question) -> Entity | None:
    """What stands behind a figure: what people use, where they live, a place if a noun is left out ("8 in Nantes")."""
    end = question.quantity.span.end
    behind = next((r for r in references.of_sentence(question.number) if r.span.start >= end), None)
    if behind is None:
        return None
    between = references.document.text[end : behind.span.start]
    if behind.via == "name" and (_USED.fullmatch(between) or between == "-long "):
        return behind.entity  # "the 3-km-long Old Gate - Lakeside section"
    if behind.entity.kind not in {Kind.CITY, Kind.PLACE}:
        return None
    said = _IN if _elliptical(question) else _LIVING_IN
    return behind.entity if said.fullmatch(between) else None


def _told_of(references: References, question: Question) -> Entity | None:
    """The name that a relative clause or an aside with the figure stands behind: "Lund, which lost 9 per cent"."""
    text, start = references.document.text, question.quantity.span.start
    before = [r for r in references.of_sentence(question.number) if r.span.end <= start]
    last = before[-1] if before else None
    if last is None or last.via != "name":
        return None
    if last.adjunct in {"in", "at"} and not _HOLDING.fullmatch(text, last.span.end, start):
        return None
    if not _ASIDE.fullmatch(text, last.span.end, start):
        return None
    city = before[-2] if len(before) > 1 and last.entity.kind is Kind.PLACE else None
    placed = city is not None and city.entity.kind is Kind.CITY and text[city.span.end : last.span.start] == ", "
    return city.entity if city and placed else last.entity  # "Portland, Oregon, which lost"


_AREA = re.compile(
    r"\b(?:[Tt]he|[Ii]ts) (?:(?:whole|entire|wider|greater|larger|surrounding|city[’']s) ){0,2}"
    r"(?P<noun>(?:metropolitan|metro|urban) (?:area|region)|agglomeration|conurbation)"
    r"(?:,? (?:also )?(?:known as|called) (?:the )?(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,4}),)?"
    r" (?:now )?(?:has|had|with|counts|is home to)(?: (?:an?|total|combined|estimated|population|of))* $"
)


def _greater(references: References, question: Question) -> Entity | None:
    """The area around a city that a figure is given for: "its metropolitan area, known as the Rand, has …"."""
    start = question.quantity.span.start
    said = _AREA.search(references.document.text, max(question.sentence.span.start, start - 150), start)
    if said is None:
        return None
    if said["name"]:
        return Entity(kind=Kind.PLACE, name=said["name"])
    city = references.topical(question.number, {Kind.CITY}) or references.bearers.main
    return facility_of(city, said["noun"]) if city else None


_ALLOTTING = re.compile(r"\b(?:allocat|allott|assign|grant)(?:ed|es|s|ing)(?: an?| the)? $")
_ALLOTTED_TO = re.compile(r"(?: [a-z]+){0,2} (?:budget|allocation|grant|subsidy) to (?:the )?")
_NAME_ON = re.compile(r"(?: [A-Z][\w&’'-]+){0,4}(?=[.,;]| (?:for|in|and|to)\b|$)")


def _allotted(references: References, question: Question) -> Entity | None:
    """Who is given a budget: "the city has allocated a $38 million budget to Lund Water"."""
    text, span, sentence = references.document.text, question.quantity.span, question.sentence.span
    given = _ALLOTTED_TO.match(text, span.end, sentence.end)
    if given is None or not _ALLOTTING.search(text, max(sentence.start, span.start - 40), span.start):
        return None
    behind = next((r for r in references.of_sentence(question.number) if r.span.start == given.end()), None)
    rest = _NAME_ON.match(text, behind.span.end, sentence.end) if behind else None
    if behind is None or rest is None:
        return None
    if not rest.group():
        return behind.entity
    return Entity(kind=Kind.ORGANIZATION, name=text[behind.span.start : rest.end()])


def _elliptical(question: Question) -> bool:
    """True where the noun is left out, as in lists of figures: "410 in Lyon and 380 in Nantes"."""
    return question.measure.how in {"coordinated", "earlier", "bracketed"}


def _class(measure: Measure) -> str:
    """The kind of thing that is measured, by the last noun that tells it."""
    for word in reversed([*measure.kind.split(), *measure.base.split()]):
        low = word.lower().strip(",.")
        for form in (low, low.removesuffix("s"), low.removesuffix("es"), low.removesuffix("ies") + "y"):
            if form in _CLASS_OF:
                return _CLASS_OF[form]
    return "other"


def _inside(references: References, question: Question) -> Iterator[tuple[Reference, list[str]]]:
    """The references of the sentence, with their place beside the figure."""
    text, start = references.document.text, question.quantity.span.start
    end = max(question.quantity.span.end, question.measure.noun.end if question.measure.noun else 0)
    here = references.of_sentence(question.number)
    left = [r for r in here if r.span.end <= start]
    acting = subject(text, max(question.sentence.span.start, start - _REACH), start)
    noun = question.measure.noun
    for i, r in enumerate(left):
        rank = len(left) - 1 - i
        yield r, [*_general(text, r), *_left(text, question, r, rank, acting, first=i == 0), *_owning(r, noun)]
    behind = 0
    for r in here:
        if r.span.end <= start:
            continue
        facts = [*_general(text, r), *_owning(r, noun)]
        if r.span.start >= end:
            between = text[end : r.span.start]
            broken = "broken" if _BREAK.search(between) else "near" if len(between) < 25 else "far"
            facts += [f"right {min(behind, 2)}", f"right {broken}", f"right {r.adjunct or 'bare'}"]
            if behind == 0 and r.adjunct and len(between.split()) <= 2:
                facts.append(f"right directly {r.adjunct}")
            if not left:
                facts.append("right alone")
            behind += 1
        else:
            facts.append("in measure")
        yield r, facts


def _left(text: str, question: Question, r: Reference, rank: int, acting: Span | None, *, first: bool) -> list[str]:
    """What holds for a reference before the figure in its sentence."""
    start = question.quantity.span.start
    between = text[r.span.end : start]
    facts = ["left", f"left {min(rank, 2)}", f"left {r.adjunct or 'bare'}"]
    if first:
        facts.append("left first")
        if r.adjunct and r.span.start - question.sentence.span.start < 20:
            facts.append("lead")
    if acting and acting.covers(r.span):
        facts.append("subject adjunct" if r.adjunct else "subject")
        if r.span.end == acting.end:
            facts.append("subject end")
    if rank == 0 and _APPOSED.match(between):
        facts.append("apposed")
    facts.append("left broken" if _BREAK.search(between) else "left whole")
    if re.search(r"\d", between):
        facts.append("left number between")
    return facts


def _owning(r: Reference, noun: Span | None) -> list[str]:
    if noun and noun.covers(r.span):
        return ["owner"]
    return ["owner before"] if noun and 0 <= noun.start - r.span.end <= 4 else []


def _general(text: str, r: Reference) -> list[str]:
    facts = ["here", f"via {r.via}"]
    if _SOURCE_AFTER.match(text, r.span.end) or _SOURCE_BEFORE.search(text[max(0, r.span.start - 50) : r.span.start]):
        facts.append("source")
    if text[r.span.end : r.span.end + 2] in {"'s", "’s"} or text[r.span.start : r.span.end].lower() == "its":
        facts.append("possessor")
    return facts


def _earlier(references: References, question: Question) -> Iterator[tuple[Reference, list[str]]]:
    """The references before the sentence, with how far back they are."""
    block = question.sentence.block
    for r in reversed(references.before(question.sentence.span.start, _FAR_BACK)):
        back = question.number - r.sentence
        same = references.document.sentences[r.sentence].block.span == block.span
        where = f"back {min(back, 4)}" if same else "block before"
        facts = [where, f"{where} {'adjunct' if r.adjunct else 'bare'}", f"via {r.via}"]
        if references.topics[r.sentence] == r.entity:
            facts.append(f"{where} topic")
        yield r, facts
