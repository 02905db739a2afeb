"""``variorum diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.archive import Archive
from tests.commands.conftest import BRIDGE, FERRY, FIRST, Keeper, Typist

if TYPE_CHECKING:
    from pathlib import Path


def test_json_is_a_diff(type_at: Typist) -> None:
    """Fields and edits of the pair, with the same summary as in the log."""
    diff = type_at.json("diff", "1", "1..2")
    assert (diff["article"], diff["from"], diff["to"]) == (1, 1, 2)
    assert diff["fields"] == []
    (edit,) = diff["edits"]
    assert edit["kind"] == "edit"
    assert edit["kinds"] == ["number"]
    assert edit["weight"] == diff["weight"] == "substantive"
    assert edit["old"] == [{"sentence": 1, "block": 0, "text": "12 people waited at the pier."}]
    assert "".join(text for mark, text in edit["words"] if mark != "+") == edit["old"][0]["text"]
    assert "".join(text for mark, text in edit["words"] if mark != "-") == edit["new"][0]["text"]
    change = type_at.json("log", "1")[1]
    said = ("summary", "url", "title", "previous_last_seen", "first_seen")
    assert [diff[name] for name in said] == [change[name] for name in said]
    assert diff["signals"] == ["stealth"]


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        (["1"], (2, 3)),
        (["1", "1..3"], (1, 3)),
        (["1", "3..1"], (3, 1)),
        (["1", "1.."], (1, 3)),
        (["1", "..2"], (1, 2)),
        (["1@2"], (1, 2)),
        (["1@1", "1@3"], (1, 3)),
        (["1", "@1..@3"], (1, 3)),
        (["1@1..3"], (1, 3)),
        (["1@1.."], (1, 3)),
        ([f"{FERRY}@..2"], (1, 2)),
        ([f"1@1..{FERRY}@3"], (1, 3)),
        ([f"{FERRY}@3", "1@1"], (3, 1)),
        ([FERRY], (2, 3)),
        ([f"{FERRY}@2"], (1, 2)),
    ],
    ids=str,
)
def test_names_of_pairs(type_at: Typist, words: list[str], pair: tuple[int, int]) -> None:
    """No pair: the latest one; ARTICLE@N: the step that led to it."""
    diff = type_at.json("diff", *words)
    assert (diff["from"], diff["to"]) == pair


@pytest.mark.parametrize("pair", ["1-2", "a..b", "..", "1..2..3", "@..@2"])
def test_what_is_no_pair(type_at: Typist, pair: str) -> None:
    """A mistyped pair is wrong use, and so is a pair from two articles."""
    assert type_at("diff", "1", pair).exit_code == 2
    assert type_at("diff", f"{FERRY}@1..{BRIDGE}@1").exit_code == 2


def test_revision_that_is_not_there(type_at: Typist) -> None:
    """A revision that does not exist is named in the error."""
    result = type_at("diff", "1", "1..7")
    assert result.exit_code == 1
    assert "no revision 1@7" in result.stderr
    named = type_at("diff", "1@9")
    assert (named.exit_code, "no revision 1@9" in named.stderr) == (1, True)


def test_all_has_the_unchanged_sentences_in_their_places(type_at: Typist) -> None:
    """--all: every sentence once, in reading order."""
    edits = type_at.json("diff", "1", "1..2", "--all")["edits"]
    assert [edit["kind"] for edit in edits] == ["same", "edit", "same"]
    assert [edit["new"][0]["sentence"] for edit in edits] == [0, 1, 2]


def test_words_for_people(type_at: Typist) -> None:
    """The default view: facts, marks around the words, unchanged sentences folded."""
    shown = type_at("diff", "1", "1..2").stdout
    assert "number      12 → 21" in shown
    assert "[-12-]{+21+} people waited at the pier." in shown
    assert "1 sentence unchanged" in shown
    assert "harbour master" not in shown


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("sentences", "- 12 people waited at the pier.\n+ 21 people waited at the pier."),
        ("unified", "-12 people waited at the pier.\n+21 people waited at the pier."),
        ("stat", "sentences edited\t1"),
        ("html", "<del>12</del><ins>21</ins> people waited at the pier."),
    ],
)
def test_other_views(type_at: Typist, view: str, expected: str) -> None:
    """Each view shows the same edit in its own way."""
    assert expected in type_at("diff", "1", "1..2", "--view", view).stdout


def test_beside_each_other_when_asked(type_at: Typist) -> None:
    """--side-by-side also works in a pipe."""
    shown = type_at("diff", "1", "1..2", "--side-by-side").stdout
    (line,) = [line for line in shown.splitlines() if "12" in line and "│" in line]
    assert line.index("[-12-]") < line.index("│") < line.index("{+21+}")


def test_explained(type_at: Typist) -> None:
    """--explain says why each edit has its weight."""
    assert "why substantive: number 12 → 21" in type_at("diff", "1", "1..2", "--explain").stdout


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--view", "unified"), "# ¶1, substantive: number 12 → 21\n"),
        (("--view", "stat"), "Why\n  ¶1, substantive: number 12 → 21\n"),
        (("--view", "sentences"), "Why\n  ¶1, substantive: number 12 → 21\n"),
        (("--side-by-side",), "Why\n  ¶1, substantive: number 12 → 21\n"),
        (("--view", "html"), "<li>¶1, substantive: number 12 → 21</li>"),
    ],
)
def test_reasons_stand_in_every_view(
    type_at: Typist, options: tuple[str, ...], expected: str
) -> None:
    """Only one view had them; a unified diff has them as remarks, which ``patch`` skips."""
    shown = type_at("diff", "1", "1..2", "--explain", *options).stdout
    assert expected in shown
    if "unified" in options:
        assert shown.index(expected) < shown.index("--- 1@1")
    assert "substantive: number 12" not in type_at("diff", "1", "1..2", *options).stdout


def test_reasons_stand_in_json(type_at: Typist) -> None:
    """--explain also adds the reasons to the data; an unchanged sentence has none."""
    told = type_at.json("diff", "1", "1..2", "--explain", "--all")
    why = [(edit["kind"], edit["why"]) for edit in told["edits"]]
    assert ("edit", ["number 12 → 21"]) in why
    assert all(reasons == [] for kind, reasons in why if kind == "same")
    assert told["why"] == []
    assert "why" not in type_at.json("diff", "1", "1..2")


def test_a_pair_that_goes_backwards_has_no_time_of_change(type_at: Typist) -> None:
    """The time from a newer to an older text is no period in which a change happened."""
    diff = type_at.json("diff", "1", "2..1")
    assert (diff["previous_last_seen"], diff["first_seen"]) == (None, None)


def test_exit_code(type_at: Typist) -> None:
    """As in git: 1 if there is a change, but only with --exit-code."""
    assert type_at("diff", "1").exit_code == 0
    assert type_at("diff", "1", "--exit-code").exit_code == 1
    assert type_at("diff", "1", "2..2", "--exit-code").exit_code == 0


def test_no_difference_is_said(type_at: Typist) -> None:
    """A revision against itself is no step; from a newer to an older one is a step backwards."""
    same = type_at("diff", "1", "2..2").stdout
    assert "Nothing to compare: 1@2 is on both sides." in same
    assert "→" not in same
    assert "1@2 → 1@1 · backwards" in type_at("diff", "1", "2..1").stdout


def test_one_revision_is_no_change(tmp_path: Path) -> None:
    """An article that never changed has an empty diff, and that is no error."""
    folder = tmp_path / "archive"
    with Archive.create(folder) as archive:
        Keeper(archive).begin(BRIDGE, FIRST)
    typist = Typist(folder)
    assert typist.json("diff", "1")["edits"] == []
    result = typist("diff", BRIDGE, "--exit-code")
    assert result.exit_code == 0
    assert "has not changed" in result.stderr


@pytest.mark.parametrize(
    "words", [["diff", "1", "--view", "html"], ["show", "1", "--html"]], ids=str
)
def test_a_page_says_its_language_and_its_main_part(type_at: Typist, words: list[str]) -> None:
    """For screen readers: our words are English, the article's are in its own language."""
    page = type_at(*words).stdout
    assert page.startswith("<!doctype html><html lang=en>")
    assert page.count("<main>") == page.count("</main>") == 1
    assert ('<article lang="en">' in page) == (words[0] == "show")


@pytest.mark.parametrize("view", ["words", "sentences", "unified", "stat", "html"])
def test_a_diff_that_was_made_before_its_texts_were_damaged(copied: Typist, view: str) -> None:
    """It is kept with a hash of its own, so it is shown in every view, as on the pages.

    Only the language is known from the texts alone; this process may still have one of them.
    """
    shown = copied("diff", "1", "--view", view)
    assert shown.exit_code == 0
    with Archive.open_to_write(copied.folder) as archive:
        archive._database.change("UPDATE texts SET data = x'00'")
    again = copied("diff", "1", "--view", view)
    pages = [one.stdout.replace(' lang="en"', "") for one in (shown, again)]
    assert (again.exit_code, pages[1]) == (0, pages[0])
