"""The names of the graph: prefixes, the IRI of each thing, and the term of each Python name.

Input: names and values of ``model``. Output: IRIs as text. An IRI is a function of what it
names, never of a counter, a clock or the order of input. No other module writes an IRI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.model import Entity, Kind

BASE = "https://w3id.org/citykg/"
ONTOLOGY = BASE + "ontology#"
SHAPES = BASE + "shapes#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
PROV = "http://www.w3.org/ns/prov#"
OWL = "http://www.w3.org/2002/07/owl#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
SPDX = "http://spdx.org/rdf/terms#"
GEONAMES = "https://sws.geonames.org/"
SERVICE = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RESULTS = "http://www.w3.org/2005/sparql-results#"
ITS = "http://www.w3.org/2005/11/its"
SKOS = "http://www.w3.org/2004/02/skos/core#"
EARL = "http://www.w3.org/ns/earl#"
SSSOM = "https://w3id.org/sssom/"
SEMAPV = "https://w3id.org/semapv/vocab/"
WIKIBASE = "http://wikiba.se/ontology#"
WIKIDATA = "http://www.wikidata.org/"
WIKIDATA_ENTITY = WIKIDATA + "entity/"
WIKIDATA_PROPERTY = WIKIDATA + "prop/"
WEB = ("http://", "https://")

VOCABULARIES = {
    "dcterms": DCTERMS,
    "kg": ONTOLOGY,
    "kgs": SHAPES,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": SKOS,
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": XSD,
}

WIKIDATA_PREFIXES = {  # as Wikidata's own query service has them
    "owl": OWL,
    "p": WIKIDATA_PROPERTY,
    "pq": WIKIDATA_PROPERTY + "qualifier/",
    "pqv": WIKIDATA_PROPERTY + "qualifier/value/",
    "pr": WIKIDATA_PROPERTY + "reference/",
    "prov": PROV,
    "prv": WIKIDATA_PROPERTY + "reference/value/",
    "ps": WIKIDATA_PROPERTY + "statement/",
    "psn": WIKIDATA_PROPERTY + "statement/value-normalized/",
    "psv": WIKIDATA_PROPERTY + "statement/value/",
    "rdf": VOCABULARIES["rdf"],
    "rdfs": RDFS,
    "skos": SKOS,
    "wd": WIKIDATA_ENTITY,
    "wdno": WIKIDATA_PROPERTY + "novalue/",
    "wdt": WIKIDATA_PROPERTY + "direct/",
    "wikibase": WIKIBASE,
    "xsd": XSD,
}

LONGEST_SLUG = 80  # characters; a longer name is cut and told apart by its hash


@cache
def kebab(name: str) -> str:
    """The class name in words: ``AwardCategory`` gives ``award-category``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


@cache
def term(name: str) -> str:
    """The ontology's IRI of a Python name: class names as they are, ``conferred_by`` as ``kg:conferredBy``."""
    head, *rest = name.split("_")
    return ONTOLOGY + head + "".join(part.capitalize() for part in rest)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """The name without case, accents, punctuation and leading article: what makes two spellings one.

    >>> folded("The Zürich  Film-Festival")
    'zurich film festival'
    """
    text = name if name.isascii() else unicodedata.normalize("NFKD", name)
    text = text.casefold().replace("&", " and ")
    if not text.isascii():
        text = "".join(c for c in text if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    words = re.sub(r"['’]s\b|[^\w]+|_", " ", text).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)


def digest(text: str, length: int = 16) -> str:
    """The first ``length`` hexadecimal digits of the text's SHA-256; 16 keep a billion names apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def slug(name: str) -> str:
    """The part of an IRI that a name gives: ASCII, never empty, different for names that fold differently.

    >>> slug("World Smart City Awards"), slug("Αθήνα"), slug("😀")
    ('world-smart-city-awards', 'x-421beb8b', 'x-f0443a34')
    """
    key = folded(name) or name or "nameless"
    plain = re.sub(r"[^a-z0-9]+", "-", key).strip("-")
    if key.isascii() and plain == key.replace(" ", "-") and len(plain) <= LONGEST_SLUG:
        return plain
    return f"{plain[:LONGEST_SLUG].strip('-') or 'x'}-{digest(key, 8)}"


@dataclass(frozen=True, kw_only=True)
class Names:
    """The IRIs of one graph's things, under its base; the ontology's own names never change with it."""

    base: str = BASE

    def entity(self, entity: Entity) -> str:
        """The IRI of a resolved entity: ``id/<kind>/<slug>``."""
        return self.thing(entity.kind, entity.key)

    def thing(self, kind: Kind, key: str) -> str:
        """The IRI of a thing by its kind and key."""
        return f"{self.base}id/{kebab(kind.value)}/{key}"

    def identification(self, key: str) -> str:
        """The IRI of a decision that a name stands for a thing."""
        return f"{self.base}identity/{digest(key, 24)}"

    def unit(self, symbol: str) -> str:
        """The IRI of a unit of measure, by the symbol of the public table."""
        return f"{self.base}id/unit/{UNIT_SLUGS.get(symbol) or slug(symbol)}"

    def article(self, article_id: str) -> str:
        """The IRI of an article."""
        return f"{self.base}article/{article_id}"

    def link(self, key: str) -> str:
        """The IRI of a match between an entity and something outside; ``key`` says which two."""
        return f"{self.base}link/{digest(key, 24)}"

    def check(self, key: str) -> str:
        """The IRI of a verdict on a fact; ``key`` says on which, against what."""
        return f"{self.base}check/{digest(key, 24)}"

    def evidence(self, article_id: str, start: int, end: int) -> str:
        """The IRI of a span of an article's text."""
        return f"{self.base}evidence/{article_id}-{start}-{end}"

    def fact(self, key: str) -> str:
        """The IRI of a fact; ``key`` says all that makes it this fact."""
        return f"{self.base}fact/{digest(key, 24)}"

    def graph(self, name: str) -> str:
        """The IRI of a graph: ``text``, ``derived``, ``identity``, ``quarantine``, ``ledger``, … or an article's id."""
        return f"{self.base}graph/{name}"

    def prefixes(self) -> dict[str, str]:
        """All prefixes, sorted; one for each kind of thing, so that no local name holds a slash."""
        kinds = {kebab(kind.value): f"{self.base}id/{kebab(kind.value)}/" for kind in Kind}
        own = {name: f"{self.base}{name}/" for name in ("article", "evidence", "fact", "graph", "identity")}
        return dict(sorted({**VOCABULARIES, **kinds, **own, "measure": f"{self.base}id/unit/"}.items()))

    def shortened(self, iri: str) -> str:
        """The IRI with the longest prefix that fits, where one does: ``kg:City``."""
        known = self.prefixes()
        prefix = max((p for p in known if iri.startswith(known[p])), key=lambda p: len(known[p]), default=None)
        return iri if prefix is None else f"{prefix}:{iri.removeprefix(known[prefix])}"


# Symbols that are no words; QUDT's names for the same units stand in ontology/units.ttl.
UNIT_SLUGS = {
    "%": "percent",
    "$": "dollar",  # of which country, the article does not say
    "€": "eur",
    "£": "gbp",
    "°C": "degree-celsius",
    "°F": "degree-fahrenheit",
    "m²": "m2",
    "m³": "m3",
    "km²": "km2",
    "µg/m3": "ug-m3",
}
