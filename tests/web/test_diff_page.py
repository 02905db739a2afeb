"""The diff page: views, folding, facts, anchors, and traces of moved text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.comparing.articles import compare
from monitor.comparing.kept import compare_revisions, compared, extent_of
from monitor.comparing.stored import from_text, rules_version, to_text
from monitor.web.app import create_app
from monitor.web.apparatus import Unchanged, cells, folded, paragraphs, plain_lines, side
from monitor.web.pages.diffs import SHOWN_FACTS
from monitor.web.site import Settings
from storage.archive import Archive
from storage.records import Block, BlockKind
from tests.commands.conftest import FIRST, SECOND, Keeper, reading
from tests.web.conftest import PARAGRAPHS, command

TEXTS = st.lists(
    st.text(alphabet="ab c.D1\u0301ə\n", min_size=1, max_size=40).filter(str.strip), max_size=8
)


def of(*texts: str) -> object:
    """A reading with these paragraphs."""
    return reading("A title", *texts)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_each_side_can_be_read_from_the_page(old, new):
    """Whatever differs, each side of the page has all the words of its text, once."""
    before, after = of(*old), of(*new)
    diff = compare(before, after)
    found = paragraphs(diff)
    for mark, extraction in (("-", before), ("+", after)):
        shown = " ".join(
            text
            for paragraph in found
            for run in side(paragraph.runs, mark)
            for _, text in run.words
        )
        sentences = compare(extraction, extraction).unchanged
        whole = sorted("".join(edit.new_text for edit in sentences).replace(" ", ""))
        assert sorted(shown.replace(" ", "")) == whole
    assert from_text(to_text(diff)) == diff


def test_moved_text_leaves_a_trace_where_it_stood():
    """Both places are marked, with the same edit."""
    order = [PARAGRAPHS[0], PARAGRAPHS[4], *PARAGRAPHS[1:4], PARAGRAPHS[5]]
    found = paragraphs(compare(of(*PARAGRAPHS), of(*order)))
    here = [run for part in found for run in part.runs if run.moved and not run.trace]
    there = [run for part in found for run in part.runs if run.trace]
    assert here
    assert {run.edit for run in here} == {run.edit for run in there}
    assert [part.new for part in found if any(run in part.runs for run in here)] == [2]


def test_unchanged_paragraphs_are_folded_but_those_nearby():
    """Neighbours of a change are shown for context; those further away are counted."""
    new = [*PARAGRAPHS[:5], "The ferry will not run."]
    parts = list(folded(paragraphs(compare(of(*PARAGRAPHS), of(*new)))))
    assert isinstance(parts[0], Unchanged)
    assert len(parts[0].paragraphs) == 4
    assert [part.changed for part in parts[1:]] == [False, True]
    assert "{+The ferry will not run.+}" in "".join(plain_lines(parts[1:])) or "-]" in "".join(
        plain_lines(parts[1:])
    )


def table(*rows: str) -> object:
    """A reading with a table of these rows."""
    blocks = tuple(Block(BlockKind.TABLE, row) for row in rows)
    return replace(reading("A title", "What it cost:"), blocks=blocks)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Merrow | 12 dead | 3", "Merrow | 21 dead | 3", ["Merrow", "[-12-]{+21+} dead", "3"]),
        ("Merrow | 12", "Merrow | 12 | 3", ["Merrow", "12{+ | 3+}"]),
        ("Merrow | 12", "", ["[-Merrow-]", "[-12-]"]),
        ("A cell. And more. | 12", "A cell. Or less. | 12", None),
    ],
)
def test_a_row_is_told_by_its_cells(old, new, shown):
    """Cells are separated; a bar that came or went is also an edit; nothing is lost."""
    rows = [table("Keld | 4", *filter(None, [row])) for row in (old, new)]
    row = next(part for part in paragraphs(compare(*rows)) if part.changed)
    found = cells(row.runs)
    signs = {"-": "[-{}-]", "+": "{{+{}+}}", "=": "{}"}
    told = [
        "".join(signs[mark].format(text) for run in cell for mark, text in run.words)
        for cell in found
    ]
    if shown is not None:
        assert [text.replace("[- ", "[-").replace(" -]", "-]").strip() for text in told] == shown
    for mark, whole in (("-", old), ("+", new)):
        kept = [
            "".join(text for run in cell for sign, text in run.words if sign in {"=", mark})
            for cell in found
        ]
        if whole:
            assert " | ".join(text.strip() for text in kept).split() == whole.split()
    anchors = [run.edit for cell in found for run in cell if run.edit and not run.again]
    assert len(anchors) == len(set(anchors))


def test_a_table_is_shown_as_one(tmp_path):
    """Inline and side by side; an edit has one anchor, however many cells it spans."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        old, new = table("Merrow | 12 | 3"), table("Merrow | 12 | 3", "Keld | 4 | 0")
        keeper.begin("https://harbour.example/a", old)
        keeper.compare("https://harbour.example/a", old, new)
    app = create_app(Settings(tmp_path / "archive", command))
    client = app.test_client()
    for view in ("inline", "split"):
        text = client.get(f"/articles/1/diff/1..2?view={view}").text
        assert re.findall(r"<ins>(.*?)</ins>", text) == ["Keld", "4", "0"]
        assert text.count('id="e1"') == 1
    assert client.get("/articles/1/2").text.count('class="cells"') == 2
    app.extensions["variorum"].close()


def test_a_note_says_which_side_a_fact_stood_on(client):
    """A removed fact must not look like an added one."""
    text = client.get("/articles/1/diff/1..2").text
    notes = re.search(r'<ul class="notes".*?</ul>', text, re.DOTALL)[0]
    assert '<del dir="auto">12</del> → <ins dir="auto">21</ins>' in notes


def test_a_note_says_once_that_something_moved(client):
    """That it says where from is enough; what else changed comes before that."""
    text = client.get("/articles/3/diff/1..2").text
    notes = re.findall(r'<span class="kinds">(.*?)</span>', text)
    assert "moved here from ¶5" in notes
    assert not any("moved, moved" in note for note in notes)


def test_no_strip_where_the_text_stayed(client):
    """An empty strip would look as if there were something to see."""
    assert 'class="strip"' in client.get("/articles/1/diff/1..2").text
    assert 'class="strip"' not in client.get("/articles/1/diff/2..3").text


def test_the_strip_shows_where_the_text_changed():
    """Its cells go from beginning to end; the counts are of words."""
    long = [f"Sentence number {number} of this text stays." for number in range(24)]
    changed = [*long[:12], "Sentence number 99 of this text stays.", *long[13:]]
    extent = extent_of(compare(of(*long), of(*changed)))
    assert (extent.removed, extent.added, extent.words) == (1, 1, 168)
    assert extent.strip.strip(".") in {"~", "~~"}
    assert extent.strip.index("~") in {11, 12}


def test_facts_are_links_to_their_edits(client):
    """What changed is at the top, where it changed is below."""
    text = client.get("/articles/1/diff/1..2").text
    (anchor,) = re.findall(r'<a href="#(e\d+)"><del', text)
    assert f'id="{anchor}"' in text
    assert text.index("Facts that changed") < text.index(f'id="{anchor}"')


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (1, "1 more fact, also marked in the text"),
        (2, "2 more facts, also marked in the text"),
    ],
)
def test_it_is_said_how_many_facts_are_folded(tmp_path, more, told):
    """The text for a single one was in the plural."""
    boats = range(SHOWN_FACTS + more)
    old, new = (
        of(*(f"Boat {boat} of the harbour carried {count + boat} crates." for boat in boats))
        for count in (200, 400)
    )
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/boats", old)
        keeper.compare("https://harbour.example/boats", old, new)
    app = create_app(Settings(tmp_path / "archive", command))
    page = app.test_client().get("/articles/1/diff/1..2").text
    app.extensions["variorum"].close()
    assert f"<summary>{told}</summary>" in page


def test_the_headline_goes_first(client):
    """A changed headline is marked in the heading itself."""
    text = client.get("/articles/1/diff/2..3").text
    heading = re.search(r"<h1.*?</h1>", text, re.DOTALL)[0]
    assert "Ferry runs late <ins>again</ins>" in heading


@pytest.mark.parametrize("view", ["inline", "split"])
def test_a_changed_standfirst_stands_above_the_text(tmp_path, view):
    """It is where the article has it, not below unchanged paragraphs, and only once."""
    old = replace(of(*PARAGRAPHS), standfirst="A third of the boats stayed in.")
    new = replace(old, standfirst="Half of the boats stayed in.")
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/boats", old)
        keeper.compare("https://harbour.example/boats", old, new)
    app = create_app(Settings(tmp_path / "archive", command))
    text = app.test_client().get(f"/articles/1/diff/1..2?view={view}").text
    app.extensions["variorum"].close()
    assert text.count('id="beside"') == 1
    assert text.index('id="beside"') < text.index("paragraphs unchanged")
    assert ">whole text<" not in text, "a short text is there, and only folded"
    assert PARAGRAPHS[3] in text


def test_a_language_is_told_by_its_name(tmp_path):
    """The pages showed `ar`, and had our own words spoken in the language of the article."""
    first = replace(FIRST, language="ar-EG", published="2026-03-01")
    second = replace(FIRST, language="tlh", published="2026-03-02")
    with Archive.create(tmp_path) as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/fog", first)
        keeper.compare("https://harbour.example/fog", first, second)
    app = create_app(Settings(tmp_path, command))
    revision, page = (
        app.test_client().get(f"/articles/1/{one}").text for one in ("1", "diff/1..2")
    )
    app.extensions["variorum"].close()
    assert "<dd>Arabic (EG)</dd>" in revision
    assert "<dd><del>Arabic (EG)</del> <ins>tlh</ins></dd>" in page


@pytest.mark.parametrize("view", ["inline", "split", "text", "source", "links"])
def test_every_view_shows_something(client, view):
    """And is itself marked as the current one."""
    text = client.get(f"/articles/3/diff/1..2?view={view}").text
    assert text.count('aria-current="true"') == 1
    assert "<ins>" in text or "{+" in text


def test_no_view_of_another_name(client):
    """It gives a 400, with the existing ones."""
    answer = client.get("/articles/3/diff/1..2?view=3d")
    assert answer.status_code == 400
    assert "inline" in answer.text


def test_previous_and_next_and_the_form(client):
    """Links lead to the next change, and a form to any pair."""
    text = client.get("/articles/1/diff/1..2").text
    assert 'rel="next" href="/articles/1/diff/2..3"' in text
    assert client.get("/articles/1/diff?from=3&to=1").headers["Location"] == "/articles/1/diff/1..3"
    assert client.get("/articles/1@3").headers["Location"] == "/articles/1/diff/2..3"
    assert client.get("/articles/1/diff/3..1").status_code == 200


def test_any_two_are_compared_from_where_one_is(client):
    """By two numbers and a button, without a script; revisions in between are counted."""
    text = client.get("/articles/1/diff/1..3").text
    assert "1 revision in between" in text
    assert re.findall(r'type="number" name="(\w+)" min="1" max="3" value="(\d)"', text) == [
        ("from", "1"),
        ("to", "3"),
    ]
    assert "in between" not in client.get("/articles/1/diff/1..2").text
    assert 'class="compare"' not in client.get("/articles/3/diff/1..2").text


def test_a_print_can_be_checked(kept, client):
    """On paper are the address and, for both texts, the times and digests of text and page."""
    with Archive.open(kept) as archive:
        captures = [archive.captures_of_revision(one)[0] for one in archive.revisions(1)[:2]]
        digests = [one.digest for one in archive.revisions(1)[:2]]
    text = client.get("/articles/1/diff/1..2").text
    (printed,) = re.findall(r'<p class="meta printed">.*?</p>', text, re.DOTALL)
    assert "https://harbour.example/ferry-runs-late" in printed
    for digest, capture in zip(digests, captures, strict=True):
        assert digest in printed
        assert capture.payload in printed
    assert printed.count("captured 2026-03-0") == 2
    assert f"text {digests[0]}; page captured" in client.get("/articles/1/1").text


def test_the_page_says_how_to_make_evidence_of_it(client):
    """It shows the command for this very step; the export page, which makes no bag, has it too."""
    text = client.get("/articles/1/diff/1..3").text
    assert "<code>variorum export bag 1 1..3 -o evidence</code>" in text
    assert "variorum export bag 12 2..3" in client.get("/export").text


def test_a_long_text_is_sent_folded_only_when_asked():
    """All paragraphs but those at the change are folded, so that the page stays light."""
    long = [f"{number} {PARAGRAPHS[number % 6]}" for number in range(400)]
    old = of(*long)
    new = replace(old, blocks=(*old.blocks[:-1], Block(BlockKind.PARAGRAPH, "It ends otherwise.")))
    parts = list(folded(paragraphs(compare(old, new))))
    assert sum(len(part.paragraphs) for part in parts if isinstance(part, Unchanged)) == 398


def test_a_stored_diff_is_the_diff(tmp_path):
    """The index gives the same as comparing, and a damaged index is replaced."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/a", FIRST)
        keeper.compare("https://harbour.example/a", FIRST, SECOND)
        old, new = archive.revisions(1)
        fresh = compare_revisions(archive, old, new)
        assert compared(archive, old, new) == fresh
        assert archive.index.diffs.get(old.extraction_id, new.extraction_id, rules_version())
        assert archive.index.diffs.get(old.extraction_id, new.extraction_id, "other rules") is None
        assert compared(archive, old, new) == fresh
        texts = to_text(fresh).replace("12", "21").encode()
        for hurt in (b"short", texts):
            archive.index.database.change(
                "UPDATE diffs SET codec = 'plain', data = ?, length = ?", (hurt, len(hurt))
            )
            assert compared(archive, old, new) == fresh
        archive.index.close()
        (tmp_path / "archive" / "index.db").write_bytes(b"no database" * 100)
        assert compared(archive, old, new) == fresh
