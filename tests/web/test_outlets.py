"""Outlets, health and export: the same numbers as the commands, and complete files."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.records import IncidentKind, SeedKind
from tests.commands.conftest import FERRY, FIRST, START, Keeper, Typist
from tests.web.conftest import command, fill


def test_json_is_what_the_commands_say(kept, client):
    """For outlets and for health."""
    typist = Typist(kept)
    assert client.get("/outlets.json").json == typist.json("outlet", "list")
    assert client.get("/outlets/harbour.json").json == typist.json("outlet", "show", "harbour")
    assert client.get("/health.json").json == typist.json("health")


def test_what_is_wrong_stands_before_what_is_well(tmp_path):
    """Whoever opens the page on a bad day sees the problems first."""
    with Archive.create(tmp_path / "archive") as archive:
        for name in ("amber", "zinc"):
            home = f"https://{name}.example/"
            archive.add_outlet(name, home, [f"{name}.example"], datetime.now(UTC))
        zinc = archive.outlet("zinc").id
        archive.open_incident(zinc, IncidentKind.BLOCKED, "zinc.example", "", datetime.now(UTC))
    app = create_app(Settings(tmp_path / "archive", command))
    text = app.test_client().get("/health").text
    app.extensions["variorum"].close()
    main = text[text.index("<main") :]
    assert main.index(">zinc<") < main.index(">amber<")
    assert "Without problems" in main
    assert main.index('class="scroll"') < main.index("<table")  # on a phone, for long names


def test_an_incident_leads_to_its_article(tmp_path):
    """Health and the outlet's page link the address to what is known of it."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, FIRST)
        archive.open_incident(keeper.outlet.id, IncidentKind.LOGIN_PAGE, FERRY, "", keeper.now)
    app = create_app(Settings(tmp_path / "archive", command))
    for page in ("/health", "/outlets/harbour"):
        assert f'<a href="/articles/1">{FERRY}</a>' in app.test_client().get(page).text
    app.extensions["variorum"].close()


def test_an_incident_says_what_to_do(tmp_path):
    """On the page and in its feed, once for each kind: a list of faults alone helps nobody."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        lost, login = IncidentKind.ARTICLE_LOST, IncidentKind.LOGIN_PAGE
        for page, kind in (("a<b>", lost), ("c", login), ("d", login)):
            place = f"https://harbour.example/{page}"
            archive.open_incident(keeper.outlet.id, kind, place, "", keeper.now)
    app = create_app(Settings(tmp_path / "archive", command))
    client = app.test_client()
    typed = "<code>variorum outlet check --live --explain https://harbour.example/a&lt;b&gt;</code>"
    for page in ("/health", "/outlets/harbour"):
        text = client.get(page).text
        assert text.count('class="remedy"') == 2
        assert typed in text
    told = [one["content_html"] for one in client.get("/health.feed").json["items"]]
    assert ["write a rule" in one for one in told].count(True) == 1
    assert ["No revision was made" in one for one in told].count(True) == 2
    app.extensions["variorum"].close()


def test_the_pages_tell_of_an_outlet(client):
    """Its latest changes and its home address are shown."""
    text = client.get("/outlets/harbour").text
    assert "Ferry runs late <ins>again</ins>" in text
    assert "https://harbour.example/" in text
    assert client.get("/outlets/nobody").status_code == 404
    assert client.get("/health").status_code == 200


def test_numbers_on_the_pages_are_those_of_the_json(client):
    """For articles and states, people and programs get the same values."""
    (row,) = client.get("/outlets.json").json
    page = client.get("/outlets").text
    assert f'<td class="num count" data-name="Articles">{row["articles"]}</td>' in page
    (outlet,) = client.get("/health.json").json["outlets"]
    assert f'class="state {outlet["state"]}"' in page
    assert page.count("<tr><td>") == 1
    text = client.get("/outlets/harbour").text
    assert f"<dd>{row['articles']}</dd>" in text


def test_healthz(client, tmp_path):
    """A machine can check whether the archive opens."""
    assert client.get("/healthz").text == "ok 1\n"
    well = {"archive": "ok", "outlets": 1, "run": None, "clock": None}
    assert client.get("/healthz.json").json == well
    app = create_app(Settings(tmp_path / "none", lambda *_: ""))
    assert app.test_client().get("/healthz").status_code == 503
    assert app.test_client().get("/healthz.json").json["archive"] == "unreadable"
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "archive.db").write_text("my notes")
    assert app.test_client().get("/healthz").status_code == 503


def test_an_outlet_that_is_paused_is_news_in_the_feed(tmp_path, monkeypatch):
    """Feed readers show an entry again only if its time has moved on, and then it stays."""
    monkeypatch.setattr("monitor.web.outlet_entries.datetime", _Clock)
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive)
    app = create_app(Settings(tmp_path / "archive", command))
    client, told = app.test_client(), []
    for paused in (False, True, False):
        with Archive.open_to_write(tmp_path / "archive") as archive:
            archive.set_paused("harbour", paused)
        for _ in range(2):
            _Clock.moment += timedelta(hours=1)
            (entry,) = client.get("/outlets.feed").json["items"]
            told.append((entry["date_published"], entry["tags"]))
    app.extensions["variorum"].close()
    assert [told[at] == told[at + 1] for at in (0, 2, 4)] == [True] * 3
    assert told[0][0] < told[2][0] < told[4][0]
    assert [tags for _, tags in told[::2]] == [["ok"], ["paused"], ["ok"]]


class _Clock(datetime):
    """A clock that the test sets."""

    moment = datetime(2026, 5, 1, tzinfo=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.moment.astimezone(tz)


def test_opml_names_outlets_and_feeds(tmp_path):
    """Its texts are escaped, so that any feed reader accepts it."""
    with Archive.create(tmp_path / "archive") as archive:
        outlet = archive.add_outlet('a "b" <c>', "https://a.example/", ["a.example"], START)
        archive.add_seed(
            outlet.id, "https://a.example/feed?x=1&y=2", "(example,a)/feed", SeedKind.FEED, START
        )
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    tree = ET.fromstring(app.test_client().get("/outlets.opml").data)
    names = [outline.get("text") for outline in tree.iter("outline")]
    assert names == ['a "b" <c>', "https://a.example/feed?x=1&y=2"]
    app.extensions["variorum"].close()


def test_downloads_are_what_export_writes(kept, client):
    """The whole archive, a selection, and every exchange."""
    lines = [
        json.loads(line)
        for line in client.get("/export/download?form=jsonl", buffered=True).text.splitlines()
    ]
    written = Typist(kept)("export", "jsonl").stdout.splitlines()
    assert lines == [json.loads(line) for line in written]
    some = client.get("/export/download?form=jsonl&article=1@2 2", buffered=True).text.splitlines()
    assert [json.loads(line)["article"] for line in some] == [1, 2, 2]
    for asked in ("kind=number", "signal=stealth", "weight=substantive"):
        some = client.get(f"/export/download?form=jsonl&{asked}", buffered=True).text
        listed = [row for row in client.get(f"/changes.json?{asked}").json if "event" not in row]
        assert sorted(row["article"] for row in listed) == [
            json.loads(line)["article"] for line in some.splitlines()
        ]
    answer = client.get("/export/download?form=warc&article=1", buffered=True)
    assert gzip.decompress(answer.data).startswith(b"WARC/1.1")
    assert answer.headers["Content-Disposition"] == "attachment; filename=variorum.warc.gz"


@pytest.mark.parametrize("query", ["form=exe", "form=jsonl&since=soon"])
def test_a_download_that_cannot_be(client, query):
    """It gives a 400 or 404, and no truncated file."""
    assert client.get(f"/export/download?{query}").status_code == 400
    assert client.get("/export/download?article=99").status_code == 404


def test_an_outlet_is_paused_by_post_only(tmp_path):
    """It redirects to the outlet's page, and also works during a crawl."""
    with Archive.create(tmp_path / "archive") as archive:
        fill(archive)
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    client = app.test_client()
    assert client.get("/outlets/harbour/pause").status_code == 405
    answer = client.post("/outlets/harbour/pause")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/outlets/harbour")
    assert client.get("/outlets/harbour.json").json["paused"] is True
    with Archive.open_to_write(tmp_path / "archive"):
        assert client.post("/outlets/harbour/resume").status_code == 303
    assert client.get("/outlets/harbour.json").json["paused"] is False
    app.extensions["variorum"].close()
