"""What the block model looks at: numbers for every block, from its text, its place and the page.

All of it is counted from the page alone, or from the outlet's memory where there is one.
"""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import regex

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
    "related": r"^\W*(?:read (?:more|also|next)|related|more (?:from|on|stories|news)|see (?:also|more)|also read|don.t miss|you (?:may|might)"
    r"|recommended|watch|listen|must read|up next|here.s|lesen sie|mehr zum|lire aussi|leia|lea también|leggi|читайте|смотрите|czytaj|həmçinin"
    r"|ayrıca)\b|most (?:popular|read)|trending|top stories|latest",
    "promo": r"sign ?up|subscri|newsletter|inbox|download|\bapp\b|log ?in|account|donat|support (?:our|us)|become a|member|free trial|premium"
    r"|follow|join|click here|e-?mail|alerts|abonn|подпи|telegram|whatsapp|youtube|facebook|twitter|instagram",
    "author": r"(?:is|was) (?:a|an|the|our) [^.]{0,60}(?:writer|reporter|editor|correspondent|journalist|columnist|analyst|producer|professor"
    r"|fellow|author|director|freelance)|contributed to|reporting by|editing by|writing by|@\w+|about the author|can be reached|covers\b",
    "copyright": r"©|copyright|all rights|reserved|terms (?:of|and)|privacy|recaptcha|disclaimer|originally (?:appeared|published)|republish"
    r"|affiliate|cookie|guidelines|first published",
    "date": r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\bago\b|published|updated|posted|min(?:ute)? read|^by\b|^von\b|^par\b|^por\b",
    "photo": r"photo|image|getty|reuters|\bafp\b|\bap\b|shutterstock|courtesy|pictured|credit|file pic|фото|foto",
    "social": r"share|comment|tweet|pic\.twitter|t\.co/|reply|likes?\b|views?\b|поделит|коммент|paylaş",
}
_TELLS = [regex.compile(pattern, regex.IGNORECASE) for pattern in _TELLING.values()]
_TERMINAL = frozenset(".!?…。！？։؟")
_QUOTES = frozenset("\"”’»“'")
SHIFTS = (-3, -2, -1, 1, 2, 3)
MAX_TELLING = 400


@functools.lru_cache(16384)
def _tells(text: str) -> tuple[bool, ...]:
    return (
        *(pattern.search(text) is not None for pattern in _TELLS),
        is_furniture(text),
        is_credit(text),
        is_correction(text),
    )


_SILENT = (False,) * (len(_TELLS) + 3)


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
    where = _where(blocks, own, headings, page)
    near = _neighbours(own[:, [0, 2, 7, own.shape[1] - 3]], where[:, :1], count)
    return np.hstack([own, told, where[:, 1:], near, bits])


def _bits(blocks: Sequence[TextBlock]) -> Matrix:
    places: dict[int, tuple[int, int, int]] = {}
    for block in blocks:
        key = id(block.element)
        if key not in places:
            places[key] = place(block.element)
    words = np.array([places[id(block.element)] for block in blocks], dtype=np.uint64)
    flat = np.unpackbits(
        words.view(np.uint8).reshape(len(blocks), 3, 8), axis=2, bitorder="little"
    )
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
    texts = [bare(block.text) for block in blocks]
    times = Counter(texts)
    rows = []
    for text in texts:
        long_enough = len(text) > 10
        seen = furniture.get(text, 0)
        rows.append(
            (
                bool(head) and long_enough and (text in head or (head in text and len(text) < 1.6 * len(head))),
                bool(head) and text == head,
                -1 if len(said) < 150 else len(text) > 12 and text[:60] in said,
                bool(about) and len(text) > 20 and (text in about or about[:60] in text),
                times[text] > 1,
                pages,
                seen,
                seen / pages if pages else -1.0,
            )
        )
    return np.array(rows, dtype=np.float32)


def _where(
    blocks: Sequence[TextBlock], own: Matrix, headings: Sequence[int], page: Page
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
    keep = body.choose(page, headings)
    kept = np.flatnonzero(keep)
    number = np.arange(len(blocks))
    first, last = (kept[0], kept[-1]) if len(kept) else (0, len(blocks))
    start = headings[0] if headings else -1
    span = [number - first, last - number, number - start if headings else np.full(len(blocks), -99)]
    same = np.array([hash_of(key[0]) for key in keys])
    return np.column_stack([same, keep, *np.clip(span, -99, 99), *groups]).astype(np.float32)


def hash_of(number: int) -> int:
    """A number that float32 holds exactly."""
    return number % 1_000_003


_SIGNATURES: dict[str, int] = {}


def _keys(element: Element) -> tuple[int, int, int]:
    parent = element.parent or element
    above = parent.parent or parent
    pair = signature(element.tag, element.attributes) + signature(parent.tag, parent.attributes)
    return _number(pair), id(parent) % 2**52, id(above) % 2**52


def _number(text: str) -> int:
    import zlib  # noqa: PLC0415

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
