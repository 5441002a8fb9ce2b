"""Awards as a network: which cities and events stand in its middle, which belong together, which share awards.

    python examples/award_network.py --store build/demo --output build/examples

Input: a store. Output: three tables on standard output, and award_network.graphml (for Gephi, Cytoscape, yEd) with
degree, betweenness and community of each thing as attributes.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import networkx as nx

import kg

MOST_ROWS = 10


def award_network(network: nx.MultiDiGraph) -> nx.Graph:
    """Cities, awards, events and organizations, linked where a fact about an award or an event names both."""
    facts = [
        (one, other) for one, other, data in network.edges(data=True) if data["kind"] in {"AwardConferral", "Hosting"}
    ]
    simple = nx.Graph()
    for one, other in sorted(facts):
        for node in (one, other):
            simple.add_node(node, label=network.nodes[node]["label"], kind=network.nodes[node]["kind"])
        times = simple.get_edge_data(one, other, {"facts": 0})["facts"] + 1
        simple.add_edge(one, other, facts=times)
    return simple


def winners(network: nx.MultiDiGraph) -> nx.Graph:
    """A graph of two sides: cities on one, the awards that they won on the other."""
    sides = nx.Graph()
    for city, award, data in network.edges(data=True):
        if data["relation"] == "award" and data["result"] == "winner" and network.nodes[city]["kind"] == "City":
            sides.add_node(city, side="city", label=network.nodes[city]["label"])
            sides.add_node(award, side="award", label=network.nodes[award]["label"])
            sides.add_edge(city, award)
    return sides


def print_table(title: str, rows: list[tuple[str, ...]]) -> None:
    print(f"\n{title}" if rows else f"\n{title}: none")
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(description="Awards between cities and events as a network.")
    parser.add_argument("--store", type=Path, default=Path("build/demo"))
    parser.add_argument("--output", type=Path, default=Path("build/examples"))
    options = parser.parse_args()

    full = kg.to_networkx(options.store)
    graph = award_network(full)
    labels = nx.get_node_attributes(graph, "label")
    print(f"{len(graph)} things, {graph.number_of_edges()} links, {nx.number_connected_components(graph)} parts")

    # Centrality: links of its own, and how often a thing lies on the shortest way between two others.
    degree, between = dict(graph.degree), nx.betweenness_centrality(graph)
    middle = sorted(graph, key=lambda node: (-between[node], labels[node], node))[:MOST_ROWS]
    print_table(
        "In the middle (links, betweenness)",
        [(labels[node], graph.nodes[node]["kind"], str(degree[node]), f"{between[node]:.3f}") for node in middle],
    )

    # Communities: groups with more links inside than by chance (greedy modularity: no dice, the same each time).
    groups = nx.community.greedy_modularity_communities(graph, weight="facts") if graph.size() else []
    community = {node: number for number, group in enumerate(groups, 1) for node in group}
    named = [sorted(group, key=lambda node: (-degree[node], labels[node], node)) for group in groups]
    print_table(
        "Communities, by what has most links there",
        [(str(len(group)), ", ".join(labels[node] for node in group[:4])) for group in named if len(group) > 3],
    )

    # Projection: two cities are linked where they won the same award; the weight is the number of such awards.
    sides = winners(full)
    cities = sorted(node for node, side in sides.nodes(data="side") if side == "city")
    shared = nx.bipartite.weighted_projected_graph(sides, cities) if cities else sides
    of_city = defaultdict(set)
    for city in cities:
        of_city[city] = {sides.nodes[award]["label"] for award in sides[city]}
    pairs = sorted(
        (
            -data["weight"],
            *sorted((sides.nodes[one]["label"], sides.nodes[other]["label"])),
            of_city[one] & of_city[other],
        )
        for one, other, data in shared.edges(data=True)
    )
    print_table(
        f"Cities that won the same awards ({shared.number_of_edges()} pairs)",
        [(f"{one} and {other}", ", ".join(sorted(awards))) for _, one, other, awards in pairs[:MOST_ROWS]],
    )

    nx.set_node_attributes(graph, degree, "degree")
    nx.set_node_attributes(graph, between, "betweenness")
    nx.set_node_attributes(graph, community, "community")
    options.output.mkdir(parents=True, exist_ok=True)
    nx.write_graphml(graph, options.output / "award_network.graphml")
    print(f"\nwrote {options.output / 'award_network.graphml'}")


if __name__ == "__main__":
    main()
