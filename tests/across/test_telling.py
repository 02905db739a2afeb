"""Stories as the command, the page, its JSON and its feed show them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from monitor.indexing import catch_up
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.records import Assessment, Weight
from tests.across.conftest import BRIDGE_THERE, START, fill
from tests.commands.conftest import Keeper, Typist

_ESCAPES = re.compile(r"\x1b\[[0-9;]*[mK]")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def client(told):
    """The pages of the archive."""
    app = create_app(Settings(told, lambda *words: " ".join(["variorum", *words])))
    yield app.test_client()
    app.extensions["variorum"].close()


def test_the_page_says_what_the_command_says(told, client):
    """The list and a story: both use the same query."""
    typist = Typist(told)
    (one,) = typist.json("story", "list")
    assert client.get("/stories.json").json == [one]
    assert set(one["outlets"]) >= {"herald", "lamp"}
    shown = typist.json("story", "show", str(one["story"]))
    assert client.get(f"/stories/{one['story']}.json").json == shown


def test_a_story_tells_who_changed_what_and_why_they_belong_together(client):
    """The members with their reasons, and the change that one of them made silently."""
    (one,) = client.get("/stories.json").json
    story = client.get(f"/stories/{one['story']}.json").json
    assert story["members"][0]["shared"] == []
    assert "Marrow" in story["members"][1]["shared"]
    assert [row["revision"] for row in story["changes"] if row["outlet"] == "herald"] == [2, 1]
    page = client.get(f"/stories/{one['story']}").text
    assert "Marrow bridge closed after crack is found" in page
    assert "41" in page


def test_any_of_its_articles_names_a_story(client):
    """The number of each article leads to the story, and the article's page links to it."""
    number = client.get("/stories.json").json[0]["story"]
    for one in client.get(f"/stories/{number}.json").json["members"]:
        assert client.get(f"/stories/{one['article']}.json").json["story"] == number
        assert f"/stories/{number}" in client.get(f"/articles/{one['article']}").text
    assert client.get("/stories/99999").status_code == 404
    assert client.get("/stories?after=x").status_code == 400


def test_its_other_forms(client):
    """CSV, and a feed with one entry per story; a reader that has it gets a 304."""
    (row,) = csv.DictReader(io.StringIO(client.get("/stories.csv").text))
    assert row["articles"] == str(client.get("/stories.json").json[0]["articles"])
    answer = client.get("/stories.atom")
    (entry,) = ET.fromstring(answer.data).iter(f"{ATOM}entry")
    assert "Oxmere cut off" in entry.findtext(f"{ATOM}content")
    again = client.get("/stories.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    number = row["story"]
    assert client.get(f"/stories/{number}.atom").data.count(b"<entry>") >= 3
    assert client.get(f"/stories/{number}.feed").json["items"]
    assert client.get(f"/stories/{number}.csv").text.count("\n") >= 3


def test_headlines_are_in_their_own_language(client):
    """Screen readers speak each in its language, and each runs in its own direction.

    What connects articles is marked up word by word: the words may be of several languages.
    """
    (one,) = client.get("/stories.json").json
    story = client.get(f"/stories/{one['story']}.json").json
    assert one["language"] == story["language"] == "en"
    assert [member["language"] for member in story["members"]] == ["en", "en"]
    assert 'lang="en" dir="auto">Marrow bridge closed' in client.get("/stories").text
    page = client.get(f"/stories/{one['story']}").text
    assert '<h1 lang="en" dir="auto">Marrow bridge closed' in page
    assert 'lang="en" dir="auto">Oxmere cut off' in page
    assert 'lang="en" dir="auto">Oxmere cut off' in client.get("/stories.atom").text.replace(
        "&quot;", '"'
    ).replace("&gt;", ">")
    assert "<bdi>Marrow</bdi>" in page


@pytest.mark.parametrize("form", ["", ".atom"], ids=["page", "feed"])
def test_its_changes_go_by_portions(client, form):
    """After the sixtieth change, readers were referred to the histories of the articles."""
    number = client.get("/stories.json").json[0]["story"]
    whole = client.get(f"/stories/{number}{form}").text
    row = re.compile(r'<article class="change|<entry>')
    path, found = f"/stories/{number}{form}?limit=1", 0
    while path:
        answer = client.get(path)
        found += len(row.findall(answer.text))
        link = re.match(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        assert (link is not None) == ('rel="next"' in answer.text)
        path = link and link[1]
    assert found == len(row.findall(whole)) == {"": 1, ".atom": 3}[form]


def test_changes_of_one_moment_stand_as_in_the_log(tmp_path):
    """Files have whole seconds: the tenth change of one was below the ninth, as if it were older.

    The portions keep the same order.
    """
    place, url = tmp_path / "archive", "https://herald.example/bridge"
    with Archive.create(place) as archive:
        fill(archive)
        herald = Keeper(archive, archive.outlet("herald"))
        moment = START + timedelta(days=3)
        for number in range(12):
            herald.now = moment
            told = Assessment(Weight.SUBSTANTIVE, ("headline",), (), f"step {number}")
            herald.change(url, replace(BRIDGE_THERE, title=f"Oxmere cut off {number}"), told)
        catch_up(archive)
    numbers = [row["revision"] for row in Typist(place).json("log", url)]
    assert numbers == sorted(numbers, reverse=True)
    app = create_app(Settings(place, lambda *words: " ".join(words)))
    client = app.test_client()
    story = client.get("/stories/1.json").json
    assert [row["revision"] for row in story["changes"] if row["url"] == url] == numbers
    path, shown = "/stories/1?limit=5", []
    while path:
        answer = client.get(path)
        shown += [int(one) for one in re.findall(r">3@(\d+)<", answer.text)]
        link = re.match(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        path = link and link[1]
    app.extensions["variorum"].close()
    assert shown == numbers[:-1]


def test_portions_and_periods(client, told):
    """Limits on the number of stories, and on their period."""
    assert len(client.get("/stories.json?limit=1").json) == 1
    assert client.get("/stories.json?since=2027-01-01").json == []
    assert Typist(told).json("story", "list", "--until", "2026-01-01") == []
    assert Typist(told)("story", "list", "--nl").stdout.count("\n") == 1


def test_an_archive_without_stories_says_so(tmp_path):
    """And suggests no command: if nothing waits to be compared, none would find more."""
    Archive.create(tmp_path / "archive").close()
    app = create_app(Settings(tmp_path / "archive", lambda *words: " ".join(["variorum", *words])))
    page = app.test_client().get("/stories").text
    assert "No event is reported by two outlets yet." in page
    assert "variorum story list" not in page
    app.extensions["variorum"].close()
    assert "reported by two outlets" in Typist(tmp_path / "archive")("story", "list").stderr


def test_on_a_terminal(told):
    """A heading, the members and what they changed; no row is wider than the screen."""
    number = Typist(told).json("story", "list")[0]["story"]
    said = Typist(told)("story", "show", str(number))
    assert said.exit_code == 0
    assert "Marrow bridge closed" in said.stdout
    assert "herald" in said.stdout
    assert Typist(told)("story", "show", "99999").exit_code == 1
    wide = _ESCAPES.sub("", Typist(told).terminal("story", "show", str(number), columns=50))
    *rows, _advice = wide.splitlines()
    assert max(map(len, rows)) <= 50
    assert "    Oxmere cut off: crack shuts the Marrow bridge" in rows
