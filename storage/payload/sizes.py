"""Sizes: how much room an archive takes on the disk, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive

_BLOBS = ("payloads", "heads", "texts")


def sizes(archive: Archive) -> dict[str, int]:
    """Sizes in bytes: of the file and its free pages; of bodies, heads and texts, full and stored.

    ``captured_bytes`` is what all captures brought, each body counted every time it came.
    ``deepest`` is the length of the longest chain of bases.
    """
    value = archive._database.value  # noqa: SLF001 — behind the same door
    page = value("PRAGMA page_size")
    found = {
        "file_bytes": page * value("PRAGMA page_count"),
        "unused_bytes": page * value("PRAGMA freelist_count"),
        "captured_bytes": value(
            "SELECT coalesce(sum(length), 0) FROM captures"
            " JOIN payloads ON payloads.id = captures.payload_id"
        ),
        "deepest": value("SELECT coalesce(max(depth), 0) FROM payloads"),
    }
    for table in _BLOBS:
        found[f"{table}_bytes"] = value(f"SELECT coalesce(sum(length), 0) FROM {table}")
        found[f"{table}_stored"] = value(f"SELECT coalesce(sum(length(data)), 0) FROM {table}")
    return found
