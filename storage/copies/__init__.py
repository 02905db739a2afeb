"""Copies of an archive: a whole one of one moment, and what a mirror does not have yet."""
