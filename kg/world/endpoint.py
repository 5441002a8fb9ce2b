"""A SPARQL endpoint, asked politely: one question at a time, few a second, none twice.

Input: SPARQL. Output: rows. The query services of Wikidata ask of programs that they name themselves, keep to one
request at a time, and stop for as long as Retry-After says when they are told 429
(wikitech.wikimedia.org, Wikidata Query Service, Technical interactions; mediawiki.org, User Manual, Query limits).
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from importlib import metadata

import httpx
import pyoxigraph as ox

from kg import retry_after
from kg.errors import SlowError, WorldError
from kg.namespaces import BASE
from kg.world.cache import Cache

log = logging.getLogger(__name__)

RESULTS_JSON = "application/sparql-results+json"
AGAIN = frozenset({408, 425, 429, 500, 502, 503})  # states worth another try
TOO_SLOW = frozenset({504})
TIMED_OUT = b"TimeoutException"  # what Blazegraph writes, also into an answer that it had begun with 200
A_CHUNK = 65_536  # bytes


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How an endpoint is treated: times in seconds."""

    contact: str = ""  # an address or URL of whoever runs this, for the operators of the endpoint
    per_second: float = 2.0  # requests
    tries: int = 5
    pause: float = 1.0  # before the second try; doubled each time
    longest_wait: float = 120.0  # that Retry-After may ask for; beyond it the run ends
    timeout: float = 70.0  # for one whole answer; Wikidata's own limit is 60
    largest: int = 64 * 1024 * 1024  # bytes of an answer

    @property
    def agent(self) -> str:
        """How the program names itself (meta.wikimedia.org, User-Agent policy: name, version, contact)."""
        about = "; ".join(filter(None, (BASE, self.contact)))
        return f"CityKG/{metadata.version('citykg')} ({about}) httpx/{httpx.__version__}"


class _Fault(Exception):  # noqa: N818 - a state of affairs, never shown as an error
    """No usable answer this time; ``wait`` is how many seconds the endpoint asks for, 0 where it does not say."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


class Endpoint:
    """A SPARQL 1.1 endpoint."""

    def __init__(self, url: str, *, cache: Cache | None = None, manners: Manners | None = None) -> None:
        self.name = url
        self._cache = cache
        self._manners = manners or Manners()
        self._not_before = 0.0
        self._answered = False
        headers = {"User-Agent": self._manners.agent, "Accept": RESULTS_JSON}
        self._client = httpx.Client(headers=headers, timeout=self._manners.timeout, follow_redirects=False)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def rows(self, query: str) -> list[dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
        """The rows of a SELECT query. Raises SlowError where a smaller question may help, else WorldError."""
        kept = self._cache.get(self.name, query) if self._cache else None
        if kept is not None:
            try:
                return _parsed(kept)
            except _Fault:
                log.warning("cache spoilt endpoint=%s", self.name)
        for attempt in range(self._manners.tries):
            try:
                answer = self._answer(query)
                rows = _parsed(answer)
            except _Fault as fault:
                log.info("no answer endpoint=%s try=%d reason=%s", self.name, attempt + 1, fault)
                if fault.wait > self._manners.longest_wait:
                    raise WorldError(
                        f"cannot ask {self.name}: it says {fault} and to come back in {fault.wait:,.0f} seconds; "
                        "run the same again then, answers until now are kept"
                    ) from fault
                reason = str(fault)
                self._not_before = time.monotonic() + max(fault.wait, self._manners.pause * 2**attempt)
                continue
            self._answered = True
            if self._cache:
                self._cache.put(self.name, query, answer)
            return rows
        raise WorldError(
            f"cannot ask {self.name}: {reason}, {self._manners.tries} times; run the same again later, "
            "answers until now are kept"
        )

    def _answer(self, query: str) -> bytes:
        """The body of a good answer."""
        time.sleep(max(0.0, self._not_before - time.monotonic()))
        self._not_before = time.monotonic() + 1 / self._manners.per_second
        try:
            with self._client.stream("POST", self.name, data={"query": query}) as response:
                body = self._body(response)
        except httpx.TimeoutException as error:
            raise SlowError(self._slow()) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            if isinstance(error, httpx.ConnectError) and not self._answered:
                raise WorldError(f"cannot ask {self.name}: {error}; check the URL and the network") from error
            raise _Fault(str(error) or type(error).__name__) from error
        except httpx.InvalidURL as error:
            raise WorldError(f"cannot ask {self.name}: {error}; give the URL of a SPARQL endpoint") from error
        if response.status_code in TOO_SLOW or (response.status_code == 500 and TIMED_OUT in body):
            raise SlowError(self._slow())
        if response.status_code in AGAIN:
            raise _Fault(f"HTTP {response.status_code}", retry_after.seconds(response.headers.get("Retry-After", "")))
        if response.status_code != 200:
            raise WorldError(
                f"cannot ask {self.name}: HTTP {response.status_code}{_to(response)}; give the URL of a SPARQL endpoint"
            )
        if TIMED_OUT in body[-10_000:]:
            raise SlowError(self._slow())
        return body

    def _body(self, response: httpx.Response) -> bytes:
        """What was sent, read until the limits of size and time."""
        until = time.monotonic() + self._manners.timeout
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes(A_CHUNK):
            parts.append(part)
            size += len(part)
            if size > self._manners.largest:
                raise WorldError(f"cannot ask {self.name}: its answer is over {self._manners.largest:,} bytes")
            if time.monotonic() > until:
                raise SlowError(self._slow())
        return b"".join(parts)

    def _slow(self) -> str:
        return f"cannot ask {self.name}: it gave no answer in its time; run the same again later, or against a dump"


def _parsed(answer: bytes) -> list[dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
    """The rows of SPARQL results in JSON; a page of a proxy, or an answer that was cut, is a fault."""
    try:
        solutions = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
        if not isinstance(solutions, ox.QuerySolutions):
            raise _Fault("the answer holds no rows")
        names = [variable.value for variable in solutions.variables]
        return [{name: term for name in names if (term := row[name]) is not None} for row in solutions]
    except (SyntaxError, ValueError) as error:
        raise _Fault(f"the answer is no SPARQL result in JSON, or was cut ({len(answer):,} bytes)") from error


def _to(response: httpx.Response) -> str:
    where = response.headers.get("Location")
    return f" to {where}" if where else ""
