"""Pages that grow by entries while something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from storage.records import PageType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.records import Edit
    from storage.records import Extraction

_STAMP = regex.compile(r"\A\W*(?:[0-2]?\d[:.][0-5]\d|[0-2]?\d\s?[ap]\.?m\.?)\b", regex.IGNORECASE)
FEWEST_ADDED = 2
"""Sentences that must have come on top, for a page that does not call itself live."""


def is_live(
    old: Extraction, new: Extraction, edits: Sequence[Edit], unchanged: Sequence[Edit]
) -> bool:
    """Whether the page grows by entries: it says so, or dated entries came on top of the rest."""
    if PageType.LIVEBLOG in {old.page_type, new.page_type}:
        return True
    added = [edit for edit in edits if edit.kind == "add"]
    if len(added) < FEWEST_ADDED or any(edit.kind == "delete" for edit in edits) or not unchanged:
        return False
    first_kept = min(edit.new[0].index for edit in unchanged)
    on_top = [edit for edit in added if edit.new[0].index < first_kept]
    stamped = any(_STAMP.match(edit.new[0].text) for edit in on_top)
    kept_stamps = any(_STAMP.match(edit.new[0].text) for edit in unchanged)
    return stamped and kept_stamps and len(on_top) >= FEWEST_ADDED
