"""How well the reader reads our own pages: floors that only rise."""

from __future__ import annotations

import dataclasses
import json

import pytest

from spiders.extract.reader import read
from storage.records import Block, BlockKind
from tests.extract.templates import articles, make
from tests.quality import floors
from tests.quality.measure import BASELINE
from tests.quality.scores import mean, score

HELD = json.loads(BASELINE.read_text("utf-8"))["reader"]


@pytest.fixture(scope="module")
def pages() -> list[floors.Found]:
    """Every template in every language: as it is, with new surroundings, and with an edit."""
    return list(floors.measured())


@pytest.mark.parametrize("name", HELD["held"])
def test_the_reader_is_no_worse_than_it_was(pages, name):
    """Text, kinds, fields, furniture, losses, churn and edits, on pages of 80 makers."""
    value, floor = floors.summed(pages)[name], HELD["held"][name]
    worse = value > floor if name in floors.FEWER else value < floor
    told = "\n".join(list(floors.fallen(pages, HELD))[:40])
    assert not worse, f"{name} is {value}, the floor {floor}\n{told}"


def test_the_measure_sees_what_it_counts():
    """Furniture left in, a lost sentence, a wrong title: each is counted under its own name."""
    made = make("ghost", articles("en")[0])
    good = read(made.html, url=made.url)
    first = next(n for n, one in enumerate(good.blocks) if one.text == made.blocks[0][1])
    bad = dataclasses.replace(
        good,
        title="Another",
        published="2020-01-01",
        blocks=(
            *good.blocks[:first],
            Block(BlockKind.PARAGRAPH, "Sign up now"),
            *good.blocks[first + 1 :],
        ),
    )
    right, wrong = (floors.judged(made, one, (), ()) for one in (good, bad))
    assert (right.left, right.lost, right.wrong, right.score.identical) == ((), (), (), True)
    assert wrong.left == ("Sign up now",)
    assert wrong.lost == (made.blocks[0][1],)
    assert [text.split(":")[0] for text in wrong.wrong] == ["title", "date"]
    assert wrong.score.f1 < right.score.f1 == 1.0
    assert not wrong.score.identical


def test_floors_only_rise():
    """Writing the floors again never lowers one."""
    old = {"f1": 0.9, "left": 1.0}
    assert floors.raised(old, {"f1": 0.8, "left": 2.0}) == old
    assert floors.raised(old, {"f1": 0.95, "left": 0.5}) == {"f1": 0.95, "left": 0.5}


def test_f1_is_that_of_four_word_runs():
    """Three of the five runs of each text are in the other: precision and recall are 0.6."""
    found = score("a b c d e f g h", "a b c d e f x y")
    assert (found.precision, found.recall) == (0.6, 0.6)
    assert found.f1 == pytest.approx(0.6)
    assert not found.identical
    assert score("", "")[:4] == (1.0, 1.0, 1.0, True)
    assert score("a b", "")[:3] == (0.0, 0.0, 0.0)


def test_the_mean_is_of_precision_and_of_recall():
    """A page of which nothing was read lowers recall, and does not count for precision."""
    total = mean([score("a b c d", "a b c d"), score("a b c d", "")])
    assert (total.precision, total.recall) == (1.0, 0.5)
    assert total.f1 == pytest.approx(2 / 3)
    assert (total.nearly, total.identical, total.pages) == (0.5, 0.5, 2)
