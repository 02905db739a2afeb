"""Trouble that may pass, told when it begins and when it is over, and not with each try."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from storage.errors import ArchiveBusy, ArchiveFull

if TYPE_CHECKING:
    from monitor.daemon.log import Say
    from storage.errors import VariorumError

PASSES = (ArchiveFull, ArchiveBusy)
"""Of what lets the archive take nothing: what is waited for, and ends by no doing of ours."""


class Trouble:
    """The archive cannot be written now, because the disk is full or somebody else is at it."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._told: str | None = None
        self._began = 0.0

    def met(self, error: VariorumError) -> None:
        """Once more, or for the first time."""
        kind = "full" if isinstance(error, ArchiveFull) else "busy"
        if kind == self._told:
            return
        if self._told is None:
            self._began = time.monotonic()
        self._told = kind
        self._say(kind, error=error.what)

    def over(self) -> None:
        """Something was stored."""
        if self._told is not None:
            self._say("recovered", seconds=round(time.monotonic() - self._began))
            self._told = None
