"""The pace of seeds, pure: by what they name, within bounds, and gaps between looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.crawl.seeds.lastmod import changed_since, moment
from spiders.crawl.seeds.pace import BOUNDS, GAP_KEPT, USUAL, Seen, after_look, after_same, pause
from storage.records import SeedKind

if TYPE_CHECKING:
    from storage.agenda.seed_looks import SeedLook

START = datetime(2026, 3, 1, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def seen(kind: SeedKind, first: int, count: int, at: datetime, unknown: int = 0) -> Seen:
    """A look at the entries from ``first`` on."""
    return Seen(kind, [f"(a)/{number}" for number in range(first, first + count)], unknown, at)


def lived(kind: SeedKind, per_hour: float, hours: float, entries: int = 20) -> SeedLook:
    """A seed visited at its own pace for this long, with new pages coming at this rate."""
    at, look = START, None
    while at < START + hours * HOUR:
        newest = int(per_hour * ((at - START) / HOUR)) + entries
        before = look.looked_at if look is not None else at
        unknown = newest - (int(per_hour * ((before - START) / HOUR)) + entries)
        look = after_look(look, seen(kind, newest - entries, entries, at, unknown), 1)
        at += pause(kind, look)
    assert look is not None
    return look


@pytest.mark.parametrize("kind", list(SeedKind))
def test_first_pace_is_the_usual_one(kind: SeedKind) -> None:
    """Nothing is known of a new seed."""
    look = after_look(None, seen(kind, 0, 20, START), 1)
    assert pause(kind, look) == USUAL[kind]


def test_busy_feed_is_asked_more_often_than_a_quiet_one() -> None:
    """Half a new page per look, for outlets with between one and fifteen pages an hour."""
    quiet, busy = lived(SeedKind.FEED, 1, 48), lived(SeedKind.FEED, 12, 48)
    assert pause(SeedKind.FEED, busy) < 5 * MINUTE
    assert 15 * MINUTE < pause(SeedKind.FEED, quiet) < 60 * MINUTE
    assert pause(SeedKind.FEED, lived(SeedKind.FEED, 0, 48)) == BOUNDS[SeedKind.FEED][1]


def test_small_window_is_looked_at_before_it_overflows() -> None:
    """A feed with few entries is fetched more often for that, and a large one has no gap."""
    small, large = (lived(SeedKind.FEED, 5, 72, entries) for entries in (1, 50))
    assert pause(SeedKind.FEED, small) <= pause(SeedKind.FEED, large) / 1.5
    assert large.gap_since is None


def test_unchanged_looks_slow_it_down() -> None:
    """A 304 says that nothing new came."""
    look = lived(SeedKind.FEED, 12, 24)
    later = look
    for number in range(1, 20):
        later = after_same(later, look.looked_at + number * HOUR)
    assert pause(SeedKind.FEED, later) == BOUNDS[SeedKind.FEED][1]
    assert later.named == look.named


@given(
    st.sampled_from(list(SeedKind)),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60), st.floats(0, 1e6)), max_size=12),
)
def test_pace_keeps_its_bounds(kind: SeedKind, looks: list[tuple[int, int, float]]) -> None:
    """Whatever a seed names, and however much time passes between looks."""
    look, at = None, START
    least, most = BOUNDS[kind]
    for first, count, seconds in looks:
        at += timedelta(seconds=seconds)
        look = after_look(look, seen(kind, first, count, at, unknown=count), 1)
        assert least <= pause(kind, look) <= most
        assert look.per_hour >= 0


@pytest.mark.parametrize("kind", list(SeedKind))
def test_gap_is_where_no_entry_is_left(kind: SeedKind) -> None:
    """One remaining entry is enough; section pages and whole sitemaps have no window."""
    first = after_look(None, seen(kind, 0, 10, START), 1)
    for start, is_gap in ((9, False), (10, True)):
        look = after_look(first, seen(kind, start, 10, START + HOUR), 1)
        windowed = kind in (SeedKind.FEED, SeedKind.NEWS_SITEMAP)
        assert (look.gap_since == START) is (is_gap and windowed)
    assert after_look(first, seen(kind, 0, 0, START + HOUR), 1).gap_since is None


def test_hub_and_topic_are_known_from_the_first_look_on() -> None:
    """Otherwise a hub would be asked twice: first for one topic, then for another."""
    told = replace(seen(SeedKind.FEED, 0, 10, START), hub="https://hub.example/", topic="/feed?all")
    first = after_look(None, told, 1)
    second = after_look(first, replace(told, at=START + HOUR), 1)
    for look in (first, second):
        assert (look.hub, look.topic) == ("https://hub.example/", "/feed?all")


def test_gap_keeps_its_beginning_and_ends_after_a_week() -> None:
    """A second gap before the first is closed reaches back to it; none stays open forever."""
    look = after_look(None, seen(SeedKind.FEED, 0, 10, START), 1)
    for number in (1, 2, 3):
        look = after_look(look, seen(SeedKind.FEED, 20 * number, 10, START + number * HOUR), 1)
        assert look.gap_since == START
        assert len(look.gap_named) == 10
    later = START + GAP_KEPT + HOUR
    assert after_look(look, seen(SeedKind.FEED, 60, 10, later), 1).gap_since is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)),
        ("2026-03-01T10:00:00+03:00", datetime(2026, 3, 1, 7, tzinfo=UTC)),
        ("2026-03-01T10:00:00Z", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("2026-03-01T10:00", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("Sun, 01 Mar 2026 10:00:00 +0000", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("soon", None),
        ("", None),
        (None, None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_times_of_seeds_are_read(text: str | None, expected: datetime | None) -> None:
    """In the forms of W3C and of mail; a day lasts until its end."""
    assert moment(text) == expected
    assert changed_since(text, START, unknown=True) is (expected is None or expected >= START)


@given(st.text(max_size=40))
def test_no_text_breaks_a_time(text: str) -> None:
    """Whatever a feed has where a time should be."""
    assert changed_since(text, START) in (True, False)
