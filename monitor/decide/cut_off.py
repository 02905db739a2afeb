"""Whether a page breaks off in the middle, so that its article only seems to be shorter. Pure.

A server that dies while writing, or a proxy whose source does, may end the response as if it were
complete, and no length says otherwise. What is missing is the end of the document, and of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.digest import fold

if TYPE_CHECKING:
    from storage.records import Extraction

CUT_OFF = "the page breaks off in the middle"
_OPEN = " .…"
_END = re.compile(rb"</(?:html|body)\b", re.IGNORECASE)


def is_beginning(old: Extraction, new: Extraction) -> bool:
    """Whether it says what the article said, under the same headline, only not to the end.

    Also if it was edited as well, and ends in the middle of a former paragraph.
    """
    if fold(old.title or "") != fold(new.title or ""):
        return False
    before, after = ([fold(one.text) for one in said.body] for said in (old, new))
    whole, said = "\n".join(before), "\n".join(after)
    if len(said) < len(whole) and whole.startswith(said.rstrip(_OPEN)):
        return True
    last = after[-1].rstrip(_OPEN) if after else ""
    return bool(last) and any(
        len(last) < len(one.rstrip(_OPEN)) and one.startswith(last) for one in before
    )


def breaks_off(old: bytes, new: bytes) -> bool:
    """Whether the page lacks the end of its document, which it had before."""
    return _END.search(old) is not None and _END.search(new) is None
