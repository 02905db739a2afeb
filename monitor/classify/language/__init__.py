"""What single words say, by language: negation, mood, inflection, spelling, quotation marks."""
