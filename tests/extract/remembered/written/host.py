"""A page whose article stands in the paragraphs of one element, found by the tags alone."""

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
"""A host has so much in one element at least."""
_TAG = re.compile(r"<[^>]*>")
_HEADLINE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)


class Patch(NamedTuple):
    """What stands from one letter of a page to another, and what takes its place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Place:
    """A paragraph of the article: where it begins and ends in the page, and its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Host:
    """A page, its language, and where the paragraphs of its article stand, in order."""

    page: str
    url: str
    language: str
    authors: tuple[str, ...]
    places: tuple[Place, ...]
    inside: tuple[int, int]
    """Where the element that holds the paragraphs begins, behind its tag, and where it ends."""

    def patched(self, *patches: Patch) -> str:
        """The page with these parts replaced, none of which reaches into another."""
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
        """What the one headline says, and where it ends; nothing and -1: it is not that plain."""
        found = list(_HEADLINE.finditer(self.page))
        if len(found) != 1 or found[0][1].strip() != plain(found[0][1]):
            return "", -1
        return plain(found[0][1]), found[0].end()

    @property
    def words(self) -> dict[str, list[str]]:
        """Our own texts in its language, or in English."""
        return {name: [*([one] if isinstance(one, str) else one)] for name, one in self._words()}

    def _words(self) -> list[tuple[str, str | list[str]]]:
        told = _texts()
        return list(told.get(self.language, told["en"]).items())


@cache
def _texts() -> dict[str, dict[str, str | list[str]]]:
    return json.loads(Path(__file__).with_name("texts.json").read_text("utf-8"))


def plain(source: str) -> str:
    """The text of a piece of a page without a block in it."""
    return squeeze(html.unescape(_TAG.sub("", source)))


def host_of(
    page: str,
    url: str,
    language: str,
    authors: tuple[str, ...] = (),
    *,
    is_text: Callable[[str], bool] = lambda _: True,
) -> Host | None:
    """The page as a host; None where its article is not surely told by its tags.

    ``is_text`` says whether a paragraph is the article's, where people marked that.
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
    """The paragraphs of the element that has most text in paragraphs of its own."""
    children: dict[int, list[LexborNode]] = defaultdict(list)
    for node in tree.css("p"):
        if node.parent is not None and squeeze(node.text() or ""):
            children[node.parent.mem_id].append(node)
    return max(children.values(), key=_weight, default=[])


def _weight(nodes: list[LexborNode]) -> int:
    return sum(len(node.text() or "") for node in nodes)
