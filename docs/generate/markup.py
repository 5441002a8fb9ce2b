"""Markdown from values: what is text stays text.

Input: words and rows. Output: Markdown and the names of anchors.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_\[\]{}#|])", r"\\\1", html.escape(" ".join(text.split()), quote=False))


def code(text: str) -> str:
    """The text as code, within a line or a cell of a table."""
    return f"<code>{html.escape(text, quote=False).replace('|', '&#124;')}</code>" if text else ""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown already."""
    lines = (columns, ["---"] * len(columns), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def block(text: str, language: str = "") -> str:
    """The text as a block of code."""
    return f"```{language}\n{text.strip(chr(10))}\n```\n"


def folded(title: str, body: str) -> str:
    """What is shown when it is asked for."""
    indented = "\n".join(f"    {line}" if line else "" for line in body.split("\n"))
    return f'??? note "{title}"\n\n{indented}\n'


def heading(level: int, title: str, anchor: str) -> str:
    """A heading with an anchor that its words do not decide."""
    return f"{'#' * level} {title} {{ #{anchor} }}\n"


def anchor(name: str) -> str:
    """The anchor of a name."""
    return re.sub(r"[^\w.-]+", "-", name)


def front(title: str, description: str) -> str:
    """The head of a page: its title, and what it holds for search engines and the lists of pages."""
    return f'---\ndescription: "{description}"\n---\n\n# {title}\n\n'
