"""The exported Turtle in Apache Jena: loaded into a TDB2 database by its command line tools, one question answered.

    python examples/load_jena.py exports/sample.ttl ontology/questions/cities-by-awards.rq

Input: a Turtle file and a SPARQL query. Output: the answer as CSV on standard output. Needs Jena: either its tools on
the path or in JENA_HOME (https://jena.apache.org/download/), or Debian's libapache-jena-java with a Java. Exit code 3
without.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

DEBIAN = Path("/usr/share/java")
NEEDED = (
    "jena-*", "commons-*", "jackson-*", "dexx.collection", "gson", "guava", "httpclient", "httpcore", "jsonld-java",
    "jakarta.json-api", "protobuf", "slf4j-api", "slf4j-nop", "thrift", "titanium-json-ld", "jcl-over-slf4j",
)  # fmt: skip


def tool(name: str, scratch: Path) -> list[str] | None:
    """How a tool of Jena is called here; None where there is no Jena."""
    found = shutil.which(name) or shutil.which(name, path=str(Path(os.environ.get("JENA_HOME", "")) / "bin"))
    if found:
        return [found]
    if not (shutil.which("java") and (DEBIAN / "jena-cmds.jar").exists()):
        return None
    with zipfile.ZipFile(DEBIAN / "jena-core.jar") as jar:  # Debian moved the classes of Xerces but not what they read
        for entry in jar.namelist():
            inside = entry.removeprefix("org/apache/jena/ext/")
            if inside.startswith("xerces/") and inside.endswith(".properties"):
                target = scratch / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(entry))
    jars = sorted(str(path) for pattern in NEEDED for path in DEBIAN.glob(f"{pattern}.jar"))
    return ["java", "-cp", ":".join([str(scratch), *jars]), name]


def main() -> None:
    turtle, question = map(Path, sys.argv[1:]) if len(sys.argv) == 3 else sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        loader, query = tool("tdb2.tdbloader", scratch), tool("tdb2.tdbquery", scratch)
        if loader is None or query is None:
            print("Jena is not here: apt-get install libapache-jena-java default-jre-headless", file=sys.stderr)
            sys.exit(3)
        database = ["--loc", str(scratch / "database")]
        subprocess.run([*loader, *database, str(turtle)], check=True, stdout=sys.stderr)
        asked = [*query, *database, "--query", str(question), "--results", "CSV"]
        answer = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    sys.stdout.write(answer.replace("\r\n", "\n"))


if __name__ == "__main__":
    main()
