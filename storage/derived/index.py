"""What is derived from an archive: diffs, search, stories."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from storage.derived.file import IndexFile

if TYPE_CHECKING:
    from storage.derived.diffs import Diffs
    from storage.derived.search import Search
    from storage.derived.stories import Stories


class Index(IndexFile):
    """``archive.index``; each part is loaded on first use. To be used by one thread."""

    @cached_property
    def diffs(self) -> Diffs:
        """What differs between two texts."""
        from storage.derived.diffs import Diffs

        return Diffs(self._archive, self)

    @cached_property
    def search(self) -> Search:
        """Which texts contain a word."""
        from storage.derived.search import Search

        return Search(self._archive, self)

    @cached_property
    def stories(self) -> Stories:
        """Which articles report the same event."""
        from storage.derived.stories import Stories

        return Stories(self)
