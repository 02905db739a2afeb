"""Combining the clauses of a summary so that none repeats another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.figures.numerals import NUMBER_WORDS
from monitor.classify.sentence.counted import RENUMBERED, number_clause
from monitor.classify.sentence.mentions import stands
from monitor.diff.records import Edit, Fact, Sentence
from monitor.diff.tokens import in_small, tokens
from storage.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.diff.records import FieldChange

NAMED_FIGURES = ("death toll ", "number of injured ")
COME, GONE = "first mention of ", " no longer mentioned"
_NAMED = re.compile(
    r"(.*) replaced by (.*)|name changed from (.*) to (.*)|spelling of (.*) changed to (.*)"
)
_PUT = re.compile(r"“([^”]*)” (?:became “([^”]*)”|(removed|added))( (?:in|to|from) .*)?")
_FIGURES = re.compile(r"(.*) from (\S+) to (\S+)((?: [^“”;]*)?)")
"""*Death toll raised from 12 to 15*, *figure lowered from 9 to 7 lorries*."""
_PLACE = re.compile(r" (?:in|to|from) the (headline|standfirst)")
_PROSE = BlockKind.PARAGRAPH
_OF_PLACE = {"title": "headline", "standfirst": "standfirst"}


class _What(NamedTuple):
    """What went and what came; of figures with what is said of them: *death toll raised*."""

    gone: str
    come: str
    counted: str = ""


_NOTHING = _What("", "")


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
        if not (_is_bare_figure(clause) and _digits(clause) in named)
        and not (clause.startswith("quote “") and _turned(clause) in clauses)
        and not any(
            _is_within(put[number], other) and (put[number] != other or at < number)
            for at, other in enumerate(put)
            if at != number
        )
    ]


def _is_bare_figure(clause: str) -> bool:
    """Whether it does not say what the figure counts: *figure raised from 12 to 15 cooks* does."""
    match = _FIGURES.fullmatch(clause)
    return match is not None and clause.startswith("figure ") and not match[4]


def told_of_all_places(
    clauses: list[str], fields: Iterable[FieldChange], language: str
) -> list[str]:
    """The clauses with what changed alike in text, headline and standfirst told once, for all.

    *Death toll raised from 12 to 15 in headline and text*, where the headline says *15 dead* for
    *12 dead*; not where its figures count something else.
    """
    beside = dict(_told_beside(clauses, fields, language))
    found = dict(enumerate(clauses))
    for at, clause in enumerate(clauses):
        what = _what(clause, language)
        same = [k for k, told in beside.items() if what in told and k in found]
        if at in beside or not same:
            continue
        places = [clauses[k].rpartition(" ")[2] for k in same]
        where = f"{', '.join(places)} and text"
        joint = {"removed": "from", "added": "to"}.get(clause.rpartition(" ")[2], "in")
        del found[at]
        for k in same[1:]:
            del found[k]
        found[same[0]] = f"{clause} {joint} {where}"
    return [found[at] for at in sorted(found)]


def _told_beside(
    clauses: Sequence[str], fields: Iterable[FieldChange], language: str
) -> Iterator[tuple[int, set[_What]]]:
    """By the number of each clause of headline and standfirst, what the text may say as well."""
    changes = {_OF_PLACE[one.field]: one for one in fields if one.field in _OF_PLACE}
    for at, clause in enumerate(clauses):
        match = _PUT.fullmatch(clause)
        place = _PLACE.fullmatch(match[4] or "") if match else None
        if place is None:
            continue
        change, words = changes[place[1]], clause.removesuffix(place[0])
        told, (gone, come, _quoted) = {_what(words, language)}, _put(words)
        if gone and come and any(fact.type == "number" for fact in change.facts):
            old, new = (Sentence(0, 0, text or "", _PROSE) for text in (change.old, change.new))
            edit = Edit("edit", (old,), (new,), change.words)
            told.add(_what(number_clause(Fact("number", gone, come), edit, language), language))
        yield at, told - {_NOTHING}


def _what(clause: str, language: str) -> _What:
    """What went and came by a clause, figures by their value, and what these count.

    Nothing if the clause does not say, or says where it was.
    """
    put, figures = _put(clause), _FIGURES.fullmatch(clause)
    if put.gone or put.come or figures is None:
        return _NOTHING if put.quoted else _What(in_small(put.gone), in_small(put.come))
    name, *pair, noun = figures.groups()
    values = NUMBER_WORDS.get(language, {})
    old, new = (f"{values[text]:g}" if text in values else text for text in map(in_small, pair))
    return _What(old, new, "" if name.startswith("date ") else name + noun)


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
