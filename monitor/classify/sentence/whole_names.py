"""Names that changed in part, with the part that stayed: *Ada Finch* for *Ada Mole*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.figures.quantities import is_month
from monitor.classify.language.known import is_known
from monitor.classify.language.lexicon import words_of
from monitor.diff.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.tokens import Token

MOST_BESIDE = 2
"""Most words on either side that may belong to a name: a patronymic, two family names."""
_NO_NAMES = ("days", "function", "light", "pronouns", "hedge", "negation", "attribution")


def whole_names(names: tuple[str, str], texts: tuple[str, str], language: str) -> tuple[str, str]:
    """Both names with the capitalized words that are next to them in both texts.

    The first word of a sentence is capitalized anyway; it counts as a name only if it is known to
    be no other word.
    """
    rows = tokens(texts[0]), tokens(texts[1])
    place, other_place = _place(names[0], rows[0]), _place(names[1], rows[1])
    if place is None or other_place is None:
        return names
    (start, end), (other_start, other_end) = place, other_place
    one, other = rows
    left = right = 0
    while left < MOST_BESIDE and _are_one(one, other, start - 1, other_start - 1, language):
        opens = _opens(one, start - 1) or _opens(other, other_start - 1)
        if opens and is_known(one[start - 1].key.lower(), language) is not False:
            break
        start, other_start, left = start - 1, other_start - 1, left + 1
    while right < MOST_BESIDE and _are_one(one, other, end, other_end, language, behind=True):
        end, other_end, right = end + 1, other_end + 1, right + 1
    return (
        texts[0][one[start].start : one[end - 1].end],
        texts[1][other[other_start].start : other[other_end - 1].end],
    )


def _place(name: str, row: Sequence[Token]) -> tuple[int, int] | None:
    """The first place where the words of a name are."""
    words = [token.text for token in tokens(name)]
    for start in range(len(row) - len(words) + 1):
        if [token.text for token in row[start : start + len(words)]] == words:
            return start, start + len(words)
    return None


def _are_one(
    one: Sequence[Token],
    other: Sequence[Token],
    i: int,
    j: int,
    language: str,
    *,
    behind: bool = False,
) -> bool:
    """Whether both are the same capitalized word next to the name, and not a *Monday*."""
    if min(i, j) < 0 or i >= len(one) or j >= len(other) or one[i].text != other[j].text:
        return False
    word, small = one[i].text, one[i].key.lower()
    if not one[i].is_word or not word[:1].isupper() or is_month(small, language):
        return False
    if any(small in words_of(section, language) for section in _NO_NAMES):
        return False
    step = -1 if behind else 1
    for row, at in ((one, i), (other, j)):
        left, right = sorted((at, at + step))
        apart = row[right].start - row[left].end
        if apart != 1 or row[left].key.endswith("'s"):
            return False
    return True


def _opens(row: Sequence[Token], index: int) -> bool:
    return index == 0 or not row[index - 1].is_word
