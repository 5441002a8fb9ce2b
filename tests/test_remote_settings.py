"""Which store is meant by a URL or a name, and with whose name it is asked."""

from __future__ import annotations

import datetime
import email.utils
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.remote.connection import Connection, _same_host
from kg.remote.endpoints import Kind, endpoints, shown
from kg.remote.settings import Given, remote
from kg.retry_after import seconds

SECRET = "s3cr3t-w0rd"


@pytest.mark.parametrize(
    ("url", "kind", "signed", "query", "update", "graphs"),
    [
        ("http://h:7878", None, False, "/query", "/update", "/store"),
        ("http://h:7878/", None, False, "/query", "/update", "/store"),
        ("http://h:7878/query", None, False, "/query", "/update", "/store"),
        ("http://h:3030/ds", None, False, "/ds/query", "/ds/update", "/ds/data"),
        ("http://h:3030/ds/sparql", None, False, "/ds/query", "/ds/update", "/ds/data"),
        ("http://h:3030/ds/", Kind.OXIGRAPH, False, "/ds/query", "/ds/update", "/ds/store"),
        (
            *("http://h:7200/repositories/r", None, False),
            *("/repositories/r", "/repositories/r/statements", "/repositories/r/rdf-graphs/service"),
        ),
        ("http://h:8890/sparql", None, False, "/sparql", "/sparql", "/sparql-graph-crud"),
        ("http://h:8890/sparql", None, True, "/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
        ("http://h:8000/sparql", Kind.CITYKG, False, "/sparql", None, "/store"),
    ],
)
def test_addresses_follow_from_the_url(
    url: str, kind: Kind | None, signed: bool, query: str, update: str | None, graphs: str
) -> None:
    root = url[: url.index("/", 8)] if "/" in url[8:] else url
    found = endpoints(url, kind=kind, signed=signed)
    assert (root + query, root + update if update else None, root + graphs) == (found.query, found.update, found.graphs)


def test_addresses_that_are_given_go_before_guessed_ones() -> None:
    found = remote("http://h/x", {}, Given(query="https://q/1?key=7", graphs="http://g/2")).endpoints
    assert (found.query, found.update, found.graphs) == ("https://q/1?key=7", "http://h/x/update", "http://g/2")
    assert shown(found.query) == "https://q/1?…"


@pytest.mark.parametrize(
    "url", [f"http://ann:{SECRET}@h/", f"ftp://ann:{SECRET}@h/", f"ann:{SECRET}@h", "http://", "http://h:x/"]
)
def test_a_url_that_cannot_be_used_is_refused_without_showing_a_secret(url: str) -> None:
    with pytest.raises(InputError) as caught:
        remote(url, {})
    assert SECRET not in str(caught.value)


def test_user_of_the_url_and_password_of_the_environment_go_together() -> None:
    found = remote("http://ann@h/", {"KG_REMOTE_PASSWORD": SECRET, "KG_REMOTE_USER": "bob"})
    assert (found.credentials.user, found.credentials.password, found.endpoints.query) == (
        "ann",
        SECRET,
        "http://h/query",
    )
    assert SECRET not in repr(found)
    assert "unencrypted" in found.warning
    assert remote("https://ann@h/", {"KG_REMOTE_PASSWORD": SECRET}).warning == ""
    with pytest.raises(InputError, match="KG_REMOTE_USER"):
        remote("http://h/", {"KG_REMOTE_PASSWORD": SECRET})
    with pytest.raises(InputError, match="auto, basic, digest"):
        remote("http://h/", {"KG_REMOTE_AUTH": "kerberos"})


def test_a_name_is_looked_up_in_the_settings_and_its_own_secrets_go_first(tmp_path: Path) -> None:
    file = tmp_path / "remotes.toml"
    file.write_text(
        f'[stage]\nurl = "https://h/ds"\nuser = "ann"\npassword = "{SECRET}"\nauth = "digest"\ntimeout = 5\n'
    )
    file.chmod(0o600)
    environment = {"KG_REMOTE_SETTINGS": str(file), "KG_REMOTE_USER": "bob", "KG_REMOTE_PASSWORD": "other"}
    found = remote("stage", environment)
    assert (
        *(found.credentials.user, found.credentials.password, found.credentials.scheme.value),
        found.timeout,
    ) == ("ann", SECRET, "digest", 5.0)
    assert found.endpoints.update == "https://h/ds/update"
    with pytest.raises(InputError, match="known there: stage"):
        remote("production", environment)
    file.chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        remote("stage", environment)
    file.write_text(f'[stage]\nurl = "https://h"\npasswort = "{SECRET}"\n')
    with pytest.raises(InputError, match="passwort") as caught:
        remote("stage", environment)
    assert SECRET not in str(caught.value)
    file.write_text(f'[stage]\npassword = {SECRET}"\n')
    with pytest.raises(InputError, match="must be TOML") as caught:
        remote("stage", environment)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("token", ["t0k3n\n", "t0k3n\r\nX-Evil: 1", "t0k3n abc", "t0k3ñ"])
def test_a_token_that_would_break_the_request_is_refused_unseen(token: str) -> None:
    with pytest.raises(InputError, match="KG_REMOTE_TOKEN") as caught:
        Connection(remote("http://h/", {"KG_REMOTE_TOKEN": token}))
    assert "t0k3" not in str(caught.value)


def test_retry_after_is_seconds_or_a_date() -> None:
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=90)
    assert seconds("7") == 7
    assert 80 < seconds(email.utils.format_datetime(soon, usegmt=True)) <= 90
    assert [seconds(text) for text in ("", "soon", "²", "Wed, 21 Oct 2015 07:28:00 GMT")] == [0, 0, 0, 0]
    assert seconds("Wed, 21 Oct 2099 07:28:00 -0000") == 0  # a date that does not say where


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("http://h/a", "http://h/b", True),
        ("http://h/a", "https://h/a", True),
        ("https://h/a", "http://h/a", False),
        ("http://h:1/a", "http://h:2/a", False),
        ("http://h/a", "http://evil/a", False),
        ("http://h/a", "http://h@evil/a", False),
    ],
)
def test_redirects_stay_on_their_host(old: str, new: str, same: bool) -> None:
    assert _same_host(old, new) is same
