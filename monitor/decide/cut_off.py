"""Pure: does a page break off in the middle, so that its article only seems to have been cut?

A server that dies while it writes, or a proxy whose source does, may end the answer as if it were
whole: no length says otherwise. What is missing is the end of the document, and of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.digest import fold

if TYPE_CHECKING:
    from storage.records import Extraction

CUT_OFF = "the page breaks off in the middle"
_END = re.compile(rb"</(?:html|body)\b", re.IGNORECASE)


def is_beginning(old: Extraction, new: Extraction) -> bool:
    """Does it say what the article said, under the same headline, only not to the end?"""
    if fold(old.title or "") != fold(new.title or ""):
        return False
    before, after = ("\n".join(fold(one.text) for one in said.body) for said in (old, new))
    return len(after) < len(before) and before.startswith(after.rstrip(" .…"))


def breaks_off(old: bytes, new: bytes) -> bool:
    """Has the page no end of its document, which it had before?"""
    return _END.search(old) is not None and _END.search(new) is None
