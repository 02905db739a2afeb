"""A page as ordered text blocks, each with its place in the tree, and what its head declares."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DROPPED = [
    *("script", "style", "svg", "iframe", "noscript", "template", "select", "textarea", "object"),
    *("canvas", "audio", "video", "math", "embed", "datalist", "dialog", "rt", "rp"),
    *(f"span.{name}" for name in ("sr-only", "visually-hidden", "screen-reader-text")),
]
"""Elements without article text, including ruby annotations and text for screen readers only."""

INLINE = frozenset(
    [
        *("a", "b", "strong", "em", "i", "u", "span", "font", "small", "sup", "sub", "mark"),
        *("abbr", "cite", "q", "code", "kbd", "var", "time", "big", "s", "del", "ins"),
        *("label", "bdi", "bdo", "acronym", "tt", "strike", "data", "dfn", "samp", "ruby"),
        *("g", "nobr", "custom", "picture", "amp-link", "hl2"),
    ]
)
"""Elements that bound no block: what is in them continues the text around them."""
VOID = frozenset(
    [
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img"),
        *("input", "keygen", "link", "meta", "param", "source", "track", "wbr"),
    ]
)
"""Elements without content."""
SUBHEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
HEADINGS = SUBHEADINGS | {"h1"}
CELLS = frozenset({"td", "th"})
LISTS = frozenset({"ul", "ol"})
COLONS = frozenset(":：՝")
"""What a line ends with that announces the next one: in Latin, Chinese and Armenian script."""
ATTRIBUTE = re.compile(r"(?<![^\s=\"])([^\s=\"]++)=\"([^\"]*)\"")
"""A name that broken markup left without a value is gone through once, not from each letter on."""
_HIDDEN = re.compile(
    r"(?:^|\s)(?:hidden=\"|aria-hidden=\"true\""
    r"|style=\"[^\"]*(?:display\s*:\s*none|visibility\s*:\s*hidden))",
    re.IGNORECASE,
)


class Element:
    """An element that contains blocks. ``attributes`` is raw serialised text, parsed when needed.

    ``celled``: it is a table cell or inside one; ``pictures`` counts the images in it that are not
    in a block element below it; ``pictured``: a picture and nothing else is right before it or
    before text of its own; ``said`` is what :mod:`spiders.extract.choice.paths` makes of its
    names, None until that is needed.
    """

    __slots__ = (
        *("attributes", "celled", "depth", "hidden", "parent", "pictured", "pictures", "said"),
        "tag",
    )

    def __init__(self, parent: Element | None, tag: str, attributes: str) -> None:
        self.parent = parent
        self.tag = tag
        self.attributes = attributes
        self.depth: int = parent.depth + 1 if parent else 0
        self.celled: bool = tag in CELLS or (parent is not None and parent.celled)
        self.pictures = 0
        self.pictured = False
        self.said: tuple[int, str] | None = None
        self.hidden: bool = (parent is not None and parent.hidden) or (
            ("hidden" in attributes or "none" in attributes) and hides(attributes)
        )

    def lineage(self) -> Iterator[Element]:
        """This element, its parent, and so on up to the body."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def is_in(self, other: Element) -> bool:
        """Whether it is the other element or inside it."""
        one: Element | None = self
        while one is not None and one.depth > other.depth:
            one = one.parent
        return one is other

    def get(self, name: str) -> str | None:
        """The value of an attribute, unescaped; None if it does not have it."""
        if name not in self.attributes:
            return None
        for key, value in ATTRIBUTE.findall(self.attributes):
            if key == name:
                return html.unescape(value)
        return None


@dataclass(slots=True)
class TextBlock:
    """A run of text between two block boundaries.

    ``linked``, ``strong`` and ``slanted`` count the characters inside links, bold and italics.
    ``credits`` are the texts of inline elements named author or byline, or that link to an
    author's page; ``stamp`` is the ``datetime`` of a ``time`` element. ``struck`` says where words
    are struck out, each run as its start and end in the text.
    """

    text: str
    element: Element
    linked: int = 0
    strong: int = 0
    slanted: int = 0
    links: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    stamp: str | None = None
    struck: tuple[tuple[int, int], ...] = ()

    @property
    def link_density(self) -> float:
        """The share of the characters that are links, 0 to 1."""
        return min(1.0, self.linked / len(self.text)) if self.text else 0.0

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return self.strong >= self.letters

    @property
    def letters(self) -> int:
        """How many characters are not spaces; a squeezed text has no other white space."""
        return len(self.text) - self.text.count(" ")


def kept_length(blocks: Sequence[TextBlock], keep: Sequence[bool]) -> int:
    """How many characters the kept blocks have."""
    return sum(len(block.text) for block, kept in zip(blocks, keep, strict=True) if kept)


@dataclass(slots=True)
class Page:
    """The content of a page: blocks in order, meta tags by name, canonical link, raw JSON-LD.

    ``stamps`` are times of ``time`` elements without text, which scripts fill, each with the number
    of the next block. ``asking`` are the elements with a field for an e-mail address.
    """

    blocks: list[TextBlock] = field(default_factory=list)
    title: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    canonical: str | None = None
    json_ld: list[str] = field(default_factory=list)
    stamps: list[tuple[int, str]] = field(default_factory=list)
    asking: list[Element] = field(default_factory=list)
    language: str | None = None
    asks_password: bool = False
    cut: bool = False

    def first(self, *names: str) -> str | None:
        """The first value that is not empty under one of these meta names, tried in order."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return None


def squeeze(text: str) -> str:
    """The text with one space for every run of white space, none at the ends; entities resolved."""
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())


def hides(attributes: str) -> bool:
    """Whether the attributes of an element hide it from readers."""
    if "hidden" not in attributes and "none" not in attributes:
        return False
    return _HIDDEN.search(attributes) is not None
