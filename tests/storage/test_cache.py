"""The cache: threads share what one of them made, and what was removed is not kept."""

from __future__ import annotations

import threading

import pytest

from storage.archive import Archive
from storage.errors import PayloadDamaged, Redacted
from storage.payload.cache import ByteCache, shared_cache


def test_what_several_ask_for_is_made_once():
    """If eight threads want the same bytes, one makes them and the others wait for those."""
    cache, made, asked = ByteCache(1000), [], threading.Barrier(8)
    all_wait = threading.Event()

    def make():
        made.append(threading.current_thread())
        all_wait.wait(30)
        return b"bytes"

    def ask():
        asked.wait(30)
        got.append(cache.once(b"key", make))

    got = []
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    while not made:
        assert any(one.is_alive() for one in threads)
    all_wait.set()
    for one in threads:
        one.join(30)
    assert got == [b"bytes"] * 8
    assert len(made) == 1


def test_who_fails_fails_alone():
    """Only the thread that met an error gets it; the next one tries again."""
    cache = ByteCache(1000)

    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cache.once(b"key", fail)
    assert cache.once(b"key", lambda: b"now") == b"now"


def test_it_stays_within_its_size():
    """What was unused for longest is dropped, and what is too large is not kept."""
    cache = ByteCache(100)
    for number in range(10):
        cache.put(b"%d" % number, bytes(30))
        cache.get(b"0")
    cache.put(b"large", bytes(60))
    held = [number for number in range(10) if cache.get(b"%d" % number)]
    assert held == [0, 8, 9]
    assert cache.get(b"large") is None


@pytest.fixture
def one_page(folder, make):
    """The folder of an archive that holds a page."""
    with Archive.create(folder) as archive:
        address = make.addresses(archive, make.outlet(archive))[0]
        archive.record(make.visit(address, b"page" * 100))
    return folder


def test_readers_of_one_file_share(one_page):
    """Two readers in a process share a cache, which goes when both are closed."""
    with Archive.open(one_page) as one, Archive.open(one_page) as other:
        assert one._payloads._blobs._cache is other._payloads._blobs._cache
        assert one._heads._blobs._cache is not one._payloads._blobs._cache
        path = str(one._database.path)
    del one, other
    assert shared_cache(path, "payloads", 1).get(b"") is None


def test_held_bytes_that_were_redacted_elsewhere_are_not_given(one_page, make):
    """A reader with a cached page reports the redaction as soon as another process has made it."""
    with Archive.open(one_page) as reader:
        digest = reader.capture(1).payload
        assert reader.payload(digest)
        with Archive.open_to_write(one_page) as archive:
            archive.redactions.redact([1], "order", make.hours(1))
        with pytest.raises(Redacted):
            reader.payload(digest)


def test_verify_looks_at_the_file(one_page):
    """Cached bytes do not hide that the file was damaged meanwhile."""
    with Archive.open(one_page) as reader:
        digest = reader.capture(1).payload
        assert reader.payload(digest)
        with Archive.open_to_write(one_page) as archive:
            archive._database.change("UPDATE payloads SET data = x'00' WHERE id = 1")
        assert [(one.kind, one.id) for one in reader.verify()] == [("payload", digest)]
        with pytest.raises(PayloadDamaged):
            reader.payload(digest)
