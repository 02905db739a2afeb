"""A server of raw bytes, an archive that watches it, and one pass over named paths."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from spiders.configuration import Configuration
from spiders.crawl.engine import crawl
from spiders.crawl.errand import Errand
from spiders.urls import surt
from storage.archive import Archive
from storage.records import Role
from tests.crawl.wire_server import WireServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from storage.records import Address, Capture, Outlet, SeedKind, Visit

FOR = [field.name for field in fields(Errand)]
QUICK = Configuration(timeout_s=60.0, contact="https://archive.example/")
"""Without delays. The time-out is for a busy machine: no test waits for it."""


def in_an_hour(_due: object, _outcome: object, now: datetime) -> datetime:
    """A fixed cadence, for tests in which it does not matter."""
    return now + timedelta(hours=1)


@dataclass
class Keeper:
    """An archive with one outlet, that of the server."""

    archive: Archive
    outlet: Outlet
    base: str

    def seed(self, path: str, kind: SeedKind) -> None:
        """Make this a seed of the outlet."""
        url = self.base + path if path.startswith("/") else path
        self.archive.add_seed(self.outlet.id, url, surt(url), kind, datetime.now(UTC))

    def crawl(self, *paths: str, configuration: Configuration = QUICK, **more) -> list[Visit]:
        """Crawl these paths, or seeds and what is due; gives all visits except robots.txt."""
        visits: list[Visit] = []
        urls = [self.base + path if path.startswith("/") else path for path in paths]
        crawl(
            self.archive,
            configuration,
            Errand(urls=urls, **{name: more.pop(name) for name in FOR if name in more}),
            next_look=more.pop("next_look", in_an_hour),
            on_progress=visits.append,
            **more,
        )
        return [visit for visit in visits if self.role(visit) is not Role.ROBOTS]

    def one(self, path: str, configuration: Configuration = QUICK) -> Visit:
        """The only visit of a pass over one path."""
        (visit,) = self.crawl(path, configuration=configuration)
        return visit

    def address(self, path: str) -> Address:
        """What is known about the address at this path."""
        address = self.archive.address(surt(self.base + path))
        assert address is not None
        return address

    def role(self, visit: Visit) -> Role:
        """The role of the visited address."""
        return self.archive.due_of(visit.address_id).address.role

    def capture(self, visit: Visit) -> Capture:
        """The stored capture of a visit that was just recorded."""
        capture = self.archive.last_capture(visit.address_id)
        assert capture is not None
        return capture


@pytest.fixture
def server() -> Iterator[WireServer]:
    """A server at a loopback address, with no pages yet."""
    one = WireServer()
    yield one
    one.close()


@pytest.fixture
def keeper(server: WireServer, tmp_path: Path, blank: Callable[[Path], Path]) -> Iterator[Keeper]:
    """An archive that watches the server."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        yield keeper_of(archive, server)


def keeper_of(archive: Archive, server: WireServer, name: str = "raw") -> Keeper:
    """A keeper for another archive."""
    outlet = archive.add_outlet(name, server.base + "/", [server.host], datetime.now(UTC))
    return Keeper(archive, outlet, server.base)
