"""``variorum why``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from monitor.commands.options import json_form
from monitor.notation.addresses import on_screen
from monitor.output import write_json
from monitor.terminal import write, write_note

if TYPE_CHECKING:
    from monitor.cadence.explain import Reason
    from monitor.cli import Invocation
    from monitor.output import Row
    from storage.archive import Archive
    from storage.records import Due


REFUSED = (
    "It was not requested at the last visit: robots.txt forbids it or could not be "
    "fetched, or a `deny` matches it."
)


@click.command("why", short_help="Why an address is due when it is.")
@click.argument("url")
@json_form
@click.pass_obj
def command(invocation: Invocation, /, url: str, *, as_json: bool) -> None:
    """Say when the address URL (or an article, by its number) is visited next, and why then."""
    from monitor.cadence.explain import explain
    from monitor.looks import Looks
    from monitor.watching import address_of
    from storage.archive import Archive

    with Archive.open(invocation.folder) as archive:
        due = archive.due_of(address_of(archive, url).id)
        looks = Looks(archive)
        absent = _led_away(archive, due)
        reason = explain(due, datetime.now(UTC), looks.cadence(), absent=absent)
        row = why_json(due, reason, looks.version)
        row["state"] = _state(archive, due)
        if _was_refused(archive, due):
            row["reason"] = f"{REFUSED} {row['reason']}"
        row["reason"] = _held_back(archive, due) + row["reason"]
    if as_json:
        write_json(row)
    else:
        _tell(row, rated=reason.expected is not None)
    if row["last_visit"] is not None and row["role"] == "candidate":
        words = ("outlet", "check", "--live", "--explain", due.address.url)
        invocation.suggest("See how its page is read, and why it is no article", *words)
    else:
        invocation.suggest("Visit it now", "crawl", "--url", due.address.url)


def _tell(row: Row, *, rated: bool) -> None:
    """Write it in sentences; ``rated``: whether rates of edits played a part."""
    write(f"{on_screen(row['url'])} ({row['role']}): due {_due(row)}.")
    if row["state"] not in {None, "live"}:
        again = "whole" if row["state"] == "paywalled" else "there"
        write(
            f"The article is {row['state']}. It is reported as restored when it is {again} again."
        )
    write_note(row["reason"])
    if rated:
        write(f"Rates: {_named(row['lesson'])}.")


def _due(row: Row) -> str:
    from monitor.notation.times import short

    return short(row["next_due"]) if row["next_due"] else "not by itself"


def _state(archive: Archive, due: Due) -> str | None:
    number = due.address.article_id
    return None if number is None else archive.article(number).state.value


def _was_refused(archive: Archive, due: Due) -> bool:
    from storage.records import Outcome

    last = archive.last_visit(due.address.id)
    return last is not None and last[1] is Outcome.REFUSED


def _held_back(archive: Archive, due: Due) -> str:
    """What keeps it from being visited though it is due: a paused outlet, a host that rests."""
    from monitor.notation.times import short
    from spiders.urls import host

    told, now, name = "", datetime.now(UTC), host(due.address.url)
    if any(one.name == due.outlet and one.paused for one in archive.outlets()):
        told = "Its outlet is paused: nothing of it is visited. "
    for one in archive.hosts.all():
        if one.host == name and one.rests_until is not None and one.rests_until > now:
            told += f"{name} is left alone until {short(one.rests_until)} ({one.why}). "
    return told


def _led_away(archive: Archive, due: Due) -> str | None:
    """What its address led to instead of its article, in words: a pin is ignored then."""
    from monitor.notation.telling import in_words
    from storage.records import Outcome

    number, last = due.address.article_id, archive.last_visit(due.address.id)
    if number is None or last is None or last[1] is not Outcome.REDIRECTED:
        return None
    absence = archive.article(number).absence
    return None if absence is None else in_words(absence)


def _named(lesson: int) -> str:
    return f"lesson {lesson} of this archive" if lesson else "those shipped with the program"


def why_json(due: Due, reason: Reason, lesson: int) -> Row:
    """The address, its due time, and the numbers that led to it."""
    from storage.database.times import maybe_text

    return {
        "url": due.address.url,
        "role": due.address.role.value,
        "outlet": due.outlet,
        "next_due": maybe_text(due.address.next_due),
        "last_visit": maybe_text(due.last_visit),
        "last_changed": maybe_text(due.last_changed),
        "failures": due.address.failures,
        "edits_seen": reason.edits_seen,
        "age_hours": reason.age_hours,
        "edits_a_day": reason.edits_a_day,
        "expected_unseen_edits": reason.expected,
        "threshold": reason.threshold,
        "lesson": lesson,
        "pinned_every_s": None if due.pin is None else due.pin.every.total_seconds(),
        "pinned_until": None if due.pin is None else maybe_text(due.pin.until),
        "hinted_at": maybe_text(due.hinted_at),
        "reason": reason.sentence,
    }
