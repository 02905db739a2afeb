"""Addresses whose keys begin alike: one path with different parameters or queries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.database.times import maybe_time
from storage.records import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

_ANSWERED = (Outcome.CAPTURED.value, Outcome.UNMODIFIED.value)
_LIKE = """
    SELECT addresses.id, addresses.key, addresses.url, article_id, found_at, articles.key AS main,
        state = 'live' AND absence IS NULL AS stands,
        next_due IS NOT NULL AS is_due, outcome IN (?, ?) AS answered,
        EXISTS (SELECT 1 FROM pins WHERE address_id = addresses.id) AS is_pinned,
        EXISTS (SELECT 1 FROM visits AS one JOIN extractions ON capture_id = one.id
            WHERE one.address_id = addresses.id AND revision_id IS NOT NULL) AS has_shown
    FROM addresses
    CROSS JOIN articles ON articles.id = article_id
    LEFT JOIN visits ON visits.id = last_visit_id
    WHERE addresses.key >= ? || ';' AND addresses.key < ? || '@' AND +addresses.outlet_id = ?
    LIMIT ?
"""
"""The range of keys covers path parameters and queries (``;`` to ``?``).

``+`` and CROSS JOIN make SQLite walk the keys, and not all addresses of the outlet.
"""
_SHOWN = """
    SELECT address_id, content_sha256 FROM visits
    JOIN extractions ON capture_id = visits.id
    WHERE address_id IN (SELECT value FROM json_each(?)) AND revision_id IS NOT NULL
    ORDER BY visits.id, extractions.id
"""


@dataclass(frozen=True, slots=True)
class Near:
    """An address of an article. ``main`` is the key that the article is known by.

    ``stands``: the article was there at its last visit; ``answered``: the last visit got a page or
    a 304; ``has_shown``: a page was read as a revision of an article; ``is_due``: it is visited
    regularly.
    """

    id: int
    key: str
    url: str
    article_id: int
    found_at: datetime | None
    main: str
    stands: bool
    is_due: bool
    answered: bool
    is_pinned: bool
    has_shown: bool


class NearKeys:
    """``archive.seed_looks.near``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def behind(self, outlet_id: int, path: str, most: int) -> list[Near]:
        """Addresses of the outlet's articles that have this SURT path with something after it.

        ``path`` ends before ``;`` and ``?``. At most ``most``, in the order of their keys.
        """
        rows = self._database.rows(_LIKE, (*_ANSWERED, path, path, outlet_id, most))
        return [
            Near(
                id=row["id"],
                key=row["key"],
                url=row["url"],
                article_id=row["article_id"],
                found_at=maybe_time(row["found_at"]),
                main=row["main"],
                stands=bool(row["stands"]),
                is_due=bool(row["is_due"]),
                answered=bool(row["answered"]),
                is_pinned=bool(row["is_pinned"]),
                has_shown=bool(row["has_shown"]),
            )
            for row in rows
        ]

    def texts_shown(self, address_ids: list[int]) -> list[tuple[bytes, ...]]:
        """For each address, in turn, the hashes of the texts that it showed as revisions."""
        shown: dict[int, dict[bytes, None]] = {}
        for row in self._database.rows(_SHOWN, (json.dumps(address_ids),)):
            shown.setdefault(row["address_id"], {})[row["content_sha256"]] = None
        return [tuple(texts) for texts in shown.values()]

    def rest(self, address_ids: list[int]) -> None:
        """Stop visiting these regularly."""
        if not address_ids:
            return  # the usual case: take no turn at writing for nothing
        with self._database.transaction():
            self._database.change_many(
                "UPDATE addresses SET next_due = NULL WHERE id = ?", ((one,) for one in address_ids)
            )
