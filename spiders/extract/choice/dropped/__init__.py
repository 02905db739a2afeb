"""Rules that remove what the model took although it is not part of the article."""
