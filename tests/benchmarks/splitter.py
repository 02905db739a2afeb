"""Where sentences end: F1 of boundaries on cases of our own and on treebanks.

Run: python -m tests.benchmarks.splitter. Three trials: the hand-made cases of ``tests/diff`` (40 a
language), the sentences of the revision trials, which come from treebanks (en, ru, uk, hy; read
from ../shared), and the Turkish treebanks of the package ``turkish-treebanks`` where that is
installed, whose sentences stand in no order and are joined five at a time.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from monitor.diff.sentences import split
from storage.digest import fold
from tests.quality.scores import F1

DATA = Path(__file__).parents[3] / "shared/data/revisions"
GOLDEN = Path(__file__).parents[1] / "diff/golden_sentences.json"
SEVEN = ("en", "ru", "uk", "tr", "az", "hy", "ka")
AT_A_TIME = 5
ENDS = tuple(".!?…")


def _places(sentences):
    ends, place = set(), 0
    for sentence in sentences[:-1]:
        place += len(sentence.replace(" ", ""))
        ends.add(place)
    return ends


def hand_made():
    """Language to F1 on our own cases, with their number."""
    cases = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return {
        language: (_f1(text.split("‖") for text in cases[language]), len(cases[language]))
        for language in SEVEN
    }


def of_revisions():
    """Language to F1 on the old sides of the revision trials, with the number of paragraphs."""
    paragraphs = {}
    for name in ("synth_dev", "synth_hard_dev"):
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                mine = paragraphs.setdefault(row["lang"], {})
                for sentences in row["old"]:
                    folded = [fold(sentence) for sentence in sentences]
                    mine[" ".join(folded)] = folded
    return {language: (_f1(mine.values()), len(mine)) for language, mine in paragraphs.items()}


def turkish():
    """Name of the treebank to F1, with the number of sentences; empty if not installed."""
    try:
        paths = [path for path in files("turkish-treebanks") or () if path.suffix == ".conllu"]
    except PackageNotFoundError:
        return {}
    found = {}
    for path in paths:
        lines = path.locate().read_text(encoding="utf-8").splitlines()
        texts = [fold(line.removeprefix("# text = ")) for line in lines if line[:8] == "# text ="]
        texts = [text for text in texts if text.endswith(ENDS) and text[0].isupper()]
        random.Random(1).shuffle(texts)
        rows = (texts[start : start + AT_A_TIME] for start in range(0, len(texts), AT_A_TIME))
        found[path.stem] = _f1(rows), len(texts)
    return found


def _f1(rows):
    """Join sentences, split them again, and compare where they end."""
    score = F1()
    for sentences in rows:
        score.count(_places(sentences), _places(split(" ".join(sentences))))
    return score.value


def main():
    """Print the three trials."""
    own = hand_made()
    trials = [("hand-made cases", own), ("Turkish treebank sentences", turkish())]
    if DATA.is_dir():
        trials.append(("treebank paragraphs", of_revisions()))
    for what, values in trials:
        for name, (value, count) in sorted(values.items()):
            print(f"splitter {name:<5} {value:6.2f}   {count} {what}")
    mean = sum(value for value, _count in own.values()) / len(own)
    print(f"splitter, mean boundary F1 over seven languages: {mean:.2f}   at least 98")
    return 0


if __name__ == "__main__":
    sys.exit(main())
