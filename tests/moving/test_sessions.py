"""A feed whose links have a new session number at each look, and links that only look so."""

from __future__ import annotations

import pytest

from spiders.crawl.seeds.sessions import stem, stems
from spiders.urls import surt
from storage.records import ArticleState, Found, IncidentKind, SeedKind
from tests.crawl.wire_server import plain

BRIDGE = "/news/bridge-of-vell"
TITLE = "The bridge of Vell opens"
TEXT = (
    "The bridge of Vell opened on Monday after four years of work.",
    "Mayor Ada Holm cut the ribbon before some two hundred guests.",
    "A crossing costs two crowns, and children cross for nothing.",
)
EDITED = (*TEXT[:2], "A crossing costs nine crowns, and children cross for nothing.")
SESSIONS = ["?sid={}", ";jsessionid={}", "?lang=en&PHPSESSID={}", ";v={}.node7?id=4711"]


def number(at):
    """A session number, as servers write it."""
    return f"{(at + 1) * 0x9E3779B97F4A7C15 % 16**16:016x}"


class Numbered(dict):
    """Routes: all paths that begin with the article's, and a feed with new links each time."""

    def __init__(self, paper, *links, called=BRIDGE):
        super().__init__(paper.server.routes)
        self.paper, self.links, self.called = paper, links, called
        self.looks, self.asked, self.texts, self.gone = 0, [], {"": TEXT}, set()
        paper.server.routes = self
        paper.keeper.seed("/feed", SeedKind.FEED)

    def get(self, path, default=None):
        """The answer at this path."""
        if path == "/feed":
            return plain(self.feed(), "text/xml")
        if not path.startswith("/news/") or path in self.gone:
            return super().get(path, default)
        self.asked.append(path)
        mark = max((one for one in self.texts if one in path), key=len)
        named = path if self.called == "" else self.called
        link = f"<link rel='canonical' href='{self.paper.base}{named}'>"
        body = "".join(f"<p>{one}</p>" for one in self.texts[mark])
        return plain(
            f"<!doctype html><html lang='en'><head><title>{TITLE}</title>"
            f"{'' if self.called is None else link}"
            "<meta property='og:type' content='article'></head>"
            f"<body><main><article><h1>{TITLE}</h1>{body}</article></main></body></html>".encode()
        )

    def feed(self):
        """The feed with the links of this look; each number occurs once."""
        self.looks += 1
        urls = [f"{self.paper.base}{one.format(number(self.looks))}" for one in self.links]
        items = "".join(
            f"<item><title>{TITLE}</title><link>{url.replace('&', '&amp;')}</link></item>"
            for url in urls
        )
        return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()

    def look(self, first, last):
        """Look once in each of these hours at what is due; gives the paths requested."""
        self.asked.clear()
        self.paper.look_when_due(*(hour / 24 for hour in range(first, last)))
        return list(self.asked)


@pytest.mark.parametrize("called", [BRIDGE, None])
@pytest.mark.parametrize("link", SESSIONS)
def test_a_number_of_a_session_makes_no_address_for_ever(paper, link, called):
    """Five such articles cost 425 requests a day: each look found new addresses for them.

    The first hours show that all are one; then only that one is fetched, and edits are reported.
    """
    routes = Numbered(paper, BRIDGE + link, called=called)
    routes.look(0, 12)
    assert len(routes.look(12, 20)) <= 3
    routes.texts[""] = EDITED
    routes.look(20, 23)
    routes.look(48, 49)
    ((_, article),) = paper.articles().items()
    (step,) = [one.assessment for one in paper.keeper.archive.revisions(article.id)][1:]
    assert "two" in step.summary
    assert not [
        one for one in paper.keeper.archive.incidents() if one.kind is IncidentKind.DISCOVERY_GAP
    ]


def test_pages_that_name_themselves_by_the_number_are_no_new_articles_for_ever(paper):
    """Each look at the feed began an article: 48 from one in two days, and 150 requests.

    The first ones remain articles. An edit is reported at the one address that is fetched for all,
    and does not separate them: they have shown one text before.
    """
    routes = Numbered(paper, BRIDGE + "?sid={}", called="")
    routes.look(0, 12)
    begun = len(paper.articles())
    assert begun <= 9
    assert len(routes.look(12, 22)) <= 4
    routes.texts[""] = EDITED
    routes.look(22, 34)
    steps = [step for path in paper.articles() for step in paper.steps(path)]
    assert len(steps) == 1
    assert len(paper.articles()) <= begun + 2  # one more each day, and one when it changed


def test_articles_of_one_script_that_name_themselves_are_each_asked_for(paper):
    """That one text was at several of the pages, as with a wall, does not make them one."""
    routes = Numbered(paper, "/news/read-story?id={}", called="")
    walls = {number(at): TEXT for at in range(7)}
    own = {number(at): (*TEXT, f"Toll house {at} is for sale.") for at in range(7, 20)}
    routes.texts |= walls | own
    routes.look(0, 16)
    assert len(paper.articles()) == routes.looks


def test_articles_that_all_showed_one_notice_meanwhile_are_each_asked_for(paper):
    """After one bad hour of the server, 17 of 18 new articles of the script were never fetched."""
    routes = Numbered(paper, "/news/read-story?id={}", called="")
    own = {number(at): (*TEXT, f"Toll house {at} is for sale.") for at in range(40)}
    routes.texts |= own
    routes.look(0, 12)
    routes.texts |= dict.fromkeys(own, TEXT)
    paper.look(12.2 / 24)
    routes.texts |= own
    paper.look(12.5 / 24)
    assert {len(paper.steps(path)) for path in list(paper.articles())[:12]} == {2}
    routes.look(13, 20)
    assert len(paper.articles()) == routes.looks


def test_one_more_is_asked_each_day(paper):
    """What held for the earlier numbers may be over, and the address be another article's."""
    routes = Numbered(paper, BRIDGE + "?sid={}")
    routes.look(0, 12)
    last = routes.looks
    routes.look(35, 37)
    news = {one for one in routes.asked if one[-16:] in map(number, range(last + 1, 40))}
    assert news == {f"{BRIDGE}?sid={number(last + 1)}"}


def test_what_answers_no_more_is_found_anew(paper):
    """The earlier numbers have expired: the newest link shows the article, which is not gone."""
    routes = Numbered(paper, BRIDGE + "?sid={}", called=None)
    routes.look(0, 12)
    old = set(map(number, range(routes.looks + 1)))
    routes.gone |= {f"{BRIDGE}?sid={one}" for one in old}
    assert [one for one in routes.look(12, 24) if one[-16:] not in old]
    routes.look(24, 72)
    ((_, article),) = paper.articles().items()
    assert article.state is ArticleState.LIVE
    assert article.absence is None


def test_articles_of_one_script_are_found_whatever_their_numbers(paper):
    """If each shows a text of its own, the number is part of the address, however long."""
    routes = Numbered(paper, "/news/read-story.php?id={}", called=None)
    routes.texts |= {number(at): (*TEXT, f"Toll house {at} is for sale.") for at in range(20)}
    routes.look(0, 14)
    assert len(paper.articles()) == routes.looks


def test_texts_of_their_own_are_asked_for_though_all_name_one_address(paper):
    """Pages that name their script as canonical: after eight of them no new text was kept."""
    script = "/news/read-the-story.php"
    routes = Numbered(paper, script + "?id={}", called=script)
    routes.texts |= {number(at): (*TEXT, f"Toll house {at} is for sale.") for at in range(20)}
    routes.look(0, 14)
    assert len({one for one in routes.asked if "?" in one}) == routes.looks


def test_further_pages_are_asked_that_call_themselves_the_first(paper):
    """They show what the article's own page does not: their edits are reported as before."""
    routes = Numbered(paper, BRIDGE + "?part={}")
    paper.find(BRIDGE)
    for at in range(20):
        house = f"Toll house {at} was built in 18{at + 10} and", "Toll is taken there no more."
        rest = ("is for sale.", "has a roof of slate.", "stands by the river.")
        routes.texts[f"part={number(at)}"] = (*(f"{house[0]} {one}" for one in rest), house[1])
    routes.look(0, 14)
    assert len({one for one in routes.asked if "?" in one}) == routes.looks


def test_what_stands_side_by_side_is_no_number_of_a_session():
    """Parts of a story and articles of a script are listed together; a session number is alone."""
    urls = [
        "https://a.example/news/a-b-c?sid=12345678",
        "https://a.example/news/d-e-f?sid=12345679",
    ]
    found = [Found(url, surt(url)) for url in urls]
    assert list(stems(found).values()) == ["(example,a)/news/a-b-c", "(example,a)/news/d-e-f"]
    beside = urls[0].replace("12345678", "87654321")
    assert stems([*found, Found(beside, surt(beside))]) == {found[1].key: "(example,a)/news/d-e-f"}


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/news/a-b-c",
            "/news/a-b-c?page=12",
            "/news/a-b-c?p=1234567",
            "/news/a-b-c?lang=english",
        ),
        *("/?sid=8f3a9c1b2d4e5f60", "/read?id=8f3a9c1b2d4e5f60", "/artikel?id=12345678"),
        *("/search?q=bridge+of+vell+2026", "/tag/8f3a9c1b?sid=8f3a9c1b2d4e5f60", "/news/a;b-c-d"),
        *("/news/a-b-c?sid=", "/haber/köprü-açıldı-mı?sayfa=3", "/nyheter;12345678", "/n?a=b=c"),
    ],
)
def test_what_has_no_number_of_a_session(path):
    """Short numbers, words, and addresses that are no article's without the number."""
    assert stem(surt("https://a.example" + path)) is None
