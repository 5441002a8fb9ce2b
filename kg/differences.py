"""What came, went and changed between two graphs, and how it is told: as text for people, as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.decode import local

QUOTE, FURTHER, SPAN = "quote", "furtherQuotes", "span"  # slots that stand for the evidence
DIGESTS = {"sha256", "textSha256"}  # of another text, so they say nothing more
LONGEST = 100  # characters shown of a value
SHOWN = 10  # entities of a state in the text for people; the others are counted


@dataclass(frozen=True, kw_only=True)
class Change:
    """A property with its values before and after; empty where it had, or has, none."""

    slot: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FactChange:
    """A fact that came (no ``before``), went (no ``after``) or changed; IRIs, and the values that tell which it is."""

    kind: str
    before: str
    after: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    changes: tuple[Change, ...] = ()

    @property
    def state(self) -> str:
        """``came``, ``went`` or ``changed``."""
        return _state(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class ArticleChange:
    """An article that came, went, was replaced by another text of its source, or was kept; and what that did.

    ``built`` says by what its facts were made before and after, where both graphs are stores and it differs.
    """

    before: str
    after: str
    sources: tuple[str, ...]
    changes: tuple[Change, ...]
    facts: tuple[FactChange, ...]
    built: tuple[str, str] | None = None

    @property
    def state(self) -> str:
        """``came``, ``went``, ``replaced`` or ``kept``."""
        state = _state(self.before, self.after)
        return {"changed": "kept" if self.before == self.after else "replaced"}.get(state, state)

    @property
    def why(self) -> str:
        """Why its facts differ, as far as the graphs tell."""
        reader = next((change for change in self.changes if change.slot == "extractor"), None)
        read = f"read by {_cut(reader.after)}, before by {_cut(reader.before)}" if reader else ""
        if self.state == "kept" and not read and self.facts:
            read = (
                f"built by {self.built[1]}, before by {self.built[0]}" if self.built else "the graphs do not tell why"
            )
        told = {"came": "the article came", "went": "the article went", "replaced": "its source holds another text"}
        return "; ".join(filter(None, (told.get(self.state), read if self.before and self.after else "")))


@dataclass(frozen=True, kw_only=True)
class EntityChange:
    """An entity that came (no label ``before``), went, or is shown by another name."""

    iri: str
    before: str
    after: str

    @property
    def state(self) -> str:
        """``came``, ``went`` or ``renamed``."""
        state = _state(self.before, self.after)
        return "renamed" if state == "changed" else state


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What differs between two graphs: articles in order of their sources, facts in order of the text."""

    names: tuple[str, str]
    totals: tuple[dict[str, int], dict[str, int]]  # what each graph holds, by name
    articles: tuple[ArticleChange, ...]
    entities: tuple[EntityChange, ...]
    other: tuple[int, int]  # triples that came and that went, beside those: direct links, names

    @property
    def empty(self) -> bool:
        """True where both graphs assert the same."""
        return not (self.articles or self.entities or any(self.other))

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many articles, facts, entities and other triples came, went or changed."""
        facts = (fact for article in self.articles for fact in article.facts)
        groups: dict[str, Iterable[ArticleChange | FactChange | EntityChange]] = {
            "articles": self.articles,
            "facts": facts,
            "entities": self.entities,
        }
        counted = {name: dict(sorted(Counter(one.state for one in group).items())) for name, group in groups.items()}
        return {**counted, "other triples": dict(zip(("came", "went"), self.other, strict=True))}

    def render(self, form: str) -> str:
        """The difference as ``text`` for people or as ``json``."""
        return {"text": self._text, "json": self._json}[form]()

    def _text(self) -> str:
        heads = (
            f"{sign} {name}: {', '.join(f'{number:,} {what}' for what, number in total.items())}"
            for sign, name, total in zip(("---", "+++"), self.names, self.totals, strict=True)
        )
        blocks = ["\n".join(heads), *("\n".join(_article_lines(article)) for article in self.articles)]
        if self.entities:
            blocks.append("\n".join(("entities", *_entity_lines(self.entities))))
        told = (
            f"{name} {', '.join(f'{number:,} {state}' for state, number in states.items() if number)}"
            for name, states in self.counts.items()
            if any(states.values())
        )
        return "\n\n".join((*blocks, "; ".join(told) or "no difference")) + "\n"

    def _json(self) -> str:
        content = {
            "same": self.empty,
            **{side: {"name": name, **total} for side, name, total in zip(SIDES, self.names, self.totals, strict=True)},
            "counts": self.counts,
            "articles": [
                {
                    "state": article.state,
                    "sources": article.sources,
                    "before": article.before or None,
                    "after": article.after or None,
                    "why": article.why,
                    "changes": [_change_record(change) for change in article.changes],
                    "facts": [_fact_record(fact) for fact in article.facts],
                }
                for article in self.articles
            ],
            "entities": [
                {"state": one.state, "iri": one.iri, "before": one.before or None, "after": one.after or None}
                for one in self.entities
            ],
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


SIDES = ("before", "after")
_SIGNS = {"came": "+", "went": "-", "changed": "~", "renamed": "~"}


def _state(before: str, after: str) -> str:
    return "changed" if bool(before) == bool(after) else "came" if after else "went"


def _fact_record(fact: FactChange) -> dict[str, object]:
    return {
        "state": fact.state,
        "class": fact.kind,
        "before": fact.before or None,
        "after": fact.after or None,
        "values": {slot: list(values) for slot, values in fact.values},
        "changes": [_change_record(change) for change in fact.changes],
    }


def _change_record(change: Change) -> dict[str, object]:
    return {"slot": change.slot, "before": list(change.before), "after": list(change.after)}


def _article_lines(article: ArticleChange) -> Iterator[str]:
    why = f": {article.why}" if article.why else ""
    yield f"{article.state} {', '.join(article.sources) or article.before or 'facts without an article'}{why}"
    for change in article.changes:
        if article.state == "kept" or change.slot not in DIGESTS:
            yield f"    {_change_text(change)}"
    for fact in article.facts:
        values = ", ".join(f"{slot} {_cut(told)}" for slot, told in fact.values if slot not in {QUOTE, FURTHER, SPAN})
        yield f"  {_SIGNS[fact.state]} {fact.kind}  {values}"
        yield from (f"      “{_cut(told)}”" for slot, told in fact.values if slot == QUOTE)
        yield from (f"      {_change_text(change)}" for change in fact.changes)


def _entity_lines(entities: tuple[EntityChange, ...]) -> Iterator[str]:
    for state in ("came", "went", "renamed"):
        found = [entity for entity in entities if entity.state == state]
        for one in found[:SHOWN]:
            label = f"{one.before} → {one.after}" if state == "renamed" else one.after or one.before
            yield f"  {_SIGNS[state]} {label} ({local(one.iri)})"
        if len(found) > SHOWN:
            yield f"  {_SIGNS[state]} … and {len(found) - SHOWN:,} more; --json lists all"


def _change_text(change: Change) -> str:
    """Both values; long ones from where they begin to differ."""
    before, after = _joined(change.before), _joined(change.after)
    same = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    if same > LONGEST // 2:
        before, after = (f"…{told[same - LONGEST // 4 :]}" for told in (before, after))
    return f"{change.slot}: {_cut((before,)) or 'nothing'} → {_cut((after,)) or 'nothing'}"


def _joined(values: tuple[str, ...]) -> str:
    return " ".join(" and ".join(values).split())


def _cut(values: tuple[str, ...]) -> str:
    told = _joined(values)
    return told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"
