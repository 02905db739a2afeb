"""``variorum log``."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from storage.archive import Archive
from storage.intents import NoteAbsence
from storage.records import Assessment, EventKind, Weight
from tests.commands.conftest import BRIDGE, FERRY, FIRST, Keeper, Typist, reading

if TYPE_CHECKING:
    from pathlib import Path

KEYS = {
    *("article", "outlet", "url", "title", "revision", "previous_last_seen", "first_seen"),
    *("weight", "kinds", "signals", "ours", "summary"),
}


def test_json_has_every_revision_and_event_newest_first(type_at: Typist) -> None:
    """First revisions are in the list of changes; events have the revision they belong to."""
    rows = type_at.json("log")
    assert [(row["article"], row["revision"], row.get("event")) for row in rows] == [
        (2, 2, "gone"),
        (1, 3, None),
        (2, 2, None),
        (2, 1, None),
        (1, 2, None),
        (1, 1, None),
    ]
    assert all(row.keys() >= KEYS for row in rows)
    assert rows[0]["signals"] == ["gone"]
    assert rows[-1]["previous_last_seen"] is None
    assert rows[4]["previous_last_seen"] == rows[-1]["first_seen"] == "2026-03-01T08:00:00.000000Z"
    assert rows[4]["signals"] == ["stealth"]


def test_lines_are_the_list_without_its_brackets(type_at: Typist) -> None:
    """--nl gives the same objects, one per line."""
    lines = type_at("log", "--nl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == type_at.json("log")


def test_csv_has_a_heading_and_a_row_each(type_at: Typist) -> None:
    """A spreadsheet reads it."""
    rows = list(csv.reader(io.StringIO(type_at("log", "--csv").stdout)))
    assert rows[0][:5] == ["time", "outlet", "weight", "event", "revision"]
    assert len(rows) == 7
    assert rows[1][3:5] == ["gone", "2@2"]


@pytest.mark.parametrize(
    "words",
    ["log --json --csv", "outlet list --csv --nl", "health --nl --json", "log -p --csv"],
)
def test_of_two_forms_none_is_silently_left_out(type_at: Typist, words: str) -> None:
    """A script that chose two got one of them, and a diff was missing from CSV."""
    result = type_at(*words.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--csv" in result.stderr or "--json" in result.stderr


def test_a_pipe_gets_tabs(type_at: Typist) -> None:
    """One line per row, nothing folded, no colours."""
    lines = type_at("log").stdout.splitlines()
    assert len(lines) == 6
    assert {line.count("\t") for line in lines} == {9}
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize("name", ["1", FERRY, FERRY + "/?utm_source=x", "www." + FERRY[8:]])
def test_one_article_by_any_name(type_at: Typist, name: str) -> None:
    """An article is named by its id, its URL, or any alias of it."""
    assert {row["article"] for row in type_at.json("log", name)} == {1}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--weight", "wording"], [(1, 3), (1, 2)]),
        (["--kind", "number"], [(1, 2)]),
        (["--kind", "stealth", "--kind", "number"], [(1, 2)]),
        (["--kind", "number", "--kind", "headline"], []),
        (["--since", "2026-03-05"], [(2, 2), (1, 3)]),
        (["--until", "2026-03-02"], [(1, 1)]),
        (["--since", "2026-03-04T08:00Z", "--until", "2026-03-05T08:00:00+00:00"], [(2, 2)]),
        (["-n", "2"], [(2, 2), (1, 3)]),
        (["--outlet", "harbour", "--limit", "1"], [(2, 2)]),
    ],
    ids=str,
)
def test_filters(type_at: Typist, words: list[str], expected: list[tuple[int, int]]) -> None:
    """Each filter excludes what it should, and nothing else."""
    rows = type_at.json("log", *words)
    assert [(row["article"], row["revision"]) for row in rows] == expected


def test_words_of_headline_or_summary(type_at: Typist) -> None:
    """As in the pages' filter: every word, in any form; what was just stored is found too."""
    said = type_at.json("log")
    one = next(row for row in said if row["summary"] and "event" not in row)
    word = one["title"].split()[-1].upper()
    found = type_at.json("log", "--text", word)
    assert one in found
    assert found == [
        row for row in said if word.lower() in f"{row['title']} {row['summary']}".lower()
    ]
    assert len(found) < len(said)
    assert type_at.json("log", "--text", word, "-n", "1") == found[:1]
    ranked = type_at.json("log", "--text", word, "--important", "--since", "2026-01-01")
    assert sorted(map(str, ranked)) == sorted(map(str, found))
    assert type_at.json("log", "--text", f"{word} heliotrope") == []
    refused = type_at("log", "--text", "...")
    assert (refused.exit_code, "no word" in refused.stderr) == (2, True)


def test_time_long_ago_is_understood(type_at: Typist) -> None:
    """``--since 1h`` means an hour ago: nothing older is shown."""
    assert type_at.json("log", "--since", "1h") == []
    assert type_at("log", "--since", "soon").exit_code == 2


def test_unknown_outlet_is_an_error(type_at: Typist) -> None:
    """A mistyped name does not give an empty list."""
    result = type_at("log", "--outlet", "harbor")
    assert result.exit_code == 1
    assert "harbor" in result.stderr


def test_exit_code_tells_of_changes(type_at: Typist) -> None:
    """As in git: 1 if there is a change; a first revision is none."""
    assert type_at("log").exit_code == 0
    assert type_at("log", "--exit-code").exit_code == 1
    assert type_at("log", "--exit-code", "--until", "2026-03-02").exit_code == 0


def test_patches_in_json(type_at: Typist) -> None:
    """-p puts the diff into the change; a first revision and an event have none."""
    rows = type_at.json("log", "-p")
    assert [row["diff"] is None for row in rows] == [True, False, False, True, False, True]
    assert rows[4]["diff"]["edits"][0]["facts"] == [{"type": "number", "old": "12", "new": "21"}]


def test_patches_as_text(type_at: Typist) -> None:
    """-p in a pipe: headlines with their diffs; cosmetic changes are folded and counted."""
    told = type_at("log", "-p").stdout
    assert "Ferry runs late {+again+}" in told
    assert "[-12-]{+21+} people" in told
    assert told.count(f"    {FERRY}\n") == 2, "whoever gets the list in a mail wants to look"
    assert "1 change of weight cosmetic or none folded" in told
    assert "until May" not in told
    assert "until May" in type_at("log", "-p", "--all").stdout


def test_an_event_keeps_its_article(type_at: Typist) -> None:
    """The row of an event has the address and title of its article."""
    event = type_at.json("log", BRIDGE)[0]
    assert (event["event"], event["url"], event["title"]) == ("gone", BRIDGE, "Bridge closed")


def test_empty_archive_says_what_to_do(type_empty: Typist) -> None:
    """A newcomer is told to add an outlet."""
    result = type_empty("log")
    assert result.stdout == ""
    assert "add https://example.org/" in result.stderr
    assert type_empty.json("log") == []


def test_absences_that_are_not_confirmed_are_told_apart(tmp_path: Path) -> None:
    """One failed fetch is no deletion, but is not hidden: the list says that it is unconfirmed."""
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin(BRIDGE, reading("Bridge closed", "The bridge is closed until May."))
        article = keeper.begin(FERRY, reading("Ferry runs late", "It was late on Monday."))
        archive.apply(keeper.visit(FERRY, b"missing"), [NoteAbsence(article, "missing")])
    type_at = Typist(tmp_path)
    (row,) = type_at.json("log", "--unconfirmed")
    assert (row["article"], row["event"], row["confirmed"]) == (article, "absent", False)
    assert row["summary"].startswith("missing at the last visit")
    assert [one.get("event") for one in type_at.json("log")] == [None, None]
    assert "1 article was missing or incomplete when last fetched" in type_at("log", "-p").stdout
    assert type_at.json("log", "--unconfirmed", BRIDGE) == []
    shown = type_at.terminal("log", "--unconfirmed", environment={"NO_COLOR": "1"}).splitlines()
    assert [" ".join(line.split()) for line in shown[:2]] == [
        "2026-03-03 08:00Z harbour o 2@1 Ferry runs late",
        "missing at the last visit; not confirmed yet",
    ]


ABSENT = {  # the options, and which of the two missing articles are listed
    (): [FERRY, BRIDGE],
    ("--since", "2026-03-04"): [FERRY],
    ("--until", "2026-03-04"): [BRIDGE],
    ("--text", "bridges"): [BRIDGE],
    ("-n", "1"): [FERRY],
    ("--outlet", "harbour", BRIDGE): [BRIDGE],
}


def _two_absences(folder: Path) -> Typist:
    with Archive.create(folder) as archive:
        keeper = Keeper(archive)
        for url, title in ((BRIDGE, "Bridge closed"), (FERRY, "Ferry runs late")):
            article = keeper.begin(url, reading(title, f"{title} since Monday morning."))
            archive.apply(keeper.visit(url, b"missing"), [NoteAbsence(article, "missing")])
    return Typist(folder)


def test_a_selection_holds_for_absences_too(tmp_path: Path) -> None:
    """Filters given with --unconfirmed were ignored, and all absences listed."""
    type_at = _two_absences(tmp_path)
    told = {words: type_at.json("log", "--unconfirmed", *words) for words in ABSENT}
    assert {words: [row["url"] for row in rows] for words, rows in told.items()} == ABSENT
    assert "2 articles were missing" in type_at("log", "-p", "-n", "1").stdout
    nothing = type_at("log", "--unconfirmed", "--text", "lighthouse")
    assert nothing.stderr.startswith("Nothing that matches is missing.")  # others are missing


@pytest.mark.parametrize(
    "words",
    [["--kind", "number"], ["--weight", "none"], ["-p"], ["--important"], ["--exit-code"]],
    ids=" ".join,
)
def test_what_is_asked_of_changes_is_refused_for_absences(
    type_at: Typist, words: list[str]
) -> None:
    """An answer that ignores an option looks like one that heeds it."""
    result = type_at("log", "--unconfirmed", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--unconfirmed cannot be combined with --" in result.stderr


def test_additions_to_a_live_page_do_not_drown_the_log(tmp_path: Path) -> None:
    """The newest is shown, earlier ones are counted; an edit of an entry is never folded."""
    page = "The storm reached Sable."
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, reading("Storm: live", page))
        for number in range(4):
            page = f"1{number}:00 Road {number} is shut.\n{page}"
            told = Assessment(
                Weight.SUBSTANTIVE, ("add",), (), "2 sentences added to the live page."
            )
            keeper.change(FERRY, reading("Storm: live", *page.split("\n")), told)
        edited = Assessment(Weight.SUBSTANTIVE, ("number", "add"), (), "Figure raised from 1 to 2.")
        keeper.change(FERRY, reading("Storm: live", f"Two. {page}"), edited)
    told = Typist(tmp_path)("log", "-p").stdout
    assert told.count("added to the live page") == 1
    assert "3 earlier additions to live pages folded" in told
    assert "Figure raised" in told
    assert len(Typist(tmp_path).json("log")) == 6


def test_what_our_reader_made_is_told_as_no_edit(tmp_path: Path) -> None:
    """A new template lost all captions of an outlet: they are folded, marked, and no change."""
    lost = Assessment(Weight.SUBSTANTIVE, ("delete",), (), "Caption removed.", ours=True)
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        for url in (BRIDGE, FERRY):
            keeper.begin(url, reading("News", "It was late, as a picture showed."))
            keeper.change(url, reading("News", "It was late."), lost)
    type_at = Typist(tmp_path)
    told = type_at("log", "-p").stdout
    assert "Caption removed" not in told
    assert "2 differences made by our reader, not by the outlet, folded" in told
    assert type_at("log", "--exit-code").exit_code == 0
    rows = csv.DictReader(io.StringIO(type_at("log", "--csv").stdout))
    assert [row["signals"] for row in rows if row["summary"]] == ["ours", "ours"]


def test_two_texts_that_take_turns_do_not_drown_the_log(tmp_path: Path) -> None:
    """The variants of a headline test alternate all day: only the latest is shown."""
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, reading("Ferry late", "It was late."))
        for number in range(4):
            signals = ("revert", "variant") if number > 1 else ()
            told = Assessment(Weight.SUBSTANTIVE, ("headline",), signals, "Headline changed.")
            keeper.change(FERRY, reading("Ferry late" + "!" * (number % 2), "It was late."), told)
    told = Typist(tmp_path)("log", "-p").stdout
    assert told.count("[variant]") == 1
    assert "1 earlier alternation of two texts folded" in told


def test_a_narrow_terminal_cuts_the_sentence_and_no_sign(tmp_path: Path) -> None:
    """That an outlet changed it silently is shown after the summary, however long that is."""
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, reading("Ferry late", "It was late."))
        summary = "Figure raised from 12 to 21; " * 4 + "no correction noted."
        told = Assessment(Weight.SUBSTANTIVE, ("number",), ("revert", "stealth"), summary)
        keeper.change(FERRY, reading("Ferry late", "It was later."), told)
    shown = Typist(tmp_path).terminal("log", columns=60, environment={"NO_COLOR": "1"})
    lines = shown.splitlines()
    first = next(number for number, line in enumerate(lines) if "Figure" in line)
    assert lines[first + 1].endswith("… [revert] [stealth]")
    assert all(len(line) <= 60 for line in lines[: first + 2])


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_log_is_as_wide_as_the_terminal(tmp_path: Path, columns: int) -> None:
    """Headlines that do not fit get lines of their own, complete and broken between words."""
    title = "The council of the harbour votes about the price of water, and adjourns"
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, reading(title, "It was late."))
        told = Assessment(Weight.SUBSTANTIVE, ("headline",), ("stealth",), "It " + "rose " * 30)
        keeper.change(FERRY, reading(f"{title} again", "It was late."), told)
        keeper.event(FERRY, EventKind.GONE, "404 at three visits")
    shown = Typist(tmp_path).terminal("log", columns=columns, environment={"NO_COLOR": "1"})
    lines = [line for line in shown.splitlines() if "variorum" not in line]
    assert max(map(len, lines)) <= columns
    text = " ".join(" ".join(lines).split())
    assert f"{title} {{+again+}}" in text
    assert f"gone: {title} again" in text


@pytest.mark.parametrize("kind", [EventKind.GONE, EventKind.MOVED_URL])
def test_where_a_text_stands_is_told_whole(tmp_path: Path, kind: EventKind) -> None:
    """The line was cut, and the address in it, so that nobody could follow it."""
    url = f"https://courier.example/news/{'ferry-late-' * 9}again"
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, reading("Ferry late", "It was late."))
        keeper.event(FERRY, kind, f"missing at 3 visits; the same text stands at {url} since then")
    shown = Typist(tmp_path).terminal("log", columns=60, environment={"NO_COLOR": "1"})
    assert url in shown


def test_a_headline_for_machines_is_not_left_out_by_its_weight(tmp_path: Path) -> None:
    """A headline is never noise: it has the weight ``wording``, and other events have none."""
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, reading("A weir", "It was late."))
        keeper.event(FERRY, EventKind.SEARCH_HEADLINE, "“A weir” became “They knew”")
        keeper.event(FERRY, EventKind.PICTURE, "picture a -> b")
    typist = Typist(tmp_path)

    def rows(weight: str) -> list[tuple[str | None, str]]:
        found = json.loads(typist("log", "--weight", weight, "--json").stdout)
        return [(one.get("event"), one["weight"]) for one in found if one.get("event")]

    assert rows("wording") == [("search_headline", "wording")]
    assert rows("substantive") == []
    assert sorted(rows("none")) == [("picture", "none"), ("search_headline", "wording")]


def test_a_kind_that_is_none_is_no_answer(type_at: Typist) -> None:
    """A misspelled kind finds nothing, which a script would take for "nothing changed"."""
    result = type_at("log", "--kind", "nubmer", "--exit-code")
    assert result.exit_code == 2
    assert "Did you mean number?" in result.stderr
    assert type_at("log", "--kind", "search_headline").exit_code == 0


def test_whoever_asks_for_figures_is_told_the_figures(tmp_path: Path) -> None:
    """A summary without room for them says "figures"; if selected by kind, it begins with them."""
    old = "The storm hit {0} towns. Some {1} homes were dark. It cost {2} crowns. {3} roads closed."
    first, second = (
        reading("Storm", old.format(*figures), language="en")
        for figures in ((3, 400, 50, 6), (4, 500, 60, 7))
    )
    made = Assessment(
        Weight.SUBSTANTIVE, ("number",), ("stealth",), "4 sentences edited (figures)."
    )
    with Archive.create(tmp_path / "storm") as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, first)
        keeper.change(FERRY, second, made)
    type_at = Typist(tmp_path / "storm")
    (row,) = type_at.json("log", "--kind", "figure")
    told = "3 → 4; some 400 → some 500; 50 → 60; 6 → 7. 4 sentences edited (figures)."
    assert row["summary"] == told
    assert told in type_at("log", "--kind", "number").stdout
    assert type_at.json("log")[0]["summary"] == "4 sentences edited (figures)."


def test_a_first_look_leads_on_to_the_next(tmp_path: Path) -> None:
    """With nothing but first revisions, the log says how to detect changes.

    It does not say that nothing has changed: there may have been no second visit.
    """
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(FERRY, FIRST)
    typist = Typist(tmp_path / "archive")
    assert "No change has been seen yet. Keep visiting: variorum" in typist("log").stderr
    assert "Read one: variorum" in typist("log", "--outlet", "harbour").stderr


def test_a_headline_is_not_told_twice(tmp_path: Path) -> None:
    """Marked above and quoted below, a long one left no room for what else had changed."""
    old = "The ferry to Holm is late by two hours after the engine of the replacement failed"
    new = old.replace("two", "nine").replace("engine", "rudder")
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, reading(old, "12 people waited."))
        keeper.compare(FERRY, reading(old, "12 people waited."), reading(new, "21 waited."))
        keeper.compare(FERRY, reading(new, "21 waited."), reading("Ferry late", "21 waited."))
    shown = Typist(tmp_path).terminal("--quiet", "log", columns=80, environment={"NO_COLOR": "1"})
    assert "by [-two-]{+nine+} hours" in shown
    assert "    Headline changed; figure raised from 12 to 21.\n" in shown
    assert "    Headline changed.\n" in shown
    assert "changed to “" in Typist(tmp_path)("log", "--json").stdout


def test_what_became_of_an_article_is_told_on_two_lines(tmp_path: Path) -> None:
    """It was cut off at the edge, and with it the address that an article had moved to."""
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, FIRST)
        detail = "a page that is there at other times was asked for three times, and led home"
        keeper.event(FERRY, EventKind.GONE, detail)
        keeper.event(FERRY, EventKind.LINKS, "+https://harbour.example/1 " * 50)
    shown = Typist(tmp_path).terminal("--quiet", "log", columns=60, environment={"NO_COLOR": "1"})
    assert "and led home\n" in shown
    assert shown.count("+https://") == 4
    assert max(map(len, shown.splitlines())) <= 60
