"""A list is read as a whole if the model keeps one item and doubts the others."""

from __future__ import annotations

import pytest

from spiders.extract.choice.kept.lists import keep_lists
from spiders.extract.parsing import parse

TEXT = "The keeper of the lighthouse lets rooms by the week, and keeps the lamp lit all night."
POINTS = ("The lamp of Holm is lit", "The oil is paid until May", "Two boats were saved")


def kept(items: str, chances: tuple[float, ...], own: int = 1) -> list[bool]:
    """What is kept of a list above a text, of which one item was kept before."""
    page = parse(f"<body><article><ul>{items}</ul><p>{TEXT}</p><p>{TEXT}</p></article></body>")
    keep = [False] * len(page.blocks)
    keep[own] = keep[-1] = keep[-2] = True
    keep_lists(page.blocks, keep, [*chances, 0.9, 0.9])
    return keep[:-2]


def test_doubted_items_go_with_the_one_that_is_kept():
    """Of three points only the middle one was read, and edits of the others were missed."""
    items = "".join(f"<li>{point}</li>" for point in POINTS)
    assert kept(items, (0.48, 0.5, 0.4)) == [True, True, True]


@pytest.mark.parametrize(
    ("last", "chance"),
    [
        (f"<li>{POINTS[2]}</li>", 0.2),
        (f"<li><a href=/a>{POINTS[2]}</a></li>", 0.4),
        ("<li>Print</li>", 0.4),
        (f"<li style='display:none'>{POINTS[2]}</li>", 0.4),
        ("<li>Sign up for our newsletter</li>", 0.4),
    ],
)
def test_a_list_of_other_things_is_as_the_model_thinks(last, chance):
    """An item that is ruled out, hidden, linked, a button or a call: it is no list of points."""
    items = f"<li>{POINTS[0]}</li><li>{POINTS[1]}</li>{last}"
    assert kept(items, (0.4, 0.5, chance)) == [False, True, False]


def test_another_list_is_none_of_it():
    """An item in a list of its own is judged by itself."""
    items = f"<li>{POINTS[0]}</li><li>{POINTS[1]}</li></ul><ul><li>{POINTS[2]}</li>"
    assert kept(items, (0.4, 0.5, 0.4)) == [True, True, False]
