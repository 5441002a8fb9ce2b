"""Commands that look outside: link, check. Nothing goes out unless a URL is given."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import closing
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from kg import export as exports
from kg import query
from kg.cli.common import DEFAULT_STORE, STDOUT, OutputOption, StoreOption, app, err, print_lines, write
from kg.store import Store

if TYPE_CHECKING:
    from kg.world import World

PANEL = "Look outside"

AgainstOption = Annotated[
    str,
    typer.Option(
        "--against", help="URL of a SPARQL endpoint, or a dump: a file (.ttl .nt … .gz) or Oxigraph's folder."
    ),
]
CacheOption = Annotated[
    Path | None, typer.Option("--cache", help="Folder for answers. [default: citykg in the user's cache folder]")
]
DaysOption = Annotated[float, typer.Option("--cache-days", min=0, help="Days that an answer is kept; 0 asks anew.")]
ContactOption = Annotated[
    str, typer.Option("--contact", help="Your address, for the operators of the endpoint.", envvar="KG_CONTACT")
]
RateOption = Annotated[float, typer.Option("--rate", min=0.01, help="Requests a second at most.")]


class LinkFormat(StrEnum):
    """How ``kg link`` prints."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    TRIG = "trig"


class CheckFormat(StrEnum):
    """How ``kg check`` prints."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    TURTLE = "turtle"


ENDINGS = {".txt": "text", ".json": "json", ".csv": "csv"}
LINK_ENDINGS = ENDINGS | {".trig": "trig"}
CHECK_ENDINGS = ENDINGS | {".ttl": "turtle"}


@app.command(rich_help_panel=PANEL)
def link(
    against: AgainstOption,
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[
        LinkFormat | None, typer.Option("--format", "-f", help="By the ending of --output; else text.")
    ] = None,
    output: OutputOption = STDOUT,
    cache: CacheOption = None,
    cache_days: DaysOption = 30,
    contact: ContactOption = "",
    rate: RateOption = 2,
) -> None:
    """Match cities, people, bodies, awards, events and metrics to Wikidata and GeoNames, each with its reasons.

    owl:sameAs where an identifier says so, skos:closeMatch where name and facts do; homonyms
    without evidence stay open. The store is not changed: the links are a file beside it.

    Example: kg link --against https://query.wikidata.org/sparql -o build/links.trig
    """
    from kg import world

    chosen = format or LinkFormat(exports.by_ending(output, LINK_ENDINGS, "text"))
    with Store.open(store) as opened, closing(_world(against, cache, cache_days, contact, rate)) as asked:
        found = world.link(opened, world.Items(asked))
        if chosen is LinkFormat.TRIG:
            write(world.links.to_trig(found, opened.names), output)
        elif chosen is LinkFormat.TEXT:
            _print(found.to_text(), output)
        elif chosen is LinkFormat.JSON:
            _print(found.to_json(), output)
        else:
            _print(query.render(opened, found.answer(), "csv"), output)
    sums = Counter(one.relation.value for one in found.links) + Counter(one.why.value for one in found.open)
    _summary(sums)


@app.command(rich_help_panel=PANEL)
def check(
    against: AgainstOption,
    store: StoreOption = DEFAULT_STORE,
    links: Annotated[
        Path | None, typer.Option(help="Links of kg link -o FILE.trig; without, they are made first.")
    ] = None,
    least: Annotated[float, typer.Option(min=0, max=1, help="Confidence that a link must have.")] = 0.8,
    format: Annotated[
        CheckFormat | None, typer.Option("--format", "-f", help="By the ending of --output; else text.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show in the text what is unknown there as well.")] = False,
    output: OutputOption = STDOUT,
    cache: CacheOption = None,
    cache_days: DaysOption = 30,
    contact: ContactOption = "",
    rate: RateOption = 2,
) -> None:
    """Hold each fact against Wikidata: confirmed, differs (both values, times and sources), or unknown there.

    Exit code 1 where a fact differs.

    Example: kg check --against wikidata-part.ttl.gz --format turtle -o build/checked.ttl
    """
    from kg import world

    chosen = format or CheckFormat(exports.by_ending(output, CHECK_ENDINGS, "text"))
    with Store.open(store) as opened, closing(_world(against, cache, cache_days, contact, rate)) as asked:
        items = world.Items(asked)
        linking = world.links.read(links) if links else world.link(opened, items)
        verdicts = world.check(opened, items, linking, least=Decimal(str(least)))
        if chosen is CheckFormat.TURTLE:
            write(world.verdicts.to_turtle(verdicts, opened.names, against), output)
        elif chosen is CheckFormat.TEXT:
            told = (one for one in verdicts if all_ or one.outcome is not world.Outcome.UNKNOWN)
            _print(world.verdicts.to_text(told), output)
        elif chosen is CheckFormat.JSON:
            _print(world.verdicts.to_json(verdicts), output)
        else:
            _print(query.render(opened, world.verdicts.answer(verdicts), "csv"), output)
    counted = Counter(one.outcome.value for one in verdicts)
    _summary(counted)
    if counted[world.Outcome.DIFFERS.value]:
        raise typer.Exit(1)


def _world(against: str, cache: Path | None, days: float, contact: str, rate: float) -> World:
    from kg.world.cache import Cache
    from kg.world.endpoint import Manners
    from kg.world.source import opened

    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = Cache(folder=cache or base / "citykg" / "world", days=days)
    return opened(against, cache=kept, manners=Manners(contact=contact, per_second=rate))


def _print(text: str, output: Path) -> None:
    """Print text that holds names from the open web, or write it as it is to a file."""
    if output == STDOUT:
        print_lines(text)
    else:
        write(text.encode("utf-8"), output)


def _summary(counted: Counter[str]) -> None:
    err.print(
        escape(", ".join(f"{number:,} {what}" for what, number in sorted(counted.items())) or "nothing to look for")
    )
