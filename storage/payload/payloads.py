"""Payloads: every body is stored once, by its SHA-256, as a difference to an earlier one."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storage.digest import to_digest, to_hash
from storage.errors import ArchiveDamaged, NotStored, PayloadDamaged, Redacted
from storage.payload.blobs import BLANK, Blobs
from storage.payload.large import LARGE
from storage.payload.rebasing import Rebasing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database.connection import Database
    from storage.payload.plans import Place

_CACHE_BYTES = 16 * 1024 * 1024
"""A hundred pages of common size: a crawl reads the newest ones again and again, and stores new
ones against those it saw before."""
_SAMPLE_USES = 200
"""After this many first captures of articles, the outlet gets a new sample page."""


class Payloads:
    """The payload store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._blobs = Blobs(database, "payloads", "payload", _CACHE_BYTES, seconds=True)
        self._rebasing = Rebasing(self._blobs)

    def forget(self) -> None:
        """Drop what is cached, and read everything from the file again."""
        self._blobs.forget()

    def get(self, digest: str) -> bytes:
        """The body with this digest, ``sha256:<hex>``. Raises NotStored, PayloadDamaged."""
        row = self._blobs.find(to_hash(digest))
        if row is None:
            raise NotStored("payload", digest)
        with self._told(row["id"]):
            return self._blobs.get_found(row)

    def get_by_id(self, payload_id: int) -> bytes:
        """The body with this id. Raises NotStored, PayloadDamaged, Redacted."""
        with self._told(payload_id):
            return self._blobs.get(payload_id)

    def pieces(self, payload_id: int) -> Iterator[bytes]:
        """The same, in pieces if it is large; the last one is given after all of it is checked."""
        with self._told(payload_id):
            yield from self._blobs.pieces(payload_id)

    def pieces_of(self, digest: str) -> Iterator[bytes]:
        """The same for a digest, ``sha256:<hex>``."""
        row = self._database.row("SELECT id FROM payloads WHERE sha256 = ?", (to_hash(digest),))
        if row is None:
            raise NotStored("payload", digest)
        return self.pieces(row["id"])

    def check(self, payload_id: int) -> None:
        """Check that it is as it was stored. Raises NotStored, PayloadDamaged, Redacted."""
        for _ in self.pieces(payload_id):
            pass

    @contextmanager
    def _told(self, payload_id: int) -> Iterator[None]:
        """Report damage by digest, with all payloads that have this one as a base."""
        try:
            yield
        except PayloadDamaged:
            raise
        except ArchiveDamaged as error:
            self._tell_redaction(payload_id)
            digest = to_digest(
                self._database.value("SELECT sha256 FROM payloads WHERE id = ?", (payload_id,))
            )
            raise PayloadDamaged(digest, error.why, self.leaning_on(payload_id)) from error

    def _tell_redaction(self, payload_id: int) -> None:
        row = self._database.row(
            "SELECT reason, redacted_at FROM redactions JOIN captures ON captures.id = capture_id"
            " JOIN payloads ON payloads.id = ? WHERE codec = ?"
            " AND payloads.id IN (payload_id, wire_id, rendered_id)",
            (payload_id, BLANK),
        )
        if row is not None:
            raise Redacted("The body of this capture", row["reason"], row["redacted_at"])

    def redact(self, payload_id: int) -> None:
        """Remove its bytes; payloads that have it as a base are stored again without it."""
        self._blobs.release(payload_id)
        self._blobs.blank(payload_id)
        self._database.change(
            "UPDATE outlets SET anchor_payload_id = NULL WHERE anchor_payload_id = ?", (payload_id,)
        )

    def rebase(
        self,
        payload_id: int,
        data: bytes,
        bases: list[int | None],
        seconds: list[int],
        place: Place,
    ) -> int | None:
        """Store it again against the best of these bases, if worth it; return the new size.

        All bases are older; None stands for no base. ``place`` says what will have it as a base.
        """
        return self._rebasing.rebase(payload_id, data, bases, seconds, place)

    def size_against(self, data: bytes, base_id: int | None) -> int:
        """The stored size of these bytes at the quick level, against a base or whole."""
        return self._blobs.size_against(data, base_id)

    def low(self, payload_id: int, room: int) -> dict[int, int]:
        """It and its chain of bases, with their depths, as far as these are below ``room``."""
        return self._rebasing.low(payload_id, room)

    def base_of(self, payload_id: int) -> int | None:
        """The id of its base, or None."""
        found = self._database.value("SELECT base_id FROM payloads WHERE id = ?", (payload_id,))
        return None if found is None else int(found)

    def leaning_on(self, payload_id: int) -> tuple[str, ...]:
        """Digests of all payloads that cannot be restored without this one."""
        sql = """
            WITH RECURSIVE leaning (id) AS (
                SELECT id FROM payloads WHERE base_id = ? OR second_id = ?
                UNION
                SELECT payloads.id FROM payloads
                JOIN leaning ON base_id = leaning.id OR second_id = leaning.id
            )
            SELECT sha256 FROM payloads WHERE id IN (SELECT id FROM leaning) ORDER BY id
        """
        return tuple(
            to_digest(row["sha256"]) for row in self._database.rows(sql, (payload_id, payload_id))
        )

    def put_body(self, data: bytes, outlet_id: int, last_id: int | None, *, page: bool) -> int:
        """Store a response's body, and return its id.

        ``last_id`` is a possible base, see :meth:`leanable`. ``page``: without one, the outlet's
        sample page may be the base, and this body may become the new sample page.
        """
        digest = hashlib.sha256(data).digest()
        known = self._find(digest)
        if known is not None:
            return known
        if len(data) > LARGE:
            return self._blobs.add_large(data, outlet_id=outlet_id, sha256=digest)
        if last_id is not None:
            stored = self._blobs.add_after(data, last_id, outlet_id=outlet_id, sha256=digest)
            if stored is not None:
                return stored
        if page:
            return self._put_first(data, outlet_id, digest)
        return self._blobs.add(data, None, outlet_id=outlet_id, sha256=digest)

    def leanable(self, capture_id: int | None, column: str, outlet_id: int) -> int | None:
        """The payload of a capture (in ``column``) that may be the base of a later version.

        None if another outlet brought it first, or if it is large.
        """
        if capture_id is None:
            return None
        found = self._database.value(
            f"SELECT payloads.id FROM captures JOIN payloads ON payloads.id = {column}"
            " WHERE captures.id = ? AND payloads.outlet_id = ? AND length <= ?",
            (capture_id, outlet_id, LARGE),
        )
        return None if found is None else int(found)

    def put_alone(self, data: bytes, outlet_id: int) -> int:
        """Store bytes that resemble nothing: a body as it came over the wire."""
        return self.put_body(data, outlet_id, None, page=False)

    def drop_unused(self, payload_id: int) -> None:
        """Delete bytes on the wire if no capture needs them any more."""
        self._database.change(
            "DELETE FROM payloads WHERE id = ?"
            " AND NOT EXISTS (SELECT 1 FROM captures WHERE wire_id = ? OR payload_id = ?)"
            " AND NOT EXISTS (SELECT 1 FROM captures WHERE rendered_id = ?)"
            " AND NOT EXISTS (SELECT 1 FROM payloads AS other WHERE other.base_id = ?)"
            " AND NOT EXISTS (SELECT 1 FROM payloads AS other WHERE other.second_id = ?)"
            " AND NOT EXISTS (SELECT 1 FROM outlets WHERE anchor_payload_id = ?)",
            (payload_id,) * 7,
        )

    def _find(self, digest: bytes) -> int | None:
        found = self._database.value("SELECT id FROM payloads WHERE sha256 = ?", (digest,))
        return None if found is None else int(found)

    def _put_first(self, data: bytes, outlet_id: int, digest: bytes) -> int:
        """Store against the outlet's sample page; or whole, as a new one, if that helps little."""
        sample_id, uses = self._database.row(
            "SELECT anchor_payload_id, anchor_uses FROM outlets WHERE id = ?", (outlet_id,)
        )
        if sample_id is not None and uses < _SAMPLE_USES:
            stored = self._blobs.add_if_akin(data, sample_id, outlet_id=outlet_id, sha256=digest)
            if stored is not None:
                self._database.change(
                    "UPDATE outlets SET anchor_uses = anchor_uses + 1 WHERE id = ?", (outlet_id,)
                )
                return stored
        payload_id = self._blobs.add(data, None, outlet_id=outlet_id, sha256=digest)
        self._database.change(
            "UPDATE outlets SET anchor_payload_id = ?, anchor_uses = 0 WHERE id = ?",
            (payload_id, outlet_id),
        )
        return payload_id


SECONDS = """
ALTER TABLE payloads ADD COLUMN second_id INTEGER REFERENCES payloads (id);
CREATE INDEX payloads_leaning_too ON payloads (second_id) WHERE second_id IS NOT NULL;
"""
