"""The most important changes first: the order, its page, its command and its formats."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from monitor.queries.importance import MOST_RANKED, importance, ranked
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.records import Assessment, EventKind, Weight
from tests.commands.conftest import FIRST, SECOND, THIRD, Keeper, Typist, reading
from tests.web.conftest import client_over, command

GRAVE = Assessment(Weight.SUBSTANTIVE, ("number", "negation"), ("stealth",), "12 became 21.")
GROWN = Assessment(Weight.SUBSTANTIVE, ("add",), (), "1 sentence added.")
WORDED = Assessment(Weight.WORDING, ("number", "negation", "quote"), ("stealth",), "Reworded.")
OURS = Assessment(Weight.SUBSTANTIVE, ("number",), (), "Read anew.", ours=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An archive with seven changes of seven sorts, the weightiest neither first nor last."""
    place = tmp_path_factory.mktemp("important") / "archive"
    with Archive.create(place) as archive:
        keeper = Keeper(archive)
        for name, said in (("a", WORDED), ("b", GRAVE), ("c", GROWN), ("d", OURS)):
            url = f"https://harbour.example/{name}"
            keeper.begin(url, reading(name.upper(), f"Of {name}, 12."))
            keeper.change(url, reading(name.upper(), f"Of {name}, 21."), said)
        keeper.event("https://harbour.example/a", EventKind.DATED_ONLY, "modified")
        keeper.event("https://harbour.example/c", EventKind.GONE, "404 at three visits")
        keeper.begin("https://harbour.example/e", FIRST)
    return place


@pytest.fixture
def client(folder):
    """A client for its pages."""
    yield from client_over(folder)


def test_what_misleads_most_stands_first(client):
    """Gone, then substantive by points, then wording, an event, ours, and last what is only new."""
    found = client.get("/changes.json?order=important&since=2026-01-01").json
    told = [(row["title"], row.get("event"), row["revision"]) for row in found]
    assert told[:6] == [
        ("C", "gone", 2),
        ("B", None, 2),
        ("C", None, 2),
        ("A", None, 2),
        ("A", "dated_only", 2),
        ("D", None, 2),
    ]
    assert {number for _, _, number in told[6:]} == {1}
    assert len(told) == len(client.get("/changes.json").json)


def test_the_command_says_the_same(folder, client):
    """One order for the page, its JSON and the command; a limit cuts off the least important."""
    typist = Typist(folder)
    found = client.get("/changes.json?order=important&since=2026-01-01").json
    assert typist.json("log", "--important", "--since", "2026-01-01") == found
    assert typist.json("log", "--important", "--since", "2026-01-01", "-n", "2") == found[:2]
    assert typist.json("log", "--important", "3")[0]["event"] == "gone"


def test_a_day_is_meant_where_no_time_is_named(folder, client):
    """What is older is left out, and the page links to a longer period."""
    assert client.get("/changes.json?order=important").json == []
    assert Typist(folder).json("log", "--important") == []
    text = client.get("/?order=important").text
    assert "Nothing changed in this period" in text
    assert 'href="/?order=important&amp;since=30d"' in text.replace("/changes?", "/?")


def test_the_latest_day_is_in_it(tmp_path):
    """An edit from an hour ago is listed without a period being given."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.now = datetime.now(UTC) - timedelta(days=1, hours=1)
        keeper.begin("https://harbour.example/a", SECOND)
        keeper.change("https://harbour.example/a", THIRD, GRAVE)
    assert [row["revision"] for row in Typist(tmp_path / "archive").json("log", "--important")] == [
        2
    ]


def test_pages_follow_one_another(client):
    """Every row is on one page, in the order of the whole."""
    whole = client.get("/changes.json?order=important&since=2026-01-01").json
    found, path = [], "/changes.json?order=important&since=2026-01-01&limit=3"
    while path:
        answer = client.get(path)
        found += answer.json
        path = answer.headers.get("Link", "").partition(">")[0].lstrip("<")
    assert found == whole


def test_pages_follow_one_another_while_a_crawl_goes_on(tmp_path):
    """Rows that come, or fall out of the day, meanwhile move no other row across a page's edge."""
    now = datetime.now(UTC)
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        for number in range(6):
            url = f"https://harbour.example/{number}"
            keeper.now = now - timedelta(days=1, hours=1)
            keeper.begin(url, reading(url, "Of 12."))
            keeper.now = now - timedelta(hours=number)
            keeper.change(url, reading(url, "Of 21."), WORDED)
        app = create_app(Settings(tmp_path / "archive", command))
        client, found = app.test_client(), []
        path = "/changes.json?order=important&limit=2"
        while path:
            answer = client.get(path)
            found += [row["url"][-1] for row in answer.json]
            path = answer.headers.get("Link", "").partition(">")[0].lstrip("<")
            keeper.now = datetime.now(UTC)
            keeper.change("https://harbour.example/0", reading("0", f"Of {len(found)}."), GRAVE)
        assert found == list("012345")
        later = (now + timedelta(hours=20, minutes=30)).isoformat().replace("+00:00", "Z")
        told = client.get(f"/changes.json?order=important&as_of={later}").json
        assert {row["url"][-1] for row in told} == set("0123")
        app.extensions["variorum"].close()


@pytest.mark.parametrize(
    "query", ["order=best", "order=important&page=0", "order=important&as_of=x"]
)
def test_a_value_that_means_nothing_is_told(client, query):
    """It gives a 400."""
    assert client.get(f"/changes.json?{query}").status_code == 400


def test_the_page_marks_its_order_and_keeps_the_outlet(client):
    """The outlet's page links there, and the filter keeps the order."""
    assert "/?order=important&amp;outlet=harbour" in client.get("/outlets/harbour").text
    text = client.get("/changes?outlet=harbour&order=important&since=2026-01-01").text
    assert text.count('aria-current="true"') == 1
    assert 'type="hidden" name="order" value="important"' in text
    assert "<title>harbour: The most important changes" in text
    assert text.index("404 at three visits") < text.index("12 became 21.")
    assert text.count('class="day"') == 1
    assert "Since 2026-01-01</h2>" in text


def test_the_page_says_how_many_are_put_in_order(client):
    """The text and the limit in the code agree."""
    assert f"more than {MOST_RANKED:,} changes" in client.get("/?order=important").text


def test_equals_keep_their_order(folder):
    """Of two changes with the same importance, the newer one stays first."""
    with Archive.open(folder) as archive:
        rows = list(archive.log())
    places = [rows.index(row) for row in ranked(rows)]
    levels = [importance(rows[place]) for place in places]
    assert levels == sorted(levels, reverse=True)
    for one, other in pairwise(places):
        if importance(rows[one]) == importance(rows[other]):
            assert one < other


def test_a_page_that_grows_all_day_takes_one_place(tmp_path):
    """Its newest addition ranks as substantive, earlier ones after all edits; nothing is lost."""
    grown = Assessment(Weight.SUBSTANTIVE, ("add",), (), "2 sentences added to the live page.")
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        texts = ["Live."]
        live = "https://harbour.example/live"
        keeper.begin(live, reading("Live", *texts))
        for number in range(4):
            texts.append(f"Entry {number}.")
            keeper.change(live, reading("Live", *texts), grown)
        url = "https://harbour.example/b"
        keeper.begin(url, reading("B", "Of b, 12."))
        keeper.change(url, reading("B", "Of b, 21."), WORDED)
        rows = ranked(archive.log())
        told = [(row.url.rpartition("/")[2], row.number) for row in rows]
    assert told[:2] == [("live", 5), ("b", 2)]
    assert told[2:5] == [("live", 4), ("live", 3), ("live", 2)]
    assert sorted(told[5:]) == [("b", 1), ("live", 1)]
