"""An archive in a temporary folder, and makers of what goes into one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.archive import Archive
from storage.digest import payload_digest
from storage.records import Block, BlockKind, Exchange, Extraction, Found, Outcome, Visit

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


class Maker:
    """Makes outlets, addresses, visits and readings with as few words as a test needs."""

    start = START

    def hours(self, count):
        """This many hours after the start."""
        return START + timedelta(hours=count)

    def outlet(self, archive, name="herald"):
        """A new outlet."""
        return archive.add_outlet(name, f"https://{name}.example/", [f"{name}.example"], START)

    def addresses(self, archive, outlet, count=1, prefix="story"):
        """New candidates of it."""
        found = [
            Found(f"https://{outlet.name}.example/{prefix}/{n}", f"{outlet.name}/{prefix}/{n}")
            for n in range(count)
        ]
        return archive.discover(outlet.id, found, START)

    def exchange(self, url, payload, status=200, *, response_head=None, **more):
        """An exchange as the crawler delivers it; `wire` are chunked bytes to keep."""
        wire = more.get("wire")
        body = payload if wire is None else wire
        values = {
            "url": url,
            "request_head": f"GET {url} HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
            "response_head": response_head
            or b'HTTP/1.1 200 OK\r\nDate: x\r\nETag: "v1"\r\nContent-Type: text/html\r\n\r\n',
            "status": status,
            "payload": payload,
            "wire_digest": payload_digest(body),
            "wire_length": len(body),
            "recipe": "identity" if wire is None else None,
            "peer": "192.0.2.1:443",
        }
        return Exchange(**{**values, **more})

    def visit(self, address, payload=b"<p>body</p>", at=0, outcome=Outcome.CAPTURED, **more):
        """A visit with its capture."""
        exchange = more.pop("exchange", None)
        if exchange is None and payload is not None:
            exchange = self.exchange(address.url, payload)
        visit = Visit(
            address_id=address.id,
            started_at=self.hours(at),
            finished_at=self.hours(at) + timedelta(milliseconds=1500),
            outcome=outcome,
            status=None if exchange is None else exchange.status,
            exchange=exchange,
            next_due=self.hours(at + 1),
        )
        return replace(visit, **more)

    def reading(self, text="The mayor resigned.", title="Mayor resigns", **more):
        """What a reader made of a page."""
        block = Block(BlockKind.PARAGRAPH, text)
        return Extraction(title=title, blocks=(block,), reader="reader 1", **more)


@pytest.fixture
def make():
    return Maker()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


@pytest.fixture
def archive(folder, blank):
    with Archive.open_to_write(blank(folder)) as opened:
        yield opened
