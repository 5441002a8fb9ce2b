"""Run the notebooks and write their outputs into them, the same each time.

    python examples/notebooks.py --store build/demo

Input: a store. Output: the notebooks of this folder with what they give now; nothing in them tells of the machine or
the time. Read the diff, and the words around it, before you commit it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

import nbclient
import nbformat
from traitlets.config import Config

HERE = Path(__file__).parent
NOTEBOOKS = ("journalist", "analyst")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def executed(path: Path, store: Path) -> nbformat.NotebookNode:
    """The notebook as it comes out when its cells are run in a fresh kernel, one after the other."""
    notebook = nbformat.read(path, as_version=4)
    os.environ["KG_STORE"] = str(store.resolve())
    place = {"metadata": {"path": str(HERE)}}
    with tempfile.TemporaryDirectory() as folder:  # of the sockets: no port is opened
        local = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
        nbclient.NotebookClient(notebook, timeout=120, record_timing=False, resources=place, config=local).execute()
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
    return notebook


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the notebooks, keep their outputs.")
    parser.add_argument("--store", type=Path, default=Path("build/demo"))
    parser.add_argument("--output", type=Path, default=HERE)
    options = parser.parse_args()
    for name in NOTEBOOKS:
        text = nbformat.writes(executed(HERE / f"{name}.ipynb", options.store)) + "\n"
        (options.output / f"{name}.ipynb").write_text(text, encoding="utf-8")
        print(f"wrote {name}.ipynb ({len(text.encode()):,} bytes)")


if __name__ == "__main__":
    main()
