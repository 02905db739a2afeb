"""What to do about an open incident: a sentence, and the command that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.kinds import IncidentKind as Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.records import Incident, Outlet

_MANNERS = "Set contact in variorum.toml, raise delay_s there, or ask the outlet."
_LEFT_ALONE = f"The host is left alone for as long as is told. {_MANNERS}"
_UNREAD = f"No revision was made of that page. {_MANNERS}"
_TEXTS = {
    Kind.ARTICLE_LOST: (
        "This is over when the article is read again. If the page has a new layout, write a rule."
        " See what is read of it:"
    ),
    Kind.LOGIN_PAGE: _UNREAD,
    Kind.BOT_CHECK: _UNREAD,
    Kind.SEED_FAILED: "It is asked again. Where it is gone for good, look for another one:",
    Kind.SEED_EMPTY: "It is asked again. Where it stays empty, look for another one:",
    Kind.ROBOTS_UNREACHABLE: (
        "Nothing is asked there until robots.txt can be had. It is tried again by itself."
    ),
    Kind.UNREACHABLE: (
        "This is over when the page is there again. Where the outlet has moved, name its new host"
        " in the hosts of its rules."
    ),
    Kind.ROBOTS_CHANGED: (
        "It is obeyed, and this is over when it allows more again. Only the outlet can change it."
    ),
    Kind.SLOWED_DOWN: _LEFT_ALONE,
    Kind.BLOCKED: _LEFT_ALONE,
    Kind.SLOW: "It is asked as often as it can answer. There is nothing to do.",
    Kind.FALSE_304: "It is asked for whole pages for a month. There is nothing to do.",
    Kind.DISCOVERY_GAP: (
        "Articles may have come and gone unseen. Where the outlet has a sitemap or section pages,"
        " add them; see which are found:"
    ),
    Kind.SILENT: "Does the outlet still publish? Fetch what it has now:",
    Kind.RENDER_FAILED: (
        "The page is kept, and nothing is read of it. See whether there is a browser:"
    ),
    Kind.RULE_FAILED: (
        "Once the rules are mended, reprocess reads what came meanwhile. See what each finds:"
    ),
    Kind.FIELD_LOST: (
        "A new layout, or a wall: write a rule, or wait until it is usual. See what articles have"
        " now, and had before:"
    ),
    Kind.READER_FAILED: "The page is kept. After an upgrade, have it read again:",
    Kind.CRAWL_FAILED: (
        "This is a fault of Variorum's own; the next pass tries again. Please report it."
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


def remedies(outlet: Outlet, incidents: Iterable[Incident]) -> dict[int, Remedy]:
    """Remedies by incident id; only for the first of each kind, as a hundred need just one."""
    found: dict[int, Remedy] = {}
    told: set[Kind] = set()
    for one in incidents:
        if one.kind in told:
            continue
        told.add(one.kind)
        names = {"{subject}": one.subject, "{outlet}": outlet.name, "{home}": outlet.home}
        words = _COMMANDS.get(one.kind, ())
        found[one.id] = Remedy(_TEXTS[one.kind], tuple(names.get(word, word) for word in words))
    return found
