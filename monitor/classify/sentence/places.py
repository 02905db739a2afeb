"""What went and what came at each place of an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.language.lexicon import words_of
from monitor.diff.marked_capitals import unmarked
from monitor.diff.tokens import QUOTES, in_small, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.diff.marked_capitals import Words
    from monitor.diff.records import Edit, Fact

MOST_WORDS = 5
"""Most words of each side that fit into a summary."""
LONGEST_REWORDED = 12
"""Most words of a passage that is shown in both versions if no fact can be named."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_EDGES = " ,;:.–—-"


def places(words: Words) -> Iterator[tuple[str, str]]:
    """The text that went and the text that came, place by place; one of them may be empty."""
    gone = come = ""
    for mark, text in (*unmarked(words), ("=", "end")):
        if mark == "-":
            gone += text
        elif mark == "+":
            come += text
        elif text.strip():
            yield gone, come
            gone = come = ""


def words_around(fact: Fact, edit: Edit) -> tuple[str, str]:
    """What went and came at the place of a fact; both empty if those are many words.

    Also empty if a quotation begins or ends among them, since quoting them would split it.
    """
    for gone, come in places(edit.words):
        old, new = gone.strip(_EDGES), come.strip(_EDGES)
        if not _has(old, fact.old) or not _has(new, fact.new):
            continue
        few = max(old.count(" "), new.count(" ")) < MOST_WORDS
        if few and not set(QUOTES).intersection(_without_apostrophes(old + new)):
            return old, new
    return "", ""


def said(value: str, told: str, edit: Edit, language: str) -> str:
    """*Nach Angaben der Armee* of *nach Angaben der Armee starben*, if the verb just moved."""
    sides = ("-", "+") if in_small(told) in in_small(edit.new_text) else ("+", "-")
    moved = " ".join(text for mark, text in edit.words if mark == sides[0])
    idle = words_of("function", language).union(in_small(moved).split())
    row = told.split(" ")
    while in_small(row[-1]) in idle and not in_small(" ".join(row)).endswith(in_small(value)):
        row.pop()
    return " ".join(row)


def reworded(edit: Edit) -> str:
    """The words from the first to the last that changed, if both versions fit on a line."""
    marks = [mark for mark, _ in edit.words]
    changed = [number for number, mark in enumerate(marks) if mark != "="]
    if not changed:
        return ""
    within = edit.words[changed[0] : changed[-1] + 1]
    gone, come = (
        "".join(text for mark, text in within if mark in {"=", side}).strip(" ,;:–—")
        for side in "-+"
    )
    if not gone or not come or max(gone.count(" "), come.count(" ")) >= LONGEST_REWORDED:
        return ""
    if set(QUOTES).intersection(gone + come):
        return ""
    return f"“{gone}” became “{come}”"


def _has(text: str, value: str | None) -> bool:
    words = {in_small(token.key) for token in tokens(text)}
    return not value or all(in_small(token.key) in words for token in tokens(value))


def _without_apostrophes(text: str) -> str:
    return "".join(token.text for token in tokens(text) if not token.is_word)


def keys(text: str) -> set[str]:
    """The words of a text in lower case.

    Figures are without their endings: *37'ye*, *18:00-da*, *3rd*; *10-20* gives both figures.
    """
    said = (in_small(token.key) for token in tokens(text))
    return {part for key in said for part in (_figures(key) if key[:1].isdigit() else (key,))}


def _figures(key: str) -> list[str]:
    parts = (part.rstrip(_LETTERS) for part in key.partition("'")[0].replace(":", "-").split("-"))
    return [part for part in parts if part[:1].isdigit()]
