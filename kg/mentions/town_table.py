"""Places too small for the gazetteer's search of a text, and rare names of cities: only for a name beside its country.

Input: kg/lexicon/towns.tsv, sorted by folded name. Output: the towns of a name. Of 290,000 names many are also words,
surnames or those of larger cities, so none of them is looked for in a text; and the table is searched where it lies,
as most of it is never asked for: a process holds the few pages that it read.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import chain
from mmap import ACCESS_READ, mmap

from kg.mentions.gazetteer import City, cities_called, key, table


@lru_cache(maxsize=4096)
def towns_called(name: str) -> tuple[City, ...]:
    """The towns of 500 to 15,000 inhabitants that bear this name, and the cities it is another name of.

    The largest stand first; how many people live there is not told.

    >>> [(town.country, town.region) for town in towns_called("Altach")]
    [('AT', 'Vorarlberg')]
    """
    wanted, rows = key(name), _rows()
    low, high = 0, len(rows)
    while low < high:  # the first line whose name is not before the one wanted lies from low to high
        start = max(low, rows.rfind(b"\n", low, (low + high) // 2) + 1)
        if key(_name(rows, start)) < wanted:
            low = rows.find(b"\n", start) + 1
        else:
            high = start
    found = []
    while low < len(rows) and key(_name(rows, low)) == wanted:
        end = rows.find(b"\n", low)
        found.append(_town(*rows[low:end].decode("utf-8").split("\t")))
        low = end + 1
    return tuple(found)


def called(name: str) -> tuple[City, ...]:
    """The cities that bear this name, and only where there is none the towns."""
    return cities_called(name) or towns_called(name)


def city_or_town(name: str, geonames_id: int | None) -> City | None:
    """The city or town of that name and id; None for none."""
    known = chain(cities_called(name), towns_called(name))
    return next((city for city in known if city.geonames_id == geonames_id), None)


def _name(rows: mmap, start: int) -> str:
    return rows[start : rows.find(b"\t", start)].decode("utf-8")


def _town(name: str, country: str, code: str, geonames_id: str) -> City:
    region = _regions().get((country, code), "")
    return City(geonames_id=int(geonames_id), name=name, country=country, region=region, population=0, capital=False)


@cache
def _rows() -> mmap:
    with as_file(files("kg") / "lexicon" / "towns.tsv") as path, path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


@cache
def _regions() -> dict[tuple[str, str], str]:
    return {(row[0], row[1]): row[2].split("|")[0] for row in table("regions.tsv")}
