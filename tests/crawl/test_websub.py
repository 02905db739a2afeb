"""WebSub from end to end: a feed's hub is subscribed to, verifies, and its pings are hints."""

from __future__ import annotations

import hashlib
import hmac
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.web.app import create_app
from monitor.web.site import Settings
from spiders.crawl.seeds.link_fields import linked_in
from storage.records import SeedKind
from tests.crawl.conftest import QUICK, Keeper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from storage.agenda.websub import Subscription
    from tests.crawl.wire_server import WireServer

BASE = "https://archive.example"


class Hub:
    """A hub on loopback that accepts any subscription, and remembers the forms."""

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        self.status = 202
        self.moves: dict[str, str] = {}
        hub = self

        class Handler(BaseHTTPRequestHandler):
            """The handler of one request."""

            def do_POST(self) -> None:
                """Accept or redirect a subscription."""
                data = self.rfile.read(int(self.headers["Content-Length"])).decode()
                hub.forms.append({key: value[0] for key, value in parse_qs(data).items()})
                onward = hub.moves.get(self.path)
                self.send_response(hub.status if onward is None else 308)
                if onward is not None:
                    self.send_header("Location", onward)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                """Answer that there is no robots.txt."""
                self.send_error(404)

            def log_message(self, *_arguments: object) -> None:
                """Log nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Stop the hub."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(30)


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub."""
    one = Hub()
    yield one
    one.close()


@pytest.fixture
def watched(keeper: Keeper, server: WireServer, hub: Hub) -> Keeper:
    """An outlet with a feed that names the hub."""
    links = f"<atom:link rel='hub' href='http://{hub.host}/hub'/>"
    links += f"<atom:link rel='self' href='{server.base}/feed'/>"
    atom = "xmlns:atom='http://www.w3.org/2005/Atom'"
    item = "<item><link>/some-long-story-1</link></item>"
    feed = f"<rss version='2.0' {atom}><channel>{links}{item}</channel></rss>"
    server.page("/feed", feed.encode(), "text/xml")
    server.page("/some-long-story-1", b"<p>story</p>")
    keeper.seed("/feed", SeedKind.FEED)
    return keeper


@pytest.fixture
def client(watched: Keeper) -> Iterator[FlaskClient]:
    """The pages as somebody from outside requests them by name."""
    app = create_app(Settings(watched.archive.folder, lambda *words: " ".join(words), guarded=True))
    yield app.test_client()
    app.extensions["variorum"].close()


def crawl(keeper: Keeper, hub: Hub, **more) -> Subscription:
    """Run a pass with a callback; gives the subscription afterwards."""
    settings = replace(QUICK, allow_private=(hub.host,), websub_callback=BASE, **more)
    keeper.crawl(configuration=settings)
    address = keeper.address("/feed")
    found = keeper.archive.seed_looks.subscriptions.of(address.id)
    assert found is not None
    return found


def test_hub_is_asked_verifies_and_pings(watched: Keeper, hub: Hub, client: FlaskClient) -> None:
    """All steps; at the end the feed is due."""
    asked = crawl(watched, hub)
    (form,) = hub.forms
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", watched.base + "/feed")
    assert form["hub.callback"] == f"{BASE}/websub/{asked.token}"
    assert form["hub.secret"] == asked.secret
    path = urlsplit(form["hub.callback"]).path
    query = {"hub.mode": "subscribe", "hub.topic": form["hub.topic"], "hub.challenge": "a<b>&c"}
    answer = client.get(path, query_string={**query, "hub.lease_seconds": "864000"})
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "a<b>&c", "text/plain")
    granted = crawl(watched, hub)
    assert granted.lease_until is not None
    assert abs(granted.lease_until - datetime.now(UTC) - timedelta(days=10)) < timedelta(hours=1)
    assert len(hub.forms) == 1  # it will ping us: it is not asked again

    def due() -> bool:
        when = watched.archive.due_of(granted.address_id).address.next_due
        assert when is not None
        return when <= datetime.now(UTC)

    body = b"<rss>news</rss>" * 50_000  # the feed itself, as hubs send it
    for secret, status in ((b"wrong", 202), (granted.secret.encode(), 202)):
        assert not due()
        signature = hmac.new(secret, body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": f"sha256={signature}"}
        assert client.post(path, data=body, headers=headers).status_code == status
    assert due()


@pytest.mark.parametrize(
    "change",
    [
        {"hub.mode": "unsubscribe"},
        {"hub.topic": "https://else.example/feed"},
        {"hub.challenge": ""},
        {"token": "guessed"},
    ],
)
def test_what_nobody_asked_for_is_not_verified(
    change: dict[str, str], watched: Keeper, hub: Hub, client: FlaskClient
) -> None:
    """Another mode, topic or token, or no challenge: 404, and nothing is granted."""
    asked = crawl(watched, hub)
    query = {"hub.mode": "subscribe", "hub.topic": asked.topic, "hub.challenge": "c", **change}
    token = query.pop("token", asked.token)
    assert client.get(f"/websub/{token}", query_string=query).status_code == 404
    assert crawl(watched, hub).lease_until is None


@pytest.mark.parametrize("signature", ["", "sha256=", "md5=0"])
def test_unsigned_ping_does_nothing(
    signature: str, watched: Keeper, hub: Hub, client: FlaskClient
) -> None:
    """It is answered like a signed one, so that the answer reveals nothing."""
    asked = crawl(watched, hub)
    headers = {"X-Hub-Signature": signature} if signature else {}
    assert client.post(f"/websub/{asked.token}", data=b"x", headers=headers).status_code == 202
    after = watched.archive.seed_looks.subscriptions.of(asked.address_id)
    assert after is not None
    assert after.pinged_at is None
    assert client.post("/websub/guessed", data=b"x").status_code == 404


def test_hub_that_refuses_is_left_for_a_while(
    watched: Keeper, hub: Hub, client: FlaskClient
) -> None:
    """In its answer, or explicitly later; it is not asked at every look."""
    hub.status = 403
    asked = crawl(watched, hub)
    assert asked.refused == "the hub answered 403"
    crawl(watched, hub)
    assert len(hub.forms) == 1
    query = {"hub.mode": "denied", "hub.topic": asked.topic, "hub.reason": "not for you"}
    assert client.get(f"/websub/{asked.token}", query_string=query).status_code == 200
    assert crawl(watched, hub).refused == "not for you"


def test_without_a_callback_no_hub_is_asked(watched: Keeper, hub: Hub) -> None:
    """It is off until the user says where the pages can be reached; deny patterns hold too."""
    watched.crawl(configuration=replace(QUICK, allow_private=(hub.host,)))
    denied = replace(QUICK, allow_private=(hub.host,), websub_callback=BASE, deny=("/hub",))
    watched.crawl(configuration=denied)
    assert hub.forms == []


def test_a_hub_that_only_the_head_names_is_asked(
    watched: Keeper, hub: Hub, server: WireServer
) -> None:
    """WebSub puts Link fields first; a hub that was named only there was never asked."""
    item = b"<item><link>/some-long-story-1</link></item>"
    feed = b"<rss version='2.0'><channel>%b</channel></rss>" % item
    link = f'</style.css>; rel=preload; title="a, b", <http://{hub.host}/hub>; rel="x Hub", '
    server.page("/feed", feed, "text/xml", Link=f'{link}<{server.base}/news>; rel="self"')
    assert crawl(watched, hub).hub == f"http://{hub.host}/hub"
    assert [form["hub.topic"] for form in hub.forms] == [server.base + "/news"]


def test_a_hub_that_moved_is_asked_where_it_is(watched: Keeper, hub: Hub) -> None:
    """The form is sent there; it was reported as refused, and tried again every six hours."""
    hub.moves = {"/hub": "/hub2", "/hub2": "/hub3"}
    assert crawl(watched, hub).refused is None
    assert [form["hub.topic"] for form in hub.forms] == [watched.base + "/feed"] * 3


def test_a_hub_that_leads_on_for_ever_is_left(watched: Keeper, hub: Hub) -> None:
    """In a ring, or too far: this is reported, and the turns of its host are given back."""
    hub.moves = {"/hub": "/hub2", "/hub2": "/hub"}
    assert crawl(watched, hub).refused == "the hub redirects too often"
    assert len(hub.forms) == 2


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("<https://a.example/h>; rel=hub", {"hub": "https://a.example/h"}),
        ('</h>;type="a;b,c";rel="self hub",</i>;rel=hub', {"self": "/h", "hub": "/h"}),
        ("<https://a.example/?q=1,2;3>; REL = 'hub'", {"'hub'": "https://a.example/?q=1,2;3"}),
        ("</h>; title=rel", {}),
        ("</h", {}),
        ("", {}),
    ],
)
def test_what_link_fields_name(field: str, named: dict[str, str]) -> None:
    """The first of each relation; addresses and quoted strings may have commas too."""
    assert linked_in(f"HTTP/1.1 200 OK\r\nLink: {field}\r\n\r\n".encode()) == named


def test_a_hub_is_told_no_password_of_a_seed(keeper: Keeper, server: WireServer, hub: Hub) -> None:
    """Without an address of its own a feed has its seed's, and hubs belong to others."""
    links = f"<atom:link rel='hub' href='http://{hub.host}/hub'/>"
    atom = "xmlns:atom='http://www.w3.org/2005/Atom'"
    feed = f"<rss version='2.0' {atom}><channel>{links}</channel></rss>"
    server.page("/feed", feed.encode(), "text/xml")
    keeper.seed(f"http://ann:secret@{server.host}/feed", SeedKind.FEED)
    crawl(keeper, hub)
    assert [form["hub.topic"] for form in hub.forms] == [f"{server.base}/feed"]
