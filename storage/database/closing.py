"""What was opened and nobody gets, because what followed failed, is closed."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from storage.errors import VariorumError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Closable(Protocol):
    """A connection, or what has one."""

    def close(self) -> None:
        """Let go of the file."""


@contextmanager
def closed_on_failure(opened: Closable) -> Iterator[None]:
    """Else its file would be held, and may be locked, until it is collected as garbage."""
    try:
        yield
    except BaseException:
        with suppress(VariorumError):  # what failed first is what is told
            opened.close()
        raise
