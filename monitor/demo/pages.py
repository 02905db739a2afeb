"""Combines articles and furniture: pages, feed and sitemap, as text."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from monitor.demo.furniture import words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from monitor.demo.content import Article
    from monitor.demo.furniture import Furniture

_TAGS = {"paragraph": "p", "heading": "h2", "list_item": "li", "correction": "p"}
_LABELS = ("skip", "share", "related", "popular", "picks", "newsletter", "follow", "review")


@dataclass(frozen=True, slots=True)
class Shown:
    """An article at its absolute address, with its times."""

    article: Article
    url: str
    published: datetime
    modified: datetime


@cache
def _template(name: str) -> Template:
    path = files("monitor.demo") / "templates" / f"{name}.html"
    return Template(path.read_text(encoding="utf-8"))


def fill(name: str, values: dict[str, str]) -> str:
    """A template filled with values, which are HTML. Raises KeyError for a missing value."""
    return _template(name).substitute(values)


def article_page(shown: Shown, furniture: Furniture) -> str:
    """The page of an article, in the template of its desk."""
    values = _article_values(shown) | _furniture_values(shown, furniture)
    blocks = [_block(kind, text) for kind, text in shown.article.blocks]
    values["first"], values["rest"] = blocks[0], "\n".join(blocks[1:])
    values["body"] = "\n".join(_interrupted(blocks, shown.article.desk, values))
    return fill(shown.article.desk, values)


def index_page(heading: str, articles: Iterable[Shown], furniture: Furniture) -> str:
    """The home page or a section: headlines with links."""
    teasers = "\n".join(
        f'<li><a href="{shown.article.path}">{_text(shown.article.title)}</a></li>'
        for shown in articles
    )
    values = furniture.values() | {"heading": _text(heading), "teasers": teasers}
    return fill("index", values)


def feed(articles: Iterable[Shown], home: str) -> str:
    """The feed, RSS 2.0, in the order of the articles."""
    items = "".join(
        f"<item><title>{_text(shown.article.title)}</title><link>{shown.url}</link>"
        f'<guid isPermaLink="true">{shown.url}</guid>'
        f"<pubDate>{shown.published:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>\n"
        for shown in articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>Velmara Post</title><link>{home}</link>"
        f"<description>News from Velmara</description>\n{items}</channel></rss>\n"
    )


def sitemap(articles: Iterable[Shown]) -> str:
    """A sitemap with the times of the last change."""
    urls = "".join(
        f"<url><loc>{shown.url}</loc><lastmod>{shown.modified:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>\n"
        for shown in articles
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )


def _article_values(shown: Shown) -> dict[str, str]:
    article, label = shown.article, words(shown.article.language)
    author = ", ".join(article.byline)
    return {
        "language": article.language,
        "url": shown.url,
        "title": _attribute(article.title),
        "standfirst": _attribute(article.standfirst),
        "section": _text(article.section),
        "author": _attribute(author),
        "byline": _text(author),
        "byline_line": _text(label["by"].format(name=author)) if author else "",
        "source_line": _text(label["source"].format(name=article.source)),
        "published": f"{shown.published:%Y-%m-%dT%H:%M:%S+00:00}",
        "modified": f"{shown.modified:%Y-%m-%dT%H:%M:%S+00:00}",
        "published_day": f"{shown.published:%Y-%m-%d}",
        "published_human": f"{shown.published:%b %d, %Y %I:%M %p}",
        "updated": _text(label["updated"].format(when=f"{shown.modified:%b %d, %Y %I:%M %p}")),
        "points": _points(article, label["summary"]),
        "picture": _picture(article),
        "json_ld": _json_ld(shown),
    }


def _furniture_values(shown: Shown, furniture: Furniture) -> dict[str, str]:
    label = words(shown.article.language)
    values = furniture.values()
    for name in ("related", "popular", "picks"):
        values[f"{name}_items"] = values[name]
    values |= {name: _text(label[name]) for name in (*_LABELS, "member")}
    values["advertisement_label"] = _text(label["advertisement"])
    return values


def _interrupted(blocks: list[str], desk: str, values: dict[str, str]) -> list[str]:
    """The blocks, with what the desk's software inserts between them."""
    between = {
        "quay": (2, f'<div class="banner">{values["advertisement_label"]}</div>'),
        "ledger": (3, values["read_on"]),
        "commons": (3, values["card"]),
        "meydan": (2, f'<div class="ad-slot"><span>{values["advertisement_label"]}</span></div>'),
    }
    place, insertion = between.get(desk, (0, ""))
    return [*blocks[:place], insertion, *blocks[place:]]


def _block(kind: str, text: str) -> str:
    tag = _TAGS[kind]
    attribute = ' class="correction"' if kind == "correction" else ""
    return f"<{tag}{attribute}>{_text(text)}</{tag}>"


def _points(article: Article, heading: str) -> str:
    if not article.points:
        return ""
    items = "".join(f"<li>{_text(point)}</li>" for point in article.points)
    return f'<div class="key-points"><h3>{_text(heading)}</h3><ul>{items}</ul></div>'


def _picture(article: Article) -> str:
    if not article.caption:
        return ""
    caption = _attribute(article.caption)
    return (
        f'<figure><img src="/pictures/{article.number}.jpg" alt="{caption}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _json_ld(shown: Shown) -> str:
    article = shown.article
    people = [{"@type": "Person", "name": name} for name in article.byline if name != "Newsroom"]
    value = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": shown.url,
        "inLanguage": article.language,
        "articleSection": article.section,
        "datePublished": f"{shown.published:%Y-%m-%dT%H:%M:%S+00:00}",
        "dateModified": f"{shown.modified:%Y-%m-%dT%H:%M:%S+00:00}",
        "author": people or [{"@type": "Organization", "name": "Velmara Post"}],
        "publisher": {"@type": "Organization", "name": "Velmara Post"},
    }
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _attribute(text: str) -> str:
    return html.escape(text)
