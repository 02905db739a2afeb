"""What to do about an open incident: a sentence, and the command that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.kinds import IncidentKind as Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.records import Incident, Outlet

ALIKE = 3
"""Incidents that say the same of more pages than this are shown as one."""
_MANNERS = "Set contact in variorum.toml, raise delay_s there, or ask the outlet."
_LEFT_ALONE = f"The host is left alone until the time given. {_MANNERS}"
_UNREAD = f"No revision was made of that page. {_MANNERS}"
_TEXTS = {
    Kind.ARTICLE_LOST: (
        "This is over when the article is read again. If the page has a new layout, write a rule."
        " See what is read from it:"
    ),
    Kind.LOGIN_PAGE: _UNREAD,
    Kind.BOT_CHECK: _UNREAD,
    Kind.SEED_FAILED: "It is tried again. If it is gone for good, look for another one:",
    Kind.SEED_EMPTY: "It is tried again. If it stays so, look for another one:",
    Kind.ROBOTS_UNREACHABLE: (
        "Nothing is fetched there until robots.txt can be fetched. That is tried automatically."
    ),
    Kind.UNREACHABLE: (
        "This is over when the page is there again. If the outlet has moved, add its new host to"
        " the hosts in its rules."
    ),
    Kind.ROBOTS_CHANGED: (
        "It is obeyed. This is over when it allows more again; only the outlet can change that."
    ),
    Kind.SLOWED_DOWN: _LEFT_ALONE,
    Kind.BLOCKED: _LEFT_ALONE,
    Kind.SLOW: "It is visited only as often as it can answer. There is nothing to do.",
    Kind.FALSE_304: "Whole pages are requested from it for a month. There is nothing to do.",
    Kind.DISCOVERY_GAP: (
        "Articles may have come and gone unseen. If the outlet has a sitemap or section pages,"
        " add them; see which are found:"
    ),
    Kind.SILENT: "Does the outlet still publish? Fetch what it has now:",
    Kind.RENDER_FAILED: (
        "The page is kept, but nothing is read from it. See whether there is a browser:"
    ),
    Kind.RULE_FAILED: (
        "Once the rules are fixed, reprocess reads what came meanwhile. See what each finds:"
    ),
    Kind.FIELD_LOST: (
        "A new layout, or a wall: write a rule, or wait until this is usual. See what articles"
        " have now, and had before:"
    ),
    Kind.READER_FAILED: "The page is kept. After an upgrade, have it read again:",
    Kind.CRAWL_FAILED: (
        "This is a fault in Variorum itself; the next pass tries again. Please report it."
    ),
}
_COMMANDS = {
    Kind.ARTICLE_LOST: ("outlet", "check", "--live", "--explain", "{subject}"),
    Kind.SEED_FAILED: ("add", "{home}"),
    Kind.SEED_EMPTY: ("add", "{home}"),
    Kind.DISCOVERY_GAP: ("add", "{home}"),
    Kind.SILENT: ("crawl", "{outlet}"),
    Kind.RENDER_FAILED: ("doctor",),
    Kind.RULE_FAILED: ("outlet", "check", "{outlet}"),
    Kind.FIELD_LOST: ("health", "--fields"),
    Kind.READER_FAILED: ("reprocess", "--outlet", "{outlet}"),
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do. ``command`` has its words, without the program's name; empty if none helps."""

    text: str
    command: tuple[str, ...]


def remedy_of(outlet: Outlet, incident: Incident) -> Remedy:
    """What can be done about this incident."""
    names = {"{subject}": incident.subject, "{outlet}": outlet.name, "{home}": outlet.home}
    words = _COMMANDS.get(incident.kind, ())
    return Remedy(_TEXTS[incident.kind], tuple(names.get(word, word) for word in words))


def remedies(outlet: Outlet, incidents: Iterable[Incident]) -> dict[int, Remedy]:
    """Remedies by incident id; only for the first of each kind, as a hundred need just one."""
    found: dict[int, Remedy] = {}
    told: set[Kind] = set()
    for one in incidents:
        if one.kind not in told:
            told.add(one.kind)
            found[one.id] = remedy_of(outlet, one)
    return found


def gathered(incidents: Iterable[Incident]) -> list[tuple[Incident, int]]:
    """The incidents to show, each with how many more say the same and are left out for it."""
    groups = dict[tuple[Kind, str], list["Incident"]]()
    for one in incidents:
        groups.setdefault((one.kind, one.detail), []).append(one)
    shown = list[tuple["Incident", int]]()
    for group in groups.values():
        first, *others = group
        shown += [(first, len(others))] if len(group) > ALIKE else [(one, 0) for one in group]
    return shown
