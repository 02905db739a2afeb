"""What an editor knows about an outlet, as data: a TOML file each; a user's beats a shipped one."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from spiders.outlets.form import KEYS, check, moment
from spiders.outlets.hours import quiet_until
from spiders.outlets.patterns import forbids, forms, matches, tired_of
from spiders.outlets.phrases import ready
from spiders.urls import host as host_of
from storage.errors import RuleError
from storage.records import SeedKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_NAME = re.compile(r"[^./\\@\0][^/\\@\0]*")
"""The name of a file in the folder, and of none outside it. Hidden files were left there by text
editors, and an ``@`` begins the digest in a version."""
_LINE = re.compile(r"line (\d+)")
_DATED_LISTS = tuple(name for name, key in KEYS.items() if key.dated and key.shape == "texts")


@dataclass(frozen=True, slots=True)
class Dated:
    """The rules for reading a page, as they are in the file or in one of its eras.

    They hold from ``valid_from`` until before ``valid_until``; None: open on that side.
    ``cards`` is None if nothing is said about it.
    """

    valid_from: datetime | None = None
    valid_until: datetime | None = None
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    paywall: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    cards: bool | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the rules hold at this time."""
        begun = self.valid_from is None or self.valid_from <= at
        return begun and (self.valid_until is None or at < self.valid_until)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one outlet.

    ``articles`` are patterns of the paths of articles, ``deny`` of addresses never to be fetched;
    ``phrases`` are furniture if they are blocks of their own; so are ``ends``, and in a copied
    text nothing below one belongs to the article; ``select`` and ``remove`` are CSS selectors;
    ``fields`` maps a field's name to a CSS selector; ``paywall`` are phrases that say that the
    rest is for members. ``render``: a browser makes the pages. In ``quiet_hours``
    (:mod:`spiders.outlets.hours`) nothing is requested. ``fetches_a_day``: the number of visits to
    its articles to plan for; 0: as many as are worth it. ``cards``: a line and its teaser that
    are next to each other in a text, apart from the paragraphs, are about another article.

    ``eras`` hold for a time: a page is read by the rules :meth:`at` the time of its capture.
    ``version`` identifies the rules for reading pages; None if there are none. It changes with
    what those rules say: not with comments, nor with rules for the crawl alone.
    """

    name: str
    home: str = ""
    hosts: tuple[str, ...] = ()
    seeds: tuple[tuple[str, SeedKind], ...] = ()
    articles: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    keep_wire: bool = False
    render: bool = False
    quiet_hours: tuple[str, ...] = ()
    fetches_a_day: int = 0
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    paywall: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    cards: bool = False
    eras: tuple[Dated, ...] = ()
    version: str | None = None

    def at(self, time: datetime) -> Rules:
        """The rules for a page captured at this time: the file's own and those of eras that hold.

        Lists of eras that hold at the same time are joined; for fields and switches, the era that
        comes later in the file wins.
        """
        return _joined(self, tuple(era for era in self.eras if era.holds(time)))

    def quiet_until(self, now: datetime) -> datetime | None:
        """The end of the quiet hours if it is in them now; None otherwise."""
        return quiet_until(self.quiet_hours, now)

    def is_article(self, url: str) -> bool | None:
        """Whether the address looks like an article's; None if no pattern says anything about it.

        A pattern of ``articles`` that runs longer than ``PATIENCE_S`` is taken not to match.
        """
        if self.denies(url):
            return False
        if not self.articles:
            return None
        path = urlsplit(url).path
        pairs = ((one, form) for one in self.articles for form in forms(one, path))
        return any(matches(pattern, form) for pattern, form in pairs)

    def denies(self, url: str) -> bool:
        """Whether this address must never be fetched."""
        return any(forbids(pattern, url) for pattern in self.deny)

    def tired(self) -> str | None:
        """The first pattern that took too long so often that it is no longer tried."""
        return tired_of((*self.deny, *self.articles))

    def is_furniture(self, text: str) -> bool:
        """Whether this whole block is one of the outlet's phrases, ends or paywall phrases."""
        return ready((*self.phrases, *self.ends, *self.paywall)).find(text) is not None

    def is_end(self, text: str) -> bool:
        """Whether the article ends at this block."""
        return ready(self.ends).find(text) is not None

    def is_paywall(self, text: str) -> bool:
        """Whether this block says that the rest is for members."""
        return ready(self.paywall).most_of(text) is not None


def shipped() -> list[str]:
    """The names of the outlets whose rules come with the program."""
    folder = files("spiders.outlets")
    return sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml"))


def names(folder: Path | None = None) -> tuple[list[str], list[str]]:
    """The outlets that have rules: the names of the user's own files, and :func:`shipped`."""
    return _users(folder), shipped()


def load(name: str, folder: Path | None = None) -> Rules | None:
    """The rules of the outlet with this name: ``<folder>/NAME.toml``, or else shipped ones.

    Raises RuleError with file and line if the file has a mistake.
    """
    return _of_user(name, folder) or _shipped(name)


def source(name: str, folder: Path | None = None) -> tuple[str, str] | None:
    """The file that has the rules of this name, and its text. Raises RuleError."""
    if folder is not None and _NAME.fullmatch(name) and (folder / f"{name}.toml").is_file():
        return str(folder / f"{name}.toml"), _read(folder / f"{name}.toml")
    entry = files("spiders.outlets") / f"{name}.toml"
    if name in shipped() and entry.is_file():
        return f"{name}.toml (comes with Variorum)", entry.read_text(encoding="utf-8")
    return None


def of_outlet(name: str, home: str, folder: Path | None = None) -> Rules | None:
    """The rules by which an outlet is both fetched and read.

    A user's file comes before a shipped one, and among each, the file with the outlet's name
    before one that names its host. Raises RuleError for a broken file with the outlet's name, and
    for a user's broken file whose text has the host; any other belongs to another outlet.
    """
    host = host_of(home)
    return (
        _of_user(name, folder)
        or _naming(host, _users(folder), folder)
        or _shipped(name)
        or _naming(host, shipped(), None)
    )


def for_host(host: str, folder: Path | None = None) -> Rules | None:
    """The rules that name this host. Raises RuleError for a user's broken file that names it."""
    return _naming(host, _users(folder), folder) or _naming(host, shipped(), None)


def incident_of(outlet: str) -> str:
    """The subject of the incident that this outlet's rules cannot be read, wherever they are.

    The file may have another name than the outlet; the incident's detail says which it is.
    """
    return f"{outlet} rules"


def parse(name: str, text: str, path: str, *, selectors: bool = True) -> Rules:
    """Read rules from the text of a rule file; ``path`` is named in errors. Raises RuleError.

    ``selectors``: whether to check the CSS selectors too, which needs a slow import.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(path, _line_in(str(error), text), str(error)) from error
    except RecursionError as error:
        raise RuleError(path, 1, "it is nested too deep") from error
    check(table, text, path, selectors=selectors)
    own = _dated(table)
    rules = Rules(
        name=name,
        home=table.get("home", ""),
        hosts=tuple(table.get("hosts", ())),
        seeds=tuple((seed["url"], SeedKind(seed["kind"])) for seed in table.get("seeds", ())),
        articles=tuple(table.get("articles", ())),
        deny=tuple(table.get("deny", ())),
        keep_wire=table.get("keep_wire", False),
        render=table.get("render", False),
        quiet_hours=tuple(table.get("quiet_hours", ())),
        fetches_a_day=table.get("fetches_a_day", 0),
        fields=own.fields,
        cards=bool(own.cards),
        eras=tuple(_dated(era) for era in table.get("eras", ())),
        **{key: getattr(own, key) for key in _DATED_LISTS},
    )
    return replace(rules, version=_version(rules))


def _dated(table: dict[str, Any]) -> Dated:
    return Dated(
        valid_from=moment(table.get("valid_from")),
        valid_until=moment(table.get("valid_until")),
        fields=tuple(sorted(table.get("fields", {}).items())),
        cards=table.get("cards"),
        **{key: tuple(dict.fromkeys(table.get(key, ()))) for key in _DATED_LISTS},
    )


@functools.lru_cache(256)
def _joined(rules: Rules, eras: tuple[Dated, ...]) -> Rules:
    if not eras:
        return rules if not rules.eras else replace(rules, eras=())
    lists: dict[str, Any] = {}
    for key in _DATED_LISTS:
        items = [item for one in (rules, *eras) for item in getattr(one, key)]
        lists[key] = tuple(dict.fromkeys(items))
    fields = dict(rules.fields)
    for era in eras:
        fields.update(era.fields)
    said = [era.cards for era in eras if era.cards is not None]
    joined = replace(
        rules,
        fields=tuple(sorted(fields.items())),
        cards=said[-1] if said else rules.cards,
        eras=(),
        **lists,
    )
    return replace(joined, version=_version(joined))


def _version(rules: Rules) -> str | None:
    """``name@digest`` of the rules for reading pages; lists are sorted if order means nothing."""
    said: dict[str, Any] = {key: sorted(getattr(rules, key)) for key in _DATED_LISTS}
    said |= {"select": list(rules.select), "fields": rules.fields, "cards": rules.cards}
    said = {key: value for key, value in said.items() if value}
    if not said:
        return None
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return f"{rules.name}@{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _users(folder: Path | None) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.toml")) if folder is not None else []


def _naming(host: str, names: Iterable[str], folder: Path | None) -> Rules | None:
    for name in names:
        try:
            rules = load(name, folder)
        except RuleError as error:
            if _speaks_of(host, Path(error.path)):
                raise  # nobody knows what it would have denied
            continue  # reported when the outlet of that name is visited
        if rules is not None and host.removeprefix("www.") in _bare(rules.hosts):
            return rules
    return None


def _speaks_of(host: str, path: Path) -> bool:
    """Whether this file contains the host, whatever else is wrong with it.

    A file that we may not read is reported when the outlet of its name is visited; it stops no
    other outlet.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace").lower()
    except OSError:
        return False
    bare = re.escape(host.removeprefix("www."))
    return re.search(rf"(?<![\w.-])(?:www\.)?{bare}(?![\w.:-])", text) is not None


def _of_user(name: str, folder: Path | None) -> Rules | None:
    if folder is None or not _NAME.fullmatch(name):
        return None
    path = folder / f"{name}.toml"
    return parse(name, _read(path), str(path)) if path.is_file() else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(str(path), 1, f"the file cannot be read: {error}") from error


@functools.lru_cache(64)
def _shipped(name: str) -> Rules | None:
    if name not in shipped():
        return None
    text = (files("spiders.outlets") / f"{name}.toml").read_text(encoding="utf-8")
    return parse(name, text, f"{name}.toml", selectors=False)


def _bare(hosts: tuple[str, ...]) -> set[str]:
    return {host.removeprefix("www.") for host in hosts}


def _line_in(message: str, text: str) -> int:
    """The line that tomllib names in its message; the last line if the text ends unexpectedly."""
    match = _LINE.search(message)
    return int(match.group(1)) if match else max(1, len(text.splitlines()))
