"""What the first pass of the block model sees: numbers for each block of the zone.

The zone is where an article may be: the blocks around running text, and all blocks in the
container of the plain choice. On a typical page that is half of the blocks, and has 99.8 % of
the characters that people marked as body. Everything is computed from the page alone, or from the
outlet's memory if there is one.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spiders.extract.choice import body
from spiders.extract.choice.furniture import is_credit, is_furniture
from spiders.extract.choice.learned.places import Places
from spiders.extract.choice.paths import WIDTH, WIDTH_AROUND
from spiders.extract.fields.fields import bare
from spiders.extract.kinds import is_correction

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from spiders.extract.choice.body import Choice
    from spiders.extract.choice.learned.places import Place
    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Element, Page, TextBlock
    from spiders.extract.remembered.memory import Memory

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
_TELLS_ANY = frozenset({"@"}).union(*_TELLS)
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
_YEAR = re.compile(r"\d(?:\d?:\d\d|(?<!\w\d)(?:(?<=1)9|(?<=2)0)\d\d\b)")
"""A year of four digits, or a time of day. It begins with a digit, which makes the search fast."""
_WORD = re.compile(r"\w+|[©@]")
_TERMINAL = frozenset(".!?…。！？։؟")
_QUOTES = frozenset("\"”’»“'")
SHIFTS = (-3, -2, -1, 1, 2, 3)
MAX_TELLING = 250


def _tells(text: str, digits: int) -> tuple[bool, ...]:
    lowered = text.lower()
    words = _TELLS_ANY.intersection(_WORD.findall(lowered))
    return (
        *((not words.isdisjoint(told) for told in _TELLS) if words else _TOLD_BY_NONE),
        lowered.startswith(_OPENINGS),
        (digits > 0 or not text.isascii()) and _YEAR.search(text) is not None,
        "@" in words,
        is_furniture(text),
        is_credit(text),
        is_correction(text),
    )


_TOLD_BY_NONE = (False,) * len(_TELLS)
_SILENT = (False,) * (len(_TELLS) + 6)


def text_features(block: TextBlock) -> tuple[float, ...]:
    """Numbers from the words of one block."""
    text = block.text
    length = len(text)
    last = text[-1]
    words = text.split()
    opening = words[:40]
    encoded = text.encode("utf-8", "surrogatepass")
    digits = len(encoded) - len(encoded.translate(None, b"0123456789"))
    return (
        length,
        len(words),
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
        digits / length,
        len(block.links),
        block.element.hidden,
        min(block.element.depth, 60),
        sum(map(str.istitle, opening)) / len(opening),
        ":" in text[:40],
        text[0] in _MARKS,
        text.count("|"),
        "http" in text or "www." in text,
        *(_tells(text, digits) if length <= MAX_TELLING else _SILENT),
    )


_MARKS = frozenset("-–—•*“«\"‘'")


@dataclass(frozen=True, slots=True)
class Sight:
    """The zone of a page: the ``numbers`` of its blocks, their places, and a row of features each.

    ``groups`` has three columns that say which blocks are placed alike: by signature, in one
    parent, in one grandparent. ``texts`` are those of the blocks, ``title`` is the page's headline.
    """

    numbers: npt.NDArray[np.intp]
    places: list[Place]
    groups: npt.NDArray[np.int64]
    rows: Matrix
    texts: list[str]
    title: str


def see(
    page: Page, fields: Fields, declared: str | None, memory: Memory | None, choice: Choice
) -> Sight:
    """The zone with the rows of the first pass; ``declared`` is the JSON-LD ``articleBody``."""
    blocks = page.blocks
    basic = np.array([[len(block.text) for block in blocks], [block.linked for block in blocks]])
    basic = basic.T.astype(np.float64)
    headline = blocks[fields.headings[0]].element if fields.headings else None
    known = Places(headline, choice.container)
    numbers = zone(blocks, basic, choice)
    inside = [blocks[number] for number in numbers.tolist()]
    places = [known.of(block.element) for block in inside]
    own = _table([text_features(block) for block in inside])
    told = _told(blocks, inside, fields, declared, memory)
    groups = _groups(inside, places)
    where = _where(own, numbers, groups, fields.headings, choice, len(blocks))
    tree = _table([_tree(block.element, known) for block in inside])
    heads = np.cumsum([block.element.tag == "h1" for block in blocks])[numbers]
    near = _neighbours(basic, numbers, [block.text[-1] in _TERMINAL for block in blocks])
    parts = [own, told, where, tree, heads[:, None], near, _bits(places)]
    texts = [block.text for block in inside]
    whole = np.hstack(parts, dtype=np.float32)
    return Sight(numbers, places, groups, whole, texts, fields.title or "")


def _table(rows: Sequence[Sequence[float]]) -> Matrix:
    """Rows as a matrix; numpy reads one flat run of numbers several times faster than many."""
    flat = np.fromiter(itertools.chain.from_iterable(rows), np.float32)
    return flat.reshape(len(rows), -1)


def zone(
    blocks: Sequence[TextBlock], basic: npt.NDArray[np.float64], choice: Choice
) -> npt.NDArray[np.intp]:
    """The numbers of the blocks among which the article is searched."""
    count = len(blocks)
    length, linked = basic[:, 0], basic[:, 1]
    running = np.flatnonzero((length >= ZONE_LENGTH) & (linked < 0.5 * length))
    short = np.flatnonzero(length >= ZONE_LENGTH // 3).tolist()
    dense = [number for number in short if body.is_dense(blocks[number].text)]
    centres = np.concatenate([running, np.array(dense, dtype=np.intp)])
    steps = np.bincount(np.maximum(centres - REACH, 0), minlength=count + 1)
    steps -= np.bincount(np.minimum(centres + REACH + 1, count), minlength=count + 1)
    inside = np.cumsum(steps[:count]) > 0
    inside[choice.inside] = True
    inside[choice.layers] = False
    if not inside.any():
        inside[:] = True
    return np.flatnonzero(inside)


ZONE_LENGTH = 60
REACH = 4


def _bits(places: Sequence[Place]) -> Matrix:
    words = np.array([(p.own, p.near, p.whole) for p in places], dtype=np.uint64)
    flat = np.unpackbits(words.view(np.uint8).reshape(len(places), 3, 8), axis=2, bitorder="little")
    own = flat[:, 0, :WIDTH]
    around = flat[:, 1:, :WIDTH_AROUND].reshape(len(places), 2 * WIDTH_AROUND)
    return np.hstack([own, around]).astype(np.float32)


def _told(
    blocks: Sequence[TextBlock],
    inside: Sequence[TextBlock],
    fields: Fields,
    declared: str | None,
    memory: Memory | None,
) -> Matrix:
    """What the page's headline, description and declared text, and other pages, say of texts."""
    head, said = bare(fields.title or ""), bare(declared or "")
    about = bare(fields.description or "")
    furniture, pages = (memory.furniture, memory.pages) if memory is not None else ({}, 0)
    times = Counter(block.text for block in blocks)
    longest = max(1.6 * len(head), 300 if about else 0)
    rows = []
    for block in inside:
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
    return _table(rows)


def _groups(inside: Sequence[TextBlock], places: Sequence[Place]) -> npt.NDArray[np.int64]:
    """Number the groups from 0 in each column, so that blocks of one group have one number."""
    columns = []
    parents = [block.element.parent or block.element for block in inside]
    keys: tuple[list[Any], ...] = (
        [(place.key, place.around.key if place.around else None) for place in places],
        [id(parent) for parent in parents],
        [id(parent.parent or parent) for parent in parents],
    )
    for column in keys:
        seen: dict[Any, int] = {}
        columns.append([seen.setdefault(key, len(seen)) for key in column])
    return np.array(columns, dtype=np.int64).T


def _where(
    own: Matrix,
    numbers: npt.NDArray[np.intp],
    groups: npt.NDArray[np.int64],
    headings: Sequence[int],
    choice: Choice,
    count: int,
) -> Matrix:
    """Running text with the same signature, parent or grandparent; place in the plain choice."""
    running = own[:, 0] * (1 - np.minimum(own[:, 2], 1)) * (own[:, 0] >= body.RUNNING)
    total = max(1.0, float(running.sum()))
    columns = []
    for inverse in groups.T:
        text = np.bincount(inverse, weights=running)
        size = np.bincount(inverse)
        linked = np.bincount(inverse, weights=own[:, 2]) / size
        columns += [text[inverse], text[inverse] / total, size[inverse], linked[inverse]]
    keep = np.array(choice.keep)
    kept = np.flatnonzero(keep)
    first, last = (kept[0], kept[-1]) if len(kept) else (0, count)
    spans = [
        numbers - first,
        last - numbers,
        numbers - headings[0] if headings else np.full(len(numbers), -99),
    ]
    return np.column_stack(
        [keep[numbers], *np.clip(spans, -99, 99), numbers / count, total + 0 * numbers, *columns]
    ).astype(np.float32)


def _tree(element: Element, known: Places) -> tuple[int, ...]:
    """An element's position relative to headline and container, its pictures and its twins."""
    place = known.of(element)
    parent = element.parent or element
    above = parent.parent or parent
    over = above.parent or above
    return (
        place.up,
        place.down,
        place.inside,
        place.article,
        element.pictures,
        parent.pictures,
        above.pictures,
        known.twins(element),
        known.twins(parent),
        known.twins(above),
        known.twins(over),
    )


def _neighbours(
    basic: npt.NDArray[np.float64], numbers: npt.NDArray[np.intp], ends: Sequence[bool]
) -> Matrix:
    """Length, link density and full stop of the blocks before and after."""
    facts = np.column_stack([basic[:, 0], basic[:, 1] / basic[:, 0], ends])
    reach = max(SHIFTS)
    nothing = np.full((reach, facts.shape[1]), -1.0)
    padded = np.concatenate([nothing, facts, nothing])
    sources = numbers[:, None] + np.array(SHIFTS) + reach
    return np.asarray(padded[sources].reshape(len(numbers), -1), dtype=np.float32)
