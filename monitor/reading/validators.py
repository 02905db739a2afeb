"""What an edit says of a host's validators: did its ETag and its date move with the text?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

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

STAYED = "the text of {} changed, and its {} did not: since {}, maybe"


def have_stayed(archive: Archive, visit: Unread, latest: Revision) -> bool:
    """Of the text before, at this address, and of this one: are they the same?"""
    has = visit.capture
    before = archive.sights.last_showing(latest.id, visit.address.id, visit.visit_id)
    return before is not None and has is not None and stayed(archive, before, has)


def stayed(archive: Archive, before: Capture, has: Capture) -> bool:
    """Did they stay from one capture of an address to a later one that says something else?"""
    both = _compared(archive, before, has)
    return both is not None and both[0].stay(both[1]) is True


def weigh_validators(
    archive: Archive, visit: Unread, intents: Sequence[Intent]
) -> tuple[OpenIncident, ...]:
    """Remember it of the host, and tell an incident where they stayed. Before intents are applied.

    An edit of ours says nothing, nor does one to what the article said at another address, one that
    scripts made of the same bytes, or one between captures of others.
    """
    edit = next((one for one in intents if isinstance(one, AddRevision)), None)
    has = visit.capture
    if edit is None or edit.assessment.ours or has is None or has.imported_from is not None:
        return ()
    latest = archive.revision(edit.article_id)
    before = archive.sights.last_showing(latest.id, visit.address.id, visit.visit_id)
    if before is None or before.imported_from is not None:
        return ()
    both = _compared(archive, before, has)
    if both is None:
        return ()
    (had, given), name, known = both, host(has.url), archive.hosts.validators
    stay = had.stay(given)
    if stay:
        known.lie(name, datetime.now(UTC))
        which = "ETag" if had.etag and given.etag else "Last-Modified"
        told = STAYED.format(has.url, which, short(before.captured_at))
        return (OpenIncident(IncidentKind.FALSE_304, name, told),)
    proves = stay is False and known.of(name).proved < ENOUGH_PROVED
    # What other texts have as well moved with a delivery, and not with this one.
    if proves and not any(
        known.are_shared(visit.address.id, one.etag, one.last_modified) for one in (had, given)
    ):
        known.prove(name)
    return ()


def _compared(
    archive: Archive, before: Capture, has: Capture
) -> tuple[Validators, Validators] | None:
    """Those of both, where the captures are of one page with other bytes."""
    if before.url != has.url or before.payload == has.payload:
        return None
    try:
        return _validators(archive, before), _validators(archive, has)
    except ArchiveDamaged:
        return None  # `verify` tells of it


def _validators(archive: Archive, capture: Capture) -> Validators:
    head = archive.heads(capture.id)[1]
    if header(head, b"memento-datetime") is not None:  # what an archive says of itself is no word
        return Validators(None, None)
    return Validators.of_head(head)
