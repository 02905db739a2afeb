"""A page whose article stands, and which declares another picture: nothing else of it is read.

Where pictures come from one of several servers, or their addresses have a number that is made
anew each day, a page would else be read in full each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.encoding import decode
from spiders.extract.fields import json_ld
from spiders.extract.fields.fields import picture_of
from spiders.extract.parsing import declared
from spiders.extract.remembered.declarations import without_pictures
from spiders.extract.remembered.pieces import NOWHERE
from spiders.extract.remembered.standing import stands

if TYPE_CHECKING:
    from collections.abc import Callable

    from spiders.extract.remembered.again import PageMemory
    from spiders.extract.remembered.pieces import Pieces, Zone


def stands_but_for_picture(
    old: Pieces, new: Pieces, zone: Zone, memory: Callable[[], PageMemory | None]
) -> Zone | None:
    """Where the article of the old page stands in the new one, which did not stand by itself.

    None: not for sure, or the two tell the same picture.
    """
    if zone == NOWHERE:
        return None
    before, after = without_pictures(old), without_pictures(new)
    told = [_metas(*both) for both in ((old, before), (new, after))]
    return None if told[0] == told[1] else stands(before, after, zone, memory=memory)


def _metas(page: Pieces, without: Pieces) -> list[bytes]:
    return [one for one, other in zip(page.pieces, without.pieces, strict=True) if one is not other]


def picture_in(payload: bytes, url: str, content_type: str | None) -> str | None:
    """The picture that a page declares, as a full reading of it has it."""
    page = declared(decode(payload, content_type))
    return picture_of(page, json_ld.article(json_ld.things(page.json_ld), url), url)
