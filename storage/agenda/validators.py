"""Whether a host's validators can be trusted: do ETag and Last-Modified change with its texts?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.database.times import maybe_time, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

TABLES = """
CREATE TABLE validators (
    subject TEXT PRIMARY KEY,
    agreed INTEGER NOT NULL DEFAULT 0,
    proved INTEGER NOT NULL DEFAULT 0,
    lied_at TEXT
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Trust:
    """How a host (or a seed) has behaved.

    ``agreed`` counts pages fetched in full whose validators had rightly stayed the same, ``proved``
    edits with which the validators changed; ``lied_at`` is when they last failed to.
    """

    agreed: int = 0
    proved: int = 0
    lied_at: datetime | None = None


class Validators:
    """``archive.hosts.validators``; a subject is a host, or the URL of a seed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, subject: str) -> Trust:
        """How this one has behaved."""
        row = self._database.row("SELECT * FROM validators WHERE subject = ?", (subject,))
        if row is None:
            return Trust()
        return Trust(row["agreed"], row["proved"], maybe_time(row["lied_at"]))

    def are_shared(self, address_id: int, etag: str | None, last_modified: str | None) -> bool:
        """Does another address of the outlet have the same validators, but other bytes?

        Then they say nothing about a text: they are those of a template, or of a day's delivery.
        Dates are compared only if there is no ETag.
        """
        same = "other.etag = ?" if etag else "other.etag IS NULL AND other.last_modified = ?"
        found = self._database.value(
            "SELECT 1 FROM addresses AS own JOIN captures ON captures.id = own.last_capture_id"
            " JOIN addresses AS other ON other.outlet_id = own.outlet_id AND other.id != own.id"
            " JOIN captures AS others ON others.id = other.last_capture_id"
            f" WHERE own.id = ? AND {same} AND others.payload_id != captures.payload_id LIMIT 1",
            (address_id, etag or last_modified),
        )
        return found is not None

    def agree(self, subject: str) -> None:
        """Count a page that was fetched in full and had the validators it had before."""
        self._count(subject, "agreed")

    def prove(self, subject: str) -> None:
        """Count an edit with which the validators changed."""
        self._count(subject, "proved")

    def lie(self, subject: str, at: datetime) -> None:
        """They stayed while the text changed, or contradict themselves: trust starts over."""
        with self._database.transaction():
            self._database.change(
                "INSERT INTO validators (subject, lied_at) VALUES (?, ?) ON CONFLICT (subject)"
                " DO UPDATE SET agreed = 0, proved = 0, lied_at = excluded.lied_at",
                (subject, to_text(at)),
            )

    def forgive(self, subject: str) -> None:
        """It turned out that they did not lie; what they had earned before is not restored."""
        self._database.change("UPDATE validators SET lied_at = NULL WHERE subject = ?", (subject,))

    def _count(self, subject: str, column: str) -> None:
        with self._database.transaction():
            self._database.change(
                f"INSERT INTO validators (subject, {column}) VALUES (?, 1) ON CONFLICT (subject)"
                f" DO UPDATE SET {column} = validators.{column} + 1",
                (subject,),
            )
