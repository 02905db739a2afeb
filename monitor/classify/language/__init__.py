"""What single words mean, by language: negation, mood, inflection, spelling, quotation marks."""
