"""The pages on which the floors are measured are what they claim to be."""

from __future__ import annotations

import html
import re

import pytest

from storage.records import BlockKind
from tests.extract.templates import EDITS, LANGUAGES, TEMPLATES, articles, edited, make
from tests.extract.templates.make import LEGACY


def shown(made) -> str:
    """The page's text, without tags and white space."""
    encoding = re.search(rb"charset=\"?([\w-]+)", made.html)
    text = made.html.decode(encoding[1].decode() if encoding else "utf-8")
    return re.sub(r"\s|<[^>]*>", "", html.unescape(text))


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_is_to_be_read_stands_on_the_page_in_order(template):
    """No correct answer contains a text that the page does not show."""
    for language in LANGUAGES:
        for article in articles(language):
            made = make(template, article)
            page, place = shown(made), 0
            for _, text in made.blocks:
                for piece in text.split(" | "):
                    found = page.find(re.sub(r"\s", "", piece), place)
                    assert found >= 0, (language, piece)
                    place = found


@pytest.mark.parametrize("template", TEMPLATES)
def test_another_sight_changes_only_what_stands_around(template):
    """The same article among other furniture, made the same each time."""
    for article in articles("uk"):
        first, again, later = (make(template, article, sight) for sight in (0, 0, 1))
        assert first == again
        assert first.html != later.html
        assert first.blocks == later.blocks


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_changes_one_place(edit, language):
    """One number, one word, one sentence or the headline, and nothing else."""
    for article in articles(language):
        for turn in range(7):
            new = edited(article, edit, turn)
            assert new != article
            differ = [old != line for old, line in zip(article.lines, new.lines, strict=True)]
            assert sum(differ) == (edit != "headline")
            assert (new.title != article.title) == (edit == "headline")


def test_languages_say_the_same_kinds():
    """Every language has headings, quotations, lists, a table and a correction."""
    for language in LANGUAGES:
        made = [make("ghost", article) for article in articles(language)]
        kinds = {kind for one in made for kind, _ in one.blocks}
        assert kinds == {*BlockKind} - {BlockKind.CAPTION, BlockKind.SUMMARY, BlockKind.CODE}


def test_old_pages_are_written_as_they_were():
    """A Russian page of the nineties is in windows-1251, and a Georgian one in Unicode."""
    assert LEGACY["ru"] == "windows-1251"
    page = make("legacy_encoding", articles("ru")[0]).html
    assert articles("ru")[0].title.encode("windows-1251") in page
    assert articles("ka")[0].title.encode() in make("legacy_encoding", articles("ka")[0]).html
