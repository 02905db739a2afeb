"""A server of raw bytes: sends exactly what it is given, and logs every byte both ways."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator


@dataclass
class Script:
    """What to send: ``head``, then the parts of the body. A number is a pause in seconds.

    ``reset`` ends the connection with a TCP reset, ``close`` in order; else it stays open.
    """

    head: bytes
    parts: tuple[bytes | float, ...] = ()
    close: bool = False
    reset: bool = False
    endless: bytes | None = None


@dataclass
class Logged:
    """One exchange as the server saw it."""

    path: str
    request: bytes
    head: bytes = b""
    body: bytearray = field(default_factory=bytearray)


class WireServer:
    """Listens on loopback. ``routes`` maps a path to a script, or to a function of the request."""

    def __init__(self, address: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Script | Callable[[bytes], Script]] = {}
        self.log: list[Logged] = []
        self.connections = 0
        self._context = context
        six = ":" in address
        family = socket.AF_INET6 if six else socket.AF_INET
        self._listener = socket.create_server((address, 0), family=family)
        self._open: set[socket.socket] = set()
        self._stopped = False
        name = "localhost" if context else f"[{address}]" if six else address
        scheme = "https" if context else "http"
        self.host = f"{name}:{self._listener.getsockname()[1]}"
        self.base = f"{scheme}://{self.host}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop, and close all connections. May be called twice."""
        if self._stopped:
            return
        self._stopped = True
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._open):
            _shut(one)
        self._thread.join(5)

    def asked(self, path: str) -> list[Logged]:
        """The exchanges for this path."""
        return [one for one in self.log if one.path == path]

    def page(self, path: str, body: bytes, content_type: str = "text/html", **more: str) -> None:
        """Serve an ordinary page."""
        self.routes[path] = plain(body, content_type, **more)

    def _accept(self) -> None:
        while not self._stopped:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        self._open.add(connection)
        try:
            connection.settimeout(300)  # no test lasts so long
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            for request in _requests(connection):
                if not self._answer(connection, request):
                    return
        except OSError:
            pass  # the client went away, as some scripts intend
        finally:
            _shut(connection)

    def _answer(self, connection: socket.socket, request: bytes) -> bool:
        path = request.split(b" ", 2)[1].decode()
        route = self.routes.get(path, NOT_FOUND)
        script = route(request) if callable(route) else route
        logged = Logged(path, request, script.head)
        self.log.append(logged)
        connection.sendall(script.head)
        for part in script.parts:
            if isinstance(part, float):
                time.sleep(part)
            else:
                logged.body += part
                connection.sendall(part)
        while script.endless is not None and not self._stopped:
            connection.sendall(script.endless)
        if script.reset:
            linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        return not (script.close or script.reset)


def _requests(connection: socket.socket) -> Iterator[bytes]:
    before = b""
    while True:
        while b"\r\n\r\n" not in before:
            data = connection.recv(65536)
            if not data:
                return
            before += data
        head, _, before = before.partition(b"\r\n\r\n")
        yield head + b"\r\n\r\n"


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.close()


def plain(
    body: bytes, content_type: str = "text/html", status: str = "200 OK", **more: str
) -> Script:
    """A complete response with its length; further fields by keyword, ``_`` for ``-``."""
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in more.items())
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{fields}"
    return Script(f"{head}Content-Length: {len(body)}\r\n\r\n".encode("latin-1"), (body,))


def redirect(location: str, status: str = "302 Found") -> Script:
    """A redirect without a body."""
    return plain(b"", status=status, Location=location)


NOT_FOUND = plain(b"not here", status="404 Not Found")
