"""Reading the archive again with today's reader and rules."""
