"""Tables, tab-separated text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notation.times import every_so, exact, short, window
from monitor.output import (
    Column,
    csv_cell,
    to_json,
    write_csv,
    write_json_list,
    write_rows,
    write_tab_separated,
    write_table,
)
from monitor.queries.mementos import stamp
from monitor.terminal import Style

COLUMNS = (Column("name"), Column("n", right=True))
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(ANY_JSON)
def test_json_says_the_same_on_one_safe_line(value: object) -> None:
    """Nothing is lost, controls a terminal, or ends the line for any reader."""
    text = to_json(value)
    assert json.loads(text) == value
    assert len(text.splitlines()) == 1
    assert not any(0x7F <= ord(char) <= 0x9F for char in text)
    text.encode()


def test_json_keeps_the_writing_of_languages() -> None:
    """Letters stay letters instead of escapes."""
    assert to_json("Гянджа Ağdam “x”") == '"Гянджа Ağdam “x”"'
    assert to_json("\ud800\x9b\u202e") == '"\\ud800\\u009b\\u202e"'


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x","y")', "＝1"],
)
def test_no_cell_is_a_formula(text: str) -> None:
    """A headline that begins like a formula stays text in a spreadsheet."""
    assert csv_cell(text).startswith("'")


def test_numbers_and_plain_text_stay() -> None:
    """Our own numbers may be negative; harmless text is unchanged."""
    assert csv_cell(-3) == "-3"
    assert csv_cell("12 – 21") == "12 – 21"
    assert csv_cell(None) == ""
    assert csv_cell(["=a", "b"]) == "'=a b"


@given(st.lists(st.fixed_dictionaries({"name": st.text(), "n": st.integers()})))
def test_csv_is_read_back_with_a_row_each(rows: list[dict[str, object]]) -> None:
    """Whatever the cells contain, the table keeps its shape."""
    with pytest.MonkeyPatch.context() as patch:
        stream = io.StringIO()
        patch.setattr("sys.stdout", stream)
        write_csv(rows, COLUMNS)
    assert len(list(csv.reader(io.StringIO(stream.getvalue(), newline="")))) == len(rows) + 1


def test_tabs_and_line_ends_in_cells_are_spaces(capsys: pytest.CaptureFixture[str]) -> None:
    """One row is one line, and only tabs separate cells."""
    write_tab_separated([{"name": "a\tb\nc\x1b[1m", "n": 1}], COLUMNS)
    assert capsys.readouterr().out == "a b c␛[1m\t1\n"


def test_list_is_streamed_and_valid(capsys: pytest.CaptureFixture[str]) -> None:
    """With no row, one, and several."""
    for rows in ([], [{"a": 1}], [{"a": 1}, {"a": 2}]):
        write_json_list(iter(rows))
        assert json.loads(capsys.readouterr().out) == rows


def test_table_is_squeezed_to_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The widest column gives way, and shows that something is left out."""
    monkeypatch.setenv("COLUMNS", "30")
    write_table([{"name": "a long name " * 9, "n": 12}, {"name": "b", "n": 3}], COLUMNS)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 30
    assert "…" in lines[1]
    assert lines[2].startswith("b ")
    assert lines[2].endswith(" 3")


def test_unasked_form_in_a_pipe_is_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    """Without an option, the destination decides."""
    write_rows(None, [{"name": "a", "n": 1}], COLUMNS)
    assert capsys.readouterr().out == "a\t1\n"


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (timedelta(seconds=60), "every minute"),
        (timedelta(seconds=90), "every 90 seconds"),
        (timedelta(hours=2), "every 2 hours"),
        (timedelta(days=90), "every 90 days"),
        (timedelta(days=1, hours=1), "every 25 hours"),
    ],
)
def test_a_pace_is_told_in_the_largest_unit_without_a_rest(span: timedelta, told: str) -> None:
    """Nothing is rounded: it is exactly what was requested."""
    assert every_so(span) == told


def test_a_window_within_a_minute_has_seconds() -> None:
    """Otherwise it would seem to begin where it ends."""
    start = datetime(2026, 3, 1, 8, 0, 1, tzinfo=UTC)
    soon, later = start + timedelta(seconds=5), start + timedelta(minutes=5)
    assert window(start, soon) == "between 2026-03-01 08:00:01Z and 2026-03-01 08:00:06Z"
    assert window(start, later) == "between 2026-03-01 08:00Z and 2026-03-01 08:05Z"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "colour"),
    [
        (_Terminal(), {}, True),
        (_Terminal(), {"NO_COLOR": "1"}, False),
        (_Terminal(), {"NO_COLOR": ""}, True),
        (_Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_when_there_are_colours(
    stream: io.StringIO, environment: dict[str, str], *, colour: bool
) -> None:
    """On a terminal, unless NO_COLOR forbids them; in a pipe if FORCE_COLOR is set."""
    assert Style.of(stream, environment).colour is colour


def test_a_year_has_four_digits() -> None:
    """``show --at 0001-01-01`` reported that nothing is older than *1-01-01*."""
    first = datetime(1, 1, 1, tzinfo=UTC)
    assert short(first) == "0001-01-01 00:00Z"
    assert short(first.replace(tzinfo=None)) == "0001-01-01 00:00"
    assert exact(first) == "0001-01-01 00:00:00Z"
    assert stamp(first) == "00010101000000"
