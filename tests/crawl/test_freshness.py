"""Freshness by RFC 9111, 4.2: how long an answer says it is fresh."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.crawl.http.freshness import LONGEST, fresh_for, not_before
from spiders.crawl.http.wire import parse_head

DATE = "Date: Thu, 01 Jan 2026 12:00:00 GMT"


def head(*lines: str):
    """A response head with these fields."""
    return parse_head(("\r\n".join(("HTTP/1.1 200 OK", *lines)) + "\r\n\r\n").encode("latin-1"))


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        ((), 0),
        (("Cache-Control: max-age=90",), 90),
        (('Cache-Control: public, Max-Age="90"',), 90),
        (("Cache-Control: public", "Cache-Control: max-age=90"), 90),
        (("Cache-Control: max-age=90", "Age: 30"), 60),
        (("Cache-Control: max-age=90", "Age: 300"), 0),
        (("Cache-Control: max-age=90, max-age=5",), 0),
        (("Cache-Control: max-age=-1",), 0),
        (("Cache-Control: max-age=soon",), 0),
        (("Cache-Control: max-age=0, s-maxage=50", "Age: 20"), 30),
        (("Cache-Control: max-age=0, s-maxage=50",), 0),
        (("Cache-Control: no-store, max-age=90",), 0),
        (("Expires: Thu, 01 Jan 2026 12:01:40 GMT", DATE), 100),
        (("Expires: 0", DATE), 0),
        (("Expires: Thu, 01 Jan 2026 12:01:40 GMT",), 0),
        (("Expires: Thu, 01 Jan 2026 11:00:00 GMT", DATE), 0),
        (("Expires: Thu, 01 Jan 2026 12:01:40 GMT", DATE, "Cache-Control: max-age=7"), 7),
    ],
)
def test_freshness_is_reckoned_as_the_standard_says(lines: tuple[str, ...], seconds: int) -> None:
    """max-age before Expires, less Age; 0 for contradictions and for what is no number."""
    assert fresh_for(head(*lines)) == timedelta(seconds=seconds)


@given(st.text('max-age=sno,che0123456789" ', max_size=60), st.text(max_size=30))
def test_no_field_puts_a_look_off_for_long(control: str, expires: str) -> None:
    """Whatever the field says, the next look is between now and a quarter of an hour."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    lines = [f"Cache-Control: {control}", DATE]
    if expires.isascii() and expires.isprintable():
        lines.append(f"Expires: {expires}")
    assert now <= not_before(head(*lines), now) <= now + LONGEST
