"""Marks: what the log is filtered by; triggers keep them up to date, whoever writes.

A mark of a revision is a kind, a signal or its outlet; of an event, its kind or its outlet. There
is also an ordered list of the revisions that were touched, for data derived from them elsewhere.
"""

from __future__ import annotations

TABLES = """
CREATE TABLE marks (
    mark TEXT NOT NULL,
    of_event INTEGER NOT NULL,
    moment TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (mark, of_event, moment, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE touched (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision_id INTEGER NOT NULL
) STRICT;
CREATE VIEW revision_marks AS
    SELECT revisions.id AS id, revisions.first_seen AS moment, one.value AS mark
        FROM revisions, json_each(revisions.kinds) AS one
    UNION SELECT revisions.id, revisions.first_seen, one.value
        FROM revisions, json_each(revisions.signals) AS one
    UNION SELECT revisions.id, revisions.first_seen, 'outlet ' || articles.outlet_id
        FROM revisions JOIN articles ON articles.id = revisions.article_id;
CREATE VIEW event_marks AS
    SELECT events.id AS id, events.at AS moment, events.kind AS mark FROM events
    UNION SELECT events.id, events.at, 'outlet ' || articles.outlet_id
        FROM events JOIN articles ON articles.id = events.article_id;
INSERT INTO marks SELECT mark, 0, moment, id FROM revision_marks;
INSERT INTO marks SELECT mark, 1, moment, id FROM event_marks;
INSERT INTO touched (revision_id) SELECT id FROM revisions ORDER BY id;
CREATE TABLE identity (
    name TEXT NOT NULL
) STRICT;
INSERT INTO identity VALUES (lower(hex(randomblob(8))));
"""


_MARKED_COLUMNS = {
    "revision": "article_id, first_seen, kinds, signals",
    "event": "article_id, at, kind",
}


def _marks_of(one: str, flag: int, side: str) -> str:
    """SQL for the marks of the row that a trigger is about.

    It reads that row alone: a view over all rows, asked for one id, is walked from end to end.
    """
    moment = "first_seen" if one == "revision" else "at"
    rest = f"{flag}, {side}.{moment}, {side}.id"
    outlet = f"SELECT 'outlet ' || outlet_id, {rest} FROM articles WHERE id = {side}.article_id"
    if one == "event":
        return f"SELECT {side}.kind, {rest} UNION {outlet}"
    parts = [f"SELECT value, {rest} FROM json_each({side}.{name})" for name in ("kinds", "signals")]
    return " UNION ".join([*parts, outlet])


def _put(one: str, flag: int) -> str:
    return f"INSERT INTO marks {_marks_of(one, flag, 'NEW')}"


def _drop(one: str, flag: int) -> str:
    moment = "first_seen" if one == "revision" else "at"
    return (
        f"DELETE FROM marks WHERE of_event = {flag} AND moment = OLD.{moment} AND id = OLD.id"
        f" AND mark IN (SELECT * FROM (SELECT mark FROM (SELECT NULL AS mark, 0, '', 0 WHERE 0"
        f" UNION {_marks_of(one, flag, 'OLD')})))"
    )


def triggers_anew() -> str:
    """SQL to replace older triggers by those of :func:`triggers`."""
    count = triggers().count("CREATE TRIGGER")
    drops = "".join(f"DROP TRIGGER IF EXISTS marks_{number};\n" for number in range(count))
    return drops + triggers()


def triggers() -> str:
    """SQL for the triggers that keep ``marks`` and ``touched`` up to date, whoever writes.

    Seeing an article again, which is what most visits do, fires none of them.
    """
    touch = "INSERT INTO touched (revision_id) VALUES ({side}.id)"
    wanted = [
        ("AFTER INSERT ON revisions", touch.format(side="NEW")),
        ("BEFORE DELETE ON revisions", touch.format(side="OLD")),
        (
            "AFTER UPDATE OF extraction_id, article_id, number ON revisions",
            touch.format(side="NEW"),
        ),
    ]
    for flag, (one, columns) in enumerate(_MARKED_COLUMNS.items()):
        insert, delete = _put(one, flag), _drop(one, flag)
        wanted += [
            (f"AFTER INSERT ON {one}s", insert),
            (f"BEFORE UPDATE OF {columns} ON {one}s", delete),
            (f"AFTER UPDATE OF {columns} ON {one}s", insert),
            (f"BEFORE DELETE ON {one}s", delete),
        ]
    # Each is on one line, because statements are split where a line ends with a semicolon.
    return "".join(
        f"CREATE TRIGGER marks_{number} {when} BEGIN {work}; END;\n"
        for number, (when, work) in enumerate(wanted)
    )


LAST_CAPTURES = """
ALTER TABLE outlets ADD COLUMN last_capture_at TEXT;
UPDATE outlets SET last_capture_at = (SELECT max(visits.started_at) FROM addresses
    JOIN visits ON visits.id = addresses.last_capture_id
    WHERE addresses.outlet_id = outlets.id);
CREATE TRIGGER last_capture AFTER UPDATE OF last_capture_id ON addresses BEGIN\
 UPDATE outlets SET last_capture_at = max(coalesce(last_capture_at, ''),\
 (SELECT started_at FROM visits WHERE id = NEW.last_capture_id))\
 WHERE id = NEW.outlet_id AND NEW.last_capture_id IS NOT NULL; END;
"""
"""When anything of an outlet other than robots.txt was last captured, so that its addresses need
not be walked.
"""
