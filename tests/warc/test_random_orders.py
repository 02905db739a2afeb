"""Random histories, in random orders and groups of files: the same comes out as in order of time.

Left out is what is known to depend on more than the visits before: redirects in a ring, redirects
beside pages that are missing, and texts that stand at two addresses.
"""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from tests.warc.test_import import Intake
from tests.warc.test_orders import (
    BRIDGE,
    CLOSED,
    FERRY,
    GONE,
    LATE,
    MAYOR,
    NEVER,
    history,
    leads,
    record,
    shows,
)

OPEN, RESIGNED, STAYS = "The bridge is open.", "The mayor has resigned.", "The mayor stays."
TEXTS = {
    FERRY: ("Ferry runs late", (LATE, NEVER)),
    BRIDGE: ("Bridge closes", (CLOSED, OPEN)),
    MAYOR: ("Mayor resigns", (RESIGNED, STAYS)),
}
PATHS = list(TEXTS)


@st.composite
def histories(draw, kinds):
    """Captures of different days in order of time, and the same in groups as they come in."""
    days = draw(st.lists(st.integers(1, 28), min_size=3, max_size=7, unique=True))
    made = [draw(captures(day, kinds)) for day in days]
    ends = draw(st.sets(st.integers(1, len(made) - 1)))
    cuts = [0, *sorted(ends), len(made)]
    return sorted(made), [made[one:other] for one, other in pairwise(cuts)]


@st.composite
def captures(draw, day, kinds):
    """A capture of one of these kinds."""
    kind, path = draw(st.sampled_from(kinds)), draw(st.sampled_from(PATHS))
    if kind == "gone":
        return record(path, day, GONE, b"no")
    if kind == "leads":
        one, other = sorted(draw(st.permutations(PATHS))[:2])
        return leads(one, day, other)
    of = draw(st.sampled_from(PATHS)) if kind == "names" else path
    return page_of(of, path, day, draw(st.integers(0, 1)), named=kind != "plain")


def page_of(of, path, day, version, *, named):
    """A version of an article's page at a path, which says whose it is, or does not."""
    title, texts = TEXTS[of]
    return shows(path, day, texts[version], of if named else None, title=title)


def read(folder, blank, groups):
    """What is told after these files came in one after the other."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with Archive.open_to_write(blank(folder / "archive")) as archive:
        intake = Intake(folder, archive)
        for number, group in enumerate(groups):
            intake(intake.file(*(one for _, one in group), name=f"{number}.warc.gz"))
        return history(archive)


@pytest.mark.parametrize(
    "kinds", [("plain", "itself", "leads"), ("plain", "itself", "names", "gone")], ids=" ".join
)
def test_the_order_of_random_files_makes_no_difference(blank, kinds):
    """Guards the rewinding of what was read too early, by histories that nobody thought of."""

    # A failure is told as it was found: each smaller one would cost two imports.
    @settings(max_examples=12, derandomize=True, database=None, phases=[Phase.generate])
    @given(histories(kinds))
    def same(made):
        ordered, groups = made
        with TemporaryDirectory() as name:
            late, told = (read(Path(name) / "one", blank, each) for each in (groups, [ordered]))
        assert late == told

    same()
