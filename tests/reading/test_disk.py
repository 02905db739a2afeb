"""A disk that fails while pages are read: no fault of the page, and nothing of it is lost."""

from __future__ import annotations

import sys

from storage.archive import Archive
from tests.captures import HOME, capture_and_read, record, watch_courier
from tests.disk import failing_in_the_middle, needs_strace
from tests.stories import filler

URLS = [f"{HOME}news/report-{number}" for number in range(8)]
READ = """
import sys
from pathlib import Path
from monitor.passes import read_unread
from storage.archive import Archive
from storage.errors import VariorumError
try:
    with Archive.open_to_write(Path(sys.argv[1])) as archive:
        archive._database.value("PRAGMA cache_size = 10")
        read_unread(archive, rules_folder=None)
except VariorumError as error:
    print("told", type(error).__name__)
"""


def page(number):
    """The page of an article."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in filler(f"report {number}"))
    title = f"Report {number} of the harbour"
    return (
        f'<html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f"</head><body><main><article><h1>{title}</h1>{text}</article></main></body></html>"
    ).encode()


@needs_strace
def test_a_disk_that_fails_is_no_fault_of_a_page(tmp_path):
    """It was reported as one, its capture was never read, and the others were stored unsealed."""
    with Archive.create(tmp_path / "archive") as archive:
        addresses = watch_courier(archive, *URLS)
        record(archive, addresses, [page(number) for number in range(len(URLS))], 0)
    words = [sys.executable, "-c", READ, "{folder}"]
    folder, done = failing_in_the_middle(tmp_path / "archive", tmp_path, words)
    assert done.stdout == "told DiskFailed\n", done.stderr
    with Archive.open_to_write(folder) as archive:
        assert archive.verify() == []
        assert archive.incidents() == []
        capture_and_read(archive, [], [], 1)
        assert archive.counts()["revisions"] == len(URLS)
