"""Revisions: the table of figures with their aims.

Run: python -m tests.benchmarks.revisions (reads ../shared/data/revisions, takes some seconds).
Sentences are given as the trial splits them, so that alignment is measured by itself; the
splitter, and everything together, have lines of their own.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

import regex
from rapidfuzz.distance import Indel

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.edits import classify
from monitor.comparing.align import align
from monitor.comparing.articles import _sentences, compare
from monitor.diff.marked_capitals import unmarked
from monitor.diff.marks import words
from monitor.diff.records import Sentence
from monitor.diff.tokens import style_key, tokens
from storage.digest import fold
from storage.records import Block, BlockKind, Extraction
from tests.benchmarks import splitter
from tests.benchmarks.labelled_edits import TEXTS, halves
from tests.quality.scores import F1

DATA = Path(__file__).parents[3] / "shared/data/revisions"
TRIAL_TOKEN = regex.compile(
    r"[\p{L}\p{M}\p{N}_\u00ad\u200b]+(?:['’\-‑.,][\p{L}\p{M}\p{N}_\u00ad\u200b]+)*|[^\s\u00ad\u200b\ufeff]"
)
"""Tokens as the trial counts them, which differs from how we mark them."""


def rows(name):
    """The records of one trial."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def line(trial, figure, aim, *, least=True):
    """One line of the table."""
    met = figure >= aim if least else figure <= aim
    bound = "at least" if least else "at most"
    print(f"{trial:<58} {figure:>9.2f}   {bound} {aim:<7} {'ok' if met else 'BELOW'}")


def sentences_of(texts):
    """Sentences as the alignment takes them."""
    return [Sentence(n, 0, fold(text), BlockKind.PARAGRAPH) for n, text in enumerate(texts)]


def kind_of(group, old, new):
    """The trial's name for a group."""
    if not group.old:
        return "add"
    if not group.new:
        return "delete"
    if len(group.new) > 1:
        return "split"
    if len(group.old) > 1:
        return "merge"
    return "same" if old[group.old[0]].text == new[group.new[0]].text else "edit"


def marked_tokens(marks, texts, sign, *, style=True):
    """The trial's tokens that a mark touches, as (sentence, token)."""
    spans, place = [], 0
    for number, (mark, text) in enumerate(marks):
        if mark == "=":
            place += len(text)
        elif mark == sign:
            other = [t for m, t in marks[max(0, number - 1) : number + 2] if m not in {"=", sign}]
            only_style = any(style_key(text) == style_key(t) for t in other)
            if style or not only_style:
                spans.append((place, place + len(text)))
            place += len(text)
    found, start = set(), 0
    for number, text in enumerate(texts):
        for index, match in enumerate(TRIAL_TOKEN.finditer(text)):
            if any(a < start + match.end() and start + match.start() < b for a, b in spans):
                found.add((number, index))
        start += len(text) + 1
    return found


def synthetic(name):
    """Alignment and marks on revisions made by a program."""
    scores, marks, noise, loud = defaultdict(F1), [0, 0], 0, 0
    for row in rows(name):
        old = sentences_of([s for paragraph in row["old"] for s in paragraph])
        new = sentences_of([s for paragraph in row["new"] for s in paragraph])
        groups = align(old, new)
        gold = {(i, j): g for g in row["gold"] for i in g["old"] for j in g["new"]}
        found = {(i, j): g for g in groups for i in g.old for j in g.new}
        differ = {
            k for k in (*gold, *found) if style_key(old[k[0]].text) != style_key(new[k[1]].text)
        }
        scores["changed links"].count(set(gold) & differ, set(found) & differ)
        moved = {k for k, g in gold.items() if g.get("moved")}
        scores["moved"].count(moved, {k for k, g in found.items() if g.moved})
        for kind in ("add", "delete", "split", "merge"):
            scores[kind].count(
                {
                    (tuple(sorted(g["old"])), tuple(sorted(g["new"])))
                    for g in row["gold"]
                    if g["kind"] == kind
                },
                {(g.old, g.new) for g in groups if kind_of(g, old, new) == kind},
            )
        quiet = {
            tuple(g["old"]) for g in row["gold"] if g.get("cls") in {"invisible", "quotes_style"}
        }
        for group in groups:
            if group.old and group.new and group.old in quiet:
                noise += _marks_of(group, old, new, style=False)
                loud += _marks_of(group, old, new, style=True)
                continue
            marks[0] += _marks_of(group, old, new, style=False)
        for g in row["gold"]:
            if tuple(g["old"]) not in quiet or not g["new"]:
                marks[1] += _fewest(g, old, new)
    return scores, marks[0] / marks[1], noise, loud


def _marks_of(group, old, new, *, style):
    olds, news = [old[i].text for i in group.old], [new[j].text for j in group.new]
    marks = words(" ".join(olds), " ".join(news))
    return len(marked_tokens(marks, olds, "-", style=style)) + len(
        marked_tokens(marks, news, "+", style=style)
    )


def _fewest(gold, old, new):
    """The fewest tokens that can be marked in a group of the trial."""
    if gold["kind"] == "same":
        return 0
    one, other = (
        [style_key(t) for s in side for t in TRIAL_TOKEN.findall(s)]
        for side in ([old[i].text for i in gold["old"]], [new[j].text for j in gold["new"]])
    )
    return Indel.distance(one, other)


def argrewrite():
    """Sentences that people aligned: pairs whose texts differ."""
    score = F1()
    for row in rows("argrewrite_dev"):
        old, new = sentences_of(row["old_sentences"]), sentences_of(row["new_sentences"])
        found = {(i, j) for g in align(old, new) for i in g.old for j in g.new}
        gold = {(link["old"], link["new"]) for link in row["links"]}
        differ = {k for k in found | gold if style_key(old[k[0]].text) != style_key(new[k[1]].text)}
        score.count(gold & differ, found & differ)
    return score.value


def word_spans():
    """Words that people marked as edited."""
    score = F1()
    for row in rows("word_spans_dev"):
        score.count(marks_of_people(row), marked_words(row))
    return score.value


def marks_of_people(row):
    """The words of a pair that people marked, as (sign, number)."""
    return {
        (sign, k)
        for edit in row["edits"]
        for sign, side in (("-", "old"), ("+", "new"))
        for k in range(*(edit[side] or (0, 0)))
    }


def marked_words(row):
    """The words of a pair that our marks touch, as (sign, number).

    A word of which only the sentence's capital is marked counts as unchanged.
    """
    marks = words(" ".join(row["old"]), " ".join(row["new"]))
    return {
        (sign, k)
        for sign, side in (("-", "old"), ("+", "new"))
        for k in _touched(unmarked(marks, sign), row[side], sign)
    }


def _touched(marks, texts, sign):
    place, spans = 0, []
    for mark, text in marks:
        if mark in {"=", sign}:
            if mark == sign:
                spans.append((place, place + len(text)))
            place += len(text)
    start = 0
    for number, text in enumerate(texts):
        if any(a < start + len(text) and start < b for a, b in spans):
            yield number
        start += len(text) + 1


def kinds():
    """Weights of edits made by a program, each by one of its rules."""
    hits = total = substantive = found = hidden = 0
    for row in rows("synth_dev"):
        old = [fold(s) for paragraph in row["old"] for s in paragraph]
        new = [fold(s) for paragraph in row["new"] for s in paragraph]
        vocabulary = Vocabulary.of(old, new)
        for g in row["gold"]:
            if g["kind"] != "edit" or g["cls"] == "invisible":
                continue
            weight = classify(old[g["old"][0]], new[g["new"][0]], vocabulary).weight.value
            total += 1
            hits += weight == g["level"]
            if g["level"] == "substantive":
                substantive += 1
                found += weight == "substantive"
                hidden += weight in {"cosmetic", "none"}
    return 100 * hits / total, 100 * found / substantive, 100 * hidden / substantive


def labelled():
    """Weights of edits of real articles, compared with those of two readers."""
    for half in halves():
        print(f"labelled edits, {half.name}: {half.edits}, kappa of the readers {half.kappa:.3f}")
        line("  weights, accuracy", half.accuracy, 90)
        line("  substantive found", half.found, 96)
        line("  substantive called cosmetic", half.hidden, 1, least=False)


def _article(size, generator, pool):
    blocks, count = [], 0
    while count < size:
        block = " ".join(generator.choice(pool) for _ in range(4))
        blocks.append(block)
        count += len(block.split())
    return blocks


def _edited(blocks, generator, pool):
    edited = list(blocks)
    for _ in range(8):
        at = generator.randrange(len(edited))
        row = edited[at].split(" ")
        row[generator.randrange(len(row))] = generator.choice(pool).split(" ")[0]
        edited[at] = " ".join(row)
    edited.insert(3, generator.choice(pool) + " A new sentence of 21 words.")
    return edited


def speed():
    """Milliseconds from two texts to the finished diff, with caches emptied each time."""
    generator = random.Random(5)
    pool = [s for row in rows("synth_dev") if row["lang"] == "en" for p in row["old"] for s in p]
    for size, aim in ((1_500, 15), (5_000, 40)):
        times = []
        for _ in range(15):
            old = _article(size, generator, pool)
            new = _edited(old, generator, pool)
            times.append(_timed(old, new))
        line(f"speed at {size} words, 8 edits, median ms", sorted(times)[7], aim, least=False)
    times = []
    for _ in range(7):
        pair = _article(1_500, generator, pool), _article(1_500, generator, pool)
        times.append(_timed(*pair))
    print(
        f"{'speed at 1500 words, every sentence another, median ms':<58} {sorted(times)[3]:>9.2f}"
    )
    huge = _article(800_000, generator, pool)
    changed = [b if n % 50 else b.upper() for n, b in enumerate(huge)]
    line("speed at 5 MB, one block in 50 changed, s", _timed(huge, changed) / 1000, 3, least=False)
    other = _article(
        800_000, generator, [" ".join(generator.sample(s.split(), len(s.split()))) for s in pool]
    )
    line("speed at 5 MB, everything changed, s", _timed(huge, other) / 1000, 3, least=False)
    line(
        "speed at 5 MB of one sentence, s",
        _timed(["word " * 1_000_000], ["word x " * 700_000]) / 1000,
        3,
        least=False,
    )
    print(
        f"{'peak memory, MB':<58} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>9.0f}"
    )


def _timed(old, new):
    one, other = (
        Extraction(blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in texts))
        for texts in (old, new)
    )
    _sentences.cache_clear()
    tokens.cache_clear()
    start = time.process_time()
    compare(one, other)
    return 1000 * (time.process_time() - start)


def main():
    """Print the table."""
    if not DATA.is_dir():
        print(f"no data at {DATA}")
        return 1
    scores, ratio, noise, loud = synthetic("synth_hard_dev")
    aims = {"changed links": 98.5, "add": 97, "delete": 95, "moved": 97, "split": 96, "merge": 94}
    for kind, aim in aims.items():
        line(f"hard synthetic: {kind} F1", scores[kind].value, aim)
    line("human alignment (argrewrite): changed links F1", argrewrite(), 94.5)
    line("tokens marked over the fewest possible", ratio, 1.02, least=False)
    line("word spans F1", word_spans(), 94.5)
    _scores, _ratio, light_noise, light_loud = synthetic("synth_dev")
    line("invisible and quote-style edits: words marked", noise + light_noise, 0, least=False)
    print(f"{'  of their tokens, with the quotation marks themselves':<58} {loud + light_loud:>9}")
    weight, found, hidden = kinds()
    line("weights of synthetic edits, accuracy", weight, 90)
    line("  substantive found", found, 96)
    line("  substantive called cosmetic", hidden, 1, least=False)
    if TEXTS.is_file():
        labelled()
    splitter.main()
    speed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
