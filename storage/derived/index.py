"""What was worked out from an archive, by noun: diffs, search, stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.derived.diffs import Diffs
from storage.derived.file import IndexFile
from storage.derived.search import Search
from storage.derived.stories import Stories

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database.connection import Database


class Index(IndexFile):
    """``archive.index``. For one thread."""

    def __init__(self, folder: Path, archive: Database) -> None:
        super().__init__(folder, archive)
        self.diffs = Diffs(archive, self)
        self.search = Search(archive, self)
        self.stories = Stories(self)
