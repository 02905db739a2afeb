"""The section that an article stands in, as its page declares it: by name, or by the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spiders.extract.fields import json_ld
from spiders.extract.likeness import bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Page

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
            *("մთավარი", "მთავარი", "الرئيسية", "خانه", "ראשי", "首页", "news", "blog", "articles"),
        ],
    )
)
"""Where every way begins, and what says nothing of an article."""
MAX_NAME = 45
"""A longer one is the headline of something."""


def section_of(page: Page, thing: dict[str, Any], sites: Sequence[str]) -> str | None:
    """The section; of a way through several the last one before the article."""
    named = json_ld.string(thing.get("articleSection"))
    named = named or next(
        (value for name in _NAMES for value in page.meta.get(name, ()) if not value.isdigit()), None
    )
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
    """The names of a way, in order, as far as they lead elsewhere than to the page itself.

    An item may hold its name itself, or in what it leads to.
    """
    items = crumbs.get("itemListElement")
    found = []
    for step in items if isinstance(items, list) else ():
        target = json_ld.string(step.get("item"), "@id") if isinstance(step, dict) else None
        if target and target not in own:
            found.append(json_ld.string(step) or json_ld.string(step["item"]))
    return [name for name in found if name and not name.startswith(("http", "/"))]
