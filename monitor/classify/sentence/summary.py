"""One sentence that says what changed, from the facts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.figures.values import shortened_value
from monitor.classify.language.denials import denies
from monitor.classify.language.inner_marks import in_single_quotes
from monitor.classify.language.quotes import quoted_spans
from monitor.classify.notes import turned_correction
from monitor.classify.sentence.around import (
    beside_clauses,
    byline_clauses,
    field_clause,
    grave_names,
    has_word,
    headline_clauses,
    number_of,
    script_clauses,
    whole_headline,
)
from monitor.classify.sentence.clauses import FEW_EDITS, MOST_FACTS, every_fact, fact_clauses
from monitor.classify.sentence.once import told_of_all_places
from monitor.classify.sentence.places import reworded
from monitor.classify.sentence.speaker import speaker
from monitor.classify.sentence.struck import struck_clauses
from monitor.diff.records import TO_LIVE_PAGE
from monitor.diff.scripts import SCRIPT
from storage.records import BlockKind, Weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.records import Diff, Edit

MOST_CLAUSES = 6
"""Most clauses of a sentence, at least one of them a fact; notes of the editors are extra."""
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
        clauses = [*headline_clauses(diff.fields), *byline_clauses(diff.fields), *facts.clauses]
        rest = _rest(diff, facts.told)
        untold = facts.untold - {kind for edit in rest for kind in edit.kinds}
        clauses += [f"{names} changed too" for names in grave_names(untold)]
        clauses += _sentences(diff, rest, language, told=bool(facts.told))
        if len(clauses) <= MOST_CLAUSES:
            break
    clauses += beside_clauses(diff.fields)[: max(0, MOST_CLAUSES - len(clauses))]
    clauses += [*struck_clauses(diff.fields), *_notes(diff)]
    clauses = told_of_all_places(_with_their_words(diff, clauses), diff.fields, language)
    if not clauses:
        clauses = _lighter(diff)
    if [change.field for change in diff.fields if change.weight.rank] == ["title"] and (
        len(clauses) == 1 and clauses[0].startswith("headline changed to")
    ):
        clauses = whole_headline(diff.fields)
    script = script_clauses(diff.fields, besides=clauses[:1] != script_clauses(diff.fields))
    clauses = list(dict.fromkeys([*script, *clauses]))
    if not clauses:
        return ""
    text = "; ".join(clauses)
    return text[0].title() + text[1:] + "." * (not text.endswith((".", "…")))


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
        clauses.append(number_of(len(added), "sentence") + TO_LIVE_PAGE)
    elif added:
        clauses.append(_came(added, "added", language))
    if deleted:
        clauses.append(_came(deleted, "removed", language))
    anew = reworded(rest[0]) if len(rest) == 1 and not (clauses or told) else ""
    if anew:
        clauses.append(anew)
    elif rest:
        counted = number_of(len(rest), "other sentence" if clauses or told else "sentence")
        done = "rewritten" if all("rewrite" in edit.kinds for edit in rest) else "edited"
        clauses.append(f"{counted} {done}{_hidden(rest)}")
    return clauses


_UNCOUNTED = frozenset({"promotion", "correction", "update"})
"""Kinds of removed sentences that are named instead of counted."""


def _hidden(edits: Sequence[Edit]) -> str:
    """What follows a count, naming what should not be overlooked."""
    return "".join(
        f" ({names})" for names in grave_names({k for edit in edits for k in edit.kinds})
    )


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
    if _are_rows(edits):
        return f"{_counted(edits)} {done}"
    texts = [edit.new_text or edit.old_text for edit in edits]
    few = texts if len(texts) <= MOST_QUOTES else []
    quotes = [text for text in few if quoted_spans(text)]
    who = {speaker(text, language) for text in quotes} - {""}
    if len(quotes) != len(texts):
        of = f" of {shortened_value(who.pop())}" if len(quotes) == len(who) == 1 else ""
        told = f", {len(quotes)} with a quote{of}" if quotes else ""
        denied = sum(denies(text, language) for text in few)
        if denied and denied == len(texts):
            return f"{number_of(denied, 'sentence')} with a denial {done}{told}"
        told += f", {denied} with a denial" if denied else ""
        return f"{number_of(len(texts), 'sentence')} {done}{told}"
    if len(who) == 1:
        return f"{'quote' if len(quotes) == 1 else 'quotes'} of {shortened_value(who.pop())} {done}"
    return f"{number_of(len(quotes), 'sentence')} with a quote {done}"


def _are_rows(edits: Sequence[Edit]) -> bool:
    return all(
        one.block_kind is BlockKind.TABLE for edit in edits for one in (*edit.old, *edit.new)
    )


def _counted(edits: Sequence[Edit]) -> str:
    rows = _are_rows(edits)
    return number_of(len(edits), "row" if rows else "sentence") + " of a table" * rows


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
    if edit.note == "promotion" or not has_word(text) or quoted_spans(text):
        return ""
    return f": “{shortened_value(in_single_quotes(text), longest)}”"


# --- when no fact changed ------------------------------------------------------------------------
def _lighter(diff: Diff) -> list[str]:
    """What there is to say when no fact changed."""
    clauses: list[str] = []
    wording = sum(edit.weight is Weight.WORDING and "wording" in edit.kinds for edit in diff.edits)
    moved = [edit for edit in diff.edits if edit.moved]
    if wording:
        clauses.append(_wordings(diff, wording))
    if moved:
        clauses.append(_counted(moved) + " moved")
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
    names = dict.fromkeys(map(field_clause, diff.fields))
    heavy = [change for change in diff.fields if change.weight is not Weight.NONE]
    if [change.field for change in heavy] in (["layout"], [SCRIPT]) and not diff.edits:
        return [field_clause(heavy[0])]
    return clauses or list(names)


def _wordings(diff: Diff, count: int) -> str:
    """How many sentences were reworded; both words if one replaced one, since it may be a name."""
    words = _word_for_word(diff) if count else ""
    return f"wording changed{words or ' in ' + number_of(count, 'sentence')}"


def _word_for_word(diff: Diff) -> str:
    """Both words, if the only edit replaces one by one; readers see whether it is a slip."""
    anew = reworded(diff.edits[0]) if len(diff.edits) == 1 else ""
    gone, _became, come = anew.partition("” became “")
    return f": {anew}" if come and " " not in gone and " " not in come else ""


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
