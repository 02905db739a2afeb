"""``variorum run``: it continues, whatever happens around it."""
