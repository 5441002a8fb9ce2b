"""What the world knows of the things in a store: links to Wikidata and GeoNames, and each fact held against them.

Input: a Store, and the Items of a World to ask (a SPARQL endpoint or a dump, in Wikidata's RDF shape). Output: Links
with a confidence and the reasons for it; Verdicts on the facts. The store is read and never changed.
"""

from kg.world import links, verdicts
from kg.world.check import check
from kg.world.items import Items
from kg.world.linking import link
from kg.world.links import Link, Linking, Open
from kg.world.source import World, opened
from kg.world.verdicts import Outcome, Verdict

__all__ = [
    "Items",
    "Link",
    "Linking",
    "Open",
    "Outcome",
    "Verdict",
    "World",
    "check",
    "link",
    "links",
    "opened",
    "verdicts",
]
