"""WACZ files of others are imported without unpacking, and broken files say where they end."""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
import zipfile
from io import BytesIO

import pytest

from monitor.export.export import Export
from monitor.export.selection import Selection
from monitor.export.wacz import write_wacz
from monitor.importing import sources
from monitor.importing.transactions import transactions
from storage.archive import Archive
from storage.errors import InputError
from storage.payload.compaction import Compaction
from storage.warc.records import Fault
from tests.warc import makers
from tests.warc.test_import import SECOND, Intake, page, response

DATES = ("2016-03-01T08:00:00Z", "2017-03-01T08:00:00Z", "2018-03-01T08:00:00Z")


@pytest.fixture
def intake(tmp_path, blank):
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        yield Intake(tmp_path, archive)


def warc(*records):
    return makers.packed(makers.info(), *records)


def wacz(folder, members, *, packed=zipfile.ZIP_STORED, description=None, name="a.wacz"):
    """Make a ZIP file of these members, described with their digests."""
    told = {
        "resources": [
            {"path": path, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
            for path, data in members.items()
        ]
    }
    path = folder / name
    with zipfile.ZipFile(path, "w", packed) as opened:
        for inner, data in members.items():
            opened.writestr(inner, data)
        opened.writestr("datapackage.json", json.dumps(description or told))
    return path


@pytest.mark.parametrize("packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_warc_of_a_wacz_comes_in(intake, tmp_path, packed):
    """Several files are imported in the order of their names, compressed or not."""
    members = {
        "archive/b.warc.gz": warc(response(page(SECOND), date=DATES[1])),
        "archive/a.warc.gz": warc(response(date=DATES[0])),
        "archive/c.warc": makers.info() + response(path="/news/plain-one-of-them"),
        "indexes/index.cdx.gz": b"\x1f\x8b",
        "pages/pages.jsonl": b"{}",
    }
    done = intake(wacz(tmp_path, members, packed=packed))
    assert (done.captures, done.articles_new, done.revisions_new) == (3, 2, 1)
    assert intake.faults == []
    again = intake(tmp_path / "a.wacz")
    assert (again.captures, again.skipped) == (0, {"known already": 3})


def test_what_we_exported_comes_in_again(intake, tmp_path):
    """Import, export as WACZ, import elsewhere: the same captures with the same digests."""
    records = [
        response(),
        response(page(SECOND), date=DATES[1]),
        response(date=DATES[1][:3] + "8" + DATES[1][4:]),
    ]
    intake(intake.file(*records))
    target = tmp_path / "out.wacz"
    with target.open("wb") as stream:
        write_wacz(Export(intake.archive, Selection()), stream)
    with Archive.create(tmp_path / "other") as other:
        elsewhere = Intake(tmp_path, other)
        done = elsewhere(target)
        assert (done.captures, elsewhere.faults) == (3, [])

        def told(captures):
            return [(one.url, one.captured_at, one.payload, one.wire_digest) for one in captures]

        assert told(elsewhere.captures()) == told(intake.captures())
        assert elsewhere.texts() == intake.texts()


def test_a_wacz_that_was_changed_is_told(intake, tmp_path):
    """A file that differs from its description is reported, and what is sound is imported."""
    members = {"archive/a.warc.gz": warc(response())}
    description = {"resources": [{"path": "archive/a.warc.gz", "hash": "sha256:" + "0" * 64}]}
    done = intake(wacz(tmp_path, members, description=description))
    assert done.captures == 1
    assert intake.faults == [("a.wacz", "archive/a.warc.gz is not what datapackage.json says")]


SEALS = {
    "described by nothing": ("{", {}, "datapackage.json cannot be read"),
    "of other things": ("[]", {}, "datapackage.json cannot be read"),
    "sealed as another": (
        '{"resources": []}',
        {"hash": "sha256:" + "0" * 64},
        "datapackage.json is not what datapackage-digest.json says",
    ),
    "sealed in another way": ('{"resources": []}', {"hash": "md5:00"}, None),
    "sealed by nothing": ('{"resources": []}', [], None),
}


@pytest.mark.parametrize(("text", "seal", "told"), SEALS.values(), ids=SEALS)
def test_a_description_that_is_none_is_told(intake, tmp_path, text, seal, told):
    """Such a package was as good as a sound one: nothing of it was compared with anything."""
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("archive/a.warc.gz", warc(response()))
        opened.writestr("datapackage.json", text)
        opened.writestr("datapackage-digest.json", json.dumps(seal))
    assert intake(path).captures == 1
    assert [what for _, what in intake.faults] == ([told] if told else [])


@pytest.mark.parametrize("hurt", ["datapackage.json", "datapackage-digest.json"])
def test_a_description_that_is_damaged_keeps_nothing_out(intake, tmp_path, hurt):
    """Its bytes are not what the ZIP file says; those of the pages are."""
    told = {"datapackage.json": '{"resources": []}', "datapackage-digest.json": '{"hash": "md5:"}'}
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("archive/a.warc.gz", warc(response()))
        for name, text in told.items():
            opened.writestr(name, text)
    data = path.read_bytes()
    path.write_bytes(data.replace(told[hurt].encode(), told[hurt].upper().encode()))
    assert intake(path).captures == 1


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_both_read(intake, tmp_path):
    """The last was read twice, and what the first holds was lost without a word."""
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as opened:
        for record in (response(), response(path="/news/plain-one-of-them")):
            opened.writestr("archive/a.warc.gz", warc(record))
    assert intake(path).captures == 2
    assert intake.faults == [("a.wacz", "archive/a.warc.gz is there 2 times")]


def outside(folder):
    """All that exists outside the archive's own files."""
    return sorted(one for one in folder.rglob("*") if not one.name.startswith("archive"))


def test_names_lead_nowhere(intake, tmp_path):
    """Members called ../x or /x are read like any other, and nothing is written for them."""
    before = outside(tmp_path)
    members = {
        "../../evil.warc.gz": warc(response()),
        "/etc/evil.warc": makers.info() + response(path="/news/second-story-of-it"),
    }
    path = wacz(tmp_path, members)
    assert intake(path).captures == 2
    assert outside(tmp_path) == sorted([*before, path])


def test_a_member_that_swells_is_not_taken(intake, tmp_path, monkeypatch):
    """A bomb is recognised by its own lengths, before any of it is unpacked."""
    monkeypatch.setattr(sources, "_LARGE", 1_000_000)
    members = {"archive/a.warc": bytes(3_000_000), "archive/b.warc.gz": warc(response())}
    done = intake(
        wacz(tmp_path, members, packed=zipfile.ZIP_DEFLATED, description={"resources": []})
    )
    assert done.captures == 1
    [(_, why)] = intake.faults
    assert "swells from" in why


def test_members_that_lie_over_each_other(intake, tmp_path):
    """Many names for the same bytes are another kind of bomb: the file is refused."""
    path = wacz(tmp_path, {"archive/a.warc.gz": warc(response()), "archive/b.warc.gz": warc()})
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x01\x02"))
    struct.pack_into("<I", data, second + 42, 0)  # the offset where its bytes begin
    path.write_bytes(data)
    with pytest.raises(InputError, match="cannot be imported"):
        intake(path)


def test_lengths_that_lie(intake, tmp_path):
    """A member with too short a length ends there, reported; with too long a one it is whole."""
    good = warc(response(), response(page(SECOND), date=DATES[1]))
    for change in (-200, -1, 100, 2**31):
        path = wacz(tmp_path, {"archive/a.warc.gz": good}, packed=zipfile.ZIP_DEFLATED)
        data = bytearray(path.read_bytes())
        place = data.index(b"PK\x01\x02")
        struct.pack_into("<I", data, place + 24, len(good) + change)
        path.write_bytes(data)
        intake(path)
        told = any("damaged" in why or "early" in why for _, why in intake.faults)
        assert told or (change > 0 and len(intake.captures()) == 2), change


def test_a_flipped_bit_within_a_member_is_told(intake, tmp_path):
    """The ZIP file has its own checksum, and what it shows is reported."""
    path = wacz(tmp_path, {"archive/a.warc": makers.info() + response()})
    data = path.read_bytes()
    path.write_bytes(data.replace(b"much", b"MUCH").replace(b"harbour", b"hArbour", 1))
    intake(path)
    assert any("damaged" in why for _, why in intake.faults)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + bytes(500)])
def test_a_broken_zip_file_is_refused(intake, tmp_path, data):
    """A download that stopped is refused as a whole, with what to do."""
    path = tmp_path / "a.wacz"
    path.write_bytes(data)
    with pytest.raises(InputError, match="cannot be read"):
        intake(path)


def test_an_encrypted_member_is_told(intake, tmp_path):
    """Without its password it is skipped; the other members are imported."""
    path = wacz(tmp_path, {"archive/a.warc.gz": warc(response()), "archive/b.warc.gz": warc()})
    data = bytearray(path.read_bytes())
    last = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x01\x02"))
    data[last + 8] |= 1
    path.write_bytes(data)
    assert intake(path).captures == 1
    assert any("encrypted" in why for _, why in intake.faults)


# --- where a file ends -----------------------------------------------------------------------
def ends_of(pack):
    """Where the records of a file end: a file cut there is complete."""
    records = [makers.info(), response(), makers.request(), response(page(SECOND), date=DATES[1])]
    parts = [pack(one) for one in records]
    ends = {sum(map(len, parts[:count])) for count in range(len(parts) + 1)}
    return b"".join(parts), ends


@pytest.mark.parametrize("pack", [makers.packed, makers.frames, lambda one: one])
def test_a_file_that_ends_inside_a_record_is_always_told(pack):
    """Cut anywhere but between two records, the file is reported to end too early."""
    data, ends = ends_of(pack)
    for cut in range(1, len(data)):
        found = list(transactions(BytesIO(data[:cut]), 2**20))
        told = [one for one in found if isinstance(one, Fault)]
        assert bool(told) == (cut not in ends), cut


def test_a_request_that_is_damaged_is_told(intake):
    """It is left out and reported; the response is imported."""
    broken = makers.request().replace(b"GET /story", b"GET /stOry")
    done = intake(intake.file(response(record_id=makers.RESPONSE_ID), broken))
    assert done.captures == 1
    assert [why for _, why in intake.faults] == ["the block is not what its digest says"]


# --- what is kept of it ----------------------------------------------------------------------
def test_a_file_whose_first_bytes_are_damaged_is_read_from_its_first_record_on(intake):
    """It was taken for no WARC file at all, and all of its records were refused with the first."""
    whole = intake.file(response(), response(path="/news/another-story")).read_bytes()
    told = intake(intake.file(data=b"\xe0" + whole[1:]))
    assert told.captures == 2
    [(name, what)] = intake.faults
    assert (name, "that are no record" in what) == ("a.warc.gz", True)


def test_the_source_is_noted(intake, tmp_path):
    """Each visit records the file, or the member of a package, that it came from."""
    intake(wacz(tmp_path, {"archive/a.warc.gz": warc(response())}))
    intake(intake.file(response(page(SECOND), date=DATES[1]), name="b.warc.gz"))
    names = ["a.wacz: archive/a.warc.gz", "b.warc.gz"]
    assert [capture.imported_from for capture in intake.captures()] == names
    told = [json.loads(line)["software"] for line in intake.archive.ledger.lines()]
    assert [one.partition(" (")[2] for one in told] == [f"taken in from {name})" for name in names]
    assert intake.archive.verify() == []


def test_the_bytes_on_the_wire_are_kept_until_they_can_be_made_again(intake):
    """Nothing is tried while a file is imported, and nothing is lost by that."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    usual = gzip.compress(page(), 6, mtime=0)
    strange = gzip.compress(page(SECOND)[:200], 1) + gzip.compress(page(SECOND)[200:], 9)
    intake(
        intake.file(
            response(usual, head=head, date=DATES[0]), response(strange, head=head, date=DATES[1])
        )
    )
    first, second = intake.captures()
    archive = intake.archive
    for _ in range(2):
        assert (archive.wire(first.id), archive.wire(second.id)) == (usual, strange)
        assert archive.verify() == []
        rows = archive.counts()["payloads"]
        proved = archive._captures.prove(first.id), archive._captures.prove(second.id)
    assert proved == (None, None)
    assert rows == 3


def test_compaction_proves_what_came_in(intake):
    """Wire bytes that zlib makes again are dropped; all others are kept, to the byte."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
    chunks = head + b"Transfer-Encoding: chunked\r\n"
    usual = gzip.compress(page(), 6, mtime=0)
    framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(usual), usual)
    strange = gzip.compress(page(SECOND)[:200], 1) + gzip.compress(page(SECOND)[200:], 9)
    records = [(usual, head), (framed, chunks), (strange, head)]
    intake(
        intake.file(
            *(
                response(body, head=start + b"\r\n", date=DATES[at])
                for at, (body, start) in enumerate(records)
            )
        )
    )
    archive, bodies = intake.archive, [body for body, _ in records]
    ids = [capture.id for capture in intake.captures()]
    kept = "SELECT count(*) FROM captures WHERE wire_id IS NOT NULL"
    assert archive._database.value(kept) == 3
    report = Compaction(archive).run(lambda _done, _total: None)
    assert (report.proved, archive._database.value(kept)) == (2, 1)
    assert [archive.wire(one) for one in ids] == bodies
    assert archive.verify() == []
    assert Compaction(archive).run(lambda _done, _total: None).proved == 0


def test_a_protocol_that_has_no_status_line_makes_the_round_trip(intake, tmp_path):
    """HTTP/2 is written as HTTP/1.1 for readers, and is imported again as it was."""
    head = b"HTTP/2 200\r\nContent-Type: text/html\r\n\r\n"
    intake(intake.file(response(head=head)))
    target = tmp_path / "out.wacz"
    with target.open("wb") as stream:
        write_wacz(Export(intake.archive, Selection()), stream)
    with Archive.create(tmp_path / "other") as other:
        elsewhere = Intake(tmp_path, other)
        elsewhere(target)
        [capture] = elsewhere.captures()
        assert other.heads(capture.id)[1] == head
