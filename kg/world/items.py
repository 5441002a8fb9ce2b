"""The items of Wikidata that matter here, asked for in batches and each thing once.

Input: a World, and ids, names, items. Output: items by identifier or name; their names, plain values, classes, what
they lie in, and statements. An item that was merged into another goes by the one that it was merged into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kg.errors import SlowError
from kg.namespaces import RDFS, WIKIBASE, WIKIDATA_PREFIXES, folded
from kg.world.source import Row, Term, World
from kg.world.statements import Statement, is_item, item_id, parsed, written

LANGUAGES = ("en", "mul", "de", "es", "fr", "it", "nl", "pl", "pt")
"""Languages whose labels and aliases are asked for; ``mul`` is Wikidata's for names that hold in many."""
A_BATCH = 50  # values a question; Wikidata answers such questions well within its minute
VARIABLE = re.compile(r"\?(\w+)")
OPTIONAL = frozenset({"inner", "deep"})
MERGES = 8  # how often an item may have been merged into one that was merged itself
PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(WIKIDATA_PREFIXES.items()))
HIGHEST = 20  # steps from an item to all that is above it
WITHIN = ("P131", "P17")  # located in the administrative territorial entity, country
PLAIN = "P17 P27 P31 P131 P159 P276 P498 P569 P570 P580 P582 P585 P1001 P1027".split()
"""Properties whose best values are asked for with each item: what tells namesakes apart."""
ALL_PLAIN = " ".join(f"wdt:{name}" for name in PLAIN)
INNER = " ".join(
    [f"<{WIKIBASE}{name}>" for name in ("quantityAmount", "quantityUnit", "timeValue", "timePrecision")]
    + ["pr:P248", "pr:P854"]
)


class Items:
    """What a World says of items; each question goes out once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._same: dict[str, str] = {}
        self._names: dict[str, dict[str, str]] = {}  # item -> folded name -> the name as written
        self._labels: dict[str, str] = {}
        self._values: dict[str, dict[str, set[str]]] = {}
        self._steps: dict[str, dict[str, set[str]]] = {}  # property -> item -> items one step above
        self._statements: dict[tuple[str, str], tuple[Statement, ...]] = {}

    # -- finding ---------------------------------------------------------------------------------

    def with_geonames(self, ids: Iterable[str]) -> dict[str, set[str]]:
        """The items that carry each GeoNames id."""
        found: dict[str, set[str]] = {}
        where = "VALUES ?id { $values } ?item wdt:P1566 ?id"
        for row in self._asked(ids, lambda each: str(ox.Literal(each)), "?id ?item", where):
            found.setdefault(written(row["id"]), set()).add(item_id(row["item"]) or "")
        return self._current(found)

    def called(self, names: Iterable[str]) -> dict[str, set[str]]:
        """The items that have each name for a label or alias, by the folded name."""
        found: dict[str, set[str]] = {}
        where = "VALUES ?name { $values } ?item rdfs:label|skos:altLabel ?name"
        for row in self._asked(names, _in_languages, "?name ?item", where):
            found.setdefault(folded(written(row["name"])), set()).add(item_id(row["item"]) or "")
        return self._current(found)

    def _current(self, found: dict[str, set[str]]) -> dict[str, set[str]]:
        self.merge({item for items in found.values() for item in items})
        return {key: {self.current(item) for item in items if item} for key, items in found.items()}

    def merge(self, items: Iterable[str]) -> None:
        """Find out what each item was merged into."""
        new = {item for item in items if item and item not in self._same}
        for _ in range(MERGES):
            if not new:
                return
            rows = self._asked(new, _wd, "?old ?new", "VALUES ?old { $values } ?old owl:sameAs ?new")
            into: dict[str, str] = {}
            for row in rows:
                old, current = item_id(row["old"]), item_id(row["new"])
                if old and current:
                    into[old] = min(into.get(old, current), current)
            for item in new:
                self._same[item] = into.get(item, item)
            new = {item for item in into.values() if item not in self._same}

    def current(self, item: str) -> str:
        """The item that an item was merged into; itself where it was not."""
        seen = {item}
        while (then := self._same.get(item, item)) not in seen:
            seen.add(then)
            item = then
        return item

    # -- describing -------------------------------------------------------------------------------

    def describe(self, items: Iterable[str]) -> None:
        """Ask for names, plain values and classes of the items, in batches: what the methods below answer from."""
        new = sorted({item for item in items if item and item not in self._values})
        if not new:
            return
        for item in new:
            self._names[item], self._values[item] = {}, {}
        languages = ", ".join(f'"{language}"' for language in LANGUAGES)
        names = (
            "VALUES ?item { $values } VALUES ?p { rdfs:label skos:altLabel } ?item ?p ?name "
            f"FILTER(LANG(?name) IN ({languages}))"
        )
        for row in sorted(self._asked(new, _wd, "?item ?p ?name", names), key=str):
            self._name(row)
        plain = f"VALUES ?item {{ $values }} VALUES ?p {{ {ALL_PLAIN} }} ?item ?p ?v"
        for row in self._asked(new, _wd, "?item ?p ?v", plain):
            property_ = written(row["p"]).rpartition("/")[2]
            known = self._values[item_id(row["item"]) or ""].setdefault(property_, set())
            known.add(item_id(row["v"]) or written(row["v"]))
        self._climb({above for item in new for above in self._values[item].get("P31", ())}, "P279")

    def _name(self, row: Row) -> None:
        item, name = item_id(row["item"]), row["name"]
        if item is None or not isinstance(name, ox.Literal):
            return
        self._names[item].setdefault(folded(name.value), name.value)
        if row["p"] == LABEL:
            shown = self._labels.get(item)
            if name.language == "en" or shown is None:
                self._labels[item] = name.value

    def names(self, item: str) -> frozenset[str]:
        """The labels and aliases of an item that was described, folded."""
        return frozenset(self._names.get(item, ()))

    def label(self, item: str) -> str:
        """The English label of an item that was described, else another one, else its id."""
        return self._labels.get(item, item)

    def values(self, item: str, property_: str) -> frozenset[str]:
        """The best values of a property (of ``PLAIN``) of an item that was described: ids of items, or text."""
        return frozenset(self._values.get(item, {}).get(property_, ()))

    def classes(self, item: str) -> frozenset[str]:
        """The classes that an item that was described is of, at any height."""
        return self._above(self.values(item, "P31"), "P279")

    def load_within(self, items: Iterable[str]) -> None:
        """Ask what the items lie in, at any height."""
        for property_ in WITHIN:
            self._climb(items, property_)
        towns = frozenset(items)
        self._climb(self._above(towns, WITHIN[0]), WITHIN[1])

    def within(self, item: str) -> frozenset[str]:
        """All that an item lies in, after ``load_within``: units at any height, and their countries."""
        units = self._above({item}, WITHIN[0])
        return (units | self._above(units, WITHIN[1])) - {item}

    def _climb(self, items: Iterable[str], property_: str) -> None:
        """Ask what is above the items, step by step: short questions, where a path in one would run for minutes."""
        known = self._steps.setdefault(property_, {})
        new = {item for item in items if item and item not in known}
        for _ in range(HIGHEST):
            if not new:
                return
            known |= {item: set() for item in new}
            where = f"VALUES ?item {{ $values }} ?item wdt:{property_} ?above"
            for row in self._asked(new, _wd, "?item ?above", where):
                if above := item_id(row["above"]):
                    known[item_id(row["item"]) or ""].add(above)
            new = {above for item in new for above in known[item]} - known.keys()

    def _above(self, items: Iterable[str], property_: str) -> frozenset[str]:
        """The items and all that is above them, after ``_climb``."""
        known = self._steps.get(property_, {})
        found: set[str] = set()
        queue = list(items)
        while queue:
            item = queue.pop()
            if item not in found:
                found.add(item)
                queue += known.get(item, ())
        return frozenset(found)

    # -- statements --------------------------------------------------------------------------------

    def load_statements(self, items: Iterable[str], properties: Iterable[str]) -> None:
        """Ask for the statements of the items with the properties."""
        wanted = sorted(set(properties))
        new = sorted({item for item in items if any((item, p) not in self._statements for p in wanted)})
        listed = " ".join(f"p:{name}" for name in wanted)
        where = (
            f"VALUES ?item {{ $values }} VALUES ?property {{ {listed} }} ?item ?property ?statement . "
            f"?statement ?predicate ?value OPTIONAL {{ VALUES ?inner {{ {INNER} }} ?value ?inner ?deep }}"
        )
        found: dict[tuple[str, str], list[Statement]] = {(item, p): [] for item in new for p in wanted}
        rows = self._asked(new, _wd, "?item ?property ?statement ?predicate ?value ?inner ?deep", where)
        for statement in parsed(rows if wanted else ()):
            if statement.property in wanted:
                found[statement.item, statement.property].append(statement)
        self._statements |= {key: tuple(statements) for key, statements in found.items()}
        self.merge(s.value for statements in found.values() for s in statements if is_item(s.value))

    def statements(self, item: str, property_: str) -> tuple[Statement, ...]:
        """The statements of an item with a property, after ``load_statements``, sorted by their IRI."""
        return self._statements.get((item, property_), ())

    # -- asking ------------------------------------------------------------------------------------

    def _asked(self, values: Iterable[str], shape: Callable[[str], str], what: str, where: str) -> Iterator[Row]:
        """The rows of a question about the values, in sorted batches; ``$values`` in ``where`` stands for them.

        A row that lacks a value, or speaks of what was not asked about, is left out.
        """
        told = sorted(set(values))
        for at in range(0, len(told), A_BATCH):
            yield from self._batch(told[at : at + A_BATCH], shape, what, where)

    def _batch(self, values: list[str], shape: Callable[[str], str], what: str, where: str) -> list[Row]:
        query = f"{PREFIXES}SELECT {what} WHERE {{ {where.replace('$values', ' '.join(map(shape, values)))} }}"
        try:
            rows = self.world.rows(query)
        except SlowError:
            if len(values) == 1:
                raise
            half = len(values) // 2
            return [row for part in (values[:half], values[half:]) for row in self._batch(part, shape, what, where)]
        asked, columns = set(values), [name for name in VARIABLE.findall(what) if name not in OPTIONAL]
        return [row for row in rows if row.keys() >= set(columns) and _value(row[columns[0]]) in asked]


LABEL = ox.NamedNode(RDFS + "label")


def _value(term: Term) -> str:
    """What a question calls a term: an item by its id, a text as it is."""
    return item_id(term) or written(term)


def _wd(item: str) -> str:
    return f"wd:{item}"


def _in_languages(name: str) -> str:
    return " ".join(str(ox.Literal(name, language=language)) for language in LANGUAGES)
