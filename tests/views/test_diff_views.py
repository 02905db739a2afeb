"""Whole diffs as the screen shows them, compared with files that people have checked.

To write the files again after a change of the views: ``WRITE_GOLDEN=1 pytest tests/views``.
"""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from monitor.comparing.articles import compare
from monitor.diff.records import Diff, Edit, EditKind, Fact, FieldChange, Mark, Sentence
from monitor.diff.showing import Fold, Heading, all_edits, body
from monitor.terminal import Style
from monitor.views.diff import diff_view
from monitor.views.reasons import reasons
from monitor.views.words import Look
from storage.records import Block, BlockKind, Extraction, Weight

GOLDEN = Path(__file__).parent / "golden"
HEADING = Heading(
    "Harbour closes for a month",
    "5@1",
    "5@2",
    ("https://harbour.example/closes", "harbour · 5@1 → 5@2"),
    signals=("correction_noted",),
)
Words = tuple[tuple[Mark, str], ...]
VIEWS = ("words", "sentences", "unified", "stat", "html")


def _reading(title: str, *paragraphs: str) -> Extraction:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
    return Extraction(title=title, blocks=blocks)


def _sentences(*places: tuple[int, int, str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(*place, BlockKind.PARAGRAPH) for place in places)


def _edit(
    kind: EditKind,
    old: tuple[int, int] | None,
    new: tuple[int, int] | None,
    words: Words,
    kinds: tuple[str, ...] = (),
    weight: Weight = Weight.NONE,
    *facts: Fact,
    note: str = "",
) -> Edit:
    """An edit of one sentence at (number, block) on each side."""
    old_text = "".join(text for mark, text in words if mark != "+")
    new_text = "".join(text for mark, text in words if mark != "-")
    return Edit(
        kind,
        _sentences((*old, old_text)) if old else (),
        _sentences((*new, new_text)) if new else (),
        words,
        moved=kind == "move",
        kinds=kinds,
        weight=weight,
        facts=facts,
        note=note,
    )


HEAVY = Weight.SUBSTANTIVE
LINKS = "https://a.example/" + "long/" * 14 + "\nhttps://b.example/"
DIFF = Diff(
    summary="Headline changed; date changed from March 3 to March 9; 5 more.",
    weight=HEAVY,
    kinds=("headline", "byline", "date", "number", "move", "add", "delete"),
    fields=(
        FieldChange("byline", "Ada Quay", "Ada Quay, Ben Mole", ("byline",), HEAVY),
        FieldChange("modified", None, "2026-03-02"),
        FieldChange("links", LINKS, None, ("link",)),
        FieldChange(
            "title",
            "Harbour closes for a week",
            "Harbour closes for a month",
            ("headline", "detail"),
            HEAVY,
            (("=", "Harbour closes for a "), ("-", "week"), ("+", "month")),
            (Fact("detail", "week", "month"),),
        ),
    ),
    edits=(
        _edit(
            "move",
            (7, 3),
            (0, 0),
            (("=", "A ferry goes from the old pier in the meantime, twice a day."),),
            ("move",),
            Weight.WORDING,
        ),
        _edit(
            "edit",
            (0, 0),
            (1, 1),
            (
                ("=", "The harbour of Holm closes on March "),
                ("-", "3"),
                ("+", "9"),
                ("=", ", its master said on Monday."),
            ),
            ("date",),
            HEAVY,
            Fact("date", "March 3", "March 9"),
        ),
        _edit(
            "edit",
            (1, 0),
            (2, 1),
            (
                ("=", "Some "),
                ("-", "12"),
                ("+", "21"),
                ("=", " boats must leave before the work on the eastern breakwater"),
                ("+", ", which is long,"),
                ("=", " can begin."),
            ),
            ("number", "detail"),
            HEAVY,
            Fact("number", "12", "21"),
            Fact("detail", None, "which is long"),
        ),
        _edit(
            "edit",
            (5, 2),
            (6, 3),
            (("=", "The work costs "), ("-", "$4.5"), ("+", "$45"), ("=", " million.")),
            ("number",),
            HEAVY,
            Fact("number", "$4.5 million", "$45 million"),
        ),
        _edit("delete", (6, 2), None, (("-", "The parish pays half of it."),), ("delete",), HEAVY),
        Edit(
            "split",
            _sentences((8, 3, "It takes bicycles, and dogs ride for nothing.")),
            _sentences((7, 3, "It takes bicycles."), (8, 3, "Dogs ride for nothing.")),
            (
                ("=", "It takes bicycles"),
                ("-", ", and dogs"),
                ("+", ". Dogs"),
                ("=", " ride for nothing."),
            ),
            kinds=("split",),
            weight=Weight.WORDING,
        ),
        _edit(
            "add",
            None,
            (9, 4),
            (("+", "Correction: The work was said to cost $4.5 million."),),
            ("add",),
            HEAVY,
            note="correction",
        ),
    ),
    unchanged=(
        _edit("same", (2, 1), (3, 2), (("=", "Fishermen fear for their catch."),)),
        _edit("same", (3, 1), (4, 2), (("=", "“We were never asked,” said Jonas Lind."),)),
        _edit("same", (4, 1), (5, 2), (("=", "He owns two boats."),)),
    ),
)
HOSTILE = _reading(
    "<script>alert(1)</script>\x1b]0;owned\x07",
    "Boats \x1b[2J\x9b31m<img src=x onerror=alert(1)> leave & \u202enever return.",
)


def _lines(view: str, look: Look, *, side_by_side: bool | None = False) -> str:
    lines = diff_view(view, DIFF, HEADING, look, side_by_side=side_by_side)
    return "\n".join(lines) + "\n"


def _held(name: str, shown: str) -> None:
    path = GOLDEN / name
    if os.environ.get("WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("view", VIEWS)
def test_plain(view: str) -> None:
    """Without colours, in a pipe."""
    _held(f"{view}.txt", _lines(view, Look(Style(colour=False))))


def test_colour_on_eighty_columns() -> None:
    """The default view as a terminal shows it."""
    _held("words-colour.txt", _lines("words", Look(Style(colour=True), 80)))


def test_beside_each_other_on_a_wide_terminal() -> None:
    """From 120 columns on, old and new are side by side by default."""
    shown = _lines("words", Look(Style(colour=False), 120), side_by_side=None)
    assert max(map(len, shown.splitlines())) <= 120
    _held("side-by-side.txt", shown)


def test_everything_explained() -> None:
    """With --all and --explain."""
    look = Look(Style(colour=False), 80, everything=True, explain=True)
    _held("words-all-explained.txt", _lines("words", look))


def test_a_negation_that_came_is_not_told_as_its_contrary() -> None:
    """*Negation not added* was misread as: none was added."""
    facts = Fact("negation", None, "not"), Fact("name", "Gray", None, "spelled alike")
    edit = _edit("edit", (0, 0), (0, 0), (("+", "not"),), ("negation",), Weight.SUBSTANTIVE, *facts)
    assert reasons(edit) == ["negation added: not", "name removed: Gray (spelled alike)"]


def test_a_slip_is_explained_alike_whoever_made_it() -> None:
    """Saying that it was corrected would be wrong for the edit that made it."""
    texts = "He received it.", "He recieved it."
    for old, new in (texts, texts[::-1]):
        (edit,) = compare(_reading("A pier", old), _reading("A pier", new)).edits
        assert reasons(edit) == ["a slip of the pen was made or corrected"]


@pytest.mark.parametrize("columns", [46, 80, 119])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    """Except for lines with an address, which are not cut off."""
    shown = _lines("words", Look(Style(colour=False), columns))
    for line in shown.splitlines():
        assert len(line) <= columns or "://" in line


def test_every_sentence_stands_once_in_reading_order() -> None:
    """Edits and unchanged sentences together are the whole new text."""
    new = [sentence.index for edit in all_edits(DIFF) for sentence in edit.new]
    assert new == list(range(10))
    assert [part.sentences for part in body(DIFF) if isinstance(part, Fold)] == [3]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("side_by_side", [True, False])
def test_hostile_text_stays_text(view: str, *, side_by_side: bool) -> None:
    """No escape sequence, direction override or element of a stored page comes through."""
    diff = compare(_reading("Boats", "Boats come. Boats go."), HOSTILE)
    heading = Heading(HOSTILE.title or "", "\x1b[1m", "\x9b", (HOSTILE.title or "",))
    look = Look(Style(colour=False), 120, everything=True, explain=True)
    shown = "\n".join(diff_view(view, diff, heading, look, side_by_side=side_by_side))
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(shown)
    if view == "html":
        parser = _Tags()
        parser.feed(shown)
        assert not {"script", "img"} & parser.tags


def test_a_page_to_hand_on_says_whose_voice_a_text_is_for() -> None:
    """Arabic read aloud as English is noise; our own words in it are still English."""
    diff = compare(_reading("القارب", "وصل 12 قاربا."), _reading("القارب", "وصل 21 قاربا."))
    heading = Heading("القارب", "3@1", "3@2", ("صحيفة · 3@1 → 3@2",), language="ar")
    shown = "\n".join(
        diff_view("html", diff, heading, Look(Style(colour=False)), side_by_side=None)
    )
    assert '<h1 dir=auto lang="ar">القارب' in shown
    assert re.search(r'<p dir=auto lang="ar">وصل <del>12</del>.*<span class=kinds lang=en>', shown)
    assert '<ins dir=auto lang="ar">21</ins>' in shown
    assert "\u2068صحيفة\u2069 · 3@1 → 3@2" in shown


@pytest.mark.parametrize("view", ["words", "sentences", "html"])
@pytest.mark.parametrize("side_by_side", [True, False])
def test_a_language_is_told_by_its_name(view: str, *, side_by_side: bool) -> None:
    """The pages said Arabic, but a terminal `ar`."""
    diff = Diff((FieldChange("language", "ar", "en-GB"), FieldChange("section", None, "fr")))
    look = Look(Style(colour=False), 120)
    shown = "\n".join(diff_view(view, diff, HEADING, look, side_by_side=side_by_side))
    assert "Arabic" in shown
    assert "English (GB)" in shown
    assert "French" not in shown


@pytest.mark.parametrize(("columns", "gap"), [(None, "\t"), (80, " +")])
def test_figures_stand_in_columns_on_a_terminal(columns: int | None, gap: str) -> None:
    """Tabs are for pipes: on a terminal the numbers were wherever the names before them ended."""
    diff = compare(_reading("Boats", "Boats come."), _reading("Ferries", "Ferries come at 12."))
    look = Look(Style(colour=False), columns)
    shown = list(diff_view("stat", diff, HEADING, look, side_by_side=None))
    rows = shown[next(at for at, text in enumerate(shown) if text.startswith("fields")) :]
    assert all(re.fullmatch(rf"[a-z ]+[a-z]{gap}(Headline|\d+)", row) for row in rows)
    starts = {re.search(r"(Headline|\d+)$", row).start() for row in rows}  # type: ignore[union-attr]
    assert len(starts) == 1 or columns is None


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
