"""What ends a command before its time: Ctrl-C and SIGTERM are one thing to it.

Imported before everything else, so it imports little.
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
    """SIGTERM inside is an interruption: what is half made is taken away, and the code tells it.

    A second one does nothing, as `timeout` sends two. Where SIGTERM is handled or ignored it stays.
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
