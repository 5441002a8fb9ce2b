"""Labelled pairs of names: what two articles say of them, and whether they mean one thing.

``work`` and ``check`` were written by readers who had not seen the rules, which were first made with the one, then
with the other. ``third`` was written blind and asks for knowledge of the world; what kinds of failure it shows was
read, no rule was made for a name of it. ``corpus`` are names of real articles, judged from their words before the
decisions were seen (``benchmarks/identity.py``); the rules were then made with it. ``fourth`` was scored once, with
the rules done. Bounds stand in test_identity. As a script it prints precision and recall by kind of the parts that it
is given (``third,corpus``) or of all, with ``--misses`` the wrong pairs.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.identity import identify
from kg.mentions.gazetteer import _PARENTS, cities_called, places_called
from kg.model import Kind
from kg.namespaces import slug
from kg.profile import NAMING, Claim, Name, Post, Profile

FOLDER = Path(__file__).parent / "identity"
Record = dict[str, Any]
PARTS = ("work", "check", "third", "corpus", "fourth")


def pairs(name: str) -> list[Record]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


ABROAD = {
    "Deutschland": "DE", "Germania": "DE", "Россия": "RU", "Ελλάδα": "GR", "中国": "CN", "臺灣": "TW", "Italien": "IT",
    "Magyarország": "HU", "Nederland": "NL", "España": "ES", "Czechia": "CZ", "UK": "GB",
}  # fmt: skip


TOWNS = {
    "Αθήνα": "Athens",
    "Πάτρα": "Patras",
    "Тула": "Tula",
    "北京": "Beijing",
    "Москва": "Moscow",
    "臺北": "Taipei",
}  # articles are read in English


def town(name: str, country: str, region: str = "") -> str:
    """The key that the extractor gives a city: that of GeoNames where name, region and country say which."""
    name, _, behind = TOWNS.get(name, name).partition(", ")
    found = [city for city in cities_called(name) if country in {"", city.country, _PARENTS.get(city.country)}]
    places = [place for place in places_called(region or behind) if place.level in {"country", "region"}]
    inside = [city for city in found if any(place.holds(city) for place in places)]
    return f"gn{(inside or found)[0].geonames_id}" if found and (inside or not places) else slug(name)


# Words for units, and of what they count in millions, as the extractor reads them.
UNITS = {
    form: unit
    for form, unit, side in (
        line.split("\t")
        for line in files("kg.lexicon").joinpath("units.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
    if side
} | {"micrograms per cubic metre": "µg/m3", "µg/m³": "µg/m3", "t CO2e": "t"}


def unit_of(text: str) -> str:
    word = re.sub(r"^(thousand|million|billion) (of )?", "", text)
    return UNITS.get(word, word)


def code(country: str | None) -> str:
    if country in ABROAD:
        return ABROAD[country]
    known = (place.country for place in places_called((country or "").removeprefix("the ")) if place.level == "country")
    return next(known, "")


def local(kind: Kind, side: Record) -> tuple[Name, frozenset[Claim]]:
    """The name and the claims that an article would give for one side of a pair, or those that it did give."""
    if "claims" in side:
        return (kind, side["key"]), frozenset(map(Claim.of_text, side["claims"]))
    told = [
        Claim("name", (side["name"],)),
        *(Claim("alias", (re.sub(r"^(formerly|until \d+) (the )?", "", a),)) for a in side.get("aliases") or ()),
    ]
    year = (side.get("published") or "")[:4]
    for post in side.get("facts") or ():
        of, where = post.get("of") or "", code(post.get("country"))
        key = town(of, where) if post.get("of_kind") == "City" else slug(of)
        told.append(Claim("post", Post(
            post["role"], post.get("status") or "current", (post.get("of_kind") or "") if of else "",
            key if of else "", of, where, str(post.get("from") or ""),
            str(post.get("until") or ""), year,
        )))  # fmt: skip
    if side.get("given_by"):
        told.append(Claim("giver", (slug(side["given_by"]), side["given_by"])))
    where = code((side.get("countries") or [""])[0])
    told += [Claim("city", (town(city, where),)) for city in side.get("cities") or ()]
    countries = [*(side.get("countries") or ()), *([side["country"]] if side.get("country") else [])]
    told += [Claim("country", (found,)) for country in countries if (found := code(country))]
    if kind is Kind.CITY and side.get("region"):
        told.append(Claim("region", (slug(side["region"]),)))
        regions = [place.country for place in places_called(side["region"]) if place.level == "region"]
        told += [Claim("country", (regions[0],))] if regions and not countries else []
    told += [Claim("year", (str(side["year"]),))] if side.get("year") else []
    start, end = side.get("start") or "", side.get("end") or side.get("start") or ""
    told += [Claim("dates", (start, end))] if start else []
    if kind is Kind.EVENT:
        hosts = sorted(town(city, where) for city in side.get("cities") or ())
        told += [Claim("held", (start, end if start else "", *hosts))] if hosts else []
    told += [Claim("edition", (side["edition"],))] if side.get("edition") else []
    told += [Claim("unit", (unit_of(side["unit"]),))] if side.get("unit") else []
    distinguishing = sorted(claim.text for claim in told if claim.what not in NAMING)
    if kind is not Kind.ORGANIZATION and len(distinguishing) > 1:
        told.append(Claim("together", tuple(distinguishing)))
    key = slug(side["name"])
    if kind is Kind.CITY:
        key = town(side["name"], where or code(side.get("country")), side.get("region") or "")
    mark = side.get("year") or (slug(str(side["edition"])) if side.get("edition") else "")
    return (kind, f"{key}-{mark}" if kind is Kind.EVENT and mark else key), frozenset(told)


def found_same(pair: Record) -> bool:
    kind = Kind(pair["kind"])
    sides = [local(kind, pair[side]) for side in "ab"]
    claims: dict[Name, set[Claim]] = {}
    for name, told in sides:
        claims.setdefault(name, set()).update(told)
    profiles = [Profile(kind=kind, key=key, claims=frozenset(told)) for (_, key), told in claims.items()]
    decisions = identify(profiles)
    return len({entity(name, told, decisions) for name, told in sides}) == 1


def entity(name: Name, told: frozenset[Claim], decisions: Any) -> str:
    for decision in decisions:
        if (decision.kind, decision.variant) == name and decision.applies(told):
            return str(decision.entity)
    return name[1]


def figures(name: str) -> tuple[dict[str, Counter[str]], list[Record]]:
    """Right and wrong answers by kind, and the pairs that were answered wrongly."""
    counts: dict[str, Counter[str]] = {}
    wrong = []
    for pair in pairs(name):
        found = found_same(pair)
        for kind in (pair["kind"], "all"):
            outcome = ("true " if found == pair["same"] else "false ") + ("same" if found else "different")
            counts.setdefault(kind, Counter())[outcome] += 1
        if found != pair["same"]:
            wrong.append(pair)
    return counts, wrong


def scores(count: Counter[str]) -> tuple[float, float]:
    """Precision and recall of "the same"."""
    found = count["true same"] + count["false same"]
    real = count["true same"] + count["false different"]
    return count["true same"] / found if found else 1.0, count["true same"] / real if real else 1.0


if __name__ == "__main__":
    for part in sys.argv[1].split(",") if sys.argv[1:] and sys.argv[1][0] != "-" else PARTS:
        counted, missed = figures(part)
        for kind_name, count in counted.items():
            precision, recall = scores(count)
            print(f"{part:6} {kind_name:14} {count.total():4}  P {precision:.3f}  R {recall:.3f}")  # noqa: T201
        if "--misses" in sys.argv:
            for pair in missed:
                print(json.dumps(pair, ensure_ascii=False))  # noqa: T201
