"""Fetching: addresses that are due become visits and captures. Nothing here reads an article."""
