"""An outlet under reconstruction gives one page at all its addresses, with status 200."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from monitor.passes import read_unread
from storage.records import ArticleState, IncidentKind
from tests.crawl.wire_server import Script, WireServer, plain
from tests.stories import filler

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper

PATHS = [f"/news/story-{number}" for number in range(5)]


def page(title: str, paragraphs: list[str]) -> bytes:
    """The page of an article."""
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<html lang='en'><head><title>{title}</title><meta property='og:type' content='article'>"
        f"</head><body><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


def look(keeper: Keeper) -> None:
    """Run one pass over all of them, and read them."""
    keeper.crawl(*PATHS)
    read_unread(keeper.archive, rules_folder=None)


@pytest.mark.parametrize("fields", [{}, {"ETag": '"rebuilt"'}])
def test_an_outlet_that_is_rebuilt_has_edited_nothing(
    keeper: Keeper, server: WireServer, fields: dict[str, str]
) -> None:
    """Each copy has its own number: all articles were reported edited, and then reverted."""
    own = {path: plain(page(path, filler(path)), ETag=f'"{path}"') for path in PATHS}
    numbers = itertools.count(1)

    def rebuilt(_request: bytes) -> Script:
        said = [*filler("rebuilt"), f"Should you ask the desk, name the number {next(numbers)}."]
        return plain(page("We are being rebuilt", said), **fields)

    server.routes |= own
    look(keeper)
    for _ in range(2):
        server.routes |= dict.fromkeys(PATHS, rebuilt)
        look(keeper)
    kinds = [one.kind for one in keeper.archive.incidents()]
    assert kinds == [IncidentKind.ARTICLE_LOST] * len(PATHS)
    server.routes |= own
    look(keeper)
    articles = list(keeper.archive.articles())
    assert [(one.revisions, one.state) for one in articles] == [(1, ArticleState.LIVE)] * len(PATHS)
    assert keeper.archive.incidents() == []
