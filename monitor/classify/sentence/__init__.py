"""Writing the sentence that says what changed, clause by clause, from the facts alone."""
