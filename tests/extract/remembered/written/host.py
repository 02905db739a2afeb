"""A page whose article is in the paragraphs of one element, found by the tags alone."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from spiders.extract.page import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

PARAGRAPHS, CHARACTERS = 4, 600
"""The least that a host has in one element."""
_TAG = re.compile(r"<[^>]*>")
_HEADLINE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)


class Patch(NamedTuple):
    """A range of characters of a page, and the text that replaces it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Place:
    """A paragraph of the article: its start and end in the page, and its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Host:
    """A page, its language, and where the paragraphs of its article are, in order."""

    page: str
    url: str
    language: str
    authors: tuple[str, ...]
    places: tuple[Place, ...]
    inside: tuple[int, int]
    """Where the contents of the element with the paragraphs begin and end."""

    def patched(self, *patches: Patch) -> str:
        """The page with these parts, which do not overlap, replaced."""
        parts, at = [], 0
        for patch in sorted(patches, key=lambda one: one[:2]):
            parts += [self.page[at : patch.start], patch.text]
            at = patch.end
        return "".join([*parts, self.page[at:]])

    def at(self, where: str) -> int:
        """The number of the first, a middle or the last paragraph."""
        return {"first": 0, "middle": len(self.places) // 2, "last": len(self.places) - 1}[where]

    def source(self, place: Place) -> str:
        """The paragraph with its tags."""
        return self.page[place.start : place.end]

    @property
    def headline(self) -> tuple[str, int]:
        """The text of the only headline and where it ends, or ``""`` and -1 if it is not plain."""
        found = list(_HEADLINE.finditer(self.page))
        if len(found) != 1 or found[0][1].strip() != plain(found[0][1]):
            return "", -1
        return plain(found[0][1]), found[0].end()

    @property
    def words(self) -> dict[str, list[str]]:
        """Our own texts in its language, or else in English."""
        return {name: [*([one] if isinstance(one, str) else one)] for name, one in self._words()}

    def _words(self) -> list[tuple[str, str | list[str]]]:
        told = _texts()
        return list(told.get(self.language, told["en"]).items())


@cache
def _texts() -> dict[str, dict[str, str | list[str]]]:
    return json.loads(Path(__file__).with_name("texts.json").read_text("utf-8"))


def plain(source: str) -> str:
    """The text of a piece of a page that has no block in it."""
    return squeeze(html.unescape(_TAG.sub("", source)))


def host_of(
    page: str,
    url: str,
    language: str,
    authors: tuple[str, ...] = (),
    *,
    is_text: Callable[[str], bool] = lambda _: True,
) -> Host | None:
    """The page as a host, or None if its tags do not show its article with certainty.

    ``is_text`` tells whether a paragraph is the article's, if people have marked that.
    """
    tree = LexborHTMLParser(page)
    whole, at = tree.html or "", 0
    places, nodes = [], places_of(tree)
    holder = (nodes[0].parent.html if nodes and nodes[0].parent is not None else None) or ""
    begins = whole.find(holder)
    inside = begins + holder.find(">") + 1, begins + holder.rfind("</")
    for node in nodes:
        source = node.html or ""
        start = whole.find(source, at)
        if start < 0 or whole.count(source) != 1:
            return None
        at = start + len(source)
        if is_text(node.text()) and "<br" not in source:
            places.append(Place(start, at, squeeze(node.text())))
    enough = len(places) >= PARAGRAPHS and sum(len(one.text) for one in places) >= CHARACTERS
    return Host(whole, url, language, authors, tuple(places), inside) if enough else None


def places_of(tree: LexborHTMLParser) -> list[LexborNode]:
    """The paragraphs of the element that has the most text in paragraphs of its own."""
    children: dict[int, list[LexborNode]] = defaultdict(list)
    for node in tree.css("p"):
        if node.parent is not None and squeeze(node.text() or ""):
            children[node.parent.mem_id].append(node)
    return max(children.values(), key=_weight, default=[])


def _weight(nodes: list[LexborNode]) -> int:
    return sum(len(node.text() or "") for node in nodes)
