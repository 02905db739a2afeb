"""A bound on SQLite's work: damaged pages can refer to each other and make it loop for ever."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

_STEPS_A_BYTE = 10
_STEPS_AT_A_TIME = 100_000


@contextmanager
def bounded(connection: sqlite3.Connection, path: Path) -> Iterator[Callable[[], None]]:
    """See ``Database.bounded``."""
    left = most = _STEPS_A_BYTE * max(path.stat().st_size, 1_000_000) // _STEPS_AT_A_TIME

    def spend() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    def begin_again() -> None:
        nonlocal left
        left = most

    connection.set_progress_handler(spend, _STEPS_AT_A_TIME)
    try:
        yield begin_again
    finally:
        connection.set_progress_handler(None, 0)
