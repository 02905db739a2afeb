"""Looks at the network outside of a crawl: what stands at an address that somebody named."""
