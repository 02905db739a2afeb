"""What the pages can change: only by POST, only for editors, and by the commands' functions."""

from __future__ import annotations

import re

import pytest

from monitor.indexing import catch_up
from monitor.web import access
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.users import Role, Users
from tests.commands.conftest import FERRY, Keeper, Typist, reading
from tests.web.conftest import client_over, fill
from tests.web.test_users import PASSWORD, sign_in

FORM = {"reason": "court order 7/26", "sure": "1"}


@pytest.fixture
def folder(tmp_path):
    """The folder of an archive for one test, with its index."""
    with Archive.create(tmp_path / "archive") as archive:
        fill(archive)
        catch_up(archive)
    return tmp_path / "archive"


@pytest.fixture
def client(folder):
    """A client for pages of this machine."""
    yield from client_over(folder)


def capture_of(client, revision: str) -> int:
    """The id of the capture that shows ``ARTICLE/N``."""
    return client.get(f"/articles/{revision}.json").json["captures"][0]["id"]


def test_a_capture_is_taken_out_by_a_button(folder, client):
    """Page, text, diff and search entries are gone; the reason is shown in their place."""
    number = capture_of(client, "1/2")
    digest = client.get("/articles/1/2.json").json["digest"]
    assert client.get("/search.json?q=added:21").json
    assert "Redact this capture" in client.get(f"/captures/{number}").text
    assert client.get(f"/captures/{number}/redact").status_code == 405
    answer = client.post(f"/captures/{number}/redact", data=FORM)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/captures/{number}")
    assert client.get(f"/captures/{number}/raw").status_code == 410
    refused = client.get("/articles/1/diff/1..2")
    assert refused.status_code == 410
    assert '<a href="/articles/1">' in refused.text
    assert client.get("/articles/1/diff/1..2.txt").status_code == 410
    page = client.get(f"/captures/{number}").text
    assert "court order 7/26" in page
    assert "Redact this capture" not in page
    assert "court order 7/26" in client.get("/articles/1/2").text
    left = client.get("/articles/1/2")
    assert "(no headline)" not in left.text
    assert left.text.count(digest) == 2  # among the fields, and in the footnote
    assert client.get("/articles/1/2.json").json["digest"] == digest
    history = client.get("/articles/1").text
    assert "Redacted: court order 7/26" in history
    assert "(no headline)" not in history
    said = client.get(f"/captures/{number}.json").json
    assert said["redacted"]["reason"] == "court order 7/26"
    assert said["ledger"]["line"]
    with Archive.open(folder) as archive:
        catch_up(archive)
    assert client.get("/search.json?q=added:21").json == []
    assert client.get("/search.json?q=lamp").json
    assert Typist(folder).json("verify")["damaged"] == []


def test_an_article_is_watched_by_a_button(folder, client):
    """Pinned, at rest, and back to normal: as with the command, and also during a crawl."""
    url = client.get("/articles/1.json").json["url"]
    assert client.get("/articles/1.json").json["watched"] is None
    assert client.get("/articles/1/watch").status_code == 405
    with Archive.open_to_write(folder):
        answer = client.post("/articles/1/watch", data={"pace": "minute"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/articles/1")
    told = client.get("/articles/1.json").json["watched"]
    assert told["every_s"] == 60
    assert told["until"]
    assert "every 1 minute" in client.get("/articles/1").text
    assert Typist(folder).json("watch", url, "--thin")["every_s"] == 90 * 86400
    assert "every 90 days" in client.get("/articles/1").text
    client.post("/articles/1/watch", data={"pace": "usual"})
    assert client.get("/articles/1.json").json["watched"] is None
    assert client.post("/articles/1/watch", data={"pace": "never"}).status_code == 400
    assert client.post("/articles/999/watch", data={"pace": "rest"}).status_code == 404


@pytest.mark.parametrize("form", [{}, {"reason": "x"}, {"sure": "1"}, {"reason": " ", "sure": "1"}])
def test_nothing_goes_without_a_reason_and_a_yes(client, form):
    """It gives a 400, and everything stays."""
    number = capture_of(client, "1/2")
    assert client.post(f"/captures/{number}/redact", data=form).status_code == 400
    assert client.get(f"/captures/{number}/raw").status_code == 200


def test_no_other_site_takes_anything_out(client):
    """Nor can a capture that does not exist be redacted."""
    strange = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/captures/1/redact", data=FORM, headers=strange).status_code == 403
    assert client.post("/captures/999/redact", data=FORM).status_code == 404


def test_it_waits_for_a_crawl(folder, client):
    """The file is rewritten, which is impossible during a crawl: page and 503 say what to do."""
    with Archive.open_to_write(folder):
        assert "start it again" in client.get("/captures/1").text
        answer = client.post("/captures/1/redact", data=FORM)
        assert answer.status_code == 503
        assert "is rewritten" in answer.text
        assert "start it again" in answer.text
    assert "start it again" not in client.get("/captures/1").text
    assert client.get("/captures/1/raw").status_code == 200


def test_only_an_editor_takes_something_out(folder):
    """With the session's token; a reader does not even see the form."""
    with Users.open(folder) as users:
        users.add("rita", PASSWORD, Role.READER)
        users.add("edda", PASSWORD, Role.EDITOR)
    access.TRIED.forget()
    app = create_app(Settings(folder, lambda *_: "", guarded=True))
    for name, code in (("rita", 403), ("edda", 303)):
        client = app.test_client()
        sign_in(client, name)
        page = client.get("/captures/1").text
        assert ("Redact this capture" in page) == (name == "edda")
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        assert client.post("/captures/1/redact", data=FORM).status_code == 403
        answer = client.post("/captures/1/redact", data={**FORM, "token": token})
        assert answer.status_code == code
    app.extensions["variorum"].close()


@pytest.mark.parametrize("place", ["article", "capture"])
def test_all_that_an_article_said_is_taken_out_by_a_button(client, place):
    """From the page of the article or of its capture, all at once, as with ``redact --article``."""
    captures = [capture_of(client, f"1/{number}") for number in (1, 2)]
    where = "/articles/1" if place == "article" else f"/captures/{captures[0]}"
    assert "Everything the article said" in client.get(where).text
    answer = client.post(f"{where}/redact", data={**FORM, "what": "article"})
    assert (answer.status_code, answer.headers["Location"]) == (303, where)
    assert {client.get(f"/captures/{one}/raw").status_code for one in captures} == {410}
    assert client.get("/articles/1/2").text.count("court order 7/26")
    assert client.get("/articles/2/1").text.count("court order 7/26") == 0
    assert client.post("/articles/1/redact", data={"reason": "x"}).status_code == 400


@pytest.mark.parametrize("place", ["article", "capture"])
def test_another_article_that_goes_too_is_named_beside_the_button(folder, client, place):
    """As with the command: the text of another article was redacted along with it, unannounced."""
    with Archive.open_to_write(folder) as archive:
        (first, *_) = archive.redactions.of_article(1)
        body = archive.payload(archive.capture(first).payload)
        keeper = Keeper(archive, archive.outlet("harbour"))
        keeper.begin("https://harbour.example/twin", reading("A twin of it", "Twin."), body)
        keeper.visit(FERRY, body)
    where = "/articles/4" if place == "article" else f"/captures/{first}"
    told = client.get(where).text.split('class="danger', 1)[1]
    assert "because they have exactly the same bytes" in told
    goes = {
        "article": '2 captures of <a href="/articles/1"><bdi>Ferry runs late again</bdi></a> (1)',
        "capture": '1 capture of <a href="/articles/4"><bdi>A twin of it</bdi></a> (4)',
    }
    assert goes[place] in told
    apart = client.get("/articles/2").text.split('class="danger', 1)[1]
    assert "exactly the same bytes:" not in apart


def test_what_is_left_of_an_address_is_named(client):
    """After redacting one capture, its page names the others that are still there."""
    first, second = (capture_of(client, f"1/{number}") for number in (1, 2))
    assert "are unchanged" not in client.get(f"/captures/{first}").text
    client.post(f"/captures/{first}/redact", data={**FORM, "what": "capture"})
    page = client.get(f"/captures/{first}").text
    assert "Other captures of this address are unchanged" in page
    assert f'<a href="/captures/{second}">{second}</a>' in page.split("are unchanged", 1)[1]
    assert client.get(f"/captures/{second}/raw").status_code == 200
