"""Incidents: faults of an outlet, which open and close by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.database.times import from_text, maybe_time, to_text
from storage.records import Incident, IncidentKind

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database


class Incidents:
    """The incidents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, outlet_id: int, kind: str, subject: str, detail: str, at: datetime) -> None:
        """Open an incident, or count up the open one of this kind and subject."""
        with self._database.transaction():
            self._database.change(
                "INSERT INTO incidents (outlet_id, kind, subject, detail, opened_at, last_at)"
                " VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (outlet_id, kind, subject) WHERE closed_at IS NULL"
                " DO UPDATE SET count = incidents.count + 1, detail = excluded.detail,"
                " last_at = excluded.last_at",
                (
                    outlet_id,
                    IncidentKind(kind).value,
                    subject,
                    detail,
                    to_text(at),
                    to_text(at),
                ),
            )

    def reopen(self, outlet_id: int, kind: str, subject: str, since: datetime) -> None:
        """Open again what was closed since then, if there is such an incident: it never ended."""
        self._database.change(
            "UPDATE OR IGNORE incidents SET closed_at = NULL WHERE id = (SELECT max(id) FROM"
            " incidents WHERE outlet_id = ? AND kind = ? AND subject = ? AND closed_at >= ?)",
            (outlet_id, kind, subject, to_text(since)),
        )

    def close(self, outlet_id: int, kind: str, subject: str, at: datetime) -> None:
        """Close the open incident, if there is one."""
        self._database.change(
            "UPDATE incidents SET closed_at = ?"
            " WHERE outlet_id = ? AND kind = ? AND subject = ? AND closed_at IS NULL",
            (to_text(at), outlet_id, IncidentKind(kind).value, subject),
        )

    def detail(self, outlet_id: int, kind: str, subject: str) -> str | None:
        """The detail of the open incident; None if none is open."""
        found = self._database.value(
            "SELECT detail FROM incidents"
            " WHERE outlet_id = ? AND kind = ? AND subject = ? AND closed_at IS NULL",
            (outlet_id, IncidentKind(kind).value, subject),
        )
        return None if found is None else str(found)

    def all(self, *, open_only: bool, since: datetime | None) -> list[Incident]:
        """The open incidents, or all, reported since then (None: ever); newest first."""
        only = " AND closed_at IS NULL" if open_only else ""
        rows = self._database.rows(
            "SELECT incidents.*, outlets.name AS outlet FROM incidents"
            f" JOIN outlets ON outlets.id = outlet_id WHERE last_at >= ?{only}"
            " ORDER BY last_at DESC, incidents.id DESC",
            ("" if since is None else to_text(since),),
        )
        return [_incident(row) for row in rows]


def _incident(row: Any) -> Incident:
    return Incident(
        id=row["id"],
        outlet=row["outlet"],
        kind=IncidentKind(row["kind"]),
        subject=row["subject"],
        detail=row["detail"],
        opened_at=from_text(row["opened_at"]),
        last_at=from_text(row["last_at"]),
        closed_at=maybe_time(row["closed_at"]),
        count=row["count"],
    )
