"""Matching of tables against the graph: the Reconciliation Service API 0.2 of the W3C's community group.

Input: names from somebody's table, with what else is known of each. Output: things of the graph that they may be.
OpenRefine and other clients ask it; ``docs/world.md`` says how. ``service`` has the routes, ``reading`` what is asked,
``matching`` the candidates, ``properties`` what the graph says of a thing.
"""
