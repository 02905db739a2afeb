"""What is heard of the files that somebody named: what is wrong, and where nothing is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.warc.records import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.warc.records import Fault


class Heard:
    """Passes faults on, and remembers of which file none but faults was heard.

    ``tell`` is called with the name of what was being read and what is wrong in it.
    """

    def __init__(self, tell: Callable[[str, Fault], None]) -> None:
        self._tell = tell
        self._named = ""
        self._faulty: dict[str, None] = {}
        self._sound: set[str] = set()
        self._cut: dict[str, None] = {}

    def begin(self, named: str) -> None:
        """What is heard from now on is of this file, or page, as the user named it."""
        self._named = named

    def fault(self, name: str, fault: Fault) -> None:
        """Something is wrong; of a warning alone nothing was left out."""
        if fault.severity is Severity.ERROR:
            self._faulty[self._named] = None
        if fault.last:
            self._cut[self._named] = None
        self._tell(name, fault)

    def sound(self) -> None:
        """Something could be used, whether it was new, known already or rightly passed over."""
        self._sound.add(self._named)

    def cut(self) -> tuple[str, ...]:
        """Those that end in the middle of something, in the order in which they were read."""
        return tuple(self._cut)

    def useless(self) -> tuple[str, ...]:
        """Those with faults and nothing else, in the order in which they were read."""
        return tuple(name for name in self._faulty if name not in self._sound)
