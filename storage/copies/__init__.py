"""Copies of an archive: a full one as of one moment, and increments for a mirror."""
