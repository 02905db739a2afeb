"""Where the text of a gone article is now, and which gone article had the text of a new one.

Looked up only at the visit that reports it; no page is read, and nothing is fetched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.absence import GONE, would_confirm
from monitor.decide.elsewhere import Elsewhere
from monitor.decide.gone import goes_on, is_of_one
from monitor.decide.strangers import shown_too
from storage.digest import content_digest
from storage.history.saying import begun_between, saying, shown_as
from storage.records import ArticleState

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.records import Article, Extraction


def with_elsewhere(archive: Archive, context: Context, said: Extraction | None) -> Context:
    """The context, with where the text of an absent article is, or of a new one was before."""
    if context.own is None:
        return _with_gone(archive, context, said)
    article, at = (context.left or context.own).article, context.visit.at
    if article.state is ArticleState.GONE or not would_confirm(article, at):
        return context
    if article.absence not in GONE:
        return context  # a wall may stay for years, and each visit would look at all of the outlet
    found = _found(archive, article, at)
    return context if found is None else replace(context, elsewhere=found)


def _found(archive: Archive, article: Article, at: datetime) -> Elsewhere | None:
    latest = archive.revision(article.id)
    said = archive.extraction(latest.extraction_id)
    if said.redacted is not None or not is_of_one(said):
        return None
    same = saying(archive, article.outlet_id, latest.digest, but=article.id)
    if same:
        return _only(archive, article, same, whole=True)
    shown = shown_as(archive, article.outlet_id, shown_too(article.url))
    if len(shown) == 1:
        return Elsewhere(article, *shown[0])
    begun = begun_between(archive, article, article.last_seen, at)
    like = [one for one in begun if goes_on(said, _said(archive, one))]
    return _only(archive, article, like, whole=False)


def _only(
    archive: Archive, article: Article, others: list[Article], *, whole: bool
) -> Elsewhere | None:
    """The only one of the others that has the text; what several say is no article's own."""
    if len(others) != 1:
        return None
    (other,) = others
    if other.state is not ArticleState.LIVE or other.absence is not None:
        return None
    begun = other.id if other.first_seen >= article.last_seen else None
    return Elsewhere(article, other.url, archive.revision(other.id).first_seen, begun, whole)


def _said(archive: Archive, article: Article) -> Extraction:
    return archive.extraction(archive.revision(article.id).extraction_id)


def _with_gone(archive: Archive, context: Context, said: Extraction | None) -> Context:
    """The same for a new page, which may say what a gone article said."""
    if context.named is not None or said is None or said.obstacle is not None:
        return context
    others = saying(archive, context.outlet.id, content_digest(said))
    if len(others) != 1 or others[0].state is not ArticleState.GONE or not is_of_one(said):
        return context
    if _said(archive, others[0]).redacted is not None:
        return context
    url = said.canonical_url or context.visit.address.url
    return replace(context, elsewhere=Elsewhere(others[0], url, context.visit.at))
