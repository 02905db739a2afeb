"""What was wrong with a page is over when the page is gone: no look could end the incident."""

from __future__ import annotations

import pytest

from storage.records import IncidentKind, SeedKind
from tests.crawl.wire_server import plain, redirect
from tests.stories import filler

PATH, MOVED, TITLE = "/news/quay", "/news/quay-corrected", "The quay of Holm is for sale"
TEXT = filler("quay of holm", 5)
EMPTY = b"<html><head><title>Holm</title></head><body><p>Soon</p></body></html>"
NOT_FOUND = (
    b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
)
LOGIN = b"<html><body><h1>Log in</h1><form><input type='password'></form></body></html>"


def broken(paper, page):
    """Serve an article, and then only this page in its place."""
    paper.put(PATH, TITLE, TEXT)
    paper.look(0)
    paper.server.page(PATH, page)
    paper.look(0.2)


@pytest.mark.parametrize(
    ("page", "kind"),
    [(EMPTY, IncidentKind.ARTICLE_LOST), (LOGIN, IncidentKind.LOGIN_PAGE)],
    ids=["empty", "login"],
)
@pytest.mark.parametrize("end", ["moved", "moved abroad", "taken down", "taken down with a 200"])
def test_what_was_wrong_with_a_page_ends_with_it(paper, page, kind, end):
    """It stayed open forever: the address never again showed a page that could have ended it."""
    broken(paper, page)
    assert [one.kind for one in paper.keeper.archive.incidents()] == [kind]
    if end == "moved":
        paper.put(MOVED, TITLE, TEXT)
        paper.lead(PATH, MOVED)
    elif end == "moved abroad":
        paper.server.routes[PATH] = redirect("http://another.example/quay")
    elif end == "taken down":
        paper.take(PATH)
    else:
        paper.server.page(PATH, NOT_FOUND)
    paper.look(0.4)
    assert paper.keeper.archive.incidents() == []


@pytest.mark.parametrize("page", [EMPTY, LOGIN], ids=["empty", "login"])
def test_what_is_wrong_with_a_page_stays_while_its_server_is_down(paper, page):
    """A server error says nothing about the page."""
    broken(paper, page)
    kinds = {one.kind for one in paper.keeper.archive.incidents()}
    paper.server.routes[PATH] = plain(b"", status="500 Internal Server Error")
    paper.look(0.4)
    assert kinds < {one.kind for one in paper.keeper.archive.incidents()}


def test_a_redirect_to_a_login_page_is_told_still(paper):
    """It does not end the incident of the login page that was there itself."""
    broken(paper, LOGIN)
    paper.lead(PATH, "/account/login")
    paper.look(0.4)
    assert [one.kind for one in paper.keeper.archive.incidents()] == [IncidentKind.LOGIN_PAGE]


def test_an_article_that_is_awaited_is_told_of_until_it_is_there(paper):
    """A feed names an address that is now missing: the article is still awaited."""
    paper.server.page(PATH, EMPTY)
    feed = (
        f"<rss version='2.0'><channel><item><title>{TITLE}</title><link>{paper.base}{PATH}</link>"
    )
    paper.server.page("/feed", f"{feed}</item></channel></rss>".encode(), "text/xml")
    paper.keeper.seed("/feed", SeedKind.FEED)
    paper.look(0)
    assert [one.kind for one in paper.keeper.archive.incidents()] == [IncidentKind.ARTICLE_LOST]
    paper.take(PATH)
    paper.look(0.2)
    assert [one.kind for one in paper.keeper.archive.incidents()] == [IncidentKind.ARTICLE_LOST]
