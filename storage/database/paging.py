"""Reading many rows, or rows for many values, in pages, so that neither is all in memory.

Of rows the ids are read first, so that any other order has to be sorted only once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.database.connection import Database

_IDS, _ROWS = 50_000, 500
"""How many ids are in memory at a time, and how many rows."""
_VALUES = 500
"""How many values are asked for at a time: all keys of a large sitemap as one text took 180 MB."""


def by_ids(database: Database, ids: str, values: Sequence[Any], rows: str) -> Iterator[Any]:
    """The rows whose ids a statement selects, in the order of the ids.

    ``ids`` takes, after ``values``, the last id of the page before and a limit: ``… id > ? ORDER BY
    id LIMIT ?``. ``rows`` takes the ids of a page as a JSON array: ``… id IN (SELECT value FROM
    json_each(?)) ORDER BY id``. Rows that are deleted meanwhile are left out.
    """
    after = 0
    while True:
        found = [row[0] for row in database.rows(ids, (*values, after, _IDS))]
        for first in range(0, len(found), _ROWS):
            yield from database.rows(rows, (json.dumps(found[first : first + _ROWS]),))
        if len(found) < _IDS:
            return
        after = found[-1]


def of_each(database: Database, sql: str, asked: Sequence[Any], *values: Any) -> Iterator[Any]:
    """The rows of a statement for all values in ``asked``, some hundreds at a time.

    ``sql`` gets them as a JSON array (``json_each(?1)``), followed by the other ``values``.
    """
    for first in range(0, len(asked), _VALUES):
        part = json.dumps(asked[first : first + _VALUES])
        yield from database.rows(sql, (part, *values))
