"""Enums: the words that the archive stores and the user reads."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """How an attempt to fetch ended. Every attempt has exactly one outcome."""

    CAPTURED = "captured"
    UNMODIFIED = "unmodified"
    MISSING = "missing"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    BLOCKED = "blocked"
    FAILED = "failed"


THERE = frozenset({Outcome.CAPTURED, Outcome.UNMODIFIED})
"""Outcomes of a visit to an address that shows a page."""
TO_ITSELF, IN_RING, TOO_MANY_REDIRECTS = "to itself", "in a ring", "too many redirects"
"""Reasons of visits whose redirects lead to no page."""
NOWHERE_MOST = timedelta(days=1)
"""What redirects to no page is asked again after this long at most, as what fails is: a redirect to
a page may wait longer, because that has a due time of its own."""


class SeedKind(StrEnum):
    """Where articles of an outlet are found."""

    FEED = "feed"
    SITEMAP = "sitemap"
    NEWS_SITEMAP = "news_sitemap"
    SECTION = "section"


class Role(StrEnum):
    """What an address is to us.

    A ``candidate`` was found and not read yet; ``none`` was read, is no article, and is not fetched
    again.
    """

    SEED = "seed"
    ROBOTS = "robots"
    CANDIDATE = "candidate"
    ARTICLE = "article"
    NONE = "none"


class ArticleState(StrEnum):
    """The present state of an article. All but ``live`` are confirmed by several visits."""

    LIVE = "live"
    GONE = "gone"
    PAYWALLED = "paywalled"
    BLOCKED = "blocked"
    REFUSED = "refused"


class BlockKind(StrEnum):
    """Kinds of text blocks. Body kinds make up the text; the others accompany it."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CAPTION = "caption"
    SUMMARY = "summary"
    CORRECTION = "correction"
    TABLE = "table"
    CODE = "code"


BODY_KINDS = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTE,
        BlockKind.CORRECTION,
        BlockKind.TABLE,
    }
)


class PageType(StrEnum):
    """What kind of page was read."""

    ARTICLE = "article"
    LIVEBLOG = "liveblog"
    GALLERY = "gallery"
    VIDEO = "video"
    INDEX = "index"
    OTHER = "other"


class Access(StrEnum):
    """How much of the article the page shows."""

    FULL = "full"
    TEASER = "teaser"
    BLOCKED = "blocked"


class Obstacle(StrEnum):
    """What a page with status 200 can be instead of the requested article."""

    LOGIN = "login"
    BOT_CHECK = "bot_check"
    NOT_FOUND = "not_found"
    ERROR = "error"


class Weight(StrEnum):
    """How much a change matters, lightest first."""

    NONE = "none"
    COSMETIC = "cosmetic"
    WORDING = "wording"
    SUBSTANTIVE = "substantive"

    @property
    def rank(self) -> int:
        """0 for ``none`` up to 3 for ``substantive``."""
        return list(Weight).index(self)


class EventKind(StrEnum):
    """Things that happen to an article other than a revision."""

    GONE = "gone"
    RESTORED = "restored"
    DATED_ONLY = "dated_only"
    MOVED_URL = "moved_url"
    PAYWALLED = "paywalled"
    BLOCKED = "blocked"
    REFUSED = "refused"
    LINKS = "links"
    PICTURE = "picture"
    SEARCH_HEADLINE = "search_headline"

    @property
    def weight(self) -> Weight:
        """How much such an event matters, on the scale for changes.

        A headline is never noise, and people who do not open the page see the one for search
        engines and networks. But the article's own words stayed, so this is less than a change of
        what they say. Other events change no words at all.
        """
        return Weight.WORDING if self is EventKind.SEARCH_HEADLINE else Weight.NONE


class IncidentKind(StrEnum):
    """Faults of an outlet that somebody should look at. They open and close by themselves."""

    ARTICLE_LOST = "article_lost"
    LOGIN_PAGE = "login_page"
    BOT_CHECK = "bot_check"
    SEED_FAILED = "seed_failed"
    SEED_EMPTY = "seed_empty"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    UNREACHABLE = "unreachable"
    ROBOTS_CHANGED = "robots_changed"
    SLOWED_DOWN = "slowed_down"
    BLOCKED = "blocked"
    SLOW = "slow"
    FALSE_304 = "false_304"
    DISCOVERY_GAP = "discovery_gap"
    SILENT = "silent"
    RENDER_FAILED = "render_failed"
    RULE_FAILED = "rule_failed"
    FIELD_LOST = "field_lost"
    READER_FAILED = "reader_failed"
    CRAWL_FAILED = "crawl_failed"
