"""Digests: what is folded for comparison, and what never is."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.digest import content_digest, fold, payload_digest
from storage.records import Block, BlockKind, Extraction


def said(text, **more):
    return content_digest(Extraction(blocks=(Block(BlockKind.PARAGRAPH, text),), **more))


@given(st.text())
def test_folding_is_composition_and_spaces_alone(text):
    """For any text: NFC, no invisible characters, runs of spaces as one; and twice is once."""
    bare = re.sub("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]", "", text)
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFC", bare)).strip()
    assert fold(text) == plain
    assert fold(plain) == plain


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 people", "21 people"),
        ("$4.5 million", "$45 million"),
        ("-5 degrees", "5 degrees"),
        ("a success", "a “success”"),
        ("it is over.", "it is over?"),
        ("Polish", "polish"),
        ("1,5 milyon", "15 milyon"),
        ("'quoted'", "’quoted’"),
    ],
)
def test_what_readers_see_is_never_folded(old, new):
    """Digits, case, punctuation and quotation marks make another content."""
    assert said(old) != said(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("two words", "two\u00a0 words"),
        ("caf\u00e9", "cafe\u0301"),
        ("hyphen", "hy\u00adphen"),
        ("joined", " joined\u200b\n"),
    ],
)
def test_what_nobody_sees_is_folded(old, new):
    """Spaces, soft hyphens and Unicode composition alone make no other content."""
    assert said(old) == said(new)


def test_times_links_and_picture_make_no_content():
    """They are compared and shown, and alone make no revision."""
    more = {"published": "2026-01-01", "links": ("https://a.example/",), "picture": "p.jpg"}
    assert said("text", **more) == said("text")


def test_headline_byline_and_kinds_are_content():
    """A headline alone, a name alone, a paragraph that became a quote: each is another content."""
    quote = content_digest(Extraction(blocks=(Block(BlockKind.QUOTE, "text"),)))
    digests = {said("text"), said("text", title="t"), said("text", byline=("t",)), quote}
    assert len(digests) == 4


def test_half_a_surrogate_pair_has_a_digest():
    """Broken escapes in a page's JSON stop nobody."""
    assert said("\ud83d") != said("\ud83e")


def test_payload_digest_names_its_hash():
    """The form is sha256 and lower-case hex."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert payload_digest(b"") == f"sha256:{empty}"
