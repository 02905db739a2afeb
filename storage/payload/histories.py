"""Weighing the versions of an address against each other, some dozens at a time."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from storage.errors import ArchiveDamaged, NotStored, Redacted
from storage.payload.blobs import BLANK
from storage.payload.large import LARGE
from storage.payload.plans import ALONE, LONGEST, WHOLE, Place, settle

if TYPE_CHECKING:
    from storage.database.connection import Database
    from storage.payload.payloads import Payloads

MOST = 48
"""Versions at a time; each is tried against all older ones."""
_MOST_BYTES = 24 * 1024 * 1024
"""Total size of the bodies that are in memory meanwhile."""

_NEAR = 2

_OF_ADDRESS = (
    " FROM visits JOIN captures ON captures.id = visits.id"
    " JOIN payloads ON payloads.id = captures.payload_id"
    " WHERE address_id = ? AND outlet_id = ?"
    f" AND length <= {LARGE} AND codec <> '{BLANK}'"
)


class Histories:
    """The planned base of each version. To be asked in the order of ids, once for each.

    Weighing takes a second and only reads, so it is done outside the transactions that write.
    """

    def __init__(self, database: Database, payloads: Payloads) -> None:
        self._database = database
        self._payloads = payloads
        self._places: dict[int, Place] = {}
        self._before: dict[int, list[int]] = {}

    def place(self, payload_id: int) -> Place:
        """What :meth:`weigh` found."""
        return self._places.pop(payload_id, ALONE)

    def before(self, payload_id: int) -> list[int]:
        """The versions of its address that came right before it, as :meth:`weigh` met them."""
        return self._before.pop(payload_id, [])

    def is_weighed(self, payload_id: int) -> bool:
        """Whether its place is known."""
        return payload_id in self._places

    def weigh(self, payload_id: int) -> None:
        """Find the places of this body and of those that came after it at its address.

        Bytes that are no body of a capture, and damaged ones, get a place of their own.
        """
        # A body never has a base that another outlet brought.
        found = self._database.row(
            "SELECT address_id, outlet_id FROM captures JOIN visits ON visits.id = captures.id"
            " JOIN payloads ON payloads.id = payload_id"
            " WHERE payload_id = ? ORDER BY captures.id LIMIT 1",
            (payload_id,),
        )
        if found is None:
            return
        address_id, outlet_id = found
        bodies = self._bodies(address_id, outlet_id, payload_id)
        if payload_id not in bodies:
            return
        depths = self._lower(address_id, outlet_id, payload_id)
        trials: dict[int, dict[int, int]] = {}
        for one, data in bodies.items():
            sizes = {base: self._payloads.size_against(data, base) for base in (*depths, *trials)}
            if not trials:
                sizes[WHOLE] = self._payloads.size_against(data, None)
            trials[one] = sizes
        self._places.update(settle(trials, depths, LONGEST))
        ids = list(bodies)
        self._before.update((one, ids[max(0, at - _NEAR) : at]) for at, one in enumerate(ids))

    def _bodies(self, address_id: int, outlet_id: int, payload_id: int) -> dict[int, bytes]:
        """This version and later ones, by id, unless weighed already for another address."""
        rows = self._database.rows(
            f"SELECT DISTINCT payload_id AS id {_OF_ADDRESS} AND payload_id >= ?"
            " ORDER BY payload_id LIMIT ?",
            (address_id, outlet_id, payload_id, MOST),
        )
        bodies: dict[int, bytes] = {}
        held = 0
        for row in rows:
            if row["id"] in self._places or held > _MOST_BYTES:
                continue
            with suppress(ArchiveDamaged, NotStored, Redacted):
                bodies[row["id"]] = self._payloads.get_by_id(row["id"])
                held += len(bodies[row["id"]])
        return bodies

    def _lower(self, address_id: int, outlet_id: int, payload_id: int) -> dict[int, int]:
        """The version before these with its chain of bases, or the chain of the first one."""
        before = self._database.value(
            f"SELECT max(payload_id) {_OF_ADDRESS} AND payload_id < ?",
            (address_id, outlet_id, payload_id),
        )
        below = self._payloads.base_of(payload_id) if before is None else before
        if below is None:
            return {}
        found = self._payloads.low(below, LONGEST - 1)
        return {one: depth for one, depth in found.items() if one < payload_id}
