"""Full-text search over every revision: normal forms of words, queries, and snippets."""
