"""Which blocks of a page are the text of its article."""
