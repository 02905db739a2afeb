"""One address in several spellings: with ``www.`` or without, a slash at its end, another scheme.

They are one key and one address, which is asked for by one of them: by the one that last showed a
page. Where that shows nothing any more, what a seed calls it now is tried.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from storage.database.paging import of_each
from storage.database.times import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from storage.database.connection import Database
    from storage.records import Found

_SHOWS_NOTHING = """
    SELECT addresses.id, addresses.outlet_id, addresses.key, addresses.url, addresses.next_due,
        visits.started_at AS looked, max(failures, coalesce(absences, 0)) AS times
    FROM json_each(?1) AS named
    JOIN addresses ON addresses.key = named.value AND role IN ('candidate', 'article')
    JOIN visits ON visits.id = addresses.last_visit_id
    LEFT JOIN articles ON articles.id = addresses.article_id
    WHERE failures > 0 OR absences > 0
"""
_APART = timedelta(minutes=5)
_MOST = 9
"""How often the time between two spellings is doubled: two seeds may name it in two, both wrong."""


def respelt(
    database: Database, found: Collection[Found], at: datetime
) -> Iterator[tuple[Any, str, str]]:
    """Of what a seed names, the addresses that show nothing as they are spelt, each as a row.

    With how the seed spells it, and when it is due.
    """
    urls = {one.key: one.url for one in found}
    for row in [*of_each(database, _SHOWS_NOTHING, [*urls])]:
        url = urls[row["key"]]
        if url == row["url"]:
            continue
        again = from_text(row["looked"]) + _APART * (1 << min(row["times"], _MOST))
        yield row, url, min(row["next_due"] or "9999", to_text(max(at, again)))
