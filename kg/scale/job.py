"""The stages of ``kg scale``, joined: the only module that knows their order.

Input: files, a reader, a folder. Output: shards in the folder, and the manifest. Each stage is written down before the
next begins, so what is lost with a machine is made again from there, and a run that was interrupted is gone on with.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyoxigraph as ox
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from kg.errors import TaskError
from kg.model import Skipped
from kg.namespaces import Names
from kg.partition import Reading
from kg.pool import MEGABYTES, SECONDS
from kg.read import Raw
from kg.scale import heal, identity, merge
from kg.scale.components import components
from kg.scale.extract import ARTICLE, RAW, READING, Extract, Row, empty_store, lines, readings, with_sources
from kg.scale.inputs import FILE, Input, file_row, raws_of_contents, raws_of_files
from kg.scale.session import Folder
from kg.scale.shards import MANIFEST, WORK, publish, write_lines, write_table
from kg.scale.tables import Tables, by_key, made
from kg.settle import is_house
from kg.store import SHAPES, SHAPES_DIGEST
from kg.validate import Shapes

ROUNDS = 10  # of healing; one that heals nothing more is the last
WAVE = 4 << 30  # bytes of files that are read before what was read is written down
A_PART = 64 << 20  # bytes of input for each part, where nobody says how many there are to be
SHOWN = 20  # skipped inputs that are named; all stand in a shard
CHANGED = "changed since it was built: another input of that name came first"


@dataclass(frozen=True, kw_only=True)
class Job:
    """What does not change from stage to stage."""

    spark: SparkSession
    output: Folder
    names: Names
    shapes: Shapes
    reader: Callable[[Raw], Reading | Skipped]
    built_by: str
    partitions: int
    seconds: float = SECONDS
    megabytes: int = MEGABYTES

    @property
    def tables(self) -> Tables:
        """The tables that are written down while it runs."""
        return Tables(self.spark, Folder(self.spark, self.output / WORK))


def run(job: Job, inputs: Sequence[Input | Skipped]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Read all inputs, leave the shards of their graph; the manifest, and the first that were skipped, with reasons.

    Raises TaskError where the folder holds something else.
    """
    _begin(job, inputs)
    job.spark.conf.set("spark.sql.shuffle.partitions", job.partitions)
    read = _readings(job, inputs)
    chosen, states = _chosen(job, read)
    articles, identified, renamed = _settled(job, chosen)
    _write(job, articles, identified, renamed, read, states)
    lost = _lost(read, states).orderBy("source", "reason").limit(SHOWN).collect()
    told = _told(job, articles, states, inputs)
    return publish(job.output, told), [(row["source"], row["reason"]) for row in lost]


def parts_for(inputs: Iterable[Input | Skipped], cores: int) -> int:
    """How many parts suit so many bytes and cores."""
    size = sum(one.size for one in inputs if isinstance(one, Input))
    return max(2 * cores, -(-size // A_PART))


def _begin(job: Job, inputs: Sequence[Input | Skipped]) -> None:
    """Make ready the folder: what another run left there is gone on with where it had the same input."""
    holds = [name for name in job.output.names() if not name.startswith(".")]
    if holds and MANIFEST not in holds and WORK not in holds:
        raise TaskError(f"cannot write to {job.output.uri}: it holds other files; name a new folder")
    told = [job.names.base, job.built_by, job.shapes.digest, job.partitions, job.seconds, job.megabytes]
    files = [repr(one) for one in inputs]
    key = hashlib.sha256(json.dumps([*told, *files]).encode()).hexdigest()
    work = job.tables.folder
    if not work.has("key") or work.read("key") != key:
        job.output.delete(WORK)
        work.write("key", key)


# -- reading -----------------------------------------------------------------------------------


def _readings(job: Job, inputs: Sequence[Input | Skipped]) -> DataFrame:
    """A row for each input, by file and number; what cannot be read has a reason."""
    lost = [
        {"file": at, "number": 0, "source": one.source, "reason": one.reason}
        for at, one in enumerate(inputs)
        if isinstance(one, Skipped)
    ]
    found = job.tables.keep("readings-lost", job.tables.rows(lost, READING, 1))
    files = [(at, one) for at, one in enumerate(inputs) if isinstance(one, Input)]
    for number, wave in enumerate(_waves(files, job.partitions)):
        found = found.union(job.tables.keep(f"readings-{number}", _read(job, wave)))
    return found


def _waves(files: list[tuple[int, Input]], partitions: int) -> list[list[tuple[int, Input]]]:
    """The files in lots, each enough to keep all machines busy."""
    waves: list[list[tuple[int, Input]]] = []
    size = most = max(WAVE, partitions * A_PART)
    for at, file in files:
        if size >= most:
            waves.append([])
            size = 0
        waves[-1].append((at, file))
        size += file.size
    return waves


def _read(job: Job, files: list[tuple[int, Input]]) -> DataFrame:
    raws = _raws(job, files)
    if len(files) < 4 * job.partitions:  # else there is enough to do for each without moving what was read
        raws = raws.repartition(job.partitions, "file", "number")
    extract = Extract(reader=job.reader, names=job.names, built_by=job.built_by)
    return made(raws, partial(readings, extract=extract, seconds=job.seconds, megabytes=job.megabytes), READING)


def _raws(job: Job, files: list[tuple[int, Input]]) -> DataFrame:
    rows = job.tables.rows((file_row(at, file) for at, file in files), FILE, min(len(files), 4 * job.partitions))
    raws = made(rows.where("not remote"), raws_of_files, RAW)
    remote = [file.found.source for _, file in files if file.remote]
    if remote:
        paths = [re.sub(r"([\\{}\[\]*?])", r"\\\1", path) for path in remote]
        contents = job.spark.read.format("binaryFile").load(paths).select(f.col("path").alias("source"), "content")
        raws = raws.union(made(contents.join(rows.select("file", "source"), "source"), raws_of_contents, RAW))
    return raws


# -- which of several inputs counts ---------------------------------------------------------------


def _chosen(job: Job, read: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The articles, and what became of each input.

    As in a build one by one: of inputs with one name the first counts that is an article; of those with the same
    bytes the last, under all their names.
    """
    told = read.where("reason is null").select("source", "article", f.struct("file", "number").alias("at"))
    first = told.groupBy("source").agg(f.min("at").alias("first"))
    claimed = told.join(first.withColumnRenamed("source", "named"), f.expr("source = named")).drop("named")
    taken = claimed.where("at = first").select("source", "article", "at")
    articles = taken.groupBy("article").agg(
        f.max("at").alias("at"), f.min("at").alias("begun"), f.sort_array(f.collect_set("source")).alias("sources")
    )
    begun = articles.select(f.col("article").alias("one"), "begun")
    owned = taken.select(f.col("source").alias("named"), f.col("article").alias("owned"))
    states = (
        claimed.join(begun, f.expr("article = one"), "left").join(owned, f.expr("source = named"))
        .select("at", "source", f.expr(
            "case when article <> owned then 'skipped' when at <> first then 'unchanged' "
            "when at = begun then 'built' else 'copy' end"
        ).alias("state"))
    )  # fmt: skip
    states = job.tables.keep("states", states)
    at = articles.select(f.col("at.file").alias("of_file"), f.col("at.number").alias("of_number"), "sources")
    rows = read.join(at, f.expr("file = of_file and number = of_number")).drop("of_file", "of_number")
    return job.tables.keep("articles-0", made(rows, partial(_named, names=job.names), ARTICLE)), states


def _named(rows: Iterable[Row], names: Names) -> Iterable[Row]:
    columns = ("article", "graph", "held", "own", "things", "waits", "claims")
    for row in rows:
        named = with_sources(row, row["sources"], names)
        yield {name: named[name] for name in columns}


# -- identity, and what it heals ---------------------------------------------------------------------


def _settled(job: Job, alone: DataFrame) -> tuple[DataFrame, DataFrame, DataFrame]:
    """The articles, the decisions on identity, and the names that stand for others in each article."""
    articles = alone
    names = "array_union(waits, transform(claims, claim -> claim.thing))" if is_house(job.shapes) else "waits"
    waiting = job.tables.keep("waiting", alone.select("article", f.explode(f.expr(names)).alias("name")))
    anybody = not waiting.isEmpty()
    for at in range(ROUNDS):
        identified = _identified(job, articles, at)
        renamed = _renamed(job, articles, identified, at)
        if not anybody:
            return articles, identified, renamed
        healed = job.tables.keep(f"healed-{at}", _healed(job, alone, waiting, renamed))
        now = healed.select(f.col("article").alias("one"), f.col("graph").alias("now"), f.col("own").alias("now_own"))
        changed = articles.join(now, f.expr("article = one")).where("graph <> now or own <> now_own")
        if changed.isEmpty():
            return articles, identified, renamed
        rest = articles.join(healed.select("article"), "article", "left_anti").select(*articles.columns)
        articles = job.tables.keep(f"articles-{at + 1}", rest.union(healed.select(*articles.columns)))
    raise TaskError(f"cannot settle the held facts: what is healed still changed after {ROUNDS} rounds; report it")


def _identified(job: Job, articles: DataFrame, at: int) -> DataFrame:
    claims = articles.select("article", f.explode("claims").alias("claim")).select("article", "claim.*")
    told = claims.select("thing", f.explode("told").alias("claim")).distinct()
    sorted_by_thing = by_key(told, "thing", job.partitions, "claim")
    profiles = job.tables.keep(f"profiles-{at}", made(sorted_by_thing, identity.profiles, identity.PROFILE))
    linked = job.tables.keep(f"linked-{at}", made(_met(profiles), identity.edges, identity.EDGE))
    found = components(linked, lambda name, table: job.tables.keep(f"{name}-of-{at}", table))
    grouped = profiles.join(found, f.expr("thing = node"), "left")
    grouped = grouped.select(f.coalesce("component", "thing").alias("component"), "thing", "told")
    decide = partial(identity.decisions, names=job.names)
    grouped = by_key(grouped, "component", job.partitions, "thing")
    decided = job.tables.keep(f"decided-{at}", made(grouped, decide, identity.DECISION))
    somewhere = decided.where("limits is not null").join(claims, f.expr("variant = thing"))
    limited = made(somewhere.select("node", "variant", "limits", "article", "told"), identity.limited, identity.LIMITED)
    where = limited.groupBy(f.col("node").alias("of")).agg(f.sort_array(f.collect_set("article")).alias("articles"))
    return job.tables.keep(f"identity-{at}", decided.join(where, f.expr("node = of"), "left").drop("of"))


def _met(profiles: DataFrame) -> DataFrame:
    """The pairs of names whose marks meet, with what is claimed of each."""
    marks = profiles.select(f.col("thing").alias("one"), f.explode("marks").alias("mark"))
    meets = profiles.select(f.col("thing").alias("other"), f.explode("meets").alias("mark"))
    pairs = marks.join(meets, "mark").where("one < other").select("one", "other").distinct()
    told = profiles.select("thing", "told")
    for name in ("other", "one"):
        claims = told.select(f.col("thing").alias(name), f.col("told").alias(f"told_{name}"))
        pairs = pairs.join(claims, name)
    return pairs


def _renamed(job: Job, articles: DataFrame, identified: DataFrame, at: int) -> DataFrame:
    """The names that stand for another, by article: the first decision on a name that holds there counts."""
    things = articles.select("article", f.explode("things").alias("thing"))
    columns = ("article", "variant", "node", "entity")
    everywhere = identified.where("articles is null").join(things, f.expr("variant = thing")).select(*columns)
    somewhere = identified.where("articles is not null").withColumn("article", f.explode("articles")).select(*columns)
    chosen = (
        everywhere.union(somewhere).groupBy("article", "variant").agg(f.min(f.struct("node", "entity")).alias("by"))
    )
    pairs = chosen.select("article", f.struct("variant", f.col("by.entity").alias("entity")).alias("pair"))
    grouped = pairs.groupBy("article").agg(f.sort_array(f.collect_list("pair")).alias("renames"))
    return job.tables.keep(f"renamed-{at}", grouped)


def _healed(job: Job, alone: DataFrame, waiting: DataFrame, renamed: DataFrame) -> DataFrame:
    """The articles with facts that failed alone, judged with what others say of the things that those name."""
    pairs = renamed.select(f.col("article").alias("where"), f.explode("renames").alias("pair"))
    pairs = pairs.select("where", "pair.*")
    waited = waiting.join(pairs, f.expr("article = where and name = variant"), "left")
    waited = waited.select("article", "name", f.coalesce("entity", "name").alias("thing"))
    used = alone.select("article", f.explode("things").alias("name"))
    used = used.join(pairs, f.expr("article = where and name = variant"), "left")
    used = used.select("article", f.coalesce("entity", "name").alias("thing"))
    wanted = used.join(waited.select("thing").distinct(), "thing", "left_semi")
    wanted = wanted.groupBy("article").agg(f.sort_array(f.collect_set("thing")).alias("wanted"))
    sources = alone.select("article", "graph").join(wanted, "article").join(renamed, "article", "left")
    told = made(sources, partial(heal.told, names=job.names), heal.TOLD)
    told = told.groupBy("thing", "subject", "rest").agg(f.min("article").alias("least"), f.max("article").alias("most"))
    context = waited.join(told, "thing").where("least <> article or most <> article")
    one = f.sort_array(f.collect_set(f.struct("subject", "rest")))
    context = context.groupBy("article", "name").agg(one.alias("told"))
    context = context.groupBy("article").agg(f.collect_list(f.struct("name", "told")).alias("context"))
    articles = alone.join(waiting.select("article").distinct(), "article").join(context, "article", "left")
    return made(articles, partial(heal.healed, names=job.names, shapes=job.shapes), ARTICLE)


# -- what is left --------------------------------------------------------------------------------------


def _write(
    job: Job, articles: DataFrame, identified: DataFrame, renamed: DataFrame, read: DataFrame, states: DataFrame
) -> None:
    """Write all shards, below the folder of work."""
    said = articles.select("article", "graph", "own").join(renamed, "article", "left")
    stated = made(said, merge.statements, merge.STATEMENT).distinct()
    stated = job.tables.keep("statements", stated)
    naming = by_key(stated.where("name is not null").select("subject", "name"), "subject", job.partitions, "name")
    labels = job.tables.keep("labels", made(naming, partial(merge.labels, names=job.names), merge.LABELLED))
    decisions = made(identified, partial(merge.identity_statements, names=job.names), merge.LABELLED)
    derived = labels.union(decisions)

    def shards(table: DataFrame, key: str, value: str) -> DataFrame:
        return by_key(
            table.select(f.expr(key).alias("key"), f.expr(value).alias("value")), "key", job.partitions, "value"
        )

    merged = stated.select("subject", "line").union(derived.select("subject", "line"))
    write_lines(shards(merged, "subject", "line"), "merged", job.output)
    graph = articles.select("article", f.concat_ws("\n", "graph", f.expr("nullif(held, '')")).alias("quad"))
    write_lines(shards(graph.union(derived.select("subject", "quad")), "article", "quad"), "quads", job.output)
    write_lines(shards(_own(job, articles), "key", "value"), "store", job.output)
    table = made(said, partial(merge.facts, names=job.names), merge.fact_schema())
    write_table(by_key(table, "article", job.partitions, "fact"), "facts", job.output)
    write_lines(shards(_lost(read, states), "source", "to_json(struct(source, reason))"), "skipped", job.output)


def _lost(read: DataFrame, states: DataFrame) -> DataFrame:
    """The inputs that were skipped, with the reasons."""
    changed = states.where("state = 'skipped'").select("source", f.lit(CHANGED))
    return read.where("reason is not null").select("source", "reason").union(changed)


def _own(job: Job, articles: DataFrame) -> DataFrame:
    """What a store holds besides the graph: texts, the ledger, and the index by which names are found."""
    last = max(int(name.rsplit("-", 1)[1]) for name in job.tables.folder.names() if name.startswith("profiles-"))
    profiles = job.spark.read.parquet(job.tables.folder / f"profiles-{last}")
    index = made(profiles, partial(_index, names=job.names), "key string, value string")
    store = empty_store(job.names)
    told = {
        ox.Quad(store.ledger, SHAPES, ox.Literal(job.shapes.triples.decode()), store.ledger),
        ox.Quad(store.ledger, SHAPES_DIGEST, ox.Literal(job.shapes.digest), store.ledger),
    }
    ledger = job.tables.rows([{"key": store.ledger.value, "value": lines(told)}], "key string, value string", 1)
    return articles.select("article", "own").union(index).union(ledger).toDF("key", "value")


def _index(rows: Iterable[Row], names: Names) -> Iterable[Row]:
    return ({"key": row["thing"], "value": identity.index_lines(row, names)} for row in rows)


def _told(job: Job, articles: DataFrame, states: DataFrame, inputs: Sequence[Input | Skipped]) -> dict[str, Any]:
    facts = job.spark.read.parquet(job.output / f"{WORK}/facts")
    skipped = job.spark.read.text(job.output / f"{WORK}/skipped")
    held = articles.select(f.explode(f.split("held", "\n")).alias("line")).where(f.col("line").contains("#HeldFact> "))
    counts = {
        row["state"]: row["count"] for row in states.where("state <> 'skipped'").groupBy("state").count().collect()
    }
    return {
        "base": job.names.base,
        "built_by": job.built_by,
        "shapes": job.shapes.digest,
        "files": len(inputs),
        "articles": {**counts, "skipped": skipped.count()},
        "facts": {row["class"]: row["count"] for row in facts.groupBy("class").count().collect()},
        "quarantine": held.count(),
    }
