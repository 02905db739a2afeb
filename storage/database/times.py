"""Times as the database stores them: RFC 3339 in UTC, to the microsecond, with ``Z``.

All are of the same width, so that they sort as text and can be read as they are in Datasette.
"""

from __future__ import annotations

from datetime import UTC, datetime

from storage.errors import ArchiveDamaged

DAY = len("2025-02-07")
_BEFORE_ZONE = len("2025-02-07T08:00:00.000000")


def to_text(time: datetime) -> str:
    """As ``2026-01-31T08:00:00.000000Z``. Raises ValueError for a time without a zone."""
    if time.tzinfo is None:
        raise ValueError(f"a time without a zone: {time!r}")
    if time.tzinfo is not UTC:
        time = time.astimezone(UTC)
    return time.isoformat(timespec="microseconds")[:_BEFORE_ZONE] + "Z"


def from_text(text: str) -> datetime:
    """The time in UTC that :func:`to_text` wrote. Raises ArchiveDamaged for anything else."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ArchiveDamaged(
            f"{text!r} is stored where a time should be.", do="See all damage with: variorum verify"
        ) from error


def maybe_text(time: datetime | None) -> str | None:
    """:func:`to_text`, but None for None."""
    return None if time is None else to_text(time)


def maybe_time(text: str | None) -> datetime | None:
    """:func:`from_text`, but None for None."""
    return None if text is None else from_text(text)


def from_page(text: str | None) -> datetime | None:
    """The time that a page claims, to calculate with; UTC if it names no zone, None if invalid."""
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def same(one: str | None, other: str | None) -> bool:
    """Do two times that a page claims name the same moment, whatever their zones?

    A day without an hour equals any hour of that day: it says less, but contradicts nothing.
    """
    if one == other:
        return True
    if not one or not other:
        return False
    if len(one) == DAY or len(other) == DAY:
        return one[:DAY] == other[:DAY]
    first = from_page(one)
    return first is not None and first == from_page(other)
