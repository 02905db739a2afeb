"""Search queries: words, phrases, and where to look. Pure.

::

    "water tariffs" parliament outlet:courier since:7d added:tonne -football
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.classify.language.known import is_known
from monitor.notation.moments import in_order, moment
from monitor.search import forms
from storage.errors import InputError

if TYPE_CHECKING:
    from datetime import datetime

_PART = re.compile(r'(-?)(?:(\w+):)?(?:"([^"]*)"|(\d{1,3}(?:[ \u00a0\u202f]\d{3})+%?(?!\S)|\S+))')
"""A word, a phrase, or a figure with thousands separated by spaces."""
_COLUMNS = {"added": "added", "removed": "removed", "headline": "headline", "title": "headline"}
_FILTERS = frozenset({"outlet", "since", "until"})
_SIGNALS = ("correction_noted", "revert", "stealth", "variant")
_SLIPS = 2
"""How many letters of a field's name may be wrong for it to count as misspelt."""
LONGEST = 400
MOST_TERMS = 20


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. ``column`` None: anywhere. ``without``: it must not occur there."""

    words: tuple[str, ...]
    column: str | None = None
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query."""

    terms: tuple[Term, ...] = ()
    outlet: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    changed: bool = False
    text: str = field(default="", compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        wanted = any(not term.without for term in self.terms)
        return not wanted and self.outlet is None

    @property
    def of_changes(self) -> bool:
        """Whether it is about what was added or removed, and not about whole texts."""
        return self.changed or any(term.column in {"added", "removed"} for term in self.terms)


def parse(text: str, *, changed: bool = False) -> Query:
    """Parse a query; what only looks like a filter is a word. Raises InputError.

    A misspelt filter is an error: *hedline:ferry* would find nothing, as if nobody had said it.
    """
    if len(text) > LONGEST:
        raise InputError("The query is too long.", do=f"Use {LONGEST} characters at most.")
    terms: list[Term] = []
    filters: dict[str, str] = {}
    for match in _PART.finditer(text):
        minus, name, phrase, word = match.groups()
        value = phrase if phrase is not None else word
        if name in _FILTERS and not minus and value:
            filters[name] = value
            continue
        column = _COLUMNS.get(name or "")
        if name and column is None:
            _refuse_nearly(name, value)
            value = f"{name} {value}"
        words = tuple(token.group() for token in forms.tokens(value, spaced=True))
        if words:
            terms.append(Term(words, column, without=bool(minus)))
    if len(terms) > MOST_TERMS:
        raise InputError("The query has too many words.", do=f"Use {MOST_TERMS} at most.")
    try:
        times = {name: moment(filters[name]) for name in ("since", "until") if name in filters}
    except ValueError as error:
        raise InputError(
            str(error), do='Put several words into quotation marks: since:"3 days"'
        ) from error
    in_order(times.get("since"), times.get("until"))
    return Query(tuple(terms), filters.get("outlet"), changed=changed, text=text, **times)


def _refuse_nearly(name: str, value: str) -> None:
    """Raise InputError for a misspelt field, or for a filter that only the log has."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 — few queries have such a field

    small = name.lower()
    if value in _of_the_log(small):
        option = "weight" if small == "weight" else "kind"
        raise InputError(
            f"Searches have no field {name}:.",
            why="A search looks at what was said; what changed is selected among the changes.",
            do=(
                f"Use `variorum log --{option} {value}`, with words in --text, or the filter of "
                f'the latest changes on the pages. To find the words: "{name}" {value}'
            ),
        )
    meant = min((*_COLUMNS, *_FILTERS), key=lambda field: OSA.distance(small, field))
    if OSA.distance(small, meant) <= min(_SLIPS, len(meant) // 3):
        raise InputError(
            f"Searches have no field {name}:.",
            do=f'Did you mean {meant}:{value}? To find the word itself: "{name}" {value}',
        )


def _of_the_log(name: str) -> frozenset[str]:
    """The values of a filter of the log that a search does not have; none for other names."""
    from monitor.diff.records import KINDS  # noqa: PLC0415 — few queries have such a field
    from storage.records import EventKind, Weight  # noqa: PLC0415 — as above

    if name in {"kind", "signal"}:
        return frozenset({*KINDS, *EventKind, *_SIGNALS})
    return frozenset(Weight) if name == "weight" else frozenset()


def headline_match(text: str) -> str | None:
    """The FTS5 expression for headlines or summaries with every word; None without words."""
    words = [token.group() for token in forms.tokens(text)][:MOST_TERMS]
    said = [" OR ".join(f'"{" ".join(one)}"' for one in variants(Term((word,)))) for word in words]
    return " AND ".join(f"{{headline summary}} : ({one})" for one in said) or None


def match_of(query: Query, outlet_id: int | None) -> str:
    """The FTS5 expression for a query. Every word is quoted, so that none is an operator."""
    wanted = [_expression(term, query) for term in query.terms if not term.without]
    if outlet_id is not None:
        wanted.append(f'meta : "o{outlet_id}"')
    told = " AND ".join(wanted)
    for term in query.terms:
        if term.without:
            told = f"({told}) NOT {_exactly(term, query)}"
    return told


def _expression(term: Term, query: Query) -> str:
    """A term in any of its forms; a single word also by its beginning, and as a name."""
    found = _exactly(term, query)
    if len(term.words) > 1 or term.column or query.changed:
        return found
    (word,) = term.words
    more = []
    start = forms.start_of(word) or ("" if word.isascii() else forms.base(word))
    if start:
        more.append(f'starts : "{start}"')
    more += [f'names : "{key}"' for key in sounds(word)]
    return f"({' OR '.join([found, *more])})" if more else found


def _exactly(term: Term, query: Query) -> str:
    columns = term.column or ("added removed" if query.changed else "headline body")
    said = [f'"{" ".join(one)}"' for one in variants(term)]
    return f"{{{columns}}} : ({' OR '.join(said)})"


def sounds(word: str) -> list[str]:
    """The keys of names that a word of a query may stand for.

    None for an ordinary word in small letters: *fares* must not find *Ferries*.
    """
    word = forms.bare(word)
    if not word.isalpha() or (word.islower() and is_known(word, "en")):
        return []
    return forms.name_keys(word)


def variants(term: Term) -> list[tuple[str, ...]]:
    """The words in each of the forms that they may be indexed as, one language at a time.

    Also with the parts around a non-joiner as words of their own, with a per cent sign in words,
    and with the thousands of a figure as separate words.
    """
    plain = tuple(forms.base(word) for word in term.words)
    parted = tuple(forms.base(part) for word in term.words for part in forms.parts(word))
    stems = [tuple(forms.form(word, name) for word in term.words) for name in forms.FORMED]
    said = [plain, parted, *stems]
    if forms.PER_CENT in plain:
        said += [way for one in (plain, *stems) for way in _in_words(one)]
    said.append(tuple(part for word in plain for part in _thousands(word)))
    return list(dict.fromkeys(said))


def _in_words(plain: tuple[str, ...]) -> list[tuple[str, ...]]:
    """*8 per cent*, *8 процентов* and *yüzde 8* for *8%*, and *%8*."""
    from monitor.classify.figures.measures import UNITS  # noqa: PLC0415 — only where it is used

    units = [unit for unit, sign in UNITS.items() if sign == "%" and unit[0].isalpha()]
    place = plain.index(forms.PER_CENT)
    first = max(0, place - 1)
    figure = plain[first:place] or plain[place + 1 : place + 2]
    rest = plain[place + 1 :] if place else plain[place + 2 :]
    ways = dict.fromkeys(
        tuple(forms.form(word, language) for word in unit.split())
        for unit in (forms.PER_CENT, *units)
        for language in (None, *forms.FORMED)
    )
    return [
        (*plain[:first], *said, *rest)
        for way in ways
        for said in ((*figure, *way), (*way, *figure))
    ]


def _thousands(word: str) -> list[str]:
    """*12* and *000* for *12000*, as it is indexed if a page's language is unknown."""
    size = forms.THOUSAND
    if not word.isdecimal() or len(word) <= size:
        return [word]
    first = len(word) % size or size
    return [word[:first], *(word[k : k + size] for k in range(first, len(word), size))]
