"""``variorum crawl``."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.contact import tell_of_contact
from monitor.commands.options import Seconds, row_forms
from monitor.health import clock_trouble
from monitor.notation.addresses import readable
from monitor.notation.times import exact, short
from monitor.output import Column, Row, write_json, write_record, write_rows
from monitor.queries.references import web_address
from monitor.terminal import Progress
from spiders.configuration import load
from spiders.crawl.errand import Errand
from spiders.urls import host, surt
from storage.archive import Archive
from storage.database.times import maybe_text
from storage.errors import InputError, RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.cli import Invocation
    from storage.records import Due, Outlet

INCIDENTS = 3
"""The exit code of a pass that completed while some outlets had incidents."""

PLAN = (
    Column("outlet"),
    Column("role"),
    Column("due", "next_due", least=17, screen=short),
    Column("url", screen=readable),
)


@click.command("crawl", short_help="Fetch and read what is due, once.")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Fetch every live article, due or not.")
@click.option(
    "--url", "urls", multiple=True, metavar="URL", help="Fetch only this address; repeatable."
)
@click.option(
    "--delay",
    type=Seconds(),
    metavar="SECONDS",
    help="Seconds between two requests to one host.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be fetched, and fetch nothing.")
@row_forms
@click.pass_obj
def command(
    invocation: Invocation,
    names: tuple[str, ...],
    urls: tuple[str, ...],
    form: str | None,
    *,
    everything: bool,
    delay: float | None,
    dry_run: bool,
) -> int:
    """One pass: the seeds of the outlets NAME (or of all), then every article that is due.

    It returns when what it fetched has been read. Ends with 3 when outlets had incidents.
    """
    if urls and (names or everything):
        raise InputError(
            "--url cannot be combined with NAME or --all.", do="Give one or the other."
        )
    urls = tuple(map(web_address, urls))
    if dry_run:
        _plan(invocation, names, urls, form, everything=everything)
        return 0
    stop = threading.Event()
    counts = _crawl(invocation, names, urls, delay, stop, everything=everything)
    _tell(form, counts)
    _tell_why_not(invocation, names, urls)
    if stop.is_set():
        raise KeyboardInterrupt
    return _advise(invocation, counts, urls)


# --- the plan --------------------------------------------------------------------------------
def _plan(
    invocation: Invocation,
    names: tuple[str, ...],
    urls: tuple[str, ...],
    form: str | None,
    *,
    everything: bool,
) -> None:
    with Archive.open(invocation.folder) as archive:
        outlets = _outlet_ids(archive, names)
        rows = _of_urls(archive, urls) if urls else _due(archive, outlets, everything=everything)
        first = list(islice(rows, 1))
        write_rows(form, chain(first, rows), PLAN)
    if first:
        asked = [word for url in urls for word in ("--url", url)]
        invocation.suggest("Fetch them", "crawl", *names, *["--all"] * everything, *asked)
    else:
        invocation.suggest("Nothing is due. See what is watched", "outlet", "list")


def _due(archive: Archive, outlet_ids: list[int] | None, *, everything: bool) -> Iterator[Row]:
    paused = {outlet.id for outlet in archive.outlets() if outlet.paused}
    for seed in archive.seeds():
        wanted = outlet_ids is None or seed.outlet_id in outlet_ids
        if wanted and seed.outlet_id not in paused:
            yield _row(archive.due_of(seed.address_id))
    yield from map(_row, archive.due(datetime.now(UTC), outlet_ids, everything=everything))


def _of_urls(archive: Archive, urls: tuple[str, ...]) -> Iterator[Row]:
    for url in urls:
        address = archive.address(surt(url))
        if address is not None:
            yield _row(archive.due_of(address.id))
        else:
            yield {"outlet": None, "url": url, "role": "candidate", "next_due": None}


def _row(due: Due) -> Row:
    return {
        "outlet": due.outlet,
        "url": due.address.url,
        "role": due.address.role.value,
        "next_due": maybe_text(due.address.next_due),
    }


# --- the pass --------------------------------------------------------------------------------
def _crawl(
    invocation: Invocation,
    names: tuple[str, ...],
    urls: tuple[str, ...],
    delay: float | None,
    stop: threading.Event,
    *,
    everything: bool,
) -> dict[str, int]:
    from monitor.passes import one_pass

    configuration = load(invocation.folder)
    with (
        Archive.open_to_write(invocation.folder) as archive,
        Progress(quiet=invocation.quiet) as progress,
    ):
        errand = Errand(_outlet_ids(archive, names), urls, everything=everything, delay_s=delay)
        tell_of_contact(invocation, configuration, urls or _homes(archive, names))
        return one_pass(
            archive,
            configuration,
            errand,
            rules_folder=invocation.rules_folder,
            stop=stop,
            on_progress=progress.show if progress.is_on else None,
        )


def _homes(archive: Archive, names: tuple[str, ...]) -> list[str]:
    """The home addresses of the outlets to crawl."""
    outlets = [one for one in archive.outlets() if not one.paused]
    return [one.home for one in outlets if not names or one.name in names]


def _outlet_ids(archive: Archive, names: tuple[str, ...]) -> list[int] | None:
    return [archive.outlet(name).id for name in names] or None


def _tell(form: str | None, counts: dict[str, Any]) -> None:
    if form == "json":
        write_json(counts)
        return
    columns = [Column(name, right=True) for name in counts]
    if form is not None:
        write_rows(form, [counts], columns)
        return
    write_record(counts)


def _tell_why_not(invocation: Invocation, names: tuple[str, ...], urls: tuple[str, ...]) -> None:
    """Say why nothing may have been fetched: a wrong clock, quiet hours, rests and pauses."""
    now = datetime.now(UTC)
    with Archive.open(invocation.folder) as archive:
        if (trouble := clock_trouble(archive, now)) is not None:
            invocation.tell(trouble)
        named = {archive.outlet(name).id for name in names}
        named |= {one.id for url in urls if (one := archive.outlet_of_host(host(url))) is not None}
        rests = _rests(archive, now)
        for outlet in archive.outlets():
            if named and outlet.id not in named:
                continue
            if not outlet.paused:
                _tell_quiet(invocation, outlet, archive.folder / "outlets", now)
                for told in filter(None, map(rests.get, outlet.hosts)):
                    invocation.tell(told)
            elif named:
                told = f"{outlet.name} is paused: nothing is fetched from it. Resume it with"
                invocation.suggest(told, "outlet", "resume", outlet.name)


def _tell_quiet(invocation: Invocation, outlet: Outlet, rules_folder: Path, now: datetime) -> None:
    """Say so if these are the outlet's quiet hours."""
    from spiders.outlets.rules import of_outlet

    with suppress(RuleError):  # an incident of its outlet, which `health` shows
        rules = of_outlet(outlet.name, outlet.home, rules_folder)
        until = rules.quiet_until(now) if rules is not None else None
        if until is not None:
            invocation.tell(
                f"{outlet.name} has quiet hours until {short(until)}: nothing is fetched from it."
            )


def _rests(archive: Archive, now: datetime) -> dict[str, str]:
    """What to say about each host that is left alone now, by host."""
    return {
        one.host: f"{one.host} is left alone until {exact(one.rests_until)}: {one.why}."
        for one in archive.hosts.all()
        if one.rests_until is not None and one.rests_until > now
    }


def _is_any_watched(invocation: Invocation) -> bool:
    with Archive.open(invocation.folder) as archive:
        return bool(archive.outlets())


def _advise(invocation: Invocation, counts: dict[str, int], urls: tuple[str, ...]) -> int:
    if counts["incidents"]:
        invocation.suggest("Some outlets had incidents. See which", "health")
        return INCIDENTS
    if len(urls) == 1 and (counts["refused"] or counts["missing"]):
        invocation.suggest("It could not be fetched. See why", "why", urls[0])
    elif counts["visits"]:
        invocation.suggest("See what changed", "log")
    elif _is_any_watched(invocation):
        invocation.suggest("Nothing was fetched. See what is watched", "outlet", "list")
    else:
        invocation.suggest("No outlet is watched yet. Add one", "add", "https://example.org/")
    return 0
