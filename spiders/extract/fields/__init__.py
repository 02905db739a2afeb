"""What a page says of its article beside the text: headline, authors, times, and who says so."""
