"""What is new at an end of the article is its next text only where it stands near by."""

from __future__ import annotations

import pytest

from spiders.extract.remembered import newcomers


@pytest.mark.parametrize(
    ("places", "among"),
    [
        ([1, 1], True),
        ([1, 1, 1, 1], True),
        ([1, 2, 1], False),
        ([1, 1, 1, 1, 1], False),
        ([1, 1, 2, 1, 1], False),
    ],
)
def test_a_few_texts_of_the_same_place_may_stand_between_and_no_others(places, among):
    """What is far from the rest, or behind something else, is not read as a rewritten end."""
    last = len(places) - 1
    new = newcomers.Newcomer((), last, [0], [], None, lost=True)
    assert newcomers._among(new, 1, places, 0, None) is among
