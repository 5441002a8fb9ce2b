"""Commands that talk with a remote SPARQL store: push, pull, compare."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from kg import show
from kg.cli.common import DEFAULT_STORE, StoreOption, app, err, print_lines
from kg.remote.endpoints import Kind
from kg.remote.settings import Given, Remote, remote
from kg.store import Store

PANEL = "Publish"

Where = Annotated[str, typer.Argument(metavar="URL", help="The remote store, or its name in the settings file.")]
KindOption = Annotated[Kind | None, typer.Option(help="What store it is; else guessed from the URL.")]
QueryUrl = Annotated[str | None, typer.Option(help="Its address for queries.")]
UpdateUrl = Annotated[str | None, typer.Option(help="Its address for updates.")]
GraphsUrl = Annotated[str | None, typer.Option(help="Its address for the Graph Store Protocol.")]
Timeout = Annotated[float | None, typer.Option(min=0.1, help="Seconds without an answer. [default: 60]")]
Merged = Annotated[bool, typer.Option("--merged", help="Also the merge of all graphs, as graph/merged.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
