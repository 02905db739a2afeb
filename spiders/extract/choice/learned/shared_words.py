"""Which words a block shares with the likely body and with the headline, in any language.

A teaser, a biography and a plea for subscriptions are about other things than the article; a pull
quote repeats what the article says.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from spiders.extract.choice.learned.likely import sure_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from spiders.extract.choice.learned.features import Sight

    Numbers = npt.NDArray[np.float64]

_WORD = re.compile(r"[^\W\d_]{4,}")
_PLAIN_WORD = re.compile("[a-z]{4,}")
"""The same for pure ASCII text, in half the time."""
_RUN = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\ud7a3]{2,}")
"""Letters of scripts whose words are short, or are not separated by spaces."""
_NONE = (-1.0, -1.0, -1.0, 0.0, 0.0)


def rows(sight: Sight, chances: Numbers) -> Numbers:
    """One row per block of the zone, where words are those of four letters and more.

    In scripts that write words in fewer signs, or without spaces, every two signs are a word.

    The share of its words that other sure blocks have, and that the headline has; the share of the
    headline's words that it has; how often its text occurs in other sure blocks; and how many of
    its words no other sure block has.
    """
    own = [_words(text) for text in sight.texts]
    sure = np.flatnonzero(sure_of(sight, chances)).tolist()
    once: set[str] = set()
    often: set[str] = set()
    for number in sure:
        often |= once & own[number]
        once |= own[number]
    headline = _words(sight.title)
    body = "\n".join([sight.texts[number] for number in sure])
    inside = set(sure)
    found = []
    for number, words in enumerate(own):
        if not words:
            found.append(_NONE)
            continue
        known = len(words & (often if number in inside else once))
        heads = len(words & headline)
        text = sight.texts[number]
        share, count = known / len(words), len(words) - known
        again = count <= 2 and 25 < len(text) < 400  # the words at both ends may be parts of words
        times = body.count(text) - (number in inside) if again else 0
        title = heads / len(words), heads / max(1, len(headline))
        found.append((share, *title, min(times, 3), count))
    return np.array(found)


def _words(text: str) -> frozenset[str]:
    if text.isascii():
        return frozenset(_PLAIN_WORD.findall(text.lower()))
    runs = _RUN.findall(text)
    if runs:
        return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return frozenset(_WORD.findall(text.lower()))
