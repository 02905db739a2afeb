"""`backup` and `redact`, as a user types them, and how an archive is kept."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from spiders.urls import surt
from storage.archive import Archive
from storage.copies.increments import state_of
from storage.digest import payload_digest
from storage.files.parts import part_of
from storage.intents import SeeAgain, SeeSame
from storage.proof import verifying
from storage.proof.checks import Checks
from storage.records import Exchange, Outcome, Visit
from tests.commands.conftest import BRIDGE, FERRY, Keeper, Typist
from tests.disk import read_only


def test_backup_while_a_crawl_goes_on(copied: Typist, tmp_path: Path) -> None:
    """The copy is of one moment, verifies, and has all that was stored before it began."""
    stop, stored = threading.Event(), []

    def write() -> None:
        with Archive.open_to_write(copied.folder) as archive:
            address = archive.due_of(1).address
            while not stop.is_set():
                now, body = datetime.now(UTC), b"%d" % len(stored)
                exchange = Exchange(
                    address.url, b"GET", b"HTTP/1.1 200", 200, body, payload_digest(body), len(body)
                )
                visit = Visit(address.id, now, now, Outcome.CAPTURED, 200, exchange=exchange)
                stored.append(archive.record(visit))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(stored) < 20:
            assert writer.is_alive()
        before = list(stored)
        (tmp_path / "copy").mkdir()
        result = copied("backup", str(tmp_path / "copy"))
        assert result.exit_code == 0, result.stderr
        assert result.stdout.startswith(f"{tmp_path / 'copy' / 'archive.db'}\t")
        assert result.stderr.endswith(f"variorum --archive {tmp_path / 'copy'} verify\n")
        again = copied("backup", str(tmp_path / "copy" / "archive.db"))
        assert (again.exit_code, "archive.db already exists" in again.stderr) == (2, True)
    finally:
        stop.set()
        writer.join()
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["archive.db"]
    with Archive.open(tmp_path / "copy") as archive:
        assert archive.verify() == []
        assert archive.capture(before[-1]).id == before[-1]


def test_copies_go_to_a_stick_too(
    copied: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT has no hard links: a backup failed there after everything had been copied."""

    def link(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, f"Operation not permitted: {source} {target}")

    monkeypatch.setattr(os, "link", link)
    copy, target = tmp_path / "copy.db", tmp_path / "more"
    assert copied("backup", str(copy)).exit_code == 0
    result = copied("backup", str(copy))
    assert (result.exit_code, "already exists" in result.stderr) == (2, True)
    since = copied("archive", "export-since", str(copy), "-o", str(target))
    assert since.exit_code == 0, since.stderr
    assert copied("checkpoint").exit_code == 0  # the key is placed in the same way
    assert state_of(copy) == state_of(target)
    assert {"copy.db", "more"} == {one.name for one in tmp_path.iterdir() if one.is_file()}


def test_copy_that_cannot_be_made_names_what_was_asked_for(copied: Typist, tmp_path: Path) -> None:
    """The error never names the draft, which is gone: for a missing folder or a damaged archive."""
    known, new = str(copied.folder / "archive.db"), str(tmp_path / "none" / "copy")
    for words in (("backup", new), ("archive", "export-since", known, "-o", new)):
        result = copied(*words)
        assert (result.exit_code, f"There is no folder {tmp_path / 'none'}." in result.stderr) == (
            2,
            True,
        )
    with Path(known).open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\x99" * 4096)
    result = copied("backup", str(tmp_path / "copy"))
    assert result.exit_code == 4
    assert ".copy." not in result.stderr
    assert not list(tmp_path.glob("*copy"))


def test_what_a_killed_backup_left_goes_with_the_next(copied: Typist, tmp_path: Path) -> None:
    """A hidden draft as large as the archive stayed for good; one still being written is kept."""
    target = tmp_path / "copy.db"
    code = (
        "import os, sys; from pathlib import Path; from storage.files.placing import placed\n"
        "with placed(Path(sys.argv[1])) as draft:\n"
        "    draft.write_bytes(bytes(9)); print(flush=True); sys.stdin.readline(); os._exit(9)\n"
    )
    words = [sys.executable, "-c", code, str(target)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdin is not None
        killed.stdout.readline()
        with part_of(target, Path.mkdir) as mine:
            assert len(list(tmp_path.glob(".copy.db.*"))) == 2  # neither removed the other's
        assert not mine.exists()
        killed.communicate(b"\n")
    assert len(list(tmp_path.glob(".copy.db.*"))) == 1
    assert copied("backup", str(target)).exit_code == 0
    assert list(tmp_path.glob("*copy.db*")) == [target]


def test_what_a_backup_left_that_was_killed_at_its_end_goes(copied: Typist, tmp_path: Path) -> None:
    """The copy already had its name and is not overwritten, so its draft stayed there for good."""
    target, draft = tmp_path / "copy.db", tmp_path / f".copy.db.{'0f' * 8}.part"
    assert copied("backup", str(target)).exit_code == 0
    draft.mkdir()
    (draft / "copy.db").hardlink_to(target)
    assert copied("backup", str(target)).exit_code == 2
    assert list(tmp_path.glob("*copy.db*")) == [target]


def test_a_disk_that_takes_nothing_is_told_by_the_name_that_was_asked_for(
    copied: Typist, tmp_path: Path
) -> None:
    """The error named the draft, without why or advice; for a bag, not even what it writes."""
    place = tmp_path / "place"
    place.mkdir()
    with read_only(place):
        result = copied("backup", str(place / "copy.db"))
        assert result.exit_code == 1
        assert f"{place / 'copy.db'} cannot be written." in result.stderr
    bag = tmp_path / "bag"
    with read_only(copied.folder):
        result = copied("export", "bag", "1", "-o", str(bag))
        assert result.exit_code == 1
        assert "No checkpoint covers these captures yet" in result.stderr
        assert copied("backup", str(tmp_path / "copy.db")).exit_code == 0
    assert not bag.exists()


def test_mirror_is_kept_up(copied: Typist, tmp_path: Path) -> None:
    """With a backup and increments the mirror reports the same; a wrong increment is refused."""
    mirror = Typist(tmp_path / "mirror")
    mirror.folder.mkdir()
    assert copied("backup", str(mirror.folder)).exit_code == 0
    files = [str(tmp_path / name) for name in ("one", "two")]
    since = str(mirror.folder)
    for number, file in enumerate(files):
        with Archive.open_to_write(copied.folder) as archive:
            address = archive.due_of(1).address
            now, body = datetime.now(UTC), b"%d" % number
            exchange = Exchange(
                address.url, b"GET", b"HTTP/1.1 200", 200, body, payload_digest(body), len(body)
            )
            archive.record(Visit(address.id, now, now, Outcome.CAPTURED, 200, exchange=exchange))
        assert copied("archive", "export-since", since, "-o", file).exit_code == 0
        since = file
    refused = mirror("archive", "apply", files[1])
    assert refused.exit_code == 2
    assert "does not continue" in refused.stderr
    assert mirror("archive", "apply", *files).exit_code == 0
    for words in (("log", "--json"), ("verify", "--json"), ("health", "--json")):
        assert mirror(*words).stdout == copied(*words).stdout


def test_what_was_redacted_leaves_a_mirror_whole(copied: Typist, tmp_path: Path) -> None:
    """The words are neither in its archive nor in what was computed from it."""
    mirror, file = Typist(tmp_path / "mirror"), str(tmp_path / "increment")
    mirror.folder.mkdir()
    assert copied("backup", str(mirror.folder)).exit_code == 0
    told = mirror.json("show", f"{FERRY}@2")
    assert "1@2" in mirror("search", "21").stdout
    assert mirror("diff", FERRY, "1..2").exit_code == 0
    for one in told["captures"]:
        assert copied("redact", str(one["id"]), "--reason", "order").exit_code == 0
    assert copied("archive", "export-since", str(mirror.folder), "-o", file).exit_code == 0
    assert mirror("archive", "apply", file).exit_code == 0
    assert not (mirror.folder / "index.db").exists()
    assert "1@2" not in mirror("search", "21").stdout
    assert mirror("search", "21").stdout == copied("search", "21").stdout


def test_redacted_revision_is_told_everywhere(copied: Typist) -> None:
    """Show and diff give the reason; lists, exports and verify still work."""
    captures = copied.json("show", f"{FERRY}@2")["captures"]
    for one in captures:
        result = copied("redact", str(one["id"]), "--reason", "court order 7/26", "--json")
        assert result.exit_code == 0, result.stderr
        assert one["id"] in json.loads(result.stdout)["redacted"]
    for words in (["show", f"{FERRY}@2"], ["diff", FERRY, "1..2"], ["show", f"{FERRY}@2", "--raw"]):
        result = copied(*words)
        assert result.exit_code == 1
        assert "court order 7/26" in result.stderr
    shown = copied.json("show", f"{FERRY}@2")
    assert (shown["redacted"], shown["text"], shown["title"]) == ("court order 7/26", "", None)
    assert copied.json("show", f"{FERRY}@1")["redacted"] is None
    assert copied("show", BRIDGE).exit_code == 0
    for words in (["log"], ["log", "-p", "--json"], ["export", "jsonl"], ["export", "csv"]):
        result = copied(*words)
        assert result.exit_code == 0, result.stderr
    assert "(redacted: court order 7/26)" in copied.terminal("log")
    row = next(row for row in copied.json("log", FERRY) if row["revision"] == 2)
    assert (row["title"], row["redacted"]) == (None, "court order 7/26")
    assert f"{row['url']} (redacted: court order 7/26)" in copied("log", FERRY).stdout.split("\t")
    assert copied.json("verify")["damaged"] == []
    assert copied("redact", "999", "--reason", "x").exit_code == 1
    assert copied("redact", "1", "--reason", " ").exit_code == 2


def test_text_that_another_capture_shows_is_told(copied: Typist) -> None:
    """The text stays readable for that capture, which the command names, until that is redacted."""
    (shown,) = copied.json("show", f"{BRIDGE}@2")["captures"]
    with Archive.open_to_write(copied.folder) as archive:
        keeper = Keeper(archive, archive.outlet("harbour"))
        again = keeper.visit(BRIDGE, b"<p>the same text on another page")
        article = archive.address(surt(BRIDGE)).article_id
        same = SeeSame(article, archive.revision(article, 2).extraction_id, "")
        archive.apply(again, [same])
    told = copied.json("redact", str(shown["id"]), "--reason", "order")
    assert told["same_text"] == [again]
    assert copied("show", f"{BRIDGE}@2").exit_code == 0
    last = copied("redact", str(again), "--reason", "order")
    assert (last.exit_code, "The same text" in last.stderr) == (0, False)
    assert copied("show", f"{BRIDGE}@2").exit_code == 1
    before = copied("redact", str(again), "--reason", "another")
    assert "already redacted" in before.stderr


def test_text_that_a_page_with_other_links_shows_is_told(copied: Typist) -> None:
    """The reading of that page is another one, yet it has the words that must go."""
    (shown,) = copied.json("show", f"{BRIDGE}@2")["captures"]
    with Archive.open_to_write(copied.folder) as archive:
        keeper = Keeper(archive, archive.outlet("harbour"))
        again = keeper.visit(BRIDGE, b"<p>the same text with another link")
        article = archive.address(surt(BRIDGE)).article_id
        reading = archive.extraction(archive.revision(article, 2).extraction_id)
        links = ("https://harbour.example/another",)
        archive.apply(again, [SeeAgain(article, replace(reading, links=links))])
    told = copied.json("redact", str(shown["id"]), "--reason", "order")
    assert told["same_text"] == [again]


def test_redacted_capture_leaves_the_rest_of_a_warc(copied: Typist, tmp_path: Path) -> None:
    """An export has the other captures, and says that this one was redacted."""
    (one, *_) = copied.json("show", f"{FERRY}@2")["captures"]
    assert copied("redact", str(one["id"]), "--reason", "order").exit_code == 0
    file = tmp_path / "all.warc"
    result = copied("export", "warc", "-o", str(file))
    assert result.exit_code == 0, result.stderr
    assert copied("warc", "check", str(file)).exit_code == 0


def test_a_capture_that_is_not_there_is_told_with_where_to_look(copied: Typist) -> None:
    """Each of these errors says what to do."""
    result = copied("redact", "99999", "--reason", "x")
    assert result.exit_code == 1
    assert "show ARTICLE --json" in result.stderr
    named = copied("redact", f"{BRIDGE}@2", "--reason", "x")
    assert (named.exit_code, "redact --article" in named.stderr) == (2, True)


def test_redaction_says_of_what_it_is_and_asks(
    copied: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article's number is easily typed instead of a capture's, and nothing brings it back."""
    (shown,) = copied.json("show", f"{BRIDGE}@2")["captures"]
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("monitor.commands.redact.sys", terminal)
    asked = copied("redact", str(shown["id"]), "--reason", "order", text="n\n")
    assert (asked.exit_code, BRIDGE in asked.stderr, asked.stdout) == (1, True, "")
    assert copied("show", f"{BRIDGE}@2").exit_code == 0
    assert copied("redact", str(shown["id"]), "--reason", "order", "--yes").exit_code == 0
    assert copied("show", f"{BRIDGE}@2").exit_code == 1


def test_another_article_that_goes_too_is_named_before(
    copied: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever answered yes for one article lost the text of another, named only by a number."""
    (shown,) = copied.json("show", f"{FERRY}@2")["captures"]
    with Archive.open_to_write(copied.folder) as archive:
        body = archive.payload(archive.capture(shown["id"]).payload)
        keeper = Keeper(archive, archive.outlet("harbour"))
        keeper.visit(BRIDGE, body)
        keeper.visit(FERRY, body)
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("monitor.commands.redact.sys", terminal)
    for words in ([str(shown["id"])], ["--article", FERRY]):
        asked = copied("redact", *words, "--reason", "order", text="n\n").stderr
        _, told = asked.split("With it go 2 captures with exactly the same bytes:\n")
        assert told.startswith("  1 of article 1: ")
        assert "\n  1 of article 2: " in told
        assert BRIDGE in told
    assert copied("show", f"{FERRY}@2").exit_code == 0
    unsaid = copied("redact", "--article", FERRY, "--reason", " ", text="y\n")
    assert (unsaid.exit_code, unsaid.stdout) == (2, "")
    assert "[y/N]" not in unsaid.stderr  # a missing reason is reported before the question


def test_all_that_an_article_said_goes_at_once(copied: Typist) -> None:
    """Also captures that are no revision; a page that others got as well (an error) stays."""
    with Archive.open_to_write(copied.folder) as archive:
        keeper = Keeper(archive, archive.outlet("harbour"))
        wall, error = keeper.visit(FERRY, b"<p>The first lines"), keeper.visit(FERRY, b"<p>Sorry")
        other = keeper.visit(BRIDGE, b"<p>Sorry")
    told = copied.json("redact", "--article", FERRY, "--reason", "order")
    assert wall in told["redacted"]
    assert not {error, other} & {*told["redacted"]}
    for number in (1, 2):
        assert copied("show", f"{FERRY}@{number}").exit_code == 1
    assert copied("show", BRIDGE).exit_code == 0
    assert copied.json("redact", "--article", FERRY, "--reason", "order")["redacted"] == []
    assert copied.json("verify")["damaged"] == []


def test_doctor_says_what_is_wrong(copied: Typist) -> None:
    """A key that is readable by others or missing, invalid settings, an archive that is none."""
    states = {one["what"]: one["state"] for one in copied.json("doctor")}
    assert states["archive"] == states["room"] == "ok"
    assert "1 outlet, " in copied("doctor").stdout
    assert copied("checkpoint").exit_code == 0
    (copied.folder / "signing-key.pem").chmod(0o644)
    (copied.folder / "variorum.toml").write_text("nonsense = 1\n")
    result = copied("doctor")
    assert result.exit_code == 1
    assert "chmod 600" in result.stdout
    assert "nonsense" in result.stdout
    (copied.folder / "signing-key.pem").rename(copied.folder / "elsewhere.pem")
    assert "which signed the last checkpoint, is missing" in copied("doctor").stdout
    (copied.folder / "archive.db").write_bytes(b"no database at all" * 300)
    assert "wrong\tarchive" in copied("doctor").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_completes(copied: Typist, shell: str) -> None:
    """The script is made for the shell, and the program answers its requests."""
    script = copied("completion", shell).stdout
    assert "_VARIORUM_COMPLETE" in script
    words = {"_VARIORUM_COMPLETE": "bash_complete", "COMP_WORDS": "variorum che", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "monitor"], env=os.environ | words, capture_output=True, check=False
    )
    assert b"checkpoint" in done.stdout


def test_a_commit_has_reached_the_disk(copied: Typist) -> None:
    """The promise for power cuts: the writer's commits wait for the disk, as SQLite itself says."""
    with Archive.open_to_write(copied.folder) as archive:
        assert archive._database.value("PRAGMA synchronous") == 2
        assert archive._database.value("PRAGMA journal_mode") == "wal"


def test_an_interrupted_verify_says_how_to_go_on(
    copied: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large archive takes minutes, and nobody knew that what was checked is remembered."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verifying, "_processors", lambda: 1)
    monkeypatch.setattr(Checks, "_ask_sqlite", interrupted)
    result = copied("verify")
    assert result.exit_code == 130
    assert (
        f"Continue where it was: variorum --archive {copied.folder} verify --resume"
        in result.stderr
    )
    monkeypatch.undo()
    assert copied("verify", "--resume").exit_code == 0
