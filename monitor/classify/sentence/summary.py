"""One sentence that says what changed, from the facts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.figures.values import shortened_value
from monitor.classify.language.denials import denies
from monitor.classify.language.inner_marks import in_single_quotes, is_quotation
from monitor.classify.language.quotes import quoted_spans
from monitor.classify.notes import turned_correction
from monitor.classify.sentence.clauses import FEW_EDITS, MOST_FACTS, every_fact, fact_clauses
from monitor.classify.sentence.places import places, reworded
from monitor.classify.sentence.speaker import speaker
from monitor.classify.sentence.struck import struck_clauses
from monitor.diff.records import TO_LIVE_PAGE
from storage.records import BlockKind, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.diff.records import Diff, Edit, FieldChange

MOST_CLAUSES = 6
"""Most clauses of a sentence, at least one of them a fact; notes of the editors are extra."""
FEW_WORDS = 5
"""Most replaced words that are shown one by one."""
LONGEST_HEADLINE = 100
LONGEST_SENTENCE = 160
"""Most characters of a sentence that is shown in its own words."""
MOST_QUOTES = 12
"""If more sentences came or went, their speakers are not looked for."""


def summary_of(diff: Diff, language: str) -> str:
    """A sentence such as "Death toll raised from 12 to 21; 2 sentences added." Empty for none.

    ``language`` is that of the article, by which its figures and speakers are recognized.
    """
    clauses: list[str] = []
    every, few = every_fact(diff, language), len(diff.edits) <= FEW_EDITS
    for most in range(MOST_FACTS, 0, -1):
        facts = fact_clauses(every, most, few=few)
        clauses = [*_headline(diff.fields), *_byline(diff.fields), *facts.clauses]
        rest = _rest(diff, facts.told)
        untold = facts.untold - {kind for edit in rest for kind in edit.kinds}
        clauses += [f"{names} changed too" for names in _named(untold)]
        clauses += _sentences(diff, rest, language, told=bool(facts.told))
        if len(clauses) <= MOST_CLAUSES:
            break
    clauses += _beside(diff.fields)[: max(0, MOST_CLAUSES - len(clauses))]
    clauses += [*struck_clauses(diff.fields), *_notes(diff)]
    clauses = _with_their_words(diff, clauses)
    if not clauses:
        clauses = _lighter(diff)
    if [change.field for change in diff.fields if change.weight.rank] == ["title"] and (
        len(clauses) == 1 and clauses[0].startswith("headline changed to")
    ):
        clauses = _whole_headline(diff.fields)
    if not clauses:
        return ""
    text = "; ".join(clauses)
    return text[0].title() + text[1:] + "." * (not text.endswith((".", "…")))


# --- around the text -----------------------------------------------------------------------------
def _headline(fields: Iterable[FieldChange]) -> list[str]:
    return [_prose(change, "headline") for change in fields if change.field == "title"]


def _prose(change: FieldChange, name: str) -> str:
    """What became of a headline, in its own words if they are few."""
    if not change.old or not change.new:
        return f"{name} {'added' if change.new else 'removed'}"
    if change.weight.rank and change.weight.rank < Weight.WORDING.rank:
        return f"{name} changed in punctuation, spelling or capitals only"
    changed = f"{name} changed"
    if name == "headline":
        changed = f"headline changed to “{_title(change.new)}”"
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
    return len(text.split()) <= FEW_WORDS and _has_word(text)


def _has_word(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _whole_headline(fields: Iterable[FieldChange]) -> list[str]:
    """Both headlines, for when there is nothing else to say."""
    return [
        f"headline changed from “{_title(change.old)}” to “{_title(change.new)}”"
        for change in fields
        if change.field == "title"
    ]


def _title(text: str | None) -> str:
    return in_single_quotes(shortened_value(text, LONGEST_HEADLINE))


def _byline(fields: Iterable[FieldChange]) -> list[str]:
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


def _beside(fields: Iterable[FieldChange]) -> list[str]:
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
    hidden = "".join(f" ({names})" for names in _named(set(change.kinds)))
    return told + hidden if told == f"{name} changed" else told


# --- sentences that came and went ----------------------------------------------------------------
def _rest(diff: Diff, told: set[int]) -> list[Edit]:
    """Sentences that say something else, about which nothing was said yet."""
    return [
        edit
        for number, edit in enumerate(diff.edits)
        if number not in told
        and edit.weight is Weight.SUBSTANTIVE
        and edit.note != "correction"
        and edit.kind not in {"add", "delete"}
    ]


def _sentences(diff: Diff, rest: Sequence[Edit], language: str, *, told: bool) -> list[str]:
    clauses: list[str] = []
    added = [edit for edit in diff.edits if edit.kind == "add" and not edit.note]
    deleted = [edit for edit in diff.edits if edit.kind == "delete" and edit.note not in _UNCOUNTED]
    if deleted and not diff.unchanged and not any(edit.new for edit in diff.edits):
        return ["the whole text removed"]
    if added and diff.live:
        clauses.append(_number(len(added), "sentence") + TO_LIVE_PAGE)
    elif added:
        clauses.append(_came(added, "added", language))
    if deleted:
        clauses.append(_came(deleted, "removed", language))
    anew = reworded(rest[0]) if len(rest) == 1 and not (clauses or told) else ""
    if anew:
        clauses.append(anew)
    elif rest:
        counted = _number(len(rest), "other sentence" if clauses or told else "sentence")
        done = "rewritten" if all("rewrite" in edit.kinds for edit in rest) else "edited"
        clauses.append(f"{counted} {done}{_hidden(rest)}")
    return clauses


_UNCOUNTED = frozenset({"promotion", "correction", "update"})
"""Kinds of removed sentences that are named instead of counted."""


def _hidden(edits: Sequence[Edit]) -> str:
    """What follows a count, naming what should not be overlooked."""
    return "".join(f" ({names})" for names in _named({k for edit in edits for k in edit.kinds}))


def _named(kinds: set[str]) -> Iterator[str]:
    """The names of the grave ones of these kinds, if there are any."""
    names = [name for kind, name in _GRAVE.items() if kind in kinds]
    if names:
        yield " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


_GRAVE = {"negation": "a negation", "number": "figures", "name": "names"} | {
    "quote": "quotes",
    "date": "dates",
}


def _notes(diff: Diff) -> list[str]:
    """Whether notes of the editors came or went; never left out for lack of room."""
    turned = {(turned_correction(edit), "correction") for edit in diff.edits}
    found = turned | {(edit.kind, edit.note) for edit in diff.edits}
    return [clause for told, clause in _OF_EDITORS.items() if told in found]


_OF_EDITORS = {
    ("add", "correction"): "correction noted",
    ("add", "update"): "update noted",
    ("delete", "correction"): "note of a correction removed",
    ("delete", "update"): "note of an update removed",
}


def _came(edits: Sequence[Edit], done: str, language: str) -> str:
    """How many sentences came or went, and how many with denials or quotes, with the speaker."""
    rows = [one.block_kind is BlockKind.TABLE for edit in edits for one in (*edit.old, *edit.new)]
    if all(rows):
        return f"{'1 row' if len(rows) == 1 else f'{len(rows)} rows'} of a table {done}"
    texts = [edit.new_text or edit.old_text for edit in edits]
    few = texts if len(texts) <= MOST_QUOTES else []
    quotes = [text for text in few if quoted_spans(text)]
    who = {speaker(text, language) for text in quotes} - {""}
    if len(quotes) != len(texts):
        of = f" of {shortened_value(who.pop())}" if len(quotes) == len(who) == 1 else ""
        told = f", {len(quotes)} with a quote{of}" if quotes else ""
        denied = sum(denies(text, language) for text in few)
        if denied and denied == len(texts):
            return f"{_number(denied, 'sentence')} with a denial {done}{told}"
        told += f", {denied} with a denial" if denied else ""
        return f"{_number(len(texts), 'sentence')} {done}{told}"
    if len(who) == 1:
        return f"{'quote' if len(quotes) == 1 else 'quotes'} of {shortened_value(who.pop())} {done}"
    return f"{_number(len(quotes), 'sentence')} with a quote {done}"


def _with_their_words(diff: Diff, clauses: list[str]) -> list[str]:
    """The clauses with the words of one sentence that came or went, if nothing else is said."""
    heavy = [edit for edit in diff.edits if edit.weight is Weight.SUBSTANTIVE] or diff.edits
    whole = sorted(heavy, key=lambda edit: edit.kind)
    if [edit.kind for edit in whole] not in (["add"], ["delete"], ["add", "delete"]):
        return clauses
    if diff.live or len(clauses) != len(whole) or (whole[1:] and any(one.note for one in whole)):
        return clauses
    told = ("1 sentence", "1 row", "quote of ", *_OF_EDITORS.values())
    if not all(clause.startswith(told) for clause in clauses):
        return clauses  # an added credit is not what became of the headline
    longest = LONGEST_SENTENCE // len(whole)
    pairs = zip(clauses, whole, strict=True)
    return [clause + _in_its_words(edit, longest) for clause, edit in pairs]


def _in_its_words(edit: Edit, longest: int) -> str:
    text = (edit.new_text or edit.old_text).rstrip(" .")
    if edit.note == "promotion" or not _has_word(text) or quoted_spans(text):
        return ""
    return f": “{shortened_value(in_single_quotes(text), longest)}”"


# --- when no fact changed ------------------------------------------------------------------------
def _lighter(diff: Diff) -> list[str]:
    """What there is to say when no fact changed."""
    clauses: list[str] = []
    wording = sum(edit.weight is Weight.WORDING and "wording" in edit.kinds for edit in diff.edits)
    moved = sum(edit.moved for edit in diff.edits)
    if wording:
        clauses.append(_wordings(diff, wording))
    if moved:
        clauses.append(_number(moved, "sentence") + " moved")
    for note, clause in _NOTES:
        done = {edit.kind for edit in diff.edits if edit.note == note}
        if done:
            only = done.pop() if len(done) == 1 else ""
            clauses.append(f"{clause} {_DONE.get(only, 'changed')}")
    told = (*_LIGHT, *_COSMETIC) if not clauses else _LIGHT
    clauses += [clause for kind, clause in told if kind in diff.kinds]
    if clauses in (["typing errors made or corrected"], ["spelling changed"]):
        words = _word_for_word(diff)
        if words:
            clauses = [clauses[0].replace("errors made or corrected", "error") + words]
    names = dict.fromkeys(map(_field, diff.fields))
    heavy = [change for change in diff.fields if change.weight is not Weight.NONE]
    if [change.field for change in heavy] == ["layout"] and not diff.edits:
        return [_field(heavy[0])]
    return clauses or list(names)


def _wordings(diff: Diff, count: int) -> str:
    """How many sentences were reworded; both words if one replaced one, since it may be a name."""
    words = _word_for_word(diff) if count else ""
    return f"wording changed{words or ' in ' + _number(count, 'sentence')}"


def _word_for_word(diff: Diff) -> str:
    """Both words, if the only edit replaces one by one; readers see whether it is a slip."""
    anew = reworded(diff.edits[0]) if len(diff.edits) == 1 else ""
    gone, _became, come = anew.partition("” became “")
    return f": {anew}" if come and " " not in gone and " " not in come else ""


def _field(change: FieldChange) -> str:
    name = _FIELDS.get(change.field, change.field.replace("_", " "))
    if change.field in {"standfirst", "caption", "summary"}:
        return _prose(change, name)
    if change.field == "links":
        return _links(change)
    if change.field == "search_headline":
        return f"{name} changed from “{_title(change.old)}” to “{_title(change.new)}”"
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
    return " and ".join(f"{_number(len(each), 'link')} {done}" for each, done in parts if each)


_FIELDS = {
    "published": "time of publication",
    "modified": "time of modification",
    "layout": "division into paragraphs",
    "search_headline": "headline for search engines and shared links",
}
_NOTES = (
    ("credit", "credits"),
    ("promotion", "promotional line"),
    ("update", "note of an update"),
)
_DONE = {"add": "added", "delete": "removed"}
_LIGHT = (("split", "sentences split"), ("merge", "sentences merged"))
_COSMETIC = (
    ("typo", "typing errors made or corrected"),
    ("spelling", "spelling changed"),
    ("punctuation", "punctuation changed"),
    ("quotes_style", "style of quotation marks changed"),
    ("case", "capital letters changed"),
    ("whitespace", "spacing changed"),
)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
