"""A page that is seen again after exactly its bytes were redacted, so that it cannot be read.

It says what it said when it was read before: this is another sight of that, and no fault of the
reader.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from monitor.decide.absence import present
from monitor.decide.recovery import recovered
from spiders.urls import surt
from storage.errors import PayloadDamaged, Redacted
from storage.intents import AddRevision, SeeSame

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.intents import Intent
    from storage.records import Capture, Revision, Unread


def readable(archive: Archive, revision: Revision, first: Capture) -> Capture | None:
    """This capture of a revision; if its body is gone, another one that shows the same.

    None if none has a body, as `verify` and `show` report.
    """
    with suppress(PayloadDamaged, Redacted):
        archive.payload(first.page)
        return first
    for one in archive.captures_of_revision(revision):
        with suppress(PayloadDamaged, Redacted):
            archive.payload(one.page)
            return one
    return None


def is_withheld(archive: Archive, visit: Unread) -> bool:
    """Whether the visit's own page was redacted."""
    if visit.capture is None:
        return False
    try:
        archive.payload(visit.capture.page)
    except Redacted:
        return True
    return False


def withheld(archive: Archive, visit: Unread) -> tuple[Intent, ...]:
    """What follows from a visit whose page was redacted before.

    If the page was never read as the article at its address, nothing is known about it.
    """
    url = visit.address.url
    shown = archive.redactions.read_as(visit.visit_id)
    if shown is None or shown.article_id != visit.address.article_id:
        return tuple(recovered(url))
    article, said = archive.article(shown.article_id), archive.extraction(shown.extraction_id)
    there = (*recovered(url), *present(article))
    if shown.is_latest:
        return (*there, SeeSame(article.id, shown.extraction_id, said.memory or ""))
    if visit.address.key != surt(article.url):
        return tuple(recovered(url))  # a second address that lags behind says nothing new
    latest = archive.revision(article.id)
    before = archive.extraction(latest.extraction_id)
    earlier = archive.digests(article.id)
    from monitor.classify.assess import assess  # noqa: PLC0415 - only where it is another text
    from monitor.comparing.articles import compare  # noqa: PLC0415 - the same
    from monitor.reading.validators import at_edit  # noqa: PLC0415 - the same

    step = assess(compare(before, said), before, said, earlier=earlier, new_digest=shown.digest)
    pair = at_edit(archive, visit, latest)
    unvouched = pair is not None and pair.unvouched
    return (*there, AddRevision(article.id, said, step, shown.extraction_id, unvouched))
