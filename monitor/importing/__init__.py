"""What others captured comes in: WARC records become visits, and READ does the rest."""
