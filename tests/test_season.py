"""Days of outlets made of our templates, compared with what each capture says it shows.

``VARIORUM_SEASON_DAYS=5 pytest -m long tests/test_season.py -s`` prints what it measured. The
default takes some minutes.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.extract.templates.articles import LANGUAGES
from tests.soak.newsroom.desk import plan
from tests.soak.newsroom.editor import ACTS, invented, shown
from tests.soak.newsroom.holding import held_against

DAYS = float(os.environ.get("VARIORUM_SEASON_DAYS", "1"))
OUTLETS = int(os.environ.get("VARIORUM_SEASON_OUTLETS", "14"))
SEED = int(os.environ.get("VARIORUM_SEASON_SEED", "1"))
STORIES = 4
ALWAYS_SHOWN = ("word", "headline", "top", "middle", "end", "deletion")
"""Acts that every template shows."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_act_is_seen_on_the_page(language):
    """Otherwise the season would wait for revisions of nothing, or have no edits to miss."""
    lot = random.Random(language)
    for number in range(6):
        article = invented(language, number, lot)
        for act in ALWAYS_SHOWN:
            edited = ACTS[act](article, lot)
            before, after = (shown("wordpress_blocks", one) for one in (article, edited))
            assert before.must != after.must, act
            assert before == shown("wordpress_blocks", article)


def test_a_plan_is_the_same_each_time():
    """Server and judge each make it for themselves."""
    one, other = (plan(3, 2.0, outlets=4, stories=3) for _ in range(2))
    assert one == other
    assert one != plan(4, 2.0, outlets=4, stories=3)


@pytest.mark.long
def test_a_season_is_told_as_it_was(tmp_path):
    """No served edit is missed, none is invented, and nothing is called gone that is there.

    The same archive, compared with a different season, shows that the judge sees faults.
    """
    words = (tmp_path, SEED, DAYS, OUTLETS, STORIES)
    subprocess.run(
        [sys.executable, "-m", "tests.soak.newsroom.season", *map(str, words)],
        cwd=Path(__file__).parents[1],
        check=True,
    )
    told = json.loads((tmp_path / "told.json").read_text("utf-8"))
    print(json.dumps(told, indent=1, ensure_ascii=False))
    assert told["edits told"] > 0
    for fault in (
        *("missed", "invented", "windows", "damaged", "first sights not read"),
        *("told gone, and was not", "told moved, and was not", "articles of no story"),
    ):
        assert told.get(fault, []) == [], fault
    with Archive.open(tmp_path / "archive") as archive:
        others = plan(SEED + 1, DAYS, OUTLETS, STORIES)
        for outlet in others:
            for story in outlet.stories:
                story.steps *= 50
        wrong = held_against(archive, others, tmp_path / "served.tsv", DAYS)
    assert wrong["missed"] or wrong["invented"]
