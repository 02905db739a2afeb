"""Intents: what READ decided, for the archive to carry out. Plain data, made by ``monitor.decide``.

Deciding is pure (the idea is lemon24/reader's *Decider*); only ``Archive.apply`` acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.records import ArticleState, Assessment, EventKind, Extraction, IncidentKind, Role


@dataclass(frozen=True, slots=True)
class BeginArticle:
    """A new article: its first revision, shown by the capture that is being read.

    ``stood`` says in words where its text was before.
    """

    url: str
    key: str
    extraction: Extraction
    stood: str | None = None


@dataclass(frozen=True, slots=True)
class JoinArticle:
    """The visited address is another address of this article."""

    article_id: int


@dataclass(frozen=True, slots=True)
class AdoptAddress:
    """This article moved to the address with this key, which may be new."""

    article_id: int
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class LeaveArticle:
    """The visited address does not belong to its article after all; ``role``: what it is."""

    role: Role


@dataclass(frozen=True, slots=True)
class RenameArticle:
    """The article's pages now name this canonical URL; the old one stays one of its addresses."""

    article_id: int
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class AbsorbArticle:
    """``other_id`` turned out to be this article under its new address.

    ``assessment`` is about the change from the latest revision here to the first one there.
    """

    article_id: int
    other_id: int
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class AddRevision:
    """The article says something else than at its last sight.

    ``same_as`` is an earlier reading that this one repeats, if the page cannot be read again.
    ``unvouched``: the validators of the visited address are not known to have changed, so no 304
    there since its last full page was a sight of the text before.
    """

    article_id: int
    extraction: Extraction
    assessment: Assessment
    same_as: int | None = None
    unvouched: bool = False


@dataclass(frozen=True, slots=True)
class Reread:
    """The capture that shows this revision was read by another version of the reader or the rules.

    ``ours``: by this reading the revision says the same as the one before it, so the difference was
    made by our reader and never by the outlet. ``capture_id`` is given if another capture that
    shows the revision was read instead.
    """

    revision_id: int
    extraction: Extraction
    ours: bool = False
    capture_id: int | None = None


@dataclass(frozen=True, slots=True)
class SeeAgain:
    """The latest revision was seen again, unchanged, in a capture or by a 304.

    ``extraction`` is what was read from the capture, or None for a 304.
    """

    article_id: int
    extraction: Extraction | None = None


@dataclass(frozen=True, slots=True)
class SeeOldCopy:
    """A cache shows the revision of this number, in a copy older than what was seen since.

    What the article says now, and the times of its revisions, stay as they are.
    """

    article_id: int
    number: int
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class SeeSame:
    """The visited address shows what its last sight showed, so there was nothing to read.

    ``extraction_id`` is the reading of that sight, ``memory`` the name of the page memory, ``zone``
    where the article is in the page now.
    """

    article_id: int
    extraction_id: int
    memory: str
    zone: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Remember:
    """What the next reading of the visited address has to remember of this page.

    ``memory`` is the reader's own affair; None keeps that of the last page. ``zone`` is where the
    article is in the page: its first piece, and the one after its last; None if that is not known.
    """

    memory: bytes | None
    zone: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class NoteAbsence:
    """The article was absent at this visit, once more in a row, for this reason.

    If the reason differs from the last one, the count and its starting time begin anew.
    """

    article_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class NotePresence:
    """The article was there: absences are counted from zero."""

    article_id: int


@dataclass(frozen=True, slots=True)
class ChangeState:
    """The article's state has been confirmed to be this one."""

    article_id: int
    state: ArticleState


@dataclass(frozen=True, slots=True)
class AddEvent:
    """An entry in the article's timeline other than a revision, tied to its latest revision."""

    article_id: int
    kind: EventKind
    detail: str


@dataclass(frozen=True, slots=True)
class SetRole:
    """The visited address has this role from now on."""

    role: Role


@dataclass(frozen=True, slots=True)
class Reschedule:
    """The visited address is due at this time, whatever the crawler set (None: never)."""

    due: datetime | None


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """A fault of the outlet; an open incident of the same kind and subject is counted up.

    So is one that was closed ``since`` this time.
    """

    kind: IncidentKind
    subject: str
    detail: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CloseIncident:
    """What the open incident of this kind and subject reported works again."""

    kind: IncidentKind
    subject: str


Intent = (
    BeginArticle
    | JoinArticle
    | AdoptAddress
    | LeaveArticle
    | RenameArticle
    | AbsorbArticle
    | AddRevision
    | SeeAgain
    | SeeOldCopy
    | SeeSame
    | Remember
    | NoteAbsence
    | NotePresence
    | ChangeState
    | AddEvent
    | SetRole
    | Reschedule
    | OpenIncident
    | CloseIncident
)
