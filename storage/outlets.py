"""The outlets that are watched, and their hosts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from storage.database.times import from_text, to_text
from storage.errors import NotStored, OutletError
from storage.told import Outlet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.database.connection import Database

_DO = "See them all with: variorum outlet list"


class Outlets:
    """The outlets. A removed one keeps its row, because captures refer to it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, home: str, hosts: Iterable[str], now: datetime) -> Outlet:
        """Add an outlet, or resume a removed one. Raises OutletError when the name is taken."""
        with self._database.transaction():
            hosts = list(hosts)
            self._rename_removed(name, hosts)
            row = self._database.row("SELECT id, removed_at FROM outlets WHERE name = ?", (name,))
            if row is None:
                outlet_id = self._database.insert(
                    "outlets", name=name, home=home, created_at=to_text(now)
                )
            elif row["removed_at"] is None:
                raise OutletError(f"There is already an outlet named {name}.", do=_DO)
            else:
                outlet_id = row["id"]
                self._take_up_again(outlet_id, home, now)
            self._stand_on(outlet_id, hosts)
        return self.by_name(name)

    def take_hosts(self, outlet: Outlet, hosts: Iterable[str]) -> Outlet:
        """Add hosts to an outlet, unless they belong to another one; return the outlet."""
        new = [host for host in hosts if self.by_host(host) is None]
        if not new:
            return outlet
        with self._database.transaction():
            self._stand_on(outlet.id, new)
        return self.by_name(outlet.name)

    def _stand_on(self, outlet_id: int, hosts: Iterable[str]) -> None:
        self._database.change_many(
            "INSERT INTO outlet_hosts (host, outlet_id) VALUES (?, ?)"
            " ON CONFLICT (host, outlet_id) DO NOTHING",
            [(host, outlet_id) for host in hosts],
        )

    def _rename_removed(self, name: str, hosts: list[str]) -> None:
        """Let a removed outlet that had one of the hosts come back under the new name."""
        if self._database.value("SELECT id FROM outlets WHERE name = ?", (name,)) is not None:
            return
        marks = ", ".join("?" * len(hosts))
        self._database.change(
            "UPDATE outlets SET name = ? WHERE removed_at IS NOT NULL AND id ="
            f" (SELECT min(outlet_id) FROM outlet_hosts WHERE host IN ({marks}))",
            (name, *hosts),
        )

    def _take_up_again(self, outlet_id: int, home: str, now: datetime) -> None:
        self._database.change(
            "UPDATE outlets SET removed_at = NULL, paused = 0, home = ? WHERE id = ?",
            (home, outlet_id),
        )
        self._database.change("DELETE FROM outlet_hosts WHERE outlet_id = ?", (outlet_id,))
        self._database.change(
            "UPDATE addresses SET next_due = ?"
            " WHERE outlet_id = ? AND role IN ('candidate', 'article') AND next_due IS NULL",
            (to_text(now), outlet_id),
        )

    def all(self) -> list[Outlet]:
        """The watched outlets, by name."""
        rows = self._database.rows("SELECT * FROM outlets WHERE removed_at IS NULL ORDER BY name")
        hosts = defaultdict[int, list[str]](list)  # in one query: every page lists all outlets
        for host in self._database.rows("SELECT outlet_id, host FROM outlet_hosts ORDER BY host"):
            hosts[host["outlet_id"]].append(host["host"])
        return [_outlet(row, hosts[row["id"]]) for row in rows]

    def by_name(self, name: str, *, removed: bool = False) -> Outlet:
        """The outlet of this name, which may be a removed one if ``removed``. Raises NotStored."""
        row = self._database.row(
            "SELECT * FROM outlets WHERE name = ? AND (removed_at IS NULL OR ?)", (name, removed)
        )
        if row is None:
            raise NotStored("outlet", name, do=self._meant(name) + _DO)
        return self._outlet(row)

    def _meant(self, name: str) -> str:
        """A question suggesting the name most similar to a misspelt one."""
        from difflib import get_close_matches  # noqa: PLC0415 — only for a slip

        rows = self._database.rows("SELECT name FROM outlets WHERE removed_at IS NULL")
        meant = get_close_matches(name, [row["name"] for row in rows], n=1)
        return f"Did you mean {meant[0]}? " if meant else ""

    def by_host(self, host: str) -> Outlet | None:
        """The outlet that has articles on this host; of several, the oldest."""
        row = self._database.row(
            "SELECT outlets.* FROM outlet_hosts JOIN outlets ON outlets.id = outlet_id"
            " WHERE host = ? AND removed_at IS NULL ORDER BY outlets.id LIMIT 1",
            (host,),
        )
        return None if row is None else self._outlet(row)

    def set_paused(self, name: str, *, paused: bool) -> None:
        """Stop fetching from an outlet, or resume. Raises NotStored."""
        outlet = self.by_name(name)
        with self._database.transaction():
            self._database.change(
                "UPDATE outlets SET paused = ? WHERE id = ?", (int(paused), outlet.id)
            )

    def remove(self, name: str, now: datetime) -> None:
        """Stop watching: delete seeds and due times, keep all captures. Raises NotStored."""
        outlet = self.by_name(name)
        with self._database.transaction():
            self._database.change("DELETE FROM seeds WHERE outlet_id = ?", (outlet.id,))
            self._database.change(
                "UPDATE addresses SET next_due = NULL WHERE outlet_id = ?", (outlet.id,)
            )
            self._database.change(
                "UPDATE incidents SET closed_at = ? WHERE outlet_id = ? AND closed_at IS NULL",
                (to_text(now), outlet.id),
            )
            self._database.change(
                "UPDATE outlets SET removed_at = ? WHERE id = ?", (to_text(now), outlet.id)
            )

    def _outlet(self, row: Any) -> Outlet:
        hosts = self._database.rows(
            "SELECT host FROM outlet_hosts WHERE outlet_id = ? ORDER BY host", (row["id"],)
        )
        return _outlet(row, [host["host"] for host in hosts])


def _outlet(row: Any, hosts: list[str]) -> Outlet:
    return Outlet(
        id=row["id"],
        name=row["name"],
        home=row["home"],
        hosts=tuple(hosts),
        created_at=from_text(row["created_at"]),
        paused=bool(row["paused"]),
    )
