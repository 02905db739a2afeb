"""The fields of a diff as people see them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.diff.showing import fields_in_order
from monitor.notation.languages import language_name

if TYPE_CHECKING:
    from monitor.diff.records import Diff, FieldChange


def shown_fields(diff: Diff) -> list[FieldChange]:
    """The changed fields in their order, with languages by their names."""
    return [
        _named(change) if change.field == "language" else change for change in fields_in_order(diff)
    ]


def _named(change: FieldChange) -> FieldChange:
    return replace(
        change,
        old=change.old and language_name(change.old),
        new=change.new and language_name(change.new),
    )
