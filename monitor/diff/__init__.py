"""Comparing two readings of an article: sentences, words, fields."""
