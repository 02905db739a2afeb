"""The front page: its rows, filters, portions and formats."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as ET

import pytest

from monitor.comparing import kept
from monitor.indexing import catch_up
from monitor.queries.changes import Folded, portion
from monitor.web.app import create_app
from monitor.web.pages import changes, outlets
from monitor.web.site import Settings
from storage.archive import Archive
from storage.changelog import Filters, Position
from storage.records import Assessment, Weight
from tests.commands.conftest import Keeper, Typist, reading
from tests.web.conftest import FERRY

ATOM = "{http://www.w3.org/2005/Atom}"


def test_json_is_what_the_command_says(kept, client):
    """One query feeds the page, its JSON and the command."""
    said = Typist(kept).json("log")
    for path in ("/.json", "/changes.json"):
        assert client.get(path).json == said
    assert client.get("/articles/1.json").json["changes"] == Typist(kept).json("log", "1")
    assert client.get("/articles/1/2.json").json == Typist(kept).json("show", "1@2")
    assert client.get("/articles/3/diff/1..2.json").json == Typist(kept).json("diff", "3", "1..2")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("outlet=harbour", ("--outlet", "harbour")),
        ("kind=number", ("--kind", "number")),
        ("signal=gone", ("--kind", "gone")),
        ("weight=substantive", ("--weight", "substantive")),
        ("since=2026-03-03&until=2026-03-06", ("--since", "2026-03-03", "--until", "2026-03-06")),
    ],
)
def test_filters_are_those_of_the_command(kept, client, query, words):
    """A filter in the address selects the same rows as the option of ``log``."""
    found = client.get(f"/changes.json?{query}").json
    assert found == Typist(kept).json("log", *words)
    assert found


def test_a_value_that_means_nothing_is_told_with_those_that_do(client):
    """In words of the program, not of its programming language."""
    told = client.get("/changes.json?weight=heavy").json["error"]
    assert told["what"] == "'heavy' is not a weight."
    assert "substantive" in told["do"]
    assert client.get("/nowhere.json").json["error"]["what"] == "There is no such page."


def test_filters_combine_and_search_headlines(client):
    """All of them must match; text is searched in headlines and summaries."""
    found = client.get("/changes.json?kind=headline&outlet=harbour&text=RUNS").json
    assert [row["revision"] for row in found] == [3]
    assert client.get("/changes.json?text=100%25_x").json == []
    summary = client.get("/changes.json?text=21").json
    assert [row["revision"] for row in summary] == [2]
    gone = client.get("/changes.json?text=lamp&signal=gone").json
    assert [row["event"] for row in gone] == ["gone"]


def test_a_headline_is_found_in_any_case_and_form(tmp_path):
    """The filter treats letters as the search does."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        for name, title, language in (
            ("a", "IŞIQ SÖNDÜ", "az"),
            ("b", "Президент ушёл", "ru"),
            ("c", "A quiet day", "en"),
        ):
            keeper.begin(f"https://harbour.example/{name}", reading(title, "x", language=language))
        catch_up(archive)
    app = create_app(Settings(tmp_path / "archive", lambda *words: " ".join(words)))
    client = app.test_client()
    for text, title in (
        ("işıq", "IŞIQ SÖNDÜ"),
        ("söndü ışıq", "IŞIQ SÖNDÜ"),
        ("президента", "Президент ушёл"),
        ("quiet days", "A quiet day"),
    ):
        found = client.get("/changes.json", query_string={"text": text}).json
        assert [row["title"] for row in found] == [title]
        assert title in client.get("/", query_string={"text": text, "show": "all"}).text
    first = client.get("/changes.json?text=x y z")
    assert first.json == []
    app.extensions["variorum"].close()


@pytest.mark.parametrize(
    "query",
    [
        *["weight=heavy", "since=soon", "after=x", "limit=0", "limit=9x"],
        *[f"limit={'0' * 8}1{'9' * 20}", f"order=important&page={'0' * 8}1{'9' * 20}"],
    ],
)
def test_a_value_that_means_nothing_is_told(client, query):
    """It is a mistake of the reader, and must never give a list of everything."""
    answer = client.get(f"/changes.json?{query}")
    assert answer.status_code == 400
    assert answer.json["error"]["what"]


def test_an_outlet_that_is_not_there_is_told(client):
    """It gives a 404."""
    assert client.get("/?outlet=nobody").status_code == 404


def test_portions_join_to_the_whole(kept, client):
    """Keyset paging gives every row once, whatever the size of a portion."""
    whole = client.get("/changes.json").json
    for size in (1, 2, 5):
        rows, path = [], f"/changes.json?limit={size}"
        while path:
            answer = client.get(path)
            rows += answer.json
            path = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
        assert rows == whole
    with Archive.open(kept) as archive:
        rows = list(archive.changelog.rows(Filters()))
        for number, row in enumerate(rows):
            after = Position.parse(str(Position.of(row)))
            assert list(archive.changelog.rows(Filters(), after)) == rows[number + 1 :]


@pytest.mark.parametrize("path", ["/changes.feed?limit=2", "/outlets/harbour.feed"])
def test_a_feed_says_where_older_changes_are(client, monkeypatch, path):
    """Readers missed changes if more came between two fetches than fit into the feed."""
    monkeypatch.setattr(outlets, "IN_A_FEED", 2)
    monkeypatch.setattr(changes, "IN_A_FEED", 2)
    whole = client.get("/changes.feed?limit=500").json
    assert "next_url" not in whole
    found = []
    while path:
        told = client.get(path).json
        found += told["items"]
        atom = ET.fromstring(client.get(path.replace(".feed", ".atom")).data)
        links = {one.get("rel"): one.get("href") for one in atom.iter(f"{ATOM}link")}
        path = told.get("next_url", "").removeprefix("http://localhost")
        assert links.get("next", "").replace(".atom", ".feed") == told.get("next_url", "")
    assert found == whole["items"]
    assert len(found) > 2


def test_what_weighs_little_is_folded_and_counted(kept):
    """Folding hides rows and says how many; a filter by kind folds nothing."""
    with Archive.open(kept) as archive:
        found = portion(archive, Filters(), most=50)
        rows = list(archive.changelog.rows(Filters()))
        assert len(found.rows) + found.folded == len(rows)
        by_weight = portion(archive, Filters(marks=("punctuation",)), most=50)
    assert by_weight.folded == 0
    assert not [item for item in found.items if isinstance(item, Folded) and not item.rows]


def test_csv_has_the_rows_and_runs_no_formula(client):
    """A spreadsheet opens every cell as text."""
    rows = list(csv.DictReader(io.StringIO(client.get("/changes.csv").text)))
    assert len(rows) == len(client.get("/changes.json").json)
    assert not [
        cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))
    ]


def test_atom_carries_the_diff(client):
    """Entries have permanent ids, and the marked words in their content."""
    answer = client.get("/changes.atom")
    feed = ET.fromstring(answer.data)
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) == len(client.get("/changes.json").json)
    assert all(name.startswith("tag:variorum.example,2026:") for name in ids)
    contents = " ".join(entry.findtext(f"{ATOM}content") for entry in feed.iter(f"{ATOM}entry"))
    assert '<del dir="auto">12</del><ins dir="auto">21</ins>' in contents
    assert "<script" not in contents
    assert client.get("/changes.atom", headers={"Host": "127.0.0.1:8300"}).data.count(
        ids[0].encode()
    ), "the id is the same wherever the archive is served from"


def test_feeds_answer_304(client):
    """A reader that has everything gets a 304; one with the ETag of another form gets the feed."""
    for path in ("/changes.atom", "/articles/1.feed", "/changes.json"):
        etag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")
    feed = client.get("/changes.feed")
    assert feed.json["items"][0]["content_html"]
    assert client.get("/changes.feed", headers={"If-None-Match": etag}).status_code == 200


def test_changes_of_an_address(client):
    """``/changes?url=`` finds an article by any of its addresses."""
    url = "http://www.harbour.example/ferry-runs-late/?utm_source=x"
    found = client.get("/changes.json", query_string={"url": url}).json
    assert [row["revision"] for row in found] == [3, 2, 1]
    assert client.get("/changes?url=https://harbour.example/none").status_code == 404


def test_an_empty_page_names_the_command(empty_client):
    """A newcomer sees which command to type."""
    assert "variorum add https://example.org/" in empty_client.get("/").text


def test_reading_is_remembered_in_a_cookie_only(client):
    """Nothing is new until a reader marks what is read; later changes are."""
    assert 'class="dot"' not in client.get("/").text
    answer = client.post("/read")
    assert answer.status_code == 303
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]
    assert 'class="dot"' not in client.get("/").text
    client.set_cookie("read", "2026-03-02T00:00:00Z")
    assert 'class="dot"' in client.get("/").text


def test_revisions_that_say_the_same_are_found_as_one(client):
    """A word that is in every revision gives one hit, with links to the others."""
    assert [hit["revision"] for hit in client.get("/search.json?q=pier").json] == [3, 2, 1]
    text = client.get("/search?q=Holm").text
    hits = text.count('<article class="hit">')
    assert hits < len(client.get("/search.json?q=Holm").json)
    assert "also in" in text
    assert 'href="/articles/1/1"' in text


def test_figures_stand_before_what_a_summary_says_of_them_in_every_form(tmp_path):
    """Filtered by kind, rows say what changed of that kind, as with the command."""
    old = "The storm hit {0} towns. Some {1} homes were dark. It cost {2} crowns. {3} roads closed."
    first, second = (
        reading("Storm", old.format(*figures), language="en")
        for figures in ((3, 400, 5, 6), (4, 500, 60, 7))
    )
    made = Assessment(Weight.SUBSTANTIVE, ("number",), (), "15 sentences edited (figures).")
    with Archive.create(tmp_path / "storm") as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, first)
        keeper.change(FERRY, second, made)
    told = "3 → 4; some 400 → some 500; 5 → 60; 6 → 7. 15 sentences edited (figures)."
    app = create_app(Settings(tmp_path / "storm", lambda *words: " ".join(words)))
    client = app.test_client()
    for order in ("", "&order=important&since=2026-01-01"):
        address = f"/changes{{}}?kind=number{order}"
        assert client.get(address.format(".json")).json[0]["summary"] == told
        for form in ("", ".csv", ".atom", ".feed"):
            assert told in client.get(address.format(form)).text, (form, order)
    assert client.get("/changes.json").json[0]["summary"] == made.summary


def test_headlines_of_a_list_are_in_their_own_language(client):
    """Screen readers speak each headline in its own language, and our words in English."""
    for path in ("/", "/outlets/harbour"):
        page = client.get(path).text
        assert page.count(' lang="en" dir="auto">') >= 3
        assert ' lang="x&#34;y" dir="auto">' in page
    assert '<h1 lang="en" dir="auto">Ferry runs late again' in client.get("/articles/1").text


def test_a_reading_that_is_damaged_spoils_no_list(tmp_path):
    """The list is made from rows; if a text cannot be read, its language is left empty."""
    folder = tmp_path / "archive"
    with Archive.create(folder) as archive:
        Keeper(archive).begin("https://harbour.example/one", reading("Fog", "x", language="en"))
        archive._database.change("UPDATE texts SET data = x'00'")
    app = create_app(Settings(folder, lambda *_: ""))
    answer = app.test_client().get("/")
    assert (answer.status_code, ' lang="" dir="auto">Fog' in answer.text) == (200, True)
    app.extensions["variorum"].close()


def test_a_damaged_text_takes_no_page_of_others_along(tmp_path, monkeypatch):
    """Lists and the history work without it and say so; what needs it links to the history."""
    monkeypatch.setattr(changes, "WORKED_OUT_S", 60.0)
    folder = tmp_path / "archive"
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/one", reading("Fog", "It is foggy."))
        keeper.change(
            "https://harbour.example/one",
            reading("Fog", "It lifts."),
            Assessment(Weight.SUBSTANTIVE),
        )
        catch_up(archive)
        text = archive._database.value("SELECT max(text_id) FROM extractions")
        archive._database.change("UPDATE texts SET data = x'00' WHERE id = ?", (text,))
        archive._database.change("UPDATE payloads SET data = x'00'")
    monkeypatch.setattr(kept, "rules_version", lambda: "none of these is worked out yet")
    app = create_app(Settings(folder, lambda *_: ""))
    client = app.test_client()
    for path in ("/search?q=lifts", "/", "/outlets/harbour", "/articles/1"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Fog" in answer.text
    assert answer.text.count("the text is damaged") == 2  # instead of both declared times
    declared = client.get("/articles/1.json").json["declared"]
    assert [one.get("damaged", "")[:9] for one in declared] == [*("", "The text ")]
    refused = client.get("/articles/1/diff/1..2")
    assert refused.status_code == 500
    assert '<a href="/articles/1">' in refused.text
    page = client.get("/captures/1").text
    assert "<iframe" not in page
    assert "is damaged" in page
    app.extensions["variorum"].close()


def test_a_time_that_is_none_is_told_with_what_would_be_one(client):
    """Readers were referred to the foot of the page, which does not explain it."""
    error = client.get("/changes.json?since=tomorrow").json["error"]
    assert "Give one as 2026-01-31" in error["what"]
    assert (
        "foot"
        not in client.get("/?since=tomorrow").text.partition("<main")[2].partition("</main")[0]
    )


@pytest.mark.parametrize("path", ["/", "/changes.json", "/stories", "/search?q=since:2d+until:3d"])
def test_a_time_that_ends_before_it_begins_is_no_answer(client, path):
    """An empty list would mean that nothing changed."""
    times = {} if "?" in path else {"since": "2026-03-02", "until": "2026-03-01"}
    answer = client.get(path, query_string=times) if times else client.get(path)
    assert answer.status_code == 400
    assert "There is no time between" in answer.text


def test_a_diff_that_was_made_before_its_texts_were_damaged(tmp_path):
    """It is kept with a hash of its own, so it is shown; language and links are not known."""
    folder = tmp_path / "archive"
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/one", reading("Fog", "Fog.", language="en"))
        weighed = Assessment(Weight.SUBSTANTIVE)
        keeper.change("https://harbour.example/one", reading("Fog", "Rain."), weighed)
        catch_up(archive)
        archive._database.change("UPDATE texts SET data = x'00'")
    app = create_app(Settings(folder, lambda *_: ""))
    client = app.test_client()
    for view in ("inline", "split", "text"):
        answer = client.get(f"/articles/1/diff/1..2?view={view}")
        assert (answer.status_code, "Rain" in answer.text) == (200, True), view
    links = client.get("/articles/1/diff/1..2?view=links")
    assert (links.status_code, "is damaged" in links.text) == (200, True)
    assert "Rain" in Typist(folder)("log", "-p", "--all").stdout
    app.extensions["variorum"].close()
