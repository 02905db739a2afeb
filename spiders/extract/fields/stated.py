"""Times that a page states outside its head: in microdata, RDFa, and the data of its scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.extract.page import HEADINGS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from spiders.extract.page import Page

PUBLISHED, MODIFIED, SCRIPTED = "microdata published", "microdata modified", "script published"
MARKED, CHANGED = "marked published", "marked updated"
"""The names under which these are added to the meta tags of a page."""

_SELECTOR = ",".join(
    f'[{attribute}{mark}="{name}" i]'
    for attribute, mark in (("itemprop", ""), ("property", "$"))
    for name in ("datePublished", "dateModified")
)
_AT_NAME = re.compile(
    r"(?:datePublished|publish(?:ed)?_?-?(?:date|on|at)|pubdate)"
    r"(?:[\"'\\=:\s]|&quot;|&#34;){1,14}(\d{4}-\d\d-\d\d[T ]?[\d:.]*(?: ?[+-]\d\d:?\d\d|Z)?)",
    re.IGNORECASE,
)
_MARKED = "abbr.published[title],time.published[datetime]"
_CHANGED = "time.updated:not(.published)[datetime],span.updated"
"""Classes of microformats, which blogs use that have neither microdata nor JSON-LD."""
_ASIDE = frozenset({"aside", "nav"})
_OTHERS = re.compile(r"\brelated|\brecent-?posts", re.IGNORECASE)
MAX_NAMES = 2_000


def add(tree: LexborHTMLParser, text: str, page: Page) -> None:
    """Add what ``text``, the page's source, states to the page's meta tags.

    The scripts, in which pages that are built in the browser have their data, are searched only if
    JSON-LD and meta say nothing.
    """
    places = _places(text, "datePublished")
    if any(_is_attribute(text, place) for place in places):
        for node in tree.css(_SELECTOR):
            if node.tag == "meta":
                continue
            attributes = node.attributes
            names = f"{attributes.get('itemprop')} {attributes.get('property')}".lower()
            value = attributes.get("content") or attributes.get("datetime") or node.text()
            if value:
                key = PUBLISHED if "published" in names else MODIFIED
                page.meta.setdefault(key, []).append(" ".join(value.split()))
    _add_marked(tree, text, page)
    known = "article:published_time" in page.meta or "datepublished" in page.meta
    if not known and not any("datePublished" in script for script in page.json_ld):
        values = _scripted(text, places)
        if values:
            page.meta[SCRIPTED] = values


def _add_marked(tree: LexborHTMLParser, text: str, page: Page) -> None:
    """Add the times that only the class of an element calls published or updated."""
    for key, name, selector in ((MARKED, "published", _MARKED), (CHANGED, "updated", _CHANGED)):
        if not any(f"{name}{end}" in text for end in "\"' "):
            continue
        for node in tree.css(selector):
            if _is_aside(node):
                continue
            given = node.attributes
            value = given.get("datetime") or given.get("title") or node.text()
            page.meta.setdefault(key, []).append(" ".join(value.split()))


def _is_aside(node: LexborNode) -> bool:
    """Whether an element is in a part of the page that shows other articles."""
    around = node.parent
    while around is not None and around.tag not in _ASIDE:
        if _OTHERS.search(around.attributes.get("class") or ""):
            return True
        around = around.parent
    return around is not None


def is_others(node: LexborNode) -> bool:
    """Whether a microdata property belongs to something on the page other than its article.

    That is so if its item has neither an article body nor an ``h1`` but another has; or if its item
    is a comment, or the card of another article, whose headline is a link.
    A short report also has links, to sources, but in the middle of its words.
    """
    item = _item_of(node)
    if item is None or item.css_first(_WHOLE) is not None:
        return False
    around = _item_of(item)
    while around is not None:
        if around.css_first(_WHOLE) is not None:
            return True
        around = _item_of(around)
    if "Comment" in (item.attributes.get("itemtype") or ""):
        return True
    root = item
    while root.parent is not None:
        root = root.parent
    if root.css_first(_WHOLE) is not None and _is_card(item):
        return True
    return root.css_first('[itemscope] [itemprop*="articleBody"]') is not None


def names_author(node: LexborNode) -> bool:
    """Whether it is the name of the article's author, in an item of its own."""
    person = _item_of(node) if node.attributes.get("itemprop") == "name" else None
    if person is None or "author" not in (person.attributes.get("itemprop") or "").split():
        return False
    return not is_others(person)


def _is_card(item: LexborNode) -> bool:
    """Whether an item leads to another article and has little text of its own."""
    whole = len(item.text().strip())
    return whole < CARD and any(_is_headline(link, whole) for link in item.css("a"))


def _is_headline(link: LexborNode, whole: int) -> bool:
    """Whether a link is in a heading, or most of the item's text of ``whole`` characters."""
    length = len(link.text().strip())
    parent = link.parent
    heads = parent is not None and parent.tag in HEADINGS
    return length >= HEADLINE and (heads or 2 * length >= whole)


HEADLINE, CARD = 16, 600
"""The least length of a link that is another article's headline, and the limit of its card's."""
_WHOLE = '[itemprop*="articleBody"],h1'


def _item_of(node: LexborNode) -> LexborNode | None:
    """The microdata item that an element is in; None if it is in none."""
    one = node.parent
    while one is not None and "itemscope" not in one.attributes:
        one = one.parent
    return one


def _places(text: str, name: str) -> list[int]:
    """The positions of a name, at most ``MAX_NAMES``."""
    found: list[int] = []
    place = text.find(name)
    while place >= 0 and len(found) < MAX_NAMES:
        found.append(place)
        place = text.find(name, place + len(name))
    return found


def _is_attribute(text: str, place: int) -> bool:
    """Whether a name is the value of ``itemprop`` or ``property``, not in JSON."""
    before = text[max(0, place - 24) : place]
    return "itemprop=" in before or "property=" in before


def _scripted(text: str, places: list[int]) -> list[str]:
    found = [_AT_NAME.match(text, place) for place in places]
    for name, step in (("ublish", 1), ("pubDate", 0)):
        if not any(found):
            found = [_AT_NAME.match(text, place - step) for place in _places(text, name)]
    return list(dict.fromkeys(match.group(1) for match in found if match is not None))
