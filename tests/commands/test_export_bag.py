"""``variorum export bag``: checked by public tools alone, and refused whatever is changed in it."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from monitor.commands import bagging
from monitor.export import printing
from spiders.urls import surt
from storage.archive import Archive
from storage.intents import BeginArticle, SeeAgain
from storage.proof import keys
from tests.commands.conftest import FERRY, Keeper, Typist
from tests.commands.test_checkpoint import (
    authority,
    capture_once_more,
    configure,
    openssl,
    stamps,
)
from tests.warc.makers import record
from tests.warc.test_export import HOME as HERALD
from tests.warc.test_export import READING
from tests.warc.test_export import Keeper as WarcKeeper

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")
__all__ = ["authority", "stamps"]  # fixtures
SCRIPT = Path(printing.__file__).with_name("templates") / "verify_bag.txt"


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch):
    """One bag is printed, that of the module: a browser takes seconds."""
    monkeypatch.setattr(printing, "NAMES", ())


@pytest.fixture(scope="module")
def sealed(filled, tmp_path_factory, authority):
    """A bag under a time-stamped checkpoint, and the commands of its VERIFY.md."""
    folder = tmp_path_factory.mktemp("bags")
    typist = Typist(Path(shutil.copytree(filled, folder / "archive")))
    with stamping(authority) as url:
        configure(typist.folder, authority, url)
        result = typist("export", "bag", "1", "1..2", "-o", str(folder / "bag"))
    assert result.exit_code == 0, result.output
    assert "A checkpoint was made first" in result.stderr
    return folder / "bag"


stamping = contextlib.contextmanager(stamps.__wrapped__)
"""The authority of the fixture, for a module."""


def commands(bag):
    text = (bag / "data" / "VERIFY.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def refused(bag, lines, authority):
    """The commands that do not end well, to the letter, with the root where they look for it."""
    failed = []
    named = re.search(r"-CAfile (\S+)", "\n".join(lines))
    if named is not None:
        shutil.copy(authority / "root.pem", bag / named[1])
    for line in lines:
        done = subprocess.run(["bash", "-c", line], cwd=bag, capture_output=True, check=False)
        if done.returncode:
            failed.append(line.split()[0])
    return failed


def test_a_bag_holds(sealed, authority):
    """Every command of VERIFY.md ends well: sums, signatures, the time-stamp, the script."""
    lines = commands(sealed)
    (printed,) = [line for line in lines if "-text" in line.split()]
    told = subprocess.run(printed.split(), cwd=sealed, capture_output=True, check=True, text=True)
    assert "Time stamp: " in told.stdout
    assert [line.split()[0] for line in lines] == [
        *["sha256sum"] * 2,
        *["openssl"] * 5,
        "python3",
        "sha256sum",
    ]
    assert refused(sealed, lines, authority) == []


def test_it_says_how_far_it_is(copied, tmp_path):
    """A bag of many captures takes minutes, in which nothing was shown."""
    shown = []
    count, _ = bagging.pack(copied.folder, ("1", "1..2"), tmp_path / "bag", shown.append)
    assert shown[0] == "making a checkpoint"
    assert f"{count} captures packed" in shown
    assert "printing" in shown[-1]


def test_bagit_python_accepts_it(sealed):
    """The reference implementation of BagIt finds it valid."""
    bagit = pytest.importorskip("bagit")
    assert bagit.Bag(str(sealed)).is_valid()


def test_the_key_that_signs_the_files_is_that_of_a_checkpoint(sealed):
    """Else anybody could sign other pages beside sound captures: it says which case it is."""
    told = (sealed / "data/VERIFY.md").read_text(encoding="utf-8")
    assert "That key signed a checkpoint below" in told
    assert len(re.findall(r"^- `[0-9a-f]{64}`$", told, re.MULTILINE)) == 1


def test_the_sentence_is_found_in_the_page_as_it_was_sent(sealed):
    """The body that each revision was read from, under its digest in the ledger, as plain text."""
    lines = (sealed / "data/ledger/lines.jsonl").read_text(encoding="utf-8").splitlines()
    digests = {json.loads(line)["payload"] for line in lines}
    for number in (1, 2):
        name = f"data/pages/revision-{number}-as-sent.txt"
        body = (sealed / name).read_bytes()
        assert body
        assert f"sha256:{hashlib.sha256(body).hexdigest()}" in digests
        assert name in (sealed / "data/VERIFY.md").read_text(encoding="utf-8")


def test_the_bag_tells_times_to_the_second(sealed):
    """Two looks within a minute are no one look."""
    told = (sealed / "data/about.html").read_text(encoding="utf-8")
    assert re.search(r"seen (at|from) \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", told)


def test_the_script_is_short_and_needs_nothing(sealed, tmp_path):
    """Some eighty lines of code, standard library only, the same in every bag."""
    text = SCRIPT.read_text(encoding="utf-8")
    code = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert len(code) <= 86
    assert (sealed / "data" / "verify.py").read_text(encoding="utf-8") == text
    imported = set(
        re.findall(r"[\w.]+", " ".join(re.findall(r"^(?:import|from) (.*)$", text, re.MULTILINE)))
    )
    assert imported <= {*sys.stdlib_module_names, "import", "Path"}
    words = [sys.executable, "-I", "-S", str(sealed / "data" / "verify.py")]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=True, text=True)
    assert done.stdout.startswith("VERIFIED: 2 captures")


def test_a_script_of_ones_own_is_told_where_the_bag_is(sealed, tmp_path):
    """Put into the bag, one of another version would be a file that was changed."""
    own = Path(shutil.copy(SCRIPT, tmp_path / "own.py"))
    own.write_text(own.read_text() + "# of another version\n")

    def said(bag):
        words = [sys.executable, "-I", str(own), str(bag)]
        return subprocess.run(words, capture_output=True, check=False, text=True)

    assert said(sealed).stdout.startswith("VERIFIED: 2 captures")
    bag = Path(shutil.copytree(sealed, tmp_path / "bag"))
    change_a_capture(bag)
    assert said(bag).stderr == "NOT VERIFIED: the capture of line 0\n"


def test_what_it_proves_is_told(sealed):
    """In plain words, with what it does not prove, and both pages and their diff beside it."""
    text = (sealed / "data" / "about.html").read_text(encoding="utf-8")
    assert "It does not show" in text
    assert "Others have signed when they saw a checkpoint" in text
    for link in re.findall(r'href="([^"]+)"', text):
        assert (sealed / "data" / link).is_file()
    diff = (sealed / "data" / "pages" / "what-changed.html").read_text(encoding="utf-8")
    assert "<del>12</del><ins>21</ins>" in diff
    first = (sealed / "data" / "pages" / "revision-1.html").read_text(encoding="utf-8")
    assert "12 people waited" in first
    assert "harbour · 1@1 · seen" in first
    assert "What changed" in text
    digests = [
        json.loads(line)["payload"]
        for line in (sealed / "data" / "ledger" / "lines.jsonl").read_text("utf-8").splitlines()
    ]
    assert digests[0] in first
    assert all(one in diff for one in digests)


@pytest.mark.skipif(printing.browser() is None, reason="no browser is installed")
def test_pages_are_printed(sealed):
    """Where a browser is there, each page stands in the bag as PDF too."""
    pages = sorted(path.name for path in (sealed / "data" / "pages").glob("*.pdf"))
    assert pages == ["revision-1.pdf", "revision-2.pdf", "what-changed.pdf"]


def test_a_browser_that_leaves_helpers_behind_stops_nothing(monkeypatch, tmp_path):
    """They write to its folder while that is taken away: they are ended, and the page is there."""
    program = tmp_path / "browser"
    program.write_text(
        """#!/bin/sh
for word; do
    case $word in
        --user-data-dir=*) at=${word#*=};;
        --print-to-pdf=*) to=${word#*=};;
    esac
done
mkdir "$at"
(n=0; while [ $n -lt 100000 ]; do n=$((n + 1)); : > "$at/$n"; done) > "$at.log" 2>&1 &
while [ ! -e "$at/2000" ]; do :; done
printf %%PDF > "$to"
"""
    )
    program.chmod(0o755)
    monkeypatch.setattr(printing, "NAMES", (str(program),))
    assert printing.print_pages({"one": b"<p>one"}) == {"one": b"%PDF"}


# --- tampering -------------------------------------------------------------------------------
def reseal(bag):
    """What anybody can do: list the files anew. Nobody else can sign the list."""
    for name, inside in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        rows = [
            f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bag).as_posix()}\n"
            for path in sorted(bag.rglob("*"))
            if path.is_file()
            and path.is_relative_to(bag / "data") is inside
            and not path.name.startswith("tagmanifest")
        ]
        (bag / name).write_text("".join(rows))


def replace(bag, name, old, new):
    path = bag / name
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def repack(bag, change, name="archive/data.warc.gz"):
    """Write the WACZ anew with other WARC records, or another file of this name."""
    package = bag / "data" / "captures.wacz"
    with zipfile.ZipFile(package) as opened:
        members = {path: opened.read(path) for path in opened.namelist()}
    members[name] = change(members.get(name, b""))
    with zipfile.ZipFile(package, "w") as opened:
        for path, data in members.items():
            opened.writestr(path, data)


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
    """One of another time, in front of the line of the same number that is proved."""
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


def change_a_capture(bag):
    change_records(bag, lambda one: one.replace(b"\x1b[31mferry", b"\x1b[31mFerry"))


def put_a_capture_in(bag):
    body = b"HTTP/1.1 200 OK\r\n\r\n<p>never was"
    more = record("response", body, "https://harbour.example/ferry-runs-late")
    repack(bag, lambda warc: warc + pack(more))
    reseal(bag)


INDEX = "indexes/index.cdx.gz"


def exchange_captures_in_the_index(bag):
    """Whoever replays the package sees the later page at the time of the earlier one."""

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
    """The whole file says what it said; the index of its blocks leads to another block."""
    line = {"url": FERRY, "filename": "data.warc.gz", "offset": "0"}
    block = gzip.compress(b"example,harbour)/ferry-runs-late 2019 %b\n" % json.dumps(line).encode())
    told = {"filename": "index.cdx.gz", "length": len(block)}

    def hidden(packed):
        # A gzip member of nothing, whose field of a name is another member.
        told["offset"] = len(packed) + 12
        empty = gzip.compress(b"")
        field = len(block).to_bytes(2, "little") + block
        return packed + empty[:3] + b"\x04" + empty[4:10] + field + empty[10:]

    repack(bag, hidden, INDEX)
    repack(bag, lambda _: f"!meta 0 {{}}\na 1 {json.dumps(told)}\n".encode(), "indexes/index.idx")
    reseal(bag)


def lead_the_index_out_of_its_file(bag):
    """Its blocks are taken from elsewhere, where nobody looks for an index."""

    def other(lines):
        return lines.replace(b'"index.cdx.gz"', b'"data.warc.gz"')

    repack(bag, other, "indexes/index.idx")
    reseal(bag)


def put_another_index_in(bag):
    repack(bag, lambda _: b"example,harbour)/ 20190301080000 {}\n", "indexes/more.cdxj")
    reseal(bag)


def take_another_stamp(bag):
    """A time-stamp of the same authority over something else."""
    shutil.copy(bag.parent / "other.tsr", bag / "data" / "ledger" / "checkpoint-1-1.tsr")
    reseal(bag)


def sign_everything_anew(bag):
    """An operator of another key makes a ledger, a checkpoint and signatures of their own."""
    key, ledger = Ed25519PrivateKey.generate(), bag / "data" / "ledger"
    raw = key.public_key().public_bytes_raw()
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (ledger / "checkpoint-1.pem").write_bytes(pem)
    text = (ledger / "checkpoint-1.text").read_bytes()
    origin = text.split(b"\n")[0]
    name = hashlib.sha256(origin + b"\n\x01" + raw).digest()[:4]
    signature = key.sign(text)
    note = b"%b\n\xe2\x80\x94 %b %b\n" % (text, origin, base64.b64encode(name + signature))
    (ledger / "checkpoint-1.txt").write_bytes(note)
    (ledger / "checkpoint-1.sig").write_bytes(signature)
    reseal(bag)
    tags = (bag / "tagmanifest-sha256.txt").read_bytes()
    (bag / "tagmanifest-sha256.txt.sig").write_bytes(key.sign(tags))


def records(warc):
    """A gzip member each, as they were before it was packed."""
    while warc:
        member = zlib.decompressobj(31)
        yield member.decompress(warc)
        warc = member.unused_data


def pack(data):
    return gzip.compress(data)


def change_records(bag, change):
    """Write each record of the bag's WARC anew, and list the files anew."""
    repack(bag, lambda warc: b"".join(pack(change(one)) for one in records(warc)))
    reseal(bag)


NEVER_WAS = b"HTTP/1.1 200 OK\r\n\r\n<p>never was"


def put_a_capture_behind_another(bag):
    """Who reads record after record finds it; who goes from member to member does not."""
    more = record("response", NEVER_WAS, "https://harbour.example/ferry-runs-late")
    change_records(bag, lambda one: one + more if b"WARC-Type: response" in one else one)


def tell_an_address_twice(bag):
    """Some readers take the first of two fields of a name, others the last."""
    first = b"\r\nwarc-target-uri: https://elsewhere.example/\r\nWARC-Target-URI: "
    change_records(bag, lambda one: one.replace(b"\r\nWARC-Target-URI: ", first, 1))


def hide_the_type_of_a_capture(bag):
    """It is looked up in small letters by some, and held for no capture by others."""
    more = record("response", NEVER_WAS, "https://harbour.example/ferry-runs-late")
    more = more.replace(b"WARC-Type: response", b"WARC-Type: Response")
    repack(bag, lambda warc: warc + pack(more))
    reseal(bag)


def lead_a_page_elsewhere(bag):
    """A field put in where the length of a decoded body would stand: who replays it goes there."""

    def other(one):
        top, blank, block = one.partition(b"\r\n\r\n")
        if b"WARC-Type: response" not in top:
            return one
        block = block.replace(blank, b"\r\nRefresh: 0;url=https://elsewhere.example/" + blank, 1)
        size = b"Content-Length: %d" % (len(block) - len(blank))
        return re.sub(rb"Content-Length: \d+", size, top) + blank + block

    change_records(bag, other)


def bring_a_module(bag):
    """It is run in the place of Python's own, and says that all is well."""
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
    """Whatever is changed, some command does not end well, and it is the one that should."""
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
    """Also of what replays a capture as that of another time, where all captures are sound."""
    bag = Path(shutil.copytree(sealed, tmp_path / "bag"))
    tamper(bag)
    assert said_by_the_script(bag) == f"NOT VERIFIED: {why}\n"


def said_by_the_script(bag):
    words = [sys.executable, "-I", "data/verify.py"]
    return subprocess.run(words, cwd=bag, capture_output=True, check=False, text=True).stderr


def other_stamp(authority, folder):
    (folder / "other.txt").write_text("something else")
    openssl(folder, "ts -query -data other.txt -sha256 -cert -out other.tsq")
    openssl(
        authority,
        f"ts -reply -config tsa.cnf -queryfile {folder / 'other.tsq'} -out {folder / 'other.tsr'}",
    )


# --- how it is asked for ---------------------------------------------------------------------
def test_without_a_key(copied, tmp_path):
    """A checkpoint makes a key; where it was taken away again the bag says it is not signed."""
    copied("checkpoint")
    (copied.folder / "signing-key.pem").unlink()
    result = copied("export", "bag", "1", "-o", str(tmp_path / "bag"))
    assert result.exit_code == 0, result.output
    assert not (tmp_path / "bag" / "tagmanifest-sha256.txt.sig").exists()
    lines = commands(tmp_path / "bag")
    assert refused(tmp_path / "bag", lines, tmp_path) == []
    assert "is not signed" in " ".join((tmp_path / "bag/data/about.html").read_text().split())
    assert "no authority has time-stamped" in (tmp_path / "bag/data/about.html").read_text()


def test_after_a_new_key(copied, tmp_path):
    """A bag signed by another key than the checkpoint brings that key along."""
    copied("checkpoint")
    (copied.folder / "signing-key.pem").unlink()
    keys.make(copied.folder)
    copied("export", "bag", "1", "1..3", "-o", str(tmp_path / "bag"))
    assert (tmp_path / "bag" / "data" / "ledger" / "bag-key.pem").is_file()
    told = (tmp_path / "bag" / "data" / "VERIFY.md").read_text(encoding="utf-8")
    assert "That key signed none of the checkpoints below" in told
    public = hashlib.sha256(keys.load(copied.folder).public).hexdigest()
    assert f"- `{public}`" in told
    assert refused(tmp_path / "bag", commands(tmp_path / "bag"), tmp_path) == []


def test_a_zip_file(copied, tmp_path):
    """One folder of the file's name stands in it, as BagIt wants."""
    target = tmp_path / "story.zip"
    assert copied("export", "bag", "1", "2..1", "-o", str(target)).exit_code == 0
    with zipfile.ZipFile(target) as opened:
        assert {name.split("/")[0] for name in opened.namelist()} == {"story"}
        opened.extractall(tmp_path)
    assert refused(tmp_path / "story", commands(tmp_path / "story"), tmp_path) == []


def test_without_a_browser(copied, tmp_path):
    """The pages are there as HTML, and the bag says that there is no PDF."""
    copied("export", "bag", "1", "-o", str(tmp_path / "bag"))
    assert not list((tmp_path / "bag").rglob("*.pdf"))
    assert "There is no PDF" in (tmp_path / "bag" / "data" / "about.html").read_text()


def test_one_revision_is_not_compared_with_itself(copied, tmp_path):
    """What a page said on a date is asked for without a change."""
    assert copied("export", "bag", "1", "2..2", "-o", str(tmp_path / "bag")).exit_code == 0
    data = tmp_path / "bag" / "data"
    pages = sorted(path.name for path in (data / "pages").iterdir())
    assert pages == ["revision-2-as-sent.txt", "revision-2.html"]
    text = (data / "about.html").read_text(encoding="utf-8")
    assert "What it said" in text
    assert not re.search("What changed|When exactly the text changed", text)
    assert all((data / link).is_file() for link in re.findall(r'href="([^"]+)"', text))


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["1", "1..2", "2"],
        ["1", "x"],
        ["1", "1..2", "--outlet", "harbour"],
        ["1", "--table", "edits"],
    ],
    ids=str,
)
def test_wrong_use(copied, tmp_path, words):
    """A bag is about one change of one article."""
    assert copied("export", "bag", *words, "-o", str(tmp_path / "bag")).exit_code == 2
    assert not (tmp_path / "bag").exists()


def test_what_was_imported_is_told(copied, tmp_path):
    """The bag said that we had fetched it ourselves, at a time that another file names."""
    about = []
    for times in range(2):
        with Archive.open_to_write(copied.folder) as archive:
            keeper = Keeper(archive, archive.outlets()[0])
            if times:
                keeper.import_id = archive.imports.begin("<old>.warc.gz", keeper.now)
            reading = archive.latest_extraction(1)
            archive.apply(keeper.visit(FERRY, b"<p>21 people"), [SeeAgain(1, reading)])
        bag = tmp_path / f"bag-{times}"
        assert copied("export", "bag", "1", "3..3", "-o", str(bag)).exit_code == 0
        assert refused(bag, commands(bag), tmp_path) == []
        about.append((bag / "data/about.html").read_text())
    assert "taken in" not in about[0]
    assert "Of these answers 1 were not fetched by Variorum" in about[1]
    assert "1 from <code>&lt;old&gt;.warc.gz</code>." in about[1]
    lines = (bag / "data/ledger/lines.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["software"].endswith("(taken in from <old>.warc.gz)")


def test_a_package_is_signed(copied, tmp_path):
    """The WACZ of an archive with a key is signed in the form that replayweb.page checks."""
    copied("checkpoint")
    copied("export", "wacz", "1", "-o", str(tmp_path / "a.wacz"))
    with zipfile.ZipFile(tmp_path / "a.wacz") as opened:
        digest = hashlib.sha256(opened.read("datapackage.json")).hexdigest()
        described = json.loads(opened.read("datapackage.json"))
        told = json.loads(opened.read("datapackage-digest.json"))["signedData"]
    assert told["hash"] == f"sha256:{digest}"
    assert told["created"] == described["created"]
    raw = base64.b64decode(told["signature"])
    halves = (int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big"))
    key = serialization.load_der_public_key(base64.b64decode(told["publicKey"]))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    made = utils.encode_dss_signature(*halves)
    key.verify(made, told["hash"].encode(), ec.ECDSA(hashes.SHA256()))
    copied("export", "wacz", "1", "-o", str(tmp_path / "b.wacz"))
    with zipfile.ZipFile(tmp_path / "b.wacz") as opened:
        again = json.loads(opened.read("datapackage-digest.json"))["signedData"]
    assert again["publicKey"] == told["publicKey"]


def test_captures_of_every_form_are_those_of_the_ledger(tmp_path):
    """As sent, in gzip, in chunks, repeated, decoded, over HTTP/2, in bare lines, by an archive."""
    page = b"<p>The ferry was late.</p>" * 9
    packed = gzip.compress(page, 6, mtime=0)
    framed = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    coded = b"Content-Encoding: gzip\r\n"
    of_an_archive = b"x-archive-orig-content-length: 9\r\ncontent-encoding: br\r\n"
    with Archive.create(tmp_path / "archive") as archive:
        keeper = WarcKeeper(archive)
        first = keeper.visit(body=page)
        archive.apply(first, [BeginArticle(HERALD + "a", surt(HERALD + "a"), READING)])
        article = archive.article(surt(HERALD + "a")).id
        for more in (
            {},
            {"wire": packed, "fields": coded},
            {"wire": packed, "fields": coded},
            {"wire": framed, "fields": coded + b"Transfer-Encoding: chunked\r\n"},
            {"wire": packed, "fields": coded + b"Content-Length: 9\r\n", "keep": False},
            {"wire": b"other", "fields": b"Content-Encoding: br\r\n", "keep": False},
            {"wire": b"other", "fields": b"Content-Encoding: br\r\n", "keep": False},
            {"head": b"HTTP/2 200 \r\n\r\n"},
            {
                "head": b"HTTP/1.1 200 OK\nContent-Encoding: br\n\n",
                "wire": b"another",
                "keep": False,
            },
            {"wire": b"more", "fields": of_an_archive, "keep": False},
        ):
            archive.apply(keeper.visit(body=page, **more), [SeeAgain(article, READING)])
    result = Typist(tmp_path / "archive")("export", "bag", "1", "-o", str(tmp_path / "bag"))
    assert "11 captures packed" in result.stderr, result.output
    bag = tmp_path / "bag"
    assert refused(bag, commands(bag), tmp_path) == []

    def leaning_on_another(warc):
        """A repeated body is shown as that of another look; its length stays as it was."""
        parts = [b"\x1f\x8b\x08" + one for one in warc.split(b"\x1f\x8b\x08")[1:]]
        texts = [gzip.decompress(one) for one in parts]
        told = [re.sub(rb"(?<=Refers-To-Date: 2026-03-01T)1\d", b"09", one) for one in texts]
        assert told != texts
        return b"".join(map(pack, told))

    repack(bag, leaning_on_another)
    reseal(bag)
    assert said_by_the_script(bag) == "NOT VERIFIED: the capture of line 3\n"


def test_the_key_in_the_bag_is_what_is_compared(copied, tmp_path):
    """Only the bag's own list said which key it was, and whoever changed the key left the list."""
    key = copied.json("checkpoint")["key"]
    assert copied("export", "bag", "1", "-o", str(tmp_path / "bag")).exit_code == 0
    (command,) = [line for line in commands(tmp_path / "bag") if "openssl pkey " in line]

    def printed():
        words = ["bash", "-c", command]
        done = subprocess.run(words, cwd=tmp_path / "bag", capture_output=True, check=True)
        return f"sha256:{done.stdout.decode().split()[0]}"

    assert printed() == key
    sign_everything_anew(tmp_path / "bag")
    assert printed() != key
    assert key[7:] in (tmp_path / "bag/data/VERIFY.md").read_text()


def test_a_later_checkpoint_brings_the_time_stamp(copied, tmp_path, authority, stamps):
    """No authority answered at the first one: the second covers its captures as well.

    The bag said that nobody had stamped them, and anybody with another key could have made it.
    """
    copied("checkpoint")
    capture_once_more(copied.folder, b"<p>41 people</p>")
    configure(copied.folder, authority, stamps)
    copied("checkpoint")
    bag = tmp_path / "bag"
    assert copied("export", "bag", "1", "1..2", "-o", str(bag)).exit_code == 0
    proofs = json.loads((bag / "data/ledger/proofs.json").read_text())
    assert [one["checkpoint"] for one in proofs] == ["checkpoint-1", "checkpoint-2"] * 2
    assert refused(bag, commands(bag), authority) == []
    assert sum("ts -verify" in line for line in commands(bag)) == 1
    about = (bag / "data/about.html").read_text()
    assert "Others have signed when they saw a checkpoint" in about
    assert "no authority" not in about
    proofs[1]["path"][0] = "00" * 32
    (bag / "data/ledger/proofs.json").write_text(json.dumps(proofs))
    reseal(bag)
    assert "python3" in refused(bag, ["python3 data/verify.py"], authority)


def test_it_is_proved_by_the_checkpoint_that_its_reader_has(copied, tmp_path):
    """Who was given the second of three could hold a bag of the first against nothing."""
    for page in (b"<p>41", b"<p>42", b"<p>43"):
        copied("checkpoint")
        capture_once_more(copied.folder, page)
    kept = [one["note"] for one in copied.json("checkpoint", "--list")]
    (tmp_path / "mail").write_text(kept[1].replace("\n", "\r\n"))
    bag, given = tmp_path / "bag", ["--checkpoint", str(tmp_path / "mail")]
    assert copied("export", "bag", "1", "1..2", "-o", str(bag), *given).exit_code == 0
    proofs = json.loads((bag / "data/ledger/proofs.json").read_text())
    assert [one["checkpoint"] for one in proofs] == ["checkpoint-1", "checkpoint-2"] * 2
    assert (bag / "data/ledger/checkpoint-2.txt").read_text() == kept[1]
    assert refused(bag, commands(bag), tmp_path) == []
    (tmp_path / "mail").write_text(kept[1].replace("time 2", "time 3"))
    result = copied("export", "bag", "1", "-o", str(tmp_path / "other"), *given)
    assert result.exit_code == 1, result.stderr
    assert "checkpoint --list" in result.stderr
    assert copied("export", "warc", "-o", str(tmp_path / "w"), *given).exit_code == 2


def test_what_no_authority_stamped_is_counted(copied, tmp_path, authority, stamps):
    """The first capture is under a time-stamp, and the second is not: the page says so."""
    configure(copied.folder, authority, stamps)
    copied("checkpoint")
    with Archive.open_to_write(copied.folder) as archive:
        again = Keeper(archive, archive.outlets()[0]).visit(FERRY, b"<p>21 people</p>")
        reading = archive.latest_extraction(1)
        archive.apply(again, [SeeAgain(1, reading)])
    (copied.folder / "variorum.toml").write_text("")
    bag = tmp_path / "bag"
    assert copied("export", "bag", "1", "1..3", "-o", str(bag)).exit_code == 0
    assert "That 1 of the 4 captures were there" in (bag / "data/about.html").read_text()
    assert "1 are under no checkpoint" in (bag / "data/VERIFY.md").read_text()


def test_a_body_that_was_taken_out_is_missed(sealed, authority, tmp_path):
    """A record that claims to repeat another one needs that other one."""
    bag = Path(shutil.copytree(sealed, tmp_path / "bag"))

    def emptied(one):
        text = re.sub(rb"(?<=\r\n\r\n)<.*(?=\r\n\r\n\Z)", b"", one, flags=re.DOTALL)
        top, _, block = text.partition(b"\r\n\r\n")
        size = b"Content-Length: %d" % (len(block) - 4)
        return re.sub(rb"Content-Length: \d+", size, top) + b"\r\n\r\n" + block

    change_records(bag, emptied)
    assert said_by_the_script(bag) == "NOT VERIFIED: the capture of line 0\n"
    assert "python3" in refused(bag, commands(sealed), authority)
