"""An article whose page declares another picture each time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.reading.readings import reader
from spiders.urls import surt
from storage.archive import Archive
from tests.captures import look_at_all
from tests.outlet_server import Answer
from tests.stories import story


@pytest.fixture
def archive(outlet, watched):
    """An outlet whose pictures come from another server at each request."""
    outlet.publish(story("weir", "The weir held 40 tons."))
    servers = iter(range(1, 9))

    def answer(one, _request):
        picture = f"https://cdn{next(servers)}.example/weir.jpg"
        text = "".join(f"<p>{paragraph}</p>" for paragraph in one.paragraphs)
        page = (
            f'<html><head><title>{one.title}</title><meta property="og:image" content="{picture}">'
            f'</head><body><h1>{one.title}</h1><p class="byline">By {one.author}</p>{text}</body>'
        )
        return Answer(200, page.encode(one.charset), f"text/html; charset={one.charset}")

    outlet.behave("weir", answer)
    with Archive.open_to_write(watched(outlet)) as opened:
        look_at_all(opened)
        yield opened


def latest(archive, outlet):
    """The article, and what it said when it was last read."""
    article = archive.article(surt(outlet.url("weir")))
    return article, archive.latest_extraction(article.id)


def test_the_picture_is_told_and_the_page_is_not_read(archive, outlet, monkeypatch):
    """It is no edit; and an edit that comes later, with another picture, is seen."""
    _, before = latest(archive, outlet)
    with monkeypatch.context() as patch:
        patch.setattr(reader, "look", None)  # reading a page would fail
        look_at_all(archive)
    assert archive.incidents() == []
    article, after = latest(archive, outlet)
    assert after.picture == "https://cdn2.example/weir.jpg"
    assert replace(after, picture=before.picture, memory=before.memory) == before
    assert article.revisions == 1
    outlet.edit("weir", "40 tons", "400 tons")
    look_at_all(archive)
    article, edited = latest(archive, outlet)
    assert (article.revisions, edited.picture) == (2, "https://cdn3.example/weir.jpg")
