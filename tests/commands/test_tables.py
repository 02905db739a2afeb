"""``variorum export csv|jsonl|xlsx|parquet|atom``: the tables, their schema and the feed."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from monitor.export import tables
from monitor.export.csv import write_rows_as_csv
from monitor.export.export import Export
from monitor.export.rows import rows_of
from monitor.export.selection import Selection
from monitor.export.xlsx import write_workbook
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.errors import InputError
from storage.records import Assessment
from tests.commands.conftest import FERRY, FIRST, Keeper, Typist, reading

DOCUMENT = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ATOM = "{http://www.w3.org/2005/Atom}"


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", tables.NAMES)
def test_rows_are_what_the_schema_says(filled, name):
    """Every row has a value of its type for every column, and no other."""
    types = {"string": str, "integer": int, "boolean": bool, "datetime": datetime}
    table = tables.table(name)
    with Archive.open(filled) as archive:
        found = list(rows_of(name, Export(archive, Selection())))
    assert found
    required = {
        field["name"]
        for field in table.schema["fields"]
        if field.get("constraints", {}).get("required")
    }
    for row in found:
        assert set(row) == {column.name for column in table.columns}
        for column in table.columns:
            value = row[column.name]
            wanted = list if column.separator or column.json else types[column.type]
            assert isinstance(value, wanted) or (value is None and column.name not in required)


@pytest.mark.parametrize("name", tables.NAMES)
def test_the_same_rows_in_every_form(type_at: Typist, name):
    """CSV and JSON Lines have the same rows."""
    told = rows(type_at("export", "csv", "--table", name).stdout)
    lines = type_at("export", "jsonl", "--table", name).stdout.splitlines()
    assert len(told) == len(lines) > 0
    key = "url"
    assert [row[key] for row in told] == [json.loads(line)[key] for line in lines]


def test_edits_come_with_their_facts(type_at: Typist):
    """A number that changed is a fact, with its old and new value."""
    [edit] = [
        row
        for row in rows(type_at("export", "csv", "1@2", "--table", "edits").stdout)
        if row["kinds"] == "number"
    ]
    [fact] = json.loads(edit["facts"])
    assert (fact["type"], fact["old"], fact["new"]) == ("number", "12", "21")
    assert edit["old"] == "12 people waited at the pier."
    assert edit["weight"] == "substantive"


def test_edits_are_numbered_within_their_change(tmp_path):
    """From one on, fields first; an edit within a field has not moved."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, reading("Ferry late", "It was 2 hours late. Nobody knows why."))
        for headline, hours in (("Ferry lost", 3), ("Ferry found", 4)):
            text = f"It was {hours} hours late. Nobody knows why at hour {hours}."
            keeper.change(FERRY, reading(headline, text), Assessment())
        found = list(rows_of("edits", Export(archive, Selection())))
    told = [(row["revision"], row["edit"], row["field"], row["moved"]) for row in found]
    assert told == [
        (number, edit, field, False)
        for number in (2, 3)
        for edit, field in enumerate(("title", None, None), 1)
    ]


def test_events_are_changes_of_their_time(type_at: Typist):
    """``gone`` is a row among the changes, but not outside of the requested period."""
    changes = rows(type_at("export", "csv", "--table", "changes").stdout)
    assert [row["event"] for row in changes if row["event"]] == ["gone"]
    earlier = rows(type_at("export", "csv", "--table", "changes", "--until", "2026-03-05").stdout)
    assert [row["event"] for row in earlier if row["event"]] == []


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["2"], [("2", "1"), ("2", "2")]),
        (["1@2"], [("1", "2")]),
        (["--since", "2026-03-04"], [("1", "3"), ("2", "2")]),
        (["--until", "2026-03-02"], [("1", "1")]),
        (["--outlet", "harbour", "1@1"], [("1", "1")]),
    ],
    ids=str,
)
def test_the_same_selection_for_every_form(type_at: Typist, form, words, expected):
    """ARTICLE, --outlet, --since and --until mean the same everywhere."""
    out = type_at("export", form, *words).stdout
    found = rows(out) if form == "csv" else [json.loads(line) for line in out.splitlines()]
    assert {(str(row["article"]), str(row["revision"])) for row in found} == set(expected)


def test_no_cell_is_run_as_a_formula(tmp_path):
    """A headline that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    evil = reading('=HYPERLINK("http://evil.example","x")', "+1", "-2 degrees", "@SUM(A1)", "\tx")
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(FERRY, FIRST)
        keeper.change(FERRY, evil, Assessment())
    out = Typist(tmp_path / "archive")("export", "csv").stdout
    cells = [cell for row in csv.reader(io.StringIO(out, newline="")) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@]", cell)]
    edits = rows(Typist(tmp_path / "archive")("export", "csv", "--table", "edits").stdout)
    assert "'-2 degrees" in [row["new"] for row in edits] or any(
        "-2 degrees" in row["new"] for row in edits
    )
    assert {row["revision"] for row in edits} == {"2"}


def test_memory_does_not_grow_with_the_rows():
    """Rows are written as they come: twenty thousand take no more memory than a few."""
    row = {column.name: None for column in tables.table("changes").columns}
    row |= {"article": 1, "revision": 1, "title": "x" * 200, "first_seen": datetime.now(UTC)}

    class Nowhere(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            return len(data)

    tracemalloc.start()
    write_rows_as_csv(tables.table("changes"), (row for _ in range(20_000)), Nowhere())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_package_describes_itself(type_at: Typist, tmp_path):
    """--package has every table with its schema, its digest and its length."""
    target = tmp_path / "all.zip"
    assert type_at("export", "csv", "--package", "-o", str(target)).exit_code == 0
    with zipfile.ZipFile(target) as opened:
        described = json.loads(opened.read("datapackage.json"))
        assert {one["path"] for one in described["resources"]} == {
            f"{name}.csv" for name in tables.NAMES
        }
        for one in described["resources"]:
            [heading, *_] = opened.read(one["path"]).decode().splitlines()
            assert heading.split(",") == [field["name"] for field in one["schema"]["fields"]]
            assert opened.getinfo(one["path"]).file_size == one["bytes"]


def test_tables_that_do_not_go_together(type_at: Typist):
    """Only tabular formats have tables, and --package includes all of them."""
    for words in (["warc", "--table", "edits"], ["atom", "--package"]):
        assert type_at("export", *words).exit_code == 2
    assert type_at("export", "csv", "--package", "--table", "edits").exit_code == 2
    result = type_at("export", "csv", "--package", "--kind", "number")
    assert (result.exit_code, result.stdout) == (2, "")  # it was said after three of four tables


def cells_of(target, number=1):
    """The rows of a sheet: each cell under its column's letters, with its type."""
    with zipfile.ZipFile(target) as book:
        sheet = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    return [
        {
            cell.get("r").rstrip("0123456789"): (cell.get("t", "n"), "".join(cell.itertext()))
            for cell in row
        }
        for row in sheet.iter(f"{SHEET}row")
    ]


def test_a_workbook_has_a_sheet_a_table(type_at: Typist, tmp_path):
    """It has the same columns as CSV; times are numbers, which a spreadsheet can sort."""
    target = tmp_path / "all.xlsx"
    assert type_at("export", "xlsx", "-o", str(target)).exit_code == 0
    with zipfile.ZipFile(target) as book:
        workbook = ET.fromstring(book.read("xl/workbook.xml"))
        for name in book.namelist():
            ET.fromstring(book.read(name))
    named = [sheet.get("name") for sheet in workbook.iter(f"{SHEET}sheet")]
    assert named == ["changes", "edits", "revisions"]
    told = rows(type_at("export", "csv", "--table", "edits").stdout)
    heading, *found = cells_of(target, 2)
    columns = {text: letters for letters, (_, text) in heading.items()}
    assert list(columns) == list(told[0])
    for name in ("article", "url", "old", "new", "signals", "title"):
        assert [row.get(columns[name], ("", ""))[1] for row in found] == [
            row[name].removeprefix("'") for row in told
        ]
    assert {row[columns["first_seen"]][0] for row in found} == {"n"}
    one = tmp_path / "visits.xlsx"
    assert type_at("export", "xlsx", "--table", "visits", "-o", str(one)).exit_code == 0
    assert len(cells_of(one)) > 5
    assert type_at("export", "xlsx", "--package", "-o", str(one)).exit_code == 2


def test_a_cell_of_a_workbook_is_text_and_fits(tmp_path, monkeypatch):
    """Formulas are text, what XML cannot contain is escaped, and cut texts are marked as cut."""
    table = tables.table("changes")
    row = {column.name: None for column in table.columns}
    row |= {"title": "=1+1", "summary": "\x00\uffff_x0041_ \ud800", "url": "😀" * 20_000}
    target = tmp_path / "one.xlsx"
    with target.open("wb") as stream:
        write_workbook([(table, [row])], stream)
    kinds, texts = zip(*cells_of(target)[1].values(), strict=True)
    assert set(kinds) == {"inlineStr"}
    assert [texts[0][-10:], *texts[1:]] == ["s no more)", "=1+1", "␀_xFFFF__x005F_x0041_ <U+D800>"]
    assert len(texts[0].encode("utf-16-le")) <= 2 * 32_767
    monkeypatch.setattr("monitor.export.xlsx.MOST_ROWS", 2)
    with (tmp_path / "two.xlsx").open("wb") as stream, pytest.raises(InputError, match="more rows"):
        write_workbook([(table, [row, row])], stream)


def test_parquet(type_at: Typist, tmp_path):
    """The columns are typed: times are times, lists are lists, facts are records."""
    pq = pytest.importorskip("pyarrow.parquet")
    target = tmp_path / "edits.parquet"
    type_at("export", "parquet", "--table", "edits", "-o", str(target))
    [edit] = [row for row in pq.read_table(target).to_pylist() if row["kinds"] == ["number"]]
    assert edit["first_seen"] == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert edit["facts"][0]["new"] == "21"


def test_parquet_without_its_library(type_at: Typist, tmp_path, monkeypatch):
    """It says what to install, and leaves no file."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    result = type_at("export", "parquet", "-o", str(tmp_path / "x.parquet"))
    assert result.exit_code == 2
    assert "variorum[parquet]" in result.stderr
    assert not list(tmp_path.iterdir())


def test_the_document_names_every_column():
    """docs/tables.md has a section for each table, with each of its columns and no other."""
    for resource in tables.descriptor()["resources"]:
        section = DOCUMENT.partition(f"\n## {resource['name']}\n")[2].partition("\n## ")[0]
        told = re.findall(r"^\| `(\w+)` \| (\w+)", section, re.MULTILINE)
        kinds = {
            field["name"]: "list" if field.get("list") else field["type"]
            for field in resource["schema"]["fields"]
        }
        assert told == list(kinds.items()), resource["name"]


# --- the feed --------------------------------------------------------------------------------
def feed(typist, *words):
    result = typist("export", "atom", *words)
    assert result.exit_code == 0, result.output
    return ET.fromstring(result.stdout)


def test_a_feed_of_changes(type_at: Typist):
    """Newest first, without first revisions; each entry has an id, a time and what changed."""
    entries = feed(type_at).findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == [
        "Bridge closed",
        "Ferry runs late again",
        "Bridge closed",
        "Ferry runs late",
    ]
    times = [one.findtext(f"{ATOM}updated") for one in entries]
    assert times == sorted(times, reverse=True)
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == 4
    assert ids == [one.findtext(f"{ATOM}id") for one in feed(type_at).findall(f"{ATOM}entry")]
    content = entries[3].findtext(f"{ATOM}content")
    assert '<del dir="auto">12</del><ins dir="auto">21</ins>' in content


def test_a_feed_has_the_ids_of_the_pages(type_at: Typist):
    """A feed reader that knows the pages of `serve` does not show a change twice."""
    pages = create_app(Settings(type_at.folder, lambda *words: " ".join(words))).test_client()
    served = ET.fromstring(pages.get("/changes.atom").data)
    exported = feed(type_at)
    ids = [one.findtext(f"{ATOM}id") for one in exported]
    known = {one.findtext(f"{ATOM}id"): one for one in served.iter(f"{ATOM}entry")}
    assert exported.findtext(f"{ATOM}id") == served.findtext(f"{ATOM}id")
    for entry in exported.iter(f"{ATOM}entry"):
        other = known[entry.findtext(f"{ATOM}id")]
        for part in ("title", "updated", "summary", "content"):
            assert entry.findtext(f"{ATOM}{part}") == other.findtext(f"{ATOM}{part}")
        assert entry.find(f"{ATOM}link").get("href").startswith("https://")
    assert len(ids) > 3


def test_a_feed_of_a_selection(type_at: Typist):
    """By articles, by a revision, and by period."""

    def titles(*words):
        return [one.findtext(f"{ATOM}title") for one in feed(type_at, *words).iter(f"{ATOM}entry")]

    assert titles("1") == ["Ferry runs late again", "Ferry runs late"]
    assert titles("1@2", "2") == ["Bridge closed", "Bridge closed", "Ferry runs late"]
    assert titles("--until", "2026-03-03") == ["Ferry runs late"]
    assert titles("--since", "2027-01-01") == []
