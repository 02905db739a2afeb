"""Request and response heads, byte for byte, as differences to earlier ones of the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.payload.blobs import Blobs

if TYPE_CHECKING:
    from storage.database.connection import Database

_CACHE_BYTES = 2 * 1024 * 1024
_POOR = 3  # a difference that saves less than two thirds calls for a new base


class Heads:
    """The heads of captures. The first heads of an address are the base of its later ones."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._blobs = Blobs(database, "heads", "heads of capture", _CACHE_BYTES)

    def forget(self) -> None:
        """Drop what is cached, and read everything from the file again."""
        self._blobs.forget()

    def check(self, capture_id: int) -> None:
        """Check that they are as they were stored. Raises NotStored, ArchiveDamaged."""
        self._blobs.check(capture_id)

    def get(self, capture_id: int) -> tuple[bytes, bytes]:
        """Request head and response head. Raises NotStored, ArchiveDamaged."""
        both = self._blobs.get(capture_id)
        cut = self._database.value("SELECT request_length FROM heads WHERE id = ?", (capture_id,))
        return both[:cut], both[cut:]

    def put(self, capture_id: int, request: bytes, response: bytes, address: Any) -> None:
        """Store both as one blob, against the first of the address, or else of the outlet.

        ``address`` is its row, with ``outlet_heads_id``.
        """
        own, outlets = address["anchor_heads_id"], address["outlet_heads_id"]
        data = request + response
        base = outlets if own is None else own
        self._blobs.add(data, base, id=capture_id, request_length=len(request))
        if outlets is None:
            self._database.change(
                "UPDATE outlets SET anchor_heads_id = ? WHERE id = ?",
                (capture_id, address["outlet_id"]),
            )
        elif own is None or self._is_poor(capture_id, len(data)):
            self._database.change(
                "UPDATE addresses SET anchor_heads_id = ? WHERE id = ?",
                (self._flat(capture_id), address["id"]),
            )

    def _is_poor(self, capture_id: int, length: int) -> bool:
        stored = self._database.value("SELECT length(data) FROM heads WHERE id = ?", (capture_id,))
        return bool(stored * _POOR > length)

    def _flat(self, capture_id: int) -> int | None:
        """Its id, to be used as a base, unless too many bases lie under it already."""
        return capture_id if self._blobs.depth(capture_id) <= 1 else None
