"""What an export costs: seconds of CPU and the most memory, for each format, over stores of different sizes.

The peak of opening a store is not counted: the engine reads its log then.

    python benchmarks/export.py STORE… [--formats turtle,nquads]
    python benchmarks/export.py --articles 500,1600      # stores made of so many articles of generate.py
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import generate

from kg import export, pipeline
from kg.store import Store
from kg.validate import load_shapes

ROOT = Path(__file__).resolve().parents[1]
FORMATS = (*export.FORMATS, *export.VIEWS)


def made(folder: Path, articles: int) -> Path:
    """A store of so many invented articles."""
    generate.write(folder / "articles", articles)
    with Store.create(folder / "store") as store:
        for _ in pipeline.build([str(folder / "articles")], store, shapes=load_shapes()):
            pass
    return folder / "store"


def measured(path: Path, format: str) -> dict[str, float]:
    """What one export told that ran in a process of its own."""
    command = [sys.executable, __file__, str(path), "--step", format]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True, check=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def step(path: Path, format: str) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(path) as store:
        Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
        started, target = time.process_time(), Path(folder) / "export.zip"
        export.save(store, format, target)
        seconds, size = time.process_time() - started, target.stat().st_size
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(json.dumps({"seconds": seconds, "peak": int(status["VmHWM"].split()[0]) / 1024, "size": size / 1e6}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stores", nargs="*", type=Path)
    parser.add_argument("--articles", default="")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--step")
    chosen = parser.parse_args()
    if chosen.step:
        step(chosen.stores[0], chosen.step)
        return
    with tempfile.TemporaryDirectory() as folder:
        sizes = [int(n) for n in chosen.articles.split(",") if n]
        stores = [*chosen.stores, *(made(Path(folder) / str(n), n) for n in sizes)]
        for path in stores:
            with Store.open(path) as store:
                triples = sum(1 for _ in store.merged())
            print(f"\n{triples:,} triples asserted\n{'format':<10} {'CPU s':>7} {'peak MB':>8} {'file MB':>8}")
            for form in chosen.formats.split(","):
                told = measured(path, form)
                print(f"{form:<10} {told['seconds']:>7.1f} {told['peak']:>8.0f} {told['size']:>8.1f}", flush=True)


if __name__ == "__main__":
    main()
