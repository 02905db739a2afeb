"""Ends a command early: Ctrl-C and SIGTERM have the same effect.

It is imported before everything else, so it imports little.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERRUPTED = 130


@contextmanager
def interrupted_by_sigterm() -> Iterator[None]:
    """A context in which SIGTERM raises KeyboardInterrupt: cleanup and exit code are the same.

    A second SIGTERM does nothing, as `timeout` sends two. If SIGTERM is already handled or ignored,
    that is left unchanged.
    """
    own = threading.current_thread() is threading.main_thread()
    if not own or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _interrupt(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt
