"""What hosts asked of us, kept between runs: until when each wants to be left alone, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.agenda.robots import RobotsLooks
from storage.agenda.validators import Validators
from storage.database.times import maybe_text, maybe_time

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

TABLES = """
CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    rests_until TEXT,
    why TEXT NOT NULL,
    rests INTEGER NOT NULL,
    delay_s REAL NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE outlets ADD COLUMN rests_until TEXT;
"""


@dataclass(frozen=True, slots=True)
class HostState:
    """A host (with its port, unless that is the scheme's default) as the last run left it.

    It rests until ``rests_until`` for the reason ``why``; ``rests`` counts the rests in a row, each
    longer than the one before. ``delay_s`` is the time between two requests, in seconds.
    """

    host: str
    rests_until: datetime | None = None
    why: str = ""
    rests: int = 0
    delay_s: float = 0.0


class Hosts:
    """``archive.hosts``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.robots = RobotsLooks(database)
        self.validators = Validators(database)

    def all(self) -> list[HostState]:
        """Every host that asked for something, by name."""
        rows = self._database.rows("SELECT * FROM hosts ORDER BY host")
        return [
            HostState(
                row["host"],
                maybe_time(row["rests_until"]),
                row["why"],
                row["rests"],
                row["delay_s"],
            )
            for row in rows
        ]

    def put(self, state: HostState) -> None:
        """Store its present state."""
        with self._database.transaction():
            self._database.change(
                "INSERT INTO hosts (host, rests_until, why, rests, delay_s) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (host) DO UPDATE SET rests_until = excluded.rests_until,"
                " why = excluded.why, rests = excluded.rests, delay_s = excluded.delay_s",
                (
                    state.host,
                    maybe_text(state.rests_until),
                    state.why,
                    state.rests,
                    state.delay_s,
                ),
            )

    def rest_outlet(self, outlet_id: int, until: datetime | None) -> None:
        """Let nothing of this outlet be due before then: its quiet hours. None: they are over."""
        with self._database.transaction():
            self._database.change(
                "UPDATE outlets SET rests_until = ? WHERE id = ? AND rests_until IS NOT ?",
                (maybe_text(until), outlet_id, maybe_text(until)),
            )
