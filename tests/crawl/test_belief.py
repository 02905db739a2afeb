"""How far a server's "not modified" is believed, and what it costs to find out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.passes import read_unread
from spiders.crawl.http.validators import (
    CONTRADICTED,
    DOUBTED_FOR,
    ENOUGH_AGREED,
    ENOUGH_PROVED,
    UNTRIED_EVERY,
    Validators,
    whole_every,
)
from spiders.urls import surt
from storage.agenda.validators import Trust
from storage.errors import ArchiveFull
from storage.records import IncidentKind, Outcome, SeedKind
from tests.crawl.conftest import QUICK, Keeper
from tests.crawl.wire_server import Script, WireServer, plain, redirect

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DATE, LATER = "Tue, 03 Feb 2026 07:00:00 GMT", "Wed, 04 Feb 2026 07:00:00 GMT"
WORDS = """
The harbour master of Harrowby said on Friday that the ferry would not sail until its engine had
been looked at by two engineers, and that some 340 people had waited at the pier.

Nobody had told them, she added, although the owner had known of the fault since the morning, when
the first boat came back with smoke on its deck and half of its lights out.

The council will speak of it on Tuesday at six in the evening, in the old town hall, where everybody
who was at the pier on that day may say what happened to them.
"""


def story(engineers: str = "two engineers") -> bytes:
    """The page of an article in which one figure can be changed."""
    words = WORDS.replace("two engineers", engineers).strip().split("\n\n")
    said = "".join(f"<p>{one}</p>" for one in words)
    return (
        "<!doctype html><html><head><title>Ferry stopped</title><meta name='date'"
        " content='2026-02-03T07:00:00Z'></head><body><article><h1>Ferry stopped at Harrowby"
        f"</h1>{said}</article></body></html>"
    ).encode()


class Host:
    """A server of one page that answers "not modified" to any request with validators."""

    def __init__(self, server: WireServer, path: str = "/news/ferry", **fields: str) -> None:
        self.page, self.path, self.server = story(), path, server
        self.fields = fields or {"ETag": '"all-of-them"'}
        self.answers: tuple[str, ...] = ()
        self.media_type = "text/html"
        server.routes[path] = self._answer

    def _answer(self, request: bytes) -> Script:
        if b"\r\nIf-" in request:
            lines = ("HTTP/1.1 304 Not Modified", *self.answers)
            return Script(("\r\n".join(lines) + "\r\n\r\n").encode())
        return plain(self.page, self.media_type, **self.fields)

    @property
    def whole(self) -> list[bool]:
        """For each request, whether it was for the whole page."""
        return [b"\r\nIf-" not in one.request for one in self.server.asked(self.path)]


def told(keeper: Keeper) -> list[str]:
    """The hosts that are not believed, from the open incidents."""
    open_now = keeper.archive.incidents()
    return [one.subject for one in open_now if one.kind is IncidentKind.FALSE_304]


def look(keeper: Keeper, host: Host) -> None:
    """Run one pass over its page, and read it."""
    keeper.crawl(host.path)
    read_unread(keeper.archive, rules_folder=None)


@pytest.mark.parametrize(
    ("had", "has", "stay"),
    [
        (('"a"', None), ('"a"', None), True),
        (('"a"', None), ('W/"a"', None), True),
        (('"a-gzip"', None), ('"a"', None), True),
        (('"a"', None), ('"a--gzip"', None), True),
        (('"a"', DATE), ('"b"', DATE), False),
        (('"a"', DATE), ('"a"', LATER), True),
        (('"a"', DATE), (None, LATER), False),
        ((None, DATE), ('"a"', DATE), True),
        (('"a"', None), (None, DATE), None),
        ((None, None), (None, None), None),
    ],
)
def test_validators_are_compared_as_the_standard_says(had, has, stay) -> None:
    """Weakly, ETags before dates, however the page was packed; with nothing in common, None."""
    assert Validators(*had).stay(Validators(*has)) is stay


def test_how_often_the_whole_page_is_asked_for() -> None:
    """Often until a host has proved itself, then as the settings say; always if it lied."""
    assert whole_every(Trust(), 20, NOW) == UNTRIED_EVERY
    assert whole_every(Trust(), 2, NOW) == 2
    assert whole_every(Trust(proved=ENOUGH_PROVED), 20, NOW) == 20
    assert whole_every(Trust(agreed=ENOUGH_AGREED), 20, NOW) == 20
    lately = NOW - DOUBTED_FOR / 2
    assert whole_every(Trust(proved=ENOUGH_PROVED, lied_at=lately), 20, NOW) == 1
    assert whole_every(Trust(lied_at=NOW - DOUBTED_FOR), 20, NOW) == UNTRIED_EVERY


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"ETag": '"one"'}, 'ETag: "two"'),
        ({"Last-Modified": DATE}, f"Last-Modified: {LATER}"),
    ],
)
def test_not_modified_with_another_etag_is_asked_again_at_once(
    keeper: Keeper, server: WireServer, fields: dict[str, str], answer: str
) -> None:
    """It contradicts itself: the whole page is requested at once, and from then on every time."""
    host = Host(server, **fields)
    host.answers = (answer,)
    keeper.crawl(host.path)
    host.page = story("nine engineers")
    visits = keeper.crawl(host.path)
    assert [(one.outcome, one.reason) for one in visits] == [
        (Outcome.FAILED, CONTRADICTED),
        (Outcome.CAPTURED, None),
    ]
    read_unread(keeper.archive, rules_folder=None)
    assert [one.number for one in keeper.archive.revisions(1)] == [1, 2]
    look(keeper, host)
    assert host.whole == [True, False, True, True]
    assert told(keeper) == [server.host]
    assert not [one for one in keeper.archive.incidents() if one.kind is IncidentKind.UNREACHABLE]


def test_after_a_page_without_validators_none_are_sent(keeper: Keeper, server: WireServer) -> None:
    """Those of the earlier text would be answered "not modified", about a text not last seen."""
    host = Host(server)
    look(keeper, host)
    host.page, host.fields = story("nine engineers"), {"Cache-Control": "no-cache"}
    keeper.crawl(host.path, configuration=replace(QUICK, full_fetch_every=1))
    read_unread(keeper.archive, rules_folder=None)
    host.page = story("four engineers")
    look(keeper, host)
    assert host.whole == [True, True, True]
    assert [one.number for one in keeper.archive.revisions(1)] == [1, 2, 3]


@pytest.mark.parametrize("status", ["200 OK", "206 Partial Content"])
def test_after_a_page_that_was_none_the_whole_page_is_asked_for(
    keeper: Keeper, server: WireServer, status: str
) -> None:
    """The last answer had no validators: those before it hid an edit that had been cut off."""
    host = Host(server)
    look(keeper, host)
    whole, edited = server.routes[host.path], story("nine engineers")
    cut = plain(edited[:-400], status=status)
    server.routes[host.path] = replace(
        cut, head=cut.head.replace(b"Length: ", b"Length: 9"), close=True
    )
    assert keeper.one(host.path).outcome is Outcome.FAILED
    host.page, server.routes[host.path] = edited, whole
    assert keeper.one(host.path).outcome is Outcome.CAPTURED
    assert host.whole == [True, False, True]


def test_a_server_that_is_down_for_a_while_costs_no_whole_page(
    keeper: Keeper, server: WireServer
) -> None:
    """An error says nothing about the page, whose last validators are still valid."""
    host = Host(server)
    look(keeper, host)
    there = server.routes[host.path]
    server.routes[host.path] = plain(b"down", status="500 Internal Server Error")
    keeper.crawl(host.path)
    server.routes[host.path] = there
    assert keeper.one(host.path).outcome is Outcome.UNMODIFIED


def test_a_wall_that_came_with_the_validators_of_its_article_is_asked_for_whole(
    keeper: Keeper, server: WireServer
) -> None:
    """It was inserted in transit: two "not modified" of the article itself made it *paywalled*."""
    host = Host(server)
    look(keeper, host)
    login = b"<html><title>Log in</title><h1>Log in</h1><form><input type=password></form></html>"
    own, host.page = host.page, login
    keeper.crawl(host.path, configuration=replace(QUICK, full_fetch_every=1))
    read_unread(keeper.archive, rules_folder=None)
    assert keeper.archive.article(surt(keeper.base + host.path)).absences == 1
    host.page = own
    look(keeper, host)
    assert host.whole == [True, True, True]
    assert keeper.archive.article(surt(keeper.base + host.path)).absences == 0
    look(keeper, host)
    assert host.whole[-1] is False


def test_validators_of_where_a_feed_led_are_not_sent_to_its_own_address(
    keeper: Keeper, server: WireServer
) -> None:
    """The feed that was back, and older than the other one, was "not modified"."""
    item = "<rss version='2.0'><channel><item><link>{}/news/{}</link></item></channel></rss>"
    at_home = Host(server, "/feed", **{"Last-Modified": DATE})
    elsewhere = Host(server, "/elsewhere", **{"Last-Modified": LATER})
    for host, name in ((at_home, "one"), (elsewhere, "two")):
        host.page, host.media_type = item.format(keeper.base, name).encode(), "application/rss+xml"
    own = server.routes["/feed"]
    keeper.seed("/feed", SeedKind.FEED)
    (seed,) = keeper.archive.seeds(keeper.outlet.id)
    for route in (redirect("/elsewhere"), own):
        server.routes["/feed"] = route
        keeper.archive.reschedule(seed.address_id, datetime.now(UTC))
        keeper.crawl()
    assert keeper.archive.address(surt(keeper.base + "/news/one")) is not None
    assert at_home.whole == [True, True]


def test_a_packed_page_is_no_contradiction(keeper: Keeper, server: WireServer) -> None:
    """Apache adds a mark to the ETag of a packed answer, but not to that of its 304."""
    host = Host(server, ETag='"one-gzip"')
    host.answers = ('ETag: "one"',)
    outcomes = [keeper.one(host.path).outcome for _ in range(2)]
    assert outcomes == [Outcome.CAPTURED, Outcome.UNMODIFIED]


def test_a_date_that_moved_is_not_told_as_one_that_stayed(
    keeper: Keeper, server: WireServer
) -> None:
    """If every answer has a new date and the same ETag, only the ETag was misleading."""
    host = Host(server, ETag='"template-7"', **{"Last-Modified": DATE})
    look(keeper, host)
    host.page = story("nine engineers")
    host.fields = {"ETag": '"template-7"', "Last-Modified": LATER}
    for _ in range(UNTRIED_EVERY):
        look(keeper, host)
    (detail,) = [one.detail for one in keeper.archive.incidents()]
    assert "but its ETag did not, perhaps since" in detail


@pytest.mark.parametrize("fields", [{"ETag": '"template-7"'}, {"Last-Modified": DATE}])
def test_one_validator_for_two_texts_is_found_out_and_believed_no_more(
    keeper: Keeper, server: WireServer, fields: dict[str, str]
) -> None:
    """An unproved host is asked for the whole page every fourth time; from then on always."""
    host = Host(server, **fields)
    look(keeper, host)
    host.page = story("nine engineers")
    for _ in range(UNTRIED_EVERY):
        look(keeper, host)
    assert len(list(keeper.archive.revisions(1))) == 2
    assert told(keeper) == [server.host]
    (detail,) = [one.detail for one in keeper.archive.incidents()]
    first = keeper.archive.revision(1, 1).first_seen
    assert detail.endswith(f"perhaps since {first:%Y-%m-%d %H:%MZ}")
    host.page = story("four engineers")
    look(keeper, host)
    assert len(list(keeper.archive.revisions(1))) == 3
    assert host.whole == [True, False, False, False, True, True]


def test_another_page_of_a_host_that_lied_is_asked_for_whole(
    keeper: Keeper, server: WireServer
) -> None:
    """The same software makes the validators of all its pages."""
    other, host = Host(server, "/news/other"), Host(server)
    keeper.crawl(other.path)
    keeper.archive.hosts.validators.lie(server.host, datetime.now(UTC))
    keeper.crawl(other.path)
    assert other.whole == [True, True]
    assert host.whole == []


def doubt_long_ago(keeper: Keeper, server: WireServer) -> None:
    """Let the host have lied, longer ago than this is held against it."""
    long_ago = datetime.now(UTC) - DOUBTED_FOR - timedelta(hours=1)
    keeper.archive.hosts.validators.lie(server.host, long_ago)
    kind = IncidentKind.FALSE_304.value
    keeper.archive.open_incident(keeper.outlet.id, kind, server.host, "as it was", long_ago)


def test_a_host_is_tried_anew_after_a_month(keeper: Keeper, server: WireServer) -> None:
    """One mistake does not cost whole pages forever; its incident is closed."""
    host = Host(server)
    keeper.crawl(host.path)
    doubt_long_ago(keeper, server)
    keeper.crawl(host.path)
    assert host.whole == [True, False]
    assert told(keeper) == []


def test_edits_with_which_validators_move_are_proof(keeper: Keeper, server: WireServer) -> None:
    """After that the whole page is requested as rarely as the settings say."""
    host = Host(server)
    for at, engineers in enumerate(("two", "three", "four", "five")):
        host.page, host.fields = story(f"{engineers} engineers"), {"ETag": f'"{at}"'}
        keeper.crawl(host.path, configuration=replace(QUICK, full_fetch_every=1))
        read_unread(keeper.archive, rules_folder=None)
    assert keeper.archive.hosts.validators.of(server.host).proved == ENOUGH_PROVED
    for _ in range(UNTRIED_EVERY + 2):
        look(keeper, host)
    assert host.whole == [True] * 4 + [False] * (UNTRIED_EVERY + 2)
    assert told(keeper) == []


def test_pages_that_were_what_their_validators_said_are_counted(
    keeper: Keeper, server: WireServer
) -> None:
    """So a host whose pages never change is not asked for whole pages forever."""
    host = Host(server)
    for _ in range(2 * UNTRIED_EVERY + 1):
        look(keeper, host)
    assert keeper.archive.hosts.validators.of(server.host) == Trust(agreed=2)


def test_an_etag_that_other_texts_have_too_earns_no_trust(
    keeper: Keeper, server: WireServer
) -> None:
    """Such as a delivery's: thirty unchanged pages earned trust, and edits waited twenty looks."""
    hosts = [Host(server, f"/news/{name}", ETag='"delivery-7"') for name in ("one", "two")]
    for number, host in enumerate(hosts):
        host.page = story(f"{number} engineers")
    for _ in range(ENOUGH_AGREED // len(hosts) + 2):
        for host in hosts:
            keeper.crawl(host.path, configuration=replace(QUICK, full_fetch_every=1))
    assert keeper.archive.hosts.validators.of(server.host).agreed == 0
    for number, host in enumerate(hosts, start=5):
        host.page, host.fields = story(f"{number} engineers"), {"ETag": '"delivery-8"'}
        keeper.crawl(host.path, configuration=replace(QUICK, full_fetch_every=1))
    read_unread(keeper.archive, rules_folder=None)
    assert len(list(keeper.archive.revisions(1))) == 2
    assert keeper.archive.hosts.validators.of(server.host) == Trust()


def test_one_page_at_two_addresses_may_have_one_etag(keeper: Keeper, server: WireServer) -> None:
    """It is the ETag of these bytes: a second address with the same page is no other text."""
    hosts = [Host(server, f"/news/{name}", ETag='"of-these-bytes"') for name in ("one", "one/amp")]
    for host in (*hosts, *hosts):
        keeper.crawl(host.path, configuration=replace(QUICK, full_fetch_every=1))
    assert keeper.archive.hosts.validators.of(server.host).agreed == len(hosts)


def test_a_page_is_there_where_what_it_teaches_finds_no_room(
    keeper: Keeper, server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk, a fetched page was thrown away because of what it says about its host."""
    host = Host(server)
    keeper.crawl(host.path)
    host.page = story("nine engineers")

    def full(*_: object) -> None:
        raise ArchiveFull("archive.db")

    monkeypatch.setattr(keeper.archive.hosts.validators, "agree", full)
    with pytest.raises(ArchiveFull):
        keeper.crawl(host.path, configuration=replace(QUICK, full_fetch_every=1))
    address = keeper.address(host.path)
    capture = keeper.archive.last_capture(address.id)
    assert capture is not None
    assert keeper.archive.payload(capture.payload) == host.page


def test_a_hint_of_a_feed_is_answered_by_a_whole_page(keeper: Keeper, server: WireServer) -> None:
    """The feed says that the article was edited: "not modified" would not settle that."""
    host = Host(server)
    entry = (
        "<rss version='2.0'><channel><item><title>{}</title><link>{}/news/ferry</link></item>"
        "</channel></rss>"
    )
    server.page("/feed", entry.format("Ferry", keeper.base).encode(), "application/rss+xml")
    keeper.seed("/feed", SeedKind.FEED)
    tomorrow = {"next_look": lambda *_: datetime.now(UTC) + timedelta(days=1)}
    keeper.crawl(**tomorrow)
    keeper.crawl(host.path, **tomorrow)
    read_unread(keeper.archive, rules_folder=None)
    server.page("/feed", entry.format("Ferry sank", keeper.base).encode(), "application/rss+xml")
    feed = keeper.archive.seeds(keeper.outlet.id)[0]
    keeper.archive.reschedule(feed.address_id, datetime.now(UTC))
    keeper.crawl(**tomorrow)
    keeper.crawl(host.path, **tomorrow)
    assert host.whole[-1] is True


def test_a_feed_that_is_not_modified_and_has_news_is_asked_for_whole(
    keeper: Keeper, server: WireServer
) -> None:
    """Its validators stayed while it named a new page: each later request is for all of it."""
    feed = Host(server, "/feed", ETag='"feed"')
    feed.media_type = "application/rss+xml"

    def naming(*names: str) -> bytes:
        items = (f"<item><link>{keeper.base}/news/{one}</link></item>" for one in names)
        return f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()

    def ask() -> None:
        keeper.archive.reschedule(seed.address_id, datetime.now(UTC))
        keeper.crawl()

    feed.page = naming("one")
    keeper.seed("/feed", SeedKind.FEED)
    (seed,) = keeper.archive.seeds(keeper.outlet.id)
    ask()
    feed.page = naming("two", "one")
    for _ in range(UNTRIED_EVERY + 1):
        ask()
    assert feed.whole == [True, *[False] * (UNTRIED_EVERY - 1), True, True]
    assert told(keeper) == [keeper.base + "/feed"]


def test_a_feed_whose_bytes_are_the_same_told_the_truth(keeper: Keeper, server: WireServer) -> None:
    """We now read more in it, such as after a rule was removed: its validators did not lie."""
    feed = Host(server, "/feed", ETag='"feed"')
    feed.media_type = "application/rss+xml"
    item = f"<item><link>{keeper.base}/news/one</link></item>"
    feed.page = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()
    keeper.seed("/feed", SeedKind.FEED)
    (seed,) = keeper.archive.seeds(keeper.outlet.id)
    for deny in (("/news/",), ()):
        keeper.archive.reschedule(seed.address_id, datetime.now(UTC))
        keeper.crawl(configuration=replace(QUICK, deny=deny, full_fetch_every=1))
    assert feed.whole == [True, True]
    assert keeper.archive.address(surt(keeper.base + "/news/one")) is not None
    assert told(keeper) == []


def test_a_host_that_gives_no_validators_any_more_is_forgiven_too(
    keeper: Keeper, server: WireServer
) -> None:
    """That is one way to fix the fault: its incident stayed open forever."""
    server.page("/news/ferry", story())
    doubt_long_ago(keeper, server)
    keeper.one("/news/ferry")
    assert told(keeper) == []


def test_what_scripts_make_of_the_same_bytes_says_nothing_of_a_host(
    keeper: Keeper, server: WireServer
) -> None:
    """The ETag is the frame's, which stayed: a page made by scripts is never requested by it."""
    host = Host(server)
    seen = keeper.one(host.path)
    assert seen.exchange is not None
    for hours, engineers in ((1, "two engineers"), (2, "nine engineers")):
        made = replace(seen.exchange, rendered=story(engineers), renderer="Chromium/142")
        at = seen.started_at + timedelta(hours=hours)
        keeper.archive.record(replace(seen, started_at=at, finished_at=at, exchange=made))
    read_unread(keeper.archive, rules_folder=None)
    assert len(list(keeper.archive.revisions(1))) == 2
    assert told(keeper) == []


def test_what_another_archive_says_of_itself_is_no_word_of_the_host(
    keeper: Keeper, server: WireServer
) -> None:
    """Another archive's mementos come with validators of their own."""
    host = Host(server, ETag='"memento"', Memento_Datetime=DATE)
    for engineers in ("two engineers", "nine engineers"):
        host.page = story(engineers)
        keeper.crawl(host.path, configuration=replace(QUICK, full_fetch_every=1))
        read_unread(keeper.archive, rules_folder=None)
    assert len(list(keeper.archive.revisions(1))) == 2
    assert told(keeper) == []
