"""Looking for the next record past a broken place: nothing near it is lost, and it is not dear."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from monitor.importing.sources import Source
from storage.warc import segments
from storage.warc.reader import read_records
from storage.warc.records import Fault
from tests.warc import makers

HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
UNIT = 100
SOUND = makers.packed(makers.request())


class Counting(io.BytesIO):
    """A file that counts the bytes that are read from it."""

    count = 0

    def read(self, size=-1):
        """Read, and count."""
        data = super().read(size)
        self.count += len(data)
        return data


def kept_as_it_is(data):
    """The start of a gzip member that holds these bytes unpacked, and then goes on."""
    return HEADER + b"\0" + struct.pack("<HH", len(data), 65535 ^ len(data)) + data


def around_each_other(units):
    """A file of members, each of which has all that follow in it, and breaks at the end."""
    length = 600 * UNIT - 5  # so that what follows a member's block is another one's block
    start = HEADER + b"\0" + struct.pack("<HH", length, 65535 ^ length)
    head = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 900000000\r\n\r\n"
    return (start + head).ljust(UNIT, b"x") * units


def seen(stream):
    """The types of the records that are found."""
    found = []
    for item in read_records(stream):
        if not isinstance(item, Fault):
            item.finish()
            found.append(item.head.type)
    return found


def test_members_around_each_other_are_not_read_over_and_over(monkeypatch):
    """Each was read to the end of the file: of a megabyte ten thousand times half of it."""
    monkeypatch.setattr(segments, "_MOST_BROKEN", 0)
    for units in (2_000, 16_000):
        file = Counting(SOUND + around_each_other(units) + SOUND)
        found = seen(file)
        assert found[0] == "request"
        assert file.count < 40 * len(file.getvalue())


def test_a_member_within_a_zip_file_is_not_unpacked_over_and_over(tmp_path, monkeypatch):
    """To go back, it is unpacked from its beginning: that was done for each broken record."""
    monkeypatch.setattr("monitor.importing.sources._LARGE", 0)
    start = kept_as_it_is(b"WARC/1.1\r\nWARC-Type: response\r\n".ljust(60_000, b"y"))
    broken = start + start.removeprefix(HEADER) + b"\x07"
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("archive/a.warc.gz", SOUND + broken * 100 + SOUND)
    unpacked = []
    update = zipfile.ZipExtFile._update_crc
    monkeypatch.setattr(
        zipfile.ZipExtFile,
        "_update_crc",
        lambda self, data: unpacked.append(len(data)) or update(self, data),
    )
    with zipfile.ZipFile(path) as opened:
        source = Source(path, "archive/a.warc.gz", opened.infolist()[0])
        with source.open() as stream:
            assert seen(stream)[0] == "request"
    assert sum(unpacked) < 5 * opened.infolist()[0].file_size


def test_little_is_unpacked_to_see_that_magic_bytes_begin_nothing(monkeypatch):
    """64 kB were, at each of the three bytes: ten seconds for a megabyte of them."""
    fed = []

    class Unpacker(segments._Gzip):
        def feed(self, data, *most):
            fed.append(len(data))
            return super().feed(data, *most)

    monkeypatch.setattr(segments, "_Gzip", Unpacker)
    data = SOUND + b"\x1f\x8b\x08\x08" * 20_000 + SOUND
    assert seen(io.BytesIO(data)) == ["request", "request"]
    assert sum(fed) < 2_000 * 20_000


@pytest.mark.parametrize(
    ("sound", "magic"),
    [(SOUND, segments.GZIP_MAGIC), (makers.frames(makers.request()), segments.ZSTD_MAGIC)],
    ids=["gzip", "zstd"],
)
def test_not_every_place_that_looks_like_a_segment_is_tried(monkeypatch, sound, magic):
    """To try each of a megabyte of them took eleven seconds; a record behind them is still read."""
    monkeypatch.setattr(segments, "_MOST_TRIALS", 50)
    trials, holds_record = [], segments.Segments._holds_record
    monkeypatch.setattr(
        segments.Segments,
        "_holds_record",
        lambda self, data: trials.append(data) or holds_record(self, data),
    )
    data = sound + b"rubbish" + magic * 3_000 + sound
    assert seen(io.BytesIO(data)) == ["request", "request"]
    assert len(trials) < 100


def test_a_member_is_found_wherever_a_piece_of_the_file_ends():
    """Its magic bytes might lie across the border of two pieces, and were not seen there."""
    for before in range(segments.PIECE - 8, segments.PIECE + 1):
        rubbish = b"r" * (before - len(SOUND))
        assert seen(io.BytesIO(SOUND + rubbish + SOUND)) == ["request"] * 2
