"""JSON Lines: one *revision* a line, in UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.export.objects import revision_json
from monitor.output import to_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from monitor.export.selection import Selection
    from storage.archive import Archive


def write_jsonl(
    archive: Archive,
    selection: Selection,
    stream: BinaryIO,
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Write the selected revisions as they are read; gives their number."""
    count = 0
    for revision in selection.of(archive):
        extraction = archive.extraction(revision.extraction_id)
        captures = archive.captures_of_revision(revision)
        line = to_json(revision_json(revision, extraction, captures))
        stream.write(line.encode() + b"\n")
        count += 1
        if on_progress is not None:
            on_progress(count)
    return count
