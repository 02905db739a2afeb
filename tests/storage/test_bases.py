"""Bases: which ancestor is guessed to be best, by what the ancestors took."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.payload.bases import DEPTH, Link, cost, guesses, usual_size


def chain(*sizes):
    """Links from the version before down to what is whole, which is the last."""
    depths = range(len(sizes) - 1, -1, -1)
    return [
        Link(n, depth, size, b"") for n, (depth, size) in enumerate(zip(depths, sizes, strict=True))
    ]


def test_page_that_only_tells_the_time_leans_on_what_is_whole():
    """Where each version took what a clock takes, all lean on one."""
    assert guesses(chain(120, 130, 120, 40_000))[0].link.depth == 0


def test_page_that_was_rewritten_leans_on_the_version_before():
    """Where the last step was large, the version after it is like it and unlike all others."""
    assert guesses(chain(9_000, 130, 40_000))[0].link.depth == 2
    assert guesses(chain(130, 9_000, 40_000))[0].link.depth == 1


def test_full_chain_leaves_room():
    """On the last link of a chain that is full nothing leans."""
    full = chain(*[120] * DEPTH, 40_000)
    assert all(one.link.depth < DEPTH for one in guesses(full))
    assert len(guesses(full)) == DEPTH


@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=12))
def test_guesses_grow_with_age_and_stand_by_their_cost(sizes):
    """An older ancestor is never guessed to take less, and the first is never dearer."""
    links = chain(*sizes)
    found = guesses(links)
    by_age = [one.size for one in sorted(found, key=lambda one: one.link.id)]
    assert by_age == sorted(by_age)
    costs = [cost(one.size, usual_size(links), one.link) for one in found]
    assert costs == sorted(costs)
