"""What kg scale costs an article: CPU seconds, memory, bytes moved and bytes left; docs/scale.md reckons with it.

python benchmarks/scale.py [--sizes 500,2000] [--words 400] [--partitions 4] [--compare]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from generate import write

HERTZ = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def processes(session: int) -> dict[int, tuple[str, float, int]]:
    """Name, CPU seconds and bytes in memory of each process of a session."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, rest = path.read_text().rpartition(")")
        except OSError:
            continue
        fields = rest.split()
        if int(fields[3]) == session:
            used = (int(fields[11]) + int(fields[12])) / HERTZ
            found[int(path.parent.name)] = (head.partition("(")[2], used, int(fields[21]) * PAGE)
    return found


def run(*command: str) -> dict[str, float]:
    """Run kg in a session of its own: CPU seconds of Java and Python, the most memory of each at once."""
    process = subprocess.Popen([sys.executable, "-m", "kg", *command], start_new_session=True)
    used: dict[int, tuple[str, float]] = {}
    most: dict[str, float] = Counter()
    while process.poll() is None:
        now = processes(process.pid)
        used.update({number: (name, spent) for number, (name, spent, _) in now.items()})
        for kind in ("java", "python"):
            sizes = [size for name, _, size in now.values() if name.startswith(kind)]
            most[f"{kind} MB, the largest"] = max(most[f"{kind} MB, the largest"], max(sizes, default=0) / 1e6)
        time.sleep(0.2)
    assert process.returncode == 0
    for kind in ("java", "python"):
        most[f"{kind} CPU s"] = sum(spent for name, spent in used.values() if name.startswith(kind))
    return dict(most)


def moved(events: Path) -> Counter[str]:
    """What Spark counted in its tasks."""
    told: Counter[str] = Counter()
    for path in sorted(path for path in events.rglob("*") if path.is_file()):
        for line in path.read_text(encoding="utf-8").splitlines():
            event = json.loads(line) if line.startswith("{") else {}
            metrics: Any = event.get("Task Metrics") if event.get("Event") == "SparkListenerTaskEnd" else None
            if metrics:
                told["tasks"] += 1
                told["shuffle bytes"] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                told["bytes written"] += metrics["Output Metrics"]["Bytes Written"]
                told["spilt bytes"] += metrics["Disk Bytes Spilled"]
    return told


def measure(articles: int, words: int, partitions: int, *, compare: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "news", articles, words=words)
        size = sum(path.stat().st_size for path in (folder / "news").rglob("*.txt"))
        (folder / "events").mkdir()
        told: dict[str, float] = {"articles": articles, "bytes of text": size}
        settings = ["--conf=spark.eventLog.enabled=true", f"--conf=spark.eventLog.dir=file:{folder}/events"]
        settings += ["--conf=spark.eventLog.compress=false", f"--partitions={partitions}", "--master=local[2]"]
        told |= run("scale", str(folder / "news"), "--output", str(folder / "shards"), *settings)
        told |= moved(folder / "events")
        manifest = json.loads((folder / "shards" / "manifest.json").read_text())
        told["facts"] = sum(manifest["facts"].values())
        for shard in manifest["shards"]:
            kind = shard["path"].split("/")[0]
            for what in ("bytes", "lines"):
                told[f"{kind} {what}"] = told.get(f"{kind} {what}", 0) + shard[what]
        if compare:
            load = run("load", str(folder / "shards"), "--store", str(folder / "loaded"))
            told["load CPU s"] = load["python CPU s"]
            build = run("build", str(folder / "news"), "--store", str(folder / "built"), "--workers=2")
            told["build CPU s"] = build["python CPU s"]
        for what, number in told.items():
            print(f"{what:28} {number:14,.1f} {number / articles:12,.4f} an article", flush=True)
        print(flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sizes", default="500,2000")
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--compare", action="store_true", help="kg load and kg build beside it")
    options = parser.parse_args()
    for articles in map(int, options.sizes.split(",")):
        measure(articles, options.words, options.partitions, compare=options.compare)


if __name__ == "__main__":
    main()
