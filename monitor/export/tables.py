"""The tables: their columns, with types and meanings, as ``tables.json`` defines them.

That file is a Data Package of Frictionless Data; what is written follows it, and
``docs/tables.md`` describes it in prose.
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
    """One column. ``type`` is that of Table Schema; in a cell, ``separator`` joins a list.

    ``json``: the value is a list of objects, which a cell has as JSON.
    """

    name: str
    type: str
    separator: str | None = None
    json: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns in order, and its ``schema`` as a Table Schema."""

    name: str
    columns: tuple[Column, ...]
    schema: dict[str, Any]


@cache
def descriptor() -> dict[str, Any]:
    """The description of the Data Package, without files."""
    text = Path(__file__).with_name("tables.json").read_text(encoding="utf-8")
    described: dict[str, Any] = json.loads(text)
    return described


@cache
def table(name: str) -> Table:
    """The table with this name, one of :data:`NAMES`."""
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
