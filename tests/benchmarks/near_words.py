"""Make ``words/<language>.near`` of the language room: words one letter from another word.

Run: python -m tests.benchmarks.near_words LANGUAGE < words (one a line, in small letters, with a
tab and how often it is written, as the logarithm to ten, where that is known).

Only bits go into the project, and no text: they show of a given word whether it is one of them.
They were made from the forms that pyspellchecker (en), simplemma (es, ru, tr, uk) or either
(de, fr) list, if people write them by wordfreq: uk from 1.5 on its scale, es from 2.0 (and what the
previous filter had), both with words at most two apart, since lists have slips as words, too.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from monitor.classify.compared.forms import LONG_WORD, SHORTEST_MISSPELT, SLIPS, relation
from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.language.known import bloom_of
from monitor.classify.language.orthography import is_written_alike

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parents[2] / "monitor/classify/language/words"
PASSES = 8
"""How often the words are gone through, each time for a part of what they may share."""
LONGEST = 20
FARTHEST = 2.0
"""How much rarer a word may be than the one it resembles: a hundredth."""


def main() -> int:
    """Read the words, and write the filter of those that the rules would confuse."""
    language = sys.argv[1]
    lines = (line.strip().partition("\t") for line in sys.stdin)
    read = {word: float(often or 0) for word, _tab, often in lines}
    often = {word: read[word] for word in read if SHORTEST_MISSPELT <= len(word) <= LONGEST}
    path = TARGET / f"{language}.near"
    path.unlink(missing_ok=True)  # so that the rules judge without it
    near = near_words(often, language)
    path.write_bytes(bloom_of(sorted(near)))
    print(len(often), "words,", len(near), "near,", path.stat().st_size, "bytes")
    return 0


def near_words(often: dict[str, float], language: str) -> set[str]:
    """Words that the rules would take for slips of each other, of similar frequency."""
    vocabulary = Vocabulary.of([], [], language)
    near: set[str] = set()
    for number in range(PASSES):
        sharing: dict[str, list[str]] = defaultdict(list)
        for word in often:
            for key in _shortened(word):
                if crc32(key.encode()) % PASSES == number:
                    sharing[key].append(word)
        for row in sharing.values():
            for one, other in combinations(row, 2):
                if {one, other} <= near or abs(often[one] - often[other]) > FARTHEST:
                    continue
                if is_written_alike(one, other, language):
                    continue
                if relation(one, other, vocabulary) in SLIPS:
                    near |= {one, other}
    return near


def _shortened(word: str) -> Iterator[str]:
    """The word, and what is left of it without one letter, of a long one without two."""
    yield word
    most = 2 if len(word) >= LONG_WORD else 1
    gone = {
        "".join(letter for k, letter in enumerate(word) if k not in out)
        for count in range(1, most + 1)
        for out in combinations(range(len(word)), count)
    }
    yield from gone - {word}


if __name__ == "__main__":
    sys.exit(main())
