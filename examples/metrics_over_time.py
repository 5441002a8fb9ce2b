"""Figures over time and across cities, with pandas and matplotlib.

    python examples/metrics_over_time.py --store build/demo --output build/examples

Input: a store. Output: metrics.csv, one row a figure with the metric's shared name, and metrics_over_time.png: on the
left what was told for more than one year, on the right the cities by inhabitants.
"""

from __future__ import annotations

import argparse
from importlib import resources
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager

import kg

mpl.use("Agg")
COLOURS = ["#a23e72", "#0f6f8c", "#b07d05", "#2a774b", "#6a58a0", "#a94c29"]
INK, SOFT, RULE = "#1d2226", "#5b6266", "#dcd8cd"
STYLE = {
    "axes.edgecolor": SOFT, "axes.labelcolor": SOFT, "axes.spines.right": False, "axes.spines.top": False,
    "axes.titlelocation": "left", "axes.titlesize": 17, "axes.titleweight": 600, "axes.titlecolor": INK,
    "font.size": 12, "text.color": INK, "xtick.color": SOFT, "ytick.color": SOFT,
}  # fmt: skip
FIGURES = """
SELECT ?about ?kind ?metric ?value ?asOf ?modality ?quote {
  ?fact a kg:Observation ; kg:about ?thing ; kg:metric/rdfs:label ?metric ; kg:value ?value ; kg:modality ?modality ;
    kg:change false ; kg:evidence/oa:exact ?quote .
  ?thing rdfs:label ?about ; a ?class .
  FILTER NOT EXISTS { ?fact kg:unit ?unit }
  OPTIONAL { ?fact kg:asOf ?time }
  BIND (STRAFTER(STR(?class), "#") AS ?kind)
  BIND (STR(?time) AS ?asOf)
} ORDER BY ?about ?metric ?asOf ?value ?quote
"""


def figures(store: Path) -> pd.DataFrame:
    """Counts without a unit: what, of which metric, how many, in which year, measured or planned."""
    with kg.open(store) as graph:
        answer = graph.query(FIGURES)
        table = pd.DataFrame(answer.records(), columns=list(answer.columns))
    table["value"] = pd.to_numeric(table["value"])
    table["year"] = pd.to_numeric(table["asOf"].str[:4], errors="coerce").astype("Int64")
    return table


def draw_series(axes: plt.Axes, table: pd.DataFrame) -> None:
    """Lines of what was told for several years; each point relative to the first year's, so that they compare."""
    measured = table[(table["modality"] == "actual") & table["year"].notna()]
    yearly = measured.groupby(["about", "metric", "year"], as_index=False)["value"].max()
    several = yearly.groupby(["about", "metric"]).filter(lambda rows: len(rows) > 1)
    for colour, ((about, metric), rows) in zip(COLOURS, several.groupby(["about", "metric"]), strict=False):
        index = rows["value"] / rows["value"].iloc[0] * 100
        axes.plot(rows["year"].astype(int), index, marker="o", color=colour, linewidth=2)
        grown = index.iloc[-1] > 100
        axes.annotate(
            f"{about}, {metric}\n{rows['value'].iloc[0]:,.0f} to {rows['value'].iloc[-1]:,.0f}",
            (int(rows["year"].iloc[-1]), index.iloc[-1]),
            xytext=(0, 10 if grown else -8), textcoords="offset points",
            va="bottom" if grown else "top", ha="right", color=colour, linespacing=0.9,
        )  # fmt: skip
    axes.set(title="Told for several years", ylabel="first year = 100")
    axes.margins(x=0.12, y=0.2)
    axes.grid(axis="y", color=RULE, linewidth=0.8)


def draw_cities(axes: plt.Axes, table: pd.DataFrame) -> None:
    """Cities by inhabitants, as the latest figure has it."""
    people = table[(table["kind"] == "City") & (table["metric"] == "residents")]
    latest = people.sort_values("year").groupby("about")["value"].last().sort_values()
    bars = axes.barh(latest.index, latest / 1e6, color=COLOURS[1], height=0.7)
    axes.bar_label(
        bars, [f"{value / 1e6:.1f}" if value >= 1e6 else f"{value / 1e6:.2f}" for value in latest], padding=4
    )
    axes.set(title="Inhabitants of cities, millions")
    axes.tick_params(left=False)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xticks([])


def use_font_of_pictures() -> None:
    """Letters as ``kg draw`` has them: the fonts lie in the package."""
    for name in ("regular", "semibold"):
        with resources.as_file(resources.files("kg.draw.fonts") / f"{name}.ttf") as path:
            font_manager.fontManager.addfont(path)
    mpl.rcParams["font.family"] = "CityKG Sans"


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures over time and across cities.")
    parser.add_argument("--store", type=Path, default=Path("build/demo"))
    parser.add_argument("--output", type=Path, default=Path("build/examples"))
    options = parser.parse_args()
    use_font_of_pictures()

    table = figures(options.store)
    if table.empty:
        parser.exit(1, f"no figures without a unit in {options.store}: build articles that tell of some\n")
    options.output.mkdir(parents=True, exist_ok=True)
    table.to_csv(options.output / "metrics.csv", index=False)
    print(
        f"{len(table)} figures about {table['about'].nunique()} things, {table['year'].min()} to {table['year'].max()}"
    )
    print(table.groupby("metric")["about"].nunique().sort_values(ascending=False, kind="stable").head(8).to_string())
    with plt.style.context(STYLE):
        figure, (left, right) = plt.subplots(1, 2, figsize=(12, 6), width_ratios=(3, 2), layout="constrained")
        draw_series(left, table)
        draw_cities(right, table)
        figure.savefig(options.output / "metrics_over_time.png", dpi=150, metadata={"Software": None})
    print(f"wrote {options.output / 'metrics.csv'} and {options.output / 'metrics_over_time.png'}")


if __name__ == "__main__":
    main()
