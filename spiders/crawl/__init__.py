"""Fetching: what is due becomes visits and captures. Nothing here reads an article."""
