"""Which remote store is meant, and with whose name it is asked: from a URL or a name, a settings file, the environment.

Input: what the user gave. Output: a Remote. The settings file is TOML, a table a remote: ``url``, and where wanted
``user``, ``password``, ``token``, ``auth``, ``kind``, ``query``, ``update``, ``graphs``, ``timeout``.
"""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.errors import InputError
from kg.namespaces import WEB
from kg.remote.endpoints import Endpoints, Kind, endpoints, shown, user_in

USER, PASSWORD, TOKEN, AUTH, FILE = (f"KG_REMOTE_{name}" for name in ("USER", "PASSWORD", "TOKEN", "AUTH", "SETTINGS"))
SECURE = "https://"


class Scheme(StrEnum):
    """How a password is proven: as the server asks, or in one way always."""

    AUTO = "auto"
    BASIC = "basic"  # sent with the first request, also to a server that does not ask
    DIGEST = "digest"


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """Who asks. The secrets are never shown, logged or written."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    scheme: Scheme = Scheme.AUTO

    @property
    def given(self) -> bool:
        """True where requests can be signed."""
        return bool(self.token or self.password)


@dataclass(frozen=True, kw_only=True)
class Remote:
    """A remote store, how to sign in there, and how long to wait for it."""

    endpoints: Endpoints
    credentials: Credentials = Credentials()
    timeout: float = 60.0  # seconds without a sign of life
    tries: int = 4  # of what failed in a way that may pass
    pause: float = 0.5  # seconds before the second try; doubled each time
    longest_wait: float = 60.0  # seconds that a server may ask us to wait

    @property
    def warning(self) -> str:
        """What is unsafe about it, if something is."""
        told = self.endpoints.update or self.endpoints.query
        host = urlsplit(told).hostname or ""
        local = host in {"localhost", "::1"} or host.startswith("127.")
        if not self.credentials.given or self.credentials.scheme is Scheme.DIGEST or local or told.startswith(SECURE):
            return ""
        return f"the secrets for {shown(told)} go over the network unencrypted; use https where the server has it"


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was asked for one by one; it goes before the settings file."""

    kind: Kind | None = None
    query: str | None = None
    update: str | None = None
    graphs: str | None = None
    timeout: float | None = None


NOTHING = Given()
_KEYS = {"url", "user", "password", "token", "auth", *(one.name for one in fields(Given))}


def remote(where: str, environment: Mapping[str, str], given: Given = NOTHING) -> Remote:
    """The remote store of a URL, or of a name in the settings file.

    A remote of the settings file that has credentials is asked with those, any other with those of the environment.
    Raises InputError where what is given cannot be used.
    """
    told = {} if where.startswith(WEB) or "://" in where or "@" in where else _named(where, settings_file(environment))
    url = str(told.get("url", where))
    credentials = _credentials(told, environment, user_in(url))
    try:
        kind = given.kind or (Kind(told["kind"]) if "kind" in told else None)
        timeout = given.timeout or float(told.get("timeout", Remote.timeout))
    except (ValueError, TypeError) as error:
        raise InputError(f"cannot use the settings of {where!r}: {error}") from error
    chosen = endpoints(
        url,
        kind=kind,
        signed=credentials.given,
        query=given.query or told.get("query"),
        update=given.update or told.get("update"),
        graphs=given.graphs or told.get("graphs"),
    )
    return Remote(endpoints=chosen, credentials=credentials, timeout=timeout)


def settings_file(environment: Mapping[str, str]) -> Path:
    """Where the settings stand: ``KG_REMOTE_SETTINGS``, else in the user's folder of settings."""
    if named := environment.get(FILE):
        return Path(named)
    folder = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "~")) / ".config")
    return Path(folder) / "citykg" / "remotes.toml"


def _named(name: str, file: Path) -> dict[str, Any]:
    """The settings of a remote. Raises InputError where there are none, or others may read passwords in them."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        tables = {}
    except (OSError, ValueError) as error:  # the reason never quotes a line, so no secret
        raise InputError(f"cannot read the settings {file}: {type(error).__name__}; it must be TOML") from None
    told = tables.get(name)
    if not isinstance(told, dict) or "url" not in told:
        known = ", ".join(sorted(tables)) or "none"
        raise InputError(f"cannot find the remote {name!r}: give a URL, or name it in {file} (known there: {known})")
    if unknown := sorted(set(told) - _KEYS):
        raise InputError(f"cannot use the settings of {name!r} in {file}: unknown {unknown[0]!r}; known are {_KEYS}")
    if {"password", "token"} & set(told) and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputError(f"cannot use the secrets in {file}: others may read them; run: chmod 600 {file}")
    return told


def _credentials(told: Mapping[str, Any], environment: Mapping[str, str], user: str) -> Credentials:
    own = bool({"password", "token"} & set(told))
    password = str(told.get("password", "")) if own else environment.get(PASSWORD, "")
    token = str(told.get("token", "")) if own else environment.get(TOKEN, "")
    name = str(told.get("user", "")) or user or ("" if own else environment.get(USER, ""))
    chosen = str(told.get("auth", "")) or environment.get(AUTH, "") or Scheme.AUTO.value
    try:
        scheme = Scheme(chosen.casefold())
    except ValueError:
        raise InputError(f"cannot sign in by {chosen!r}: {AUTH} is one of {', '.join(Scheme)}") from None
    if password and not name:
        raise InputError(f"cannot sign in: there is a password but no user name; set {USER}")
    return Credentials(user=name, password=password, token=token, scheme=scheme)
