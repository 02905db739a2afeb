"""An article that left its address and comes back, or another one that takes its place."""

from __future__ import annotations

import pytest

from storage.records import ArticleState
from tests.moving.test_given_away import EDITED, OTHER, TEXT, TITLE, ZEBRA


def come_back(paper, title, text, day):
    """Let it be gone for more than a day, and back on this day and the next."""
    paper.put("/n/a", TITLE, TEXT)
    paper.look(0)
    paper.take("/n/a", "410 Gone")
    paper.look(1, 1.5, 2)
    assert paper.articles()["/n/a"].state is ArticleState.GONE
    paper.put("/n/a", title, text)
    paper.look(day, day + 1)
    assert paper.articles()["/n/a"].state is ArticleState.LIVE
    return [one.partition(" at ")[0] for one in paper.told("/n/a")]


@pytest.mark.parametrize("day", [4, 31])
def test_what_comes_back_as_it_was_has_one_revision(paper, day):
    """After days or a month: it is no longer gone, and its text is the same."""
    assert come_back(paper, TITLE, TEXT, day) == ["gone: missing", "restored: was gone"]
    assert paper.steps("/n/a") == []


def test_what_comes_back_edited_is_told_with_its_edit(paper):
    """The sentence was added while it was gone, and the revision's times say so."""
    assert come_back(paper, TITLE, EDITED, 31) == ["gone: missing", "restored: was gone"]
    (step,) = paper.steps("/n/a")
    assert "1 sentence added" in step


def test_another_text_at_its_address_is_not_told_as_its_return(paper):
    """It was reported *restored: was gone*, yet it was still gone: its address was reused."""
    assert come_back(paper, ZEBRA, OTHER, 31) == [
        "gone: missing",
        "restored: was gone; its address has another text under another headline now",
    ]
    assert len(paper.steps("/n/a")) == 1
