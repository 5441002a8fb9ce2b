"""Numbers with what was said about them: whether two may be one number, told more and less exactly.

Input: values, units by their symbols, qualifiers. Output: the dimension of a unit; how two figures of one
dimension go together, exactly (lengths in metres, areas in square metres), never by a rate of exchange.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from kg.model import Qualifier

_UNITS = {
    "length": "mm 1/1000; cm 1/100; m 1; km 1000; ft 3048/10000; mile 1609344/1000",
    "area": "m2 1; m² 1; ha 10000; km2 1000000; km² 1000000; acre 40468564224/10000000; sq ft 9290304/100000000;"
    " sq mile 2589988110336/1000000",
    "volume": "l 1/1000; m3 1; m³ 1",
    "mass": "g 1/1000; kg 1; t 1000; lb 45359237/100000000",
    "power": "W 1; kW 1000; MW 1000000; GW 1000000000",
    "energy": "kWh 1; MWh 1000; GWh 1000000; TWh 1000000000",
    "time": "second 1; minute 60; hour 3600; day 86400; week 604800",
    "speed": "km/h 1000; mph 1609344/1000",
    "data rate": "Mbps 1; Gbps 1000",
}
_SCALES = {
    symbol: (dimension, Fraction(factor))
    for dimension, listed in _UNITS.items()
    for symbol, factor in (entry.strip().rsplit(" ", 1) for entry in listed.split(";"))
}
_SYMBOLS = {"€": "EUR", "£": "GBP"}
_VAGUE = {  # currencies that a symbol may stand for
    "$": "USD AUD CAD NZD HKD SGD TWD NAD MXN ARS CLP COP BRL",
    "Rs": "INR PKR LKR NPR",
    "kroner": "NOK DKK SEK ISK",
    "pesos": "MXN ARS CLP COP PHP",
    "shillings": "KES UGX TZS",
}
_CODE = re.compile(r"[A-Z]{3}")

_LOOSE = Fraction(1, 10)  # how far from the number "about" and "nearly" reach
_ROUND = Fraction(1, 20)  # how far a round number reaches that nothing is said about
_BEYOND = Fraction(1, 2)  # how far "more than" reaches
_BELOW = Fraction(1, 5)  # how far "up to" reaches down before it is no more than a limit
_COUNTED = 100  # up to here, numbers are told exactly
_CUT = Fraction(1, 100)  # a last digit worth less than this may have been cut off, not rounded


class Kinship(Enum):
    """How two figures go together, times apart."""

    EQUAL = "equal"
    CLOSE = "close"
    BELOW = "below"  # one is a limit, the other far below it
    ODD = "odd"


def dimension_of(unit: str | None) -> str:
    """What a unit measures; ``count`` without one, the unit itself where it converts to no other."""
    if not unit:
        return "count"
    if unit in _SCALES:
        return _SCALES[unit][0]
    return "money" if _CODE.fullmatch(unit) or unit in _SYMBOLS or unit in _VAGUE else unit


def may_be_one_currency(one: str | None, other: str | None) -> bool:
    """True unless the two units are currencies that are certainly two."""
    if dimension_of(one) != "money" or dimension_of(other) != "money":
        return True
    return bool(_currencies(one or "") & _currencies(other or ""))


def _currencies(unit: str) -> frozenset[str]:
    return frozenset(_VAGUE.get(unit, _SYMBOLS.get(unit, unit)).split())


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number with unit and qualifier, or a range."""

    value: Decimal
    value_max: Decimal | None
    unit: str | None
    qualifier: Qualifier | None

    def __str__(self) -> str:
        """The figure for people: ``more than 31,000 km``."""
        numbers = "–".join(_plain(number) for number in (self.value, self.value_max) if number is not None)
        return " ".join(filter(None, (self.qualifier and self.qualifier.value, numbers, self.unit)))

    @property
    def scale(self) -> Fraction:
        """How much one of the unit is in the unit that its dimension is compared in."""
        return _SCALES[self.unit][1] if self.unit in _SCALES else Fraction(1)

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The number in the unit of its dimension, twice, or the ends of the range."""
        ends = [Fraction(number) * self.scale for number in (self.value, self.value_max) if number is not None]
        return min(ends), max(ends)

    @property
    def reach(self) -> tuple[Fraction, Fraction]:
        """The least and the greatest number that this figure's words fit."""
        size = abs(Fraction(self.value))
        step = _step(self.value)
        exact = _half(self.unit, size, step)
        match self.qualifier:
            case Qualifier.MORE_THAN:
                low, high = size, size * (1 + _BEYOND)
            case Qualifier.NEARLY:
                low, high = size * (1 - _LOOSE), size
            case Qualifier.UP_TO | Qualifier.LESS_THAN:
                low, high = size * (1 - _BELOW), size
            case Qualifier.ABOUT:
                wide = max(exact, min(step * _fives(self.value), size * _LOOSE))
                low, high = size - wide, size + wide
            case None:
                cut = step if 1 < step <= size * _CUT else exact
                low, high = size - exact, size + max(exact, cut)
        ends = (low * self.scale, high * self.scale)
        return ends if self.value >= 0 else (-ends[1], -ends[0])


def beside(one: Figure, other: Figure) -> tuple[Kinship, str]:
    """How two figures of one dimension go together, and why."""
    if one.ends == other.ends:
        sides = {one.qualifier, other.qualifier}
        if Qualifier.MORE_THAN in sides and sides & {Qualifier.NEARLY, Qualifier.LESS_THAN, Qualifier.UP_TO}:
            return Kinship.ODD, f"{one} and {other}"
        return Kinship.EQUAL, f"both {one}" if one == other else f"{one} is {other}"
    for wide, narrow in ((one, other), (other, one)):
        if _takes_in(wide, narrow):
            return Kinship.CLOSE, f"{narrow} lies within {wide}"
    for limit, below in ((one, other), (other, one)):
        if limit.qualifier in {Qualifier.LESS_THAN, Qualifier.UP_TO} and below.ends[1] < limit.ends[0]:
            return Kinship.BELOW, f"{limit} is a limit, {below} lies below it"
    return Kinship.ODD, f"{one} and {other}"


def _takes_in(wide: Figure, narrow: Figure) -> bool:
    """True where the words of one figure fit the number of the other."""
    if wide.value_max is None and narrow.value_max is None:
        low, high = wide.reach
        return low <= narrow.ends[0] <= high
    low, high = wide.reach if wide.value_max is None else wide.ends
    return low <= narrow.ends[1] and narrow.ends[0] <= high


def _half(unit: str | None, size: Fraction, step: Fraction) -> Fraction:
    """How far a number reaches with nothing said: things are counted, all else is rounded to the last digit."""
    digit = Fraction(0) if dimension_of(unit) == "count" and step >= 1 else min(step, Fraction(1)) / 2
    return max(digit, min(step / 2, size * _ROUND)) if size > _COUNTED and step > 1 else digit


def _step(value: Decimal) -> Fraction:
    """The place of the last digit that is not zero: 100 for 31,400, 0.1 for 15.5."""
    exponent = value.normalize().as_tuple().exponent if value else 0
    return Fraction(10) ** int(exponent)


def _fives(value: Decimal) -> int:
    """5 where the number counts in fives (25,000), else 1."""
    digits = value.normalize().as_tuple().digits
    return 5 if len(digits) > 1 and digits[-1] == 5 else 1


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
