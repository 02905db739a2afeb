"""The trials of the reader, one a file; ``../reader.py`` runs them."""
