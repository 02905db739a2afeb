"""Whether an outlet lost a field of its articles: from the figures, and by the command."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from monitor.decide.shares import ENOUGH_BEFORE, HISTORY, PLENTY, standing
from monitor.reading.field_watch import LENGTH, Tally, measured, standings, watch_fields
from storage.archive import Archive
from storage.records import Access, Block, BlockKind, Extraction, FieldCount, IncidentKind
from tests.commands.conftest import Typist
from tests.conftest import run_variorum, watch_outlet
from tests.outlet_server import Answer
from tests.stories import PLAIN, story

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

START = date(2031, 3, 1)


def days(
    *runs: tuple[int, int, float], field: str = "body", length: int = 2000, start: date = START
) -> list[FieldCount]:
    """Runs of (days, readings a day, share of 1)."""
    found: list[FieldCount] = []
    for many, readings, share in runs:
        for _ in range(many):
            present = round(readings * share)
            day = (start + timedelta(len(found))).isoformat()
            found.append(FieldCount(1, day, field, readings, present, present * math.log(length)))
    return found


def fallen(*runs: tuple[int, int, float]) -> bool:
    return standing(days(*runs)).fallen is not None


# --- pure ------------------------------------------------------------------------------------
def test_a_field_that_is_gone_is_told_with_its_day():
    """The first day on which it could be known, and the figures before and after."""
    found = standing(days((14, 30, 0.9), (3, 30, 0.1)))
    assert found.fallen == "2031-03-15"
    assert found.before.share == pytest.approx(0.9)
    assert found.now.share == pytest.approx(0.1)


def test_what_was_is_frozen_until_it_is_back():
    """Eight weeks without bylines do not become the new normal."""
    assert fallen((14, 30, 0.9), (56, 30, 0.1))
    assert not fallen((14, 30, 0.9), (56, 30, 0.1), (3, 30, 0.9))


def test_it_does_not_flicker():
    """The thresholds of fall and recovery differ: getting half of the loss back changes nothing."""
    lost = ((14, 40, 1.0), (4, 40, 0.5))
    assert fallen(*lost)
    assert fallen(*lost, (6, 40, 0.8))
    assert not fallen(*lost, (6, 40, 0.95))
    assert not fallen((14, 40, 1.0), (6, 40, 0.8))


@pytest.mark.parametrize(
    "runs",
    [
        ((60, 1, 1.0), (7, 1, 0.0)),  # seven articles a week
        ((60, 2, 0.5), (7, 2, 0.0)),
        ((1, ENOUGH_BEFORE - 1, 1.0), (1, 100, 0.0)),  # too little is known from before
        ((10, 50, 1.0), (1, 15, 0.0)),  # earlier days count too, as the last one has few
        ((30, 30, 0.1), (7, 30, 0.0)),  # there was little to lose
        ((30, 30, 0.9), (7, 30, 0.75)),
    ],
)
def test_little_is_not_told(runs):
    """Too few articles, or too small a loss, to be more than chance."""
    assert not fallen(*runs)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(some.integers(0, 10**6), some.sampled_from([1, 5, 20, 80]), some.floats(0.02, 1.0))
def test_a_steady_outlet_cries_no_wolf(seed, rate, share):
    """Fields that come and go by chance at one rate are not said to have fallen or shrunk.

    The same histories each time: five standard errors are rare, and in a million looks they happen.
    """
    lot = random.Random(seed)
    history = []
    for number in range(HISTORY):
        readings = lot.randint(0, 2 * rate)
        present = sum(lot.random() < share for _ in range(readings))
        lengths = sum(lot.gauss(7.6, 0.6) for _ in range(present))
        day = (START + timedelta(number)).isoformat()
        if readings:
            history.append(FieldCount(1, day, "body", readings, present, lengths))
    if history:
        found = standing(history)
        assert (found.fallen, found.shorter) == (None, None)


def test_texts_that_are_cut_are_told():
    """Every article has a text, but a tenth as long: a paywall, or a rule that removes too much."""
    whole, cut = days((14, 30, 1.0)), days((3, 30, 1.0), length=200, start=START + timedelta(14))
    found = standing([*whole, *cut])
    assert (found.fallen, found.shorter) == (None, "2031-03-15")
    assert (found.now.length, found.before.length) == (200, 2000)
    again = days((3, 30, 1.0), start=START + timedelta(17))
    assert standing([*whole, *cut, *again]).shorter is None
    titles = [*days((14, 30, 1.0), field="title"), *days((3, 30, 1.0), field="title", length=9)]
    assert standing(titles).shorter is None


# --- counting --------------------------------------------------------------------------------
def test_what_a_reading_has():
    """The lengths of the fields it has; a teaser has a text but no full text."""
    reading = Extraction(
        title="Four",
        byline=("Ada", "Bo"),
        blocks=(Block(BlockKind.PARAGRAPH, "Seven.."), Block(BlockKind.CAPTION, "no text")),
    )
    found = measured(reading)
    assert (found["title"], found["byline"], found["body"], found["full_text"]) == (4, 7, 7, 7)
    assert found["standfirst"] == found["published"] == 0
    teaser = Extraction(blocks=reading.blocks, access=Access.TEASER)
    assert (measured(teaser)["body"], measured(teaser)["full_text"]) == (7, 0)


@pytest.fixture
def archive(tmp_path: Path) -> Iterable[Archive]:
    with Archive.create(tmp_path / "archive") as opened:
        opened.add_outlet("courier", "https://a.example/", ["a.example"], datetime.now(UTC))
        yield opened


def test_counts_add_up_and_an_article_counts_once_a_day(archive):
    """However often it was read, and in however many batches."""
    at = datetime(2031, 3, 1, 23, tzinfo=UTC)
    tally = Tally()
    for hours in (0, 0, 2):
        tally.add(1, 7, at + timedelta(hours=hours), Extraction(title="Four"))
    tally.write(archive)
    tally.add(1, 8, at, Extraction())
    tally.write(archive)
    tally.write(archive)
    found = [one for one in archive.field_counts.of_outlet(1, 90) if one.field == "title"]
    assert [(one.day, one.readings, one.present) for one in found] == [
        ("2031-03-01", 2, 1),
        ("2031-03-02", 1, 1),
    ]
    assert found[0].log_length == pytest.approx(math.log(4))
    assert {one.day for one in archive.field_counts.of_outlet(1, 1)} == {"2031-03-02"}


def test_an_incident_opens_once_and_closes_by_itself(archive):
    """It follows the figures as they fall and recover; a removed outlet is left alone."""
    now = datetime.now(UTC)
    history = days((14, 30, 1.0), (2, 30, 0.0), field="byline")
    archive.field_counts.add(history)
    archive.field_counts.add(days((14, 30, 1.0)))
    short = days((2, 30, 1.0), length=100, start=START + timedelta(14))
    archive.field_counts.add(short)
    assert watch_fields(archive, [1, 99], now) == 2
    assert watch_fields(archive, [1], now) == 0
    told = {one.subject: one for one in archive.incidents()}
    assert told.keys() == {"byline", LENGTH}
    assert told["byline"].kind is IncidentKind.FIELD_LOST
    assert told["byline"].count == 1
    assert told["byline"].detail == (
        "0 of 60 articles have a byline since 2031-03-15; before, 390 of 390 had"
    )
    assert told[LENGTH].detail == (
        "texts have 100 characters since 2031-03-15; before, they had 2000"
    )
    back = days((3, 30, 1.0), field="byline", start=START + timedelta(16))
    archive.field_counts.add([*back, *days((3, 30, 1.0), start=START + timedelta(16))])
    assert watch_fields(archive, [1], now) == 0
    assert archive.incidents() == []
    assert {one.field for one in standings(archive, 1)} == {"body", "byline"}


# --- the whole way ---------------------------------------------------------------------------
def _without_byline(server, slug: str) -> None:
    whole = server.article(server.stories[slug])
    html = whole.body.replace(b"Wilmot Crane", b"")
    server.behave(slug, lambda *_: Answer(200, html, whole.kind))


def test_health_tells_of_bylines_that_are_gone(outlet, tmp_path):
    """Real pages over HTTP, compared with earlier counts; by the command and in JSON."""
    many = [story(f"found-{number}") for number in range(PLENTY)]
    outlet.publish(*PLAIN, *many)
    for one in (*PLAIN, *many):
        _without_byline(outlet, one.slug)
    folder = watch_outlet(tmp_path / "archive", outlet)
    before = datetime.now(UTC).date()
    start = before - timedelta(14)
    with Archive.open_to_write(folder) as opened:
        opened.field_counts.add(days((14, 30, 1.0), field="byline", start=start))
        opened.field_counts.add(days((14, 30, 1.0), field="title", start=start))
    assert run_variorum(folder, "crawl", "--json", codes=(3,)).json["incidents"] == 1
    typist = Typist(folder)
    (health,) = typist.json("health")["outlets"]
    assert [(one["kind"], one["subject"]) for one in health["incidents"]] == [
        ("field_lost", "byline")
    ]
    (health,) = typist.json("health", "--fields")["outlets"]
    fields = {one["field"]: one for one in health["fields"]}
    assert (fields["byline"]["share"], fields["byline"]["share_before"]) == (0.0, 1.0)
    today = {before.isoformat(), datetime.now(UTC).date().isoformat()}  # it may be midnight
    assert fields["byline"]["fallen_since"] in today
    assert (fields["title"]["share"], fields["title"]["fallen_since"]) == (1.0, None)
    assert fields["body"]["length"] > 100
    rows = [line.split("\t") for line in typist("health", "--fields").stdout.splitlines()]
    assert ["echo", "title"] in [row[:2] for row in rows]
