"""Plans: the best base for each version of an address, once all versions are known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.payload.plans import STEP_PRICE, WHOLE, settle

LONGEST = 6
ALONE = 40_000


def trials_of(steps, usual=120):
    """Versions 1, 2 …: what each step adds is paid again over every base from before it."""
    trials = {}
    for one in range(1, len(steps) + 2):
        sizes = {WHOLE: ALONE} if one == 1 else {}
        for base in range(1, one):
            sizes[base] = usual + sum(steps[base - 1 : one - 1])
        trials[one] = sizes
    return trials


def depths_of(plan, outside):
    """How many bases are below each version."""
    depths = {WHOLE: -1, **outside}
    for one, place in plan.items():
        depths[one] = depths[place.base] + 1
    return depths


def test_versions_that_tell_the_time_lean_on_the_first():
    """If nothing accumulates, all are based on the whole one, and there is no chain."""
    plan = settle(trials_of([0] * 9), {}, LONGEST)
    assert [place.base for place in plan.values()] == [WHOLE] + [1] * 9
    assert plan[1].weight == 10


def test_what_follows_a_rewritten_page_leans_on_it():
    """A step is paid for once: by the version that brought it, by none of the later ones."""
    plan = settle(trials_of([0, 9_000, 0, 0, 8_000, 0]), {}, LONGEST)
    assert [place.base for place in plan.values()] == [WHOLE, 1, 1, 3, 3, 3, 6]
    assert [place.height for place in plan.values()] == [3, 0, 2, 0, 0, 1, 0]


def test_a_base_from_elsewhere_is_taken_where_it_is_better():
    """The first version may be based on a page of another address."""
    trials = trials_of([0, 0])
    trials[1][77] = 900
    plan = settle(trials, {77: 2}, LONGEST)
    assert [place.base for place in plan.values()] == [77, 1, 1]


def test_long_chains_are_broken_where_it_costs_least():
    """With more steps than a chain may have, one version somewhere gets a lower base."""
    plan = settle(trials_of([5_000] * 20), {}, LONGEST)
    assert max(depths_of(plan, {}).values()) == LONGEST


@given(
    st.integers(1, 14).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(1, 60_000), min_size=n + 2, max_size=n + 2),
            min_size=n,
            max_size=n,
        )
    ),
    st.integers(3, 8),
    st.integers(0, 6),
)
def test_every_plan_can_be_carried_out(sizes, longest, depth):
    """Bases are among those tried, no chain is too long, and weights and heights are right."""
    outside = {99: min(depth, longest - 2)}
    trials = {}
    for one, row in enumerate(sizes, 1):
        trials[one] = {base: row[base] for base in range(1, one)} | {99: row[-1]}
        if one == 1:
            trials[one][WHOLE] = row[0]
    plan = settle(trials, outside, longest)
    depths = depths_of(plan, outside)
    assert list(plan) == list(trials)
    assert all(place.base in trials[one] for one, place in plan.items())
    assert max(depths[one] for one in plan) <= longest
    for one, place in plan.items():
        above = [other for other in plan if one in _under(other, plan)]
        assert place.weight == 1 + len(above)
        assert place.height == max((depths[other] - depths[one] for other in above), default=0)


@given(st.lists(st.integers(0, 9_000), min_size=1, max_size=30))
def test_no_single_move_would_be_better(steps):
    """Moving no single version would lower the sum of bytes and reading."""
    trials = trials_of(steps)
    plan = settle(trials, {}, 1_000)
    depths = depths_of(plan, {})
    for one, sizes in trials.items():
        price = STEP_PRICE * plan[one].weight
        present = sizes[plan[one].base] + price * depths[plan[one].base]
        assert all(present <= size + price * depths[base] for base, size in sizes.items())


def _under(one, plan):
    found = set()
    while one in plan:
        one = plan[one].base
        found.add(one)
    return found
