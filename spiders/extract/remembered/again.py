"""Page memory: when a page is seen again, its last reading guides the new one.

A block that was on the page before, word for word and at the same place, keeps the judgement it
had; only new blocks are judged again, by their neighbours if they are among those of the article.
Furniture that churns around an article shifts the learned judgement of its borderline blocks a
little; without page memory some would flip in and out of the text although nothing they say
changed.

If most of the article is suddenly at other places, the outlet has changed its template: then a
text is recognised by its words alone.
"""

from __future__ import annotations

import itertools
import operator
import struct
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from spiders.extract.choice.paths import place_named, said_by
from spiders.extract.remembered.judgement import Judgement, Key
from spiders.extract.remembered.newcomers import Newcomer, verdict_of
from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from spiders.extract.fields.fields import Reach
    from spiders.extract.page import TextBlock
    from storage.records import Block

_Name = TypeVar("_Name")

FORMAT = 1
"""The format of a packed memory; a memory in another format is ignored."""
_HEAD = struct.Struct("<BII")
_REACH = struct.Struct("<BB")
MOST_REACH = 255
"""A reach that stands for the whole page."""
MOVED = 0.5
"""If more than this share of the article's blocks are at other places, the template has changed."""
KNOWN = 0.4
"""The same if fewer than this share of the page's places were on the page before."""


@dataclass(frozen=True)
class PageMemory:
    """The judgement of each text of a page at its place, in order.

    ``above`` and ``below``: no field was looked for more than this many blocks from the article.
    """

    keys: tuple[Key, ...]
    kept: tuple[bool, ...]
    above: int = MOST_REACH
    below: int = MOST_REACH

    @classmethod
    def of(
        cls,
        blocks: Sequence[TextBlock],
        kept: Sequence[bool],
        keys: Sequence[Key] = (),
        reach: Reach | None = None,
    ) -> PageMemory:
        """The memory of a page that was just read; ``keys``: those of the blocks, if known."""
        above, below = (min(one, MOST_REACH) for one in reach or (MOST_REACH, MOST_REACH))
        return cls(tuple(keys or keys_of(blocks)), tuple(kept), above, below)

    def pack(self) -> bytes:
        """Return this memory as bytes, for the archive."""
        count = len(self.keys)
        bits = int("0" + "".join("01"[one] for one in self.kept), 2)
        head = _HEAD.pack(FORMAT, count, zlib.crc32(bits.to_bytes(count // 8 + 1)))
        columns = [number for column in zip(*self.keys, strict=True) for number in column]
        body = struct.pack(f"<{2 * count}I", *columns) + bits.to_bytes(count // 8 + 1)
        return head + body + _REACH.pack(self.above, self.below)

    @classmethod
    def unpack(cls, data: bytes) -> PageMemory | None:
        """Unpack what :meth:`pack` gave; None if it is in another format or damaged."""
        if len(data) < _HEAD.size or data[0] != FORMAT:
            return None
        _, count, check = _HEAD.unpack_from(data)
        end = _HEAD.size + 8 * count + count // 8 + 1
        if len(data) not in {end, end + _REACH.size}:
            return None
        reach = _REACH.unpack(data[end:] or bytes((MOST_REACH, MOST_REACH)))
        texts = struct.unpack_from(f"<{count}I", data, _HEAD.size)
        places = struct.unpack_from(f"<{count}I", data, _HEAD.size + 4 * count)
        raw = data[_HEAD.size + 8 * count : end]
        if zlib.crc32(raw) != check:
            return None
        bits = int.from_bytes(raw)
        kept = tuple(map("1".__eq__, f"{bits:0{count}b}" if count else ""))
        keys = map(tuple.__new__, itertools.repeat(Key), zip(texts, places, strict=True))
        return cls(tuple(keys), kept, *reach)  # like ``Key._make``, which is slower by half

    @cached_property
    def judged(self) -> Mapping[Key, bool | None]:
        """The judgement of each text at its place; None if it was both kept and left there."""
        return _agreed(self.keys, self.kept)

    @cached_property
    def said(self) -> Mapping[int, bool | None]:
        """The judgement of each text, wherever it was; None if it was both kept and left."""
        return _agreed([key.text for key in self.keys], self.kept)

    def knows_any(self, blocks: Sequence[TextBlock]) -> bool:
        """Whether the text of any of these blocks was always the article's, wherever it was."""
        return any(self.said.get(key.text) for key in keys_of(blocks))

    @cached_property
    def body(self) -> tuple[int, ...]:
        """The article's texts in order."""
        return tuple(key.text for key, kept in zip(self.keys, self.kept, strict=True) if kept)

    @cached_property
    def places(self) -> Mapping[int, bool | None]:
        """Whether all texts at a place were the article's (True), none (False) or some (None)."""
        return _agreed([key.place for key in self.keys], self.kept)

    def judge(
        self,
        blocks: Sequence[TextBlock],
        today: Callable[[], Sequence[bool]],
        recurs: Callable[[str], bool] = lambda _: False,
    ) -> Judgement:
        """Decide which blocks are the article's: known ones as before, new ones on their own.

        ``today`` gives the judgement of a reader without memory, if a new block cannot be judged
        otherwise. ``recurs`` says whether a text is on many other articles. If nothing of the old
        article is left, all is judged by ``today``; but if something new is in the article's
        place, texts that were on the page before are not the article's.
        """
        keys = keys_of(blocks)
        texts = [key.text for key in keys]
        if set(texts).isdisjoint(self.body):
            return Judgement(self._instead(keys, blocks, today()), anew=True, keys=keys)
        in_order = set(_where(self.body, texts))
        moved = self._has_moved(keys, in_order)
        in_turn = {} if moved else self._in_turn(keys)
        known: list[bool | None] = []
        for number, key in enumerate(keys):
            was: bool | None = self.said.get(key.text) if moved else self.judged.get(key)
            seen = key.text in self.said if moved else key in self.judged
            twice = seen and was is None
            known.append(in_turn.get(number, number in in_order) if twice else was)
        recurring = [
            was is None and recurs(one.text) for was, one in zip(known, blocks, strict=True)
        ]
        if any(recurring):
            instead = self._instead_of_lost(keys, known)
            recurring = [again and number not in instead for number, again in enumerate(recurring)]
        known = [False if again else was for was, again in zip(known, recurring, strict=True)]
        judged = self._settle(blocks, keys, known, today, moved=moved)
        elsewhere = frozenset(number for number, again in enumerate(recurring) if again)
        return replace(judged, new=judged.new | elsewhere, elsewhere=elsewhere, keys=keys)

    def _instead(
        self, keys: Sequence[Key], blocks: Sequence[TextBlock], todays: Sequence[bool]
    ) -> list[bool]:
        """The judgement if nothing of the article is left; a line may be in its place.

        *This article has been removed* is short, so that the longest text of the page is
        furniture. It was on the page before, next to the article, and is still not part of it.
        """
        instead = {
            number
            for number, (key, block) in enumerate(zip(keys, blocks, strict=True))
            if key.text not in self.said and self.places.get(key.place) and not block.linked
        }
        if not instead:
            return list(todays)
        return [
            number in instead or (kept and key not in self.judged)
            for number, (key, kept) in enumerate(zip(keys, todays, strict=True))
        ]

    def _in_turn(self, keys: Sequence[Key]) -> dict[int, bool]:
        """The old judgement, in order, of texts that are at one place as often as they were.

        Empty unless the article skipped the first places that spell it: say, a line is repeated
        above the picture for small screens, and it was the second that was kept.
        """
        stood = list(itertools.compress(range(len(self.keys)), self.kept))
        if _leftmost(self.body, [key.text for key in self.keys]) == stood:
            return {}
        judged, now = defaultdict[Key, list[bool]](list), defaultdict[Key, list[int]](list)
        for key, kept in zip(self.keys, self.kept, strict=True):
            judged[key].append(kept)
        for number, key in enumerate(keys):
            now[key].append(number)
        as_often = (key for key in now if len(now[key]) == len(judged.get(key, ())))
        return {
            number: kept
            for key in as_often
            for number, kept in zip(now[key], judged[key], strict=True)
        }

    def _instead_of_lost(self, keys: Sequence[Key], known: Sequence[bool | None]) -> set[int]:
        """The new blocks where texts of the article were lost, if they are no more than those.

        Other pages may use such a text as a teaser; here it is the article's own, as edited.
        """
        from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - only where something recurs

        texts = [key.text for key in keys]
        missing = Counter(self.body)
        missing.subtract(texts)
        found: set[int] = set()
        body, page = 0, 0
        for old, new, size in LCSseq.opcodes(self.body, texts).as_matching_blocks():
            lost = sum(missing[text] > 0 for text in self.body[body:old])
            beside = {keys[one].place for one in (page - 1, new) if 0 <= one < len(keys)}
            came = [one for one in range(page, new) if known[one] is None]
            came = [one for one in came if keys[one].place in beside]
            if len(came) <= lost:
                found.update(came)
            body, page = old + size, new + size
        return found

    def _has_moved(self, keys: Sequence[Key], in_order: set[int]) -> bool:
        """Whether the article is elsewhere, or among places that the page did not have."""
        there = [keys[number] for number in in_order]
        elsewhere = sum(key not in self.judged for key in there)
        places = {key.place for key in keys}
        known = len(places & self.places.keys())
        return elsewhere > MOVED * len(there) or known < KNOWN * len(places)

    def _settle(
        self,
        blocks: Sequence[TextBlock],
        keys: Sequence[Key],
        known: Sequence[bool | None],
        today: Callable[[], Sequence[bool]],
        *,
        moved: bool,
    ) -> Judgement:
        """Judge the new blocks by their places or, if that does not decide, by ``today``."""
        kept = [number for number, one in enumerate(known) if one]
        missing = Counter(self.body)
        missing.subtract(key.text for key in keys)
        lost = any(count > 0 for count in missing.values())
        verdicts = list(known)
        asked = set[int]()
        todays: Sequence[bool] = ()
        places = [key.place for key in keys]
        new = frozenset(number for number, one in enumerate(known) if one is None)
        instead = self._succeeding(keys, new)
        for number in sorted(new):
            there = None if moved else self.places
            next_one = number in instead
            newcomer = Newcomer(blocks, number, kept, known, there, lost=lost, succeeds=next_one)
            verdict = verdict_of(newcomer, places)
            if verdict is None:
                todays = todays or today()
                verdict = todays[number]
                asked.add(number)
            verdicts[number] = verdict
        keep = [bool(one) for one in verdicts]
        return Judgement(keep, new, frozenset(asked), moved=moved, instead=instead)

    def _succeeding(self, keys: Sequence[Key], new: Collection[int]) -> frozenset[int]:
        """Those new blocks that stand where furniture stood that is gone, as the next advert."""
        if not new:
            return frozenset()
        there = Counter(keys)
        gone = Counter(
            key.place
            for key, kept in zip(self.keys, self.kept, strict=True)
            if not kept and key not in there
        )
        found = set[int]()
        for number in sorted(new):
            place = keys[number].place
            if gone[place] > 0:
                gone[place] -= 1
                found.add(number)
        return frozenset(found)


def keys_of(blocks: Sequence[TextBlock]) -> list[Key]:
    """The text and the place of each block, as checksums.

    A place is made of the names of the block's element and of the one around it.
    """
    places: dict[int, int] = {}
    found = []
    for block in blocks:
        element, text = block.element, block.text
        place = places.get(id(element))
        if place is None:
            around = element.parent
            names = (element.said or said_by(element))[1]
            if around is not None:
                names = f"{names}<{(around.said or said_by(around))[1]}"
            place = places[id(element)] = place_named(names)
        words = text.encode() if text.isascii() else fold(text).encode("utf-8", "surrogatepass")
        found.append(Key(zlib.crc32(words), place))
    return found


def parts_of(blocks: Iterable[Block]) -> list[str]:
    """The texts of these blocks as they are on the page, one for each block of the page."""
    return [part for block in blocks for part in _parts(block)]


def _parts(block: Block) -> list[str]:
    """The texts that a block was made of: a row of a table is one block made of several."""
    return block.text.split(" | ") if block.kind is BlockKind.TABLE else [block.text]


def _agreed(names: Sequence[_Name], kept: Sequence[bool]) -> dict[_Name, bool | None]:
    """For each name, whether all (True), none (False) or some (None) of its blocks were kept."""
    article = set(itertools.compress(names, kept))
    others = set(itertools.compress(names, map(operator.not_, kept)))
    found: dict[_Name, bool | None] = dict.fromkeys(others, False)
    found.update(dict.fromkeys(article, True))
    found.update(dict.fromkeys(article & others))
    return found


def _where(kept: Sequence[int], texts: Sequence[int]) -> list[int]:
    """The positions of the article's texts: those in their order, then those that moved."""
    common = list(kept)
    found = _leftmost(common, texts)
    if len(found) < len(kept):
        from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - only where the article changed

        common = [
            text
            for step in LCSseq.opcodes(kept, texts)
            if step.tag == "equal"
            for text in kept[step.src_start : step.src_end]
        ]
        found = _leftmost(common, texts)
    missing = Counter(kept)
    missing.subtract(common)
    taken = set(found)
    for place, text in enumerate(texts):
        if missing[text] > 0 and place not in taken:
            missing[text] -= 1
            found.append(place)
    return found


def _leftmost(wanted: Sequence[int], texts: Sequence[int]) -> list[int]:
    """The first positions that spell this subsequence: the article precedes what repeats it."""
    found: list[int] = []
    for place, text in enumerate(texts):
        if len(found) < len(wanted) and text == wanted[len(found)]:
            found.append(place)
    return found
