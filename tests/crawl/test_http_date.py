"""Times in HTTP fields, as servers send them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spiders.http_date import parse_http_date


@pytest.mark.parametrize(
    "text", ["Mon, 05 Jan 2015 10:00:00 GMT", "Mon, 05 Jan 2015 12:00:00 +0200"]
)
def test_a_time_is_read_in_utc(text):
    """Whatever zone a server uses."""
    assert parse_http_date(text) == datetime(2015, 1, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", [None, "", "0", "yesterday", "Fri, 31 Dec 9999 23:59:59 -2300", "5 Jan 99999999 1:1:1"]
)
def test_what_is_no_time_is_none(text):
    """A field that no clock wrote interrupts neither reading nor crawl."""
    assert parse_http_date(text) is None
