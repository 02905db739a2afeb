"""Showing words in a diff as the outlet wrote them, although they were compared folded.

Folding removes characters that are invisible in most texts but belong to the spelling of others:
the non-joiners of Persian, the joiners of emoji. So texts are compared folded and shown as
written. If the two spellings of a word that stayed differ only in what folding removes, the
fuller one is shown on both sides.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import regex

from monitor.diff.records import Edit, Sentence
from monitor.diff.tokens import tokens
from storage.composed import composed
from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from monitor.diff.records import Diff, Fact, FieldChange, Mark
    from storage.records import Extraction

    Words = tuple[tuple[Mark, str], ...]

PROSE = frozenset({"title", "standfirst", "byline", "caption", "summary", "code"})
"""Fields that are compared folded; times, addresses and others are shown as they are."""
_BESIDE = frozenset({BlockKind.CAPTION, BlockKind.SUMMARY, BlockKind.CODE})
MOST_KNOWN = 1_000
"""Edits whose words are remembered for facts and the summary; later ones are not looked into."""
_HANGUL = "\u1100-\u11ff\uac00-\ud7a3"
_UNIT = regex.compile(
    rf"\p{{Default_Ignorable_Code_Point}}*(?:[{_HANGUL}]+|.)"
    r"[\p{M}\p{Default_Ignorable_Code_Point}]*|\p{Default_Ignorable_Code_Point}+",
    regex.DOTALL,
)
"""A letter with its marks: Unicode composition never crosses the border between two of these."""
_UNSEEN = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_HINTS = regex.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Hints for line breaks and direction, which a fact or a summary does not need."""


def written(text: str, folded: str) -> str:
    """A text as it was written, with each word at the place of the folded one.

    Words are separated by single spaces. ``folded`` itself if nothing else differs.
    """
    if text.isascii() or text == folded or not folded:
        return folded
    words, compared = text.split(), folded.split(" ")
    if words == compared:
        return folded
    if _UNSEEN.sub("", text).split() == compared and len(words) == len(compared):
        return " ".join(words)
    if len(words) != len(compared):
        words = _without_empty(words)
    return " ".join(
        original if original == word or _places_of(word, original) else word
        for original, word in zip(words, compared, strict=True)
    )


def _without_empty(words: Iterable[str]) -> list[str]:
    """Join an invisible word to the one before it; those at the beginning to the next one."""
    kept: list[str] = []
    lead = ""
    for word in words:
        if fold(word):
            kept.append(lead + word)
            lead = ""
        elif kept:
            kept[-1] += word
        else:
            lead += word
    return kept


class Originals:
    """What on one side is written differently from how it is compared; false if nothing is.

    ``sentences`` are by number in the body, ``fields`` by name and folded text.
    """

    def __init__(self) -> None:
        self.sentences: dict[int, str] = {}
        self.fields: dict[tuple[str, str], str] = {}

    def __bool__(self) -> bool:
        return bool(self.sentences or self.fields)

    def learn_fields(self, extraction: Extraction) -> None:
        """Learn how the fields that are compared folded are written."""
        self._learn_field("title", extraction.title)
        self._learn_field("standfirst", extraction.standfirst)
        self._learn_field("byline", *extraction.byline)
        for block in extraction.blocks:
            if block.kind in _BESIDE:
                self._learn_field(block.kind.value, block.text)

    def _learn_field(self, name: str, *texts: str | None) -> None:
        """Learn one field; several texts are shown with commas between them."""
        folded = [fold(text or "") for text in texts]
        shown = [written(text or "", short) for text, short in zip(texts, folded, strict=True)]
        if shown != folded:
            self.fields[name, ", ".join(folded)] = ", ".join(shown)

    def of(self, sentences: Sequence[Sentence]) -> str:
        """These sentences as written, joined by single spaces."""
        return " ".join(self.sentences.get(one.index, one.text) for one in sentences)


def sentences_as_written(block: str, sentences: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences of a folded block as they were written in it."""
    folded = " ".join(sentences)
    shown = written(block, folded)
    return sentences if shown is folded else tuple(_cut(shown, sentences))


def _cut(shown: str, sentences: Sequence[str]) -> Iterator[str]:
    """Cut a text into sentences with as many words as the folded ones."""
    if len(sentences) == 1:
        yield shown
        return
    words, start = shown.split(" "), 0
    for sentence in sentences:
        end = start + sentence.count(" ") + 1
        yield " ".join(words[start:end])
        start = end


def as_written(diff: Diff, old: Originals, new: Originals) -> Diff:
    """The same diff, spelled as the outlet wrote it."""
    if not old and not new:
        return diff
    spell = _speller(_known_words(diff, old, new))
    shown = {id(edit): _edit(edit, old, new, spell) for edit in (*diff.edits, *diff.unchanged)}
    edits = [shown[id(edit)] for edit in diff.edits]
    return replace(
        diff,
        fields=tuple(_field(change, old, new, spell) for change in diff.fields),
        edits=tuple(
            edit if edit.explains is None else replace(edit, explains=shown[id(edit.explains)])
            for edit in edits
        ),
        unchanged=tuple(shown[id(edit)] for edit in diff.unchanged),
        summary=spell(diff.summary),
    )


def _known_words(diff: Diff, *sides: Originals) -> dict[str, str]:
    """How the words that facts and the summary may be made of are written."""
    texts = [(key, text) for side in sides for (_name, key), text in side.fields.items()]
    texts += [
        (one.text, side.sentences[one.index])
        for edit in diff.edits[:MOST_KNOWN]
        for side, sentences in zip(sides, (edit.old, edit.new), strict=True)
        for one in sentences
        if one.index in side.sentences
    ]
    words: dict[str, str] = {}
    for folded, shown in texts:
        for word, original in zip(folded.split(" "), shown.split(" "), strict=True):
            if word != original and words.get(word) != original:
                words[word] = _fuller(original, words.get(word, ""))
    return words


def _edit(edit: Edit, old: Originals, new: Originals, spell: Callable[[str], str]) -> Edit:
    if not any(one.index in old.sentences for one in edit.old) and not any(
        one.index in new.sentences for one in edit.new
    ):
        return edit
    before, after = old.of(edit.old), new.of(edit.new)
    if edit.kind == "same" and before == after:
        sides = _sentences(edit.old, before), _sentences(edit.new, after)
        return Edit("same", *sides, (("=", after),))
    marks = _marks(edit.words, _Spelled(edit.old_text, before), _Spelled(edit.new_text, after))
    return replace(
        edit,
        words=marks,
        old=_sentences(edit.old, _side(marks, "-")),
        new=_sentences(edit.new, _side(marks, "+")),
        facts=_facts(edit.facts, spell),
    )


def _side(marks: Words, sign: str) -> str:
    return "".join(text for mark, text in marks if mark in {"=", sign})


def _sentences(sentences: Sequence[Sentence], shown: str) -> tuple[Sentence, ...]:
    texts = _cut(shown, [one.text for one in sentences])
    return tuple(
        Sentence(one.index, one.block, text, one.block_kind)
        for one, text in zip(sentences, texts, strict=True)
    )


def _field(
    change: FieldChange, old: Originals, new: Originals, spell: Callable[[str], str]
) -> FieldChange:
    """Spell a field as written; blocks that were joined are spelled word by word."""
    if change.field not in PROSE:
        return change
    one, other = change.old or "", change.new or ""
    before = old.fields.get((change.field, one)) or spell(one)
    after = new.fields.get((change.field, other)) or spell(other)
    if change.words:
        marks = _marks(change.words, _Spelled(one, before), _Spelled(other, after))
        change = replace(change, words=marks, facts=_facts(change.facts, spell))
        before, after = _side(marks, "-"), _side(marks, "+")
    return replace(change, old=before or None, new=after or None)


def _facts(facts: Iterable[Fact], spell: Callable[[str], str]) -> tuple[Fact, ...]:
    return tuple(
        replace(fact, old=fact.old and spell(fact.old), new=fact.new and spell(fact.new))
        for fact in facts
    )


# --- words ---------------------------------------------------------------------------------------
class _Spelled:
    """A folded text and the same text as written: maps pieces of the one to the other."""

    def __init__(self, folded: str, shown: str) -> None:
        self._folded, self._shown = folded, shown

    def piece(self, start: int, end: int) -> str:
        """What was written for ``folded[start:end]``."""
        if start == 0 and end == len(self._folded):
            return self._shown
        return self._shown[self._place(start) : self._place(end)]

    def _place(self, at: int) -> int:
        """Where the original of the folded letter ``at`` begins."""
        number = bisect_right(self._starts[0], at) - 1
        folded, shown = self._starts[0][number], self._starts[1][number]
        if at == folded:
            return shown
        word, original = self._words[0][number], self._words[1][number]
        if word == original:
            return shown + at - folded
        places = _places_of(word, original)
        return shown + places[at - folded] if places else shown

    @cached_property
    def _words(self) -> tuple[list[str], list[str]]:
        return self._folded.split(" "), self._shown.split(" ")

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Where each word begins, in the folded and in the written text."""
        folded, shown = (
            list(accumulate((len(word) + 1 for word in words), initial=0)) for words in self._words
        )
        return folded, shown


@lru_cache(maxsize=10_000)
def _places_of(word: str, original: str) -> tuple[int, ...]:
    """Where each letter of a folded word begins in its original, and where the last one ends.

    Empty if its letters cannot be matched.

    Invisible characters go with the letter before them, at the beginning with the next one.
    """
    places: list[int] = []
    letters = ""
    for unit in _UNIT.finditer(original):
        folded = fold(unit[0])
        seen = [place for place, letter in enumerate(unit[0], unit.start()) if fold(letter)]
        # If letters were composed, they all begin where the first one does.
        places += seen if len(seen) == len(folded) else [unit.start()] * len(folded)
        letters += folded
    return (0, *places[1:], len(original)) if letters == word else ()


def _marks(marks: Words, old: _Spelled, new: _Spelled) -> Words:
    """The same marks over the words as written; over the folded ones if a sign was split."""
    i = j = 0
    found: list[tuple[Mark, str]] = []
    for mark, text in marks:
        before = after = ""
        if mark != "+":
            before, i = old.piece(i, i + len(text)), i + len(text)
        if mark != "-":
            after, j = new.piece(j, j + len(text)), j + len(text)
        piece = _fuller(before, after)
        if fold(piece) != text.strip():
            return marks
        found.append((mark, piece))
    return tuple(found)


def _fuller(one: str, other: str) -> str:
    """Choose the longer spelling, word by word."""
    if not one or not other or one == other:
        return one or other
    return " ".join(
        max(pair, key=lambda word: (len(word), word))
        for pair in zip(one.split(" "), other.split(" "), strict=True)
    )


def _speller(words: dict[str, str]) -> Callable[[str], str]:
    """Spells a folded text of unknown place as its words are written elsewhere.

    The result is composed, without hints for line breaks or direction.
    """
    known: dict[str, str] = {}
    for word, original in words.items():
        spelled = _Spelled(word, original)
        for token in tokens(word):
            piece = composed(spelled.piece(token.start, token.end))
            piece = _HINTS.sub("", piece)
            if piece != token.text and fold(piece) == token.text:  # else it has part of a neighbour
                known[token.text] = _fuller(piece, known.get(token.text, ""))

    def spell(text: str) -> str:
        if not known:
            return text
        shown, end = [], 0
        for token in tokens(text):
            shown += [text[end : token.start], known.get(token.text, token.text)]
            end = token.end
        return "".join([*shown, text[end:]])

    return spell
