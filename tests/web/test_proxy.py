"""Behind a reverse proxy, below a path: set up as the guide says, over real connections."""

from __future__ import annotations

import base64
import http.client
import re
import shutil
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from monitor.web.access import TRIED
from monitor.web.app import create_app
from monitor.web.serving import PageServer
from monitor.web.site import Settings
from storage.users import Role, Users
from tests.web.conftest import FERRY, command

PASSWORD = "correct horse battery"
PREFIX = "/news"
HOST = "papers.example:8443"
ORIGIN = f"https://{HOST}"
BASIC = {"Authorization": "Basic " + base64.b64encode(f"rita:{PASSWORD}".encode()).decode()}
PAGE = {"Accept": "text/html"}
PLACES = re.compile(r'(?:href|src|action)="([^"]+)"')
DROPPED = {"host", "connection", "transfer-encoding", "date", "server"}
GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"


class Proxy(BaseHTTPRequestHandler):
    """Like nginx with ``location /news/``: removes the prefix, and passes it on in a header."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Pass the request on, and the answer back."""
        given = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: text for name, text in self.headers.items() if name.lower() != "host"}
        headers |= {"X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": "https"}
        headers |= {"X-Forwarded-Host": self.headers["Host"], "X-Forwarded-Prefix": PREFIX}
        behind = http.client.HTTPConnection("127.0.0.1", self.server.behind)
        behind.request(self.command, self.path.removeprefix(PREFIX), given, headers)
        answer = behind.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, text in answer.getheaders():
            if name.lower() not in DROPPED:
                self.send_header(name, text)
        if self.command != "HEAD" and "Content-Length" not in answer.headers:
            self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.write(body)
        behind.close()

    do_POST = do_HEAD = do_GET  # noqa: N815 — as the server calls them

    def log_message(self, *_) -> None:
        """Log nothing."""


@contextmanager
def running(server):
    """Run it in a separate thread."""
    thread = threading.Thread(target=server[0])
    thread.start()
    try:
        yield
    finally:
        server[1]()
        thread.join()


@pytest.fixture(scope="module")
def port(kept, tmp_path_factory):
    """The port of the proxy."""
    place = shutil.copytree(kept, tmp_path_factory.mktemp("proxied") / "kept")
    with Users.open(place) as users:
        users.add("rita", PASSWORD, Role.READER)
    app = create_app(Settings(place, command, guarded=True, proxied=True))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        pages = PageServer(app, listener, threads=2, proxied=True)
        proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
        proxy.behind = listener.getsockname()[1]
        with running((pages.run, pages.stop)), running((proxy.serve_forever, proxy.shutdown)):
            yield proxy.server_port
        proxy.server_close()


@pytest.fixture
def ask(port):
    """Send a request as a browser that only sees the proxy; gives the answer and its text."""
    TRIED.forget()

    def asked(path, method="GET", form=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        body = None if form is None else urlencode(form)
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        if body is not None:
            named["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, {"Host": HOST, **named})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    return asked


def sign_in(ask, password=PASSWORD, **headers):
    """Send the form as a browser does from its page; gives the answer and its text."""
    form, text = ask(f"{PREFIX}/login?next={PREFIX}/articles/1", **PAGE)
    token = re.search(r'name="token" value="([^"]+)"', text)[1]
    began = form.headers["Set-Cookie"].split(";")[0]
    given = {"name": "rita", "password": password, "token": token, "next": f"{PREFIX}/articles/1"}
    return ask(
        f"{PREFIX}/login",
        "POST",
        given,
        Cookie=began,
        **{"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", **headers},
    )


def test_signing_in_leads_to_the_page_that_was_asked_for(ask):
    """Below the prefix; the cookie is sent only there, only over TLS, and hidden from scripts."""
    shut, _ = ask(f"{PREFIX}/articles/1", **PAGE)
    assert shut.status == 303
    assert shut.headers["Location"] == f"{PREFIX}/login?next={PREFIX}/articles/1"
    answer, _ = sign_in(ask)
    assert (answer.status, answer.headers["Location"]) == (303, f"{PREFIX}/articles/1")
    cookie, *flags = answer.headers["Set-Cookie"].split("; ")
    assert {"Secure", "HttpOnly", "SameSite=Lax", f"Path={PREFIX}"} <= set(flags)
    shown, text = ask(f"{PREFIX}/articles/1", Cookie=cookie, **PAGE)
    assert shown.status == 200
    assert "Ferry runs late again" in text


@pytest.mark.parametrize(
    ("password", "headers", "status"),
    [
        ("wrong", {}, 403),
        (PASSWORD, {"Origin": "https://evil.example"}, 403),
        (PASSWORD, {"Origin": "https://papers.example"}, 403),
        (PASSWORD, {"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_nobody_else_signs_in(ask, password, headers, status):
    """A wrong password, and a form from another site or from another port of the same host."""
    answer, _ = sign_in(ask, password, **headers)
    assert answer.status == status


def test_guessing_ends_for_who_guesses_and_for_nobody_else(ask, port):
    """After eight wrong passwords even the right one must wait, but not from another address."""
    assert [sign_in(ask, "wrong")[0].status for _ in range(8)] == [403] * 8
    assert sign_in(ask)[0].status == 429
    other = http.client.HTTPConnection("127.0.0.1", port, source_address=("127.0.0.2", 0))
    other.request("GET", f"{PREFIX}/health.json", headers={"Host": HOST, **BASIC})
    assert other.getresponse().status == 200
    other.close()


@pytest.mark.parametrize(
    "path", ["/", "/articles/1", "/articles/1/diff/1..2", "/search?q=ferry", "/captures/1"]
)
def test_every_place_on_a_page_lies_below_the_prefix(ask, path):
    """Links, forms, styles and frames; otherwise the first click would leave it."""
    answer, text = ask(PREFIX + path, **PAGE, **BASIC)
    assert answer.status == 200
    inner = [place for place in PLACES.findall(text) if not place.startswith(("#", "http"))]
    assert len(inner) > 10
    assert [place for place in inner if not place.startswith(f"{PREFIX}/")] == []
    for place in {place for place in inner if "/static/" in place}:
        assert ask(place)[0].status == 200


@pytest.mark.parametrize("form", ["atom", "feed"])
def test_feeds_name_the_address_they_were_fetched_from(ask, form):
    """With its host, port and prefix, since a reader keeps that address."""
    _, text = ask(f"{PREFIX}/changes.{form}?limit=1", **BASIC)
    assert f"{ORIGIN}{PREFIX}/changes.{form}?limit=1" in text
    assert f"{ORIGIN}{PREFIX}/changes.{form}?limit=1&after=" in text.replace("&amp;", "&")
    assert re.search(rf"{ORIGIN}{PREFIX}/articles/\d", text)
    assert "127.0.0.1" not in text


def test_mementos_lead_on_below_the_prefix(ask):
    """TimeGate, TimeMap and memento refer to each other as a client outside reaches them."""
    gate, _ = ask(f"{PREFIX}/timegate/{FERRY}", **BASIC)
    assert gate.status == 302
    place = gate.headers["Location"]
    assert place.startswith(f"{ORIGIN}{PREFIX}/web/")
    found, _ = ask(urlsplit(place).path, **BASIC)
    assert found.status == 200
    assert found.headers["Memento-Datetime"]
    _, listed = ask(f"{PREFIX}/timemap/link/{FERRY}", **BASIC)
    ours = re.findall(r"<(https://papers[^>]+)>", gate.headers["Link"] + listed)
    assert len(ours) > 6
    assert all(one.startswith(f"{ORIGIN}{PREFIX}/") for one in ours)


def test_what_stands_is_not_sent_again(ask):
    """304 by ETag, strong or weakened by a compressing proxy, and by date for a feed; also HEAD."""
    given = {**PAGE, "Cookie": sign_in(ask)[0].headers["Set-Cookie"].split(";")[0]}
    for path in ("/", "/articles/1", "/articles/1.json", "/changes.atom", "/captures/1/raw"):
        first, text = ask(PREFIX + path, **given)
        etag = first.headers["ETag"]
        for known in (etag, f"W/{etag}"):
            again, nothing = ask(PREFIX + path, If_None_Match=known, **given)
            assert (again.status, nothing) == (304, ""), path
        head, nothing = ask(PREFIX + path, "HEAD", **given)
        assert (head.status, nothing, head.headers["ETag"]) == (200, "", etag)
        assert int(head.headers["Content-Length"]) == len(text.encode())
        assert first.headers["Cache-Control"] == "private, no-cache"
        assert "default-src 'none'" in first.headers["Content-Security-Policy"]
    dated = ask(f"{PREFIX}/changes.atom", **BASIC)[0].headers["Last-Modified"]
    assert ask(f"{PREFIX}/changes.atom", If_Modified_Since=dated, **BASIC)[0].status == 304


@pytest.mark.parametrize("prefix", ["//evil.example", "/a//b", "/<b>", "/a b", "x"])
def test_a_prefix_that_leads_away_is_refused(kept, tmp_path, prefix):
    """It would come before every link of the page."""
    place = shutil.copytree(kept, tmp_path / "kept")
    app = create_app(Settings(place, command, guarded=True, proxied=True))
    client = app.test_client()
    assert client.get("/login", headers={"X-Forwarded-Prefix": prefix}).status_code == 400
    good = client.get("/login", headers={"X-Forwarded-Prefix": "/a/b-c_1.~/"})
    assert 'action="/a/b-c_1.~/login"' in good.text
    app.extensions["variorum"].close()


def test_the_guide_tells_what_the_pages_need():
    """The headers that the proxy of these tests sends, including the host with its port."""
    told = GUIDE.read_text(encoding="utf-8")
    for name in ("For $remote_addr", "Proto https", "Host $http_host", f"Prefix {PREFIX}"):
        assert f"proxy_set_header X-Forwarded-{name};" in told
