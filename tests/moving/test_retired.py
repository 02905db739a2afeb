"""An article that was at two addresses, and whose pages declare no canonical URL."""

from __future__ import annotations

from storage.records import ArticleState
from tests.moving.test_given_away import EDITED, TEXT, TITLE


def test_an_address_that_is_missing_is_not_what_the_article_is_known_by(paper):
    """It was known by an address that answers 404, and the edit was reported under that one."""
    paper.put("/n/old", TITLE, TEXT, called=None)
    paper.look(0)
    paper.take("/n/old")
    paper.put("/n/new", TITLE, TEXT, called=None)
    paper.look(1, 1.5)
    assert list(paper.articles()) == ["/n/old"]
    paper.look(2, 2.5, 3)
    paper.put("/n/new", TITLE, EDITED, called=None)
    paper.look(4, 5)
    (told,) = paper.told("/n/new")
    assert told.startswith("moved_url: is now at /n/new; /n/old was missing at ")
    assert told.endswith(" visits since 2026-03-02 08:00Z")
    assert len(paper.steps("/n/new")) == 1
    article = paper.articles()["/n/new"]
    assert (article.state, article.absence) == (ArticleState.LIVE, None)


def test_an_address_that_comes_back_within_the_day_stays_its_name(paper):
    """An article has two addresses, one of which was missing for some hours."""
    paper.put("/n/old", TITLE, TEXT, called=None)
    paper.put("/n/new", TITLE, TEXT, called=None)
    paper.look(0)
    (name,) = paper.articles()
    paper.take(name)
    paper.look(1, 1.3, 1.6)
    paper.put(name, TITLE, TEXT, called=None)
    paper.look(2, 3)
    assert paper.told(name) == []


def test_a_second_page_is_no_name_for_the_article_that_it_names(paper):
    """Its print page is still there, and declares the missing address as canonical."""
    paper.put("/n/old", TITLE, TEXT)
    paper.put("/print/old", TITLE, TEXT, called="/n/old")
    paper.look(0)
    paper.take("/n/old")
    paper.look(1, 1.5, 2, 3)
    assert paper.told("/n/old") == []
    assert list(paper.articles()) == ["/n/old"]
