"""What a page says in addition to its text."""
