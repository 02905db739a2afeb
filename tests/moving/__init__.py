"""Articles whose address changes, through real passes of the crawl on set days."""
