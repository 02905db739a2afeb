"""What an article said at a given time, as far as visits before and after it show. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.database.times import maybe_text, to_text
from storage.kinds import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from storage.sights import Sight

_NO_LOOK = frozenset({Outcome.FAILED, Outcome.REFUSED, Outcome.BLOCKED})
"""Outcomes of visits that say nothing about what was there."""


@dataclass(frozen=True, slots=True)
class Look:
    """A visit that shows what was there: a revision, or None if the article was absent."""

    at: datetime
    revision: int | None


@dataclass(frozen=True, slots=True)
class Presence:
    """``before`` showed the revision; ``without`` is the first look after it without the article.

    ``after`` is the first look after the given time, whatever it showed. Between two looks nothing
    is known, even if both showed the same. ``newest`` is the latest revision that any look had
    shown by then, which is later than ``revision`` if the last look got an old copy.
    """

    time: datetime
    revision: int
    newest: int
    before: datetime
    without: Look | None
    after: Look | None

    def document(self) -> dict[str, Any]:
        """The presence as a JSON object."""
        return {
            "time": to_text(self.time),
            "before": to_text(self.before),
            "not_there": maybe_text(self.without.at if self.without else None),
            "after": maybe_text(self.after.at if self.after else None),
            "revision_after": self.after.revision if self.after else None,
        }


def presence(sights: Sequence[Sight], time: datetime) -> Presence | None:
    """What is known about this time; None if the article had not been seen by then."""
    revision, newest = None, 0
    before, without, after = time, None, None
    for look in looks(sights):
        if look.at > time:
            after = look
            break
        if look.revision is not None:
            revision, before, without = look.revision, look.at, None
            newest = max(newest, look.revision)
        else:
            without = without or look
    if revision is None:
        return None
    return Presence(time, revision, newest, before, without, after)


def looks(sights: Sequence[Sight]) -> Iterator[Look]:
    """What each visit showed. A 304 shows what the last capture did.

    But it does not show the text if an edit came to light later that it may have hidden. A redirect
    is an absence if the article was never seen again; otherwise it leads on to the article.
    """
    shown = [place for place, sight in enumerate(sights) if sight.revision is not None]
    last: int | None = None
    for place, sight in enumerate(sights):
        leads_on = sight.outcome is Outcome.REDIRECTED and place < max(shown, default=0)
        hid = sight.unvouched and last is not None
        if sight.outcome in _NO_LOOK or leads_on or hid:
            continue
        if sight.outcome is not Outcome.UNMODIFIED:
            last = sight.revision
        yield Look(sight.at, last)
