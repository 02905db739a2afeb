"""An address that shows another article than before, going by the page's own canonical URL."""

from __future__ import annotations

import pytest

from storage.records import ArticleState
from tests.moving.conftest import read_again
from tests.stories import filler

TEXT, OTHER = filler("marrow bridge", 5), filler("zebra", 5)
ADDED = "Nobody knows who is to pay for it, said 7 of the 12 on board."
EDITED = (*TEXT[:2], ADDED, *TEXT[2:])
TITLE, RENAMED, ZEBRA = "Marrow bridge closed", "Marrow bridge closed after crack", "Zebra seen"


@pytest.mark.parametrize("later", [0.0, 0.5], ids=["at once", "half a day later"])
def test_an_old_address_that_names_the_new_one_keeps_one_history(paper, later):
    """It stays alive, and its page names the new address, which was discovered before that.

    The old history lost its only address and was *live* forever, and the edit that came with the
    move was not reported anywhere.
    """
    paper.put("/n/old", TITLE, TEXT)
    paper.look(0)
    paper.put("/n/new", RENAMED, EDITED)
    if later:
        paper.look(1)
    paper.put("/n/old", RENAMED, EDITED, called="/n/new")
    paper.look(1 + later, 2)
    assert list(paper.articles()) == ["/n/new"]
    (step,) = paper.steps("/n/new")
    assert "headline" in step
    assert "1 sentence added" in step
    assert paper.told("/n/new") == ["moved_url: now calls itself /n/new"]


def test_read_again_what_was_joined_is_told_the_same(paper, monkeypatch):
    """The old address still had the old text when the new one was discovered: that is no revert."""
    paper.put("/n/old", TITLE, TEXT)
    paper.look(0)
    paper.put("/n/new", RENAMED, EDITED)
    paper.look(1, 1.3)
    paper.put("/n/old", RENAMED, EDITED, called="/n/new")
    paper.look(2)
    before = paper.steps("/n/new")
    read_again(paper, monkeypatch)
    assert paper.steps("/n/new") == before


def test_an_edit_at_the_new_address_is_told_once(paper):
    """The step of the move is to the first text seen there, whatever is there by now."""
    paper.put("/n/old", TITLE, TEXT)
    paper.look(0)
    paper.put("/n/new", RENAMED, TEXT)
    paper.look(1)
    for path in ("/n/old", "/n/new"):
        paper.put(path, RENAMED, EDITED, called="/n/new")
    paper.look(2, 3)
    first, second = paper.steps("/n/new")
    assert "headline" in first
    assert "sentence" not in first
    assert "1 sentence added" in second


def test_two_that_ran_side_by_side_stay_two(paper):
    """A duplicate is retired: its page names the older one, and its own history ends there."""
    paper.put("/n/a", TITLE, TEXT)
    paper.look(0)
    paper.put("/n/b", TITLE, TEXT)
    paper.look(1)
    paper.put("/n/b", TITLE, EDITED, called="/n/a")
    paper.put("/n/a", TITLE, EDITED)
    paper.look(2, 3)
    assert set(paper.articles()) == {"/n/a", "/n/b"}
    assert paper.told("/n/b") == ["moved_url: now calls itself /n/a"]
    assert len(paper.steps("/n/a")) == 1
    assert paper.steps("/n/b") == []


def test_a_second_part_that_names_the_first_one_is_no_revision_of_it(paper):
    """They share a headline but no sentence, and the outlet names the first part on both."""
    paper.put("/n/part-2", TITLE, OTHER)
    paper.look(0)
    paper.put("/n/part-1", TITLE, TEXT)
    paper.look(1)
    paper.put("/n/part-2", TITLE, OTHER, called="/n/part-1")
    paper.look(2, 3)
    assert set(paper.articles()) == {"/n/part-1", "/n/part-2"}
    assert [paper.steps(path) for path in ("/n/part-1", "/n/part-2")] == [[], []]
    assert paper.told("/n/part-2") == ["moved_url: now calls itself /n/part-1"]


def test_an_article_whose_address_shows_another_one_is_missed(paper):
    """Its page has another text and another name: it was *live*, and never visited again."""
    paper.put("/n/a", TITLE, TEXT)
    paper.look(0)
    paper.put("/n/a", ZEBRA, OTHER, called="/n/zebra")
    paper.put("/n/zebra", ZEBRA, OTHER)
    paper.look(1)
    assert paper.articles()["/n/a"].state is ArticleState.LIVE
    paper.look(1.5, 2, 2.5)
    assert paper.articles()["/n/a"].state is ArticleState.GONE
    (told,) = paper.told("/n/a")
    assert told.startswith("gone: another page in its place at ")
    assert (paper.steps("/n/a"), paper.steps("/n/zebra")) == ([], [])
    assert paper.articles()["/n/zebra"].state is ArticleState.LIVE


def test_it_is_missed_too_where_that_address_is_gone_then(paper):
    """Another article was at its address for half a day, and then nothing."""
    paper.put("/n/a", TITLE, TEXT)
    paper.put("/n/zebra", ZEBRA, OTHER)
    paper.look(0)
    paper.put("/n/a", ZEBRA, OTHER, called="/n/zebra")
    paper.look(1)
    paper.take("/n/a")
    paper.look(1.5, 2, 2.5, 3)
    assert paper.articles()["/n/a"].state is ArticleState.GONE
    assert paper.articles()["/n/zebra"].state is ArticleState.LIVE


def test_a_cache_that_mixes_pages_up_for_half_a_day_deletes_nothing(paper):
    """Every address shows one article's page, then each its own again; nothing is reported."""
    texts = {f"/n/{name}": filler(name, 5) for name in ("one", "two", "three")}
    for path, text in texts.items():
        paper.put(path, f"All about {path[3:]}", text)
    paper.look(0)
    for path in texts:
        paper.put(path, "All about one", texts["/n/one"], called="/n/one")
    paper.look(1, 1.3)
    for path, text in texts.items():
        paper.put(path, f"All about {path[3:]}", text)
    paper.look(1.6, 2, 3)
    assert [paper.told(path) + paper.steps(path) for path in texts] == [[], [], []]
    assert {one.state for one in paper.articles().values()} == {ArticleState.LIVE}
    assert all(one.absence is None for one in paper.articles().values())


def test_a_rolling_address_leaves_no_article_behind(paper):
    """It shows the day's article under that article's own name, and the next day the next one."""
    for day, (title, text) in enumerate(((TITLE, TEXT), (ZEBRA, OTHER))):
        paper.put(f"/n/{day}", title, text)
        paper.put("/live", title, text, called=f"/n/{day}")
        paper.look(day)
    paper.look(2, 3, 4)
    assert [paper.told(path) for path in ("/n/0", "/n/1")] == [[], []]
    assert {one.state for one in paper.articles().values()} == {ArticleState.LIVE}


def test_read_again_the_look_that_joined_two_is_told_the_same(paper, monkeypatch):
    """The old page names the new one but still has the old text: a sight of it, no revert."""
    paper.put("/n/old", TITLE, TEXT)
    paper.look(0)
    paper.put("/n/new", TITLE, EDITED)
    paper.look(1)
    paper.put("/n/old", TITLE, TEXT, called="/n/new")
    paper.look(2)
    paper.put("/n/old", TITLE, EDITED)
    paper.look(3)
    paper.put("/n/new", TITLE, TEXT, called="/n/old")
    paper.look(4, 5)
    before = paper.steps("/n/old")
    assert len(before) == 1
    read_again(paper, monkeypatch)
    assert paper.steps("/n/old") == before


def test_names_that_take_turns_are_told_once(paper):
    """Two servers of an outlet disagree about the canonical URL of both pages."""
    paper.put("/n/old", TITLE, TEXT)
    paper.look(0)
    paper.put("/n/new", RENAMED, EDITED)
    paper.look(1)
    for day, name in enumerate(["/n/old", "/n/new"] * 3, 2):
        for path in ("/n/old", "/n/new"):
            paper.put(path, RENAMED, EDITED, called=name)
        paper.look(day)
    for path, other in (("/n/old", "/n/new"), ("/n/new", "/n/old")):
        assert paper.told(path) == [f"moved_url: now calls itself {other}"]
