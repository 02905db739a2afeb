"""The body of a page as ordered blocks, in one pass over its serialised tags.

This is the hottest loop of the reader: it looks at a thousand tags per page, and most of the runs
between them are white space.
"""

from __future__ import annotations

import html
import itertools
import re
from typing import TYPE_CHECKING

from spiders.extract.page import ATTRIBUTE, INLINE, VOID, Element, TextBlock, hides, squeeze
from spiders.extract.struck import SIGN, STRIKING, Strikes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.extract.page import Page

BREAKS = frozenset({"br", "hr"})
MAX_BLOCKS = 200_000
"""Blocks beyond this number are not read; a remark says so."""

_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_IN_TAG = re.compile('<!--[^\\s<>=]*+="')
_TAG_OR_COMMENT = re.compile("(<[a-zA-Z/][^>]*+>)|<!--.*?-->", re.DOTALL)
"""The same for a page with a comment in a tag (``<div <!-- box -->``): that is the name of an
attribute, and must not be taken for a comment."""
_TAG = re.compile(r"<(/?[a-zA-Z][^>]*+|!)>")
"""A tag; an attribute's name in it may contain a ``<``, if an author forgot to close a tag."""
_CLOSES_INLINE = frozenset(f"/{tag}" for tag in INLINE)
_AUTHOR = re.compile(
    r'(?:rel|itemprop|class)="[^"]*(?:\b|_)(?:author|byline)(?:[-_ ]?(?:name|link|url))?\b[^"]*"'
    r'|href="[^"]*/(?:authors?|byline|people'
    r'|staff|contributors?|profile|avtor|yazar|muhabir|muellif)/[^"]+"|class="[^"]*\b(?:field--name-uid|username|muhabir)\b'
)
_STRONG = frozenset({"b", "strong"})
_SLANT = frozenset({"em", "i"})
_MARKS = _STRONG | _SLANT | STRIKING | {"a"}


def split(serialised: str, page: Page) -> None:  # noqa: C901, PLR0912 - calls cost more than tests
    """Fill ``page.blocks`` from a serialised, hence well-formed, body."""
    page.asks_password = 'type="password"' in serialised and _asks_password(serialised)
    state = _Splitter(page)
    state.strikes.styled = SIGN in serialised
    opened, pieces = state.opened, state.pieces
    for tag, mark, run in _cut(serialised):
        if tag in _CLOSES_INLINE:
            if opened and (marked := opened.pop()) is not None:
                state.close(*marked)
        elif mark and "/a" <= tag < "0":
            if pieces or state.links or state.stamp is not None:
                state.flush()
            state.leave()
            if len(page.blocks) >= MAX_BLOCKS:
                page.cut = True
                break
        elif mark and tag >= "a":
            name, _, attributes = tag.partition(" ")
            if name in INLINE:
                marks = attributes or name in _MARKS
                opened.append(state.open(name, attributes) if marks else None)
            elif name == "img":
                state.element.pictures += 1
                state.behind = state.element
            elif name == "input":
                if "mail" in attributes.lower():
                    page.asking.append(state.element)
            elif name in BREAKS or name not in VOID:
                if pieces or state.links or state.stamp is not None:
                    state.flush()
                if name not in BREAKS:
                    state.enter(name, attributes)
        elif tag != "!":
            state.text(f"<{tag}{mark}")  # few elements have unescaped text
        if run and (pieces or not run.isspace()):
            state.text(run)
    if pieces:
        state.flush()


def _cut(serialised: str) -> Iterable[tuple[str, str, str]]:
    """The inside of each tag, a mark, and the text after it; a comment's inside is ``!``."""
    text = _without_comments(serialised) if "<!--" in serialised else serialised
    parts = f"!>{text}".split("<")
    if text.count(">") == len(parts) - 1:
        return map(str.partition, parts, itertools.repeat(">"))
    cut = ["!", *_TAG.split(text)]
    return zip(cut[::2], itertools.repeat(">"), cut[1::2], strict=False)


def _without_comments(serialised: str) -> str:
    """The body with a mark for each comment; a comment in a tag stays.

    After the last ``-->`` there is none to look for.
    """
    end = serialised.rfind("-->") + len("-->")
    before = serialised[:end]
    if _IN_TAG.search(before) is None:
        before = _COMMENT.sub("<!>", before)
    else:
        before = _TAG_OR_COMMENT.sub(lambda found: found[1] or "<!>", before)
    return before + serialised[end:]


def _asks_password(serialised: str) -> bool:
    return re.search(r"<input\s[^>]*type=\"password\"", serialised) is not None


class _Splitter:
    """The state of the pass: its position in the tree, and the block being gathered."""

    __slots__ = (
        *("page", "element", "opened", "pieces", "linked", "strong", "slanted", "links"),
        *("in_link", "in_strong", "in_slant", "hidden_inline", "credits", "credit_from", "stamp"),
        *("around", "behind", "strikes"),
    )

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = Element(None, "body", "")
        self.opened: list[tuple[str, bool, bool, bool] | None] = []
        self.pieces: list[str] = []
        self.linked = self.strong = self.slanted = 0
        self.links: list[str] = []
        self.in_link = self.in_strong = self.in_slant = 0
        self.hidden_inline = 0
        self.credits: list[str] = []
        self.credit_from = -1
        self.stamp: str | None = None
        self.around = ""
        """Where the open link leads: it may contain blocks, like that of a card."""
        self.behind: Element | None = None
        """The element that showed a picture last."""
        self.strikes = Strikes()

    def enter(self, tag: str, attributes: str) -> None:
        """Begin a block element."""
        around = self.element
        self.element = Element(around, tag, attributes)
        self.element.pictured = self.behind is around
        if self.strikes.styled:
            self.strikes.enter(attributes)

    def leave(self) -> None:
        """End the innermost block element; what it showed last, the one around it showed last."""
        around = self.element.parent
        if around is not None:
            if self.behind is self.element:
                self.behind = around
            self.element = around
            if self.strikes.styled:
                self.strikes.leave()

    def text(self, piece: str) -> None:
        """Add a run of text. Spaces only matter between words."""
        if self.hidden_inline:
            return
        self.pieces.append(piece)
        if self.in_link or self.in_strong or self.in_slant:
            count = len(piece.strip())
            if self.in_link:
                self.linked += count
                if count and not self.links and self.around:
                    self.links.append(self.around)
            self.strong += count if self.in_strong else 0
            self.slanted += count if self.in_slant else 0

    def flush(self) -> None:
        """End the block that is being gathered."""
        pieces = self.pieces
        text = squeeze(pieces[0] if len(pieces) == 1 else "".join(pieces))
        struck = self.strikes.taken(text, pieces)
        pieces.clear()
        if text:
            self.element.pictured |= self.behind is self.element
            self.behind = None
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
                    struck,
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

    def open(self, tag: str, attributes: str) -> tuple[str, bool, bool, bool]:
        """Begin an inline element; return what :meth:`close` has to know about it."""
        hidden = names = False
        struck = self.strikes.open(tag, attributes, len(self.pieces))
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
        if tag == "a":
            self.in_link += 1
            at = attributes.find('href="')
            if at > 0 and attributes[at - 1] != " ":
                at = attributes.find(' href="') + 1 or -1
            if at >= 0:
                link = attributes[at + 6 : attributes.find('"', at + 6)]
                self.around = html.unescape(link) if "&" in link else link
                self.links.append(self.around)
            else:
                self.around = ""
        elif tag in _STRONG:
            self.in_strong += 1
        elif tag in _SLANT:
            self.in_slant += 1
        return tag, hidden, names, struck

    def close(self, tag: str, hidden: bool, names: bool, struck: bool) -> None:  # noqa: FBT001 - as it was opened
        """End the inline element that was opened last."""
        self.hidden_inline -= hidden
        if struck:
            self.strikes.close(len(self.pieces))
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
    """Whether an inline element is named author or byline, or links to an author's page.

    This runs for each of them, so a quick check for the needed substrings comes first. Links to
    people, staff and profiles do not count by themselves: they name others, too.
    """
    says = "author" in attributes or "byline" in attributes or "-uid" in attributes
    says = says or "username" in attributes or "/avtor/" in attributes
    says = says or "/yazar/" in attributes or "/muellif/" in attributes or "muhabir" in attributes
    return says and _AUTHOR.search(attributes) is not None
