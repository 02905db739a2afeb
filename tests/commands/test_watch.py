"""`watch` pins and unpins; `why` and `health` report it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from monitor.cadence.advice import Forecast, Point
from monitor.cadence.hazard import shipped
from monitor.passes import read_unread
from spiders.urls import surt
from storage.agenda.lessons import Lesson
from storage.archive import Archive
from storage.records import Outcome, Visit
from tests.commands.conftest import FERRY, HOME


def test_a_breaking_story_is_pinned_and_let_go(copied):
    """Pinned for six hours: due now, as `why` says; --off: back to normal."""
    told = json.loads(copied("watch", FERRY, "--every", "1m", "--for", "6h", "--json").stdout)
    until = datetime.fromisoformat(told["until"])
    assert told["every_s"] == 60
    assert timedelta(hours=5) < until - datetime.now(UTC) <= timedelta(hours=6)
    why = json.loads(copied("why", FERRY, "--json").stdout)
    assert "every minute until" in why["reason"]
    assert datetime.fromisoformat(why["next_due"]) <= datetime.now(UTC)
    assert (why["pinned_every_s"], why["pinned_until"]) == (60, told["until"])
    assert json.loads(copied("watch", FERRY, "--off", "--json").stdout)["every_s"] is None


def test_a_pin_is_not_told_as_the_pace_of_what_is_not_there(copied):
    """Its address redirects home: the pause after that counts, but the pin was said to."""
    copied("watch", FERRY, "--every", "1m")
    with Archive.open_to_write(copied.folder) as archive:
        address, now = archive.address(surt(FERRY)), datetime.now(UTC)
        home = archive.outlets()[0].home
        archive.record(Visit(address.id, now, now, Outcome.REDIRECTED, 302, location=home))
        read_unread(archive, rules_folder=None)
    why = json.loads(copied("why", FERRY, "--json").stdout)["reason"]
    assert why.startswith("Its article was not there (redirected to the home page)")
    assert "It is pinned: visited every minute once it is there again." in why


def test_why_says_that_an_address_may_not_be_asked(copied):
    """If robots.txt forbids it, an expected number of edits alone explains nothing."""
    with Archive.open_to_write(copied.folder) as archive:
        address, now = archive.address(surt(FERRY)), datetime.now(UTC)
        archive.record(Visit(address.id, now, now, Outcome.REFUSED, reason="robots"))
    told = "It was not requested at the last visit: robots.txt forbids it or could not be fetched"
    assert json.loads(copied("why", FERRY, "--json").stdout)["reason"].startswith(told)
    assert told in " ".join(copied("why", FERRY).stdout.split())


def test_an_article_is_named_by_its_number_as_well(copied):
    """As everywhere else; and the interval is shown in the unit in which it was given."""
    assert (
        f"{FERRY}: every 90 seconds, until 20"
        in copied("watch", "1", "--every", "90s", "--for", "6h").stdout
    )
    assert f"{FERRY}: every 2 hours, until --off." in copied("watch", "1", "--every", "2h").stdout
    assert json.loads(copied("why", "1", "--json").stdout)["pinned_every_s"] == 7200
    assert copied("why", "99").exit_code == 1


def test_a_finished_story_is_looked_at_seldom(copied):
    """--thin: every 90 days until --off."""
    assert json.loads(copied("watch", FERRY, "--thin", "--json").stdout) == {
        "url": FERRY,
        "every_s": 90 * 86400,
        "until": None,
    }


@pytest.mark.parametrize(
    "words",
    [
        (FERRY,),
        (FERRY, "--off", "--thin"),
        (FERRY, "--for", "6h"),
        (FERRY, "--every", "1s"),
        (FERRY, "--every", "soon"),
        (FERRY, "--every", "999999w"),
        (FERRY, "--every", "1h", "--for", "999999w"),
        (HOME + "feed", "--every", "1m"),
        (HOME + "unheard-of", "--every", "1m"),
    ],
)
def test_what_cannot_be_watched_is_told(copied, words):
    """No choice, two, an absurd interval, a seed, an unknown address: an error, and no pin."""
    result = copied("watch", *words)
    assert result.exit_code in (1, 2)
    assert "mistake" not in result.stderr
    with Archive.open(copied.folder) as archive:
        assert archive._database.rows("SELECT * FROM pins") == []


def test_health_and_why_go_by_the_newest_lesson(copied):
    """The budget is given as a number, and `why` names the lesson."""
    points = (Point(0.1, 10, 0.1), Point(0.05, 20, 0.05))
    told = Forecast(10, points).to_json()
    lesson = Lesson(0, datetime.now(UTC), 900, 70, 0.1, shipped().to_json(), told)
    assert json.loads(copied("health", "--json").stdout)["budget"] is None
    with Archive.open_to_write(copied.folder) as archive:
        archive.lessons.put(lesson)
    budget = json.loads(copied("health", "--json").stdout)["budget"]
    assert (budget["fetches_a_day"], budget["missed"]) == (100, 0.1)
    assert budget["missed_with_more"] == pytest.approx(0.08)
    assert json.loads(copied("why", FERRY, "--json").stdout)["lesson"] == 1
    assert "lesson 1 of this archive" in copied("why", FERRY).stdout
