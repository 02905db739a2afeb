"""What READ decided, for the archive to carry out: plain data, made by ``monitor.decide``.

The decision is pure (the idea is lemon24/reader's *Decider*); only ``Archive.apply`` acts on it.
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

    ``stood`` is where its text stood before, in words.
    """

    url: str
    key: str
    extraction: Extraction
    stood: str | None = None


@dataclass(frozen=True, slots=True)
class JoinArticle:
    """The address that was visited is another address of this article."""

    article_id: int


@dataclass(frozen=True, slots=True)
class AdoptAddress:
    """The address with this key, known or not, is where this article moved to."""

    article_id: int
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class LeaveArticle:
    """The visited address was taken for one of its article's and is none; ``role``: what it is."""

    role: Role


@dataclass(frozen=True, slots=True)
class RenameArticle:
    """The article's pages name this canonical URL now; its old one stays among its addresses."""

    article_id: int
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class AbsorbArticle:
    """``other_id`` turned out to be this article under its new address.

    ``assessment`` is of the step from the latest revision here to the first one there.
    """

    article_id: int
    other_id: int
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class AddRevision:
    """The article says something else than at the last sight of it.

    ``same_as`` is an earlier reading that this one repeats, where the page cannot be read again.
    ``unvouched`` says that the validators of the visited address did not move, as far as is known:
    no 304 there since its last whole page was a sight of the text before.
    """

    article_id: int
    extraction: Extraction
    assessment: Assessment
    same_as: int | None = None
    unvouched: bool = False


@dataclass(frozen=True, slots=True)
class Reread:
    """The capture that shows this revision, read by another version of the reader or the rules.

    ``ours``: by this reading the revision says what the one before it says, so the difference
    was our reader's and never the outlet's. ``capture_id`` names another capture that shows it,
    where that one was read.
    """

    revision_id: int
    extraction: Extraction
    ours: bool = False
    capture_id: int | None = None


@dataclass(frozen=True, slots=True)
class SeeAgain:
    """The latest revision was seen again, unchanged; with a capture or by a 304.

    ``extraction`` is what was read this time where a capture was read, and None for a 304.
    """

    article_id: int
    extraction: Extraction | None = None


@dataclass(frozen=True, slots=True)
class SeeOldCopy:
    """A cache shows the revision of this number, by a copy older than what was seen since.

    What the article says now, and since when and until when, stays as it is.
    """

    article_id: int
    number: int
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class SeeSame:
    """The visited address shows what its last sight showed: the reader had nothing to read.

    ``extraction_id`` is the reading of that sight, ``memory`` the name of what was remembered,
    ``zone`` where the article stands in the page now.
    """

    article_id: int
    extraction_id: int
    memory: str
    zone: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Remember:
    """What the next reader of the visited address has to remember of this page.

    ``memory`` is the reader's own affair; None leaves that of the last page. ``zone`` is where the
    article stands in the page: from which piece to before which; None: nobody can tell.
    """

    memory: bytes | None
    zone: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class NoteAbsence:
    """The article was not there at this visit: one more time in a row, for this reason.

    Another reason than the last one starts the count, and the time it runs from, anew.
    """

    article_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class NotePresence:
    """The article was there: absences are counted from zero again."""

    article_id: int


@dataclass(frozen=True, slots=True)
class ChangeState:
    """The article's state is now this one, confirmed."""

    article_id: int
    state: ArticleState


@dataclass(frozen=True, slots=True)
class AddEvent:
    """An entry of the article's timeline that is no revision, tied to its latest revision."""

    article_id: int
    kind: EventKind
    detail: str


@dataclass(frozen=True, slots=True)
class SetRole:
    """What the visited address is to us from now on."""

    role: Role


@dataclass(frozen=True, slots=True)
class Reschedule:
    """The visited address is due at this time, whatever the crawler thought (None: never)."""

    due: datetime | None


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """A fault of the outlet; the same kind and subject again counts up the open one."""

    kind: IncidentKind
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class CloseIncident:
    """Whatever is open of this kind and subject works again."""

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
