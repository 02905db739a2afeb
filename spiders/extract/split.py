"""The body of a page as ordered blocks: one pass over its serialised tags.

The pass is the hottest loop of the reader: it looks at a thousand tags a page, and most of the
runs between them are white space.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from spiders.extract.page import ATTRIBUTE, INLINE, VOID, Element, TextBlock, hides, squeeze

if TYPE_CHECKING:
    from spiders.extract.page import Page

BREAKS = frozenset({"br", "hr"})
MAX_BLOCKS = 200_000
"""Blocks beyond this are not read; the page says so in a remark."""

_REST = r"((?:[^>=]*+=(?:\"[^\"]*\")?+)*+[^>=]*+)>"
"""The attributes, as lexbor writes them: each with a value in quotes; a name may hold quotes."""
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*){_REST}|<!--.*?-->", re.DOTALL)
_PLAIN_TAG = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>|!--.*?-->)", re.DOTALL)
"""The same for a page whose attributes hold no ``>``, in two thirds of the time."""
_AUTHOR = re.compile(
    r'(?:rel|itemprop|class)="[^"]*\b(?:author|byline)(?:[-_ ]?(?:name|link|url))?\b[^"]*"'
    r'|href="[^"]*/(?:authors?|byline|people'
    r'|staff|contributors?|profile|avtor|yazar|muellif)/[^"]+"|class="[^"]*\bfield--name-uid\b'
)
_STRONG = frozenset({"b", "strong"})
_SLANT = frozenset({"em", "i"})


def split(serialised: str, page: Page) -> None:  # noqa: C901, PLR0912 - calls cost more than tests
    """Fills ``page.blocks`` from a serialised, hence well-formed, body."""
    page.asks_password = 'type="password"' in serialised and _asks_password(serialised)
    state = _Splitter(page)
    parts = iter(_cut(serialised))
    state.text(next(parts))
    pieces = state.pieces
    for closing, tag, attributes, run in zip(parts, parts, parts, parts, strict=True):
        if tag is None:
            pass
        elif tag in INLINE:
            if closing:
                state.close()
            else:
                state.open(tag, attributes)
        elif tag == "img":
            state.element.pictures += 1
        elif tag in BREAKS or tag not in VOID:
            if pieces or state.links or state.stamp is not None:
                state.flush()
            if tag in BREAKS:
                pass
            elif not closing:
                state.element = Element(state.element, tag, attributes)
            else:
                state.element = state.element.parent or state.element
                if len(page.blocks) >= MAX_BLOCKS:
                    page.cut = True
                    break
        if run and (pieces or not run.isspace()):
            state.text(run)
    if pieces:
        state.flush()


def _cut(serialised: str) -> list[Any]:
    """Texts, and between them what each tag is: whether it closes, its name, its attributes."""
    parts = _PLAIN_TAG.split(serialised)
    ends = len(parts) // 4
    return parts if serialised.count(">") == ends else _TAG.split(serialised)


def _asks_password(serialised: str) -> bool:
    return re.search(r"<input\s[^>]*type=\"password\"", serialised) is not None


class _Splitter:
    """The state of the pass: where it stands, and the block that is being gathered."""

    __slots__ = (
        *("page", "element", "opened", "pieces", "linked", "strong", "slanted", "links"),
        *("in_link", "in_strong", "in_slant", "hidden_inline", "credits", "credit_from", "stamp"),
    )

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = Element(None, "body", "")
        self.opened: list[tuple[str, bool, bool]] = []
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
        pieces = self.pieces
        text = squeeze(pieces[0] if len(pieces) == 1 else "".join(pieces))
        pieces.clear()
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
        elif self.stamp is not None:
            self.page.stamps.append((len(self.page.blocks), self.stamp))
        self.linked = self.strong = self.slanted = 0
        if self.links:
            self.links.clear()
        if self.credits:
            self.credits.clear()
        self.credit_from = -1
        self.stamp = None

    def open(self, tag: str, attributes: str) -> None:
        """An inline element begins."""
        hidden = names = False
        if attributes:
            if "hidden" in attributes or "none" in attributes:
                hidden = hides(attributes)
                self.hidden_inline += hidden
            if self.credit_from < 0 and _credits(attributes):
                names = True
                self.credit_from = len(self.pieces)
            elif tag == "time" and self.stamp is None:
                stamps = (v for k, v in ATTRIBUTE.findall(attributes) if k == "datetime")
                self.stamp = next(stamps, None)
        self.opened.append((tag, hidden, names))
        if tag == "a":
            self.in_link += 1
            at = attributes.find(' href="')
            if at >= 0:
                link = attributes[at + 7 : attributes.find('"', at + 7)]
                self.links.append(html.unescape(link) if "&" in link else link)
        elif tag in _STRONG:
            self.in_strong += 1
        elif tag in _SLANT:
            self.in_slant += 1

    def close(self) -> None:
        """The inline element opened last ends."""
        if not self.opened:
            return
        tag, hidden, names = self.opened.pop()
        self.hidden_inline -= hidden
        if tag == "a":
            self.in_link -= 1
        elif tag in _STRONG:
            self.in_strong -= 1
        elif tag in _SLANT:
            self.in_slant -= 1
        if names and self.credit_from >= 0:
            self.credits.append(squeeze("".join(self.pieces[self.credit_from :])))
            self.credit_from = -1


def _credits(attributes: str) -> bool:
    """Does an inline element call itself author or byline, or link to an author's page?"""
    says = "author" in attributes or "byline" in attributes or "-uid" in attributes
    return says and _AUTHOR.search(attributes) is not None
