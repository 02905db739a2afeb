"""The numbers of deleted articles: those to be read again, and those joined with others.

People note these numbers down and link to them. So an article that is read again gets its old
number back, even if the process that deleted it was killed, and no number is ever given to another
article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.database.connection import Database

TABLES = """
CREATE TABLE kept_numbers (
    key TEXT NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (key, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_numbers_of_article ON kept_numbers (article_id);
"""

_NOBODY = ""


def keep_number(database: Database, article_id: int) -> None:
    """Keep the id of an article that is about to be deleted and read again.

    The next article that begins under its key or one of its addresses gets it.
    """
    database.change(
        "INSERT OR IGNORE INTO kept_numbers (key, article_id) SELECT key, ?1 FROM addresses"
        " WHERE article_id = ?1 UNION SELECT key, ?1 FROM articles WHERE id = ?1",
        (article_id,),
    )


def retire_number(database: Database, article_id: int) -> None:
    """Let no article get the id of one that is about to be joined with another and deleted."""
    database.insert("kept_numbers", key=_NOBODY, article_id=article_id)


def number_for(database: Database, key: str, address_id: int) -> int:
    """The id for an article that is begun under this key, at a visit to this address.

    If one is kept for them, it is that one, and otherwise one that was never given.
    """
    found = database.value(
        "SELECT article_id FROM kept_numbers WHERE key = ?1"
        " OR key = (SELECT key FROM addresses WHERE id = ?2)"
        " ORDER BY key = ?1 DESC, article_id",
        (key, address_id),
    )
    if found is not None:
        database.change("DELETE FROM kept_numbers WHERE article_id = ?", (found,))
        return int(found)
    highest = database.value(
        "SELECT max(coalesce((SELECT max(id) FROM articles), 0),"
        " coalesce((SELECT max(article_id) FROM kept_numbers), 0))"
    )
    return int(highest) + 1
