"""What an edit says about a host's validators: did ETag and Last-Modified change with the text?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from monitor.notation.times import short
from spiders.crawl.http.validators import ENOUGH_PROVED, Validators
from spiders.urls import host
from storage.errors import ArchiveDamaged
from storage.intents import AddRevision, OpenIncident
from storage.records import IncidentKind
from storage.visits import header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.archive import Archive
    from storage.intents import Intent
    from storage.records import Capture, Revision, Unread

STAYED = "the text of {} changed, but its {} did not, perhaps since {}"


def is_told_by_an_edit(detail: str) -> bool:
    """Whether the incident is about an edit, and not about a response that contradicts itself."""
    return detail.startswith(STAYED.partition("{")[0])


class Pair(NamedTuple):
    """The validators of two captures of one page with different bytes: ``before`` and after."""

    before: Capture
    had: Validators
    given: Validators

    @property
    def unvouched(self) -> bool:
        """Whether a 304 between them says nothing about the text, as it may have hidden the edit.

        If the validators stayed the same, it did. If the page has none any more, or only the other
        kind, that is unknown: only validators that changed with the edit belonged to the text.
        """
        had_any = self.had.etag is not None or self.had.last_modified is not None
        return had_any and self.had.stay(self.given) is not False


def at_edit(archive: Archive, visit: Unread, latest: Revision) -> Pair | None:
    """The validators of the former text at this address, and of this one."""
    has = visit.capture
    before = archive.sights.last_showing(latest.id, visit.address.id, visit.visit_id)
    return None if before is None or has is None else between(archive, before, has)


def between(archive: Archive, before: Capture, has: Capture) -> Pair | None:
    """The validators of a capture of an address, and of a later one that says something else.

    None if they are not of one page, or have the same bytes.
    """
    if before.url != has.url or before.payload == has.payload:
        return None
    try:
        return Pair(before, _validators(archive, before), _validators(archive, has))
    except ArchiveDamaged:
        return None  # `verify` reports it


def weigh_validators(
    archive: Archive, visit: Unread, pair: Pair, intents: Sequence[Intent]
) -> tuple[OpenIncident, ...]:
    """Note how the host's validators behaved, and return an incident if they stayed the same.

    To be called before the intents are applied. An edit of ours says nothing; neither does one made
    by scripts from the same bytes, nor one between imported captures.
    """
    edit = next((one for one in intents if isinstance(one, AddRevision)), None)
    has, (before, had, given) = visit.capture, pair
    if edit is None or edit.assessment.ours or has is None:
        return ()
    if before.imported_from is not None or has.imported_from is not None:
        return ()
    name, known, stay = host(has.url), archive.hosts.validators, had.stay(given)
    if stay:
        known.lie(name, datetime.now(UTC))
        which = "ETag" if had.etag and given.etag else "Last-Modified"
        told = STAYED.format(has.url, which, short(before.captured_at))
        return (OpenIncident(IncidentKind.FALSE_304, name, told),)
    proves = stay is False and known.of(name).proved < ENOUGH_PROVED
    # Validators that other texts share changed with a whole delivery, and not with this text.
    if proves and not any(
        known.are_shared(visit.address.id, one.etag, one.last_modified) for one in (had, given)
    ):
        known.prove(name)
    return ()


def _validators(archive: Archive, capture: Capture) -> Validators:
    head = archive.heads(capture.id)[1]
    if header(head, b"memento-datetime") is not None:  # a web archive speaks about its own copy
        return Validators(None, None)
    return Validators.of_head(head)
