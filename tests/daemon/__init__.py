"""``variorum run``: it goes on, whatever happens around it."""
