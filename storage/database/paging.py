"""Many rows read in pages: the ids first, so that what is not in their order is sorted once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.database.connection import Database

_IDS, _ROWS = 50_000, 500
"""So many ids are held at a time, and so many rows."""


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
