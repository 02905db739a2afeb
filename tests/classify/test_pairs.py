"""Invented news sentences in seven languages, each with an edit that a reader judged first."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from storage.digest import fold

LINES = (Path(__file__).parent / "pairs.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [pytest.param(*line.split("\t"), id=f"{line[:2]}-{n}") for n, line in enumerate(LINES)]
"""Language, weight, a kind, the old and the new sentence."""


@pytest.mark.parametrize(("language", "weight", "kind", "old", "new"), PAIRS)
def test_weight_and_kind_of_a_pair(language, weight, kind, old, new):
    """A changed claim is substantive in each language and direction; other edits are not."""
    old, new = fold(old), fold(new)
    found = classify(old, new, Vocabulary.of([old], [new], language))
    assert (found.weight.value, kind in found.kinds) == (weight, True), found
    if weight == "substantive":
        back = classify(new, old, Vocabulary.of([new], [old], language))
        assert back.weight.value == weight, back
