"""What all pages share: templates, links, headers, and the answer "nothing has changed".

Input: a request. Output: a response, from a view: a function of the request and the edition that it is answered from.
Every text of the graph is hostile: templates escape all of it, and no page needs a script or a style of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.model import Kind
from kg.namespaces import ONTOLOGY, SHAPES, WEB, Names, kebab
from kg.web.negotiation import unchanged
from kg.web.pages import wording
from kg.web.pages.edition import Edition, Editions, Snapshot
from kg.web.pages.reading import Reader

log = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}  # the others are those of every answer, see ``guard``
_REVALIDATE = "public, max-age=0, must-revalidate"
_SAFE_IN_PATH = "/:@!$&'()*+,;=~-._"


class NotFoundError(Exception):
    """Nothing is here; the message says what was looked for."""


class BadRequestError(Exception):
    """A parameter of the request makes no sense; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request, and the edition that it is answered from."""

    request: Request
    edition: Edition
    site: Site

    @property
    def names(self) -> Names:
        """How the graph calls things."""
        return self.edition.store.names

    @property
    def reader(self) -> Reader:
        """A new reader of the store."""
        return Reader(self.edition.store)

    @property
    def root(self) -> str:
        """What stands before every path: empty, or where a proxy has put the server."""
        return str(self.request.scope.get("root_path", "")).rstrip("/")

    def number(self, name: str, *, least: int, most: int, default: int) -> int:
        """A whole number of the query string, kept between two bounds. Raises BadRequestError for what is none."""
        told = self.request.query_params.get(name, "")
        if not told:
            return default
        if not (told.isascii() and told.isdecimal() and len(told) < 10):
            raise BadRequestError(f"{name} must be a whole number")
        return min(max(int(told), least), most)

    def path(self, iri: str, suffix: str = ".html") -> str:
        """Where an IRI of the graph is on this server; empty for one of somebody else."""
        for vocabulary, page in ((ONTOLOGY, "ontology"), (SHAPES, "shapes")):
            if iri.startswith(vocabulary):
                return f"{self.root}/{page}{suffix}#{quote(iri.removeprefix(vocabulary), safe='')}"
        if not iri.startswith(self.names.base):
            return ""
        return f"{self.root}/{quote(iri.removeprefix(self.names.base), safe=_SAFE_IN_PATH)}{suffix}"

    def page(self, template: str, /, **context: object) -> Response:
        """A page made from a template."""
        shared = {
            "asked": self, "edition": self.edition, "href": self.path, "root": self.root, "asset": self._asset,
            "query": self.request.query_params, "licence": self.site.licence, "here": self.request.url.path,
        }  # fmt: skip
        return HTMLResponse(templates().get_template(template).render(shared | context))

    def _asset(self, name: str) -> str:
        return f"{self.root}/static/{name}?{fingerprint()[:12]}"


View = Callable[[Asked], Response]
Preparation = Callable[[Edition], object]


@dataclass(frozen=True, kw_only=True)
class Site:
    """The pages of one snapshot; ``licence`` is the IRI of the licence of its graph, where one is stated."""

    editions: Editions
    licence: str = ""

    @classmethod
    def of(cls, snapshot: Snapshot, licence: str = "") -> Site:
        """The site that shows a snapshot."""
        return cls(editions=Editions(snapshot), licence=licence)

    def route(self, path: str, view: View, *, prepare: Preparation | None = None) -> Route:
        """A route that answers with a view; ``prepare`` is done first where it takes long, once an edition."""

        async def endpoint(request: Request) -> Response:
            edition = await run_in_threadpool(self.editions.current)
            asked = Asked(request=request, edition=edition, site=self)
            told = (
                edition.version,
                fingerprint(),
                self.licence,
                request.url,
                asked.root,
                request.headers.get("accept"),
            )
            tag = f'"{_digest(" ".join(map(str, told)))[:32]}"'
            if unchanged(request.headers.get("if-none-match"), tag):
                return Response(status_code=304, headers={"ETag": tag, "Cache-Control": _REVALIDATE, **HEADERS})
            try:
                if prepare:
                    await edition.prepared(prepare)
                response = await run_in_threadpool(answer, view, asked)
            except (OSError, KgError) as error:
                log.warning("page not made path=%s reason=%s", request.url.path, error)
                text = "this cannot be made now, such as where the disk is full: try again later, the log says why\n"
                return PlainTextResponse(text, 503, HEADERS)
            if response.status_code == 200:
                response.headers["ETag"] = tag
                response.headers.setdefault("Cache-Control", _REVALIDATE)
            return response

        return Route(path, endpoint, methods=["GET"])


def answer(view: View, asked: Asked) -> Response:
    """The response of a view, or a page that says why there is none; always with the headers that keep it safe."""
    try:
        response = view(asked)
    except NotFoundError as error:
        response = _failure(asked, 404, "Nothing is known by this name", str(error))
    except BadRequestError as error:
        response = _failure(asked, 400, "This cannot be answered", str(error))
    response.headers.update(HEADERS)
    return response


def _failure(asked: Asked, status: int, title: str, reason: str) -> Response:
    if "html" in asked.request.headers.get("accept", ""):
        response = asked.page("failure.html", title=title, reason=reason)
        response.status_code = status
        return response
    return PlainTextResponse(f"{title}: {reason}\n", status_code=status)


def _digest(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def assets() -> Mapping[str, bytes]:
    """The files of ``static`` by their paths there."""
    return _files("static")


@cache
def _files(folder: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    open_folders = [("", files("kg.web").joinpath(folder))]
    while open_folders:
        before, here = open_folders.pop()
        for entry in here.iterdir():
            if entry.is_dir():
                open_folders.append((f"{before}{entry.name}/", entry))
            elif not entry.name.endswith((".py", ".pyc")):
                found[before + entry.name] = entry.read_bytes()
    return found


@cache
def fingerprint() -> str:
    """Different for each state of the templates and static files."""
    seen = sha256()
    for folder in ("static", "templates"):
        for name, content in sorted(_files(folder).items()):
            seen.update(f"{name} {len(content)} ".encode() + content)
    return seen.hexdigest()


@cache
def templates() -> jinja2.Environment:
    """The templates: everything is escaped, and a name that is missing is an error."""
    sources = {name: content.decode("utf-8") for name, content in _files("templates").items()}
    environment = jinja2.Environment(
        autoescape=True,
        loader=jinja2.DictLoader(sources),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=wording.clean,
    )
    environment.globals.update(
        kinds=tuple(Kind),
        kebab=kebab,
        kind_name=wording.kind_name,
        kinds_name=wording.kinds_name,
        said=wording.said,
        counted=wording.counted,
    )
    environment.filters.update(date=wording.date, thousands=wording.thousands, local=wording.local_name, link=external)
    return environment


def external(url: str) -> str:
    """The address where it may be linked: http and https only; empty for anything else."""
    return url if url.casefold().startswith(WEB) else ""
