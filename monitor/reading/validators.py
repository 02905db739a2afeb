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
    from storage.records import Capture, Unread

STAYED = "the text of {} changed, and its {} did not: since {}, maybe"


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
    before = _before(archive, visit, edit.article_id)
    if before is None or before.url != has.url or before.payload == has.payload:
        return ()
    try:
        had, given = _validators(archive, before), _validators(archive, has)
    except ArchiveDamaged:
        return ()  # `verify` tells of it
    stay, name, known = had.stay(given), host(has.url), archive.hosts.validators
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


def _before(archive: Archive, visit: Unread, article_id: int) -> Capture | None:
    """Our page before at this address, where the article's latest revision stood on it."""
    latest = archive.revision(article_id).id
    return archive.sights.last_showing(latest, visit.address.id, visit.visit_id)


def _validators(archive: Archive, capture: Capture) -> Validators:
    head = archive.heads(capture.id)[1]
    if header(head, b"memento-datetime") is not None:  # what an archive says of itself is no word
        return Validators(None, None)
    return Validators.of_head(head)
