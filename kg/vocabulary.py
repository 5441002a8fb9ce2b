"""Where the ontology, its questions and the shapes are: beside the package or inside it.

Output: paths of files, sorted. In a checkout they are top-level folders; a wheel carries them
inside the package, under the same names.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def ontology_files() -> tuple[Path, ...]:
    """The Turtle files of the ontology."""
    return tuple(sorted(_folder("ontology").glob("*.ttl")))


def question_files() -> tuple[Path, ...]:
    """The competency questions: SPARQL files, each with its answer beside it as ``<name>.csv``."""
    return tuple(sorted(_folder("ontology").glob("questions/*.rq")))


def shape_files() -> tuple[Path, ...]:
    """The Turtle files of the shapes on data; those on the ontology itself stand apart."""
    return tuple(path for path in sorted(_folder("shapes").glob("*.ttl")) if path != ontology_shapes_file())


def ontology_shapes_file() -> Path:
    """The Turtle file of the shapes on the ontology itself."""
    return _folder("shapes") / "ontology.ttl"
