"""JSON Lines: one *revision* per line, or one row of another table; in UTF-8."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.output import to_json
from monitor.queries.objects import revision_json
from storage.database.times import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from monitor.export.export import Export
    from monitor.export.rows import Row
    from monitor.export.tables import Table


def write_jsonl(export: Export, stream: BinaryIO) -> None:
    """Write the selected revisions as they are read."""
    for revision, extraction, captures in export.counted(export.readings()):
        line = to_json(revision_json(revision, extraction, captures))
        stream.write(line.encode() + b"\n")


def write_rows_as_json(table: Table, rows: Iterable[Row], stream: BinaryIO) -> None:
    """Write rows of a table, one object per line, with times as in RFC 3339.

    Keys are in the order of the columns: readers of Data Packages use their positions.
    """
    names = [column.name for column in table.columns]
    for row in rows:
        told = {name: _value(row[name]) for name in names}
        stream.write(to_json(told).encode() + b"\n")


def _value(value: Any) -> Any:
    return to_text(value) if isinstance(value, datetime) else value
