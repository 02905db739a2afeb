"""``variorum add`` and ``crawl`` against an outlet on loopback, and what is reported afterwards."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from storage.archive import Archive
from tests.commands.conftest import Typist
from tests.outlet_server import Answer
from tests.stories import filler, story

if TYPE_CHECKING:
    from pathlib import Path

    from tests.outlet_server import OutletServer, Request, Story

COUNTS = {
    *("visits", "captured", "unmodified", "missing", "redirected", "refused", "blocked", "failed"),
    *("articles_new", "revisions_new", "incidents"),
}


@pytest.fixture
def typist(tmp_path: Path) -> Typist:
    """Commands at a new archive, each run in its own process."""
    folder = tmp_path / "archive"
    Archive.create(folder).close()
    return Typist(folder)


def _json(typist: Typist, *words: str, code: int = 0, afresh: bool = False) -> dict:
    run = (typist.started if afresh else typist.process)(*words, "--json")
    assert run.returncode == code, run.stderr.decode()
    return json.loads(run.stdout)


def _publish(outlet: OutletServer) -> None:
    outlet.publish(story("pier", "In all, 12 people were hurt when the pier gave way."))
    outlet.publish(story("tower", "The tower will be open on Sunday."))


def test_from_adding_to_a_diff(typist: Typist, outlet: OutletServer) -> None:
    """The whole way in newly started programs: discover, fetch, change, fetch again, report."""
    _publish(outlet)
    added = _json(typist, "add", outlet.home, "--name", "echo", "--yes", afresh=True)
    assert added["outlet"] == "echo"
    assert {"feed"} <= {seed["kind"] for seed in added["seeds"]}

    first = _json(typist, "crawl", afresh=True)
    assert first.keys() == COUNTS
    assert (first["articles_new"], first["revisions_new"], first["incidents"]) == (2, 0, 0)
    outcomes = COUNTS - {"visits", "articles_new", "revisions_new", "incidents"}
    assert first["visits"] == sum(first[outcome] for outcome in outcomes)

    outlet.edit("pier", "12 people", "21 people")
    second = _json(typist, "crawl", "echo", "--all", afresh=True)
    assert (second["articles_new"], second["revisions_new"]) == (0, 1)

    url = outlet.url("pier")
    diff = typist.json("diff", url)
    assert diff["edits"][0]["facts"] == [{"type": "number", "old": "12", "new": "21"}]
    assert typist.json("log", url + "?utm_source=x")[0]["weight"] == "substantive"
    assert len(typist.json("show", url)["captures"]) == 1
    assert typist.started("show", f"{url}@1", "--raw").stdout.count(b"12 people") == 1
    assert typist.json("health")["outlets"][0]["state"] == "ok"
    assert typist.json("verify")["damaged"] == []


def test_adding_again_adds_what_is_new(typist: Typist, outlet: OutletServer) -> None:
    """Adding the same outlet twice gives one outlet, with or without its name."""
    _publish(outlet)
    first = _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    assert _json(typist, "add", outlet.home, "--name", "echo", "--yes") == first
    assert _json(typist, "add", outlet.home, "--yes") == first
    assert len(typist.json("outlet", "list")) == 1


def test_an_outlet_is_not_added_under_a_second_name(typist: Typist, outlet: OutletServer) -> None:
    """It would be listed without seeds, and its crawl would fetch nothing."""
    _publish(outlet)
    assert _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    ran = typist("add", outlet.home, "--name", "courier", "--yes")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "already watched, under the name echo" in ran.stderr
    assert [one["outlet"] for one in typist.json("outlet", "list")] == ["echo"]


def test_a_host_without_https_is_told_as_one(outlet: OutletServer, typist: Typist) -> None:
    """Without a scheme, https is tried; the error says what to type instead."""
    result = typist("add", outlet.home.removeprefix("http://"), "--yes")
    assert result.exit_code == 1
    assert "does not answer with the encryption (TLS)" in result.stderr
    assert "give its address with http:// in front" in result.stderr


def test_a_name_is_not_given_twice(typist: Typist, outlet: OutletServer) -> None:
    """Another outlet under the same name is refused, and nothing is mixed."""
    _publish(outlet)
    assert _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    with type(outlet)() as other:
        other.publish(story("other", *filler("other")))
        run = typist.process("add", other.home, "--name", "echo", "--yes")
    assert run.returncode == 2
    assert b"already another outlet" in run.stderr
    assert typist.json("outlet", "list")[0]["home"] == outlet.home


@pytest.mark.parametrize("name", ["../up", "", "a/b", ".hidden", "-x", "a\x1b[m", "a b"])
def test_names_that_are_none(typist: Typist, name: str) -> None:
    """A name is used in file names and on command lines."""
    assert typist("add", "http://127.0.0.1:9/", f"--name={name}", "--yes").exit_code == 2


def test_an_outlet_that_is_not_there(typist: Typist) -> None:
    """If nobody listens: one sentence, exit code 1, and nothing is added."""
    run = typist.process("add", "http://127.0.0.1:9/", "--yes")
    assert run.returncode == 1
    assert run.stderr.startswith(b"Error: ")
    assert b"Traceback" not in run.stderr
    assert typist.json("outlet", "list") == []


def test_incidents_end_with_three(typist: Typist, outlet: OutletServer) -> None:
    """A login page in place of an article: no revision, an incident, exit code 3."""
    _publish(outlet)
    _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    _json(typist, "crawl")
    outlet.login("pier")
    counts = _json(typist, "crawl", "--all", code=3)
    assert counts["revisions_new"] == 0
    assert counts["incidents"] == 1
    (health,) = typist.json("health")["outlets"]
    assert health["state"] == "incident"
    assert health["incidents"][0]["kind"] == "login_page"


def test_a_crawl_of_no_outlet_says_how_to_watch_one(typist: Typist) -> None:
    """It referred to a list of outlets, which was empty."""
    told = typist("crawl").stderr
    assert "No outlet is watched yet. Add one: variorum" in told
    assert "outlet list" not in told


def test_one_address(typist: Typist, outlet: OutletServer) -> None:
    """--url fetches that address and no other."""
    _publish(outlet)
    _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    counts = _json(typist, "crawl", "--url", outlet.url("tower"))
    assert (counts["articles_new"], counts["captured"]) == (1, 1)
    assert len(outlet.asked("tower")) == 1
    assert outlet.asked("pier") == []


def test_an_outlet_that_shuts_us_out_is_heeded_by_the_next_pass(
    typist: Typist, outlet: OutletServer
) -> None:
    """Its pages were still fetched for a day. This pass requests robots.txt only."""
    _publish(outlet)
    _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    _json(typist, "crawl")
    asked = len(outlet.requests)
    outlet.robots = "User-agent: *\nDisallow: /\n"
    counts = _json(typist, "crawl", "--all", code=3)
    assert {one.path for one in outlet.requests[asked:]} == {"/robots.txt"}
    assert counts["refused"] == counts["visits"] > 2
    (health,) = typist.json("health")["outlets"]
    assert "robots_changed" in {one["kind"] for one in health["incidents"]}


def test_an_address_that_was_not_to_be_had_leads_to_why(
    typist: Typist, outlet: OutletServer
) -> None:
    """The only requested address gave nothing, so a list of changes would show nothing."""
    _publish(outlet)
    _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    for path, why in (("private/plan", "robots.txt forbids it"), ("never", "was missing once")):
        url = f"{outlet.home}{path}"
        assert f"See why: variorum --archive {typist.folder} why {url}" in " ".join(
            typist.process("crawl", "--url", url).stderr.decode().split()
        )
        assert why in " ".join(typist.process("why", url).stdout.decode().split())


def test_a_host_that_rests_and_an_outlet_that_is_paused_are_why_nothing_is_visited(
    typist: Typist, outlet: OutletServer
) -> None:
    """It only spoke of edits that are expected: nobody saw why a page was days overdue."""
    _publish(outlet)
    _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    _json(typist, "crawl")
    busy = Answer(503, heads=(("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"),))
    outlet.behave("tower", lambda _story, _request: busy)
    _json(typist, "crawl", "--url", outlet.url("tower"), code=3)
    host = urlsplit(outlet.home).netloc
    reason = typist.json("why", outlet.url("pier"))["reason"]
    assert reason.startswith(f"{host} is left alone until ")
    assert "(unavailable). An article " in reason
    typist("outlet", "pause", "echo")
    reason = typist.json("why", outlet.url("pier"))["reason"]
    assert reason.startswith(f"Its outlet is paused: nothing of it is visited. {host} is left")


@pytest.mark.parametrize("url", ["ftp://harbour.example/pier", "http://[bad/", "http://", ""])
def test_address_that_is_none(typist: Typist, url: str) -> None:
    """What is not a web address is wrong use, with and without --dry-run."""
    for more in ((), ("--dry-run",)):
        result = typist("crawl", "--json", *more, "--url", url)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "is not a web address" in result.stderr


def test_interrupted_crawl_keeps_what_it_has(typist: Typist, outlet: OutletServer) -> None:
    """Ctrl-C in the middle: 130; what was fetched is stored and read, the rest is fetched later."""
    outlet.publish(*(story(f"s{number}", *filler(f"s{number}")) for number in range(30)))
    _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    asked, told = threading.Event(), threading.Event()

    def fifth(story: Story, _request: Request) -> Answer:
        if sum(request.path.startswith("/news/") for request in outlet.requests) == 5:
            asked.set()
            told.wait(120)
        return outlet.article(story)

    for slug in outlet.stories:
        outlet.behave(slug, fifth)
    command = [sys.executable, "-m", "monitor", "--archive", str(typist.folder), "crawl", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert asked.wait(120)
        process.send_signal(signal.SIGINT)
        told.set()
        stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 130, stderr.decode()
    assert b"Traceback" not in stderr
    first = json.loads(stdout)["articles_new"]
    assert first < 30
    assert _json(typist, "crawl")["articles_new"] == 30 - first
    assert typist.json("verify")["damaged"] == []


def test_second_writer_is_told(typist: Typist, outlet: OutletServer) -> None:
    """While one process writes, a second writer is refused; readers still work."""
    _publish(outlet)
    _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    with Archive.open_to_write(typist.folder):
        run = typist.process("crawl")
        assert run.returncode == 1
        assert b"Another process is writing" in run.stderr
        assert typist.process("log").returncode == 0


def test_quiet_hours_are_told(typist: Typist, outlet: OutletServer) -> None:
    """A crawl that fetches nothing because of quiet hours says until when they last."""
    _publish(outlet)
    _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    begin = datetime.now(UTC) - timedelta(hours=1)
    hours = f"{begin:%H:%M}-{begin + timedelta(hours=3):%H:%M}"
    (typist.folder / "outlets").mkdir()
    (typist.folder / "outlets" / "echo.toml").write_text(f'quiet_hours = ["{hours}"]\n')
    for words in (["--url", outlet.home + "news/pier"], ["echo"], []):
        run = typist.process("crawl", *words)
        assert f"echo has quiet hours until {begin + timedelta(hours=3):%Y-%m-%d %H:%M}" in (
            run.stderr.decode()
        )
    (typist.folder / "outlets" / "echo.toml").write_text("")
    assert "quiet hours" not in typist.process("crawl").stderr.decode()


def test_an_outlet_is_followed_to_a_host_that_its_rules_name_later(
    typist: Typist, outlet: OutletServer
) -> None:
    """It moved to another domain; naming it in the rules, as the guide says, keeps one history."""
    _publish(outlet)
    _json(typist, "add", outlet.home, "--name", "echo", "--yes")
    _json(typist, "crawl")
    old = outlet.home.split("/")[2]
    new = old.replace("127.0.0.1", "localhost")

    def moved(story: Story, request: Request) -> Answer:
        if request.heads["host"] == new:
            return outlet.article(story)
        return Answer(301, heads=(("Location", f"http://{new}{story.path}"),))

    outlet.behave("pier", moved)
    (typist.folder / "outlets").mkdir()
    (typist.folder / "outlets" / "echo.toml").write_text(f'hosts = ["{old}", "{new}"]\n')
    (typist.folder / "variorum.toml").write_text(f'allow_private = ["{new}"]\n')
    told = _json(typist, "crawl", "--url", outlet.url("pier"))
    assert (told["redirected"], told["captured"]) == (1, 1)
    with Archive.open(typist.folder) as archive:
        assert new in archive.outlet("echo").hosts
    events = [one["event"] for one in typist.json("log", outlet.url("pier")) if "event" in one]
    assert events == ["moved_url"]
