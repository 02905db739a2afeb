"""A name and a password in an address are sent to nobody, and stored with no capture."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from spiders.urls import surt, without_user
from storage.records import IncidentKind, Outcome, SeedKind
from tests.crawl.wire_server import redirect

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper
    from tests.crawl.wire_server import WireServer

FEED = b"<rss version='2.0'><channel><title>Holm</title></channel></rss>"


def test_a_seed_that_was_kept_with_a_password_is_asked_without_it(
    keeper: Keeper, server: WireServer
) -> None:
    """Archives have such seeds from before they were refused; each look stored it once more."""
    server.page("/feed", FEED, "text/xml")
    url = f"http://ann:secret@{server.host}/feed"
    keeper.archive.add_seed(keeper.outlet.id, url, surt(url), SeedKind.FEED, datetime.now(UTC))
    (visit,) = keeper.crawl()
    assert visit.outcome is Outcome.CAPTURED
    assert keeper.capture(visit).url == f"{server.base}/feed"
    assert b"secret" not in server.asked("/feed")[0].request


def test_a_seed_with_a_password_is_told_of_without_it(keeper: Keeper, server: WireServer) -> None:
    """An incident of a feed is on every page and in every export, and so was its password."""
    url, gap = f"http://ann:secret@{server.host}/feed", IncidentKind.DISCOVERY_GAP.value
    keeper.archive.add_seed(keeper.outlet.id, url, surt(url), SeedKind.FEED, datetime.now(UTC))
    keeper.archive.open_incident(keeper.outlet.id, gap, url, "a gap", datetime.now(UTC))
    server.page("/feed", b"Sorry", "text/xml")
    keeper.crawl()
    told = keeper.archive.incidents(open_only=False)
    assert {one.subject for one in told} == {f"{server.base}/feed"}
    assert [one.kind for one in told if one.closed_at is None] == [IncidentKind.SEED_FAILED]
    assert [seed.url for seed in keeper.archive.seeds()] == [f"{server.base}/feed"]
    assert keeper.archive.verify() == []


def test_a_seed_with_a_password_that_is_forbidden_by_now_is_told_without_it(
    keeper: Keeper, server: WireServer
) -> None:
    """Before its next look, the full address was in the incident of the robots.txt."""
    url = f"http://ann:secret@{server.host}/feed"
    keeper.archive.add_seed(keeper.outlet.id, url, surt(url), SeedKind.FEED, datetime.now(UTC))
    server.page("/news/a", b"<html><body><h1>A</h1></body></html>")
    for rule in (b"/else", b"/feed"):
        server.page("/robots.txt", b"User-agent: *\nDisallow: %b\n" % rule, "text/plain")
        keeper.one("/news/a")
    (incident,) = keeper.archive.incidents()
    assert incident.detail.endswith(f"such as {server.base}/feed")


def test_a_redirect_that_names_a_password_is_followed_without_it(
    keeper: Keeper, server: WireServer
) -> None:
    """The article was known by that address from then on, and the exports had it."""
    server.routes["/news/a"] = redirect(f"http://ann:secret@{server.host}/news/b")
    server.page("/news/b", b"<html><body><h1>B</h1></body></html>")
    first, last = keeper.crawl("/news/a")
    assert first.location == f"{server.base}/news/b"
    assert keeper.capture(last).url == keeper.address("/news/b").url == f"{server.base}/news/b"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://ann:secret@holm.example:8080/a?b=c@d", "http://holm.example:8080/a?b=c@d"),
        ("https://ann@[::1]/", "https://[::1]/"),
        ("https://a@b@holm.example/", "https://holm.example/"),
        ("https://holm.example/@ann/42?to=x@y#z@w", "https://holm.example/@ann/42?to=x@y#z@w"),
        ("https://holm.example/news", "https://holm.example/news"),
    ],
)
def test_what_is_a_name_and_what_is_none(url: str, expected: str) -> None:
    """What follows the host is the address, whatever characters it has."""
    assert without_user(url) == expected
