"""One page in place of many articles of an outlet, which is visited as a crawl does."""

from __future__ import annotations

from storage.records import ArticleState
from tests.stories import filler

TITLE = "Withdrawn by the editors"
NOTICE = (
    "This article was withdrawn by the editors of the Courier on the day of its publication.",
    "It did not meet the standards by which readers may judge what stands in these pages.",
    "Whoever has questions about it can write to the office of the editors at any hour.",
)
MANY, FEW = range(12), range(0, 12, 3)
HOURS = [2 + hour / 24 for hour in (0.6, 1.7, 4, 8, 16, 28)]


def publish(paper, numbers):
    """Serve an article at each of these, with a text of its own."""
    for number in numbers:
        paper.put(f"/n/{number}", f"Report {number} of the harbour", filler(f"report {number}"))


def replace(paper, numbers, called=""):
    """Serve the notice in place of each of these."""
    for number in numbers:
        paper.put(f"/n/{number}", TITLE, NOTICE, called=called)


def states(paper, numbers):
    """The state of each, and whether it was missed at its last looks."""
    articles = paper.articles()
    return [(articles[f"/n/{n}"].state, articles[f"/n/{n}"].absences > 0) for n in numbers]


def test_articles_that_were_withdrawn_in_a_batch_are_told_gone_after_a_week(paper):
    """They are visited again soon and the others are not: the page seemed to be everywhere.

    This went on forever: none of them was reported *gone*, and none edited.
    """
    publish(paper, MANY)
    paper.look(0, 1)
    replace(paper, FEW, called=None)
    paper.look(2)
    paper.look_when_due(*HOURS, 4, 5, 6, 7, 8, 9.5)
    assert states(paper, FEW) == [(ArticleState.GONE, True)] * len(FEW)
    assert states(paper, set(MANY) - set(FEW)) == [(ArticleState.LIVE, False)] * 8
    told = {one.partition(" at ")[0] for n in FEW for one in paper.told(f"/n/{n}")}
    assert told == {"gone: one page in place of many articles"}
    replace(paper, [20], called=None)
    paper.look_when_due(25)  # it is the outlet's own text by now, even if it begins an article
    assert "/n/20" in paper.articles()


def test_looks_at_everything_in_between_do_not_begin_the_count_anew(paper):
    """Each of them finds the other articles there; the looks between them find none."""
    publish(paper, MANY)
    paper.look(0, 1)
    replace(paper, FEW, called=None)
    for day in range(2, 11):
        paper.look(day)
        paper.look_when_due(day + 0.1, day + 0.6)
    assert states(paper, FEW) == [(ArticleState.GONE, True)] * len(FEW)


def test_a_page_of_its_own_name_in_the_place_of_all_is_asked_for_again_soon(paper):
    """It names an unknown address as canonical: one hour of it hid edits for weeks."""
    publish(paper, range(5))
    paper.look(0, 1)
    replace(paper, range(5), called="/works")
    paper.look(2)
    assert states(paper, range(5)) == [(ArticleState.LIVE, True)] * 5
    publish(paper, range(1, 5))
    paper.put("/n/0", "Report 0 of the harbour", (*filler("report 0"), "One was added, said Ada."))
    paper.look_when_due(*HOURS[:2])
    assert states(paper, range(5)) == [(ArticleState.LIVE, False)] * 5
    (step,) = paper.steps("/n/0")
    assert "1 sentence added" in step
    assert [one for one in paper.keeper.archive.incidents() if one.closed_at is None] == []
