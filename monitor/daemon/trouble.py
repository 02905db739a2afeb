"""Trouble that may pass, logged when it begins and when it is over, and not at each attempt."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from storage.errors import ArchiveBusy, ArchiveFull

if TYPE_CHECKING:
    from monitor.daemon.log import Say
    from storage.errors import VariorumError

PASSES = (ArchiveFull, ArchiveBusy)
"""The errors that are waited out: they pass by themselves."""


class Trouble:
    """The archive cannot be written now: the disk is full, or another process is writing."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._told: str | None = None
        self._began = 0.0

    def met(self, error: VariorumError) -> None:
        """Note that it happened, for the first time or once more."""
        kind = "full" if isinstance(error, ArchiveFull) else "busy"
        if kind == self._told:
            return
        if self._told is None:
            self._began = time.monotonic()
        self._told = kind
        self._say(kind, error=error.what)

    def over(self) -> None:
        """Note that something was stored."""
        if self._told is not None:
            self._say("recovered", seconds=round(time.monotonic() - self._began))
            self._told = None
