"""The explanation of a due time agrees with that time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.cadence import next_look
from monitor.cadence.explain import _small, explain
from storage.agenda.pins import Pin
from storage.records import Address, Due, Outcome, Role, SeedKind

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ARTICLE = Due(
    Address(1, 1, "https://a.example/1", "(example,a)/1", Role.ARTICLE),
    "a",
    first_seen=NOW - 5 * HOUR,
    last_visit=NOW,
)


def test_at_its_due_time_the_expected_edits_are_the_threshold():
    """The numbers shown are those that the due time was computed from."""
    at = next_look(ARTICLE, Outcome.UNMODIFIED, NOW)
    assert at is not None
    reason = explain(ARTICLE, at)
    assert reason.expected == pytest.approx(reason.threshold, rel=1e-6)
    assert f"it is visited when {_small(reason.threshold)} are." in reason.sentence
    assert explain(ARTICLE, NOW).expected == 0


def test_an_edit_seen_is_told_and_raises_the_rate():
    """With an edit seen an hour ago the rate is higher than without one."""
    edited = replace(ARTICLE, revisions=2, last_changed=NOW - HOUR)
    quiet, busy = explain(ARTICLE, NOW), explain(edited, NOW)
    assert busy.edits_seen == 1
    assert busy.edits_a_day > quiet.edits_a_day
    assert "1 edit seen" in busy.sentence


def test_the_wait_of_an_old_article_that_was_edited_is_told():
    """Its rates are not what makes it due, and the sentence says what does."""
    old = replace(ARTICLE, first_seen=NOW - 9000 * HOUR, revisions=2, last_changed=NOW)
    at = next_look(old, Outcome.UNMODIFIED, NOW)
    told = explain(replace(old, address=replace(old.address, next_due=at)), NOW).sentence
    assert "never left longer than it has been quiet" in told
    assert "An article 375 days old" in told
    assert "never left longer than it has been quiet" not in explain(ARTICLE, NOW).sentence


def test_a_page_without_an_article_has_no_age():
    """A refused address was called *0.0 hours old*, however long it had been known."""
    candidate = replace(ARTICLE, address=replace(ARTICLE.address, role=Role.CANDIDATE))
    reason = explain(replace(candidate, first_seen=None), NOW + HOUR)
    assert reason.age_hours is None
    assert reason.sentence.startswith("A page of unknown age, taken for a new article, is expected")


@pytest.mark.parametrize(("minutes", "told"), [(0, "1 minute"), (59, "59 minutes"), (60, "1.0 h")])
def test_a_young_article_has_its_age_in_minutes(minutes, told):
    """Tenths of an hour mean nothing for a story that has just broken."""
    at = NOW - timedelta(minutes=minutes)
    assert f"An article {told}" in explain(replace(ARTICLE, first_seen=at), NOW).sentence


@pytest.mark.parametrize(
    ("due", "word"),
    [
        (replace(ARTICLE, address=replace(ARTICLE.address, role=Role.NONE)), "not an article"),
        (replace(ARTICLE, address=replace(ARTICLE.address, failures=2)), "2 visits in a row"),
        (replace(ARTICLE, last_visit=None), "new"),
        (
            replace(
                ARTICLE,
                address=replace(ARTICLE.address, role=Role.SEED),
                seed_kind=SeedKind.FEED,
            ),
            "feed",
        ),
    ],
)
def test_what_has_no_rate_has_its_own_reason(due, word):
    """Seeds, faults, new addresses and what is no article get reasons without numbers."""
    reason = explain(due, NOW)
    assert word in reason.sentence
    assert reason.expected is None


@pytest.mark.parametrize(("hours", "comes"), [(1, True), (2160, False)])
def test_the_look_before_a_slow_pace_begins_is_told(hours, comes):
    """A user who pins it to every 90 days, and sees it due at once, learns why."""
    pinned = replace(ARTICLE, pin=Pin(2160 * HOUR))
    due = replace(pinned, address=replace(ARTICLE.address, next_due=NOW + hours * HOUR))
    assert ("One visit comes before that pace begins." in explain(due, NOW).sentence) is comes


@pytest.mark.parametrize("number", [0.0, 1e-9, 0.0025, 7.0, 99.4, 99.6, 100.0, 12_345.0])
def test_no_figure_is_told_as_a_power_of_ten(number):
    """Nobody wants 1e+02 in a sentence, and rounding makes that of 99.6."""
    assert "e" not in _small(number).removeprefix("less than")
