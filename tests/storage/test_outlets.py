"""Outlets: uniquely named, paused, and removed without losing what was captured."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.archive import Archive
from storage.errors import NotStored, OutletError
from storage.records import IncidentKind, Role, SeedKind
from tests.commands.conftest import Keeper


def test_name_is_taken_once(archive, make):
    """A second outlet of the same name is refused, with a reason."""
    made = make.outlet(archive)
    assert archive.outlet("herald") == made
    with pytest.raises(OutletError):
        make.outlet(archive)


def test_outlets_come_by_name_and_by_host(archive, make):
    """They are listed by name, and can be found by host."""
    make.outlet(archive, "tribune")
    herald = make.outlet(archive, "herald")
    assert [one.name for one in archive.outlets()] == ["herald", "tribune"]
    assert archive.outlet_of_host("herald.example") == herald
    assert archive.outlet_of_host("nobody.example") is None


def test_paused_outlet_is_not_due(archive, make):
    """Nothing of a paused outlet is fetched; once resumed, everything is."""
    herald, tribune = make.outlet(archive, "herald"), make.outlet(archive, "tribune")
    make.addresses(archive, herald, 2)
    other = make.addresses(archive, tribune, 1)
    archive.set_paused("herald", paused=True)
    assert archive.outlet("herald").paused
    assert [due.address for due in archive.due(make.hours(1))] == other
    archive.set_paused("herald", paused=False)
    assert len(list(archive.due(make.hours(1)))) == 3


def test_removed_outlet_keeps_what_was_captured(archive, make):
    """Seeds and due times go, captures and articles stay, and it can be taken up again."""
    herald = make.outlet(archive)
    archive.add_seed(herald.id, "https://herald.example/feed", "feed", SeedKind.FEED, make.start)
    address = make.addresses(archive, herald)[0]
    visit = archive.record(make.visit(address, b"kept"))
    archive.open_incident(herald.id, IncidentKind.BOT_CHECK, "x", "y", make.start)
    archive.remove_outlet("herald")
    assert archive.outlets() == []
    assert archive.seeds() == []
    assert archive.agenda.next_due() is None
    assert archive.incidents() == []
    assert archive.payload(archive.capture(visit).payload) == b"kept"
    with pytest.raises(NotStored):
        archive.outlet("herald")
    again = make.outlet(archive)
    assert again.id == herald.id
    assert [due.address.id for due in archive.due(make.hours(1))] == [address.id]


def test_seed_is_added_once_and_takes_over_its_address(archive, make):
    """The same seed twice is one; an address known as a candidate becomes the seed's."""
    herald = make.outlet(archive)
    known = make.addresses(archive, herald)[0]
    first = archive.add_seed(herald.id, known.url, known.key, SeedKind.SECTION, make.start)
    second = archive.add_seed(herald.id, known.url, known.key, SeedKind.FEED, make.start)
    assert first == second
    assert (first.address_id, first.kind) == (known.id, SeedKind.SECTION)
    assert archive.address(known.key).role is Role.SEED
    assert archive.seeds(herald.id) == [first]


def test_last_capture_of_outlet(archive, make):
    """The time of the newest full capture, over all addresses."""
    herald = make.outlet(archive)
    assert archive.sights.last_captures().get(herald.id) is None
    for at, address in enumerate(make.addresses(archive, herald, 3)):
        archive.record(make.visit(address, b"x", at))
    assert archive.sights.last_captures().get(herald.id) == make.hours(2)


def test_robots_txt_is_no_sign_of_an_outlet(archive, make):
    """It comes each hour from a host that gives no page, and the outlet would never be silent."""
    herald = make.outlet(archive)
    (page,) = make.addresses(archive, herald)
    url = "https://herald.example/robots.txt"
    robots = archive.robots_address(herald.id, url, url)
    archive.record(make.visit(robots, b"User-agent: *", 0))
    assert archive.sights.last_captures() == {}
    archive.record(make.visit(page, b"x", 1))
    archive.record(make.visit(robots, b"User-agent: *", 24 * 365))
    assert archive.sights.last_captures() == {herald.id: make.hours(1)}
    archive.record(make.visit(page, b"x", 24 * 366))
    archive.agenda.heal(make.hours(24 * 365))
    assert archive.sights.last_captures() == {herald.id: make.hours(1)}


def test_the_last_capture_is_kept_and_only_moves_forward(tmp_path):
    """A later import of older captures does not set it back."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.visit("https://harbour.example/a", b"one")
        last = keeper.now - timedelta(days=1)
        assert archive.sights.last_captures()[keeper.outlet.id] == last
        keeper.now -= timedelta(days=30)
        keeper.visit("https://harbour.example/b", b"two")
        assert archive.sights.last_captures()[keeper.outlet.id] == last
