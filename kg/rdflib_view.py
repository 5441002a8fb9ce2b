"""The store as rdflib sees it, for users who know rdflib.

Input: a Store. Output: an rdflib Dataset over the same engine (oxrdflib); nothing is copied.
Never give it to pyshacl: terms read back from Oxigraph carry xsd:string, which rdflib holds
unequal to a plain literal; ``validate`` takes bytes for that reason.
"""

from __future__ import annotations

import rdflib
from oxrdflib import OxigraphStore

from kg.store import Store


def dataset(store: Store) -> rdflib.Dataset:
    """A Dataset view with the graph's prefixes bound; its default graph holds all that is asserted."""
    view = rdflib.Dataset(store=OxigraphStore(store=store.engine))
    for prefix, iri in store.names.prefixes().items():
        view.namespace_manager.bind(prefix, iri, replace=True)
    return view
