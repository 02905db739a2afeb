"""The state `silent`: what counts as a sign of life from an outlet, and what does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.health import HealthState, health
from spiders.urls import surt
from storage.archive import Archive
from storage.records import Outcome, SeedKind, Visit
from tests.commands.conftest import HOME, Keeper

if TYPE_CHECKING:
    from pathlib import Path

ROBOTS, FEED = HOME + "robots.txt", HOME + "feed"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Outcome.UNMODIFIED, HealthState.OK), (Outcome.REFUSED, HealthState.SILENT)],
)
def test_robots_txt_is_no_sign_of_an_outlet_and_an_old_feed_is(
    tmp_path: Path, outcome: Outcome, state: HealthState
) -> None:
    """A weekly's feed is "not modified" for days; robots.txt is served even if no page is."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        seed = archive.add_seed(keeper.outlet.id, FEED, surt(FEED), SeedKind.FEED, keeper.now)
        archive.robots_address(keeper.outlet.id, ROBOTS, surt(ROBOTS))
        for _ in range(5):
            keeper.visit(ROBOTS, b"User-agent: *")
        archive.record(Visit(seed.address_id, keeper.now, keeper.now, outcome))
        (found,) = health(archive, keeper.now + timedelta(hours=1))
        assert (found.state, found.last_capture) == (state, None)
