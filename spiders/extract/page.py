"""A page as ordered text blocks, each with its place in the tree, and what its head says.

lexbor parses and serialises the page in C; one pass over the serialised tags makes the blocks.
That is a fraction of the cost of a walk over node objects, and deep nesting costs no recursion.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

DROPPED = [
    *("script", "style", "svg", "iframe", "noscript", "template", "select", "textarea", "object"),
    *("canvas", "audio", "video", "math", "embed", "datalist", "dialog"),
]
"""Elements without text of the article."""

INLINE = frozenset(
    [
        "a",
        "b",
        "strong",
        "em",
        "i",
        "u",
        "span",
        "font",
        "small",
        "sup",
        "sub",
        "mark",
        "abbr",
        "cite",
        "q",
        "code",
        "kbd",
        "var",
        "time",
        "big",
        "s",
        "del",
        "ins",
        "label",
        "bdi",
        "bdo",
        "acronym",
        "tt",
        "strike",
        "data",
        "dfn",
        "samp",
        "ruby",
        "rt",
        "rp",
        "g",
        "nobr",
        "custom",
        "picture",
        "amp-link",
        "hl2",
    ]
)
VOID = frozenset(
    [
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
BREAKS = frozenset({"br", "hr"})
MAX_BLOCKS = 200_000
"""Blocks beyond this are not read; the page says so in a remark."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)([^>\"]*(?:\"[^\"]*\"[^>\"]*)*)>|<!--.*?-->", re.DOTALL)
_ATTRIBUTE = re.compile(r"([^\s=\"]+)=\"([^\"]*)\"")
_AUTHOR = re.compile(
    r'(?:rel|itemprop|class)="[^"]*\b(?:author|byline)(?:[-_ ]?(?:name|link|url))?\b[^"]*"'
    r'|href="[^"]*/(?:authors?|byline|people'
    r'|staff|contributors?|profile|avtor|yazar|muellif)/[^"]+"'
)
_DIGITS = re.compile(r"\d+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Element:
    """An element that holds blocks. ``attributes`` is raw serialised text, read when asked."""

    __slots__ = ("attributes", "depth", "hidden", "parent", "tag")

    def __init__(self, parent: Element | None, tag: str, attributes: str) -> None:
        self.parent = parent
        self.tag = tag
        self.attributes = attributes
        self.depth: int = parent.depth + 1 if parent else 0
        self.hidden: bool = (parent is not None and parent.hidden) or (
            attributes != "" and _hides(attributes)
        )

    def lineage(self) -> Iterator[Element]:
        """This element, its parent, and so on up to the body."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def get(self, name: str) -> str | None:
        """The value of an attribute, unescaped."""
        if name not in self.attributes:
            return None
        for key, value in _ATTRIBUTE.findall(self.attributes):
            if key == name:
                return html.unescape(value)
        return None


@dataclass(slots=True)
class TextBlock:
    """A run of text between two block boundaries.

    ``linked``, ``strong`` and ``slanted`` count the characters inside links, bold and italics.
    ``credits`` are the texts of inline elements that call themselves author or byline, or that
    link to an author's page; ``stamp`` is the ``datetime`` of a ``time`` element.
    """

    text: str
    element: Element
    linked: int = 0
    strong: int = 0
    slanted: int = 0
    links: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    stamp: str | None = None

    @property
    def link_density(self) -> float:
        """Share of the characters that are links, 0 to 1."""
        return min(1.0, self.linked / len(self.text)) if self.text else 0.0


@dataclass(slots=True)
class Page:
    """What a page holds: blocks in order, meta tags by name, links of the head, raw JSON-LD."""

    blocks: list[TextBlock] = field(default_factory=list)
    title: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    canonical: str | None = None
    json_ld: list[str] = field(default_factory=list)
    language: str | None = None
    asks_password: bool = False
    cut: bool = False

    def first(self, *names: str) -> str | None:
        """The first value that is there under one of these meta names."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return None


def parse(text: str) -> Page:
    """The page that this HTML makes. Never raises on any text."""
    tree = LexborHTMLParser(text)
    page = Page()
    _read_head(tree, page)
    body = tree.body if tree.body is not None else tree.root
    if body is None:
        return page
    body.strip_tags(DROPPED, recursive=True)
    _split(body.html or "", page)
    return page


def _read_head(tree: LexborHTMLParser, page: Page) -> None:
    title = tree.css_first("title")
    page.title = squeeze(title.text()) if title is not None else ""
    root = tree.css_first("html")
    if root is not None:
        page.language = root.attributes.get("lang") or root.attributes.get("xml:lang")
    for node in tree.css("meta"):
        attributes = node.attributes
        content = attributes.get("content")
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = attributes.get(key)
            if name:
                page.meta.setdefault(name.strip().lower(), []).append(squeeze(content))
    for node in tree.css("link[rel][href]"):
        if (node.attributes.get("rel") or "").lower() == "canonical" and not page.canonical:
            page.canonical = node.attributes.get("href")
    for node in tree.css('script[type*="ld+json" i]'):
        page.json_ld.append(node.text() or "")


class _Splitter:
    """The state of the pass over the tags."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = Element(None, "body", "")
        self.pieces: list[str] = []
        self.linked = self.strong = self.slanted = 0
        self.links: list[str] = []
        self.in_link = self.in_strong = self.in_slant = 0
        self.hidden_inline = 0
        self.credits: list[str] = []
        self.credit_from = -1
        self.stamp: str | None = None

    def text(self, piece: str) -> None:
        """A run of text. Spaces only matter between words."""
        if self.hidden_inline:
            return
        self.pieces.append(piece)
        if self.in_link or self.in_strong or self.in_slant:
            count = len(piece.strip())
            self.linked += count if self.in_link else 0
            self.strong += count if self.in_strong else 0
            self.slanted += count if self.in_slant else 0

    def flush(self) -> None:
        """A block ends here."""
        if not self.pieces:
            return
        text = squeeze("".join(self.pieces))
        self.pieces.clear()
        if text:
            self.page.blocks.append(
                TextBlock(
                    text,
                    self.element,
                    self.linked,
                    self.strong,
                    self.slanted,
                    tuple(self.links),
                    tuple(self.credits),
                    self.stamp,
                )
            )
        self.linked = self.strong = self.slanted = 0
        if self.links:
            self.links.clear()
        if self.credits:
            self.credits.clear()
        self.credit_from = -1
        self.stamp = None

    def inline(self, tag: str, attributes: str, step: int) -> None:
        """An inline element opens (step 1) or closes (step -1)."""
        if tag == "a":
            self.in_link = max(0, self.in_link + step)
            if step > 0 and "href=" in attributes:
                self._link(attributes)
        elif tag in {"b", "strong"}:
            self.in_strong = max(0, self.in_strong + step)
        elif tag in {"em", "i"}:
            self.in_slant = max(0, self.in_slant + step)

    def _link(self, attributes: str) -> None:
        for key, value in _ATTRIBUTE.findall(attributes):
            if key == "href":
                self.links.append(html.unescape(value))
                return


def _split(serialised: str, page: Page) -> None:
    """Fills ``page.blocks`` from a serialised, hence well-formed, body."""
    state = _Splitter(page)
    open_inline: list[tuple[str, bool, bool]] = []
    parts = _TAG.split(serialised)
    state.text(parts[0])
    for index in range(1, len(parts), 4):
        closing, tag, attributes, text = parts[index : index + 4]
        if tag is None:
            pass
        elif tag in INLINE:
            _inline(state, open_inline, tag, attributes, closing)
        elif tag in BREAKS:
            state.flush()
        elif tag in VOID:
            page.asks_password |= tag == "input" and 'type="password"' in attributes
        else:
            state.flush()
            if closing:
                state.element = state.element.parent or state.element
                if len(page.blocks) >= MAX_BLOCKS:
                    page.cut = True
                    break
            else:
                state.element = Element(state.element, tag, attributes)
        if text:
            state.text(text)
    state.flush()


def _inline(
    state: _Splitter,
    open_inline: list[tuple[str, bool, bool]],
    tag: str,
    attributes: str,
    closing: str,
) -> None:
    if closing:
        if open_inline:
            opened, hides, names = open_inline.pop()
            state.hidden_inline -= hides
            state.inline(opened, "", -1)
            if names and state.credit_from >= 0:
                state.credits.append(squeeze("".join(state.pieces[state.credit_from :])))
                state.credit_from = -1
        return
    hides = attributes != "" and _hides(attributes)
    names = attributes != "" and state.credit_from < 0 and _credits(attributes)
    if names:
        state.credit_from = len(state.pieces)
    elif tag == "time" and state.stamp is None:
        state.stamp = next((v for k, v in _ATTRIBUTE.findall(attributes) if k == "datetime"), None)
    open_inline.append((tag, hides, names))
    state.hidden_inline += hides
    state.inline(tag, attributes, 1)


def squeeze(text: str) -> str:
    """One space for every run of white space, none at the ends; entities resolved."""
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())


def _credits(attributes: str) -> bool:
    return ("author" in attributes or "byline" in attributes) and _AUTHOR.search(
        attributes
    ) is not None


def _hides(attributes: str) -> bool:
    if "hidden" not in attributes and "none" not in attributes:
        return False
    for key, value in _ATTRIBUTE.findall(attributes):
        if key == "hidden" or (key == "aria-hidden" and value == "true"):
            return True
        if key == "style" and _HIDDEN_STYLE.search(value):
            return True
    return False
