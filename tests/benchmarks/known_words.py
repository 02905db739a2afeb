"""Make ``words/en.known`` of the language room: a Bloom filter of words of many outlets.

Run: python -m tests.benchmarks.known_words (reads ../shared/data/extraction). Only bits go into the
project, and no text: they show of a given word whether it is known, and nothing else.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import defaultdict
from pathlib import Path

from monitor.classify.language.known import bloom_of

DATA = Path(__file__).parents[3] / "shared/data/extraction"
TARGET = Path(__file__).parents[2] / "monitor/classify/language/words/en.known"
FEWEST_OUTLETS = 3


def main() -> int:
    """Count in how many outlets each word is used, and write the filter."""
    if not DATA.is_dir():
        print(f"no data at {DATA}")
        return 1
    outlets: dict[str, set[str]] = defaultdict(set)
    for path in sorted(DATA.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                page = json.loads(line)
                domain = page.get("domain") or page["url"]
                for word in re.findall(
                    r"(?<![\w'’-])[a-z]{3,}(?![\w'’-]|\.\w)", page["text"] or ""
                ):
                    outlets[word].add(domain)
    words = sorted(word for word, where in outlets.items() if len(where) >= FEWEST_OUTLETS)
    TARGET.write_bytes(bloom_of(words))
    print(len(words), "words,", TARGET.stat().st_size, "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
