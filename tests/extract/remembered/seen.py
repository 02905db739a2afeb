"""Whether the article of a page seen again is recognized by its bytes and by page memory."""

from __future__ import annotations

from spiders.extract import reader
from spiders.extract.remembered.pieces import cut
from spiders.extract.remembered.standing import stands, told_by


def is_known_again(old: bytes, new: bytes, url: str) -> bool:
    """Whether the article of the first page is in the second, which then needs no reading."""
    extraction, remembered, zone = reader.look(old, url=url)
    before = cut(old)
    assert zone is not None
    assert before is not None
    after = cut(new, before)
    assert after is not None
    found = stands(before, after, zone, memory=lambda: remembered, told=lambda: told_by(extraction))
    return found is not None
