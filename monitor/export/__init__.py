"""What leaves the archive: the objects of the JSON surface, and a file for each format."""
