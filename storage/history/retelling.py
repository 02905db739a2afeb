"""Retelling an article's history, with all readings made by the same reader.

Old extractions are kept; which reading a revision shows, and its times, are corrected.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.database.times import from_text, to_text
from storage.digest import to_digest
from storage.history.last_sight import last_sight
from storage.history.visit_order import Made, places
from storage.revisions import free_of_blame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.archive import Archive
    from storage.database.connection import Database
    from storage.records import Assessment, Extraction


@dataclass(frozen=True, slots=True)
class Told:
    """A capture that was read as a revision of an article, and the reader that read it last.

    ``first``: the revision is shown by the reading of this capture. A capture that shows no
    revision so far has no ``revision_id``, no ``extraction_id`` and no reader.
    """

    capture_id: int
    address_id: int
    at: datetime
    revision_id: int | None = None
    extraction_id: int | None = None
    digest: str = ""
    reader: str = ""
    rules: str | None = None
    memory: str | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """A capture and its new reading, or None if it keeps the one it has.

    ``remembered`` and ``zone`` are what the next reading of its address has to know.
    """

    told: Told
    extraction: Extraction | None
    remembered: bytes | None = None
    zone: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Retold:
    """A revision as it shall be. If ``revision_id`` is None it was missed before, and is made now.

    ``assessment`` None keeps the present one. ``until`` is the first sight of the next revision;
    ``unvouched`` is the address of that sight, if its validators are not known to have changed.
    """

    revision_id: int | None
    sightings: tuple[Sighting, ...]
    assessment: Assessment | None
    ours: bool
    until: datetime | None
    unvouched: int | None = None


def told(archive: Archive, article_id: int) -> list[Told]:
    """Every capture that was read as a revision of the article, oldest first."""
    rows = archive._database.rows(_TOLD, (article_id,))  # noqa: SLF001 — behind the same door
    return [
        Told(
            capture_id=row["capture_id"],
            address_id=row["address_id"],
            at=from_text(row["started_at"]),
            revision_id=row["revision_id"],
            extraction_id=row["id"],
            digest=to_digest(row["content_sha256"]),
            reader=row["reader"],
            rules=row["rules"],
            memory=row["memory"],
            first=row["capture_id"] == row["first_id"],
        )
        for row in rows
    ]


def untold(archive: Archive, article_id: int) -> list[Told]:
    """Every capture at the article's addresses that shows no revision at all, oldest first.

    A rule found nothing in it, the reader found no article, or another page was in the way.
    """
    rows = archive._database.rows(_UNTOLD, (article_id,))  # noqa: SLF001 — behind the same door
    return [Told(row["id"], row["address_id"], from_text(row["started_at"])) for row in rows]


def in_order(archive: Archive, sights: Sequence[Told]) -> list[Told]:
    """These captures of one article in the order they were made, even if the clock was put back."""
    made = (Made(one.capture_id, one.address_id, one.at, article_id=0) for one in sights)
    place = places(archive._database, made)  # noqa: SLF001 — behind the same door
    return sorted(sights, key=lambda one: place[one.capture_id])


_UNTOLD = """
    SELECT visits.id, visits.address_id, visits.started_at
    FROM visits JOIN addresses ON addresses.id = visits.address_id
    WHERE addresses.article_id = ? AND visits.outcome = 'captured' AND visits.unread = 0
    AND NOT EXISTS (
        SELECT 1 FROM extractions
        WHERE extractions.capture_id = visits.id AND extractions.revision_id IS NOT NULL
    )
    ORDER BY visits.started_at, visits.id
"""

_TOLD = """
    SELECT extractions.*, visits.address_id, visits.started_at, readers.reader, readers.rules,
        readers.memory, first.capture_id AS first_id
    FROM revisions
    JOIN extractions AS first ON first.id = revisions.extraction_id
    JOIN extractions ON extractions.revision_id = revisions.id
    JOIN readers ON readers.id = extractions.reader_id
    JOIN visits ON visits.id = extractions.capture_id
    WHERE revisions.article_id = ? AND extractions.id = (
        SELECT max(id) FROM extractions AS one
        WHERE one.capture_id = extractions.capture_id AND one.revision_id IS NOT NULL
    )
    ORDER BY visits.started_at, visits.id
"""


def retell(archive: Archive, article_id: int, history: Sequence[Retold]) -> int:
    """Replace the article's revisions by these, oldest first.

    Every existing revision has to be among them. Returns the number of extractions made.
    """
    teller = _Teller(archive, article_id)
    with archive.transaction():
        for number, one in enumerate(history, 1):
            teller.tell(number, one)
        teller.finish(len(history))
    return teller.made


class _Teller:
    """The state while one article is retold."""

    def __init__(self, archive: Archive, article_id: int) -> None:
        self._archive = archive
        self._database: Database = archive._database  # noqa: SLF001 — behind the same door
        self._extractions = archive._extractions  # noqa: SLF001 — the same
        self._article_id = article_id
        self._last: int | None = None
        self.made = 0
        # Numbers must be unique within an article at every moment.
        self._database.change(
            "UPDATE revisions SET number = -number WHERE article_id = ?", (article_id,)
        )

    def tell(self, number: int, one: Retold) -> None:
        """Write one revision, with its captures."""
        readings = [self._put(sighting) for sighting in one.sightings]
        first, extraction_id = one.sightings[0].told, readings[0]
        title = self._extractions.get(extraction_id).title
        revision_id = one.revision_id
        if revision_id is None:
            revision_id = self._insert(number, title, extraction_id, first.at)
        self._database.change(
            "UPDATE revisions SET number = ?, title = ?, extraction_id = ?, first_seen = ?,"
            " ours = ? WHERE id = ?",
            (number, title, extraction_id, to_text(first.at), int(one.ours), revision_id),
        )
        if one.assessment is not None:
            self._assess(revision_id, one.assessment)
        free_of_blame(self._database, revision_id)
        for sighting in one.sightings:
            # All readings of a capture, old ones too, belong to the revision that it shows.
            self._database.change(
                "UPDATE extractions SET revision_id = ? WHERE capture_id = ?"
                " AND (revision_id IS NOT NULL OR id > ?)",
                (revision_id, sighting.told.capture_id, sighting.told.extraction_id or 0),
            )
        self._date(revision_id, one)
        self._last = readings[-1]

    def finish(self, count: int) -> None:
        """Bring the article's own row up to its last sight."""
        self._database.change(
            "UPDATE articles SET revisions = ?, last_extraction_id = ?,"
            " last_revision_id = (SELECT id FROM revisions WHERE article_id = articles.id"
            " ORDER BY number DESC LIMIT 1) WHERE id = ?",
            (count, self._last, self._article_id),
        )
        assert self._last is not None
        last = self._extractions.get(self._last)
        self._database.change(
            "UPDATE articles SET title = ?, published = ?, content_sha256 ="
            " (SELECT content_sha256 FROM extractions JOIN revisions"
            " ON revisions.extraction_id = extractions.id"
            " WHERE revisions.id = articles.last_revision_id) WHERE id = ?",
            (last.title, last.published, self._article_id),
        )
        # A sight earlier than the first known one may have been found, or one after the last.
        self._database.change(
            "UPDATE articles SET first_seen = (SELECT min(first_seen) FROM revisions"
            " WHERE article_id = articles.id) WHERE id = ? AND first_seen >"
            " (SELECT min(first_seen) FROM revisions WHERE article_id = articles.id)",
            (self._article_id,),
        )
        self._database.change(
            "UPDATE articles SET last_seen = (SELECT last_seen FROM revisions"
            " WHERE id = articles.last_revision_id) WHERE id = ? AND last_seen <"
            " (SELECT last_seen FROM revisions WHERE id = articles.last_revision_id)",
            (self._article_id,),
        )

    def _put(self, sighting: Sighting) -> int:
        if sighting.extraction is None:
            assert sighting.told.extraction_id is not None
            return sighting.told.extraction_id
        self.made += 1
        stored = self._extractions.put(
            sighting.extraction, sighting.told.capture_id, sighting.told.extraction_id
        )
        self._archive.page_memories.put(
            sighting.told.address_id, stored, sighting.remembered, sighting.zone
        )
        return stored

    def _insert(self, number: int, title: str | None, extraction_id: int, at: datetime) -> int:
        return self._database.insert(
            "revisions",
            article_id=self._article_id,
            number=number,
            title=title,
            extraction_id=extraction_id,
            first_seen=to_text(at),
            last_seen=to_text(at),
            weight="none",
            kinds="[]",
            signals="[]",
            summary="",
            ours=0,
        )

    def _assess(self, revision_id: int, assessment: Assessment) -> None:
        self._database.change(
            "UPDATE revisions SET weight = ?, kinds = ?, signals = ?, summary = ? WHERE id = ?",
            (
                assessment.weight.value,
                json.dumps(list(assessment.kinds), ensure_ascii=False, separators=(",", ":")),
                json.dumps(list(assessment.signals), ensure_ascii=False, separators=(",", ":")),
                assessment.summary,
                revision_id,
            ),
        )

    def _date(self, revision_id: int, one: Retold) -> None:
        """Set ``last_seen``: the last capture, or a 304 after it and before the next revision.

        Captures after the first sight of the next revision do not count: those are old copies, or
        addresses left behind. If all are later than that sight, a clock was put back.
        """
        until = "~" if one.until is None else to_text(one.until)
        times = [(each.told.address_id, to_text(each.told.at)) for each in one.sightings]
        last = dict([each for each in times if each[1] < until] or times)
        seen = last_sight(self._database, last, until, one.unvouched)
        self._database.change(
            "UPDATE revisions SET last_seen = ? WHERE id = ?", (seen, revision_id)
        )
