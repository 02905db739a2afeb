"""What a page says beside its text."""
