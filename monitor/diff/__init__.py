"""Two readings of an article against each other: sentences, words, fields."""
