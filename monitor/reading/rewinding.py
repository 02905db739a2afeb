"""Rewinding articles when an older visit is imported after newer ones were read.

Visits are read in the order of their times, and each decision depends on the articles as they were
then. So if a visit concerns an article (by its canonical URL, its redirect or its text) to which
newer visits were read, the article is deleted, and read again together with this visit. The history
comes out the same, in whatever order and groups the visits were imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.reading.counts import ReadCounts
from storage.digest import content_digest
from storage.history.rereading import (
    begin_again,
    can_be_read,
    entangled,
    is_read_past,
    led_here,
    read_again,
)
from storage.history.saying import have_said
from storage.intents import AdoptAddress, BeginArticle, JoinArticle

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.intents import Intent
    from storage.records import Article, Extraction


class Rewinding:
    """Rewinds what was read too early: each article once for each visit, so that this ends."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._done: set[tuple[int, str]] = set()

    def before(self, context: Context, extraction: Extraction | None) -> ReadCounts | None:
        """Rewind the articles that a visit concerns, if newer visits to them were read.

        Returns how the counts of what is new change; None if nothing was rewound.
        """
        known = (context.own, context.named, context.same_text, context.left)
        articles = [one.article for one in known if one is not None]
        own, at, visit_id = context.own, context.visit.at, context.visit.visit_id
        if extraction is not None and extraction.body:
            digest = content_digest(extraction)
            if own is None or digest != own.latest.digest:
                articles += have_said(self._archive, context.outlet.id, digest)
        past = {
            one.id: one
            for one in articles
            if (at < one.last_seen or one.absences)
            and is_read_past(self._archive, one.id, visit_id)
        }
        counts = self._rewind(visit_id, list(past.values()))
        address_id = context.visit.address.id
        return counts if own is not None else self._read_again(visit_id, address_id, counts)

    def after(self, context: Context, intents: tuple[Intent, ...]) -> ReadCounts | None:
        """The same for later visits that lead to an article that now begins, or gets an address."""
        visit_id, address = context.visit.visit_id, context.visit.address
        counts: ReadCounts | None = None
        for intent in intents:  # the address may have later visits, read when it had no article
            if not isinstance(intent, BeginArticle | AdoptAddress):
                continue
            taken = self._archive.address(intent.key)
            if taken is not None and taken.article_id is None:
                counts = self._read_again(visit_id, taken.id, counts)
        urls = {one.url for one in intents if isinstance(one, BeginArticle | AdoptAddress)}
        if any(isinstance(one, BeginArticle | AdoptAddress | JoinArticle) for one in intents):
            urls.add(address.url)
        found = {
            led
            for url in urls
            for led in led_here(self._archive, visit_id, url)
            if led[0] != address.id
        }
        articles = {article for _, article in found if article is not None}
        less = self._rewind(visit_id, [self._archive.article(one) for one in sorted(articles)])
        counts = less if counts is None else counts + (less or ReadCounts())
        for address_id in sorted(one for one, article in found if article is None):
            counts = self._read_again(visit_id, address_id, counts)
        return counts

    def _read_again(
        self, visit_id: int, address_id: int, counts: ReadCounts | None
    ) -> ReadCounts | None:
        pair = (visit_id, f"address {address_id}")
        if pair in self._done or not read_again(self._archive, address_id, visit_id):
            return counts
        self._done.add(pair)
        return counts or ReadCounts()

    def _rewind(self, visit_id: int, articles: list[Article]) -> ReadCounts | None:
        counts, gone = None, set[int]()
        for article in articles:
            pair = (visit_id, article.url)
            if article.id in gone or pair in self._done:
                continue
            self._done.add(pair)
            together = entangled(self._archive, article.id)
            if not all(can_be_read(self._archive, one) for one in together):
                continue
            for one in together:
                revisions = self._archive.article(one).revisions
                begin_again(self._archive, one)
                less = ReadCounts(articles_new=-1, revisions_new=1 - revisions)
                counts = (counts or ReadCounts()) + less
            gone |= {*together}
        return counts
