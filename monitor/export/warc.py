"""WARC/1.1: the captures themselves, in the format that web archives exchange."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.export.selection import slice_of
from storage.database.times import to_text
from storage.warc.captures import CaptureWriter
from storage.warc.slices import Slices
from storage.warc.writer import WarcWriter, record_id

if TYPE_CHECKING:
    from typing import BinaryIO

    from monitor.export.export import Export


def write_warc(export: Export, stream: BinaryIO, *, filename: str | None = None) -> None:
    """Write the selected visits with their captures as they are read.

    A selected article stands for the visits to all its addresses, a selected revision for the
    captures that show it; ``since`` and ``until`` apply to the start of a visit. A file whose
    name ends in ``.warc`` is plain; any other has a gzip member for each record. Raises NotStored
    before anything is written.
    """
    wanted = slice_of(export.archive, export.selection)
    now = datetime.now(UTC)
    plain = filename is not None and filename.lower().endswith(".warc")
    writer = WarcWriter(stream, plain=plain)
    software = f"Variorum/{__version__}"
    writer.warcinfo(record_id("warcinfo", to_text(now)), now, software, filename)
    slices = Slices(export.archive)
    captures = CaptureWriter(export.archive, slices, wanted, writer, losses=export.losses)
    for visit in export.counted(slices.visits(wanted)):
        captures.write(visit)
