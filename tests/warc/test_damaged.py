"""Damage in the archive is stated in an exported WARC file, and no record refers to it."""

from __future__ import annotations

import gzip
from datetime import timedelta
from io import BytesIO

import pytest

from monitor.export.export import Export
from monitor.export.selection import Selection
from monitor.export.warc import write_warc
from storage.archive import Archive
from storage.errors import ArchiveDamaged
from storage.lost import Losses
from storage.payload import large
from storage.records import Outcome
from storage.warc import captures
from storage.warc.lint import check
from tests.warc.test_export import PAGE, Keeper, parse

OTHER = b"<p>The bridge was shut.</p>" * 20


@pytest.fixture
def keeper(tmp_path, blank):
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        yield Keeper(archive)


def hurt(keeper, table, row):
    """Overwrite the row, as a failing disk would."""
    keeper.archive._database.connection.execute(
        f"UPDATE {table} SET data = x'00ff00ff' WHERE id = ?", (row,)
    )


def payload_of(keeper, capture, column="payload_id"):
    """The row that has the bytes of a capture."""
    sql = f"SELECT {column} FROM captures WHERE id = ?"
    return keeper.archive._database.value(sql, (capture,))


def written(keeper):
    """The records, after the linter found no error and no reference to nothing; and the losses."""
    sink, losses = BytesIO(), Losses()
    with Archive.open(keeper.archive.folder) as archive:
        write_warc(Export(archive, Selection(), losses), sink)
    assert check(BytesIO(sink.getvalue())).faults == []
    records = parse(sink.getvalue())
    there = {head.id for head, _ in records.rows}
    assert all(head.get("warc-refers-to") in {None, *there} for head, _ in records.rows)
    return records, losses


def test_without_its_heads_an_answer_is_none(keeper):
    """The same page again is stored whole, not as a revisit of something missing."""
    keeper.visit("z", OTHER)
    lost = keeper.visit("a", PAGE, b"X-Number: 2\r\n")
    keeper.visit("b", PAGE, b"X-Number: 3\r\n")
    hurt(keeper, "heads", lost)
    records, losses = written(keeper)
    assert losses.captures == {lost}
    assert len(records.of("response")) == 2
    assert records.of("revisit") == []


def test_a_304_refers_to_no_record_that_is_not_there(keeper):
    """It is exported all the same."""
    first = keeper.visit()
    unmodified = {"status": 304, "outcome": Outcome.UNMODIFIED}
    keeper.visit(body=b"", **unmodified)
    keeper.now -= timedelta(days=2)
    hurt(keeper, "payloads", payload_of(keeper, first))
    keeper.visit("b", OTHER)
    records, losses = written(keeper)
    assert losses.captures == {first}
    [(head, _)] = records.of("revisit")
    assert head.get("warc-refers-to") is None


def test_a_304_that_came_before_the_answer_that_it_is_about(keeper):
    """Imported out of order: what is damaged is not referred to in advance either."""
    keeper.now += timedelta(days=2)
    keeper.visit(body=b"", status=304, outcome=Outcome.UNMODIFIED)
    keeper.now -= timedelta(days=2)
    lost = keeper.visit()
    hurt(keeper, "payloads", payload_of(keeper, lost))
    records, losses = written(keeper)
    assert losses.captures == {lost}
    [(head, _)] = records.of("revisit")
    assert head.get("warc-refers-to") is None


@pytest.mark.parametrize("limit", [large.LARGE, 100])
def test_where_the_wire_is_damaged_the_page_is_not(keeper, monkeypatch, limit):
    """The decoded body is exported, with a note that it is not the body as it came."""
    monkeypatch.setattr(captures, "LARGE", limit)
    wire = gzip.compress(PAGE, 9, mtime=5) + b"tail"
    first = keeper.visit(wire=wire, fields=b"Content-Encoding: gzip\r\n", content_encoding="gzip")
    hurt(keeper, "payloads", payload_of(keeper, first, "wire_id"))
    records, losses = written(keeper)
    assert (losses.count, losses.captures) == (1, set())
    [(_, block)] = records.of("response")
    assert block.endswith(PAGE)
    [(_, metadata)] = records.of("metadata")
    assert b"variorum-body: decoded; the bytes on the wire are damaged" in metadata


def test_what_a_browser_made_is_damaged_alone(keeper):
    """The response that it was made from is there."""
    shown = b"<p>The ferry was late, says a script.</p>"
    first = keeper.visit(rendered=shown, renderer="Chromium 140", content_type="text/html")
    hurt(keeper, "payloads", payload_of(keeper, first, "rendered_id"))
    records, losses = written(keeper)
    assert (losses.count, losses.captures) == (1, set())
    assert records.types == ["warcinfo", "response", "request", "metadata"]


def test_all_or_nothing_where_nobody_is_told(keeper):
    """Without a list for losses, a loss is an error."""
    hurt(keeper, "payloads", payload_of(keeper, keeper.visit()))
    with Archive.open(keeper.archive.folder) as archive, pytest.raises(ArchiveDamaged):
        write_warc(Export(archive, Selection()), BytesIO())
