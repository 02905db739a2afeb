"""A story that many articles report: shown page by page, as a history is."""

from __future__ import annotations

import re
import shutil

import pytest

from monitor.indexing import catch_up
from monitor.web.app import create_app
from monitor.web.pages.stories import ON_A_PAGE, SHOWN_CHANGES
from monitor.web.site import Settings
from storage.archive import Archive
from storage.intents import AddEvent, ChangeState
from storage.records import ArticleState, EventKind
from tests.commands.conftest import START, Keeper, reading
from tests.web.conftest import client_over

ARTICLES = 2 * ON_A_PAGE + 5
TEXT = (
    "The smelter at Keld burned on Monday, and repairs at Keldmouth will cost {} crowns.",
    "Director Ragna Thorsmoor told workers that the Keld smelter would stay shut until August.",
    "Firefighters from Vestmark and Hollin put the fire at the smelter out after six hours.",
)
MEMBER = re.compile(r'<h3><a href="/articles/(\d+)" lang')
STEP = re.compile(r'<h3><a href="/articles/(\d+)/diff/1..2"')
LIGHT = 90_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of an archive in which two outlets alternate, and each article is changed once."""
    place = tmp_path_factory.mktemp("story") / "archive"
    with Archive.create(place) as archive:
        keepers = [
            Keeper(archive, archive.add_outlet(name, f"https://{name}.example/", [], START))
            for name in ("herald", "courier")
        ]
        for number in range(ARTICLES):
            keeper = keepers[number % 2]
            keeper.now = START
            url = f"{keeper.outlet.home}keld-{number}"
            first = reading("Fire at Keld smelter", *(text.format(4) for text in TEXT))
            keeper.begin(url, first)
            keeper.compare(url, first, reading(first.title, *(text.format(9) for text in TEXT)))
        catch_up(archive)
    return place


@pytest.fixture
def client(folder):
    """A client without a screen."""
    yield from client_over(folder)


def behind(text, words):
    """The address behind the link with this text, or None."""
    found = re.search(f'href="([^"]+)">{words}<', text)
    return found and found[1].replace("&amp;", "&")


def pages(client, words):
    """The pages of a story from the first on, following the link with this text."""
    path = "/stories/1"
    while path:
        answer = client.get(path)
        assert answer.status_code == 200
        yield answer.text
        path = behind(answer.text, words)


def test_who_told_it_is_told_once_and_by_portions(client):
    """Five hundred articles of one story were on one page."""
    found = [MEMBER.findall(text) for text in pages(client, "Who reported it next")]
    assert [len(one) for one in found] == [ON_A_PAGE, ON_A_PAGE, 5]
    assert sorted(int(one) for part in found for one in part) == list(range(1, ARTICLES + 1))
    second = list(pages(client, "Who reported it next"))[1]
    assert f"{ON_A_PAGE + 1}–{2 * ON_A_PAGE} of {ARTICLES}" in second
    assert not STEP.search(second)


def test_what_they_changed_goes_on_without_those_who_told_it(client):
    """The second page of the changes began with all the articles again."""
    found = list(pages(client, "Older"))
    steps = [STEP.findall(text) for text in found]
    assert [len(one) for one in steps] == [SHOWN_CHANGES, ARTICLES - SHOWN_CHANGES]
    assert not MEMBER.search(found[1])
    assert behind(found[1], "From the start") == "/stories/1"


def test_all_of_a_story_on_one_page(client):
    """For printing, or for searching by eye; the JSON has all of it as before."""
    text = client.get("/stories/1?show=all").text
    assert len(MEMBER.findall(text)) == len(STEP.findall(text)) == ARTICLES
    assert behind(text, "Page by page") == "/stories/1"
    assert len(client.get("/stories/1.json").json["members"]) == ARTICLES
    assert len(client.get("/stories/1").data) < LIGHT


def test_keys_and_programs_go_on_with_what_is_shown(client):
    """The ``Link`` header of a page of members names the next members, not the next changes."""
    links = [
        client.get(f"/stories/1{query}").headers.get("Link", "")
        for query in ("", "?told=30", "?told=60")
    ]
    assert [("after=" in link, "told=" in link) for link in links] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_one_that_is_gone_is_told(folder, tmp_path):
    """Among its members, and among their changes."""
    place = shutil.copytree(folder, tmp_path / "archive")
    with Archive.open_to_write(place) as archive:
        keeper = Keeper(archive, archive.outlet("herald"))
        visit = keeper.visit("https://herald.example/keld-0", b"404")
        gone = AddEvent(1, EventKind.GONE, "404 at three visits")
        archive.apply(visit, [ChangeState(1, ArticleState.GONE), gone])
    app = create_app(Settings(place, lambda *words: " ".join(words)))
    text = app.test_client().get("/stories/1?show=all").text
    app.extensions["variorum"].close()
    assert text.count('<span class="signal gone">gone</span>') == 2
    assert "404 at three visits" in text


@pytest.mark.parametrize("told", ["x", "9999", "-1"])
def test_a_place_that_is_none_is_told(client, told):
    """Instead of an empty page, or the first page."""
    assert client.get(f"/stories/1?told={told}").status_code == 400
