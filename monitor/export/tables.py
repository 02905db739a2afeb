"""What the tables are: their columns, with types and meanings, as ``tables.json`` says.

That file is a Data Package of Frictionless Data; what is written follows it, and
``docs/tables.md`` tells it in prose.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NAMES = ("revisions", "changes", "edits", "visits")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``type`` is that of Table Schema; a list is joined by ``separator`` in a cell.

    ``json``: the value is a list of objects, in a cell as JSON.
    """

    name: str
    type: str
    separator: str | None = None
    json: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns in order, and its ``schema`` as Table Schema has it."""

    name: str
    columns: tuple[Column, ...]
    schema: dict[str, Any]


@cache
def descriptor() -> dict[str, Any]:
    """The Data Package without the files."""
    text = Path(__file__).with_name("tables.json").read_text(encoding="utf-8")
    described: dict[str, Any] = json.loads(text)
    return described


@cache
def table(name: str) -> Table:
    """The table of this name, one of :data:`NAMES`."""
    [found] = [one for one in descriptor()["resources"] if one["name"] == name]
    columns = tuple(
        Column(
            field["name"],
            field["type"],
            field["separator"] if field.get("list") else None,
            json=field.get("json", False),
        )
        for field in found["schema"]["fields"]
    )
    return Table(name, columns, found["schema"])
