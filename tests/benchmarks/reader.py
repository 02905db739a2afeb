"""What the reader reads, loses and leaks, on real pages; trafilatura beside it where installed.

``python -m tests.benchmarks.reader [--folds]``. The F1 lines use the forest that ships, which has
seen these pages; ``--folds`` trains one forest a fold and judges each page by one that has seen
no page of its outlet, which is the figure to quote.
"""

from __future__ import annotations

import itertools
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from spiders.extract import model
from spiders.extract.reader import read, read_batch, read_text
from spiders.outlets import rules as outlet_rules
from storage.digest import content_digest
from tests.benchmarks import train_reader
from tests.benchmarks.marked_pages import DATA, SETS, marked, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from storage.records import Extraction
    from tests.benchmarks.marked_pages import Marked

JUDGED = ("chaos", "andy", "big9")
UTF8 = "text/html; charset=utf-8"
SEEDS = ("turan", "intellinews", "oc-media", "online-ua", "turkiyetoday")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3)) if words)


def scores(gold: str, text: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over the shingles of two texts."""
    wanted, found = shingles(gold), shingles(text)
    hit = sum((wanted & found).values())
    precision = hit / max(1, sum(found.values()))
    recall = hit / max(1, sum(wanted.values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def report(name: str, pairs: Iterable[tuple[str, str]]) -> None:
    """One line: F1 of the mean precision and recall, pages nearly right, pages exactly right."""
    pairs = list(pairs)
    found = np.array([scores(gold, text) for gold, text in pairs])
    precision = found[[bool(text.strip()) for _, text in pairs], 0].mean()
    recall = found[:, 1].mean()
    exact = np.mean([re.findall(r"\w+", a) == re.findall(r"\w+", b) for a, b in pairs])
    print(
        f"  {name:<28} F1 {2 * precision * recall / (precision + recall):.4f} "
        f"P {precision:.3f} R {recall:.3f} | pages >= 0.95 {np.mean(found[:, 2] >= 0.95):.3f} "
        f"| token-identical {exact:.3f} | n {len(pairs)}"
    )


def body_text() -> None:
    """F1 of the whole reader on the judged sets."""
    for name in JUDGED:
        pages = list(records("extraction", name))
        found = read_batch((page["url"], page["html"]) for page in pages)
        report(name, ((p["text"], e.text) for p, e in zip(pages, found, strict=True)))
        peer = _peer()
        if peer is not None:
            report(f"{name}, trafilatura", ((p["text"], peer(p["html"])) for p in pages))


def judge_folds(pages: list[Marked]) -> None:
    """F1 where each page is read with a forest that never saw its outlet."""
    shipped = model.forest
    texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    try:
        for fold in range(train_reader.FOLDS):
            made = train_reader.train([p for p in pages if train_reader.fold_of(p) != fold])
            forest = model.Forest(
                made.feature.astype(np.int64),
                made.threshold,
                made.leaf,
                made.bias,
                pages[0].plain.shape[1],
            )
            model.forest = lambda forest=forest: forest  # type: ignore[assignment]
            inside = {(p.name, p.id) for p in pages if train_reader.fold_of(p) == fold}
            for name in JUDGED:
                own = list(records("extraction", name))
                found = read_batch((page["url"], page["html"]) for page in own)
                for page, extraction in zip(own, found, strict=True):
                    if (name, page["id"]) in inside:
                        texts[name].append((page["text"], extraction.text))
            print(f"  fold {fold} done", flush=True)
    finally:
        model.forest = shipped
    for name in JUDGED:
        report(f"{name}, unseen outlets", texts[name])


def recaptures() -> None:
    """News articles seen again within hours: nothing was edited."""
    last: dict[tuple[str, str], Extraction] = {}
    pairs = wrong = gone = 0
    for page in _in_time("news_articles"):
        found = read(page["html"].encode(), url=page["url"], content_type=UTF8)
        key = (page["doc_id"], page["url"])
        before = last.get(key)
        if found.obstacle is not None or not found.body:
            gone += 1
            continue
        last[key] = found
        if before is None:
            continue
        pairs += 1
        if content_digest(before) != content_digest(found):
            wrong += 1
            print(f"    read differently: {page['url'][:90]}")
    print(f"  re-captures {pairs}, read differently {wrong}, no article on the page {gone}")


def policies() -> None:
    """Policy pages: changes that a hand-made selector saw, and those it did not.

    The captures come in runs around events; only neighbours within a run are compared, and no
    change is asked for where the bytes are the same.
    """
    for name in ("policies_dating", "policies_demo"):
        count: Counter[str] = Counter()
        pages = sorted(records("histories", name), key=lambda p: (p["doc_id"], p["seq"]))
        before, digest = {"doc_id": "", "seq": -9, "html": ""}, ""
        for page in pages:
            found = read(page["html"].encode(), url="", content_type=UTF8)
            is_next = page["doc_id"] == before["doc_id"] and page["seq"] == before["seq"] + 1
            same = page["html"] == before["html"]
            last, before = digest, page
            if found.obstacle is not None or not found.body:
                count["no text on the page"] += 1
                continue
            digest = content_digest(found)
            if not is_next or not last:
                continue
            true = page["ota_event"] == "change" and not same
            count["true" if true else "none"] += 1
            if true != (digest != last):
                kind = "missed" if true else "false"
                count[kind] += 1
                print(f"    {kind}: {page['doc_id']} {page['seq']} {page['ota_event']}")
        print(f"  {name}: {dict(count)}")


def spliced() -> None:
    """News revisions put into real pages: each is a change, the same text in a new page none."""
    pages = defaultdict(list)
    for page in _in_time("news_articles"):
        pages[page["doc_id"], page["url"]].append(page)
    hosts = [group for group in pages.values() if len(group) > 1 and _can_hold(group)]
    missed = false = total = 0
    for number, (old, new) in enumerate(_text_pairs(300)):
        group = hosts[number % len(hosts)]
        one, same, other = (
            read(_splice(page["html"], text), url=page["url"], content_type=UTF8)
            for page, text in ((group[0], old), (group[1], old), (group[1], new))
        )
        total += 1
        false += content_digest(one) != content_digest(same)
        missed += content_digest(same) == content_digest(other)
    print(f"  spliced pairs {total}: missed {missed}, false {false}")


def _text_pairs(limit: int) -> list[tuple[str, str]]:
    texts = defaultdict(list)
    for record in records("histories", "lite_texts"):
        texts[record["doc_id"]].append(record)
    found = []
    for versions in texts.values():
        versions.sort(key=lambda record: record["version"])
        for old, new in itertools.pairwise(versions):
            if old["text"] != new["text"] and len(old["text"]) > 800:
                found.append((old["text"], new["text"]))
    return found[:limit]


def _can_hold(group: list[dict]) -> bool:
    marks = [_splice(page["html"], "A sentence to be found again. " * 8) for page in group[:2]]
    return all(mark is not None for mark in marks)


def _splice(page: str, text: str) -> bytes | None:
    """The page with its paragraphs replaced by those of the text."""
    body = {block.text for block in read(page.encode(), url="", content_type=UTF8).body}
    tree = LexborHTMLParser(page)
    nodes = [node for node in tree.css("p") if " ".join((node.text() or "").split()) in body]
    if len(nodes) < 3:
        return None
    first, *others = nodes
    for paragraph in [line for line in text.split("\n") if line.strip()]:
        made = tree.create_node("p")
        made.insert_child(paragraph)
        first.insert_before(made)
    for node in (first, *others):
        node.decompose()
    return (tree.html or "").encode()


def fields() -> None:
    """Title, authors and day of publication on ``andy``."""
    count: Counter[str] = Counter()
    pages = list(records("extraction", "andy"))
    found = read_batch((page["url"], page["html"]) for page in pages)
    for page, extraction in zip(pages, found, strict=True):
        if page.get("title"):
            count["titles"] += 1
            count["title"] += _plain(page["title"]) == _plain(extraction.title)
        if page.get("authors"):
            count["bylines"] += 1
            names = {_plain(name) for name in extraction.byline}
            count["byline"] += {_plain(name) for name in page["authors"]} == names
        if page.get("date"):
            count["dates"] += 1
            count["date"] += str(page["date"])[:10] == (extraction.published or "")[:10]
    for one, all_of in (("title", "titles"), ("byline", "bylines"), ("date", "dates")):
        print(f"  {one}: {count[one] / max(1, count[all_of]):.3f} of {count[all_of]}")


def seeds() -> None:
    """The five copied texts against what an editor left of them."""
    folder = DATA.parent / "seeds"
    for path, name in zip(sorted(folder.glob("*.txt")), SEEDS, strict=True):
        found = read_text(path.read_text("utf-8"), rules=outlet_rules.load(name))
        wanted = (folder / "expected" / path.name).read_text("utf-8")
        lines = {line.strip() for line in wanted.splitlines() if line.strip()}
        texts = {block.text for block in found.body}
        print(f"  {name}: furniture left {len(texts - lines)}, lost {len(lines - texts)}")


def speed() -> None:
    """CPU seconds of a first reading, beside trafilatura on the same pages."""
    pages = [page for _, page in zip(range(120), records("extraction", "chaos"), strict=False)]
    payloads = [(page["html"].encode(), page["url"]) for page in pages]
    read(payloads[0][0], url="")
    start = time.process_time()
    for payload, url in payloads:
        read(payload, url=url, content_type=UTF8)
    ours = (time.process_time() - start) / len(pages)
    print(f"  first reading {ours * 1000:.2f} ms a page")
    peer = _peer()
    if peer is not None:
        start = time.process_time()
        for page in pages:
            peer(page["html"])
        theirs = (time.process_time() - start) / len(pages)
        print(f"  trafilatura {theirs * 1000:.2f} ms a page: {theirs / ours:.1f} times ours")


def _peer() -> Callable[[str], str] | None:
    try:
        import trafilatura  # noqa: PLC0415 - a peer that need not be there
    except ImportError:
        return None
    return lambda page: trafilatura.extract(page, favor_precision=True) or ""


def _in_time(name: str) -> list[dict]:
    return sorted(records("histories", name), key=lambda p: (p["doc_id"], p["captured_at"]))


def _plain(text: str | None) -> str:
    return re.sub(r"\W+", "", text or "").lower()


TRIALS = (seeds, recaptures, policies, spliced, fields, speed, body_text)


def main() -> None:
    """All trials, or those named."""
    if not Path(DATA).is_dir():
        raise SystemExit(f"There is no {DATA}: this benchmark needs the data beside the checkout.")
    if "--folds" in sys.argv:
        judge_folds([page for name in SETS for page in marked(name)])
        return
    named = [trial for trial in TRIALS if trial.__name__ in sys.argv]
    for trial in named or TRIALS:
        print(f"{trial.__name__}: {(trial.__doc__ or '').splitlines()[0]}", flush=True)
        trial()


if __name__ == "__main__":
    main()
