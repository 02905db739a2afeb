"""Figures for people: a number with its noun, a size with its unit, a name in words."""

from __future__ import annotations

from typing import Any

from monitor.notation.times import short

_LABELS = {
    "free_bytes": "free on the disk",
    "unused_bytes": "free in the file",
    "before_bytes": "size before",
    "after_bytes": "size after",
    "flying": "requests under way",
    "due": "visits due",
    "oldest_due": "due since",
    "next_due": "next visit due",
    "unread": "pages not read yet",
    "payloads": "different bodies",
    "extractions": "readings",
    "captured_bytes": "bodies of all captures",
    "payloads_bytes": "each body once",
    "payloads_stored": "bodies as they are kept",
    "deepest": "longest chain of bodies",
    "heads_bytes": "heads as they came",
    "heads_stored": "heads as they are kept",
    "texts_bytes": "texts as they were read",
    "texts_stored": "texts as they are kept",
}
_SIZES = ("_bytes", "_stored")
_TIMES = ("_due", "_at")
_NAMES = frozenset({"pid"})
"""Numbers that count nothing."""


def counted(number: int, noun: str) -> str:
    """``1 page``, ``12 pages``, ``2 entries``."""
    if number == 1:
        return f"{number} {noun}"
    return f"{number} {noun.removesuffix('y')}ies" if noun.endswith("ry") else f"{number} {noun}s"


def size(number: float) -> str:
    """``12 kB``; as bytes below a thousand."""
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:  # noqa: PLR2004 — kilo
            return f"{number:.0f} {unit}"
        number = number / 1000
    return f"{number:.1f} GB"


def percent(share: float | None) -> str | None:
    """``38.7%`` for a share between 0 and 1; None for None."""
    return None if share is None else f"{share:.1%}".replace(".0%", "%")


def figure(name: str, value: Any) -> tuple[str, str]:
    """A name and value for the screen: ``free_bytes 69736366080`` is ``free on the disk 69.7 GB``.

    Anything but a size, number or time stays as it is; nothing is shown as a dash.
    """
    label = _LABELS.get(name) or name.replace("_bytes", "_size").replace("_", " ")
    if value is None:
        return label, "–"
    if name.endswith(_SIZES):
        return label, size(value)
    if isinstance(value, int) and name not in _NAMES:
        return label, f"{value:,}"
    return label, short(value) if name.endswith(_TIMES) else str(value)
