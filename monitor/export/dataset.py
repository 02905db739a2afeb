"""All tables in one ZIP file, with a machine-readable description: a Data Package."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from monitor import __version__
from monitor.export import tables
from monitor.export.rows import rows_of
from monitor.export.selection import slice_of
from storage.database.times import to_text
from storage.warc.zipped import ZipWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

    from monitor.export.export import Export
    from monitor.export.rows import Row

_MEDIA_TYPES = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}


def write_dataset(
    form: str,
    write_table: Callable[[tables.Table, Iterable[Row], BinaryIO], None],
    export: Export,
    stream: BinaryIO,
) -> None:
    """Write every table in this format, and ``datapackage.json`` with schemas and digests.

    Raises InputError or NotStored before anything is written.
    """
    slice_of(export.archive, export.selection)  # check now: the last table, of visits, needs it
    created = datetime.now(UTC)
    described: dict[str, Any] = copy.deepcopy(tables.descriptor())
    described |= {"created": to_text(created), "software": f"Variorum/{__version__}"}
    with ZipWriter(stream, created) as package:
        for resource in described["resources"]:
            name = resource["name"]
            path = f"{name}.{form}"
            with package.open(path) as sink:
                write_table(tables.table(name), rows_of(name, export), cast("BinaryIO", sink))
            member = package.members[-1]
            if form != "csv":
                _with_lists(resource["schema"])
            resource |= {
                "path": path,
                "profile": "tabular-data-resource",
                "format": form,
                "mediatype": _MEDIA_TYPES[form],
                "encoding": "utf-8",
                "hash": f"sha256:{member.sha256}",
            }
            if form != "parquet":  # Frictionless Data's reader does not count its bytes
                resource["bytes"] = member.length
        text = json.dumps(described, indent=1, ensure_ascii=False)
        package.put("datapackage.json", text.encode())


def _with_lists(schema: dict[str, Any]) -> None:
    """Declare lists as arrays, for formats that do not join them into a cell."""
    for field in schema["fields"]:
        if field.get("list") or field.get("json"):
            field["type"] = "array"
