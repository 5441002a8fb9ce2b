"""Stage two: which names are one thing, and which facts are healed by what other articles say.

Input: a table of articles, each judged by itself. Output: a Graph: articles as they stay, decisions, names by article.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from kg.errors import TaskError
from kg.scale import heal, identity
from kg.scale.components import components
from kg.scale.extract import ARTICLE
from kg.scale.job import Job
from kg.scale.tables import by_key, made
from kg.settle import is_house

ROUNDS = 10  # of healing; one that heals nothing more is the last


@dataclass(frozen=True, kw_only=True)
class Graph:
    """All that is decided, as tables."""

    articles: DataFrame
    profiles: DataFrame  # what is claimed of each name
    identified: DataFrame  # the decisions on identity
    renamed: DataFrame  # the names that stand for others, by article


def settled(job: Job, alone: DataFrame) -> Graph:
    """The articles with what they decide together."""
    articles = alone
    names = "array_union(waits, transform(claims, claim -> claim.thing))" if is_house(job.shapes) else "waits"
    waiting = job.tables.keep("waiting", alone.select("article", f.explode(f.expr(names)).alias("name")))
    anybody = not waiting.isEmpty()
    for at in range(ROUNDS):
        profiles, identified = _identified(job, articles, at)
        renamed = _renamed(job, articles, identified, at)
        graph = Graph(articles=articles, profiles=profiles, identified=identified, renamed=renamed)
        if not anybody:
            return graph
        healed = job.tables.keep(f"healed-{at}", _healed(job, alone, waiting, renamed))
        now = healed.select(f.col("article").alias("one"), f.struct("graph", "held", "own").alias("now"))
        changed = articles.join(now, f.expr("article = one")).where("struct(graph, held, own) <> now")
        if changed.isEmpty():
            return graph
        rest = articles.join(healed.select("article"), "article", "left_anti").select(*articles.columns)
        articles = job.tables.keep(f"articles-{at + 1}", rest.union(healed.select(*articles.columns)))
    raise TaskError(f"cannot settle the held facts: what is healed still changed after {ROUNDS} rounds; report it")


def _identified(job: Job, articles: DataFrame, at: int) -> tuple[DataFrame, DataFrame]:
    """What is claimed of each name, and the decisions."""
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
    identified = job.tables.keep(f"identity-{at}", decided.join(where, f.expr("node = of"), "left").drop("of"))
    return profiles, identified


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
