"""WACZ: all digests are right, each index line leads to its record, and no secret is exported."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, RawIOBase
from typing import Any

import pytest

from monitor.export.export import Export
from monitor.export.selection import Selection
from monitor.export.wacz import write_wacz
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import payload_digest
from storage.intents import AddRevision, BeginArticle
from storage.records import Assessment, Block, BlockKind, Extraction, Outcome
from storage.warc import index, wacz
from storage.warc.keys import cdx_key
from storage.warc.lint import check
from tests.warc.test_export import HOME, PAGE, READING, Keeper, parse


@dataclass
class Package:
    """A WACZ that was read: its members by path."""

    members: dict[str, bytes]

    def json(self, path: str) -> Any:
        """A member that is JSON."""
        return json.loads(self.members[path])

    @property
    def pages(self) -> list[dict[str, Any]]:
        """The list of pages without its heading."""
        lines = self.members["pages/pages.jsonl"].decode().splitlines()
        return [json.loads(line) for line in lines[1:]]

    @property
    def index(self) -> list[tuple[str, str, dict[str, str]]]:
        """Key, time and the rest of each line of the index."""
        text = gzip.decompress(self.members["indexes/index.cdx.gz"]).decode()
        rows = [line.split(" ", 2) for line in text.splitlines()]
        return [(key, at, json.loads(about)) for key, at, about in rows]

    def record(self, about: dict[str, str]) -> tuple[Any, bytes]:
        """The record that a line of the index leads to."""
        data = self.members[f"archive/{about['filename']}"]
        start = int(about["offset"])
        [row] = parse(data[start : start + int(about["length"])]).rows
        return row


def read(data):
    with zipfile.ZipFile(BytesIO(data)) as opened:
        assert opened.testzip() is None
        kinds = {one.filename: one.compress_type for one in opened.infolist()}
        assert {kinds[path] for path in kinds if path.endswith(".gz")} == {zipfile.ZIP_STORED}
        return Package({name: opened.read(name) for name in opened.namelist()})


def write(archive, **selected):
    sink = BytesIO()
    write_wacz(Export(archive, Selection(**selected)), sink)
    return read(sink.getvalue())


@pytest.fixture
def keeper(tmp_path):
    with Archive.create(tmp_path / "archive") as archive:
        yield Keeper(archive)


def fill(keeper):
    """Add two revisions of an article, and a second sight of the second; gives the article's id."""
    first = keeper.visit("a")
    begin = BeginArticle(HOME + "a", surt(HOME + "a"), READING)
    keeper.archive.apply(first, [begin])
    article = keeper.archive.article(surt(HOME + "a")).id
    reading = Extraction(
        title="Ferry on time", blocks=(Block(BlockKind.PARAGRAPH, "on time"),), reader="r"
    )
    second = keeper.visit("a", body=b"<p>on time</p>")
    keeper.archive.apply(second, [AddRevision(article, reading, Assessment())])
    keeper.visit("a", body=b"<p>on time</p>")
    keeper.visit("a", body=b"", status=304, outcome=Outcome.UNMODIFIED)
    return article


def test_every_digest_holds(keeper):
    """datapackage.json lists every file with SHA-256 and length; the digest file covers it."""
    fill(keeper)
    package = write(keeper.archive)
    described = package.json("datapackage.json")
    assert described["wacz_version"] == "1.1.1"
    assert described["profile"] == "data-package"
    own = {"datapackage.json", "datapackage-digest.json"}
    assert {one["path"] for one in described["resources"]} == set(package.members) - own
    for one in described["resources"]:
        data = package.members[one["path"]]
        assert one["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert one["bytes"] == len(data)
    digest = package.json("datapackage-digest.json")
    assert digest["hash"] == payload_digest(package.members["datapackage.json"])
    assert check(BytesIO(package.members["archive/data.warc.gz"])).faults == []


def test_every_line_of_the_index_leads_to_its_record(keeper):
    """Address, time, status and digest of a line are those of the record at its offset."""
    fill(keeper)
    keeper.visit("b", status=404, outcome=Outcome.MISSING)
    package = write(keeper.archive)
    assert [about["status"] for _, _, about in package.index] == ["200"] * 3 + ["404"]
    for key, at, about in package.index:
        head, block = package.record(about)
        assert (cdx_key(head.uri), head.uri) == (key, about["url"])
        assert head.date == datetime.strptime(at + "Z", "%Y%m%d%H%M%S%z")
        assert head.get("warc-payload-digest") == about["digest"]
        assert block.startswith(f"HTTP/1.1 {about['status']}".encode())
        assert about["mime"] == ("warc/revisit" if head.type == "revisit" else "unk")
    assert [about["mime"] for _, _, about in package.index].count("warc/revisit") == 1


def test_a_capture_has_a_line_for_each_key_it_is_looked_up_by(keeper):
    """The last slash is removed by pywb before it looks, but not by replayweb.page."""
    keeper.visit("section/")
    package = write(keeper.archive)
    [(one, at, about), (two, *rest)] = package.index
    assert (one, two) == ("example,herald)/section", "example,herald)/section/")
    assert rest == [at, about]
    assert package.record(about)[0].uri == HOME + "section/"


def test_a_304_is_in_the_file_and_not_in_the_index(keeper):
    """A replay that answered with a 304 would show nothing."""
    fill(keeper)
    package = write(keeper.archive)
    kinds = parse(package.members["archive/data.warc.gz"]).of("revisit")
    assert sum(block.startswith(b"HTTP/1.1 304") for _, block in kinds) == 1
    assert all(about["status"] != "304" for _, _, about in package.index)


def test_a_chunked_page_has_the_digest_of_the_standard(keeper):
    """Its record has none; in an index the payload without chunks is looked up."""
    wire = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    keeper.visit(wire=wire, fields=b"Transfer-Encoding: chunked\r\n", content_type="text/HTML; x=y")
    [(_, _, about)] = write(keeper.archive).index
    assert about["digest"] == payload_digest(PAGE)
    assert about["mime"] == "text/html"


def test_pages_are_the_revisions(keeper):
    """One page for each revision, at its first capture, with headline and text."""
    fill(keeper)
    package = write(keeper.archive)
    told = [(page["ts"], page["title"], page["text"]) for page in package.pages]
    assert told == [
        ("2026-03-01T09:00:00Z", "Ferry", "late"),
        ("2026-03-01T10:00:00Z", "Ferry on time", "on time"),
    ]
    described = package.json("datapackage.json")
    assert described["mainPageUrl"] == HOME + "a"
    assert described["mainPageDate"] == "2026-03-01T10:00:00Z"


def test_a_revision_is_a_page_of_its_own(keeper):
    """ARTICLE@N has only the captures of that revision, under its headline."""
    article = fill(keeper)
    package = write(keeper.archive, revisions=((article, 1),))
    assert [page["title"] for page in package.pages] == ["Ferry"]
    assert package.json("datapackage.json")["title"] == "Ferry on time"


def test_no_secret_is_told(keeper):
    """Cookies and credentials of a request are nowhere: not in the WARC, not in an index."""
    fill(keeper)
    package = write(keeper.archive)
    for path, data in package.members.items():
        text = gzip.decompress(data) if path.endswith(".gz") else data
        assert b"id=7" not in text, path
        assert b"cookie:" not in text.lower(), path
        assert b"authorization:" not in text.lower(), path


def test_the_index_comes_in_blocks(keeper, monkeypatch):
    """Each block is packed alone, and the second index says where it is and how it begins."""
    monkeypatch.setattr(index, "BLOCK", 3)
    for number in range(8):
        keeper.visit(f"page-{number}", body=b"<p>%d</p>" % number)
    package = write(keeper.archive)
    meta, *blocks = package.members["indexes/index.idx"].decode().splitlines()
    assert meta.startswith('!meta 0 {"format": "cdxj-gzip-1.0"')
    packed, lines = package.members["indexes/index.cdx.gz"], []
    for block in blocks:
        key, at, about = block.split(" ", 2)
        told = json.loads(about)
        data = packed[told["offset"] : told["offset"] + told["length"]]
        assert told["digest"] == payload_digest(data)
        rows = gzip.decompress(data).decode().splitlines()
        assert rows[0].startswith(f"{key} {at} ")
        lines += rows
    assert len(blocks) == 3
    assert lines == sorted(lines)
    assert len(lines) == 8


def test_a_new_file_begins_where_one_is_large(keeper, monkeypatch):
    """Each file of a package has its own warcinfo, and the index names the file."""
    monkeypatch.setattr(wacz, "_LARGEST", 500)
    for number in range(3):
        keeper.visit(f"page-{number}", body=b"<p>%d</p>" % number)
    package = write(keeper.archive)
    assert [about["filename"] for _, _, about in package.index] == [
        "data.warc.gz",
        "data-2.warc.gz",
        "data-3.warc.gz",
    ]
    for _, _, about in package.index:
        assert package.record(about)[0].uri == about["url"]
        rows = parse(package.members[f"archive/{about['filename']}"])
        assert rows.types[0] == "warcinfo"


class Pipe(RawIOBase):
    """A stream that can only be written to, as stdout in a pipe."""

    def __init__(self):
        self.data = bytearray()

    def writable(self):
        """Always writable."""
        return True

    def write(self, data):
        """Append."""
        self.data += bytes(data)
        return len(data)


def test_into_a_pipe(keeper):
    """An output that cannot be rewound gets the same members.

    The first record of a file says when it was written, and varies in length by a byte.
    """
    fill(keeper)
    pipe = Pipe()
    write_wacz(Export(keeper.archive, Selection()), pipe)
    piped, plain = read(bytes(pipe.data)), write(keeper.archive)
    assert list(piped.members) == list(plain.members)
    for (*here, told), (*there, known) in zip(piped.index, plain.index, strict=True):
        assert here == there
        assert told | {"offset": ""} == known | {"offset": ""}
        assert piped.record(told)[1] == plain.record(known)[1]


def test_an_empty_selection(keeper):
    """An empty selection makes a sound package."""
    package = write(keeper.archive, outlet_id=99)
    assert package.index == []
    assert package.pages == []
