"""Importing what others captured: WARC records become visits, and READ does the rest."""
