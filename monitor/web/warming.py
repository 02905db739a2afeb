"""Warms up the server, so that the first pages are not slow.

The first page of a server took ten times as long as the second: its template was compiled, its
libraries were imported, and each thread opened the archive.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

_PATIENCE_S = 10.0
"""If the disk is slower than this, the first pages are slow too."""
_ASKED = ("/changes", "/search?q=variorum", "/changes.atom")
"""Pages that need what each kind of page needs; all but the first are made by one thread only."""


def warm_up(app: Flask, dispatcher: Any, threads: int) -> None:
    """Have each of the idle threads of waitress make pages that nobody sees.

    Errors are logged by waitress, and will be reported again by the page that is requested.
    """
    # Nobody here could act on "Task queue depth is 2".
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    together, turn = threading.Barrier(threads), threading.Lock()
    tasks = [_Warming(app, together, turn, _ASKED[:1] if n else _ASKED) for n in range(threads)]
    for task in tasks:
        dispatcher.add_task(task)
    until = time.monotonic() + _PATIENCE_S
    for task in tasks:
        task.done.wait(until - time.monotonic())


class _Warming:
    """A task for one thread, with the methods that waitress calls."""

    def __init__(
        self,
        app: Flask,
        together: threading.Barrier,
        turn: threading.Lock,
        paths: tuple[str, ...],
    ) -> None:
        self._app = app
        self._together = together
        self._turn = turn
        self._paths = paths
        self.done = threading.Event()

    def service(self) -> None:
        """Wait for the other tasks, so that each thread has one; then work one after another."""
        try:
            self._together.wait(_PATIENCE_S)
            with self._turn:
                if len(self._paths) > 1:
                    _compile(self._app)
                for path in self._paths:
                    # Without the checks in `access`: this is no visitor.
                    with self._app.test_request_context(path):
                        self._app.dispatch_request()
        finally:
            self.done.set()

    def cancel(self) -> None:
        """Called if the server ends before the task began."""
        self.done.set()


def _compile(app: Flask) -> None:
    environment = app.jinja_env
    for name in environment.list_templates(extensions=["html"]):
        environment.get_template(name)
