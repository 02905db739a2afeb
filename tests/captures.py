"""Captures made for tests, a day's worth at a time, and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.passes import one_pass, read_unread
from spiders.configuration import Configuration
from spiders.crawl.errand import Errand
from spiders.urls import surt
from storage.digest import payload_digest
from storage.records import Exchange, Found, Outcome, Visit

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
PATIENT = Configuration(timeout_s=60.0)
"""So that a busy machine is not taken for a fault of the server."""
HOME = "https://courier.example/"


def watch_courier(archive, *urls):
    """Make the archive watch an outlet with these addresses."""
    outlet = archive.add_outlet("courier", HOME, ["courier.example"], START)
    return archive.discover(outlet.id, [Found(url, surt(url)) for url in urls], START)


def exchange(url, payload):
    """An exchange of a page."""
    digest = payload_digest(payload)
    return Exchange(
        url=url,
        request_head=b"GET / HTTP/1.1\r\n\r\n",
        response_head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
        status=200,
        payload=payload,
        wire_digest=digest,
        wire_length=len(payload),
        content_type="text/html; charset=utf-8",
        recipe="identity",
    )


def record(archive, addresses, pages, day):
    """Record a capture of each page (bytes) on this day, one second apart."""
    archive.record_all(
        Visit(
            address_id=address.id,
            started_at=START + timedelta(days=day, seconds=number),
            finished_at=START + timedelta(days=day, seconds=number + 1),
            outcome=Outcome.CAPTURED,
            status=200,
            exchange=exchange(address.url, page),
        )
        for number, (address, page) in enumerate(zip(addresses, pages, strict=True))
    )


def capture_and_read(archive, addresses, pages, day, rules_folder=None):
    """Record the captures, then run READ."""
    record(archive, addresses, pages, day)
    read_unread(archive, rules_folder=rules_folder)


def look_at_all(archive, rules_folder=None):
    """Run a real pass over every article, due or not; gives its counts."""
    return one_pass(archive, PATIENT, Errand(everything=True), rules_folder=rules_folder)


def hurt_page(archive, capture):
    """Overwrite the page of this capture, as a failing disk would."""
    sql = (
        "UPDATE payloads SET data = x'00' WHERE id = (SELECT payload_id FROM captures WHERE id = ?)"
    )
    archive._database.change(sql, (capture.id,))
    archive._payloads.forget()  # the cached page is still sound
