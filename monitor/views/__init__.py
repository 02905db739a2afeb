"""What a person sees in a terminal: plain functions from data to lines of text."""
