"""An outlet whose pages all lead to one foreign host: that makes none of its articles gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.passes import read_unread
from monitor.reading.abroad import ABROAD, FEWEST
from spiders.urls import surt
from storage.archive import Archive
from storage.records import ArticleState, Found, IncidentKind, Outcome, Visit
from tests.captures import HOME, START, capture_and_read, watch_courier
from tests.stories import filler

URLS = [f"{HOME}news/{number}" for number in range(6)]
PORTAL = "http://portal.example/pay?from={}"


def page(number):
    """An article with a text of its own."""
    text = "".join(f"<p>{one}</p>" for one in filler(f"story{number}", 5))
    title = f"Story {number}"
    return f"<html lang='en'><title>{title}</title><article><h1>{title}</h1>{text}".encode()


@pytest.fixture
def archive(tmp_path, blank):
    """An archive with six articles, each read once."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as opened:
        watch_courier(opened, *URLS)
        for number in range(len(URLS)):
            show(opened, number, 0)
        yield opened


def show(archive, number, day):
    """Capture and read the article on this day."""
    capture_and_read(archive, [archive.address(surt(URLS[number]))], [page(number)], day)


def lead(archive, numbers, day, target=PORTAL):
    """Record visits on this day at which these addresses redirect to another host."""
    at = START + timedelta(days=day)
    for number in numbers:
        address = archive.address(surt(URLS[number]))
        where = target.format(number)
        archive.record(
            Visit(address.id, at, at, Outcome.REDIRECTED, 302, reason=ABROAD, location=where)
        )
    read_unread(archive, rules_folder=None)


def states(archive):
    """The states of all articles, in the order of their addresses."""
    return [archive.find_article(surt(one)).state for one in URLS]


def told(archive):
    """The incidents of the outlet's host."""
    open_now = archive.incidents()
    return [
        one.detail
        for one in open_now
        if (one.kind, one.subject) == (IncidentKind.UNREACHABLE, "courier.example")
    ]


def test_a_network_that_leads_everybody_away_deletes_nothing(archive):
    """Three looks over a day made every article gone; the incident ends with the first page."""
    for day in (1, 1.5, 2.2, 3):
        lead(archive, range(6), day)
    assert set(states(archive)) == {ArticleState.LIVE}
    assert told(archive) == ["all its pages lead to portal.example"]
    show(archive, 0, 4)
    assert told(archive) == []


def test_it_is_over_when_the_other_host_is_the_outlets(archive):
    """It moved there, and its rules now name the host: the old one shows no page any more."""
    for day in (1, 1.5, 2.2):
        lead(archive, range(6), day)
    assert told(archive) == ["all its pages lead to portal.example"]
    archive.take_hosts(archive.outlet("courier"), ["portal.example"])
    address, at = archive.address(surt(URLS[0])), START + timedelta(days=3)
    archive.record(Visit(address.id, at, at, Outcome.REDIRECTED, 301, location=PORTAL.format(0)))
    read_unread(archive, rules_folder=None)
    assert told(archive) == []


def test_one_article_that_leads_away_is_gone(archive):
    """The others are still there."""
    for day in (1, 1.5, 2.2):
        lead(archive, [0], day)
        show(archive, 1, day + 0.01)
    assert states(archive)[0] is ArticleState.GONE
    assert told(archive) == []


def test_articles_that_lead_to_several_hosts_are_gone(archive):
    """Each says something about its own article."""
    for day in (1, 1.5, 2.2):
        lead(archive, range(6), day, "https://partner{}.example/")
    assert set(states(archive)) == {ArticleState.GONE}


def test_many_that_were_given_away_are_gone(archive):
    """They are visited one after another, and others of the outlet were there on the same day."""
    outlet = archive.outlets()[0]
    urls = [f"{HOME}news/given-away-{number}" for number in range(16)]
    archive.discover(outlet.id, [Found(one, surt(one)) for one in urls], START)
    for url in urls:
        capture_and_read(archive, [archive.address(surt(url))], [page(url[-2:])], 0)
    for day in (1, 1.5, 2.2):
        show(archive, 0, day)
        at = START + timedelta(days=day, hours=1)
        for url in urls:
            known = archive.address(surt(url))
            led = Visit(known.id, at, at, Outcome.REDIRECTED, 302, ABROAD, "https://heir.example/")
            archive.record(led)
        read_unread(archive, rules_folder=None)
    assert {archive.find_article(surt(one)).state for one in urls} == {ArticleState.GONE}


def test_too_few_say_nothing_of_the_outlet(archive):
    """Two of them may have been given away."""
    for day in (1, 1.5, 2.2):
        lead(archive, range(FEWEST - 1), day)
        show(archive, 5, day + 0.01)
    assert states(archive)[: FEWEST - 1] == [ArticleState.GONE] * (FEWEST - 1)


def test_a_login_page_elsewhere_is_one(archive):
    """A publisher of several papers has one login page for all of them: that is a wall."""
    for day in (1, 1.5, 2.2):
        lead(archive, range(6), day, "https://house.example/login?back={}")
    assert set(states(archive)) == {ArticleState.PAYWALLED}
    said = {one.detail for one in archive.incidents() if one.kind is IncidentKind.LOGIN_PAGE}
    assert said == {"leads to house.example"}  # its host's name shows if it was a hotspot
