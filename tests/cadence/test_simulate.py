"""Replays: what they count, on histories small enough to count by hand, and what they learn."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import UTC, datetime

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.cadence.hazard import HOUR, Hazard, shipped
from monitor.cadence.learn import learn
from monitor.cadence.plan import Cadence, section
from monitor.cadence.replay import hints, replay
from monitor.cadence.rules import RULES, Fixed
from monitor.cadence.traces import load
from monitor.commands.simulate import OWN, POLICIES, command
from monitor.simulate import Task, simulate
from storage.errors import InputError
from tests.cadence.one_queue import one_queue

START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


def stamp(seconds: float) -> str:
    return datetime.fromtimestamp(START + seconds, UTC).isoformat().replace("+00:00", "Z")


def write(folder, articles, changes):
    """Articles as (name, first seen, published or None), changes as (name, time), in seconds."""
    paths = folder / "articles.csv.gz", folder / "changes.csv"
    with gzip.open(paths[0], "wt", newline="") as file:
        rows = [
            (name, stamp(seen), stamp(out) if out is not None else "")
            for name, seen, out in articles
        ]
        csv.writer(file).writerows([("doc_id", "first_seen", "initial_pubdate"), *rows])
    with paths[1].open("w", newline="") as file:
        rows = [(name, stamp(time)) for name, time in changes]
        csv.writer(file).writerows([("doc_id", "event_time"), *rows])
    return paths


def made_up(folder, count: int = 400):
    """Articles every half hour; half of them, in one section, are edited again and again."""
    random = np.random.default_rng(3)
    articles, changes = [], []
    for number in range(count):
        busy, seen = number % 2 == 0, number * 1800.0
        name = f"https://n.example/{'live' if busy else 'quiet'}/story-{number}"
        articles.append((name, seen, seen - 60))
        times = np.cumsum(random.exponential(2 * HOUR, 6)) if busy else [5 * HOUR]
        changes += [(name, seen + time) for time in times]
    return load(*write(folder, articles, changes))


def test_what_counts_as_an_edit(tmp_path):
    """Changes after the first sight, until 30 days after publication, one for each time."""
    day = 86400
    changes = [("a", 0), ("a", 5), ("a", 5), ("a", 29 * day), ("a", 31 * day), ("b", 7), ("x", 9)]
    trace = load(*write(tmp_path, [("a", 3, 0), ("b", 7, None)], changes))
    assert trace.names == ("a", "b")
    assert (trace.edits - START).tolist() == [5, 29 * day]
    assert (trace.published - START).tolist() == [0, 7]


def test_an_edit_that_was_overwritten_is_not_captured(tmp_path):
    """Two edits between hourly looks are one capture, whose delay counts from the last one."""
    changes = [("a", 600), ("a", 1800), ("a", 3 * 3600 + 60)]
    trace = load(*write(tmp_path, [("a", 0, 0)], changes))
    visits = replay(trace, Fixed(1))
    assert visits.changed.sum() == 2
    assert visits.delay[visits.changed].tolist() == [1800, 3540]
    assert len(visits.time) == 30 * 24 - 1
    assert (visits.time - START)[:3].tolist() == [3600, 7200, 10800]


def test_a_hint_brings_the_visit_forward(tmp_path):
    """With a hint of every edit, daily looks capture each within a quarter of an hour."""
    changes = [("a", 6000), ("a", 40_000), ("b", 50_000)]
    trace = load(*write(tmp_path, [("a", 0, 0), ("b", 1, 0)], changes))
    visits = replay(trace, Fixed(24), hints(trace, 1.0, seed=1))
    assert visits.changed.sum() == 3
    assert np.nanmax(visits.delay) <= 900


def test_visits_teach_which_section_is_busy(tmp_path):
    """From looks alone the busy section gets a factor far above that of the quiet one."""
    trace = made_up(tmp_path)
    visits = replay(trace, Cadence(shipped(), 0.1))
    hazard = learn(shipped(), visits.gaps(trace, np.inf), trace.sections)
    assert hazard.factor("n.example/live") > 2 * hazard.factor("n.example/quiet")
    assert hazard.hours.mean() == pytest.approx(1)


def test_learning_finds_a_constant_rate(tmp_path):
    """With edits every two hours and hourly looks, it finds the rate of the edits."""
    random = np.random.default_rng(5)
    articles = [(str(number), number * 60.0, None) for number in range(300)]
    changes = [
        (name, seen + time)
        for name, seen, _ in articles
        for time in np.cumsum(random.exponential(2 * HOUR, 12))
    ]
    trace = load(*write(tmp_path, articles, changes))
    visits = replay(trace, Fixed(1))
    known = visits.time - trace.first_seen[visits.article] < 8 * HOUR
    visits = visits.chosen(known)
    hazard = learn(shipped(), visits.gaps(trace, np.inf), trace.sections, rounds=30)
    rates = hazard.rate(visits.before, visits.time[:, None] - 1800) * HOUR
    assert rates.mean() == pytest.approx(0.5, rel=0.1)


def test_the_budget_is_kept_and_more_is_captured_than_by_a_fixed_pace(tmp_path):
    """At one budget neither our cadence nor round robin overspends, and ours captures more."""
    trace = made_up(tmp_path)
    middle = float(np.median(trace.first_seen))
    own = simulate(trace, Task(8, middle, middle), OWN).numbers()
    fixed = simulate(trace, Task(8, middle, middle), "fixed").numbers()
    assert own["fetches_per_article"] < 8 * 1.1
    assert own["captured"] > fixed["captured"] + 0.1


def test_one_queue_never_goes_faster_than_it_may(tmp_path):
    """However much is due, no hour has more fetches than the pace allows (plus unused ones)."""
    trace = made_up(tmp_path, 60)
    visits = one_queue(trace, Cadence(shipped(), 0.4), per_hour=3)
    _, counts = np.unique(visits.time // HOUR, return_counts=True)
    assert 3 <= counts.max() <= 3 + 2


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(RULES)), st.floats(0.01, 100))
def test_every_rule_goes_forward(tmp_path_factory, name, knob):
    """At any pace, no rule visits twice at one time or after the end."""
    trace = load(*write(tmp_path_factory.mktemp("t"), [("a", 0, 0)], [("a", 600), ("a", 90_000)]))
    visits = replay(trace, RULES[name](knob))
    assert (np.diff(visits.time, prepend=START) >= 300 - 1e-3).all()
    assert (visits.time < trace.end[0]).all()


def test_the_command_tells_all_policies_and_writes_its_visits(tmp_path):
    """One document with the numbers of the chosen policy and all others; visits as CSV."""
    made_up(tmp_path, 60)
    visits = tmp_path / "visits.csv"
    arguments = [str(tmp_path / "articles.csv.gz"), str(tmp_path / "changes.csv"), "--budget", "5"]
    arguments += ["--json", "--visits", str(visits), "--judge-from", "2026-01-01T12:00Z"]
    found = CliRunner().invoke(command, arguments, obj=Quiet(), catch_exceptions=False)
    told = json.loads(found.stdout)
    assert set(told["per_policy"]) == set(POLICIES)
    assert told["policy"] == OWN
    assert told["captured"] == told["per_policy"][OWN]["captured"]
    rows = list(csv.DictReader(visits.read_text().splitlines()))
    judged = 60 - 24
    assert len(rows) == round(told["fetches_per_article"] * judged)
    assert all(row["time"] > "2026-01-01T12" for row in rows)


@pytest.mark.parametrize("name", ["changes.csv", "articles.csv.gz", "archive.db"])
def test_visits_are_written_over_no_file_that_would_be_missed(tmp_path, name):
    """The history that they are computed from was overwritten; an archive would have been, too."""
    made_up(tmp_path, 60)
    (tmp_path / "archive.db").write_bytes(b"SQLite format 3\0")
    before = (tmp_path / name).read_bytes()
    arguments = [str(tmp_path / "articles.csv.gz"), str(tmp_path / "changes.csv"), "--budget", "5"]
    arguments += ["--visits", str(tmp_path / name)]
    with pytest.raises(InputError, match=name):
        CliRunner().invoke(command, arguments, obj=Quiet(), catch_exceptions=False)
    assert (tmp_path / name).read_bytes() == before


class Quiet:
    """What the command reads of its invocation."""

    quiet = True


def test_a_file_without_its_columns_is_told(tmp_path):
    """The missing column is named."""
    (tmp_path / "a.csv").write_text("url\nx\n")
    with pytest.raises(InputError, match="doc_id"):
        load(tmp_path / "a.csv", tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/news/uk-56141867", "www.bbc.co.uk/news/uk"),
        ("https://a.example/en/politics/some-long-headline-here-12345", "a.example/en/politics"),
        ("https://a.example/2026/01/02/story", "a.example"),
        ("https://a.example/", "a.example"),
    ],
)
def test_the_section_of_a_url(url, name):
    """Folders, and the word before a number; no dates, no headlines."""
    assert section(url) == name


def test_a_hazard_survives_being_kept():
    """What is written can be read back; another shape is refused."""
    hazard = Hazard(shipped().table, shipped().hours, {"a": 1.5})
    again = Hazard.from_json(hazard.to_json())
    assert np.allclose(again.table, hazard.table, rtol=1e-3)
    assert again.habits == {"a": 1.5}
    with pytest.raises(ValueError, match="shape"):
        Hazard.from_json('{"table": [[1]], "hours": [1]}')


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"\x1f\x8b not really", b"doc_id,first_seen\n\x80"]
)
def test_a_file_that_is_no_csv_is_told(tmp_path, data):
    """Bytes that are no table are wrong use, not a bug of the program."""
    for name in ("articles.csv", "articles.csv.gz"):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError, match=rf"{name} is not a CSV file"):
            load(tmp_path / name, tmp_path / name)


def gaps(name, visits):
    """After how many hours a rule looks again, after looks at these hours that found a change."""
    rule, only = RULES[name](1.0), np.zeros(1, np.int64)
    rule.start(np.zeros(1))
    return [
        float(rule.next(only, np.array([hour * HOUR]), np.array([changed]))[0]) / HOUR - hour
        for hour, changed in visits
    ]


@pytest.mark.parametrize(
    ("name", "visits", "wanted"),
    [
        ("fixed", [(0, True), (5, False)], [1, 1]),
        ("newsdiffs", [(0, True), (4, False), (48, False), (200, False)], [0.25, 1, 3, 72]),
        ("newsdiffs", [(0, True), (200, True), (1_000, False)], [0.25, 0.25, 720]),
        ("diffengine", [(0, True), (4, False), (8, True)], [1 / 12, 1, 2]),
        ("newssniffer", [(0, True), (1, False), (2, False), (3, True)], [0.5, 0.6, 0.72, 0.5]),
        ("nutch", [(0, True), (1, False), (2, True)], [1, 1, 0.96]),
        ("stormcrawler", [(0, True), (24, False), (60, True)], [24, 36, 18.5]),
    ],
)
def test_the_rules_of_others_are_theirs(name, visits, wanted):
    """As their sources describe them, with their own figures: the comparison must be fair."""
    assert gaps(name, visits) == pytest.approx(wanted)


def test_newssniffer_ends_after_forty_days():
    """Each pause is a fifth longer than the last; one of forty days is never made."""
    *_, last, none = gaps("newssniffer", [(hour, not hour) for hour in range(43)])
    assert last == pytest.approx(0.5 * 1.2**41)
    assert none == float("inf")
