"""What was seen when: the visits of an article, the captures of an address, and their numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.captures import CAPTURES, capture_of
from storage.database.times import from_text, maybe_time, to_text
from storage.digest import to_hash
from storage.history.last_sight import Gaps
from storage.neighbours import Neighbours
from storage.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.database.connection import Database
    from storage.records import Capture

_ANY = 2**62
_LOOKED_BACK = 5000
"""How many visits, to any outlet, are walked back at most."""
_ANSWERS = frozenset({Outcome.CAPTURED, Outcome.UNMODIFIED, Outcome.MISSING})


@dataclass(frozen=True, slots=True)
class Sight:
    """One visit to an article, with the id of its capture and the number of the revision it shows.

    ``url`` is what was requested; where nothing answered, the URL that the address has now. A 304
    shows what the last capture showed, and has neither. An ``unvouched`` one shows nothing:
    an edit that came to light later may already have been made by then.
    """

    at: datetime
    outcome: Outcome
    status: int | None
    reason: str | None
    url: str
    capture: int | None
    revision: int | None
    unvouched: bool = False
    address_id: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """How one visit to an address ended."""

    address_id: int
    outcome: Outcome
    reason: str | None
    location: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """The URL that was ``asked`` for, and where the answer came from, or redirected to.

    ``for_machines``: it is a robots.txt, a feed or a sitemap.
    """

    outlet_id: int
    asked: str
    came_from: str
    for_machines: bool


class Sights:
    """Visits and captures, as needed to tell a history."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.neighbours = Neighbours(database)

    def of_article(self, article_id: int) -> list[Sight]:
        """Every visit to any address of the article, oldest first.

        This includes visits that showed the article at an address that another article has by now.
        """
        rows = self._database.rows(_OF_ARTICLE, (article_id,))
        gaps = Gaps(self._database, article_id)
        return [_sight(row, gaps) for row in rows]

    def of_key(self, key: str) -> list[Capture]:
        """Every capture of the address with this SURT key (its mementos), oldest first."""
        rows = self._database.rows(
            CAPTURES + " WHERE addresses.key = ? ORDER BY visits.started_at, captures.id", (key,)
        )
        return [capture_of(row) for row in rows]

    def key_of(self, capture: Capture) -> str:
        """The SURT key of the address that was requested."""
        found = self._database.value(
            "SELECT key FROM addresses WHERE id = ?", (capture.address_id,)
        )
        return str(found)

    def revision_shown(self, capture_id: int) -> tuple[int, int] | None:
        """The article and the number of the revision that this capture was read as."""
        row = self._database.row(
            "SELECT revisions.article_id, revisions.number FROM extractions"
            " JOIN revisions ON revisions.id = extractions.revision_id"
            " WHERE extractions.capture_id = ? ORDER BY extractions.id DESC LIMIT 1",
            (capture_id,),
        )
        return None if row is None else (row["article_id"], row["number"])

    def shows_the_article(self, address_id: int) -> bool:
        """Whether its last full page shows its article's latest content, and that is not absent."""
        found = self._database.value(
            "SELECT last_revision_id = (SELECT revision_id FROM extractions"
            " WHERE capture_id = last_capture_id AND revision_id IS NOT NULL"
            " ORDER BY id DESC LIMIT 1) AND absence IS NULL"
            " FROM addresses JOIN articles ON articles.id = article_id WHERE addresses.id = ?",
            (address_id,),
        )
        return bool(found)

    def last_showing(self, revision_id: int, address_id: int, before: int) -> Capture | None:
        """The last capture of an address before this visit that was read as this revision.

        Its time must be earlier as well: one dated after the visit was made by another clock.
        """
        row = self._database.row(
            CAPTURES + " JOIN visits AS this ON this.id = ?"
            " WHERE visits.address_id = ? AND visits.id < this.id"
            " AND visits.started_at < this.started_at AND ? = ("
            " SELECT revision_id FROM extractions WHERE capture_id = captures.id"
            " AND revision_id IS NOT NULL ORDER BY id DESC LIMIT 1)"
            " ORDER BY visits.started_at DESC, visits.id DESC LIMIT 1",
            (before, address_id, revision_id),
        )
        return None if row is None else capture_of(row)

    def articles_saying(
        self, outlet_id: int, digest: str, since: datetime, until: datetime
    ) -> list[int]:
        """The ids of the outlet's articles that say this now, or began to between these times."""
        content = to_hash(digest)
        rows = self._database.rows(
            "SELECT id FROM articles WHERE outlet_id = ? AND content_sha256 = ? UNION"
            # CROSS JOIN: the revisions of those times are walked, and not all of the outlet.
            " SELECT articles.id FROM revisions CROSS JOIN extractions CROSS JOIN articles"
            " WHERE articles.id = revisions.article_id"
            " AND extractions.id = revisions.extraction_id"
            " AND revisions.first_seen >= ? AND revisions.first_seen <= ?"
            " AND articles.outlet_id = ? AND extractions.content_sha256 = ? ORDER BY id",
            (outlet_id, content, to_text(since), to_text(until), outlet_id, content),
        )
        return [row["id"] for row in rows]

    def articles_given(
        self, outlet_id: int, capture_id: int, since: datetime, until: datetime
    ) -> list[int]:
        """The ids of the outlet's articles that returned these very bytes in that time."""
        rows = self._database.rows(
            "SELECT DISTINCT addresses.article_id AS id FROM captures AS this"
            " JOIN captures ON captures.payload_id = this.payload_id"
            " JOIN visits ON visits.id = captures.id"
            " JOIN addresses ON addresses.id = visits.address_id"
            " WHERE this.id = ? AND addresses.outlet_id = ? AND addresses.article_id IS NOT NULL"
            " AND visits.started_at >= ? AND visits.started_at <= ? ORDER BY id",
            (capture_id, outlet_id, to_text(since), to_text(until)),
        )
        return [row["id"] for row in rows]

    def articles_changed(
        self, outlet_id: int | None, since: datetime | None, until: datetime | None
    ) -> list[int]:
        """The ids of articles with a revision or event in that time (``until`` is exclusive).

        First revisions count. Of one outlet, or of all.
        """
        period = ("" if since is None else to_text(since), "~" if until is None else to_text(until))
        only = "" if outlet_id is None else " AND outlet_id = ?"
        rows = self._database.rows(
            "SELECT id FROM articles WHERE id IN ("
            "SELECT article_id FROM revisions WHERE first_seen >= ? AND first_seen < ? UNION"
            f" SELECT article_id FROM events WHERE at >= ? AND at < ?){only} ORDER BY id",
            (*period, *period, *(() if outlet_id is None else (outlet_id,))),
        )
        return [row["id"] for row in rows]

    def last_answers(self, outlet_id: int, until: int, since: datetime, most: int) -> list[Answer]:
        """The answers of an outlet's articles since then, up to this visit, the last first.

        Without redirect hops, and without visits that got no answer from the host.
        """
        answers = [one.value for one in (*_ANSWERS, Outcome.REDIRECTED)]
        rows = self._database.rows(
            # CROSS JOIN: walk the visits, and not all addresses of the outlet.
            "SELECT address_id, outcome, reason, location FROM visits CROSS JOIN addresses"
            " WHERE addresses.id = address_id AND outlet_id = ? AND role = 'article'"
            " AND visits.id <= ? AND visits.id > ? AND started_at >= ?"
            f" AND outcome IN ({', '.join('?' * len(answers))})"
            " AND (reason IS NOT NULL OR outcome != ?) ORDER BY visits.id DESC LIMIT ?",
            (
                *(outlet_id, until, until - _LOOKED_BACK, to_text(since)),
                *(*answers, Outcome.REDIRECTED.value, most),
            ),
        )
        return [
            Answer(row["address_id"], Outcome(row["outcome"]), row["reason"], row["location"])
            for row in rows
        ]

    def heard_lately(self, until: int, since: datetime, most: int) -> list[Heard]:
        """The answers of all outlets since then, up to this visit; at most the last ``most``.

        Without visits that got no answer from the host.
        """
        answers = [one.value for one in (*_ANSWERS, Outcome.REDIRECTED)]
        rows = self._database.rows(
            f"{_HEARD} AND outcome IN ({_marks(answers)}) ORDER BY visits.id DESC LIMIT ?",
            (until, until - _LOOKED_BACK, to_text(since), *answers, most),
        )
        return [
            Heard(row["outlet_id"], row["asked"], row["came_from"], bool(row["machines"]))
            for row in rows
        ]

    def machines_given(self, capture_id: int, since: datetime, until: datetime) -> set[int]:
        """The ids of outlets whose robots.txt, feed or sitemap returned these bytes then."""
        rows = self._database.rows(
            "SELECT DISTINCT addresses.outlet_id AS id FROM captures AS this"
            " JOIN captures ON captures.payload_id = this.payload_id"
            " JOIN visits ON visits.id = captures.id"
            " JOIN addresses ON addresses.id = visits.address_id"
            f" WHERE this.id = ? AND started_at >= ? AND started_at <= ? AND {_MACHINES}",
            (capture_id, to_text(since), to_text(until)),
        )
        return {row["id"] for row in rows}

    def led_to(self, address_id: int, until: int | None = None, *, times: int = 1) -> str | None:
        """Where its last visit up to ``until`` was redirected to.

        None unless all of its last ``times`` visits were redirected.
        """
        rows = self._database.rows(
            "SELECT outcome, location FROM visits WHERE address_id = ? AND id <= ?"
            " ORDER BY id DESC LIMIT ?",
            (address_id, _ANY if until is None else until, times),
        )
        led = [row["location"] for row in rows if row["outcome"] == Outcome.REDIRECTED.value]
        return led[0] if len(led) == times else None

    def led_from(self, url: str, before: int) -> tuple[int, str, datetime] | None:
        """The latest visit before that one that a redirect led to this URL: which address and when.

        None if there is none.
        """
        row = self._database.row(
            "SELECT visits.id, url, started_at FROM visits"
            " JOIN addresses ON addresses.id = address_id"
            " WHERE location = ? AND visits.id < ? AND outcome = ? ORDER BY visits.id DESC LIMIT 1",
            (url, before, Outcome.REDIRECTED.value),
        )
        return None if row is None else (row["id"], row["url"], from_text(row["started_at"]))

    def articles_of(self, outlet_ids: Sequence[int]) -> dict[int, int]:
        """How many articles each of these outlets has; one that has none is left out."""
        rows = self._database.rows(
            # Each by itself takes less than half the steps of all of them in groups.
            "SELECT id, (SELECT count(*) FROM articles WHERE outlet_id = outlets.id) AS number"
            f" FROM outlets WHERE id IN ({_marks(outlet_ids)})",
            outlet_ids,
        )
        return {row["id"]: row["number"] for row in rows if row["number"]}

    def last_captures(self) -> dict[int, datetime]:
        """When each outlet last gave anything but robots.txt in full; one without is left out."""
        rows = self._database.rows(
            "SELECT id, last_capture_at FROM outlets WHERE last_capture_at IS NOT NULL"
        )
        return {row["id"]: from_text(row["last_capture_at"]) for row in rows}

    def changes_per_day(self, outlet_ids: Sequence[int], since: str) -> dict[int, dict[str, int]]:
        """The number of revisions after the first, by outlet and day first seen, since that day.

        An outlet or a day without any is left out.
        """
        rows = self._database.rows(
            "SELECT marks.mark, substr(marks.moment, 1, 10) AS day, count(*) AS number FROM marks"
            f" JOIN revisions ON revisions.id = marks.id WHERE marks.mark IN ({_marks(outlet_ids)})"
            " AND marks.of_event = 0 AND marks.moment >= ?"
            " AND revisions.number > 1 GROUP BY marks.mark, day",
            (*(f"outlet {one}" for one in outlet_ids), since),
        )
        found = defaultdict[int, dict[str, int]](dict)
        for row in rows:
            found[int(row["mark"].removeprefix("outlet "))][row["day"]] = row["number"]
        return dict(found)

    def archive_name(self) -> str:
        """The archive's name in the ids of feeds: random, and never changed."""
        return str(self._database.value("SELECT name FROM identity"))

    def newest(self) -> datetime | None:
        """When the newest revision or event was first seen."""
        times = [
            self._database.value("SELECT max(first_seen) FROM revisions"),
            self._database.value("SELECT max(at) FROM events"),
        ]
        return maybe_time(max((time for time in times if time), default=None))


_MACHINES = (
    "(role = 'robots' OR EXISTS (SELECT 1 FROM seeds"
    " WHERE seeds.address_id = addresses.id AND kind != 'section'))"
)
_HEARD = f"""
    SELECT outlet_id, addresses.url AS asked,
        coalesce(location, captures.url, addresses.url) AS came_from, {_MACHINES} AS machines
    FROM visits CROSS JOIN addresses LEFT JOIN captures ON captures.id = visits.id
    WHERE addresses.id = address_id AND visits.id <= ? AND visits.id > ? AND started_at >= ?
"""


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _sight(row: Any, gaps: Gaps) -> Sight:
    outcome = Outcome(row["outcome"])
    return Sight(
        at=from_text(row["started_at"]),
        outcome=outcome,
        status=row["status"],
        reason=row["reason"],
        url=row["url"],
        capture=row["capture"],
        revision=row["revision"],
        address_id=row["address_id"],
        unvouched=outcome is Outcome.UNMODIFIED and gaps.hold(row["started_at"]),
    )


_OF_ARTICLE = """
    SELECT visits.started_at, visits.outcome, visits.status, visits.reason, address_id,
        coalesce(captures.url, addresses.url) AS url, captures.id AS capture,
        shown.number AS revision
    FROM (
        SELECT visits.id FROM addresses JOIN visits ON visits.address_id = addresses.id
        WHERE addresses.article_id = ?1
        UNION SELECT capture_id FROM revisions
        JOIN extractions ON extractions.revision_id = revisions.id WHERE revisions.article_id = ?1
    ) AS seen
    JOIN visits ON visits.id = seen.id JOIN addresses ON addresses.id = visits.address_id
    LEFT JOIN captures ON captures.id = visits.id
    LEFT JOIN revisions AS shown ON shown.id = (
        SELECT revision_id FROM extractions
        WHERE capture_id = captures.id AND revision_id IS NOT NULL ORDER BY id DESC LIMIT 1
    )
    WHERE shown.id IS NULL OR shown.article_id = ?1
    ORDER BY visits.started_at, visits.id
"""
