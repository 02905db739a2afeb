"""``variorum run``: everything that a process needs in order to run for years."""
