"""``variorum add``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.contact import tell_of_contact
from monitor.commands.options import check_name, confirmed, json_form
from monitor.notation.safe import line
from monitor.output import write_aligned, write_json
from monitor.queries.references import find_outlet, web_address
from monitor.terminal import Progress, say
from spiders.configuration import load
from spiders.urls import surt
from storage.archive import Archive
from storage.errors import InputError

if TYPE_CHECKING:
    from monitor.cli import Invocation
    from spiders.crawl.probing.discovery import Discovery
    from storage.records import Outlet


@click.command("add", short_help="Watch an outlet: find its feeds and sitemaps.")
@click.argument("url")
@click.option("--name", help="The outlet's name; by default taken from its host.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@json_form
@click.pass_obj
def command(invocation: Invocation, url: str, name: str | None, *, yes: bool, as_json: bool) -> int:
    """Watch the outlet at URL: its home, a feed, a sitemap, a section page or one article.

    Shows what was found and asks before anything is stored; in a pipe, or with --json, it needs
    --yes. Adding an outlet again adds what is new. The articles found are fetched by the next
    crawl.
    """
    url = web_address(url)
    if name is not None:
        check_name(name)
    # If nothing could be stored afterwards, nothing is requested and the user is not asked.
    with Archive.open_beside(invocation.folder) as archive, archive.transaction():
        pass
    if not yes and not sys.stdin.isatty():
        raise InputError(
            "Adding an outlet needs a confirmation, and nobody can answer here.",
            why="Nothing was fetched and nothing was changed.",
            do="Confirm with --yes.",
        )
    from spiders.crawl.probing.discovery import discover

    configuration = load(invocation.folder)
    tell_of_contact(invocation, configuration, [url])
    with Progress(quiet=invocation.quiet) as progress:
        progress.show(f"looking at {url}")
        discovery = discover(url, configuration, invocation.rules_folder)
    for remark in discovery.remarks:
        invocation.tell(line(remark))
    if not yes and not _agreed(discovery, name):
        say("Nothing was changed.")
        return 1
    with Archive.open_beside(invocation.folder) as archive:
        result = _store(archive, discovery, name)
    _tell(invocation, result, as_json=as_json)
    return 0


def _agreed(discovery: Discovery, name: str | None) -> bool:
    say(f"Outlet    {line(name or discovery.name)}  {line(discovery.home)}")
    for url, kind in discovery.seeds:
        say(f"seed      {kind.value:<13} {line(url)}")
    say(f"articles  {len(discovery.articles)} found now")
    return confirmed("Watch it?")


def _store(archive: Archive, discovery: Discovery, name: str | None) -> dict[str, Any]:
    """Store the outlet, its seeds and the articles found in one transaction; known ones stay."""
    now = datetime.now(UTC)
    with archive.transaction():
        outlet = _outlet(archive, discovery, name, now)
        for url, kind in discovery.seeds:
            archive.add_seed(outlet.id, url, surt(url), kind, now)
        archive.discover(outlet.id, discovery.articles, now)
        seeds = archive.seeds(outlet.id)
    return {
        "outlet": outlet.name,
        "seeds": [{"url": seed.url, "kind": seed.kind.value} for seed in seeds],
        "articles": len(discovery.articles),
    }


def _outlet(archive: Archive, discovery: Discovery, name: str | None, now: datetime) -> Outlet:
    """The outlet that the discovery belongs to, created if there is none.

    A name given by the user is taken literally; without one, an outlet that has one of the hosts
    is preferred to a new one. Raises InputError if the name is that of an outlet elsewhere, and if
    another outlet already has all that was discovered.
    """
    known = _of_hosts(archive, discovery)
    if name is None and known is not None:
        return known
    named = find_outlet(archive, name or discovery.name)
    if named is None:
        if known is not None and _has_all(archive, known, discovery):
            raise InputError(
                f"This outlet is already watched, under the name {line(known.name)}.",
                why="Nothing was changed.",
                do="Leave out --name. To fetch it: variorum crawl " + line(known.name),
            )
        return archive.add_outlet(name or discovery.name, discovery.home, discovery.hosts, now)
    if set(named.hosts) & set(discovery.hosts):
        return named
    raise InputError(
        f"There is already another outlet named {line(named.name)}.",
        why=f"Its hosts: {line(', '.join(named.hosts))}. Nothing was changed.",
        do="Choose another name with --name.",
    )


def _of_hosts(archive: Archive, discovery: Discovery) -> Outlet | None:
    found = (archive.outlet_of_host(host) for host in discovery.hosts)
    return next((outlet for outlet in found if outlet is not None), None)


def _has_all(archive: Archive, outlet: Outlet, discovery: Discovery) -> bool:
    seeds = {surt(url) for url, _kind in discovery.seeds}
    if seeds:
        return seeds <= {surt(seed.url) for seed in archive.seeds(outlet.id)}
    return all(archive.address(one.key) is not None for one in discovery.articles)


def _tell(invocation: Invocation, result: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        write_json(result)
    else:
        seeds = [("seed", seed["kind"], seed["url"]) for seed in result["seeds"]]
        outlet = ("outlet", result["outlet"])
        write_aligned([outlet, *seeds, ("articles", result["articles"])])
    invocation.suggest("Fetch its articles", "crawl", result["outlet"])
