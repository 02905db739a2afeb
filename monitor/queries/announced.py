"""Where an outlet announced a change of an article although the text has no note of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.comparing.kept import assessed
from monitor.reading.declared import moved_between
from storage.errors import Redacted
from storage.lost import DAMAGE
from storage.records import Weight

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.records import Revision

_WORDS = {
    "page": "on the page",
    "feed or sitemap": "in its feed or sitemap",
    "Last-Modified": "by Last-Modified",
}


def why_not_stealth(archive: Archive, old: Revision, new: Revision) -> str:
    """Why a substantive change that no note admits is not *stealth*, as a sentence.

    Empty if it is *stealth*, or if a note or struck words admit it.
    """
    known = assessed(old, new)
    if known is None or known.ours or known.weight is not Weight.SUBSTANTIVE:
        return ""
    if {"stealth", "correction_noted"} & set(known.signals):
        return ""
    sights, shown = archive.captures_of_revision(old), archive.captures_of_revision(new)
    if not sights or not shown:
        return ""
    try:
        moved = moved_between(archive, new.article_id, sights, sights[-1], shown[0])
    except (*DAMAGE, Redacted) as error:
        return f"Whether the outlet gives another time of change cannot be determined. {error.what}"
    places = " and ".join(_WORDS[place] for place in moved)
    return f"Not stealth: the outlet gives another time of change {places}." if places else ""
