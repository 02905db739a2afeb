"""The clauses about a quotation: that it came, went or changed, and whose it is."""

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
"""Marks at the ends of a quotation, which may be inside or after it."""


def quote_clause(fact: Fact, edit: Edit, language: str) -> str:
    """*Quote of Ada Finch changed*, *quote “a triumph” added*, or what only marks now enclose.

    It is *added* only if the old text has no quotation and what it replaced was none either: a
    sentence inside a longer quotation has no marks of its own.
    """
    if fact.note:
        return _quotation_marks(edit)
    quote, (old, new) = quote_of(edit, language), _quoted(edit)
    came, went = (new and not (old or fact.old)), (old and not (new or fact.new))
    if not (old or new) and all(words_around(fact, edit)):  # its marks are in other sentences
        had, has = _open(edit)
        came, went = not had, not has
    if not came and not went:
        return f"{quote} changed"
    only = new or old
    told = quote == "quote" and len(only) == 1 and _is_short(only[0])
    words = f" “{only[0]}”" if told else ""
    return f"{quote}{words} {'added' if came else 'removed'}"


def quote_of(edit: Edit, language: str) -> str:
    """*Quote of Ada Finch*, if it is hers in both versions, or only one has a quote.

    If the speaker is recognized in one version only, the other must at least name her.
    """
    quoting = [text for text in (edit.old_text, edit.new_text) if quoted_spans(text)]
    who = {speaker(text, language) for text in quoting} - {""}
    if len(who) != 1 or not all(stands(next(iter(who)), text) for text in quoting):
        return "quote"
    return f"quote of {shortened_value(who.pop())}"


def are_quoted(fact: Fact, edit: Edit) -> bool:
    """Whether what went and what came are inside quotations.

    If neither text has a mark, a quotation may be open from an earlier sentence.
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
    """In which versions words of the sentence are in a quotation that other sentences mark."""
    quotes = [fact for fact in edit.facts if fact.type == "quote" and not fact.note]
    return any(fact.old for fact in quotes), any(fact.new for fact in quotes)


def _quoted(edit: Edit) -> tuple[list[str], list[str]]:
    """The text between quotation marks, without punctuation at its ends."""
    old, new = (
        [in_single_quotes(text[slice(*span)]).strip(_EDGES) for span in quoted_spans(text)]
        for text in (edit.old_text, edit.new_text)
    )
    return old, new


def _is_short(text: str) -> bool:
    return text.count(" ") < FEW_WORDS


def _quotation_marks(edit: Edit) -> str:
    """The clause of words that are now quoted, or no longer, if they are few and in both texts."""
    old, new = _quoted(edit)
    put = _bare_before(new, old, edit.old_text)
    taken = _bare_before(old, new, edit.new_text)
    if len(put) + len(taken) == 1 and _is_short((put or taken)[0]):
        done, text = ("put around", put[0]) if put else ("taken from", taken[0])
        return f"quotation marks {done} “{text}”"
    return "quotation marks changed"


def _bare_before(quoted: list[str], others: list[str], text: str) -> list[str]:
    """Those that the other text has without marks, and not inside longer quotations."""
    text = in_single_quotes(text)
    return [one for one in quoted if one in text and not any(one in other for other in others)]
