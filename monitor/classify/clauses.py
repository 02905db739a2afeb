"""The clauses of a summary that tell facts: what counts, who, when, and in whose words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import regex

from monitor.classify.lexicon import language_of, words_of
from monitor.classify.mentions import CLAIMS, Mentions, bare
from monitor.classify.places import keys, places, words_around
from monitor.classify.quantities import quantities
from monitor.classify.speaker import speaker
from monitor.diff.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.classify.quantities import Quantity
    from monitor.diff.records import Diff, Edit, Fact

MOST_FACTS = 4
"""Facts told one by one; a page with more of them is told by counts."""
LONGEST_VALUE = 60
FEW_WORDS = 4
FEW_EDITS = 3
"""Edits of a change that is told in its own words, where no fact can be named."""
NEAR = 5
"""Words between a figure and the word that says what it counts."""
_DEATHS = (
    r"\b(?:killed|dead|died|deaths?|dying|death toll)\b|погиб|убит|жертв|жизни|"
    r"загину|вбит|öldü|ölü|"
    r"hayatını kaybe|həlak|ölüb|զոհվ|մահաց|დაიღუპ|მოკლ|"
    r"\btoten?\b|todesopfer|\bmorts?\b|\btués?\b|\bmuertos?\b|\bfallecidos?\b|کشته|جان باخت"
)
_INJURIES = (
    r"\b(?:injured|wounded|hurt|injuries)\b|ранен|постража|пострада|поранен|yaralı|yaralan|"
    r"վիրավոր|დაშავ|დაიჭრ|verletzt|blessés|heridos|زخمی|مجروح"
)
"""Compiled where a figure asks for them."""
_CHANGED = {"negation": 0, "number": 1, "quote": 2, "punctuation": 2, "name": 3, "date": 3} | {
    "time": 3
}
_CHANGED_CLAIM, _CHANGED_MARKS = 4, 8
_CAME = {"negation": 0, "hedge": 5, "number": 5, "name": 6, "date": 7, "time": 7}
_LATER, _DETAIL, _HEARD_OF = 8, 9, 10
"""What is told first: what is denied; then one thing for another, by its kind; then what came or
went; then the words themselves; last what the article says elsewhere too, where there is nothing
else."""
_NAMED_FIGURES = ("death toll ", "number of injured ")
_COME, _GONE = "first mention of ", " no longer mentioned"


class _Told(NamedTuple):
    """A clause with its rank, the number of its edit and the type of its fact."""

    rank: int
    edit: int
    type: str
    clause: str


class Clauses(NamedTuple):
    """The facts worth a clause each, the edits that they tell, and what of those is left untold."""

    told: set[int]
    clauses: list[str]
    untold: set[str]


def fact_clauses(diff: Diff, most: int = MOST_FACTS) -> Clauses:
    """At most so many facts, told by the numbers of their edits.

    Facts that stand on both sides go first; one that only came or went is told where the
    sentence was not written anew, and only where the other version does not have it elsewhere.
    """
    mentions, few = Mentions(diff), len(diff.edits) <= FEW_EDITS
    every = [
        _Told(rank, number, fact.type, clause)
        for number, edit in enumerate(diff.edits)
        for fact in _facts(edit)
        for rank, clause in [_clause(fact, edit, mentions)]
    ]
    found = [told for told in every if told.clause and (few or told.rank < _DETAIL)]
    found.sort(key=lambda told: told.rank)
    if found and found[0].rank < _HEARD_OF:
        found = [told for told in found if told.rank < _HEARD_OF]
    clauses = _told_once(list(dict.fromkeys(told.clause for told in found)))[:most]
    told = {told.edit for told in found if told.clause in clauses}
    untold = {
        other.type
        for other in every
        if other.edit in told and other.rank < _HEARD_OF and other.clause not in clauses
    }
    return Clauses(told, _joined(clauses), untold)


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
    """The facts of an edit; two sides that do not stand in one place are two facts.

    A word of denial in a quotation is told once, as what it is.
    """
    for fact in edit.facts:
        if fact.type == "quote" and _is_claimed(fact, edit):
            continue
        apart = fact.type in {"number", "date", "time"} and not _face_each_other(fact, edit)
        if apart and fact.old and fact.new:
            yield replace(fact, new=None)
            yield replace(fact, old=None)
        else:
            yield fact


def _is_claimed(fact: Fact, edit: Edit) -> bool:
    return any(replace(fact, type=claim) in edit.facts for claim in CLAIMS)


def _face_each_other(fact: Fact, edit: Edit) -> bool:
    """Whether the one went where the other came, and so stands for it.

    Where one side of that place counts more of the unit than the other, nobody knows what stands
    for what.
    """
    old, new = (keys(value or "") for value in (fact.old, fact.new))
    gone, come = old - new, new - old
    if not gone or not come:
        return True
    language = language_of(edit.new_text)
    for one, other in places(edit):
        if gone & keys(one) and come & keys(other):
            unit = {quantity.unit for quantity in quantities(fact.old or "", language)}
            counts = [
                sum(quantity.unit in unit for quantity in quantities(text, language))
                for text in (one, other)
            ]
            return counts[0] == counts[1]
    return False


def _clause(fact: Fact, edit: Edit, mentions: Mentions) -> tuple[int, str]:
    if fact.type == "detail":
        return _DETAIL, _detail(fact, edit)
    if (fact.old and fact.new) or fact.type in {"quote", "punctuation"}:
        return _rank_of_change(fact), _changed(fact, edit)
    if "rewrite" in edit.kinds and not (fact.type == "negation" and _is_recognised(edit)):
        return _LATER, ""
    lone_name = fact.type == "name" and " " not in (fact.old or fact.new or "")
    if lone_name or mentions.elsewhere(fact):
        return _HEARD_OF, _heard_of(fact, edit)
    if fact.type == "name":
        value = shortened_value(mentions.new_parts(fact))
        return _CAME["name"], f"{_COME}{value}" if fact.new else f"{value}{_GONE}"
    return _CAME.get(fact.type, _LATER), _single(fact, edit)


def _is_recognised(edit: Edit) -> bool:
    """Whether a sentence that was written anew says another thing of the same, for all that."""
    return any(fact.old and fact.new and fact.type in _CHANGED for fact in edit.facts)


# --- facts with two sides ------------------------------------------------------------------------
def _rank_of_change(fact: Fact) -> int:
    """Another style or spelling of the same thing counts less."""
    if fact.note:
        return _CHANGED_MARKS if fact.type == "quote" else _CHANGED_CLAIM
    return _CHANGED.get(fact.type, _CHANGED_CLAIM)


def _changed(fact: Fact, edit: Edit) -> str:
    old, new = shortened_value(_opened(fact.old)), shortened_value(_opened(fact.new))
    if fact.type == "number":
        return _number(fact, edit)
    if fact.type == "quote":
        quote = _quote(edit.new_text)
        told = "" if fact.note else _in_few_words(fact, edit, f"a {quote}")
        return told or ("quotation marks changed" if fact.note else f"{quote} changed")
    if fact.type == "punctuation":
        return "a statement became a question" if new == "?" else "a question became a statement"
    if fact.type in CLAIMS or old in {f"{new}s", new.removesuffix("s")}:
        return f"“{old}” became “{new}”"
    if fact.type == "name" and fact.note == "spelling":
        return f"spelling of {old} changed to {new}"
    return {
        "date": f"date changed from {old} to {new}",
        "time": f"time changed from {old} to {new}",
        "name": f"{bare(old)} replaced by {bare(new)}",
    }.get(fact.type, "")


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
    language = language_of(edit.new_text)
    if not any(map(str.isdigit, old + new)) and None in {_only(v, language) for v in (old, new)}:
        return f"“{old}” became “{new}”"
    told = f"from {shortened_value(old)} to {shortened_value(new)}{noun}"
    return f"{name} {_direction(old, new, language)} {told}"


def _what_counts(fact: Fact, edit: Edit) -> str:
    """What a figure counts, where the words beside it say so on both sides."""
    for pattern, name in ((_DEATHS, "death toll"), (_INJURIES, "number of injured")):
        if all(
            _is_near(pattern, figure or "", text)
            for figure, text in ((fact.old, edit.old_text), (fact.new, edit.new_text))
        ):
            return name
    return "figure"


def _is_near(pattern: str, figure: str, text: str) -> bool:
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
            if regex.search(pattern, row[at], regex.IGNORECASE):
                return True
    return False


def _counted(fact: Fact, edit: Edit) -> str:
    """The noun behind the figure, with a space, where it is one on both sides: *boats*."""
    one = _word_behind(fact.old or "", edit.old_text)
    same = one == _word_behind(fact.new or "", edit.new_text)
    return one if same and one.endswith("s") and language_of(edit.new_text) == "en" else ""


def _word_behind(value: str, text: str) -> str:
    """What a figure counts, with a space: *57 injured*, *three new boats*."""
    at = text.find(value)
    behind = text[at + len(value) :] if at >= 0 else ""
    language = language_of(text)
    words: list[str] = []
    for word in behind.split(" ", 3)[1:3] if behind.startswith(" ") else ():
        told = word.strip(".,;:!?”»")
        small = any(told in words_of(part, language) for part in ("function", "light", "pronouns"))
        if small or not told.isalpha() or not told.islower():
            break
        words.append(told)
        if told != word or language != "en" or told.endswith("s"):
            break
    found = words if words and words[-1].endswith("s") else words[:1]
    return "".join(f" {word}" for word in found)


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
    if (
        fact.type == "negation"
        and " " in value
        and value not in (edit.old_text if fact.old else edit.new_text)
    ):
        return "negations " + " and ".join(f"“{word}”" for word in value.split(" ")) + f" {done}"
    if fact.type in CLAIMS:
        told_twice = any(replace(fact, type="hedge") == other for other in edit.facts)
        if replace(fact, type="quote") in edit.facts:
            done += f"{' from' if fact.old else ' to'} a {_quote(edit.new_text)}"
        return "" if told_twice else f"{fact.type} “{value}” {done}"
    if fact.type == "number":
        text = edit.old_text if fact.old else edit.new_text
        value = f"{_opened(value)}{_word_behind(value, text)}"
        return "" if value.isalpha() else f"“{value}” {done}"
    return f"{fact.type} “{_opened(value)}” {done}"


def _heard_of(fact: Fact, edit: Edit) -> str:
    """A name or figure that the other version has too, in the few words that went or came."""
    return _in_few_words(fact, edit) or (
        f"“{_opened(shortened_value(fact.old or fact.new))}” {'removed' if fact.old else 'added'}"
    )


def _in_few_words(fact: Fact, edit: Edit, where: str = "") -> str:
    """“*gone*” became “*come*”, as far as those are few words; empty where they are many."""
    gone, come = words_around(fact, edit)
    if gone and come:
        return f"“{_opened(gone)}” became “{_opened(come)}”{' in ' * bool(where)}{where}"
    done = f"removed{' from ' * bool(where)}" if gone else f"added{' to ' * bool(where)}"
    return f"“{_opened(gone or come)}” {done}{where}" if gone or come else ""


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
