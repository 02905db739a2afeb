"""A pattern that is compiled on first use.

A long list of words takes 2 to 15 ms to compile, and few pages are checked for a wall, a login or
an error. Half the time to load the reader was spent compiling patterns.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import regex

if TYPE_CHECKING:
    from collections.abc import Callable


class Late:
    """A pattern as ``regex.compile``, or another function ``make``, gives it, made on first use."""

    def __init__(
        self, pattern: str, flags: int = 0, make: Callable[[str, int], Any] = regex.compile
    ) -> None:
        self.pattern = pattern
        self._made = functools.cache(lambda: make(pattern, flags))

    @functools.cached_property
    def search(self) -> Callable[[str], Any]:
        """The first match in a text, or None."""
        search: Callable[[str], Any] = self._made().search
        return search

    @functools.cached_property
    def fullmatch(self) -> Callable[[str], Any]:
        """The match of a whole text, or None."""
        fullmatch: Callable[[str], Any] = self._made().fullmatch
        return fullmatch
