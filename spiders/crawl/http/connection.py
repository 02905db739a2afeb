"""Connections: the host is resolved once, and that very address checked and connected to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, cast

from spiders.crawl.http.guard import Guard, PrivateAddressError
from spiders.crawl.http.wire import ResponseReader, WireError
from spiders.urls import name_in
from storage.errors import InputError
from storage.records import Tls

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from urllib.parse import SplitResult

    from spiders.crawl.http.wire import Head

IDLE_S = 15.0
"""How long an unused connection stays open; common servers close theirs after 15 to 75 s."""
RESOLVED_S = 300.0
CONNECT_S = 5.0
"""For each address of a host except the last: a silent one must not hide the next."""
_MAX_ADDRESSES = 4


class StoppedError(Exception):
    """The body is not wanted, by what the response head says."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Connection(asyncio.Protocol):
    """One connection, with one request at a time. The reader keeps what comes in."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.peer: str | None = None
        self.tls: Tls | None = None
        self.reader: ResponseReader | None = None
        self.used = False
        self.open = False
        self.idle_since = 0.0
        self._refuse: Callable[[Head], str | None] | None = None
        self._done: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: the connection is established (TLS included)."""
        self.transport = cast("asyncio.Transport", transport)
        self.open = True
        peer = transport.get_extra_info("peername")
        self.peer = _address_and_port(*peer[:2]) if peer else None
        self.tls = _tls_of(transport.get_extra_info("ssl_object"))

    async def exchange(
        self,
        request: bytes,
        reader: ResponseReader,
        refuse: Callable[[Head], str | None] | None,
    ) -> None:
        """Send a request and read until its response ends.

        Raises WireError, StoppedError, OSError; the reader has what came.
        """
        assert self.transport is not None
        self.reader, self._refuse = reader, refuse
        self._done = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        try:
            await self._done
        finally:
            self.used = True
            self.reader = self._done = self._refuse = None
            if not reader.keep_alive:
                self.close()

    def data_received(self, data: bytes) -> None:
        """asyncio: bytes have come."""
        reader = self.reader
        if reader is None:  # unrequested: whatever it is, it must not answer a later request
            self.close()
            return
        try:
            reader.feed(data)
        except WireError as error:
            self._fail(error)
            return
        if reader.head is not None and self._refuse is not None:
            reason = self._refuse(reader.head)
            self._refuse = None
            if reason is not None:
                self._fail(StoppedError(reason))
        if reader.complete or reader.overrun:
            self._finish()

    def eof_received(self) -> bool:
        """asyncio: the other side closed its half; we close ours."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: the connection is gone."""
        self.open = False
        if self.reader is None:
            return
        if exc is not None:
            self._fail(exc if isinstance(exc, OSError) else ConnectionResetError(str(exc)))
            return
        try:
            self.reader.end()
        except WireError as error:
            self._fail(error)
            return
        self._finish()

    def close(self) -> None:
        """Drop it at once: there is nothing left to send."""
        self.open = False
        if self.transport is not None:
            self.transport.abort()

    def _finish(self) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_result(None)

    def _fail(self, error: Exception) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_exception(error)


class Pool:
    """Opens connections, keeps those that can be used again, and limits how many are open."""

    def __init__(self, guard: Guard, context: ssl.SSLContext, max_open: int = 64) -> None:
        self._guard = guard
        self._context = context
        self._places = asyncio.Semaphore(max_open)
        self._max_open = max_open
        self._open_now: set[Connection] = set()
        self._idle: dict[tuple[str, str], list[Connection]] = defaultdict(list)
        self._resolved: dict[tuple[str, int], tuple[float, list[str]]] = {}

    @contextlib.asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for room for one exchange."""
        async with self._places:
            yield

    def idle(self, scheme: str, netloc: str) -> Connection | None:
        """An unused open connection to this host, the last used first; None if there is none."""
        idle = self._idle[scheme, netloc]
        now = asyncio.get_running_loop().time()
        while idle:
            connection = idle.pop()
            if connection.open and now - connection.idle_since < IDLE_S:
                return connection
            connection.close()
        return None

    def give_back(self, scheme: str, netloc: str, connection: Connection) -> None:
        """Keep a connection whose exchange is over, if it is still open."""
        if connection.open:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle[scheme, netloc].append(connection)

    def _make_room(self) -> None:
        """Close the connections that were idle longest, until another one may be opened."""
        self._open_now = {one for one in self._open_now if one.open}
        if len(self._open_now) < self._max_open:
            return
        idle = [one for unused in self._idle.values() for one in unused if one.open]
        for one in sorted(idle, key=lambda one: one.idle_since):
            one.close()
            self._open_now.discard(one)
            if len(self._open_now) < self._max_open:
                return

    async def connect(self, parts: SplitResult, netloc: str) -> Connection:
        """A new connection. Raises PrivateAddressError, OSError (ssl.SSLError, gaierror)."""
        name = name_in(netloc)  # not as the page wrote it
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = await self._resolve(name, port)
        self._make_room()
        permitted = [one for one in addresses if self._guard.permits(netloc, one)]
        if not permitted:
            raise PrivateAddressError(name)
        failure: OSError | None = None
        tried = by_turns(permitted)[:_MAX_ADDRESSES]
        for address in tried:
            try:
                async with asyncio.timeout(CONNECT_S if address != tried[-1] else None):
                    server_name = name if parts.scheme == "https" else None
                    return await self._open(address, port, server_name)
            except OSError as error:  # TimeoutError is one
                self._resolved.pop((name, port), None)  # the host may have moved meanwhile
                if isinstance(error, ssl.SSLError):
                    raise  # another address of the host would show the same certificate
                failure = error
        assert failure is not None
        raise failure

    async def _open(self, address: str, port: int, server_name: str | None) -> Connection:
        loop = asyncio.get_running_loop()
        arguments: dict[str, Any] = {}
        if server_name is not None:
            arguments = {"ssl": self._context, "server_hostname": server_name}
        _, connection = await loop.create_connection(Connection, address, port, **arguments)
        self._open_now.add(connection)
        return connection

    async def _resolve(self, name: str, port: int) -> list[str]:
        """The host's addresses, cached for a while. Raises socket.gaierror."""
        loop = asyncio.get_running_loop()
        known = self._resolved.get((name, port))
        if known is not None and loop.time() - known[0] < RESOLVED_S:
            return known[1]
        answers = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        self._resolved[name, port] = (loop.time(), addresses)
        return addresses

    def close(self) -> None:
        """Drop every idle connection."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()


def by_turns(addresses: Sequence[str]) -> list[str]:
    """The addresses with the two families taking turns, beginning with that of the first.

    A host may have four IPv6 addresses and a machine no IPv6: an IPv4 one must be tried too.
    """
    six = [one for one in addresses if ":" in one]
    four = [one for one in addresses if ":" not in one]
    first, second = (six, four) if addresses and addresses[0] in six else (four, six)
    pairs = zip_longest(first, second)
    return [one for pair in pairs for one in pair if one is not None]


def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """A context that verifies certificates by the system's authorities and those of ``ca_file``.

    Raises InputError if that file cannot be read.
    """
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:  # also if it has no certificates
            raise InputError(
                f"No certificates can be read from {ca_file}.",
                why=f"{error.strerror or error}.",
                do="Set another file as ca_file in variorum.toml.",
            ) from error
    context.set_alpn_protocols(["http/1.1"])
    return context


def _address_and_port(address: str, port: int) -> str:
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _tls_of(session: ssl.SSLObject | None) -> Tls | None:
    """Protocol, cipher, and the chain as the host sent it; None without TLS."""
    if session is None:
        return None
    cipher = session.cipher()
    return Tls(session.version() or "", cipher[0] if cipher else "", _chain(session))


def _chain(session: ssl.SSLObject) -> tuple[bytes, ...]:
    inner = getattr(session, "_sslobj", None)  # the public method came with Python 3.13
    chain: Any = getattr(inner, "get_unverified_chain", tuple)()
    if not chain:
        own = session.getpeercert(binary_form=True)
        return (own,) if own else ()
    from_pem = ssl.PEM_cert_to_DER_cert
    return tuple(one if isinstance(one, bytes) else from_pem(one.public_bytes()) for one in chain)
