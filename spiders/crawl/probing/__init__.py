"""Requests outside of a crawl: what there is at an address that somebody named."""
