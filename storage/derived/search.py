"""The full-text index: FTS5 in ``index.db``, filled from the list of touched revisions.

A document's rowid is made of the second in which its revision was first seen and a number within
that second. So the newest are found first without sorting, and a period is a range of rowids. The
table keeps no text (the archive has it), and older versions of SQLite cannot delete from such a
table. An outdated document therefore stays, and is recognised by its row in ``placed``; when there
are many of these, the index is made again.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.errors import InputError
from storage.revisions import REVISIONS, revision_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from storage.database.connection import Database
    from storage.derived.file import IndexFile
    from storage.records import Revision

MOST_WAITING = 1_000
_BITS = 20
_LAST = 2**62
_MOST_DEAD = 0.2
_FEWEST = 1_000


@dataclass(frozen=True, slots=True)
class Document:
    """A revision as it is indexed, in normalised words separated by spaces.

    ``names`` are keys of names; ``starts`` the beginnings of words in a language without a stemmer.
    """

    headline: str
    summary: str
    body: str
    added: str
    removed: str
    names: str
    starts: str
    meta: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A revision that was found, and its place, from which the next page of results goes on."""

    place: int
    revision: Revision


class Search:
    """``archive.index.search``. To be used by one thread."""

    def __init__(self, database: Database, index: IndexFile) -> None:
        self._database = database
        self._index = index

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction of the index."""
        return self._index.transaction()

    # --- keeping up --------------------------------------------------------------------------
    def waiting(self) -> int:
        """How many revisions were touched since they were last indexed.

        Counted up to :data:`MOST_WAITING` only, because every page of results asks for it.
        """
        found = self._database.value(
            "SELECT count(*) FROM"
            " (SELECT DISTINCT revision_id FROM touched WHERE id > ? LIMIT ?) AS some",
            (self._done(), MOST_WAITING),
        )
        return int(found)

    def next(self, limit: int) -> list[tuple[int, Revision | None]]:
        """Revisions to index, oldest first: the number in the list, and None if it was deleted."""
        rows = self._database.rows(
            "SELECT id, revision_id FROM touched WHERE id > ? ORDER BY id LIMIT ?",
            (self._done(), limit),
        )
        last = {row["revision_id"]: row["id"] for row in rows}
        return [(number, self._revision(one)) for one, number in sorted(last.items(), key=_number)]

    def put(self, touched: int, revision: Revision | None, document: Document | None) -> None:
        """Index a revision anew, and note that the list is done up to this number."""
        index = self._index.database
        row = self._database.row("SELECT revision_id FROM touched WHERE id = ?", (touched,))
        index.change(
            "UPDATE placed SET revision_id = NULL WHERE revision_id = ?",
            (row["revision_id"],),
        )
        if revision is not None and document is not None:
            place = self._place(revision.first_seen)
            index.change("INSERT INTO placed VALUES (?, ?)", (place, revision.id))
            index.change(
                "INSERT INTO documents"
                " (rowid, headline, summary, body, added, removed, names, starts, meta)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(place, document.headline, document.summary, document.body, document.added),
                    *(document.removed, document.names, document.starts, document.meta),
                ),
            )
        self._index.remember("touched", touched)

    def _place(self, time: datetime) -> int:
        start = int(time.timestamp()) << _BITS
        last = self._index.database.value(
            "SELECT max(id) FROM placed WHERE id >= ? AND id < ?",
            (start, start + (1 << _BITS)),
        )
        return start if last is None else int(last) + 1

    def _done(self) -> int:
        return self._index.remembered("touched")

    def _revision(self, revision_id: int) -> Revision | None:
        row = self._database.row(REVISIONS + " WHERE revisions.id = ?", (revision_id,))
        return None if row is None else revision_of(row)

    def worn(self) -> bool:
        """Are so many documents outdated that the index should be made again?"""
        row = self._index.database.row(
            "SELECT count(*) AS every, count(revision_id) AS live FROM placed"
        )
        return bool(row["every"] > _FEWEST and row["live"] < (1 - _MOST_DEAD) * row["every"])

    # --- finding -----------------------------------------------------------------------------
    def find(
        self,
        match: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        after: int | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """Newest first. Raises InputError for an expression that FTS5 does not take."""
        low = 0 if since is None else _ceiling(since) << _BITS
        high = _LAST if until is None else _ceiling(until) << _BITS
        if after is not None:
            high = min(high, after)
        rows = self._matching(match, low, high, limit)
        found = [(row["id"], self._revision(row["revision_id"])) for row in rows]
        return [Hit(place, revision) for place, revision in found if revision is not None]

    def ids(self, match: str, *, until: datetime | None, limit: int) -> tuple[int, ...]:
        """The ids of the newest matching revisions, without reading these."""
        high = _LAST if until is None else _ceiling(until) << _BITS
        return tuple(row["revision_id"] for row in self._matching(match, 0, high, limit))

    def _matching(self, match: str, low: int, high: int, limit: int) -> list[Any]:
        try:
            return self._index.database.rows(
                "SELECT placed.id, placed.revision_id FROM documents"
                " CROSS JOIN placed ON placed.id = documents.rowid"
                " WHERE documents MATCH ? AND documents.rowid >= ? AND documents.rowid < ?"
                " AND placed.revision_id IS NOT NULL"
                " ORDER BY documents.rowid DESC LIMIT ?",
                (match, low, high, limit),
            )
        except sqlite3.OperationalError as error:
            raise InputError("That cannot be searched for.", why=f"{error}.") from error


def _number(pair: tuple[int, int]) -> int:
    return pair[1]


def _ceiling(time: datetime) -> int:
    """The first whole second at or after the time."""
    return -(-int(time.timestamp() * 1_000_000) // 1_000_000)
