"""Bases: which ancestor is expected to be best, judged by what the ancestors took."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.payload.bases import DEPTH, Link, cost, guesses, usual_size


def chain(*sizes):
    """Links from the previous version down to the whole one, which is the last."""
    depths = range(len(sizes) - 1, -1, -1)
    return [
        Link(n, depth, size, b"") for n, (depth, size) in enumerate(zip(depths, sizes, strict=True))
    ]


def test_page_that_only_tells_the_time_leans_on_what_is_whole():
    """If each version took no more than a clock takes, all have the same whole base."""
    assert guesses(chain(120, 130, 120, 40_000))[0].link.depth == 0


def test_page_that_was_rewritten_leans_on_the_version_before():
    """If the last step was large, the next version resembles that one and none before it."""
    assert guesses(chain(9_000, 130, 40_000))[0].link.depth == 2
    assert guesses(chain(130, 9_000, 40_000))[0].link.depth == 1


def test_full_chain_leaves_room():
    """Nothing is based on the last link of a full chain."""
    full = chain(*[120] * DEPTH, 40_000)
    assert all(one.link.depth < DEPTH for one in guesses(full))
    assert len(guesses(full)) == DEPTH


@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=12))
def test_guesses_grow_with_age_and_stand_by_their_cost(sizes):
    """An older ancestor is never expected to take less, and the first one never costs more."""
    links = chain(*sizes)
    found = guesses(links)
    by_age = [one.size for one in sorted(found, key=lambda one: one.link.id)]
    assert by_age == sorted(by_age)
    costs = [cost(one.size, usual_size(links), one.link) for one in found]
    assert costs == sorted(costs)
