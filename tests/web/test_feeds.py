"""Feeds for everything, with validators; OPML of outlets, out and in; tables without formulas."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from monitor.indexing import catch_up
from monitor.web.app import create_app
from monitor.web.site import Settings
from spiders.urls import surt
from storage.archive import Archive
from storage.records import Assessment, IncidentKind, SeedKind, Weight
from tests.commands.conftest import FIRST, START, Keeper, Typist, reading

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [
    "/changes.atom",
    "/outlets/harbour.atom",
    "/outlets.atom",
    "/articles/1.atom",
    "/changes.atom?kind=number",
    "/changes.atom?signal=gone",
    "/search.atom?q=ferry",
    "/search.atom?q=lamp&changed=0",
]


@pytest.mark.parametrize("path", FEEDS)
def test_everything_is_a_feed(client, path):
    """All changes, an outlet, an article, a kind, a signal, a search: as Atom and JSON Feed."""
    answer = client.get(path)
    feed = ET.fromstring(answer.data)
    entries = list(feed.iter(f"{ATOM}entry"))
    assert entries
    assert feed.findtext(f"{ATOM}id").startswith("tag:variorum.example,2026:")
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    told = client.get(path.replace(".atom", ".feed")).json
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["id"] for one in told["items"]] == [one.findtext(f"{ATOM}id") for one in entries]
    assert all(one["content_html"] for one in told["items"])


def test_the_feed_of_an_article_is_called_as_the_article(client):
    """Feed readers list these titles."""
    title = ET.fromstring(client.get("/articles/1.atom").data).findtext(f"{ATOM}title")
    assert client.get("/articles/1.json").json["title"] in title
    assert "http" not in title


def test_a_feed_charges_no_outlet_with_what_our_reader_made(tmp_path):
    """An entry says so, in its summary and in its content; the page folds it."""
    lost = Assessment(Weight.SUBSTANTIVE, ("delete",), (), "Caption removed.", ours=True)
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/1", reading("News", "It was late, as was shown."))
        keeper.change("https://harbour.example/1", reading("News", "It was late."), lost)
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    client = app.test_client()
    entry = next(ET.fromstring(client.get("/changes.atom").data).iter(f"{ATOM}entry"))
    said = "This difference comes from our reader, not from the outlet."
    assert entry.findtext(f"{ATOM}summary") == f"Caption removed. {said}"
    assert said in entry.findtext(f"{ATOM}content")
    page = client.get("/").text
    assert "⋯ 1 difference made by our reader" in page
    assert "Caption removed" not in page
    assert "Caption removed" in client.get("/?show=all").text
    app.extensions["variorum"].close()


def test_what_is_wrong_is_a_feed(tmp_path):
    """One entry for each open incident, with its texts escaped; none if all is well."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
        client = app.test_client()
        assert client.get("/health.atom").data.count(b"<entry>") == 0
        kind = IncidentKind.LOGIN_PAGE.value
        archive.open_incident(keeper.outlet.id, kind, "https://x.example/<b>", "why", keeper.now)
        feed = ET.fromstring(client.get("/health.atom").data)
        (entry,) = feed.iter(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "harbour: login page"
        assert "&lt;b&gt;" in entry.findtext(f"{ATOM}content")
        (state,) = client.get("/outlets.feed").json["items"]
        assert state["summary"] == "incident"
        app.extensions["variorum"].close()


def test_a_feed_changes_when_something_does(tmp_path):
    """A reader that has an older state gets the new one."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/a", FIRST)
        app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
        client = app.test_client()
        etag = client.get("/changes.atom").headers["ETag"]
        keeper.begin("https://harbour.example/b", reading("Another", "A lamp."))
        answer = client.get("/changes.atom", headers={"If-None-Match": etag})
        assert answer.status_code == 200
        assert answer.data.count(b"<entry>") == 2
        app.extensions["variorum"].close()


def test_outlets_go_out_and_come_in_as_opml(tmp_path):
    """`import` takes what `/outlets.opml` gives: the same seeds for the same outlets.

    A sitemap or section page was exported as a feed, and came back as one that cannot be read.
    """
    with Archive.create(tmp_path / "one") as archive:
        for name in ("harbour", "lamp"):
            home = f"https://{name}.example/"
            outlet = archive.add_outlet(name, home, [f"{name}.example"], START)
            feed = f"{home}feed?a=1&b=2"
            archive.add_seed(outlet.id, feed, surt(feed), SeedKind.FEED, START)
            for kind in set(SeedKind) - {SeedKind.FEED}:
                url = f"{home}{kind.value}"
                archive.add_seed(outlet.id, url, surt(url), kind, START)
    app = create_app(Settings(tmp_path / "one", lambda *_: ""))
    (tmp_path / "outlets.opml").write_bytes(app.test_client().get("/outlets.opml").data)
    app.extensions["variorum"].close()
    Archive.create(tmp_path / "two").close()
    typist = Typist(tmp_path / "two")
    assert typist("import", str(tmp_path / "outlets.opml")).exit_code == 0
    shown = ET.fromstring((tmp_path / "outlets.opml").read_bytes())
    assert len([one for one in shown.iter("outline") if one.get("xmlUrl")]) == 2
    seeds = [
        {(seed["url"], seed["kind"]) for outlet in Typist(tmp_path / name).json("outlet", "list")
         for seed in outlet["seeds"]}
        for name in ("one", "two")
    ]  # fmt: skip
    assert seeds[0] == seeds[1]
    assert len(seeds[0]) == 2 * len(SeedKind)


@pytest.mark.parametrize("headline", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C'"])
def test_a_headline_is_no_formula_in_a_table(tmp_path, headline):
    """No cell in any CSV of the pages begins like a formula."""
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(
            "https://harbour.example/a", replace(FIRST, title=headline, byline=(headline,))
        )
        catch_up(archive)
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    client = app.test_client()
    for path in ("/changes.csv", "/articles/1.csv", "/outlets/harbour.csv", "/search.csv?q=ferry"):
        rows = list(csv.reader(io.StringIO(client.get(path).text)))
        assert len(rows) == 2, path
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert any(headline.strip() in cell for cell in cells)
    assert client.get("/.json").json[0]["title"] == headline
    app.extensions["variorum"].close()
