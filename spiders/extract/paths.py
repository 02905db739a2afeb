"""What an element says of itself by its tag, class, id and role: one bit a word family.

A name is looked at as the words it is made of: ``searchForm`` and ``search-form`` speak of a form,
``information`` does not. Variants and arbitrary values of utility classes (``md:relative``,
``mt-[calc(100%-3rem)]``) and the id of a heading (a slug of its own text) say nothing.
"""

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
_ID = re.compile(r"(?:^|\s)id=\"[^\"]*\"")
_DIGITS = re.compile(r"\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SLUGGED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})

FAMILIES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "caption": r"caption|credit|figure|photo|image|gallery|media|slide|lightbox",
        "related": r"related|relations?-|recommend|more-|readmore|read-more|read_more|also|popular"
        r"|trending|most-|teaser|outbrain|taboola|recirc|carousel|kg-bookmark|bookmark-card|latest|similar"
        r"|linked-?stor|inline-?link|internal-?link|oxsar|ilgili|chitajte|crosslink"
        r"|in-?article-?rec",
        "list": r"card|list-item|tile|grid|river|feed-item",
        "side": r"sidebar|side-bar|rail|aside|widget|module|complementary|secondary|sticky",
        "newsletter": r"newsletter|subscri|signup|sign-up|paywall|\bcta|membership|donat|optin"
        r"|popup|pop-up|modal|banner|cookie|consent|gdpr|piano|tp-|regwall|support-us|app-promo",
        "form": r"(?<![a-z])forms?(?![a-z])|search|login|signin|input",
        "social": r"share|sharing|social|twitter|tweet|facebook|instagram|follow|whatsapp|telegram",
        "comments": r"comment|disqus|thread|reply|respond|discussion|replies",
        "author": r"author|byline|\bbio\b|contributor|writer|journalist",
        "date": r"dateline|timestamp|(?<![a-z])date(?![a-z])|(?<![a-z])time(?![a-z])|publish"
        r"|updated|modified",
        "label": r"\bmeta\b|meta-|-meta|\btags?\b|tag-|-tags?\b|topic|breadcrumb|categor|kicker"
        r"|eyebrow|label|rubric|overline|section-name|badge",
        "advert": r"(?:^|[-_ ])ads?(?:[-_ ]|\d|$)|advert|sponsor|dfp|gpt-|promo|reklam|adsbygoogle"
        r"|adunit|ad-?slot|ad-?container",
        "body": r"(?:article|story|post|entry|news|main|single|detail|content|page)[-_]*"
        r"(?:main[-_]*)?(?:body|content|text|copy)|body[-_]?(?:text|copy|content)|text[-_]?content|rich[-_]?text"
        r"|field-{1,2}name-body|wysiwyg|gh-content|prose|e-content",
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
        "paid": r"premium|locked|(?<![a-z])(?:pay|reg|meter)?wall(?![a-z])|members-only|subscriber"
        r"|gate|metered",
        "copyright": r"copyright|legal|terms|disclaimer|colophon|source",
    }.items()
}
_OWN_TAGS = ("p", "div", "h1", "h2", "h3", "h4", "span", "ul", "th", "dd", "body")
"""Tags that tell something of the element that has them, and nothing of those around it."""
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
            *_OWN_TAGS,
        ]
    )
}
BIT.update({f"<{name}>": bit for name, bit in TAG_BITS.items()})
WIDTH = len(BIT)
WIDTH_AROUND = WIDTH - len(_OWN_TAGS)
"""So many bits, the first ones, are told of the elements around a block too."""
_ROLES = {"navigation": "nav", "contentinfo": "footer", "complementary": "aside", "main": "main"}


@functools.lru_cache(16384)
def _token_bits(token: str) -> int:
    if "[" in token:
        return 0
    words = _CAMEL.sub("-", token.rsplit(":", 1)[-1]).lower()
    bits = 0
    for name, pattern in FAMILIES.items():
        if pattern.search(words):
            bits |= BIT[name]
    return bits


@functools.lru_cache(4096)
def own_bits(tag: str, attributes: str) -> int:
    """The families that this element's own names fall into, as bits."""
    bits = TAG_BITS.get(tag, 0)
    if attributes:
        if tag in _SLUGGED:
            attributes = _ID.sub("", attributes)
        for names in _NAMES.findall(attributes):
            role = _ROLES.get(names)
            if role:
                bits |= TAG_BITS[role]
            for token in names.split():
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
