"""Serves the application over HTTP, in threads, until stopped."""

from __future__ import annotations

import gc
import sys
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from waitress import wasyncore
from waitress.server import create_server

from monitor.web.warming import warm_up

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from flask import Flask

THREADS = 4
_CONNECTIONS, _IDLE_S = 400, 20
"""How many may be open at a time, and how long without a request: an idle one takes no thread, but
with too many of them nobody else is let in. Most systems allow a process 1,024 files."""
_SWITCH_S = 0.0005
"""How soon a page gets the interpreter back from a thread that computes (normally 5 ms)."""


@contextmanager
def _quick() -> Iterator[None]:
    """While pages are served, switch threads sooner, so that pages wait less for other work."""
    switch = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    try:
        yield
    finally:
        sys.setswitchinterval(switch)


class PageServer:
    """A server on a socket that is already listening.

    ``proxied``: the headers of a reverse proxy about the client reach the application.
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
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE_S,
            cleanup_interval=_IDLE_S // 4,
            clear_untrusted_proxy_headers=not proxied,
        )
        # For one socket waitress returns one server, whatever its types say.
        self._server = cast("Any", made)

    def warm_up(self) -> None:
        """Make the first page as quick as the second; called before :meth:`run`."""
        warm_up(self._app, self._server.task_dispatcher, self._threads)
        gc.collect()
        gc.freeze()

    def run(self) -> None:
        """Serve until :meth:`stop`, KeyboardInterrupt or SystemExit; finish what is in progress."""
        with _quick():
            self._server.run()

    def stop(self) -> None:
        """Finish requests in progress, then end the loop; called from another thread."""
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=5)
        pulled = threading.Event()
        try:
            self._server.trigger.pull_trigger(partial(self._close_all, pulled))
        finally:
            pulled.set()

    def _close_all(self, pulled: threading.Event) -> None:
        """Close everything, once the trigger is pulled: its pipe is closed as well.

        A request that ends just now may wake the loop before whoever stops it writes there.
        """
        pulled.wait()
        wasyncore.close_all(self._server._map, ignore_all=True)  # noqa: SLF001 — no public name
