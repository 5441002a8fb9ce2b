"""One HTTP exchange with a remote store, as safe as it can be made.

Input: a request. Output: an Answer with a 2xx status, read whole. Each wait has an end. What failed in a way that may
pass is tried again by who says that it may be repeated, after the time that the server asks for. Redirects are followed
on the same host only. No message or log line holds a secret.
"""

from __future__ import annotations

import base64
import logging
import ssl
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote, urljoin

import httpx

from kg import retry_after
from kg.errors import InputError, RemoteError
from kg.remote.endpoints import shown
from kg.remote.settings import PASSWORD, TOKEN, USER, Credentials, Remote, Scheme

log = logging.getLogger(__name__)
T = TypeVar("T")

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # states worth another try
REDIRECTS = frozenset({301, 302, 307, 308})
MOST_REDIRECTS = 5
LARGEST = 1_000_000_000  # bytes of an answer, unpacked
SHOWN = 160  # characters of an answer in a message
LIFETIMES = 10  # an answer that drips ends after this many timeouts
HIDDEN = "[hidden]"


class PassingError(RemoteError):
    """The request may or may not have been done, and may succeed later."""

    def __init__(self, message: str, *, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait  # seconds that the server asks for


class RefusedError(RemoteError):
    """The store does not take what was sent: not now, and not later."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a server said: the status is 2xx, the body is whole and unpacked."""

    status: int
    media: str  # the type without parameters, in lower case
    content: bytes


class Challenged(httpx.Auth):
    """Signs in by the way that the server asks for, so that no password goes out in clear where a digest is wanted."""

    def __init__(self, user: str, password: str) -> None:
        self.user, self.password = user, password
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request; where the server asks who it is, once more with the answer."""
        if self._chosen is None:
            response = yield request
            if response.status_code != HTTPStatus.UNAUTHORIZED:
                return
            offered = response.headers.get_list("www-authenticate")
            digest = any("digest" in one.casefold().split(" ", 1)[0] for one in offered)
            self._chosen = (httpx.DigestAuth if digest else httpx.BasicAuth)(self.user, self.password)
        yield from self._chosen.auth_flow(request)


class Connection:
    """A line to a remote store. Use it as a context manager; ``requests`` counts what was sent."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self.requests = 0
        for chatty in ("httpx", "httpcore"):  # they log whole URLs and headers
            logging.getLogger(chatty).setLevel(logging.WARNING)
        try:
            self._client = httpx.Client(
                auth=_auth(remote.credentials),
                timeout=remote.timeout,
                follow_redirects=False,
                headers=_HEADERS,
                verify=_trusted(),
            )
        except ValueError:
            raise InputError(
                f"cannot sign in: {TOKEN} holds a space, a line end or another character that no token has"
            ) from None
        self._secrets = _secrets(remote.credentials)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def again(self, work: Callable[[], T]) -> T:
        """What ``work`` gives, which asks for something that may be done twice; tried again where it may pass.

        Raises PassingError where each try failed, or where the server asks to wait longer than we do.
        """
        wait = self.remote.pause
        for _ in range(self.remote.tries - 1):
            try:
                return work()
            except PassingError as error:
                if error.wait > self.remote.longest_wait:
                    raise
                log.info("retry wait=%.1f reason=%s", max(wait, error.wait), error)
                time.sleep(max(wait, error.wait))
                wait *= 2
        return work()

    def send(
        self,
        doing: str,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes = b"",
        media: frozenset[str] = frozenset(),
        absent: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer to a request; ``doing`` says in messages what it is for.

        An answer of another type than ``media`` (where some are named) is none: a proxy may have given it. States of
        ``absent`` are answers too. Raises PassingError, RefusedError, or RemoteError where trying on makes no sense.
        """
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            status, found, answer = self._exchange(doing, method, at, headers, content)
            if status in REDIRECTS and "location" in found:
                at = self._sent_on(doing, at, found["location"])
                continue
            if status in absent:
                return answer
            if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
                raise self._error(doing, at, status, found, answer)
            if media and answer.media not in media:
                raise PassingError(self._failed(doing, at, status, answer, _NO_STORE))
            return answer
        raise RemoteError(f"cannot {doing}: {shown(url)} redirects in a circle; give the URL that it ends at")

    def hidden(self, text: str) -> str:
        """The text without any secret, also where a server repeats one."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def _sent_on(self, doing: str, old: str, location: str) -> str:
        """Where a redirect leads. Raises RemoteError where that is another host."""
        new = urljoin(old, location)
        if not _same_host(old, new):
            raise RemoteError(
                f"cannot {doing}: {shown(old)} sends on to another host, {self.hidden(shown(new))}, which is not "
                "followed, because it would be told your name; give that URL if you trust it"
            )
        return new

    def _exchange(
        self, doing: str, method: str, url: str, headers: Mapping[str, str], content: bytes
    ) -> tuple[int, httpx.Headers, Answer]:
        self.requests += 1
        ends = time.monotonic() + LIFETIMES * self.remote.timeout
        try:
            with self._client.stream(method, url, headers=dict(headers), content=content) as response:
                parts, size = [], 0
                for part in response.iter_bytes():
                    parts.append(part)
                    size += len(part)
                    if size > LARGEST:
                        raise RemoteError(f"cannot {doing}: {shown(url)} answers more than {LARGEST:,} bytes")
                    if time.monotonic() > ends:
                        raise PassingError(f"cannot {doing}: {shown(url)} answers too slowly; try with more --timeout")
                media = response.headers.get("content-type", "").partition(";")[0].strip().casefold()
                answer = Answer(status=response.status_code, media=media, content=b"".join(parts))
                log.info("%s %s status=%d bytes=%d", method, shown(url), answer.status, size)
                return answer.status, response.headers, answer
        except httpx.TimeoutException as error:
            told = f"no answer within {self.remote.timeout:g} s ({type(error).__name__})"
            raise PassingError(f"cannot {doing}: {shown(url)}: {told}; {_SLOW}") from error
        except httpx.RequestError as error:
            raise self._broken(doing, url, error) from error
        except httpx.InvalidURL as error:
            raise RemoteError(f"cannot {doing}: {shown(url)}: {self.hidden(str(error))}") from error

    def _broken(self, doing: str, url: str, error: httpx.RequestError) -> RemoteError:
        told = f"cannot {doing}: {shown(url)}: {self.hidden(str(error)) or type(error).__name__}"
        if "CERTIFICATE" in str(error).upper():
            return RemoteError(f"{told}; the certificate must be valid, name its authority in SSL_CERT_FILE")
        if isinstance(error, httpx.ConnectError):
            return PassingError(f"{told}; see whether the server runs there and the URL is right")
        return PassingError(f"{told}; {_AGAIN}")

    def _error(self, doing: str, url: str, status: int, found: httpx.Headers, answer: Answer) -> RemoteError:
        advice = _ADVICE.get(status) or (_AGAIN if status in PASSING else _LOOK)
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} and self.remote.credentials.given:
            advice = "the server does not let this user do that: check name and password, and what it may do there"
        message = self._failed(doing, url, status, answer, advice)
        if status in PASSING:
            wait = retry_after.seconds(found.get("retry-after", ""))
            asked = f" (it asks to wait {wait:,.0f} s)" if wait > self.remote.longest_wait else ""
            return PassingError(message + asked, wait=wait)
        if status in _HOPELESS:
            return RemoteError(message)
        return RefusedError(message, status=status)

    def _failed(self, doing: str, url: str, status: int, answer: Answer, advice: str) -> str:
        body = self.hidden(" ".join(answer.content[: 20 * SHOWN].decode("utf-8", "replace").split()))
        begin = body[:SHOWN] + ("…" if len(body) > SHOWN else "")
        kind = f" {answer.media}" if answer.media else ""
        said = f", which begins: {begin}" if begin else ""
        return f"cannot {doing}: {shown(url)} answers {status}{kind}{said}; {advice}"


_HEADERS = {"User-Agent": "citykg (+https://w3id.org/citykg/)"}
_AGAIN = "run the same command again: what has arrived is not sent anew"
_SLOW = "try with more --timeout; what has arrived is not sent anew"
_LOOK = "see the server's log"
_NO_STORE = "a store does not answer so, but a page does, or a proxy; see whether the URL is right"
_WRONG_URL = "say with --kind what store it is, or give its addresses: --query-url, --update-url, --graphs-url"
_ADVICE = {
    401: f"it wants to know who asks: set {USER} and {PASSWORD}, or {TOKEN}",
    403: f"it does not allow that; set {USER} and {PASSWORD}, or {TOKEN}, of somebody who may",
    404: _WRONG_URL,
    405: _WRONG_URL,
    413: "send less at a time: --batch",
}
_HOPELESS = frozenset({401, 403, 404, 405, 407, 410, 501})  # of the whole store, not of what was sent


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed; reading them costs more than a request."""
    return httpx.create_ssl_context()


def _auth(credentials: Credentials) -> httpx.Auth | None:
    if credentials.token:
        return _Bearer(credentials.token)
    if not credentials.password:
        return None
    chosen = {Scheme.AUTO: Challenged, Scheme.BASIC: httpx.BasicAuth, Scheme.DIGEST: httpx.DigestAuth}
    return chosen[credentials.scheme](credentials.user, credentials.password)


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        if not token.isascii() or not token.isprintable() or " " in token:
            raise ValueError  # before it stands in an error of the HTTP library
        self.header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self.header
        yield request


def _secrets(credentials: Credentials) -> tuple[str, ...]:
    """The secrets in each form that a server might repeat; the longest first."""
    pair = f"{credentials.user}:{credentials.password}".encode()
    plain = [secret for secret in (credentials.password, credentials.token) if secret]
    forms = {*plain, *map(quote, plain), *([base64.b64encode(pair).decode()] if credentials.password else ())}
    return tuple(sorted(forms, key=len, reverse=True))


def _same_host(old: str, new: str) -> bool:
    """True where a redirect stays on its host and does not leave encryption."""
    before, after = httpx.URL(old), httpx.URL(new)
    if before.host != after.host:
        return False
    upgraded = before.scheme == "http" and after.scheme == "https" and before.port is None and after.port is None
    return upgraded or (before.scheme, before.port) == (after.scheme, after.port)
