"""How the robots.txt of hosts answered, and what they refused."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from storage.database.times import from_text
from storage.digest import to_digest
from storage.records import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

_ANSWERS = f"""(outcome IN ('{Outcome.CAPTURED}', '{Outcome.UNMODIFIED}', '{Outcome.REDIRECTED}')
    OR visits.status BETWEEN 400 AND 499 AND visits.status <> 429)"""
"""SQL: the visit says what the rules are, where they are, or that there are none (RFC 9309, 2.3.1).
"""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: the URL that it leads ``onward`` to, or the digest of its file, or neither."""

    at: datetime
    onward: str | None
    payload: str | None


class RobotsLooks:
    """``archive.hosts.robots``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def given(self, address_id: int, url: str) -> Given | None:
        """The last answer of this URL, one of those at which the address was visited.

        None if it never gave one: an error of its server is none.
        """
        row = self._database.row(
            "SELECT started_at, outcome, reason, location, sha256 FROM visits"
            " JOIN addresses ON addresses.id = address_id JOIN captures ON captures.id = visits.id"
            " JOIN payloads ON payloads.id = payload_id"
            " WHERE address_id = ? AND coalesce(captures.url, addresses.url) = ?"
            f" AND outcome <> ? AND {_ANSWERS} ORDER BY visits.id DESC LIMIT 1",
            (address_id, url, Outcome.UNMODIFIED.value),
        )
        if row is None:
            return None
        outcome = Outcome(row["outcome"])
        leads = outcome is Outcome.REDIRECTED and row["reason"] is None
        return Given(
            at=from_text(row["started_at"]),
            onward=row["location"] if leads else None,
            payload=to_digest(row["sha256"]) if outcome is Outcome.CAPTURED else None,
        )

    def looks_in_vain(self, address_id: int, most: int) -> list[datetime]:
        """The times of visits without an answer since the last answer, in the order of visiting.

        Hops of redirects are no visits of their own. At most the last ``most``.
        """
        rows = self._database.rows(
            f"SELECT started_at, {_ANSWERS} AS answers FROM visits WHERE address_id = ?"
            " AND outcome <> ? ORDER BY id DESC LIMIT ?",
            (address_id, Outcome.REDIRECTED.value, most),
        )
        vain = takewhile(lambda row: not row["answers"], rows)
        return [from_text(row["started_at"]) for row in vain][::-1]

    def refused(self, origin: str) -> list[tuple[int, str]]:
        """Ids and URLs of the addresses that were refused at their last visit.

        ``origin`` is the part of their SURT keys up to the path, with its first slash.
        """
        rows = self._database.rows(
            # CROSS JOIN: walk the keys of the host, and not all visits.
            "SELECT addresses.id, url FROM addresses CROSS JOIN visits ON visits.id = last_visit_id"
            " WHERE key >= ? AND key < ? AND outcome = ? AND reason = 'robots'"
            " AND next_due IS NOT NULL",
            (origin, origin.removesuffix("/") + "0", Outcome.REFUSED.value),
        )
        return [(row["id"], row["url"]) for row in rows]
