"""What an archive's own looks teach, how that is kept, and that the program uses it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from monitor.cadence import next_look
from monitor.cadence.advice import Forecast, Point, advice, forecast
from monitor.cadence.explain import explain
from monitor.cadence.hazard import HOUR, Hazard, Histories, shipped
from monitor.cadence.plan import THRESHOLD
from monitor.learning import gaps_of, is_due, learn_from, learn_if_due
from monitor.looks import Looks, budget_advice
from storage.archive import Archive
from storage.intents import AddRevision, BeginArticle, SeeSame
from storage.records import Assessment, Block, BlockKind, Extraction, Found, Outcome, Visit, Weight
from tests.captures import exchange

NOW = datetime.now(UTC)
"""Not fixed, as the last weeks are learnt from, and the chore uses the clock."""


def text_of(number: int, edits: int) -> Extraction:
    block = Block(BlockKind.PARAGRAPH, f"Story {number} after {edits} edits.")
    return Extraction(title=f"Story {number}", blocks=(block,), reader="reader 1")


def visit_of(address, at, payload: bytes) -> Visit:
    kept, due = exchange(address.url, payload), at + timedelta(hours=1)
    return Visit(address.id, at, at, Outcome.CAPTURED, 200, exchange=kept, next_due=due)


def fill(archive, count: int = 16) -> None:
    """Articles in two sections, looked at hourly for twelve hours: /live is edited each time."""
    outlet = archive.add_outlet("herald", "https://herald.example/", ["herald.example"], NOW)
    for number in range(count):
        folder = "live" if number % 2 else "quiet"
        url = f"https://herald.example/{folder}/story-{number}"
        start = NOW - timedelta(days=5, hours=-number)
        [address] = archive.discover(outlet.id, [Found(url, f"herald/{number}")], start)
        edits = 0
        for hour in range(12):
            at = start + timedelta(hours=hour)
            changed = bool(number % 2 and hour)
            edits += changed
            visit = archive.record(visit_of(address, at, b"%d %d" % (number, edits)))
            reading = text_of(number, edits)
            if not hour:
                archive.apply(visit, [BeginArticle(url, f"herald/{number}", reading)])
            elif changed:
                article = archive.article(f"herald/{number}")
                weight = Assessment(Weight.WORDING)
                archive.apply(visit, [AddRevision(article.id, reading, weight)])
            else:
                article = archive.article(f"herald/{number}")
                same = archive.revision(article.id).extraction_id
                archive.apply(visit, [SeeSame(article.id, same, "page")])


@pytest.fixture(scope="module")
def folder_once(tmp_path_factory):
    """The archive that the tests of this module copy."""
    path = tmp_path_factory.mktemp("learning") / "archive"
    with Archive.create(path) as archive, archive.transaction():
        fill(archive)
    return path


@pytest.fixture
def folder(folder_once, tmp_path):
    """An archive to learn from."""
    return shutil.copytree(folder_once, tmp_path / "archive")


@pytest.fixture(scope="module")
def learnt_once(folder_once, tmp_path_factory):
    """The same, with what it teaches."""
    path = shutil.copytree(folder_once, tmp_path_factory.mktemp("learnt") / "archive")
    assert learn_if_due(path)
    return path


def test_an_edit_belongs_to_the_look_that_saw_it():
    """Looks at 0, 10, 20 and 30, an edit seen at 20: the third gap begins with the edit."""
    assert gaps_of(-5.0, [0.0, 10.0, 20.0, 30.0], [20.0]) == [
        (-5.0, 0.0, 0.0, 0, 10.0, False),
        (-5.0, 10.0, 10.0, 0, 20.0, True),
        (-5.0, 20.0, 20.0, 1, 30.0, False),
    ]


def test_a_lesson_knows_the_sections_of_the_archive(folder):
    """A section edited at every look is expected to be edited far more often."""
    with Archive.open(folder) as archive:
        lesson = learn_from(archive, NOW)
    assert lesson is not None
    assert (lesson.looks, lesson.edits) == (16 * 11, 8 * 11)
    hazard = Hazard.from_json(lesson.hazard)
    assert hazard.factor("herald.example/live") > 2 * hazard.factor("herald.example/quiet")


def test_the_chore_learns_once_a_day_and_the_program_goes_by_it(folder):
    """Learnt once, kept with a version, used for the next due time, and reported."""
    with Archive.open(folder) as archive:
        looks = Looks(archive)
        due = archive.due_of(archive.address("herald/1").id)
        before = looks(due, Outcome.UNMODIFIED, NOW)
        assert looks.version == 0
        assert budget_advice(archive) is None
    [(event, values)] = learn_if_due(folder)
    assert (event, values["version"]) == ("learnt", 1)
    assert learn_if_due(folder) == []
    with Archive.open(folder) as archive:
        looks = Looks(archive)
        assert looks.version == 1
        assert looks(due, Outcome.UNMODIFIED, NOW) < before
        assert budget_advice(archive) is not None
        made = archive.lessons.latest().made_at
        assert is_due(archive, made + timedelta(days=1))
        assert is_due(archive, made - timedelta(hours=1))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"table": [[1]], "hours": []}'], ids=["no", "empty", "list", "shape"]
)
def test_a_damaged_lesson_stops_no_crawl(learnt_once, tmp_path, text):
    """The shipped rates are used in its place, or those in use; `verify` reports the damage."""
    folder = shutil.copytree(learnt_once, tmp_path / "archive")
    with Archive.open_to_write(folder) as archive:
        archive._database.change("UPDATE lessons SET hazard = ?, forecast = ?", (text, text))
        due = archive.due_of(archive.address("herald/1").id)
        looks = Looks(archive)
        assert looks(due, Outcome.UNMODIFIED, NOW) == next_look(due, Outcome.UNMODIFIED, NOW)
        assert looks.version == 0
        assert budget_advice(archive) is None


def test_nothing_is_learnt_from_next_to_nothing(tmp_path):
    """An archive of a few looks keeps the shipped rates."""
    with Archive.create(tmp_path / "new") as archive:
        assert learn_from(archive, NOW) is None
        assert archive.lessons.version() == 0


def arrivals(count: int = 60) -> Histories:
    seen = NOW.timestamp() + HOUR * np.arange(count)
    return Histories(seen - 600, seen, seen, np.zeros(count, np.int64), np.ones(count))


def test_more_fetches_miss_fewer_edits():
    """In a seeded forecast of the shipped rates, more fetches miss fewer edits."""
    told = forecast(shipped(), arrivals(), a_day=24)
    assert told == forecast(shipped(), arrivals(), a_day=24)
    fetches = [point.fetches for point in told.points]
    missed = [point.missed for point in told.points]
    assert fetches == sorted(fetches)
    assert missed[0] > 2 * missed[-1]
    assert Forecast.from_json(told.to_json()) == told


def test_looks_that_are_answered_with_not_modified_cost_a_tenth():
    """At one threshold as many edits are missed, but looks that find nothing are cheap."""
    whole = forecast(shipped(), arrivals(), a_day=24)
    cheap = forecast(shipped(), arrivals(), a_day=24, unmodified=1.0)
    for dear, light in zip(whole.points, cheap.points, strict=True):
        assert light.missed == dear.missed
        assert dear.fetches / 10 < light.fetches < dear.fetches
    assert cheap.threshold(100) < whole.threshold(100)


def test_an_outlet_may_have_a_budget_of_its_own(folder):
    """With fewer looks allowed, its articles wait longer, others' do not; `why` says so."""
    with Archive.open(folder) as archive:
        due = archive.due_of(archive.address("herald/2").id)
        other = replace(due, outlet="courier")
        freely = learn_from(archive, NOW)
    (folder / "outlets").mkdir()
    (folder / "outlets" / "herald.toml").write_text("fetches_a_day = 2\n")
    assert learn_if_due(folder)
    with Archive.open(folder) as archive:
        lesson, looks = archive.lessons.latest(), Looks(archive)
        assert lesson.threshold == freely.threshold
        assert Forecast.from_json(lesson.forecast).outlets["herald"] > lesson.threshold
        assert looks(due, Outcome.UNMODIFIED, NOW) > looks(other, Outcome.UNMODIFIED, NOW)
        held, free = (explain(one, NOW, looks.cadence()) for one in (due, other))
    assert held.threshold > free.threshold


def test_a_budget_of_an_outlet_beyond_what_is_worth_it_changes_nothing(folder):
    """It is a limit, not an order to look more often."""
    with Archive.open(folder) as archive:
        lesson = learn_from(archive, NOW, budgets={"herald": 1e6, "nobody": 1.0})
    assert Forecast.from_json(lesson.forecast).outlets == {}


POINTS = (Point(0.2, 5, 0.2), Point(0.1, 10, 0.1), Point(0.05, 20, 0.05), Point(0.025, 40, 0.02))


def test_a_budget_sets_the_threshold():
    """Ten fetches an article and ten articles a day: a hundred a day is the second point."""
    told = Forecast(10, POINTS)
    assert told.threshold(100) == pytest.approx(0.1)
    assert told.threshold(1e9) == THRESHOLD
    assert told.threshold(25) == pytest.approx(0.4)
    assert Forecast(0, ()).threshold(100) == THRESHOLD


def test_the_advice_is_told_as_numbers():
    """What is missed now, and what so many more fetches would reduce it to."""
    one = advice(Forecast(10, POINTS), 0.1)
    assert one.sentence == (
        "About 10% of edits are missed at 100 fetches of articles a day; 40% more would bring it"
        " to 8%."
    )
    assert advice(Forecast(10, POINTS), 0.025).sentence.endswith("400 fetches of articles a day.")
    assert advice(Forecast(0, ()), 0.1) is None


def test_turns_that_two_headlines_take_are_no_edits(tmp_path):
    """A headline test would cause a look every five minutes, and teach a rate of edits."""
    texts = [text_of(0, edits) for edits in (0, 1, 0, 1, 0, 1)]
    with Archive.create(tmp_path / "archive") as archive:
        outlet = archive.add_outlet("herald", "https://herald.example/", ["herald.example"], NOW)
        start = NOW - timedelta(days=5)
        url = "https://herald.example/story"
        [address] = archive.discover(outlet.id, [Found(url, "herald/0")], start)
        for hour, reading in enumerate(texts):
            at = start + timedelta(hours=hour)
            visit = archive.record(visit_of(address, at, b"%d" % hour))
            if hour:
                turn = ("revert", "variant") if hour > 2 else ()
                seen = AddRevision(1, reading, Assessment(Weight.WORDING, signals=turn))
                archive.apply(visit, [seen])
            else:
                archive.apply(visit, [BeginArticle(url, "herald/0", reading)])
        due = archive.due_of(address.id)
        assert archive.article("herald/0").revisions == len(texts)
        assert (due.revisions, due.last_changed) == (3, start + timedelta(hours=2))
        assert len(archive.lessons.edits(start, 10)) == 2
