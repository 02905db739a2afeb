"""Pages that somebody copied as text: no markup, one block a line."""
