"""Which visits may be answered with "not modified", and how far such an answer is believed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from spiders.crawl.http.outcome import Verdict
from spiders.crawl.http.validators import (
    CONTRADICTED,
    DOUBTED_FOR,
    ENOUGH_AGREED,
    Validators,
    whole_every,
)
from spiders.urls import host
from storage.digest import payload_digest
from storage.records import IncidentKind, Outcome, Role

if TYPE_CHECKING:
    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Fetched
    from spiders.crawl.incidents import Incidents
    from storage.archive import Archive
    from storage.records import Due, Exchange, Outlet, Visit

_NOTHING = Validators(None, None)


class Belief:
    """How far the validators of one outlet's hosts are believed, judged by their past answers."""

    def __init__(
        self,
        archive: Archive,
        configuration: Configuration,
        incidents: Incidents,
        outlet: Outlet,
    ) -> None:
        self._archive = archive
        self._most = configuration.full_fetch_every
        self._incidents = incidents
        self._outlet = outlet
        self._close_incidents(datetime.now(UTC))

    def to_send(self, due: Due, url: str) -> Validators:
        """The validators of the last page, to the letter; none if the whole page is wanted.

        The whole page is wanted if a feed or sitemap tells of an edit; if a login page was there,
        which may have come with the article's validators, so that nobody knows what they belong
        to; and if we got an old copy from a cache, or missed the article: such a cache says "not
        modified" about its copy for as long as it has it, while with a whole page it says how long
        it has had it.
        """
        address, now, sights = due.address, datetime.now(UTC), self._archive.sights
        had = Validators(address.etag, address.last_modified)
        if had == _NOTHING or url != address.url or _is_hinted(due):
            return _NOTHING
        if address.article_id is not None and not sights.shows_the_article(address.id):
            return _NOTHING
        trust = self._archive.hosts.validators.of(subject_of(due))
        every = whole_every(trust, self._most, now)
        return had if (address.unmodified_in_row + 1) % every else _NOTHING

    def learn(self, due: Due, visit: Visit) -> None:
        """Learn from a visit about its host.

        Call it when the visit is stored or waits to be, and not before: there may be no room.
        """
        if visit.reason == CONTRADICTED:
            self.lied(due, "it says that a page is not modified, and gives it another ETag")
            return
        whole = visit.exchange if visit.outcome is Outcome.CAPTURED else None
        if whole is not None and due.address.role is not Role.SEED and _stay(due, whole):
            self._agreed(due)

    def heard(self, due: Due, exchange: Exchange, *, news: bool) -> None:
        """Learn from a seed that was read whole: news under unchanged validators is a lie.

        If its bytes are the same, the news is only news to us: a rule was removed, or our reader
        has improved.
        """
        if not _stay(due, exchange):
            return
        if not news:
            self._agreed(due)
            return
        before = self._archive.last_capture(due.address.id)
        if before is not None and before.payload != payload_digest(exchange.payload):
            self.lied(due, "it names new pages under the ETag and date that it had before")

    def lied(self, due: Due, why: str) -> None:
        """Note that a host or seed gave false validators: for a time they are not sent to it."""
        subject = subject_of(due)
        self._archive.hosts.validators.lie(subject, datetime.now(UTC))
        self._incidents.open(self._outlet, IncidentKind.FALSE_304, subject, why)

    def _close_incidents(self, now: datetime) -> None:
        """Close the incidents of hosts that are trusted again, even if they send no validators now.

        The archive is searched because READ may have opened them, unknown to `Incidents`.
        """
        kind = IncidentKind.FALSE_304
        if not self._incidents.is_time(self._outlet, kind):
            return
        for one in self._archive.incidents():
            ours = one.outlet == self._outlet.name and one.kind is kind
            if ours and abs(now - one.last_at) >= DOUBTED_FOR:
                self._archive.close_incident(self._outlet.id, kind.value, one.subject, now)

    def _agreed(self, due: Due) -> None:
        """Count a visit in favour of validators, unless pages with other texts have the same."""
        validators, one, subject = self._archive.hosts.validators, due.address, subject_of(due)
        if validators.of(subject).agreed >= ENOUGH_AGREED:
            return
        is_seed = one.role is Role.SEED
        if is_seed or not validators.are_shared(one.id, one.etag, one.last_modified):
            validators.agree(subject)


def judged(due: Due, fetched: Fetched, verdict: Verdict) -> Verdict:
    """The verdict on an answer: a failure if it is a "not modified" that cannot be true."""
    exchange = fetched.exchange
    if exchange is None or verdict.outcome is not Outcome.UNMODIFIED:
        return verdict
    if b"\r\nIf-" not in exchange.request_head:
        return Verdict(Outcome.FAILED, "not modified, unasked")
    if _stay(due, exchange) is False:
        return Verdict(Outcome.FAILED, CONTRADICTED)
    return verdict


def _stay(due: Due, exchange: Exchange) -> bool | None:
    had = Validators(due.address.etag, due.address.last_modified)
    return had.stay(Validators.of_head(exchange.response_head))


def subject_of(due: Due) -> str:
    """What is believed or not: a page's host, but each seed by itself, as programs make seeds."""
    url = due.address.url
    return url if due.address.role is Role.SEED else host(url)


def _is_hinted(due: Due) -> bool:
    return (
        due.hinted_at is not None and due.last_visit is not None and due.hinted_at > due.last_visit
    )
