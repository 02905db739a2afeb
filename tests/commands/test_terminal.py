"""What a person sees on a terminal, and what hostile pages must not do to it."""

from __future__ import annotations

import csv
import io
import re
import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from spiders.urls import canonical
from storage.archive import Archive
from storage.intents import NoteAbsence
from storage.records import Assessment, Block, BlockKind, EventKind, IncidentKind, Weight
from tests.commands.conftest import FIRST, Keeper, Typist, reading

if TYPE_CHECKING:
    from pathlib import Path

OURS = re.compile(r"\x1b\[[0-9;]*m|\r?\x1b\[K")
"""The sequences that we write ourselves: colours, and the progress line."""
EVIL = "=cmd|' /C calc'!A0 \x1b]0;owned\x07\x1b[2J\x9b31m\u202egpj.exe <script>\x00\r\n\ttail"
URL = "https://harbour.example/evil"
GRAVE = Assessment(Weight.SUBSTANTIVE, ("number",), (), "Figure raised from 12 to 21.")


def test_who_waits_for_another_process_is_told(type_empty: Typist) -> None:
    """The wait is reported on a terminal; then the change is still made."""
    with Archive.open_beside(type_empty.folder) as archive:
        archive.add_outlet("ferry", "https://ferry.example/", [], datetime(2026, 3, 1, tzinfo=UTC))
    begun, seen = threading.Event(), threading.Event()

    def hold() -> None:
        with Archive.open_beside(type_empty.folder) as archive, archive.transaction():
            begun.set()
            seen.wait(120)

    holder = threading.Thread(target=hold)
    holder.start()
    assert begun.wait(60)

    def watch(shown: str) -> None:
        if "Waiting for another process" in shown:
            seen.set()

    shown = type_empty.terminal("outlet", "pause", "ferry", watch=watch)
    seen.set()
    holder.join()
    assert shown.count("Waiting for another process that is writing to") == 1
    assert "Error" not in shown
    with Archive.open(type_empty.folder) as archive:
        assert archive.outlet("ferry").paused


def _seen(shown: str) -> str:
    return OURS.sub("", shown)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Typist:
    """An archive in which every text that comes from outside is hostile."""
    folder = tmp_path_factory.mktemp("archives") / "hostile"
    first = replace(
        reading(EVIL, EVIL, standfirst=EVIL, section=EVIL, published=EVIL, language=EVIL),
        byline=(EVIL,),
        remarks=(EVIL,),
    )
    second = replace(first, title="A" + EVIL, blocks=(Block(BlockKind.TABLE, "B " + EVIL),))
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        keeper.begin(URL, first)
        keeper.change(URL, second, Assessment(Weight.SUBSTANTIVE, ("headline",), (), EVIL))
        archive.open_incident(
            keeper.outlet.id, IncidentKind.ARTICLE_LOST.value, URL, EVIL, keeper.now
        )
    return Typist(folder)


@pytest.mark.parametrize(
    "words",
    [
        ["log"],
        ["log", "-p"],
        ["log", "--json"],
        ["log", "--nl"],
        ["log", "--csv"],
        ["show", "1"],
        ["show", "1", "--text"],
        ["show", "1", "--html"],
        ["show", "1", "--headers"],
        ["show", "1", "--raw"],
        ["show", "1", "--json"],
        ["diff", "1"],
        ["diff", "1", "--view", "sentences", "--all"],
        ["diff", "1", "--view", "unified"],
        ["diff", "1", "--view", "stat"],
        ["diff", "1", "--view", "html"],
        ["diff", "1", "--side-by-side", "--explain"],
        ["diff", "1", "--json"],
        ["health"],
        ["outlet", "show", "harbour"],
        ["export", "jsonl"],
        ["crawl", "--dry-run", "--all"],
        ["show", EVIL.replace("\x00", "")],
    ],
    ids=lambda words: " ".join(words)[:30].encode("ascii", "replace").decode(),
)
def test_nothing_of_a_stored_page_steers_the_terminal(hostile: Typist, words: list[str]) -> None:
    """For every command, a terminal gets only our own sequences, and no direction override."""
    left = _seen(hostile.terminal(*words))
    assert left.strip()
    assert not {"\x1b", "\x9b", "\x07", "\x00", "\u202e", "\r"} & set(left)


def test_no_cell_of_a_stored_page_is_a_formula(hostile: Typist) -> None:
    """A headline that begins with ``=`` is text in a spreadsheet."""
    rows = list(csv.reader(io.StringIO(hostile("log", "--csv").stdout)))
    title = rows[0].index("title")
    assert rows[2][title].startswith("'=cmd")


def test_pipes_get_no_sequences_either(hostile: Typist) -> None:
    """``variorum log | less -R`` is safe."""
    for words in (["log"], ["log", "-p"], ["show", "1"], ["diff", "1"], ["log", "--csv"]):
        assert b"\x1b" not in hostile.process(*words).stdout


def test_log_on_a_terminal(type_at: Typist) -> None:
    """Headlines and colours; light changes are folded and counted; advice at the end."""
    shown = type_at.terminal("log", columns=300)
    assert "\x1b[" in shown
    lines = _seen(shown).splitlines()
    assert lines[0].startswith("2026-03-06 08:00Z  harbour")
    assert "2@2 gone: Bridge closed" in lines[0]
    assert any("Ferry runs late {+again+}" in line for line in lines)
    assert not any("comma" in line for line in lines)
    assert "1 change of weight cosmetic or none folded" in lines[-2]
    assert lines[-1].startswith("See what changed in one: variorum --archive")
    assert "!! substantive  * first seen  o event" in lines


def test_no_color_is_heeded(type_at: Typist) -> None:
    """With NO_COLOR there is not a single sequence, and the words suffice."""
    for words in (["log"], ["diff", "1", "1..2"], ["outlet", "list"]):
        shown = type_at.terminal(*words, environment={"NO_COLOR": "1"})
        assert "\x1b" not in shown
        assert shown


def test_a_long_headline_takes_two_lines(type_at: Typist) -> None:
    """If it does not fit into its row, it is shown below it, with its words marked."""
    lines = _seen(type_at.terminal("log", columns=60)).splitlines()
    place = next(number for number, line in enumerate(lines) if "{+again+}" in line)
    assert lines[place] == "    Ferry runs late {+again+}"
    assert lines[place - 1].endswith("1@3")


def test_the_rows_of_a_list_fit_a_narrow_terminal(type_at: Typist) -> None:
    """The name of the outlet is cut first: a row that runs on into the next line is no row."""
    lines = _seen(type_at.terminal("log", columns=36)).splitlines()
    assert any("  harbo…  !! 1@" in line for line in lines)
    assert max(len(line) for line in lines if "!! 1@" in line) <= 36


def test_wide_terminals_get_two_columns(type_at: Typist) -> None:
    """By default from 120 columns on, unless refused."""
    words = ["diff", "1", "1..2"]
    assert " │ " in _seen(type_at.terminal(*words, columns=120))
    assert " │ " not in _seen(type_at.terminal(*words, columns=119))
    assert " │ " not in _seen(type_at.terminal(*words, "--no-side-by-side", columns=120))


def test_tables_fit(type_at: Typist) -> None:
    """A table has a heading and is no wider than the terminal."""
    shown = _seen(type_at.terminal("outlet", "list", columns=60)).splitlines()
    assert shown[0].startswith("outlet")
    assert max(map(len, shown[:2])) <= 60


@pytest.mark.parametrize("words", [["status"], ["archive", "stats"], ["outlet", "show", "harbour"]])
def test_names_and_values_stand_in_columns(type_at: Typist, words: list[str]) -> None:
    """A terminal gets columns, even for output without a heading; a pipe gets tabs.

    Free space within the archive's file is not called room on the disk.
    """
    shown = _seen(type_at.terminal("--quiet", *words))
    assert ("free on the disk" in shown) == (words == ["status"])
    assert "\t" not in shown
    rows = [line for line in shown.splitlines() if "  " in line]
    starts = {len(row) - len(row.split("  ", 1)[1].lstrip()) for row in rows}
    assert len(rows) > 4
    assert len(starts) == 1
    assert "\t" in type_at(*words).stdout


def test_no_progress_stands_within_an_export(type_at: Typist) -> None:
    """Rows shown on a terminal were broken up by the count of rows written so far."""
    shown = type_at.terminal("export", "csv", environment={"NO_COLOR": "1"})
    assert "\x1b[K" not in shown
    assert shown.startswith("article,revision,")


def test_what_a_terminal_shows_is_for_people(type_at: Typist, tmp_path: Path) -> None:
    """Sizes have units, names have no underscores, and work without a unit is shown as a share."""
    names = tmp_path / "names.txt"
    names.write_text("https://harbour.example/ferry\nhttps://mill.example/wheel\nno address\n")
    assert re.search(r"\.db +\d+ kB\n", _seen(type_at.terminal("backup", str(tmp_path / "a.db"))))
    copy = Typist(tmp_path / "copy")
    Archive.create(copy.folder).close()
    shown = copy.terminal("import", str(names))
    assert re.search(r"\narticles new {5}0\n(.+\n)*skipped, faulty {2}1\n", _seen(shown))
    assert "checked 100%" in copy.terminal("verify")


def test_a_long_value_stays_in_its_column(type_at: Typist) -> None:
    """An incident ran over the edge, and continued below the names."""
    words = ("--quiet", "outlet", "show", "harbour")
    shown = _seen(type_at.terminal(*words, columns=60)).splitlines()
    at = next(number for number, row in enumerate(shown) if row.startswith("incident"))
    start = len(shown[at]) - len(shown[at].split("  ", 1)[1].lstrip())
    told = [shown[at][start:], *(row[start:] for row in shown[at + 1 :])]
    assert " ".join(told).endswith("ferry-runs-late: asks for a login")
    assert len(told) > 1
    assert all(not row[:start].strip() for row in shown[at + 1 :])
    assert max(map(len, shown)) <= 60


def test_health_tells_incidents_in_full(type_at: Typist) -> None:
    """The table counts them; below it they are written out."""
    shown = _seen(type_at.terminal("health", columns=60)).splitlines()
    told = shown[shown.index("harbour") + 1 :]
    where = "login page at https://harbour.example/ferry-runs-late:"
    assert " ".join(map(str.strip, told)).startswith(f"{where} asks for a login; since 2026-")
    assert max(map(len, shown[:-1])) <= 60


def test_health_tells_what_is_alike_of_many_pages_once(copied: Typist) -> None:
    """A paper for subscribers had a line for each article of its week: hundreds, for one wall."""
    kind, now = IncidentKind.LOGIN_PAGE.value, datetime(2026, 3, 1, tzinfo=UTC)
    with Archive.open_beside(copied.folder) as archive:
        for number in range(9):
            archive.open_incident(1, kind, f"https://harbour.example/{number}", "no entry", now)
    shown = " ".join(_seen(copied.terminal("health", columns=60)).split())
    assert shown.count("no entry") == 1
    assert "; 8 more like it" in shown
    assert shown.count("asks for a login") == 1


def test_digests_of_checkpoints_are_whole(copied: Typist) -> None:
    """One line each if they do not fit next to each other; otherwise in columns with headings."""
    copied("checkpoint")
    (made,) = copied.json("checkpoint", "--list")
    shown = _seen(copied.terminal("--quiet", "checkpoint", "--list", columns=80)).splitlines()
    assert f"root             {made['root'].removeprefix('sha256:')}" in shown
    assert max(map(len, shown)) <= 100
    wide = _seen(copied.terminal("--quiet", "checkpoint", "--list", columns=220)).splitlines()
    assert wide[0].split() == ["time", "lines", "root", "time-stamped", "by", "key"]
    assert wide[1].endswith(made["key"])


def test_what_compaction_proved_is_told_in_words(copied: Typist) -> None:
    """Nobody knew what was *unproved*; a pipe still gets the names of the JSON."""
    shown = _seen(copied.terminal("--quiet", "archive", "compact"))
    assert re.search(r"cannot be rebuilt as sent +\d", shown)
    assert "unproved\t0" in copied("archive", "compact").stdout


def test_what_was_read_again_is_told_under_headings(type_at: Typist) -> None:
    """On eighty columns, three headings were *revisions…*."""
    shown = _seen(type_at.terminal("--quiet", "reprocess", "--dry-run", columns=80)).splitlines()
    heads = next(row for row in shown if "outlet" in row)
    assert heads.split("  ")[-1].strip() == "ours"
    assert "…" not in heads
    assert "found late" in heads


def test_one_is_not_several(type_at: Typist, tmp_path: Path) -> None:
    """*1 revisions written* was shown for a moment, or longer if the first took long."""
    shown = type_at.terminal("export", "jsonl", "1@1", "-o", str(tmp_path / "out"))
    assert "1 revision written\r" in shown
    assert "1 revisions" not in shown
    shown = type_at.terminal("export", "atom", "-o", str(tmp_path / "feed"))
    assert "entries written" in shown


def test_progress_is_for_terminals(type_at: Typist, tmp_path: Path) -> None:
    """It is overwritten and gone at the end; a pipe gets none of it."""
    shown = type_at.terminal("export", "jsonl", "-o", str(tmp_path / "out"))
    assert "5 revisions written\r\x1b[K5 revisions written to" in shown
    assert b"\r" not in type_at.process("export", "jsonl").stderr


def test_a_run_of_new_articles_is_folded(tmp_path: Path) -> None:
    """After a first crawl of many articles, three are shown and the rest is counted."""
    with Archive.create(tmp_path / "many") as archive:
        keeper = Keeper(archive)
        for number in range(9):
            keeper.begin(f"https://harbour.example/{number}", reading(f"Story {number}", "Text."))
    typist = Typist(tmp_path / "many")
    shown = _seen(typist.terminal("log"))
    assert shown.count("Story") == 3
    assert "⋯ 6 more articles seen for the first time" in shown
    assert _seen(typist.terminal("log", "--all")).count("Story") == 9


def test_dates_that_alone_changed_do_not_drown_the_log(tmp_path: Path) -> None:
    """An outlet that renews all its dates hides no edit; on request, these dates are shown."""
    with Archive.create(tmp_path / "dated") as archive:
        keeper = Keeper(archive)
        for number in range(5):
            url = f"https://harbour.example/{number}"
            keeper.begin(url, reading(f"Story {number}", "Text."))
            keeper.event(url, EventKind.DATED_ONLY, "modified 2026-03-01 -> 2026-03-02")
        keeper.change(URL.replace("evil", "0"), reading("Story 0", "Text!"), GRAVE)
        keeper.event(URL.replace("evil", "1"), EventKind.GONE, "404 at three visits")
    typist = Typist(tmp_path / "dated")
    for order in ([], ["--important", "--since", "2026-01-01"]):
        shown = _seen(typist.terminal("log", *order))
        assert "dated only" not in shown
        assert "404 at three visits" in shown
        assert "⋯ 5 dates changed and nothing else; see with --kind dated_only" in shown
    assert _seen(typist.terminal("log", "--kind", "dated_only")).count("dated only") == 5
    assert _seen(typist.terminal("log", "--all")).count("dated only") == 5
    assert sum(row.get("event") == "dated_only" for row in typist.json("log")) == 5


@pytest.mark.parametrize("words", ["bag 1", "warc", "wacz -o -", "html", "csv --package"])
def test_a_terminal_gets_nothing_that_is_no_text(hostile: Typist, words: str) -> None:
    """Binary data on a screen is of no use, and may switch it to strange characters."""
    shown = hostile.terminal("export", *words.split())
    assert "is not readable on a terminal" in shown
    assert "PK" not in shown
    assert "article,revision" in hostile.terminal("export", "csv")


def test_many_rows_stop_at_a_screenful(tmp_path: Path) -> None:
    """Forty rows, and a note that there are more."""
    with Archive.create(tmp_path / "many") as archive:
        keeper = Keeper(archive)
        keeper.begin(URL, reading("Story", "Text 0."))
        for number in range(45):
            keeper.change(URL, reading("Story", f"Text {number}."), Assessment(Weight.WORDING))
    typist = Typist(tmp_path / "many")
    shown = _seen(typist.terminal("log"))
    assert shown.count("Story") == 40
    assert "more rows are not shown" in shown
    assert _seen(typist.terminal("log", "-n", "43")).count("Story") == 43
    assert len(typist.json("log")) == 46


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("words", [["log"], ["log", "--unconfirmed"]], ids=" ".join)
def test_the_log_keeps_within_a_narrow_terminal(
    tmp_path: Path, words: list[str], columns: int
) -> None:
    """No row, no remark below the rows and no headline is wider than the terminal."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        first = reading("The harbour office moves to the old customs house by the northern pier")
        keeper.begin(URL, first)
        light = Assessment(Weight.COSMETIC, ("punctuation",), (), "Punctuation changed.")
        keeper.change(URL, replace(first, standfirst="By spring."), light)
        visit = keeper.visit(URL, b"gone")
        archive.apply(visit, [NoteAbsence(1, "missing")])
    shown = _seen(Typist(tmp_path / "archive").terminal("--quiet", *words, columns=columns))
    assert "missing or" in shown or "--unconfirmed" in words
    assert max(map(len, shown.splitlines())) <= columns


def test_a_table_that_has_no_room_is_told_row_by_row(type_at: Typist) -> None:
    """Cells of four letters (``har…  watc…``) say nothing: each gets a whole line."""
    lines = _seen(type_at.terminal("outlet", "list", columns=40)).splitlines()
    assert lines[0] == "outlet        harbour"
    assert "home          https://harbour.example/" in lines
    assert not any("…" in line for line in lines)


def test_a_command_to_type_next_is_whole_on_its_line(type_at: Typist) -> None:
    """Broken at the edge of a terminal it was hard to read; it is meant for copying."""
    wide, narrow = (
        _seen(type_at.terminal("log", columns=columns)).splitlines() for columns in (300, 40)
    )
    words, command = wide[-1].split(": ")
    assert narrow[-2:] == [f"{words}:", f"  {command}"]


def test_a_table_told_row_by_row_keeps_to_its_column(tmp_path: Path) -> None:
    """A long value ran over the edge of a narrow terminal, and continued below the names."""
    with Archive.create(tmp_path / "archive") as archive:
        name = "The Long Evening Telegraph of the Islands"
        archive.add_outlet(name, "https://paper.example/", [], datetime(2026, 3, 1, tzinfo=UTC))
    shown = _seen(Typist(tmp_path / "archive").terminal("--quiet", "outlet", "list", columns=40))
    assert shown.splitlines()[:2] == [
        "outlet        The Long Evening Telegraph",
        "              of the Islands",
    ]


def test_a_name_from_the_right_leaves_its_row_in_order(tmp_path: Path) -> None:
    """Terminals that reverse Arabic text moved the number after a name along with it."""
    with Archive.create(tmp_path / "archive") as archive:
        outlet = archive.add_outlet(
            "صحيفة", "https://paper.example/", [], datetime(2026, 3, 1, tzinfo=UTC)
        )
        Keeper(archive, outlet).begin("https://paper.example/1", reading("Herring", "It came."))
    typist = Typist(tmp_path / "archive")
    assert "\u2068صحيفة\u2069           *  1@1" in _seen(typist.terminal("log"))
    assert "\u2068صحيفة\u2069   watched" in _seen(typist.terminal("outlet", "list"))
    assert "\u2068صحيفة\u2069 · 1@1" in _seen(typist.terminal("show", "1"))
    assert "\u2068" not in typist("log").stdout + typist("outlet", "list").stdout


def test_an_address_is_read_on_a_terminal_and_kept_in_a_pipe(tmp_path: Path) -> None:
    """*%D0%BC%D0%BE%D1%81%D1%82* tells nobody which story it is; programs still get that form."""
    kept = canonical("https://harbour.example/мост")
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(kept, FIRST)
    typist = Typist(tmp_path / "archive")
    for words in (("show", "1"), ("diff", "1"), ("why", "1"), ("show", "1", "--history")):
        assert "/мост" in _seen(typist.terminal("--quiet", *words, columns=120)), words
        assert kept in typist("--quiet", *words).stdout, words
    assert typist.json("show", "1")["url"] == kept
