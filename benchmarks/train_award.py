"""Examples of recipients, of the names of awards and of who gives them, and their classifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from labelled import Fact, Labelled
from learning import Asked, Choice, Examples, Model, Query, tell, tell_choice

from kg.facts import (
    award_category,
    award_constructions,
    award_givers,
    award_placing,
    award_reader,
    award_slots,
    award_years,
    links,
)
from kg.facts.award_features import Company, features, second_look
from kg.facts.award_lines import Candidate, Ruled, Story, candidates, story_of
from kg.facts.award_names import AwardName, award_names, name_features
from kg.facts.award_ranks import rank_of, rank_written
from kg.facts.award_success import success_again, success_features
from kg.facts.event_slots import even
from kg.likeness import number

PENALTY = 3.0
PENALTY_RANK = 1.0
_LOUD = frozenset({"A", "AWARD", "RANKN", "WIN", "NAME"})


def first(fact: Fact) -> bool:
    """Won it, or stands first in a ranking."""
    result = str(fact.get("result") or "winner").lower()
    return result in {"winner", "won"} or (result == "ranked" and number(fact.get("rank")) == 1)


@dataclass
class Read:
    """The candidates of an article: which are examples, with which label, and which tells each fact."""

    article: Labelled
    about: Story
    found: list[Candidate]
    facts: list[tuple[Fact, list[tuple[int, int]]]]  # with the spans of their evidence
    used: list[int] = field(default_factory=list)
    ruled: dict[tuple[int, str], Ruled] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)  # "none", "first", "other"
    told: dict[int, int] = field(default_factory=dict)  # fact to candidate


def read(article: Labelled) -> Read:
    """The candidates of an article with their labels; what is told again elsewhere is left out."""
    about = story_of(article.document)
    facts = [(f, article.spans(f["evidence"])) for f in article.of("award") if not f.get("optional")]
    result = Read(article, about, candidates(article.document, about.lines), facts)
    told = award_constructions.by_constructions(article.document)[1]
    result.ruled = award_reader.by_rule(about, [draft.fact for draft in told])
    for n, candidate in enumerate(result.found):
        label = _label(result, n, candidate)
        if label:
            result.used.append(n)
            result.labels.append(label)
    return result


def _label(result: Read, n: int, candidate: Candidate) -> str | None:
    start, end = candidate.unit.start, candidate.unit.end
    line = result.about.lines[candidate.line]
    label, again = "none", False
    unit = candidate.meant
    names = (getattr(unit.mention, "name", None), result.article.document.text[unit.start : unit.end])
    for k, (fact, spans) in enumerate(result.facts):
        if not any(result.article.same(fact.get(key), *names) for key in ("recipient", "alt_recipient")):
            continue
        again = True
        inside = any(a < end and start < b for a, b in spans)
        if inside or any(a < line.sentence.span.end and line.sentence.span.start < b for a, b in spans):
            label = "first" if first(fact) else "other"
            result.told.setdefault(k, n)
            if inside:
                return label
    if label == "none" and any(a <= start and end <= b for a, b in result.article.borderline):
        return None
    return None if label == "none" and again and line.seen & _LOUD else label


def names(result: Read, queries: list[Query]) -> None:
    """Which name of the document is the award of each fact."""
    listed = award_names(result.about, result.article.document.text)
    for k, n in result.told.items():
        fact = result.facts[k][0]
        right = [any(result.article.same(fact[key], x.name) for key in ("award", "category")) for x in listed]
        rows = [name_features(name, result.found[n], result.about, result.ruled) for name in listed]
        places = [[result.found[n].unit.place], *(links.places(result.about.lines, name.places) for name in listed)]
        queries.append(Query(result.article.name, [*rows, [links.NOBODY]], [*right, not any(right)], places))


def years(result: Read, queries: list[Query]) -> None:
    """Which year of the document is that of each fact."""
    document = result.article.document
    anchor = document.anchor.year if document.anchor else None
    listed = award_names(result.about, document.text)
    options = award_years.year_options(result.about, anchor)
    for k, n in result.told.items():
        fact, candidate = result.facts[k][0], result.found[n]
        award = next((x for x in listed if result.article.same(fact["award"], x.name)), AwardName(fact["award"], "w"))
        guessed = award_years.guesses(result.about, candidate, award)
        rows = [award_years.year_features(o, result.about, candidate, award, guessed, anchor) for o in options]
        right = [option.year == fact["year"] for option in options]
        if any(right) or not fact["year"]:
            none = award_years.no_year(guessed, anchor)
            places = [[candidate.unit.place], *(links.places(result.about.lines, option.places) for option in options)]
            queries.append(Query(result.article.name, [*rows, none], [*right, not fact["year"]], places))


def ranks(result: Read, queries: list[Query]) -> None:
    """Which of the numbers around each recipient is its rank."""
    for k, n in result.told.items():
        fact, candidate = result.facts[k][0], result.found[n]
        line = result.about.lines[candidate.line]
        ruled = rank_of(line, candidate.index)
        listed = award_placing.options(line, candidate.index, ruled)
        rank = number(fact.get("rank"))
        right = [option == rank or (option == 1 and first(fact)) for option in listed]
        said = rank_written(line, candidate.index) is not None
        asked = listed and not said and (ruled is None or ruled in listed)
        if asked and (any(right) or rank is None):
            none = award_placing.no_rank(line, len(listed), ruled)
            rows = [*(option.features for option in listed.values()), none]
            places = [[candidate.unit.place], *(option.places for option in listed.values())]
            queries.append(Query(result.article.name, rows, [*right, rank is None], places))


def givers(result: Read, queries: list[Query]) -> None:
    """Who gives each award of the document."""
    listed = links.options(result.article.document, result.about.lines, award_givers.KINDS)
    first_told: dict[str, int] = {}
    for k in result.told:
        first_told.setdefault(result.facts[k][0]["award"], k)
    for name, k in first_told.items():
        at = award_givers.place_of_award(result.about, name, result.found[result.told[k]].unit.start)
        wanted = result.facts[k][0]["conferred_by"]
        slot = award_givers.slot_of(result.about, name, at)
        others = [option for option in listed if option.entity.name.casefold() != name.casefold()]
        rows = links.rows(others, slot, result.about.lines)
        right = [result.article.same(wanted, option.entity.name) for option in others]
        if any(right) or not wanted:
            places = [[slot.place], *(links.places(result.about.lines, option.places) for option in others)]
            queries.append(Query(result.article.name, rows, [*right, not wanted], places))


def events(result: Read, asked: list[Asked]) -> None:
    """At which of the events that the document names each award was handed over."""
    listed = links.options(result.article.document, result.about.lines, award_slots.KINDS)
    for k, n in result.told.items():
        fact = result.facts[k][0]
        options = award_slots.options_of(listed, fact["award"])
        right = [result.article.same(fact["event"], option.entity.name) for option in options]
        if options and (any(right) or not fact["event"]):
            places = [[result.found[n].unit.place], *(links.places(result.about.lines, o.places) for o in options)]
            asked.append(Asked(result.article.name, even(options), [*right, not fact["event"]], places))


def categories(result: Read, begins: list[Asked], ends: list[Asked]) -> None:
    """Which words of the document begin and end the category of each fact; what the label has otherwise is left out."""
    text = result.article.document.text
    for k, n in result.told.items():
        wanted = " ".join(_WORDS.findall(str(result.facts[k][0].get("category") or "").casefold()))
        candidate = result.found[n]
        near = award_category.units_near(result.about, candidate)
        found = [
            (i, j)
            for i in range(len(near))
            for j in range(i, min(i + 10, len(near)))
            if wanted
            and " ".join(_WORDS.findall(text[near[i].start : near[j].end].casefold())) == wanted
            and near[i].kind != "P" != near[j].kind
        ]
        if bool(found) == bool(wanted):
            places = [[candidate.unit.place], *([unit.place] for unit in near)]
            even = [1 / (len(near) + 1)] * (len(near) + 1)
            for asked, side in ((begins, 0), (ends, 1)):
                right = [any(pair[side] == i for pair in found) for i in range(len(near))]
                asked.append(Asked(result.article.name, even, [*right, not wanted], places))


_WORDS = re.compile(r"\w+")


def seconds(results: list[Read], rows: list[list[str]], once: np.ndarray) -> Iterator[list[str]]:
    """The features of the second look at each example."""
    at = 0
    for result in results:
        kept = Company([result.found[n] for n in result.used])
        own = [float(v) for v in once[at : at + len(kept.found)]]
        yield from (second_look(kept, own, k, rows[at + k]) for k in range(len(kept.found)))
        at += len(kept.found)


def successes(results: list[Read], rows: list[list[str]], guess: np.ndarray) -> Iterator[list[str]]:
    """The features of the second look at whether each recipient came first."""
    at = 0
    for result in results:
        told = [n for n, label in zip(result.used, result.labels, strict=True) if label != "none"]
        firsts = {n: float(v) for n, v in zip(told, guess[at : at + len(told)], strict=True)}
        for k, n in enumerate(told):
            yield success_again(result.found, firsts, n, rows[at + k])
        at += len(told)


def train(articles: list[Labelled], others: list[Labelled] | None = None, *, check: bool) -> dict[str, list[Asked]]:
    """Print how well each does on articles it has not seen, write their weights; what the encoder is asked.

    Who gives an award is learned from the other articles, too.
    """
    recipients, again, success, success_second = Examples(0.05), Examples(0.05), Examples(0.15), Examples(0.05)
    named: list[Query] = []
    given: list[Query] = []
    dated: list[Query] = []
    ranked: list[Query] = []
    begins: list[Asked] = []
    ends: list[Asked] = []
    placed: list[Asked] = []
    results = []
    for article in articles:
        result = read(article)
        results.append(result)
        for n, label in zip(result.used, result.labels, strict=True):
            row = features(result.found[n], result.about, result.ruled)
            place = result.found[n].unit.place
            recipients.add(row, label != "none", article, place)
            if label != "none":
                success.add(success_features(result.found[n], result.about, row), label == "first", article, place)
        names(result, named)
        givers(result, given)
        years(result, dated)
        ranks(result, ranked)
        categories(result, begins, ends)
        events(result, placed)
    for article in others or []:
        givers(read(article), given)
    facts, told = sum(len(r.facts) for r in results), sum(len(r.told) for r in results)
    print(f"award: {facts} facts, {told} with a candidate, {len(recipients.rows)} examples")
    once = recipients.out_of_fold()
    tell("recipients, first look", recipients, once)
    again.rows = list(seconds(results, recipients.rows, once))
    again.labels, again.owners = recipients.labels, recipients.owners
    sure = (once + again.out_of_fold()) / 2
    tell("recipients, both looks", again, sure)
    won = np.array(success.labels) == "yes"
    guess = success.out_of_fold()
    print(f"  first or not, first look: {np.mean((guess > 0.5) == won):.3f}")
    success_second.rows = list(successes(results, success.rows, guess))
    success_second.labels, success_second.owners = success.labels, success.owners
    both = (guess + success_second.out_of_fold()) / 2
    print(f"  first or not, both looks: {np.mean((both > 0.5) == won):.3f}")
    asked = {
        "award_recipient": recipients.asked(sure),
        "award_first": success.asked(both),
        "award_name": tell_choice("name", named, penalty=PENALTY),
        "award_giver": tell_choice("giver", given, penalty=PENALTY),
        "award_year": tell_choice("year", dated, penalty=PENALTY),
        "award_category_start": begins,
        "award_category_end": ends,
        award_slots.EVENT: placed,
        award_placing.QUESTION: tell_choice("rank", ranked, penalty=PENALTY_RANK),
    }
    if not check:
        for name, examples in {
            "award_recipient": recipients, "award_recipient_again": again, "award_first": success,
            "award_first_again": success_second,
        }.items():  # fmt: skip
            Model(examples.rows, examples.labels, strength=examples.strength).save(name)
        for name, queries in {"award_name": named, "award_giver": given, "award_year": dated}.items():
            Choice(queries, penalty=PENALTY).save(name)
        Choice(ranked, penalty=PENALTY_RANK).save("award_rank")
    return asked
