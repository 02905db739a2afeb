"""Captures older than what was read: their article is read again from its first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.history.rereading import begin_again, can_be_read, entangled, read_until

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Address


class Late:
    """``articles`` were deleted, with ``revisions`` after their first ones, to be read again.

    Reading makes them again and counts them; these numbers say how many existed before.
    """

    def __init__(self, archive: Archive) -> None:
        self.articles = 0
        self.revisions = 0
        self._archive = archive
        self._unreadable: set[int] = set()

    def make_room(self, address: Address, at: datetime) -> bool:
        """Delete the address's article if ``at`` is older than what was read of it.

        Returns whether that is possible: redacted or damaged pages could not be read again.
        """
        article = address.article_id
        read = None if article is None else read_until(self._archive, article)
        if article is None or read is None or at >= read:
            return True
        if article in self._unreadable:
            return False
        together = entangled(self._archive, article)
        if not all(can_be_read(self._archive, one) for one in together):
            self._unreadable.add(article)
            return False
        for one in together:
            self.articles += 1
            self.revisions += self._archive.article(one).revisions - 1
            begin_again(self._archive, one)
        return True
