"""The clause of a figure that changed: *Death toll raised from 12 to 21*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.figures.ordinals import is_ordinal
from monitor.classify.figures.quantities import quantities
from monitor.classify.figures.values import opened, shortened_value
from monitor.classify.language.lexicon import words_of
from monitor.classify.sentence.places import MOST_WORDS, places, words_around
from monitor.diff.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.figures.quantity import Quantity
    from monitor.diff.records import Edit, Fact

LONGEST_JOINT = 3
"""Most letters of *and*, *to*, *bis*, *или* between two figures."""
_UNCOUNTED = ("function", "light", "pronouns", "hedge", "negation")
_RANKS = frozenset(
    {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
    | {"once", "twice", "half"}
)
"""Number words that do not rise or fall."""
RENUMBERED = "renumbered from "
"""What is said of the numbers of clauses if others came or went."""
_PHONE = regex.compile(
    r"(?<![\d.,])(?:\+\d{1,3}[ (-]?|\(?0)\d{1,5}\)?(?:[ /-]\(?\d{2,5}\)?){1,5}(?![\d,%])"
)
_SCORE = regex.compile(r"(?<![\d.,:])\d{1,3}:\d{1,3}(?![\d:])")
NEAR = 5
"""Most words between a figure and the word that says what it counts."""
_DEATHS = (
    r"\b(?:kill(?:s|ed|ing)?|dead|died|deaths?|dying|death toll)\b|погиб|убит|убил|жертв|жизни|"
    r"загину|вбит|вбив|убив|öldü|ölü|"
    r"hayatını kaybe|yaşamını yitir|həyatını itir|ums leben|"
    r"həlak|ölüb|զոհվ|մահաց|დაიღუპ|მოკლ|მსხვერპლ|"
    r"\btoten?\b|\btote\b|todesopfer|\bstarben\b|getötet|\bmorts?\b|\btuée?s?\b|\bmuert[oa]s?\b|"
    r"\bfallecid[oa]s?\b|\bmurieron\b|کشته|جان باخت|"
    r"\Aو?(?:ال)?(?:قُ?تِ?ل|قتلوا|قتلت|قتيل|قتيلا|قتلى|مقتل|حتفهم|وفاة|وفيات|توفي|شهيد|شهداء)\b|"
    r"נהרג|הרוג|נרצח|死|遇难|丧生|罹难"
)
_INJURIES = (
    r"\b(?:injured|wounded|hurt|injuries)\b|ранен|постража|пострада|поранен|yaralı|yaralan|"
    r"վիրավոր|დაშავ|დაიჭრ|verletzt|blessés|heridos|زخمی|مجروح|"
    r"\Aو?(?:ال)?(?:جُ?رِ?ح|جريح|جريحا|جرحى|إصابة|أصيب|أُصيب|مصاب|مصابا)\b|נפצע|פצוע|伤"
)
"""Compiled when a figure needs them."""


def number_clause(fact: Fact, edit: Edit, language: str) -> str:
    """*Death toll raised from 12 to 21*, *figure lowered from 12 to 9 lorries*."""
    old, new = opened(fact.old), opened(fact.new)
    if _heads(old, edit.old_text) and _heads(new, edit.new_text):
        return f"{RENUMBERED}{old} to {new}"
    called = _to_call(old, edit.old_text), _to_call(new, edit.new_text)
    if all(called):
        return f"number changed from {called[0]} to {called[1]}"
    scored = _scored(old, edit.old_text), _scored(new, edit.new_text)
    if all(scored) and scored[0] != scored[1]:
        return f"“{scored[0]}” became “{scored[1]}”"
    name = _what_counts(fact, edit, language)
    noun = _counted(fact, edit, language) if name == "figure" else ""
    ranked = not _RANKS.isdisjoint(f"{old} {new}".split())
    ranked = ranked or all(is_ordinal(value, language) for value in (old, new))
    worded = not any(map(str.isdigit, old + new))
    worded = worded and (ranked or None in {_only(v, language) for v in (old, new)})
    put = _in_other_words(fact, edit, worded=worded)
    if not put and name == "figure" and language == "en":
        put = _counts_another(fact, edit)
    if put:
        return put
    if worded or ranked:
        return f"“{old}” became “{new}”"
    if _is_bounded_measure(old, new, language):
        return f"“{shortened_value(old)}” became “{shortened_value(new)}”"
    if " " in old and new.isalpha():
        noun = word_behind(new, edit.new_text, language)
    told = f"from {shortened_value(old)} to {shortened_value(new)}{noun}"
    return f"{name} {_direction(old, new, language)} {told}"


def _in_other_words(fact: Fact, edit: Edit, *, worded: bool) -> str:
    """*“10 and 20” became “20 and 30”*, *“in most” became “everywhere but some”*.

    For figures that changed places with others, or with the words around them, only these words
    show what was replaced.
    """
    figures = [set(_FIGURE.findall(value or "")) for value in (fact.old, fact.new)]
    for one, other in places(edit.words):
        old, new = _FIGURE.findall(one), _FIGURE.findall(other)
        if not (figures[0] <= set(old) and figures[1] <= set(new)) or not (old and new):
            continue
        moved = any(old.index(figure) != new.index(figure) for figure in {*old} & {*new})
        if moved and max(one.count(" "), other.count(" ")) <= MOST_WORDS:
            return f"“{opened(one.strip())}” became “{opened(other.strip())}”"
    gone, come = words_around(fact, edit) if worded else ("", "")
    return (
        f"“{opened(gone)}” became “{opened(come)}”" if " " in gone + come and gone and come else ""
    )


_FIGURE = regex.compile(r"(?:\d{1,3}(?: \d{3}(?!\d))+|\d+)(?:[.,٫٬]\d+)*")


def _counts_another(fact: Fact, edit: Edit) -> str:
    """*Two academics* and *six of the members*: what one version counts is not in the other.

    The word after the other figure may just be *new* or *more*, unless it is a plural or replaced
    the noun.
    """
    old, new = _of_them(fact.old or "", edit.old_text), _of_them(fact.new or "", edit.new_text)
    one, other = (
        word_behind(value, text, "en").strip()
        for value, text in ((old, edit.old_text), (new, edit.new_text))
    )
    put = any((one, other) == (detail.old, detail.new) for detail in edit.facts)
    if not one.endswith("s") or one == other or not (put or not other or other.endswith("s")):
        return ""
    if one in edit.new_text or (other and other in edit.old_text):
        return ""
    gone, come = (f"{opened(value)} {noun}".rstrip() for value, noun in ((old, one), (new, other)))
    around = words_around(fact, edit)
    if gone in opened(around[0]) and come in opened(around[1]):
        return f"“{opened(around[0])}” became “{opened(around[1])}”"
    return f"“{gone}” removed and “{come}” added"


def _of_them(figure: str, text: str) -> str:
    """*Six of the*, if that precedes what is counted; else the figure."""
    found = regex.search(rf"{regex.escape(figure)} of (?:the|its|their|his|her)(?= )", text)
    return found[0] if found else figure


def _heads(figure: str, text: str) -> bool:
    """Whether it is the number of a clause or item, at the beginning of the text."""
    behind = text.removeprefix(figure)
    return behind != text and figure.isdigit() and behind.startswith((". ", ") "))


def _to_call(figure: str, text: str) -> str:
    """The telephone number that a figure is, or is part of; empty for others."""
    found = (match[0] for match in _PHONE.finditer(text))
    return next((number for number in found if figure in number), "")


def _scored(figure: str, text: str) -> str:
    """The score that a figure is one side of, *2:1*; empty for others."""
    found = (match[0] for match in _SCORE.finditer(text))
    return next((score for score in found if figure in score.split(":")), "")


def _what_counts(fact: Fact, edit: Edit, language: str) -> str:
    """What a figure counts, if the words next to it say so on both sides.

    A figure with a unit counts that unit: nobody died *four years* or *3 percent*.
    """
    if any(
        found and found.unit for found in (_only(v or "", language) for v in (fact.old, fact.new))
    ):
        return "figure"
    old, new = _beside(fact.old or "", edit.old_text), _beside(fact.new or "", edit.new_text)
    return old if old == new else "figure"


def _beside(figure: str, text: str) -> str:
    """What the nearest telling word close to the figure says, with no other figure between."""
    row = [token.text for token in tokens(text)]
    place = next((row.index(part) for part in reversed(figure.split(" ")) if part in row), None)
    if place is None or _ends_range(row, place) or _stands_apart(row, place):
        return "figure"
    directions = [1, -1]
    for step in range(1, NEAR + 1):
        for direction in tuple(directions):
            at = place + direction * step
            if not 0 <= at < len(row) or any(letter.isdigit() for letter in row[at]):
                directions.remove(direction)
                continue
            for pattern, name in ((_DEATHS, "death toll"), (_INJURIES, "number of injured")):
                said = regex.search(pattern, " ".join(row[at : at + 2]), regex.IGNORECASE)
                if said and said.start() < len(row[at]):  # *hayatını kaybetti* is two words
                    return name
    return "figure"


def _stands_apart(row: Sequence[str], place: int) -> bool:
    """*He killed Ada Finch, 42, and fled*; *Ada Finch (42)*: a figure between marks is an age."""
    ends = place + 1 == len(row) or row[place + 1] in {",", ")", "."}
    return ends and row[max(0, place - 1)] in {",", "("}


def _ends_range(row: Sequence[str], place: int) -> bool:
    """*Between 10 and 20*: whether a figure ends a range, and so is not the number itself."""
    before = row[max(0, place - 2) : place]
    return len(before) == 2 and before[0][:1].isdigit() and len(before[1]) <= LONGEST_JOINT  # noqa: PLR2004 — a figure and a word


def _counted(fact: Fact, edit: Edit, language: str) -> str:
    """The noun after the figure, with a space, if it is the same on both sides: *boats*."""
    one = word_behind(fact.old or "", edit.old_text, language)
    same = one == word_behind(fact.new or "", edit.new_text, language)
    return one if same and one.endswith("s") and language == "en" else ""


def word_behind(value: str, text: str, language: str) -> str:
    """What a figure counts, with a space: *57 injured*, *three new boats*; *12-year-old*."""
    at = text.find(value)
    behind = text[at + len(value) :] if at >= 0 else ""
    if joint := regex.match(r"(?:-\p{L}+)+", behind):
        return joint[0]
    words: list[str] = []
    for word in behind.split(" ", 3)[1:3] if behind.startswith(" ") else ():
        told = word.strip(".,;:!?”»")
        small = any(told in words_of(part, language) for part in _UNCOUNTED)
        if small or not told.isalpha() or not told.islower():
            break
        words.append(told)
        if told != word or language != "en" or told.endswith("s"):
            break
    found = words if words and words[-1].endswith("s") else words[:1]
    return "".join(f" {word}" for word in found)


def _direction(old: str, new: str, language: str) -> str:
    """Up or down, if both sides are one figure of the same unit."""
    one, other = _only(old, language), _only(new, language)
    if one is None or other is None or one.unit != other.unit:
        return "changed"
    before, after = one.figure or 0.0, other.figure or 0.0
    return "raised" if after > before else "lowered" if after < before else "changed"


def _is_bounded_measure(old: str, new: str, language: str) -> bool:
    """*Less than four years* for *more than four years*: the figure stayed, its bound did not."""
    one, other = _only(old, language), _only(new, language)
    return bool(one and other and one.unit and one.key == other.key and one.bound != other.bound)


def _only(value: str, language: str) -> Quantity | None:
    found = quantities(value, language)
    if len(found) != 1 or found[0].figure is None or found[0].type == "time":
        return None
    return found[0]
