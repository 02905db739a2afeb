"""Whether a page is the second one of its article, and how to compare it with the main page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.context import Twin
from monitor.decide.identity import is_second
from monitor.decide.twins import completed
from spiders.urls import surt
from storage.digest import content_digest
from storage.history.redirects import has_shown
from storage.kinds import THERE

if TYPE_CHECKING:
    from monitor.decide.context import Context, Known
    from monitor.reading.readings import Readings
    from storage.archive import Archive
    from storage.records import Article, Extraction


def with_twin(archive: Archive, readings: Readings, context: Context, said: Extraction) -> Context:
    """The context, with whether it is a second page, or the main one seen first after a second."""
    known, visit = context.named or context.own, context.visit
    if known is None or visit.address.key != surt(known.article.url):
        return _as_twin(archive, readings, context, known, said)
    if context.own is None or has_shown(archive, visit.address.id):
        return context
    whole = content_digest(completed(known.content, said))
    return replace(context, ours=context.ours or whole == content_digest(said))


def _as_twin(
    archive: Archive, readings: Readings, context: Context, known: Known | None, said: Extraction
) -> Context:
    visit, outlet = context.visit, context.outlet
    if known is None:
        return context
    if not is_second(visit.address.url, said, outlet, surt(known.article.url)):
        return context
    answers = own_answers(archive, known.article) and known.article.absence is None
    twin = Twin(readings.said_before(visit.address, outlet, visit.at), answers)
    return replace(context, twin=twin)


def own_answers(archive: Archive, article: Article) -> bool:
    """Whether the article's main address showed a page at its last visit."""
    main = archive.address(surt(article.url))
    last = None if main is None else archive.last_visit(main.id)
    return last is not None and last[1] in THERE
