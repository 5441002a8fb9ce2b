"""From the URL of a remote store to the addresses of its protocols.

Input: a URL, perhaps the kind of store, perhaps single addresses. Output: Endpoints. Nothing is asked: what is guessed
follows from the URL alone, by the table in docs/remote.md. URLs are shown without what may be secret in them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from kg.errors import InputError
from kg.namespaces import WEB


class Kind(StrEnum):
    """Stores that lay out their addresses differently; the value is what ``--kind`` takes."""

    OXIGRAPH = "oxigraph"
    FUSEKI = "fuseki"
    GRAPHDB = "graphdb"  # and RDF4J
    VIRTUOSO = "virtuoso"
    CITYKG = "citykg"  # kg serve, which reads only


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """Where a remote store is asked, changed, and its graphs read and written; None where it cannot be."""

    query: str
    update: str | None = None
    graphs: str | None = None  # SPARQL 1.1 Graph Store HTTP Protocol


def endpoints(
    url: str,
    *,
    kind: Kind | None = None,
    signed: bool = False,
    query: str | None = None,
    update: str | None = None,
    graphs: str | None = None,
) -> Endpoints:
    """The addresses of the store at a URL; those that are given take the place of guessed ones.

    ``signed`` says that requests carry a user name: Virtuoso has addresses of their own for those. Raises InputError.
    """
    parts = _parts(url)
    guessed = _GUESSES[kind or _kind(parts.path)](parts, signed)
    given = {
        name: _without_user(_parts(value)).geturl()
        for name, value in (("query", query), ("update", update), ("graphs", graphs))
        if value
    }
    return replace(guessed, **given)


def user_in(url: str) -> str:
    """The user name that stands in a URL; empty where none does."""
    return _parts(url).username or ""


def shown(url: str) -> str:
    """A URL for messages: without user name, password and the values of its query string."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{_host(parts)}{parts.path}" + ("?…" if parts.query else "")


def _parts(url: str) -> SplitResult:
    """The parts of a URL that can be used. Raises InputError, without showing what may be secret."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        named = False
    if not url.startswith(WEB) or not named:
        told = repr(url) if "@" not in url else "a URL with a user name"
        raise InputError(f"cannot use {told} as a remote store: give a URL that begins with http:// or https://")
    if parts.password is not None:
        raise InputError(
            f"cannot use {shown(url)}: the URL holds a password, which others can read in the list of processes; "
            "take it out and put it in KG_REMOTE_PASSWORD"
        )
    return parts._replace(fragment="")


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _without_user(parts: SplitResult) -> SplitResult:
    return parts._replace(netloc=_host(parts))


def _kind(path: str) -> Kind:
    steps = [step for step in path.split("/") if step]
    if "repositories" in steps:
        return Kind.GRAPHDB
    if steps[-1:] in (["sparql"], ["sparql-auth"]) and len(steps) == 1:
        return Kind.VIRTUOSO
    if not steps or steps in (["query"], ["update"], ["store"]):
        return Kind.OXIGRAPH
    return Kind.FUSEKI


def _beside(parts: SplitResult, *ends: str) -> str:
    """The path of a URL without the slash and the step that it may end with."""
    path = parts.path.rstrip("/")
    return next((path.removesuffix(f"/{end}") for end in ends if path.endswith(f"/{end}")), path)


def _at(parts: SplitResult, path: str) -> str:
    return _without_user(parts)._replace(path=path).geturl()


def _oxigraph(parts: SplitResult, _signed: bool) -> Endpoints:
    root = _beside(parts, "query", "update", "store")
    return Endpoints(
        query=_at(parts, f"{root}/query"), update=_at(parts, f"{root}/update"), graphs=_at(parts, f"{root}/store")
    )


def _fuseki(parts: SplitResult, _signed: bool) -> Endpoints:
    root = _beside(parts, "query", "sparql", "update", "data")
    return Endpoints(
        query=_at(parts, f"{root}/query"), update=_at(parts, f"{root}/update"), graphs=_at(parts, f"{root}/data")
    )


def _graphdb(parts: SplitResult, _signed: bool) -> Endpoints:
    root = _beside(parts, "statements", "rdf-graphs/service")
    return Endpoints(
        query=_at(parts, root),
        update=_at(parts, f"{root}/statements"),
        graphs=_at(parts, f"{root}/rdf-graphs/service"),
    )


def _virtuoso(parts: SplitResult, signed: bool) -> Endpoints:
    root, auth = _beside(parts, "sparql", "sparql-auth"), "-auth" if signed else ""
    return Endpoints(
        query=_at(parts, f"{root}/sparql{auth}"),
        update=_at(parts, f"{root}/sparql{auth}"),
        graphs=_at(parts, f"{root}/sparql-graph-crud{auth}"),
    )


def _citykg(parts: SplitResult, _signed: bool) -> Endpoints:
    root = _beside(parts, "sparql", "store")
    return Endpoints(query=_at(parts, f"{root}/sparql"), graphs=_at(parts, f"{root}/store"))


_GUESSES = {
    Kind.OXIGRAPH: _oxigraph,
    Kind.FUSEKI: _fuseki,
    Kind.GRAPHDB: _graphdb,
    Kind.VIRTUOSO: _virtuoso,
    Kind.CITYKG: _citykg,
}
