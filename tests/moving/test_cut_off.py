"""A page that is cut off, at an address of its article that was not known before."""

from __future__ import annotations

import pytest

from tests.crawl.wire_server import Script
from tests.stories import filler

TITLE, TEXT = "The weir", tuple(filler("weir"))


def put_half(paper, path):
    """Serve a page that breaks off within its text, as if it were complete."""
    paper.put(path, TITLE, TEXT, called="/n/weir")
    (whole,) = paper.server.routes[path].parts
    half = whole[: whole.index(TEXT[-2].encode()[:20]) + 30]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
    paper.server.routes[path] = Script(head, (half,), close=True)


@pytest.mark.parametrize("first", ["/n/weir", "/n/weir?x=1"])
def test_half_a_page_at_another_address_deletes_nothing(paper, first):
    """With the article's own address missing or never visited, half of it was reported removed."""
    paper.put(first, TITLE, TEXT, called="/n/weir")
    paper.look(0, 0.2)
    if first == "/n/weir":
        paper.take(first)
        paper.look(0.25)
    put_half(paper, "/n/weir?x=2")
    paper.look(0.3, 0.4)
    assert paper.steps("/n/weir") == []
    paper.put("/n/weir?x=2", TITLE, TEXT, called="/n/weir")
    paper.look(0.6, 0.8)
    assert paper.steps("/n/weir") == []
    assert not paper.keeper.archive.incidents()


def test_half_a_page_that_stays_is_what_stands_there(paper):
    """Three looks over a day confirm it, as at an address that is known."""
    paper.put("/n/weir", TITLE, TEXT)
    paper.look(0, 0.2)
    paper.take("/n/weir")
    paper.look(0.25)
    put_half(paper, "/n/weir?x=2")
    paper.look(0.3, 0.8)
    assert paper.steps("/n/weir") == []
    paper.look(1.4, 1.5)
    (step,) = paper.steps("/n/weir")
    assert "removed" in step
