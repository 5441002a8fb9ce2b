"""What an amount is reckoned by: "per day", "per inhabitant", "per square kilometre".

Input: Site and the end of what is counted. Output: the words of a rate, or the unit of a ratio.
"""

from __future__ import annotations

import re

from kg.facts.metric_phrases import Site

_RATE = re.compile(
    r" ?(?:(?:an?|per|each|every) (?P<a>weekday|weekend|day|night|year|month|hour|week)"
    r"|(?P<ly>daily|annually|per annum|yearly|monthly|weekly)"
    r"|(?:per|/) ?(?P<by>person|inhabitant|capita|resident|head|household|(?:square|cubic) (?:met(?:re|er)|foot)"
    r"|m²|m2|sq\.? ?m|passenger|trip|ride|ticket|kWh|litre|liter|hectare|tonne|kilomet(?:re|er)))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:^|[.;] )(?:[Ee]ach|[Ee]very) (?P<a>day|week|month|year),? (?:about |some |around |nearly )?$")
LY = {"daily": "day", "annually": "year", "per annum": "year", "yearly": "year", "monthly": "month", "weekly": "week"}
"""Spells of time by their adverbs."""
_PER = re.compile(
    r" ?(?:per|for every|to each|to every|for each|a|to the|/) ?"
    r"(?:(?P<km2>square kilomet(?:re|er)s?|km²|km2|sq\.? km)|(?P<mile>square miles?|sq\.? miles?)"
    r"|(?P<number>1,000|100,000|10,000|1 000|100 000|100|million|thousand) "
    r"(?P<of>people|inhabitants|residents|population|births|live births|vehicles))",
    re.IGNORECASE,
)


def rate_of(site: Site, at: int) -> str:
    """The words "per day" for "a day", "daily" and the like; empty where nothing follows."""
    if site.after(_PER, at):
        return ""
    if m := site.after(_RATE, at):
        return f"per {(m['a'] or m['by'] or LY[(m['ly'] or '').lower()]).lower()}"
    before = _BEFORE.search(site.left)
    return f"per {before['a']}" if before else ""


def ratio_of(site: Site, at: int) -> str | None:
    """The unit that "per square kilometre", "for every 1,000 people" makes of a count."""
    m = site.after(_PER, at)
    if m is None:
        return None
    return "per km2" if m["km2"] else "per sq mile" if m["mile"] else f"per {m['number']} {m['of']}"
