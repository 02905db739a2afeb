"""Compaction: storing again, against the best base there is, what a crawl stored quickly.

A crawl takes a base that is likely to be good, and a quick level. Here there is time: the versions
of an address are weighed against each other (``storage.payload.plans``). The base that this gives,
the present one and the most similar page of the outlet are tried, and the best is compressed at a
slower level, with a second base if that saves much. Where the bytes on the wire were only assumed
to be restorable, that is proved. Compaction may be stopped at any moment and goes on where it was;
others can read meanwhile.
"""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict, deque
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from storage.database.anew import make_anew, see_room
from storage.errors import ArchiveDamaged, ArchiveFull, NotStored
from storage.payload.blobs import BLANK
from storage.payload.histories import Histories
from storage.payload.large import LARGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.archive import Archive

PROGRESS_NAME = "compact.progress"

_GROUP = 20
_SKETCH = 64
_REMEMBERED = 2000
"""Sketches per outlet; the newest, because layouts change."""
_ALIKE = 0.1
"""The share of a page's sketch that another one must have at least."""
_LATEST = 6
"""How many recent pages of an outlet may serve as second bases for the next one."""
_MUCH_FREE = 0.1
SOON_DONE = 256 * 1024 * 1024
"""Up to this many bytes in use, the file is rewritten unasked. That takes some seconds on a slow
disk, and a small change waits for it half a minute at most."""


@dataclass
class Report:
    """What was done. Sizes are bytes of stored bodies; ``unproved`` wire bodies are not zlib's.

    ``damaged``: bodies that cannot be read and were left as they are. ``free``: unused bytes of the
    file.
    """

    payloads: int = 0
    rewritten: int = 0
    proved: int = 0
    unproved: int = 0
    before: int = 0
    after: int = 0
    damaged: int = 0
    free: int = 0


class Compaction:
    """One run over an archive that is open to write."""

    def __init__(self, archive: Archive) -> None:
        self._database = archive._database  # noqa: SLF001 — behind the same door
        self._payloads = archive._payloads  # noqa: SLF001 — the same
        self._captures = archive._captures  # noqa: SLF001 — the same
        self._notes: Path = archive.folder / PROGRESS_NAME
        self._histories = Histories(self._database, self._payloads)
        # Packed, because the sketches of forty outlets as sets would take half a gigabyte.
        self._sketches: dict[int, list[tuple[int, array[int]]]] = defaultdict(list)
        self._latest: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=_LATEST))
        self.report = Report()

    def run(self, progress: Callable[[int, int], None], *, shrink: bool = False) -> Report:
        """Compact from where the last run was stopped to the end. Raises ArchiveFull and the like.

        ``shrink``: afterwards return unused room to the disk, however long it takes; if there is no
        room for that, nothing is begun.
        """
        if shrink:
            see_room(self._database)
        last = self._database.value("SELECT max(id) FROM payloads") or 0
        after = self._read()
        while True:
            rows = self._database.rows(
                "SELECT id, outlet_id, codec, base_id, length, length(data) AS size FROM payloads"
                " WHERE id > ? ORDER BY id LIMIT ?",
                (after, _GROUP),
            )
            if not rows:
                break
            self._compact_all(rows)
            after = rows[-1]["id"]
            self._notes.write_text(f"{after}\n")
            progress(after, last)
        self._notes.unlink(missing_ok=True)
        self._give_back(shrink=shrink)
        return self.report

    def _compact_all(self, rows: list[Any]) -> None:
        """Compact these in short transactions; what takes long is done between them."""
        weighed: list[Any] = []
        for row in rows:
            if not self._histories.is_weighed(row["id"]):
                self._write(weighed)
                weighed = []
                self._histories.weigh(row["id"])
            weighed.append(row)
        self._write(weighed)

    def _write(self, rows: list[Any]) -> None:
        if not rows:
            return
        with self._database.transaction():
            for row in rows:
                if row["codec"] != BLANK and self._is_there(row["id"]):
                    self._try(row)

    def _is_there(self, payload_id: int) -> bool:
        """Whether it still exists: bytes on the wire may just have been proved, and dropped."""
        found = self._database.value("SELECT id FROM payloads WHERE id = ?", (payload_id,))
        return found is not None

    def _try(self, row: Any) -> None:
        try:
            self._compact(row)
        except (ArchiveDamaged, NotStored):  # damaged bytes, or a missing row
            self.report.damaged += 1

    def _compact(self, row: Any) -> None:
        payload_id, size = row["id"], row["size"]
        now = None
        if row["length"] <= LARGE:
            data = self._payloads.get_by_id(payload_id)
            place = self._histories.place(payload_id)
            bases = self._bases(row, place.base or None, data)
            seconds = self._seconds(row)
            now = self._payloads.rebase(payload_id, data, bases, seconds, place)
        self.report.payloads += 1
        self.report.before += size
        self.report.after += size if now is None else now
        self.report.rewritten += now is not None
        for capture in self._database.rows(
            "SELECT id FROM captures WHERE payload_id = ? AND recipe LIKE '%deflate?%'",
            (payload_id,),
        ):
            proved = self._captures.prove(capture["id"])
            self.report.proved += proved is True
            self.report.unproved += proved is False

    def _bases(self, row: Any, planned: int | None, data: bytes) -> list[int | None]:
        """Possible bases, all older: a chain that only leads to older ones cannot be a ring."""
        sketch = sketch_of(data)
        known = self._sketches[row["outlet_id"]]
        found = [planned, row["base_id"]]
        shared = ((len(sketch.intersection(one)), payload_id) for payload_id, one in known)
        # Of several the oldest, so that the next run finds the same one.
        most, alike = max(shared, key=itemgetter(0), default=(0, 0))
        if most >= _ALIKE * len(sketch):
            found.append(alike)
        known.append((row["id"], array("I", sketch)))
        del known[:-_REMEMBERED]
        return [one for one in dict.fromkeys(found) if one is None or one < row["id"]]

    def _seconds(self, row: Any) -> list[int]:
        """The last pages of the address and of the outlet, which have the newest furniture."""
        latest = self._latest[row["outlet_id"]]
        found = [*self._histories.before(row["id"]), *latest]
        latest.append(row["id"])
        return [one for one in found if one < row["id"]]

    def _give_back(self, *, shrink: bool) -> None:
        """Return unused room to the disk, if it is much and quickly done, or was asked for.

        Nobody else can write meanwhile, and it takes room for two more copies. As later crawls fill
        the unused room anyway, a large file is left as it is.
        """
        value = self._database.value
        page, pages = value("PRAGMA page_size"), value("PRAGMA page_count")
        free = value("PRAGMA freelist_count")
        soon_done = (pages - free) * page <= SOON_DONE and free > _MUCH_FREE * pages
        if free and (shrink or soon_done):
            try:
                make_anew(self._database)
            except ArchiveFull:
                if shrink:
                    raise
        value("PRAGMA wal_checkpoint(TRUNCATE)")
        self.report.free = page * value("PRAGMA freelist_count")

    def _read(self) -> int:
        try:
            return int(self._notes.read_text())
        except (OSError, ValueError):
            return 0


def sketch_of(data: bytes) -> frozenset[int]:
    """The smallest hashes of a page's tags and texts: similar pages share many of these."""
    return frozenset(sorted({zlib.crc32(part) for part in data.split(b"<")})[:_SKETCH])
