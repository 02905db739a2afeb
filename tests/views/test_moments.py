"""Times as people type them: the same in options, filters and searches."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.notation.moments import in_order, length, moment
from monitor.search.query import parse
from storage.errors import InputError

NOW = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-01-31", "2026-01-31T00:00Z"),
        ("2026-01-31 08:00", "2026-01-31T08:00Z"),
        ("2026-01-31T08:00+04:00", "2026-01-31T04:00Z"),
        ("today", "2026-03-01T00:00Z"),
        ("Yesterday ", "2026-02-28T00:00Z"),
        ("90s", "2026-03-01T00:28:30Z"),
        ("15 min", "2026-03-01T00:15Z"),
        ("1.5h", "2026-02-28T23:00Z"),
        ("1 hour ago", "2026-02-28T23:30Z"),
        ("3 Days", "2026-02-26T00:30Z"),
        ("2w", "2026-02-15T00:30Z"),
    ],
)
def test_a_time_is_taken_as_people_type_it(typed, meant):
    """A day by its name, or a span in words, is a definite time."""
    assert moment(typed, NOW) == datetime.fromisoformat(meant)


def test_days_begin_in_utc_wherever_the_time_is_reckoned_from():
    """Our times are UTC; *today* in local zones would give each reader a different list."""
    elsewhere = NOW.astimezone(tz=datetime.fromisoformat("2026-01-01T00:00-05:00").tzinfo)
    assert moment("today", elsewhere) == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["", "ago", "tomorrow", "5M", "3 months", "7", "2026-02-30", "d", "-7d", "999999w"]
)
def test_what_is_no_time_is_refused_with_the_forms_there_are(typed):
    """A month has no length, and ``5M`` must not become five minutes."""
    with pytest.raises(ValueError, match=r"is not a time.*yesterday, 36h or 3 days"):
        moment(typed, NOW)


@pytest.mark.parametrize(
    ("typed", "span"),
    [("90s", timedelta(seconds=90)), ("2 days", timedelta(2)), ("0m", timedelta()), ("1M", None)],
)
def test_a_length_is_read_by_the_same_units(typed, span):
    """``watch --every`` and ``log --since`` take the same units."""
    assert length(typed) == span


def test_a_period_that_ends_before_it_begins_is_told_as_people_read_times():
    """Six digits of a second were useless, and hid that the days are in the wrong order."""
    with pytest.raises(
        InputError, match=r"no time between 2026-03-01 00:00Z and 2026-02-28 00:00Z\."
    ):
        in_order(moment("today", NOW), moment("yesterday", NOW))


def test_a_search_takes_the_same_times():
    """A filter in a query is written like the option."""
    query = parse('ferry since:yesterday until:"2 hours ago"')
    assert query.since is not None
    assert query.until is not None
    assert query.since.hour == query.since.minute == 0
    assert query.since < query.until
