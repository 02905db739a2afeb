"""The archive: knows the database and the archive formats, nothing of HTTP, HTML or people."""
