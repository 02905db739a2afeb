"""A bag of evidence is refused, whatever is changed in it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

from monitor.export import printing
from tests.commands.bags import (
    change_a_capture,
    change_records,
    commands,
    pack,
    refused,
    repack,
    replace,
    reseal,
    said_by_the_script,
    seal,
    sign_everything_anew,
)
from tests.commands.conftest import FERRY
from tests.commands.test_checkpoint import authority, openssl
from tests.warc.makers import record

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")
__all__ = ["authority"]  # a fixture
NEVER_WAS = b"HTTP/1.1 200 OK\r\n\r\n<p>never was"


@pytest.fixture(scope="module")
def sealed(filled, tmp_path_factory, authority):
    """A bag under a time-stamped checkpoint; no page of it is printed, which would take seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "NAMES", ())
        return seal(filled, tmp_path_factory.mktemp("bags"), authority)


def flip_a_bit(bag):
    path = bag / "data" / "captures.wacz"
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(bytes(data))


def change_a_page(bag):
    replace(bag, "data/pages/what-changed.html", b"21", b"31")


def change_a_page_and_list_it(bag):
    change_a_page(bag)
    reseal(bag)


def remove_a_file(bag):
    (bag / "data" / "pages" / "revision-1.html").unlink()


def add_a_file(bag):
    (bag / "data" / "pages" / "revision-0.html").write_text("<p>more")


def add_a_line(bag):
    """Insert one with another time before the proved line of the same number."""
    path = bag / "data" / "ledger" / "lines.jsonl"
    lines = path.read_bytes()
    first = json.loads(lines.splitlines()[0])
    first["captured_at"] = "2020-01-01T00:00:00.000000Z"
    path.write_bytes(json.dumps(first).encode() + b"\n" + lines)
    reseal(bag)


def swap_the_pages(bag):
    one, two = (bag / "data" / "pages" / f"revision-{number}.html" for number in (1, 2))
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    reseal(bag)


def change_a_time_in_the_ledger(bag):
    replace(bag, "data/ledger/lines.jsonl", b"2026-03-01T08", b"2026-02-01T08")
    reseal(bag)


def change_a_digest_in_the_ledger(bag):
    replace(bag, "data/ledger/lines.jsonl", b'"payload":"sha256:', b'"payload":"sha256:0')
    reseal(bag)


def drop_a_line(bag):
    path = bag / "data" / "ledger" / "lines.jsonl"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])
    proofs = json.loads((bag / "data/ledger/proofs.json").read_text())
    (bag / "data/ledger/proofs.json").write_text(json.dumps(proofs[1:]))
    reseal(bag)


def change_a_proof(bag):
    path = bag / "data" / "ledger" / "proofs.json"
    proofs = json.loads(path.read_text())
    proofs[0]["path"][0] = "00" * 32
    path.write_text(json.dumps(proofs))
    reseal(bag)


def date_a_checkpoint_back(bag):
    for ending in ("txt", "text"):
        path = bag / "data" / "ledger" / f"checkpoint-1.{ending}"
        path.write_text(re.sub(r"time \d{4}", "time 2020", path.read_text()))
    reseal(bag)


def put_a_capture_in(bag):
    kind, address = "application/http;msgtype=response", "https://harbour.example/ferry-runs-late"
    more = record("response", NEVER_WAS, address, content_type=kind)
    repack(bag, lambda warc: warc + pack(more))
    reseal(bag)


INDEX = "indexes/index.cdx.gz"


def exchange_captures_in_the_index(bag):
    """On replay, the later page appears at the time of the earlier one."""

    def other(packed):
        rows = [row.split(b" ", 2) for row in gzip.decompress(packed).splitlines()]
        rows[0][2], rows[1][2] = rows[1][2], rows[0][2]
        return gzip.compress(b"".join(b" ".join(row) + b"\n" for row in rows))

    repack(bag, other, INDEX)
    repack(bag, lambda _: b"!meta 0 {}\n", "indexes/index.idx")
    reseal(bag)


def date_the_index_back(bag):
    def other(packed):
        return gzip.compress(gzip.decompress(packed).replace(b" 2026", b" 2019"))

    repack(bag, other, INDEX)
    repack(bag, lambda _: b"!meta 0 {}\n", "indexes/index.idx")
    reseal(bag)


def date_a_block_of_the_index_back(bag):
    """The index as a whole is unchanged; the index of its blocks leads to another block."""
    line = {"url": FERRY, "filename": "data.warc.gz", "offset": "0"}
    block = gzip.compress(b"example,harbour)/ferry-runs-late 2019 %b\n" % json.dumps(line).encode())
    told = {"filename": "index.cdx.gz", "length": len(block)}

    def hidden(packed):
        # An empty gzip member whose extra field is another member.
        told["offset"] = len(packed) + 12
        empty = gzip.compress(b"")
        field = len(block).to_bytes(2, "little") + block
        return packed + empty[:3] + b"\x04" + empty[4:10] + field + empty[10:]

    repack(bag, hidden, INDEX)
    repack(bag, lambda _: f"!meta 0 {{}}\na 1 {json.dumps(told)}\n".encode(), "indexes/index.idx")
    reseal(bag)


def lead_the_index_out_of_its_file(bag):
    """Its blocks are taken from another file, where nobody expects an index."""

    def other(lines):
        return lines.replace(b'"index.cdx.gz"', b'"data.warc.gz"')

    repack(bag, other, "indexes/index.idx")
    reseal(bag)


def put_another_index_in(bag):
    repack(bag, lambda _: b"example,harbour)/ 20190301080000 {}\n", "indexes/more.cdxj")
    reseal(bag)


def take_another_stamp(bag):
    """Use a time-stamp by the same authority for something else."""
    shutil.copy(bag.parent / "other.tsr", bag / "data" / "ledger" / "checkpoint-1-1.tsr")
    reseal(bag)


def put_a_capture_behind_another(bag):
    """Tools that read record by record find it; those that go by gzip members do not."""
    more = record("response", NEVER_WAS, "https://harbour.example/ferry-runs-late")
    change_records(bag, lambda one: one + more if b"WARC-Type: response" in one else one)


def tell_an_address_twice(bag):
    """If a field occurs twice, some readers take the first and others the last."""
    first = b"\r\nwarc-target-uri: https://elsewhere.example/\r\nWARC-Target-URI: "
    change_records(bag, lambda one: one.replace(b"\r\nWARC-Target-URI: ", first, 1))


def hide_the_type_of_a_capture(bag):
    """Some readers ignore the case of the type, others do not take this for a capture."""
    more = record("response", NEVER_WAS, "https://harbour.example/ferry-runs-late")
    more = more.replace(b"WARC-Type: response", b"WARC-Type: Response")
    repack(bag, lambda warc: warc + pack(more))
    reseal(bag)


def lead_a_page_elsewhere(bag):
    """Add a header that sends whoever replays the page elsewhere."""

    def other(one):
        top, blank, block = one.partition(b"\r\n\r\n")
        if b"WARC-Type: response" not in top:
            return one
        block = block.replace(blank, b"\r\nRefresh: 0;url=https://elsewhere.example/" + blank, 1)
        size = b"Content-Length: %d" % (len(block) - len(blank))
        return re.sub(rb"Content-Length: \d+", size, top) + blank + block

    change_records(bag, other)


def bring_a_module(bag):
    """It would be imported instead of Python's own, and report that all is well."""
    change_a_capture(bag)
    (bag / "data" / "json.py").write_text("print('VERIFIED: 2 captures')\nraise SystemExit\n")
    reseal(bag)


def change_what_was_sent(bag):
    with (bag / "data/pages/revision-1-as-sent.txt").open("ab") as page:
        page.write(b"and 99 more")
    reseal(bag)


TAMPERING = {
    change_what_was_sent: {"openssl", "python3"},
    flip_a_bit: {"sha256sum", "python3"},
    change_a_page: {"sha256sum", "python3"},
    change_a_page_and_list_it: {"openssl"},
    remove_a_file: {"sha256sum", "python3"},
    add_a_file: {"python3"},
    add_a_line: {"openssl", "python3"},
    swap_the_pages: {"openssl"},
    change_a_time_in_the_ledger: {"openssl", "python3"},
    change_a_digest_in_the_ledger: {"openssl", "python3"},
    drop_a_line: {"openssl", "python3"},
    change_a_proof: {"openssl", "python3"},
    date_a_checkpoint_back: {"openssl"},
    change_a_capture: {"openssl", "python3"},
    put_a_capture_in: {"openssl", "python3"},
    put_a_capture_behind_another: {"openssl", "python3"},
    tell_an_address_twice: {"openssl", "python3"},
    hide_the_type_of_a_capture: {"openssl", "python3"},
    lead_a_page_elsewhere: {"openssl", "python3"},
    bring_a_module: {"openssl", "python3"},
    exchange_captures_in_the_index: {"openssl", "python3"},
    date_the_index_back: {"openssl", "python3"},
    date_a_block_of_the_index_back: {"openssl", "python3"},
    lead_the_index_out_of_its_file: {"openssl", "python3"},
    put_another_index_in: {"openssl", "python3"},
    take_another_stamp: {"openssl"},
    sign_everything_anew: {"openssl"},
}


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__)
def test_tampering_is_refused(sealed, authority, tmp_path, tamper):
    """Whatever is changed, exactly those commands fail that should."""
    lines = commands(sealed)
    bag = Path(shutil.copytree(sealed, tmp_path / "bag"))
    if tamper is take_another_stamp:
        other_stamp(authority, tmp_path)
    tamper(bag)
    found = refused(bag, lines, authority)
    assert set(found) == TAMPERING[tamper], found


@pytest.mark.parametrize(
    ("tamper", "why"),
    [
        (exchange_captures_in_the_index, "where the index leads to"),
        (date_the_index_back, "where the index leads to"),
        (date_a_block_of_the_index_back, "where the index leads to"),
        (lead_the_index_out_of_its_file, "where the index leads to"),
        (put_another_index_in, "what is in captures.wacz"),
        (put_a_capture_in, "a capture without a line"),
        (change_a_capture, "the capture of line 0"),
        (put_a_capture_behind_another, "a record read in two ways"),
        (tell_an_address_twice, "a record read in two ways"),
        (hide_the_type_of_a_capture, "a record read in two ways"),
        (lead_a_page_elsewhere, "the capture of line 0"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_the_script_says_what_is_wrong(sealed, tmp_path, tamper, why):
    """Also if replay shows a capture as that of another time, though all captures are sound."""
    bag = Path(shutil.copytree(sealed, tmp_path / "bag"))
    tamper(bag)
    assert said_by_the_script(bag) == f"NOT VERIFIED: {why}\n"


def other_stamp(authority, folder):
    (folder / "other.txt").write_text("something else")
    openssl(folder, "ts -query -data other.txt -sha256 -cert -out other.tsq")
    openssl(
        authority,
        f"ts -reply -config tsa.cnf -queryfile {folder / 'other.tsq'} -out {folder / 'other.tsr'}",
    )


def test_a_body_that_was_taken_out_is_missed(sealed, authority, tmp_path):
    """The script notices if the body of a record was removed."""
    bag = Path(shutil.copytree(sealed, tmp_path / "bag"))

    def emptied(one):
        text = re.sub(rb"(?<=\r\n\r\n)<.*(?=\r\n\r\n\Z)", b"", one, flags=re.DOTALL)
        top, _, block = text.partition(b"\r\n\r\n")
        size = b"Content-Length: %d" % (len(block) - 4)
        return re.sub(rb"Content-Length: \d+", size, top) + b"\r\n\r\n" + block

    change_records(bag, emptied)
    assert said_by_the_script(bag) == "NOT VERIFIED: the capture of line 0\n"
    assert "python3" in refused(bag, commands(sealed), authority)
