"""What an element says about itself by its tag, class, id and role: one bit per word family.

A name is split into the words it is made of: ``searchForm`` and ``search-form`` name a form,
``information`` does not. What is behind a wall (``paywall``, ``subscriber-only``,
``pmc-not-a-paywall``) is an article's text, and what asks for money (``paywall-prompt``) is not.
Variants and arbitrary values of utility classes (``md:relative``, ``mt-[calc(100%-3rem)]``) and the
id of a heading (a slug of its own text) say nothing.
"""

from __future__ import annotations

import functools
import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.extract.page import Element

_NAMES = re.compile(
    r"(?:^|\s)(?:class|id|role|itemprop|data-testid|data-component|data-type|data-block-type)"
    r"=\"([^\"]*)\""
)
_ASIDE = re.compile(
    r"(?:^|\s)(?:name|data-(?:[a-z]{1,8}-)?(?:hook|name|module|widget|widget_type|block|qa|area))"
    r"=\"([^\"]*)\""
)
"""How sites with hashed classes name things: used for families, but not part of a signature."""
_ID = re.compile(r"(?:^|\s)id=\"[^\"]*\"")
_DIGITS = re.compile(r"\d+")
LONG = 2_000
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
        "newsletter": r"newsletter|subscri(?!ber-(?:only|premium|preview))|signup|sign-up|\bcta"
        r"|membership|donat|optin|popup|pop-up|modal|banner|cookie|consent|gdpr|piano|tp-|support-us"
        r"|app-promo|(?:pay|reg)wall[-_]+(?!cont|body|article|text|wrap)",
        "form": r"(?<![a-z])forms?(?![a-z])|search|login|sign-?in|input|(?<![a-z])polls?(?![a-z])"
        r"|quiz|survey",
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
        r"|main-points|bullet-?summary|tl-?dr|ai-?(?:generated-?)?summary|summary-?(?:points|list)"
        r"|key-?facts|quick-?read",
        "paid": r"premium|locked|(?<![a-z])(?<!not-a-)(?:pay|reg|meter)?wall(?![a-z])|members-only"
        r"|subscriber"
        r"|(?<!investi)(?<!interro)(?<!aggre)(?<!segre)(?<!navi)(?<!dele)(?<!miti)(?<!liti)gate"
        r"|metered",
        "copyright": r"copyright|legal|terms|disclaimer|colophon|source",
    }.items()
}
_KEYS = {
    "caption": "cap cre fig pho ima gal med sli lig",
    "related": "rel rec mor rea als pop tre mos tea out tab car kg- boo lat sim lin inl int oxs ilg"
    " chi cro art",
    "list": "car lis til gri riv fee",
    "side": "sid rai asi wid mod com sec sti",
    "newsletter": "new sub sig pay cta mem don opt pop mod ban coo con gdp pia tp- reg sup app",
    "form": "for sea log sig inp pol qui sur",
    "social": "sha soc twi twe fac ins fol wha tel",
    "comments": "com dis thr rep res",
    "author": "aut byl bio con wri jou",
    "date": "dat tim pub upd mod",
    "label": "met tag top bre cat kic eye lab rub ove sec bad",
    "advert": "adv spo dfp gpt pro rek ads adu ad- ad",
    "body": "bod con tex cop wys pro",
    "content": "con art sto ent pos mai tex det",
    "navigation": "nav men hea foo mas ski pag too sit top bot bre lan toc tab",
    "headline": "hea tit",
    "standfirst": "sta dek sum sub lea led int des exc dec abs sap baj cha pre",
    "player": "pla aud vid pod spe lis jwp",
    "ticker": "tic bre liv wea cur rat mar clo cou vie",
    "quote": "quo blo pul cit",
    "correction": "cor cla edi upd err",
    "keypoints": "key tak hig at- sum poi mai bul tld tl- qui",
    "paid": "pre loc wal mem sub gat met",
    "copyright": "cop leg ter dis col sou",
}
"""Letters of which a match contains some: most patterns need not be tried on a word."""
_OWN_TAGS = ("p", "div", "h1", "h2", "h3", "h4", "span", "ul", "th", "dd", "body")
"""Tags that say something about their own element, but nothing about those around it."""
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
_OF_KEY: dict[str, int] = {}
for _name, _letters in _KEYS.items():
    for _key in _letters.split():
        _OF_KEY[_key] = _OF_KEY.get(_key, 0) | BIT[_name]
_AD = _OF_KEY.pop("ad")
_PATTERNS = list(FAMILIES.values())
BIT.update({f"<{name}>": bit for name, bit in TAG_BITS.items()})
WIDTH = len(BIT)
WIDTH_AROUND = WIDTH - len(_OWN_TAGS)
"""How many bits, the first ones, also describe the elements around a block."""
_ROLES = {
    "navigation": "nav",
    "contentinfo": "footer",
    "complementary": "aside",
    "main": "main",
    "banner": "header",
    "article": "article",
    "heading": "h2",
    "listitem": "li",
}


@functools.lru_cache(16384)
def _token_bits(token: str) -> int:
    if "[" in token:
        return 0
    words = token.rsplit(":", 1)[-1] if ":" in token else token
    words = words if words.islower() else _CAMEL.sub("-", words).lower()
    maybe = _AD if "ad" in words else 0
    for place in range(len(words) - 2):
        maybe |= _OF_KEY.get(words[place : place + 3], 0)
    bits = 0
    while maybe:
        bit = maybe & -maybe
        maybe ^= bit
        if _PATTERNS[bit.bit_length() - 1].search(words):
            bits |= bit
    return bits


def own_bits(tag: str, attributes: str) -> int:
    """The families that an element of this tag belongs to by its own names, as bits."""
    return _said(tag, attributes)[0]


def signature(tag: str, attributes: str) -> str:
    """Tag, classes and id without digits: the same on all pages made from one template."""
    return _said(tag, attributes)[1]


def _said(tag: str, attributes: str) -> tuple[int, str]:
    """Families and signature; not cached if scripts' data make an attribute as long as a page."""
    made = _made if len(attributes) <= LONG else _made.__wrapped__
    return made(tag, attributes)


@functools.lru_cache(4096)
def _made(tag: str, attributes: str) -> tuple[int, str]:
    bits = TAG_BITS.get(tag, 0)
    found = _NAMES.findall(attributes) if attributes else []
    aside = _ASIDE.findall(attributes) if "name=" in attributes or "data-" in attributes else []
    if not found and not aside:
        return bits, tag
    words = " ".join(sorted(set(" ".join(found).split())))
    key = f"{tag}.{_DIGITS.sub('', words)[:120]}" if words else tag
    if tag in _SLUGGED:
        found = _NAMES.findall(_ID.sub("", attributes))
    for names in (*found, *aside):
        role = _ROLES.get(names)
        if role:
            bits |= TAG_BITS[role]
        for token in names.split():
            bits |= _token_bits(token)
    return bits, key


def place_named(names: str) -> int:
    """The checksum of a place: its element's signature, ``<``, and that of the parent."""
    return zlib.crc32(names.encode("utf-8", "surrogatepass"))


def said_by(element: Element) -> tuple[int, str]:
    """Own families and signature of an element."""
    said = element.said
    if said is None:
        said = element.said = _said(element.tag, element.attributes)
    return said


def trail_of(element: Element) -> tuple[str, str]:
    """The signatures of an element and the one around it."""
    return said_by(element)[1], said_by(element.parent)[1] if element.parent else ""


def bits_of(element: Element) -> int:
    """Own families of an element."""
    said = element.said
    return said[0] if said is not None else said_by(element)[0]


def bits_with_box(element: Element) -> int:
    """Families of an element and of the one around it."""
    return bits_of(element) | (bits_of(element.parent) if element.parent is not None else 0)


def has(bits: int, *names: str) -> bool:
    """Whether any of these families is among the bits."""
    return any(bits & BIT[name] for name in names)


def is_called(element: Element, family: str, other: str) -> bool:
    """Whether a name is of one family but not the other, as ``article-body`` next to ``image``.

    ``article-body-image`` is one name of both.
    """
    tokens = " ".join(_NAMES.findall(element.attributes)).split()
    return any(has(bits, family) and not has(bits, other) for bits in map(_token_bits, tokens))
