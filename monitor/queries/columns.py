"""The columns of lists, the same in a pipe, in CSV and on the pages."""

from __future__ import annotations

from typing import Any

from monitor.notation.telling import in_words
from monitor.notation.times import short
from monitor.output import Column


def headline(row: dict[str, Any]) -> str | None:
    """What a list calls a *change*: by its headline, or as one of which the text was taken out."""
    reason = row.get("redacted")
    return row["title"] or (f"{row['url']} (redacted: {reason})" if reason else None)


CHANGES = (
    Column("time", lambda row: row["first_seen"]),
    Column("outlet", lambda row: row["outlet"]),
    Column("weight", lambda row: row["weight"]),
    Column("event", lambda row: row.get("event")),
    Column("revision", lambda row: f"{row['article']}@{row['revision']}"),
    Column("kinds", lambda row: row["kinds"]),
    Column("signals", lambda row: [*row["signals"], *(["ours"] if row["ours"] else [])]),
    Column("title", headline),
    Column("summary", lambda row: row["summary"]),
    Column("url", lambda row: row["url"]),
)

OUTLETS = (
    Column("outlet", lambda row: row["outlet"]),
    Column("state", lambda row: "paused" if row["paused"] else "watched"),
    Column("seeds", lambda row: len(row["seeds"]), right=True, least=5),
    Column("articles", lambda row: row["articles"], right=True),
    Column("last capture", lambda row: row["last_capture"], least=17, screen=short),
    Column("home", lambda row: row["home"]),
)
HEALTH = (
    Column("outlet", lambda row: row["name"]),
    Column("state", lambda row: row["state"]),
    Column("last capture", lambda row: row["last_capture"], least=17, screen=short),
    Column("incidents", lambda row: "; ".join(map(incident_line, row["incidents"]))),
)
FIELD_SHARES = (
    Column("outlet", lambda row: row["outlet"]),
    Column("field", lambda row: row["field"], least=10),
    Column("articles", lambda row: row["readings"], right=True),
    Column("share", lambda row: row["share"], right=True, least=5),
    Column("before", lambda row: row["share_before"], right=True, least=6),
    Column("length", lambda row: row["length"], right=True, least=6),
    Column("before", lambda row: row["length_before"], right=True, least=6),
    Column("fell", lambda row: row["fallen_since"] or row["shorter_since"], least=10),
)

STORIES = (
    Column("last", lambda row: row["last"], least=17, screen=short),
    Column("story", lambda row: row["story"], right=True),
    Column("articles", lambda row: row["articles"], right=True),
    Column("revisions", lambda row: row["revisions"], right=True),
    Column("outlets", lambda row: row["outlets"]),
    Column("title", lambda row: row["title"]),
)

SEARCH = (
    Column("time", lambda row: row["first_seen"]),
    Column("outlet", lambda row: row["outlet"]),
    Column("revision", lambda row: f"{row['article']}@{row['revision']}"),
    Column("title", lambda row: row["title"]),
    Column("snippet", lambda row: row["snippet"]),
    Column("url", lambda row: row["url"]),
)


def incident_line(incident: dict[str, Any]) -> str:
    """An incident in words, for a line."""
    kind, said = incident["kind"].replace("_", " "), incident["detail"]
    detail = f": {in_words(said)}" if said and said != kind else ""
    times = f" ({incident['count']} times)" if incident["count"] > 1 else ""
    return f"{kind} at {incident['subject']}{detail}{times}"
