"""Figures as a sentence writes them: numbers, sums, dates and times, in words and in signs."""
