"""Links with another session number at each visit: which known address they lead to.

A server that tracks its readers through addresses writes a new number into every link of a feed
(``/news/bridge?sid=8f31...``, ``;jsessionid=``), and the same article looked new at each visit.
A single address does not show whether such a number is a session's or an article's. What the
earlier addresses showed does: all of them one article, and nothing that the article did not say; or
one text, if each page names itself by its number.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from spiders.crawl.seeds.sections import may_be_article
from storage.kinds import THERE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.agenda.near_keys import Near
    from storage.archive import Archive
    from storage.records import Found

ENOUGH = 8
"""If this many addresses of one path showed one article, the next is taken for the same article."""
AGAIN = timedelta(days=1)
"""After this long, one more is visited anyway: what was true of the earlier ones may be over."""
_MOST = 500
"""The most addresses of a path that are compared; as numbers are random, it is a fair sample."""
_MOST_NAMED = 1_000
"""The most new links with such a value that are examined per visit: each takes 50 microseconds."""
_VALUE = r"(?=[^;?&]*[0-9])[0-9A-Za-z_.!~%-]{8,}"
_IN_PATH = re.compile(rf";[A-Za-z_]++={_VALUE}(?=[;/?]|\Z)")
_IN_QUERY = re.compile(rf"[0-9A-Za-z_.%-]++={_VALUE}")
_WORDS_BEGIN = re.compile(r"[;?]")


def stem(key: str) -> str | None:
    """The SURT key without what may be session numbers; None if it has none.

    None also if what is left does not look like the address of an article by itself.
    """
    if "=" not in key:
        return None
    path, _, query = key.partition("?")
    bare = _IN_PATH.sub("", path)
    pairs = query.split("&") if query else []
    kept = [pair for pair in pairs if not _IN_QUERY.fullmatch(pair)]
    if bare == path and len(kept) == len(pairs):
        return None
    left = bare + ("?" + "&".join(kept) if kept else "")
    return left if may_be_article(f"http://_{left.partition(')')[2]}") else None


def stems(found: Iterable[Found]) -> dict[str, str]:
    """The stems by key, without those that two or more of these addresses share.

    A session number is given to each link once, while parts of an article and articles of one
    script are named together.
    """
    by_key = {one.key: stem(one.key) or one.key for one in found}
    often = Counter(by_key.values())
    return {key: one for key, one in by_key.items() if one != key and often[one] == 1}


class Sessions:
    """Finds the known addresses that an outlet's links lead to."""

    def __init__(self, archive: Archive, outlet_id: int) -> None:
        self._archive = archive
        self._outlet_id = outlet_id

    def led_home(
        self, found: tuple[Found, ...], by_key: dict[str, str], at: datetime
    ) -> tuple[Found, ...]:
        """The same, each once, with known addresses in place of new ones that lead there.

        ``by_key`` are their :func:`stems`. Other addresses of such an article are no longer
        visited.
        """
        unknown = self._archive.seed_looks.new_addresses(by_key) if by_key else set()
        if not unknown or len(unknown) > _MOST_NAMED:
            return found
        named: dict[str, Found] = {}
        for one in found:
            home = self._home(by_key[one.key], at) if one.key in unknown else None
            led = one if home is None else replace(one, url=home[0], key=home[1])
            named.setdefault(led.key, led)
        return tuple(named.values())

    def _home(self, wanted: str, at: datetime) -> tuple[str, str] | None:
        """URL and key of the address that shows this stem's article; None if it is not certain."""
        path = _WORDS_BEGIN.split(wanted, maxsplit=1)[0]
        behind = self._archive.seed_looks.near.behind(self._outlet_id, path, _MOST)
        alike = [one for one in behind if stem(one.key) == wanted]
        if not _are_enough(alike, at) or not self._show_the_same(alike):
            return None
        asked = self._asked(alike)
        if asked is None:
            return None
        keep = {asked[1], max(alike, key=lambda one: one.id).key}
        others = [one for one in alike if one.is_due and not one.is_pinned]
        self._archive.seed_looks.near.rest([one.id for one in others if one.key not in keep])
        return asked

    def _show_the_same(self, alike: list[Near]) -> bool:
        """Whether each has shown a text that another one showed too.

        If the pages of a script's articles all name the script as their address, they are one
        article to us, but each shows its own text. If pages name themselves by the number, they
        are different articles to us, and enough of them must have begun with the same text: all
        articles of a script may have shown the same notice for an hour.
        """
        shown = self._archive.seed_looks.near.texts_shown([one.id for one in alike])
        often = Counter(one for texts in shown for one in texts)
        several = len({one.article_id for one in alike}) > 1
        began = Counter(texts[0] for texts in shown)
        if several and max(began.values(), default=0) < ENOUGH:
            return False
        return all(any(often[one] > 1 for one in texts) for texts in shown)

    def _asked(self, alike: list[Near]) -> tuple[str, str] | None:
        """The address to visit for all: the article's own, or else the newest that answers.

        The oldest numbers expire first, and a cache may keep an old page for an old number.
        """
        names = {one.main for one in alike}
        main = self._archive.address(names.pop()) if len(names) == 1 else None
        if main is not None and main.next_due is not None:
            last = self._archive.last_visit(main.id)
            if last is not None and last[1] in THERE:
                return main.url, main.key
        answer = [one for one in alike if one.is_due and one.answered and one.has_shown]
        newest = max(answer, key=lambda one: one.id, default=None)
        return None if newest is None else (newest.url, newest.key)


def _are_enough(alike: list[Near], at: datetime) -> bool:
    """Whether all still show the article, enough of them were read, and one was found lately."""
    if not all(one.stands for one in alike):
        return False
    if sum(one.has_shown for one in alike) < ENOUGH:
        return False
    times = [one.found_at for one in alike if one.found_at is not None and one.found_at <= at]
    return bool(times) and at - max(times) < AGAIN
