"""SHACL validation of whole graphs: compiled checks clear what conforms, pyshacl judges and reports the rest.

terms -> index (triples), paths -> components, nested, sparql (checks) -> shape (compiled shapes) -> plan (results);
alone (what a result is about).
"""

from __future__ import annotations

from kg.shacl.plan import Plan
from kg.shacl.results import Result

__all__ = ["Plan", "Result"]
