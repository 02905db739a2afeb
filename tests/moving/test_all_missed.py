"""An outlet all of whose articles are missing at once, and one that withdraws some of them."""

from __future__ import annotations

import pytest

from monitor.reading.all_missed import FEWEST
from storage.history.rereading import begin_again
from storage.records import ArticleState, IncidentKind
from tests.crawl.wire_server import plain
from tests.stories import filler

WORDS = "<title>Page not found</title><h1>Page not found</h1><p>Sorry, it is not here.</p>"
TROUBLES = {
    "404": lambda paper, path: paper.take(path),
    "in words": lambda paper, path: paper.server.routes.update({path: plain(WORDS.encode())}),
    "home": lambda paper, path: paper.lead(path, "/"),
}


def published(paper, count):
    """Publish this number of articles, each seen twice."""
    paths = [f"/n/{number}" for number in range(count)]
    for path in paths:
        paper.put(path, f"Report {path[3:]} of the harbour", filler(f"harbour {path[3:]}", 5))
    paper.look(0, 0.5)
    return paths


def gone(paper):
    """The paths of the articles that are reported gone."""
    return {path for path, one in paper.articles().items() if one.state is ArticleState.GONE}


def unreachable(paper):
    """The incidents of an unreachable host."""
    kind = IncidentKind.UNREACHABLE
    return [one.detail for one in paper.keeper.archive.incidents() if one.kind is kind]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_an_outlet_that_lost_all_its_pages_is_an_incident(paper, trouble):
    """Every article was reported gone after a day, and restored when the server was repaired."""
    paths = published(paper, FEWEST)
    before = dict(paper.server.routes)
    for path in paths:
        TROUBLES[trouble](paper, path)
    paper.look(1, 1.5, 2, 3, 5)
    assert not gone(paper)
    (told,) = unreachable(paper)
    assert told.startswith("all its articles that were visited are absent alike (")
    paper.server.routes.update(before)
    paper.look(6)
    assert not unreachable(paper)
    assert [paper.told(path) for path in paths] == [[]] * FEWEST


def test_an_article_that_is_read_from_its_first_visit_was_not_gone(paper):
    """After an import of an older visit it was reported gone, as the others were back by then."""
    paths = published(paper, FEWEST)
    before = dict(paper.server.routes)
    for path in paths:
        paper.take(path)
    paper.look(1, 1.5, 2, 3, 5)
    paper.server.routes.update(before)
    paper.look(6)
    for path in (paths[0], paths[-1]):
        begin_again(paper.keeper.archive, paper.articles()[path].id)
    paper.look(7)
    assert [paper.told(path) for path in paths] == [[]] * FEWEST
    assert not unreachable(paper)


def test_an_outlet_that_is_closed_is_gone_after_a_week(paper):
    """It is reported later, but it is reported, with the next look made when it can be.

    The incident of the host is over then: it stayed open forever, as no page is read any more.
    """
    paths = published(paper, FEWEST)
    for path in paths:
        paper.take(path)
    paper.look(1, 1.5, 2.1)
    assert unreachable(paper)
    paper.look_when_due(*(3 + day / 2 for day in range(13)))
    assert gone(paper) == set(paths)
    assert not unreachable(paper)
    kind = IncidentKind.UNREACHABLE
    told = [one for one in paper.keeper.archive.incidents(open_only=False) if one.kind is kind]
    assert len(told) == 1


def test_an_outlet_that_is_withheld_from_us_is_blocked(paper):
    """As papers answer readers on another continent: nothing was withdrawn, nothing is *gone*."""
    paths = published(paper, FEWEST)
    for path in paths:
        paper.take(path, "451 Unavailable For Legal Reasons")
    paper.look(1, 1.5, 2.1)
    (told,) = unreachable(paper)
    assert "withheld by law (status 451); after a week they count as blocked" in told
    paper.look_when_due(*(3 + day / 2 for day in range(15)))
    states = {one.state for one in paper.articles().values()}
    assert states == {ArticleState.BLOCKED}
    assert {paper.told(path)[0].partition(" at ")[0] for path in paths} == {
        "blocked: withheld by law (status 451)"
    }


def test_articles_that_were_withdrawn_are_gone_after_a_day(paper):
    """If one of the outlet's articles is there, the others were withdrawn: the server works."""
    paths = published(paper, FEWEST + 2)
    for path in paths[1:]:
        paper.take(path)
    paper.look(1, 1.5, 2, 2.5)
    assert gone(paper) == set(paths[1:])
    assert not unreachable(paper)


def test_a_few_that_are_all_withdrawn_are_gone_after_a_day(paper):
    """A short list may be taken down together, by whoever does not like it."""
    paths = published(paper, FEWEST - 1)
    for path in paths:
        paper.take(path)
    paper.look(1, 1.5, 2, 2.5)
    assert gone(paper) == set(paths)


def test_a_new_article_tells_that_the_outlet_works(paper):
    """An outlet that restarts under new addresses, without redirects, withdrew the old ones."""
    paths = published(paper, FEWEST)
    for path in paths:
        paper.take(path)
    paper.look(1)
    paper.put("/new", "Ferry lost its way", filler("ferry", 5))
    paper.look(1.5, 2, 2.5)
    assert gone(paper) == set(paths)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("410 Gone", "missing"),
        ("451 Unavailable For Legal Reasons", "withheld by law (status 451)"),
        ("404 Not Found", "missing"),
    ],
)
def test_what_the_server_says_of_it_is_told(paper, status, told):
    """What a court had removed was reported like any address that leads nowhere."""
    published(paper, 1)
    paper.take("/n/0", status)
    paper.look(1, 1.5, 2, 3)
    (event,) = paper.told("/n/0")
    assert event.startswith(f"gone: {told} at ")
