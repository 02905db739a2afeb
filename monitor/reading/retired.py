"""Whether an article's main address is missing while another of its addresses shows it.

If pages name no canonical URL, the same text at two addresses is one article. When the first
address is taken down, each sight at the other one says that the article is there; without this it
would stay known by an address that answers 404, without a word.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.decide.absence import CONFIRMATION_SPAN, CONFIRMATIONS
from monitor.decide.elsewhere import Retired
from monitor.decide.joining import is_at_home
from spiders.urls import surt
from storage.kinds import THERE
from storage.records import Outcome

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.sights import Sight


def with_retired(archive: Archive, context: Context) -> Context:
    """The context, with the address where the article is instead; looked up only after a 404."""
    own, visit = context.own, context.visit
    if own is None or visit.outcome is not Outcome.MISSING or not own.article.aliases:
        return context
    last = archive.latest_extraction(own.article.id)
    if not is_at_home(context) or last is None or last.canonical_url is not None:
        return context
    sights = archive.sights.of_article(own.article.id)
    missed = _in_a_row([one for one in sights if one.address_id == visit.address.id])
    if len(missed) < CONFIRMATIONS or visit.at - missed[-1].at < CONFIRMATION_SPAN:
        return context
    since = missed[-1].at
    seen = [one for one in _latest(sights) if one.outcome in THERE and one.at > since]
    seen = [one for one in seen if _is_name_of(archive, one.url, own.article.id)]
    if not seen:
        return context
    retired = Retired(own.article, seen[-1].url, len(missed), since)
    return replace(context, retired=retired)


def _is_name_of(archive: Archive, url: str, article_id: int) -> bool:
    """Whether the URL is not the name of another article, which lost the address to this one."""
    found = archive.find_article(surt(url))
    return found is not None and found.id == article_id


def _in_a_row(looks: list[Sight]) -> list[Sight]:
    """The last unsuccessful visits, the newest first; a failed fetch does not count."""
    told = (one for one in reversed(looks) if one.outcome is not Outcome.FAILED)
    return list(takewhile(lambda one: one.outcome is Outcome.MISSING, told))


def _latest(sights: list[Sight]) -> list[Sight]:
    """The last visit of each address, the newest last."""
    last = {one.address_id: one for one in sights}
    return sorted(last.values(), key=lambda one: one.at)
