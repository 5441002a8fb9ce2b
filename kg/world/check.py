"""Each fact of a store held against Wikidata: confirmed, different, or unknown there.

Input: a Store, the Items of a World, and the links of the store's entities. Output: a Verdict for every fact, in the
order of their articles; a fact whose entities have no match, or that no property fits, is unknown there, with that
for a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kg.comparison import slots
from kg.conflicts import Told, value_of
from kg.model import AwardConferral, Entity, Fact, Hosting, Location, Modality, Observation, Period, Tenure
from kg.namespaces import folded
from kg.store import Store
from kg.world import figures, occasions, posts
from kg.world.evidence import POSITION, post_of
from kg.world.items import Items
from kg.world.links import Linking
from kg.world.statements import Quantity, is_item
from kg.world.subjects import Known, known
from kg.world.tables import Property, properties, property_of
from kg.world.verdicts import Finding, Side, Verdict, unknown

WHOLE = Decimal(0)


def check(store: Store, items: Items, linking: Linking, *, least: Decimal = WHOLE) -> tuple[Verdict, ...]:
    """A verdict for every fact; links of a confidence below ``least`` count as none."""
    return _Check(store, items, linking, least).verdicts()


class _Check:
    """One run: the facts, the items, and which entity is which."""

    def __init__(self, store: Store, items: Items, linking: Linking, least: Decimal) -> None:
        self._about: Known = known(store)
        self._items = items
        self._matched = {entity: item for entity, item in linking.targets(least).items() if is_item(item)}
        self._why = {one.entity: f"{one.why.value}: {one.reasons[0]}" for one in linking.open}

    def verdicts(self) -> tuple[Verdict, ...]:
        self._load()
        return tuple(map(self._verdict, self._about.told))

    # -- asking ------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Ask for all that the verdicts need, a question a batch."""
        wanted: dict[type[Fact], set[str]] = {
            kind: set() for kind in (Observation, Tenure, AwardConferral, Hosting, Location)
        }
        people: set[str] = set()
        for one in self._about.told:
            fact = one.telling.fact
            for entity in _bearers(fact):
                if (item := self._item(entity)) and type(fact) in wanted:
                    wanted[type(fact)].add(item)
            if isinstance(fact, Tenure) and (item := self._item(fact.person)):
                people.add(item)
        for kind, items in wanted.items():
            self._items.load_statements(items, {p.id for p in properties() if p.fact == kind.__name__})
        self._items.load_statements(people, {POSITION})
        self._items.load_within({*wanted[Location], *self._values(wanted[Hosting], {"P276"})})
        everything = {p.id for p in properties()} | {POSITION}
        reached = {item for items in wanted.values() for item in items} | people
        self._items.describe({*reached, *self._matched.values(), *self._values(reached, everything)})
        self._items.describe(country for item in wanted[Location] for country in self._items.values(item, "P17"))

    def _values(self, items: Iterable[str], properties_: set[str]) -> set[str]:
        """The items that statements name, also as units."""
        values = {one.value for item in items for name in properties_ for one in self._items.statements(item, name)}
        named = {self._items.current(value) for value in values if is_item(value)}
        return named | {value.unit for value in values if isinstance(value, Quantity)}

    # -- who is who ---------------------------------------------------------------------------------

    def _item(self, entity: Entity | None) -> str | None:
        return self._items.current(self._matched.get(self._about.iri(entity), "")) or None if entity else None

    def _is(self, entity: Entity, item: str) -> bool:
        """True where an item is an entity: by the links, else, where it has none, by a name of it."""
        iri = self._about.iri(entity)
        if iri in self._matched:
            return self._items.current(self._matched[iri]) == item
        return bool(self._about.subjects[iri].folded_names & self._items.names(item))

    def _unmatched(self, entity: Entity) -> Finding:
        why = self._why.get(self._about.iri(entity), "no link")
        return unknown(f"{entity.name} is not matched ({why})")

    # -- judging ------------------------------------------------------------------------------------

    def _verdict(self, one: Told) -> Verdict:
        time: Period | str | None
        match one.telling.fact:
            case Observation() as fact:
                about, what, value, fits = fact.about, fact.metric.name, figures.figure_of(fact), _measure(fact)
                time, finding = fact.as_of, self._figure(one, fact, fits)
            case Tenure() as fact:
                about, what, value, fits = fact.of or fact.person, fact.role, fact.person.name, _post(fact)
                time, finding = _term(fact), self._post(one, fact, fits)
            case AwardConferral() as fact:
                about, what, value, fits = (
                    fact.recipient,
                    fact.award.name,
                    fact.award.name,
                    _property(fact, "recipient"),
                )
                time, finding = f"{fact.year or ''}", self._award(fact)
            case Hosting() as fact:
                about, what = fact.event, "held in"
                value, fits = " and ".join(city.name for city in fact.city), _property(fact, "city")
                time, finding = _days(fact), self._hosting(fact)
            case Location() as fact:
                about, what, value, fits = fact.city, "lies in", fact.place.name, _property(fact, "region")
                time, finding = None, self._location(fact)
            case fact:
                return self._other(one, fact)
        return Verdict(
            fact=one.iri,
            kind=one.kind,
            about=about.name,
            what=what,
            here=_here(one, value, time),
            finding=finding,
            item=self._item(about) or "",
            property_id=fits.id if fits else "",
        )

    def _other(self, one: Told, fact: Fact) -> Verdict:
        finding = unknown(f"no property for facts of the class {one.kind}")
        return Verdict(
            fact=one.iri, kind=one.kind, about=value_of(fact), what="", here=_here(one, "", None), finding=finding
        )

    def _figure(self, one: Told, fact: Observation, fits: Property | None) -> Finding:
        if fact.modality is not Modality.ACTUAL:
            return unknown(f"a {fact.modality.value} figure: Wikidata has what came of it")
        if fact.change:
            return unknown("a change: Wikidata has levels")
        if fits is None:
            return unknown(f"no property for {fact.metric.name!r} of a {fact.about.kind.value}")
        item = self._item(fact.about)
        if item is None:
            return self._unmatched(fact.about)
        return figures.check(one.telling, fact, self._items.statements(item, fits.id), self._items)

    def _post(self, one: Told, fact: Tenure, fits: Property | None) -> Finding:
        finding = self._post_of_body(one, fact, fits)
        person = self._item(fact.person)
        if finding.statement or person is None or fact.of is None:
            return finding
        body = self._item(fact.of)
        theirs = [
            statement
            for statement in self._items.statements(person, POSITION)
            if is_item(statement.value) and self._is_position(self._items.current(statement.value), fact, body)
        ]
        return posts.same_person(fact, one.telling.published, theirs, self._items) if theirs else finding

    def _post_of_body(self, one: Told, fact: Tenure, fits: Property | None) -> Finding:
        if fact.of is None:
            return unknown("the article does not say of what")
        if fits is None:
            return unknown(f"no property for the post {fact.role!r} of a {fact.of.kind.value}")
        item = self._item(fact.of)
        if item is None:
            return self._unmatched(fact.of)
        statements = self._items.statements(item, fits.id)
        return posts.check(
            fact, one.telling.published, statements, lambda other: self._is(fact.person, other), self._items
        )

    def _is_position(self, position: str, fact: Tenure, body: str | None) -> bool:
        words = set(folded(fact.role).split())
        called = any(words <= set(name.split()) for name in self._items.names(position))
        return called and body in self._items.values(position, "P1001")

    def _award(self, fact: AwardConferral) -> Finding:
        recipient, given = self._item(fact.recipient), self._item(fact.award)
        if recipient is None and given is None:
            return self._unmatched(fact.recipient)
        return occasions.award(
            fact,
            self._items.statements(recipient, "P166") if recipient else (),
            self._items.statements(given, "P1346") if given else (),
            lambda item: self._is(fact.award, item),
            lambda item: self._is(fact.recipient, item),
            self._items,
        )

    def _hosting(self, fact: Hosting) -> Finding:
        item = self._item(fact.event)
        if item is None:
            return self._unmatched(fact.event)
        return occasions.hosting(
            fact, item, lambda place: any(self._is(city, place) for city in fact.city), self._items
        )

    def _location(self, fact: Location) -> Finding:
        city, place = self._item(fact.city), self._item(fact.place)
        if city is None or place is None:
            return self._unmatched(fact.city if city is None else fact.place)
        return occasions.location(fact, city, place, self._items)


def _bearers(fact: Fact) -> tuple[Entity, ...]:
    """The entities whose items have the statements that a fact is held against."""
    match fact:
        case Observation():
            return (fact.about,)
        case Tenure(of=Entity() as body):
            return (body,)
        case AwardConferral():
            return (fact.recipient, fact.award)
        case Hosting():
            return (fact.event,)
        case Location():
            return (fact.city,)
    return ()


def _measure(fact: Observation) -> Property | None:
    told = slots(fact)
    return property_of("Observation", told[0][2], fact.about.kind) if told else None


def _post(fact: Tenure) -> Property | None:
    return property_of("Tenure", post_of(fact), fact.of.kind) if fact.of else None


def _property(fact: Fact, field: str) -> Property | None:
    return next((p for p in properties() if p.fact == type(fact).__name__ and field in p.words), None)


def _term(fact: Tenure) -> str:
    ends = (fact.start_date.iso if fact.start_date else "", fact.end_date.iso if fact.end_date else "")
    return "/".join(ends) if any(ends) else ""


def _days(fact: Hosting) -> str:
    if fact.start_date or fact.end_date:
        return "/".join(date.isoformat() if date else "" for date in (fact.start_date, fact.end_date))
    return f"{fact.year or ''}"


def _here(one: Told, value: str, time: Period | str | None) -> Side:
    """What the article says; without a time of its own, that of the article."""
    date = time.iso if isinstance(time, Period) else time
    published = one.telling.published
    return Side(value=value, date=date or (published.isoformat() if published else ""), source=one.source)
