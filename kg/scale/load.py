"""From the shards of ``kg scale`` to a store.

Input: a folder of this machine with shards. Output: the store that ``kg build`` of the same input leaves, but for the
times at which articles were built. The store is there as a whole or not at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError, StoreError
from kg.read.compressed import Gunzip
from kg.store import Store, advice

DONE, MANIFEST = "_SUCCESS", "manifest.json"
LOADED = {"quads": ox.RdfFormat.N_QUADS, "merged": ox.RdfFormat.N_TRIPLES, "store": ox.RdfFormat.N_QUADS}
_PIECE = 1 << 20


def load(shards: Path, target: Path) -> int:
    """Make a store of shards; how many articles it holds.

    Raises InputError where a shard is missing or not as it was written, StoreError where the store exists.
    """
    manifest = read_manifest(shards)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreError(f"cannot load into {target}: it is there already; name a new folder")
    unfinished = target.with_name(f".{target.name}.loading")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        with Store.create(unfinished, manifest["base"]) as store:
            for path, form in _files(shards, manifest):
                with path.open("rb") as stream:
                    store.engine.bulk_load(io.BufferedReader(Gunzip(stream), _PIECE), form)
            store.flush()
            articles = sum(1 for _ in store.articles())
        if target.exists():
            target.rmdir()
        unfinished.rename(target)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"cannot load into {target}: {advice(error)}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return articles


def read_manifest(shards: Path) -> dict[str, Any]:
    """What a run of ``kg scale`` says of its shards. Raises InputError where it did not end."""
    try:
        if not (shards / DONE).exists():
            raise FileNotFoundError(DONE)
        found: dict[str, Any] = json.loads((shards / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot load {shards}: there is no finished run of kg scale ({error}); run it again with --output {shards}"
        ) from error
    return found


def _files(shards: Path, manifest: dict[str, Any]) -> Iterator[tuple[Path, ox.RdfFormat]]:
    """The files that are loaded, each of which is as it was written."""
    for shard in manifest["shards"]:
        form = LOADED.get(shard["path"].split("/")[0])
        if form is None:
            continue
        path = shards / shard["path"]
        digest = hashlib.sha256()
        try:
            with path.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    digest.update(piece)
        except OSError as error:
            raise InputError(f"cannot load {path}: {error.strerror}; copy all shards, or run kg scale again") from error
        if digest.hexdigest() != shard["sha256"]:
            raise InputError(f"cannot load {path}: it is not as it was written; copy it again, or run kg scale again")
        yield path, form
