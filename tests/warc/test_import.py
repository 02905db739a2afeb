"""Imports of others' WARC files keep times and bytes, report what is broken, and read the rest."""

from __future__ import annotations

import gzip
import re
import sqlite3
import tracemalloc
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from monitor.export.export import Export
from monitor.export.selection import Selection
from monitor.export.warc import write_warc
from monitor.importing import transactions
from monitor.importing.run import Telling, import_files
from monitor.importing.warc import BESIDE
from monitor.reprocessing.run import reprocess
from spiders.configuration import Configuration
from spiders.crawl.http.documents import NOT_TEXT
from spiders.urls import surt
from storage.agenda.pins import Pin
from storage.archive import Archive
from storage.errors import InputError
from storage.records import Found, IncidentKind, Role
from tests.captures import hurt_page
from tests.growth import grows_with_length
from tests.warc import makers
from tests.warc.test_lint import ERRORS

HOST = "http://herald.example"
LIMIT = 2 * 2**20
FIRST, SECOND = "The ferry to Holm ran late.", "The ferry to Holm never ran."
THIRD = "The ferry to Holm ran twice."
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def page(text=FIRST, title="Ferry runs late"):
    """An article with this text."""
    said = "and the harbour master said at length what he had to say about the engine and the tide"
    more = "".join(f"<p>{number}, {said}.</p>" for number in ("First", "Then", "Later", "At last"))
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        '<meta property="og:type" content="article"></head>'
        f"<body><article><h1>{title}</h1><p>{text}</p>{more}</article></body></html>"
    ).encode()


def response(body=None, path="/news/ferry-runs-late", date="2016-03-01T08:00:00Z", **more):
    """A response record as other programs write them."""
    if body is None:
        body = page() if path.endswith("late") else page(f"Of {path} much was said.", path)
    kind = more.pop("kind", "text/html; charset=utf-8")
    head = more.pop("head", f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode())
    more.setdefault("record_id", f"<urn:test:{path}:{date}>")
    return makers.response(head, body, uri=more.pop("host", HOST) + path, date=date, **more)


class Intake:
    """Imports files into an archive."""

    def __init__(self, folder, archive):
        self.folder, self.archive = folder, archive
        self.faults = []

    def file(self, *records, name="a.warc.gz", data=None):
        """A file of these records."""
        path = self.folder / name
        path.write_bytes(makers.packed(makers.info(), *records) if data is None else data)
        return path

    def __call__(self, *paths):
        """Import; gives what was imported."""
        self.faults = []
        return import_files(
            self.archive,
            paths,
            Configuration(max_bytes=LIMIT),
            Telling(
                lambda path, fault: self.faults.append((Path(path).name, fault.what)),
                lambda _text: None,
            ),
        )

    def texts(self, path="/news/ferry-runs-late"):
        """The first paragraph of each revision of an article."""
        article = self.archive.article(surt(HOST + path))
        revisions = self.archive.revisions(article.id)
        return [self.archive.extraction(one.extraction_id).body[0].text for one in revisions]

    def captures(self):
        """All captures, as they were recorded."""
        return [
            self.archive.capture(row[0])
            for row in self.archive._database.rows("SELECT id FROM captures ORDER BY id")
        ]


@pytest.fixture
def intake(tmp_path, blank):
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        yield Intake(tmp_path, archive)


def test_what_is_no_text_is_no_page(intake):
    """By the same rule as in a crawl: compressed data without a name is a failure, and kept."""
    packed = gzip.compress(page(SECOND))
    intake(intake.file(response(), response(packed, date="2017-01-01T00:00:00Z")))
    assert intake.texts() == [FIRST]
    last = intake.captures()[-1]
    assert intake.archive.payload(last.payload) == packed
    [told] = intake.archive.incidents()
    assert (told.kind, told.detail) == (IncidentKind.UNREACHABLE, NOT_TEXT)


def test_what_others_kept_blames_no_host_for_its_validators(intake):
    """Others may have been served other heads, or made them up: the host is not asked now."""
    head = b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "one"\r\n\r\n'
    texts = ((FIRST, "2016-01-01T00:00:00Z"), (SECOND, "2017-01-01T00:00:00Z"))
    records = [response(page(text), date=date, head=head) for text, date in texts]
    intake(intake.file(*records))
    assert intake.texts() == [FIRST, SECOND]
    assert intake.archive.incidents() == []


@pytest.mark.parametrize(("text", "found"), [("The ferry was sold.", 1), (FIRST, 0)])
def test_what_an_older_file_adds_is_what_is_new(intake, text, found):
    """All of its article is read again, and was counted as if none of it had been there."""
    dates = ("2016-01-01T00:00:00Z", "2017-01-01T00:00:00Z", "2018-01-01T00:00:00Z")
    texts = (FIRST, SECOND, "The ferry runs again.")
    pages = zip(texts, dates, strict=True)
    intake(intake.file(*(response(page(text), date=date) for text, date in pages)))
    older = response(page(text), date="2015-01-01T00:00:00Z")
    done = intake(intake.file(older, response(path="/news/another-story-of-now"), name="b.warc.gz"))
    assert (done.captures, done.articles_new, done.revisions_new) == (2, 1, found)
    assert len(intake.texts()) == 3 + found


# --- what is kept ----------------------------------------------------------------------------
def test_history_becomes_revisions(intake):
    """Captures of years ago become revisions of an article, with the captures' times."""
    records = [
        response(page(SECOND), date="2017-01-01T00:00:00Z"),
        response(page(), date="2016-01-01T00:00:00Z"),
        response(page(), date="2018-01-01T00:00:00Z"),
    ]
    done = intake(intake.file(*records))
    assert (done.captures, done.articles_new, done.revisions_new, done.skipped) == (3, 1, 2, {})
    assert intake.texts() == [FIRST, SECOND, FIRST]
    article = intake.archive.article(surt(HOST + "/news/ferry-runs-late"))
    assert article.first_seen == datetime(2016, 1, 1, tzinfo=UTC)


def test_equal_times_keep_the_order_of_the_file(intake):
    """Dates have whole seconds: within one, there is only the order of the records."""
    turns = [FIRST, SECOND, FIRST, SECOND]
    records = [response(page(text), record_id=f"<urn:n:{n}>") for n, text in enumerate(turns)]
    # The fourth is the second again: the same exchange at the same time counts once.
    assert intake(intake.file(*records[:2])).captures == 2
    assert intake.texts() == [FIRST, SECOND]


@pytest.mark.parametrize("packing", [makers.packed, makers.frames, lambda *one: b"".join(one)])
def test_heads_and_bytes_are_kept(intake, packing):
    """Both heads and every byte of the body come back as they were in the file."""
    body = gzip.compress(page(), 6, mtime=0)
    framed = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    head = (
        b"HTTP/1.1 200 OK\r\ncontent-TYPE: text/html\r\nX: caf\xe9\r\n"
        b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    one = response(
        framed, head=head, record_id=makers.RESPONSE_ID, fields=[("WARC-IP-Address", "192.0.2.7")]
    )
    intake(intake.file(data=packing(makers.info(), one, makers.request())))
    [capture] = intake.captures()
    assert intake.archive.heads(capture.id) == (makers.REQUEST, head)
    assert intake.archive.wire(capture.id) == framed
    assert intake.archive.payload(capture.payload) == page()
    assert capture.peer == "192.0.2.7"
    assert capture.captured_at == datetime(2016, 3, 1, 8, tzinfo=UTC)


def test_a_request_may_stand_before_its_response(intake):
    """wget writes the request first, and lets the response refer to it."""  # noqa: D403 — its name
    asked = makers.request(fields=[], record_id="<urn:test:request>")
    answer = response(fields=[("WARC-Concurrent-To", "<urn:test:request>")])
    intake(intake.file(asked, answer))
    [capture] = intake.captures()
    assert intake.archive.heads(capture.id)[0] == makers.REQUEST


def test_a_body_that_was_decoded_already(intake):
    """Many crawlers decode the body but keep the head: the page can be read all the same."""
    head = (
        b"HTTP/2 200\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n"
        b"Transfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n"
    )
    done = intake(intake.file(response(head=head)))
    assert (done.articles_new, intake.faults) == (1, [])
    assert intake.archive.heads(intake.captures()[0].id)[1] == head


@pytest.mark.parametrize("status", ["HTTP/1.1 100 Continue", "HTTP/2 103"])
def test_an_interim_response_is_not_the_answer(intake, status):
    """What follows was stored as the body of an answer 100, and no article was read."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    interim = f"{status}\r\nLink: </a.css>; rel=preload\r\n\r\n".encode()
    done = intake(intake.file(response(head=interim + interim + head)))
    assert (done.captures, done.articles_new) == (1, 1)
    [capture] = intake.captures()
    assert (capture.status, intake.archive.heads(capture.id)[1]) == (200, head)


def test_interim_responses_without_end_cost_no_more_than_their_length():
    """Each was taken off by a copy of the rest: two megabytes, packed to nothing, took seconds."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

    def final(some: str) -> None:
        assert transactions._final(some.encode() + head + page()) == head + page()

    interim = "HTTP/1.1 100 Continue\r\n\r\n"
    assert grows_with_length(final, interim * 4_000, interim * 32_000)


@pytest.mark.parametrize("status", ["101 Switching Protocols", "199 Odd"])
def test_an_interim_response_alone_is_no_answer(intake, status):
    """It was kept as one, and no browser waits for less when it is replayed with that status."""
    done = intake(intake.file(response(head=f"HTTP/1.1 {status}\r\n\r\n".encode()), response()))
    assert done.captures == 1
    [(_, told)] = intake.faults
    assert "no final response" in told


def test_a_resource_is_a_capture(intake):
    """A page stored without its HTTP head is read, and exported as it was imported."""
    record = makers.record(
        "resource",
        page(),
        HOST + "/news/ferry-runs-late",
        payload=page(),
        content_type="text/html",
    )
    assert intake(intake.file(record)).articles_new == 1
    sink = BytesIO()
    write_warc(Export(intake.archive, Selection()), sink)
    assert b"WARC-Type: resource" in gzip.decompress(sink.getvalue())


def test_what_was_cut_off_is_no_revision(intake):
    """Half a page is stored, but never read as an edit of the article."""
    half = response(
        page(SECOND)[:300], date="2017-01-01T00:00:00Z", fields=[("WARC-Truncated", "time")]
    )
    short = response(
        page(SECOND)[:300],
        date="2018-01-01T00:00:00Z",
        head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n",
    )
    done = intake(intake.file(response(), half, short))
    assert (done.captures, done.revisions_new) == (3, 0)
    assert [one.truncated for one in intake.captures()] == [None, "time", "disconnect"]


# --- who and what ----------------------------------------------------------------------------
def test_outlets_are_made_from_hosts(intake):
    """Each host is an outlet, one with and without www; a watched outlet stays what it is."""
    watched = intake.archive.add_outlet(
        "watched", "http://b.example/", ["b.example"], datetime.now(UTC)
    )
    hosts = [HOST, "http://www.herald.example", "http://b.example", "https://www.b.example"]
    intake(
        intake.file(
            *[response(host=host, path=f"/news/a-story-{n}") for n, host in enumerate(hosts)]
        )
    )
    assert [outlet.name for outlet in intake.archive.outlets()] == ["herald.example", "watched"]
    address = intake.archive.address(surt("http://b.example/news/a-story-2"))
    assert address.outlet_id == watched.id


def test_seeds_robots_and_index_pages_stay_what_they_are(intake):
    """Feeds, sitemaps, robots.txt, the home page and a page of links are no articles."""
    links = "".join(f'<li><a href="/news/story-{n}">Story {n}</a></li>' for n in range(40))
    index = f"<html><head><title>News</title></head><body><ul>{links}</ul></body></html>".encode()
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>'
    sitemap = b'<?xml version="1.0"?>\n<!-- x -->\n<urlset xmlns="x"></urlset>'
    remarks = b"<!---->" * 200  # each took twice as long as the last to be told from a feed
    done = intake(
        intake.file(
            response(b"User-agent: *\r\n", "/robots.txt", kind="text/plain"),
            response(feed, "/feed", kind="application/rss+xml"),
            response(sitemap, "/map-of-2016", kind="text/xml"),
            response(page(), "/"),
            response(remarks + index, "/news"),
            response(),
        )
    )
    assert (done.captures, done.articles_new) == (6, 1)
    roles = {
        path: intake.archive.address(surt(HOST + path)).role
        for path in ("/robots.txt", "/feed", "/map-of-2016", "/", "/news")
    }
    assert roles == {
        "/robots.txt": Role.ROBOTS,
        "/feed": Role.SEED,
        "/map-of-2016": Role.SEED,
        "/": Role.SEED,
        "/news": Role.NONE,
    }
    assert intake.archive.seeds() == []


def test_only_documents_are_taken(intake):
    """Pictures, styles, name lookups and posted forms are skipped, with the reason."""
    lookup = makers.record("response", b"1.2.3.4", "dns:herald.example", content_type="text/dns")
    posted = makers.request().replace(b"GET /story", b"PUT /story")
    done = intake(
        intake.file(
            response(b"\x89PNG", "/a.png", kind="image/png"),
            makers.record(
                "resource", b"log", "urn:x:log", payload=b"log", content_type="text/plain"
            ),
            response(record_id=makers.RESPONSE_ID),
            makers.record(
                "request",
                posted.partition(b"\r\n\r\n")[2][: len(makers.REQUEST)],
                content_type="application/http;msgtype=request",
                fields=[("WARC-Concurrent-To", makers.RESPONSE_ID)],
            ),
            lookup,
        )
    )
    assert done.captures == 0
    assert done.skipped == {
        "not a document": 1,
        "not a page of the Web": 2,
        "not requested with GET": 1,
    }
    assert intake.faults == []


# --- again, and in parts ---------------------------------------------------------------------
def _state(archive):
    return list(archive._database.connection.iterdump())


def test_the_same_file_twice_changes_nothing(intake):
    """No row of the archive differs after a second import."""
    records = [response(), response(page(SECOND), date="2017-01-01T00:00:00Z"), response(path="/")]
    path = intake.file(*records, records[0])
    first = intake(path)
    assert (first.captures, first.skipped) == (3, {"known already": 1})
    before = _state(intake.archive)
    second = intake(path)
    assert (second.captures, second.articles_new, second.revisions_new) == (0, 0, 0)
    assert second.skipped == {"known already": 4}
    assert _state(intake.archive) == before


def test_an_import_that_was_stopped_is_taken_up(intake, monkeypatch):
    """What was stored stays; the second time the rest is imported, and revisits find originals."""
    monkeypatch.setattr("monitor.importing.warc.GROUP", 2)
    records = [response(path=f"/news/story-number-{n}") for n in range(6)]
    visit = makers.revisit(
        uri=HOST + "/news/story-number-0",
        payload=page("Of /news/story-number-0 much was said.", "/news/story-number-0"),
        change={"WARC-Refers-To-Date": None},
    ).replace(makers.RESPONSE_ID.encode(), b"<urn:test:/news/story-number-0:2016-03-01T08:00:00Z>")
    path = intake.file(*records, visit)
    real, calls = intake.archive.record, []

    def fail(visit):
        calls.append(visit)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(visit)

    monkeypatch.setattr(intake.archive, "record", fail)
    with pytest.raises(KeyboardInterrupt):
        intake(path)
    monkeypatch.undo()
    done = intake(path)
    assert (done.captures, done.articles_new) == (5, 6)
    assert done.skipped == {"known already": 2}
    assert intake.archive.verify() == []


def test_round_trip(intake, tmp_path):
    """Import, export, import: the same revisions and the same digests of every block."""
    body = gzip.compress(page(SECOND), 4, mtime=9)
    coded = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    gone = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"
    intake(
        intake.file(
            response(),
            response(body, date="2017-01-01T00:00:00Z", head=coded),
            response(body, date="2017-01-02T00:00:00Z", head=coded),
            makers.revisit(
                uri=HOST + "/news/ferry-runs-late",
                profile="server-not-modified",
                payload=None,
                date="2017-01-03T00:00:00Z",
                head=b"HTTP/1.1 304 Not Modified\r\n\r\n",
            ),
            response(b"<p>gone", date="2018-01-01T00:00:00Z", head=gone),
        )
    )
    first = BytesIO()
    write_warc(Export(intake.archive, Selection()), first)
    with Archive.create(tmp_path / "second") as other:
        second = Intake(tmp_path, other)
        done = second(second.file(data=first.getvalue(), name="b.warc.gz"))
        assert (done.captures, done.skipped, second.faults) == (5, {}, [])
        assert second.texts() == intake.texts() == [FIRST, SECOND]
        columns = ("captured_at", "status", "payload", "wire_digest", "content_encoding", "url")
        for mine, theirs in zip(intake.captures(), second.captures(), strict=True):
            assert [getattr(mine, name) for name in columns] == [
                getattr(theirs, name) for name in columns
            ]
            assert intake.archive.heads(mine.id) == other.heads(theirs.id)
            assert intake.archive.wire(mine.id) == other.wire(theirs.id)
        again = BytesIO()
        write_warc(Export(other, Selection()), again)
        assert gzip.decompress(again.getvalue()).count(b"WARC-Type: revisit") == 2


# --- revisits --------------------------------------------------------------------------------
def _revisit(**more):
    more.setdefault("date", "2017-01-01T00:00:00Z")
    change = {
        "WARC-Refers-To": "<urn:test:/news/ferry-runs-late:2016-03-01T08:00:00Z>",
        "WARC-Refers-To-Target-URI": HOST + "/news/ferry-runs-late",
        "WARC-Refers-To-Date": "2016-03-01T08:00:00Z",
        **more.pop("change", {}),
    }
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Turn: 2\r\n\r\n"
    uri = HOST + "/news/ferry-runs-late"
    return makers.revisit(uri=uri, payload=page(), head=head, change=change, **more)


BY_ID = {"WARC-Refers-To-Target-URI": None, "WARC-Refers-To-Date": None}
BY_DATE = {"WARC-Refers-To": None}
BY_DIGEST = BY_ID | BY_DATE


@pytest.mark.parametrize(
    "change", [{}, BY_ID, BY_DATE, BY_DIGEST], ids=["all", "id", "date", "digest"]
)
def test_a_revisit_is_a_sight_of_its_original(intake, change):
    """However it names its original, it has its own head and the original's body."""
    done = intake(intake.file(response(), _revisit(change=change)))
    assert (done.captures, done.articles_new, done.revisions_new) == (2, 1, 0)
    first, second = intake.captures()
    assert second.payload == first.payload
    assert b"X-Turn: 2" in intake.archive.heads(second.id)[1]
    article = intake.archive.article(surt(HOST + "/news/ferry-runs-late"))
    assert article.last_seen == datetime(2017, 1, 1, tzinfo=UTC)


def test_a_revisit_with_a_digest_of_nothing_is_a_sight(intake):
    """All of wget's are like this: every later look at a page was left out as damaged."""
    empty = {"WARC-Block-Digest": "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"}
    other = {"WARC-Block-Digest": makers.digest(b"other")}
    late = _revisit(change=other, date="2018-01-01T00:00:00Z")
    done = intake(intake.file(response(), _revisit(change=empty), late))
    assert (done.captures, done.skipped) == (2, {"faulty": 1})
    damaged = response(change=empty, path="/news/another")
    assert intake(intake.file(damaged, name="b.warc.gz")).skipped == {"faulty": 1}


def test_a_revisit_may_come_before_its_original(intake):
    """The order of the files does not matter."""
    early = intake.file(_revisit(), name="1.warc.gz")
    late = intake.file(response(), name="2.warc.gz")
    done = intake(early, late)
    assert (done.captures, done.skipped) == (2, {})


def test_a_revisit_finds_its_original_in_the_archive(intake):
    """Files may be imported years apart."""
    intake(intake.file(response()))
    assert intake(intake.file(_revisit(change=BY_DATE))).captures == 1


def test_a_revisit_finds_its_original_though_an_id_stands_twice(intake):
    """The first record with the id is the wrong one; the digest shows which one is right."""
    named = "<urn:test:/news/ferry-runs-late:2016-03-01T08:00:00Z>"
    other = response(path="/news/another-story-of-it", record_id=named)
    profile = "uri-agnostic-identical-payload-digest"
    done = intake(intake.file(other, response(), _revisit(profile=profile)))
    assert (done.captures, intake.faults) == (3, [])
    _, second, third = intake.captures()
    assert third.payload == second.payload


@pytest.mark.parametrize("length", [10**10, 900])
def test_what_a_record_swallows_is_told(intake, length):
    """Its length is wrong: the records after it were read as its body, without a report."""
    lying = response(change={"Content-Length": str(length)})
    others = [response(date=f"2017-0{month}-01T00:00:00Z") for month in range(1, 5)]
    intake(intake.file(name="a.warc", data=b"".join([makers.info(), lying, *others])))
    [(_, why), *_] = intake.faults
    assert why.endswith("other records stand in it, and are lost with it")


def test_a_part_is_not_taken_for_the_whole(intake):
    """A segmented record is reported: its first part alone would be a shortened text."""
    part = response(page()[:400], payload=None, fields=[("WARC-Segment-Number", "1")])
    rest = [("WARC-Segment-Number", "2"), ("WARC-Segment-Origin-ID", "<urn:test:x>")]
    done = intake(
        intake.file(
            part,
            makers.record(
                "continuation", page()[400:], HOST + "/news/ferry-runs-late", fields=rest
            ),
            response(path="/news/another-story-of-it"),
        )
    )
    assert done.captures == 1
    assert [what[:29] for _, what in intake.faults] == ["the first of several segments"]


def test_a_304_needs_no_head(intake, tmp_path):
    """The standard allows an empty record: it is a sight, and survives export and import."""
    empty = makers.revisit(
        uri=HOST + "/news/ferry-runs-late",
        profile="server-not-modified",
        payload=None,
        date="2017-01-01T00:00:00Z",
        head=b"",
        change={"Content-Type": None},
    )
    done = intake(intake.file(response(), empty))
    assert (done.captures, done.skipped, intake.faults) == (2, {}, [])
    article = intake.archive.article(surt(HOST + "/news/ferry-runs-late"))
    assert article.last_seen == datetime(2017, 1, 1, tzinfo=UTC)
    with (tmp_path / "again.warc.gz").open("wb") as out:
        write_warc(Export(intake.archive, Selection()), out)
    assert intake(tmp_path / "again.warc.gz").skipped == {"known already": 2}


def test_a_date_may_be_coarse(intake):
    """WARC/1.1 has dates of a year, month or day: its first moment is used, and reported."""
    done = intake(intake.file(response(date="2016"), response(date="2016-05")))
    assert (done.captures, done.skipped) == (2, {})
    assert [one.captured_at for one in intake.captures()] == [
        datetime(2016, month, 1, tzinfo=UTC) for month in (1, 5)
    ]
    assert [what[:35] for _, what in intake.faults] == [
        "a date that is no moment: 2016. It ",
        "a date that is no moment: 2016-05. ",
    ]


def test_a_revisit_without_its_original_is_told(intake):
    """Nothing is made up: it is skipped, and counted with the reason."""
    done = intake(intake.file(_revisit(), response(path="/news/another-story-of-it")))
    assert done.captures == 1
    assert done.skipped == {"a revisit whose original is not there": 1}


def test_a_revisit_of_another_payload_is_refused(intake):
    """A revisit that contradicts the original it names cannot be believed."""
    other = _revisit(change={"WARC-Payload-Digest": makers.digest(b"other")})
    done = intake(intake.file(response(), other))
    assert done.captures == 1
    assert intake.faults == [("a.warc.gz", "a revisit whose original has another payload")]


# --- late ------------------------------------------------------------------------------------
def test_older_files_may_come_in_later(intake):
    """Revisions are in order of time, whatever came first, and each knows its predecessor."""
    for date, text in (("2017", SECOND), ("2016", FIRST), ("2019", FIRST), ("2018", SECOND)):
        intake(intake.file(response(page(text), date=f"{date}-01-01T00:00:00Z")))
    assert intake.texts() == [FIRST, SECOND, FIRST]
    article = intake.archive.article(surt(HOST + "/news/ferry-runs-late"))
    revisions = intake.archive.revisions(article.id)
    assert [one.first_seen.year for one in revisions] == [2016, 2017, 2019]
    assert [one.last_seen.year for one in revisions] == [2016, 2018, 2019]
    assert intake.archive.counts()["articles"] == 1
    assert intake.archive.verify() == []


def test_an_article_keeps_its_number_when_its_past_comes_in(intake):
    """Notes and links with its number led nowhere, or to an article that came later."""
    ferry, bridge = (surt(HOST + path) for path in ("/news/ferry-runs-late", "/news/bridge-closes"))
    intake(intake.file(response(page(SECOND), date="2017-01-01T00:00:00Z")))
    number = intake.archive.article(ferry).id
    before = response(page(THIRD), path="/news/bridge-closes", date="2015-01-01T00:00:00Z")
    intake(intake.file(before, response(page(FIRST), date="2016-01-01T00:00:00Z"), name="b.gz"))
    assert intake.texts() == [FIRST, SECOND]
    assert intake.archive.article(ferry).id == number
    assert intake.archive.article(bridge).id != number
    assert intake.archive.verify() == []


@pytest.mark.parametrize("date", ["2016-03-01T08:00:00Z", "2016"])
def test_what_comes_back_within_a_moment_of_the_file_is_not_lost(intake, date):
    """A, B, A is three revisions, though A is known at this address, time and bytes."""
    texts = (FIRST, SECOND, FIRST)
    records = [
        response(page(text), date=date, record_id=f"<urn:test:{number}>")
        for number, text in enumerate(texts)
    ]
    file = intake.file(*records)
    assert intake(file).captures == 3
    assert intake.texts() == [*texts]
    assert intake(file).captures == 0
    turned = intake.file(*(response(page(text), date=date) for text in (SECOND, FIRST)), name="b")
    assert intake(turned).captures == 0
    assert intake.texts() == [*texts]
    assert intake.archive.verify() == []


def test_what_was_passed_over_when_it_came_back_comes_in_with_the_same_file(intake):
    """An older archive only has A and B of that moment."""
    first, second, third = (
        response(page(text), record_id=f"<urn:test:{number}>")
        for number, text in enumerate((FIRST, SECOND, FIRST))
    )
    intake(intake.file(first, second))
    intake(intake.file(response(page(THIRD), date="2018-01-01T00:00:00Z"), name="later.warc.gz"))
    assert intake(intake.file(first, second, third)).captures == 1
    assert intake.texts() == [FIRST, SECOND, FIRST, THIRD]


def test_files_behind_each_other_say_nothing_twice(intake):
    """The records are the same: B did not go and come back, nor did A, which stayed."""
    first, second, third = (
        response(page(text), record_id=f"<urn:test:{number}>")
        for number, text in enumerate((FIRST, FIRST, SECOND))
    )
    assert intake(intake.file(first, second, third, first, second, third)).captures == 2
    assert intake.texts() == [FIRST, SECOND]


def test_an_archive_that_watches_gets_its_past(intake):
    """Older files are added to an article with events and absences, and nothing is lost."""
    gone = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"
    late = [response(b"no", date=f"2019-0{month}-01T00:00:00Z", head=gone) for month in range(1, 7)]
    intake(intake.file(response(page(SECOND), date="2018-01-01T00:00:00Z"), *late))
    before = intake.archive.counts()
    intake(intake.file(response(page(FIRST), date="2016-01-01T00:00:00Z")))
    assert intake.texts() == [FIRST, SECOND]
    article = intake.archive.article(surt(HOST + "/news/ferry-runs-late"))
    assert article.state.value == "gone"
    assert [event.kind.value for event in intake.archive.events(article.id)] == ["gone"]
    assert intake.archive.counts()["captures"] == before["captures"] + 1
    assert intake.archive.verify() == []


@pytest.mark.parametrize("fault", ["redacted", "damaged"])
def test_a_late_file_takes_no_revision_away(intake, fault):
    """Read again without its page, the history would make one edit of the step over it."""
    texts = (FIRST, SECOND, THIRD)
    dates = ("2016", "2018", "2019")
    for date, text in zip(dates, texts, strict=True):
        intake(intake.file(response(page(text), date=f"{date}-01-01T00:00:00Z")))
    article = intake.archive.article(surt(HOST + "/news/ferry-runs-late"))
    second = intake.archive.revision(article.id, 2)
    capture = intake.archive.capture_of_extraction(second.extraction_id)
    if fault == "redacted":
        intake.archive.redactions.redact([capture.id], "order", NOW)
    else:
        hurt_page(intake.archive, capture)
    done = intake(intake.file(response(page(THIRD), date="2017-01-01T00:00:00Z")))
    assert done.captures == 1
    assert intake.faults == [("a.warc.gz", BESIDE)]
    after = intake.archive.revisions(article.id)
    assert [one.first_seen.year for one in after] == [2016, 2018, 2019]
    assert after[1].digest == second.digest
    reprocess(intake.archive, rules_folder=None)
    told = intake.archive.revisions(article.id)
    assert [one.first_seen.year for one in told] == [2016, 2017, 2018, 2019]
    assert told[2].digest == second.digest
    assert [one.kind for one in intake.archive.verify()] == ["payload"] * (fault == "damaged")


def test_a_revisit_of_what_was_redacted_is_passed_over(intake):
    """It has nothing to show, and what follows it in the file is imported."""
    intake(intake.file(response()))
    intake.archive.redactions.redact([1], "order", NOW)
    done = intake(intake.file(_revisit(change=BY_DATE), response(path="/news/another-story-of-it")))
    assert (done.captures, done.skipped) == (1, {"a revisit whose original was redacted": 1})


def test_a_revisit_of_what_is_damaged_is_told(intake):
    """The rest of the file is imported all the same."""
    intake(intake.file(response()))
    hurt_page(intake.archive, intake.archive.capture(1))
    done = intake(intake.file(_revisit(change=BY_DATE), response(path="/news/another-story-of-it")))
    assert done.captures == 1
    assert intake.faults == [("a.warc.gz", "a revisit whose original is damaged here")]


def test_an_outlet_that_was_removed_stays_removed(intake):
    """Captures of its addresses are skipped, with the reason."""
    intake(intake.file(response()))
    intake.archive.remove_outlet("herald.example")
    done = intake(intake.file(response(date="2018-01-01T00:00:00Z")))
    assert (done.captures, done.skipped) == (0, {"of an outlet that was removed": 1})


# --- hostile ---------------------------------------------------------------------------------
@pytest.mark.parametrize("record", ERRORS.values(), ids=ERRORS)
def test_a_broken_record_does_not_stop_the_rest(intake, record):
    """Whatever is wrong with a record, the articles around it are imported."""
    done = intake(intake.file(response(), record, response(path="/news/second-story-here")))
    assert done.articles_new == 2
    assert intake.archive.verify() == []


@pytest.mark.parametrize("packing", [makers.packed, makers.frames, lambda *one: b"".join(one)])
@pytest.mark.parametrize(
    ("record", "why"),
    [
        (response(path="/bad").replace(b"much was", b"MUCH was"), "its digest says"),
        (response(path="/bad", length=10**12), "before its Content-Length says"),
        (response(path="/bad", length=200), "its digest says"),
        (response(path="/bad", date="yesterday"), "no date"),
        (response(path="/bad", date="9999-12-31T23:59:59Z"), "a date to come, by the clock"),
        (response(path="/bad", date="0001-01-01T00:00:00Z"), "before there were pages"),
        (response(path="/bad", head=b""), "no HTTP head"),
        (response(path="/bad", host="http://[::bad"), "not a page of the Web"),
    ],
)
def test_a_broken_record_is_told(intake, packing, record, why):
    """The fault is reported in words, and nothing of the record is stored."""
    done = intake(intake.file(data=packing(makers.info(), response(), record)))
    assert done.captures == 1
    assert any(why in text for text in [*(text for _, text in intake.faults), *done.skipped])


@pytest.mark.parametrize(
    ("start", "end", "filling", "why"),
    [
        (b"WARC-Target-URI", b"Content-Type", b"\0" * 512, "control characters"),
        (b"WARC-Target-URI", b"WARC-Date", b"", "warc-date stands twice"),
        (b"Content-Type", b"WARC-Target-URI", b"", "warc-target-uri stands twice"),
        (b"WARC-Block-Digest", b"Content-Type", b"", "content-type stands twice"),
    ],
)
def test_a_page_is_not_taken_for_that_of_another_address(intake, start, end, filling, why):
    """A disk lost a block that begins in the head of one record and ends in that of the next.

    The digests match, being those of the next one, whose page was taken for the first one's, and
    the loss was not reported.
    """
    records = [response(path=f"/news/story-number-{number}") for number in range(4)]
    first = len(makers.info()) + len(records[0]) + records[1].index(start)
    last = len(makers.info()) + sum(map(len, records[:2])) + records[2].index(end)
    data = makers.info() + b"".join(records)
    done = intake(intake.file(data=data[:first] + filling + data[last:], name="a.warc"))
    assert done.captures == 2
    [(_, told)] = intake.faults
    assert told == f"{told.partition(':')[0]}: what was there and after it may be lost"
    assert why in told


def test_a_request_whose_head_goes_on_in_another_record_is_told(intake):
    """What was between the two is lost, and nothing else reports it."""
    asked = makers.request()
    lost = asked.replace(b"WARC-Concurrent-To", b"WARC-" + bytes(99) + b"urrent-To")
    done = intake(intake.file(data=makers.info() + response() + lost, name="a.warc"))
    assert done.captures == 1
    [(_, told)] = intake.faults
    assert "control characters" in told


@pytest.mark.parametrize(
    ("name", "why"),
    [("WARC-Type: respomse", "not known"), ("WARC-Target-UPI: x", "no address")],
)
def test_a_response_that_is_none_by_one_letter_is_told(intake, name, why):
    """It was skipped as something that is of no use here."""
    field = name.partition(":")[0].replace("UPI", "URI").encode()
    broken = re.sub(field + rb": [^\r]*", name.encode(), response(path="/news/another-story"))
    done = intake(intake.file(data=makers.info() + response() + broken, name="a.warc"))
    assert done.captures == 1
    [(_, told)] = intake.faults
    assert why in told


def test_bombs_are_not_taken(intake):
    """Bodies that swell past the limit, as record or by coding, take no memory."""
    bomb = gzip.compress(bytes(100 * 2**20))
    coded = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    path = intake.file(
        response(bomb, "/coded", head=coded), response(bytes(50 * 2**20), "/large"), response()
    )
    del bomb
    tracemalloc.start()
    done = intake(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done.captures == 1
    assert len(intake.faults) == 2
    assert peak < 60 * 2**20


def test_what_is_no_warc_changes_nothing(intake, tmp_path):
    """A page, or a WACZ, is refused before anything is stored, with what to do instead."""
    good = intake.file(response())
    wacz = tmp_path / "a.wacz"
    with zipfile.ZipFile(wacz, "w") as packed:
        packed.writestr("datapackage.json", "{}")
    for bad in (wacz, intake.file(data=page(), name="page.html"), tmp_path / "none.warc"):
        with pytest.raises(InputError) as caught:
            intake(good, bad)
        assert str(bad) in caught.value.what
    assert intake.archive.counts()["captures"] == 0


# --- due times -------------------------------------------------------------------------------
def test_no_storm_after_an_import(intake):
    """Years imported at once are due by their age from now on, spread, and nothing is late."""
    records = [response(page(f"Story {n}."), f"/news/story-number-{n}") for n in range(30)]
    records += [
        response(page(f"Other {n}."), f"/news/story-number-{n}", "2016-05-01T00:00:00Z")
        for n in range(30)
    ]
    now = datetime.now(UTC)
    intake(intake.file(*records))
    assert list(intake.archive.due(now + timedelta(days=1))) == []
    dues = [due.address.next_due for due in intake.archive.due(now + timedelta(days=400))]
    assert len(dues) == 30
    assert max(dues) - min(dues) > timedelta(days=20)


def test_what_was_due_stays_due(intake):
    """An import removes nothing from the schedule of an archive that watches."""
    outlet = intake.archive.add_outlet("herald", HOST, ["herald.example"], datetime.now(UTC))
    url = HOST + "/news/waiting-to-be-fetched"
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    [waiting] = intake.archive.discover(outlet.id, [Found(url, surt(url))], long_ago)
    intake(intake.file(response()))
    assert [due.address.id for due in intake.archive.due(datetime.now(UTC))] == [waiting.id]


def test_nothing_of_the_import_is_left_in_the_archive(intake):
    """What an import remembers while it runs is not in the archive's file."""
    intake(intake.file(response()))
    with sqlite3.connect(intake.archive.folder / "archive.db") as database:
        names = {row[0] for row in database.execute("SELECT name FROM sqlite_schema")}
    database.close()
    assert not names & {"originals", "looked_up", "waiting"}


def test_a_pin_outlasts_an_older_capture(intake):
    """An article that was to be visited each hour was put off by months, as it was read again."""
    intake(intake.file(response(date="2016-03-05T08:00:00Z")))
    address = intake.archive.address(surt(HOST + "/news/ferry-runs-late"))
    now, hour = datetime.now(UTC), timedelta(hours=1)
    intake.archive.attention.pin(address.id, Pin(hour, None), now)
    intake(intake.file(response(page(SECOND), date="2016-03-02T08:00:00Z"), name="b.warc.gz"))
    assert intake.texts() == [SECOND, FIRST]
    (due,) = intake.archive.due(datetime.now(UTC) + 2 * hour)
    assert due.address.id == address.id
