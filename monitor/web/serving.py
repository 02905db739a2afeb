"""Serving the application over HTTP, in threads, until it is told to stop."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from waitress import wasyncore
from waitress.server import create_server

from monitor.web.warming import warm_up

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from flask import Flask

THREADS = 4
_SWITCH_S = 0.0005
"""A page gets the interpreter back this soon from a thread that reckons (usually 5 ms)."""


@contextmanager
def _quick() -> Iterator[None]:
    """While pages are served, what a page waits for goes before what can wait."""
    switch = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    try:
        yield
    finally:
        sys.setswitchinterval(switch)


class PageServer:
    """A server on a socket that listens already.

    ``proxied``: what a reverse proxy says of who asks, and how, reaches the application.
    """

    def __init__(
        self,
        app: Flask,
        listener: socket.socket,
        threads: int = THREADS,
        *,
        proxied: bool = False,
    ) -> None:
        self._app, self._threads = app, threads
        made = create_server(
            app,
            sockets=[listener],
            threads=threads,
            ident="variorum",
            clear_untrusted_proxy_headers=not proxied,
        )
        # For one socket waitress gives one server, whatever its types say.
        self._server = cast("Any", made)

    def warm_up(self) -> None:
        """Before :meth:`run`: the first page is as quick then as the second."""
        warm_up(self._app, self._server.task_dispatcher, self._threads)
        gc.collect()
        gc.freeze()

    def run(self) -> None:
        """Until :meth:`stop`, KeyboardInterrupt or SystemExit; what is under way is answered."""
        with _quick():
            self._server.run()

    def stop(self) -> None:
        """From another thread: what is under way is answered, then the loop closes and ends."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=5)
        self._server.trigger.pull_trigger(self._close_all)

    def _close_all(self) -> None:
        wasyncore.close_all(self._server._map, ignore_all=True)  # noqa: SLF001 — no public name
