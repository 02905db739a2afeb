"""Visits: every attempt to fetch, each stored in one transaction."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from storage.agenda.attention import Attention
from storage.agenda.frontier import address_of
from storage.agenda.spelling import respelt
from storage.captures import CAPTURES, capture_of
from storage.database.paging import of_each
from storage.database.times import from_text, maybe_text, to_text
from storage.history.visit_order import Made, places
from storage.records import IncidentKind, Outcome, Role, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storage.agenda.frontier import Frontier
    from storage.captures import Captures
    from storage.database.connection import Database
    from storage.declared import Declared
    from storage.proof.ledger import Ledger
    from storage.records import Capture, Exchange, Visit

LEADING = "CREATE INDEX visits_leading ON visits (location) WHERE location IS NOT NULL;\n"
_UNREAD = """
    SELECT addresses.*, visits.id AS visit_id, visits.started_at, visits.outcome,
        visits.status, visits.reason, visits.location
    FROM visits JOIN addresses ON addresses.id = visits.address_id
"""
_WITH_A_PAGE = 2  # hundred and something
_OF_SILENCE = (IncidentKind.UNREACHABLE.value, IncidentKind.ROBOTS_UNREACHABLE.value)
_FAULTS = {Outcome.FAILED, Outcome.BLOCKED, Outcome.MISSING}


class Visits:
    """Stores visits, and hands them to READ."""

    def __init__(
        self,
        database: Database,
        captures: Captures,
        frontier: Frontier,
        ledger: Ledger,
        declared: Declared,
    ) -> None:
        self._database = database
        self._captures = captures
        self._frontier = frontier
        self._ledger = ledger
        self._told = (declared, Attention(database))

    def record_all(self, visits: Iterable[Visit]) -> list[int]:
        """Store visits, each with its capture, finds and next due time, in one transaction."""
        with self._database.transaction():
            return [self._record(visit) for visit in visits]

    def _record(self, visit: Visit) -> int:
        address = self._database.stored(
            "address",
            visit.address_id,
            "SELECT addresses.*, visits.started_at AS last_started,"
            " outlets.anchor_heads_id AS outlet_heads_id,"
            " outlets.last_capture_at AS outlet_captured_at FROM addresses"
            " JOIN outlets ON outlets.id = outlet_id"
            " LEFT JOIN visits ON visits.id = last_visit_id WHERE addresses.id = ?",
        )
        visit_id = self._database.insert(
            "visits",
            address_id=visit.address_id,
            started_at=to_text(visit.started_at),
            took_us=(visit.finished_at - visit.started_at) // timedelta(microseconds=1),
            outcome=visit.outcome.value,
            status=visit.status,
            reason=visit.reason,
            location=visit.location,
            retry_after=maybe_text(visit.retry_after),
            unread=int(address["role"] not in (Role.SEED, Role.ROBOTS)),
            import_id=visit.import_id,
        )
        if visit.exchange is not None:
            self._captures.put(visit_id, visit.exchange, address)
            heads = (visit.exchange.request_head, visit.exchange.response_head)
            self._ledger.append(visit_id, heads)
        self._remember(visit_id, visit, address)
        if visit.found:
            self._frontier.note_found(address["outlet_id"], visit.found, visit.finished_at)
            self._respell(visit)
            for one in self._told:
                one.note(visit.address_id, visit.found, visit.finished_at)
        return visit_id

    def _remember(self, visit_id: int, visit: Visit, address: Any) -> None:
        """Update what the address needs for its next visit, unless this visit is an older one.

        An import may bring older visits. But if the last visit is dated in the future, a clock was
        ahead, and this one is the last. So is one that we made ourselves, whatever the clock says,
        because an address is never visited twice at once.
        """
        if visit.import_id is not None and _is_overtaken(visit, address["last_started"]):
            return
        columns: dict[str, Any] = {
            "next_due": maybe_text(visit.next_due),
            "last_visit_id": visit_id,
            "unmodified_in_row": _unmodified(visit.outcome, address["unmodified_in_row"]),
            "failures": _failures(visit.outcome, address["failures"]),
        }
        if visit.outcome is Outcome.CAPTURED and visit.exchange is not None:
            columns["last_capture_id"] = visit_id
            if address["role"] not in (Role.SEED, Role.ROBOTS):
                # The same page under another spelling (slash, scheme, www): ask there from now on.
                columns["url"] = visit.exchange.url
                if visit.exchange.url != address["url"]:
                    self._leave(address, visit.exchange.url, visit.finished_at)
        if visit.exchange is not None and visit.exchange.status // 100 == _WITH_A_PAGE:
            asked = columns.get("url", address["url"])
            head = _head_to_vouch(visit.exchange, asked, visit.outcome)
            columns["etag"] = header(head, b"etag")
            columns["last_modified"] = header(head, b"last-modified")
        names = ", ".join(f"{name} = ?" for name in columns)
        self._database.change(
            f"UPDATE addresses SET {names} WHERE id = ?",
            (*columns.values(), visit.address_id),
        )
        if address["role"] == Role.ROBOTS:
            # robots.txt is captured each hour even from an outlet without pages, which is silent.
            self._database.change(
                "UPDATE outlets SET last_capture_at = ? WHERE id = ?",
                (address["outlet_captured_at"], address["outlet_id"]),
            )

    def _respell(self, visit: Visit) -> None:
        """Ask for what shows nothing by the URL that a seed names; no validators are of that."""
        for row, url, next_due in respelt(self._database, visit.found, visit.finished_at):
            self._leave(row, url, visit.finished_at)
            self._database.change(
                "UPDATE addresses SET url = ?, next_due = ?, etag = NULL, last_modified = NULL"
                " WHERE id = ?",
                (url, next_due, row["id"]),
            )

    def _leave(self, address: Any, url: str, now: datetime) -> None:
        """Prepare an address for another URL: what is wrong with it is told of that from now on.

        That its host does not answer ends too, as the host may be asked for nothing any more; if
        it is, that is told anew. Captures that relied on the former URL store it.
        """
        self._captures.keep_url(address["id"], address["url"])
        former = urlsplit(address["url"]).netloc
        if urlsplit(url).netloc == former:
            former = address["url"]
        self._database.change(
            "UPDATE incidents SET closed_at = ?"
            " WHERE outlet_id = ? AND closed_at IS NULL"
            " AND (subject = ? OR (subject = ? AND kind IN (?, ?)))",
            (to_text(now), address["outlet_id"], address["url"], former, *_OF_SILENCE),
        )

    def last(self, address_id: int) -> tuple[datetime, Outcome] | None:
        """Time and outcome of the last visit, or None."""
        row = self._database.row(
            "SELECT started_at, outcome FROM visits"
            " WHERE id = (SELECT last_visit_id FROM addresses WHERE id = ?)",
            (address_id,),
        )
        return None if row is None else (from_text(row["started_at"]), Outcome(row["outcome"]))

    def unread(self, limit: int) -> list[Unread]:
        """Unread visits, oldest first; in the order of record if times are equal or contradictory.

        About ``limit`` of them: visits of the same article that were recorded before one of them
        are included, whatever their times.
        """
        rows = self._database.rows(
            _UNREAD + " WHERE visits.unread = 1 ORDER BY visits.started_at, visits.id LIMIT ?",
            (limit,),
        )
        if len(rows) == limit:
            rows += self._recorded_before([row["visit_id"] for row in rows])
        captures = self._captures_of([row["visit_id"] for row in rows])
        found = [_unread(row, captures) for row in rows]
        made = (Made(one.visit_id, one.address.id, one.at, one.address.article_id) for one in found)
        place = places(self._database, made)
        return sorted(found, key=lambda one: place[one.visit_id])

    def _recorded_before(self, visits: list[int]) -> list[Any]:
        """Earlier visits of the same articles that have later times, as a clock was put back."""
        marks = ", ".join("?" * len(visits))
        return self._database.rows(
            _UNREAD + " WHERE visits.id IN (SELECT later.id FROM visits AS one"
            " JOIN addresses AS asked ON asked.id = one.address_id"
            " JOIN addresses AS other ON other.id = asked.id"
            " OR other.article_id = asked.article_id"
            " JOIN visits AS later ON later.address_id = other.id AND later.id < one.id"
            " AND later.started_at > one.started_at"
            f" WHERE one.id IN ({marks}) AND one.import_id IS NULL AND later.unread = 1"
            f" AND later.import_id IS NULL) AND visits.id NOT IN ({marks})",
            (*visits, *visits),
        )

    def _captures_of(self, visits: list[int]) -> dict[int, Capture]:
        """Those of these visits that have one, by id."""
        sql = CAPTURES + " WHERE captures.id IN (SELECT value FROM json_each(?1))"
        return {row["id"]: capture_of(row) for row in of_each(self._database, sql, visits)}


def _unread(row: Any, captures: Mapping[int, Capture]) -> Unread:
    return Unread(
        visit_id=row["visit_id"],
        address=address_of(row),
        at=from_text(row["started_at"]),
        outcome=Outcome(row["outcome"]),
        status=row["status"],
        reason=row["reason"],
        location=row["location"],
        capture=captures.get(row["visit_id"]),
    )


def _unmodified(outcome: Outcome, before: int) -> int:
    if outcome is Outcome.UNMODIFIED:
        return before + 1
    return 0 if outcome is Outcome.CAPTURED else before


def _is_overtaken(visit: Visit, last: str | None) -> bool:
    return last is not None and to_text(visit.started_at) < last <= to_text(datetime.now(UTC))


def _head_to_vouch(exchange: Exchange, asked: str, outcome: Outcome) -> bytes:
    """The head whose validators may be sent with the next visit; empty if a 304 would mislead.

    Only the last page's validators count. They are not used if it was truncated or is no page, if
    it came from another address than the next request goes to, or if a web archive sent them about
    its own copy.
    """
    head = exchange.response_head
    whole = outcome is Outcome.CAPTURED and exchange.truncated is None
    own = exchange.url == asked and header(head, b"memento-datetime") is None
    return head if whole and own else b""


def _failures(outcome: Outcome, before: int) -> int:
    """The failures in a row; being refused by robots.txt neither counts nor ends the row."""
    if outcome in _FAULTS:
        return before + 1
    return before if outcome is Outcome.REFUSED else 0


def header(head: bytes, name: bytes) -> str | None:
    """The first header of this name, unchanged except for surrounding spaces."""
    found = _line_of(name).search(head)
    return None if found is None else found[1].strip(b" \t\r").decode("latin-1") or None


@cache
def _line_of(name: bytes) -> re.Pattern[bytes]:
    spaces = rb"[ \t\r\f\v]*"
    return re.compile(rb"\n%b%b%b:([^\n]*)" % (spaces, re.escape(name), spaces), re.IGNORECASE)
