"""Files that appear whole or not at all, and the drafts they are made from."""
