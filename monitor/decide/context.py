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

    Whose the address is:

    - ``own``: the article that the address belongs to; ``named``: the one that the page's canonical
      URL, or the target of the redirect, belongs to; ``same_text``: one of the outlet that now says
      the very same
    - ``twin``: this is a second address, and how it compares with the article's main one;
      ``answers_elsewhere``: this is a second address, and the main one answered at its last visit
    - ``on_trial``: the address belongs to the article only by the word of a redirect, and has not
      shown it yet; ``never_shown``: an address that redirects never showed an article
    - ``left``: the article whose key this address is, if another article has the address by now
    - ``retired``: the article's main address is missing, and another one shows it
    - ``shown``: the id of the revision that the address's last full capture was read as

    Of a redirect:

    - ``target``: the role of the address it leads to, None if unknown; ``target_shown``: an article
      was read there; ``told``: details of the events of an article that leads elsewhere
    - ``met``: what the article it leads to said first, read with the memory of this one's last
      page; ``aside``, ``with_text`` and ``declared_moved`` then refer to that page
    - ``all_abroad``: the outlet's pages lead to one foreign host, as this one does

    Of a change:

    - ``declared_moved``: places, besides the two readings, where the outlet declares another time
      of modification than at the last sight (``page``, ``feed or sitemap``, ``Last-Modified``)
    - ``unvouched``: the ETag or Last-Modified that the address had with the former text are not
      known to have changed with it
    - ``ours``: by the rules of the former time the page still says the same, so another era of the
      rules made the difference; ``read_otherwise``: folded texts of both pages that only one
      reading has, because the rules differ
    - ``aside``: if the template is another one, texts of either page that are in its boxes;
      ``with_text``: texts that are with the article's and nowhere on the other page
    - ``headlines_told``: details of earlier events about headlines for machines
    - ``old_copy``: the number of the revision that the page shows, if a cache made it before the
      last sight of a later one, or before the article was absent; ``kept_since``: since when that
      cache has had it, if that is too long ago to be heeded

    Of a page that is not the article, or may not be:

    - ``emptied_by``: the outlet's rule that leaves the page without a text, in words
    - ``shown_by``: the URL of another article that shows this text, if it is unlike the article's
      own; ``everywhere``: it is shown in place of many articles of the outlet
    - ``cut_off``: the page breaks off within the article's text; ``walled``: it ends at a wall that
      was not there before
    - ``all_missed``: many articles of the outlet are absent as this one is, and none was seen
    - ``captive``: our own network answers for the outlets: feeds or robots.txt lead to the same
      place, or give the same page
    - ``elsewhere``: where the text of the absent article is, or was until it went there too
    - ``watched``: how long the absence has lasted by the server's clock; None if that is unknown
    - ``announced_for``: how long a feed has named an address at which no article was read yet, None
      if no feed does; ``page_kept``: a page was captured there
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
    announced_for: timedelta | None = None
    page_kept: bool = False
    met: Extraction | None = None
    left: Known | None = None
    elsewhere: Elsewhere | None = None
    retired: Retired | None = None
