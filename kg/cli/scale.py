"""Commands for more articles than one machine reads: scale, load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from kg.cli.common import DEFAULT_STORE, FastOption, ShapesOption, StoreOption, app, err, fail
from kg.namespaces import BASE

PANEL = "Build"


@app.command(rich_help_panel=PANEL)
def scale(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs; or s3a://… and such.")
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="Folder for the shards; or s3a://… and such.")],
    master: Annotated[str, typer.Option(help="The cluster: yarn, k8s://…, spark://…", envvar="KG_SPARK")] = "local[*]",
    conf: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A setting of Spark; may be repeated.")
    ] = None,
    partitions: Annotated[int, typer.Option(min=0, help="Parts of each stage, and shards; 0: by input and cores.")] = 0,
    shapes: ShapesOption = None,
    base: Annotated[str, typer.Option(help="Base IRI of the things.")] = BASE,
    fast: FastOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest on standard output.")] = False,
) -> None:
    """Build the graph on many machines with Spark, into shards that any store loads.

    It is the graph that kg build makes of the same input:
    quads/ has a graph an article, merged/ all of them as one, facts/ a table,
    store/ what kg needs besides; manifest.json lists them and is written last.
    What was interrupted is gone on with by the same command.

    Example: kg scale examples/articles --output build/shards && kg load build/shards --store build/demo
    """
    try:
        from kg.scale import inputs as files
        from kg.scale.job import Job, parts_for
        from kg.scale.run import run
        from kg.scale.session import Folder, session
    except ImportError as error:
        fail(f"cannot use Spark: {error.name} is not installed; pip install 'citykg[spark]'", 2)
    from kg.namespaces import Names
    from kg.partition import Reader
    from kg.pipeline import fingerprint
    from kg.validate import load_shapes

    if wrong := next((one for one in conf or () if "=" not in one), None):
        fail(f"cannot use the setting {wrong}: write --conf NAME=VALUE", 2)
    chosen, names = load_shapes(shapes or ()), Names(base=base)
    spark = session(master, dict(one.split("=", 1) for one in conf or ()))
    try:
        found = list(files.find_all(inputs, spark))
        job = Job(
            spark=spark,
            output=Folder(spark, output),
            names=names,
            shapes=chosen,
            reader=Reader(names=names, shapes=chosen, fast=fast),
            built_by=fingerprint(fast=fast),
            partitions=partitions or parts_for(found, spark.sparkContext.defaultParallelism),
        )
        manifest, skipped = run(job, found)
    except KeyboardInterrupt:
        fail("interrupted: run the same command again to go on", 130)
    finally:
        spark.stop()
    for source, reason in skipped:
        err.print(escape(f"skipped {source}: {reason}"), soft_wrap=True)
    if as_json:
        typer.echo(json.dumps(manifest, ensure_ascii=False, indent=1))
    else:
        _summary(manifest, output, len(skipped))
    if not any(number for state, number in manifest["articles"].items() if state != "skipped"):
        fail(f"no article could be read in {', '.join(inputs)}; see {output}/skipped", 1)


@app.command(rich_help_panel=PANEL)
def load(
    shards: Annotated[Path, typer.Argument(help="The folder that kg scale wrote, on this machine.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Make a store of the shards of kg scale: the one that kg build would have made.

    Example: kg load build/shards --store build/demo
    """
    from kg.scale.load import load as load_shards

    articles = load_shards(shards, store)
    err.print(f"loaded {articles:,} articles into {escape(str(store))}", soft_wrap=True)


def _summary(manifest: dict[str, Any], output: str, shown: int) -> None:
    told = manifest["articles"]
    err.print("articles    " + ", ".join(f"{number:,} {state}" for state, number in sorted(told.items())))
    if told["skipped"] > shown:
        err.print(escape(f"            the first {shown} that were skipped are named; all are in {output}/skipped"))
    facts = manifest["facts"]
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(facts.items()))
    err.print(f"facts       {sum(facts.values()):,}" + (f": {kinds}" if kinds else ""))
    err.print(f"quarantine  {manifest['quarantine']:,} facts")
    size = sum(shard["bytes"] for shard in manifest["shards"])
    err.print(escape(f"shards      {len(manifest['shards'])} with {size:,} bytes in {output}"), soft_wrap=True)
