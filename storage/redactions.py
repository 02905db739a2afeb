"""Redactions: bytes and text removed on request, for good, with a proof that they were there.

The digest, the heads and the ledger's line of a capture stay. Its body is deleted, and with it that
of every capture of the very same bytes; bodies based on it are stored again. Also deleted are the
texts that were read from it, the words stored with their revisions, and what events say about
headlines for machines, links and the picture of the article, because each of these quotes what was
there before and after.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.captures import REDACTED_CAPTURES
from storage.database.anew import make_anew
from storage.database.times import from_text, to_text
from storage.digest import to_digest
from storage.errors import ArchiveBusy, ArchiveFull, NotStored, Redacted
from storage.history.blame import SILENCE
from storage.kinds import EventKind
from storage.lost import DAMAGE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.database.connection import Database
    from storage.extractions import Extractions
    from storage.payload.payloads import Payloads
    from storage.proof.ledger import Ledger

_QUOTING = (EventKind.SEARCH_HEADLINE, EventKind.LINKS, EventKind.PICTURE)
"""Events that quote what a page declared before, and what it declares now."""
_IN = "IN (SELECT value FROM json_each(?))"
_NOT_PURGED = (
    "What was redacted is gone from the tables. Rewriting the file, so that nothing of it is left"
    " on the disk, needs twice as much free space as the archive takes."
)


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was removed, when and why. ``capture_id``: the capture for which it was requested."""

    capture_id: int
    redacted_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A reading of a redacted page. ``is_latest``: it is the article's last one."""

    article_id: int
    extraction_id: int
    digest: str
    is_latest: bool


class Redactions:
    """``archive.redactions``."""

    def __init__(
        self, database: Database, payloads: Payloads, extractions: Extractions, ledger: Ledger
    ) -> None:
        self._database = database
        self._payloads = payloads
        self._extractions = extractions
        self._ledger = ledger

    def of(self, capture_id: int) -> Redaction | None:
        """The redaction of a capture, or of one with the very same bytes; otherwise None.

        If a redacted page is served again, what is fetched then is not stored either.
        """
        # Redactions are few, and the captures of one payload may be many.
        row = self._database.row(
            "SELECT redactions.* FROM redactions CROSS JOIN captures ON captures.id = capture_id"
            " WHERE payload_id = (SELECT payload_id FROM captures WHERE id = ?1)"
            " ORDER BY capture_id <> ?1, capture_id LIMIT 1",
            (capture_id,),
        )
        if row is None:
            return None
        return Redaction(row["capture_id"], from_text(row["redacted_at"]), row["reason"])

    def read_as(self, capture_id: int) -> Shown | None:
        """What the same page, now redacted, last showed at the same address."""
        row = self._database.row(
            "SELECT extractions.id, extractions.content_sha256, revisions.article_id,"
            " revisions.id = articles.last_revision_id AS is_latest FROM captures AS this"
            " JOIN visits ON visits.id = this.id"
            " JOIN visits AS before ON before.address_id = visits.address_id"
            " JOIN captures AS gone ON gone.id = before.id AND gone.id < this.id"
            " AND coalesce(gone.rendered_id, gone.payload_id)"
            " = coalesce(this.rendered_id, this.payload_id)"
            " JOIN extractions ON extractions.capture_id = gone.id"
            " JOIN revisions ON revisions.id = extractions.revision_id"
            " JOIN articles ON articles.id = revisions.article_id"
            " WHERE this.id = ? ORDER BY extractions.id DESC LIMIT 1",
            (capture_id,),
        )
        if row is None:
            return None
        digest = to_digest(row["content_sha256"])
        return Shown(row["article_id"], row["id"], digest, is_latest=bool(row["is_latest"]))

    def of_revision(self, revision_id: int) -> Redaction | None:
        """The redaction of the capture whose reading a revision shows, or None.

        Also None if the text still exists, because another, unredacted capture shows it.
        """
        row = self._database.row(
            "SELECT capture_id, extraction_id, text_id FROM revisions"
            " JOIN extractions ON extractions.id = extraction_id WHERE revisions.id = ?",
            (revision_id,),
        )
        redaction = None if row is None else self.of(row["capture_id"])
        if redaction is None:
            return None
        # The text itself says so; finding who else shows it would mean walking all readings.
        try:
            is_there = self._extractions.get(row["extraction_id"]).redacted is None
        except DAMAGE:
            is_there = self._is_said(row["text_id"])
        return None if is_there else redaction

    def _is_said(self, text_id: int) -> bool:
        """Whether a capture that was not redacted shows the text; then the text was not removed."""
        found = self._database.value(
            "SELECT 1 FROM extractions WHERE text_id = ?"
            f" AND capture_id NOT IN {REDACTED_CAPTURES} LIMIT 1",
            (text_id,),
        )
        return found is not None

    def saying_same(self, captures: Iterable[int]) -> list[int]:
        """Unredacted captures whose reading has the same content as that of these.

        The readings may differ in what is not content, such as links and times.
        """
        return self._ids(
            "SELECT DISTINCT capture_id FROM extractions WHERE (content_sha256, digest_version) IN"
            " (SELECT content_sha256, digest_version FROM extractions"
            " WHERE capture_id IN (SELECT value FROM json_each(?1)))"
            " AND capture_id NOT IN (SELECT value FROM json_each(?1))"
            f" AND capture_id NOT IN {REDACTED_CAPTURES} ORDER BY capture_id",
            [json.dumps([*captures])],
        )

    def showing_same(self, capture_id: int) -> list[int]:
        """Unredacted captures with other bytes that a browser rendered as the same page."""
        return self._ids(
            "SELECT other.id FROM captures AS mine JOIN captures AS other"
            " ON other.rendered_id = mine.rendered_id AND other.payload_id <> mine.payload_id"
            " WHERE mine.id = ? AND other.id NOT IN (SELECT capture_id FROM redactions)"
            " ORDER BY other.id",
            [capture_id],
        )

    def refuse(self, revision_id: int) -> None:
        """Raise Redacted if the text of this revision was removed."""
        found = self.of_revision(revision_id)
        if found is not None:
            at = to_text(found.redacted_at)
            raise Redacted("The text of this revision", found.reason, at)

    def neighbours(self, address_id: int) -> list[int]:
        """The unredacted captures of an address."""
        return self._ids(
            "SELECT captures.id FROM captures JOIN visits ON visits.id = captures.id"
            f" WHERE address_id = ? AND captures.id NOT IN {REDACTED_CAPTURES}"
            " ORDER BY captures.id",
            [address_id],
        )

    def of_article(self, article_id: int) -> list[int]:
        """The unredacted captures that contain what an article said, at any of its addresses.

        A page that other addresses returned too, such as an error page, does not count unless it
        was read as a revision; nor does what an address showed of another article before.
        """
        return self._ids(
            "SELECT captures.id FROM addresses JOIN visits ON visits.address_id = addresses.id"
            " JOIN captures ON captures.id = visits.id WHERE addresses.article_id = ?1"
            " AND captures.id NOT IN (SELECT capture_id FROM redactions)"
            " AND NOT EXISTS (SELECT 1 FROM captures AS other"
            " JOIN visits ON visits.id = other.id"
            " JOIN addresses ON addresses.id = visits.address_id"
            " WHERE other.payload_id = captures.payload_id"
            " AND addresses.article_id IS NOT ?1)"
            " AND NOT EXISTS (SELECT 1 FROM extractions"
            " JOIN revisions ON revisions.id = extractions.revision_id"
            " WHERE extractions.capture_id = captures.id AND revisions.article_id <> ?1)"
            " UNION SELECT capture_id FROM extractions"
            " JOIN revisions ON revisions.id = extractions.revision_id"
            " WHERE revisions.article_id = ?1"
            " AND capture_id NOT IN (SELECT capture_id FROM redactions) ORDER BY 1",
            [article_id],
        )

    def going_along(self, captures: list[int]) -> dict[int | None, int]:
        """How many other captures have the very same bytes and are redacted with these, by article.

        None stands for addresses that are no article.
        """
        rows = self._database.rows(
            "WITH named AS (SELECT value AS id FROM json_each(?)), same AS ("
            " SELECT payload_id AS id FROM captures WHERE id IN (SELECT id FROM named))"
            " SELECT article_id, count(*) AS captures FROM captures AS other"
            " JOIN visits ON visits.id = other.id"
            " JOIN addresses ON addresses.id = visits.address_id"
            " WHERE (payload_id IN (SELECT id FROM same) OR rendered_id IN (SELECT id FROM same))"
            " AND other.id NOT IN (SELECT id FROM named)"
            " AND other.id NOT IN (SELECT capture_id FROM redactions)"
            " GROUP BY article_id ORDER BY article_id",
            (json.dumps(captures),),
        )
        return {row["article_id"]: row["captures"] for row in rows}

    def redact(self, captures: Iterable[int], reason: str, now: datetime) -> list[int]:
        """Remove the bytes and texts of these captures; return all captures that are affected.

        When this returns they are gone from the tables; after :meth:`purge`, from the file as well.
        Raises NotStored, ArchiveDamaged.
        """
        payloads = {self._payload_of(one) for one in captures}
        # Freed space is overwritten with zeros, in the file and in its journal.
        self._database.value("PRAGMA secure_delete = ON")
        with self._database.transaction():
            rows = self._ids(
                "SELECT id FROM captures WHERE payload_id IN (SELECT value FROM json_each(?1))"
                " OR rendered_id IN (SELECT value FROM json_each(?1)) ORDER BY id",
                [json.dumps([*payloads])],
            )
            known = set(self._ids("SELECT capture_id FROM redactions", []))
            new = [one for one in rows if one not in known]
            for one in new:
                self._keep_line(one, reason, to_text(now))
            # The newest first: it is no base of others, and what is deleted next need not be
            # stored again.
            for blob in sorted(self._bytes_of(rows, payloads), reverse=True):
                self._payloads.redact(blob)
            self._redact_texts(new, reason)
        return new

    def _payload_of(self, capture_id: int) -> int:
        found = self._database.value("SELECT payload_id FROM captures WHERE id = ?", (capture_id,))
        if found is None:
            raise NotStored("capture", str(capture_id))
        return int(found)

    def _bytes_of(self, captures: list[int], payloads: set[int]) -> set[int]:
        """The bodies to delete, as received and as rendered, unless other captures show them too.

        Pages that differ only in a token may be rendered as the same document. It stays with the
        captures that are not redacted, and can no longer be reached through these.
        """
        gone, named = {*payloads}, json.dumps(captures)
        for column in ("payload_id", "wire_id", "rendered_id"):
            rows = self._database.rows(
                f"SELECT DISTINCT {column} AS blob FROM captures WHERE {column} IS NOT NULL"
                " AND id IN (SELECT value FROM json_each(?))",
                (named,),
            )
            for blob in {row["blob"] for row in rows} - payloads:
                if not self._is_shown(blob):
                    gone.add(blob)
                elif column != "payload_id":
                    self._database.change(
                        f"UPDATE captures SET {column} = NULL WHERE {column} = ?"
                        " AND id IN (SELECT capture_id FROM redactions)",
                        (blob,),
                    )
        return gone

    def _is_shown(self, blob: int) -> bool:
        """Whether an unredacted capture shows it."""
        found = self._database.value(
            "SELECT 1 FROM captures WHERE (payload_id = ?1 OR wire_id = ?1 OR rendered_id = ?1)"
            " AND id NOT IN (SELECT capture_id FROM redactions) LIMIT 1",
            (blob,),
        )
        return found is not None

    def purge(self) -> None:
        """Rewrite the file, so that no page of it has any trace of what was removed.

        That takes as long as copying the file twice, and as much room. Raises ArchiveBusy, and
        ArchiveFull, which says what is done and what is not.
        """
        try:
            make_anew(self._database)
        except ArchiveFull as error:
            error.why, error.do = _NOT_PURGED, "Free some space, and run the same command again."
            raise
        busy, _, _ = self._database.row("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise ArchiveBusy(
                str(self._database.path.parent), "a reader that still sees what was redacted"
            )

    def _keep_line(self, capture_id: int, reason: str, at: str) -> None:
        line = self._ledger.line(self._ledger.index_of(capture_id))
        self._database.change(
            "INSERT INTO redactions (capture_id, redacted_at, reason, line) VALUES (?, ?, ?, ?)",
            (capture_id, at, reason, line.decode()),
        )

    def _redact_texts(self, captures: list[int], reason: str) -> None:
        """Remove their texts, the words stored with their revisions, and their page memories.

        A text that an unredacted capture shows as well stays with that one. Texts and readings are
        looked up once for all captures, because SQLite walks over all readings each time.
        """
        named, texts_of = json.dumps(captures), "SELECT DISTINCT text_id FROM extractions WHERE"
        texts = self._ids(f"{texts_of} capture_id {_IN}", [named])
        shown = self._ids(
            f"{texts_of} text_id {_IN} AND capture_id NOT IN {REDACTED_CAPTURES}",
            [json.dumps(texts)],
        )
        gone = sorted({*texts} - {*shown}, reverse=True)
        for text_id in gone:
            self._extractions.redact(text_id, reason)
        readings = self._ids(f"SELECT id FROM extractions WHERE text_id {_IN}", [json.dumps(gone)])
        self._redact_words(json.dumps(readings))
        self._database.change(f"UPDATE visits SET unread = 0 WHERE id {_IN}", (named,))

    def _redact_words(self, readings: str) -> None:
        """Remove what is said about their revisions and about the changes to the next ones."""
        sql = f"SELECT id FROM revisions WHERE extraction_id {_IN}"
        revisions = json.dumps(self._ids(sql, [readings]))
        of_articles = f"article_id IN (SELECT article_id FROM revisions WHERE id {_IN})"
        for statement in (
            f"UPDATE articles SET title = NULL WHERE last_revision_id {_IN}",
            f"UPDATE events SET detail = '' WHERE revision_id {_IN}",
            f"UPDATE revisions SET summary = '' WHERE {of_articles}",
            f"UPDATE revisions SET title = NULL WHERE id {_IN}",
        ):
            self._database.change(statement, (revisions,))
        self._database.change(f"DELETE FROM page_memories WHERE extraction_id {_IN}", (readings,))
        self._redact_events(readings)
        self._take_back_blame(revisions)

    def _redact_events(self, readings: str) -> None:
        """Remove what events quote: each quotes two visits, maybe within one revision."""
        self._database.change(
            "UPDATE events SET detail = '' WHERE kind IN (?, ?, ?) AND article_id IN (SELECT"
            " article_id FROM revisions JOIN extractions ON revision_id = revisions.id"
            f" WHERE extractions.id {_IN})",
            (*_QUOTING, readings),
        )

    def _take_back_blame(self, revisions: str) -> None:
        """Do not blame an outlet for silence about a change that nobody can look at any more."""
        self._database.change(
            "UPDATE revisions SET signals = (SELECT json_group_array(value) FROM"
            " json_each(signals) WHERE value <> ?) WHERE instr(signals, ?)"
            " AND id IN (SELECT this.id FROM revisions AS gone JOIN revisions AS this"
            " ON this.article_id = gone.article_id"
            " AND this.number IN (gone.number, gone.number + 1)"
            f" WHERE gone.id {_IN})",
            (SILENCE, SILENCE, revisions),
        )

    def _ids(self, sql: str, values: Iterable[int | str]) -> list[int]:
        return [int(row[0]) for row in self._database.rows(sql, list(values))]
