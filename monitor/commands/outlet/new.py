"""``variorum outlet new``."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from monitor.commands.options import check_name, json_form
from monitor.notation.figures import counted
from monitor.notation.safe import line
from monitor.output import write_json
from monitor.queries.references import find_outlet, web_address
from monitor.terminal import Progress, write
from storage.archive import Archive
from storage.digest import fold
from storage.errors import InputError
from storage.records import Revision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from monitor.cli import Invocation
    from monitor.rules.draft import Draft
    from monitor.rules.looks import Look
    from storage.records import Capture, Outlet

PAGES = 20
"""How many stored pages are looked at."""
FETCHED = 6
"""How many are fetched if none is stored: few enough to be polite, enough to see what recurs."""
ENOUGH = 3
KNOWN = 2_000
"""How many addresses are looked at for what they have in common, and how many newest changes for
headlines."""


@click.command("new", short_help="Draft rules for an outlet from its pages.")
@click.argument("url")
@click.option("--name", help="The file's name; by default that of the outlet, or of its host.")
@json_form
@click.pass_obj
def new(invocation: Invocation, url: str, name: str | None, *, as_json: bool) -> None:
    """Write a first draft of outlets/NAME.toml for the outlet at URL, or of this name.

    Uses stored pages of the outlet, each article once; if there are none, a few are fetched and
    not stored. An existing file is left alone, and nothing is written if no page was found.
    """
    from monitor.rules.draft import write_draft
    from monitor.rules.looks import looks_at
    from spiders.outlets.rules import parse

    if name is not None:
        check_name(name)
    with Progress(quiet=invocation.quiet) as progress:
        progress.show(f"looking for pages of {url}")
        draft = _draft(invocation, url, name)
        path = invocation.folder / "outlets" / f"{draft.name}.toml"
        _check_free(path)
        progress.show(f"comparing {counted(len(draft.pages), 'page')}")
        looks = looks_at(draft.pages)
        _check_seen(url, looks)
        text = write_draft(draft, looks)
    parse(draft.name, text, str(path))
    path.parent.mkdir(exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    document = {"outlet": draft.name, "file": str(path), "pages": len(looks)}
    if as_json:
        write_json(document)
    else:
        write(line(str(path)))
    if len(looks) < ENOUGH:
        invocation.tell(
            "With so few pages nobody can tell what recurs on them: crawl, and try again."
        )
    invocation.suggest("See what the rules find", "outlet", "check", draft.name)


def _check_free(path: Path) -> None:
    if path.exists():
        raise InputError(
            f"There are already rules in {path}.",
            why="Nothing was changed.",
            do="Move the file away, or choose another name with --name.",
        )


def _check_seen(url: str, looks: Sequence[Look]) -> None:
    if not looks:
        raise InputError(
            f"No article was found at {line(url)}.",
            why="Rules are written from pages of articles. Nothing was changed.",
            do="Give the address of an article, or write the file by hand: docs/rules.md says how.",
        )


def _pages_of(archive: Archive, outlet: Outlet | None) -> list[Capture]:
    if outlet is None:
        return []
    return archive.samples.latest(outlet.id, PAGES, each_article_once=True)


def _headlines(archive: Archive, outlet: Outlet) -> frozenset[str]:
    """Headlines that its articles have or had: lists of other articles may show an old one."""
    rows = archive.log(outlet_id=outlet.id, limit=KNOWN)
    told = (row for row in rows if isinstance(row, Revision))
    named = (name for row in told for name in (row.title, row.previous_title))
    return frozenset(fold(name) for name in named if name)


def _draft(invocation: Invocation, url: str, name: str | None) -> Draft:
    """A draft from the archive if it has pages of the URL's outlet, else from the network."""
    from monitor.rules.draft import Draft
    from monitor.rules.pages import stored
    from spiders.urls import host

    with Archive.open(invocation.folder) as archive:
        outlet = find_outlet(archive, url)
        url = web_address(url) if outlet is None else outlet.home
        outlet = outlet or archive.outlet_of_host(host(url))
        captures = _pages_of(archive, outlet)
        if outlet is None or not captures:
            return _fetched(invocation, url, name or (outlet.name if outlet is not None else None))
        return Draft(
            name or outlet.name,
            outlet.home,
            outlet.hosts,
            tuple((seed.url, seed.kind) for seed in archive.seeds(outlet.id)),
            tuple(article.url for article in islice(archive.articles(outlet.id), KNOWN)),
            [stored(archive, capture) for capture in captures],
            _headlines(archive, outlet),
        )


def _fetched(invocation: Invocation, url: str, name: str | None) -> Draft:
    """A draft from a few articles that the URL, or the home page of its outlet, leads to."""
    from monitor.rules.draft import Draft
    from monitor.rules.pages import live
    from spiders.configuration import load
    from spiders.crawl.probing.discovery import discover

    configuration, folder = load(invocation.folder), invocation.rules_folder
    found = discover(url, configuration, folder)
    articles, seeds = list(found.articles), found.seeds
    if len(articles) < ENOUGH and found.home != url:
        more = discover(found.home, configuration, folder)
        articles += [one for one in more.articles if one.key not in {a.key for a in articles}]
        seeds = seeds or more.seeds
    urls = [one.url for one in articles]
    pages = live(urls[:FETCHED], configuration)
    return Draft(name or found.name, found.home, found.hosts, seeds, tuple(urls), pages)
