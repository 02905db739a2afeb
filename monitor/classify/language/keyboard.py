"""Which letter may be typed by mistake for which: adjacent keys, or the same without its mark.

If the words of a language are not known, another letter more likely makes another word: *отметили*
(they celebrated) and *отменили* (they called off).
"""

from __future__ import annotations

from monitor.classify.language.orthography import bare_letter

SHORTEST_ON_KEYS = 4
"""Fewest letters of a word for which the same keys are no coincidence."""
_ROWS = (
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
)
_ON_THE_KEYS_OF = str.maketrans("іїєґёı", "ыъэгеi")
"""Letters that share a key with a Russian or Latin one."""
_PLACES = {
    letter: (number, row, column)
    for number, rows in enumerate(_ROWS)
    for row, letters in enumerate(rows)
    for column, letter in enumerate(letters)
}


def is_slip_of_key(one: str, other: str) -> bool:
    """Whether each differing letter of two equally long words is on an adjacent key.

    True if both letters are of scripts whose keyboards are not known here.
    """
    return all(_are_near(a, b) for a, b in zip(one, other, strict=True) if a != b)


def is_on_other_keyboard(one: str, other: str) -> bool:
    """*Ghtpbltyn* and *президент*: the same keys on two keyboards."""
    if len(one) != len(other) or len(one) < SHORTEST_ON_KEYS:
        return False
    places = [(_place(a), _place(b)) for a, b in zip(one, other, strict=True)]
    return all(a and b and a[0] != b[0] and a[1:] == b[1:] for a, b in places)


def _are_near(one: str, other: str) -> bool:
    places = _place(one), _place(other)
    if places[0] is None or places[1] is None:
        return not (places[0] or places[1])
    (keyboard, row, column), (other_keyboard, other_row, other_column) = places[0], places[1]
    near = abs(row - other_row) <= 1 and abs(column - other_column) <= 1
    return keyboard == other_keyboard and near


def _place(letter: str) -> tuple[int, int, int] | None:
    key = letter.translate(_ON_THE_KEYS_OF)
    return _PLACES.get(key) or _PLACES.get(bare_letter(key))
