"""Servers that give the page only to clients that send a cookie back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.passes import read_unread
from spiders.crawl.http.cookies import MOST, given_in, line_of
from storage.records import Outcome
from tests.crawl.test_belief import story
from tests.crawl.wire_server import Script, WireServer, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.crawl.conftest import Keeper

GIVES = "Set-Cookie: seen=1; Path=/; HttpOnly\r\nSet-Cookie: by=x\r\n"


def leads(to: str, more: str = "") -> Script:
    """A redirect with these additional fields."""
    head = f"HTTP/1.1 302 Found\r\nLocation: {to}\r\n{more}Content-Length: 0\r\n\r\n"
    return Script(head.encode())


def guarded(to: str, more: str = GIVES) -> Callable[[bytes], Script]:
    """Answer with the page if the request has the cookie, else with the way to get it."""

    def answer(request: bytes) -> Script:
        return plain(story()) if b"\r\nCookie: seen=1; by=x\r\n" in request else leads(to, more)

    return answer


@pytest.mark.parametrize("round_about", [False, True], ids=["to itself", "by another"])
def test_a_cookie_that_a_redirect_back_gave_is_shown_once(
    keeper: Keeper, server: WireServer, *, round_about: bool
) -> None:
    """The page is captured, each hop is a visit, and the next visit begins without a cookie."""
    server.routes["/news/ferry"] = guarded("/check" if round_about else "/news/ferry", GIVES)
    server.routes["/check"] = leads("/news/ferry", GIVES)
    for _ in range(2):
        visits = keeper.crawl("/news/ferry")
        assert [one.outcome for one in visits][-1] is Outcome.CAPTURED
        assert len(visits) == 2 + round_about
        read_unread(keeper.archive, rules_folder=None)
    assert [one.url for one in keeper.archive.articles()] == [keeper.base + "/news/ferry"]
    brought = [b"\r\nCookie:" in one.request for one in server.asked("/news/ferry")]
    assert brought == [False, True] * 2
    assert keeper.archive.incidents() == []


def test_a_redirect_to_itself_for_ever_has_an_end(keeper: Keeper, server: WireServer) -> None:
    """It is requested once more, and then reported as leading to itself."""
    server.routes["/news/ferry"] = leads("/news/ferry", GIVES)
    visits = keeper.crawl("/news/ferry")
    assert [one.reason for one in visits] == [None, "to itself"]


def test_no_cookie_is_shown_where_none_is_asked_for(keeper: Keeper, server: WireServer) -> None:
    """A redirect to another page may set one to count visitors, without wanting it back."""
    server.routes["/news/ferry"] = leads("/news/pier", GIVES)
    server.page("/news/pier", story())
    keeper.crawl("/news/ferry")
    assert not [one for one in server.log if b"\r\nCookie:" in one.request]


def test_cookies_of_a_head() -> None:
    """The last of each name; what has no name and value is ignored."""
    head = b"HTTP/1.1 302 Found\r\nset-cookie: a=1; Secure\r\nSet-Cookie:b=2\r\nSet-Cookie: a=3\r\n"
    assert given_in(head + b"Set-Cookie: nothing\r\nX-Set-Cookie: c=4\r\n\r\n") == {
        "a": "3",
        "b": "2",
    }
    assert line_of({"a": "3", "b": "2"}) == "a=3; b=2"
    assert line_of({}) is None
    assert line_of({"a": "x" * MOST}) is None
