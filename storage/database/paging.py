"""Many rows read in pages, and of many values: neither is held as a whole.

Of rows the ids go first, so that what is not in their order is sorted once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.database.connection import Database

_IDS, _ROWS = 50_000, 500
"""So many ids are held at a time, and so many rows."""
_VALUES = 500
"""So many values are asked for at a time: the keys of a large sitemap as one text took 180 MB."""


def by_ids(database: Database, ids: str, values: Sequence[Any], rows: str) -> Iterator[Any]:
    """The rows of the ids that a statement gives, in their order.

    ``ids`` ends with the id behind which it goes on and with how many: ``… id > ? ORDER BY id
    LIMIT ?``. ``rows`` has the ids of a page as a JSON array: ``… id IN (SELECT value FROM
    json_each(?)) ORDER BY id``. What goes meanwhile is left out.
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
    """The rows of a statement whose first value is a JSON array, of all that is asked for.

    ``sql`` names it as ``json_each(?1)``; the other ``values`` are behind it each time.
    """
    for first in range(0, len(asked), _VALUES):
        part = json.dumps(asked[first : first + _VALUES])
        yield from database.rows(sql, (part, *values))
