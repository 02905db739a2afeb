"""Comparing two revisions of an article: aligned, each edit classified, and the result kept."""
