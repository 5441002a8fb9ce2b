"""Listening, following the store, and stopping.

Input: the folder of a store, an address and limits. Output: answers over HTTP until a signal comes; then its number.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import uvicorn

from kg.errors import KgError, StoreError
from kg.namespaces import WEB
from kg.web import snapshot as snapshots
from kg.web.app import create
from kg.web.connections import Connection
from kg.web.guard import LOOPBACK, allowed_hosts
from kg.web.limits import Limits
from kg.web.pages import routes
from kg.web.service import Service
from kg.web.shown import Shown
from kg.web.snapshot import InUseError, Snapshot

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0  # seconds between two looks at the store
OWN_FILES = 256  # open files that are no connections: pipes, answers, tables
MOST_FILES = 1 << 20  # asked for where the system sets no limit


def serve(
    store: Path,
    *,
    host: str,
    port: int,
    follow: bool,
    hosts: Sequence[str],
    limits: Limits,
    licence: str,
    announce: Callable[[str], None],
) -> int:
    """Serve a store until SIGINT or SIGTERM; the number of the signal.

    With ``follow`` each new state of the store is served when the build that made it has ended. ``licence`` is the IRI
    of the licence of the graph, or empty; ``announce`` gets the address. Raises StoreError where the store cannot be
    read, KgError where the address cannot be had or the licence is no IRI.
    """
    if licence and not _is_iri(licence):
        raise KgError(f"cannot serve with the licence {licence!r}: give the IRI of one, with http:// or https://")
    names = allowed_hosts(host, hosts)
    with _listening(host, port) as listener, snapshots.room(store) as folder:
        return asyncio.run(_serve(store, folder, listener, host, follow, names, limits, licence, announce))


def _is_iri(licence: str) -> bool:
    with contextlib.suppress(ValueError):
        return ox.NamedNode(licence).value.startswith(WEB)
    return False


async def _serve(
    store: Path,
    folder: Path,
    listener: socket.socket,
    host: str,
    follow: bool,
    hosts: frozenset[str],
    limits: Limits,
    licence: str,
    announce: Callable[[str], None],
) -> int:
    answers = folder / "answers"
    answers.mkdir()
    service = Service(limits, answers)
    shown = Shown()
    pages = routes(shown, licence=licence, limits=limits)
    server = _Server(_config(create(service, hosts, pages, editor="/query"), limits))
    watching = None
    try:
        with server.stopped_by_signals():
            first = await asyncio.to_thread(snapshots.take, store, folder / "first", while_written=True)
            await _use(first, service, shown)
            if follow:
                watching = asyncio.create_task(_follow(service, shown, store, folder))
            port = listener.getsockname()[1]
            address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
            announce(f"serving {store}: pages at {address}/, SPARQL at {address}/sparql; Ctrl+C ends it")
            if f"[{host}]" not in LOOPBACK and host not in LOOPBACK:
                announce("whoever reaches this machine can ask it: the server has no passwords")
            await server.serve(sockets=[listener])
    finally:
        if watching:
            watching.cancel()
        await service.stop()
    return server.signal


async def _use(snapshot: Snapshot, service: Service, shown: Shown) -> None:
    await service.use(snapshot)
    await asyncio.to_thread(shown.use, snapshot)


async def _follow(service: Service, shown: Shown, store: Path, folder: Path) -> None:
    """Serve each new state of the store, once it stands still."""
    number = 0
    before = refused = service.snapshot.state
    while True:
        await asyncio.sleep(LOOK_AGAIN)
        state, last = snapshots.state_of(store), before
        before = state
        if not state or state != last or state in {service.snapshot.state, refused}:
            continue
        number += 1
        try:
            await _use(await asyncio.to_thread(snapshots.take, store, folder / str(number)), service, shown)
        except InUseError:
            continue
        except StoreError as error:
            refused = state
            log.warning("snapshot not taken reason=%s", error)
        else:
            log.info("snapshot taken id=%s", service.snapshot.id)


class _Server(uvicorn.Server):
    """uvicorn, with signals told to us."""

    signal = 0

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to ``stopped_by_signals``."""
        yield

    @contextlib.contextmanager
    def stopped_by_signals(self) -> Iterator[None]:
        """Stop at SIGINT and SIGTERM; at the second one, without waiting."""
        loop = asyncio.get_running_loop()
        numbers = (signal.SIGINT, signal.SIGTERM)
        for number in numbers:
            loop.add_signal_handler(number, self._stop, number)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)

    def _stop(self, number: int) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True
        self.signal = number


def _config(app: Callable[..., object], limits: Limits) -> uvicorn.Config:
    logging.getLogger("uvicorn").setLevel(logging.WARNING)  # what it does is told in our own lines
    files = _open_files() - OWN_FILES - 8 * limits.workers

    class Limited(Connection):
        most = max(1, min(limits.connections, files))

    Limited.limits = limits
    return uvicorn.Config(
        app,
        http=Limited,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=limits.head,
        timeout_graceful_shutdown=int(limits.closing_seconds),
        backlog=2048,
    )


def _open_files() -> int:
    """How many files may be open, after asking for as many as the system gives."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else hard
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=2048)
        # asyncio does this by itself only for sockets that name their protocol; else an answer waits 40 ms for an ACK
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, OverflowError) as error:
        raise KgError(f"cannot listen on {host}, port {port}: {error}; choose another --host or --port") from error
    with listener:
        yield listener
