"""What the host shows next ends every incident of a page; only its last answer is reported.

The law, as a table: whatever was wrong with an address, at its first look or once it had an
article, and whatever is there afterwards. What is reported then is what is there, or nothing.
"""

from __future__ import annotations

from itertools import count, pairwise

import pytest

from spiders.urls import surt
from storage.records import ArticleState, IncidentKind, SeedKind
from tests.crawl.wire_server import Script, plain, redirect
from tests.moving.conftest import START
from tests.stories import filler

NEW, KNOWN, ELSEWHERE = "/news/ferry", "/news/quay", "/news/elsewhere"
TITLE, OTHER = "The quay of Holm is for sale", "A zebra crossing for Astrup"
TEXT, MORE = filler("quay of holm", 5), filler("zebra crossing", 5)
LINKS = "".join(
    f"<p><a href='/news/a-long-story-{number}'>A long headline of the story {number}</a></p>"
    for number in range(12)
)
INDEX = plain(f"<html><head><title>World</title></head><body>{LINKS}</body></html>".encode())
EMPTY = plain(b"<html><head><title>Holm</title></head><body><p>Soon</p></body></html>")
LOGIN = plain(b"<html><body><h1>Log in</h1><form><input type='password'></form></body></html>")
CHECK = plain(
    b"<title>Just a moment...</title><h1>Checking your browser before accessing</h1>"
    b"<p>Please verify that you are a human</p><div id='challenge-form'></div>"
)
ERROR = plain(
    b"<html><head><title>500 Internal Server Error</title></head>"
    b"<body><h1>500 Internal Server Error</h1></body></html>"
)
CUT = Script(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", (b"<html><p>",), close=True)
TROUBLES = {
    "status 500": plain(b"", status="500 Oops"),
    "status 503": plain(b"", status="503 Service Unavailable"),
    "forbidden": plain(b"", status="403 Forbidden"),
    "bot check": CHECK,
    "error page": ERROR,
    "login page": LOGIN,
    "no article": EMPTY,
    "cut": CUT,
    "no answer": Script(b"", close=True),
    "no text": plain(b"\x00\x01\x02" * 99),
}
ENDS = {
    "page of links": (INDEX, IncidentKind.ARTICLE_LOST),
    "no article": (EMPTY, IncidentKind.ARTICLE_LOST),
    "login page": (LOGIN, IncidentKind.LOGIN_PAGE),
    "nothing": (plain(b"", status="404 Not Found"), None),
    "another page": (redirect(ELSEWHERE), None),
}


FEW = ("status 500", "forbidden", "error page")
"""Troubles before an end that is answered as another is."""
PAIRS = [
    (trouble, end)
    for trouble in TROUBLES
    for end in ENDS
    if trouble in FEW or end not in {"no article", "another page"}
]


@pytest.mark.parametrize(("trouble", "end"), PAIRS)
def test_of_a_page_its_last_answer_is_told(paper, trouble, end):
    """A status 500 before a page of links stayed open forever: that page is not fetched again."""
    paper.server.routes[ELSEWHERE] = INDEX
    paper.put(KNOWN, TITLE, TEXT)
    paper.look(0)
    paper.find(NEW)
    for path in (KNOWN, NEW):
        paper.server.routes[path] = TROUBLES[trouble]
    paper.look(0.2, 0.3)
    page, kind = ENDS[end]
    for path in (KNOWN, NEW):
        paper.server.routes[path] = page
    paper.look(1, 2, 3, 5, 8, 20)
    told = {(one.subject, one.kind) for one in paper.keeper.archive.incidents()}
    stays = set() if kind is None else {(paper.base + KNOWN, kind)}
    if (trouble, end) == ("error page", "login page"):  # an article may still be awaited there
        stays.add((paper.base + NEW, IncidentKind.ARTICLE_LOST))
    assert told == stays
    paper.put(KNOWN, TITLE, TEXT)
    paper.put(NEW, OTHER, MORE)
    paper.look(30, 31)
    assert paper.keeper.archive.incidents() == []


def test_a_page_that_never_answers_is_told_of_where_its_host_does(paper):
    """It was an incident of the host, which its next page ended: it went unnoticed for weeks."""
    paper.put(KNOWN, TITLE, TEXT)
    paper.put(NEW, OTHER, MORE)
    paper.look(0)
    page = paper.server.routes[KNOWN]
    paper.server.routes[KNOWN] = Script(b"", close=True)
    paper.look(1, 2, 3)
    (told,) = paper.keeper.archive.incidents()
    assert (told.kind, told.subject) == (IncidentKind.UNREACHABLE, paper.base + KNOWN)
    paper.server.routes[KNOWN] = page
    paper.look(4)
    assert paper.keeper.archive.incidents() == []


@pytest.mark.parametrize("ring", [("/a",), ("/a", "/b", "/a")], ids=["of two", "further on"])
def test_an_article_behind_a_ring_of_redirects_is_told_of(paper, ring):
    """Found only at the first look: at the next ones each address was due by itself, and led on."""
    paper.put(KNOWN, TITLE, TEXT)
    paper.look(0)
    page = paper.server.routes[KNOWN]
    way = (KNOWN, *ring) if len(ring) > 1 else (KNOWN, *ring, KNOWN)
    for one, to in pairwise(way):
        paper.lead(one, to)
    paper.look(1, 2, 3, 9)
    told = {(one.subject, one.detail) for one in paper.keeper.archive.incidents()}
    assert (paper.base + KNOWN, "in a ring") in told
    paper.server.routes[KNOWN] = page
    for path in set(ring):
        paper.lead(path, KNOWN)
    paper.look(10, 11)
    assert paper.keeper.archive.incidents() == []


def test_a_way_that_gives_a_cookie_and_leads_back_is_no_ring(paper):
    """Through a page that checks the visitor: each look leads away, and then back to the page."""
    paper.put(KNOWN, TITLE, TEXT)
    page = paper.server.routes[KNOWN]
    gate = redirect(KNOWN)
    gate.head = gate.head.replace(b"\r\n\r\n", b"\r\nSet-Cookie: seen=1\r\n\r\n")
    paper.server.routes["/gate"] = gate
    paper.server.routes[KNOWN] = lambda asked: page if b"seen=1" in asked else redirect("/gate")
    paper.look(0, 1, 2, 3)
    assert len(paper.server.asked("/gate")) >= 4
    assert (paper.articles()[KNOWN].last_seen - START).days == 3
    assert paper.keeper.archive.incidents(open_only=False) == []


def test_a_host_that_never_answers_is_told_of_once(paper):
    """The host is reported, and not each of its pages."""
    for path, title, text in ((KNOWN, TITLE, TEXT), (NEW, OTHER, MORE)):
        paper.put(path, title, text)
    paper.look(0)
    for path in (KNOWN, NEW):
        paper.server.routes[path] = Script(b"", close=True)
    paper.look(*range(1, 9))
    assert [one.subject for one in paper.keeper.archive.incidents()] == [paper.server.host]


def test_what_an_article_is_told_gone_by_is_an_incident_for_a_month(paper):
    """Another page in its place was an incident forever, in addition to the entry in the log."""
    one, two = "/n/1", "/n/2"
    paper.put(one, TITLE, TEXT)
    paper.put(two, OTHER, MORE)
    paper.look(0)
    paper.put(two, TITLE, TEXT)
    paper.put(one, OTHER, MORE)
    paper.look(1, 1.5, 2, 3)
    assert {article.state for article in paper.articles().values()} == {ArticleState.GONE}
    told = [incident.kind for incident in paper.keeper.archive.incidents()]
    assert told == [IncidentKind.ARTICLE_LOST] * 2
    paper.look(20)
    assert len(paper.keeper.archive.incidents()) == 2
    paper.look(34, 35)
    assert paper.keeper.archive.incidents() == []


@pytest.mark.parametrize("wall", [LOGIN, redirect("/account/login")], ids=["page", "redirect"])
def test_a_login_that_stays_is_an_incident_for_a_month(paper, wall):
    """The log says that the article is paywalled; the incident stayed as long as the wall did."""
    paper.put(KNOWN, TITLE, TEXT)
    paper.look(0)
    page = paper.server.routes[KNOWN]
    paper.server.routes[KNOWN] = wall
    paper.look(1, 1.5, 2.5, 12)
    assert paper.articles()[KNOWN].state is ArticleState.PAYWALLED
    assert [one.kind for one in paper.keeper.archive.incidents()] == [IncidentKind.LOGIN_PAGE]
    paper.look(34, 35)
    assert paper.keeper.archive.incidents() == []
    paper.server.routes[KNOWN] = page
    paper.look(36)
    paper.server.routes[KNOWN] = wall
    paper.look(37)
    assert [one.kind for one in paper.keeper.archive.incidents()] == [IncidentKind.LOGIN_PAGE]


def test_a_bot_check_that_stays_is_told_for_as_long(paper):
    """It is about us: a month later nobody would hear that a whole outlet is checked."""
    paper.put(KNOWN, TITLE, TEXT)
    paper.look(0)
    paper.server.routes[KNOWN] = CHECK
    paper.look(1, 1.5, 2.5, 34, 70)
    assert paper.articles()[KNOWN].state is ArticleState.BLOCKED
    assert [one.kind for one in paper.keeper.archive.incidents()] == [IncidentKind.BOT_CHECK]


@pytest.mark.parametrize("wall", [LOGIN, redirect("/account/login")], ids=["page", "redirect"])
def test_a_login_in_the_place_of_what_was_never_read_is_told_for_a_week(paper, wall):
    """Each article that a paper shows to subscribers alone was one for ever, or for no time."""
    feed = f"<rss version='2.0'><channel><item><link>{paper.base}{NEW}</link>"
    paper.server.page("/feed", f"{feed}</item></channel></rss>".encode(), "text/xml")
    paper.keeper.seed("/feed", SeedKind.FEED)
    paper.server.routes[NEW] = wall
    paper.look(0, 1)
    assert [one.kind for one in paper.keeper.archive.incidents()] == [IncidentKind.LOGIN_PAGE]
    paper.look(8)
    assert paper.keeper.archive.incidents() == []
    paper.put(NEW, OTHER, MORE)
    paper.look(9)
    assert list(paper.articles()) == [NEW]


def test_a_way_that_is_new_at_each_look_is_no_more_to_ask_for_each_time(paper):
    """Three articles behind it were 10,000 addresses after two days, and 8,000 requests a pass."""
    paper.put(KNOWN, TITLE, TEXT)
    paper.look(0)
    page, turns = paper.server.routes[KNOWN], count()

    class Maze(dict):
        def get(self, path, default=None):
            """Each address leads to one that was never there."""
            if not path.startswith(KNOWN):
                return super().get(path, default)
            return redirect(f"{KNOWN}?turn={next(turns)}")

    routes, paper.server.routes = paper.server.routes, Maze(paper.server.routes)
    asked = []
    for day in (1, 2.1, 3.2, 4.3, 5.4):
        before = len(paper.server.log)
        paper.look_when_due(day)
        asked.append(len(paper.server.log) - before)
    assert max(asked) <= 8
    (told,) = paper.keeper.archive.incidents(open_only=False)
    assert (told.subject, told.detail) == (paper.base + KNOWN, "too many redirects")
    assert told.count == 5  # and none that ends with each look
    paper.server.routes = routes
    paper.server.routes[KNOWN] = page
    paper.look(9)
    assert paper.keeper.archive.incidents() == []


@pytest.mark.parametrize("way", ["to itself", "in a ring", "ever on"])
def test_what_redirects_to_no_page_is_asked_again_within_a_day(paper, way):
    """It waited as what redirects to a page, which is asked for by itself: up to a week."""
    paper.put(KNOWN, TITLE, TEXT)
    paper.look(0)
    page, long = paper.server.routes[KNOWN], range(8)
    first = {"to itself": KNOWN, "in a ring": "/a", "ever on": "/hop/0"}[way]
    for one, to in ((KNOWN, first), ("/a", KNOWN), *((f"/hop/{n}", f"/hop/{n + 1}") for n in long)):
        paper.lead(one, to)
    paper.look_when_due(1, 2, 3, 5, 9)
    paper.server.routes[KNOWN] = page
    paper.look_when_due(10.1)
    assert (paper.articles()[KNOWN].last_seen - START).days == 10


def test_a_way_of_more_hops_than_we_follow_to_what_was_never_read_is_told(paper):
    """It was given up without a word, and the article behind it never seen."""
    for hop in range(7):
        paper.lead(f"/hop/{hop}", f"/hop/{hop + 1}")
    paper.find("/hop/0")
    for day in range(9):
        before = len(paper.server.log)
        paper.look_when_due(day)
        assert len(paper.server.log) - before <= 7
        told = [(one.subject, one.detail) for one in paper.keeper.archive.incidents()]
        # On the first day each hop is new, and may be asked before the way comes to it.
        assert not day or told == [(paper.base + "/hop/0", "too many redirects")]
    assert len(paper.keeper.archive.incidents(open_only=False)) == 1
    paper.lead("/hop/0", "/hop/7")
    paper.put("/hop/7", TITLE, TEXT, called=None)
    paper.look_when_due(40)
    assert paper.keeper.archive.incidents() == []
    assert list(paper.articles()) == ["/hop/7"]


def test_what_a_feed_names_stays_due_though_a_way_to_nowhere_leads_over_it(paper):
    """It was left to the address that led there; when that one was gone, nobody asked for it."""
    named = f"<rss version='2.0'><channel><item><link>{paper.base}/hop/3</link>"
    paper.server.page("/feed", f"{named}</item></channel></rss>".encode(), "text/xml")
    paper.keeper.seed("/feed", SeedKind.FEED)
    for hop in range(9):
        paper.lead(f"/hop/{hop}", f"/hop/{hop + 1}")
    paper.look_when_due(0)
    paper.find("/hop/0")
    paper.look_when_due(0.5, 1, 2)
    address = paper.keeper.archive.address(surt(paper.base + "/hop/3"))
    assert address.next_due is not None
