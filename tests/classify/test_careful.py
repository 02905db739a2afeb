"""Short news sentences in eighteen languages, classified as a careful standards editor would.

Written before the code was run on them: half of them differ by a letter or two, which is a slip in
one pair and another claim in the other. In ``careful/<language>.tsv``: weight, kind, and the two
sentences. A name that is reported as another spelling of one has the kind ``name:spelling``, one
that may be that or somebody else's ``name:spelled alike``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from storage.digest import fold

ROWS = [
    pytest.param(path.stem, *line.split("\t"), id=f"{path.stem}-{number}")
    for path in sorted((Path(__file__).parent / "careful").glob("*.tsv"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
]
FEWEST = 940


@pytest.mark.parametrize(("language", "weight", "kind", "one", "other"), ROWS)
def test_an_edit_is_told_as_a_careful_editor_would(language, weight, kind, one, other):
    """Substance is never spelling nor spelling substance, and the kind is right, both ways."""
    one, other = fold(one), fold(other)
    kind, _, note = kind.partition(":")
    for old, new in ((one, other), (other, one)):
        found = classify(old, new, Vocabulary.of([old], [new], language))
        assert (found.weight.value, kind in found.kinds) == (weight, True), found
        if kind == "name":
            assert note in {fact.note for fact in found.facts if fact.type == "name"}, found


def test_no_language_is_left_out():
    """All rows are read, and each language has some that are substantive and some that are not."""
    assert len(ROWS) >= FEWEST
    for path in (Path(__file__).parent / "careful").glob("*.tsv"):
        weights = {line.split("\t", 1)[0] for line in path.read_text(encoding="utf-8").splitlines()}
        assert "substantive" in weights, path
        assert weights - {"substantive"}, path


def test_a_denial_that_goes_is_no_spelling():
    """*Ein* in place of *kein* is no other way to write a figure."""
    old, new = "Kein Arbeiter wurde verletzt.", "Ein Arbeiter wurde verletzt."
    for pair in ((old, new), (new, old)):
        assert classify(*pair, Vocabulary.of(*([text] for text in pair), "de")).kinds == {
            "negation"
        }


@pytest.mark.parametrize(
    ("one", "other", "weight"),
    [("отметили", "отменили", "substantive"), ("перенесли", "перенемли", "cosmetic")],
)
def test_a_letter_from_across_the_keyboard_makes_another_word(one, other, weight):
    """*Celebrated* and *called off* differ by a letter in Russian; a nearby key may be a slip."""
    for old, new in ((one, other), (other, one)):
        texts = [f"Жители {word} праздник." for word in (old, new)]
        found = classify(*texts, Vocabulary.of(texts[:1], texts[1:], "ru"))
        assert found.weight.value == weight, found


def test_a_figure_behind_an_ellipsis_is_found_where_it_stands():
    """What replaces an ordinal in figures is put at its own place in the text."""
    old, new = "Он молчал… и занял 3-е место.", "Он молчал… и занял третье место."
    assert classify(old, new, Vocabulary.of([old], [new], "ru")).kinds == {"spelling"}
