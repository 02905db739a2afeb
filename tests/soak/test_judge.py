"""What the soak's judge counts as a miss, as a soak of an hour cannot show that it can."""

from __future__ import annotations

import pytest

from spiders.urls import surt
from tests.soak.judge import Dues, judge_edits
from tests.soak.plan import Plan

KEY = "org,example)/a"


@pytest.fixture
def dues():
    """Visited at 145.9, as was noticed at 154; before that, the address was due at 26."""
    dues = Dues()
    dues.note(32.0, KEY, 26.0, None)
    dues.note(154.0, KEY, 1169.0, 145.9)
    return dues


def test_what_a_visit_sets_is_in_force_since_the_visit(dues):
    """An edit just after a visit is the next one's to find, whenever the visit was noticed."""
    assert dues.in_force(KEY, 151.0) == 1169.0


def test_an_edit_before_a_visit_is_to_be_found_by_it(dues):
    """Otherwise a daemon that looks late, or never, would miss nothing."""
    assert dues.in_force(KEY, 145.0) == 26.0


def test_what_a_hint_sets_is_in_force_since_it_was_noticed(dues):
    """No visit set it, and until then the old time applied."""
    dues.note(164.0, KEY, 160.0, 145.9)
    assert dues.in_force(KEY, 163.0) == 1169.0
    assert dues.in_force(KEY, 164.0) == 160.0


def test_a_visit_that_was_stored_late_outdoes_what_was_noticed_while_it_flew(dues):
    """Times stay in order, however long a visit took."""
    dues.note(164.0, KEY, 160.0, 145.9)
    dues.note(174.0, KEY, 1400.0, 163.0)
    assert dues.in_force(KEY, 162.0) == 1169.0
    assert dues.in_force(KEY, 164.5) == 1400.0


def test_nobody_knew_before_it_was_found(dues):
    """An address that was not known yet is not due."""
    assert dues.in_force(KEY, 10.0) is None


def test_an_edit_that_stood_long_enough_and_was_not_seen_is_missed():
    """It is not if its mark was seen, or if it was not there long enough."""
    plan, base = Plan(4000.0, outlets=1, articles=1), "http://127.0.1.1:80"
    (article,) = plan.all[0]
    first, second = article.edits[0], article.edits[1]
    dues = Dues()
    dues.note(0.0, surt(base + article.path), first + 1, 0.0)

    def missed(marks: set[str], slack: float) -> list[str]:
        return judge_edits(plan, [base], dues, marks, second, slack).missed

    assert missed(set(), 0.0) == ["0/news/0-the-long-story-of-0 version 1"]
    assert missed({article.mark(1)}, 0.0) == []
    assert missed(set(), second - first) == []
