"""Captures that come in late: the article of one is read anew, from its first visit on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.history.rereading import begin_again, can_be_read, read_until

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Address


class Late:
    """``articles`` were given up, with so many ``revisions`` behind their first ones.

    Reading makes them again, and counts what it makes: of that these were there before.
    """

    def __init__(self, archive: Archive) -> None:
        self.articles = 0
        self.revisions = 0
        self._archive = archive
        self._unreadable: set[int] = set()

    def make_room(self, address: Address, at: datetime) -> bool:
        """Give its article up where this is older than what was read of it.

        Gives whether that can be: what was redacted, or is damaged, cannot be read any more.
        """
        article = address.article_id
        read = None if article is None else read_until(self._archive, article)
        if article is None or read is None or at >= read:
            return True
        if article in self._unreadable or not can_be_read(self._archive, article):
            self._unreadable.add(article)
            return False
        self.articles += 1
        self.revisions += self._archive.article(article).revisions - 1
        begin_again(self._archive, article)
        return True
