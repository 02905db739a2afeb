"""Compaction: storing again, against the best base there is, what a crawl stored quickly.

A crawl takes a base that is likely to be good, and a quick level. Here there is time: the versions
of an address are weighed against each other (``storage.payload.plans``). The base that this gives,
the present one and the most similar page of the outlet are tried, and the best is compressed at a
slower level, with a second base if that saves much. Where the bytes on the wire were only assumed
to be restorable, that is proved. Compaction may be stopped at any moment and goes on where it was,
and what a whole run has weighed is not weighed again (``storage.payload.weighed``); others can read
meanwhile.
"""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from storage.database.anew import make_anew, see_room
from storage.errors import ArchiveDamaged, ArchiveFull, NotStored
from storage.payload.blobs import BLANK
from storage.payload.histories import Histories
from storage.payload.large import LARGE
from storage.payload.weighed import Weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.archive import Archive

_GROUP = 20
_SKETCH = 64
_REMEMBERED = 2000
"""Sketches per outlet; the newest, because layouts change."""
_LOOKED_AT_AGAIN = 200
"""Of these, so many are made again for pages that came after the last run."""
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
        self._weighed = Weighed(self._database, archive.folder)
        self._histories = Histories(self._database, self._payloads)
        # Packed, because the sketches of forty outlets as sets would take half a gigabyte.
        self._sketches: dict[int, list[tuple[int, array[int]]]] = defaultdict(list)
        self._latest: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=_LATEST))
        self._recalled: set[int] = set()
        self._damaged: set[int] = set()
        self.report = Report()

    def run(self, progress: Callable[[int, int], None], *, shrink: bool = False) -> Report:
        """Compact what came since the last run, or the rest of one that was stopped.

        ``shrink``: afterwards return unused room to the disk, however long it takes; if there is no
        room for that, nothing is begun. Raises ArchiveFull and the like.
        """
        if shrink:
            see_room(self._database)
        last = self._database.value("SELECT max(id) FROM payloads") or 0
        for rows in self._groups():
            self._compact_all(rows)
            self._weighed.reach(rows[-1]["id"])
            progress(rows[-1]["id"], last)
        self._prove_the_rest()
        self._weighed.end(whole=not self.report.damaged)
        self._give_back(shrink=shrink)
        return self.report

    def _groups(self) -> Iterator[list[Any]]:
        """What is to be compacted, by id, some rows at a time; they are read when asked for."""
        columns = "SELECT id, outlet_id, codec, base_id, length, length(data) AS size FROM payloads"
        due = self._weighed.due()
        if due is not None:
            for at in range(0, len(due), _GROUP):
                ids = due[at : at + _GROUP]
                marks = ", ".join("?" * len(ids))
                rows = self._database.rows(f"{columns} WHERE id IN ({marks}) ORDER BY id", ids)
                if rows:  # bytes on the wire may have been proved, and dropped
                    yield rows
            return
        while rows := self._database.rows(
            f"{columns} WHERE id > ? ORDER BY id LIMIT ?", (self._weighed.after, _GROUP)
        ):
            yield rows

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
            self._damaged.add(row["id"])
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
        self._prove(payload_id)

    def _prove(self, payload_id: int) -> None:
        for capture in self._database.rows(
            "SELECT id FROM captures WHERE payload_id = ? AND recipe LIKE '%deflate?%'",
            (payload_id,),
        ):
            proved = self._captures.prove(capture["id"])
            self.report.proved += proved is True
            self.report.unproved += proved is False

    def _prove_the_rest(self) -> None:
        """Prove wire bytes of later captures of bodies that did not have to be weighed."""
        rows = self._database.rows(
            "SELECT DISTINCT payload_id AS id FROM captures JOIN payloads"
            " ON payloads.id = payload_id WHERE recipe LIKE '%deflate?%' AND codec <> ?",
            (BLANK,),
        )
        left = [row["id"] for row in rows if row["id"] not in self._damaged]
        for at in range(0, len(left), _GROUP):
            with self._database.transaction():
                for payload_id in left[at : at + _GROUP]:
                    try:
                        self._prove(payload_id)
                    except (ArchiveDamaged, NotStored):
                        self.report.damaged += 1

    def _bases(self, row: Any, planned: int | None, data: bytes) -> list[int | None]:
        """Possible bases, all older: a chain that only leads to older ones cannot be a ring."""
        self._recall(row)
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

    def _recall(self, row: Any) -> None:
        """Before the first new page of an outlet: look at the last ones of those weighed before."""
        outlet_id, known_id = row["outlet_id"], self._weighed.since.payload_id
        if row["id"] <= known_id or outlet_id in self._recalled:
            return
        self._recalled.add(outlet_id)
        rows = self._database.rows(
            "SELECT id FROM payloads WHERE id <= ? AND outlet_id = ? AND codec <> ?"
            " AND length <= ? ORDER BY id DESC LIMIT ?",
            (known_id, outlet_id, BLANK, LARGE, _LOOKED_AT_AGAIN),
        )
        if not rows:
            return
        self._sketches[outlet_id].clear()
        for one in reversed(rows):
            with suppress(ArchiveDamaged, NotStored):
                sketch = sketch_of(self._payloads.get_by_id(one["id"]))
                self._sketches[outlet_id].append((one["id"], array("I", sketch)))
        self._latest[outlet_id].extend(row["id"] for row in reversed(rows[:_LATEST]))

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


def sketch_of(data: bytes) -> frozenset[int]:
    """The smallest hashes of a page's tags and texts: similar pages share many of these."""
    return frozenset(sorted({zlib.crc32(part) for part in data.split(b"<")})[:_SKETCH])
