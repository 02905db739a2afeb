"""Combining the clauses of a summary so that none repeats another."""

from __future__ import annotations

import re
from typing import NamedTuple

from monitor.classify.figures.numerals import NUMBER_WORDS
from monitor.classify.sentence.counted import RENUMBERED
from monitor.classify.sentence.mentions import stands
from monitor.diff.tokens import in_small, tokens

NAMED_FIGURES = ("death toll ", "number of injured ")
COME, GONE = "first mention of ", " no longer mentioned"
_NAMED = re.compile(
    r"(.*) replaced by (.*)|name changed from (.*) to (.*)|spelling of (.*) changed to (.*)"
)
_PUT = re.compile(r"“([^”]*)” (?:became “([^”]*)”|(removed|added))( (?:in|to|from) .*)?")


_FIGURES = re.compile(r".* from (\S+) to (\S+)(?: [^“”;]*)?")
"""*Death toll raised from 12 to 15*, *figure lowered from 9 to 7 lorries*."""
_PLACE = re.compile(r" (?:in|to|from) the (headline|standfirst)")


class _Put(NamedTuple):
    """What a clause says went and came, and whether it says that this was in a quote."""

    gone: str
    come: str
    quoted: bool


def told_once(clauses: list[str]) -> list[str]:
    """The clauses without *figure raised from 12 to 21* if that is said of the death toll.

    Also without words that came, went or were replaced if another clause has them among more
    words: *“CNN” removed* next to *“CNN projects” removed*.
    """
    named = [_digits(clause) for clause in clauses if clause.startswith(NAMED_FIGURES)]
    put = [_put(clause) for clause in clauses]
    return [
        clause
        for number, clause in enumerate(clauses)
        if not (clause.startswith("figure ") and _digits(clause) in named)
        and not (clause.startswith("quote “") and _turned(clause) in clauses)
        and not any(
            _is_within(put[number], other) and (put[number] != other or at < number)
            for at, other in enumerate(put)
            if at != number
        )
    ]


def told_of_all_places(clauses: list[str], language: str) -> list[str]:
    """The clauses with what changed alike in text, headline and standfirst told once, for all.

    *Death toll raised from 12 to 15 in headline and text*, where the headline says *15* for *12*.
    """
    beside: dict[int, tuple[str, tuple[str, str]]] = {}
    for at, clause in enumerate(clauses):
        match = _PUT.fullmatch(clause)
        place = _PLACE.fullmatch(match[4] or "") if match else None
        if place:
            beside[at] = place[1], _what(clause, language)
    found = dict(enumerate(clauses))
    for at, clause in enumerate(clauses):
        what = _what(clause, language)
        same = [k for k, (_place, other) in beside.items() if other == what and k in found]
        if at in beside or not same or not any(what):
            continue
        places = [beside[k][0] for k in same]
        where = f"{', '.join(places)} and text"
        joint = {"removed": "from", "added": "to"}.get(clause.rpartition(" ")[2], "in")
        del found[at]
        for k in same[1:]:
            del found[k]
        found[same[0]] = f"{clause} {joint} {where}"
    return [found[at] for at in sorted(found)]


def _what(clause: str, language: str) -> tuple[str, str]:
    """What went and what came by a clause, figures by their value; empty if it does not say."""
    put, figures = _put(clause), _FIGURES.fullmatch(clause)
    pair = (put.gone, put.come) if put.gone or put.come or not figures else figures.groups()
    values = NUMBER_WORDS.get(language, {})
    old, new = (in_small(text) for text in pair)
    return (
        f"{values[old]:g}" if old in values else old,
        f"{values[new]:g}" if new in values else new,
    )


def _digits(clause: str) -> list[str]:
    return [token.key for token in tokens(clause) if any(map(str.isdigit, token.key))]


def _turned(clause: str) -> str:
    """*Quote “it” removed* for *quote “it” added*: it is in another sentence now."""
    words, _space, done = clause.rpartition(" ")
    return f"{words} {'removed' if done == 'added' else 'added'}"


def _put(clause: str) -> _Put:
    """*Finch replaced by Mole* is *“Finch” became “Mole”*; empty for other clauses."""
    name = _NAMED.fullmatch(clause)
    if name is not None:
        gone, come = (part for part in name.groups() if part is not None)
        return _Put(gone, come, quoted=False)
    match = _PUT.fullmatch(clause)
    if match is None:
        return _Put("", "", quoted=False)
    first, second, done, where = match.groups()
    gone, come = ("", first) if done == "added" else (first, second or "")
    return _Put(gone, come, quoted=bool(where))


def _is_within(one: _Put, other: _Put) -> bool:
    """Whether all that one says is also in the other."""
    if one.quoted or not (one.gone or one.come):
        return False
    return all(
        not part or stands(part, whole)
        for part, whole in ((one.gone, other.gone), (one.come, other.come))
    )


def joined(clauses: list[str]) -> list[str]:
    """Join names that came or went into one clause: *Dorne and Sable no longer mentioned*."""
    gone = [clause.removesuffix(GONE) for clause in clauses if clause.endswith(GONE)]
    come = [clause.removeprefix(COME) for clause in clauses if clause.startswith(COME)]
    rest = [c for c in clauses if not c.endswith(GONE) and not c.startswith(COME)]
    named = [" and ".join(gone) + GONE] * bool(gone) + [COME + " and ".join(come)] * bool(come)
    renumbered = [c.removeprefix(RENUMBERED) for c in rest if c.startswith(RENUMBERED)]
    rest = [c for c in rest if not c.startswith(RENUMBERED)]
    if renumbered:
        named.append(f"renumbered from {', from '.join(renumbered)}")
    return [*rest, *named]
