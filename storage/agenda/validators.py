"""What is known of a host's validators: whether its ETag and Last-Modified move with its texts."""

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
    """What a host (or a seed) has shown of its validators.

    ``agreed`` counts pages that were fetched whole although they would have been "not modified",
    ``proved`` edits with which the validators moved; ``lied_at`` is when they last did not.
    """

    agreed: int = 0
    proved: int = 0
    lied_at: datetime | None = None


class Validators:
    """``archive.hosts.validators``; a subject is a host, or the URL of a seed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, subject: str) -> Trust:
        """What is known of this one."""
        row = self._database.row("SELECT * FROM validators WHERE subject = ?", (subject,))
        if row is None:
            return Trust()
        return Trust(row["agreed"], row["proved"], maybe_time(row["lied_at"]))

    def are_shared(self, address_id: int, etag: str | None, last_modified: str | None) -> bool:
        """Has another address of the outlet the same ones, with other bytes? Dates without an ETag.

        Then they say nothing of a text: they are those of a template, or of a day's delivery.
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
        """A page was fetched whole, with the validators that it had."""
        self._count(subject, "agreed")

    def prove(self, subject: str) -> None:
        """An edit was found, and the validators moved with it."""
        self._count(subject, "proved")

    def lie(self, subject: str, at: datetime) -> None:
        """They stayed while the text did not, or contradict themselves: what they had is lost."""
        with self._database.transaction():
            self._database.change(
                "INSERT INTO validators (subject, lied_at) VALUES (?, ?) ON CONFLICT (subject)"
                " DO UPDATE SET agreed = 0, proved = 0, lied_at = excluded.lied_at",
                (subject, to_text(at)),
            )

    def forgive(self, subject: str) -> None:
        """They did not lie, as was found out; what they had shown before is not known any more."""
        self._database.change("UPDATE validators SET lied_at = NULL WHERE subject = ?", (subject,))

    def _count(self, subject: str, column: str) -> None:
        with self._database.transaction():
            self._database.change(
                f"INSERT INTO validators (subject, {column}) VALUES (?, 1) ON CONFLICT (subject)"
                f" DO UPDATE SET {column} = validators.{column} + 1",
                (subject,),
            )
