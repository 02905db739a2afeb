"""The clauses of a summary that tell facts: what counts, who, when, and in whose words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import regex

from monitor.classify.lexicon import language_of, words_of
from monitor.classify.quantities import quantities
from monitor.classify.speaker import speaker
from monitor.diff.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.classify.quantities import Quantity
    from monitor.diff.records import Diff, Edit, Fact

MOST_FACTS = 3
"""Facts told one by one; a page with more of them is told by counts."""
LONGEST_VALUE = 60
FEW_WORDS = 4
FEW_EDITS = 3
"""Edits of a change that is told in its own words, where no fact can be named."""
NEAR = 5
"""Words between a figure and the word that says what it counts."""
_DEATHS = regex.compile(
    r"\b(?:killed|dead|died|deaths?|dying|death toll)\b|погиб|убит|жертв|жизни|"
    r"загину|вбит|öldü|ölü|"
    r"hayatını kaybe|həlak|ölüb|զոհվ|մահաց|დაიღუპ|მოკლ|\btote\b|\bmorts\b|\bmuertos\b",
    regex.IGNORECASE,
)
_INJURIES = regex.compile(
    r"\b(?:injured|wounded|hurt|injuries)\b|ранен|постража|пострада|поранен|yaralı|yaralan|"
    r"վիրավոր|დაშავ|დაიჭრ|verletzt|blessés|heridos",
    regex.IGNORECASE,
)
_CLAIMS = frozenset({"negation", "hedge", "attribution"})
_RANKS = {"negation": 1, "hedge": 1, "number": 2, "name": 3, "date": 4, "time": 4}
_LATER, _DETAIL, _HEARD_OF = 5, 6, 7
"""What is told first: one thing for another, then what came or went, by its kind; then the words
themselves; last what the article says elsewhere too, where there is nothing else."""
_NAMED_FIGURES = ("death toll ", "number of injured ")
_COME, _GONE = "first mention of ", " no longer mentioned"


class _Told(NamedTuple):
    """A clause with its rank and the number of its edit."""

    rank: int
    edit: int
    clause: str


def fact_clauses(diff: Diff) -> tuple[set[int], list[str]]:
    """The facts worth a clause each, and the numbers of the edits that they tell.

    Facts that stand on both sides go first; one that only came or went is told where the
    sentence was not written anew, and only where the other version does not have it elsewhere.
    """
    mentions, few = _Mentions(diff), len(diff.edits) <= FEW_EDITS
    found = [
        _Told(rank, number, clause)
        for number, edit in enumerate(diff.edits)
        for fact in _facts(edit)
        for rank, clause in [_clause(fact, edit, mentions)]
        if clause and (few or rank < _DETAIL)
    ]
    found.sort(key=lambda told: told.rank)
    if found and found[0].rank < _HEARD_OF:
        found = [told for told in found if told.rank < _HEARD_OF]
    clauses = _told_once(list(dict.fromkeys(told.clause for told in found)))[:MOST_FACTS]
    return {told.edit for told in found if told.clause in clauses}, _joined(clauses)


def _told_once(clauses: list[str]) -> list[str]:
    """Without *figure raised from 12 to 21* where that is told of the death toll."""
    named = [_digits(clause) for clause in clauses if clause.startswith(_NAMED_FIGURES)]
    return [
        clause
        for clause in clauses
        if not clause.startswith("figure ") or _digits(clause) not in named
    ]


def _digits(clause: str) -> list[str]:
    return [token.key for token in tokens(clause) if any(map(str.isdigit, token.key))]


def _joined(clauses: list[str]) -> list[str]:
    """Names that came or went in one clause: *Dorne and Sable no longer mentioned*."""
    gone = [clause.removesuffix(_GONE) for clause in clauses if clause.endswith(_GONE)]
    come = [clause.removeprefix(_COME) for clause in clauses if clause.startswith(_COME)]
    rest = [c for c in clauses if not c.endswith(_GONE) and not c.startswith(_COME)]
    named = [" and ".join(gone) + _GONE] * bool(gone) + [_COME + " and ".join(come)] * bool(come)
    return [*rest, *named]


def _facts(edit: Edit) -> Iterator[Fact]:
    """The facts of an edit; two sides that do not stand in one place are two facts."""
    for fact in edit.facts:
        apart = fact.type in {"number", "date", "time"} and not _face_each_other(fact, edit)
        if apart and fact.old and fact.new:
            yield replace(fact, new=None)
            yield replace(fact, old=None)
        else:
            yield fact


def _face_each_other(fact: Fact, edit: Edit) -> bool:
    """Whether the one went where the other came, and so stands for it.

    Where one side of that place counts more of the unit than the other, nobody knows what stands
    for what.
    """
    old, new = ({token.key for token in tokens(value or "")} for value in (fact.old, fact.new))
    gone, come = old - new, new - old
    if not gone or not come:
        return True
    language = language_of(edit.new_text)
    for one, other in _places(edit):
        if gone & {token.key for token in tokens(one)} and come & {t.key for t in tokens(other)}:
            unit = {quantity.unit for quantity in quantities(fact.old or "", language)}
            counts = [
                sum(quantity.unit in unit for quantity in quantities(text, language))
                for text in (one, other)
            ]
            return counts[0] == counts[1]
    return False


def _places(edit: Edit) -> Iterator[tuple[str, str]]:
    """What went and what came at each place of an edit."""
    gone = come = ""
    for mark, text in (*edit.words, ("=", "end")):
        if mark == "-":
            gone += text
        elif mark == "+":
            come += text
        elif text.strip():
            yield gone, come
            gone = come = ""


class _Mentions:
    """Whether the words of a fact stand anywhere in the version that is said to lack them."""

    def __init__(self, diff: Diff) -> None:
        self._diff = diff
        self._texts: tuple[str, str] | None = None

    def elsewhere(self, fact: Fact) -> bool:
        """A name or a figure that the article has had all along, or has still."""
        if fact.type in _CLAIMS:
            return False
        if self._texts is None:
            edits = (*self._diff.edits, *self._diff.unchanged)
            self._texts = (
                "\n".join(edit.new_text for edit in edits),
                "\n".join(edit.old_text for edit in edits),
            )
        value, text = fact.old or fact.new or "", self._texts[0 if fact.old else 1]
        return all(_stands(part, text) for part in _parts(value))

    def new_parts(self, fact: Fact) -> str:
        """Of several names, those that the other version lacks."""
        self.elsewhere(fact)
        text = self._texts[0 if fact.old else 1] if self._texts else ""
        parts = _parts(fact.old or fact.new or "")
        return ", ".join(part for part in parts if not _stands(part, text))


def _parts(value: str) -> list[str]:
    return [_bare(part) for part in value.split(", ")]


def _stands(part: str, text: str) -> bool:
    """Whether a text has these words as words: *12* does not stand in *2012*, nor in *12.5*."""
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        behind = text[end : end + 2]
        inside = text[at - 1 : at].isalnum() or behind[:1].isalnum()
        if not inside and not (behind[:1] in {".", ","} and behind[1:].isdigit()):
            return True
        at = text.find(part, at + 1)
    return False


def _clause(fact: Fact, edit: Edit, mentions: _Mentions) -> tuple[int, str]:
    if fact.type == "detail":
        return _DETAIL, _detail(fact, edit)
    if (fact.old and fact.new) or fact.type in {"quote", "punctuation"}:
        return 0, _changed(fact, edit)
    if "rewrite" in edit.kinds:
        return 0, ""
    lone_name = fact.type == "name" and " " not in (fact.old or fact.new or "")
    if lone_name or mentions.elsewhere(fact):
        value, done = shortened_value(fact.old or fact.new), "removed" if fact.old else "added"
        return _HEARD_OF, f"“{_opened(value)}” {done}"
    if fact.type == "name":
        value = shortened_value(mentions.new_parts(fact))
        return _RANKS["name"], f"{_COME}{value}" if fact.new else f"{value}{_GONE}"
    return _RANKS.get(fact.type, _LATER), _single(fact, edit)


# --- facts with two sides ------------------------------------------------------------------------
def _changed(fact: Fact, edit: Edit) -> str:
    old, new = shortened_value(_opened(fact.old)), shortened_value(_opened(fact.new))
    if fact.type == "number":
        return _number(fact, edit)
    if fact.type == "quote":
        return "quotation marks changed" if fact.note else f"{_quote(edit.new_text)} changed"
    if fact.type == "punctuation":
        return "a statement became a question" if new == "?" else "a question became a statement"
    if fact.type == "name" and fact.note == "spelling":
        return f"spelling of {old} changed to {new}"
    if fact.type in _CLAIMS:
        return f"“{old}” became “{new}”"
    return {
        "date": f"date changed from {old} to {new}",
        "time": f"time changed from {old} to {new}",
        "name": f"{_bare(old)} replaced by {_bare(new)}",
    }.get(fact.type, "")


def _bare(name: str) -> str:
    return name.removesuffix("'s").removesuffix("’s")


def _opened(value: str | None) -> str:
    """*At least 12* as it stands within a sentence, *This week* likewise."""
    text = value or ""
    first = text.split(" ", 1)[0]
    opens = first.isalpha() and first[1:].islower() and first.lower() in _SMALL_OPENERS
    return text[0].lower() + text[1:] if opens or _is_worded(first) else text


def _is_worded(word: str) -> bool:
    """A number in words with the capital of a sentence: *Two*."""
    found = quantities(word, language_of(word)) if word[:1].isupper() and word.isalpha() else ()
    return bool(found) and found[0].type == "number"


_SMALL_OPENERS = frozenset(
    {"at", "more", "over", "about", "around", "nearly", "almost", "some", "up", "fewer", "less"}
    | {"roughly", "approximately", "an", "a", "this", "last", "next", "under", "no", "all", "many"}
    | {"most", "several", "few", "every", "hundreds", "dozens", "thousands", "millions"}
)


def _number(fact: Fact, edit: Edit) -> str:
    """*Death toll raised from 12 to 21*, *figure lowered from 12 to 9 lorries*."""
    old, new = _opened(fact.old), _opened(fact.new)
    name = _what_counts(fact, edit)
    noun = _counted(fact, edit) if name == "figure" else ""
    told = f"from {shortened_value(old)} to {shortened_value(new)}{noun}"
    return f"{name} {_direction(old, new, language_of(edit.new_text))} {told}"


def _what_counts(fact: Fact, edit: Edit) -> str:
    """What a figure counts, where the words beside it say so on both sides."""
    for pattern, name in ((_DEATHS, "death toll"), (_INJURIES, "number of injured")):
        if all(
            _is_near(pattern, figure or "", text)
            for figure, text in ((fact.old, edit.old_text), (fact.new, edit.new_text))
        ):
            return name
    return "figure"


def _is_near(pattern: regex.Pattern[str], figure: str, text: str) -> bool:
    """Whether a word of the pattern stands close to the figure, with no other figure between."""
    row = [token.text for token in tokens(text)]
    place = next((row.index(part) for part in reversed(figure.split(" ")) if part in row), None)
    if place is None:
        return False
    for direction in (1, -1):
        for step in range(1, NEAR + 1):
            at = place + direction * step
            if not 0 <= at < len(row) or any(letter.isdigit() for letter in row[at]):
                break
            if pattern.search(row[at]):
                return True
    return False


def _counted(fact: Fact, edit: Edit) -> str:
    """The noun behind the figure, with a space, where it is one on both sides: *boats*."""
    one = _word_behind(fact.old or "", edit.old_text)
    same = one == _word_behind(fact.new or "", edit.new_text)
    return one if same and one.endswith("s") and language_of(edit.new_text) == "en" else ""


def _word_behind(value: str, text: str) -> str:
    """The word behind a figure, with a space, where it may be what is counted: *57 injured*."""
    at = text.find(value)
    row = text[at + len(value) :].split(" ", 2) if at >= 0 else []
    word = row[1].strip(".,;:!?”»") if len(row) > 1 and not row[0] else ""
    if not word.isalpha() or not word.islower():
        return ""
    language = language_of(text)
    small = any(word in words_of(part, language) for part in ("function", "light", "pronouns"))
    return "" if small else f" {word}"


def _direction(old: str, new: str, language: str) -> str:
    """Up or down, where both are one figure of one unit."""
    one, other = _only(old, language), _only(new, language)
    if one is None or other is None or one.unit != other.unit:
        return "changed"
    before, after = one.figure or 0.0, other.figure or 0.0
    return "raised" if after > before else "lowered" if after < before else "changed"


def _only(value: str, language: str) -> Quantity | None:
    found = quantities(value, language)
    if len(found) != 1 or found[0].figure is None or found[0].type == "time":
        return None
    return found[0]


def _quote(text: str) -> str:
    who = speaker(text)
    return f"quote of {shortened_value(who)}" if who else "quote"


# --- facts that came or went ---------------------------------------------------------------------
def _single(fact: Fact, edit: Edit) -> str:
    value, done = shortened_value(fact.old or fact.new), "removed" if fact.old else "added"
    if fact.type == "hedge":
        return " and ".join(f"“{word}”" for word in value.split(" ")) + f" {done}"
    if fact.type in _CLAIMS:
        told_twice = any(replace(fact, type="hedge") == other for other in edit.facts)
        return "" if told_twice else f"{fact.type} “{value}” {done}"
    if fact.type == "number":
        text = edit.old_text if fact.old else edit.new_text
        value = f"{_opened(value)}{_word_behind(value, text)}"
        return "" if value.isalpha() else f"“{value}” {done}"
    return f"{fact.type} “{_opened(value)}” {done}"


def _detail(fact: Fact, edit: Edit) -> str:
    """A few words for a few others, where that is all: what a person would put in the sentence."""
    if "rewrite" in edit.kinds or any(other.type != "detail" for other in edit.facts):
        return ""
    sides = ((fact.old, edit.old_text), (fact.new, edit.new_text))
    if any(text and (text not in whole or text.count(" ") >= FEW_WORDS) for text, whole in sides):
        return ""
    if fact.old and fact.new:
        return f"“{fact.old}” became “{fact.new}”"
    return f"“{fact.old or fact.new}” {'removed' if fact.old else 'added'}"


def shortened_value(value: str | None, longest: int = LONGEST_VALUE) -> str:
    """At most ``longest`` characters of a value, cut behind a word."""
    text = value or ""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return cut[: cut.rfind(" ")].rstrip(" ,;:") + "…" if " " in cut else cut + "…"
