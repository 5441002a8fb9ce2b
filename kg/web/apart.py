"""Long work on a store in a process of its own, at a low priority: the server goes on answering meanwhile.

Input: a function of a module of ours, a store, and texts. Output: what the function gives for the store and the texts.
"""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import kg
from kg.errors import KgError
from kg.store import Store

T = TypeVar("T")
PRIORITY = 10  # of 19: after the queries
SMALL = 1 << 24  # bytes of tables: below this a process costs more than the work


def apart(work: Callable[..., T], store: Store, *texts: str) -> T:
    """What ``work`` gives; in this process where the store is small, or where another one could not open it.

    Raises KgError where the process ends without an answer.
    """
    if store.path is None or store.writable or _size(store.path) < SMALL:
        return work(store, *texts)
    path = os.pathsep.join(filter(None, (str(Path(kg.__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", "kg.web.apart", str(store.path), f"{work.__module__}:{work.__qualname__}", *texts],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        start_new_session=True,  # Ctrl+C is for the server
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise KgError(f"cannot work out {work.__qualname__}: its process ended with {done.returncode}: {said}")
    answer: T = pickle.loads(done.stdout)  # noqa: S301 - written by our own process
    return answer


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def main() -> None:
    """Do what the arguments say: a folder, a function, texts; the answer goes to standard output."""
    folder, name, *texts = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that is printed by accident may look like an answer
    os.nice(PRIORITY)
    module, _, function = name.partition(":")
    work: Callable[..., Any] = getattr(importlib.import_module(module), function)
    with answers, Store.open(Path(folder)) as store:
        pickle.dump(work(store, *texts), answers)


if __name__ == "__main__":
    main()
