"""Two texts of an edit side by side: a rule a file, each naming its evidence."""
