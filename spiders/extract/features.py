"""What the block model looks at: numbers for every block, from its text, its place and the page.

All of it is counted from the page alone, or from the outlet's memory where there is one.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from spiders.extract import body
from spiders.extract.fields import bare
from spiders.extract.furniture import is_credit, is_furniture
from spiders.extract.kinds import is_correction
from spiders.extract.paths import WIDTH, own_bits, signature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from spiders.extract.page import Element, Page, TextBlock

    Matrix = npt.NDArray[np.float32]

_TELLING = {
    "promo": "sign subscribe subscribed subscriber subscribers subscription newsletter "
    "newsletters inbox download app apps login log "
    "account donate donation support member members membership trial premium follow join "
    "click email mail alerts abonnieren abonnement "
    "подписаться подписывайтесь подпишитесь telegram whatsapp youtube facebook twitter instagram",
    "author": "writer reporter editor correspondent journalist columnist analyst producer "
    "professor fellow author director freelance "
    "contributed reporting editing writing reached covers contributor author's",
    "copyright": "© copyright rights reserved terms privacy recaptcha disclaimer originally "
    "republished affiliate cookie cookies guidelines",
    "date": "ago published updated posted january february march april may june july august "
    "september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec am pm gmt edt est",
    "photo": "photo photos image images getty reuters afp ap shutterstock courtesy pictured "
    "credit file фото foto istock alamy",
    "social": "share shares comment comments tweet reply likes views поделиться комментарии "
    "paylaş pic",
    "more": "read more also related see next watch listen popular trending recommended latest "
    "top stories video gallery читайте смотрите",
}
_TELLS = [frozenset(words.split()) for words in _TELLING.values()]
_OPENINGS = (
    "read ",
    "related",
    "more ",
    "see ",
    "also ",
    "don't miss",
    "don’t miss",
    "you may",
    "you might",
    "recommended",
    "watch",
    "listen",
    "must read",
    "up next",
    "most ",
    "trending",
    "top ",
    "latest",
    "lesen sie",
    "mehr ",
    "lire ",
    "leia",
    "lea ",
    "leggi",
    "читайте",
    "смотрите",
    "czytaj",
    "həmçinin",
    "ayrıca",
    "by ",
    "von ",
    "par ",
    "por ",
    "share",
    "follow",
    "subscribe",
    "sign up",
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d")
_WORD = re.compile(r"\w+|[©@]")
_TERMINAL = frozenset(".!?…。！？։؟")
_QUOTES = frozenset("\"”’»“'")
SHIFTS = (-3, -2, -1, 1, 2, 3)
MAX_TELLING = 250


def _tells(text: str) -> tuple[bool, ...]:
    lowered = text.lower()
    words = frozenset(_WORD.findall(lowered))
    return (
        *(not words.isdisjoint(told) for told in _TELLS),
        lowered.startswith(_OPENINGS),
        _YEAR.search(text) is not None,
        "@" in words,
        is_furniture(text),
        is_credit(text),
        is_correction(text),
    )


_SILENT = (False,) * (len(_TELLS) + 6)


def text_features(block: TextBlock) -> tuple[float, ...]:
    """Numbers from the words of one block."""
    text = block.text
    length = len(text)
    last = text[-1]
    return (
        length,
        text.count(" ") + 1,
        block.linked / length,
        block.strong / length,
        block.slanted / length,
        text.count(","),
        text.count(". ") + text.count("? ") + text.count("! "),
        last in _TERMINAL,
        last == ":",
        last in _QUOTES,
        text[0].islower(),
        text.isupper(),
        sum(map(text.count, "0123456789")) / length,
        len(block.links),
        block.element.hidden,
        min(block.element.depth, 60),
        *(_tells(text) if length <= MAX_TELLING else _SILENT),
    )


def place(element: Element) -> tuple[int, int, int]:
    """The families of an element, of it and its next ancestors, and of all ancestors."""
    own = own_bits(element.tag, element.attributes)
    near = whole = own
    above = element.parent
    steps = 0
    while above is not None and steps < body.PATH:
        bits = own_bits(above.tag, above.attributes)
        whole |= bits
        if steps < 3:
            near |= bits
        above = above.parent
        steps += 1
    return own, near, whole


def matrix(
    page: Page,
    title: str | None,
    declared: str | None,
    description: str | None,
    headings: Sequence[int],
    furniture: Mapping[str, int] | None = None,
    pages: int = 0,
    choice: body.Choice | None = None,
) -> Matrix:
    """A row of float32 for every block of the page, in order.

    ``declared`` is the JSON-LD ``articleBody``, ``furniture`` maps bare texts of blocks to the
    number of the outlet's other pages (``pages`` of them) that carry them.
    """
    blocks = page.blocks
    count = len(blocks)
    own = np.array([text_features(block) for block in blocks], dtype=np.float32)
    bits = _bits(blocks)
    told = _told(blocks, title, declared, description, furniture or {}, pages)
    where = _where(blocks, own, headings, choice or body.choose(page, headings))
    near = _neighbours(own[:, [0, 2, 7, own.shape[1] - 3]], where[:, :1], count)
    return np.hstack([own, told, where[:, 1:], near, bits])


def _bits(blocks: Sequence[TextBlock]) -> Matrix:
    places: dict[int, tuple[int, int, int]] = {}
    for block in blocks:
        key = id(block.element)
        if key not in places:
            places[key] = place(block.element)
    words = np.array([places[id(block.element)] for block in blocks], dtype=np.uint64)
    flat = np.unpackbits(words.view(np.uint8).reshape(len(blocks), 3, 8), axis=2, bitorder="little")
    return flat[:, :, :WIDTH].reshape(len(blocks), 3 * WIDTH).astype(np.float32)


def _told(
    blocks: Sequence[TextBlock],
    title: str | None,
    declared: str | None,
    description: str | None,
    furniture: Mapping[str, int],
    pages: int,
) -> Matrix:
    """What the page's own words elsewhere, and other pages, say of each block's text."""
    head, said, about = bare(title or ""), bare(declared or ""), bare(description or "")
    times = Counter(block.text for block in blocks)
    longest = max(1.6 * len(head), 300 if about else 0)
    rows = []
    for block in blocks:
        text = block.text
        seen = furniture.get(text, 0)
        plain = bare(text) if len(text) <= 2 * longest or said else ""
        long_enough = len(plain) > 10
        rows.append(
            (
                bool(head)
                and long_enough
                and (plain in head or (head in plain and len(plain) < 1.6 * len(head))),
                bool(head) and plain == head,
                -1 if len(said) < 150 else len(plain) > 12 and plain[:60] in said,
                bool(about) and len(plain) > 20 and (plain in about or about[:60] in plain),
                times[text] > 1,
                pages,
                seen,
                seen / pages if pages else -1.0,
            )
        )
    return np.array(rows, dtype=np.float32)


def _where(
    blocks: Sequence[TextBlock], own: Matrix, headings: Sequence[int], chosen: body.Choice
) -> Matrix:
    """Running text that shares a block's signature, parent and grandparent; the plain choice."""
    running = own[:, 0] * (1 - np.minimum(own[:, 2], 1)) * (own[:, 0] >= body.RUNNING)
    total = max(1.0, float(running.sum()))
    keys = [_keys(block.element) for block in blocks]
    columns = [np.array(column) for column in zip(*keys, strict=True)]
    groups = []
    for column in columns:
        _, inverse = np.unique(column, return_inverse=True)
        text = np.bincount(inverse, weights=running)
        size = np.bincount(inverse)
        linked = np.bincount(inverse, weights=own[:, 2]) / size
        groups += [text[inverse], text[inverse] / total, size[inverse], linked[inverse]]
    kept = np.flatnonzero(chosen.keep)
    number = np.arange(len(blocks))
    first, last = (kept[0], kept[-1]) if len(kept) else (0, len(blocks))
    start = headings[0] if headings else -1
    span = [
        number - first,
        last - number,
        number - start if headings else np.full(len(blocks), -99),
    ]
    same = np.array([hash_of(key[0]) for key in keys])
    tree = _tree(blocks, blocks[start].element if headings else None, chosen.container)
    return np.column_stack([same, chosen.keep, *np.clip(span, -99, 99), *groups, *tree]).astype(
        np.float32
    )


def _tree(
    blocks: Sequence[TextBlock], headline: Element | None, container: Element | None
) -> list[npt.NDArray[np.float64]]:
    """Where a block stands towards the headline and the plain choice, and in which article."""
    above = {id(e): n for n, e in enumerate(headline.lineage())} if headline else {}
    home = next((e for e in headline.lineage() if e.tag == "article"), None) if headline else None
    articles: dict[int, int] = {}
    done: dict[int, tuple[int, ...]] = {}
    rows = []
    heads = 0
    for block in blocks:
        heads += block.element.tag == "h1"
        key = id(block.element)
        if key not in done:
            done[key] = _towards(block.element, above, home, container, articles)
        rows.append((*done[key], heads))
    return [np.array(column, dtype=np.float64) for column in zip(*rows, strict=True)]


def _towards(
    element: Element,
    above: Mapping[int, int],
    home: Element | None,
    container: Element | None,
    articles: dict[int, int],
) -> tuple[int, ...]:
    up = down = to_container = -1
    article = None
    for step, one in enumerate(itertools.islice(element.lineage(), body.PATH)):
        if up < 0 and id(one) in above:
            up, down = step, above[id(one)]
        if one is container:
            to_container = step
        if article is None and one.tag == "article":
            article = one
    order = articles.setdefault(id(article), len(articles)) if article is not None else -1
    own = -1 if home is None else int(article is home)
    return up, down, to_container, order, own


def hash_of(number: int) -> int:
    """A number that float32 holds exactly."""
    return number % 1_000_003


def _keys(element: Element) -> tuple[int, int, int]:
    parent = element.parent or element
    above = parent.parent or parent
    pair = signature(element.tag, element.attributes) + signature(parent.tag, parent.attributes)
    return _number(pair), id(parent) % 2**52, id(above) % 2**52


def _number(text: str) -> int:
    import zlib  # noqa: PLC0415 - only where a page is judged

    return zlib.crc32(text.encode("utf-8", "replace"))


def _neighbours(own: Matrix, same: Matrix, count: int) -> Matrix:
    """The same few numbers of the blocks before and after; and whether their place is alike."""
    columns = []
    for shift in SHIFTS:
        source = np.arange(count) + shift
        inside = (source >= 0) & (source < count)
        source = np.clip(source, 0, count - 1)
        columns.append(np.where(inside[:, None], own[source], -1))
        columns.append((same[source] == same) & inside[:, None])
    return np.hstack(columns).astype(np.float32)
