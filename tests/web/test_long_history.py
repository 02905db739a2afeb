"""An article with many revisions: its history page by page, and its feed in portions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from zipfile import ZipFile

import pytest

from monitor.web.app import create_app
from monitor.web.pages.articles import ON_A_PAGE, SHOWN_VISITS
from monitor.web.pages.changes import IN_A_FEED
from monitor.web.pictures import timeline
from monitor.web.site import Settings
from storage.archive import Archive
from storage.records import Assessment, EventKind, Outcome, Weight
from storage.sights import Sight
from tests.commands.conftest import FIRST, Keeper, Typist
from tests.web.conftest import client_over

URL = "https://harbour.example/live"
REVISIONS = 2 * ON_A_PAGE + 5
ROW = re.compile(r'<td class="num"><a href="/articles/1/(\d+)"')
NEWEST_FIRST = list(range(REVISIONS, 0, -1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of an archive with a headline that changes daily, and one event in between."""
    place = tmp_path_factory.mktemp("history") / "archive"
    with Archive.create(place) as archive:
        keeper = Keeper(archive)
        keeper.begin(URL, FIRST)
        for number in range(2, REVISIONS + 1):
            if number == REVISIONS - IN_A_FEED + 1:  # seen with the one before: imports may say so
                keeper.now -= timedelta(days=1)
            step = Assessment(Weight.SUBSTANTIVE, ("headline",), (), f"Step {number}.")
            keeper.change(URL, replace(FIRST, title=f"Ferry {number}"), step)
            if number == ON_A_PAGE:
                keeper.event(URL, EventKind.MOVED_URL, "to /ferry")
    return place


@pytest.fixture
def client(folder):
    """A client without a screen."""
    yield from client_over(folder)


def pages(client, path):
    """Each page from this one on, following the ``Link`` header of the one before."""
    while path:
        answer = client.get(path)
        assert answer.status_code == 200
        yield answer
        link = re.match(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        path = link and link[1]


def test_the_pages_tell_each_revision_once(client):
    """Three hundred revisions on one page took half a megabyte."""
    found = [answer.text for answer in pages(client, "/articles/1")]
    numbers = [[int(number) for number in ROW.findall(text)] for text in found]
    assert list(chain(*numbers)) == NEWEST_FIRST
    assert max(map(len, numbers)) == ON_A_PAGE
    assert sum(text.count('<tr class="event">') for text in found) == 1
    assert '<link rel="next" href="/articles/1?after=' in found[0]
    assert 'rel="next"' not in found[-1]
    assert '<a href="/articles/1">Newest</a>' in found[-1]


def test_a_page_says_which_revisions_it_tells(client):
    """The headlines and declared times below are those of the same revisions."""
    text = client.get("/articles/1").text
    first = REVISIONS - ON_A_PAGE + 1
    assert f"{first}–{REVISIONS} of {REVISIONS}" in text
    assert text.count(f"of revisions {first}–{REVISIONS}") == 2
    assert len(re.findall(r'<li><span lang="en" dir="auto">Ferry \d+</span>', text)) == ON_A_PAGE


def test_the_two_newest_of_a_page_are_marked(client):
    """Any two, whatever pages they are on, can be entered by their numbers."""
    older = list(pages(client, "/articles/1"))[1].text
    newest = REVISIONS - ON_A_PAGE
    checked = re.findall(r'name="(\w+)" value="(\d+)" aria-label="[^"]+" checked', older)
    assert checked == [("to", str(newest)), ("from", str(newest - 1))]
    assert f'<input type="number" name="to" min="1" max="{REVISIONS}"' in older


def test_a_page_of_events_alone_names_no_revisions(tmp_path):
    """A clock in a page's data may change daily; a page of such events named revisions 0 to 0."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(URL, FIRST)
        for day in range(ON_A_PAGE):
            keeper.event(URL, EventKind.DATED_ONLY, f"modified on day {day}")
    app = create_app(Settings(tmp_path / "archive", lambda *words: " ".join(words)))
    events, first = (answer.text for answer in pages(app.test_client(), "/articles/1"))
    app.extensions["variorum"].close()
    assert events.count('<tr class="event">') == ON_A_PAGE
    assert "0–0" not in events
    assert "Times given by the outlet" not in events
    assert "Times given by the outlet" in first


def test_all_of_it_is_one_page_for_who_asks(client):
    """For printing, or for finding a word; the JSON is never cut."""
    text = client.get("/articles/1?show=all").text
    assert [int(number) for number in ROW.findall(text)] == NEWEST_FIRST
    assert f"of {REVISIONS} ·" not in text
    document = client.get("/articles/1.json").json
    assert len(document["changes"]) == REVISIONS + 1
    assert len(document["declared"]) == REVISIONS


def test_it_is_said_that_visits_are_left_out(client):
    """The newest were listed as if they were all."""
    text = client.get("/articles/1").text
    visits = text[text.index("visits</summary>") :]
    assert f"The newest {SHOWN_VISITS}." in visits
    assert visits.count('<a href="/captures/') == SHOWN_VISITS
    whole = client.get("/articles/1?show=all").text
    assert "The newest" not in whole
    assert whole.count('<a href="/captures/') == REVISIONS + 1


@pytest.mark.parametrize("form", ["atom", "feed"])
def test_its_feed_goes_by_portions(client, form):
    """All three hundred diffs in a feed took more than a second, at each fetch.

    Two of one moment had the same id where a portion ended between them: readers lost the second.
    """
    found = list(pages(client, f"/articles/1.{form}"))
    entry = re.compile(r'(?:"id": ?"|<entry><id>)tag:[^"<]+/1/(2[^"<]+)')
    ids = [entry.findall(answer.text) for answer in found]
    assert len(ids[0]) == IN_A_FEED
    assert len({*chain(*ids)}) == len([*chain(*ids)]) == REVISIONS + 1
    assert [*chain(*ids)] == sorted(chain(*ids), reverse=True)
    name = "next_url" if form == "feed" else '<link rel="next"'
    assert [name in answer.text for answer in found] == [True] * (len(found) - 1) + [False]


@pytest.mark.parametrize(
    "asked", ["?after=nowhere", ".atom?limit=x"], ids=["no place", "no number of rows"]
)
def test_what_is_no_place_is_refused(client, asked):
    """With a 400, as on the front page."""
    assert client.get(f"/articles/1{asked}").status_code == 400


def test_an_exported_history_is_whole(folder, tmp_path):
    """A site of files has no next page."""
    Typist(folder)("export", "html", "1", "-o", str(tmp_path / "site.zip"))
    with ZipFile(tmp_path / "site.zip") as site:
        (name,) = [one for one in site.namelist() if one.endswith("articles/1/index.html")]
        text = site.read(name).decode()
    numbers = re.findall(r'<td class="num"><a href="(\d+)\.html"', text)
    assert [int(number) for number in numbers] == NEWEST_FIRST
    assert "Page by page" not in text


def test_numbers_above_the_line_do_not_touch():
    """Those of three digits overlapped; a few dots are drawn larger to fit a phone unscrolled."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    times = {number: start + timedelta(days=number) for number in range(1, 301)}
    sights = [
        Sight(at, Outcome.CAPTURED, 200, None, URL, None, number) for number, at in times.items()
    ]
    told = re.findall(r'<text x="(\d+)" y="\d+">(\d+)</text>', timeline(sights, times))
    for (left, before), (right, after) in pairwise(told):
        assert int(right) - int(left) > 6.5 * (len(before) + len(after)) / 2, (before, after)
    few = {number: times[number] for number in (1, 150, 300)}
    assert [' class="timeline fits"' in timeline(sights, one) for one in (times, few)] == [
        False,
        True,
    ]
