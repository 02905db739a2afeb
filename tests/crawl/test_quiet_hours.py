"""Quiet hours of an outlet: nothing is fetched, nothing is due, and they end when they should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.outlets.hours import parse_hours, quiet_until
from spiders.outlets.rules import parse
from storage.errors import RuleError
from storage.records import Outcome, SeedKind

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper
    from tests.crawl.wire_server import WireServer


YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """A time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "now", "end"),
    [
        ("23:00-06:00", "2026-03-01T22:59", None),
        ("23:00-06:00", "2026-03-01T23:00", "2026-03-02T06:00"),
        ("23:00-06:00", "2026-03-02T05:59", "2026-03-02T06:00"),
        ("23:00-06:00", "2026-03-02T06:00", None),
        ("12:00-13:30", "2026-03-02T12:30", "2026-03-02T13:30"),
        ("00:00-06:00 Asia/Baku", "2026-03-01T20:30", "2026-03-02T02:00"),
        # The nights in which clocks in Berlin go forward, and back.
        ("01:00-04:00 Europe/Berlin", "2026-03-29T00:30", "2026-03-29T02:00"),
        ("01:00-04:00 Europe/Berlin", "2026-10-25T02:30", "2026-10-25T03:00"),
        ("01:00-04:00 Europe/Berlin", "2026-10-25T03:00", None),
    ],
)
def test_end_of_quiet_hours(hours: str, now: str, end: str | None) -> None:
    """Across midnight, in the outlet's own zone, and when its clocks change."""
    assert quiet_until([hours], at(now)) == (None if end is None else at(end))


@given(
    st.integers(0, 366 * 24 * 60).map(lambda minutes: YEAR + timedelta(minutes=minutes)),
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.sampled_from(["", " Europe/Berlin", " America/New_York", " Asia/Kathmandu"]),
)
def test_quiet_hours_end(now: datetime, begin: int, end: int, zone: str) -> None:
    """Their end is ahead, within a day and an hour, and then they are over."""
    if begin == end:
        return
    text = f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}{zone}"
    until = parse_hours(text).until(now)
    if until is not None:
        assert now < until <= now + timedelta(hours=25)
        assert parse_hours(text).until(until) is None


@pytest.mark.parametrize(
    "hours", ["", "23-6", "24:00-01:00", "06:00-06:00", "23:00-06:00 Mars/Olympus", "1:00-2:00"]
)
def test_mistakes_in_hours_are_told(hours: str) -> None:
    """With the line of the file of rules."""
    with pytest.raises(RuleError, match="line 2") as caught:
        parse("raw", f'\nquiet_hours = ["{hours}"]\n', "raw.toml")
    assert "is not a period like '23:00-06:00 Asia/Baku'" in str(caught.value)


def test_nothing_is_asked_in_quiet_hours(keeper: Keeper, server: WireServer) -> None:
    """Neither seed, article nor robots.txt, even on request; what is due is due at their end."""
    now = datetime.now(UTC)
    begin, end = now - timedelta(hours=1), now + timedelta(hours=1)
    folder = keeper.archive.folder / "outlets"
    folder.mkdir(exist_ok=True)
    (folder / "raw.toml").write_text(f'quiet_hours = ["{begin:%H:%M}-{end:%H:%M}"]\n')
    server.page(
        "/feed", b"<rss version='2.0'><channel><item><link>/a-b-c-1</link></item></channel></rss>"
    )
    server.page("/a-b-c-1", b"<p>story</p>")
    keeper.seed("/feed", SeedKind.FEED)
    assert keeper.crawl() == []
    assert keeper.crawl("/a-b-c-1") == []
    assert server.log == []
    due = keeper.archive.agenda.next_due()
    assert due is not None
    assert due == end.replace(second=0, microsecond=0)
    assert keeper.archive.agenda.outlets_due(now + timedelta(minutes=30)) == []
    assert keeper.archive.agenda.outlets_due(end) == [keeper.outlet.id]
    assert list(keeper.archive.due(now + timedelta(minutes=30))) == []
    (folder / "raw.toml").write_text("")
    assert [visit.outcome for visit in keeper.crawl()] == [Outcome.CAPTURED] * 2
