"""Bytes to text, as pages declare it or not."""

from __future__ import annotations

import pytest

from spiders.extract.encoding import decode
from spiders.extract.reader import read
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
        (b"caf\xe9", "text/html; charset=no-such-thing", "caf\ufffd"),
        (b"caf\xe9", "text/html; charset=zlib", "caf\ufffd"),
    ],
)
def test_declared(payload, content_type, text):
    """Mark, then header, then what the bytes are when the header cannot be right."""
    assert decode(payload, content_type) == text


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r"])
def test_meta_names_the_encoding(name):
    """A page that names its encoding itself is read by it."""
    page = f'<html><head><meta charset="{name}"><title>Мост</title></head><body><p>Мост закрыт</p>'
    assert "Мост закрыт" in decode(page.encode(name))


def test_undeclared_is_detected():
    """Russian text in windows-1251 with no word on it is read as what it is."""
    page = TEMPLATES["custom"](STORIES["ru"], Around()).replace('<meta charset="utf-8">', "")
    found = read(page.encode("cp1251", "xmlcharrefreplace"), url="https://courier.example/a")
    assert fold(STORIES["ru"].paragraphs[0]) in fold(found.text)
