"""Texts in one small box with a link to another article: such teasers change."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from spiders.crawl.seeds.sections import may_be_article
from spiders.urls import canonical, host, resolve
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag

LARGEST = 300
"""The most letters of a box: headline, a sentence or two, and a time."""


def teaser_boxes(soup: BeautifulSoup, url: str) -> tuple[str, ...]:
    """The folded text of the largest small element around each link to what may be an article.

    It links to no other article, so a whole list does not count.
    """
    links = list(_links(soup, url))
    targets: defaultdict[int, set[str]] = defaultdict(set)
    for link, target in links:
        for node in link.parents:
            targets[id(node)].add(target)
    found: dict[str, None] = {}
    for link, _target in links:
        box = fold(link.get_text(" "))
        for node in link.parents:
            if len(targets[id(node)]) > 1:
                break
            text = fold(node.get_text(" "))
            if len(text) > LARGEST:
                break
            box = text
        found[box] = None
    return tuple(found)


def _links(soup: BeautifulSoup, url: str) -> Iterator[tuple[Tag, str]]:
    """Links to other pages of the same host, by the form of their address or their words."""
    here = canonical(url)
    for link in soup.find_all("a", href=True):
        target = resolve(url, str(link["href"]))
        if target is None or host(target) != host(url) or canonical(target) == here:
            continue
        if may_be_article(target, title=link.get_text(" ")):
            yield link, canonical(target)
