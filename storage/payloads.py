"""Payloads: every body once, by its SHA-256, at the cost of the difference."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storage.blobs import Blobs
from storage.errors import ArchiveDamaged, NotStored, PayloadDamaged

if TYPE_CHECKING:
    from storage.connection import Database

_CACHE_BYTES = 24 * 1024 * 1024
_ANCHOR_USES = 200
"""After so many first captures of articles the outlet's sample page is taken anew."""


class Payloads:
    """The payload store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._blobs = Blobs(database, "payloads", "payload", _CACHE_BYTES)

    def get(self, digest: str) -> bytes:
        """By ``sha256:<hex>``. Raises NotStored, PayloadDamaged."""
        row = self._database.row("SELECT id FROM payloads WHERE sha256 = ?", (to_hash(digest),))
        if row is None:
            raise NotStored("payload", digest)
        return self.get_by_id(row["id"])

    def get_by_id(self, payload_id: int) -> bytes:
        """By id. Raises NotStored, PayloadDamaged."""
        try:
            return self._blobs.get(payload_id)
        except PayloadDamaged:
            raise
        except ArchiveDamaged as error:
            digest = to_digest(
                self._database.value("SELECT sha256 FROM payloads WHERE id = ?", (payload_id,))
            )
            raise PayloadDamaged(digest, error.why, self.leaning_on(payload_id)) from error

    def leaning_on(self, payload_id: int) -> tuple[str, ...]:
        """Digests of all that cannot be rebuilt without this one."""
        sql = """
            WITH RECURSIVE leaning (id) AS (
                SELECT id FROM payloads WHERE base_id = ?
                UNION
                SELECT payloads.id FROM payloads JOIN leaning ON payloads.base_id = leaning.id
            )
            SELECT sha256 FROM payloads WHERE id IN (SELECT id FROM leaning) ORDER BY id
        """
        return tuple(to_digest(row["sha256"]) for row in self._database.rows(sql, (payload_id,)))

    def put_body(self, data: bytes, outlet_id: int, last_id: int | None, *, page: bool) -> int:
        """A response's body; gives its id.

        ``last_id`` is the last payload of the same address; ``page``: without one, the outlet's
        sample page may serve as base, and this may become it.
        """
        known = self._find(data)
        if known is not None:
            return known
        base_id = self._base_after(last_id, outlet_id)
        if base_id is not None or not page:
            return self._blobs.add(data, base_id, outlet_id=outlet_id)
        return self._put_first(data, outlet_id)

    def put_alone(self, data: bytes, outlet_id: int) -> int:
        """Bytes that resemble nothing: a body as it came over the wire."""
        known = self._find(data)
        return known if known is not None else self._blobs.add(data, None, outlet_id=outlet_id)

    def _find(self, data: bytes) -> int | None:
        digest = hashlib.sha256(data).digest()
        found = self._database.value("SELECT id FROM payloads WHERE sha256 = ?", (digest,))
        return None if found is None else int(found)

    def _base_after(self, last_id: int | None, outlet_id: int) -> int | None:
        if last_id is None:
            return None
        # The same bytes may have come from another outlet first: those are no base for this one.
        owner, anchor = self._database.row(
            "SELECT (SELECT outlet_id FROM payloads WHERE id = ?), anchor_payload_id"
            " FROM outlets WHERE id = ?",
            (last_id, outlet_id),
        )
        return self._blobs.next_base(last_id, anchor) if owner == outlet_id else None

    def _put_first(self, data: bytes, outlet_id: int) -> int:
        anchor_id, uses = self._database.row(
            "SELECT anchor_payload_id, anchor_uses FROM outlets WHERE id = ?", (outlet_id,)
        )
        fresh = anchor_id is None or uses >= _ANCHOR_USES
        payload_id = self._blobs.add(data, None if fresh else anchor_id, outlet_id=outlet_id)
        if fresh:
            self._database.change(
                "UPDATE outlets SET anchor_payload_id = ?, anchor_uses = 0 WHERE id = ?",
                (payload_id, outlet_id),
            )
        else:
            self._database.change(
                "UPDATE outlets SET anchor_uses = anchor_uses + 1 WHERE id = ?", (outlet_id,)
            )
        return payload_id


def to_hash(digest: str) -> bytes:
    """The 32 bytes of ``sha256:<hex>``. Raises NotStored for anything else."""
    name, _, digits = digest.partition(":")
    try:
        value = bytes.fromhex(digits)
    except ValueError:
        value = b""
    if name != "sha256" or len(value) != hashlib.sha256().digest_size:
        raise NotStored("payload", digest)
    return value


def to_digest(value: bytes) -> str:
    """``sha256:<hex>`` of 32 bytes."""
    return f"sha256:{value.hex()}"
