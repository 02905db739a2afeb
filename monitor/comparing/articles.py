"""Comparing two readings of an article: everything that the outlet changed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.classify.compared.vocabulary import Vocabulary
from monitor.classify.denied_elsewhere import with_denials_elsewhere
from monitor.classify.edits import classify
from monitor.classify.explaining import explained, explicable, notes_added
from monitor.classify.language.lexicon import language_of
from monitor.classify.language.quotes import is_open_after
from monitor.classify.notes import is_credit, is_promotion, note_kind
from monitor.classify.sentence.summary import summary_of
from monitor.classify.updates import heads_entry, tells
from monitor.comparing.align import Group, align
from monitor.comparing.beside import of_credit, of_editors
from monitor.comparing.fields import field_changes, layout_change
from monitor.diff.live import is_live
from monitor.diff.marks import Words, words
from monitor.diff.originals import Originals, as_written, sentences_as_written
from monitor.diff.records import Diff, Edit, Sentence, heaviest, in_order
from monitor.diff.scripts import in_one_script
from monitor.diff.sentences import spaced, split
from monitor.diff.served import as_served
from storage.digest import fold
from storage.records import BlockKind, Weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.records import EditKind, FieldChange
    from storage.records import Extraction

MOST_NOTES = 200
"""Most notes of the editors that are matched with the edit they explain."""
MOST_EDITS = 1_000
"""Most edits that are looked into; any beyond count as rewritten."""
AT_THE_END = 30
"""Sentences at the end of such a page in which notes of the editors are looked for."""
_TELLING = 12
"""The number of blocks from which the language of an article is told."""
_SPLIT_COMES_WITH = {"punctuation", "case"}
"""What every split or merge also changes: a stop for a comma, a capital for a small letter."""


def compare(old: Extraction, new: Extraction) -> Diff:
    """What differs between two readings of one article.

    A pure function of both, and symmetric: compared the other way round, additions are deletions
    and nothing else is different. Never raises, whatever the texts contain. Redacted text is
    left out: that it no longer exists was not the outlet's doing. One in Cyrillic letters is
    compared with one in Latin ones in those, and shown as served.
    """
    if old.redacted is not None or new.redacted is not None:
        return Diff()
    served = old, new
    old, new, script = in_one_script(old, new)
    vocabulary = _LazyVocabulary(old, new)
    old_words, new_words, known = Originals(), Originals(), _Known()
    old_sentences = sentences_of(old, old_words, known)
    new_sentences = sentences_of(new, new_words, known)
    edits, unchanged = list[Edit](), list[Edit]()
    for group in align(old_sentences, new_sentences):
        if not group.old or not group.new:
            fully = len(edits) < MOST_EDITS
            sides = old_sentences, new_sentences
            edits.append(_whole_sentence(group, sides, vocabulary, fully=fully))
            continue
        if _is_same(group, old_sentences, new_sentences):
            one, other = old_sentences[group.old[0]], new_sentences[group.new[0]]
            unchanged.append(Edit("same", (one,), (other,), (("=", one.text),)))
            continue
        edit = _edit(group, old_sentences, new_sentences, vocabulary)
        quoted = (
            _quoted_before(edit, old_sentences),
            _quoted_before(edit, new_sentences, new=True),
        )
        edits.append(_classified(edit, vocabulary, quoted, fully=len(edits) < MOST_EDITS))
    fields = [*script, *field_changes(old, new, vocabulary)]
    if not edits:
        fields += layout_change(old, new)
    edits = _with_explanations(with_denials_elsewhere(edits, vocabulary.language))
    live = is_live(new, edits, unchanged)
    diff = _diff(fields, edits, unchanged, vocabulary.language, live=live)
    old_words.learn_fields(old)
    new_words.learn_fields(new)
    diff = as_written(diff, old_words, new_words)
    return as_served(diff, served, (old, new)) if script else diff


def _with_explanations(edits: list[Edit]) -> list[Edit]:
    """The same edits, with each note of the editors linked to the edit it is about.

    If there are hundreds of notes, only the first ``MOST_NOTES``, since each is compared with each
    edit.
    """
    notes = notes_added(edits)[:MOST_NOTES] if any(edit.note for edit in edits) else []
    told = explicable(edits) if notes else []
    links = {id(note): explained(told, note) for note in notes}
    return [
        replace(edit, explains=links[id(edit)]) if id(edit) in links else edit for edit in edits
    ]


class _Known(dict[str, tuple[tuple[str, ...], tuple[str, ...]]]):
    """The blocks that were split so far: a long page has more of them than a cache keeps."""

    def __missing__(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        self[text] = _sentences(text)
        return self[text]


def sentences_of(
    extraction: Extraction, originals: Originals | None = None, known: _Known | None = None
) -> list[Sentence]:
    """The sentences of the body, folded, numbered from 0, with the numbers of their blocks.

    ``originals`` learns which of them are written differently.
    """
    known = _Known() if known is None else known
    found: list[Sentence] = []
    for block_number, block in enumerate(extraction.body):
        texts, shown = known[block.text]
        if originals is not None and texts is not shown:
            originals.sentences.update(enumerate(shown, len(found)))
        for text in texts:
            found.append(Sentence(len(found), block_number, text, block.kind))
    return found


@lru_cache(maxsize=2048)
def _sentences(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences of a block as compared and as written; cached, as most blocks are in both."""
    folded = fold(text)
    sentences = tuple(split(folded))
    if text == folded or text.isascii():
        return sentences, sentences
    return sentences, sentences_as_written(spaced(text), sentences)


class _LazyVocabulary:
    """Learns the article's words when the first edit needs them."""

    def __init__(self, old: Extraction, new: Extraction) -> None:
        self._old, self._new = old, new
        self._made: Vocabulary | None = None

    def __call__(self) -> Vocabulary:
        if self._made is None:
            old, new = self._old, self._new
            self._made = Vocabulary.of(_texts(old), _texts(new), new.language or old.language)
        return self._made

    @property
    def language(self) -> str:
        """The language of the article, without learning its words."""
        if self._made is not None:
            return self._made.language
        blocks = (self._new.blocks or self._old.blocks)[:_TELLING]
        declared = self._new.language or self._old.language
        return language_of(" ".join(block.text for block in blocks), declared)


def _texts(extraction: Extraction) -> list[str]:
    texts = [block.text for block in extraction.blocks] + [extraction.standfirst or ""]
    return [text if text.isascii() else fold(text) for text in texts]


# --- edits ---------------------------------------------------------------------------------------
def _edit(
    group: Group, old: Sequence[Sentence], new: Sequence[Sentence], vocabulary: _LazyVocabulary
) -> Edit:
    olds = tuple(old[i] for i in group.old)
    news = tuple(new[j] for j in group.new)
    old_text = " ".join(sentence.text for sentence in olds)
    new_text = " ".join(sentence.text for sentence in news)
    kind = _kind(group, equal=old_text == new_text)
    marks = words(old_text, new_text, lambda word: vocabulary().is_only_a_name(word))
    return Edit(kind, olds, news, marks, moved=group.moved)


def _is_same(group: Group, old: Sequence[Sentence], new: Sequence[Sentence]) -> bool:
    """Whether it is one sentence, unchanged and in its place."""
    one, other = group.old, group.new
    return (
        not group.moved and len(one) == len(other) == 1 and old[one[0]].text == new[other[0]].text
    )


def _kind(group: Group, *, equal: bool) -> EditKind:
    if len(group.new) != len(group.old):
        return "split" if len(group.new) > len(group.old) else "merge"
    return "move" if equal and len(group.old) == 1 else "edit"


def _quoted_before(edit: Edit, sentences: Sequence[Sentence], *, new: bool = False) -> bool:
    """Whether a quotation is open where the edit begins, in its block."""
    side = edit.new if new else edit.old
    if edit.kind == "move":
        return False
    start = end = side[0].index
    while start and sentences[start - 1].block == side[0].block:
        start -= 1
    return is_open_after([sentence.text for sentence in sentences[start:end]])


def _classified(
    edit: Edit, vocabulary: _LazyVocabulary, quoted: tuple[bool, bool], *, fully: bool
) -> Edit:
    """The same edit with its kinds, its weight, its facts and whether it is a note."""
    if edit.old_text == edit.new_text and edit.kind in {"move", "edit"}:
        # Otherwise two sentences of two paragraphs are divided at another place now.
        moved = edit.kind == "move"
        kind, weight = ("move", Weight.WORDING) if moved else ("whitespace", Weight.COSMETIC)
        return replace(edit, kinds=(kind,), weight=weight)
    if not fully:
        return replace(edit, kinds=("rewrite",), weight=Weight.SUBSTANTIVE)
    notes = {note_kind(edit.old_text), note_kind(edit.new_text)}
    if notes == {"update"} and not any(
        heads_entry(one, vocabulary.language) or tells(one.text, vocabulary.language)
        for one in (*edit.old, *edit.new)
    ):
        return replace(edit, kinds=("wording",), weight=Weight.COSMETIC, note="update")
    if is_promotion(edit.old_text) and is_promotion(edit.new_text):
        return replace(edit, kinds=("wording",), weight=Weight.COSMETIC, note="promotion")
    verdict = classify(edit.old_text, edit.new_text, vocabulary(), quoted)
    if notes == {"correction", "update"}:
        return of_editors(edit, verdict)
    if is_credit(edit.old_text) and is_credit(edit.new_text):
        return of_credit(edit, verdict)
    kinds = set(verdict.kinds)
    if edit.kind in {"split", "merge"}:
        kinds = (kinds - _SPLIT_COMES_WITH) | {edit.kind}
    if edit.moved:
        kinds.add("move")
    weight = verdict.weight
    torn = edit.kind in {"split", "merge"} and set(verdict.kinds) != {"whitespace"}
    if edit.moved or torn:
        weight = heaviest([weight, Weight.WORDING])
    return replace(edit, kinds=in_order(kinds), weight=weight, facts=tuple(verdict.facts))


def _whole_sentence(
    group: Group,
    sides: tuple[Sequence[Sentence], Sequence[Sentence]],
    vocabulary: _LazyVocabulary,
    *,
    fully: bool,
) -> Edit:
    """A sentence that came or went, with what it is and its weight.

    If not ``fully``, notes are looked for only at the end of the text, where they usually are.
    """
    kind: EditKind = "delete" if group.old else "add"
    side = sides[0 if group.old else 1]
    sentence = side[(group.old or group.new)[0]]
    note, weight = "", Weight.SUBSTANTIVE
    if fully or len(side) - sentence.index <= AT_THE_END:
        note, weight = _what_it_is(sentence, vocabulary)
    marks: Words = (("-" if group.old else "+", sentence.text),)
    olds, news = ((sentence,), ()) if group.old else ((), (sentence,))
    return Edit(kind, olds, news, marks, kinds=(kind,), weight=weight, note=note)


def _what_it_is(sentence: Sentence, vocabulary: _LazyVocabulary) -> tuple[str, Weight]:
    """A note of the editors, a promotion, or a part of the story; with its weight."""
    note = note_kind(sentence.text)
    if note == "update" and heads_entry(sentence, vocabulary.language):
        return "", Weight.SUBSTANTIVE
    if sentence.block_kind is BlockKind.CORRECTION:
        note = note or "correction"
    if note:
        light = note == "update" and not tells(sentence.text, vocabulary.language)
        return note, Weight.COSMETIC if light else Weight.SUBSTANTIVE
    if is_promotion(sentence.text):
        return "promotion", Weight.COSMETIC
    if is_credit(sentence.text):
        return "credit", Weight.COSMETIC
    wordless = not any(map(str.isalnum, sentence.text))
    return "", Weight.COSMETIC if wordless else Weight.SUBSTANTIVE


def _diff(
    fields: Sequence[FieldChange],
    edits: Sequence[Edit],
    unchanged: Sequence[Edit],
    language: str,
    *,
    live: bool,
) -> Diff:
    weights = [change.weight for change in fields] + [edit.weight for edit in edits]
    kinds = {kind for change in fields if change.weight.rank for kind in change.kinds}
    kinds |= {kind for edit in edits for kind in edit.kinds}
    diff = Diff(
        fields=tuple(fields),
        edits=tuple(edits),
        unchanged=tuple(unchanged),
        weight=heaviest(weights),
        kinds=in_order(kinds),
        live=live,
    )
    return replace(diff, summary=summary_of(diff, language))
