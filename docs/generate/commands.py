"""The reference of the command line, from the application itself.

Input: the commands of ``kg.cli``. Output: a page with each command, argument and option.
"""

from __future__ import annotations

import re
from typing import Any

import typer

from docs.generate.markup import anchor, block, code, escaped, front, heading, table
from kg.cli import app
from kg.cli.common import EPILOG


def commands() -> dict[str, Any]:
    """The commands by name, in the order of ``kg --help``."""
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def parameters(name: str, command: Any) -> list[tuple[str, str]]:
    """How each argument and option of a command is written, and its help."""
    context = typer.Context(command, info_name=f"kg {name}")
    found = ((one, one.get_help_record(context)) for one in command.params)
    return [
        (record[0], record[1]) if record else (one.name, "")
        for one, record in found
        if not getattr(one, "hidden", False)
    ]


def page() -> str:
    """The page."""
    head = front("Command line", "Every command and option of kg.")
    names = commands()
    groups = dict.fromkeys(command.rich_help_panel for command in names.values())
    parts = (heading(2, escaped(str(group)), anchor(f"{group} commands".lower())) + "\n" + "".join(
        _section(name, command) for name, command in names.items() if command.rich_help_panel == group
    ) for group in groups)  # fmt: skip
    return head + escaped(EPILOG) + "\n\n" + "".join(parts)


def _section(name: str, command: Any) -> str:
    text, *examples = (command.help or "").split("\nExample: ")
    paragraphs = "\n\n".join(escaped(part) for part in text.replace("\f", "").split("\n\n"))
    lines = [heading(3, f"kg {name}", name), "", paragraphs, ""]
    if examples:
        lines.append(block("\n".join(example.strip() for example in examples), "sh"))
    rows = [(code(written(usage)), escaped(told)) for usage, told in parameters(name, command)]
    return "\n".join((*lines, table(("argument or option", "what it does"), rows), ""))


def written(usage: str) -> str:
    """How a parameter is written, without the types of Python: ``INPUT...``, ``--shapes <path> ...``."""
    usage = " ".join(usage.split())
    if "... <list" in usage:
        return usage.split(" <list")[0]
    return (
        re.sub(r"<list\[(\w+)\]>", lambda found: f"<{found[1].lower()}> ...", usage)
        .replace("<str>", "<text>")
        .replace(" range>", ">")
    )
