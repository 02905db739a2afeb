"""Parquet, for data analysis: typed columns, times as times, lists as lists.

It needs pyarrow, which comes with the extra ``parquet``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from monitor.export.rows import Row
    from monitor.export.tables import Column, Table

_GROUP = 2_000
"""How many rows are kept in memory and written together."""


def require() -> Any:
    """The library. Raises InputError if it is not installed."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise InputError(
            "Parquet needs the library pyarrow, which is not installed.",
            why="It is large, so it is an optional extra.",
            do="Install it with: pip install 'variorum[parquet]'. Or export csv or jsonl.",
        ) from error
    return pa


def write_rows_as_parquet(table: Table, rows: Iterable[Row], stream: BinaryIO) -> None:
    """Write rows in groups as they come. Raises InputError if pyarrow is not installed."""
    pa = require()
    import pyarrow.parquet as pq

    fields = [pa.field(column.name, _type(pa, column)) for column in table.columns]
    schema = pa.schema(fields, metadata={"table": table.name})
    with pq.ParquetWriter(pa.PythonFile(stream, mode="w"), schema, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _type(pa: Any, column: Column) -> Any:
    if column.json:
        parts = [(name, pa.string()) for name in ("type", "old", "new", "note")]
        return pa.list_(pa.struct(parts))
    if column.separator is not None:
        return pa.list_(pa.string())
    types = {
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "datetime": pa.timestamp("us", tz="UTC"),
        "string": pa.string(),
    }
    return types[column.type]


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        group.append({name: _storable(value) for name, value in row.items()})
        if len(group) == _GROUP:
            yield group
            group = []
    if group:
        yield group


def _storable(value: Any) -> Any:
    """The value without lone surrogates, which UTF-8 cannot encode."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
