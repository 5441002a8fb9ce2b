"""What bears out that an item is an entity of the store, and what speaks against it.

Input: what the store knows, the items, and which entities are matched already. Output: Candidates. The weight of a
piece of evidence is how much of the doubt it takes away; the table stands in docs/world.md as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.comparison import slots
from kg.model import Kind, Tenure
from kg.namespaces import folded
from kg.world.items import Items
from kg.world.statements import Rank, is_item
from kg.world.subjects import Known, Subject
from kg.world.tables import properties, property_of

NAME = Decimal("0.5")  # a label or alias is a name of it
ANOTHER_NAME = Decimal("0.5")  # a second one is, too
ALONE = Decimal("0.6")  # of its kind no other item has the name, which is of several words
POST = Decimal("0.9")  # the item holds, in the same body, the post that articles say
HOLDER = Decimal("0.8")  # the body's post is held by somebody of the name that articles say
NATIONALITY = Decimal("0.5")  # the person is a citizen of the country that the post is in
INSIDE = Decimal("0.8")  # it lies in what articles say
HOLDS = Decimal("0.8")  # a city that articles place in it lies in it
GIVER = Decimal("0.8")  # it is conferred by whom articles say
WINNER = Decimal("0.8")  # somebody who won it, as articles say, did
VENUE = Decimal("0.8")  # it is held in the city that articles say
TIME = Decimal("0.6")  # it is held in the year that articles say

POSITION = "P39"
YOUNGEST = 15  # years of age for a post
POSTS = tuple(sorted({p.id for p in properties() if p.fact == "Tenure"}))


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An item that may be an entity: pieces of evidence with their weights, and what rules it out."""

    item: str
    evidence: tuple[tuple[Decimal, str], ...]
    against: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """True where more than names speaks for it."""
        return any(weight not in {NAME, ANOTHER_NAME, ALONE} for weight, _ in self.evidence)


class Evidence:
    """Weighs candidates of one stage; ``matched`` are the items of entities of the stages before."""

    def __init__(self, about: Known, items: Items, matched: Mapping[str, str]) -> None:
        self._about = about
        self._items = items
        self._matched = matched

    def asked(self, subject: Subject) -> tuple[str, ...]:
        """The names to look for: an event's with its year as well, before or behind."""
        if subject.kind is not Kind.EVENT:
            return subject.names
        years = sorted(self._about.editions.get(subject.iri, ()))
        dated = (form for name in subject.names for year in years for form in (f"{name} {year}", f"{year} {name}"))
        return (*subject.names, *dated)

    def asked_folded(self, subject: Subject) -> frozenset[str]:
        """The same without case and accents."""
        return frozenset(map(folded, self.asked(subject)))

    def load(self, stage: Sequence[Subject], right: Mapping[str, Sequence[str]]) -> None:
        """Ask for all that weighing the candidates of a stage needs."""
        items = self._items
        candidates = {item for found in right.values() for item in found}
        kinds = {subject.kind for subject in stage}
        if kinds & {Kind.CITY, Kind.PLACE, Kind.EVENT, Kind.EVENT_SERIES}:
            venues = {place for item in candidates for place in items.values(item, "P276") | items.values(item, "P159")}
            items.load_within(candidates | venues | set(self._matched.values()))
        if kinds & {Kind.CITY, Kind.ORGANIZATION}:
            items.load_statements(candidates, POSTS)
            items.describe(self._holders(candidates, POSTS))
        if Kind.PERSON in kinds:
            bodies = {item for one in stage for item in self._bodies(one)}
            items.load_statements(bodies, POSTS)
            items.load_statements(candidates, (POSITION,))
            items.describe({*bodies, *self._holders(candidates, (POSITION,))})
        if Kind.AWARD in kinds:
            winners = {self._matched[w] for one in stage for w in self._known(self._about.winners, one)}
            items.load_statements(winners, ("P166",))
            items.load_statements(candidates, ("P1346",))
            items.describe(giver for item in candidates for giver in items.values(item, "P1027"))

    def _holders(self, items: Iterable[str], properties_: Iterable[str]) -> set[str]:
        names = tuple(properties_)
        return {holder for item in items for name in names for holder in self._held(item, name)}

    def _held(self, item: str, property_: str) -> set[str]:
        """The items that statements of an item name, those that were withdrawn left out."""
        return {
            self._items.current(one.value)
            for one in self._items.statements(item, property_)
            if one.rank is not Rank.DEPRECATED and is_item(one.value)
        }

    def _known(self, relation: Mapping[str, set[str]], subject: Subject) -> list[str]:
        """What the store relates to the subject, as far as it is matched."""
        return sorted(other for other in relation.get(subject.iri, ()) if other in self._matched)

    def _bodies(self, subject: Subject) -> Iterator[str]:
        for _, body in self._posts(subject):
            yield body

    def _posts(self, subject: Subject) -> Iterator[tuple[Tenure, str]]:
        """The posts that a person is said to hold, with the items of the bodies that are matched."""
        for fact in self._about.tenures.get(subject.iri, ()):
            of = self._about.iri(fact.of) if fact.of else ""
            if of in self._matched:
                yield fact, self._matched[of]

    # -- weighing -----------------------------------------------------------------------------------

    def of(self, subject: Subject, item: str, *, alone: bool) -> Candidate:
        """The item as a candidate; ``alone`` where no other one of the kind has the name."""
        names = self._items.names(item) & self.asked_folded(subject)
        found = [(NAME, f"it is called {subject.name}")]
        if len(self._items.names(item) & subject.folded_names) > 1:
            found.append((ANOTHER_NAME, "and by another of the names"))
        several_words = any(" " in name for name in names)
        if alone and several_words and subject.kind in {Kind.PLACE, Kind.ORGANIZATION, Kind.AWARD, Kind.EVENT_SERIES}:
            found.append((ALONE, "nothing else of the kind is"))
        weigh = {
            Kind.PLACE: self._place,
            Kind.CITY: self._city,
            Kind.ORGANIZATION: self._body,
            Kind.PERSON: self._person,
            Kind.AWARD: self._award,
            Kind.EVENT: self._event,
            Kind.EVENT_SERIES: self._event,
        }[subject.kind]
        found += sorted(set(weigh(subject, item)), key=lambda piece: (-piece[0], piece[1]))
        return Candidate(item=item, evidence=tuple(found), against=tuple(self._against(subject, item)))

    def _place(self, subject: Subject, item: str) -> Iterator[tuple[Decimal, str]]:
        inside = [
            city for city in self._known(self._about.cities, subject) if item in self._items.within(self._matched[city])
        ]
        if inside:
            yield HOLDS, f"{self._name(inside[0])} lies in it in both"

    def _city(self, subject: Subject, item: str) -> Iterator[tuple[Decimal, str]]:
        around = [
            place
            for place in self._known(self._about.places, subject)
            if self._matched[place] in self._items.within(item)
        ]
        if around:
            yield INSIDE, f"it lies in {self._name(around[0])} in both"
        yield from self._body(subject, item)

    def _body(self, subject: Subject, item: str) -> Iterator[tuple[Decimal, str]]:
        for fact in self._about.tenures.get(subject.iri, ()):
            fits = property_of("Tenure", post_of(fact), subject.kind)
            if fits and any(folded(fact.person.name) in self._items.names(h) for h in self._held(item, fits.id)):
                yield HOLDER, f"{fact.person.name} is {fact.role} in both ({fits.id})"
                return

    def _person(self, subject: Subject, item: str) -> Iterator[tuple[Decimal, str]]:
        for fact, body in self._posts(subject):
            assert fact.of is not None
            fits = property_of("Tenure", post_of(fact), fact.of.kind)
            if fits and item in self._held(body, fits.id):
                yield POST, f"{fact.role} of {fact.of.name} in both ({fits.id})"
            elif any(self._is_post(position, fact, body) for position in self._held(item, POSITION)):
                yield POST, f"{fact.role} of {fact.of.name} in both ({POSITION})"
            countries = self._items.values(body, "P17") | {body}
            if countries & self._items.values(item, "P27"):
                yield NATIONALITY, f"a citizen of the country of {fact.of.name}"

    def _is_post(self, position: str, fact: Tenure, body: str) -> bool:
        """True for a position that is of the body and is called as the article calls it."""
        words = set(folded(fact.role).split())
        return body in self._items.values(position, "P1001") and any(
            words <= set(name.split()) for name in self._items.names(position)
        )

    def _award(self, subject: Subject, item: str) -> Iterator[tuple[Decimal, str]]:
        conferring = self._items.values(item, "P1027")
        for giver in sorted(self._about.givers.get(subject.iri, ())):
            names = self._about.subjects[giver].folded_names
            if self._matched.get(giver) in conferring or any(names & self._items.names(other) for other in conferring):
                yield GIVER, f"conferred by {self._name(giver)} in both"
                break
        for winner in self._known(self._about.winners, subject):
            won = self._matched[winner]
            if item in self._held(won, "P166") or won in self._held(item, "P1346"):
                yield WINNER, f"{self._name(winner)} won it in both"
                break

    def _event(self, subject: Subject, item: str) -> Iterator[tuple[Decimal, str]]:
        venues = {item, *self._items.values(item, "P276"), *self._items.values(item, "P159")}
        places = venues | {above for venue in venues for above in self._items.within(venue)}
        hosts = [city for city in self._known(self._about.cities, subject) if self._matched[city] in places]
        if hosts:
            yield VENUE, f"held in {self._name(hosts[0])} in both"
        years = self._years(item) & self._about.editions.get(subject.iri, set())
        if years:
            yield TIME, f"held in {min(years)} in both"

    def _name(self, iri: str) -> str:
        return self._about.subjects[iri].name

    # -- against ------------------------------------------------------------------------------------

    def _against(self, subject: Subject, item: str) -> Iterator[str]:
        if subject.kind is Kind.EVENT:
            here, there = self._about.editions.get(subject.iri, set()), self._years(item)
            if here and there and not here & there:
                yield f"held in {min(there)}, not in {min(here)}"
        if subject.kind is Kind.PERSON and (years := self._about.years.get(subject.iri)):
            died, born = self._first_year(item, "P570"), self._first_year(item, "P569")
            if died and died < min(years) and not self._former(subject):
                yield f"died in {died}, before the articles of {min(years)}"
            if born and born > max(years) - YOUNGEST:
                yield f"born in {born}, too late for {max(years)}"

    def _former(self, subject: Subject) -> bool:
        return all(fact.status.value == "former" for fact in self._about.tenures.get(subject.iri, ()))

    def _first_year(self, item: str, property_: str) -> int | None:
        return min(filter(None, map(_year, self._items.values(item, property_))), default=None)

    def _years(self, item: str) -> set[int]:
        told = self._items.values
        found = {_year(v) for name in ("P580", "P582", "P585") for v in told(item, name)}
        return {year for year in found if year}


def _year(time: str) -> int | None:
    head = time.removeprefix("+")[:4]
    return int(head) if head.isdecimal() else None


def post_of(fact: Tenure) -> str:
    """The post that one person holds at a time, by its usual name; empty for all others."""
    return next((slot[3] for slot in slots(fact) if slot[1] == "post"), "")
