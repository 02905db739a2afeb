"""What the Link fields of a response name (RFC 8288), by relation. Pure.

A hub may be named only there, and WebSub demands that they come before the feed itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.crawl.http.wire import parse_head

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 8192
"""The most characters that are read: a page may have hundreds of links for preloading."""
_LINK = re.compile(r'<([^<>]{1,2000})>((?:[^",<]|"[^"]{0,2000}")*)')
_RELATION = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+))', re.IGNORECASE)


def linked_in(response_head: bytes) -> dict[str, str]:
    """The first target of each relation, as it was sent."""
    named: dict[str, str] = {}
    for relation, target in _links(response_head):
        named.setdefault(relation, target)
    return named


def _links(response_head: bytes) -> Iterator[tuple[str, str]]:
    fields = parse_head(response_head).fields
    joined = ", ".join(value for name, value in fields if name == "link")
    for target, parameters in _LINK.findall(joined[:MOST]):
        relation = _RELATION.search(parameters)
        if relation is not None:
            for one in (relation[1] or relation[2]).lower().split():
                yield one, target.strip()
