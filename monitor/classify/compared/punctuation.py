"""Marks that came or went without a word: a quotation, or mere punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.compared.denied import MOVED
from monitor.classify.compared.loose_figures import shortened
from monitor.classify.compared.pair import word_rows
from monitor.classify.language.quotes import inside
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict
    from monitor.diff.marks import Hunk

_QUOTES = frozenset({'"', "'"})
_COMMAS = frozenset({",", "،", "、", "，"})
_ANSWERS = frozenset(
    ["no", "non", "нет", "ні", "yox", "yok", "ոչ", "არა", "לא", "نه", "لا", "كلا", "不"]
)
"""Words that deny everything if a comma follows, and otherwise only the next word."""
MOST_DENIED = 4
"""Most words that a comma moves over for a denial among them to make it another claim."""
_NEAR = 2
"""Words after a quotation in which its speaker is looked for."""


def changed_marks(pair: Pair, hunk: Hunk, verdict: Verdict) -> None:
    """Add what a hunk without words changes: a quotation, its style, or mere punctuation."""
    gone = list(pair.old.keys[hunk.old_start : hunk.old_end])
    come = list(pair.new.keys[hunk.new_start : hunk.new_end])
    fact = ("".join(gone) or None, "".join(come) or None)
    quotes_gone, quotes_come = (sum(key in _QUOTES for key in keys) for keys in (gone, come))
    possessive = _is_possessive(pair.old, hunk.old_start, hunk.old_end) or _is_possessive(
        pair.new, hunk.new_start, hunk.new_end
    )
    mended = possessive or _is_closed(pair, hunk)
    if quotes_gone != quotes_come and not _quotes_moved(pair) and not mended:
        verdict.add("quote", Fact("quote", *fact, "quotation marks"))
    elif quotes_gone and quotes_come:
        verdict.add("quotes_style")
    others = [[key for key in keys if key not in _QUOTES] for keys in (gone, come)]
    if others[0] != others[1] or not verdict.kinds:
        verdict.add("punctuation")


def comma_by_denial(pair: Pair, verdict: Verdict) -> None:
    """*Execute not, pardon* for *execute, not pardon*; *no, money was paid* without its comma.

    The words are the same, and one comma moved over a denial, or came or went after an answer that
    opens the text. *Never, before in history* is just a misplaced comma.
    """
    old, new = _commas(pair.old), _commas(pair.new)
    if len(old ^ new) > 2 or old == new or "negation" in verdict.kinds:  # noqa: PLR2004 — two
        return
    rows = word_rows(pair)
    words, others = (
        [s.lower[k] for k in row] for s, row in zip((pair.old, pair.new), rows, strict=True)
    )
    first, last = min(old ^ new), max(old ^ new)
    moved = len(old - new) == len(new - old) == 1 and last - first <= MOST_DENIED
    denying = words[first:last] if moved else []
    if first == last == 1 and words:
        denying = [word for word in words[:1] if word in _ANSWERS]
    if words != others or pair.vocabulary.negation.isdisjoint(denying):
        return
    gone, come = (
        shortened(
            side.text[
                side.tokens[row[first - 1]].start : side.tokens[row[min(last, len(row) - 1)]].end
            ]
        )
        for side, row in zip((pair.old, pair.new), rows, strict=True)
    )
    verdict.add("negation", Fact("negation", gone, come, MOVED))


def _commas(side: Side) -> set[int]:
    """How many words precede each comma."""
    found: set[int] = set()
    words = 0
    for token in side.tokens:
        words += token.is_word
        if token.key in _COMMAS:
            found.add(words)
    return found


def _is_closed(pair: Pair, hunk: Hunk) -> bool:
    """*It's over, he says* with or without the mark that closes the quotation before *he says*.

    Only if it is the only mark that came or went, after a comma or stop.
    """
    keys = [[key for key in side.keys if key == '"'] for side in (pair.old, pair.new)]
    side, at, end = (
        (pair.new, hunk.new_start, hunk.new_end)
        if hunk.new_end > hunk.new_start
        else (pair.old, hunk.old_start, hunk.old_end)
    )
    if abs(len(keys[0]) - len(keys[1])) != 1 or end - at != 1 or not at:
        return False
    behind = side.lower[at + 1 : at + 1 + _NEAR]
    said = any(word in pair.vocabulary.attribution for word in behind)
    return side.keys[at] == '"' and side.keys[at - 1] in {",", "?", "!"} and said


def _is_possessive(side: Side, start: int, end: int) -> bool:
    """*The probes' mission*: an apostrophe after an s, with no quotation that it could close."""
    if end - start != 1 or side.keys[start] != "'" or not start:
        return False
    before = side.tokens[start - 1]
    if before.end != side.tokens[start].start or not before.key.lower().endswith("s"):
        return False
    return not any(
        token.key == "'" and (not token.start or side.text[token.start - 1] in ' "“(')
        for token in side.tokens
    )


def _quotes_moved(pair: Pair) -> bool:
    """Whether the same words are quoted: a comma changed sides, or more is said after them."""
    one, other = (
        [key for key in side.lower if key[-1].isalnum() or key in _QUOTES]
        for side in (pair.old, pair.new)
    )
    quoted = [
        [[t.key for t in side.tokens if t.is_word and inside(t, [span])] for span in side.quoted]
        for side in (pair.old, pair.new)
    ]
    return one == other or (bool(quoted[0]) and quoted[0] == quoted[1])


def quotation_that_went(pair: Pair, verdict: Verdict) -> None:
    """*The mayor said he is guilty* for *“He is guilty”, the mayor said*: a quotation that went.

    Only if one text has none at all, whatever became of the words; not if just a single mark came
    or went, which may close a quotation of earlier sentences.
    """
    old, new = _first_quoted(pair.old), _first_quoted(pair.new)
    side = pair.old if old else pair.new
    marks = sum(key in _QUOTES for key in side.keys)
    if "quote" not in verdict.kinds and bool(old) != bool(new) and marks > 1:
        verdict.add("quote", Fact("quote", old, new))


def _first_quoted(side: Side) -> str | None:
    """The first quotation of a text."""
    return next((shortened(side.text[start:end].strip(" ,.")) for start, end in side.quoted), None)
