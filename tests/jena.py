"""Jena, as Debian packages it: a second SPARQL engine and parser that share no code with ours.

Input: commands, queries and data files. Output: what Jena prints or answers. Debian's ``jena-core.jar`` has the classes
of ``xerces`` but keeps their texts under another path, where they are not found: a jar with the texts comes first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

JARS = Path("/usr/share/java")
CORE = JARS / "jena-core.jar"
ASK_ALL = Path(__file__).with_name("AskAll.java")
INSTALL = "Jena is not installed; on Debian: apt-get install libapache-jena-java default-jdk-headless"
_NAMES = """jena-arq jena-base jena-cmds jena-core jena-dboe-base jena-dboe-index jena-dboe-storage jena-dboe-trans-data
jena-dboe-transaction jena-iri jena-rdfconnection jena-shacl jena-shex jena-tdb jena-tdb2 commons-cli commons-codec
commons-compress commons-csv commons-io commons-lang3 dexx.collection gson guava httpclient httpclient-cache httpcore
jackson-core jackson-databind jackson-annotations jsonld-java jakarta.json-api protobuf slf4j-api slf4j-nop thrift
titanium-json-ld jcl-over-slf4j""".split()
_MISPLACED = "org/apache/jena/ext/"
_SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def installed() -> bool:
    """True where Debian's Jena is there, and a Java that runs source files."""
    return bool(shutil.which("java") and shutil.which("javac")) and CORE.is_file()


class Jena:
    """Jena's classes; ``folder`` keeps the jar of texts, and answers."""

    def __init__(self, folder: Path) -> None:
        self._folder, texts = folder, folder / "texts.jar"
        with zipfile.ZipFile(CORE) as core, zipfile.ZipFile(texts, "w") as jar:
            for name in core.namelist():
                if name.startswith(_MISPLACED + "xerces/") and name.endswith(".properties"):
                    jar.writestr(name.removeprefix(_MISPLACED), core.read(name))
        jars = (JARS / f"{name}.jar" for name in _NAMES)
        self._path = os.pathsep.join(map(str, (texts, *(jar for jar in jars if jar.exists()))))

    def run(self, command: str | Path, *arguments: str | Path) -> str:
        """What a command (``riotcmd.riot``) or a source file prints. Raises CalledProcessError where it fails."""
        call = ["java", *_SHORT_LIVED, "-cp", self._path, str(command), *map(str, arguments)]
        return subprocess.run(call, check=True, capture_output=True, encoding="utf-8", timeout=120).stdout

    def ask_all(self, queries: Iterable[Path], data: Iterable[Path]) -> dict[str, str]:
        """The answers to SELECT and ASK queries in SPARQL's JSON, by the stem of the file; all in one process."""
        asked = tuple(queries)
        self.run(ASK_ALL, self._folder, *data, *asked)
        return {path.stem: (self._folder / f"{path.stem}.json").read_text(encoding="utf-8") for path in asked}
