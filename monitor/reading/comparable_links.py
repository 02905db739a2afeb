"""Which links of two pages can be compared although the template changed. Pure.

A new template may renumber an outlet's documents, and then it renumbers all links to them, in the
text and around it. So changed links in the text count only if at least as many links to the same
folder stayed as they were. Documents of other outlets are never renumbered: there, a single link
that changed counts.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.decide.redesign import place_of
from spiders.extract.targets import targets_of
from spiders.urls import surt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock
    from storage.records import Extraction

    Page = tuple[str, Extraction, Sequence[TextBlock]]


def comparable_links(before: Page, after: Page) -> frozenset[str]:
    """The targets of the texts' links that another template would not have changed.

    A page is its URL, its reading and its blocks.
    """
    own = surt(after[0]).partition(")")[0]
    old, new = set(before[1].targets), set(after[1].targets)
    stayed = Counter(_kind(target, own) for target in _linked(before) & _linked(after))
    changed = Counter(_kind(target, own) for target in old - new)
    return frozenset(
        target
        for target in old ^ new
        for kind in [_kind(target, own)]
        if kind is not None and changed[kind] <= max(stayed[kind], _is_abroad(kind, own))
    )


def _linked(page: Page) -> set[str]:
    url, _, blocks = page
    return set(targets_of((link for block in blocks for link in block.links), url))


def _kind(target: str, own: str) -> str | None:
    """Its folder, or its host if that is another outlet's; None if nothing names a document."""
    place = place_of(target)
    return target.partition(")")[0] if place is not None and _is_abroad(target, own) else place


def _is_abroad(target: str, own: str) -> bool:
    """Whether it is on a host that is neither above nor below the page's; both are SURT keys."""
    name = target.partition(")")[0]
    return name.startswith("(") and not name.startswith(own) and not own.startswith(name)
