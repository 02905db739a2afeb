"""WARC: the reader, the linter, the writer, and imports."""
