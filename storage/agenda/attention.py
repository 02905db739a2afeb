"""What asks for a visit out of turn: pinned addresses, and seeds that announce an edit."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from storage.agenda.pins import Pin
from storage.database.paging import of_each
from storage.database.times import from_text, maybe_text, maybe_time, to_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from storage.database.connection import Database
    from storage.records import Found

TABLES = """
CREATE TABLE pins (
    address_id INTEGER PRIMARY KEY REFERENCES addresses (id),
    every_s REAL NOT NULL,
    until TEXT
) STRICT;
CREATE TABLE hints (
    address_id INTEGER PRIMARY KEY REFERENCES addresses (id),
    seed_address_id INTEGER NOT NULL REFERENCES addresses (id),
    at TEXT NOT NULL
) STRICT;
CREATE TABLE seed_words (
    address_id INTEGER NOT NULL REFERENCES addresses (id),
    seed_address_id INTEGER NOT NULL REFERENCES addresses (id),
    said BLOB NOT NULL,
    PRIMARY KEY (address_id, seed_address_id)
) STRICT, WITHOUT ROWID;
"""

APART = timedelta(minutes=5)
"""A hint never makes a visit due sooner than this after the last one."""
AT_MOST = timedelta(hours=6)
"""If the last hint was in vain, the next visit waits a quarter of the time for which the article
has not changed, but no longer than this: some feeds give an entry a new date at each look."""
MANY = 5
"""If a seed says something new about more than this many articles at once, and about more than half
of those that it names, then it was regenerated, which announces no edit."""
FEW = 2
"""Fewer than this are too few to tell an edit from a feed that was regenerated."""
DAY = timedelta(days=1)
PATIENCE = 4
"""What is gone but still named by a seed is visited once a day; later the time between two visits
is a quarter of the time for which it has been gone."""
_OF_FEEDS = frozenset({"feed", "news_sitemap"})
"""Seeds that name a few recent articles, and not all that an outlet ever had."""
_WIDTH = 8  # bytes of a hash, which is only ever compared with the last one

_KNOWN = """
    SELECT addresses.id, addresses.key, addresses.role, addresses.next_due, seed_words.said,
        visits.started_at AS looked,
        hints.seed_address_id = ?2 AND revisions.first_seen < hints.at AS in_vain,
        revisions.first_seen AS changed
    FROM json_each(?1) AS named
    JOIN addresses ON addresses.key = named.value
    LEFT JOIN seed_words
        ON seed_words.address_id = addresses.id AND seed_words.seed_address_id = ?2
    LEFT JOIN visits ON visits.id = addresses.last_visit_id
    LEFT JOIN hints ON hints.address_id = addresses.id
    LEFT JOIN articles ON articles.id = addresses.article_id
    LEFT JOIN revisions ON revisions.id = articles.last_revision_id
"""
_KEEP = """
    INSERT INTO seed_words (address_id, seed_address_id, said) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET said = excluded.said
"""
_GONE = """
    SELECT addresses.id, addresses.next_due, articles.last_seen, visits.started_at AS looked
    FROM json_each(?1) AS named
    JOIN addresses ON addresses.key = named.value AND addresses.role = 'article'
    JOIN articles ON articles.id = addresses.article_id AND articles.state = 'gone'
    LEFT JOIN visits ON visits.id = addresses.last_visit_id
"""

_NEVER_READ = """
    SELECT addresses.id, found_at, visits.started_at AS looked
    FROM json_each(?1) AS named
    JOIN addresses ON addresses.key = named.value AND addresses.role = 'none'
    JOIN visits ON visits.id = addresses.last_visit_id
    WHERE article_id IS NULL AND failures > 0 AND found_at IS NOT NULL
"""
"""SQL: addresses given up because nothing was ever there. A page without an article has no
failures."""


class Attention:
    """``archive.attention``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- pins --------------------------------------------------------------------------------
    def pin(self, address_id: int, pin: Pin, now: datetime) -> None:
        """Visit the address as the pin says, from now on."""
        with self._database.transaction():
            self._database.change(
                "INSERT INTO pins (address_id, every_s, until) VALUES (?, ?, ?)"
                " ON CONFLICT (address_id) DO UPDATE"
                " SET every_s = excluded.every_s, until = excluded.until",
                (address_id, pin.every.total_seconds(), maybe_text(pin.until)),
            )
            self._wake(address_id, now + min(pin.every, APART) if pin.until is None else now)

    def unpin(self, address_id: int, now: datetime) -> bool:
        """Return it to its usual pace, which is worked out at the next visit, due now.

        Returns whether it was pinned.
        """
        with self._database.transaction():
            gone = self._database.change("DELETE FROM pins WHERE address_id = ?", (address_id,))
            if gone:
                self._wake(address_id, now)
        return bool(gone)

    def _wake(self, address_id: int, at: datetime) -> None:
        self._database.change(
            "UPDATE addresses SET next_due = ? WHERE id = ?", (to_text(at), address_id)
        )

    # --- hints -------------------------------------------------------------------------------
    def note(self, seed_address_id: int, found: Collection[Found], at: datetime) -> int:
        """Note what a feed or sitemap says; articles about which it says something new become due.

        Returns how many. The addresses must be known; what is said of one for the first time is
        no news. Links of a section page do not count: their words come and go. What is gone but
        still named by a seed is visited about once a day, as is what was never there but is named
        by a feed.
        """
        kind, keys = self._kind(seed_address_id), [one.key for one in found]
        self._look_after_gone(keys, at)
        if kind in _OF_FEEDS:
            self._look_for_unread(keys, at)
        if kind == "section":
            return 0
        said = {one.key: _said(one) for one in found}
        # What is known of these addresses, and what the seed last said of them.
        named = [*of_each(self._database, _KNOWN, [*said], seed_address_id)]
        known = sum(row["said"] is not None for row in named)
        others = [row for row in named if row["said"] != said[row["key"]]]
        self._database.change_many(
            _KEEP, ((row["id"], seed_address_id, said[row["key"]]) for row in others)
        )
        told = [row for row in others if row["said"] is not None]
        if _is_regenerated(told, known):
            return 0
        return sum(self._hint(row, seed_address_id, at) for row in told)

    def announced_at(self, address_id: int) -> datetime | None:
        """When the address was found, if a feed or a news sitemap names it; otherwise None.

        It may also name an address that redirects to it, which is noted in the same way.
        """
        found = self._database.value(
            "SELECT found_at FROM addresses WHERE id = ? AND EXISTS (SELECT 1 FROM seed_words"
            " LEFT JOIN seed_words AS before ON before.address_id = seed_words.seed_address_id"
            " JOIN seeds ON seeds.kind IN ('feed', 'news_sitemap')"
            " AND seeds.address_id IN (seed_words.seed_address_id, before.seed_address_id)"
            " WHERE seed_words.address_id = addresses.id)",
            (address_id,),
        )
        return None if found is None else from_text(str(found))

    def is_named(self, address_id: int) -> bool:
        """Whether a feed or sitemap names the very address, or the user pinned it."""
        sql = (
            "SELECT EXISTS (SELECT 1 FROM pins WHERE address_id = ?1) OR EXISTS (SELECT 1"
            " FROM seed_words JOIN seeds ON seeds.address_id = seed_words.seed_address_id"
            " WHERE seed_words.address_id = ?1)"
        )
        return bool(self._database.value(sql, (address_id,)))

    def _look_after_gone(self, keys: Sequence[str], at: datetime) -> None:
        for row in of_each(self._database, _GONE, keys):
            looked = maybe_time(row["looked"]) or at
            due = max(at, looked + _patiently(looked - from_text(row["last_seen"])))
            if row["next_due"] is not None and row["next_due"] > to_text(due):
                self._wake(row["id"], due)

    def _look_for_unread(self, keys: Sequence[str], at: datetime) -> None:
        """Visit again what was never there: a feed may name an article before it is published."""
        for row in of_each(self._database, _NEVER_READ, keys):
            looked = from_text(row["looked"])
            due = max(at, looked + _patiently(looked - from_text(row["found_at"])))
            self._database.change(
                "UPDATE addresses SET role = 'candidate' WHERE id = ?", (row["id"],)
            )
            self._wake(row["id"], due)

    def ping(self, seed_address_id: int, now: datetime) -> None:
        """A hub says that a feed has something new: fetch the feed now, if it is still a seed."""
        with self._database.transaction():
            self._database.change(
                "UPDATE addresses SET next_due = ? WHERE id = ? AND role = 'seed'"
                " AND (next_due IS NULL OR next_due > ?)",
                (to_text(now), seed_address_id, to_text(now)),
            )

    def _kind(self, seed_address_id: int) -> str:
        return str(
            self._database.value("SELECT kind FROM seeds WHERE address_id = ?", (seed_address_id,))
        )

    def _hint(self, row: Any, seed_address_id: int, at: datetime) -> bool:
        """Due now, or a while after the last visit; what is never due by itself stays so."""
        looked = maybe_time(row["looked"])
        due = at if looked is None else max(at, looked + _apart(row, looked))
        if row["role"] != "article" or row["next_due"] is None or row["next_due"] <= to_text(due):
            return False
        self._wake(row["id"], due)
        self._database.change(
            "INSERT INTO hints (address_id, seed_address_id, at) VALUES (?, ?, ?)"
            " ON CONFLICT (address_id) DO UPDATE"
            " SET seed_address_id = excluded.seed_address_id, at = excluded.at",
            (row["id"], seed_address_id, to_text(at)),
        )
        return True


def _apart(row: Any, looked: datetime) -> timedelta:
    """How long after its last visit an article may be visited again because of a hint."""
    if not row["in_vain"]:
        return APART
    return min(max(APART, (looked - from_text(row["changed"])) / PATIENCE), AT_MOST)


def _patiently(absent: timedelta) -> timedelta:
    """How far apart the visits are to what is gone but still named."""
    return max(DAY, absent / PATIENCE)


def _is_regenerated(told: Sequence[Any], known: int) -> bool:
    """Whether a seed says something new of so many articles that it means nothing for any of them.

    A few at once are believed until that was in vain once: otherwise all entries of a small feed
    that dates them at each look would be visited each time.
    """
    if 2 * len(told) <= known:
        return False
    return len(told) > MANY or (len(told) >= FEW and all(row["in_vain"] for row in told))


def pin_of(row: Any) -> Pin | None:
    """The pin of a row that has ``every_s`` and ``until``."""
    if row["every_s"] is None:
        return None
    return Pin(timedelta(seconds=row["every_s"]), maybe_time(row["until"]))


def _said(one: Found) -> bytes:
    words = "\0".join((one.title or "", one.updated or "", one.summary or ""))
    # A title that was cut within an emoji may end with half of a surrogate pair.
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()[:_WIDTH]
