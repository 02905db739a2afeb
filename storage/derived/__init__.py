"""What ``index.db`` holds: data derived from the archive, which can be derived again."""
