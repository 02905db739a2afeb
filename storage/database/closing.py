"""Closing what was opened when a later step fails and nobody will receive it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from storage.errors import VariorumError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Closable(Protocol):
    """A connection, or an object that holds one."""

    def close(self) -> None:
        """Let go of the file."""


@contextmanager
def closed_on_failure(opened: Closable) -> Iterator[None]:
    """Close it if the body fails; otherwise its file stays open, maybe locked, until collected."""
    try:
        yield
    except BaseException:
        with suppress(VariorumError):  # the first failure is the one to report
            opened.close()
        raise
