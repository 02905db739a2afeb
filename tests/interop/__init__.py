"""Our files and those of other programs, checked from the other side."""
