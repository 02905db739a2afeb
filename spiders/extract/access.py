"""What kind of page was read, and how much of the article it let us read."""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import regex

from spiders.extract import json_ld
from storage.records import Access, BlockKind, Obstacle, PageType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Page
    from storage.records import Block

ARTICLE_TEXT = 250
"""A shorter body (in characters) makes no article of a page that does not say it is one."""
TEASER_TEXT = 1_500
_INDEX_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"})

_PAYWALL = regex.compile(
    r"(?:please )?(?:log ?in|sign ?in|login|subscribe|register"
    r"|join)(?: now)? (?:or (?:subscribe|log ?in|sign ?in|register|sign up) )?(?:to|and)"
    r" (?:read|continue|keep|unlock|access|view|see)|(?:this|the) (?:article|story|content"
    r"|post|page) is (?:only )?(?:for|available"
    r" (?:only )?(?:to|for)|reserved for|exclusive(?:ly)? (?:to|for)"
    r"|restricted to) .{0,30}(?:members|subscribers|paying|premium|registered)"
    r"|(?:for|available to) (?:subscribers|members|paid-up members) only|(?:subscribers?"
    r"|members?)[ -]only (?:content|article|story)"
    r"|to (?:continue|keep) reading|read the (?:full|rest of the|whole) (?:article"
    r"|story).{0,40}(?:subscri|sign|log|register|join)"
    r"|already a (?:subscriber|member)\?|unlock (?:this|the full) (?:article|story)"
    r"|you have (?:reached|read) your .{0,30}(?:limit|free articles)"
    r"|(?:доступ|доступно|доступен|материал|статья).{0,40}(?:только )?(?:по подписке"
    r"|для подписчиков)|чтобы (?:читать|прочитать) дальше"
    r"|(?:оформите|купите) подписку,? чтобы|войдите,? чтобы (?:читать|продолжить)|(?:доступно"
    r"|матеріал|стаття).{0,40}(?:за передплатою|для"
    r" (?:передплатників|підписників))|щоб (?:читати|прочитати) далі|увійдіть,? щоб|(?:oxumaq"
    r"|davam etmək) üçün .{0,30}(?:abunə|daxil|giriş)"
    r"|yalnız abunəçilər|devamını okumak için|(?:sadece|yalnızca) abone|weiterlesen mit"
    r"|cet article est réservé aux abonnés"
    r"|solo para suscriptores|continua a leggere con|dla prenumeratorów|僅限訂戶|仅限订阅|会員限定",
    regex.IGNORECASE,
)


def page_type(
    page: Page, article: dict[str, Any] | None, body: Sequence[Block], url: str
) -> PageType:
    """The type of a page whose body was read."""
    length = sum(len(block.text) for block in body)
    types = json_ld.type_names(article) if article else set()
    declared = declares(page, article)
    if "LiveBlogPosting" in types:
        return PageType.LIVEBLOG
    if _is_index(page, article, url, length):
        return PageType.INDEX
    if types <= {"VideoObject"} and types and length < ARTICLE_TEXT:
        return PageType.VIDEO
    if types <= {"ImageGallery", "MediaGallery"} and types:
        return PageType.GALLERY
    if length >= ARTICLE_TEXT or (declared and length > 0):
        return PageType.ARTICLE
    return PageType.OTHER


def declares(page: Page, article: dict[str, Any] | None) -> bool:
    """Does the page call itself an article?"""
    return article is not None or page.first("og:type") == "article"


def _is_index(page: Page, article: dict[str, Any] | None, url: str, length: int) -> bool:
    if article is not None and "headline" in article and length:
        return False
    path = urlsplit(url).path.strip("/") if url else "?"
    teasers = sum(1 for block in page.blocks if len(block.text) > 25 and block.link_density > 0.85)
    linked = sum(block.linked for block in page.blocks if block.linked > 25)
    if path in {"", "index.html", "index.php", "en", "ru", "az", "uk", "tr", "hy", "ka"}:
        return teasers >= 3 or length < ARTICLE_TEXT
    if page.first("og:type") == "article":
        return False
    return teasers >= 8 and linked > 1.5 * length


def access(
    page: Page,
    article: dict[str, Any] | None,
    body: Sequence[Block],
    obstacle: Obstacle | None,
    *,
    told: bool = False,
) -> Access:
    """How much of the article the page let us read; ``told``: by the outlet's own phrases."""
    if obstacle in {Obstacle.LOGIN, Obstacle.BOT_CHECK}:
        return Access.BLOCKED
    length = sum(len(block.text) for block in body if block.kind is not BlockKind.CAPTION)
    if told:
        return Access.TEASER
    walled = length < TEASER_TEXT and any(
        len(block.text) <= 400 and not block.element.hidden and _PAYWALL.search(block.text)
        for block in page.blocks
    )
    closed = article is not None and str(article.get("isAccessibleForFree", "")).lower() == "false"
    if walled and (closed or length < TEASER_TEXT // 2 or _truncated(body)):
        return Access.TEASER
    return Access.TEASER if closed and length < TEASER_TEXT // 2 else Access.FULL


def _truncated(body: Sequence[Block]) -> bool:
    return bool(body) and body[-1].text.rstrip().endswith(("…", "..."))
