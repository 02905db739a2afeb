"""Pages that somebody copied as text: no markup, one block per line."""
