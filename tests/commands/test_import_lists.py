"""``variorum import`` of feeds and addresses, and of the history in a Memento archive."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from monitor.commands.options import check_name
from monitor.importing import memento
from monitor.importing.timemaps import parse_timemap, untouched
from storage.archive import Archive
from storage.database.times import from_text
from storage.records import SeedKind
from tests.growth import grows_with_length
from tests.warc.test_import import FIRST, SECOND, page

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News">
  <outline type="rss" text="Harbour" xmlUrl="https://feeds.example/harbour" htmlUrl="https://harbour.example/"/>
  <outline type="rss" text="Hill &amp; Dale" xmlUrl="https://hill.example/rss.xml"/>
  <outline text="broken" xmlUrl="javascript:alert(1)"/>
</outline></body></opml>"""


def write(folder, text, name="list"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("encoding", ["UTF-8", "gb2312"])
def test_feeds_become_seeds(type_empty, tmp_path, encoding):
    """Each feed becomes a seed of its home's outlet, once; what is no address is reported."""
    path = write(tmp_path, OPML.replace("UTF-8", encoding), "feeds.opml")
    done = type_empty.json("import", path)
    assert (done["captures"], done["feeds"], done["skipped_why"]) == (0, 2, {"faulty": 1})
    with Archive.open(type_empty.folder) as archive:
        assert {outlet.name for outlet in archive.outlets()} == {"harbour.example", "hill.example"}
        seeds = {(seed.url, seed.kind) for seed in archive.seeds()}
    assert seeds == {
        ("https://feeds.example/harbour", SeedKind.FEED),
        ("https://hill.example/rss.xml", SeedKind.FEED),
    }
    again = type_empty.json("import", path)
    assert again["skipped_why"] == {"faulty": 1, "known already": 2}
    assert "feeds" not in again


def test_an_entity_bomb_is_refused(type_empty, tmp_path):
    """A list of feeds that declares entities is refused."""
    bomb = OPML.replace(
        "<opml", '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><opml'
    ).replace("Mine", "&b;")
    result = type_empty("import", write(tmp_path, bomb))
    assert result.exit_code == 2
    assert "declares entities" in result.stderr


def test_a_broken_list_changes_nothing(type_empty, tmp_path):
    """OPML that is not well-formed is refused before any of it is stored."""
    result = type_empty("import", write(tmp_path, OPML[:-12]))
    assert result.exit_code == 2
    assert "not a readable OPML file" in result.stderr
    with Archive.open(type_empty.folder) as archive:
        assert archive.outlets() == []


def test_addresses_are_due(type_empty, tmp_path):
    """The next crawl fetches the addresses of a list; comments and blank lines are skipped."""
    text = (
        "# mine\n\nhttps://harbour.example/ferry?utm_source=x\nhttp://hill.example/a  # by me\n"
        "hill.example\nhttps://harbour.example/ferry\n"
    )
    result = type_empty("import", write(tmp_path, text), "--json")
    assert '"addresses": 2' in result.stdout
    assert "no address of the Web: 'hill.example'" in result.stderr
    rows = type_empty("crawl", "--dry-run", "--nl").stdout
    assert "https://harbour.example/ferry" in rows
    assert "utm_source" not in rows
    assert "http://hill.example/a" in rows


def test_a_host_with_a_port_is_named_as_by_add(type_empty, tmp_path):
    """``add`` takes no name with a colon; of two hosts with one name, the second has a suffix."""
    text = "http://127.0.0.1:8080/a\nhttp://[::1]:80/b\nhttp://hill.example:81/c\n"
    type_empty.json("import", write(tmp_path, text))
    type_empty.json("import", write(tmp_path, "http://127-0-0-1-8080/d\n", "more"))
    with Archive.open(type_empty.folder) as archive:
        found = {outlet.name: outlet.hosts for outlet in archive.outlets()}
    assert found == {
        "127-0-0-1-8080": ("127.0.0.1:8080",),
        "1": ("[::1]",),
        "hill-example-81": ("hill.example:81",),
        "127-0-0-1-8080-imported": ("127-0-0-1-8080",),
    }
    for name in found:
        check_name(name)


def test_nothing_to_import(type_empty):
    """Giving neither a file nor a page is wrong use."""
    assert type_empty("import").exit_code == 2


# --- Memento ---------------------------------------------------------------------------------
ORIGINAL = "http://herald.example/news/ferry-runs-late"
TIMES = ["20160301080000", "20170301080000", "20180301080000", "20190301080000"]


def stamp(digits):
    return from_text(
        f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z"
    )


def dated(digits):
    return format_datetime(stamp(digits), usegmt=True)


@dataclass
class TimeMachine:
    """A Memento archive on loopback: what it answers, and what was requested."""

    pages: dict[str, bytes]
    robots: str = ""
    robots_at: str = "/robots.txt"
    busy: int = 0
    unable: tuple[str, ...] = ()
    """The times of captures that it cannot deliver."""
    asked: list[str] = field(default_factory=list)

    def __enter__(self):
        machine = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_words):
                """Log nothing."""

            def do_GET(self):
                """Send one answer."""
                machine.asked.append(self.path)
                status, fields, body = machine.answer(self.path)
                self.send_response(status)
                for name, value in fields.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path):
        """Status, headers and body for a path."""
        if path != self.robots_at and path == "/robots.txt":
            return 301, {"Location": self.robots_at}, b""
        if path == self.robots_at:
            return 200, {"Content-Type": "text/plain"}, self.robots.encode()
        if path.startswith("/timemap/"):
            return 200, {"Content-Type": "application/link-format"}, self.timemap(path).encode()
        digits = path.split("/")[2]
        if self.busy and "id_" in digits:
            self.busy -= 1
            return 429, {"Retry-After": "1"}, b"slowly"
        if digits.removesuffix("id_") in self.unable:
            return 503, {"Retry-After": "0"}, b"try again"
        body = self.pages.get(digits.removesuffix("id_"))
        if body is None:
            near = f"/web/{TIMES[0]}/{ORIGINAL}"
            return 302, {"Location": near}, b""
        fields = {
            "Content-Type": "text/html; charset=utf-8",
            "Memento-Datetime": dated(digits.removesuffix("id_")),
            "X-Archive-Orig-Server": "old",
            "X-Archive-Orig-Last-Modified": dated(digits.removesuffix("id_")),
            "Last-Modified": dated(TIMES[0]),
        }
        return 503 if b"under repair" in body else 200, fields, body

    def timemap(self, path):
        """The list of captures, on two pages."""
        first, second = TIMES[:2], TIMES[2:]
        own = f'<{self.home}{path}>; rel="self"; type="application/link-format"'
        lines = [f'<{ORIGINAL}>; rel="original"', own]
        if "/page/2/" not in path:
            other = f"{self.home}/timemap/page/2/{ORIGINAL}"
            lines.append(f'<{other}>; rel="timemap"; type="application/link-format"')
        for digits in second if "/page/2/" in path else first:
            rel = "first memento" if digits == TIMES[0] else "memento"
            lines.append(
                f'<{self.home}/web/{digits}/{ORIGINAL}>; rel="{rel}"; datetime="{dated(digits)}"'
            )
        return ",\n".join(lines)


@pytest.fixture
def machine():
    pages = {TIMES[0]: page(), TIMES[1]: page(SECOND), TIMES[2]: page(SECOND)}
    with TimeMachine(pages) as served:
        yield served


def test_history_from_a_memento_archive(type_empty, machine):
    """Every capture in a TimeMap is imported with its own time; one that is gone is left out."""
    url = f"{machine.home}/timemap/link/{ORIGINAL}"
    done = type_empty.json("import", "--memento", url)
    assert (done["captures"], done["articles_new"], done["revisions_new"]) == (3, 1, 1)
    log = type_empty.json("log")
    assert [row["first_seen"][:4] for row in log] == ["2017", "2016"]
    assert (log[0]["weight"], log[0]["signals"]) == ("substantive", [])  # its archived head said so
    shown = type_empty.json("show", ORIGINAL + "@1")
    assert FIRST in shown["text"]
    assert shown["url"] == ORIGINAL
    with Archive.open(type_empty.folder) as archive:
        capture = shown["captures"][0]["id"]
        assert b"X-Archive-Orig-Server: old" in archive.heads(capture)[1]
        assert archive.capture(capture).peer == "127.0.0.1"  # that of the archive it came from
        assert (
            archive.capture(capture).imported_from
            == f"mementos of {ORIGINAL} from {machine.home[7:]}"
        )
    assert any(f"/web/{TIMES[0]}id_/" in path for path in machine.asked)


def test_what_is_known_is_not_asked_again(type_empty, machine):
    """The same command again requests the list, but no capture that is stored."""
    machine.pages[TIMES[3]] = page(SECOND)
    url = f"{machine.home}/timemap/link/{ORIGINAL}"
    type_empty.json("import", "--memento", url)
    machine.asked.clear()
    done = type_empty.json("import", "--memento", url)
    assert done["captures"] == 0
    assert done["skipped_why"] == {"known already": 4}
    assert [path for path in machine.asked if path.startswith("/web/")] == []


def test_a_busy_archive_is_left_alone(type_empty, machine):
    """After 429 with Retry-After it is requested again later, and the captures are imported."""
    machine.busy = 1
    done = type_empty.json("import", "--memento", f"{machine.home}/timemap/link/{ORIGINAL}")
    assert done["captures"] == 3
    times = [path for path in machine.asked if path.startswith(f"/web/{TIMES[0]}id_/")]
    assert len(times) >= 2


def test_an_archive_that_stays_busy(type_empty, machine, monkeypatch):
    """After some patience the command says so; what came before is stored and read."""
    monkeypatch.setattr(memento, "_PATIENCE", 1)
    machine.unable = (TIMES[1], TIMES[2])
    machine.pages[TIMES[3]] = page(SECOND)
    url = f"{machine.home}/timemap/link/{ORIGINAL}"
    result = type_empty("import", "--memento", url)
    assert result.exit_code == 1
    assert "asks to be left alone" in result.stderr
    assert FIRST in type_empty.json("show", ORIGINAL)["text"]
    machine.unable = ()
    machine.asked.clear()
    assert type_empty.json("import", "--memento", url)["captures"] == 3
    assert not [path for path in machine.asked if path.startswith(f"/web/{TIMES[0]}id_/")]


def test_one_capture_that_an_archive_cannot_give_stops_nothing(type_empty, machine, monkeypatch):
    """It is skipped and reported, and the rest is imported."""
    monkeypatch.setattr(memento, "_PATIENCE", 2)
    machine.unable = (TIMES[1],)
    url = f"{machine.home}/timemap/link/{ORIGINAL}"
    done = type_empty.json("import", "--memento", url)
    assert (done["captures"], done["skipped_why"]["faulty"]) == (2, 1)


def test_a_capture_of_a_busy_page_is_no_busy_archive(type_empty, machine):
    """The page was originally served with 503, and is delivered with that status."""
    machine.pages[TIMES[1]] = b"<p>under repair</p>"
    url = f"{machine.home}/timemap/link/{ORIGINAL}"
    done = type_empty.json("import", "--memento", url)
    assert (done["captures"], done["revisions_new"]) == (3, 1)
    assert len([path for path in machine.asked if path.startswith(f"/web/{TIMES[1]}id_/")]) == 1


@pytest.mark.parametrize("place", ["/robots.txt", "/moved.txt"])
def test_robots_of_an_archive_are_heeded(type_empty, machine, place):
    """It is a host like any other, and redirects of its robots.txt are followed."""
    machine.robots_at = place
    machine.robots = "User-agent: *\nDisallow: /timemap/\n"
    result = type_empty("import", "--memento", f"{machine.home}/timemap/link/{ORIGINAL}")
    assert result.exit_code == 1
    assert "robots.txt forbids it" in result.stderr


def test_an_archive_that_is_not_there_forbids_nothing(type_empty, machine):
    """If the host does not answer, that is the error, not a robots.txt."""
    url = f"{machine.home}/timemap/link/{ORIGINAL}"
    machine.__exit__(None, None, None)
    result = type_empty("import", "--memento", url)
    assert result.exit_code == 1
    assert "does not answer" in result.stderr
    assert "forbids" not in result.stderr


def test_a_page_alone_is_asked_of_the_usual_archive(type_empty, machine, monkeypatch):
    """The address of a page stands for its TimeMap in the default archive."""
    monkeypatch.setattr(memento, "ARCHIVE", f"{machine.home}/timemap/link/")
    monkeypatch.setattr(memento.Guard, "permits", lambda *_: True)
    done = type_empty.json("import", "--memento", ORIGINAL)
    assert done["captures"] == 3


def test_what_is_no_timemap(type_empty, machine):
    """If an address has no TimeMap, the error says so."""
    machine.pages["x"] = b"<p>no</p>"
    monkey = f"{machine.home}/web/{TIMES[0]}/timemap"
    result = type_empty("import", "--memento", monkey)
    assert result.exit_code == 1
    assert "lists no captures" in result.stderr


def test_links_are_read_as_they_are_written():
    """Commas in addresses and quotes, bare values, several relations, a broken address."""
    text = (
        "<http://a.example/x,y>;rel=original,"
        '<http://w.example/web/20200101000000/http://a.example/x,y>; rel="first last memento";'
        ' datetime="Wed, 01 Jan 2020 00:00:00 GMT",\n'
        '<http://w.example/web/1/x>; rel="memento"; datetime="never",'
        '<http://[w.example/1/x>; rel="memento"; datetime="Wed, 01 Jan 2020 00:00:00 GMT"'
    )
    found = parse_timemap(text, "http://w.example/")
    assert found.original == "http://a.example/x,y"
    [one] = found.mementos
    assert one.at.isoformat() == "2020-01-01T00:00:00+00:00"
    assert untouched(one.url) == "http://w.example/web/20200101000000id_/http://a.example/x,y"


@pytest.mark.parametrize("filling", [" ", "\n", '"', "\\", ";", ","])
def test_what_fills_a_timemap_costs_no_more_than_its_length(filling):
    """Of spaces without a link, a megabyte took a quarter of an hour; what is before it is read."""

    def read(some: str) -> object:
        found = parse_timemap(f'<http://a.example/>; rel="original"{some}x', "http://w.example/")
        assert (found.original, found.mementos) == ("http://a.example/", [])
        return found

    assert grows_with_length(read, filling * 20_000, filling * 160_000)


def test_more_timemaps_than_are_asked_for_are_told(type_empty, machine, monkeypatch):
    """An archive may name another list in each, for ever: it is left off, and not in silence."""
    monkeypatch.setattr(memento, "_MOST_TIMEMAPS", 1)
    result = type_empty("import", "--memento", f"{machine.home}/timemap/link/{ORIGINAL}")
    assert result.exit_code == 0
    assert "names more than 1 TimeMaps" in result.stderr


@pytest.mark.parametrize("word", ["", "mp_", "if_", "id_"])
def test_a_capture_is_asked_for_as_it_was(word):
    """TimeMaps of pywb name its framed view, whose scripts and links got into the pages."""
    where = "https://w.example/coll/20200101000000"
    page = "https://a.example/20190101000000mp_/http:x"
    assert untouched(f"{where}{word}/{page}") == f"{where}id_/{page}"
