"""Where the text of an outlet's articles is, and what else is there, as CSS selectors."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bs4 import Tag

    from monitor.rules.looks import Look

SHARE = 0.8
"""A place of the text is on at least this share of the pages, with this share of their text."""
LEAST_PAGES = 2
FEW = 3
MOST = 10
_STABLE = re.compile(r"[A-Za-z][A-Za-z_-]{2,40}(?:__[A-Za-z-]+)?")
_HELPERS = re.compile(
    r"^(?:wp|is|has|js|col|row|clearfix|post|hentry|type|status)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A selector, the number of pages it matches on, and what it matches, in words."""

    selector: str
    pages: int
    told: str


def selections(looks: Sequence[Look]) -> list[Guess]:
    """Elements that contain the text, those with most of it and least of anything else first."""
    pages: Counter[str] = Counter()
    for look in looks:
        pages.update({name for node in _around(look) for name in _names(node)})
    found = []
    for selector, count in pages.items():
        if count < SHARE * len(looks):
            continue
        measured = [_measure(look, selector) for look in looks]
        held = sum(one[0] for one in measured) / len(looks)
        pure = sum(one[1] for one in measured) / len(looks)
        if held >= SHARE:
            told = f"{held:.0%} of the text, and {1 - pure:.0%} of what is in it is something else"
            found.append((round(held + pure, 2), -len(selector), Guess(selector, count, told)))
    return [guess for *_, guess in sorted(found, key=lambda one: one[:2], reverse=True)[:FEW]]


def removals(looks: Sequence[Look], inside: str | None) -> list[Guess]:
    """Elements in the place of the text that contain none of it on any page."""
    pages: Counter[str] = Counter()
    samples: dict[str, str] = {}
    guilty: set[str] = set()
    for look in looks:
        seen: defaultdict[bool, set[str]] = defaultdict(set)
        for node, holds in _within(look, inside):
            for name in _names(node):
                seen[holds].add(name)
                samples.setdefault(name, node.get_text(" ", strip=True))
        guilty |= seen[True]
        pages.update(seen[False])
    found = [
        Guess(name, count, samples[name])
        for name, count in pages.items()
        if count >= LEAST_PAGES and name not in guilty and samples[name]
    ]
    return sorted(found, key=lambda guess: (-guess.pages, guess.selector))[:MOST]


def _around(look: Look) -> Iterator[Tag]:
    """The element that contains all running text of the article, and some around it."""
    holders = [node for node in look.soup.find_all(["p", "div", "li"]) if _own(node) in look.kept]
    if not holders:
        return
    shared = [
        node for node in holders[0].parents if node.name not in {"[document]", "html", "body"}
    ]
    for holder in holders[1:]:
        parents = {id(parent) for parent in holder.parents}
        left = [node for node in shared if id(node) in parents]
        shared = left or shared
    yield from shared[: FEW + 1]


def _within(look: Look, inside: str | None) -> Iterator[tuple[Tag, bool]]:
    """Elements with a class or an id in the place of the text, and whether they contain any of it.

    Of those that contain none, only the outermost: what is in it goes with it.
    """
    roots = look.soup.select(inside) if inside else list(_around(look))[:1]
    clean: set[int] = set()
    for root in roots:
        for node in root.find_all(_is_named):
            if any(id(parent) in clean for parent in node.parents):
                continue
            holds = _holds(node, look)
            if not holds:
                clean.add(id(node))
            yield node, holds


def _is_named(node: Tag) -> bool:
    return bool(node.get("class") or node.get("id"))


def _names(node: Tag) -> list[str]:
    """The selectors of a node that look as if a person chose them."""
    classes = node.get("class")
    stated = classes if isinstance(classes, list) else []
    names = [
        f"{node.name}.{one}" for one in stated if _STABLE.fullmatch(one) and not _HELPERS.match(one)
    ]
    name = node.get("id")
    if isinstance(name, str) and _STABLE.fullmatch(name):
        names.append(f"{node.name}#{name}")
    if node.get("itemprop") == "articleBody":
        names.append("[itemprop=articleBody]")
    return names


def _measure(look: Look, selector: str) -> tuple[float, float]:
    """The share of the article's text that is there, and its share of all that is there."""
    nodes = look.soup.select(selector)
    text = fold(" ".join(node.get_text(" ") for node in nodes))
    held = sum(len(one) for one in look.kept if one in text)
    return held / sum(map(len, look.kept)), min(1.0, held / max(1, len(text)))


def _holds(node: Tag, look: Look) -> bool:
    text = fold(node.get_text(" "))
    return any(one in text or (len(text) > FEW and text in one) for one in look.known)


def _own(node: Tag) -> str:
    return fold(node.get_text(" "))
