"""Recipes: wire bytes made again from the payload, or reported as unknown."""

from __future__ import annotations

import gzip
import hashlib
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.payload import deflate, recipes

PAGE = b"".join(b"<p>%d a paragraph of some words</p>\n" % n for n in range(3_000))


def chunked(data, size, end=b"0\r\n\r\n", line=b"%x"):
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(line % len(part) + b"\r\n" + part + b"\r\n" for part in parts) + end


def nginx_gzip(data):
    """Pack as nginx does for a body whose length it knows."""
    window, memory = 15, 8
    while memory > 1 and len(data) < (1 << (window - 1)) - 262:
        window, memory = window - 1, memory - 1
    maker = zlib.compressobj(1, zlib.DEFLATED, -max(9, window), memory)
    tail = zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + maker.compress(data) + maker.flush() + tail


def with_name(packed):
    """A gzip member whose header has a file name, a comment, an extra field and a CRC."""
    head = bytearray(packed[:10])
    head[3] = 4 | 8 | 16 | 2
    return bytes(head) + b"\x03\0abc" + b"index.html\0comment\0" + b"\x12\x34" + packed[10:]


@pytest.mark.parametrize("level", range(1, 10))
def test_gzip_of_every_level(level):
    """Whatever the level of zlib, the body is made again to the byte."""
    wire = gzip.compress(PAGE, level)
    recipe = recipes.find(wire, PAGE, "gzip", chunked=False)
    assert recipe is not None
    assert recipes.rebuild(recipe, PAGE) == wire
    assert len(recipe) < 80


@pytest.mark.parametrize(
    ("wire", "coding"),
    [
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),
        (with_name(gzip.compress(PAGE)), "x-gzip"),
        (gzip.compress(PAGE)[:-8] + bytes(8), "GZIP"),
        (nginx_gzip(PAGE), "gzip"),
    ],
)
def test_other_forms_of_deflate(wire, coding):
    """Streams of zlib and raw ones, long headers, a wrong trailer: all come back to the byte."""
    recipe = recipes.find(wire, PAGE, coding, chunked=False)
    assert recipe is not None
    assert recipes.rebuild(recipe, PAGE) == wire


@pytest.mark.parametrize("length", [0, 1, 100, 250, 700, 2_000, 5_000, 12_000])
def test_short_bodies_as_nginx_packs_them(length):
    """The window and memory are small for short bodies."""
    wire = nginx_gzip(PAGE[:length])
    recipe = recipes.find(wire, PAGE[:length], "gzip", chunked=False)
    assert recipe is not None
    assert recipes.rebuild(recipe, PAGE[:length]) == wire


@given(
    st.binary(max_size=2_000),
    st.integers(1, 500),
    st.booleans(),
    st.sampled_from([b"%x", b"%X", b"%06x", b"%x;name=value", b"%x ; a"]),
    st.sampled_from([b"0\r\n\r\n", b"000\r\nX-Trailer: yes\r\n\r\n", b"0;last\r\n\r\n"]),
)
def test_any_chunks(data, size, packed, line, end):
    """Sizes, letter case, extensions and trailers of chunks come back as they were."""
    body = gzip.compress(data) if packed else data
    wire = chunked(body, size, end, line)
    recipe = recipes.find(wire, data, "gzip" if packed else None, chunked=True)
    if recipe is None:
        assert len(wire) // size > 100  # framing longer than a recipe may be
    else:
        assert recipes.rebuild(recipe, data) == wire


@given(
    st.binary(max_size=200),
    st.binary(max_size=200),
    st.booleans(),
    st.sampled_from(["gzip", "br", None]),
)
def test_what_is_found_is_right(wire, payload, framed, coding):
    """For any bytes: no error, and a recipe only if it yields these very bytes."""
    recipe = recipes.find(wire, payload, coding, chunked=framed)
    assert recipe is None or recipes.rebuild(recipe, payload) == wire


def proved(wire, payload, coding, *, framed):
    """What is found out later about a body that a crawl stored without trying anything."""
    supposed = recipes.suppose(wire, payload, coding, framed)
    assert supposed is not None
    assert recipes.is_supposed(supposed)
    return recipes.prove(supposed, payload, len(wire), hashlib.sha256(wire).digest(), host="h")


@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize(
    ("body", "coding"),
    [
        *((gzip.compress(PAGE, level), "gzip") for level in range(1, 10)),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),
        (with_name(gzip.compress(PAGE)), "x-gzip"),
        (gzip.compress(PAGE)[:-8] + bytes(8), "gzip"),
        (nginx_gzip(PAGE), "gzip"),
    ],
)
def test_what_was_only_supposed_can_be_proved_later(body, coding, framed):
    """Trying later loses nothing: what could be found at capture is found from the digest."""
    wire = chunked(body, 4096) if framed else body
    recipe, again = proved(wire, PAGE, coding, framed=framed)
    assert again == wire
    assert recipe == recipes.find(wire, PAGE, coding, framed)
    assert recipes.rebuild(recipe, PAGE) == wire


def test_foreign_software_is_not_proved():
    """A stream that zlib does not make is unknown, and following a supposed recipe is an error."""
    foreign = gzip.compress(PAGE[:999]) + gzip.compress(PAGE[999:])
    assert proved(foreign, PAGE, "gzip", framed=False) is None
    with pytest.raises(recipes.RecipeError):
        recipes.rebuild(recipes.suppose(foreign, PAGE, "gzip", chunked=False), PAGE)


@pytest.mark.parametrize(
    "wire",
    [
        gzip.compress(PAGE)[:-20],
        gzip.compress(PAGE[:-1]),
        gzip.compress(PAGE[:999]) + gzip.compress(PAGE[999:]),
        random.Random(1).randbytes(5_000),
        b"",
    ],
)
def test_unknown_makers_give_no_recipe(wire):
    """Cut, foreign, in members, or no DEFLATE at all: all are reported as unknown."""
    assert recipes.find(wire, PAGE, "gzip", chunked=False) is None


@pytest.mark.parametrize(
    "recipe",
    [
        "",
        "[",
        "{}",
        "[]",
        "[[]]",
        '[["brotli",1]]',
        '[["chunked",["5"],""]]',
        '[["chunked",[7],""]]',
        '[["chunked",["0",9],""]]',
        '[["deflate",99,8,15,"",""]]',
        '[["deflate",6,8,15,"zz",""]]',
    ],
)
def test_damaged_recipes_are_errors_of_ours(recipe):
    """A recipe that cannot be followed is reported as such."""
    with pytest.raises(recipes.RecipeError):
        recipes.rebuild(recipe, b"payload")


def test_host_is_remembered(monkeypatch):
    """After a host's first page one compression is enough, and none if nothing fits."""
    tried = []
    real = deflate.makes

    def count(packed, payload, setting):
        tried.append(setting)
        return real(packed, payload, setting)

    def cost(wire, host):
        tried.clear()
        recipes.find(wire, PAGE, "gzip", chunked=False, host=host)
        return len(tried)

    monkeypatch.setattr(deflate, "makes", count)
    rare = gzip.compress(PAGE, 8)
    costs = [cost(rare, "rare.example") for _ in range(4)]
    assert costs[0] > 1
    assert costs[1:] == [1, 1, 1]
    foreign = gzip.compress(PAGE)[:-30] + bytes(30)
    costs = [cost(foreign, "foreign.example") for _ in range(32)]
    assert sum(bool(tries) for tries in costs) == 6
