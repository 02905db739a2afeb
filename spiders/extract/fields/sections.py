"""The section of an article, as its page declares or shows it: by name or by breadcrumbs."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from spiders.extract.fields import json_ld
from spiders.extract.likeness import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Page, TextBlock

_NAMES = (
    *("article:section", "og:section", "og:article:section", "parsely-section", "articlesection"),
    *("section", "prism.section", "section_name", "cxenseparse:section", "category"),
    *("news_category", "article:category"),
)
_HOME = frozenset(
    map(
        bare,
        [
            *("home", "homepage", "start", "startseite", "accueil", "inicio", "главная", "головна"),
            *("главная страница", "ana səhifə", "əsas səhifə", "ana sayfa", "anasayfa", "գլխավոր"),
            *("მთავარი", "الرئيسية", "خانه", "ראשי", "首页", "news", "blog", "articles"),
        ],
    )
)
"""Where all breadcrumbs begin, and names that say nothing about an article."""
_RUN_TOGETHER = re.compile(r",(?=[^\s\d])")
"""Between several sections that a template puts into one name; the first is the article's own."""
MAX_NAME = 45
"""A longer name is a headline."""


def section_of(page: Page, thing: dict[str, Any], sites: Sequence[str]) -> str | None:
    """The declared section; with breadcrumbs, the last one before the article. None if unknown."""
    named = json_ld.string(thing.get("articleSection"))
    named = named or next(
        (value for name in _NAMES for value in page.meta.get(name, ()) if not value.isdigit()), None
    )
    if named:
        named = _RUN_TOGETHER.split(named)[0]
    if named or not any("BreadcrumbList" in script for script in page.json_ld):
        return named or None
    none = {*_HOME, *sites}
    for one in json_ld.things(page.json_ld):
        if "BreadcrumbList" in json_ld.type_names(one):
            steps = _steps(one, {page.canonical, page.first("og:url")})
            names = (name for name in reversed(steps) if bare(name) and bare(name) not in none)
            return next((name for name in names if len(name) <= MAX_NAME), None)
    return None


def _steps(crumbs: dict[str, Any], own: set[str | None]) -> list[str]:
    """The names of the breadcrumbs, in order, without those that lead to the page itself.

    An item may have its name itself or in what it leads to.
    """
    items = crumbs.get("itemListElement")
    found = []
    for step in items if isinstance(items, list) else ():
        target = json_ld.string(step.get("item"), "@id") if isinstance(step, dict) else None
        if target and target not in own:
            found.append(json_ld.string(step) or json_ld.string(step["item"]))
    return [name for name in found if name and not name.startswith(("http", "/"))]


_WAY = re.compile(
    r"bread-?crumb|(?<![a-z])crumbs?(?![a-z])|navigation-?path|(?<![a-z])speed-?bar", re.IGNORECASE
)
_SECTION = re.compile(
    r"(?<![a-z])(?:post-|entry-|article-|news-|item-)?(?:cat|category|categories|rubric|rubrika"
    r"|kateqoriya|kategori|category-name|section-name)(?![a-z])",
    re.IGNORECASE,
)
_LESS_HERE = re.compile(
    r"^(?:you are here|sie (?:sind|befinden sich) hier|du bist hier|vous êtes ici|está(?:s)? aquí"
    r"|você está aqui|ti trovi in|sei (?:qui|in)|jesteś tutaj|вы (?:здесь|находитесь здесь)"
    r"|ви тут|buradasınız|şu an buradasınız)\s*:?\s*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"menu-item")
"""An item of a menu, which may be called by what it leads to."""
_STEP = re.compile(r"\s*(?:[/›»>→|•·]|::)\s*")
_LABEL = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+)?\s*[:：՝]\s*")
_CURRENT = re.compile(
    r"class=\"[^\"]*(?<![\w-])(current-(?:menu-(?:item|parent|ancestor)|post-(?:parent|ancestor))"
    r"|(?:is-)?(?:active|current|selected))(?![\w-])|aria-current=\"(page|true|location)"
)
_OF_ARTICLES = frozenset(
    f"current-{of}-{way}" for of in ("menu", "post") for way in ("parent", "ancestor")
)
"""Marks of menu items that contain the article; a chosen language is never marked like this."""
_MENU = re.compile(r"(?<![a-z])(?:nav(?:bar|igation)?|menu)(?![a-z])", re.IGNORECASE)
_LANGUAGE = re.compile(r"^#|^(?:https?://[^/]+)?/?(?:[a-z]{2,3}(?:[-_][a-z]{2})?)?/?$|[?&]lang=")
"""The link of an item for another language, the front page, or a tab."""
MENU = 8
"""How many elements from an item outwards may be its menu."""
LEAST = 3
REACH, ABOVE, BELOW = 20, 3, 4
"""How far above the headline breadcrumbs are, and how far above or below it a section's link."""
UP = 2
_BACK = re.compile(r"(?:back|return|назад|вернуться|geri|все |all |view )", re.IGNORECASE)


def section_shown(
    blocks: Sequence[TextBlock],
    head: int,
    title: str | None,
    sites: Sequence[str],
    address: str = "",
) -> str | None:
    """The section that the page shows: the last breadcrumb above the headline, or a link near it.

    ``head`` is the number of the block that shows the headline. If there is neither, a menu may
    say where the reader is.
    """
    none = {*_HOME, *sites, bare(title or "")}
    for block in reversed(blocks[max(0, head - REACH) : head]):
        name = _last_step(block, none)
        if name is not None:
            return name
    for number in range(max(0, head - ABOVE), min(len(blocks), head + 1 + BELOW)):
        block = blocks[number]
        label = _LABEL.match(block.text)
        text = block.text[label.end() :] if label else block.text
        linked = len(block.links) == 1 and block.linked >= len("".join(text.split())) > 0
        named = _is_named(block, _SECTION) and not _is_named(block, _ITEM)
        if number != head and linked and named and _may_be(text, none):
            return text
    return _current_in_menu(blocks[:head], none, address)


def _current_in_menu(above: Sequence[TextBlock], none: set[str], address: str) -> str | None:
    """The only menu item above the headline that is marked as the current one.

    A language or a view of the page may be marked too: so the address must confirm the item, or
    the mark must be one for items that contain the article.
    """
    found = {}
    for block in above:
        if len(block.links) != 1 or block.linked < block.letters or not _may_be(block.text, none):
            continue
        mark = _mark_of(block)
        if mark is not None and (mark in _OF_ARTICLES or _leads_to(block.links[0], address)):
            found[bare(block.text)] = block.text
    return next(iter(found.values())) if len(found) == 1 else None


def _mark_of(block: TextBlock) -> str | None:
    """The mark by which a menu item says that it is the current one; None if it does not."""
    near = list(itertools.islice(block.element.lineage(), MENU))
    item = next((one for one in near if one.tag == "li"), None)
    mark = _CURRENT.search(item.attributes) if item is not None else None
    if mark is None or _LANGUAGE.search(block.links[0]):
        return None
    names = (one.attributes for one in near if one is not item)
    in_menu = any(one.tag == "nav" for one in near) or any(map(_MENU.search, names))
    return (mark[1] or mark[2]) if in_menu else None


def _leads_to(link: str, address: str) -> bool:
    """Whether the last part of a link's path is the last one before the article's own.

    Numbers of a date after it are skipped. Parts above it are a language or an edition.
    """
    part = link.rstrip("/").rpartition("/")[2].lower()
    above = address.lower().split("?")[0].rstrip("/").split("/")[3:-1]
    own = next((one for one in reversed(above) if not one.isdecimal()), None)
    return len(part) >= LEAST and part == own


def _last_step(block: TextBlock, none: set[str]) -> str | None:
    """The last step of breadcrumbs in a line; None if there are none, or steps are run together."""
    steps = _STEP.split(_LESS_HERE.sub("", block.text))
    whole = len(steps) > 1 or block.linked >= block.letters
    if not (whole and 0 < len(block.links) <= len(steps) and _is_named(block, _WAY)):
        return None
    return next((step for step in reversed(steps) if _may_be(step, none)), None)


def _is_named(block: TextBlock, names: re.Pattern[str]) -> bool:
    near = itertools.islice(block.element.lineage(), UP)
    return any(one.attributes and names.search(one.attributes) for one in near)


def _may_be(text: str, none: set[str]) -> bool:
    key = bare(text)
    if not text[:1].isalpha() or _BACK.match(text):
        return False
    return len(key) >= LEAST and len(text) <= MAX_NAME and key not in none and not key.isdigit()
