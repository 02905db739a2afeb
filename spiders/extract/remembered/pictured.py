"""The picture of a page whose article is unchanged: nothing else of the page is read.

If pictures come from one of several servers, or their addresses have a number that changes every
day, the page would otherwise be read in full each time.
"""

from __future__ import annotations

from spiders.extract.encoding import decode
from spiders.extract.fields import json_ld
from spiders.extract.fields.fields import picture_of
from spiders.extract.parsing import declared


def picture_in(payload: bytes, url: str, content_type: str | None) -> str | None:
    """The picture that a page declares, the same as a full reading gives."""
    page = declared(decode(payload, content_type))
    return picture_of(page, json_ld.article(json_ld.things(page.json_ld), url), url)
