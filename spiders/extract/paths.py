"""What an element says of itself by its tag, class, id and role: one bit a word family."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.extract.page import Element

_NAMES = re.compile(
    r"(?:^|\s)(?:class|id|role|itemprop|data-testid|data-component|data-type|data-block-type)"
    r"=\"([^\"]*)\""
)
_DIGITS = re.compile(r"\d+")

FAMILIES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "caption": r"caption|credit|figure|photo|image|gallery|media|slide|lightbox",
        "related": r"relat|recommend|more-|readmore|read-more|read_more|also|popular|trending|most-"
        r"|teaser|outbrain|taboola|recirc|carousel|kg-bookmark|bookmark-card|latest|similar"
        r"|linked-?stor|inline-?link|internal-?link|oxsar|ilgili|chitajte|crosslink"
        r"|in-?article-?rec",
        "list": r"card|list-item|tile|grid|river|feed-item",
        "side": r"sidebar|side-bar|rail|aside|widget|module|complementary|secondary|sticky",
        "newsletter": r"newsletter|subscri|signup|sign-up|paywall|\bcta|membership|donat|optin"
        r"|popup|pop-up|modal|banner|cookie|consent|gdpr|piano|tp-|regwall|support-us|app-promo",
        "form": r"form|search|login|signin|input",
        "social": r"share|sharing|social|twitter|tweet|facebook|instagram|follow|whatsapp|telegram",
        "comments": r"comment|disqus|reply|respond|discussion|replies",
        "author": r"author|byline|\bbio\b|contributor|writer|journalist",
        "date": r"dateline|timestamp|\bdate|\btime\b|publish|updated|modified",
        "label": r"\bmeta\b|meta-|-meta|\btags?\b|tag-|-tags?\b|topic|breadcrumb|categor|kicker"
        r"|eyebrow|label|rubric|overline|section-name|badge",
        "advert": r"(?:^|[-_ ])ads?(?:[-_ ]|\d|$)|advert|sponsor|dfp|gpt-|promo|reklam|adsbygoogle"
        r"|adunit|ad-?slot|ad-?container",
        "body": r"article-?_?-?body|articlebody|story-?_?-?body|entry-content|post-?content"
        r"|article__content|article-content|article_content|content-body|body-text|body-copy"
        r"|rich-?text|field-name-body|field--name-body|post-body|storytext|article-text"
        r"|article__text|news-text|news_text|newstext|wysiwyg|gh-content|post__text|single-content"
        r"|text-content|main-text|td-post-content|story-content|detail-content|prose|e-content",
        "content": r"content|article|story|entry|post|main|text|detail",
        "navigation": r"nav|menu|header|footer|foot\b|masthead|skip|pagination|pager|toolbar"
        r"|site-|topbar|bottom|breadcrumb|language|toc|table-of-contents",
        "headline": r"headline|title|heading",
        "standfirst": r"standfirst|\bdek\b|-dek|dek-|summary|subtitle|sub-title|subhead|lead\b|lede"
        r"|intro|description|excerpt|deck|abstract|sapo|bajada|chapo|preamble",
        "player": r"player|audio|video|podcast|speech|listen|playlist|jwplayer",
        "ticker": r"ticker|breaking|live-bar|weather|currency|rates|marquee|clock|counter|views",
        "quote": r"quote|blockquote|pullquote|cita\b",
        "correction": r"correct|clarif|editor-?s?-?note|editors_note|update-note|erratum",
        "keypoints": r"key-?points|takeaway|highlights|at-a-glance|summary-?box|points-of-attention"
        r"|main-points|bullet-?summary|tldr",
        "paid": r"premium|locked|members-only|subscriber|gate|metered",
        "copyright": r"copyright|legal|terms|disclaimer|colophon|source",
    }.items()
}
BIT = {name: 1 << number for number, name in enumerate(FAMILIES)}
TAG_BITS = {
    name: 1 << (len(FAMILIES) + number)
    for number, name in enumerate(
        [
            "article",
            "main",
            "aside",
            "nav",
            "footer",
            "header",
            "figure",
            "figcaption",
            "li",
            "table",
            "blockquote",
            "form",
            "section",
            "pre",
            "button",
            "address",
            "td",
            "details",
            "menu",
        ]
    )
}
BIT.update({f"<{name}>": bit for name, bit in TAG_BITS.items()})
WIDTH = len(BIT)
_ROLES = {"navigation": "nav", "contentinfo": "footer", "complementary": "aside", "main": "main"}


@functools.lru_cache(16384)
def _token_bits(token: str) -> int:
    bits = 0
    for name, pattern in FAMILIES.items():
        if pattern.search(token):
            bits |= BIT[name]
    return bits


@functools.lru_cache(4096)
def own_bits(tag: str, attributes: str) -> int:
    """The families that this element's own names fall into, as bits."""
    bits = TAG_BITS.get(tag, 0)
    if attributes:
        for names in _NAMES.findall(attributes):
            for token in names.lower().split():
                bits |= _token_bits(token)
    return bits


@functools.lru_cache(4096)
def signature(tag: str, attributes: str) -> str:
    """Tag, classes and id with digits gone: the same on all pages made from one template."""
    names = " ".join(sorted(set(" ".join(_NAMES.findall(attributes)).split())))
    return f"{tag}.{_DIGITS.sub('', names)[:120]}" if names else tag


def bits_of(element: Element) -> int:
    """Own families of an element."""
    return own_bits(element.tag, element.attributes)


def has(bits: int, *names: str) -> bool:
    """Is any of these families among the bits?"""
    return any(bits & BIT[name] for name in names)
