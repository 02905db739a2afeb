"""Real revisions of news texts, put into real pages: what was edited is known, and what not.

A host is a page that was captured twice and whose article is in the paragraphs of one element, as
found by the tags alone and not by our reader. The text's paragraphs replace the host's one by one,
with their attributes, so that what is between them stays. Three pages are made from a pair: the
first capture with the old text, the second with the old, the second with the new. The first two
must read the same, the last two must not.

Every splice is checked before anything is read: each paragraph is a block of its own on the page,
in order. Lines that the texts' own makers add (sources, "See Full Web Article") are left out.
"""

from __future__ import annotations

import difflib
import html
import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from spiders.extract.page import squeeze
from spiders.extract.parsing import parse
from spiders.extract.reader import read
from storage.digest import content_digest
from tests.benchmarks.marked_pages import records
from tests.benchmarks.reading import peers
from tests.benchmarks.reading.histories import UTF8, WAYS, again, captures, sight
from tests.benchmarks.reading.stored import (
    READER,
    digest_of,
    digest_of_data,
    digest_of_files,
    stored,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from tests.benchmarks.reading.table import Table

PARAGRAPHS, CHARACTERS = 4, 1_000
"""A host has so much in one element at least."""
LONG = 800
"""Texts of at least so many characters are spliced."""
_NOT_TEXT = re.compile(r"source: |see full web article|editor.s note: sign up", re.IGNORECASE)

Pages = tuple[str, str, str, str]
"""First with old, second with old, second with new; the host's address."""


@dataclass(frozen=True)
class Pair:
    """Two texts, as paragraphs; ``kind`` is ``whole``, or ``one`` if one paragraph differs."""

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def spliced(table: Table) -> None:
    """Missed and false changes of real revisions in real pages."""
    table.aim("spliced")
    hosts = [group for group in captures("news_articles") if len(group) > 1 and _holds(group)]
    cases = list(_cases(list(_pairs()), hosts))
    code = ("tests/benchmarks/reading/spliced.py", "spiders/extract/**/*.npz", *READER)
    key = digest_of(digest_of_files(code), digest_of_data())
    found = stored("spliced", key, lambda: [_read(pages) for _, pages in cases])
    for kind in ("whole", "one"):
        chosen = [(pair, told) for (pair, _), told in zip(cases, found, strict=True)]
        chosen = [(pair, told) for pair, told in chosen if pair.kind == kind]
        for way, label in enumerate(WAYS.values()):
            _row(table, kind, label, [(pair, told[way]) for pair, told in chosen], told=way > 0)
    whole = [(pair, pages) for pair, pages in cases if pair.kind == "whole"]
    for peer in peers.there(peers.QUICK):
        _row(table, "whole", f"{peer} {peers.version(peer)}", _peer(peer, whole), told=False)
    table.remark(f"{len(hosts)} hosts, every splice sound")


def _read(pages: Pages) -> tuple[tuple[bool, bool], tuple[bool, bool]]:
    """(missed, false) if each page is read alone, and in the light of the one before."""
    url = pages[3]
    one, same, other = (page.encode() for page in pages[:3])
    first, second, third = (read(p, url=url, content_type=UTF8) for p in (one, same, other))
    later = again(sight(one, url), same, url)
    last = again(later, other, url)
    found = (first, second, third, later.extraction, last.extraction)
    digests = [content_digest(each) for each in found]
    alone = (digests[1] == digests[2], digests[0] != digests[1])
    return alone, (digests[3] == digests[4], digests[0] != digests[3])


def _peer(peer: str, cases: list[tuple[Pair, Pages]]) -> list[tuple[Pair, tuple[bool, bool]]]:
    pages = [{"html": page, "url": own[3]} for _, own in cases for page in own[:3]]
    texts = peers.texts(peer, f"spliced {digest_of(*(page['html'] for page in pages))}", pages)
    triples = zip(*[iter(texts)] * 3, strict=True)
    return [
        (pair, (same == other, one != same))
        for (pair, _), (one, same, other) in zip(cases, triples, strict=True)
    ]


def _row(
    table: Table, kind: str, reader: str, found: list[tuple[Pair, tuple[bool, bool]]], *, told: bool
) -> None:
    missed = [pair for pair, (is_missed, _) in found if is_missed]
    false = [pair for pair, (_, is_false) in found if is_false]
    count = max(1, len(found))
    shares = {"missed": len(missed) / count, "false": len(false) / count}
    table.row("spliced", kind, reader, **shares, pairs=len(found))
    for cause, number in Counter(map(_cause, missed)).items() if told else ():
        table.remark(f"missed, {kind}: {number} where {cause}")
    if told and false:
        table.remark(f"false, {kind}: {len(false)}")


def _cause(pair: Pair) -> str:
    """The kind of the change."""
    gone = Counter(pair.old) - Counter(pair.new)
    come = Counter(pair.new) - Counter(pair.old)
    kept = set(pair.old) & set(pair.new)
    if not gone and not come:
        return "paragraphs changed places"
    if set(gone) | set(come) <= kept:
        return "a paragraph stood there twice"
    changed = " / ".join([*gone, *come])
    return f"this changed: {changed[:160]!r}"


def _pairs() -> Iterator[Pair]:
    """Every revision as a whole, and one of its paragraphs alone, in turn."""
    texts = defaultdict(list)
    for record in records("histories", "lite_texts"):
        texts[record["doc_id"]].append(record)
    turn = 0
    for versions in texts.values():
        versions.sort(key=lambda record: record["version"])
        for first, second in itertools.pairwise(versions):
            old, new = _lines(first["text"]), _lines(second["text"])
            if old == new or len(first["text"]) < LONG:
                continue
            yield Pair("whole", old, new)
            single = list(_single(old, new))
            if single:
                yield Pair("one", old, single[turn % len(single)])
                turn += 1


def _lines(text: str) -> tuple[str, ...]:
    lines = (squeeze(line) for line in text.split("\n"))
    return tuple(line for line in lines if line and not _NOT_TEXT.match(line))


def _single(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The old text with one of the new paragraphs that differ."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for operation, start, end, other_start, other_end in matcher.get_opcodes():
        if operation == "replace" and end - start == other_end - other_start:
            for place in range(end - start):
                changed = new[other_start + place]
                yield (*old[: start + place], changed, *old[start + place + 1 :])
        elif operation == "insert":
            yield (*old[:start], new[other_start], *old[start:])
        elif operation == "delete":
            yield (*old[:start], *old[start + 1 :])


def _cases(pairs: list[Pair], hosts: list[list[dict]]) -> Iterator[tuple[Pair, Pages]]:
    for number, pair in enumerate(pairs):
        first, second = hosts[number % len(hosts)][:2]
        made = [
            splice(page["html"], text)
            for page, text in ((first, pair.old), (second, pair.old), (second, pair.new))
        ]
        yield pair, (made[0], made[1], made[2], first["url"])


def _holds(group: list[dict]) -> bool:
    return all(len(_places(LexborHTMLParser(page["html"]))) >= PARAGRAPHS for page in group[:2])


def _places(tree: LexborHTMLParser) -> list[LexborNode]:
    """The paragraphs of the element that has most text in its own paragraphs."""
    children: dict[int, list[LexborNode]] = defaultdict(list)
    for node in tree.css("p"):
        if node.parent is not None and squeeze(node.text() or ""):
            children[node.parent.mem_id].append(node)
    best = max(children.values(), key=_weight, default=[])
    return best if _weight(best) >= CHARACTERS else []


def _weight(nodes: list[LexborNode]) -> int:
    return sum(len(node.text() or "") for node in nodes)


def splice(page: str, text: tuple[str, ...]) -> str:
    """The page with its paragraphs replaced by the text's; ValueError if that fails."""
    tree = LexborHTMLParser(page)
    places = _places(tree)
    for number, (node, line) in enumerate(zip(places, text, strict=False)):
        lines = text[number:] if number == len(places) - 1 else (line,)
        for one in lines:
            made = tree.create_node("p")
            for name, value in node.attributes.items():
                made.attrs[name] = value or ""
            made.insert_child(one)
            node.insert_before(made)
    for node in places:
        node.decompose()
    whole = tree.html or ""
    blocks = iter([block.text for block in parse(whole).blocks])
    if not all(squeeze(html.unescape(line)) in blocks for line in text):
        raise ValueError("a paragraph does not stand on the page")
    return whole
