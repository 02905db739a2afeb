"""What earlier runs of compaction have weighed, so that a run only does what has come since.

Captures and bodies get rising ids, so two ids say how far a whole run got. They stand beside the
archive, with a summary of how the bodies up to there were stored: where that is no longer so (a
backup was put back, something was redacted), everything is weighed again. Nothing but room depends
on this file, and it may be deleted at any time; which wire bytes are proved does not.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.payload.histories import MOST

if TYPE_CHECKING:
    from pathlib import Path

    from storage.database.connection import Database

PROGRESS_NAME = "compact.progress"
DONE_NAME = "compact.done"

_RULES = 1
"""To be raised when compaction finds better bases: archives are then weighed anew."""


class Extent(NamedTuple):
    """Captures and bodies up to these ids."""

    capture_id: int
    payload_id: int


NOTHING = Extent(0, 0)


class Weighed:
    """The notes of one archive.

    A run weighs what came after ``since``, was begun with all up to ``until``, and is done with the
    bodies up to ``after``. A run that was stopped keeps its ``until``: what was captured before it
    went on is weighed by the next one.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._notes, self._mark = folder / PROGRESS_NAME, folder / DONE_NAME
        notes = _read(self._notes)
        try:
            self.since, self.until = Extent(*notes["since"]), Extent(*notes["until"])
            self.after: int = notes["after"]
        except (KeyError, TypeError):
            # None, those of an older release, or cut off.
            self.since, self.until, self.after = self._last_run(), self._present(), 0

    def due(self) -> list[int] | None:
        """The bodies to weigh, by id; None stands for all."""
        if self.since == NOTHING:
            return None
        sql = "SELECT id FROM payloads WHERE id > ?"
        due = {int(row["id"]) for row in self._database.rows(sql, (self.since.payload_id,))}
        for row in self._database.rows(
            "SELECT address_id, count(DISTINCT payload_id) AS count FROM captures"
            " JOIN visits ON visits.id = captures.id"
            " WHERE captures.id > ? AND payload_id > ? GROUP BY address_id",
            self.since,
        ):
            due.update(self._earlier(row["address_id"], MOST - row["count"]))
        return sorted(one for one in due if one > self.after)

    def reach(self, payload_id: int) -> None:
        """Note that the bodies up to this one are done."""
        self.after = payload_id
        notes = {"since": self.since, "until": self.until, "after": self.after}
        self._notes.write_text(json.dumps(notes) + "\n")

    def end(self, *, whole: bool) -> None:
        """Forget the progress; unless some could not be read, note that all is weighed."""
        if whole:
            # The last ones may be gone, and their ids given to what comes next.
            reached = Extent(*map(min, self.until, self._present()))
            mark = {"rules": _RULES, "until": reached, "stored": self._summary(reached)}
            self._mark.write_text(json.dumps(mark) + "\n")
        self._notes.unlink(missing_ok=True)

    def _earlier(self, address_id: int, most: int) -> list[int]:
        """The last versions of an address that the last run knew, to be weighed with new ones."""
        rows = self._database.rows(
            "SELECT DISTINCT payload_id AS id FROM visits JOIN captures ON captures.id = visits.id"
            " WHERE address_id = ? AND payload_id <= ? ORDER BY payload_id DESC LIMIT ?",
            (address_id, self.since.payload_id, max(0, most)),
        )
        return [row["id"] for row in rows]

    def _last_run(self) -> Extent:
        mark = _read(self._mark)
        try:
            reached = Extent(*mark["until"])
            same = mark["rules"] == _RULES and mark["stored"] == self._summary(reached)
        except (KeyError, TypeError):
            return NOTHING
        return reached if same else NOTHING

    def _present(self) -> Extent:
        value = self._database.value
        return Extent(
            value("SELECT max(id) FROM captures") or 0, value("SELECT max(id) FROM payloads") or 0
        )

    def _summary(self, extent: Extent) -> list[int | None]:
        return list(
            self._database.row(
                "SELECT count(*), sum(id), sum(length), sum(length(data)), sum(depth),"
                " sum(base_id), sum(second_id) FROM payloads WHERE id <= ?",
                (extent.payload_id,),
            )
        )


def _read(path: Path) -> Any:
    """What the file says; nothing if it is not there, or was cut off."""
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
