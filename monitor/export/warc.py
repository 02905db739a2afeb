"""WARC/1.1: the captures themselves, in the language that web archives speak to each other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.export.selection import slice_of
from storage.database.times import to_text
from storage.lost import STRICT
from storage.warc.captures import CaptureWriter
from storage.warc.slices import Slices
from storage.warc.writer import WarcWriter, record_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from monitor.export.selection import Selection
    from storage.archive import Archive
    from storage.lost import Losses


def write_warc(
    archive: Archive,
    selection: Selection,
    stream: BinaryIO,
    on_progress: Callable[[int], None] | None = None,
    *,
    filename: str | None = None,
    losses: Losses = STRICT,
) -> int:
    """Write the selected visits with their captures as they are read; gives their number.

    A selection of articles stands for the visits to all their addresses, one of a revision for
    the captures that show it; ``since`` and ``until`` look at when a visit began. A file whose
    name ends in ``.warc`` is plain, any other has a gzip member for each record. What is damaged
    is noted among the ``losses``. Raises NotStored before anything is written.
    """
    wanted = slice_of(archive, selection)
    now = datetime.now(UTC)
    plain = filename is not None and filename.lower().endswith(".warc")
    writer = WarcWriter(stream, plain=plain)
    software = f"Variorum/{__version__}"
    writer.warcinfo(record_id("warcinfo", to_text(now)), now, software, filename, [])
    slices, count = Slices(archive), 0
    captures = CaptureWriter(archive, slices, wanted, writer, losses=losses)
    for visit in slices.visits(wanted):
        captures.write(visit)
        count += 1
        if on_progress is not None:
            on_progress(count)
    return count
