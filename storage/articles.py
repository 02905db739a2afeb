"""Articles, each with one or more addresses, and their present state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.database.paging import by_ids
from storage.database.times import from_text, maybe_time
from storage.digest import to_hash
from storage.errors import NotStored
from storage.kinds import ArticleState
from storage.told import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database.connection import Database

_ARTICLES = """
    SELECT articles.*, outlets.name AS outlet FROM articles
    JOIN outlets ON outlets.id = articles.outlet_id
"""
_THESE = " WHERE articles.id IN (SELECT value FROM json_each(?)) ORDER BY articles.id"


class Articles:
    """The articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, ref: int | str) -> Article | None:
        """The article with this id, or with an address of this SURT key; otherwise None.

        An article whose own key it is takes precedence over one that merely has this address.
        """
        if isinstance(ref, str):
            row = self._database.row(
                _ARTICLES + " WHERE articles.key = ? OR articles.id ="
                " (SELECT article_id FROM addresses WHERE addresses.key = ?)"
                " ORDER BY articles.key = ? DESC LIMIT 1",
                (ref, ref, ref),
            )
        else:
            row = self._database.row(_ARTICLES + " WHERE articles.id = ?", (ref,))
        return None if row is None else self._article(row)

    def saying(self, outlet_id: int, digest: str) -> Article | None:
        """The oldest article of the outlet whose latest revision has this content digest."""
        row = self._database.row(
            _ARTICLES + " WHERE articles.outlet_id = ? AND articles.content_sha256 = ?"
            " ORDER BY articles.id LIMIT 1",
            (outlet_id, to_hash(digest)),
        )
        return None if row is None else self._article(row)

    def get(self, ref: int | str) -> Article:
        """The article of this id. Raises NotStored."""
        article = self.find(ref)
        if article is None:
            raise NotStored("article", str(ref), do="See them all with: variorum log")
        return article

    def all(self, outlet_id: int | None) -> Iterator[Article]:
        """The articles of one outlet or of all, by id; read in pages."""
        only = "" if outlet_id is None else "outlet_id = ? AND "
        values = () if outlet_id is None else (outlet_id,)
        ids = f"SELECT id FROM articles WHERE {only}id > ? ORDER BY id LIMIT ?"
        yield from map(self._article, by_ids(self._database, ids, values, _ARTICLES + _THESE))

    def last_extraction(self, article_id: int) -> int | None:
        """The id of the article's last extraction. Raises NotStored."""
        sql = "SELECT last_extraction_id FROM articles WHERE id = ?"
        found: int | None = self._database.stored("article", article_id, sql)[0]
        return found

    def _article(self, row: Any) -> Article:
        addresses = self._database.rows(
            "SELECT url FROM addresses WHERE article_id = ? ORDER BY id", (row["id"],)
        )
        return Article(
            id=row["id"],
            outlet_id=row["outlet_id"],
            outlet=row["outlet"],
            url=row["url"],
            title=row["title"],
            state=ArticleState(row["state"]),
            first_seen=from_text(row["first_seen"]),
            last_seen=from_text(row["last_seen"]),
            revisions=row["revisions"],
            published=row["published"],
            absence=row["absence"],
            absent_since=maybe_time(row["absent_since"]),
            absences=row["absences"],
            aliases=tuple(one["url"] for one in addresses if one["url"] != row["url"]),
        )
