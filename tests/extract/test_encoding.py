"""From bytes to text, with and without a declared encoding."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.extract.encoding import decode
from spiders.extract.reader import read, read_batch
from storage.digest import fold
from tests.extract.pages import STORIES, TEMPLATES, Around


@pytest.mark.parametrize(
    ("payload", "content_type", "text"),
    [
        ("Məmmədov".encode(), None, "Məmmədov"),
        (b"\xef\xbb\xbf" + "Məmmədov".encode(), "text/html; charset=cp1251", "Məmmədov"),
        ("Баку".encode("cp1251"), "text/html; charset=windows-1251", "Баку"),
        ("Баку".encode("koi8-r"), 'text/html; charset="KOI8-R"', "Баку"),
        ("İstanbul".encode("cp1254"), "text/html; charset=iso-8859-9", "İstanbul"),
        ("“Baku”".encode("cp1252"), "text/html; charset=iso-8859-1", "“Baku”"),
        ("Баку".encode("utf-16"), None, "Баку"),
        ("<p>Baku</p>".encode("utf-16-le"), None, "<p>Baku</p>"),
        ("Баку и Тбилиси".encode(), "text/html; charset=iso-8859-1", "Баку и Тбилиси"),
        (b"caf\xe9", "text/html; charset=no-such-thing", "café"),
        (b"caf\xe9", "text/html; charset=zlib", "café"),
    ],
)
def test_declared(payload, content_type, text):
    """First the byte order mark, then the header, then the bytes if the header cannot be right."""
    assert decode(payload, content_type) == text


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r"])
def test_meta_names_the_encoding(name):
    """A page that declares its encoding itself is decoded with it."""
    page = f'<html><head><meta charset="{name}"><title>Мост</title></head><body><p>Мост закрыт</p>'
    assert "Мост закрыт" in decode(page.encode(name))


def test_undeclared_is_detected():
    """Russian text in windows-1251 is recognized without any declaration."""
    page = TEMPLATES["custom"](STORIES["ru"], Around()).replace('<meta charset="utf-8">', "")
    found = read(page.encode("cp1251", "xmlcharrefreplace"), url="https://courier.example/a")
    assert fold(STORIES["ru"].paragraphs[0]) in fold(found.text)


def legacy(language: str) -> str:
    """An old page that names no encoding."""
    return TEMPLATES["custom"](STORIES[language], Around()).replace('<meta charset="utf-8">', "")


OLD = [
    *(("ru", name) for name in ("cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16", "utf-16-be")),
    *(("uk", name) for name in ("cp1251", "koi8-u", "iso8859-5")),
    *(("tr", "cp1254"), ("he", "cp1255"), ("ar", "cp1256"), ("zh", "gb18030"), ("en", "cp1252")),
]


@pytest.mark.parametrize(("language", "name"), OLD)
@pytest.mark.parametrize("declared", ["right", "nothing", "utf-8"])
def test_encodings_of_every_language(language, name, declared):
    """Old encodings are recognized: declared, undeclared, and declared as UTF-8."""
    payload = legacy(language).encode(name, "xmlcharrefreplace")
    said = {"right": f"text/html; charset={name}", "utf-8": "text/html; charset=utf-8"}
    assert decode(payload, said.get(declared)) == payload.decode(name)


@pytest.mark.parametrize(
    ("language", "name", "wrong"),
    [
        ("ru", "cp1251", "koi8-r"),
        ("ru", "koi8-r", "windows-1251"),
        ("ru", "cp1251", "iso-8859-1"),
        ("uk", "koi8-u", "windows-1251"),
        ("tr", "cp1254", "windows-1251"),
        ("ar", "cp1256", "windows-1251"),
        ("zh", "gb18030", "iso-8859-1"),
    ],
)
def test_wrong_declaration_is_seen_through(language, name, wrong):
    """A declaration that gives sequences of letters that nobody writes is not believed."""
    payload = legacy(language).encode(name, "xmlcharrefreplace")
    assert decode(payload, f"text/html; charset={wrong}") == payload.decode(name)


def test_page_is_asked_where_the_header_makes_no_text():
    """A server that declares Latin-1 for everything does not override the page."""
    page = legacy("ru").replace("<head>", '<head><meta charset="windows-1251">')
    payload = page.encode("cp1251", "xmlcharrefreplace")
    assert decode(payload, "text/html; charset=ISO-8859-1") == payload.decode("cp1251")


def test_declared_utf_16_in_bytes_of_ascii():
    """A page whose declaration can be found in ASCII is not in UTF-16, whatever it declares."""
    page = b"<html><head><meta charset='utf-16'></head><body>Baku</body></html>"
    assert decode(page) == page.decode()
    assert "Баку" in decode(page.replace(b"Baku", "Баку".encode()))


def test_escapes_of_japanese():
    """A seven-bit encoding is decoded by its escape sequences."""
    payload = "<p>港の橋が閉鎖された</p>".encode("iso2022_jp")
    assert decode(payload, "text/html; charset=iso-2022-jp") == "<p>港の橋が閉鎖された</p>"


def twice(page: str, name: str) -> bytes:
    """A page that was decoded with this encoding, as browsers do it, and encoded again."""
    taken = (bytes([byte]).decode(name, "ignore") or chr(byte) for byte in page.encode("utf-8"))
    return "".join(taken).encode("utf-8")


@pytest.mark.parametrize("language", STORIES)
def test_encoded_twice_is_put_right(language):
    """Text decoded as windows-1252 and encoded again is restored."""
    page = TEMPLATES["custom"](STORIES[language], Around())
    mended = decode(twice(page, "cp1252"))
    enough = sum(char > "\x7f" for char in page) > 200
    assert mended == page or not enough


def test_encoded_twice_with_a_loss_is_put_right_on_either_way():
    """A closing quotation mark that lost its last byte is still recognized by the others."""
    whole = f"<p>{'“We saw it,” she said. ' * 12}</p>"
    broken = whole.replace("“", "â€œ").replace("”", "â€\ufffd")
    assert decode(broken.encode()) == whole
    (one,) = read_batch([("https://a.example/", f"<div>{broken}</div>")])
    assert one.text == whole[3:-5].strip()


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_encoded_twice_by_way_of_windows_1251(language):
    """``РџСЂРёРІРµС‚`` is restored, too."""
    page = TEMPLATES["custom"](STORIES[language], Around())
    assert decode(twice(page, "cp1251")) == page


@pytest.mark.parametrize(
    "text",
    [
        "An article on “Ã©” and “Ã¼”: what they were.",
        "São Paulo, Ürümqi, Ærø, Đà Nẵng, Åland, Ðingeyri, Ñandú, Éire, Øresund. " * 20,
        "РС и РФ, СРР и СССР, РСФСР, РАН, СМИ. " * 20,
        "MÉ™mmÉ™dov " * 20 + "é à ü",
    ],
)
def test_what_may_be_meant_stays(text):
    """Text that only looks so, or can be restored only in part, is left as it is."""
    assert decode(text.encode()) == text


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "charset=utf-8", "charset=koi8-r", "charset=idna"]),
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_make_a_text(payload, content_type):
    """No bytes raise, whatever encoding is declared."""
    assert isinstance(decode(payload, content_type), str)


@pytest.mark.parametrize(
    "payload",
    [
        gzip.compress(b"<p>The weir held.</p>" * 40, mtime=0),
        zlib.compress(random.Random(1).randbytes(3000)),
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >>",
        b"\xff\xd8\xff\xe0" + bytes(500),
        random.Random(2).randbytes(5000),
    ],
)
def test_what_is_no_text_gives_none(payload):
    """In some encoding every byte is a letter, but nobody wrote such text."""
    assert decode(payload, "text/html; charset=utf-8") == ""
    assert not read(payload, url="https://weir.example/a").blocks


@given(st.text(max_size=300))
def test_utf_8_is_read_as_it_is(text):
    """Valid UTF-8 that was encoded once is not changed."""
    assert (
        decode(text.encode("utf-8", "ignore"), "text/html; charset=utf-8")
        in {
            text.encode("utf-8", "ignore").decode(),
            text.encode("utf-8", "ignore").decode().lstrip("\ufeff"),
        }
        or "\x00" in text[:200]
    )
