"""Reading figures in sentences: numbers, sums, dates and times, in words and in signs."""
