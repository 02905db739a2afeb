"""Whether a host's validators are still to be doubted, because they stayed when a text changed.

If a better reader finds that the change was ours, the host told the truth, and is trusted again at
once instead of after a month.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.reading.validators import between, is_told_by_an_edit
from spiders.crawl.http.validators import DOUBTED_FOR
from spiders.urls import host
from storage.records import IncidentKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from storage.archive import Archive
    from storage.records import Revision


def take_back(archive: Archive, outlets: Collection[str]) -> None:
    """Close ``false_304`` incidents of hosts that no edit of these outlets contradicts any more."""
    ids, now = (
        {one.name: one.id for one in archive.outlets() if one.name in outlets},
        datetime.now(UTC),
    )
    for one in archive.incidents():
        told = one.kind is IncidentKind.FALSE_304 and is_told_by_an_edit(one.detail)
        if not told or one.outlet not in ids or _has_lied(archive, ids[one.outlet], one.subject):
            continue
        archive.hosts.validators.forgive(one.subject)
        archive.close_incident(ids[one.outlet], one.kind, one.subject, now)


def _has_lied(archive: Archive, outlet_id: int, name: str) -> bool:
    """Whether the validators of this host stayed with an edit, recently enough to matter."""
    since = datetime.now(UTC) - DOUBTED_FOR
    return any(
        now.first_seen >= since and not now.assessment.ours and _stayed(archive, before, now, name)
        for article_id in archive.sights.articles_changed(outlet_id, since, None)
        for before, now in itertools.pairwise(archive.revisions(article_id))
    )


def _stayed(archive: Archive, before: Revision, now: Revision, name: str) -> bool:
    has = archive.capture_of_extraction(now.extraction_id)
    had = archive.sights.last_showing(before.id, has.address_id, has.id)
    if had is None or host(has.url) != name or has.imported_from or had.imported_from:
        return False
    pair = between(archive, had, has)
    return pair is not None and pair.had.stay(pair.given) is True
