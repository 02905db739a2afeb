"""Digests: what is folded for comparison, and what never is."""

from __future__ import annotations

import re
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from storage import digest
from storage.digest import content_digest, fold, payload_digest
from storage.records import Block, BlockKind, Extraction


def said(text, **more):
    return content_digest(Extraction(blocks=(Block(BlockKind.PARAGRAPH, text),), **more))


@given(st.text())
def test_folding_is_composition_and_spaces_alone(text):
    """Any text: NFC, nothing that Unicode ignores, single spaces; folding twice changes nothing."""
    bare = regex.sub(r"\p{Default_Ignorable_Code_Point}", "", text)
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFC", bare)).strip()
    assert fold(text) == plain
    assert fold(plain) == plain


@given(st.text())
def test_the_first_version_can_be_made_at_any_time(text):
    """Digests that were exported before can be compared with what is stored now."""
    bare = re.sub("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]", "", text)
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFC", bare)).strip()
    assert fold(text, 1) == plain


def test_flags_are_told_apart():
    """Their letters are characters that are ignored elsewhere, but everybody sees flags."""
    england, scotland = (
        "\U0001f3f4" + "".join(chr(0xE0000 + ord(one)) for one in name) + "\U000e007f"
        for name in ("gbeng", "gbsct")
    )
    assert said(england) != said(scotland)
    assert fold("text" + england[1:]) == "text"


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
    """Different digits, case, punctuation or quotation marks are different content."""
    assert said(old) != said(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("two words", "two\u00a0 words"),
        ("caf\u00e9", "cafe\u0301"),
        ("hyphen", "hy\u00adphen"),
        ("joined", " joined\u200b\n"),
        ("12 to 3", "\u202a12\u202c to \u20663\u2069"),
        ("\u2764", "\u2764\ufe0f"),
        ("marked", "mar\u061cked\u180e"),
    ],
)
def test_what_nobody_sees_is_folded(old, new):
    """Spaces, soft hyphens and Unicode composition alone make no difference."""
    assert said(old) == said(new)


def test_where_the_body_links_to_is_content():
    """The same words linked elsewhere are different content; without links nothing is added."""
    assert said("text", targets=("(example,a)/x",)) != said("text", targets=("(example,a)/y",))
    assert said("text", targets=()) == said("text")


def test_which_headings_stand_below_which_is_content():
    """A section that became part of another is different content; one rank alone adds nothing."""
    assert said("text", outline=(1, 2, 2)) != said("text", outline=(1, 2, 1))
    assert said("text", outline=()) == said("text")


def test_times_links_and_picture_make_no_content():
    """They are compared and shown, but alone make no revision."""
    more = {"published": "2026-01-01", "links": ("https://a.example/",), "picture": "p.jpg"}
    assert said("text", **more) == said("text")


def test_headline_byline_and_kinds_are_content():
    """Another headline, another name, a paragraph that became a quote: all different content."""
    quote = content_digest(Extraction(blocks=(Block(BlockKind.QUOTE, "text"),)))
    digests = {said("text"), said("text", title="t"), said("text", byline=("t",)), quote}
    assert len(digests) == 4


def test_each_field_of_the_head_is_content_of_its_own():
    """So is another standfirst, or words that move from one field or name to another."""
    heads = [
        {},
        {"standfirst": "Ada Quay"},
        {"standfirst": "Ada Quarry"},
        {"title": "Ada Quay"},
        {"byline": ("Ada Quay",)},
        {"byline": ("Ada", "Quay")},
        {"byline": ("Quay", "Ada")},
    ]
    assert len({said("text", **head) for head in heads}) == len(heads)


def test_what_is_struck_out_is_content():
    """The same words are different content with a line through them, or through others."""
    text, shy = "12 of 12 ships", "12 of\u00ad 12 ships"
    places = [(), ((0, 2),), ((6, 8),), ((0, 2), (6, 8)), ((0, 8),)]
    digests = [_struck(text, *one) for one in places]
    assert digests[0] == said(text)
    assert len(set(digests)) == len(places)
    assert _struck(shy, (7, 9)) == digests[2]


def test_a_block_is_not_folded_again_for_each_of_its_struck_words(monkeypatch):
    """With thousands of them, a paragraph took ten seconds to digest and ten to compare."""
    text = "x y " * 300
    every = tuple((at, at + 1) for at in range(0, len(text), 4))
    folded = []
    monkeypatch.setattr(digest, "fold", lambda text, *_: folded.append(text) or text.strip())
    _struck(text, *every)
    assert sum(map(len, folded)) < 20 * len(text)


def _struck(text, *places):
    return content_digest(Extraction(blocks=(Block(BlockKind.PARAGRAPH, text, places),)))


def test_half_a_surrogate_pair_has_a_digest():
    """Broken escapes in a page's JSON stop nothing."""
    assert said("\ud83d") != said("\ud83e")


def test_payload_digest_names_its_hash():
    """The form is sha256 and lower-case hex."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert payload_digest(b"") == f"sha256:{empty}"


def test_a_paragraph_is_folded_once_and_a_long_text_is_not_held():
    """An edit needs each paragraph ten times; texts of megabytes would fill the memory."""
    paragraph, text = "The dam\u00a0held.", "The dam\u00a0held. " * 100_000
    digest._folded.cache_clear()
    assert {fold(paragraph) for _ in range(3)} == {"The dam held."}
    assert len({fold(text) for _ in range(3)}) == 1
    held = digest._folded.cache_info()
    assert (held.misses, held.currsize) == (1, 1)
