"""What leaves the archive: a module for each format of export, and what they share."""
