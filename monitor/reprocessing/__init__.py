"""Reading the archive again with the present reader and rules."""
