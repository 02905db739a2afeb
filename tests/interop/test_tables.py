"""The tables of `export csv --package`, checked against their schema by Frictionless."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import run_variorum, watch_outlet
from tests.outlet_server import OutletServer
from tests.stories import PLAIN

CHECK = """
import sys
from frictionless import validate
report = validate(sys.argv[1])
print(report.flatten(["name", "type", "note"]))
print(sorted((task.name, task.stats["rows"]) for task in report.tasks))
sys.exit(not report.valid)
"""


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_frictionless_validate(tmp_path, form):
    """Types, required values, keys and references between tables are right for a real crawl."""
    pytest.importorskip("frictionless")
    if form == "parquet":
        pytest.importorskip("pyarrow")
        pytest.importorskip("fastparquet")  # frictionless reads it with this
    with OutletServer() as server:
        server.publish(*PLAIN[:4])
        archive = watch_outlet(tmp_path / "archive", server)
        run_variorum(archive, "crawl", codes=(0, 3))
        server.change(PLAIN[0].slug, title='=HYPERLINK("x"), a headline for a spreadsheet')
        run_variorum(archive, "crawl", "--all", codes=(0, 3))
    target = tmp_path / "tables.zip"
    run_variorum(archive, "export", form, "--package", "-o", str(target))
    words = [sys.executable, "-W", "ignore", "-c", CHECK, str(target)]
    done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "('revisions', 5)" in done.stdout
    assert "('edits', 0)" not in done.stdout
