"""What is above the text of a copied page: title, standfirst, byline, date, captions.

A copy has no markup to tell them apart. But a page repeats its title and the caption of its
picture, and lines for a date, a name or a source come before the text.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from spiders.extract.choice.sources import is_source
from spiders.extract.copied.textlines import (
    BY,
    DATED,
    PICTURE,
    Line,
    date_of,
    ends_well,
    is_bullet,
    is_caption,
    is_date_line,
    is_nothing,
    is_sentence,
    is_update,
    runs,
    times_of_update,
)
from spiders.extract.fields.fields import clean_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BY_LINE = 90
REACH = 16
"""How many lines from the top a head may have; what is repeated further down is something else."""

_PLAYER = regex.compile(r"^(?:audio-thumbnail|/?\d{1,2}:\d{2})$", regex.IGNORECASE)
_IN_PLACE = regex.compile(r"\s+in\s+\p{Lu}.*$")
_NAME = regex.compile(r"^\p{Lu}[\p{L}.’'-]+(?:\s\p{Lu}[\p{L}.’'-]*){1,3}$")


@dataclass(slots=True)
class Head:
    """What the lines above the running text say."""

    title: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    picture: str | None = None
    captions: list[str] = field(default_factory=list)


def split_head(lines: Sequence[Line], is_furniture: Callable[[str], bool]) -> tuple[Head, int]:
    """The head, and the number of the line where the text begins.

    ``is_furniture`` knows the outlet's own phrases.
    """
    texts = [line.text for line in lines]
    first = _first_of_text(texts, is_furniture)
    return _Reader(texts[:first], is_furniture).read(), first


def _first_of_text(texts: Sequence[str], is_furniture: Callable[[str], bool]) -> int:
    """Where the text begins: below the head's last sign, or else at the first running text."""
    doubled = _doubled(texts[:REACH])
    again = next((text for text in texts if text in doubled), None)
    begins = [
        number
        for number, text in enumerate(texts)
        if text not in doubled and not _is_head_line(texts, number, is_furniture)
    ]
    first = next((number for number in begins if runs(texts[number])), None)
    if first is None:
        first = next((number for number in begins if is_sentence(texts[number])), None)
    if first is None:
        return 1 if len(texts) > 1 else 0
    first = _below_signs(texts, first, again, begins)
    return _back_to_signs(texts, first, again, begins)


def _below_signs(texts: Sequence[str], first: int, again: str | None, begins: Sequence[int]) -> int:
    """The later start if a date, name, source or title follows: then ``first`` is a standfirst."""
    later = next((n for n in begins if n > first and runs(texts[n])), None)
    if later is None or later >= REACH:
        return first
    return later if any(_is_sign(text, again) for text in texts[first + 1 : later]) else first


def _back_to_signs(
    texts: Sequence[str], first: int, again: str | None, begins: Sequence[int]
) -> int:
    """Move the start up: lines between a head's last sign and the first running text are text.

    If there is no sign below a title, only whole sentences right above the running text are.
    """
    signs = [
        n for n in range(min(first, REACH)) if _is_sign(texts[n], again) or _is_shown(texts[n])
    ]
    last = signs[-1] if signs else -1
    titled = any(_may_be_title(text) for text in texts[: last + 1])
    if titled:
        return next((n for n in begins if last < n < first and _says_much(texts[n])), first)
    while first - 1 in begins and is_sentence(texts[first - 1]):
        first -= 1
    return first


def _is_sign(text: str, again: str | None) -> bool:
    """Whether it is only found in a head: a source, a date, a name, a player, the title again."""
    byline = BY.match(text) is not None and not ends_well(text)
    known = is_source(text) or is_date_line(text) or _PLAYER.match(text) is not None
    return byline or known or text == again


def _is_shown(text: str) -> bool:
    return is_caption(text) or PICTURE.match(text) is not None


def _may_be_title(text: str) -> bool:
    """Whether it, or a picture's alt text, has more than two words and no other purpose."""
    picture = PICTURE.match(text)
    if picture:
        return len(picture["alt"].split()) > 2
    aside = is_nothing(text) or is_caption(text) or is_date_line(text) or BY.match(text)
    return not aside and len(text.split()) > 2


def _says_much(text: str) -> bool:
    """Whether it is neither a label nor just a name."""
    return len(text.split()) > 3 or ends_well(text)


def _is_head_line(texts: Sequence[str], number: int, is_furniture: Callable[[str], bool]) -> bool:
    text = texts[number]
    if is_nothing(text) or is_furniture(text) or is_caption(text) or is_bullet(text):
        return True
    if DATED.match(text) or PICTURE.match(text) or is_date_line(text):
        return True
    return _says_again(text, texts[: min(number, REACH)])


def _says_again(text: str, before: Sequence[str]) -> bool:
    """Whether it begins with a line from above, like alt text that repeats the title."""
    return any(len(one.split()) > 2 and text.startswith(one + " ") for one in before)


def _doubled(texts: Sequence[str]) -> set[str]:
    """Lines that occur at least twice, ignoring a date before them.

    Running text with other running text between its occurrences does not count: the article itself
    repeats it.
    """
    lines = [DATED.sub("", text) for text in texts]
    found = {text for text, count in Counter(lines).items() if count > 1 and len(text.split()) > 1}
    for text in [one for one in found if runs(one)]:
        at = lines.index(text)
        between = lines[at + 1 : lines.index(text, at + 1)]
        if any(runs(one) and not is_caption(one) for one in between):
            found.discard(text)
    return found


class _Reader:
    """Reads the lines of a head into its fields."""

    def __init__(self, lines: Sequence[str], is_furniture: Callable[[str], bool]) -> None:
        self._lines = lines
        self._is_furniture = is_furniture
        self._head = Head()

    def read(self) -> Head:
        self._note_names()
        said = [line for line in self._lines if not self._aside(line)]
        bare = [DATED.sub("", line) for line in said]
        title = self._title(bare)
        if title is not None and (self._head.title is None or len(title.split()) > 3):
            self._head.title = title
        for number, line in enumerate(bare):
            self._note(line, number, bare)
        return self._head

    def _note_names(self) -> None:
        """Take a name alone on a line for the author's if it is next to the date."""
        lines = self._lines
        for number, line in enumerate(lines):
            beside = lines[max(0, number - 1) : number + 2]
            dated = any(is_date_line(one) for one in beside if one != line)
            alone = lines.count(line) == 1 and not BY.match(line) and not self._is_nothing(line)
            if dated and alone and _NAME.match(line):
                self._head.byline = clean_names([line])

    def _aside(self, line: str) -> bool:
        """Handle a line that is no title, standfirst or caption; return whether it was one."""
        head, picture = self._head, PICTURE.match(line)
        if picture:
            head.picture = head.picture or picture["url"]
            head.title = head.title or picture["alt"] or None
            return True
        author = BY.match(line)
        if author and len(line) < BY_LINE and not self._is_nothing(line):
            head.byline = head.byline or clean_names([_IN_PLACE.sub("", author["names"])])
            head.published = head.published or date_of(line)
            return True
        if is_update(line):
            published, modified = times_of_update(line)
            head.published = head.published or published
            head.modified = head.modified or modified
            return True
        found = date_of(line)
        if found is not None and (is_date_line(line) or DATED.match(line)):
            head.published = head.published or found
        return is_date_line(line) or self._is_nothing(line)

    def _is_nothing(self, line: str) -> bool:
        return is_nothing(line) or self._is_furniture(line)

    def _title(self, lines: Sequence[str]) -> str | None:
        """A repeated line that is no caption, or else the first line of more than two words.

        If all lines are shorter, the one right above the text: "Bridge closed" is in no text.
        """
        plain = [line for line in lines if not is_caption(line)]
        counts = Counter(plain)
        for line in plain:
            again = counts[line] > 1 or any(one.startswith(line + " ") for one in [*plain, *lines])
            once_more = again and len(line.split()) > 2
            if once_more and not self._is_caption_of(line, lines):
                return line
        longer = next((line for line in plain if len(line.split()) > 2), None)
        return longer or (plain[-1] if plain else None)

    def _is_caption_of(self, line: str, lines: Sequence[str]) -> bool:
        """Whether it is alt text and caption: twice in a row below another possible title."""
        at = lines.index(line)
        in_a_row = at + 1 < len(lines) and lines[at + 1] == line and lines.count(line) == 2
        above = [one for one in lines[:at] if len(one.split()) > 2 and one != line]
        return in_a_row and bool(above)

    def _note(self, line: str, number: int, lines: Sequence[str]) -> None:
        head, title = self._head, self._head.title
        if line == title:
            return
        if title is not None and line.startswith(title + " "):
            head.captions.append(line.removeprefix(title).strip())
        elif is_caption(line) or lines.count(line) > 1:
            head.captions.append(line)
        elif title in lines[number + 1 :] and title not in lines[:number]:
            head.section = head.section or (line if len(line.split()) < 4 else None)
        elif head.byline and clean_names([line]) == head.byline:
            pass
        elif head.standfirst is None and len(line.split()) > 4:
            head.standfirst = line
