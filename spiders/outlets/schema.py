"""The JSON schema of rule files, for programs that help to write one.

``python -m spiders.outlets.schema > spiders/outlets/rules.schema.json`` writes the one that ships.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import Any

from spiders.outlets.form import ERA_KEYS, FIELDS, KEYS, SEED_KEYS, Key
from storage.records import SeedKind

NAME = "rules.schema.json"


def shipped_text() -> str:
    """The schema as it ships."""
    return (files("spiders.outlets") / NAME).read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """The schema, made from the same table by which a rule file is checked."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rules of an outlet, for Variorum",
        **_table(KEYS, ()),
    }


def _table(keys: dict[str, Key], required: tuple[str, ...]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _property(key) for name, key in keys.items()},
    }
    return made | ({"required": list(required)} if required else {})


def _property(key: Key) -> dict[str, Any]:
    return {"description": key.help, **_SHAPES[key.shape](key)}


def _text(key: Key) -> dict[str, Any]:
    if key.item == "kind":
        return {"enum": [kind.value for kind in SeedKind]}
    pattern = {"url": "^https?://", "host": r"^[^/\s@]+$", "phrase": r"\w.*\w"}.get(key.item)
    return {"type": "string"} | ({"pattern": pattern} if pattern else {})


def _era(_key: Key) -> dict[str, Any]:
    either = [{"required": ["valid_from"]}, {"required": ["valid_until"]}]
    return {"type": "array", "items": {**_table(ERA_KEYS, ()), "anyOf": either}}


_SHAPES = {
    "text": _text,
    "texts": lambda key: {"type": "array", "items": _text(key)},
    "switch": lambda _key: {"type": "boolean"},
    "count": lambda _key: {"type": "integer", "minimum": 1},
    "date": lambda _key: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}"},
    "fields": lambda _key: {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"type": "string"} for name in FIELDS},
    },
    "seeds": lambda _key: {"type": "array", "items": _table(SEED_KEYS, tuple(SEED_KEYS))},
    "eras": _era,
}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
