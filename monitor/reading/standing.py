"""Where the article of the last sight is in the present page, compared as stored bytes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from spiders.extract.remembered.again import PageMemory
from spiders.extract.remembered.pieces import Zone, cut
from spiders.extract.remembered.standing import stands, told_by
from storage.errors import PayloadDamaged, Redacted

if TYPE_CHECKING:
    from spiders.extract.remembered.pieces import Pieces
    from spiders.extract.remembered.regions import Region
    from storage.archive import Archive
    from storage.memory.pages import Remembered


def standing_in(
    archive: Archive,
    last: Remembered,
    page: str,
    *,
    ruled: bool,
    pictured: list[Region] | None,
) -> tuple[Zone | None, Pieces | None]:
    """The place of the article in the payload ``page``, None if uncertain; and the page's pieces.

    ``ruled`` and ``pictured`` are as for :func:`stands`. The older payload is loaded first: it is
    mostly the base of the newer one, which is then made from what is cached.
    """
    if last.zone is None:
        return None, None
    try:
        before = cut(archive.payload(last.payload))
    except (PayloadDamaged, Redacted):  # today's page can be read all the same
        return None, None
    if before is None:
        return None, None
    after = cut(archive.payload(page), before)
    if after is None:
        return None, None
    zone = stands(
        before,
        after,
        Zone(*last.zone),
        ruled=ruled,
        memory=partial(PageMemory.unpack, last.data or b""),
        told=lambda: told_by(archive.extraction(last.extraction_id)),
        pictured=pictured,
    )
    return zone, after
