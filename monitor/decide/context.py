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

    ``own`` is the article that the address belongs to; ``named`` the one that the page's
    canonical URL, or the target of the redirect, belongs to; ``same_text`` one of the outlet
    that says the very same now. ``told`` are the details of the events of one that leads elsewhere;
    ``shown`` is the id of the revision that the address's last full capture was read as;
    ``answers_elsewhere`` says that this is a second address, and that the article's own answered
    when it was last asked. ``target`` is what the address is to us that a redirect leads to, None
    where it is not known; ``target_shown`` says that an article was read there. ``on_trial`` says
    that the visited address is the article's by the word of a redirect alone, and has not shown
    it yet; ``never_shown`` that one that redirects showed no article before. ``declared_moved`` are
    the places, besides what both readings say, where the outlet declares another time of
    modification than at the last sight (``page``, ``feed or sitemap``,
    ``Last-Modified``). ``unvouched`` says that the ETag or Last-Modified that the address had with
    the text before did not move with it, as far as is known. ``ours`` says that by the rules of
    the time before, the page still says what it said: another era of the rules made the difference.
    ``aside`` are texts of a page with another template, and of the page before it, that stand in
    its boxes, ``with_text`` such as stand with the article's and nowhere on the other page.
    ``twin`` says that it is a second address, and how that is to be held against the article's own.
    ``read_otherwise`` are folded texts of both pages that only one reading has, as other rules
    made it.
    ``emptied_by`` is the rule of the outlet's that leaves the page without a text, in words.
    ``headlines_told`` are the details of what was told of headlines that machines are given.
    ``shown_by`` is the URL of another article that shows the text, where it is unlike the own one.
    ``everywhere`` says that it stands in the place of many articles of the outlet.
    ``cut_off`` says that the page breaks off within the article's text, ``walled`` that it ends
    at a wall that was not there before.
    ``all_abroad`` says that the outlet's pages lead to one foreign host, as this one does.
    ``all_missed`` says that many articles of the outlet are missed as this one is, and none seen.
    ``captive`` says that our own network answers for the outlets: what is asked of a feed or a
    robots.txt, too, leads to the same place, or gives the same page.
    ``announced_for`` is how long a feed has named an address at which no article was read yet, None
    where none does, and ``page_kept`` that a page was had there.
    ``met`` is what the article said first that a redirect leads to, in the light of this one's last
    page; ``aside``, ``with_text`` and ``declared_moved`` are of that page then.
    ``left`` is the article that is known by the visited address, where another one has that by now.
    ``elsewhere`` is where the text of the one that is missed stands, or stood that is gone by now.
    ``retired`` says that the address that it is known by is missing, and shown at another one.
    ``old_copy`` is the number of the revision that the page shows, where it is a copy that a cache
    made before the last sight of a later one, or before the article was missed.
    ``kept_since`` says since when that cache has had it, where it is too long ago to be heeded.
    ``in_ring`` says that redirects lead round, with no page between.
    ``silent`` says that it is told of the host that it gives no answer.
    ``watched`` is how long the article's absence lasts by its server's clock; None where that does
    not tell.
    """

    visit: Unread
    outlet: Outlet
    own: Known | None = None
    named: Known | None = None
    same_text: Known | None = None
    told: frozenset[str] = frozenset()
    shown: int | None = None
    answers_elsewhere: bool = False
    target: Role | None = None
    target_shown: bool = False
    on_trial: bool = False
    never_shown: bool = False
    declared_moved: tuple[str, ...] = ()
    unvouched: bool = False
    ours: bool = False
    aside: frozenset[str] = frozenset()
    with_text: frozenset[str] = frozenset()
    twin: Twin | None = None
    read_otherwise: frozenset[str] = frozenset()
    emptied_by: str | None = None
    headlines_told: tuple[str, ...] = ()
    shown_by: str | None = None
    everywhere: bool = False
    cut_off: bool = False
    walled: bool = False
    old_copy: int | None = None
    kept_since: datetime | None = None
    watched: timedelta | None = None
    all_abroad: bool = False
    all_missed: bool = False
    captive: bool = False
    in_ring: bool = False
    silent: bool = False
    announced_for: timedelta | None = None
    page_kept: bool = False
    met: Extraction | None = None
    left: Known | None = None
    elsewhere: Elsewhere | None = None
    retired: Retired | None = None
