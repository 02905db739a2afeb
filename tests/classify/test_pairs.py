"""Invented sentences of news in seven languages, each with an edit that a reader judged first."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.classify.edits import classify
from monitor.classify.vocabulary import Vocabulary
from storage.digest import fold

LINES = (Path(__file__).parent / "pairs.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [pytest.param(*line.split("\t"), id=f"{line[:2]}-{n}") for n, line in enumerate(LINES)]
"""Language, weight, a kind, the old and the new sentence."""


@pytest.mark.parametrize(("language", "weight", "kind", "old", "new"), PAIRS)
def test_weight_and_kind_of_a_pair(language, weight, kind, old, new):
    """A changed claim is substantive in each language, and what claims the same is not."""
    old, new = fold(old), fold(new)
    found = classify(old, new, Vocabulary.of([old], [new], language))
    assert (found.weight.value, kind in found.kinds) == (weight, True), found


REVERSED = [pair for pair in PAIRS if pair.values[1] == "substantive"]


@pytest.mark.parametrize(("language", "weight", "kind", "old", "new"), REVERSED)
def test_a_changed_claim_is_one_in_either_direction(language, weight, kind, old, new):
    """What was taken back weighs as much as what was put in."""
    assert kind
    old, new = fold(new), fold(old)
    found = classify(old, new, Vocabulary.of([old], [new], language))
    assert found.weight.value == weight, found
