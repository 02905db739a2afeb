"""Which other article of the outlet shows the text of a page that is unlike its own article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.absence import AGAIN_FOR
from monitor.decide.strangers import unlike
from monitor.reading.everywhere import begins_everywhere, stands_everywhere
from spiders.urls import surt
from storage.digest import content_digest

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.records import Article, Capture, Extraction


def with_strangers(archive: Archive, context: Context, new: Extraction) -> Context:
    """The context, with who else shows the text that was read; only if it is unlike the article.

    At an address without an article it is looked up while one text is shown in place of many.
    """
    own, capture = context.own, context.visit.capture
    if capture is None or (own is not None and not unlike(own.content, new, 1)):
        return context
    if own is None:
        everywhere = begins_everywhere(archive, context.outlet.id, new, capture)
        return replace(context, everywhere=everywhere)
    article, before = own.article, own.latest.digest
    shown_by = None
    if unlike(own.content, new):
        shown_by = shown_elsewhere(archive, article, before, new, capture)
    known = article, own.content
    everywhere = stands_everywhere(archive, article.outlet_id, new, capture, known)
    return replace(context, shown_by=shown_by, everywhere=everywhere)


def shown_elsewhere(
    archive: Archive, article: Article, before: str, new: Extraction, capture: Capture
) -> str | None:
    """The URL of another article that shows this text, or returned these very bytes.

    ``before`` is the digest of what the article said, since a copy of it would say the same. Bytes
    that name this article's own URL are its own, wherever else they are shown.
    """
    at, digest = capture.captured_at, content_digest(new)
    span = at - AGAIN_FOR, at + AGAIN_FOR
    others = archive.sights.articles_saying(article.outlet_id, digest, *span)
    named = new.canonical_url
    if named is None or surt(named) != surt(article.url):
        others += archive.sights.articles_given(article.outlet_id, capture.id, *span)
    for other in others:
        if other != article.id and before not in archive.digests(other):
            return archive.article(other).url
    return None
