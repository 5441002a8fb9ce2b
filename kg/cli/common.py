"""What the commands share: the application, the two consoles, options, printing and failing."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from kg import export as exports
from kg import show

EPILOG = (
    "Exit codes: 0 fine; 1 the data did not pass, two graphs differ, or no input could be read; 2 wrong usage; "
    "3 the store is missing, in use, damaged or full, or a remote one fails; 70 a fault of ours; "
    "130 interrupted, 143 terminated. Results go to standard output, all else to standard error."
)

app = typer.Typer(
    name="kg",
    help="News about cities as a knowledge graph: build it, check it, ask it, hand it out.",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
err = Console(stderr=True, highlight=False)
out = Console(highlight=False)

DEFAULT_STORE = Path("build/kg")
STDOUT = Path("-")
StoreOption = Annotated[Path, typer.Option("--store", "-s", help="Folder of the store.", envvar="KG_STORE")]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="File to write; - is standard output.")]
ShapesOption = Annotated[
    list[Path] | None, typer.Option("--shapes", help="More SHACL shapes (Turtle); may be repeated.")
]

FastOption = Annotated[
    bool, typer.Option("--fast", help="Read without the encoder: less than half the time, and less is found.")
]


def fail(message: str, code: int) -> NoReturn:
    """Say what went wrong on standard error, leave with the exit code."""
    err.print(f"[red]kg:[/red] {escape(show.visible(message))}", soft_wrap=True)
    sys.exit(code)


def write(content: bytes, output: Path) -> None:
    """Write bytes to a file as a whole, or to standard output."""
    if output == STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        exports.write(output, content)
        say_written(output)


def say_written(path: Path) -> None:
    """Say on standard error that a file, or a folder of files, was written, and how large it is."""
    size = sum(file.stat().st_size for file in (path.iterdir() if path.is_dir() else (path,)))
    err.print(f"wrote {escape(str(path))} ({size:,} bytes)", soft_wrap=True)


def print_lines(text: str) -> None:
    """Print lines that may hold names from the open web: without what could drive a terminal."""
    typer.echo("\n".join(map(show.visible, text.split("\n"))), nl=False)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"kg {metadata.version('citykg')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """News about cities as a knowledge graph: build it, check it, ask it, hand it out."""
