"""If the clock is behind what the archive has, nothing is due, and users are told why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from monitor.health import clock_trouble
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.records import Found, Outcome, Visit
from tests.captures import exchange
from tests.conftest import run_variorum
from tests.daemon.conftest import beside_a_daemon

NOW = datetime.now(UTC)


@pytest.fixture
def folder(tmp_path):
    """An archive whose only visit was stored by a clock two days ahead of this one."""
    path = tmp_path / "archive"
    with Archive.create(path) as archive:
        visit(archive, NOW + timedelta(days=2), add=True)
    return path


def visit(archive, at, *, add=False, sent=None):
    """Store a visit of this time."""
    if add:
        outlet = archive.add_outlet("echo", "http://127.0.0.1:9/", ["127.0.0.1:9"], at)
        archive.discover(outlet.id, [Found("http://127.0.0.1:9/a", "(127.0.0.1:9)/a")], at)
    address = archive.address("(127.0.0.1:9)/a")
    due = at + timedelta(hours=1)
    one = Visit(address.id, at, at, Outcome.FAILED, reason="timeout", next_due=due)
    if sent is not None:
        answer = exchange(address.url, b"x")
        head = f"HTTP/1.1 200 OK\r\nDate: {format_datetime(sent, usegmt=True)}\r\n\r\n".encode()
        answer = replace(answer, response_head=head)
        one = Visit(address.id, at, at, Outcome.CAPTURED, 200, exchange=answer, next_due=due)
    archive.record_all([one])


def test_run_says_that_the_clock_is_behind(folder):
    """It did nothing, while its log only said that it had started."""
    told = []

    def script(one):
        one.until_heard("clock_wrong")
        told.extend(one.heard("clock_wrong"))

    beside_a_daemon(folder, script)
    assert told[0]["why"].startswith("This machine's clock says ")


def test_everybody_who_asks_is_told_that_the_clock_is_behind(folder):
    """They all said that nothing was wrong for as long as nothing happened."""
    status = run_variorum(folder, "status", "--json").json
    assert "the clock is behind" in status["clock"]
    doctor = run_variorum(folder, "doctor", "--json", codes=(1,)).json
    assert [one["state"] for one in doctor if one["what"] == "clock"] == ["wrong"]
    assert "the clock is behind" in run_variorum(folder, "health", "--json").json["clock"]
    assert "the clock is behind" in run_variorum(folder, "crawl", codes=(3,)).err
    client = create_app(Settings(folder, lambda *_: "")).test_client()
    assert "the clock is behind" in client.get("/health").text
    machine = client.get("/healthz")
    assert (machine.status_code, machine.text) == (503, "ok 1\nclock wrong\n")
    assert "the clock is behind" in client.get("/healthz.json").json["clock"]


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (timedelta(days=-30), False),
        (timedelta(0), False),
        (timedelta(minutes=9), False),
        (timedelta(minutes=11), True),
        (timedelta(days=400), True),
    ],
)
def test_two_clocks_that_are_kept_right_are_no_trouble(tmp_path, ahead, told):
    """The clocks of two machines differ by seconds, and imports have the other one's times."""
    with Archive.create(tmp_path / "archive") as archive:
        visit(archive, NOW + ahead, add=True)
        assert (clock_trouble(archive, NOW) is not None) is told


def test_a_clock_that_was_ahead_long_ago_is_forgotten(tmp_path):
    """What it stored keeps its time; after a hundred more visits the clock counts as right."""
    with Archive.create(tmp_path / "archive") as archive:
        visit(archive, NOW + timedelta(days=2), add=True)
        for minute in range(100):
            visit(archive, NOW - timedelta(minutes=minute))
        assert clock_trouble(archive, NOW) is None


@pytest.mark.parametrize(
    ("server", "told"), [(timedelta(seconds=20), False), (timedelta(days=2), True), (None, True)]
)
def test_a_clock_that_is_right_again_is_known_by_the_servers(tmp_path, server, told):
    """It counted as wrong for a hundred more visits, which take a small archive days."""
    with Archive.create(tmp_path / "archive") as archive:
        visit(archive, NOW + timedelta(days=2), add=True, sent=NOW)
        assert clock_trouble(archive, NOW) is not None
        visit(archive, NOW, sent=None if server is None else NOW + server)
        visit(archive, NOW)
        assert (clock_trouble(archive, NOW) is not None) is told


def test_servers_that_were_asked_before_do_not_vouch_for_the_clock_of_now(tmp_path):
    """Their time agreed with our clock, until that fell behind."""
    with Archive.create(tmp_path / "archive") as archive:
        visit(archive, NOW - timedelta(days=1), add=True, sent=NOW - timedelta(days=1))
        visit(archive, NOW + timedelta(days=2), sent=NOW + timedelta(days=2))
        assert clock_trouble(archive, NOW) is not None
