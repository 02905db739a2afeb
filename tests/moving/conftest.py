"""An outlet on loopback that moves its articles, and the archive that watches it for days."""

from __future__ import annotations

import datetime as dt
import html
import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

import monitor
import spiders
import storage
from monitor.passes import one_pass
from monitor.reprocessing.run import reprocess
from spiders.crawl.errand import Errand
from spiders.urls import surt
from storage.records import Found
from tests.crawl.conftest import QUICK, keeper, server
from tests.crawl.wire_server import plain, redirect
from tests.soak.newsroom import clock

if TYPE_CHECKING:
    from types import ModuleType

    from storage.records import Article
    from tests.crawl.conftest import Keeper
    from tests.crawl.wire_server import WireServer

__all__ = ["keeper", "server"]

START = dt.datetime(2026, 3, 1, 8, 0, tzinfo=dt.UTC)


@dataclass
class Paper:
    """What the outlet does, and what the archive reports of it."""

    keeper: Keeper
    server: WireServer

    @property
    def base(self) -> str:
        """The address of the home page, without its final slash."""
        return self.keeper.base

    def put(
        self,
        path: str,
        title: str,
        paragraphs: tuple[str, ...],
        *,
        called: str | None = "",
        published: str | None = None,
    ) -> None:
        """Serve an article here, and have it found; by default it names its own path as its URL."""
        named = path if called == "" else called
        link = "" if named is None else f"<link rel='canonical' href='{self.base}{named}'>"
        if published is not None:
            link += f"<meta property='article:published_time' content='{published}'>"
        text = "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
        page = (
            f"<!doctype html><html lang='en'><head><title>{html.escape(title)}</title>{link}"
            f"<meta property='og:type' content='article'></head><body><main><article>"
            f"<h1>{html.escape(title)}</h1>{text}</article></main></body></html>"
        )
        self.server.routes[path] = plain(page.encode(), "text/html; charset=utf-8")
        self.find(path)

    def find(self, path: str) -> None:
        """Make the archive discover this address."""
        url, now = self.base + path, dt.datetime.fromtimestamp(clock.now(), dt.UTC)
        self.keeper.archive.discover(self.keeper.outlet.id, [Found(url, surt(url))], now)

    def lead(self, path: str, to: str) -> None:
        """Redirect the one address to the other."""
        self.server.routes[path] = redirect(self.base + to, "301 Moved Permanently")

    def take(self, path: str, status: str = "404 Not Found") -> None:
        """Answer that nothing is there any more."""
        self.server.routes[path] = plain(b"<h1>Not here</h1>", status=status)

    def look(self, *days: float) -> None:
        """Run a pass on each of these days: over all that is live, then over what else is due."""
        for day in days:
            for everything in (True, False):
                clock.set_to(START.timestamp() + day * 86400 + 60 * (not everything))
                errand = Errand(everything=everything)
                one_pass(self.keeper.archive, QUICK, errand, rules_folder=None)

    def look_when_due(self, *days: float) -> None:
        """Run a pass on each of these days over what is due then, and no more."""
        for day in days:
            clock.set_to(START.timestamp() + day * 86400)
            one_pass(self.keeper.archive, QUICK, Errand(), rules_folder=None)

    def articles(self) -> dict[str, Article]:
        """The articles, by the path that each is known by."""
        return {one.url.removeprefix(self.base): one for one in self.keeper.archive.articles()}

    def steps(self, path: str) -> list[str]:
        """The summaries of its revisions after the first."""
        _, *later = self.keeper.archive.revisions(self.articles()[path].id)
        return [one.assessment.summary for one in later]

    def told(self, path: str) -> list[str]:
        """Its events, by kind and detail."""
        events = self.keeper.archive.events(self.articles()[path].id)
        return [f"{one.kind}: {one.detail.replace(self.base, '')}" for one in events]


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make all our code use a clock that can be set."""
    for loaded in of_a_clock():
        monkeypatch.setattr(loaded, "datetime", clock.Settable)
    clock.set_to(START.timestamp())


@cache
def of_a_clock() -> list[ModuleType]:
    """All our modules that ask for the time, or handle times."""
    return [
        loaded
        for room in (monitor, spiders, storage)
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
        if not found.name.endswith("__main__")
        and getattr(loaded := importlib.import_module(found.name), "datetime", None) is dt.datetime
    ]


@pytest.fixture
def paper(days: None, keeper: Keeper, server: WireServer) -> Paper:  # noqa: ARG001 - the clock is set
    """An outlet with nothing but a home page."""
    server.page("/", b"<html><head><title>Home</title></head><body><h1>Home</h1></body></html>")
    return Paper(keeper, server)


def read_again(paper, monkeypatch):
    """Read the whole archive again with a better reader."""
    monkeypatch.setattr("spiders.extract.reader.READER", "of tomorrow")
    reprocess(
        paper.keeper.archive,
        rules_folder=None,
        outlet_id=None,
        dry_run=False,
        on_progress=lambda _done, _all: None,
    )
