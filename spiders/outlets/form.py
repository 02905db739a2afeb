"""What a rule file may contain: its keys, their meanings, and the mistakes in a file.

The shipped JSON schema is made from the same table, so that an editor's completion agrees with it.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import regex

from spiders.outlets.hours import parse_hours
from spiders.outlets.lines import Path, line_of, positions
from storage.errors import RuleError
from storage.records import SeedKind

Mistake: TypeAlias = tuple[Path, str]
"""A place in the file, and what is wrong there."""
Check: TypeAlias = Callable[[str], "str | None"]
"""Says what is wrong with a string; None if nothing is."""

FIELDS = ("title", "standfirst", "byline", "published", "modified", "section", "language")
LEAST_PHRASE = 2
"""A phrase has at least this many letters or digits, so ``*`` alone is not a phrase."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the file: ``shape`` is text, texts, switch, count, date, fields, seeds or eras.

    ``dated``: an era may contain it too. ``item``: what each of its texts is.
    """

    shape: str
    help: str
    dated: bool = False
    item: str = ""


KEYS: dict[str, Key] = {
    "home": Key("text", "The front page of the outlet.", item="url"),
    "hosts": Key("texts", "Hosts that its articles are on.", item="host"),
    "seeds": Key("seeds", "Addresses that list its articles."),
    "articles": Key("texts", "Patterns for the paths of articles.", item="pattern"),
    "deny": Key("texts", "Patterns for addresses that are never fetched.", item="pattern"),
    "keep_wire": Key("switch", "Keep every body as it came over the wire, compressed."),
    "render": Key("switch", "Render the page in a browser, and read the result."),
    "quiet_hours": Key(
        "texts", "Hours of the day during which nothing of the outlet is fetched.", item="hours"
    ),
    "fetches_a_day": Key("count", "Planned number of visits to its articles per day."),
    "select": Key(
        "texts", "Elements that contain the text of an article.", dated=True, item="CSS selector"
    ),
    "remove": Key(
        "texts",
        "Elements inside it that are not part of the text.",
        dated=True,
        item="CSS selector",
    ),
    "phrases": Key(
        "texts",
        "Blocks that are furniture; * matches anything.",
        dated=True,
        item="phrase",
    ),
    "ends": Key(
        "texts",
        "Phrases after which the article ends, in a copied text.",
        dated=True,
        item="phrase",
    ),
    "paywall": Key(
        "texts", "Phrases that say that the rest is for members.", dated=True, item="phrase"
    ),
    "fields": Key("fields", "CSS selectors of single fields.", dated=True),
    "cards": Key(
        "switch",
        "In a copied text, a headline and teaser apart from the paragraphs are another article's.",
        dated=True,
    ),
    "eras": Key("eras", "Rules that hold for a period, from valid_from until before valid_until."),
}
DATES = {
    "valid_from": Key("date", "The day, or moment, from which the rules of this era hold."),
    "valid_until": Key("date", "The day, or moment, from which they no longer hold."),
}
ERA_KEYS = {**DATES, **{name: key for name, key in KEYS.items() if key.dated}}
SEED_KEYS = {
    "url": Key("text", "The address of the seed.", item="url"),
    "kind": Key("text", "The kind of document at this address.", item="kind"),
}


def check(table: dict[str, Any], text: str, path: str, *, selectors: bool = True) -> None:
    """Raise RuleError for the first mistake by line; its message lists the others too.

    ``selectors``: whether to compile the CSS selectors, which needs a slow import.
    """
    lines = positions(text)
    checks = {name: one for name, one in _CHECKS.items() if selectors or name != "CSS selector"}
    mistakes = _Search(checks).in_table(table, KEYS, (), "rule")
    found = sorted(
        ((line_of(where, lines), why) for where, why in mistakes), key=lambda mistake: mistake[0]
    )
    if found:
        (line, why), *others = found
        more = "".join(f"; line {number}: {what}" for number, what in others)
        raise RuleError(path, line, why + more)


def moment(value: object) -> dt.datetime | None:
    """A date of an era as an aware time: a day begins at midnight UTC. None if it is no date."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, dt.datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    return None


def _meant(name: str, known: dict[str, Key] | tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(known)}"


_SIMPLE: dict[str, tuple[Callable[[Any], bool], str]] = {
    "switch": (lambda value: isinstance(value, bool), "true or false"),
    "count": (lambda value: type(value) is int and value >= 1, "a whole number, 1 or more"),
    "date": (lambda value: moment(value) is not None, "a date like 2026-03-01"),
}
"""Shapes that a single check validates: the check, and a description of the shape."""


class _Search:
    """Finds the mistakes in a table and everything in it. ``checks`` are for single strings."""

    def __init__(self, checks: dict[str, Check]) -> None:
        self._checks = checks
        self._shapes = {
            "text": self._in_text,
            "texts": self._in_texts,
            "fields": self._in_fields,
            "seeds": self._in_seeds,
            "eras": self._in_eras,
        }

    def in_table(
        self, table: dict[str, Any], keys: dict[str, Key], where: Path, noun: str
    ) -> Iterator[Mistake]:
        """Find unknown names, and values that do not fit their key."""
        for name, value in table.items():
            if name in keys:
                yield from self._in_value(name, value, keys[name], (*where, name))
            else:
                yield (*where, name), f"there is no {noun} called {name!r}{_meant(name, keys)}"

    def _in_value(self, name: str, value: Any, key: Key, where: Path) -> Iterator[Mistake]:
        if key.shape in self._shapes:
            yield from self._shapes[key.shape](name, value, key.item, where)
            return
        fits, called = _SIMPLE[key.shape]
        if not fits(value):
            yield where, f"{name!r} must be {called}"

    def _in_texts(self, name: str, value: Any, item: str, where: Path) -> Iterator[Mistake]:
        if not isinstance(value, list):
            yield where, f'{name!r} must be a list of strings, even a single one: ["…"]'
            return
        for number, one in enumerate(value):
            yield from self._in_text(f"an item of {name}", one, item, (*where, number))

    def _in_text(self, name: str, value: Any, item: str, where: Path) -> Iterator[Mistake]:
        if not isinstance(value, str):
            yield where, f"{name!r} must be a string"
            return
        why = self._checks[item](value) if item in self._checks else None
        if why is not None:
            yield where, why

    def _in_fields(self, _name: str, value: Any, _item: str, where: Path) -> Iterator[Mistake]:
        if not isinstance(value, dict):
            yield where, "'fields' must be a table of selectors"
            return
        for name, selector in value.items():
            here = (*where, name)
            if name not in FIELDS:
                yield here, f"there is no field called {name!r}{_meant(name, FIELDS)}"
            else:
                yield from self._in_text(f"the selector of {name}", selector, "CSS selector", here)

    def _in_seeds(self, name: str, value: Any, _item: str, where: Path) -> Iterator[Mistake]:
        yield from _in_tables(name, value, where, self._in_seed)

    def _in_seed(self, seed: dict[str, Any], where: Path) -> Iterator[Mistake]:
        yield from self.in_table(seed, SEED_KEYS, where, "key of a seed")
        for name in SEED_KEYS:
            if name not in seed:
                yield where, f"a seed needs a {name}"

    def _in_eras(self, name: str, value: Any, _item: str, where: Path) -> Iterator[Mistake]:
        yield from _in_tables(name, value, where, self._in_era)

    def _in_era(self, era: dict[str, Any], where: Path) -> Iterator[Mistake]:
        yield from self.in_table(era, ERA_KEYS, where, "rule of an era")
        begins, ends = (moment(era.get(name)) for name in DATES)
        if not era.keys() & DATES.keys():
            yield where, "an era needs a valid_from, a valid_until or both"
        elif begins is not None and ends is not None and begins >= ends:
            yield (*where, "valid_until"), "the era ends before it begins"
        if not era.keys() - DATES.keys():
            yield where, "the era has no rules"


def _in_tables(
    name: str,
    value: Any,
    where: Path,
    inside: Callable[[dict[str, Any], Path], Iterator[Mistake]],
) -> Iterator[Mistake]:
    if not isinstance(value, list):
        yield where, f"{name!r} must be a list of tables, each under a line [[{name}]]"
        return
    for number, one in enumerate(value):
        here = (*where, number)
        if isinstance(one, dict):
            yield from inside(one, here)
        else:
            yield here, f"an item of {name!r} must be a table"


# --- single strings --------------------------------------------------------------------------
def _url(value: str) -> str | None:
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    return None if good else f"{value!r} is not an address; write it like https://news.example/"


def _host(value: str) -> str | None:
    if value and not regex.search(r"[/\s@]|://", value):
        return None
    return f"{value!r} is not a host; write only the host, like news.example"


def _kind(value: str) -> str | None:
    kinds = tuple(kind.value for kind in SeedKind)
    if value in kinds:
        return None
    return f"there is no kind of seed called {value!r}; there are {', '.join(kinds)}"


def _pattern(value: str) -> str | None:
    try:
        regex.compile(value)
    except regex.error as error:
        return f"the pattern {value!r} is broken: {error}"
    return None


def _hours(value: str) -> str | None:
    try:
        parse_hours(value)
    except ValueError as error:
        return f"{value!r} is not a period like '23:00-06:00 Asia/Baku': {error}"
    return None


def _phrase(value: str) -> str | None:
    if sum(letter.isalnum() for letter in value) >= LEAST_PHRASE:
        return None
    return f"{value!r} is too short for a phrase"


def _selector(value: str) -> str | None:
    import soupsieve  # noqa: PLC0415 - the tree of the rules is slow to import

    try:
        soupsieve.compile(value)
    except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
        return f"{value!r} is not a CSS selector: {str(error).splitlines()[0]}"
    return None


_CHECKS: dict[str, Check] = {
    "url": _url,
    "host": _host,
    "kind": _kind,
    "pattern": _pattern,
    "hours": _hours,
    "phrase": _phrase,
    "CSS selector": _selector,
}
