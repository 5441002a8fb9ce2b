"""The source of the documentation: pages that people wrote, beside those that are made.

Input: ``docs/*.md`` and what the pages describe. Output: what Zensical builds: ``zensical.toml`` and ``source``.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from docs.generate import commands, library, ontology, questions, shapes, tables
from docs.generate.markup import front

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent


def section(title: str, description: str) -> str:
    """A page with a section of CONTRIBUTING.md, by the words that its heading begins with."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(title)}[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"CONTRIBUTING.md has lost its section {title!r}"
    return front(title, description) + found[1]


MADE: dict[str, Callable[[], str]] = {
    "commands.md": commands.page,
    "ontology.md": ontology.page,
    "python.md": library.page,
    "questions.md": questions.page,
    "shapes.md": shapes.page,
    "tables.md": tables.page,
    "add-fact.md": partial(section, "Add a kind of fact", "One stem in four places, and its cases."),
    "add-question.md": partial(section, "Add a question", "A competency question with its answer, for all engines."),
}
COPIED = ("assets", "images", "vendor")


def write(target: Path) -> Path:
    """Put the source into a folder, anew. Returns the file of settings."""
    source = target / "source"
    shutil.rmtree(target, ignore_errors=True)
    source.mkdir(parents=True)
    for page in sorted(DOCS.glob("*.md")):
        shutil.copyfile(page, source / page.name)
    for name, make in MADE.items():
        (source / name).write_text(make(), encoding="utf-8")
    for folder in COPIED:
        shutil.copytree(DOCS / folder, source / folder)
    shutil.copytree(ROOT / "kg" / "web" / "static" / "fonts", source / "assets" / "fonts")
    shutil.copyfile(ROOT / "kg" / "web" / "static" / "icon.svg", source / "assets" / "icon.svg")
    return Path(shutil.copyfile(DOCS / "zensical.toml", target / "zensical.toml"))
