"""``variorum export bag``: what a bag contains, checked with public tools only."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from itertools import accumulate
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from monitor.commands import bagging
from monitor.export import printing
from spiders.urls import surt
from storage.archive import Archive
from storage.intents import BeginArticle, SeeAgain
from tests.commands.bags import (
    change_a_capture,
    commands,
    pack,
    refused,
    repack,
    reseal,
    said_by_the_script,
    seal,
)
from tests.commands.conftest import FERRY, Keeper, Typist
from tests.commands.test_checkpoint import authority
from tests.warc.test_export import HOME as HERALD
from tests.warc.test_export import READING
from tests.warc.test_export import Keeper as WarcKeeper

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")
__all__ = ["authority"]  # a fixture
SCRIPT = Path(printing.__file__).with_name("templates") / "verify_bag.txt"


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch):
    """Only the bag of ``sealed`` is printed: a browser takes seconds."""
    monkeypatch.setattr(printing, "NAMES", ())


@pytest.fixture(scope="module")
def sealed(filled, tmp_path_factory, authority):
    """A bag under a time-stamped checkpoint."""
    return seal(filled, tmp_path_factory.mktemp("bags"), authority)


def test_a_bag_holds(sealed, authority):
    """Every command of VERIFY.md succeeds: checksums, signatures, the time-stamp, the script."""
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
    """A bag of many captures takes minutes, during which nothing was shown."""
    shown = []
    count, _ = bagging.pack(copied.folder, ("1", "1..2"), tmp_path / "bag", shown.append)
    assert shown[0] == "making a checkpoint"
    assert f"{count} captures packed" in shown
    assert "printing" in shown[-1]


def test_bagit_python_accepts_it(sealed):
    """The reference implementation of BagIt considers it valid."""
    bagit = pytest.importorskip("bagit")
    assert bagit.Bag(str(sealed)).is_valid()


def test_the_key_that_signs_the_files_is_that_of_a_checkpoint(sealed):
    """Otherwise anybody could sign other pages with sound captures; the bag says which it is."""
    told = (sealed / "data/VERIFY.md").read_text(encoding="utf-8")
    assert "The same key signed a checkpoint below" in told
    assert len(re.findall(r"^- `[0-9a-f]{64}`$", told, re.MULTILINE)) == 1


def test_the_sentence_is_found_in_the_page_as_it_was_sent(sealed):
    """The body that each revision was read from is there as text, its digest in the ledger."""
    lines = (sealed / "data/ledger/lines.jsonl").read_text(encoding="utf-8").splitlines()
    digests = {json.loads(line)["payload"] for line in lines}
    for number in (1, 2):
        name = f"data/pages/revision-{number}-as-sent.txt"
        body = (sealed / name).read_bytes()
        assert body
        assert f"sha256:{hashlib.sha256(body).hexdigest()}" in digests
        assert name in (sealed / "data/VERIFY.md").read_text(encoding="utf-8")


def test_the_bag_tells_times_to_the_second(sealed):
    """Two visits within a minute must not look like one."""
    told = (sealed / "data/about.html").read_text(encoding="utf-8")
    assert re.search(r"seen (at|from) \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", told)


def functions_of_the_script() -> dict[str, Any]:
    """The script's functions, without its main part."""
    names: dict[str, Any] = {"__file__": str(SCRIPT)}
    exec(SCRIPT.read_text(encoding="utf-8").partition("\ntags = ")[0], names)
    return names


def test_the_script_reads_a_large_package_once():
    """The remainder was copied after each record: gigabytes for thousands of captures."""
    record = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 90000\r\n\r\n%s\r\n\r\n"
    bodies = [random.Random(number).randbytes(90_000) for number in range(4)]
    members = [gzip.compress(record % body) for body in bodies]
    starts, package = accumulate(map(len, members), initial=0), b"".join(members)
    names, taken = functions_of_the_script(), []

    class Counting:
        """Notes how much is unpacked at once."""

        def __init__(self, form):
            self.made = zlib.decompressobj(form)

        def decompress(self, data):
            taken.append(len(data))
            return self.made.decompress(data)

        def __getattr__(self, name):
            return getattr(self.made, name)

    names["zlib"] = SimpleNamespace(decompressobj=Counting)
    found = [(place, body) for place, _, _, body in names["records"]("all.gz", package)]
    places = [("all.gz", str(at), str(len(one))) for at, one in zip(starts, members, strict=False)]
    assert found == [*zip(places, bodies, strict=True)]
    assert max(taken) <= 1 << 16 < min(map(len, members))
    with pytest.raises(SystemExit, match="a record read in two ways"):
        list(names["records"]("all.gz", package[:-1]))


def test_the_script_reads_a_time_once():
    """Each line is compared with each record: for 2,000 captures, four million times were read."""
    names, read = functions_of_the_script(), []
    names["re"] = SimpleNamespace(sub=lambda *words: read.append(words) or re.sub(*words))
    assert {names["second"]("2026-03-01T12:00:05.123456Z") for _ in range(9)} == {"20260301120005"}
    assert len(read) == 1


def test_the_script_is_short_and_needs_nothing(sealed, tmp_path):
    """Some 130 lines of code, standard library only, the same in every bag."""
    text = SCRIPT.read_text(encoding="utf-8")
    code = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert len(code) <= 136
    assert (sealed / "data" / "verify.py").read_text(encoding="utf-8") == text
    imported = set(
        re.findall(r"[\w.]+", " ".join(re.findall(r"^(?:import|from) (.*)$", text, re.MULTILINE)))
    )
    assert imported <= {*sys.stdlib_module_names, "import", "Path"}
    words = [sys.executable, "-I", "-S", str(sealed / "data" / "verify.py")]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=True, text=True)
    assert done.stdout.startswith("VERIFIED: 2 captures")


def test_a_script_of_ones_own_is_told_where_the_bag_is(sealed, tmp_path):
    """If another version were put into the bag, it would count as a changed file."""
    own = Path(shutil.copy(SCRIPT, tmp_path / "own.py"))
    own.write_text(own.read_text() + "# of another version\n")

    def said(bag):
        words = [sys.executable, "-I", str(own), str(bag)]
        return subprocess.run(words, capture_output=True, check=False, text=True)

    assert said(sealed).stdout.startswith("VERIFIED: 2 captures")
    bag = Path(shutil.copytree(sealed, tmp_path / "bag"))
    change_a_capture(bag)
    assert said(bag).stderr == "NOT VERIFIED: the capture of line 0\n"
    elsewhere = said(tmp_path)
    assert elsewhere.stderr == f"NOT VERIFIED: {tmp_path.resolve()} is the folder of no bag\n"
    assert elsewhere.returncode == 1


def test_what_it_proves_is_told(sealed):
    """In plain words, with what it does not prove, along with both pages and their diff."""
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
    """If a browser is installed, the bag also has each page as PDF."""
    pages = sorted(path.name for path in (sealed / "data" / "pages").glob("*.pdf"))
    assert pages == ["revision-1.pdf", "revision-2.pdf", "what-changed.pdf"]


def test_a_browser_that_leaves_helpers_behind_stops_nothing(monkeypatch, tmp_path):
    """They write to its folder while it is being deleted: they are ended, and the page is there."""
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


def test_a_zip_file(copied, tmp_path):
    """It contains one folder with the file's name, as BagIt wants."""
    target = tmp_path / "story.zip"
    assert copied("export", "bag", "1", "2..1", "-o", str(target)).exit_code == 0
    with zipfile.ZipFile(target) as opened:
        assert {name.split("/")[0] for name in opened.namelist()} == {"story"}
        opened.extractall(tmp_path)
    assert refused(tmp_path / "story", commands(tmp_path / "story"), tmp_path) == []


def test_without_a_browser(copied, tmp_path):
    """The pages are HTML only, and the bag says that there is no PDF."""
    copied("export", "bag", "1", "-o", str(tmp_path / "bag"))
    assert not list((tmp_path / "bag").rglob("*.pdf"))
    assert "There is no PDF" in (tmp_path / "bag" / "data" / "about.html").read_text()


def test_one_revision_is_not_compared_with_itself(copied, tmp_path):
    """A bag can be about what a page said on a date, without a change."""
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
    """The bag said that we had fetched it ourselves, at a time that comes from another file."""
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
    assert "imported" not in about[0]
    assert "Of these responses, 1 was not fetched by Variorum" in about[1]
    assert "1 from <code>&lt;old&gt;.warc.gz</code>." in about[1]
    lines = (bag / "data/ledger/lines.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["software"].endswith("(taken in from <old>.warc.gz)")


def test_a_package_is_signed(copied, tmp_path):
    """If the archive has a key, a WACZ is signed in the form that replayweb.page checks."""
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
    """As sent, gzip, chunked, repeated, decoded, over HTTP/2, with bare LF, from a web archive."""
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
        """Show a repeated body as that of another visit; its length stays the same."""
        parts = [b"\x1f\x8b\x08" + one for one in warc.split(b"\x1f\x8b\x08")[1:]]
        texts = [gzip.decompress(one) for one in parts]
        told = [re.sub(rb"(?<=Refers-To-Date: 2026-03-01T)1\d", b"09", one) for one in texts]
        assert told != texts
        return b"".join(map(pack, told))

    repack(bag, leaning_on_another)
    reseal(bag)
    assert said_by_the_script(bag) == "NOT VERIFIED: the capture of line 3\n"
