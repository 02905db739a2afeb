"""The tables of ``index.db``: diffs, documents and where they are placed, progress, stories."""

from __future__ import annotations

FORM = 11
"""To be raised when the tables change, or the normal forms of words (``monitor/search/forms.py``):
an index of another form is thrown away and made again."""

TABLES = """
CREATE TABLE diffs (
    old_id INTEGER NOT NULL,
    new_id INTEGER NOT NULL,
    rules TEXT NOT NULL,
    removed INTEGER NOT NULL,
    added INTEGER NOT NULL,
    words INTEGER NOT NULL,
    strip TEXT NOT NULL,
    codec TEXT NOT NULL,
    length INTEGER NOT NULL,
    data BLOB NOT NULL,
    sha256 BLOB NOT NULL,
    PRIMARY KEY (new_id, old_id)
) STRICT;
CREATE VIRTUAL TABLE documents USING fts5(
    headline, summary, body, added, removed, names, starts, meta,
    content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 0"
);
CREATE TABLE placed (
    id INTEGER PRIMARY KEY,
    revision_id INTEGER
) STRICT;
CREATE INDEX placed_revisions ON placed (revision_id) WHERE revision_id IS NOT NULL;
CREATE TABLE progress (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE story_articles (
    article_id INTEGER PRIMARY KEY,
    story_id INTEGER NOT NULL,
    outlet_id INTEGER NOT NULL,
    moment TEXT NOT NULL,
    likeness REAL,
    shared TEXT NOT NULL,
    vector TEXT NOT NULL
) STRICT;
CREATE INDEX articles_of_story ON story_articles (story_id);
CREATE TABLE story_terms (
    term TEXT NOT NULL,
    moment TEXT NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (term, moment, article_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE story_counts (
    term TEXT PRIMARY KEY,
    number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    articles INTEGER NOT NULL,
    outlets INTEGER NOT NULL
) STRICT;
CREATE INDEX stories_by_time ON stories (last, id) WHERE outlets > 1;
"""
