"""What somebody searches for: words, phrases, and where. Pure.

::

    "water tariffs" parliament outlet:courier since:7d added:tonne -football
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.queries.moments import moment
from monitor.search import forms
from storage.errors import InputError

if TYPE_CHECKING:
    from datetime import datetime

_PART = re.compile(r'(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))')
_COLUMNS = {"added": "added", "removed": "removed", "headline": "headline", "title": "headline"}
_FILTERS = frozenset({"outlet", "since", "until"})
LONGEST = 400
MOST_TERMS = 20


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. ``column`` None: anywhere. ``without``: it must not stand there."""

    words: tuple[str, ...]
    column: str | None = None
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read."""

    terms: tuple[Term, ...] = ()
    outlet: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    changed: bool = False
    text: str = field(default="", compare=False)

    @property
    def is_empty(self) -> bool:
        """Is nothing asked for?"""
        wanted = any(not term.without for term in self.terms)
        return not wanted and self.outlet is None


def parse(text: str, *, changed: bool = False) -> Query:
    """Read a query; what looks like a filter and is none is a word. Raises InputError."""
    if len(text) > LONGEST:
        raise InputError("The query is too long.", do=f"Say it in {LONGEST} characters.")
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
            value = f"{name} {value}"
        words = tuple(token.group() for token in forms.tokens(value))
        if words:
            terms.append(Term(words, column, without=bool(minus)))
    if len(terms) > MOST_TERMS:
        raise InputError("The query has too many words.", do=f"Say it in {MOST_TERMS}.")
    try:
        times = {name: moment(filters[name]) for name in ("since", "until") if name in filters}
    except ValueError as error:
        raise InputError(str(error)) from error
    return Query(tuple(terms), filters.get("outlet"), changed=changed, text=text, **times)


def headline_match(text: str) -> str | None:
    """The expression for revisions whose headline or summary has every word; None: it has none."""
    words = [token.group() for token in forms.tokens(text)][:MOST_TERMS]
    said = [" OR ".join(f'"{" ".join(one)}"' for one in variants(Term((word,)))) for word in words]
    return " AND ".join(f"{{headline summary}} : ({one})" for one in said) or None


def match_of(query: Query, outlet_id: int | None) -> str:
    """The expression for FTS5. Every word is quoted, so that nothing in it is an operator."""
    wanted = [_expression(term, query) for term in query.terms if not term.without]
    if outlet_id is not None:
        wanted.append(f'meta : "o{outlet_id}"')
    told = " AND ".join(wanted)
    for term in query.terms:
        if term.without:
            told = f"({told}) NOT {_exactly(term, query)}"
    return told


def _expression(term: Term, query: Query) -> str:
    """The words in any of their forms; a single one also by its beginning, and as a name."""
    found = _exactly(term, query)
    if len(term.words) > 1 or term.column or query.changed:
        return found
    (word,) = term.words
    more = []
    start = forms.start_of(word) or ("" if word.isascii() else forms.base(word))
    if start:
        more.append(f'starts : "{start}"')
    if forms.bare(word).isalpha():
        more += [f'names : "{key}"' for key in forms.name_keys(forms.bare(word))]
    return f"({' OR '.join([found, *more])})" if more else found


def _exactly(term: Term, query: Query) -> str:
    columns = term.column or ("added removed" if query.changed else "headline body")
    said = [f'"{" ".join(one)}"' for one in variants(term)]
    return f"{{{columns}}} : ({' OR '.join(said)})"


def variants(term: Term) -> list[tuple[str, ...]]:
    """The words in each of the forms that they may be indexed as, one language at a time.

    And with the parts of a word that a non-joiner parts as words of their own.
    """
    plain = tuple(forms.base(word) for word in term.words)
    parted = tuple(forms.base(part) for word in term.words for part in forms.parts(word))
    stems = [tuple(forms.form(word, name) for word in term.words) for name in forms.STEMMED]
    return list(dict.fromkeys([plain, parted, *stems]))
