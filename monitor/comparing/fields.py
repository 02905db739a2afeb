"""Comparing what is around the body: headline, standfirst, byline, times, links, captions.

Weights: a changed headline is substantive unless only its typography changed; so is a byline
with other names; standfirst, captions and summaries weigh what their words weigh. A link of the
body that leads elsewhere counts as wording. Times, the picture, other links, headlines for
machines and others weigh nothing: they are shown, but alone make no revision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.classify.edits import classify
from monitor.comparing.align import align
from monitor.diff.declared import declared_changes
from monitor.diff.marks import words
from monitor.diff.pictures import same_picture
from monitor.diff.records import FieldChange, Sentence, in_order
from monitor.diff.struck import struck_changes
from storage.database.times import same
from storage.digest import fold
from storage.records import BlockKind, Weight

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.classify.compared.vocabulary import Vocabulary
    from storage.records import Extraction

    GetVocabulary = Callable[[], Vocabulary]

_PLAIN = (
    *(("published", ("date",)), ("modified", ("date",)), ("section", ()), ("language", ())),
    *(("canonical_url", ()), ("picture", ()), ("access", ()), ("page_type", ())),
)
_BESIDE = ((BlockKind.CAPTION, "caption"), (BlockKind.SUMMARY, "summary"), (BlockKind.CODE, "code"))


def field_changes(old: Extraction, new: Extraction, vocabulary: GetVocabulary) -> list[FieldChange]:
    """Every field that differs, headline first."""
    changes = [
        *_headline(old.title, new.title, vocabulary),
        *_prose("standfirst", old.standfirst, new.standfirst, vocabulary),
        *_byline(old.byline, new.byline),
        *(FieldChange("search_headline", *one[1:]) for one in declared_changes(old, new)),
    ]
    for name, kinds in _PLAIN:
        one, other = getattr(old, name), getattr(new, name)
        if (one or None) != (other or None) and not _is_same(name, one, other):
            changes.append(FieldChange(name, _text(one), _text(other), kinds))
    changes += [*_links(old, new), *struck_changes(old, new)]
    for kind, name in _BESIDE:
        changes += _beside(name, kind, old, new, vocabulary)
    return changes


def _is_same(name: str, one: str | None, other: str | None) -> bool:
    """Whether it is one time in another zone, or one picture from another host or in other size."""
    if name == "picture":
        return bool(one and other) and same_picture(str(one), str(other))
    return name in {"published", "modified"} and same(one, other)


def layout_change(old: Extraction, new: Extraction) -> list[FieldChange]:
    """The same sentences in other blocks, or headings of other ranks.

    For example paragraphs joined, a heading made a paragraph, a section made part of another.
    """
    one, other = _shape(old), _shape(new)
    if one == other:
        return _outline(old, new)
    return [FieldChange("layout", _counted(one), _counted(other), ("whitespace",), Weight.COSMETIC)]


def _outline(old: Extraction, new: Extraction) -> list[FieldChange]:
    if old.outline == new.outline:
        return []
    one, other = (f"headings of rank {_ranks(each)}" for each in (old, new))
    return [FieldChange("layout", one, other, ("whitespace",), Weight.COSMETIC)]


def _ranks(reading: Extraction) -> str:
    return " ".join(map(str, reading.outline)) or "1"


def _shape(extraction: Extraction) -> list[tuple[str, str]]:
    shape = [(block.kind.value, fold(block.text)) for block in extraction.body]
    return [part for part in shape if part[1]]


def _counted(shape: list[tuple[str, str]]) -> str:
    counts: dict[str, int] = {}
    for kind, _text in shape:
        counts[kind] = counts.get(kind, 0) + 1
    parts = (f"{n} {kind.replace('_', ' ')}{'s'[: n != 1]}" for kind, n in counts.items())
    return ", ".join(parts)


def _text(value: object) -> str | None:
    return str(value) if value else None


def _headline(old: str | None, new: str | None, vocabulary: GetVocabulary) -> list[FieldChange]:
    """Compare headlines, which are never noise: any change of words is substantive."""
    return [
        replace(
            change,
            kinds=in_order({"headline", *change.kinds} - {"add", "delete"}),
            weight=Weight.SUBSTANTIVE if change.weight is Weight.WORDING else change.weight,
        )
        for change in _prose("title", old, new, vocabulary)
    ]


def _prose(
    name: str, old: str | None, new: str | None, vocabulary: GetVocabulary
) -> list[FieldChange]:
    one, other = fold(old or ""), fold(new or "")
    if one == other:
        return []
    marks = words(one, other, lambda word: vocabulary().is_only_a_name(word))
    if not one or not other:
        kind = "add" if other else "delete"
        return [FieldChange(name, one or None, other or None, (kind,), Weight.SUBSTANTIVE, marks)]
    verdict = classify(one, other, vocabulary())
    return [
        FieldChange(name, one, other, verdict.ordered, verdict.weight, marks, tuple(verdict.facts))
    ]


def _byline(old: tuple[str, ...], new: tuple[str, ...]) -> list[FieldChange]:
    one, other = [fold(name) for name in old], [fold(name) for name in new]
    if one == other:
        return []
    same = sorted(map(str.casefold, one)) == sorted(map(str.casefold, other))
    weight = Weight.COSMETIC if same else Weight.SUBSTANTIVE
    joined = (", ".join(one) or None, ", ".join(other) or None)
    return [FieldChange("byline", *joined, ("byline",), weight)]


def _links(old: Extraction, new: Extraction) -> list[FieldChange]:
    """Only the links that went and those that came, one per line."""
    elsewhere = old.targets != new.targets
    weight = Weight.WORDING if elsewhere else Weight.NONE
    before, after = dict.fromkeys(old.links), dict.fromkeys(new.links)
    gone = [link for link in before if link not in after]
    come = [link for link in after if link not in before]
    if elsewhere and not gone and not come:
        # Mail addresses, and links that only moved.
        gone, come = list(old.targets), list(new.targets)
        if set(gone) != set(come):
            gone, come = _apart(gone, come), _apart(come, gone)
    if not gone and not come:
        return []
    told = ("\n".join(gone) or None, "\n".join(come) or None)
    return [FieldChange("links", *told, ("link",), weight)]


def _apart(links: list[str], others: list[str]) -> list[str]:
    return [link for link in links if link not in others]


def _beside(
    name: str, kind: BlockKind, old: Extraction, new: Extraction, vocabulary: GetVocabulary
) -> list[FieldChange]:
    """Compare blocks outside the body: paired like sentences, each pair a field of its own."""
    olds, news = _blocks(old, kind), _blocks(new, kind)
    if [sentence.text for sentence in olds] == [sentence.text for sentence in news]:
        return []
    changes: list[FieldChange] = []
    for group in align(olds, news):
        one = " ".join(olds[i].text for i in group.old)
        other = " ".join(news[j].text for j in group.new)
        changes += _prose(name, one, other, vocabulary)
    if kind is BlockKind.CAPTION:
        changes = [replace(one, kinds=in_order({*one.kinds, "caption"})) for one in changes]
    if not changes:
        changes.append(
            FieldChange(name, "in another order", "in another order", ("move",), Weight.COSMETIC)
        )
    return changes


def _blocks(extraction: Extraction, kind: BlockKind) -> list[Sentence]:
    texts = [fold(block.text) for block in extraction.blocks if block.kind is kind]
    return [Sentence(n, n, text, kind) for n, text in enumerate(filter(None, texts))]
