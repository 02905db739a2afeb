"""``variorum run``: everything that a process needs which is to run for years."""
