"""Rules that add what belongs to an article although the model left it out."""
