"""``variorum watch``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from monitor.commands.options import Span, json_form
from monitor.output import write, write_json
from storage.errors import InputError
from storage.pins import Pin

if TYPE_CHECKING:
    from monitor.cli import Invocation
    from storage.archive import Archive
    from storage.records import Address

SOONEST = timedelta(seconds=30)
SELDOM = timedelta(days=90)
"""How often a finished story is looked at."""


@click.command("watch", short_help="Look at one article more often, or less.")
@click.argument("url")
@click.option("--every", type=Span(), help="Look so often: 1m, 90s, 2h.")
@click.option("--for", "span", type=Span(), help="For so long: 6h, 2d; then as usual.")
@click.option("--thin", is_flag=True, help="It is finished: look every 90 days, until --off.")
@click.option("--off", is_flag=True, help="As usual again.")
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
    """Pin the article at URL: look at it at a pace of its own, or let it rest.

    `run` and `crawl` heed it, also one that is running. The pace of the host and what it asks of
    us still hold.
    """
    if (every is not None) + thin + off != 1 or (span is not None and every is None):
        raise InputError(
            "Say one of: --every TIME (with --for TIME), --thin, --off.",
            do="For a breaking story: --every 1m --for 6h",
        )
    if every is not None and every < SOONEST:
        raise InputError(f"--every is {SOONEST.seconds} s or more.")
    from storage.archive import Archive  # noqa: PLC0415 — only where it is used

    now = datetime.now(UTC)
    with Archive.open_beside(invocation.folder) as archive:
        address = _address(invocation, archive, url)
        if off:
            archive.attention.unpin(address.id, now)
        else:
            until = None if span is None else now + span
            archive.attention.pin(address.id, Pin(every or SELDOM, until), now)
        pin = archive.due_of(address.id).pin
    _tell(address, pin, as_json=as_json)
    invocation.suggest("See when it is due", "why", url)


def _address(invocation: Invocation, archive: Archive, url: str) -> Address:
    from monitor.commands.references import key_of  # noqa: PLC0415 — only where it is used
    from storage.errors import NotStored  # noqa: PLC0415 — only where it is used
    from storage.records import Role  # noqa: PLC0415 — only where it is used

    address = archive.address(str(key_of(url)))
    if address is None:
        raise NotStored("address", url, do=f"Watch it with: {invocation.command('add', url)}")
    if address.role not in (Role.ARTICLE, Role.CANDIDATE):
        raise InputError(f"{url} is no article.", do="Pin an article; seeds have their own pace.")
    return address


def _tell(address: Address, pin: Pin | None, *, as_json: bool) -> None:
    from storage.times import maybe_text  # noqa: PLC0415 — only where it is used

    every = None if pin is None else pin.every.total_seconds()
    until = None if pin is None else maybe_text(pin.until)
    if as_json:
        write_json({"url": address.url, "every_s": every, "until": until})
    elif pin is None:
        write(f"{address.url}: as usual.")
    else:
        write(f"{address.url}: every {pin.every}, {f'until {until}' if until else 'until --off'}.")
