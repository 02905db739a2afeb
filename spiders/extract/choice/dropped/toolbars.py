"""What archives and caches put above the page that they replay: it is not the outlet's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Element, TextBlock

_TOOLBAR = re.compile(
    r"(?<!\S)id=\"(?:wm-ipp(?:-base|-print)?|_wb_(?:frame_top|plain)_banner"
    r"|[^\"]*__google-cache-hdr)\""
)
"""Toolbars by the ids that the Wayback Machine, pywb and Google's cache use."""
_HEADER = 'id="HEADER"'
_CAPTURE, BRIEF = "webpage capture", 60
"""archive.today's toolbar has an id that others use too, and begins with this text as a link."""


def toolbars(blocks: Sequence[TextBlock]) -> list[int]:
    """The numbers of the blocks of such toolbars; mostly none."""
    captures = [one for one in blocks if one.linked and _CAPTURE in one.text[:BRIEF]]
    headers = {id(one) for block in captures for one in block.element.lineage() if _heads(one)}
    if not (headers or _any_is_toolbar(blocks)):
        return []
    known: dict[int, bool] = {}
    return [number for number, one in enumerate(blocks) if _is_in(one.element, headers, known)]


def _any_is_toolbar(blocks: Sequence[TextBlock]) -> bool:
    """Whether the page has such a toolbar; checks each element once, as hardly any page has."""
    seen: set[Element] = set()
    for block in blocks:
        one: Element | None = block.element
        while one is not None and one not in seen:
            if _is_toolbar(one.attributes):
                return True
            seen.add(one)
            one = one.parent
    return False


def _heads(element: Element) -> bool:
    return _HEADER in element.attributes


def _is_in(element: Element, headers: set[int], known: dict[int, bool]) -> bool:
    """Whether it is in a toolbar. ``known`` caches the elements examined before."""
    passed = []
    found = False
    for one in element.lineage():
        told = known.get(id(one))
        passed.append(id(one))
        found = bool(told) or id(one) in headers or _is_toolbar(one.attributes)
        if found or told is not None:
            break
    known.update(dict.fromkeys(passed, found))
    return found


def _is_toolbar(attributes: str) -> bool:
    return "id=" in attributes and _TOOLBAR.search(attributes) is not None
