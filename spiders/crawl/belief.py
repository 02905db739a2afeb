"""Which looks may be answered with "not modified", and what such an answer is worth."""

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
    """How far the validators of one outlet's hosts are believed, each by what it has shown."""

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
        """Those of the last page, to the letter; none where the whole page is wanted.

        A feed or sitemap that tells of an edit is not to be answered with "not modified". Nor is
        who asks whether a login page stands there still: it may have come with the validators of
        the article, and nobody knows what they are of. Nor who has an old copy of a cache, or
        misses the article: "not modified" is what that cache says of its copy for as long as it has
        it, and with a whole page it says how long it has had it.
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
        """What a visit says of its host. Only when it is stored or waits: there may be no room."""
        if visit.reason == CONTRADICTED:
            self.lied(due, "it says that a page is not modified, and gives it another ETag")
            return
        whole = visit.exchange if visit.outcome is Outcome.CAPTURED else None
        if whole is not None and due.address.role is not Role.SEED and _stay(due, whole):
            self._agreed(due)

    def heard(self, due: Due, exchange: Exchange, *, news: bool) -> None:
        """A seed was read whole: does it name what it did not, under the validators that it had?

        What the same bytes name is news to us alone: a rule was taken back, or we learnt to read.
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
        """From now on it is asked for the whole page each time."""
        subject = subject_of(due)
        self._archive.hosts.validators.lie(subject, datetime.now(UTC))
        self._incidents.open(self._outlet, IncidentKind.FALSE_304, subject, why)

    def _close_incidents(self, now: datetime) -> None:
        """Those of a host that is tried anew, also where it gives no validators any more.

        READ may have opened them: `Incidents` would not know.
        """
        kind = IncidentKind.FALSE_304
        if not self._incidents.is_time(self._outlet, kind):
            return
        for one in self._archive.incidents():
            ours = one.outlet == self._outlet.name and one.kind is kind
            if ours and abs(now - one.last_at) >= DOUBTED_FOR:
                self._archive.close_incident(self._outlet.id, kind.value, one.subject, now)

    def _agreed(self, due: Due) -> None:
        """It counts, but where pages with other texts have the same ones."""
        validators, one, subject = self._archive.hosts.validators, due.address, subject_of(due)
        if validators.of(subject).agreed >= ENOUGH_AGREED:
            return
        is_seed = one.role is Role.SEED
        if is_seed or not validators.are_shared(one.id, one.etag, one.last_modified):
            validators.agree(subject)


def judged(due: Due, fetched: Fetched, verdict: Verdict) -> Verdict:
    """The verdict on an answer, where that is a "not modified" that cannot be."""
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
    """Of pages the host is believed or not, of seeds each by itself: programs make them."""
    url = due.address.url
    return url if due.address.role is Role.SEED else host(url)


def _is_hinted(due: Due) -> bool:
    return (
        due.hinted_at is not None and due.last_visit is not None and due.hinted_at > due.last_visit
    )
