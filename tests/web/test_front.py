"""What a reader sees on the front page: rows, their marks and times, and what is folded."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from monitor.web.app import create_app
from monitor.web.pages import changes
from monitor.web.site import Settings
from storage.archive import Archive
from storage.records import Assessment, EventKind, Weight
from tests.commands.conftest import FIRST, THIRD, Keeper, reading

LIGHT = Assessment(Weight.COSMETIC, ("punctuation",), (), "a comma was added")


@pytest.fixture
def client(tmp_path):
    """A client for an archive with one heavy change, a run of light ones, and many new articles."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/ferry", FIRST)
        for number in range(4):
            text = f"The bridge is closed{',' * number} until May."
            url = "https://harbour.example/bridge"
            if number:
                keeper.change(url, reading("Bridge closed", text), LIGHT)
            else:
                keeper.begin(url, reading("Bridge closed", text))
        step = Assessment(Weight.SUBSTANTIVE, ("headline", "number"), ("stealth",), "12 became 21.")
        keeper.change("https://harbour.example/ferry", THIRD, step)
        for number in range(6):
            keeper.begin(f"https://harbour.example/{number}", reading(f"News {number}", "Text."))
            keeper.now -= timedelta(days=1) - timedelta(minutes=1)
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    yield app.test_client()
    app.extensions["variorum"].close()


def test_a_row_says_what_happened(client, monkeypatch):
    """Outlet, headline with marked words, summary, kinds and signals in words, and times."""
    monkeypatch.setattr(changes, "WORKED_OUT_S", 60.0)  # a busy machine takes longer for the strip
    text = client.get("/").text
    row = next(part for part in text.split("<article") if "12 became 21." in part)
    assert "Ferry runs late <ins>again</ins></a>" in row
    for told in ("headline", "number", "unannounced", "substantive", ">harbour</a>"):
        assert told in row
    assert 'class="strip" role="img" aria-label=' in row
    times = re.findall(r'datetime="([^"]+)"', row)
    assert times == ["2026-03-06T08:00:00Z", "2026-03-01T08:00:00Z", "2026-03-06T08:00:00Z"]


def test_light_changes_are_folded_with_their_count(client):
    """A link shows them all, and another folds them again."""
    text = client.get("/").text
    (fold,) = re.findall(r'<p class="folded"><a href="([^"]+)">⋯ (3 lighter changes)', text)
    shown = client.get(fold[0].replace("&amp;", "&")).text
    assert shown.count("a comma was added") == 3
    assert "fold lighter changes" in shown


def test_many_new_articles_are_folded_behind_the_first(client):
    """So that after a first crawl a page is not full of new articles; the rest is counted."""
    text = client.get("/").text
    assert "3 articles seen for the first time" in text
    assert text.count(">News ") == 3
    assert client.get("/?show=all").text.count(">News ") == 6


def test_numbers_are_those_of_the_json(client):
    """Shown and folded rows together are as many as the rows of the JSON."""
    text = client.get("/").text
    shown = text.count('<article class="change')
    folded = sum(map(int, re.findall(r"(\d+) (?:lighter|articles seen)", text)))
    assert shown + folded == len(client.get("/.json").json)


@pytest.mark.parametrize("order", ["", "order=important&since=2026-01-01&"])
def test_dates_that_alone_changed_are_folded(tmp_path, order):
    """An outlet that renews all its dates hides no edit; a link shows these dates."""
    with Archive.create(tmp_path / "dated") as archive:
        keeper = Keeper(archive)
        for number in range(5):
            url = f"https://harbour.example/{number}"
            keeper.begin(url, reading(f"News {number}", "Text."))
            keeper.event(url, EventKind.DATED_ONLY, "modified 2026-03-01 -> 2026-03-02")
        keeper.event(url, EventKind.GONE, "404 at three visits")
    app = create_app(Settings(tmp_path / "dated", lambda *_: ""))
    client = app.test_client()
    text = client.get(f"/?{order}").text
    assert "only the date changed</span>" not in text
    assert "404 at three visits" in text
    folds = re.findall(r'<p class="folded"><a href="([^"]+)">⋯ ([^<]+)</a>', text)
    assert (
        sum(int(number) for _, told in folds for number in re.findall(r"(\d+) dates? ", told)) == 5
    )
    shown = client.get(folds[0][0].replace("&amp;", "&")).text
    assert shown.count("only the date changed</span>") == 5
    shown = client.get("/?signal=dated_only").text
    assert shown.count("only the date changed</span>") == 5 + 1
    assert "Signal: only the date changed</span>" in shown  # in the same words as the list below
    app.extensions["variorum"].close()
