"""Silence beyond an outlet's habit: reported by the crawl, and over with the next new page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from monitor.health import HealthState, health
from spiders.crawl.seeds.silence import LEAST, LEAST_TIMES, silent_since
from spiders.urls import surt
from storage.records import Found, IncidentKind, SeedKind

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper
    from tests.crawl.wire_server import WireServer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def every(gap: timedelta, count: int, last: datetime = NOW) -> list[datetime]:
    """This many finds, the last one at this time."""
    return [last - number * gap for number in range(count)]


def test_habit_decides_what_silence_is() -> None:
    """After ten hours an agency is silent, a daily is not, and a newcomer is unknown."""
    last = NOW - 10 * HOUR
    assert silent_since(every(HOUR, 200, last), NOW) == (last, HOUR)
    assert silent_since(every(DAY, 50, last), NOW) is None
    assert silent_since(every(DAY, 50, NOW - 2 * DAY), NOW) == (NOW - 2 * DAY, DAY)
    assert silent_since(every(HOUR, LEAST_TIMES - 1, last), NOW) is None
    assert silent_since(every(timedelta(minutes=1), 500, last), NOW) is None  # one afternoon


def test_quiet_weekends_are_part_of_the_habit() -> None:
    """An outlet that never publishes from Friday to Monday is not silent on Sunday."""
    weeks = [time for week in range(6) for time in every(3 * HOUR, 30, NOW - week * 7 * DAY)]
    assert silent_since(weeks, NOW + 2 * DAY) is None
    assert silent_since(weeks, NOW + 6 * DAY) is not None


@given(st.lists(st.integers(0, 90 * 86400), max_size=60))
def test_what_is_silent_has_been_so_for_long(seconds: list[int]) -> None:
    """Never within six hours of a find, nor within the longest usual pause."""
    found = [NOW - timedelta(seconds=one) for one in seconds]
    silent = silent_since(found, NOW)
    if silent is not None:
        last, longest = silent
        assert last == max(found)
        assert NOW - last > max(longest, LEAST)


def test_crawl_tells_silence_and_its_end(keeper: Keeper, server: WireServer) -> None:
    """An incident that a new article closes; meanwhile the outlet's state is silent."""
    now = datetime.now(UTC)
    for time in every(2 * HOUR, 100, now - DAY):
        url = f"{keeper.base}/an-old-story-{time.timestamp():.0f}"
        keeper.archive.discover(keeper.outlet.id, [Found(url, surt(url))], time)
        address = keeper.archive.address(surt(url))
        assert address is not None
        keeper.archive.reschedule(address.id, now + DAY)
    item = "<item><link>/{}</link></item>"
    feed = "<rss version='2.0'><channel>{}</channel></rss>"
    old = item.format(f"an-old-story-{(now - DAY).timestamp():.0f}")
    server.page("/feed", feed.format(old).encode(), "text/xml")
    keeper.seed("/feed", SeedKind.FEED)
    keeper.crawl()
    (incident,) = keeper.archive.incidents()
    assert incident.kind is IncidentKind.SILENT
    assert incident.detail.startswith("nothing new since 20")
    assert incident.detail.endswith("its longest pause in 60 days was 2 hours")
    assert [one.state for one in health(keeper.archive, now)] == [HealthState.SILENT]
    keeper.crawl()
    assert [one.count for one in keeper.archive.incidents()] == [1]
    new = item.format("a-new-long-story-1") + old
    server.page("/feed", feed.format(new).encode(), "text/xml")
    server.page("/a-new-long-story-1", b"<p>story</p>")
    keeper.crawl()
    assert keeper.archive.incidents() == []
