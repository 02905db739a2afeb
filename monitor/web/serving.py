"""Serving the application over HTTP, in threads, until it is told to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from waitress import wasyncore
from waitress.server import create_server

if TYPE_CHECKING:
    import socket

    from flask import Flask

THREADS = 4


class PageServer:
    """A server on a socket that listens already."""

    def __init__(self, app: Flask, listener: socket.socket, threads: int = THREADS) -> None:
        # For one socket waitress gives one server, whatever its types say.
        self._server = cast(
            "Any", create_server(app, sockets=[listener], threads=threads, ident="variorum")
        )

    def run(self) -> None:
        """Until :meth:`stop`, KeyboardInterrupt or SystemExit; what is under way is answered."""
        self._server.run()

    def stop(self) -> None:
        """From another thread: what is under way is answered, then the loop closes and ends."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=5)
        self._server.trigger.pull_trigger(self._close_all)

    def _close_all(self) -> None:
        wasyncore.close_all(self._server._map, ignore_all=True)  # noqa: SLF001 — no public name
