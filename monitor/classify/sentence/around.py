"""The clauses of a summary about what is around the text: headline, byline, captions, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.figures.values import shortened_value
from monitor.classify.language.endings import common_start
from monitor.classify.language.inner_marks import in_single_quotes, is_quotation
from monitor.classify.sentence.places import places
from monitor.diff.scripts import SCRIPT
from storage.records import Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.diff.records import FieldChange

FEW_WORDS = 5
"""Most replaced words that are shown one by one."""
LONGEST_HEADLINE = 100
LETTERS_BEFORE = 25
"""How many letters before the first difference are told, of texts that begin alike."""


def script_clauses(fields: Iterable[FieldChange], *, besides: bool = False) -> list[str]:
    """That the whole text is in other letters, before what changed ``besides``."""
    return [
        f"text changed from {change.old} to {change.new} letters"
        + ", and is quoted here in Latin ones" * besides
        for change in fields
        if change.field == SCRIPT
    ]


def headline_clauses(fields: Iterable[FieldChange]) -> list[str]:
    """What became of the headline."""
    return [_prose(change, "headline") for change in fields if change.field == "title"]


def _prose(change: FieldChange, name: str) -> str:
    """What became of a headline, in its own words if they are few."""
    if not change.old or not change.new:
        return f"{name} {'added' if change.new else 'removed'}"
    if change.weight.rank and change.weight.rank < Weight.WORDING.rank:
        return f"{name} changed in punctuation, spelling or capitals only"
    changed = f"{name} changed"
    if name == "headline":
        changed = f"headline changed to “{_titles(change)[1]}”"
    found = [[text.strip(" ,;:–—") for text in place] for place in places(change.words)]
    found = [place for place in found if any(place)]
    if len(found) != 1 or any(not _is_short(text) for text in found[0] if text):
        return changed
    gone, come = (in_single_quotes(text) for text in found[0])
    quoted = is_quotation(gone), is_quotation(come)
    gone, come = (
        text[1:-1] if is_one else text for text, is_one in zip((gone, come), quoted, strict=True)
    )
    was, now = ("quoted " * one for one in quoted)
    if all(quoted):
        return f"“{gone}” became “{come}” in a quote in the {name}"
    if gone and come:
        return f"{was}“{gone}” became {now}“{come}” in the {name}"
    return (
        f"{was}“{gone}” removed from the {name}" if gone else f"{now}“{come}” added to the {name}"
    )


def _is_short(text: str) -> bool:
    return len(text.split()) <= FEW_WORDS and has_word(text)


def has_word(text: str) -> bool:
    """Whether it is more than marks."""
    return any(letter.isalnum() for letter in text)


def whole_headline(fields: Iterable[FieldChange]) -> list[str]:
    """Both headlines, for when there is nothing else to say."""
    return [
        "headline changed from “{}” to “{}”".format(*_titles(change))
        for change in fields
        if change.field == "title"
    ]


def _title(text: str | None) -> str:
    return in_single_quotes(shortened_value(text, LONGEST_HEADLINE))


def _titles(change: FieldChange) -> tuple[str, str]:
    """The old and the new one; if both would be cut before they differ, from shortly before that.

    A headline of three hundred letters was told as changed *from* its first hundred *to* the same.
    """
    old, new = change.old or "", change.new or ""
    before = common_start(old, new) - LETTERS_BEFORE
    if _title(old) == _title(new) and before > 0:
        start = old.rfind(" ", 0, before) + 1
        return "…" + _title(old[start:]), "…" + _title(new[start:])
    return _title(old), _title(new)


def byline_clauses(fields: Iterable[FieldChange]) -> list[str]:
    """The names that came and went; both lines if nobody stayed."""
    clauses: list[str] = []
    for change in fields:
        if change.field != "byline" or not change.weight.rank:
            continue
        old, new = ((value or "").split(", ") for value in (change.old, change.new))
        gone = [name for name in old if name and name not in new]
        come = [name for name in new if name and name not in old]
        longer = len(gone) == len(come) == 1 and (gone[0] in come[0] or come[0] in gone[0])
        if longer or (gone and come and len(gone) == len(old)):
            told = f"changed from {_names(gone)} to {_names(come)}"
        else:
            parts = ((come, "added"), (gone, "removed"))
            told = " and ".join(f"{_names(names)} {done}" for names, done in parts if names)
        changed = f"byline {told}" if told.startswith("changed") else f"byline: {told}"
        clauses.append(changed if told else "order of the byline changed")
    return clauses


def _names(names: Sequence[str]) -> str:
    return shortened_value(" and ".join(filter(None, [", ".join(names[:-1]), names[-1]])))


def beside_clauses(fields: Iterable[FieldChange]) -> list[str]:
    """The standfirst and the captions, if they say something else."""
    heavy = [
        change
        for change in fields
        if change.field in {"standfirst", "caption"} and change.weight is Weight.SUBSTANTIVE
    ]
    captions = [change for change in heavy if change.field == "caption"]
    gone = [change.old for change in captions if not change.new]
    come = [change.new for change in captions if not change.old]
    clauses: list[str] = []
    if len(gone) == len(come) == 1:  # one replaces the other, in different words
        heavy = [
            change for change in heavy if change.field != "caption" or (change.old and change.new)
        ]
        clauses = [f"caption changed from “{_title(gone[0])}” to “{_title(come[0])}”"]
    return [*dict.fromkeys(_prose_beside(change, change.field) for change in heavy), *clauses]


def _prose_beside(change: FieldChange, name: str) -> str:
    """What became of it, and which grave changes are hidden if its words are too many."""
    told = _prose(change, name)
    hidden = "".join(f" ({names})" for names in grave_names(set(change.kinds)))
    return told + hidden if told == f"{name} changed" else told


def field_clause(change: FieldChange) -> str:
    """What became of any field, for when there is nothing heavier to say."""
    name = _FIELDS.get(change.field, change.field.replace("_", " "))
    if change.field in {"standfirst", "caption", "summary"}:
        return _prose(change, name)
    if change.field == "links":
        return _links(change)
    if change.field == SCRIPT:
        return script_clauses([change])[0]
    if change.field == "search_headline":
        return "{} changed from “{}” to “{}”".format(name, *_titles(change))
    if change.field in _FIELDS and change.old and change.new and change.field != "layout":
        return f"{name} changed from {change.old} to {change.new}"
    return f"{name} changed"


def _links(change: FieldChange) -> str:
    """Where a single link leads and led; several are counted."""
    gone, come = ((value or "").split("\n") if value else [] for value in (change.old, change.new))
    if len(gone) == len(come) == 1:
        return f"a link now leads to {come[0]} instead of {gone[0]}"
    if len(gone) + len(come) == 1:
        return f"link to {come[0]} added" if come else f"link to {gone[0]} removed"
    if sorted(gone) == sorted(come):
        return "links changed places"
    parts = ((come, "added"), (gone, "removed"))
    return " and ".join(f"{number_of(len(each), 'link')} {done}" for each, done in parts if each)


_FIELDS = {
    "published": "time of publication",
    "modified": "time of modification",
    "layout": "division into paragraphs",
    "search_headline": "headline for search engines and shared links",
}


def grave_names(kinds: set[str]) -> Iterator[str]:
    """The names of the grave ones of these kinds, if there are any."""
    names = [name for kind, name in _GRAVE.items() if kind in kinds]
    if names:
        yield " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


_GRAVE = {"negation": "a negation", "number": "figures", "name": "names"} | {
    "quote": "quotes",
    "date": "dates",
}


def number_of(count: int, noun: str) -> str:
    """*1 sentence*, *2 sentences*."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
