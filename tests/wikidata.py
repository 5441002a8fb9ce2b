"""Data in Wikidata's RDF shape, made by hand: items with labels, and statements with ranks, qualifiers, references.

Nothing here is taken from Wikidata; ids above Q900000 are invented.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.namespaces import SKOS, WIKIBASE, WIKIDATA_ENTITY, WIKIDATA_PREFIXES

PRECISION = {4: 9, 7: 10, 10: 11}  # of a time by its length: 2018, 2018-05, 2018-05-24
UNKNOWN, NONE = "somevalue", "novalue"


@dataclass(frozen=True)
class Claim:
    """A statement: its value is an item (``Q1741``), a time (``@2018-05``) or a number (``414.78 Q712226``)."""

    property: str
    value: str
    rank: str = "Normal"
    qualifiers: dict[str, str] = field(default_factory=dict)
    url: str = ""  # of a reference
    normal: str = ""  # the number in the base unit


class Wikidata:
    """Collects triples."""

    def __init__(self) -> None:
        self.lines: set[str] = set()

    def add(self, subject: str, predicate: str, value: str) -> None:
        self.lines.add(f"{subject} {predicate} {value} .")

    def item(
        self, item: str, names: Iterable[str], *claims: Claim, kind: str = "", aliases: Iterable[str] = ()
    ) -> None:
        """An item; a name is ``Vienna`` (English) or ``Wien@de``."""
        for what, told in (("rdfs:label", names), ("skos:altLabel", aliases)):
            for name in told:
                text, _, language = name.partition("@")
                self.add(f"wd:{item}", what, f'"{text}"@{language or "en"}')
        kinds = (Claim("P31", kind),) if kind else ()
        for claim in (*kinds, *claims):
            rivals = {other.rank for other in claims if other.property == claim.property} - {"Deprecated"}
            best = "Preferred" if "Preferred" in rivals else "Normal"
            self._claim(item, claim, truthy=claim.rank == best)

    def merged(self, old: str, into: str) -> None:
        """An item that redirects to another."""
        self.add(f"wd:{old}", "owl:sameAs", f"wd:{into}")

    def below(self, item: str, above: str) -> None:
        """A class below another."""
        self.add(f"wd:{item}", "wdt:P279", f"wd:{above}")

    def _claim(self, item: str, claim: Claim, *, truthy: bool) -> None:
        key = hashlib.sha256(repr((item, claim)).encode()).hexdigest()
        node = f"<{WIKIDATA_ENTITY}statement/{item}-{key[:12]}>"
        self.add(f"wd:{item}", f"p:{claim.property}", node)
        self.add(node, "rdf:type", "wikibase:Statement")
        self.add(node, "wikibase:rank", f"wikibase:{claim.rank}Rank")
        if truthy:
            self.add(node, "rdf:type", "wikibase:BestRank")
            if claim.value not in {UNKNOWN, NONE}:
                self.add(f"wd:{item}", f"wdt:{claim.property}", self._plain(claim.value))
        self._value(node, claim.property, claim.value, "ps", "psv", key)
        if claim.normal:
            self._node(node, f"psn:{claim.property}", claim.normal, f"{key}n")
        for at, (name, value) in enumerate(sorted(claim.qualifiers.items())):
            self._value(node, name, value, "pq", "pqv", f"{key}{at}")
        if claim.url:
            reference = f"<http://www.wikidata.org/reference/{key[:16]}>"
            self.add(node, "prov:wasDerivedFrom", reference)
            self.add(reference, "pr:P854", f"<{claim.url}>")

    def _value(self, node: str, name: str, value: str, plain: str, full: str, key: str) -> None:
        if value == UNKNOWN:
            self.add(node, f"{plain}:{name}", f"<http://www.wikidata.org/.well-known/genid/{key[:16]}>")
        elif value == NONE:
            self.add(node, "rdf:type", f"wdno:{name}")
        else:
            self.add(node, f"{plain}:{name}", self._plain(value))
            if value[0] != "Q" and value[0] != '"':
                self._node(node, f"{full}:{name}", value, key)

    def _node(self, node: str, predicate: str, value: str, key: str) -> None:
        full = f"<http://www.wikidata.org/value/{hashlib.sha256((key + value).encode()).hexdigest()[:16]}>"
        self.add(node, predicate, full)
        if value.startswith("@"):
            self.add(full, "wikibase:timeValue", self._plain(value))
            self.add(full, "wikibase:timePrecision", f'"{PRECISION[len(value) - 1]}"^^xsd:integer')
        else:
            amount, _, unit = value.partition(" ")
            self.add(full, "wikibase:quantityAmount", f'"+{amount}"^^xsd:decimal')
            self.add(full, "wikibase:quantityUnit", f"wd:{unit or 'Q199'}")

    def _plain(self, value: str) -> str:
        if value.startswith("@"):
            return f'"{(value[1:] + "-01-01")[:10]}T00:00:00Z"^^xsd:dateTime'
        if value[0] == "Q":
            return f"wd:{value}"
        return value if value[0] == '"' else f'"+{value.partition(" ")[0]}"^^xsd:decimal'

    def turtle(self) -> str:
        """All of it."""
        prefixes = {**WIKIDATA_PREFIXES, "wikibase": WIKIBASE, "skos": SKOS}
        head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(prefixes.items()))
        return head + "\n".join(sorted(self.lines)) + "\n"


def sample() -> Wikidata:
    """What the tests ask about the sample graph: half of it right, half of it treacherous."""
    data = Wikidata()
    for kind in ("Q515", "Q3957"):
        data.below(kind, "Q486972")
    data.below("Q6256", "Q56061")
    data.below("Q900100", "Q43229")  # a kind of organization
    data.item("Q900040", ["Austria"], Claim("P35", "Q900072"), kind="Q6256")
    data.item("Q900029", ["Spain"], kind="Q6256")
    data.item("Q900016", ["Brazil"], kind="Q6256")
    data.item("Q900035", ["Denmark"], kind="Q6256")
    data.item("Q900038", ["Italy"], kind="Q6256")
    data.item("Q4916", ["euro"], Claim("P498", '"EUR"'))

    data.item(
        "Q901741", ["Vienna", "Wien@de"],
        Claim("P1566", '"2761369"'), Claim("P17", "Q900040"),
        Claim("P1082", "1550123", qualifiers={"P585": "@2001"}),
        Claim("P1082", "2005760", "Preferred", {"P585": "@2024-01-01"}, url="https://stat.example/vienna"),
        Claim("P1082", "9999999", "Deprecated", {"P585": "@2024"}),
        Claim("P2046", "414.78 Q712226", normal="414780000 Q25343"),
        Claim("P6", "Q909090", "Preferred", {"P580": "@2018-05-24"}),
        Claim("P6", "Q900073", qualifiers={"P580": "@1994", "P582": "@2018-05-24"}),
        Claim("P166", "Q900300", qualifiers={"P585": "@2025"}),
        kind="Q515",
    )  # fmt: skip
    data.item("Q901742", ["Vienna"], Claim("P17", "Q900030"), kind="Q3957")  # the one in Virginia
    data.merged("Q909090", "Q900072")
    data.item("Q900072", ["Michael Ludwig"], Claim("P27", "Q900040"), Claim("P569", "@1961-04-03"), kind="Q5")
    data.item("Q900074", ["Michael Ludwig"], Claim("P27", "Q900040"), kind="Q5")  # a namesake, Austrian as well
    data.item("Q900073", ["Michael Häupl@de"], kind="Q5")

    data.item(
        "Q902807", ["Barcelona"],
        Claim("P1566", '"3128760"'), Claim("P17", "Q900029"),
        Claim("P1082", "1660122", qualifiers={"P585": "@2023"}),
        Claim("P6", "Q900075", qualifiers={"P580": "@2015-06-13", "P582": "@2023-06-17"}),
        Claim("P6", "Q900076", "Preferred", {"P580": "@2023-06-17"}),
        kind="Q515",
    )  # fmt: skip
    data.item("Q900075", ["Ada Colau"], kind="Q5")
    data.item("Q900076", ["Jaume Collboni Cuadrado"], kind="Q5", aliases=["Jaume Collboni"])

    data.item(
        "Q908678", ["Rio de Janeiro"],
        Claim("P1566", '"3451190"'), Claim("P17", "Q900016"),
        Claim("P1082", UNKNOWN), Claim("P6", UNKNOWN, "Preferred"),
        kind="Q515",
    )  # fmt: skip
    data.item("Q900078", ["Eduardo Paes"], Claim("P27", "Q900016"), kind="Q5")
    data.item(
        "Q901748", ["Copenhagen", "København@da"],
        Claim("P1566", '"2618425"'), Claim("P17", "Q900035"),
        Claim("P1082", "402000", qualifiers={"P585": "@2023"}), kind="Q515",
    )  # fmt: skip
    data.item("Q901749", ["Copenhagen Municipality"], Claim("P1566", '"2618425"'), kind="Q15284")
    data.item(
        "Q902000",
        ["Gorizia"],
        Claim("P1566", '"3175986"'),
        Claim("P6", NONE, "Preferred"),
        Claim("P17", "Q900038"),
        kind="Q515",
    )
    data.item("Q902001", ["Chemnitz"], Claim("P1566", '"2940132"'), Claim("P17", "Q900040"), kind="Q515")

    data.item("Q900200", ["European Commission"], kind="Q900100")
    data.item("Q900201", ["RATP"], kind="Q900100")
    data.item("Q900202", ["RATP"], kind="Q900100")
    data.item("Q900203", ["UNESCO"], Claim("P1037", "Q900079", qualifiers={"P580": "@2017"}), kind="Q900100")
    data.item("Q900079", ["Audrey Azoulay"], kind="Q5")
    data.item("Q900080", ["Sadiq Khan"], kind="Q5")  # no post, no country: a name alone
    data.item("Q900300", ["Access City Award"], Claim("P1027", "Q900200"), kind="Q618779")
    data.item(
        "Q900400", ["Olympic Games 2024", "2024 Summer Olympics"],
        Claim("P580", "@2024-07-26"), Claim("P582", "@2024-08-12"), Claim("P276", "Q900410"), kind="Q1656682",
    )  # fmt: skip
    data.item("Q900410", ["Stade de France"], Claim("P131", "Q900090"), kind="Q900411")
    data.item("Q900090", ["Paris"], Claim("P1566", '"2988507"'), kind="Q515")
    data.item(
        "Q900401",
        ["Expo 2025"],
        Claim("P580", "@2025-04-13"),
        Claim("P582", "@2025-10-13"),
        Claim("P276", "Q900091"),
        kind="Q1656682",
    )
    data.item("Q900091", ["Osaka"], Claim("P1566", '"1853909"'), kind="Q515")
    return data
