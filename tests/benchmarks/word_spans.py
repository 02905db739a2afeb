"""Word spans: where our marks differ from people's, and how close marks can come to theirs.

Run: python -m tests.benchmarks.word_spans (reads ../shared/data/revisions, takes two seconds).
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from itertools import pairwise

from monitor.diff.capitals import compared_keys
from monitor.diff.marks import hunks, readable
from monitor.diff.tokens import tokens
from tests.benchmarks.revisions import DATA, marked_words, marks_of_people, rows
from tests.quality.scores import F1

LONGEST_ISLAND = 8
"""Most words between two changes that people ever marked with them."""


def sides(row):
    """The words of a pair, by the sign of their mark."""
    return (("-", row["old"]), ("+", row["new"]))


def islands(row):
    """What stayed between two changes, as sets of (sign, word), and whether we mark it too."""
    texts = " ".join(row["old"]), " ".join(row["new"])
    old, new = map(tokens, texts)
    old_keys, new_keys = compared_keys((texts[0], old), (texts[1], new))
    found = hunks(old_keys, new_keys)
    starts = {hunk.old_start for hunk in readable(found, old_keys, new_keys)}
    for before, behind in pairwise(found):
        between = _words(row["old"], old[before.old_end : behind.old_start], "-")
        between |= _words(row["new"], new[before.new_end : behind.new_start], "+")
        yield between, behind.old_start not in starts


def _words(texts, run, sign):
    covered, start = set(), 0
    for number, text in enumerate(texts):
        if any(token.start < start + len(text) and start < token.end for token in run):
            covered.add((sign, number))
        start += len(text) + 1
    return covered


def kinds_of_error(row, gold, found):
    """Every word that only one side marks, by reason."""
    count, extra, missed = Counter(), found - gold, gold - found
    joined = set().union(*(island for island, is_joined in islands(row) if is_joined))
    count["marked with its neighbours"] = len(extra & joined)
    extra -= joined
    other = {
        sign: [row["old" if sign == "-" else "new"][k] for s, k in extra if s == sign]
        for sign in "-+"
    }
    for sign, k in extra:
        word = row["old" if sign == "-" else "new"][k]
        across = other["+" if sign == "-" else "-"]
        if word in across:
            count["moved inside its sentence"] += 1
        elif word.lower() in (w.lower() for w in across):
            count["other capital at a moved start"] += 1
        else:
            count["marked for another reason"] += 1
    for island, _joined in islands(row):
        length = len(island) // 2
        if (within := len(missed & island)) and length <= LONGEST_ISLAND:
            count[f"stayed, one of {'1-2' if length <= 2 else '3-8'} between two changes"] += within
            missed -= island
    count["stayed, in a longer run or at an end"] = len(missed)
    return count


def ceiling(row, gold, value):
    """The best marks that fit both texts, if one knew what people marked.

    All common subsequences of the words are tried: in terms of F1 at ``value``, a word that stays
    loses two hits if people marked it, and saves one mark too many if they did not.
    """
    old, new = row["old"], row["new"]

    def gain(sign, k):
        return value - 2 if (sign, k) in gold else value

    best = [[(0.0, frozenset())] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            options = [best[i + 1][j], best[i][j + 1]]
            if old[i] == new[j]:
                total, stayed = best[i + 1][j + 1]
                options.append((total + gain("-", i) + gain("+", j), stayed | {("-", i), ("+", j)}))
            best[i][j] = max(options, key=lambda option: option[0])
    return {(s, k) for s, side in sides(row) for k in range(len(side))} - best[0][0][1]


def told_which(gold, found, row, longest):
    """Our marks, if we knew of each short run between two changes whether to mark it."""
    for island, _joined in islands(row):
        if len(island) <= 2 * longest:
            found = (
                found | island if 2 * len(island & gold) > len(island) else found - (island - gold)
            )
    return found


def spread(pairs):
    """The range in which 95 of 100 samples of as many sentences would be."""
    generator, values = random.Random(1), []
    for _ in range(1_000):
        score = F1()
        for gold, found in generator.choices(pairs, k=len(pairs)):
            score.count(gold, found)
        values.append(score.value)
    values.sort()
    return values[25], values[975]


def main():
    """Print both tables."""
    if not DATA.is_dir():
        print(f"no data at {DATA}")
        return 1
    data, count, pairs = rows("word_spans_dev"), Counter(), []
    scores = {name: F1() for name in ("ours", "nothing joined", "told which", "all told")}
    for row in data:
        gold, found = marks_of_people(row), marked_words(row)
        pairs.append((gold, found))
        count += kinds_of_error(row, gold, found)
        joined = set().union(*(i for i, is_joined in islands(row) if is_joined))
        scores["ours"].count(gold, found)
        scores["nothing joined"].count(gold, found - joined)
        scores["told which"].count(gold, told_which(gold, found, row, 2))
        scores["all told"].count(gold, ceiling(row, gold, 0.97))
    for kind, number in count.most_common():
        print(f"{kind:<60} {number:>5}")
    for name, score in scores.items():
        print(f"{name:<60} {score.value:>5.2f}  +{score.extra} -{score.missed}")
    print("95 of 100 samples of as many sentences: {:.1f} to {:.1f}".format(*spread(pairs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
