"""The visits to an address that belonged to one article, and then to another."""

from __future__ import annotations

from datetime import timedelta

from monitor.queries.presence import presence
from storage.records import Outcome
from tests.moving.conftest import START
from tests.moving.test_given_away import EDITED, OTHER, TEXT, TITLE, ZEBRA


def test_what_an_address_showed_before_it_was_given_away_stays_with_its_article(paper):
    """The visits moved with the address: one article showed what the other had said."""
    paper.put("/n/a", TITLE, TEXT)
    paper.look(0)
    paper.lead("/n/a", "/n/new")
    paper.put("/n/new", TITLE, EDITED)
    paper.look(1)
    paper.put("/n/a", ZEBRA, OTHER)
    paper.look(2)
    archive, articles = paper.keeper.archive, paper.articles()
    mine, others = (archive.sights.of_article(articles[path].id) for path in ("/n/new", "/n/a"))
    assert {one.revision for one in others if one.outcome is Outcome.CAPTURED} == {1}
    assert presence(others, START + timedelta(days=1.5)) is None
    for day, revision in ((0.5, 1), (1.5, 2)):
        then = presence(mine, START + timedelta(days=day))
        assert then is not None
        assert then.revision == revision
    assert not set(archive.redactions.of_article(articles["/n/a"].id)) & {
        one.capture for one in mine
    }


def test_a_history_names_what_was_asked_for_then(paper):
    """After a move to another spelling of its address, all earlier looks seemed to be there."""
    path, slash = "/news/quay", "/news/quay/"
    paper.put(path, TITLE, TEXT)
    paper.look(0)
    paper.put(slash, TITLE, TEXT, called=path)
    paper.lead(path, slash)
    paper.look(2)
    sights = paper.keeper.archive.sights.of_article(paper.articles()[path].id)
    assert [one.url.removeprefix(paper.base) for one in sights] == [path, path, slash]
    assert len({one.address_id for one in sights}) == 1
