"""Joining two articles that are one: the younger one's history becomes the end of the older one's.

It happens when an outlet renames a page and its feed names the new address before the old one is
seen to redirect there. No capture, extraction or text is touched.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storage.history.numbers import retire_number

if TYPE_CHECKING:
    from storage.database.connection import Database
    from storage.records import Assessment


def absorb(database: Database, into: Any, other: Any, assessment: Assessment) -> None:
    """Give ``into`` (a row of ``articles``) everything that ``other`` has, and its name.

    If the first revision of ``other`` differs from the latest one of ``into``, it becomes a new
    revision with this assessment; otherwise it counts as a further sight of that latest one.
    """
    last, first = into["last_revision_id"], _first_revision(database, other["id"])
    number = into["revisions"]
    if _same_content(database, last, first):
        _join_revisions(database, last, first)
        shift = number - 1
    else:
        _assess(database, first, assessment)
        shift = number
    # In two steps, because numbers must be unique within an article at every moment.
    database.change("UPDATE revisions SET number = -number WHERE article_id = ?", (other["id"],))
    database.change(
        "UPDATE revisions SET article_id = ?, number = ? - number WHERE article_id = ?",
        (into["id"], shift, other["id"]),
    )
    retire_number(database, other["id"])
    for table in ("addresses", "events"):
        database.change(
            f"UPDATE {table} SET article_id = ? WHERE article_id = ?", (into["id"], other["id"])
        )
    _take_place(database, into, other, last)


def _first_revision(database: Database, article_id: int) -> int:
    found = database.value(
        "SELECT id FROM revisions WHERE article_id = ? ORDER BY number LIMIT 1", (article_id,)
    )
    return int(found)


def _same_content(database: Database, one: int, two: int) -> bool:
    hashes = {
        database.value(
            "SELECT content_sha256 FROM extractions"
            " JOIN revisions ON revisions.extraction_id = extractions.id WHERE revisions.id = ?",
            (revision_id,),
        )
        for revision_id in (one, two)
    }
    return len(hashes) == 1


def _join_revisions(database: Database, kept: int, dropped: int) -> None:
    """Merge two revisions: the second is the first one, seen again."""
    for table in ("extractions", "events"):
        database.change(
            f"UPDATE {table} SET revision_id = ? WHERE revision_id = ?", (kept, dropped)
        )
    database.change(
        "UPDATE revisions SET last_seen = max(last_seen,"
        " (SELECT last_seen FROM revisions WHERE id = ?)) WHERE id = ?",
        (dropped, kept),
    )
    database.change(
        "UPDATE articles SET last_revision_id = ? WHERE last_revision_id = ?", (kept, dropped)
    )
    database.change("DELETE FROM revisions WHERE id = ?", (dropped,))


def _assess(database: Database, revision_id: int, assessment: Assessment) -> None:
    database.change(
        "UPDATE revisions SET weight = ?, kinds = ?, signals = ?, summary = ?, ours = ?"
        " WHERE id = ?",
        (
            assessment.weight.value,
            json.dumps(list(assessment.kinds)),
            json.dumps(list(assessment.signals)),
            assessment.summary,
            int(assessment.ours),
            revision_id,
        ),
    )


def _take_place(database: Database, into: Any, other: Any, last: int) -> None:
    """Let the article take the place of the other one, which is deleted."""
    now = database.row("SELECT * FROM articles WHERE id = ?", (other["id"],))
    newest = database.row(
        "SELECT id, number FROM revisions WHERE article_id = ? ORDER BY number DESC LIMIT 1",
        (into["id"],),
    )
    assert now is not None
    assert newest is not None
    database.change("DELETE FROM articles WHERE id = ?", (other["id"],))
    database.change(
        "UPDATE articles SET url = ?, key = ?, title = ?, published = ?, state = ?,"
        " content_sha256 = ?,"
        " last_seen = max(last_seen, ?), revisions = ?, last_revision_id = ?,"
        " last_extraction_id = ?, absence = NULL, absent_since = NULL, absences = 0 WHERE id = ?",
        (
            now["url"],
            now["key"],
            now["title"],
            now["published"],
            now["state"],
            now["content_sha256"],
            now["last_seen"],
            newest["number"],
            newest["id"] if newest["number"] > into["revisions"] else last,
            now["last_extraction_id"],
            into["id"],
        ),
    )
