"""The columns of lists: the same in a pipe, in CSV and on the pages."""

from __future__ import annotations

from typing import Any

from monitor.notation.addresses import readable
from monitor.notation.figures import percent
from monitor.notation.telling import in_words
from monitor.notation.times import short
from monitor.output import Column


def headline(row: dict[str, Any]) -> str | None:
    """What a list calls a *change*: its headline, or its URL and why the text was redacted."""
    reason = row.get("redacted")
    return row["title"] or (f"{row['url']} (redacted: {reason})" if reason else None)


CHANGES = (
    Column("time", "first_seen"),
    Column("outlet"),
    Column("weight"),
    Column("event", lambda row: row.get("event")),
    Column("revision", lambda row: f"{row['article']}@{row['revision']}"),
    Column("kinds"),
    Column("signals", lambda row: [*row["signals"], *(["ours"] if row["ours"] else [])]),
    Column("title", headline),
    Column("summary"),
    Column("url", screen=readable),
)

OUTLETS = (
    Column("outlet"),
    Column("state", lambda row: "paused" if row["paused"] else "watched"),
    Column("seeds", lambda row: len(row["seeds"]), right=True, least=5),
    Column("articles", right=True),
    Column("last capture", "last_capture", least=17, screen=short),
    Column("home"),
)
HEALTH = (
    Column("outlet", "name"),
    Column("state"),
    Column("last capture", "last_capture", least=17, screen=short),
    Column(
        "incidents",
        lambda row: "; ".join(incident_line(one, row["name"]) for one in row["incidents"]),
    ),
)
FIELD_SHARES = (
    Column("outlet"),
    Column("field", least=10),
    Column("articles", "readings", right=True),
    Column("share", right=True, least=5, screen=percent),
    Column("before", "share_before", right=True, least=6, screen=percent),
    Column("length", right=True, least=6),
    Column("before", "length_before", right=True, least=6),
    Column("fell", lambda row: row["fallen_since"] or row["shorter_since"], least=10),
)

STORIES = (
    Column("last", least=17, screen=short),
    Column("story", right=True),
    Column("articles", right=True),
    Column("revisions", right=True),
    Column("outlets"),
    Column("title"),
)

SEARCH = (
    Column("time", "first_seen"),
    Column("outlet"),
    Column("revision", lambda row: f"{row['article']}@{row['revision']}"),
    Column("title"),
    Column("snippet"),
    Column("url", screen=readable),
)


def incident_line(incident: dict[str, Any], outlet: str) -> str:
    """An incident of this outlet in words, in one line."""
    kind, said = incident["kind"].replace("_", " "), incident["detail"]
    detail = f": {in_words(said)}" if said and said != kind else ""
    times = f" ({incident['count']} times)" if incident["count"] > 1 else ""
    # A failing rule has only the outlet for a subject, which is shown next to it already.
    place = "" if incident["subject"] == outlet else f" at {incident['subject']}"
    return f"{kind}{place}{detail}{times}"
