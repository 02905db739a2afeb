"""A comparison in one script, shown in the letters that the outlet served.

Only the summary quotes both texts in Latin letters, and says so.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import regex

from monitor.diff.showing import sides
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.diff.records import Diff, Edit, Fact, FieldChange, Mark, Sentence
    from storage.records import Extraction

_WORD = regex.compile(r"[\p{L}\p{M}ʻʼ‘’'`]*\p{L}[\p{L}\p{M}]*[ʻʼ‘’'`]?")
"""A word in Latin letters, with the marks of Uzbek."""
_SPELLED = frozenset(
    {"title", "standfirst", "byline", "caption", "summary", "code", "struck", "search_headline"}
)
"""Fields that were put into Latin letters."""


class _Side:
    """One reading as served, and how each of its texts and words was compared."""

    def __init__(
        self, served: Extraction, spelled: Extraction, sentences: Sequence[Sentence]
    ) -> None:
        self._texts: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._sentences = dict(_sentences(served, sentences)) if served is not spelled else {}
        if served is not spelled:
            for text, other in zip(_texts(served), _texts(spelled), strict=True):
                self._texts[fold(other)] = " ".join(text.split())
                words = [_WORD.findall(fold(each)) for each in (text, other)]
                if len(words[0]) == len(words[1]):
                    self._words |= zip(words[1], words[0], strict=True)

    def text(self, text: str | None) -> str | None:
        """A text of unknown place, as served."""
        whole = self._texts.get(fold(text or ""))
        return text and (whole or _WORD.sub(lambda word: self._word(word[0]), text))

    def _word(self, word: str) -> str:
        bare = word.strip("ʻʼ‘’'`")
        return self._words.get(word) or word.replace(bare, self._words.get(bare, bare))

    def sentence(self, sentence: Sentence) -> Sentence:
        """A sentence of the body, as served."""
        known = self._sentences.get(sentence.index)
        return replace(sentence, text=known or self.text(sentence.text) or "")


def _texts(reading: Extraction) -> Iterator[str]:
    yield from (reading.title or "", reading.standfirst or "", ", ".join(reading.byline))
    yield from reading.byline
    yield from (text for _where, text in reading.declared_titles)
    yield from (block.text for block in reading.blocks)


def _sentences(served: Extraction, sentences: Sequence[Sentence]) -> Iterator[tuple[int, str]]:
    """Each sentence by its number: as many words of its block as it has in other letters."""
    for block, row in groupby(sentences, key=attrgetter("block")):
        words, parts, start = served.body[block].text.split(), list(row), 0
        if len(words) != sum(part.text.count(" ") + 1 for part in parts):
            continue
        for part in parts:
            end = start + part.text.count(" ") + 1
            yield part.index, " ".join(words[start:end])
            start = end


def as_served(
    diff: Diff, served: tuple[Extraction, Extraction], spelled: tuple[Extraction, Extraction]
) -> Diff:
    """The same comparison in the letters of each side; ``spelled`` are those that were compared.

    What was edited is marked as a whole: none of its letters stayed.
    """
    old, new = (_Side(*each) for each in zip(served, spelled, sides(diff), strict=True))

    def facts(found: Sequence[Fact]) -> tuple[Fact, ...]:
        return tuple(replace(one, old=old.text(one.old), new=new.text(one.new)) for one in found)

    def edit(one: Edit) -> Edit:
        before, after = tuple(map(old.sentence, one.old)), tuple(map(new.sentence, one.new))
        shown = replace(one, old=before, new=after, facts=facts(one.facts))
        stayed = one.kind in {"same", "move"}
        marks = (("=", shown.new_text),) if stayed else _marks(shown.old_text, shown.new_text)
        return replace(shown, words=marks)

    shown = {id(one): edit(one) for one in (*diff.edits, *diff.unchanged)}
    return replace(
        diff,
        fields=tuple(_field(one, old.text, new.text, facts) for one in diff.fields),
        edits=tuple(
            replace(shown[id(one)], explains=one.explains and shown[id(one.explains)])
            for one in diff.edits
        ),
        unchanged=tuple(shown[id(one)] for one in diff.unchanged),
    )


def _field(
    change: FieldChange,
    old: Callable[[str | None], str | None],
    new: Callable[[str | None], str | None],
    facts: Callable[[Sequence[Fact]], tuple[Fact, ...]],
) -> FieldChange:
    if change.field not in _SPELLED:
        return change
    before, after = old(change.old), new(change.new)
    marks = _marks(before or "", after or "") if change.words else ()
    return replace(change, old=before, new=after, words=marks, facts=facts(change.facts))


def _marks(old: str, new: str) -> tuple[tuple[Mark, str], ...]:
    sides: tuple[tuple[Mark, str], ...] = (("-", old), ("+", new))
    return tuple(side for side in sides if side[1])
