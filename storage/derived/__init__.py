"""What stands in ``index.db``: worked out from the archive, and to be had from it again."""
