"""What is kept for the next reading: of pages, of outlets, and of what readings had."""
