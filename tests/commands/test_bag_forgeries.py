"""The script refuses a bag in which some reader of WARC, WACZ or ZIP finds something else.

A forger lists the files again, and can sign that list: whoever packs a bag has a key.
"""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import struct
import zipfile
from pathlib import Path

import pytest

from monitor.export import printing
from storage.archive import Archive
from storage.intents import JoinArticle, SeeAgain
from storage.proof import merkle
from tests.commands.bags import (
    change_index,
    change_records,
    pack,
    records,
    repack,
    replace,
    reseal,
    said_by_the_script,
)
from tests.commands.conftest import FERRY, Keeper, Typist
from tests.warc.test_export import READING

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")
ELSEWHERE = b"https://elsewhere.example/"
END = struct.Struct("<4sHHHHLLH")
"""The end of a ZIP file: its last fields are the directory's size and offset, and a comment."""


@pytest.fixture(scope="module")
def packed(filled, tmp_path_factory):
    """A bag of two revisions, with a further visit that received the bytes of the first again."""
    folder = tmp_path_factory.mktemp("bags")
    typist = Typist(Path(shutil.copytree(filled, folder / "archive")))
    with Archive.open_to_write(typist.folder) as archive:
        keeper = Keeper(archive, archive.outlets()[0])
        reading = archive.latest_extraction(1)
        seen = archive.captures_of_revision(archive.revision(1))[0]
        body = archive.payload(seen.payload)
        archive.apply(keeper.visit(FERRY, body), [SeeAgain(1, reading)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "NAMES", ())
        assert typist("export", "bag", "1", "1..3", "-o", str(folder / "bag")).exit_code == 0
    assert said_by_the_script(folder / "bag") == ""
    return folder / "bag"


def wacz_of(bag):
    return bag / "data" / "captures.wacz"


# --- a ZIP file with two lists of files ----------------------------------------------------------
def other_package(data):
    """The package with other pages in it, and a large filler file at its end."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name.startswith("archive/"):
                body = b"".join(pack(one.replace(b"ferry", b"Ferry")) for one in records(body))
            new.writestr(name, body)
        new.writestr("room", bytes(len(data)))
    return made.getvalue()


def moved(directory, by):
    """The ZIP directory with the offset of each file raised by this many bytes."""
    made, at = bytearray(directory), 0
    while at < len(made):
        names = struct.unpack_from("<HHH", made, at + 28)
        (place,) = struct.unpack_from("<L", made, at + 42)
        struct.pack_into("<L", made, at + 42, place + by)
        at += 46 + sum(names)
    return bytes(made)


def put_a_package_in_front(bag):
    """The end names the directory of the first package; Python takes the one right before it."""
    good = wacz_of(bag).read_bytes()
    bad = other_package(good)
    *_, size, start, _ = END.unpack(good[-22:])
    bad_start = END.unpack(bad[-22:])[-2]
    directory = moved(good[start : start + size], bad_start - start)
    end = bytearray(good[-22:])
    struct.pack_into("<L", end, 16, bad_start)
    wacz_of(bag).write_bytes(bad + good[:start] + directory + end)
    reseal(bag)


def list_the_files_twice(bag):
    """Add a ZIP64 end, which Python always uses, and others only if the plain end asks for it."""
    good = wacz_of(bag).read_bytes()
    bad = other_package(good)
    _, _, _, count, _, size, start, _ = END.unpack(good[-22:])
    directory = moved(good[start : start + size], len(bad))
    place = len(bad) + start
    wide = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, place)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, place + size, 1)
    wacz_of(bag).write_bytes(bad + good[:start] + directory + wide + locator + bad[-22:])
    reseal(bag)


def end_the_package_twice(bag):
    """The comment of the end is another end: some readers search forwards, others backwards."""
    good = wacz_of(bag).read_bytes()
    wacz_of(bag).write_bytes(good[:-2] + struct.pack("<H", 22) + good[-22:])
    reseal(bag)


# --- a record that is read in two ways -----------------------------------------------------------
def put_before_the_address(line):
    """Insert a line that readers differ about: on the first colon, on spaces, or on line ends."""
    return lambda bag: change_records(
        bag, lambda one: one.replace(b"\r\nWARC-Target-URI: ", line + b"\r\nWARC-Target-URI: ", 1)
    )


def go_on_behind_the_address(bag):
    """Readers that know folded headers add a line that begins with a space to the one before."""
    address = rb"(\r\nWARC-Target-URI: [^\r]*)"
    change_records(bag, lambda one: re.sub(address, rb"\1\r\n and: more", one, count=1))


def exchange_in_responses(old, new):
    def other(one):
        return re.sub(old, new, one, count=1) if b"WARC-Type: response" in one else one

    return lambda bag: change_records(bag, other)


def empty_a_repeated_page(bag):
    """A page that was sent whole is shown as an empty one; the digest is another record's."""
    change_records(bag, lambda one: one.replace(b"WARC-Type: revisit", b"WARC-Type: response"))


def show_another_page(bag):
    """A full response that claims to be a revisit is shown as the page it refers to."""
    first = []

    def other(one):
        if b"WARC-Type: response" not in one:
            return one
        told = [
            re.search(rb"WARC-%b: ([^\r]+)" % name, one)[1] for name in (b"Target-URI", b"Date")
        ]
        if not first:
            first.extend(told)
            return one
        lines = b"\r\nWARC-Refers-To-Target-URI: %b\r\nWARC-Refers-To-Date: %b" % tuple(first)
        return one.replace(b"WARC-Type: response", b"WARC-Type: revisit" + lines)

    change_records(bag, other)


def cut_the_last_record(bag):
    """Its checksum is missing, so strict readers lose the record."""
    repack(bag, lambda warc: warc[:-8])
    reseal(bag)


# --- an index that leads elsewhere, or nowhere ---------------------------------------------------
def change_what_the_index_says(**other):
    return lambda bag: change_index(bag, lambda key, at, one: (key, at, one | other))


def hide_a_capture(bag):
    """It is in the file, but replay of the package never reaches it."""
    places = []

    def other(key, at, one):
        places.append(one["offset"])
        return (key, at, one) if one["offset"] == places[0] else None

    change_index(bag, other)


def hide_all_in_a_block(bag):
    """The index itself is sound, but no look-up finds a block of it."""
    repack(bag, lambda _: b"!meta 0 {}\n", "indexes/index.idx")
    reseal(bag)


def show_it_elsewhere(bag):
    """The page of one address is found under another address."""
    change_index(bag, lambda key, at, one: (key.replace("ferry", "bridge"), at, one))


def lead_to_a_block_at_once(bag):
    """The first line of the index of blocks describes the file, and was not checked."""
    line = b'a 1 {"offset": 0, "length": 9, "filename": "elsewhere.gz"}\n'
    repack(bag, lambda lines: line + lines.split(b"\n", 1)[1], "indexes/index.idx")
    reseal(bag)


# --- a checkpoint of one's own -------------------------------------------------------------------
def prove_by_a_checkpoint_elsewhere(bag):
    """Captures are dated years back, under the root of a note whose signature nobody checks."""
    ledger, note = bag / "data" / "ledger", bag / "data" / "pages" / "checkpoint-1.txt"
    replace(bag, "data/ledger/lines.jsonl", b'"captured_at":"2026', b'"captured_at":"2019', -1)
    lines = (ledger / "lines.jsonl").read_bytes()
    places = {json.loads(line)["index"]: merkle.leaf_hash(line) for line in lines.splitlines()}
    leaves = [places.get(index, bytes(32)) for index in range(max(places) + 1)]

    def run(start, end):
        return merkle.fold(leaves[start:end])

    text = b"own\n%d\n%b\n" % (len(leaves), base64.b64encode(merkle.fold(leaves)))
    note.write_bytes(text + b"\n\xe2\x80\x94 own " + base64.b64encode(bytes(68)) + b"\n")
    note.with_suffix(".text").write_bytes(text)
    note.with_suffix(".sig").write_bytes(bytes(64))
    proofs = [
        {"index": index, "checkpoint": "../pages/checkpoint-1"}
        | {"path": [one.hex() for one in merkle.inclusion(run, index, len(leaves))]}
        for index in places
    ]
    (ledger / "proofs.json").write_text(json.dumps(proofs))
    change_records(bag, lambda one: re.sub(rb"(-Date: )2026", rb"\g<1>2019", one))
    change_index(bag, lambda key, at, one: (key, at.replace("2026", "2019", 1), one))


FORGERIES = {
    put_a_package_in_front: "a package read in two ways",
    list_the_files_twice: "a package read in two ways",
    end_the_package_twice: "a package read in two ways",
    go_on_behind_the_address: "a record read in two ways",
    empty_a_repeated_page: "the capture of line 6",
    show_another_page: "a record read in two ways",
    cut_the_last_record: "a record read in two ways",
    hide_a_capture: "where the index leads to",
    hide_all_in_a_block: "where the index leads to",
    show_it_elsewhere: "where the index leads to",
    lead_to_a_block_at_once: "where the index leads to",
    prove_by_a_checkpoint_elsewhere: "a checkpoint that stands elsewhere",
}
RECORD, INDEX = "a record read in two ways", "where the index leads to"
NAMED = {
    "no space": (put_before_the_address(b"\r\nWARC-Target-URI:" + ELSEWHERE + b"?a: b"), RECORD),
    "a space more": (put_before_the_address(b"\r\nWARC-Target-URI : " + ELSEWHERE), RECORD),
    "a line feed": (put_before_the_address(b"\r\nA: b\nWARC-Target-URI: " + ELSEWHERE), RECORD),
    "a segment": (put_before_the_address(b"\r\nWARC-Segment-Number: 1"), RECORD),
    "another kind": (
        exchange_in_responses(rb"(?<=Content-Type: )application/http[^\r]*", b"text/plain"),
        RECORD,
    ),
    "another host": (
        exchange_in_responses(rb"\r\n(?=WARC-Block)", b"\r\nWARC-IP-Address: 203.0.113.9\r\n"),
        "the capture of line 0",
    ),
    "cut off": (
        exchange_in_responses(rb"\r\n(?=WARC-Block)", b"\r\nWARC-Truncated: length\r\n"),
        "the capture of line 0",
    ),
    "another status": (change_what_the_index_says(status="404"), INDEX),
    "a repeated one": (change_what_the_index_says(mime="warc/revisit"), INDEX),
    "another digest": (change_what_the_index_says(digest="sha256:0"), INDEX),
}


@pytest.mark.parametrize(
    ("forge", "why"),
    [*FORGERIES.items(), *NAMED.values()],
    ids=[*(one.__name__ for one in FORGERIES), *NAMED],
)
def test_a_forgery_is_refused(packed, tmp_path, forge, why):
    """Each of these passed the script, though some reader shows another page for it, or none."""
    bag = Path(shutil.copytree(packed, tmp_path / "bag"))
    before = [path.read_bytes() for path in sorted(bag.rglob("*")) if path.is_file()]
    forge(bag)
    assert before != [path.read_bytes() for path in sorted(bag.rglob("*")) if path.is_file()]
    assert said_by_the_script(bag) == f"NOT VERIFIED: {why}\n"


def test_the_script_says_when_a_page_was_sent_and_by_which_checkpoint(packed, tmp_path):
    """A reader of its output can notice two exchanged pages, or one more checkpoint."""
    bag = Path(shutil.copytree(packed, tmp_path / "bag"))
    said = said_by_the_script(bag, stream="stdout")
    assert "agree with the ledger and checkpoint-1\n" in said
    one, two = sorted(bag.glob("data/pages/*-as-sent.txt"))
    told = re.findall(r"^(\S+) is the page sent at (.+)$", said, re.MULTILINE)
    (first, early), (second, late) = told
    assert [first, second] == [one.name, two.name]
    assert early.startswith("2026-03-01T08:")
    assert early < late
    pages = one.read_bytes(), two.read_bytes()
    one.write_bytes(pages[1])
    two.write_bytes(pages[0])
    reseal(bag)
    assert f"{first} is the page sent at {late}\n" in said_by_the_script(bag, stream="stdout")


def test_a_sound_bag_is_refused_for_no_address_of_its_pages(tmp_path):
    """Host names may begin with a digit, with or without ``www``; paths may have any form."""
    names = ("www.7harbour.example", "7harbour.example", "www2.harbour.example", "www.www.example")
    paths = ("", "A/b.aspx", "a//b/", "a/../b", "(S(a))/b?b=2&a=1", "%C3%A4-ä", "a;b=c", "~a:8/")
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://www.harbour.example/", READING)
        for name in names:
            for path in paths:
                url = f"https://{name}/{path}"
                archive.apply(keeper.visit(url, b"<p>one"), [JoinArticle(1), SeeAgain(1, READING)])
    typist = Typist(tmp_path / "archive")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "NAMES", ())
        result = typist("export", "bag", "1", "-o", str(tmp_path / "bag"))
    assert "33 captures packed" in result.stderr
    assert said_by_the_script(tmp_path / "bag") == ""
