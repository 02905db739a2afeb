"""Every time of modification that a page declares, each with its source.

The reader takes the first of them for its field; whether an outlet was silent about an edit is
decided by all of them, because templates often update one and forget another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import regex

from spiders.extract.encoding import decode
from spiders.extract.fields import dates, json_ld
from spiders.extract.fields.date_labels import SAYS_UPDATED
from spiders.extract.fields.times import MODIFIED
from spiders.extract.parsing import declared, parse

if TYPE_CHECKING:
    from spiders.extract.page import Page

_FIGURE = re.compile(r"\d")
_CLOCK = regex.compile(r"(?<![\d.])(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\.?\d)")
_RELATIVE = regex.compile(
    r"\b(?:ago|назад|тому|əvvəl|önce|just now|today|сегодня|сьогодні|bugün|bu gün)\b",
    regex.IGNORECASE,
)
LONGEST_LINE = 120
SEEN = "on the page"
"""The source of a time that readers see."""


def declared_times(
    payload: bytes, url: str, content_type: str | None = None, *, shown: bool = True
) -> dict[str, str]:
    """Map each source to its time: ``JSON-LD``, ``meta NAME``, and if ``shown`` ``on the page``.

    The last is what readers see; finding it takes half of the time. A relative time ("3 hours
    ago") says nothing and is left out. Never raises.
    """
    text = decode(payload, content_type)
    return times_on(parse(text) if shown else declared(text), url)


def times_on(page: Page, url: str) -> dict[str, str]:
    """The same for a page that is already parsed."""
    found: dict[str, str] = {}
    thing = json_ld.article(json_ld.things(page.json_ld), url) or {}
    said = dates.normal(json_ld.string(thing.get("dateModified")))
    if said:
        found["JSON-LD"] = said
    for name in MODIFIED:
        said = dates.normal(page.first(name))
        if said:
            found[f"meta {name}"] = said
    for block in page.blocks:
        if len(block.text) <= LONGEST_LINE and not block.element.hidden:
            said = _seen_by_readers(block.text, block.stamp)
            if said:
                found[SEEN] = said
                break
    return found


def _seen_by_readers(text: str, stamp: str | None) -> str | None:
    """The time that a line such as *Updated: 5 May, 14:05* gives; None if it gives none."""
    if stamp is None and _FIGURE.search(text) is None:
        return None
    match = SAYS_UPDATED.search(text)
    if match is None or _RELATIVE.search(text):
        return dates.normal(stamp) if match is not None else None
    said = text[match.start() :]
    clock = _CLOCK.search(said)
    day = dates.normal(said)
    return " ".join(part for part in (day, clock[0] if clock else None) if part) or None
