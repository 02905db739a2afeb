"""Two revisions of an article compared: aligned, each edit told, and the result kept."""
