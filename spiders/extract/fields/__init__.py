"""What a page says about its article besides the text: headline, authors, times, and sources."""
