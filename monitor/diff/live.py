"""Pages that grow by entries while something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from storage.records import PageType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.records import Edit
    from storage.records import Extraction

_STAMP = regex.compile(
    r"\A\W*(?:(?:\p{L}{3,9}\.? \d{1,2}|\d{1,2}\.? \p{L}{3,9})(?:,? \d{4})?,?\W+)?"
    r"(?:[0-2]?\d[:.][0-5]\d|[0-2]?\d\s?[ap]\.?m\.?)(?!\p{L}|\d)",
    regex.IGNORECASE,
)
"""*14:05*, *2:05 p.m.*, *March 3, 14:05*, *3 марта, 14:05* at the beginning of an entry."""
FEWEST_ADDED = 2
"""Sentences that must have been added, if the page does not call itself live."""


def is_live(new: Extraction, edits: Sequence[Edit], unchanged: Sequence[Edit]) -> bool:
    """Whether the page grows by entries: it says so, or dated entries were added to dated ones.

    New entries are above all earlier ones, or below everything else. A live page that became an
    article is no longer live, unless it grew by entries again.
    """
    if new.page_type is PageType.LIVEBLOG:
        return True
    added = [edit.new[0] for edit in edits if edit.kind == "add"]
    if len(added) < FEWEST_ADDED or any(edit.kind == "delete" for edit in edits):
        return False
    kept = [edit.new[0].index for edit in unchanged if _STAMP.match(edit.new[0].text)]
    if not kept or not any(_STAMP.match(sentence.text) for sentence in added):
        return False
    places = [sentence.index for sentence in added]
    last = max(edit.new[0].index for edit in unchanged)
    return max(places) < min(kept) or min(places) > last
