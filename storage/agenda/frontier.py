"""The frontier: addresses, seeds, and when each is due."""

from __future__ import annotations

from functools import partial
from heapq import merge
from typing import TYPE_CHECKING, Any

from storage.agenda.attention import pin_of
from storage.database.times import from_page, from_text, maybe_text, maybe_time, to_text
from storage.errors import NotStored
from storage.records import Address, Due, Role, Seed, SeedKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from storage.database.connection import Database
    from storage.records import Found

    Rank = Callable[[Sequence[Due], datetime], list[Due]]

ASKED_AGAIN = """
CREATE INDEX addresses_again ON addresses (outlet_id, next_due, id)
    WHERE role = 'article' OR role = 'candidate' AND last_visit_id IS NOT NULL;
"""
"""What is due and was visited before; an old outlet may have a hundred thousand that never were."""
RANKED, TAKEN = 64, 8
"""How many of the longest overdue are ranked at a time, and how many of these are handed out before
the next look: choosing takes the same time and memory however many are due."""
_FIRST_PAGE = 8
_PAGE = 500

TURN = """instr({}.signals, '"variant"')"""
"""SQL: two texts take turns at an address, which shows one or the other without any edit."""
_EDITS_ALONE = f"""
    FROM revisions AS one WHERE one.article_id = articles.id AND NOT {TURN.format("one")}
"""
_FEWEST_OF_TURNS = 4
"""A, B, A and B again."""

_ADD = """
    INSERT INTO addresses (outlet_id, url, key, role, found_at, next_due)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
"""
_DUE = f"""
    SELECT addresses.*, outlets.name AS outlet, seeds.kind AS seed_kind,
        coalesce(articles.first_seen, addresses.found_at) AS first_seen,
        articles.published AS published, visits.started_at AS last_visit,
        CASE WHEN articles.revisions < {_FEWEST_OF_TURNS} THEN articles.revisions
            ELSE (SELECT count(*) {_EDITS_ALONE}) END AS revisions,
        CASE WHEN {TURN.format("revisions")} THEN (SELECT max(one.first_seen) {_EDITS_ALONE})
            ELSE revisions.first_seen END AS last_changed,
        pins.every_s AS every_s, pins.until AS until, hints.at AS hinted_at
    FROM addresses
    JOIN outlets ON outlets.id = addresses.outlet_id
    LEFT JOIN seeds ON seeds.address_id = addresses.id
    LEFT JOIN articles ON articles.id = addresses.article_id
    LEFT JOIN revisions ON revisions.id = articles.last_revision_id
    LEFT JOIN visits ON visits.id = addresses.last_visit_id
    LEFT JOIN pins ON pins.address_id = addresses.id
    LEFT JOIN hints ON hints.address_id = addresses.id
"""


class Frontier:
    """Addresses and seeds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rank: Rank | None = None

    def rank_by(self, rank: Rank | None) -> None:
        """Hand out what is due of an outlet in this order instead of by due time."""
        self._rank = rank

    # --- addresses ---------------------------------------------------------------------------
    def discover(
        self, outlet_id: int, found: Iterable[Found], now: datetime, role: Role
    ) -> list[Address]:
        """Add addresses, due now, and return the new ones. Known keys are left alone."""
        with self._database.transaction():
            added = [self._add(outlet_id, one.url, one.key, role, now, now) for one in found]
        return [address for address in added if address is not None]

    def note_found(self, outlet_id: int, found: Iterable[Found], now: datetime) -> None:
        """The same for candidates that a visit found, when nobody needs to know which are new."""
        at, role = to_text(now), Role.CANDIDATE.value
        self._database.change_many(
            _ADD, ((outlet_id, one.url, one.key, role, at, at) for one in found)
        )

    def _add(
        self,
        outlet_id: int,
        url: str,
        key: str,
        role: Role,
        now: datetime,
        due: datetime | None,
    ) -> Address | None:
        row = self._database.row(
            f"{_ADD} RETURNING *",
            (outlet_id, url, key, role.value, to_text(now), maybe_text(due)),
        )
        return None if row is None else address_of(row)

    def make(self, outlet_id: int, url: str, key: str, role: Role, now: datetime) -> Address:
        """The address with this key; if there is none it is added, without a due time."""
        added = self._add(outlet_id, url, key, role, now, None)
        return added or self.by_key_strictly(key)

    def by_key(self, key: str) -> Address | None:
        """The address with this SURT key, of any outlet."""
        row = self._database.row("SELECT * FROM addresses WHERE key = ?", (key,))
        return None if row is None else address_of(row)

    def by_key_strictly(self, key: str) -> Address:
        """The address with this SURT key, of any outlet. Raises NotStored if there is none."""
        address = self.by_key(key)
        if address is None:
            raise NotStored("address", key)
        return address

    def reschedule(self, address_id: int, due: datetime | None) -> None:
        """Make it due at this time; with None, never by itself."""
        with self._database.transaction():
            self._database.change(
                "UPDATE addresses SET next_due = ? WHERE id = ?", (maybe_text(due), address_id)
            )

    # --- seeds -------------------------------------------------------------------------------
    def add_seed(self, outlet_id: int, url: str, key: str, kind: SeedKind, now: datetime) -> Seed:
        """Add a seed, once per key. An address that had another role becomes a seed."""
        with self._database.transaction():
            address = self._add(outlet_id, url, key, Role.SEED, now, now)
            if address is None:
                address = self.by_key_strictly(key)
                self._database.change(
                    "UPDATE addresses SET role = 'seed', next_due = coalesce(next_due, ?)"
                    " WHERE id = ?",
                    (to_text(now), address.id),
                )
            self._database.change(
                "INSERT INTO seeds (outlet_id, address_id, kind) VALUES (?, ?, ?)"
                " ON CONFLICT (address_id) DO NOTHING",
                (outlet_id, address.id, kind.value),
            )
        return _seed(self._database.row(_SEEDS + " WHERE address_id = ?", (address.id,)))

    def seeds(self, outlet_id: int | None) -> list[Seed]:
        """The seeds of one outlet or of all, in the order they were added."""
        if outlet_id is None:
            rows = self._database.rows(_SEEDS + " ORDER BY seeds.id")
        else:
            rows = self._database.rows(
                _SEEDS + " WHERE seeds.outlet_id = ? ORDER BY seeds.id", (outlet_id,)
            )
        return [_seed(row) for row in rows]

    # --- what is due -------------------------------------------------------------------------
    def due(
        self, now: datetime, outlet_ids: Iterable[int] | None, *, everything: bool
    ) -> Iterator[Due]:
        """What is due: most overdue first, or for a single outlet in the order of :meth:`rank_by`.

        It is read in pages, so visits may be recorded during the iteration.
        """
        return self._due(now, outlet_ids, everything=everything, roles=_ALL)

    def due_again(self, now: datetime, outlet_id: int) -> Iterator[Due]:
        """The same for one outlet, without what was found but never visited."""
        return self._due(now, [outlet_id], everything=False, roles=_ASKED)

    def _due(
        self, now: datetime, outlet_ids: Iterable[int] | None, *, everything: bool, roles: str
    ) -> Iterator[Due]:
        wanted = None if outlet_ids is None else set(outlet_ids)
        rows = self._database.rows(
            "SELECT id FROM outlets WHERE paused = 0 AND removed_at IS NULL"
            " AND (rests_until IS NULL OR rests_until <= ?) ORDER BY id",
            (to_text(now),),
        )
        outlets = [row["id"] for row in rows if wanted is None or row["id"] in wanted]
        if len(outlets) == 1 and self._rank is not None and not everything:
            yield from self._ranked(outlets[0], now, self._rank, roles)
            return
        walk = self._live if everything else partial(self._overdue, roles=roles)
        for row in merge(*(walk(outlet, now) for outlet in outlets), key=_urgency):
            yield due_of(row)

    def _ranked(self, outlet_id: int, now: datetime, rank: Rank, roles: str) -> Iterator[Due]:
        """The best of the longest overdue, then the best of what is longest overdue by then.

        What was handed out stays due until its visit is stored, so it is skipped; if a page has
        nothing else, the iteration goes on after it.
        """
        given: set[int] = set()
        after: tuple[str, int] = ("", 0)
        while page := self._page(outlet_id, now, after, roles):
            given &= {due.address.id for due in page}
            fresh = [due for due in page if due.address.id not in given]
            for due in rank(fresh, now)[:TAKEN]:
                given.add(due.address.id)
                yield due
            if len(fresh) <= TAKEN:
                if len(page) < RANKED:
                    return
                after = (to_text(page[-1].address.next_due or now), page[-1].address.id)

    def _page(self, outlet_id: int, now: datetime, after: tuple[str, int], roles: str) -> list[Due]:
        """The longest overdue after a place in their order, RANKED at most."""
        rows = self._database.rows(
            _DUE + " WHERE addresses.outlet_id = ? AND addresses.next_due <= ?"
            f" AND (addresses.next_due, addresses.id) > (?, ?) AND {roles}"
            " ORDER BY addresses.next_due, addresses.id LIMIT ?",
            (outlet_id, to_text(now), *after, RANKED),
        )
        return [due_of(row) for row in rows]

    def _overdue(self, outlet_id: int, now: datetime, *, roles: str) -> Iterator[Any]:
        condition = "addresses.next_due <= ? AND (addresses.next_due, addresses.id) > (?, ?)"
        return self._walk(outlet_id, f"{condition} AND {roles}", (to_text(now),), "next_due")

    def _live(self, outlet_id: int, _now: datetime) -> Iterator[Any]:
        """All but gone articles, including what has no due time unless it is a second address."""
        live = " AND (articles.id IS NULL OR articles.state <> 'gone')"
        timed = "(addresses.next_due, addresses.id) > (?, ?)" + live
        yield from self._walk(outlet_id, timed, (), "next_due")
        main = " AND (articles.id IS NULL OR articles.key = addresses.key)"
        untimed = "addresses.next_due IS NULL AND addresses.id > ?" + live + main
        yield from self._walk(outlet_id, untimed, (), None)

    def _walk(
        self, outlet_id: int, condition: str, values: tuple[str, ...], time: str | None
    ) -> Iterator[Any]:
        """Rows in pages, small ones first: of many outlets only a few rows each may be wanted."""
        after: tuple[str | int, ...] = ("", 0) if time else (0,)
        order = "addresses.next_due, addresses.id" if time else "addresses.id"
        size = _FIRST_PAGE
        while True:
            rows = self._database.rows(
                _DUE + f" WHERE addresses.outlet_id = ? AND {condition} AND {_ALL}"
                f" ORDER BY {order} LIMIT ?",
                (outlet_id, *values, *after, size),
            )
            yield from rows
            if len(rows) < size:
                return
            after = (rows[-1]["next_due"], rows[-1]["id"]) if time else (rows[-1]["id"],)
            size = min(2 * size, _PAGE)

    def due_of(self, address_id: int) -> Due:
        """The same for one address, whatever its role. Raises NotStored."""
        sql = _DUE + " WHERE addresses.id = ?"
        return due_of(self._database.stored("address", address_id, sql))


_ALL = "addresses.role IN ('candidate', 'article')"
_ASKED = (
    "(addresses.role = 'article'"
    " OR addresses.role = 'candidate' AND addresses.last_visit_id IS NOT NULL)"
)
_SEEDS = """
    SELECT seeds.*, addresses.url AS url FROM seeds
    JOIN addresses ON addresses.id = seeds.address_id
"""


def _seed(row: Any) -> Seed:
    return Seed(row["id"], row["outlet_id"], row["address_id"], row["url"], SeedKind(row["kind"]))


def _urgency(row: Any) -> tuple[str, int]:
    return (row["next_due"] or "~", row["id"])


def address_of(row: Any) -> Address:
    """The record of a row of ``addresses``."""
    return Address(
        id=row["id"],
        outlet_id=row["outlet_id"],
        url=row["url"],
        key=row["key"],
        role=Role(row["role"]),
        article_id=row["article_id"],
        next_due=maybe_time(row["next_due"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        failures=row["failures"],
        unmodified_in_row=row["unmodified_in_row"],
    )


def due_of(row: Any) -> Due:
    """The record of a row of the query above."""
    revisions = row["revisions"] or 0
    changed = row["last_changed"] if revisions > 1 else None
    return Due(
        address=address_of(row),
        outlet=row["outlet"],
        seed_kind=None if row["seed_kind"] is None else SeedKind(row["seed_kind"]),
        first_seen=maybe_time(row["first_seen"]),
        published=from_page(row["published"]),
        last_changed=None if changed is None else from_text(changed),
        revisions=revisions,
        last_visit=maybe_time(row["last_visit"]),
        pin=pin_of(row),
        hinted_at=maybe_time(row["hinted_at"]),
    )
