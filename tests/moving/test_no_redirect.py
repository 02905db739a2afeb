"""An article that left its address, and whose text is at another one, without a redirect."""

from __future__ import annotations

import pytest

from storage.records import ArticleState
from tests.moving.test_given_away import EDITED, OTHER, TEXT, TITLE, ZEBRA
from tests.stories import filler

NOTICE = (
    "This article was withdrawn by the editors of the Courier on the day of its publication.",
    "It did not meet the standards by which readers may judge what stands in these pages.",
    "Whoever has questions about it can write to the office of the editors at any hour.",
)


def gone(paper, path):
    """The event that claims its absence."""
    assert paper.articles()[path].state is ArticleState.GONE
    (told,) = [one for one in paper.told(path) if one.startswith("gone: ")]
    return told


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_the_absence_says_where_the_same_text_stands(paper, status):
    """It was reported *gone*, the other one new, and nothing said that they are one text."""
    paper.put("/n/old", TITLE, TEXT)
    paper.look(0, 0.5)
    paper.take("/n/old", status)
    paper.put("/n/new", TITLE, TEXT)
    paper.look(1, 1.5, 2, 3)
    assert gone(paper, "/n/old").endswith(
        " visits since 2026-03-02 08:00Z; the same text has been at /n/new since 2026-03-02 08:00Z;"
        " no redirect leads there"
    )
    assert paper.told("/n/new") == [
        "moved_url: the same text was at /n/old until 2026-03-01 20:00Z; no redirect leads here"
    ]


def test_a_text_that_comes_back_elsewhere_is_told_of_both(paper):
    """It was reported gone a week ago, when no other place with its text was known."""
    paper.put("/n/old", TITLE, TEXT)
    paper.look(0)
    paper.take("/n/old")
    paper.look(1, 1.5, 2)
    paper.put("/n/new", TITLE, TEXT)
    paper.look(8, 9)
    assert "has been at" not in gone(paper, "/n/old")
    assert [paper.told(path)[-1].partition("; ")[0] for path in ("/n/old", "/n/new")] == [
        "moved_url: the same text has been at /n/new since 2026-03-09 08:00Z",
        "moved_url: the same text was at /n/old until 2026-03-01 08:00Z",
    ]


def test_a_text_that_was_edited_as_it_went_is_pointed_to(paper):
    """That edit was not reported: the one history ended before it, the other began with it."""
    paper.put("/n/old", TITLE, TEXT)
    paper.look(0)
    paper.take("/n/old")
    paper.put("/n/new", TITLE, EDITED)
    paper.look(1, 1.5, 2, 3)
    assert "; most of the text has been at /n/new since " in gone(paper, "/n/old")
    assert paper.told("/n/new")[0].startswith("moved_url: most of the text was at /n/old until ")


def test_a_copy_is_not_told_to_have_moved(paper):
    """Two copies existed, and one was taken down; its absence says where the other one is."""
    paper.put("/n/a", TITLE, TEXT)
    paper.look(0)
    paper.put("/n/b", TITLE, TEXT)
    paper.look(1)
    paper.take("/n/a")
    paper.look(2, 2.5, 3, 4)
    assert "; the same text has been at /n/b since 2026-03-02 " in gone(paper, "/n/a")
    assert paper.told("/n/b") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((TITLE, NOTICE), (TITLE, NOTICE)),
        ((TITLE, TEXT), (TITLE, OTHER)),
        ((TITLE, TEXT), (ZEBRA, EDITED)),
        ((TITLE, TEXT), (TITLE, (*filler("live blog", 5), TEXT[0]))),
    ],
    ids=["a notice", "a headline of every day", "another headline", "a live blog anew"],
)
def test_what_may_be_another_article_is_not_told_to_be_this_one(paper, old, new):
    """Only the absence is known, and no more is said."""
    paper.put("/n/old", *old, published="2026-03-01T06:00:00Z")
    paper.look(0)
    paper.take("/n/old")
    paper.put("/n/new", *new, published="2026-03-02T06:00:00Z")
    paper.look(1, 1.5, 2, 3)
    assert "has been at" not in gone(paper, "/n/old")
    assert paper.told("/n/new") == []


def test_what_several_articles_say_stands_for_none(paper):
    """A text published daily in the same words: none of them is where the other one went."""
    paper.put("/n/0", TITLE, TEXT)
    paper.look(0)
    paper.take("/n/0")
    for path in ("/n/1", "/n/2"):
        paper.put(path, TITLE, TEXT)
    paper.look(1, 1.5, 2, 3)
    assert "has been at" not in gone(paper, "/n/0")
    assert [paper.told(path) for path in ("/n/1", "/n/2")] == [[], []]


def test_what_went_there_as_well_stands_nowhere(paper):
    """The other one was there only for half a day."""
    paper.put("/n/old", TITLE, TEXT)
    paper.look(0)
    paper.take("/n/old")
    paper.put("/n/new", TITLE, TEXT)
    paper.look(1)
    paper.take("/n/new")
    paper.look(1.5, 2, 3, 4)
    assert [("has been at" in gone(paper, path)) for path in ("/n/old", "/n/new")] == [False, False]


def test_two_that_changed_addresses_are_told_where_they_stand(paper):
    """An outlet renumbers its pages: both were reported *gone*, and both can be read."""
    paper.put("/n/1", TITLE, TEXT)
    paper.put("/n/2", ZEBRA, OTHER)
    paper.look(0)
    paper.put("/n/2", TITLE, TEXT)
    paper.put("/n/1", ZEBRA, OTHER)
    paper.look(1, 1.5, 2, 3)
    for path, other in (("/n/1", "/n/2"), ("/n/2", "/n/1")):
        told = gone(paper, path)
        assert told.startswith("gone: another page in its place at ")
        assert f"; the same text has been at {other} since 2026-03-02 08:00Z" in told
        assert paper.steps(path) == []
