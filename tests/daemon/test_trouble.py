"""Trouble at a bad moment makes it forget nothing, and shows nobody a traceback."""

from __future__ import annotations

import os
import signal
import threading
import time
from functools import partial

import pytest

from monitor import schedule
from monitor.daemon import daemon, reading
from monitor.daemon.daemon import run
from monitor.daemon.state import read
from monitor.reading.room import ReadingRoom
from monitor.schedule import Clock
from spiders.crawl import watch
from storage.agenda.agenda import Agenda
from storage.errors import ArchiveBusy, ArchiveDamaged, ArchiveFull
from tests.daemon.conftest import beside_a_daemon, go_offline, make_due, until
from tests.stories import story


@pytest.fixture
def full(monkeypatch):
    """While set, what was made fragile meets a full disk; retries come at once."""
    monkeypatch.setattr(daemon, "WAIT_S", 0.01)
    return threading.Event()


def fragile(monkeypatch, full, owner, name, error=ArchiveFull):
    """Let this call meet the full disk, or another error; gives the times of its successes."""
    call, went = getattr(owner, name), []

    def tried(*values):
        if full.is_set():
            raise error("the disk")
        given = call(*values)
        went.append(time.monotonic())
        return given

    monkeypatch.setattr(owner, name, tried)
    return went


def test_a_clock_that_steps_while_the_disk_is_full_is_healed_after(echo, full, monkeypatch):
    """It was not healed at all, and later steps were no longer noticed."""
    ahead = [0.0]
    monkeypatch.setattr(schedule, "WATCH_S", 0.02)
    monkeypatch.setattr(daemon, "Clock", partial(Clock, wall=lambda: time.time() + ahead[0]))
    healed = fragile(monkeypatch, full, Agenda, "heal")

    def script(one):
        for step in (1, 2):
            full.set()
            ahead[0] = 3600.0 * step
            one.until_heard("clock_stepped", step)
            one.until_heard("full", step)
            before = len(healed)
            full.clear()
            until(lambda before=before: len(healed) > before, "healing")
            make_due(echo)
            one.until_heard("recovered", step)

    beside_a_daemon(echo, script)


def test_a_lock_is_no_full_disk(outlet, echo, full, monkeypatch):
    """``status`` said that the disk was full while another process wrote."""
    outlet.publish(story("mill-fire"))
    fragile(monkeypatch, full, Agenda, "outlets_due", ArchiveBusy)
    full.set()

    def script(one):
        one.until_heard("busy")
        until(lambda: read(echo)["state"] == "busy", "the state")
        assert "full" not in read(echo)["last_trouble"]
        full.clear()
        one.until_heard("recovered")

    beside_a_daemon(echo, script)


def test_settings_are_read_again_though_the_disk_is_full(outlet, echo, full, monkeypatch):
    """The last readings could not be stored, and so the signal had no effect."""
    monkeypatch.setattr(reading, "IDLE_S", 0.02)
    outlet.publish(story("mill-fire"))
    fragile(monkeypatch, full, ReadingRoom, "watch_fields")

    def script(one):
        one.until_counted(articles=1)
        full.set()
        os.kill(os.getpid(), signal.SIGHUP)
        one.until_heard("reloaded")
        one.until_heard("full")
        full.clear()

    beside_a_daemon(echo, script)


def test_a_mistake_in_the_settings_ends_nothing_after_a_full_disk(echo, full, monkeypatch):
    """They were read again without a signal, just when a full disk may have cut them off."""
    fragile(monkeypatch, full, Agenda, "outlets_due")

    def script(one):
        (echo / "variorum.toml").write_text("contact = 3\n")
        full.set()
        one.until_heard("full")
        full.clear()
        make_due(echo)
        one.until_heard("recovered")

    beside_a_daemon(echo, script)


def test_certificates_that_are_not_there_are_a_mistake_in_the_settings(outlet, echo):
    """They caused a traceback, and systemd waited for the end of the reload."""
    outlet.publish(story("mill-fire"))

    def script(one):
        (echo / "variorum.toml").write_text('ca_file = "/nowhere.pem"\n')
        os.kill(os.getpid(), signal.SIGHUP)
        one.until_heard("reload_failed")
        one.until_counted(articles=1)

    [told] = beside_a_daemon(echo, script).heard("reload_failed")
    assert "/nowhere.pem" in told["error"]


def test_a_network_that_comes_back_as_the_disk_is_full_is_made_up_for(
    outlet, echo, full, monkeypatch
):
    """What had failed was not fetched again, and the network's return was not reported."""
    monkeypatch.setattr(watch, "PROBE_S", 0.05)
    fragile(monkeypatch, full, Agenda, "ask_again")
    outlet.publish(*(story(name) for name in ("mill-fire", "ferry")))

    def script(one):
        one.until_counted(articles=2)
        go_offline(one, outlet)
        full.set()
        outlet.come_up()
        one.until_heard("full")
        assert not one.heard("online")
        full.clear()
        one.until_heard("online")

    assert beside_a_daemon(echo, script).heard("online")[0]["asked_again"] > 0


def test_damage_that_is_met_while_weighing_ends_it(echo, monkeypatch):
    """Its state was no longer written, so that it counted as stuck, but it kept running."""
    monkeypatch.setattr(daemon, "WEIGH_S", 0.02)
    load, started = Agenda.load, threading.Event()

    def hurt(*values):
        if started.is_set():
            raise ArchiveDamaged("It is hurt.")
        return load(*values)

    monkeypatch.setattr(Agenda, "load", hurt)
    with pytest.raises(ArchiveDamaged):
        run(echo, lambda event, **_: started.set() if event == "started" else None)


def test_what_ends_it_is_told_once_and_without_a_traceback(echo, monkeypatch, caplog):
    """Scrapy logged a hundred lines of it before the line that says what to do."""

    def hurt(*_):
        raise ArchiveDamaged("It is hurt.")

    monkeypatch.setattr(Agenda, "outlets_due", hurt)
    with pytest.raises(ArchiveDamaged):
        run(echo, lambda *_, **__: None)
    assert caplog.text == ""
