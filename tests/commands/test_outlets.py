"""``variorum init``, ``outlet``, ``health``, ``verify``, ``run --unit`` and confirmations."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import sqlite3
import subprocess
import sys
import termios
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.cli import Invocation
from monitor.commands.contact import tell_of_contact
from monitor.commands.run import unit_text
from monitor.health import SILENT_AFTER, HealthState, state_of
from monitor.notation.times import exact
from spiders import configuration
from storage.agenda.hosts import HostState
from storage.archive import Archive
from storage.errors import ArchiveReadOnly
from storage.records import Incident, IncidentKind, Outlet
from tests.commands.conftest import FERRY, Typist

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def test_init_makes_an_archive_with_settings(tmp_path: Path) -> None:
    """A database, commented settings that load as the defaults, and a folder for rules."""
    folder = tmp_path / "deep" / "archive"
    result = Typist(tmp_path / "other")("init", str(folder))
    assert result.exit_code == 0
    assert (folder / "archive.db").is_file()
    assert (folder / "outlets").is_dir()
    assert configuration.load(folder) == configuration.Configuration()
    assert f"variorum --archive {folder} add" in result.stderr


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    """The second one is refused, and the archive is unchanged."""
    typist = Typist(tmp_path / "archive")
    assert typist.process("init").returncode == 0
    before = (tmp_path / "archive" / "archive.db").read_bytes()
    result = typist("init")
    assert result.exit_code == 1
    assert "already" in result.stderr
    assert (tmp_path / "archive" / "archive.db").read_bytes() == before


def test_init_keeps_settings_that_are_there(tmp_path: Path) -> None:
    """A file that the user wrote is never overwritten."""
    (tmp_path / "variorum.toml").write_text('contact = "me@example.org"\n')
    assert Typist(tmp_path)("init").exit_code == 0
    assert configuration.load(tmp_path).contact == "me@example.org"


def test_outlet_list_and_show(type_at: Typist) -> None:
    """Name, seeds and number of articles."""
    (row,) = type_at.json("outlet", "list")
    assert row == type_at.json("outlet", "show", "harbour")
    assert (row["outlet"], row["articles"], row["paused"]) == ("harbour", 2, False)
    assert row["seeds"] == [{"url": "https://harbour.example/feed", "kind": "feed"}]
    assert "seed\tfeed\thttps://harbour.example/feed" in type_at("outlet", "show", "harbour").stdout
    assert type_at("outlet", "show", "nobody").exit_code == 1


def test_pause_and_resume(copied: Typist) -> None:
    """A paused outlet is reported as paused, and nothing of it is due."""
    assert copied("outlet", "pause", "harbour").exit_code == 0
    assert copied.json("outlet", "list")[0]["paused"] is True
    assert copied.json("health")["outlets"][0]["state"] == "paused"
    assert copied.json("crawl", "--dry-run", "--all") == []
    assert "harbour is paused" in copied("crawl", "harbour").stderr
    assert "is paused" not in copied("crawl").stderr
    assert copied("outlet", "resume", "harbour").exit_code == 0
    assert len(copied.json("crawl", "--dry-run", "--all")) == 3


def test_a_host_that_wants_to_be_left_alone_is_told(copied: Typist) -> None:
    """A pass that fetched nothing since the host wants a pause counted zeros, without a reason."""
    until = datetime.now(UTC) + timedelta(hours=5)
    with Archive.open_to_write(copied.folder) as archive:
        archive.hosts.put(HostState("harbour.example", until, "too many requests", rests=1))
    told = copied("crawl", "harbour").stderr
    assert f"harbour.example is left alone until {exact(until)}: too many requests." in told


def test_remove_asks_first(copied: Typist) -> None:
    """Nothing is removed if nobody can answer; what was captured is kept in any case."""
    result = copied("outlet", "remove", "harbour")
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert copied("outlet", "remove", "harbour", "--yes").exit_code == 0
    assert copied.json("show", "1@1")["text"]
    assert copied.json("crawl", "--dry-run", "--all") == []


def test_what_a_removed_outlet_changed_is_asked_for_by_its_name(copied: Typist) -> None:
    """What was captured stays readable, also in lists, searches and exports of that outlet."""
    told = copied.json("log", "--outlet", "harbour")
    assert told
    found = copied.json("search", "outlet:harbour ferry")
    exported = copied("export", "jsonl", "--outlet", "harbour").stdout
    assert copied("outlet", "remove", "harbour", "--yes").exit_code == 0
    assert copied.json("log", "--outlet", "harbour") == told
    assert copied.json("search", "outlet:harbour ferry") == found
    assert copied("export", "jsonl", "--outlet", "harbour").stdout == exported
    assert copied("outlet", "show", "harbour").exit_code == 1
    assert copied("log", "--outlet", "nobody").exit_code == 1


@pytest.mark.parametrize(("answer", "code", "left"), [("n", 1, 1), ("y", 0, 0), ("\x03", 130, 1)])
def test_the_answer_counts(copied: Typist, answer: str, code: int, left: int) -> None:
    """On a terminal it asks, and does what the user answers."""
    command = [sys.executable, "-m", "monitor", "--archive", str(copied.folder)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*command, "outlet", "remove", "harbour"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 — no threads here
    ) as process:
        asked = b""
        while b"?" not in asked:
            said = os.read(process.stderr.fileno(), 100)
            assert said, asked
            asked += said
        keys = answer if answer == "\x03" else f"{answer}\n"
        while process.poll() is None:  # input() loses a Ctrl-C while it shows the prompt
            os.write(ours, keys.encode())
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=2)
        stdout, stderr = process.communicate()
    os.close(ours)
    os.close(theirs)
    assert process.returncode == code, stderr
    assert stdout == b""
    assert len(copied.json("outlet", "list")) == left


def test_add_asks_first(copied: Typist) -> None:
    """In a pipe without --yes nothing is fetched."""
    result = copied("add", "http://127.0.0.1:9/")
    assert result.exit_code == 2
    assert "Nothing was fetched" in result.stderr


def test_add_without_an_archive_says_so_first(tmp_path: Path) -> None:
    """Nobody should first add --yes and only then learn that the archive is missing."""
    result = Typist(tmp_path / "none")("add", "http://127.0.0.1:9/")
    assert result.exit_code == 1
    assert "--yes" not in result.stderr
    assert "init" in result.stderr


@pytest.mark.parametrize(
    ("contact", "url", "told"),
    [
        ("", "https://harbour.example/", True),
        ("", "http://127.0.0.1:9/", False),
        ("me@example.org", "https://harbour.example/", False),
    ],
)
def test_strangers_are_told_to_set_a_contact(
    contact: str, url: str, *, told: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line on stderr before another machine is contacted; for this machine there is none."""
    invocation = Invocation(tmp_path, named=True, debug=False, quiet=False)
    tell_of_contact(invocation, configuration.Configuration(contact=contact), [url])
    out, err = capsys.readouterr()
    assert (out, "No contact is set" in err, err.count("\n")) == ("", told, int(told))


@pytest.mark.parametrize("url", ["", "ftp://harbour.example/", "https://", "javascript:alert(1)"])
def test_what_is_no_address_is_told_before_anything_is_asked(copied: Typist, url: str) -> None:
    """It is wrong use, explained in words; nothing is fetched."""
    result = copied("add", url, "--yes")
    assert result.exit_code == 2
    assert "is not a web address" in result.stderr


def test_an_address_with_a_password_is_refused(copied: Typist) -> None:
    """It was stored and exported (WARC-Target-URI), though never sent."""
    result = copied("add", "http://ann:secret@news.example:8080/feed?a=b", "--yes")
    assert result.exit_code == 2
    assert "Leave out what comes before news.example" in result.stderr
    assert "http://news.example:8080/feed?a=b" in result.stderr
    assert "secret" not in result.stderr


def test_dry_run_names_what_is_due(type_at: Typist) -> None:
    """Seeds first, then articles, and nothing is fetched."""
    rows = type_at.json("crawl", "--dry-run", "--all")
    assert [row["role"] for row in rows] == ["seed", "article", "article"]
    assert rows[1]["url"] == FERRY
    only = type_at.json(
        "crawl", "--dry-run", "--url", FERRY, "--url", "https://harbour.example/new"
    )
    assert [row["role"] for row in only] == ["article", "candidate"]


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (
            "crawl --dry-run",
            "Nothing is due. See what is watched: variorum --archive {} outlet list",
        ),
        ("checkpoint --list", "There are none yet. Make one: variorum --archive {} checkpoint"),
    ],
)
def test_advice_fits_an_empty_list(type_empty: Typist, words: str, advice: str) -> None:
    """Nobody is advised to fetch what is not due, or to check what does not exist."""
    ran = type_empty(*words.split())
    assert ran.stderr.splitlines()[-1] == advice.format(type_empty.folder)


def test_dry_run_ends_with_the_command_that_does_it(type_at: Typist) -> None:
    """It has the same options: without them it would fetch other things."""
    ran = type_at("crawl", "--dry-run", "--all", "harbour")
    assert ran.stderr.endswith(f"variorum --archive {type_at.folder} crawl harbour --all\n")
    ran = type_at("crawl", "--dry-run", "--url", FERRY)
    assert ran.stderr.endswith(f"crawl --url {FERRY}\n")


def test_crawl_options_that_exclude_each_other(type_at: Typist) -> None:
    """Either one address or outlets, and only outlets that exist."""
    assert type_at("crawl", "harbour", "--url", FERRY).exit_code == 2
    assert type_at("crawl", "nobody", "--dry-run").exit_code == 1


def test_health_tells_of_incidents(type_at: Typist) -> None:
    """An open incident determines the state."""
    (outlet,) = type_at.json("health")["outlets"]
    assert outlet.keys() >= {"name", "state", "last_capture", "incidents"}
    assert outlet["state"] == "incident"
    assert outlet["incidents"][0]["kind"] == "login_page"
    assert outlet["incidents"][0]["subject"] == FERRY
    remedy = outlet["incidents"][0]["remedy"]
    assert remedy.keys() == {"text", "command"}
    assert "Set contact" in remedy["text"]
    result = type_at("health")
    told = f"login page at {FERRY}: asks for a login\n"
    assert result.stdout.endswith(told)
    assert "outlet show harbour" in result.stderr
    assert type_at("outlet", "show", "harbour").stdout.endswith(f"incident\t{told}")
    assert type_at.json("outlet", "show", "harbour")["incidents"] == outlet["incidents"]


@pytest.mark.parametrize(
    ("paused", "incidents", "age", "watched", "state"),
    [
        (True, 1, timedelta(days=9), True, HealthState.PAUSED),
        (False, 1, timedelta(days=9), True, HealthState.INCIDENT),
        (False, 0, SILENT_AFTER + timedelta(seconds=1), True, HealthState.SILENT),
        (False, 0, SILENT_AFTER, True, HealthState.OK),
        (False, 0, timedelta(days=9), False, HealthState.OK),
        (False, 0, None, True, HealthState.SILENT),
    ],
)
def test_states(
    *, paused: bool, incidents: int, age: timedelta | None, watched: bool, state: HealthState
) -> None:
    """The order is paused, incident, silent; silence counts from when the outlet was added."""
    outlet = Outlet(1, "a", "", (), NOW - timedelta(days=30), paused)
    found = Incident(1, "a", IncidentKind.BOT_CHECK, "", "", NOW, NOW, None, 1)
    last = None if age is None else NOW - age
    assert state_of(outlet, (found,) * incidents, last, NOW, watched=watched) == state


def test_verify_of_a_sound_archive(type_at: Typist) -> None:
    """Counts, no damage, and a ledger that is fine."""
    report = type_at.json("verify")
    assert report == {"captures": 6, "payloads": 6, "damaged": [], "ledger": "ok"}
    assert type_at.process("verify").stdout.startswith(b"captures\t6\n")


def test_verify_finds_damage_and_ends_with_four(copied: Typist) -> None:
    """A payload that differs from what was stored is reported."""
    with sqlite3.connect(copied.folder / "archive.db") as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(payloads)")]
        blob = next(name for name in ("data", "content", "bytes", "body") if name in columns)
        database.execute(f"UPDATE payloads SET {blob} = zeroblob(length({blob})) WHERE id = 1")
    database.close()
    result = copied("verify", "--json")
    assert result.exit_code == 4
    damaged = json.loads(result.stdout)["damaged"]
    assert damaged
    assert all(one.keys() == {"kind", "id", "why"} for one in damaged)


def test_verify_of_a_file_that_is_no_database(copied: Typist) -> None:
    """A file that cannot be opened is damage too (4), but without a key it is no archive (2)."""
    (copied.folder / "archive.db").write_bytes(b"this is not a database, it is a text" * 200)
    assert copied("verify").exit_code == copied("log").exit_code == 2
    (copied.folder / "signing-key.pem").touch()
    result = copied("verify", "--json")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["damaged"][0]["kind"] == "database"
    assert copied("log").exit_code == 4


def test_unit_names_the_archive() -> None:
    """The unit starts this program with this archive; what systemd expands is escaped."""
    text = unit_text(Path("/srv/news archive/50%"))
    assert '--archive "/srv/news archive/50%%" run\n' in text
    assert "Restart=on-failure" in text


def test_run_prints_the_unit(type_at: Typist) -> None:
    """--unit prints and ends."""
    result = type_at.process("run", "--unit")
    assert result.returncode == 0
    assert str(type_at.folder).encode() in result.stdout


def test_nothing_is_asked_for_where_nothing_could_be_stored(type_empty, monkeypatch):
    """A folder that we cannot write to was noticed only after the outlet had been fetched."""

    def refuse(_archive: Archive) -> None:
        raise ArchiveReadOnly("archive.turn")

    monkeypatch.setattr(Archive, "transaction", refuse)
    asked = []
    monkeypatch.setattr("spiders.crawl.probing.discovery.discover", lambda *_: asked.append(1))
    result = type_empty("add", "http://127.0.0.1:1/", "--yes")
    assert (result.exit_code, asked) == (1, [])
    assert "archive.turn cannot be written" in result.stderr
