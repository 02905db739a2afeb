"""A pattern that is compiled when it is first asked.

A long list of words takes 2 to 15 ms to compile, and few pages are asked whether they are a wall,
a login or an error. Half of what loading the reader took was compiling patterns.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Callable


class Late:
    """As ``regex.compile`` gives it, as far as it is asked: its ``pattern`` and ``search``."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, flags

    @functools.cached_property
    def search(self) -> Callable[[str], regex.Match[str] | None]:
        """The first match in a text."""
        return regex.compile(self.pattern, self._flags).search
