"""A page that is seen again: is its article known by the bytes, and by what is remembered of it?"""

from __future__ import annotations

from spiders.extract import reader
from spiders.extract.remembered.pieces import cut
from spiders.extract.remembered.standing import stands, told_by


def is_known_again(old: bytes, new: bytes, url: str) -> bool:
    """Does the article of the first page stand in the second one, so that this is not read?"""
    extraction, remembered, zone = reader.look(old, url=url)
    before = cut(old)
    assert zone is not None
    assert before is not None
    after = cut(new, before)
    assert after is not None
    found = stands(before, after, zone, memory=lambda: remembered, told=lambda: told_by(extraction))
    return found is not None
