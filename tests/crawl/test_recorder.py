"""Visits are stored in groups: a problem with one of them costs no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.captures import Captures
from storage.errors import ArchiveBusy
from storage.records import IncidentKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.crawl.conftest import Keeper
    from tests.crawl.wire_server import WireServer

PATHS = [f"/story-{number}" for number in range(6)]


@pytest.fixture
def serving(keeper: Keeper, server: WireServer) -> Keeper:
    """An outlet with six pages."""
    for path in PATHS:
        server.page(path, b"<p>story</p>")
    return keeper


def stored(keeper: Keeper) -> set[str]:
    """The paths with a stored capture."""
    rows = keeper.archive._database.rows(
        "SELECT url FROM addresses WHERE last_capture_id IS NOT NULL AND role <> 'robots'"
    )
    return {row["url"].removeprefix(keeper.base) for row in rows}


def failing(raises: Callable[[str], None]) -> Callable[..., None]:
    """``Captures.put`` that calls this with the URL before it stores."""
    put = Captures.put

    def fragile(self, visit_id, exchange, address):
        raises(exchange.url)
        put(self, visit_id, exchange, address)

    return fragile


def test_a_visit_that_cannot_be_stored_costs_no_other(
    serving: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is reported by its address and put off; the incident closes once it can be stored."""

    def raises(url: str) -> None:
        if url.endswith("/story-3"):
            raise ValueError("no such letter")

    with monkeypatch.context() as patch:
        patch.setattr(Captures, "put", failing(raises))
        visits = serving.crawl(*PATHS)
    assert stored(serving) == set(PATHS) - {"/story-3"}
    assert len(visits) == len(PATHS) - 1
    (told,) = serving.archive.incidents()
    assert (told.kind, told.subject) == (IncidentKind.CRAWL_FAILED, serving.base + "/story-3")
    assert "no such letter" in told.detail
    serving.crawl(*PATHS)
    assert serving.archive.incidents() == []
    assert stored(serving) == set(PATHS)


def test_what_waits_while_the_archive_is_busy_is_stored_after(
    serving: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pass ends with the error that it met, but what was fetched by then is not lost."""
    serving.crawl(*PATHS)
    before = serving.archive.counts()["captures"]
    busy = [ArchiveBusy("archive", "somebody")]

    def raises(url: str) -> None:
        if busy and url.endswith("/story-0"):
            raise busy.pop()

    monkeypatch.setattr(Captures, "put", failing(raises))
    with pytest.raises(ArchiveBusy):
        serving.crawl(everything=True)
    assert serving.archive.counts()["captures"] == before + len(PATHS) + 1  # and robots.txt
