"""Files that other programs write: the linter finds no error, and the reader all records.

The programs are run, not imitated; a test is skipped if its program is not installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from storage.warc.lint import check
from storage.warc.reader import read_records
from tests.conftest import run_variorum
from tests.outlet_server import OutletServer
from tests.stories import PLAIN

WARCIO = """
import sys
from io import BytesIO
from warcio import WARCWriter
from warcio.statusandheaders import StatusAndHeaders
url, body = "http://herald.example/story", b"<p>story</p>"
framed = b"%x\\r\\n%s\\r\\n0\\r\\n\\r\\n" % (len(body), body)
writer = WARCWriter(sys.stdout.buffer, gzip=True, warc_version=sys.argv[1])
writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "warcio"}))
chunked = ("Transfer-Encoding", "chunked")
for fields, data in (([("Content-Type", "text/html")], body), ([chunked], framed)):
    http = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
    response = writer.create_warc_record(url, "response", BytesIO(data), http_headers=http)
    asked = StatusAndHeaders("GET /story HTTP/1.1", [], is_http_request=True)
    request = writer.create_warc_record(url, "request", http_headers=asked)
    writer.write_request_response_pair(request, response)
digest = response.rec_headers.get_header("WARC-Payload-Digest")
date = response.rec_headers.get_header("WARC-Date")
writer.write_record(writer.create_revisit_record(url, digest, url, date, http_headers=http))
"""
FASTWARC = """
import sys
from io import BytesIO
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
sink = BytesIO()
stream = GzipWriter(sink)
answer = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n<p>story</p>"
for kind, media_type, block in (
    (WarcRecordType.warcinfo, "application/warc-fields", b"software: fastwarc\\r\\n"),
    (WarcRecordType.response, "application/http; msgtype=response", answer),
):
    record = WarcRecord()
    record.init_headers(content_length=len(block), record_type=kind)
    record.headers["WARC-Target-URI"] = "http://herald.example/story"
    record.headers["Content-Type"] = media_type
    record.set_bytes_content(block)
    record.write(stream, checksum_data=True)
    stream.finish()
stream.close()
sys.stdout.buffer.write(sink.getvalue())
"""
WARCIO_JS = """
import { WARCRecord, WARCSerializer } from "warcio";
import { appendFileSync } from "fs";
const file = process.argv.at(-1), url = "https://herald.example/story";
const date = "2026-03-01T08:00:00.123Z", warcVersion = "WARC/1.1";
async function write(record) {
  const digest = { algo: "sha-256", prefix: "sha256:" };
  const written = new WARCSerializer(record, { gzip: true, digest });
  for await (const part of written) appendFileSync(file, part);
}
async function make(options, text) {
  async function* block() { yield new TextEncoder().encode(text); }
  const more = { url, date, warcVersion, ...options };
  return await WARCRecord.create(more, text ? block() : undefined);
}
const software = "Browsertrix-Crawler 1.5.0 (with warcio.js 2.4.0)";
await write(await WARCRecord.createWARCInfo({ filename: "a.warc.gz", warcVersion }, { software }));
const httpHeaders = { "content-type": "text/html", "x-orig-content-encoding": "gzip" };
const page = { "WARC-Page-ID": "11111111-2222-4333-8444-555555555555" };
const statusline = "HTTP/1.1 200 OK";
const response = await make({ type: "response", statusline, httpHeaders, warcHeaders: {
  ...page, "WARC-Resource-Type": "document", "WARC-JSON-Metadata": '{"ipType":"Public"}',
} }, "<p>story</p>");
await write(response);
const about = { ...page, "WARC-Concurrent-To": response.warcHeader("WARC-Record-ID") };
await write(await make({ type: "request", statusline: "GET /story HTTP/1.1",
  httpHeaders: { "user-agent": "Mozilla/5.0" }, warcHeaders: about }));
for (const [name, type] of [["pageinfo", "application/json"], ["text", "text/plain"]])
  await write(await make({ type: "resource", url: `urn:${name}:${url}`,
    warcHeaders: { "Content-Type": type } }, "story"));
await write(await make({ type: "revisit", date: "2026-03-02T08:00:00.000Z", statusline, httpHeaders,
  refersToUrl: url, refersToDate: date,
  warcHeaders: { "WARC-Payload-Digest": response.warcPayloadDigest } }));
"""
REPLAY = Path(__file__).parent / "replay"


def written_by(module, script, *words):
    """What a script in a separate process writes to stdout."""
    pytest.importorskip(module)
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout


def types(data):
    kinds = []
    for record in read_records(BytesIO(data)):
        kinds.append(record.head.type)
        record.finish()
        assert record.faults == []
    return kinds


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_warcio(version):
    """Files of either version of warcio have no error."""
    data = written_by("warcio", WARCIO, version)
    assert types(data) == ["warcinfo", *["response", "request"] * 2, "revisit"]
    assert check(BytesIO(data)).errors == 0


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
@pytest.mark.skipif(
    not (REPLAY / "node_modules" / "warcio").is_dir(), reason="npm install was not run"
)
def test_what_browsertrix_writes_comes_in(tmp_path):
    """Its writer is warcio.js: decoded bodies, and notes on each page under names of its own."""
    path = tmp_path / "a.warc.gz"
    command = ["node", "--input-type=module", "-e", WARCIO_JS, str(path)]
    subprocess.run(command, cwd=REPLAY, check=True, timeout=120)
    data = path.read_bytes()
    assert types(data) == ["warcinfo", "response", "request", "resource", "resource", "revisit"]
    assert check(BytesIO(data)).errors == 0
    run_variorum(tmp_path / "archive", "init", str(tmp_path / "archive"))
    done = run_variorum(tmp_path / "archive", "import", "--json", str(path)).json
    assert (done["captures"], done["skipped_why"]) == (2, {"not a page of the Web": 2})


def test_fastwarc():
    """Files that fastwarc writes have no error."""
    data = written_by("fastwarc", FASTWARC)
    assert types(data) == ["warcinfo", "response"]
    assert check(BytesIO(data)).errors == 0


def test_what_warcio_wrote_comes_in(tmp_path):
    """A response, a chunked one and a revisit are stored, however they refer to each other."""
    path = tmp_path / "a.warc.gz"
    path.write_bytes(written_by("warcio", WARCIO, "1.1"))
    run_variorum(tmp_path / "archive", "init", str(tmp_path / "archive"))
    done = run_variorum(tmp_path / "archive", "import", "--json", str(path)).json
    assert (done["captures"], done["skipped_why"]) == (3, {})


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_wget(tmp_path):
    """What wget writes of a crawl over HTTP has no error, and its articles are imported."""
    with OutletServer() as server:
        server.publish(*PLAIN[:4])
        subprocess.run(
            ["wget", "-q", "-r", "-l", "2", "--warc-file", "taken", "--warc-cdx", server.home],
            cwd=tmp_path,
            check=False,
            timeout=120,
        )
    data = (tmp_path / "taken.warc.gz").read_bytes()
    kinds = types(data)
    assert kinds[0] == "warcinfo"
    assert kinds.count("response") >= 2
    report = check(BytesIO(data))
    assert report.errors == 0, report.faults
    run_variorum(tmp_path / "archive", "init", str(tmp_path / "archive"))
    done = run_variorum(
        tmp_path / "archive", "import", "--json", str(tmp_path / "taken.warc.gz")
    ).json
    assert done["articles_new"] == 4
    assert done["revisions_new"] == 0
