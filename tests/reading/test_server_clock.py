"""An article is gone after a day, which must have passed by the server's clock as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from monitor.passes import read_unread
from spiders.urls import surt
from storage.archive import Archive
from storage.records import ArticleState, Outcome, Visit
from tests.captures import HOME, START, capture_and_read, exchange, watch_courier
from tests.stories import filler

URL = f"{HOME}news/ferry"
_TEXT = "".join(f"<p>{one}</p>" for one in filler("ferry", 5))
PAGE = (
    f"<html lang='en'><head><title>The ferry</title></head><body><article><h1>The ferry</h1>{_TEXT}"
)
MINUTES, A_DAY = timedelta(minutes=10), timedelta(days=1)
OURS = (MINUTES, 2 * MINUTES, A_DAY + 3 * MINUTES)
"""When three looks found a 404, by our clock, which was set a day ahead for the last."""


@pytest.fixture
def archive(tmp_path, blank):
    """An archive with the article, which was there at the start."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as opened:
        addresses = watch_courier(opened, URL)
        capture_and_read(opened, addresses, [PAGE.encode()], 0)
        yield opened


def miss(archive, after, fields):
    """Record a 404 this long after the start by our clock, with these fields; then run READ."""
    at, answer = START + after, exchange(URL, b"not here")
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    head = f"HTTP/1.1 404 Not Found\r\n{head}\r\n".encode()
    answer = replace(answer, status=404, response_head=head)
    address = archive.address(surt(URL))
    due = at + timedelta(days=9)
    visit = Visit(address.id, at, at, Outcome.MISSING, 404, exchange=answer, next_due=due)
    archive.record(visit)
    read_unread(archive, rules_folder=None)
    return archive.article(surt(URL)).state


def dated(after, **more):
    """The fields of a server whose clock shows this long after the start."""
    return {"Date": format_datetime(START + after, usegmt=True), **more}


def test_a_clock_that_is_ahead_for_one_look_tells_of_no_deletion(archive):
    """Three 404s within half an hour are no day; the look when the day is over reports it gone."""
    for number, ours in enumerate(OURS, 1):
        assert miss(archive, ours, dated(number * MINUTES)) is ArticleState.LIVE
    left = archive.address(surt(URL)).next_due - (START + OURS[-1])
    assert left == A_DAY - 2 * MINUTES
    after = A_DAY + MINUTES
    assert miss(archive, after, dated(after)) is ArticleState.GONE


@pytest.mark.parametrize(
    "heads",
    [
        [dated(ours) for ours in OURS],
        [dated(ours - timedelta(days=400)) for ours in OURS],
        [dated(timedelta(), Age=str(int(ours.total_seconds()))) for ours in OURS],
        [{}] * 3,
        [dated(timedelta())] * 3,
        [dated(timedelta(), Age="1e9")] * 3,
        [{"Date": "yesterday"}] * 3,
        [dated(timedelta(days=number)) for number in (3, 2, 1)],
        [
            dated(number * MINUTES, Memento_Datetime="x", X_Archive_Orig_Date="?")
            for number in range(3)
        ],
    ],
    ids=["right", "behind", "cached", "none", "frozen", "age", "text", "back", "of an archive"],
)
def test_a_server_whose_clock_says_nothing_against_it_has_it_gone(archive, heads):
    """After three looks over a day, as usual; a clock that never moves does not count."""
    for ours, fields in zip(OURS, heads, strict=True):
        spelt = {name.replace("_", "-"): value for name, value in fields.items()}
        state = miss(archive, ours, spelt)
    assert state is ArticleState.GONE
