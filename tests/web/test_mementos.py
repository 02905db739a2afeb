"""Memento: the right capture for a time, and headers that other programs understand."""

from __future__ import annotations

import random
import re
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from tests.browser.conftest import serving
from tests.commands.conftest import START, Keeper, reading
from tests.conftest import run_variorum

URL = "https://harbour.example/tides?day=1&x=%2F"
CAPTURES = 20


def keep(folder, url) -> list[datetime]:
    """Make an archive with twenty captures of an address, at uneven times; gives the times."""
    lot = random.Random(7)
    times = []
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        for number in range(CAPTURES):
            times.append(keeper.now)
            if number == 0:
                keeper.begin(url, reading("Tides", "High at 0."), b"<p>tide 0")
            else:
                keeper.visit(url, f"<p>tide {number}".encode())
            keeper.now += timedelta(hours=lot.randrange(1, 90), seconds=lot.randrange(3600))
    return times


@pytest.fixture(scope="module")
def tides(tmp_path_factory):
    """The folder of an archive with twenty captures, and their times."""
    folder = tmp_path_factory.mktemp("tides") / "archive"
    return folder, keep(folder, URL)


@pytest.fixture
def client(tides):
    """A client for its pages."""
    app = create_app(Settings(tides[0], lambda *_: ""))
    yield app.test_client()
    app.extensions["variorum"].close()


def wanted(lot: random.Random, times: list[datetime]) -> tuple[datetime, int]:
    """A random time, and the number of the capture closest to it."""
    span = times[-1] - times[0] + timedelta(days=4)
    time = (times[0] - timedelta(days=2) + span * lot.random()).replace(microsecond=0)
    distances = [abs(other.replace(microsecond=0) - time) for other in times]
    return time, distances.index(min(distances))


def test_the_timegate_finds_the_closest_of_fifty_dates(tides, client):
    """It redirects to the capture, whose own time and bytes are right."""
    lot = random.Random(50)
    for _ in range(50):
        time, number = wanted(lot, tides[1])
        gate = client.get(
            f"/timegate/{URL}", headers={"Accept-Datetime": format_datetime(time, usegmt=True)}
        )
        assert gate.status_code == 302
        assert gate.headers["Vary"] == "accept-datetime"
        shown = client.get(gate.headers["Location"])
        assert shown.data == f"<p>tide {number}".encode()
        said = parsedate_to_datetime(shown.headers["Memento-Datetime"])
        assert said == tides[1][number].replace(microsecond=0)


def test_without_a_date_it_is_the_latest(client):
    """An invalid date is an error of the client."""
    shown = client.get(client.get(f"/timegate/{URL}").headers["Location"])
    assert shown.data == b"<p>tide 19"
    bad = client.get(f"/timegate/{URL}", headers={"Accept-Datetime": "yesterday"})
    assert bad.status_code == 400
    assert client.get("/timegate/https://harbour.example/none").status_code == 404


def test_timemaps_name_every_capture(client):
    """In link format with first and last, and as CDXJ."""
    text = client.get(f"/timemap/link/{URL}").text
    assert text.count("memento") == CAPTURES
    assert 'rel="first memento"' in text
    assert 'rel="last memento"' in text
    assert f'<{URL}>; rel="original"' in text
    lines = client.get(f"/timemap/cdxj/{URL}").text.splitlines()
    assert len(lines) == CAPTURES
    assert lines[0].startswith("example,harbour)/tides?day=1&x=%2F 20260301080000 {")


def test_a_memento_is_as_it_was_sent(client):
    """The original headers have their own names, and the policy for stored pages applies."""
    shown = client.get(f"/web/20260301080000id_/{URL}")
    assert shown.headers["X-Archive-Orig-X-Note"].startswith("café")
    assert "\x1b" not in str(shown.headers)
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")
    assert 'rel="first memento"' in shown.headers["Link"]
    assert 'rel="next memento"' in shown.headers["Link"]


@pytest.mark.parametrize("onward", ["/next?x=%2F", "//[next"])
def test_a_redirect_leads_on_within_the_archive(tmp_path, onward):
    """To the page of then; one that led nowhere is shown unchanged, and was an error of ours."""
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).visit(URL, b"", onward)
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    answer = app.test_client().get(f"/web/20260301080000id_/{URL}")
    app.extensions["variorum"].close()
    whole = "http://localhost/web/20260301080000id_/https://harbour.example/next?x=%2F"
    assert answer.status_code == 302
    assert answer.headers["X-Archive-Orig-Location"] == onward
    assert answer.headers.get("Location") == (whole if onward.startswith("/n") else None)


@pytest.mark.parametrize("stamp", ["20260301080001", "2026", "20260301"])
def test_another_second_leads_to_the_closest(client, stamp):
    """A time without a capture redirects to one with a capture."""
    answer = client.get(f"/web/{stamp}id_/{URL}")
    assert answer.status_code == 302
    assert "/web/20260301080000id_/https://harbour.example/" in answer.headers["Location"]


@pytest.mark.parametrize("stamp", ["20269901000000", "99999999999999"])
def test_a_time_that_is_none(client, stamp):
    """It gives a 400."""
    assert client.get(f"/web/{stamp}id_/{URL}").status_code == 400


class _Original(BaseHTTPRequestHandler):
    """The page as it is today: memento_client first asks it whether it knows a TimeGate."""

    def do_HEAD(self):
        """Answer with 200."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Log nothing."""


def test_memento_client_agrees(tmp_path):
    """The library that others use finds the same captures over real HTTP, for fifty dates."""
    library = pytest.importorskip("memento_client", reason="memento_client is not installed")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Original)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/tides"
    times = keep(tmp_path / "archive", url)
    lot = random.Random(3)
    with serving(tmp_path / "archive") as base:
        client = library.MementoClient(
            timegate_uri=f"{base}/timegate/", check_native_timegate=False
        )
        for _ in range(50):
            time, number = wanted(lot, times)
            found = client.get_memento_info(url, time.replace(tzinfo=None))
            closest = found["mementos"]["closest"]
            assert closest["datetime"] == times[number].replace(microsecond=0, tzinfo=None)
        client.session.close()
    server.shutdown()
    server.server_close()


def test_start_is_the_first(tides):
    """The clock of the fixture begins when the tests assume."""
    assert tides[1][0] == START == datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_a_host_that_is_an_address_is_found_where_its_redirect_leads(tmp_path):
    """Brackets are not allowed in a path, so they are escaped in the address of a memento."""
    keep(tmp_path / "archive", "http://[::1]:8080/tides")
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    try:
        client = app.test_client()
        led = client.get("/timegate/http://[::1]:8080/tides")
        assert led.status_code == 302
        assert client.get(led.headers["Location"]).status_code == 200
    finally:
        app.extensions["variorum"].close()


@pytest.mark.parametrize("safe", ["", "/"])
@pytest.mark.parametrize("way", ["/timegate/", "/timemap/link/", "/timemap/cdxj/", "/web/2026id_/"])
def test_an_address_that_is_escaped_as_one_part_is_the_same(client, way, safe):
    """Programs escape what they put into a path, including the colon of the scheme."""
    as_it_is, escaped = (client.get(way + one) for one in (URL, quote(URL, safe)))
    assert escaped.status_code == as_it_is.status_code < 400
    assert escaped.headers.get("Location") == as_it_is.headers.get("Location")


@pytest.mark.parametrize("end", ["%0A", "%0d%0aSet-Cookie:x", "a%0a%0ab", "%0A/"])
def test_an_address_with_escaped_line_ends_is_found(tmp_path, end):
    """A link copied with its line end is one that an outlet answers: TimeMap and page were 404."""
    url = "https://harbour.example/tides" + end
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).visit(url, b"<p>tide")
    with serving(tmp_path / "archive") as base:
        told = urlopen(f"{base}/timemap/link/{url}")
        [way] = re.findall(r"<([^>]*id_/[^>]*)>", told.read().decode())
        for asked in (way, f"{base}/timegate/{url}", f"{base}/timegate/{quote(url, '')}"):
            shown = urlopen(asked)
            assert shown.read() == b"<p>tide"
            assert shown.url == way
            assert "Set-Cookie" not in shown.headers


# --- several within one second -------------------------------------------------------------------
SECOND = "20260301080000"


@pytest.fixture
def hurried(tmp_path):
    """A client for captures 1 to 4 within a second, and 5 just before the end of the next one."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        for number, milliseconds in enumerate((0, 0, 300, 990, 1950), 1):
            keeper.now = START + timedelta(milliseconds=milliseconds)
            keeper.visit(URL, f"<p>tide {number}".encode())
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    yield app.test_client()
    app.extensions["variorum"].close()


@pytest.mark.parametrize("form", ["link", "cdxj"])
def test_each_capture_of_a_second_is_a_memento_of_its_own(hurried, form):
    """One address led to one of them; the others of that second were unreachable."""
    told = hurried.get(f"/timemap/{form}/{URL}").text
    ways = re.findall(r'http://localhost(/web/[^>"]*)', told)
    assert len(set(ways)) == 5
    assert [hurried.get(way).data for way in ways] == [f"<p>tide {n}".encode() for n in range(1, 6)]
    assert f"/web/{SECOND}.3id_/" in ways[2]
    assert "/web/20260301080001id_/" in ways[4]


def test_links_of_a_memento_lead_through_its_second(hurried):
    """The ``next`` links lead from the first to the last."""
    way, pages = f"/web/{SECOND}.1id_/{URL}", []
    while way:
        shown = hurried.get(way)
        pages.append(shown.data)
        onward = re.search(r'<([^>]*)>; rel="next', shown.headers["Link"])
        way = onward and onward[1]
    assert pages == [f"<p>tide {number}".encode() for number in range(1, 6)]


@pytest.mark.parametrize("way", [f"/web/{SECOND}id_/", f"/web/{SECOND}.9id_/", "/timegate/"])
def test_a_second_that_has_several_leads_to_one_of_them(hurried, way):
    """To the last one, under its own address, and not in a loop."""
    asked = {"Accept-Datetime": format_datetime(START, usegmt=True)}
    answer = hurried.get(way + URL, headers=asked)
    assert answer.status_code == 302
    assert f"/web/{SECOND}.4id_/" in answer.headers["Location"]
    assert hurried.get(answer.headers["Location"]).data == b"<p>tide 4"


@pytest.mark.parametrize("later", [0.2, 1, 90])
def test_a_redirect_to_another_spelling_of_the_address_arrives(tmp_path, later):
    """From http to https: the redirect, closest to its own time, led to itself for ever."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.visit(URL.replace("https:", "http:"), b"", URL)
        keeper.now = START + timedelta(seconds=later)
        keeper.visit(URL, b"<p>tide")
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    client = app.test_client()
    asked = {"Accept-Datetime": format_datetime(START, usegmt=True)}
    try:
        for way in (f"/timegate/{URL}", f"/timegate/{URL.replace('https:', 'http:')}"):
            hops, answer = 0, client.get(way, headers=asked)
            while answer.status_code in (301, 302) and hops < 9:
                hops, answer = hops + 1, client.get(answer.headers["Location"])
            assert answer.data == b"<p>tide"
    finally:
        app.extensions["variorum"].close()


def test_history_comes_in_from_another_archive_with_all_of_a_second(tmp_path):
    """Of two captures in one second, say a redirect and its target, the second was lost."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        for number, milliseconds in enumerate((0, 300, 1950), 1):
            keeper.now = START + timedelta(milliseconds=milliseconds)
            keeper.visit(URL, f"<p>tide {number}".encode())
    run_variorum(tmp_path, "init", str(tmp_path / "other"))
    with serving(tmp_path / "archive") as base:
        words = ("import", "--memento", f"{base}/timemap/link/{URL}", "--json")
        done = run_variorum(tmp_path / "other", *words).json
        assert (done["captures"], done["skipped"]) == (3, 0)
        assert run_variorum(tmp_path / "other", *words).json["skipped_why"] == {"known already": 3}
