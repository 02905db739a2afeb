"""Rules that compare the two texts of an edit: one per file, each naming its evidence."""
