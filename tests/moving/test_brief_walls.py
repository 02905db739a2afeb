"""A page of a sentence or two in place of all articles, with status 200."""

from __future__ import annotations

import itertools

import pytest

from storage.records import ArticleState
from tests.moving.conftest import read_again
from tests.soak.newsroom import clock
from tests.stories import filler

MANY, FEW = range(10), range(8)
TITLE = "Not to be read where you are"
NOTICE = (
    "We see that you wish to visit the pages of the Courier from a country beyond the sound.",
    "Its laws let us show you nothing of what stands here at this time, for which we are sorry.",
)


def publish(paper, numbers):
    """Serve an article at each of these, with a text of its own."""
    for number in numbers:
        paper.put(f"/n/{number}", f"Report {number} of the harbour", filler(f"report {number}"))


def wall(paper, numbers):
    """Serve the wall at each of these addresses."""
    for number in numbers:
        paper.put(f"/n/{number}", TITLE, NOTICE, called=None)


def edits(paper):
    """The number of revisions of all articles, without their first ones."""
    return sum(len(paper.steps(path)) for path in paper.articles())


def test_a_wall_of_two_sentences_before_all_articles_is_no_edit(paper, monkeypatch):
    """Each article was reported rewritten to the wall, and back again; all are live meanwhile."""
    publish(paper, MANY)
    paper.look(0, 1)
    wall(paper, MANY)
    paper.look(2, 4)
    articles = paper.articles().values()
    assert edits(paper) == 0
    assert {(one.state, one.absence) for one in articles} == {
        (ArticleState.LIVE, "one page for many articles")
    }
    publish(paper, MANY)
    paper.look(5)
    assert edits(paper) == 0
    assert {one.absence for one in paper.articles().values()} == {None}
    read_again(paper, monkeypatch)
    assert edits(paper) == 0


def test_what_is_found_behind_the_wall_begins_no_article_of_it(paper):
    """A new address that shows the wall does not begin an article with the wall's text."""
    publish(paper, MANY)
    paper.look(0, 1)
    wall(paper, MANY)
    paper.look(2)
    wall(paper, [20])
    paper.look_when_due(2.01, 2.3)
    assert "/n/20" not in paper.articles()


def test_a_wall_that_stays_for_more_than_a_week_is_told(paper):
    """Whether an outlet shuts out readers or withdraws everything, each article is missed then."""
    publish(paper, MANY)
    paper.look(0, 1)
    wall(paper, MANY)
    paper.look(*range(2, 9), 9.01, 10.01)
    assert {one.state for one in paper.articles().values()} == {ArticleState.GONE}


def test_those_that_a_wall_took_last_are_told_gone_as_well(paper):
    """The others, gone a pass before, were not visited any more: these became the notice."""
    publish(paper, MANY)
    paper.look(0, 1)
    wall(paper, MANY)
    notice, asked = paper.server.routes["/n/0"], itertools.count(1)

    def late(_request):
        if next(asked) == 5:  # of ten, two at a time, in whatever order
            clock.set_to(clock.world() + 1800)
        return notice

    paper.server.routes |= {f"/n/{number}": late for number in MANY}
    paper.look(2)
    paper.look(*range(3, 9), 9.01)
    states = [one.state for one in paper.articles().values()]
    assert set(states) == {ArticleState.GONE, ArticleState.LIVE}
    paper.look(10.05)
    assert {one.state for one in paper.articles().values()} == {ArticleState.GONE}
    assert edits(paper) == 0


def test_many_reports_that_are_withdrawn_say_so_each(paper):
    """Two others are still there: it is no wall, but what the outlet says of each of them."""
    publish(paper, MANY)
    paper.look(0, 1)
    wall(paper, FEW)
    paper.look(2)
    assert edits(paper) == len(FEW)


def test_a_few_reports_that_are_all_withdrawn_say_so_each(paper):
    """Seven may be all that an outlet has, and all may be withdrawn together."""
    publish(paper, range(7))
    paper.look(0, 1)
    wall(paper, range(7))
    paper.look(2)
    assert edits(paper) == 7


@pytest.mark.parametrize("own", [True, False], ids=["a sentence of its own", "its headline alone"])
def test_short_reports_that_have_much_in_common_are_edited_each(paper, own):
    """Election results, or the weather by town: none of the edits was reported."""
    towns = [f"{one} Ward" for one in ("Holm", "Garve", "Ostby", "Lund", "Marrow", "Tarn", "Eyre")]
    towns += ["Skerry Ward", "Wick Ward", "Dunmore Ward"]
    for town in towns:
        said = f"The polls have closed in {town} and boxes are on their way to the hall by now."
        paper.put(f"/n/{town[:4]}", f"{town} has voted", (said,))
    paper.look(0, 1)
    for votes, town in enumerate(towns, 30):
        told = f"Ann Hale has won {town} by {votes} hundred votes over the sitting member."
        counted = "All boxes are counted, and no recount was asked for by anybody so far."
        text = (told, counted) if own else (counted,)
        paper.put(f"/n/{town[:4]}", f"Hale wins {town}", text)
    paper.look(2)
    assert edits(paper) == len(towns)
