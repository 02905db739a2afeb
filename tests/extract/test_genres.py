"""Genres that are rarer than the report, each page read as a whole."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read
from tests.extract.genres import GENRES, genre


@pytest.mark.parametrize("name", GENRES)
def test_fields(name):
    """Each field that the page gives to its readers or to machines, and no other."""
    page = genre(name)
    found = read(page.html, url=page.url)
    told = {
        "title": found.title,
        "standfirst": found.standfirst,
        "byline": "; ".join(found.byline),
        "published": found.published,
        "modified": found.modified,
        "language": found.language,
        "section": found.section,
        "type": found.page_type.value,
        "canonical": found.canonical_url,
        "picture": found.picture,
    }
    assert {key: told[key] or "" for key in page.fields} == page.fields


@pytest.mark.parametrize("name", GENRES)
def test_blocks(name):
    """The article's own blocks with their kinds, including captions, and nothing around it.

    What is known to be missed is still missed: a fix must be noted in the file of the page.
    """
    page = genre(name)
    read_now = [(one.kind, one.text) for one in read(page.html, url=page.url).blocks]
    assert [one for one in read_now if one[1] not in page.doubtful] == list(page.blocks)
    assert page.missed.isdisjoint(text for _, text in read_now)
