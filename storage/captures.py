"""Captures: each is one HTTP exchange, as it went over the wire."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from storage.database.times import from_text
from storage.digest import to_digest, to_hash
from storage.errors import ArchiveDamaged
from storage.payload import recipes
from storage.records import Capture, Tls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.database.connection import Database
    from storage.payload.heads import Heads
    from storage.payload.payloads import Payloads
    from storage.records import Exchange

CAPTURE_COLUMNS = """captures.*, coalesce(captures.url, addresses.url) AS full_url,
        visits.address_id AS address_id, visits.started_at AS captured_at,
        payloads.sha256 AS payload_sha256, payloads.length AS payload_length,
        (SELECT sha256 FROM payloads AS shown WHERE shown.id = rendered_id) AS rendered_sha256,
        (SELECT name FROM imports WHERE imports.id = visits.import_id) AS imported_from"""

CAPTURES = f"""
    SELECT {CAPTURE_COLUMNS}
    FROM captures
    JOIN visits ON visits.id = captures.id
    JOIN addresses ON addresses.id = visits.address_id
    JOIN payloads ON payloads.id = captures.payload_id
"""

REDACTED_CAPTURES = """
    (SELECT same.id FROM redactions CROSS JOIN captures AS gone ON gone.id = redactions.capture_id
    CROSS JOIN captures AS same ON same.payload_id = gone.payload_id)
"""
"""SQL: captures whose body was redacted, and later ones of the very same bytes, never stored.

CROSS JOIN makes SQLite walk the redactions, which are few, and not all captures.
"""

_WIRE = """
    SELECT CASE WHEN recipe IS NULL AND wire_sha256 = payloads.sha256
        THEN 'identity' ELSE recipe END AS recipe,
        wire_id, payload_id, wire_sha256, wire_length, addresses.key
    FROM captures
    JOIN payloads ON payloads.id = payload_id
    JOIN visits ON visits.id = captures.id
    JOIN addresses ON addresses.id = visits.address_id
"""
"""A body that equals its payload needs no recipe: older versions wrote one only for status 200, and
truncated bodies have none."""


RENDERED = """
ALTER TABLE captures ADD COLUMN rendered_id INTEGER REFERENCES payloads (id);
ALTER TABLE captures ADD COLUMN renderer TEXT;
CREATE INDEX captures_of_rendered ON captures (rendered_id) WHERE rendered_id IS NOT NULL;
"""


class Captures:
    """The captures with their heads, bodies and TLS sessions."""

    def __init__(self, database: Database, payloads: Payloads, heads: Heads) -> None:
        self._database = database
        self._payloads = payloads
        self._heads = heads

    def put(self, visit_id: int, exchange: Exchange, address: Any) -> None:
        """Store the exchange of a visit to ``address``, a row of ``addresses``.

        The row also has ``outlet_heads_id``, the base for heads of the outlet.
        """
        outlet_id, last = address["outlet_id"], address["last_capture_id"]
        payload_id = self._payloads.put_body(
            exchange.payload,
            outlet_id,
            self._payloads.leanable(last, "payload_id", outlet_id),
            page=address["role"] in ("candidate", "article"),
        )
        wire_id = None
        unsure = exchange.recipe is None or recipes.is_supposed(exchange.recipe)
        if exchange.wire is not None and unsure:
            wire_id = self._payloads.put_alone(exchange.wire, outlet_id)
        rendered_id = None
        if exchange.rendered is not None:
            base = self._payloads.leanable(last, "rendered_id", outlet_id)
            rendered_id = self._payloads.put_body(exchange.rendered, outlet_id, base, page=False)
        self._database.insert(
            "captures",
            id=visit_id,
            url=None if exchange.url == address["url"] else exchange.url,
            status=exchange.status,
            payload_id=payload_id,
            wire_sha256=to_hash(exchange.wire_digest),
            wire_length=exchange.wire_length,
            content_type=exchange.content_type,
            content_encoding=exchange.content_encoding,
            recipe=exchange.recipe,
            wire_id=wire_id,
            peer=exchange.peer,
            tls_id=None if exchange.tls is None else self._tls(exchange.tls),
            truncated=exchange.truncated,
            rendered_id=rendered_id,
            renderer=exchange.renderer,
        )
        self._heads.put(visit_id, exchange.request_head, exchange.response_head, address)

    def get(self, capture_id: int) -> Capture:
        """The capture of this id. Raises NotStored."""
        sql = CAPTURES + " WHERE captures.id = ?"
        return capture_of(self._database.stored("capture", capture_id, sql))

    def keep_url(self, address_id: int, url: str) -> None:
        """Prepare a new URL for the address: captures that relied on the old one store it now."""
        self._database.change(
            "UPDATE captures SET url = ? WHERE url IS NULL AND id IN"
            " (SELECT id FROM visits WHERE address_id = ?)",
            (url, address_id),
        )

    def last_of_address(self, address_id: int) -> Capture | None:
        """The last one with outcome ``captured``; a 304 or a 404 is not what the address shows."""
        row = self._database.row(
            CAPTURES + " WHERE captures.id ="
            " (SELECT last_capture_id FROM addresses AS one WHERE one.id = ?)",
            (address_id,),
        )
        return None if row is None else capture_of(row)

    def of_revision(self, revision_id: int) -> list[Capture]:
        """The captures that were read as this revision, oldest first."""
        rows = self._database.rows(
            CAPTURES + " WHERE captures.id IN"
            " (SELECT capture_id FROM extractions WHERE revision_id = ?)"
            " ORDER BY visits.started_at, captures.id",
            (revision_id,),
        )
        return [capture_of(row) for row in rows]

    def shown_at(self, address_id: int) -> int | None:
        """The revision that the address's last full capture was read as, or None."""
        found = self._database.value(
            "SELECT revision_id FROM extractions WHERE capture_id ="
            " (SELECT last_capture_id FROM addresses WHERE id = ?) AND revision_id IS NOT NULL"
            " ORDER BY id DESC LIMIT 1",
            (address_id,),
        )
        return None if found is None else int(found)

    def of_extraction(self, extraction_id: int) -> Capture:
        """The capture that this extraction was read from. Raises NotStored."""
        found = self._database.value(
            "SELECT capture_id FROM extractions WHERE id = ?", (extraction_id,)
        )
        return self.get(found or 0)

    def wire(self, capture_id: int) -> bytes | None:
        """The body as received, checked; None if it cannot be restored.

        Raises NotStored, ArchiveDamaged.
        """
        row = self._of_wire(capture_id)
        if row["wire_id"] is not None:
            return self._checked(capture_id, row, self._payloads.get_by_id(row["wire_id"]))
        if row["recipe"] is None:
            return None
        payload = self._payloads.get_by_id(row["payload_id"])
        if recipes.is_supposed(row["recipe"]):
            proved = _prove(row, payload)
            return None if proved is None else proved[1]
        try:
            return self._checked(capture_id, row, recipes.rebuild(row["recipe"], payload))
        except recipes.RecipeError as error:
            raise self._damaged(capture_id, str(error)) from error

    def wire_pieces(self, capture_id: int) -> tuple[int, Iterator[bytes]] | None:
        """The length of the body as received, and its bytes, in pieces if it is large.

        A body that needs a recipe comes in one piece. Returns None and raises as :meth:`wire` does.
        """
        row = self._of_wire(capture_id)
        if row["wire_id"] is not None:
            return row["wire_length"], self._payloads.pieces(row["wire_id"])
        if row["recipe"] == recipes.IDENTITY:
            return row["wire_length"], self._payloads.pieces(row["payload_id"])
        wire = self.wire(capture_id)
        return None if wire is None else (len(wire), iter([wire]))

    def check_wire(self, capture_id: int) -> None:
        """Check what is claimed about the wire body; an unproved recipe claims nothing.

        A body that equals its payload is checked with that; here only the hashes are compared.
        """
        sql = (
            "SELECT recipe, wire_id, wire_sha256 = sha256 AS alike"
            " FROM captures JOIN payloads ON payloads.id = payload_id WHERE captures.id = ?"
        )
        row = self._database.row(sql, (capture_id,))
        if row["wire_id"] is None and row["recipe"] == recipes.IDENTITY:
            if not row["alike"]:
                raise self._damaged(capture_id, "It does not match its hash.")
        elif row["wire_id"] is not None or not recipes.is_supposed(row["recipe"]):
            self.wire(capture_id)

    def prove(self, capture_id: int) -> bool | None:
        """Find out whether the wire body can be restored, and note it. None: known before.

        If so, bytes that were stored until this was known are deleted. Raises NotStored,
        ArchiveDamaged.
        """
        row = self._of_wire(capture_id)
        if not recipes.is_supposed(row["recipe"]):
            return None
        proved = _prove(row, self._payloads.get_by_id(row["payload_id"]))
        recipe = None if proved is None else proved[0]
        with self._database.transaction():
            sql = "UPDATE captures SET recipe = ? WHERE id = ?"
            self._database.change(sql, (recipe, capture_id))
            if recipe is not None and row["wire_id"] is not None:
                sql = "UPDATE captures SET wire_id = NULL WHERE id = ?"
                self._database.change(sql, (capture_id,))
                self._payloads.drop_unused(row["wire_id"])
        return recipe is not None

    def tls(self, tls_id: int) -> Tls:
        """The TLS session of this id, with its certificates. Raises NotStored."""
        sql = "SELECT * FROM tls_sessions WHERE id = ?"
        row = self._database.stored("TLS session", tls_id, sql)
        chain = [
            self._database.value("SELECT der FROM certificates WHERE id = ?", (certificate_id,))
            for certificate_id in json.loads(row["chain"])
        ]
        return Tls(row["protocol"], row["cipher"], tuple(chain))

    def _of_wire(self, capture_id: int) -> Any:
        return self._database.stored("capture", capture_id, _WIRE + " WHERE captures.id = ?")

    def _checked(self, capture_id: int, row: Any, wire: bytes) -> bytes:
        if hashlib.sha256(wire).digest() != row["wire_sha256"]:
            raise self._damaged(capture_id, "It does not match its hash.")
        return wire

    def _damaged(self, capture_id: int, why: str) -> ArchiveDamaged:
        return ArchiveDamaged(
            f"The bytes on the wire of capture {capture_id} cannot be rebuilt.",
            why=why,
            do="See all damage with: variorum verify",
        )

    def _tls(self, tls: Tls) -> int:
        chain = json.dumps([self._certificate(der) for der in tls.chain])
        known = self._database.value(
            "SELECT id FROM tls_sessions WHERE protocol = ? AND cipher = ? AND chain = ?",
            (tls.protocol, tls.cipher, chain),
        )
        if known is not None:
            return int(known)
        columns = {"protocol": tls.protocol, "cipher": tls.cipher, "chain": chain}
        return self._database.insert("tls_sessions", **columns)

    def _certificate(self, der: bytes) -> int:
        sha256 = hashlib.sha256(der).digest()
        known = self._database.value("SELECT id FROM certificates WHERE sha256 = ?", (sha256,))
        return (
            self._database.insert("certificates", sha256=sha256, der=der)
            if known is None
            else int(known)
        )


def _prove(row: Any, payload: bytes) -> tuple[str, bytes] | None:
    """Prove the recipe of a row of ``_WIRE``; all pages of a host are made with one setting."""
    host = row["key"].partition(")")[0]
    return recipes.prove(row["recipe"], payload, row["wire_length"], row["wire_sha256"], host=host)


def capture_of(row: Any) -> Capture:
    """The record of a row of :data:`CAPTURES`."""
    return Capture(
        id=row["id"],
        visit_id=row["id"],
        address_id=row["address_id"],
        url=row["full_url"],
        captured_at=from_text(row["captured_at"]),
        status=row["status"],
        payload=to_digest(row["payload_sha256"]),
        payload_length=row["payload_length"],
        wire_digest=to_digest(row["wire_sha256"]),
        wire_length=row["wire_length"],
        content_type=row["content_type"],
        content_encoding=row["content_encoding"],
        recipe=row["recipe"],
        peer=row["peer"],
        tls_id=row["tls_id"],
        truncated=row["truncated"],
        rendered=None if row["rendered_sha256"] is None else to_digest(row["rendered_sha256"]),
        renderer=row["renderer"],
        imported_from=row["imported_from"],
    )
