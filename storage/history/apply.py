"""Carrying out what READ decided: one small method per intent, one transaction per visit."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.database.times import from_text, maybe_text, to_text
from storage.errors import NotStored
from storage.history.absorb import absorb
from storage.history.last_sight import out_of_the_future, set_back
from storage.history.numbers import number_for
from storage.intents import (
    AbsorbArticle,
    AddEvent,
    AddRevision,
    AdoptAddress,
    BeginArticle,
    ChangeState,
    CloseIncident,
    JoinArticle,
    LeaveArticle,
    NoteAbsence,
    NotePresence,
    OpenIncident,
    Remember,
    RenameArticle,
    Reschedule,
    SeeAgain,
    SeeOldCopy,
    SeeSame,
    SetRole,
)
from storage.memory.pages import PageMemories
from storage.records import ArticleState, Assessment, EventKind, Extraction, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.agenda.frontier import Frontier
    from storage.database.connection import Database
    from storage.extractions import Extractions
    from storage.incidents import Incidents
    from storage.intents import Intent


class Nouns(NamedTuple):
    """The parts of the archive that intents are carried out on."""

    extractions: Extractions
    frontier: Frontier
    incidents: Incidents


def apply(database: Database, nouns: Nouns, visit_id: int, intents: Iterable[Intent]) -> None:
    """Carry out all intents and mark the visit as read; a visit already read is left alone.

    Raises NotStored for a visit or article that is not there.
    """
    with database.transaction():
        visit = database.row(
            "UPDATE visits SET unread = 0 WHERE id = ? AND unread = 1 RETURNING id, address_id,"
            " started_at, (SELECT outlet_id FROM addresses WHERE id = address_id) AS outlet_id",
            (visit_id,),
        )
        if visit is None:
            database.stored("visit", visit_id, "SELECT id FROM visits WHERE id = ?")
            return
        do = _Deed(database, nouns, visit).do  # looked up once: each lookup makes a function
        for intent in intents:
            do(intent)


class _Deed:
    """What is done for one visit."""

    def __init__(self, database: Database, nouns: Nouns, visit: Any) -> None:
        self._database = database
        self._extractions, self._frontier, self._incidents = nouns
        self._visit_id: int = visit["id"]
        self._address_id: int = visit["address_id"]
        self._outlet_id: int = visit["outlet_id"]
        self._at: str = visit["started_at"]
        self._time: datetime = from_text(visit["started_at"])
        self._memories = PageMemories(database)
        self._put_id: int | None = None

    @singledispatchmethod
    def do(self, intent: Any) -> None:
        """Carry out one intent."""
        raise TypeError(f"not an intent: {intent!r}")

    # --- articles and revisions --------------------------------------------------------------
    @do.register
    def _(self, intent: BeginArticle) -> None:
        known = self._database.value(
            # The visited address itself may be leaving its article, so it does not count.
            "SELECT coalesce((SELECT id FROM articles WHERE key = ?),"
            " (SELECT article_id FROM addresses WHERE key = ? AND id <> ?))",
            (intent.key, intent.key, self._address_id),
        )
        if known is not None:
            self._join_and_show(known, intent.extraction)
            return
        article_id = self._database.insert(
            "articles",
            id=number_for(self._database, intent.key, self._address_id),
            outlet_id=self._outlet_id,
            url=intent.url,
            key=intent.key,
            state=ArticleState.LIVE.value,
            first_seen=self._at,
            last_seen=self._at,
        )
        self._own_canonical_address(article_id, intent)
        self._join(article_id)
        self._add_revision(self._article(article_id), intent.extraction, Assessment())
        if intent.stood is not None:
            self.do(AddEvent(article_id, EventKind.MOVED_URL, intent.stood))

    def _own_canonical_address(self, article_id: int, intent: BeginArticle) -> None:
        """Let the canonical URL lead to the article too, unless it already has another role."""
        address = self._frontier.make(
            self._outlet_id, intent.url, intent.key, Role.ARTICLE, self._time
        )
        self._database.change(
            "UPDATE addresses SET article_id = ?, role = 'article'"
            " WHERE id = ? AND article_id IS NULL AND role NOT IN ('seed', 'robots')",
            (article_id, address.id),
        )

    def _join_and_show(self, article_id: int, extraction: Extraction) -> None:
        """Two addresses read in the same batch turn out to be one article: make it only once."""
        self._join(article_id)
        article = self._article(article_id)
        extraction_id = self._put(article, extraction)
        same = self._database.value(
            "SELECT new.content_sha256 = old.content_sha256 FROM extractions AS new"
            " JOIN revisions ON revisions.id = ?"
            " JOIN extractions AS old ON old.id = revisions.extraction_id WHERE new.id = ?",
            (article["last_revision_id"], extraction_id),
        )
        if same:
            self._show(article, article["last_revision_id"], extraction_id, extraction)
            self._see(article)
        else:
            self._number(article, extraction_id, extraction, Assessment())

    @do.register
    def _(self, intent: JoinArticle) -> None:
        self._join(self._article(intent.article_id)["id"])

    def _join(self, article_id: int) -> None:
        self._database.change(
            "UPDATE addresses SET article_id = ?, role = ? WHERE id = ?",
            (article_id, Role.ARTICLE.value, self._address_id),
        )

    @do.register
    def _(self, intent: AdoptAddress) -> None:
        """A known address keeps its article. One that leads on is due with whoever leads to it."""
        article = self._article(intent.article_id)
        address = self._frontier.make(
            self._outlet_id, intent.url, intent.key, Role.ARTICLE, self._time
        )
        self._database.change(
            "UPDATE addresses SET article_id = ?, role = 'article',"
            " next_due = coalesce(next_due, CASE WHEN EXISTS (SELECT 1 FROM visits"
            " WHERE visits.id = last_visit_id AND outcome = 'redirected') THEN NULL ELSE ? END)"
            " WHERE id = ? AND article_id IS NULL AND role NOT IN ('seed', 'robots')",
            (article["id"], self._at, address.id),
        )

    @do.register
    def _(self, intent: LeaveArticle) -> None:
        self._database.change(
            "UPDATE addresses SET article_id = NULL, role = ? WHERE id = ?",
            (intent.role.value, self._address_id),
        )

    @do.register
    def _(self, intent: RenameArticle) -> None:
        """Rename it, unless another article has that name."""
        self._database.change(
            "UPDATE articles SET url = ?, key = ? WHERE id = ?"
            " AND NOT EXISTS (SELECT 1 FROM articles WHERE key = ?)",
            (intent.url, intent.key, self._article(intent.article_id)["id"], intent.key),
        )

    @do.register
    def _(self, intent: AbsorbArticle) -> None:
        into, other = self._article(intent.article_id), self._article(intent.other_id)
        absorb(self._database, into, other, intent.assessment)

    @do.register
    def _(self, intent: AddRevision) -> None:
        article, said = self._article(intent.article_id), intent.extraction
        if intent.unvouched:
            set_back(self._database, article["last_revision_id"], self._address_id, self._at)
        if intent.same_as is None:
            self._add_revision(article, said, intent.assessment)
            return
        put = self._extractions.put_same(intent.same_as, self._visit_id, said.memory or "")
        self._number(article, put, said, intent.assessment)

    def _add_revision(self, article: Any, extraction: Extraction, assessment: Assessment) -> None:
        self._number(article, self._put(article, extraction), extraction, assessment)

    def _number(
        self, article: Any, extraction_id: int, extraction: Extraction, assessment: Assessment
    ) -> None:
        number = article["revisions"] + 1
        out_of_the_future(self._database, article["last_revision_id"], self._at)
        revision_id = self._database.insert(
            "revisions",
            article_id=article["id"],
            number=number,
            title=extraction.title,
            extraction_id=extraction_id,
            first_seen=self._at,
            last_seen=self._at,
            weight=assessment.weight.value,
            kinds=_list(assessment.kinds),
            signals=_list(assessment.signals),
            summary=assessment.summary,
            ours=int(assessment.ours),
        )
        self._database.change(
            "UPDATE articles SET revisions = ?, last_revision_id = ?, content_sha256 ="
            " (SELECT content_sha256 FROM extractions WHERE id = ?) WHERE id = ?",
            (number, revision_id, extraction_id, article["id"]),
        )
        self._show(article, revision_id, extraction_id, extraction)
        self._see(self._article(article["id"]))

    @do.register
    def _(self, intent: SeeAgain) -> None:
        article = self._article(intent.article_id)
        if intent.extraction is not None:
            extraction_id = self._put(article, intent.extraction)
            self._show(article, article["last_revision_id"], extraction_id, intent.extraction)
        self._see(article)

    @do.register
    def _(self, intent: SeeOldCopy) -> None:
        article = self._article(intent.article_id)
        self._database.change(
            "UPDATE extractions SET revision_id ="
            " (SELECT id FROM revisions WHERE article_id = ? AND number = ?) WHERE id = ?",
            (article["id"], intent.number, self._put(article, intent.extraction)),
        )

    @do.register
    def _(self, intent: SeeSame) -> None:
        self._put_id = self._extractions.put_same(
            intent.extraction_id, self._visit_id, intent.memory
        )
        article = self._article(intent.article_id)
        # Another address, unchanged since its last visit, says nothing new about the article.
        self._database.change(
            "UPDATE articles SET last_extraction_id = ? WHERE id = ? AND ? = ("
            " SELECT address_id FROM visits JOIN extractions ON extractions.capture_id = visits.id"
            " WHERE extractions.id = last_extraction_id)",
            (self._put_id, article["id"], self._address_id),
        )
        self._see(article)
        self._memories.put(self._address_id, self._put_id, None, intent.zone)

    @do.register
    def _(self, intent: Remember) -> None:
        """Remember the page just read; if nothing was stored, there is nothing to remember."""
        if self._put_id is not None:
            self._memories.put(self._address_id, self._put_id, intent.memory, intent.zone)

    def _put(self, article: Any, extraction: Extraction) -> int:
        self._put_id = self._extractions.put(
            extraction, self._visit_id, article["last_extraction_id"]
        )
        return self._put_id

    def _show(
        self, article: Any, revision_id: int, extraction_id: int, extraction: Extraction
    ) -> None:
        """Record that this extraction is the newest one and shows this revision."""
        self._database.change(
            "UPDATE extractions SET revision_id = ? WHERE id = ?", (revision_id, extraction_id)
        )
        self._database.change(
            "UPDATE articles SET last_extraction_id = ?, title = ?, published = ? WHERE id = ?",
            (extraction_id, extraction.title, extraction.published, article["id"]),
        )

    def _see(self, article: Any) -> None:
        """Move ``last_seen`` forward; or back, if a clock that was ahead put it in the future."""
        behind = (self._at, to_text(datetime.now(UTC)))
        self._database.change(
            "UPDATE revisions SET last_seen = ? WHERE id = ? AND (last_seen < ? OR last_seen > ?)",
            (self._at, article["last_revision_id"], *behind),
        )
        self._database.change(
            "UPDATE articles SET last_seen = ? WHERE id = ? AND (last_seen < ? OR last_seen > ?)",
            (self._at, article["id"], *behind),
        )

    # --- state -------------------------------------------------------------------------------
    @do.register
    def _(self, intent: NoteAbsence) -> None:
        self._change_article(
            intent.article_id,
            # SQLite evaluates the right-hand sides against the row as it was.
            "absences = CASE WHEN absence = ? THEN absences + 1 ELSE 1 END,"
            " absent_since = CASE WHEN absence = ? THEN absent_since ELSE ? END,"
            " absence = ?",
            (intent.reason, intent.reason, self._at, intent.reason),
        )

    @do.register
    def _(self, intent: NotePresence) -> None:
        self._change_article(
            intent.article_id, "absences = 0, absence = NULL, absent_since = NULL", ()
        )

    @do.register
    def _(self, intent: ChangeState) -> None:
        self._change_article(intent.article_id, "state = ?", (intent.state.value,))

    @do.register
    def _(self, intent: AddEvent) -> None:
        article = self._article(intent.article_id)
        self._database.insert(
            "events",
            article_id=article["id"],
            revision_id=article["last_revision_id"],
            kind=intent.kind.value,
            at=self._at,
            detail=intent.detail,
        )

    # --- address and outlet ------------------------------------------------------------------
    @do.register
    def _(self, intent: SetRole) -> None:
        self._database.change(
            "UPDATE addresses SET role = ? WHERE id = ?", (intent.role.value, self._address_id)
        )

    @do.register
    def _(self, intent: Reschedule) -> None:
        self._database.change(
            "UPDATE addresses SET next_due = ? WHERE id = ?",
            (maybe_text(intent.due), self._address_id),
        )

    @do.register
    def _(self, intent: OpenIncident) -> None:
        own, kind, subject, at = self._outlet_id, intent.kind, intent.subject, self._time
        if intent.since is not None:
            self._incidents.reopen(own, kind, subject, intent.since)
        self._incidents.open(own, kind, subject, intent.detail, at)

    @do.register
    def _(self, intent: CloseIncident) -> None:
        self._incidents.close(self._outlet_id, intent.kind, intent.subject, self._time)

    # --- helpers -----------------------------------------------------------------------------
    def _article(self, article_id: int) -> Any:
        sql = "SELECT * FROM articles WHERE id = ?"
        return self._database.stored("article", article_id, sql)

    def _change_article(self, article_id: int, what: str, values: tuple[Any, ...]) -> None:
        sql = f"UPDATE articles SET {what} WHERE id = ?"
        changed = self._database.change(sql, (*values, article_id))
        if not changed:
            raise NotStored("article", str(article_id))


def _list(words: tuple[str, ...]) -> str:
    return json.dumps(list(words), ensure_ascii=False, separators=(",", ":"))
