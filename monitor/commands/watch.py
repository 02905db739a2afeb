"""``variorum watch``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from monitor.commands.options import Span, json_form
from monitor.notation.times import every_so, short
from monitor.output import write_json
from monitor.terminal import write
from storage.errors import InputError

if TYPE_CHECKING:
    from datetime import timedelta

    from monitor.cli import Invocation
    from storage.agenda.pins import Pin
    from storage.records import Address


@click.command("watch", short_help="Visit one article more often, or less often.")
@click.argument("url")
@click.option("--every", type=Span(), help="How often to visit it: 1m, 90s, 2h.")
@click.option("--for", "span", type=Span(), help="For how long: 6h, 2d; then as usual.")
@click.option("--thin", is_flag=True, help="It is finished: visit it every 90 days, until --off.")
@click.option("--off", is_flag=True, help="Return to the usual pace.")
@json_form
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    url: str,
    *,
    every: timedelta | None,
    span: timedelta | None,
    thin: bool,
    off: bool,
    as_json: bool,
) -> None:
    """Pin the article at URL (or with this number): visit it at its own pace, or let it rest.

    `run` and `crawl` follow it, even if they are running already. The host's pace and its own
    wishes are still respected.
    """
    if (every is not None) + thin + off != 1 or (span is not None and every is None):
        raise InputError(
            "Give one of: --every TIME (with --for TIME), --thin, --off.",
            do="For a breaking story: --every 1m --for 6h",
        )
    from monitor.watching import SELDOM, unwatch, watch, watched
    from storage.archive import Archive

    now = datetime.now(UTC)
    with Archive.open_beside(invocation.folder) as archive:
        address = watched(archive, url)
        if off:
            unwatch(archive, address, now)
        else:
            watch(archive, address, every or SELDOM, span, now)
        pin = archive.due_of(address.id).pin
    _tell(address, pin, as_json=as_json)
    invocation.suggest("See when it is due", "why", url)


def _tell(address: Address, pin: Pin | None, *, as_json: bool) -> None:
    from storage.database.times import maybe_text

    every = None if pin is None else pin.every.total_seconds()
    until = None if pin is None else maybe_text(pin.until)
    if as_json:
        write_json({"url": address.url, "every_s": every, "until": until})
    elif pin is None:
        write(f"{address.url}: as usual.")
    else:
        until = short(pin.until) if pin.until else "--off"
        write(f"{address.url}: {every_so(pin.every)}, until {until}.")
