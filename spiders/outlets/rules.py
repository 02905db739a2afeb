"""What an editor knows of an outlet, as data: one TOML an outlet, a user's before a shipped one."""

from __future__ import annotations

import functools
import hashlib
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import regex

from spiders.urls import host as host_of
from storage.errors import RuleError
from storage.records import SeedKind

if TYPE_CHECKING:
    from pathlib import Path

_LISTS = ("hosts", "articles", "deny", "phrases", "select", "remove", "paywall")
_FIELDS = ("title", "standfirst", "byline", "published", "modified", "section", "language")
PATIENCE_S = 0.1
"""A user's pattern gets this long for one address."""
_SWITCHES = ("keep_wire", "cards")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one outlet.

    ``articles`` and ``deny`` are patterns searched in the path of an address; ``phrases`` are
    furniture where they stand as a block of their own; ``select`` and ``remove`` are CSS
    selectors; ``fields`` maps a field's name to a CSS selector; ``paywall`` are phrases that say
    that the rest is for members. ``cards`` says that in a text a line and its teaser which stand
    together, apart from the paragraphs, tell of another article. ``version`` is made from
    the file's content.
    """

    name: str
    version: str
    home: str = ""
    hosts: tuple[str, ...] = ()
    seeds: tuple[tuple[str, SeedKind], ...] = ()
    articles: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    paywall: tuple[str, ...] = ()
    keep_wire: bool = False
    cards: bool = False

    def is_article(self, url: str) -> bool | None:
        """Does the address look like an article? None where no pattern says anything of it.

        A pattern that runs longer than ``PATIENCE_S`` on an address is taken not to match.
        """
        path = urlsplit(url).path
        if any(_matches(pattern, path) for pattern in self.deny):
            return False
        if not self.articles:
            return None
        return any(_matches(pattern, path) for pattern in self.articles)

    def denies(self, url: str) -> bool:
        """Is this address never to be fetched? Patterns are searched in all of it."""
        return any(_matches(pattern, url) for pattern in self.deny)


def _matches(pattern: str, path: str) -> bool:
    try:
        return regex.search(pattern, path, timeout=PATIENCE_S) is not None
    except TimeoutError:
        return False


def shipped() -> list[str]:
    """Names of the outlets whose rules come with the program."""
    folder = files("spiders.outlets")
    return sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml"))


def load(name: str, folder: Path | None = None) -> Rules | None:
    """The rules of the outlet of this name: ``<folder>/NAME.toml`` first, then a shipped one.

    Raises RuleError with file and line for a file with a mistake.
    """
    if folder is not None and (folder / f"{name}.toml").is_file():
        path = folder / f"{name}.toml"
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RuleError(str(path), 1, f"the file cannot be read: {error}") from error
        return parse(name, text, str(path))
    return _shipped(name)


def of_outlet(name: str, home: str, folder: Path | None = None) -> Rules | None:
    """The rules that an outlet is both fetched and read by: of its name, else of its home's host.

    Raises RuleError for a file of its own name; a broken file of another name is that outlet's.
    """
    return load(name, folder) or for_host(host_of(home), folder)


def for_host(host: str, folder: Path | None = None) -> Rules | None:
    """The rules that name this host."""
    names = sorted(path.stem for path in folder.glob("*.toml")) if folder is not None else []
    for name in dict.fromkeys([*names, *shipped()]):
        try:
            rules = load(name, folder)
        except RuleError:
            continue  # told of where the outlet of that name is visited
        if rules is not None and host.removeprefix("www.") in _bare(rules.hosts):
            return rules
    return None


def parse(name: str, text: str, path: str, *, selectors: bool = True) -> Rules:
    """Rules from the text of a rule file; ``path`` is named in errors.

    ``selectors`` says whether to check the CSS selectors too, which takes a slow import.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(path, _line_in(str(error), text), str(error)) from error
    _check(table, text, path, selectors=selectors)
    lists = {key: tuple(table.get(key, ())) for key in _LISTS}
    seeds = tuple((seed["url"], SeedKind(seed["kind"])) for seed in table.get("seeds", ()))
    version = f"{name}@{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    return Rules(
        name=name,
        version=version,
        home=table.get("home", ""),
        seeds=seeds,
        fields=tuple(sorted(table.get("fields", {}).items())),
        keep_wire=table.get("keep_wire", False),
        cards=table.get("cards", False),
        **lists,
    )


@functools.lru_cache(64)
def _shipped(name: str) -> Rules | None:
    entry = files("spiders.outlets") / f"{name}.toml"
    if not entry.is_file():
        return None
    return parse(name, entry.read_text(encoding="utf-8"), f"{name}.toml", selectors=False)


def _bare(hosts: tuple[str, ...]) -> set[str]:
    return {host.removeprefix("www.") for host in hosts}


def _check(table: dict[str, Any], text: str, path: str, *, selectors: bool) -> None:
    known = {*_LISTS, "home", "seeds", "fields", *_SWITCHES}
    for key, value in table.items():
        line = _line_of(key, text)
        if key not in known:
            raise RuleError(path, line, f"there is no rule called {key!r}")
        if key in _LISTS and not _strings(value):
            raise RuleError(path, line, f"{key!r} is a list of strings")
        if key in {"articles", "deny"}:
            _check_patterns(value, line, path)
        if key in {"select", "remove"} and selectors:
            _check_selectors(value, line, path)
    for key in _SWITCHES:
        if not isinstance(table.get(key, False), bool):
            raise RuleError(path, _line_of(key, text), f"{key!r} is true or false")
    _check_fields(table.get("fields", {}), text, path, selectors=selectors)
    seeds = table.get("seeds", [])
    for seed in seeds if isinstance(seeds, list) else [seeds]:
        if not isinstance(seed, dict) or not _is_seed(seed):
            kinds = ", ".join(SeedKind)
            raise RuleError(path, _line_of("seeds", text), f"a seed is a url and a kind of {kinds}")


def _is_seed(seed: dict[str, Any]) -> bool:
    return isinstance(seed.get("url"), str) and str(seed.get("kind")) in set(SeedKind)


def _check_patterns(patterns: list[str], line: int, path: str) -> None:
    for pattern in patterns:
        try:
            regex.compile(pattern)
        except regex.error as error:
            raise RuleError(path, line, f"the pattern {pattern!r} is broken: {error}") from error


def _check_selectors(selectors: list[str], line: int, path: str) -> None:
    import soupsieve  # noqa: PLC0415 - the tree of the rules is slow to import

    for selector in selectors:
        try:
            soupsieve.compile(selector)
        except (soupsieve.SelectorSyntaxError, NotImplementedError) as error:
            why = str(error).splitlines()[0]
            raise RuleError(path, line, f"{selector!r} is no CSS selector: {why}") from error


def _check_fields(table: object, text: str, path: str, *, selectors: bool) -> None:
    if not isinstance(table, dict):
        raise RuleError(path, _line_of("fields", text), "'fields' is a table of selectors")
    for key, value in table.items():
        line = _line_of(key, text)
        if key not in _FIELDS:
            raise RuleError(
                path, line, f"there is no field {key!r}; there are {', '.join(_FIELDS)}"
            )
        if not isinstance(value, str):
            raise RuleError(path, line, f"the selector of {key!r} is a string")
        if selectors:
            _check_selectors([value], line, path)


def _line_in(message: str, text: str) -> int:
    """The line that tomllib names in its message; the last one for an unexpected end."""
    match = regex.search(r"line (\d+)", message)
    return int(match.group(1)) if match else max(1, len(text.splitlines()))


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _line_of(key: str, text: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip("[ ").startswith(key):
            return number
    return 1
