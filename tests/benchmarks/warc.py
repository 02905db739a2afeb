"""Captures a CPU-second imported from WARC, and exported.

Run from the repository's root: ``python tests/benchmarks/warc.py [--pages N]``. Real pages from
../shared/data are put into three files: bodies as they are, gzip of zlib's usual setting in chunks,
and gzip of a packer that cannot be imitated (so that the wire form is kept next to the page). CPU
is user and system time of this process; nothing is read, as in KEEP.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import resource
import tempfile
import time
from pathlib import Path

from monitor.export.export import Export
from monitor.export.selection import Selection
from monitor.export.warc import write_warc
from monitor.importing.heard import Heard
from monitor.importing.sources import Source
from monitor.importing.warc import Importer
from storage.archive import Archive
from storage.database.times import from_text
from storage.warc.lint import check
from storage.warc.memory import Memory
from storage.warc.writer import HTTP_RESPONSE, WarcWriter, record_id

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "extraction"
AIM = 300
TITLES = ("import/s", "known/s", "export/s", "check/s", "kB kept")


def main():
    """Make the files, import them, export them."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=360)
    wanted = arguments.parse_args().pages
    if not DATA.is_dir():
        print(f"The pages are missing: {DATA}")
        return
    pages = read_pages(wanted)
    size = sum(len(page) for _, page in pages) / len(pages)
    print(f"{len(pages)} pages of {size / 1000:.0f} kB in the mean; aim {AIM} captures/s a core")
    print(f"{'bodies':<14}" + "".join(f"{title:>10}" for title in TITLES))
    for name, code in CODINGS.items():
        with tempfile.TemporaryDirectory() as folder:
            one_form(Path(folder), name, pages, code)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def one_form(folder, name, pages, code):
    """One line of the table."""
    path = folder / "in.warc.gz"
    write_file(path, pages, code)
    with Archive.create(folder / "archive") as archive:
        taken = rate(len(pages), lambda: take_in(archive, path))
        known = rate(len(pages), lambda: take_in(archive, path))
        assert archive.counts()["captures"] == len(pages)
        archive._database.value("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = (folder / "archive" / "archive.db").stat().st_size / len(pages) / 1000
        out = folder / "out.warc.gz"
        with out.open("wb") as stream:
            written = rate(len(pages), lambda: write_warc(Export(archive, Selection()), stream))
    with out.open("rb") as stream:
        checked = rate(len(pages), lambda: check(stream))
    print(f"{name:<14}{taken:>10.0f}{known:>10.0f}{written:>10.0f}{checked:>10.0f}{kept:>10.1f}")


def rate(count, work):
    """Captures a CPU-second."""
    before = time.process_time()
    work()
    return count / (time.process_time() - before)


def take_in(archive, path):
    """Import without reading."""
    memory = Memory(archive)
    faults = []
    heard = Heard(lambda _path, fault: faults.append(fault))
    importer = Importer(archive, memory, limit=50 * 2**20, heard=heard)
    importer.run([Source(path)])
    memory.close()
    assert not faults, faults[0]
    return importer.counts


def read_pages(wanted):
    """Pages of nine outlets in several years, as somebody's crawl would have them."""
    pages = []
    with lzma.open(DATA / "big9.jsonl.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            page = json.loads(line)
            url = f"https://{page['domain'].replace('@', '-')}.example/story/{number}"
            pages.append((url, page["html"].encode()))
    return pages[:wanted]


def plain(page):
    """The page as it is."""
    return b"", page


def chunked(page):
    """The page as most servers send it: gzip, in chunks of 16 kB."""
    packed = gzip.compress(page, 6, mtime=0)
    pieces = [packed[at : at + 16384] for at in range(0, len(packed), 16384)]
    framed = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", framed + b"0\r\n\r\n"


def foreign(page):
    """The page as packed by something other than zlib: two streams in a row."""
    half = len(page) // 2
    packed = gzip.compress(page[:half], 7, mtime=0) + gzip.compress(page[half:], 3, mtime=0)
    return b"Content-Encoding: gzip\r\n", packed


CODINGS = {"as they are": plain, "gzip, chunked": chunked, "foreign gzip": foreign}


def write_file(path, pages, code):
    """Write a WARC file of these pages."""
    start = from_text("2016-03-01T08:00:00.000000Z")
    with path.open("wb") as stream:
        writer = WarcWriter(stream)
        for number, (url, page) in enumerate(pages):
            fields, body = code(page)
            head = (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + fields + b"\r\n"
            )
            writer.write(
                "response",
                record_id("benchmark", str(number)),
                start,
                head + body,
                content_type=HTTP_RESPONSE,
                fields=[("WARC-Target-URI", url)],
            )


if __name__ == "__main__":
    main()
