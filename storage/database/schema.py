"""The tables, as numbered migrations; new ones are added, old ones never changed.

Read this file to know the archive. It is imported only to create or migrate one, because
sqlite-utils takes longer to load than most commands take to answer.

Times are text (``storage.database.times``), hashes are 32 bytes, lists are JSON arrays. What is
stored as a difference (payloads, heads, texts) names its base in ``base_id``, and its hash and
length are those of the whole. Payloads may have a second base in ``second_id``, whose bytes come
before those of the first. A capture has the id of its visit, heads have the id of their capture,
and the id of a ledger line is its index plus one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from storage import captures, declared, extractions, imports, marks, visits
from storage.agenda import attention, frontier, hosts, lessons, seed_looks, validators, websub
from storage.database.connection import APPLICATION_ID, SCHEMA_VERSION
from storage.database.connection import Database as Connection
from storage.history import numbers
from storage.memory import field_counts, outlets, pages
from storage.payload import payloads
from storage.proof import carried, ledger, seals

if TYPE_CHECKING:
    import sqlite3

migrations = Migrations("variorum")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to :data:`SCHEMA_VERSION`; each step is applied whole or not at all."""
    migrations.apply(Database(connection))


def _run(database: Database, number: int, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            database.execute(statement)
    # In the same transaction: from this, readers know the schema without loading sqlite-utils.
    database.execute(f"PRAGMA user_version = {number}")


@migrations()
def m0001_first_form(database: Database) -> None:
    """Outlets, frontier, visits, captures, payloads, readings, articles, health."""
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _run(database, 1, _OUTLETS + _BLOBS + _FRONTIER + _CAPTURES + _ARTICLES + _HEALTH)


@migrations()
def m0002_ledger(database: Database) -> None:
    """The ledger, its checkpoints, and a record of what was removed on request."""
    _run(database, 2, ledger.TABLES)


@migrations()
def m0003_marks(database: Database) -> None:
    """What the log is filtered by; which revisions were touched; a random name of the archive."""
    _run(database, 3, marks.TABLES + marks.triggers())


@migrations()
def m0004_declared_times(database: Database) -> None:
    """What feeds and sitemaps say about the times of articles."""
    _run(database, 4, declared.TABLES)


@migrations()
def m0005_imports(database: Database) -> None:
    """Where a visit came from, and which captures keep their bytes on the wire."""
    _run(database, 5, imports.TABLES)


@migrations()
def m0006_field_counts(database: Database) -> None:
    """Which fields readings had, by outlet, day and field."""
    _run(database, 6, field_counts.TABLES)


@migrations()
def m0007_page_memory(database: Database) -> None:
    """What the next reader of an address remembers of its last page."""
    _run(database, 7, pages.TABLES)


@migrations()
def m0008_seals(database: Database) -> None:
    """A check over the rows of every table."""
    _run(database, 8, seals.TABLES + carried.NEVER_SEALED)


@migrations()
def m0009_outlet_memory(database: Database) -> None:
    """What recurs over an outlet's articles, as of a time."""
    _run(database, 9, outlets.TABLES)


@migrations()
def m0010_last_captures(database: Database) -> None:
    """When each outlet was last captured, kept by a trigger."""
    _run(database, 10, marks.LAST_CAPTURES)


@migrations()
def m0011_digests(database: Database) -> None:
    """Contents are hashed by the second version, which folds more invisible characters."""
    connection = Connection(Path(), database.conn, writable=True)
    extractions.Extractions(connection).digest_anew()
    _run(database, 11, "")


@migrations()
def m0012_quicker_marks(database: Database) -> None:
    """Triggers that look only at the row they are about."""
    _run(database, 12, marks.triggers_anew())


@migrations()
def m0013_wire(database: Database) -> None:
    """What hosts asked for, how seeds behave, quiet hours, and pages as rendered by a browser."""
    _run(database, 13, hosts.TABLES + seed_looks.TABLES + captures.RENDERED)


@migrations()
def m0014_subscriptions(database: Database) -> None:
    """Which hubs announce news to us."""
    _run(database, 14, websub.TABLES)


@migrations()
def m0015_cadence(database: Database) -> None:
    """Pins, hints of seeds, and what was learnt about when articles are edited."""
    _run(database, 15, attention.TABLES + lessons.TABLES)


@migrations()
def m0016_second_bases(database: Database) -> None:
    """A payload may lean on two others at once."""
    _run(database, 16, payloads.SECONDS)


@migrations()
def m0017_archives_of_years(database: Database) -> None:
    """Indexes for large archives; whether the validators of hosts change with their texts."""
    looked_up = extractions.LOOKED_UP + _MISSED + outlets.LATEST
    _run(database, 17, looked_up + validators.TABLES)


@migrations()
def m0018_asked_again(database: Database) -> None:
    """An index for what is due and was visited before."""
    _run(database, 18, frontier.ASKED_AGAIN)


@migrations()
def m0019_kept_numbers(database: Database) -> None:
    """Numbers of deleted articles; indexes for redirects and for texts."""
    _run(database, 19, numbers.TABLES + visits.LEADING + extractions.SAYING)


_MISSED = "CREATE INDEX articles_missed ON articles (absent_since) WHERE absences > 0;"

_OUTLETS = """
CREATE TABLE outlets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    home TEXT NOT NULL,
    created_at TEXT NOT NULL,
    paused INTEGER NOT NULL DEFAULT 0,
    removed_at TEXT,
    anchor_payload_id INTEGER REFERENCES payloads (id),
    anchor_uses INTEGER NOT NULL DEFAULT 0,
    anchor_heads_id INTEGER REFERENCES heads (id)
) STRICT;
CREATE TABLE outlet_hosts (
    host TEXT NOT NULL,
    outlet_id INTEGER NOT NULL REFERENCES outlets (id),
    PRIMARY KEY (host, outlet_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outlet_hosts_of_outlet ON outlet_hosts (outlet_id);
"""

_BLOBS = """
CREATE TABLE payloads (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    length INTEGER NOT NULL,
    outlet_id INTEGER NOT NULL REFERENCES outlets (id),
    base_id INTEGER REFERENCES payloads (id),
    depth INTEGER NOT NULL,
    codec TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX payloads_leaning ON payloads (base_id) WHERE base_id IS NOT NULL;
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL,
    length INTEGER NOT NULL,
    base_id INTEGER REFERENCES texts (id),
    depth INTEGER NOT NULL,
    codec TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX texts_leaning ON texts (base_id) WHERE base_id IS NOT NULL;
CREATE TABLE heads (
    id INTEGER PRIMARY KEY REFERENCES captures (id) DEFERRABLE INITIALLY DEFERRED,
    request_length INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    length INTEGER NOT NULL,
    base_id INTEGER REFERENCES heads (id),
    depth INTEGER NOT NULL,
    codec TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
"""

_FRONTIER = """
CREATE TABLE addresses (
    id INTEGER PRIMARY KEY,
    outlet_id INTEGER NOT NULL REFERENCES outlets (id),
    url TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    article_id INTEGER REFERENCES articles (id),
    found_at TEXT,
    next_due TEXT,
    etag TEXT,
    last_modified TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    unmodified_in_row INTEGER NOT NULL DEFAULT 0,
    last_visit_id INTEGER REFERENCES visits (id),
    last_capture_id INTEGER REFERENCES captures (id),
    anchor_heads_id INTEGER REFERENCES heads (id)
) STRICT;
CREATE INDEX addresses_due ON addresses (outlet_id, next_due, id);
CREATE INDEX addresses_of_article ON addresses (article_id) WHERE article_id IS NOT NULL;
CREATE TABLE seeds (
    id INTEGER PRIMARY KEY,
    outlet_id INTEGER NOT NULL REFERENCES outlets (id),
    address_id INTEGER NOT NULL UNIQUE REFERENCES addresses (id),
    kind TEXT NOT NULL
) STRICT;
CREATE INDEX seeds_of_outlet ON seeds (outlet_id);
"""

_CAPTURES = """
CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    address_id INTEGER NOT NULL REFERENCES addresses (id),
    started_at TEXT NOT NULL,
    took_us INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    reason TEXT,
    location TEXT,
    retry_after TEXT,
    unread INTEGER NOT NULL
) STRICT;
CREATE INDEX visits_of_address ON visits (address_id);
CREATE INDEX visits_unread ON visits (started_at, id) WHERE unread = 1;
CREATE TABLE tls_sessions (
    id INTEGER PRIMARY KEY,
    protocol TEXT NOT NULL,
    cipher TEXT NOT NULL,
    chain TEXT NOT NULL,
    UNIQUE (protocol, cipher, chain)
) STRICT;
CREATE TABLE certificates (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    der BLOB NOT NULL
) STRICT;
CREATE TABLE captures (
    id INTEGER PRIMARY KEY REFERENCES visits (id),
    url TEXT,
    status INTEGER NOT NULL,
    payload_id INTEGER NOT NULL REFERENCES payloads (id),
    wire_sha256 BLOB NOT NULL,
    wire_length INTEGER NOT NULL,
    content_type TEXT,
    content_encoding TEXT,
    recipe TEXT,
    wire_id INTEGER REFERENCES payloads (id),
    peer TEXT,
    tls_id INTEGER REFERENCES tls_sessions (id),
    truncated TEXT
) STRICT;
CREATE INDEX captures_of_payload ON captures (payload_id);
"""

_ARTICLES = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    outlet_id INTEGER NOT NULL REFERENCES outlets (id),
    url TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    title TEXT,
    published TEXT,
    state TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    revisions INTEGER NOT NULL DEFAULT 0,
    content_sha256 BLOB,
    last_revision_id INTEGER REFERENCES revisions (id),
    last_extraction_id INTEGER REFERENCES extractions (id),
    absence TEXT,
    absent_since TEXT,
    absences INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX articles_saying ON articles (outlet_id, content_sha256);
CREATE TABLE readers (
    id INTEGER PRIMARY KEY,
    reader TEXT NOT NULL,
    rules TEXT,
    memory TEXT
) STRICT;
CREATE TABLE extractions (
    id INTEGER PRIMARY KEY,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    reader_id INTEGER NOT NULL REFERENCES readers (id),
    text_id INTEGER NOT NULL REFERENCES texts (id),
    content_sha256 BLOB NOT NULL,
    digest_version INTEGER NOT NULL,
    revision_id INTEGER REFERENCES revisions (id)
) STRICT;
CREATE INDEX extractions_of_capture ON extractions (capture_id);
CREATE INDEX extractions_of_revision ON extractions (revision_id);
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    number INTEGER NOT NULL,
    title TEXT,
    extraction_id INTEGER NOT NULL REFERENCES extractions (id),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    weight TEXT NOT NULL,
    kinds TEXT NOT NULL,
    signals TEXT NOT NULL,
    summary TEXT NOT NULL,
    ours INTEGER NOT NULL,
    UNIQUE (article_id, number)
) STRICT;
CREATE INDEX revisions_by_time ON revisions (first_seen, id);
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    revision_id INTEGER NOT NULL REFERENCES revisions (id),
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_time ON events (at, id);
CREATE INDEX events_of_article ON events (article_id);
"""

_HEALTH = """
CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    outlet_id INTEGER NOT NULL REFERENCES outlets (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    closed_at TEXT,
    count INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX incidents_open ON incidents (outlet_id, kind, subject) WHERE closed_at IS NULL;
"""

assert len(migrations._migrations) == SCHEMA_VERSION  # noqa: SLF001 — no public count
