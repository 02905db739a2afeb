"""The words of a pair of sentences: what stayed, what went, what came.

Uses the longest common subsequence of tokens (Indel distance), so that no more is marked than
necessary. Both texts can be restored from the marks to the character.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from monitor.diff.capitals import compared_keys, no_name
from monitor.diff.tokens import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from monitor.diff.records import Mark

Words = tuple[tuple["Mark", str], ...]

MOST_CELLS = 4_000_000
"""If the numbers of tokens of both sides multiply to more, the middle is replaced as a whole."""
SMALL_WORD = 4
"""Most letters of a word that may have stayed by chance."""
FEWEST_AROUND = 4
"""Tokens that must be marked around such a word for it to be marked with them."""
MOST_BETWEEN = 2
REWRITTEN = 7
"""The same for one or two words of any length, which also need replaced words on both sides."""
BRACKETS = {"(": ")", "[": "]", "{": "}", '"': '"', "'": "'"}
LONGEST_READ = 40_000
"""If both texts together have more characters, their equal ends are cut off before tokenizing."""


class Hunk(NamedTuple):
    """A run of old tokens that a run of new tokens replaces: half-open ranges."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Where two lists of token keys differ: as few tokens as possible, with runs kept together."""
    start, old_end, new_end = _common_ends(old, new)
    if start == old_end and start == new_end:
        return []
    if (old_end - start) * (new_end - start) > MOST_CELLS or start in (old_end, new_end):
        return _slid([Hunk(start, old_end, start, new_end)], old, new)
    found: list[Hunk] = []
    for op in Indel.opcodes(old[start:old_end], new[start:new_end]):
        if op.tag == "equal":
            continue
        found.append(
            Hunk(
                start + op.src_start, start + op.src_end, start + op.dest_start, start + op.dest_end
            )
        )
    return _slid(_met(found), old, new)


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int, int]:
    start, old_end, new_end = 0, len(old), len(new)
    while start < old_end and start < new_end and old[start] == new[start]:
        start += 1
    while old_end > start and new_end > start and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    return start, old_end, new_end


def readable(found: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Join hunks over a small word that stayed by chance between two larger changes.

    "[the army of]{a militia in} the [north]{south}" reads better in one piece, and is how people
    mark it. A single small word is included if at least four tokens are marked around it, and one
    or two of any length between two rewritten passages, unless punctuation sets them apart.
    """
    joined: list[Hunk] = []
    for hunk in found:
        before = joined[-1] if joined else None
        if (
            before
            and _is_chance(old[before.old_end : hunk.old_start], before, hunk)
            and not _kept_apart(_sides(before, old, new), _sides(hunk, old, new))
        ):
            joined[-1] = Hunk(before.old_start, hunk.old_end, before.new_start, hunk.new_end)
        else:
            joined.append(hunk)
    return joined


def _size(hunk: Hunk) -> int:
    return hunk.old_end - hunk.old_start + hunk.new_end - hunk.new_start


def _is_chance(between: Sequence[str], before: Hunk, behind: Hunk) -> bool:
    marked = _size(before) + _size(behind)
    if not all(word[0].isalnum() for word in between) or len(between) > MOST_BETWEEN:
        return False
    if len(between) == 1 and len(between[0]) <= SMALL_WORD and marked >= FEWEST_AROUND:
        return True
    return marked >= REWRITTEN and _replaces(before) and _replaces(behind)


def _sides(
    hunk: Hunk, old: Sequence[str], new: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]]:
    return old[hunk.old_start : hunk.old_end], new[hunk.new_start : hunk.new_end]


def _kept_apart(before: Sequence[Sequence[str]], behind: Sequence[Sequence[str]]) -> bool:
    """Whether punctuation ends the hunk before what stayed, or begins the one after it.

    Also if what stayed was put into brackets or lost them: "the {Fund of Old Ports (}FOP{)}".
    """
    ends = [side[-1][-1] for side in before if side]
    starts = [side[0][0] for side in behind if side]
    if not any(map(str.isalnum, ends)) or not any(map(str.isalnum, starts)):
        return True
    return any(
        one and other and BRACKETS.get(one[-1]) == other[0]
        for one, other in zip(before, behind, strict=True)
    )


def _replaces(hunk: Hunk) -> bool:
    return hunk.old_start < hunk.old_end and hunk.new_start < hunk.new_end


def _slid(found: list[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Move pure insertions and deletions to where a person would put them.

    "a, b, [c, ]d" reads worse than "a, b[, c], d": of equivalent places, the one that starts after
    a stop or before a comma is taken, as diff tools do with blank lines.
    """
    slid: list[Hunk] = []
    for number, hunk in enumerate(found):
        if (hunk.old_start == hunk.old_end) == (hunk.new_start == hunk.new_end):
            slid.append(hunk)
            continue
        floor = slid[-1] if slid else None
        ceiling = found[number + 1] if number + 1 < len(found) else None
        slid.append(_best_place(hunk, old, new, floor, ceiling))
    return _met(slid)


def _met(found: Iterable[Hunk]) -> list[Hunk]:
    """Merge hunks with nothing between them."""
    joined: list[Hunk] = []
    for hunk in found:
        before = joined[-1] if joined else None
        if before and (before.old_end, before.new_end) == (hunk.old_start, hunk.new_start):
            joined[-1] = Hunk(before.old_start, hunk.old_end, before.new_start, hunk.new_end)
        else:
            joined.append(hunk)
    return joined


def _best_place(
    hunk: Hunk,
    old: Sequence[str],
    new: Sequence[str],
    before: Hunk | None,
    behind: Hunk | None,
) -> Hunk:
    """The place where it meets another hunk, so that there are fewer; else where it reads best."""
    deleted = hunk.old_end > hunk.old_start
    side, start, end = (
        (old, hunk.old_start, hunk.old_end) if deleted else (new, hunk.new_start, hunk.new_end)
    )
    floor = hunk.old_start - (before.old_end if before else 0)
    ceiling = (behind.old_start if behind else len(old)) - hunk.old_end
    back = forth = 0
    while back < floor and side[start - back - 1] == side[end - back - 1]:
        back += 1
    while forth < ceiling and side[start + forth] == side[end + forth]:
        forth += 1
    if not back and not forth:
        return hunk
    if (before and back == floor) or (behind and forth == ceiling):
        shift = -back if before and back == floor else forth
    else:
        shift = max(
            range(-back, forth + 1), key=lambda by: (_fit(side, start + by, end + by), -abs(by))
        )
    return Hunk(*(place + shift for place in hunk))


def _fit(side: Sequence[str], start: int, end: int) -> int:
    """How natural a run is at this place: as a whole clause, or from its comma on."""
    if start == 0 or end == len(side):
        return 3
    if side[start] in {",", ";", "-", "(", ":"}:
        return 2
    if side[end - 1] in {",", ";", ")", "."}:
        return 1
    return 0


def words(old: str, new: str, is_name: Callable[[str], bool] = no_name) -> Words:
    """The marks that turn one canonical text into the other.

    Those with ``=`` and ``-`` join to the old text, with ``=`` and ``+`` to the new one. Quotation
    marks and dashes in another style are marked without the words next to them; so is the first
    letter of a word that opens a sentence in one text only (:mod:`monitor.diff.capitals`).
    ``is_name`` says which words, in lower case, are names, with a capital of their own.
    """
    if old == new:
        return (("=", old),) if old else ()
    if not old or not new:
        return (("-", old),) if old else (("+", new),)
    layout = _Layout()
    if len(old) + len(new) > LONGEST_READ:
        start, end = equal_ends(old, new)
        layout.same(old[:start])
        old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
        if len(old_middle) + len(new_middle) > LONGEST_READ:
            layout.deleted(old_middle)
            layout.added(new_middle)
        else:
            _lay_out(old_middle, new_middle, layout, is_name)
        layout.same(old[len(old) - end :])
    else:
        _lay_out(old, new, layout, is_name)
    return tuple(layout.finish())


def equal_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters at the start and at the end are equal, in whole words."""
    start = _equal_start(old, new)
    start = old.rfind(" ", 0, start) + 1
    most = min(len(old), len(new)) - start
    end = _equal_start(old[: -most - 1 : -1], new[: -most - 1 : -1])
    space = old.find(" ", len(old) - end)
    return start, len(old) - space if space >= 0 and end else 0


def _equal_start(old: str, new: str) -> int:
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _lay_out(old: str, new: str, layout: _Layout, is_name: Callable[[str], bool]) -> None:
    old_tokens, new_tokens = tokens(old), tokens(new)
    i = j = 0
    old_keys, new_keys = compared_keys((old, old_tokens), (new, new_tokens), is_name)
    changed = readable(hunks(old_keys, new_keys), old_keys, new_keys)
    for hunk in (
        *changed,
        Hunk(len(old_tokens), len(old_tokens), len(new_tokens), len(new_tokens)),
    ):
        kept, same = (
            _run(old, old_tokens, i, hunk.old_start),
            _run(new, new_tokens, j, hunk.new_start),
        )
        if kept == same:
            layout.same(kept)
            i, j = hunk.old_start, hunk.new_start
        while i < hunk.old_start:
            layout.kept(_piece(old, old_tokens, i), _piece(new, new_tokens, j))
            i, j = i + 1, j + 1
        for i in range(hunk.old_start, hunk.old_end):
            layout.deleted("".join(_piece(old, old_tokens, i)))
        for j in range(hunk.new_start, hunk.new_end):
            layout.added("".join(_piece(new, new_tokens, j)))
        i, j = hunk.old_end, hunk.new_end
    layout.same_or_marked(
        old[old_tokens[-1].end if old_tokens else 0 :],
        new[new_tokens[-1].end if new_tokens else 0 :],
    )


def _run(text: str, row: Sequence[Token], start: int, end: int) -> str:
    """The text of a run of tokens, including the gap before the first one."""
    if start == end:
        return ""
    return text[row[start - 1].end if start else 0 : row[end - 1].end]


def _piece(text: str, row: Sequence[Token], index: int) -> tuple[str, str]:
    """The gap before a token, and the token."""
    before = row[index - 1].end if index else 0
    return text[before : row[index].start], row[index].text


class _Layout:
    """Collects pieces into as few segments as possible, one per run of the same mark."""

    def __init__(self) -> None:
        self._segments: list[tuple[Mark, str]] = []
        self._old: list[str] = []
        self._new: list[str] = []

    def deleted(self, piece: str) -> None:
        self._old.append(piece)

    def added(self, piece: str) -> None:
        self._new.append(piece)

    def kept(self, old: tuple[str, str], new: tuple[str, str]) -> None:
        """Add a token of both sides; its gap and its style may differ."""
        self.same_or_marked(old[0], new[0])
        if old[1] == new[1]:
            self.same(new[1])
            return
        start = int(old[1][0].isupper() != new[1][0].isupper())
        if start:
            self._capital(old[1][0], new[1][0])
        for old_part, new_part in _by_style(old[1][start:], new[1][start:]):
            self.same_or_marked(old_part, new_part)

    def _capital(self, old: str, new: str) -> None:
        """Add a letter in two cases, separate from what came or went before it."""
        self._flush()
        self._segments += [("-", old), ("+", new)]

    def same_or_marked(self, old: str, new: str) -> None:
        """Add characters as equal, or marked on both sides."""
        if old == new:
            self.same(old)
        else:
            self.deleted(old)
            self.added(new)

    def same(self, piece: str) -> None:
        """Add characters of both texts."""
        if piece:
            self._flush()
            self._append("=", piece)

    def _flush(self) -> None:
        old, new = "".join(self._old), "".join(self._new)
        if not old and not new:
            return
        self._old, self._new = [], []
        if old[:1] == new[:1] == " ":
            self._append("=", " ")
            old, new = old[1:], new[1:]
        tail = " " if old[-1:] == new[-1:] == " " else ""
        if tail:
            old, new = old[:-1], new[:-1]
        self._append("-", old)
        self._append("+", new)
        self._append("=", tail)

    def _append(self, mark: Mark, piece: str) -> None:
        if not piece:
            return
        if self._segments and self._segments[-1][0] == mark == "=":
            piece = self._segments.pop()[1] + piece
        self._segments.append((mark, piece))

    def finish(self) -> list[tuple[Mark, str]]:
        self._flush()
        return self._segments


def _by_style(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Cut a token that differs only in style, so that only the style is marked."""
    for op in Indel.opcodes(old, new):
        yield old[op.src_start : op.src_end], new[op.dest_start : op.dest_end]
