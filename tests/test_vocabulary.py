"""The ontology and the shapes are found, and a wheel holds every file that the package reads."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

from kg.questions import SUBJECTS, questions
from kg.vocabulary import ontology_files, ontology_shapes_file, question_files, shape_files

ROOT = Path(__file__).parents[1]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
CARRIED = {"kg": ROOT / "kg", "kg.ontology": ROOT / "ontology", "kg.shapes": ROOT / "shapes"}


def carried_files() -> list[tuple[str, str]]:
    """Package and name of each file below the folders that a wheel carries."""
    return [
        (".".join((package, *path.relative_to(folder).parts[:-1])), path.name)
        for package, folder in CARRIED.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def test_wheel_holds_every_folder() -> None:
    assert set(SETUPTOOLS["packages"]) == {package for package, _ in carried_files()}


def test_wheel_holds_every_file() -> None:
    patterns = [*SETUPTOOLS["package-data"]["*"], "*.py"]
    assert {name for _, name in carried_files() if not any(fnmatch(name, pattern) for pattern in patterns)} == set()


def test_each_subject_has_its_ontology_and_shapes() -> None:
    subjects = {"award", "city", "core", "event", "metric", "person"}
    assert {path.stem for path in ontology_files()} == subjects | {"units"}
    assert {path.stem for path in shape_files()} == subjects
    assert ontology_shapes_file().is_file()


def test_there_are_at_least_twenty_five_questions_of_every_subject() -> None:
    assert len(question_files()) >= 25
    assert set(SUBJECTS) == {question.subject for question in questions()}
