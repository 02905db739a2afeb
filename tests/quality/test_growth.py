"""How growth is told: what guards against a cost must see that cost."""

from __future__ import annotations

import pytest

from tests.growth import TIMES, costs_less, grows_with_length

SMALL = 10


def turns(many: int, power: int) -> int:
    """Count to ``many`` to this power."""
    return sum(1 for _ in range(many**power))


@pytest.mark.parametrize("allowed", [1, 2])
def test_a_cost_of_the_next_power_is_seen(allowed):
    """Each part looks at all others: it holds for no bound but its own."""
    for power in (1, 2, 3):
        size = SMALL if power > 1 else SMALL**3
        held = grows_with_length(
            lambda many, power=power: turns(many, power), size, TIMES * size, power=allowed
        )
        assert held is (power <= allowed), power


def test_the_dearer_of_two_is_told():
    """Fifty times as much is not less."""
    assert costs_less(lambda: turns(1_000, 1), lambda: turns(50_000, 1))
    assert not costs_less(lambda: turns(50_000, 1), lambda: turns(1_000, 1))
