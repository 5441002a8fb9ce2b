"""How pages write kinds, dates and numbers.

Input: values. Output: text.
"""

from __future__ import annotations

import datetime

from kg.decode import local
from kg.model import Kind
from kg.namespaces import kebab
from kg.web.pages.sentences import day

_NAMES = {
    Kind.CITY: ("city", "cities"),
    Kind.PLACE: ("country or region", "countries and regions"),
    Kind.PERSON: ("person", "people"),
    Kind.ORGANIZATION: ("organization", "organizations"),
    Kind.AWARD: ("award", "awards"),
    Kind.AWARD_CATEGORY: ("award category", "award categories"),
    Kind.EVENT: ("event", "events"),
    Kind.EVENT_SERIES: ("series of events", "series of events"),
    Kind.METRIC: ("figure", "figures"),
    Kind.THING: ("other thing", "other things"),
}
_FACTS = {
    "AwardConferral": "Awards",
    "Hosting": "Events",
    "Recurrence": "Recurring events",
    "Tenure": "People and posts",
    "Observation": "Figures",
    "Location": "Where it is",
}
_HARMFUL = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)  # control characters, and those that turn the order of what stands after them


def kind_name(kind: Kind) -> str:
    """The kind of one thing."""
    return _NAMES[kind][0]


def kinds_name(kind: Kind) -> str:
    """The kind of several things."""
    return _NAMES[kind][1]


def said(kind: str) -> str:
    """The heading of the facts of a class."""
    return _FACTS.get(kind, kind)


def kind_of(path: str) -> Kind | None:
    """The kind that a part of an address names."""
    return next((kind for kind in Kind if kebab(kind.value) == path), None)


def date(iso: str) -> str:
    """A date in words; as it is where it is none."""
    try:
        return day(datetime.date.fromisoformat(iso))
    except ValueError:
        return iso


def counted(number: int, one: str, several: str = "") -> str:
    """A number of things: ``1 fact``, ``1,234 facts``."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def thousands(value: int) -> str:
    """A count with its thousands set apart."""
    return f"{value:,}"


def clean(value: object) -> object:
    """Text without control characters and those that turn the order of what follows; other values as they are."""
    return value.translate(_HARMFUL) if type(value) is str else value


def local_name(iri: str) -> str:
    """The last part of an IRI."""
    return local(iri)
