"""What the second pass knows of the likely body as a whole, and of words shared with it."""

from __future__ import annotations

import numpy as np
import pytest

from spiders.extract.choice import judge
from spiders.extract.choice.learned import likely, shared_words
from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse

HEAD = "Lighthouse keeper lets rooms"
BODY = (
    "The lighthouse keeper of Varnitsa lets rooms by the week, and keeps the lamp lit all night.",
    "Guests of the lighthouse bring bread and lamp oil, and leave again before winter comes.",
)
TEASER = "Football: Ostrava beats Brodek after three penalties and a long evening of heavy rain."
PULLED = "keeps the lamp lit all night"


def sight(*texts: str, around: str = "p") -> judge.Look:
    """The first look at a page of these paragraphs."""
    inner = "".join(f"<{around}>{text}</{around}>" for text in texts)
    page = parse(f"<title>{HEAD}</title><body><h1>{HEAD}</h1>{inner}</body>")
    found = judge.look(page, read_fields(page, None, "https://a.example/"), None, None)
    assert found is not None
    return found


def test_a_teaser_shares_no_words_with_the_body():
    """This works in every language; sharing no words differs from having no words at all."""
    seen = sight(*BODY, TEASER, "…").sight
    chances = np.array([0.1, 0.9, 0.9, 0.2, 0.1])
    rows = shared_words.rows(seen, chances)
    share, of_title = rows[:, 0], rows[:, 1]
    assert share[3] < share[1] < share[0]
    assert of_title[0] == 1
    assert of_title[3] == 0
    assert share[4] == -1
    assert rows[3, 4] > rows[2, 4] > 0


def test_a_sure_block_does_not_vouch_for_itself():
    """Its words count only if another sure block has them, too."""
    rows = shared_words.rows(sight(*BODY).sight, np.array([0.1, 0.9, 0.1]))
    assert rows[1, 0] == 0
    assert rows[2, 0] > 0


def test_a_quote_pulled_out_of_the_body_is_seen_to_stand_in_it():
    """It repeats what the article already says."""
    rows = shared_words.rows(sight(*BODY, PULLED).sight, np.array([0.1, 0.9, 0.9, 0.4]))
    assert rows[:, 3].tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("chances", [[0.1, 0.9, 0.9, 0.2], [0.0, 0.0, 0.0, 0.0], [1, 1, 1, 1]])
def test_every_number_is_finite(chances):
    """A page without a sure block is measured by the blocks that come closest."""
    seen = sight(*BODY, TEASER)
    assert len(seen.chances) == 4
    weight = seen.sight.rows[:, 0].astype(np.float64)
    rows = likely.rows(seen.sight, np.array(chances, dtype=np.float64), weight)
    assert np.isfinite(rows).all()


def test_a_block_is_measured_by_the_page_s_own_sure_blocks():
    """How many there are, how much of them comes before and after it, and how far they are."""
    seen = sight(*BODY, TEASER)
    weight = seen.sight.rows[:, 0].astype(np.float64)
    rows = likely.rows(seen.sight, np.array([0.1, 0.9, 0.9, 0.2]), weight)
    assert (rows[:, 7] == 2).all()
    assert rows[:, 11].tolist() == [0, 0, 1, 2]
    assert rows[:, 12].tolist() == [2, 1, 0, 0]
    assert rows[3, 13] == len(BODY[0]) + len(BODY[1])
    assert rows[:, 15].tolist() == [99, 99, 1, 1]


def test_a_page_of_one_block_has_no_neighbours():
    """Nothing comes before or after it."""
    page = parse(f"<body>{BODY[0]}</body>")
    found = judge.look(page, read_fields(page, None, "https://a.example/"), None, None)
    assert found is not None
    rows = likely.rows(found.sight, found.chances, np.ones(1))
    assert np.isfinite(rows).all()
    assert (rows[0, 25:] == -1).all()
