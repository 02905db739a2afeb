"""Collecting what is known about a visit before it is decided, such as its possible articles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.all_alike import OF_ALL
from monitor.decide.context import Context, Known
from monitor.decide.identity import identity_url
from monitor.decide.photo_stories import has_text
from monitor.reading.abroad import with_abroad
from monitor.reading.all_missed import with_all_missed
from monitor.reading.announced import with_announced
from monitor.reading.captive import led_away
from monitor.reading.old_copies import with_old_copy
from monitor.reading.past_events import past_details, past_headlines
from monitor.reading.rings import began_at, is_in_ring
from monitor.reading.server_clock import with_server_clock
from monitor.reading.twins import own_answers
from spiders.urls import host, surt
from storage.digest import content_digest, is_digest_of
from storage.history.redirects import has_shown, targets
from storage.kinds import THERE, TOO_MANY_REDIRECTS
from storage.records import Extraction, IncidentKind, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.reading.readings import Readings
    from storage.archive import Archive
    from storage.records import Article, Outlet, Unread

_UNREAD = Extraction()
_COMPARED = frozenset({Outcome.CAPTURED, Outcome.REDIRECTED})
"""Outcomes that are decided by comparing texts."""


class Contexts:
    """Makes the context of each visit.

    ``outlets`` has the watched ones by id; ``readings`` returns the reader, for when texts have to
    be compared.
    """

    def __init__(
        self, archive: Archive, outlets: dict[int, Outlet], readings: Callable[[], Readings]
    ) -> None:
        self._archive, self._outlets, self._readings = archive, outlets, readings

    def of(self, visit: Unread, outlet: Outlet, extraction: Extraction | None) -> Context:
        """Everything that is known about the visit before it is decided."""
        own = None
        if visit.address.article_id is not None:
            article = self._archive.article(visit.address.article_id)
            own = self._known(article, visit, extraction)
        named = self._named(visit, outlet, extraction, own)
        same_text = self._same_text(outlet, extraction) if own is None and named is None else None
        shown = None
        if visit.outcome is Outcome.UNMODIFIED:
            shown = self._archive.shown_at(visit.address.id)
        context = Context(
            visit=visit,
            outlet=outlet,
            own=own,
            named=named,
            same_text=same_text,
            reported=past_details(
                self._archive, visit, other=named is not None and named is not own
            ),
            shown=shown,
            answers_elsewhere=self._elsewhere(visit, own),
            headlines_reported=past_headlines(self._archive, own, extraction),
            left=self._left(visit, own, extraction),
            silent=self._is_silent(visit),
        )
        context = with_server_clock(self._archive, self._with_redirects(context))
        context = with_all_missed(self._archive, context)
        context = with_old_copy(self._archive, context, extraction)
        return with_announced(self._archive, context, extraction)

    def _is_silent(self, visit: Unread) -> bool:
        """Whether there is an open incident that the host does not answer."""
        kind, of = IncidentKind.UNREACHABLE, visit.address.outlet_id
        told = self._archive.incident_detail(of, kind.value, host(visit.address.url))
        return told is not None and not told.startswith(OF_ALL)

    def _with_redirects(self, context: Context) -> Context:
        """Add what is known about the address that a redirect leads to, and about one on trial."""
        visit, own = context.visit, context.own
        if visit.reason == TOO_MANY_REDIRECTS:
            return replace(context, began=began_at(self._archive, visit))
        if visit.outcome is Outcome.REDIRECTED and visit.location is not None:
            context = led_away(self._archive, with_abroad(self._archive, context))
            target = self._archive.address(surt(visit.location))
            if target is None:
                return context
            shown = has_shown(self._archive, target.id)
            never = own is not None and not has_shown(self._archive, visit.address.id)
            ring = is_in_ring(self._archive, visit)
            return replace(
                context, target=target.role, target_shown=shown, never_shown=never, in_ring=ring
            )
        if own is None or visit.address.key == surt(own.article.url):
            return context
        if has_shown(self._archive, visit.address.id):
            return context
        led = {surt(target) for target in targets(self._archive, own.article.id)}
        return replace(context, on_trial=visit.address.key in led)

    def _elsewhere(self, visit: Unread, own: Known | None) -> bool:
        """Whether this is a second address of an article whose main address answers."""
        if own is None or visit.outcome in THERE:
            return False
        return visit.address.key != surt(own.article.url) and own_answers(
            self._archive, own.article
        )

    def _left(
        self, visit: Unread, own: Known | None, extraction: Extraction | None
    ) -> Known | None:
        """The article whose key the visited address is, although it belongs to another one."""
        if own is None or visit.address.key == surt(own.article.url):
            return None
        article = self._archive.find_article(visit.address.key)
        if article is None or article.id == own.article.id:
            return None
        return self._known(article, None, extraction)

    def _named(
        self, visit: Unread, outlet: Outlet, extraction: Extraction | None, own: Known | None
    ) -> Known | None:
        if extraction is not None:
            key = surt(identity_url(visit.address.url, extraction, outlet))
        elif visit.location is not None and visit.reason is None:
            key = surt(visit.location)
        else:
            return None
        article = self._archive.find_article(key)
        if article is None or article.outlet_id != outlet.id:
            return None
        if own is not None and own.article.id == article.id:
            return own
        return self._known(article, visit, extraction)

    def _same_text(self, outlet: Outlet, extraction: Extraction | None) -> Known | None:
        if extraction is None or extraction.canonical_url or not has_text(extraction):
            return None
        article = self._archive.article_saying(outlet.id, content_digest(extraction))
        return self._known(article, None, extraction) if article is not None else None

    def _known(
        self, article: Article, visit: Unread | None, extraction: Extraction | None
    ) -> Known:
        """The article with its readings, which a visit without a capture does not need.

        What was said before the latest revision is looked up only if something else is said now.
        """
        latest = self._archive.revision(article.id)
        if visit is not None and visit.outcome not in _COMPARED:
            return Known(article, latest, _UNREAD, _UNREAD, ())
        content = self._archive.extraction(latest.extraction_id)
        if content.redacted and extraction and is_digest_of(latest.digest, extraction):
            # By an older version of the digest it says the same: compare by today's version.
            latest = replace(latest, digest=content_digest(extraction))
        outlet = self._outlets[article.outlet_id]
        readings = self._readings()
        if not readings.is_of_today(content, outlet, latest.first_seen):
            readings.bring_up_to_date(article, outlet)
            latest = self._archive.revision(article.id)
            content = self._archive.extraction(latest.extraction_id)
        last = self._archive.latest_extraction(article.id) or content
        earlier: tuple[str, ...] = (latest.digest,)
        titles: tuple[str | None, ...] = ()
        if extraction is None or content_digest(extraction) != latest.digest:
            earlier = self._archive.digests(article.id)
        heads = content.title, last.declared_titles
        if extraction is not None and heads != (extraction.title, extraction.declared_titles):
            titles = tuple(one.title for one in self._archive.revisions(article.id))
        return Known(article, latest, content, last, earlier, titles)
