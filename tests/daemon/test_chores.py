"""What the daemon does once a day next to its crawl."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from monitor.daemon import chores
from storage.archive import Archive
from storage.errors import VariorumError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("due", "done"), [(False, []), (True, ["done"])])
def test_nothing_is_opened_for_what_is_not_due(tmp_path: Path, due: bool, done: list[str]) -> None:  # noqa: FBT001
    """Mostly nothing is due; then no thread and no second connection is made."""
    worked: list[Path] = []

    def work(folder: Path) -> list[tuple[str, dict[str, Any]]]:
        worked.append(folder)
        return [("done", {})]

    said: list[str] = []
    with Archive.create(tmp_path / "archive") as archive:
        daily = chores.Daily("feeding", lambda _archive, _now: due, work)
        asyncio.run(chores.do(daily, archive, lambda event, **_values: said.append(event)))
    assert said == done
    assert len(worked) == len(done)


def test_a_chore_that_fails_is_told(tmp_path: Path) -> None:
    """Even if the check fails whether it is due, that does not stop the crawl."""

    def is_due(_archive: Archive, _now: object) -> bool:
        raise VariorumError("It cannot be asked.")

    said: list[str] = []
    with Archive.create(tmp_path / "archive") as archive:
        daily = chores.Daily("feeding", is_due, lambda _folder: [])
        asyncio.run(chores.do(daily, archive, lambda event, **_values: said.append(event)))
    assert said == ["feeding_failed"]
