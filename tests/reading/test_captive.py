"""A network that makes its guests log in, between us and all outlets: it paywalls nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.passes import read_unread
from monitor.reading.abroad import ABROAD
from monitor.reprocessing.run import reprocess
from spiders.urls import host, surt
from storage.archive import Archive
from storage.records import ArticleState, Found, IncidentKind, Outcome, SeedKind, Visit
from tests.captures import START, capture_and_read, exchange, record
from tests.stories import filler

HOUSES = ("courier.example", "gazette.example")
NAMES = ("one", "two", "three")
PORTAL = "http://portal.example/guest/login?to={}"
LOGIN = b"""<!doctype html><html lang="en"><head><title>Harbour Hotel - Log in</title></head><body>
<h1>Welcome, guest</h1><form action="/login" method="post"><input name="room">
<input type="password" name="word"><button>Log in</button></form>
<p>Please log in to use the network.</p></body></html>"""
TERMS = "".join(f"<p>{one}</p>" for one in filler("terms of a hotel", 4))
TERMS_PAGE = f"<html lang='en'><title>Terms</title><article><h1>Terms of use</h1>{TERMS}".encode()
DAYS = (1, 1.5, 2.2, 3)


def page(name):
    """An article with a text of its own."""
    text = "".join(f"<p>{one}</p>" for one in filler(name, 5))
    return f"<html lang='en'><title>{name}</title><article><h1>{name}</h1>{text}".encode()


def pages(name):
    """The addresses of an outlet's articles."""
    return [f"https://{name}/news/{one}" for one in NAMES]


def feed_of(name):
    """The address of its feed."""
    return f"https://{name}/feed"


@pytest.fixture
def archive(tmp_path, blank):
    """Two outlets with a feed and three articles each, all of them read once."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as opened:
        for name in HOUSES:
            outlet = opened.add_outlet(name, f"https://{name}/", [name], START)
            feed = feed_of(name)
            opened.add_seed(outlet.id, feed, surt(feed), SeedKind.FEED, START)
            opened.discover(outlet.id, [Found(one, surt(one)) for one in pages(name)], START)
            show(opened, name, 0)
        yield opened


def show(archive, name, day):
    """Capture and read all its articles on this day."""
    urls = pages(name)
    capture_and_read(
        archive, [archive.address(surt(one)) for one in urls], [page(one) for one in urls], day
    )


def lead(archive, url, day, to=PORTAL):
    """Redirect an address on this day; for a feed the redirect is followed to the login page."""
    address, at = archive.address(surt(url)), START + timedelta(days=day)
    target = to.format(host(url))
    followed = address.article_id is None
    reason = None if followed else ABROAD
    archive.record(Visit(address.id, at, at, Outcome.REDIRECTED, 302, reason, target))
    if followed:
        there = exchange(target, LOGIN)
        archive.record(Visit(address.id, at, at, Outcome.CAPTURED, 200, exchange=there))


def give(archive, urls, body, day):
    """Capture and read this page at all these addresses on this day."""
    capture_and_read(archive, [archive.address(surt(one)) for one in urls], [body] * len(urls), day)


def states(archive):
    """The states of all articles of the archive."""
    return {one.state for one in archive.articles()}


def told(archive):
    """The open incidents."""
    return {(one.kind, one.subject, one.detail) for one in archive.incidents()}


def lead_to_login(archive, walled, open_to_all, day):
    """One outlet's pages lead to a login page on another host; the other outlet answers."""
    show(archive, open_to_all, day)
    for url in pages(walled):
        lead(archive, url, day + 0.01)
    read_unread(archive, rules_folder=None)


def states_of(archive, outlet):
    return {one.state for one in archive.articles() if one.outlet == outlet}


def test_a_portal_is_no_paywall(archive):
    """All hosts, feeds too, lead to one login page: three looks made all articles *paywalled*."""
    for day in DAYS:
        for name in HOUSES:
            for url in (feed_of(name), *pages(name)):
                lead(archive, url, day)
        read_unread(archive, rules_folder=None)
    assert states(archive) == {ArticleState.LIVE}
    said = "all requests lead to portal.example"
    assert told(archive) == {(IncidentKind.UNREACHABLE, name, said) for name in HOUSES}
    for name in HOUSES:
        show(archive, name, 4)
    assert told(archive) == set()


def test_a_portal_of_several_outlets_without_feeds_is_none_either(archive):
    """Every answer from any of them leads to one host."""
    for day in DAYS:
        for name in HOUSES:
            for url in pages(name):
                lead(archive, url, day)
        read_unread(archive, rules_folder=None)
    assert states(archive) == {ArticleState.LIVE}


def test_one_outlets_login_page_on_another_host_is_a_wall(archive):
    """Its feed is there for machines, and so is the other outlet."""
    courier, gazette = HOUSES
    for day in DAYS:
        record(archive, [archive.address(surt(feed_of(courier)))], [b"<rss/>"], day)
        lead_to_login(archive, courier, gazette, day)
    assert states_of(archive, courier) == {ArticleState.PAYWALLED}


def test_a_feed_that_leads_to_the_host_of_the_login_page_makes_no_portal(archive):
    """A publisher has both the feeds of its papers and its login page there."""
    courier, gazette = HOUSES
    for day in DAYS:
        lead(archive, feed_of(courier), day, "http://portal.example/feeds/{}")
        lead_to_login(archive, courier, gazette, day)
    assert states_of(archive, courier) == {ArticleState.PAYWALLED}


def test_what_an_outlet_shows_where_it_has_nothing_is_no_portal(archive):
    """Its server gives one page, with status 200, for articles that are gone and for its feed."""
    for day in DAYS:
        *gone, there = pages(HOUSES[0])
        give(archive, [feed_of(HOUSES[0]), *gone], TERMS_PAGE, day)
        give(archive, [there], page(NAMES[-1]), day + 0.01)
    states = [archive.find_article(surt(one)).state for one in pages(HOUSES[0])]
    assert states == [ArticleState.GONE, ArticleState.GONE, ArticleState.LIVE]


def test_a_house_whose_feed_stands_with_its_login_page_has_a_wall(archive):
    """That the feed came from that host is no sign of a portal: it was requested there."""
    courier, gazette = HOUSES
    feed = "http://portal.example/courier/feed"
    archive.add_seed(archive.outlet(courier).id, feed, surt(feed), SeedKind.FEED, START)
    for day in DAYS:
        record(archive, [archive.address(surt(feed))], [b"<rss/>"], day)
        lead_to_login(archive, courier, gazette, day)
    assert states_of(archive, courier) == {ArticleState.PAYWALLED}


@pytest.mark.parametrize("body", [LOGIN, TERMS_PAGE], ids=["login", "terms"])
def test_a_portal_in_the_place_of_all_pages_is_the_networks(archive, body):
    """With status 200, feeds too: articles were *paywalled*, or *gone* if the page has a text."""
    new = f"https://{HOUSES[0]}/news/four"
    archive.discover(archive.outlet(HOUSES[0]).id, [Found(new, surt(new))], START)
    for day in DAYS:
        every = [url for name in HOUSES for url in (feed_of(name), *pages(name))]
        give(archive, [*every, new], body, day)
    assert states(archive) == {ArticleState.LIVE}
    assert len(list(archive.articles())) == len(HOUSES) * len(NAMES)
    assert {kind for kind, *_ in told(archive)} == {IncidentKind.UNREACHABLE}


def test_a_login_page_in_the_place_of_articles_alone_is_a_wall(archive):
    """The feed shows what it always did."""
    for day in DAYS:
        record(archive, [archive.address(surt(feed_of(HOUSES[0])))], [b"<rss/>"], day)
        give(archive, pages(HOUSES[0]), LOGIN, day)
    assert states_of(archive, HOUSES[0]) == {ArticleState.PAYWALLED}


def is_heard(archive, name, day):
    """Everything of this outlet answers, its feed too."""
    record(archive, [archive.address(surt(feed_of(name)))], [b"<rss/>"], day)
    show(archive, name, day)


def test_a_login_page_before_the_feed_too_is_a_wall_where_others_are_heard(archive):
    """An outlet put everything behind its publisher's login page: the network was blamed."""
    courier, gazette = HOUSES
    for day in DAYS:
        is_heard(archive, gazette, day)
        for url in (feed_of(courier), *pages(courier)):
            lead(archive, url, day + 0.01)
        read_unread(archive, rules_folder=None)
    assert states_of(archive, courier) == {ArticleState.PAYWALLED}


def test_a_login_page_given_for_the_feed_too_is_a_wall_where_others_are_heard(archive):
    """The same with status 200, and no redirect."""
    courier, gazette = HOUSES
    for day in DAYS:
        is_heard(archive, gazette, day)
        give(archive, [feed_of(courier), *pages(courier)], LOGIN, day + 0.01)
    assert states_of(archive, courier) == {ArticleState.PAYWALLED}


def test_a_page_that_leads_where_a_feed_leads_is_gone_while_others_stand(archive):
    """A publisher redirects what it no longer has to its home page, feeds or robots.txt too."""
    courier, gazette = HOUSES
    away, *stay = pages(courier)
    for day in DAYS:
        for name in HOUSES:
            lead(archive, feed_of(name), day, "https://house.example/")
        show(archive, gazette, day)
        addresses = [archive.address(surt(one)) for one in stay]
        capture_and_read(archive, addresses, [page(one) for one in stay], day)
        lead(archive, away, day + 0.01, "https://house.example/?from={}")
        read_unread(archive, rules_folder=None)
    assert archive.find_article(surt(away)).state is ArticleState.GONE


def test_a_network_that_is_met_each_evening_paywalls_nothing(archive):
    """By day the outlets answer, but these articles are not due."""
    for day in DAYS:
        for name in HOUSES:
            record(archive, [archive.address(surt(feed_of(name)))], [b"<rss/>"], day - 0.3)
        for name in HOUSES:
            lead(archive, feed_of(name), day)
        for url in [one for name in HOUSES for one in pages(name)]:
            lead(archive, url, day)
        read_unread(archive, rules_folder=None)
    assert states(archive) == {ArticleState.LIVE}


def test_read_again_a_portals_page_is_no_edit_either(archive, monkeypatch):
    """It came in place of one article of each outlet; a better reader made it a revision."""
    every = [url for name in HOUSES for url in (feed_of(name), pages(name)[0])]
    give(archive, every, TERMS_PAGE, 1)
    for name in HOUSES:
        show(archive, name, 2)
    monkeypatch.setattr("spiders.extract.reader.READER", "of tomorrow")
    reprocess(archive, rules_folder=None)
    assert {one.revisions for one in archive.articles()} == {1}


def test_what_a_portal_says_of_itself_is_no_other_answer(archive):
    """Its own robots.txt is fetched before a feed's redirect to it is followed."""
    rules = "http://portal.example/robots.txt"
    for day in DAYS:
        for name in HOUSES:
            asked = archive.robots_address(archive.outlet(name).id, rules, surt(rules))
            for url in (feed_of(name), *pages(name)):
                lead(archive, url, day)
                record(archive, [asked], [LOGIN], day)
        read_unread(archive, rules_folder=None)
    assert states(archive) == {ArticleState.LIVE}
