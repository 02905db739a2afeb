"""Headlines of other articles around an article that is seen again, and data in attributes."""

from __future__ import annotations

import gc
import json
import sys

import pytest

from spiders.extract import reader
from spiders.extract.remembered.pieces import cut
from spiders.extract.remembered.standing import stands
from tests.extract.remembered.seen import is_known_again

URL = "https://courier.example/news/bridge-closes"
TITLE = "Bridge over the Arda closes"
PARAGRAPHS = (
    "The old bridge over the Arda closed on Monday after inspectors found twelve cracks in it.",
    "The mayor, Ilse Brandt, said that repairs would take until May and cost four million crowns.",
    "Buses now go by the northern road, which adds eleven minutes to every journey into town.",
)


def page(first: str = "Rain until Sunday", *, own: str = TITLE, above: str = "", below: str = ""):
    """An article under a list of headlines; its own has the same class, and is a link as well."""
    heads = "".join(
        f"<li><h2 class='headline'><a href='/{n}'>{text}</a></h2></li>"
        for n, text in enumerate((first, "A new mayor", "Bread is dearer"))
    )
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        f"<html><head><title>{TITLE} - Courier</title></head><body><ul>{heads}</ul>{above}"
        f"<p class='tool'>Print</p><article><h2 class='headline'><a href='/b'>{own}</a></h2>"
        f"<p class='tool'>Save</p>{body}</article><p>Terms</p><p>Help</p>{below}</body></html>"
    ).encode()


def stands_as(old: bytes, new: bytes) -> bool:
    """Whether the article of the first page is recognized in the second one by its bytes."""
    return is_known_again(old, new, URL)


def test_a_link_above_that_is_called_a_headline_is_that_of_another():
    """Ignored where only others' were, if the page names it nowhere: its own headline is read."""
    assert stands_as(page(), page("A ferry sinks"))
    assert not stands_as(page(), page(own="Bridge closes at last"))
    assert not stands_as(page("Arda closes"), page("A ferry sinks"))  # may be the page's own


def test_pages_are_let_go_as_soon_as_they_are_compared():
    """A reference cycle would keep half a megabyte per page until Python collects it."""
    first, other = page(), page("A ferry sinks")
    _, remembered, zone = reader.look(first, url=URL)
    before = cut(first)
    assert zone is not None
    assert before is not None
    after = cut(other, before)
    assert after is not None
    gc.disable()
    try:
        held = sys.getrefcount(before.pieces)
        assert stands(before, after, zone, memory=lambda: remembered) is not None
        now = sys.getrefcount(before.pieces)
    finally:
        gc.enable()
    assert now == held


@pytest.mark.parametrize("named", ["The&nbsp;ferry sinks", "Ferry sinks"])
def test_a_headline_that_the_data_of_a_page_name_is_its_own(named):
    """JSON-LD may encode letters in another way than the page."""
    data = json.dumps({"@type": "NewsArticle", "headline": "The\u00a0ferry sinks"})
    script = f"<script type='application/ld+json'>{data}</script>"
    assert not stands_as(page(above=script), page(named, above=script))


def test_data_for_scripts_in_an_attribute_name_nothing():
    """A list of all articles and authors, in one attribute, says nothing about this one."""

    def listed(author: str) -> bytes:
        data = [{"headline": "A new mayor", "author": author, "style": "hidden"}] * 40
        said = json.dumps(data).replace('"', "&quot;")
        return page(above=f'<div id="list" data-articles="{said}"></div>')

    assert stands_as(listed("Ann Reik"), listed("Tom Reik"))
    named = page(above=f'<div class="tool" data-articles="{"x" * 2000}">Print</div>')
    assert not stands_as(named, named.replace(b'"tool" data', b'"byline" data'))


@pytest.mark.parametrize("tag", ["h1", "h1 hidden", "p hidden"])
def test_a_link_elsewhere_is_left_without_asking(tag):
    """Another article's headline, where only others' were, is not part of this one's text."""
    end = tag.split()[0]

    def below(*texts: str) -> str:
        return "".join(f"<{tag}><a href='/{text}'>{text}</a></{end}>" for text in texts)

    _, remembered, _ = reader.look(page(below=below("Bread is dearer", "Rain")), url=URL)
    memory = reader.Memory("page", last=remembered)
    seen = reader.watch(page(below=below("A ferry sinks", "Rain")), url=URL, memory=memory)
    assert len(seen.judgement.new) == 1
    assert not seen.judgement.asked
    assert [block.text for block in seen.extraction.blocks] == list(PARAGRAPHS)
