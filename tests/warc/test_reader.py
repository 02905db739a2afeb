"""Reading WARC files, sound and broken, in bounded memory."""

from __future__ import annotations

import gzip
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.warc.reader import read_records
from storage.warc.records import Fault, parse_date, parse_digest
from storage.zstandard import zstd
from tests.warc import makers


def read(data):
    """What a file contains: (type, block) of each record, and the texts of all faults."""
    records, faults = [], []
    for item in read_records(makers.stream(data)):
        if isinstance(item, Fault):
            faults.append(item)
            continue
        block = item.read_all(10**9)
        item.finish()
        records.append((item.head.type, block))
        faults += item.faults
    return records, faults


THREE = (makers.info(), makers.response(), makers.request())
BLOCKS = [
    ("warcinfo", b"software: x\r\n"),
    ("response", makers.HEAD + makers.BODY),
    ("request", makers.REQUEST),
]


@pytest.mark.parametrize(
    "data",
    [b"".join(THREE), makers.packed(*THREE), makers.frames(*THREE)],
    ids=["plain", "gzip", "zstd"],
)
def test_every_packing_gives_the_same_records(data):
    """Plain, gzip and zstd files have the same records, without faults."""
    assert read(data) == (BLOCKS, [])


def test_version_1_0_is_read():
    """Files of the older version can be read as well."""
    data = makers.packed(makers.response(version="1.0"))
    assert read(data) == (BLOCKS[1:2], [])


def test_zstd_files_may_begin_with_a_dictionary():
    """A dictionary frame, as some crawlers write it, is used and is no record."""
    samples = [makers.response(body=b"<p>%d words of a story</p>" % n) for n in range(500)]
    dictionary = zstd.train_dict(samples, 4096)
    content = dictionary.dict_content
    head = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    one = zstd.compress(makers.response(), zstd_dict=dictionary)
    assert read(head + one) == (BLOCKS[1:2], [])


def test_a_dictionary_that_is_cut_off_is_told():
    """By its wrong length all of the file would be part of it."""
    data = b"\x5d\x2a\x4d\x18" + (2**32 - 1).to_bytes(4, "little") + makers.frames(*THREE)
    records, faults = read(data)
    assert records == []
    assert [fault.what for fault in faults] == [f"{len(data)} bytes that are no record"]


def test_a_file_packed_as_a_whole_is_read_and_told():
    """One gzip member around all records loses random access, but no bytes."""
    records, faults = read(gzip.compress(b"".join(THREE)))
    assert records == BLOCKS
    assert [fault.what for fault in faults] == ["not a gzip member of its own"] * 2


@pytest.mark.parametrize("pack", [makers.packed, lambda *records: b"".join(records)])
@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (makers.response(length=len(makers.HEAD + makers.BODY) - 5), "Content-Length lies"),
        (makers.response(end=b""), "two line breaks"),
        (makers.response(change={"Content-Length": None}), "no Content-Length"),
        (makers.response(change={"Content-Length": "-3"}), "Content-Length of '-3'"),
        (b"rubbish\r\n\r\n", "no record"),
    ],
)
def test_a_broken_record_does_not_hide_the_next(pack, broken, why):
    """Each fault is reported once, with what is wrong, and the records around it are read."""
    records, faults = read(pack(makers.info(), broken, makers.request()))
    assert [records[0], records[-1]] == [BLOCKS[0], BLOCKS[2]]
    assert len(faults) == 1
    assert why in faults[0].what


def test_faults_name_the_offset_of_their_member():
    """The offset of a fault is where the record's member begins in the file."""
    first = makers.packed(makers.info())
    _, faults = read(first + makers.packed(makers.response(end=b"")) + first)
    assert [fault.offset for fault in faults] == [len(first)]


def test_a_length_that_is_too_large_does_not_swallow_the_next_member():
    """A record ends with its member, whatever length it claims."""
    liar = makers.response(length=10**15)
    records, faults = read(makers.packed(liar, makers.request()))
    assert records[-1] == BLOCKS[2]
    assert "before its Content-Length says" in faults[0].what


@pytest.mark.parametrize("pack", [makers.packed, makers.frames])
def test_a_tail_that_is_cut_off_is_told(pack):
    """As a killed writer leaves it: the records before it, and one fault."""
    data = pack(*THREE)
    whole = len(pack(*THREE[:2]))
    records, faults = read(data[: whole + 20])
    assert records[:2] == BLOCKS[:2]
    assert any("ends in the middle" in fault.what for fault in faults)


def test_bytes_behind_the_last_member_are_told():
    """Padding is not a record."""
    records, faults = read(makers.packed(*THREE) + bytes(64))
    assert records == BLOCKS
    assert [fault.what for fault in faults] == ["64 bytes that are no record"]


@pytest.mark.parametrize("pack", [makers.packed, makers.frames])
def test_a_flipped_bit_costs_at_most_its_own_record(pack):
    """Wherever a bit flips, the other records are read as they were."""
    chance = random.Random(7)
    bodies = [chance.randbytes(400) for _ in range(3)]
    many = [makers.record("resource", body, payload=body) for body in bodies]
    members = [pack(one) for one in many]
    for position in range(len(members[0]) + 4, len(members[0] + members[1]), 11):
        data = bytearray(b"".join(members))
        data[position] ^= 1 << chance.randrange(8)
        records, faults = read(bytes(data))
        assert ("resource", bodies[0]) in records
        assert ("resource", bodies[2]) in records
        assert faults or ("resource", bodies[1]) in records


@pytest.mark.parametrize("pack", [makers.packed, makers.frames, lambda *some: b"".join(some)])
@pytest.mark.parametrize("size", [1, 100_000])
def test_damage_at_the_very_beginning_costs_the_first_record_alone(pack, size):
    """The first bytes tell how a file is packed: without them nothing of it was read."""
    hurt = bytes(size) + pack(THREE[0])[1:]
    records, [fault] = read(hurt + pack(*THREE[1:]))
    assert records == BLOCKS[1:]
    assert (fault.offset, fault.what) == (0, f"{len(hurt)} bytes that are no record")


def test_an_endless_head_is_given_up():
    """A head without an end does not fill the memory."""
    data = b"WARC/1.1\r\n" + b"X-Field: y\r\n" * 10**5
    records, faults = read(gzip.compress(data) + makers.packed(makers.request()))
    assert records == BLOCKS[2:]
    assert "too large" in faults[0].what


def test_a_bomb_is_read_past_in_bounded_memory():
    """A member of a few kilobytes that swells to 200 MB takes next to no memory."""
    size = 200 * 2**20
    maker = makers.record("resource", b"", change={"Content-Length": str(size)}, end=b"")
    bomb = gzip.compress(maker + bytes(size), compresslevel=6)
    assert len(bomb) < 300_000
    tracemalloc.start()
    for item in read_records(makers.stream(bomb + makers.packed(makers.request()))):
        item.finish()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert item.head.type == "request"
    assert peak < 5 * 2**20


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_bytes_make_the_reader_fail(noise, position):
    """Whatever is put into a file, reading ends and reports faults, without an exception."""
    for data in (makers.packed(*THREE), b"".join(THREE), makers.frames(*THREE)):
        at = position % len(data)
        read(data[:at] + noise + data[at + len(noise) // 2 :])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T08:00:00Z", "2026-03-01T08:00:00+00:00"),
        ("2026-03-01T08:00:00.123456789Z", "2026-03-01T08:00:00.123456+00:00"),
        ("2026-03-01T08:00:00.5Z", "2026-03-01T08:00:00.500000+00:00"),
        ("2026", "2026-01-01T00:00:00+00:00"),
        ("2026-03", "2026-03-01T00:00:00+00:00"),
        ("2026-03-02", "2026-03-02T00:00:00+00:00"),
        ("2026-03-02T08:09Z", "2026-03-02T08:09:00+00:00"),
        ("22/11/2026 15:46", None),
        ("2026-13", None),
        ("2026-03-02T08Z", None),
        ("2026-02-31T08:00:00Z", None),
        ("20260301080000", None),
    ],
)
def test_dates(text, expected):
    """WARC-Date to the second, finer or coarser; anything else is no date."""
    found = parse_date(text)
    assert (found.isoformat() if found else None) == expected


def test_digests_in_hex_and_base32_are_one():
    """Either notation of a digest is read as the same value."""
    value = bytes(range(20))
    assert parse_digest("sha1:" + value.hex().upper()) == ("sha1", value)
    assert parse_digest("SHA-1:AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQT") == ("sha1", value)
    assert parse_digest("sha1:zz") == ("sha1", None)
    assert parse_digest("crc:00") == ("crc", None)
