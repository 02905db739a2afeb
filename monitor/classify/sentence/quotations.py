"""The clauses of a quotation: that it came, went or changed, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.figures.values import shortened_value
from monitor.classify.language.inner_marks import in_single_quotes
from monitor.classify.language.quotes import quoted_spans
from monitor.classify.sentence.mentions import stands
from monitor.classify.sentence.places import words_around
from monitor.classify.sentence.speaker import speaker

if TYPE_CHECKING:
    from monitor.diff.records import Edit, Fact

FEW_WORDS = 4
_EDGES = " .,;:!?…。，"
"""Marks at the ends of a quotation, which are now within it and now behind."""


def quote_clause(fact: Fact, edit: Edit, language: str) -> str:
    """*Quote of Ada Finch changed*, *quote “a triumph” added*, and of marks alone around what.

    One came only where the old text has none, and what went for it was no quotation either: a
    sentence within a longer one has no marks of its own.
    """
    if fact.note:
        return _quotation_marks(edit)
    quote, (old, new) = quote_of(edit, language), _quoted(edit)
    came, went = (new and not (old or fact.old)), (old and not (new or fact.new))
    if not (old or new) and all(words_around(fact, edit)):  # its marks stand in other sentences
        had, has = _open(edit)
        came, went = not had, not has
    if not came and not went:
        return f"{quote} changed"
    only = new or old
    told = quote == "quote" and len(only) == 1 and _is_short(only[0])
    words = f" “{only[0]}”" if told else ""
    return f"{quote}{words} {'added' if came else 'removed'}"


def quote_of(edit: Edit, language: str) -> str:
    """*Quote of Ada Finch*, where it is hers in both versions, or one has none.

    Where one does not say whose it is, so that can be told, she is named there all the same.
    """
    quoting = [text for text in (edit.old_text, edit.new_text) if quoted_spans(text)]
    who = {speaker(text, language) for text in quoting} - {""}
    if len(who) != 1 or not all(stands(next(iter(who)), text) for text in quoting):
        return "quote"
    return f"quote of {shortened_value(who.pop())}"


def are_quoted(fact: Fact, edit: Edit) -> bool:
    """Whether what went and what came stand in a quotation, and none of it around one.

    Where neither text shows a mark, one stands open from a sentence before.
    """
    texts = edit.old_text, edit.new_text
    spans = [[text[slice(*span)] for span in quoted_spans(text)] for text in texts]
    words = words_around(fact, edit)
    if not any(spans):
        return not any(text for text, quoted in zip(words, _open(edit), strict=True) if not quoted)
    return all(
        not text or any(stands(text, span) for span in side)
        for text, side in zip(words, spans, strict=True)
    )


def _open(edit: Edit) -> tuple[bool, bool]:
    """In which version words of the sentence were in a quotation that other sentences mark."""
    quotes = [fact for fact in edit.facts if fact.type == "quote" and not fact.note]
    return any(fact.old for fact in quotes), any(fact.new for fact in quotes)


def _quoted(edit: Edit) -> tuple[list[str], list[str]]:
    """What stands between quotation marks, bare of the marks at its ends."""
    old, new = (
        [in_single_quotes(text[slice(*span)]).strip(_EDGES) for span in quoted_spans(text)]
        for text in (edit.old_text, edit.new_text)
    )
    return old, new


def _is_short(text: str) -> bool:
    return text.count(" ") < FEW_WORDS


def _quotation_marks(edit: Edit) -> str:
    """Which words are quoted now, or no longer, where they are few and stand in both texts."""
    old, new = _quoted(edit)
    put = _bare_before(new, old, edit.old_text)
    taken = _bare_before(old, new, edit.new_text)
    if len(put) + len(taken) == 1 and _is_short((put or taken)[0]):
        done, text = ("put around", put[0]) if put else ("taken from", taken[0])
        return f"quotation marks {done} “{text}”"
    return "quotation marks changed"


def _bare_before(quoted: list[str], others: list[str], text: str) -> list[str]:
    """Those that the other text has without marks, and not within longer quotations."""
    text = in_single_quotes(text)
    return [one for one in quoted if one in text and not any(one in other for other in others)]
