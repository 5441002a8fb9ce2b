"""Where the time of a build goes: CPU time by stage, and the functions that cost most.

    python benchmarks/hot.py [--articles 100]

Shares are of the time with the profiler on.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
from pathlib import Path

import generate

import kg.preload  # noqa: F401 - the models are loaded before the clock runs
from kg import pipeline
from kg.store import Store
from kg.validate import load_shapes

# Stages by the function that each begins with; those inside another are indented.
STAGES = {
    "read/__init__.py parse": "read: bytes to Article",
    "mentions/__init__.py annotate": "mentions",
    "mentions/people.py _read_by_model": "  of them: people, by the recognizer",
    "facts/__init__.py read_facts": "facts",
    "facts/award.py find": "  of them: awards",
    "facts/person.py find": "  of them: posts",
    "facts/metric.py find": "  of them: figures",
    "facts/event.py find": "  of them: events",
    "resolve.py resolve": "resolve",
    "partition.py admit": "admit: quads, shapes",
    "pipeline.py store_reading": "store",
    "settle.py settle": "  of it: facts admitted anew",
    "derived/__init__.py changes": "  of it: identity, merged graph",
    "store.py _write": "  of it: written by the engine",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "store") as store:
        generate.write(Path(folder) / "news", chosen.articles)
        shapes = load_shapes()
        _ = shapes.plan
        with cProfile.Profile() as profile:
            for _ in pipeline.build([f"{folder}/news"], store, shapes=shapes):
                pass
    stats = pstats.Stats(profile)
    took = {
        f"{Path(file).as_posix().rpartition('/kg/')[2]} {name}": cumulative
        for (file, _, name), (_, _, _, cumulative, _) in stats.stats.items()  # type: ignore[attr-defined]
        if "/kg/" in Path(file).as_posix()
    }
    total = took["pipeline.py build"]
    print(f"{chosen.articles} articles, {total:.1f} s with the profiler on; shares of it")
    for key, stage in STAGES.items():
        print(f"  {stage:36}{took.get(key, 0) / total:6.0%}")
    stats.sort_stats("tottime").print_stats(15)


if __name__ == "__main__":
    main()
