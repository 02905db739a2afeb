"""What recurs on other pages of an outlet is not the last sentence of this page's news."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read
from spiders.extract.remembered.memory import Memory

NEWS = "The council of Lower Wick voted on Tuesday to close ferry road number 0, said Ada Quill."
LINES = ("Xəbəri paylaş", "Версия для печати", "Comments are moderated")


def texts_of(line, memory):
    """The texts read from a page of one paragraph and this line."""
    page = (
        "<html><title>Ferry road closes</title><body><h1>Ferry road closes</h1>"
        f"<p class=date>5 March 2031</p><div class=content><p>{NEWS}</p><p>{line}</p></div></body>"
    )
    found = read(page.encode(), url="https://wick.example/news/ferry", memory=memory)
    return [one.text for one in found.blocks]


@pytest.mark.parametrize("line", LINES)
def test_what_an_outlet_writes_below_every_article_is_no_news(line):
    """Without a full stop it looks like *Погибли трое*, but it is on every page."""
    assert texts_of(line, Memory("outlet", 10, {line: 8})) == [NEWS]


@pytest.mark.parametrize("line", ["He died", "Погибли трое", "He died."])
def test_what_two_others_of_ten_say_as_well_is_news(line):
    """Reports of one event may end with the same words."""
    assert texts_of(line, Memory("outlet", 10, {line: 2})) == [NEWS, line]


def test_an_advert_that_recurs_is_passed_over():
    """Its label is on every page, and the news goes on after it."""
    memory = Memory("outlet", 10, {"Advertisement": 10})
    assert texts_of("Advertisement</p><p>He died.", memory) == [NEWS, "He died."]
