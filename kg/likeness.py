"""When two names, numbers, units or places mean the same, for scoring found facts against labels.

Input: texts of two tables. Output: yes or no. The rules are those of the scorer that comes with the
labelled articles; a test compares the figures of the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

Aliases = Mapping[str, AbstractSet[str]]  # folded name -> all folded names that mean the same, itself among them

_SMALL_WORDS = frozenset("the a an of in for and at city s".split())
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
_NO_NAME = re.compile(r"[^\w%°²³/.+-]+|(?<!\d)[.]|[.](?!\d)|_")

_UNITS = {
    "%": "percent, per cent",
    "km": "kilometres, kilometers, kilometre, kilometer",
    "m": "metres, meters",
    "m2": "square metres, square meters, m², sq m, sqm",
    "km2": "square kilometres, square kilometers, km², sq km",
    "eur": "euros, euro, €",
    "usd": "us$, dollars, $",
    "gbp": "£, pounds",
    "cny": "yuan, rmb",
    "inr": "rupees",
    "ha": "hectares",
    "t": "tonnes, tons",
    "acre": "acres",
    "mile": "miles",
}
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in names.split(", ")}
_QUALIFIERS = {
    "over": "more than", "at least": "more than", "above": "more than", "around": "about",
    "approximately": "about", "almost": "nearly", "up to": "nearly",
}  # fmt: skip
_STATES = (
    "al alabama, ak alaska, az arizona, ar arkansas, ca california, co colorado, ct connecticut, de delaware,"
    " fl florida, ga georgia, hi hawaii, id idaho, il illinois, in indiana, ia iowa, ks kansas, ky kentucky,"
    " la louisiana, me maine, md maryland, ma massachusetts, mi michigan, mn minnesota, ms mississippi, mo missouri,"
    " mt montana, ne nebraska, nv nevada, nh new hampshire, nj new jersey, nm new mexico, ny new york,"
    " nc north carolina, nd north dakota, oh ohio, ok oklahoma, or oregon, pa pennsylvania, ri rhode island,"
    " sc south carolina, sd south dakota, tn tennessee, tx texas, ut utah, vt vermont, va virginia, wa washington,"
    " wv west virginia, wi wisconsin, wy wyoming, dc district of columbia, uk united kingdom, us united states,"
    " usa united states, uae united arab emirates, calif california, mass massachusetts, ind indiana,"
    " penn pennsylvania, wash washington, fla florida, tex texas, ariz arizona, conn connecticut, mich michigan,"
    " minn minnesota, tenn tennessee, ill illinois, wis wisconsin, ont ontario"
)
_PLACE_OF = dict(entry.strip().split(" ", 1) for entry in _STATES.split(","))
_PLACE_OF |= {"u s": "united states", "u k": "united kingdom"}


def folded(text: object) -> str:
    """The text without case, accents and most punctuation; stops stay inside numbers."""
    plain = unicodedata.normalize("NFKD", str(text or "")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("&", " and ")
    return _NO_NAME.sub(" ", plain).strip()


@lru_cache(maxsize=8192)
def words(text: object) -> frozenset[str]:
    """The words that carry a name, plural s cut off; all words where only small ones are left."""
    parts = [word for word in re.split(r"[\s/-]+", folded(text)) if word and word not in _SMALL_WORDS]
    stems = (w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in parts)
    return frozenset(stems) or frozenset(folded(text).split())


def alike(one: object, other: object, aliases: Aliases, least: float = 0.5) -> bool:
    """True where two names mean the same: equal, aliases, or ``least`` of the longer one's words in common.

    A name of at least two words that lies wholly within the other is alike too; nothing is like nothing.
    """
    if not one or not other:
        return not one and not other
    ones = {folded(one)} | aliases.get(folded(one), set())
    others = {folded(other)} | aliases.get(folded(other), set())
    return bool(ones & others) or any(_overlap(words(a), words(b), least) for a in ones for b in others)


def _overlap(one: frozenset[str], other: frozenset[str], least: float) -> bool:
    both = len(one & other)
    if not both:
        return False
    within = (one <= other or other <= one) and min(len(one), len(other)) >= 2
    return within or both >= least * max(len(one), len(other))


def number(text: object) -> float | None:
    """The number a cell holds; None where it holds none."""
    try:
        return float(str(text).replace(",", "").replace(" ", ""))
    except ValueError:
        return None


def same_number(label: object, found: object, top: object = None) -> bool:
    """True where two numbers are equal but for sign and a millionth; ``top`` is the upper end of a labelled range."""
    a, b, c = number(label), number(found), number(top)
    if a is None or b is None:
        return False
    return _near(a, b) or _near(abs(a), abs(b)) or (c is not None and _near(c, b))


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))


def year(text: object) -> str | None:
    """The first four digits in a row."""
    match = re.search(r"\d{4}", str(text or ""))
    return match.group() if match else None


def edition(text: object) -> str:
    """The number of an edition: digits, or an ordinal word up to thirteenth; else the folded text."""
    plain = folded(text)
    match = re.search(r"\d+(\.\d+)?", plain)
    if match:
        return match.group()
    return next((str(_ORDINALS.index(word) + 1) for word in plain.split() if word in _ORDINALS), plain)


def place(text: object) -> str:
    """A place by its full name: states and some countries are known by their codes as well."""
    plain = folded(text).rstrip(".").removeprefix("the ")
    return _PLACE_OF.get(plain, plain)


def unit(text: object) -> str:
    """A unit by its symbol."""
    plain = folded(text)
    return _UNIT_OF.get(plain, plain.replace("²", "2").replace("³", "3"))


def qualifier(text: object) -> str:
    """How exact a number is, in the words of the tables."""
    plain = str(text or "").lower().strip()
    return _QUALIFIERS.get(plain, plain)
