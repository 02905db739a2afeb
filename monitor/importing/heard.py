"""Faults of the files to import: passing them on, and noting files that have nothing but faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.warc.records import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.warc.records import Fault


class Heard:
    """Passes faults on, and remembers which files had nothing but faults.

    ``tell`` is called with the name of what is being read and what is wrong in it.
    """

    def __init__(self, tell: Callable[[str, Fault], None]) -> None:
        self._tell = tell
        self._named = ""
        self._faulty: dict[str, None] = {}
        self._sound: set[str] = set()
        self._cut: dict[str, None] = {}

    def begin(self, named: str) -> None:
        """Begin a file or page, named as the user did: what follows is about it."""
        self._named = named

    def fault(self, name: str, fault: Fault) -> None:
        """Note a fault; if it is only a warning, nothing was left out because of it."""
        if fault.severity is Severity.ERROR:
            self._faulty[self._named] = None
        if fault.last:
            self._cut[self._named] = None
        self._tell(name, fault)

    def sound(self) -> None:
        """Note that something was usable: new, known already, or rightly skipped."""
        self._sound.add(self._named)

    def cut(self) -> tuple[str, ...]:
        """The files that end in the middle of something, in the order of reading."""
        return tuple(self._cut)

    def useless(self) -> tuple[str, ...]:
        """The files with faults and nothing else, in the order of reading."""
        return tuple(name for name in self._faulty if name not in self._sound)
