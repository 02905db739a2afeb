"""WARC: the reader, the linter, the writer, and what comes in."""
