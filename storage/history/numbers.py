"""The ids of articles that were deleted to be read again, kept until READ makes them again.

People note these numbers down and link to them, so an article that is read again must get its old
one, and nothing else may get it in the meantime. They are kept with the connection, so a process
that is killed in between loses them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.database.connection import Database

_KEPT = "temp.sqlite_master WHERE name = 'kept_numbers'"


def keep_number(database: Database, article_id: int) -> None:
    """Keep the id for whatever is begun next under the key or an address of this article."""
    database.change(
        "CREATE TEMP TABLE IF NOT EXISTS kept_numbers"
        " (key TEXT PRIMARY KEY, article_id INTEGER NOT NULL) WITHOUT ROWID"
    )
    database.change(
        "INSERT OR REPLACE INTO temp.kept_numbers SELECT key, ?1 FROM addresses"
        " WHERE article_id = ?1 UNION SELECT key, ?1 FROM articles WHERE id = ?1",
        (article_id,),
    )


def number_for(database: Database, key: str, address_id: int) -> int | None:
    """The id for an article that is begun under this key, at a visit to this address.

    None if no ids are kept at all, so that any free one will do.
    """
    if database.value(f"SELECT 1 FROM {_KEPT}") is None:
        return None
    found = database.value(
        "SELECT article_id FROM temp.kept_numbers WHERE key = ?1"
        " OR key = (SELECT key FROM addresses WHERE id = ?2) ORDER BY key = ?1 DESC",
        (key, address_id),
    )
    if found is not None:
        database.change("DELETE FROM temp.kept_numbers WHERE article_id = ?", (found,))
        return int(found)
    highest = database.value(
        "SELECT max(coalesce((SELECT max(id) FROM articles), 0),"
        " coalesce((SELECT max(article_id) FROM temp.kept_numbers), 0))"
    )
    return int(highest) + 1
