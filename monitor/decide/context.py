"""What the archive knows about a visited address, collected for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from monitor.decide.elsewhere import Elsewhere, Retired
    from storage.records import Article, Extraction, Outlet, Revision, Role, Unread


@dataclass(frozen=True, slots=True)
class Known:
    """An article: its latest revision with its reading, and what was said before.

    ``last`` is the reading of the last sight, whose times and links may be newer than those of the
    revision. ``earlier`` has the content digests of all revisions, oldest first; ``titles`` their
    headlines, to find out whether two headlines take turns.
    """

    article: Article
    latest: Revision
    content: Extraction
    last: Extraction
    earlier: tuple[str, ...]
    titles: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """A second address of an article.

    ``before`` is the address's own last reading by the present reader, if that said what the
    article said; ``own_answers``: the article's main address shows it.
    """

    before: Extraction | None = None
    own_answers: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """What the archive knows of a visited address before the visit is read.

    The address's *own* article is the one that it belongs to.
    """

    visit: Unread
    outlet: Outlet

    # Which articles it may be about

    own: Known | None = None
    """The article that the address belongs to."""
    named: Known | None = None
    """The article that the page's canonical URL, or the target of the redirect, belongs to."""
    same_text: Known | None = None
    """An article of the outlet that says the very same now."""
    left: Known | None = None
    """The article whose canonical URL is the visited address, if that is another one's by now."""
    on_trial: bool = False
    """The address is the article's only because a redirect said so, and has not shown it yet."""
    reported: frozenset[str] = frozenset()
    """The details of earlier events of an article whose address leads elsewhere now."""

    # What its pages showed before

    shown: int | None = None
    """The id of the revision that the address's last full capture was read as."""
    page_kept: bool = False
    """There is a capture of a page at this address."""
    never_shown: bool = False
    """The address, which redirects now, has never shown an article itself."""
    announced_for: timedelta | None = None
    """How long a feed has named the address although no article was read there yet."""
    headlines_reported: tuple[str, ...] = ()
    """The details of earlier events about headlines for machines."""

    # How the new page differs from the page before

    declared_moved: tuple[str, ...] = ()
    """Where the outlet declares another time of modification than at the last sight, besides what
    both readings say: ``page``, ``feed or sitemap``, ``Last-Modified``."""
    unvouched: bool = False
    """The ETag or Last-Modified did not change with the text, as far as is known."""
    ours: bool = False
    """By the earlier rules the page still says what it said: only new rules made the difference."""
    aside: frozenset[str] = frozenset()
    """If the template changed: texts in boxes of either page."""
    with_text: frozenset[str] = frozenset()
    """If the template changed: texts among the article's paragraphs on one page that are nowhere on
    the other, or elsewhere in it, and targets of links; ``own`` of
    :func:`~monitor.decide.redesign.is_only_template`."""
    read_otherwise: frozenset[str] = frozenset()
    """Folded texts of both pages that only one reading has, because the rules differ."""
    emptied_by: str | None = None
    """The rule of the outlet that leaves the page without a text, in words."""
    cut_off: bool = False
    """The page breaks off within the article's text."""
    walled: bool = False
    """The page ends at a wall that was not there before."""

    # Other addresses of the article

    twin: Twin | None = None
    """If it is a second address: how it compares with the article's own one."""
    answers_elsewhere: bool = False
    """It is a second address, and the article's own one answered when it was last visited."""
    elsewhere: Elsewhere | None = None
    """Where the text of the missing article is now, or was before that address went as well."""
    retired: Retired | None = None
    """The article's canonical URL is missing, and another address shows it."""

    # Redirects

    target: Role | None = None
    """What we know the redirect's target as; None if it is not known."""
    target_shown: bool = False
    """An article was read at the target."""
    met: Extraction | None = None
    """What the target's article said first, compared with this one's last page; ``aside``,
    ``with_text`` and ``declared_moved`` are of that page then."""
    began: tuple[str, datetime] | None = None
    """If redirects end here without a page: at which URL they began, and when."""
    in_ring: bool = False
    """The redirects lead round in a ring, without a page."""
    all_abroad: bool = False
    """The outlet's pages all redirect to one foreign host, as this one does."""

    # Copies by caches

    old_copy: int | None = None
    """The number of the revision that the page shows, if it is a cache's copy from before the last
    sight of a later revision, or from before the article was missed."""
    kept_since: datetime | None = None
    """Since when the cache has had that copy, if it is too old to be heeded."""

    # The same everywhere

    shown_by: str | None = None
    """The URL of another article that shows this text, if that is unlike the own one's."""
    everywhere: bool = False
    """The page is shown in place of many articles of the outlet."""
    all_missed: bool = False
    """Many articles of the outlet are missing just like this one, and none is seen."""
    captive: bool = False
    """Our own network answers instead of the outlets: feeds and robots.txt get the same page, or
    redirect to the same place."""
    silent: bool = False
    """There is an open incident that the host does not answer."""
    absent_for: timedelta | None = None
    """How long the article has been absent by the server's clock, if that is known."""
